/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * adjtimex and clock_adjtime. The host's clock drives the machine's, and whether that one is
 * disciplined is the host's affair: the machine's own state can be read, and says "not
 * synchronised"; who may set the clock may step it (ADJ_SETOFFSET). Requests to slew are checked
 * and kept, and move nothing.
 */
#include <string.h>
#include "kernel/cred.h"
#include "kernel/posix_clocks.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/timex.h"

#define USEC_PER_SEC 1000000
#define TICK_USEC (1000000 / USER_HZ)
#define MAX_FREQ (500 << 16) /* scaled ppm */
#define NTP_PHASE_LIMIT 16000000 /* us */

/* timekeeping_validate_timex() */
static int check_timex(const struct linux_timex *t)
{
	if (t->modes & ADJ_ADJTIME) {
		if (!(t->modes & ADJ_OFFSET_SINGLESHOT))
			return -EINVAL;
		if (!(t->modes & ADJ_OFFSET_READONLY) && !capable(CAP_SYS_TIME))
			return -EPERM;
	} else {
		if (t->modes && !capable(CAP_SYS_TIME))
			return -EPERM;
		if (t->modes & ADJ_TICK &&
		    (t->tick < 900000 / USER_HZ || t->tick > 1100000 / USER_HZ))
			return -EINVAL;
	}
	if (t->modes & ADJ_SETOFFSET) {
		int64_t limit = t->modes & ADJ_NANO ? NSEC_PER_SEC : USEC_PER_SEC;

		if (!capable(CAP_SYS_TIME))
			return -EPERM;
		if (t->tv_usec < 0 || t->tv_usec >= limit)
			return -EINVAL;
	}
	if (t->modes & ADJ_FREQUENCY &&
	    (t->freq < INT64_MIN / 65536000 || t->freq > INT64_MAX / 65536000))
		return -EINVAL;
	return 0;
}

static int64_t clamped(int64_t v, int64_t limit)
{
	return v < -limit ? -limit : v > limit ? limit : v;
}

static void keep(struct ntp_state *n, const struct linux_timex *t)
{
	if (t->modes & ADJ_STATUS)
		n->status = (n->status & STA_RONLY) | (t->status & ~STA_RONLY);
	if (t->modes & ADJ_NANO)
		n->status |= STA_NANO;
	if (t->modes & ADJ_FREQUENCY)
		n->freq = clamped(t->freq, MAX_FREQ);
	if (t->modes & ADJ_MAXERROR)
		n->maxerror = clamped(t->maxerror, NTP_PHASE_LIMIT);
	if (t->modes & ADJ_ESTERROR)
		n->esterror = clamped(t->esterror, NTP_PHASE_LIMIT);
	if (t->modes & ADJ_TIMECONST)
		n->constant = t->constant < 0 ? 0 : min(t->constant, (int64_t)10);
	if (t->modes & ADJ_TAI && t->constant >= 0 && t->constant <= 100000)
		n->tai = t->constant;
	if (t->modes & ADJ_TICK)
		n->tick = t->tick;
}

static int step(const struct linux_timex *t)
{
	int64_t ns = t->tv_usec * (t->modes & ADJ_NANO ? 1 : NSEC_PER_USEC);
	struct timespec64 ts = ns_to_timespec64(ktime_get_real());

	if (__builtin_add_overflow(ts.tv_sec, t->tv_sec, &ts.tv_sec))
		return -EINVAL;
	ts.tv_nsec += ns;
	if (ts.tv_nsec >= NSEC_PER_SEC) {
		ts.tv_sec++;
		ts.tv_nsec -= NSEC_PER_SEC;
	}
	return do_settimeofday(&ts);
}

/* The state of the clock (TIME_ERROR: never synchronised) or a negative errno. */
static int do_adjtimex(struct linux_timex *t)
{
	struct ntp_state *n = &kernel->ntp;
	int err = check_timex(t);
	uint64_t now;

	if (!err && t->modes & ADJ_SETOFFSET)
		err = step(t);
	if (err)
		return err;
	if (!(t->modes & ADJ_ADJTIME))
		keep(n, t);
	now = ktime_get_real();
	*t = (struct linux_timex){
		.modes = t->modes,
		.freq = n->freq,
		.maxerror = n->maxerror,
		.esterror = n->esterror,
		.status = n->status,
		.constant = n->constant,
		.precision = 1,
		.tolerance = MAX_FREQ,
		.tv_sec = now / NSEC_PER_SEC,
		.tv_usec = now % NSEC_PER_SEC / (n->status & STA_NANO ? 1 : NSEC_PER_USEC),
		.tick = n->tick,
		.tai = n->tai,
	};
	return n->status & STA_UNSYNC ? TIME_ERROR : 0;
}

void ntp_init(struct kernel *k)
{
	k->ntp = (struct ntp_state){ .maxerror = NTP_PHASE_LIMIT, .esterror = NTP_PHASE_LIMIT,
				     .status = STA_UNSYNC, .constant = 2, .tick = TICK_USEC };
}

/* --- system calls --- */

static int get_timex(struct linux_timex *t, uaddr_t from)
{
	return copy_from_user(t, from, sizeof(*t)) ? -EFAULT : 0;
}

static int put_timex(uaddr_t to, const struct linux_timex *t)
{
	return copy_to_user(to, t, sizeof(*t)) ? -EFAULT : 0;
}

static int get_timex32(struct linux_timex *t, uaddr_t from)
{
	struct i386_timex k;

	if (copy_from_user(&k, from, sizeof(k)))
		return -EFAULT;
	*t = (struct linux_timex){
		.modes = k.modes, .offset = k.offset, .freq = k.freq, .maxerror = k.maxerror,
		.esterror = k.esterror, .status = k.status, .constant = k.constant,
		.tv_sec = k.tv_sec, .tv_usec = k.tv_usec, .tick = k.tick, .tai = k.tai,
	};
	return 0;
}

static int put_timex32(uaddr_t to, const struct linux_timex *t)
{
	struct i386_timex k = {
		.modes = t->modes, .offset = t->offset, .freq = t->freq, .maxerror = t->maxerror,
		.esterror = t->esterror, .status = t->status, .constant = t->constant,
		.precision = t->precision, .tolerance = t->tolerance, .tv_sec = t->tv_sec,
		.tv_usec = t->tv_usec, .tick = t->tick, .tai = t->tai,
	};

	return copy_to_user(to, &k, sizeof(k)) ? -EFAULT : 0;
}

/* Only CLOCK_REALTIME can be adjusted; those of descriptors could be, too, if there were any. */
static int check_clock(clockid_t clock)
{
	int64_t now;

	if (clock == CLOCK_REALTIME)
		return 0;
	if (clock >= 0 && clock != CLOCK_REALTIME_ALARM && clock != CLOCK_BOOTTIME_ALARM &&
	    clock_read(clock, &now))
		return -EINVAL;
	return clock_is_fd(clock) ? -EINVAL : -EOPNOTSUPP;
}

static long adjust_clock(clockid_t clock, uaddr_t utx, int (*get)(struct linux_timex *, uaddr_t),
			 int (*put)(uaddr_t, const struct linux_timex *))
{
	struct linux_timex t;
	int r;

	if (get(&t, utx))
		return -EFAULT; /* whichever clock it is */
	r = check_clock(clock);
	if (!r)
		r = do_adjtimex(&t);
	return r < 0 ? r : put(utx, &t) ? -EFAULT : r;
}

SYSCALL_DEFINE1(adjtimex, utimex_inout_t, txc_p)
{
	return adjust_clock(CLOCK_REALTIME, txc_p, get_timex, put_timex);
}

SYSCALL_DEFINE1(adjtimex_time32, utimex32_inout_t, txc_p)
{
	return adjust_clock(CLOCK_REALTIME, txc_p, get_timex32, put_timex32);
}

SYSCALL_DEFINE2(clock_adjtime, clockid_t, which_clock, utimex_inout_t, utx)
{
	return adjust_clock(which_clock, utx, get_timex, put_timex);
}

SYSCALL_DEFINE2(clock_adjtime32, clockid_t, which_clock, utimex32_inout_t, utx)
{
	return adjust_clock(which_clock, utx, get_timex32, put_timex32);
}
