/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times as the guests lay them out. */
#ifndef UAPI_TIME_H
#define UAPI_TIME_H

#include <stdint.h>

struct linux_timespec { /* x86-64's timespec, and __kernel_timespec of i386's time64 calls */
	int64_t tv_sec, tv_nsec;
};
struct i386_timespec {
	int32_t tv_sec, tv_nsec;
};
struct x64_timeval {
	int64_t tv_sec, tv_usec;
};
struct i386_timeval {
	int32_t tv_sec, tv_usec;
};
struct linux_timezone {
	int32_t minuteswest, dsttime;
};
struct x64_itimerval {
	struct x64_timeval interval, value;
};
struct i386_itimerval {
	struct i386_timeval interval, value;
};
struct linux_itimerspec {
	struct linux_timespec interval, value;
};
struct i386_itimerspec {
	struct i386_timespec interval, value;
};
_Static_assert(sizeof(struct linux_itimerspec) == 32, "itimerspec64");
_Static_assert(sizeof(struct i386_itimerspec) == 16, "old_itimerspec32");

#define CLOCK_REALTIME 0
#define CLOCK_MONOTONIC 1
#define CLOCK_PROCESS_CPUTIME_ID 2
#define CLOCK_THREAD_CPUTIME_ID 3
#define CLOCK_MONOTONIC_RAW 4
#define CLOCK_REALTIME_COARSE 5
#define CLOCK_MONOTONIC_COARSE 6
#define CLOCK_BOOTTIME 7
#define CLOCK_REALTIME_ALARM 8
#define CLOCK_BOOTTIME_ALARM 9
#define CLOCK_SGI_CYCLE 10 /* gone */
#define CLOCK_TAI 11
#define MAX_CLOCKS 16

#define TIMER_ABSTIME 1

#define ITIMER_REAL 0
#define ITIMER_VIRTUAL 1
#define ITIMER_PROF 2

/* USER_HZ: of times(2), and of AT_CLKTCK. */
#define USER_HZ 100

#endif
