/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interval timers of a process: ITIMER_REAL on machine time; ITIMER_VIRTUAL, ITIMER_PROF and
 * RLIMIT_CPU on its CPU time. CPU time moves no faster than machine time, so that a timer on the
 * latter, set for what is missing, is never late: it looks, and is set again if it was early.
 */
#include "kernel/cputime.h"
#include "kernel/internal.h"
#include "kernel/slab.h"
#include "kernel/time.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/time.h"

#define CPU_CHECK_MIN_NS 50000 /* not sooner: the host's CPU clock is no finer than its wake-ups */

struct cpu_itimer {
	struct ktimer timer;
	struct itimers *owner;
	uint64_t expires, interval; /* CPU time, ns; expires 0: not armed */
	int signo;
};

struct itimers {
	struct signal_struct *signal; /* whose */
	struct ktimer real;
	uint64_t real_interval; /* ns; 0: one shot */
	struct cpu_itimer virt, prof;
	struct ktimer rlimit_cpu;
};

struct itimer {
	uint64_t interval, value; /* ns */
};

static void send_to_process(struct signal_struct *s, int sig)
{
	struct task *t = live_thread(s);

	if (t)
		send_sig_process(sig, t);
}

/* --- real --- */

/*
 * The period starts anew when the signal is taken, not here: a process that blocks SIGALRM costs
 * nothing, as in Linux.
 */
static void real_fired(struct ktimer *t)
{
	send_to_process(container_of(t, struct itimers, real)->signal, SIGALRM);
}

void itimer_real_dequeued(struct signal_struct *s)
{
	struct itimers *it = s->itimers;
	uint64_t now = ktime_get(), last;

	if (ktimer_armed(&it->real) || !it->real_interval)
		return;
	last = it->real.expires;
	if (last < now)
		last += (now - last) / it->real_interval * it->real_interval;
	ktimer_arm(&it->real, ktime_add_safe(last, it->real_interval));
}

static void get_real(const struct itimers *it, struct itimer *old)
{
	uint64_t now = ktime_get();

	old->interval = it->real_interval;
	old->value = 0;
	if (ktimer_armed(&it->real)) /* just about to fire: not quite nothing */
		old->value = it->real.expires > now ? it->real.expires - now : NSEC_PER_USEC;
}

static void set_real(struct itimers *it, const struct itimer *new)
{
	ktimer_cancel(&it->real);
	it->real_interval = new->value ? new->interval : 0;
	if (new->value)
		ktimer_arm(&it->real, ktime_add_safe(ktime_get(), new->value));
}

/* --- CPU time --- */

static uint64_t consumed(const struct cpu_itimer *t)
{
	struct cputime c = process_cputime(t->owner->signal);

	return t->signo == SIGVTALRM ? c.utime : c.utime + c.stime;
}

static void look_again_after(struct ktimer *t, uint64_t ns)
{
	ktimer_arm(t, ktime_get() + max(ns, (uint64_t)CPU_CHECK_MIN_NS));
}

static void cpu_fired(struct ktimer *timer)
{
	struct cpu_itimer *t = container_of(timer, struct cpu_itimer, timer);
	uint64_t now = consumed(t);

	if (now >= t->expires) {
		send_to_process(t->owner->signal, t->signo);
		t->expires = t->interval ? t->expires + t->interval : 0;
		if (!t->expires)
			return;
	}
	look_again_after(timer, t->expires > now ? t->expires - now : 0);
}

static void get_cpu(const struct cpu_itimer *t, struct itimer *old)
{
	uint64_t now = consumed(t);

	old->interval = t->interval;
	old->value = 0;
	if (t->expires)
		old->value = t->expires > now ? t->expires - now : NSEC_PER_USEC;
}

static void set_cpu(struct cpu_itimer *t, const struct itimer *new)
{
	ktimer_cancel(&t->timer);
	t->interval = new->interval;
	t->expires = 0;
	if (!new->value)
		return;
	if (__builtin_add_overflow(consumed(t), new->value, &t->expires))
		t->expires = UINT64_MAX;
	look_again_after(&t->timer, min(new->value, (uint64_t)INT64_MAX));
}

/*
 * At the soft limit SIGXCPU, a second of CPU time later again, at the hard limit SIGKILL. As in
 * Linux each SIGXCPU moves the soft limit on by its second.
 */
static void rlimit_cpu_fired(struct ktimer *timer)
{
	struct itimers *it = container_of(timer, struct itimers, rlimit_cpu);
	struct rlimit64 *r = &it->signal->rlim[RLIMIT_CPU];
	struct cputime c = process_cputime(it->signal);
	uint64_t seconds = (c.utime + c.stime) / NSEC_PER_SEC;

	if (seconds >= r->max) {
		send_to_process(it->signal, SIGKILL);
		return;
	}
	if (seconds >= r->cur) {
		send_to_process(it->signal, SIGXCPU);
		r->cur = seconds + 1;
	}
	rlimit_cpu_changed(it->signal);
}

void rlimit_cpu_changed(struct signal_struct *s)
{
	struct cputime c = process_cputime(s);
	uint64_t limit = min(s->rlim[RLIMIT_CPU].cur, s->rlim[RLIMIT_CPU].max);
	uint64_t now = c.utime + c.stime;

	ktimer_cancel(&s->itimers->rlimit_cpu);
	if (limit < INT64_MAX / NSEC_PER_SEC)
		look_again_after(&s->itimers->rlimit_cpu,
				 limit * NSEC_PER_SEC > now ? limit * NSEC_PER_SEC - now : 0);
}

/* --- objects --- */

static void cpu_itimer_init(struct cpu_itimer *t, struct itimers *owner, int signo)
{
	ktimer_init(&t->timer, cpu_fired);
	t->owner = owner;
	t->signo = signo;
}

struct itimers *itimers_create(struct signal_struct *s)
{
	struct itimers *it = kzalloc(sizeof(*it));

	if (!it)
		return NULL;
	it->signal = s;
	ktimer_init(&it->real, real_fired);
	ktimer_init(&it->rlimit_cpu, rlimit_cpu_fired);
	cpu_itimer_init(&it->virt, it, SIGVTALRM);
	cpu_itimer_init(&it->prof, it, SIGPROF);
	return it;
}

void itimers_stop(struct itimers *it)
{
	ktimer_cancel(&it->real);
	ktimer_cancel(&it->rlimit_cpu);
	ktimer_cancel(&it->virt.timer);
	ktimer_cancel(&it->prof.timer);
}

void itimers_free(struct itimers *it)
{
	itimers_stop(it);
	kfree(it);
}

/* --- system calls --- */

static int do_getitimer(int which, struct itimer *old)
{
	const struct itimers *it = current->signal->itimers;

	switch (which) {
	case ITIMER_REAL:
		get_real(it, old);
		return 0;
	case ITIMER_VIRTUAL:
		get_cpu(&it->virt, old);
		return 0;
	case ITIMER_PROF:
		get_cpu(&it->prof, old);
		return 0;
	default:
		return -EINVAL;
	}
}

static int do_setitimer(int which, const struct itimer *new, struct itimer *old)
{
	struct itimers *it = current->signal->itimers;
	int err = do_getitimer(which, old);

	if (err)
		return err;
	if (which == ITIMER_REAL)
		set_real(it, new);
	else
		set_cpu(which == ITIMER_VIRTUAL ? &it->virt : &it->prof, new);
	return 0;
}

static bool timeval_to_ns(uint64_t *ns, int64_t sec, int64_t usec)
{
	struct timespec64 ts;

	if (sec < 0 || usec < 0 || usec >= 1000000)
		return false;
	ts = (struct timespec64){ sec, usec * NSEC_PER_USEC };
	*ns = timespec64_to_ns(&ts);
	return true;
}

/* From an itimerval of the caller's layout; no address: zeroes. 0, -EFAULT, -EINVAL. */
static int get_itimerval(struct itimer *t, uaddr_t from)
{
	struct i386_itimerval k32;
	struct x64_itimerval k = { 0 };

	if (from && in_compat_syscall()) {
		if (copy_from_user(&k32, from, sizeof(k32)))
			return -EFAULT;
		k.interval = (struct x64_timeval){ k32.interval.tv_sec, k32.interval.tv_usec };
		k.value = (struct x64_timeval){ k32.value.tv_sec, k32.value.tv_usec };
	} else if (from && copy_from_user(&k, from, sizeof(k))) {
		return -EFAULT;
	}
	if (!timeval_to_ns(&t->value, k.value.tv_sec, k.value.tv_usec) ||
	    !timeval_to_ns(&t->interval, k.interval.tv_sec, k.interval.tv_usec))
		return -EINVAL;
	return 0;
}

static struct x64_timeval to_timeval(uint64_t ns)
{
	return (struct x64_timeval){ ns / NSEC_PER_SEC, ns % NSEC_PER_SEC / NSEC_PER_USEC };
}

static int put_itimerval(uaddr_t to, const struct itimer *t)
{
	struct x64_itimerval k = { to_timeval(t->interval), to_timeval(t->value) };
	struct i386_itimerval k32;

	if (!in_compat_syscall())
		return copy_to_user(to, &k, sizeof(k)) ? -EFAULT : 0;
	k32.interval = (struct i386_timeval){ k.interval.tv_sec, k.interval.tv_usec };
	k32.value = (struct i386_timeval){ k.value.tv_sec, k.value.tv_usec };
	return copy_to_user(to, &k32, sizeof(k32)) ? -EFAULT : 0;
}

static long getitimer_to(int which, uaddr_t value)
{
	struct itimer old;
	int err = do_getitimer(which, &old);

	return err ? err : put_itimerval(value, &old);
}

static long setitimer_from(int which, uaddr_t value, uaddr_t ovalue)
{
	struct itimer new, old;
	int err = get_itimerval(&new, value);

	if (!err)
		err = do_setitimer(which, &new, &old);
	if (err || !ovalue)
		return err;
	return put_itimerval(ovalue, &old);
}

SYSCALL_DEFINE2(getitimer, itimer_t, which, uitimerval_out_t, value)
{
	return getitimer_to(which, value);
}

COMPAT_SYSCALL_DEFINE2(getitimer, itimer_t, which, uitimerval_out_t, value)
{
	return getitimer_to(which, value);
}

SYSCALL_DEFINE3(setitimer, itimer_t, which, uitimerval_in_t, value, uitimerval_out_t, ovalue)
{
	return setitimer_from(which, value, ovalue);
}

COMPAT_SYSCALL_DEFINE3(setitimer, itimer_t, which, uitimerval_in_t, value, uitimerval_out_t, ovalue)
{
	return setitimer_from(which, value, ovalue);
}

/* Seconds that were left, rounded, but never 0 when there were any. */
SYSCALL_DEFINE1(alarm, uint_t, seconds)
{
	struct itimer new = { 0, (uint64_t)seconds * NSEC_PER_SEC }, old;
	uint64_t left, rest;

	do_setitimer(ITIMER_REAL, &new, &old);
	left = old.value / NSEC_PER_SEC;
	rest = old.value % NSEC_PER_SEC;
	return left + ((!left && rest) || rest >= NSEC_PER_SEC / 2);
}
