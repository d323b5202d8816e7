/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The clocks of clock_gettime(2) and its sisters. Machine time drives all but the CPU clocks;
 * CLOCK_REALTIME is machine time plus an offset, which is all that setting it changes. There is no
 * real-time clock device: the ALARM clocks cannot be used, as on a Linux without one.
 */
#include "kernel/posix_clocks.h"
#include "kernel/cputime.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/time.h"

/* --- CPU clocks --- */

#define CPUCLOCK_PROF 0
#define CPUCLOCK_VIRT 1
#define CPUCLOCK_SCHED 2
#define CPUCLOCK_FD 3
#define CPUCLOCK_WHICH(clock) ((clock) & 3)
#define CPUCLOCK_PERTHREAD(clock) ((clock) & 4)
#define CPUCLOCK_PID(clock) ((pid_t)~((clock) >> 3))

bool clock_is_fd(clockid_t clock)
{
	return clock < 0 && (clock & 7) == CPUCLOCK_FD;
}

bool clock_is_cpu(clockid_t clock)
{
	return clock < 0 || clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID;
}

static int64_t which_time(clockid_t clock, struct cputime c)
{
	return CPUCLOCK_WHICH(clock) == CPUCLOCK_VIRT ? c.utime : c.utime + c.stime;
}

/* Threads may be asked of one's own process only; processes of anybody's. */
static int negative_clock_read(clockid_t clock, struct task *self, int64_t *ns)
{
	pid_t pid = CPUCLOCK_PID(clock);
	struct task *t = pid ? find_task(pid) : self;

	if (CPUCLOCK_WHICH(clock) == CPUCLOCK_FD)
		return -EINVAL;
	if (is_own_pid(pid) && !CPUCLOCK_PERTHREAD(clock)) {
		*ns = 0;
		return 0;
	}
	if (!t)
		return -EINVAL;
	if (CPUCLOCK_PERTHREAD(clock)) {
		if (t->signal != self->signal)
			return -EINVAL;
		*ns = which_time(clock, task_cputime(t));
		return 0;
	}
	if (t->pid != t->tgid && t != self)
		return -EINVAL;
	*ns = which_time(clock, process_cputime(t->signal));
	return 0;
}

int cpu_clock_read(clockid_t clock, struct task *self, int64_t *ns)
{
	struct cputime c;

	if (clock < 0)
		return negative_clock_read(clock, self, ns);
	c = clock == CLOCK_THREAD_CPUTIME_ID ? task_cputime(self) : process_cputime(self->signal);
	*ns = c.utime + c.stime;
	return 0;
}

static bool is_thread_clock(clockid_t clock)
{
	return clock == CLOCK_THREAD_CPUTIME_ID || (clock < 0 && CPUCLOCK_PERTHREAD(clock));
}

struct pid *cpu_clock_owner(clockid_t clock)
{
	pid_t nr = clock < 0 ? CPUCLOCK_PID(clock) : 0;
	struct task *t = is_thread_clock(clock) ? current : current->group_leader;

	if (is_own_pid(nr) && !is_thread_clock(clock))
		return find_pid(nr);
	if (nr)
		t = find_task(nr);
	if (!t || (!is_thread_clock(clock) && !thread_group_leader(t)))
		return NULL;
	return t->thread_pid;
}

int64_t cpu_clock_of(clockid_t clock, struct task *owner)
{
	struct cputime c = is_thread_clock(clock) ? task_cputime(owner) :
						    process_cputime(owner->signal);

	return clock < 0 ? which_time(clock, c) : (int64_t)(c.utime + c.stime);
}

/* --- all clocks --- */

static int64_t coarse(uint64_t ns)
{
	return ns - ns % TICK_NSEC;
}

int clock_read(clockid_t clock, int64_t *ns)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_TAI: /* nobody has told the offset: 0 */
		*ns = ktime_get_real();
		return 0;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_BOOTTIME:
		*ns = ktime_get();
		return 0;
	case CLOCK_REALTIME_COARSE:
		*ns = coarse(ktime_get()) + kernel->realtime_offset;
		return 0;
	case CLOCK_MONOTONIC_COARSE:
		*ns = coarse(ktime_get());
		return 0;
	default:
		return clock_is_cpu(clock) ? cpu_clock_read(clock, current, ns) : -EINVAL;
	}
}

uint64_t clock_to_ktime(clockid_t clock, int64_t ns)
{
	if (clock == CLOCK_REALTIME || clock == CLOCK_TAI) {
		if (ns < kernel->realtime_offset)
			return 0;
		return ns == INT64_MAX ? ns : ns - kernel->realtime_offset;
	}
	return ns < 0 ? 0 : ns;
}

static int clock_resolution(clockid_t clock, int64_t *ns)
{
	int64_t now;

	*ns = 1;
	if (clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE)
		*ns = TICK_NSEC;
	else if (clock < 0 && CPUCLOCK_WHICH(clock) != CPUCLOCK_SCHED)
		*ns = TICK_NSEC;
	return clock_read(clock, &now);
}

/* --- system calls --- */

static long do_clock_gettime(clockid_t clock, uaddr_t tp,
			     int (*put)(const struct timespec64 *, uaddr_t))
{
	struct timespec64 ts;
	int64_t ns;

	if (clock_read(clock, &ns))
		return -EINVAL;
	ts = ns_to_timespec64(ns);
	return put(&ts, tp);
}

SYSCALL_DEFINE2(clock_gettime, clockid_t, which_clock, utimespec_out_t, tp)
{
	return do_clock_gettime(which_clock, tp, put_timespec64);
}

SYSCALL_DEFINE2(clock_gettime32, clockid_t, which_clock, utimespec32_out_t, tp)
{
	return do_clock_gettime(which_clock, tp, put_old_timespec32);
}

static long do_clock_getres(clockid_t clock, uaddr_t tp,
			    int (*put)(const struct timespec64 *, uaddr_t))
{
	struct timespec64 ts;
	int64_t ns;

	if (clock_resolution(clock, &ns))
		return -EINVAL;
	ts = ns_to_timespec64(ns);
	return tp ? put(&ts, tp) : 0;
}

SYSCALL_DEFINE2(clock_getres, clockid_t, which_clock, utimespec_out_t, tp)
{
	return do_clock_getres(which_clock, tp, put_timespec64);
}

SYSCALL_DEFINE2(clock_getres_time32, clockid_t, which_clock, utimespec32_out_t, tp)
{
	return do_clock_getres(which_clock, tp, put_old_timespec32);
}

static long do_clock_settime(clockid_t clock, uaddr_t tp,
			     int (*get)(struct timespec64 *, uaddr_t))
{
	struct timespec64 ts;
	int64_t now;

	if (clock != CLOCK_REALTIME && clock >= 0)
		return -EINVAL;
	if (clock_is_fd(clock)) /* looked at before the value, in Linux */
		return get(&ts, tp) ? -EFAULT : -EINVAL;
	if (get(&ts, tp))
		return -EFAULT;
	if (clock < 0) /* a CPU clock: it exists, but it is not to be set */
		return cpu_clock_read(clock, current, &now) ? -EINVAL : -EPERM;
	return do_settimeofday(&ts);
}

SYSCALL_DEFINE2(clock_settime, clockid_t, which_clock, utimespec_in_t, tp)
{
	return do_clock_settime(which_clock, tp, get_timespec64);
}

SYSCALL_DEFINE2(clock_settime32, clockid_t, which_clock, utimespec32_in_t, tp)
{
	return do_clock_settime(which_clock, tp, get_old_timespec32);
}
