/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machine time, in ns since the machine was made, and one-shot timers on it (kernel/timer.c). */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include "argtypes.h"
#include "kernel/kernel.h"
#include "lib/avl.h"

#define NSEC_PER_SEC 1000000000ll
#define NSEC_PER_USEC 1000ll

/* The kernel's own time value; layouts of guests are in uapi/time.h. */
struct timespec64 {
	int64_t tv_sec;
	int64_t tv_nsec;
};

/* Machine time starts at 0 with k; CLOCK_REALTIME at the host's. 0 or -ENOMEM. */
int time_init(struct kernel *k);
void time_exit(struct kernel *k);
void ntp_init(struct kernel *k);

uint64_t ktime_get(void);      /* machine time: CLOCK_MONOTONIC and CLOCK_BOOTTIME */
uint64_t ktime_get_real(void); /* CLOCK_REALTIME */

static inline struct timespec64 ns_to_timespec64(int64_t ns)
{
	struct timespec64 t = { ns / NSEC_PER_SEC, ns % NSEC_PER_SEC };

	if (t.tv_nsec < 0) {
		t.tv_sec--;
		t.tv_nsec += NSEC_PER_SEC;
	}
	return t;
}

static inline bool timespec64_valid(const struct timespec64 *t)
{
	return t->tv_sec >= 0 && (uint64_t)t->tv_nsec < (uint64_t)NSEC_PER_SEC;
}

/* Saturates at INT64_MAX. */
static inline int64_t timespec64_to_ns(const struct timespec64 *t)
{
	if (t->tv_sec >= INT64_MAX / NSEC_PER_SEC)
		return INT64_MAX;
	return t->tv_sec * NSEC_PER_SEC + t->tv_nsec;
}

/* The sum of two times that are not negative; it saturates, too. */
static inline int64_t ktime_add_safe(int64_t a, int64_t b)
{
	int64_t sum;

	return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

/* Copies of the ABIs' layouts: 64-bit { s64, s64 } and i386's { s32, s32 }. 0 or -EFAULT. */
int get_timespec64(struct timespec64 *t, uaddr_t ua);
int put_timespec64(const struct timespec64 *t, uaddr_t ua);
int get_old_timespec32(struct timespec64 *t, uaddr_t ua);
int put_old_timespec32(const struct timespec64 *t, uaddr_t ua);

/* Sets CLOCK_REALTIME. 0, -EINVAL, -EPERM. */
int do_settimeofday(const struct timespec64 *ts);

/* fs/timerfd.c: timers on the wall clock end at another machine time now. */
void timerfd_clock_was_set(void);

struct ktimer {
	uint64_t expires; /* machine time */
	void (*fn)(struct ktimer *timer); /* runs outside any task; may wake, may re-arm */
	enum { KTIMER_IDLE, KTIMER_ARMED, KTIMER_DUE } state;
	uint64_t seq; /* of two with the same expiry, the one armed first is first */
	union {
		struct avl_node node; /* armed: in the tree */
		struct list_head due; /* due: about to run */
	};
};

void ktimer_init(struct ktimer *t, void (*fn)(struct ktimer *));
void ktimer_arm(struct ktimer *t, uint64_t expires);
bool ktimer_cancel(struct ktimer *t); /* true: it was armed */
static inline bool ktimer_armed(const struct ktimer *t)
{
	return t->state != KTIMER_IDLE;
}
uint64_t ktimer_next(void);	      /* earliest expiry, UINT64_MAX when none is armed */
void ktimer_run(void);		      /* run what is due */

#endif
