/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nanosleep and clock_nanosleep. A relative sleep that a signal interrupts tells what is left and
 * goes on (through restart_syscall) until its first end; an absolute one is simply repeated.
 */
#include "kernel/posix_clocks.h"
#include "kernel/sched.h"
#include "kernel/time.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/time.h"

/*
 * Until the clock shows end. 0, or -EINTR when a signal came first; *left is what was missing
 * then. CPU clocks move no faster than time, so that waiting what is left never waits too long.
 * May sleep.
 */
static int clock_sleep_until(clockid_t clock, int64_t end, int64_t *left)
{
	int64_t now;

	for (;;) {
		clock_read(clock, &now);
		*left = now < end ? end - now : 0;
		if (!*left)
			return 0;
		if (signal_pending(current))
			return -EINTR;
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(*left);
	}
}

enum { ARG_CLOCK, ARG_END, ARG_RMTP, ARG_TIME32 };

static long sleep_restartable(clockid_t clock, int64_t end, uaddr_t rmtp, bool time32);

static long nanosleep_restart(const uint64_t arg[6])
{
	return sleep_restartable(arg[ARG_CLOCK], arg[ARG_END], arg[ARG_RMTP], arg[ARG_TIME32]);
}

static long sleep_restartable(clockid_t clock, int64_t end, uaddr_t rmtp, bool time32)
{
	struct timespec64 ts;
	int64_t left;

	if (!clock_sleep_until(clock, end, &left))
		return 0;
	if (rmtp) {
		ts = ns_to_timespec64(left);
		if (time32 ? put_old_timespec32(&ts, rmtp) : put_timespec64(&ts, rmtp))
			return -EFAULT;
	}
	current->restart = (struct restart_block){
		nanosleep_restart,
		{ [ARG_CLOCK] = clock, [ARG_END] = end, [ARG_RMTP] = rmtp, [ARG_TIME32] = time32 }
	};
	return -ERESTART_RESTARTBLOCK;
}

static long do_nanosleep(clockid_t clock, int flags, const struct timespec64 *ts, uaddr_t rmtp,
			 bool time32)
{
	int64_t ns = timespec64_to_ns(ts), now, end, left;

	if (clock_read(clock, &now))
		return -EINVAL;
	if (flags & TIMER_ABSTIME)
		return clock_sleep_until(clock, ns, &left) ? -ERESTARTNOHAND : 0;
	if (__builtin_add_overflow(now, ns, &end))
		end = INT64_MAX;
	/* Setting the wall clock does not change how long a relative sleep is. */
	if (clock == CLOCK_REALTIME || clock == CLOCK_TAI)
		return do_nanosleep(CLOCK_MONOTONIC, flags, ts, rmtp, time32);
	return sleep_restartable(clock, end, rmtp, time32);
}

static long nanosleep_with(uaddr_t rqtp, uaddr_t rmtp, bool time32)
{
	struct timespec64 ts;

	if (time32 ? get_old_timespec32(&ts, rqtp) : get_timespec64(&ts, rqtp))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	return do_nanosleep(CLOCK_MONOTONIC, 0, &ts, rmtp, time32);
}

/* Clocks without a sleep of their own: -EOPNOTSUPP, before anything is read. */
static int check_clock(clockid_t clock)
{
	switch (clock) {
	case CLOCK_REALTIME:
	case CLOCK_MONOTONIC:
	case CLOCK_PROCESS_CPUTIME_ID:
	case CLOCK_BOOTTIME:
	case CLOCK_TAI:
		return 0;
	case CLOCK_THREAD_CPUTIME_ID:
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_REALTIME_ALARM:
	case CLOCK_BOOTTIME_ALARM:
		return -EOPNOTSUPP;
	default:
		if (clock >= 0)
			return -EINVAL;
		return clock_is_fd(clock) ? -EOPNOTSUPP : 0;
	}
}

/* A thread that waits for its own CPU time would wait for ever. */
static bool is_own_thread_clock(clockid_t clock)
{
	pid_t pid = ~(clock >> 3);

	return clock < 0 && clock & 4 && (!pid || pid == current->pid);
}

static long clock_nanosleep_with(clockid_t clock, int flags, uaddr_t rqtp, uaddr_t rmtp,
				 bool time32)
{
	struct timespec64 ts;
	int err = check_clock(clock);

	if (err)
		return err;
	if (time32 ? get_old_timespec32(&ts, rqtp) : get_timespec64(&ts, rqtp))
		return -EFAULT;
	if (!timespec64_valid(&ts) || is_own_thread_clock(clock))
		return -EINVAL;
	return do_nanosleep(clock, flags, &ts, rmtp, time32);
}

SYSCALL_DEFINE2(nanosleep, utimespec_in_t, rqtp, utime_left_t, rmtp)
{
	return nanosleep_with(rqtp, rmtp, false);
}

SYSCALL_DEFINE2(nanosleep_time32, utimespec32_in_t, rqtp, utime_left32_t, rmtp)
{
	return nanosleep_with(rqtp, rmtp, true);
}

SYSCALL_DEFINE4(clock_nanosleep, clockid_t, which_clock, timerflags_t, flags, utimespec_in_t, rqtp,
		utime_left_t, rmtp)
{
	return clock_nanosleep_with(which_clock, flags, rqtp, rmtp, false);
}

SYSCALL_DEFINE4(clock_nanosleep_time32, clockid_t, which_clock, timerflags_t, flags,
		utimespec32_in_t, rqtp, utime_left32_t, rmtp)
{
	return clock_nanosleep_with(which_clock, flags, rqtp, rmtp, true);
}
