/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Time values of the guests' layouts, and the calls that read and set the wall clock. */
#include "kernel/time.h"
#include "kernel/futex.h"
#include "kernel/internal.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/time.h"

/*
 * i386's time64 calls leave the upper half of tv_nsec as padding that programs need not clear;
 * from 64-bit code it is part of the number.
 */
int get_timespec64(struct timespec64 *t, uaddr_t ua)
{
	struct linux_timespec k;

	if (copy_from_user(&k, ua, sizeof(k)))
		return -EFAULT;
	t->tv_sec = k.tv_sec;
	t->tv_nsec = in_compat_syscall() ? (int64_t)(uint32_t)k.tv_nsec : k.tv_nsec;
	return 0;
}

int put_timespec64(const struct timespec64 *t, uaddr_t ua)
{
	struct linux_timespec k = { t->tv_sec, t->tv_nsec };

	return copy_to_user(ua, &k, sizeof(k)) ? -EFAULT : 0;
}

int get_old_timespec32(struct timespec64 *t, uaddr_t ua)
{
	struct i386_timespec k;

	if (copy_from_user(&k, ua, sizeof(k)))
		return -EFAULT;
	t->tv_sec = k.tv_sec;
	t->tv_nsec = k.tv_nsec;
	return 0;
}

int put_old_timespec32(const struct timespec64 *t, uaddr_t ua)
{
	struct i386_timespec k = { t->tv_sec, t->tv_nsec };

	return copy_to_user(ua, &k, sizeof(k)) ? -EFAULT : 0;
}

/* --- setting --- */

/* Linux keeps 30 years between the settable time and the end of 64-bit nanoseconds. */
#define TIME_SETTOD_SEC_MAX (INT64_MAX / NSEC_PER_SEC - 30ll * 365 * 24 * 3600)

int do_settimeofday(const struct timespec64 *ts)
{
	int64_t ns, now = ktime_get();

	if (!timespec64_valid(ts) || ts->tv_sec >= TIME_SETTOD_SEC_MAX)
		return -EINVAL;
	if (!capable(CAP_SYS_TIME))
		return -EPERM;
	ns = timespec64_to_ns(ts);
	if (ns < now) /* the machine would have been made before 1970 */
		return -EINVAL;
	kernel->realtime_offset = ns - now;
	posix_timers_clock_was_set();
	timerfd_clock_was_set();
	futex_clock_was_set();
	return 0;
}

/* The zone is checked after the right to set anything, and before the time is. */
static long set_time_and_zone(const struct timespec64 *ts, const struct linux_timezone *tz)
{
	if (ts && (!timespec64_valid(ts) || ts->tv_sec >= TIME_SETTOD_SEC_MAX))
		return -EINVAL;
	if (!capable(CAP_SYS_TIME))
		return -EPERM;
	if (tz) {
		if (tz->minuteswest > 15 * 60 || tz->minuteswest < -15 * 60)
			return -EINVAL;
		kernel->tz_minuteswest = tz->minuteswest;
		kernel->tz_dsttime = tz->dsttime;
	}
	return ts ? do_settimeofday(ts) : 0;
}

/* --- system calls --- */

static int put_timezone(uaddr_t to)
{
	struct linux_timezone tz = { kernel->tz_minuteswest, kernel->tz_dsttime };

	return copy_to_user(to, &tz, sizeof(tz)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(gettimeofday, utimeval_out_t, tv, utimezone_out_t, tz)
{
	uint64_t now = ktime_get_real();
	struct x64_timeval k = { now / NSEC_PER_SEC, now % NSEC_PER_SEC / NSEC_PER_USEC };

	if (tv && copy_to_user(tv, &k, sizeof(k)))
		return -EFAULT;
	return tz ? put_timezone(tz) : 0;
}

COMPAT_SYSCALL_DEFINE2(gettimeofday, utimeval32_out_t, tv, utimezone_out_t, tz)
{
	uint64_t now = ktime_get_real();
	struct i386_timeval k = { now / NSEC_PER_SEC, now % NSEC_PER_SEC / NSEC_PER_USEC };

	if (tv && copy_to_user(tv, &k, sizeof(k)))
		return -EFAULT;
	return tz ? put_timezone(tz) : 0;
}

static long do_settimeofday_user(const struct x64_timeval *tv, uaddr_t tz)
{
	struct timespec64 ts;
	struct linux_timezone zone;

	if (tv) {
		if (tv->tv_usec > 1000000 || tv->tv_usec < 0)
			return -EINVAL;
		ts = (struct timespec64){ tv->tv_sec, tv->tv_usec * NSEC_PER_USEC };
	}
	if (tz && copy_from_user(&zone, tz, sizeof(zone)))
		return -EFAULT;
	return set_time_and_zone(tv ? &ts : NULL, tz ? &zone : NULL);
}

SYSCALL_DEFINE2(settimeofday, utimeval_in_t, tv, utimezone_in_t, tz)
{
	struct x64_timeval k;

	if (tv && copy_from_user(&k, tv, sizeof(k)))
		return -EFAULT;
	return do_settimeofday_user(tv ? &k : NULL, tz);
}

COMPAT_SYSCALL_DEFINE2(settimeofday, utimeval32_in_t, tv, utimezone_in_t, tz)
{
	struct i386_timeval k;
	struct x64_timeval wide;

	if (tv) {
		if (copy_from_user(&k, tv, sizeof(k)))
			return -EFAULT;
		wide = (struct x64_timeval){ k.tv_sec, k.tv_usec };
	}
	return do_settimeofday_user(tv ? &wide : NULL, tz);
}

SYSCALL_DEFINE1(time, utime_out_t, tloc)
{
	int64_t now = ktime_get_real() / NSEC_PER_SEC;

	if (tloc && put_user(now, tloc))
		return -EFAULT;
	return now;
}

SYSCALL_DEFINE1(time32, utime_out_t, tloc)
{
	int32_t now = ktime_get_real() / NSEC_PER_SEC;

	if (tloc && put_user(now, tloc))
		return -EFAULT;
	return now;
}

SYSCALL_DEFINE1(stime32, utime_in_t, tptr)
{
	struct timespec64 ts = { 0 };
	int32_t sec;

	if (get_user(sec, tptr))
		return -EFAULT;
	ts.tv_sec = sec;
	return do_settimeofday(&ts);
}
