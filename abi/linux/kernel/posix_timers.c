/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * POSIX timers. A timer owns its queue entry: while its signal is pending it does not run, and it
 * starts again when the signal is taken; what it would have sent meanwhile is its overrun. Timers on
 * machine time keep their end in it, those on CPU time in CPU time (itimer.c says how these are
 * driven).
 */
#include <string.h>
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/posix_clocks.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/signal.h"
#include "uapi/time.h"

#define CPU_CHECK_MIN_NS 50000
#define NO_OVERRUN (-1) /* the first end after the signal is none */

struct posix_timer {
	struct list_head node; /* of signal_struct.posix_timers; empty once deleted */
	struct signal_struct *signal;
	int id;
	clockid_t clock; /* whose time expires is in: relative ends do not move with a wall clock */
	clockid_t created_for;
	struct pid *owner; /* of a CPU clock: a reference; without a task, it has ended */
	int notify;
	pid_t tid; /* SIGEV_THREAD_ID: whom */
	struct ktimer timer;
	int64_t expires, interval; /* ns of the clock */
	bool active;		   /* expires means something */
	bool rearm;		   /* a period waits for its signal to be taken */
	bool deleted;		   /* only its pending signal keeps it */
	int64_t overrun, overrun_last;
	struct sigqueue q;
};

/* --- running --- */

/* Who would have to run for its time to come is gone: it never will. ring3 itself has no task. */
static bool is_over(const struct posix_timer *t)
{
	return t->owner && !t->owner->task && !is_own_pid(t->owner->nr);
}

/* Called outside of tasks, too. */
static int64_t clock_now(const struct posix_timer *t)
{
	int64_t now = 0;

	if (!t->owner)
		clock_read(t->clock, &now);
	else if (t->owner->task)
		now = cpu_clock_of(t->clock, t->owner->task);
	return now;
}

static void start(struct posix_timer *t)
{
	uint64_t end;

	if (clock_is_cpu(t->clock)) {
		int64_t now = clock_now(t), left = t->expires > now ? t->expires - now : 0;

		end = ktime_get() + max(left, (int64_t)CPU_CHECK_MIN_NS);
	} else {
		end = clock_to_ktime(t->clock, t->expires);
	}
	ktimer_arm(&t->timer, end);
}

/* To the first end after now; how many were passed. */
static int64_t forward(struct posix_timer *t, int64_t now)
{
	int64_t passed;

	if (t->expires > now)
		return 0;
	passed = (now - t->expires) / t->interval + 1;
	t->expires = ktime_add_safe(t->expires + (passed - 1) * t->interval, t->interval);
	return passed;
}

static struct task *target_of(const struct posix_timer *t)
{
	struct task *p;

	if (!(t->notify & SIGEV_THREAD_ID))
		return live_thread(t->signal);
	p = find_task(t->tid);
	return p && p->signal == t->signal ? p : NULL;
}

static void send(struct posix_timer *t)
{
	struct task *to = target_of(t);

	if (!to)
		return;
	if (!send_sigqueue(&t->q, to, !(t->notify & SIGEV_THREAD_ID))) {
		t->q.info.overrun++; /* set anew while its last signal is pending still */
		return;
	}
	if (t->q.on) {
		t->rearm = t->interval;
		return;
	}
	/* Ignored: it goes on, for the case that somebody listens later, but not every nanosecond. */
	if (t->interval) {
		forward(t, clock_now(t) + TICK_NSEC);
		t->active = true;
		start(t);
	}
}

static void timer_fired(struct ktimer *timer)
{
	struct posix_timer *t = container_of(timer, struct posix_timer, timer);

	if (is_over(t)) {
		t->active = false;
		return;
	}
	if (clock_is_cpu(t->clock) && clock_now(t) < t->expires) {
		start(t); /* too early: the process did not run all the time */
		return;
	}
	t->active = false;
	t->q.info.overrun = 0;
	send(t);
}

static void timer_free(struct posix_timer *t)
{
	sig_user_uncharge(t->q.charged);
	if (t->owner)
		put_pid(t->owner);
	kfree(t);
}

/* The signal is taken (info: as the program will see it), or thrown away (NULL). */
static void signal_dequeued(struct sigqueue *q, struct ksiginfo *info)
{
	struct posix_timer *t = container_of(q, struct posix_timer, q);

	if (t->deleted) {
		timer_free(t);
		return;
	}
	if (!t->rearm)
		return;
	t->rearm = false;
	t->overrun += forward(t, clock_now(t)); /* and what timer_gettime has found before */
	t->overrun_last = max(t->overrun, (int64_t)0);
	t->overrun = NO_OVERRUN;
	if (info)
		info->overrun = min(t->overrun_last + info->overrun, (int64_t)INT32_MAX);
	t->active = true;
	start(t);
}

static void disarm(struct posix_timer *t)
{
	ktimer_cancel(&t->timer);
	t->active = t->rearm = false;
}

/* A pending signal stays to be delivered, and keeps the timer until then. */
static void timer_remove(struct posix_timer *t)
{
	disarm(t);
	list_del(&t->node);
	t->deleted = true;
	if (!t->q.on)
		timer_free(t);
}

void posix_timers_exit(struct signal_struct *s)
{
	while (!list_empty(&s->posix_timers)) {
		struct posix_timer *t = list_first_entry(&s->posix_timers, struct posix_timer, node);

		t->deleted = true;
		list_del(&t->node);
		disarm(t);
		if (t->q.on)
			sigqueue_cancel(&t->q); /* frees it */
		else
			timer_free(t);
	}
}

void posix_timers_clock_was_set(void)
{
	struct posix_timer *t;
	struct task *p;

	for_each_process(p)
		list_for_each_entry(t, &p->signal->posix_timers, node)
			if (ktimer_armed(&t->timer) && !clock_is_cpu(t->clock))
				start(t);
}

/* --- creating --- */

static int check_clock(clockid_t clock)
{
	int64_t now;

	switch (clock) {
	case CLOCK_MONOTONIC_RAW:
	case CLOCK_REALTIME_COARSE:
	case CLOCK_MONOTONIC_COARSE:
	case CLOCK_REALTIME_ALARM: /* no device to wake the machine */
	case CLOCK_BOOTTIME_ALARM:
		return -EOPNOTSUPP;
	default:
		if (clock_is_fd(clock))
			return -EOPNOTSUPP;
		return clock_read(clock, &now);
	}
}

struct event {
	uint64_t value;
	int signo, notify;
	pid_t tid;
};

static int get_event(struct event *e, uaddr_t from)
{
	struct i386_sigevent k32;
	struct x64_sigevent k;

	if (!in_compat_syscall()) {
		if (copy_from_user(&k, from, sizeof(k)))
			return -EFAULT;
		*e = (struct event){ k.value, k.signo, k.notify, k.tid };
		return 0;
	}
	/* i386's is read up to where it says anything */
	if (copy_from_user(&k32, from, offsetof(struct i386_sigevent, pad)))
		return -EFAULT;
	*e = (struct event){ k32.value, k32.signo, k32.notify, k32.tid };
	return 0;
}

static bool good_event(const struct event *e)
{
	const struct task *t;

	switch (e->notify) {
	case SIGEV_SIGNAL | SIGEV_THREAD_ID:
		t = find_task(e->tid);
		if (!t || t->signal != current->signal)
			return false;
		break;
	case SIGEV_SIGNAL:
	case SIGEV_THREAD:
		break;
	case SIGEV_NONE:
		return true;
	default:
		return false;
	}
	return e->signo > 0 && e->signo <= NSIG;
}

static struct posix_timer *timer_find(int id)
{
	struct posix_timer *t;

	list_for_each_entry(t, &current->signal->posix_timers, node)
		if (t->id == id)
			return t;
	return NULL;
}

/* Ids count up, over those that are in use. */
static int new_id(void)
{
	struct signal_struct *s = current->signal;
	int id;

	do {
		id = s->next_timer_id;
		s->next_timer_id = (id + 1) & INT32_MAX;
	} while (timer_find(id));
	return id;
}

static struct posix_timer *timer_alloc(clockid_t clock)
{
	struct signal_struct *s = current->signal;
	struct sig_user *user = sig_user_charge(current->cred->uid,
						s->rlim[RLIMIT_SIGPENDING].cur);
	struct posix_timer *t = user ? kzalloc(sizeof(*t)) : NULL;

	if (!t) {
		if (user)
			sig_user_uncharge(user);
		return NULL;
	}
	t->q.charged = user;
	t->signal = s;
	t->clock = t->created_for = clock;
	ktimer_init(&t->timer, timer_fired);
	list_init(&t->q.node);
	t->q.dequeued = signal_dequeued;
	return t;
}

static long do_timer_create(clockid_t clock, uaddr_t spec, uaddr_t created)
{
	struct event e = { .notify = SIGEV_SIGNAL, .signo = SIGALRM };
	struct pid *owner = NULL;
	struct posix_timer *t;
	int err = spec ? get_event(&e, spec) : 0;

	if (!err)
		err = check_clock(clock);
	if (!err && clock_is_cpu(clock)) {
		owner = cpu_clock_owner(clock);
		err = owner ? 0 : -EINVAL;
	}
	if (err)
		return err;
	t = timer_alloc(clock);
	if (!t)
		return -EAGAIN;
	t->owner = owner ? get_pid(owner) : NULL;
	t->id = new_id();
	if (!spec)
		e.value = t->id;
	err = -EINVAL;
	if (!good_event(&e))
		goto free;
	t->notify = e.notify;
	t->tid = e.tid;
	t->q.info = (struct ksiginfo){ .signo = e.signo, .code = SI_TIMER, .timerid = t->id,
				       .value = e.value };
	err = -EFAULT;
	if (put_user((int32_t)t->id, created))
		goto free;
	list_add_tail(&t->node, &current->signal->posix_timers);
	return 0;

free:
	timer_free(t);
	return err;
}

SYSCALL_DEFINE3(timer_create, clockid_t, which_clock, usigevent_in_t, timer_event_spec,
		uint_out_t, created_timer_id)
{
	return do_timer_create(which_clock, timer_event_spec, created_timer_id);
}

COMPAT_SYSCALL_DEFINE3(timer_create, clockid_t, which_clock, usigevent_in_t, timer_event_spec,
		       uint_out_t, created_timer_id)
{
	return do_timer_create(which_clock, timer_event_spec, created_timer_id);
}

/* --- setting and asking --- */

struct setting {
	struct timespec64 interval, value;
};

static bool is_silent(const struct posix_timer *t)
{
	return t->notify == SIGEV_NONE;
}

static void get_setting(struct posix_timer *t, struct setting *s)
{
	int64_t now, left;

	memset(s, 0, sizeof(*s));
	if (is_over(t))
		return;
	s->interval = ns_to_timespec64(t->interval);
	/* One without a signal tells its last end even when stopped: as in Linux. */
	if (!t->interval && !t->active && (!is_silent(t) || clock_is_cpu(t->clock)))
		return;
	now = clock_now(t);
	if (t->interval && (t->rearm || is_silent(t)))
		t->overrun += forward(t, now);
	left = t->expires - now;
	if (left > 0)
		s->value = ns_to_timespec64(left);
	else if (!is_silent(t))
		s->value.tv_nsec = 1; /* just about to fire */
}

static void set_timer(struct posix_timer *t, const struct setting *s, bool absolute)
{
	int64_t value = timespec64_to_ns(&s->value);

	disarm(t);
	t->interval = 0;
	t->overrun = NO_OVERRUN;
	t->overrun_last = 0;
	if (!value)
		return;
	t->interval = timespec64_to_ns(&s->interval);
	t->clock = t->created_for;
	if (!absolute && (t->clock == CLOCK_REALTIME || t->clock == CLOCK_TAI))
		t->clock = CLOCK_MONOTONIC;
	t->expires = value;
	if (!absolute)
		t->expires = ktime_add_safe(clock_now(t), value);
	t->active = true;
	if (is_silent(t))
		return;
	start(t);
	if (ktimer_next() <= ktime_get())
		ktimer_run(); /* a time long past: the signal is there before the call returns */
}

static int get_spec(struct setting *s, uaddr_t from, bool time32)
{
	size_t size = time32 ? sizeof(struct i386_timespec) : sizeof(struct linux_timespec);
	int (*get)(struct timespec64 *, uaddr_t) = time32 ? get_old_timespec32 : get_timespec64;

	return get(&s->interval, from) || get(&s->value, from + size) ? -EFAULT : 0;
}

static int put_spec(uaddr_t to, const struct setting *s, bool time32)
{
	size_t size = time32 ? sizeof(struct i386_timespec) : sizeof(struct linux_timespec);
	int (*put)(const struct timespec64 *, uaddr_t) = time32 ? put_old_timespec32
								: put_timespec64;

	return put(&s->interval, to) || put(&s->value, to + size) ? -EFAULT : 0;
}

static long do_timer_settime(int id, int flags, uaddr_t new_setting, uaddr_t old_setting,
			     bool time32)
{
	struct setting new, old;
	struct posix_timer *t;

	if (!new_setting)
		return -EINVAL;
	if (get_spec(&new, new_setting, time32))
		return -EFAULT;
	if (!timespec64_valid(&new.interval) || !timespec64_valid(&new.value))
		return -EINVAL;
	t = timer_find(id);
	if (!t)
		return -EINVAL;
	if (is_over(t))
		return -ESRCH;
	get_setting(t, &old);
	set_timer(t, &new, flags & TIMER_ABSTIME);
	return old_setting ? put_spec(old_setting, &old, time32) : 0;
}

SYSCALL_DEFINE4(timer_settime, timerid_t, timer_id, timerflags_t, flags,
		uitimerspec_in_t, new_setting, uitimerspec_out_t, old_setting)
{
	return do_timer_settime(timer_id, flags, new_setting, old_setting, false);
}

SYSCALL_DEFINE4(timer_settime32, timerid_t, timer_id, timerflags_t, flags,
		uitimerspec32_in_t, new_setting, uitimerspec32_out_t, old_setting)
{
	return do_timer_settime(timer_id, flags, new_setting, old_setting, true);
}

static long do_timer_gettime(int id, uaddr_t setting, bool time32)
{
	struct posix_timer *t = timer_find(id);
	struct setting s;

	if (!t)
		return -EINVAL;
	get_setting(t, &s);
	return put_spec(setting, &s, time32);
}

SYSCALL_DEFINE2(timer_gettime, timerid_t, timer_id, uitimerspec_out_t, setting)
{
	return do_timer_gettime(timer_id, setting, false);
}

SYSCALL_DEFINE2(timer_gettime32, timerid_t, timer_id, uitimerspec32_out_t, setting)
{
	return do_timer_gettime(timer_id, setting, true);
}

SYSCALL_DEFINE1(timer_getoverrun, timerid_t, timer_id)
{
	const struct posix_timer *t = timer_find(timer_id);

	return t ? (long)min(t->overrun_last, (int64_t)INT32_MAX) : -EINVAL;
}

SYSCALL_DEFINE1(timer_delete, timerid_t, timer_id)
{
	struct posix_timer *t = timer_find(timer_id);

	if (!t)
		return -EINVAL;
	timer_remove(t);
	return 0;
}
