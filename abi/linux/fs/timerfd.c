/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * timerfd: a timer whose expirations are read from a descriptor. A period starts anew when it is
 * read or asked, so that a timer nobody reads costs nothing.
 */
#include "fs/fs.h"

#include "kernel/cred.h"
#include "kernel/posix_clocks.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uapi/ioctl.h"
#include "uapi/time.h"

#define TFD_CLOEXEC O_CLOEXEC
#define TFD_NONBLOCK O_NONBLOCK
#define TFD_TIMER_ABSTIME 1
#define TFD_TIMER_CANCEL_ON_SET 2
#define TFD_SETTIME_FLAGS (TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET)

struct timerfd {
	struct list_head node; /* of kernel.timerfds */
	struct ktimer timer;
	struct wait_queue_head wait;
	clockid_t clock;	   /* as it was created */
	clockid_t base;		   /* whose time expires is in: relative ends follow no wall clock */
	int64_t expires, interval; /* ns; interval 0: one shot */
	bool armed;		   /* expires means something */
	bool expired;		   /* and is past: a period waits to be read */
	uint64_t ticks;
	unsigned settime_flags;
	bool might_cancel, clock_was_set; /* TFD_TIMER_CANCEL_ON_SET, and it was */
};

/* --- running --- */

static int64_t base_now(const struct timerfd *t)
{
	int64_t now = 0;

	clock_read(t->base, &now);
	return now;
}

static void start(struct timerfd *t)
{
	ktimer_arm(&t->timer, clock_to_ktime(t->base, t->expires));
}

static void timer_fired(struct ktimer *timer)
{
	struct timerfd *t = container_of(timer, struct timerfd, timer);

	t->expired = true;
	t->ticks++;
	wake_up_poll(&t->wait, EPOLLIN);
}

/* Its end may be past although the machine has not come round to its timers. */
static void catch_up(struct timerfd *t)
{
	if (ktimer_armed(&t->timer) && t->timer.expires <= ktime_get()) {
		ktimer_cancel(&t->timer);
		timer_fired(&t->timer);
	}
}

/* To the first end after now; how many were passed. */
static uint64_t forward(struct timerfd *t)
{
	int64_t now = base_now(t);
	uint64_t passed;

	if (t->expires > now)
		return 0;
	passed = (uint64_t)(now - t->expires) / (uint64_t)t->interval + 1;
	t->expires = ktime_add_safe(t->expires + (int64_t)(passed - 1) * t->interval, t->interval);
	return passed;
}

/* A period that has ended goes on; what was missed counts. */
static void go_on(struct timerfd *t)
{
	if (t->expired && t->interval) {
		t->ticks += forward(t) - 1;
		start(t);
	}
	t->expired = false;
}

/* One that is about to fire has something left: nothing means that it is not armed. */
static int64_t remaining(const struct timerfd *t)
{
	int64_t least = ktimer_armed(&t->timer);

	return t->armed ? max(t->expires - base_now(t), least) : 0;
}

/* Tells the holder once that the clock was set. */
static bool canceled(struct timerfd *t)
{
	bool was = t->might_cancel && t->clock_was_set;

	if (was)
		t->clock_was_set = false;
	return was;
}

void timerfd_clock_was_set(void)
{
	struct timerfd *t;

	list_for_each_entry(t, &kernel->timerfds, node) {
		if (ktimer_armed(&t->timer))
			start(t);
		if (!t->might_cancel)
			continue;
		t->clock_was_set = true;
		t->ticks++;
		wake_up_poll(&t->wait, EPOLLIN);
	}
}

/* --- the file --- */

/* May sleep. */
static int64_t timerfd_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct timerfd *t = f->priv;
	uint64_t ticks;
	int err = 0;

	if (to->count < sizeof(ticks))
		return -EINVAL;
	catch_up(t);
	if (!t->ticks)
		err = f->flags & O_NONBLOCK || to->rwf & RWF_NOWAIT ?
			      -EAGAIN :
			      wait_event_interruptible(&t->wait, t->ticks);
	if (canceled(t)) { /* the holder has to think again: the period does not go on */
		t->ticks = 0;
		t->expired = false;
		return -ECANCELED;
	}
	if (!t->ticks)
		return err;
	go_on(t);
	ticks = t->ticks;
	t->ticks = 0;
	return copy_to_iter(&ticks, sizeof(ticks), to) == sizeof(ticks) ? (int64_t)sizeof(ticks)
									: -EFAULT;
}

static unsigned timerfd_poll(struct file *f, struct poll_table *pt)
{
	struct timerfd *t = f->priv;

	catch_up(t);
	poll_wait(f, &t->wait, pt);
	return t->ticks ? EPOLLIN : 0;
}

static long timerfd_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct timerfd *t = f->priv;
	uint64_t ticks;

	if (cmd != TFD_IOC_SET_TICKS || in_compat_syscall()) /* Linux has no compat form */
		return -ENOIOCTLCMD;
	if (copy_from_user(&ticks, arg, sizeof(ticks)))
		return -EFAULT;
	if (!ticks)
		return -EINVAL;
	if (canceled(t))
		return -ECANCELED;
	t->ticks = ticks;
	wake_up_poll(&t->wait, EPOLLIN);
	return 0;
}

static loff_t timerfd_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

static void timerfd_release(struct file *f)
{
	struct timerfd *t = f->priv;

	ktimer_cancel(&t->timer);
	list_del(&t->node);
	kfree(t);
}

static void timerfd_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct timerfd *t = f->priv;
	struct timespec64 value = ns_to_timespec64(remaining(t));
	struct timespec64 interval = ns_to_timespec64(t->interval);

	seq_printf(out,
		   "clockid: %d\nticks: %llu\nsettime flags: 0%o\nit_value: (%llu, %llu)\n"
		   "it_interval: (%llu, %llu)\n",
		   t->clock, (unsigned long long)t->ticks, t->settime_flags,
		   (unsigned long long)value.tv_sec, (unsigned long long)value.tv_nsec,
		   (unsigned long long)interval.tv_sec, (unsigned long long)interval.tv_nsec);
}

static const struct file_ops timerfd_ops = {
	.read = timerfd_read,
	.llseek = timerfd_llseek,
	.poll = timerfd_poll,
	.ioctl = timerfd_ioctl,
	.release = timerfd_release,
	.show_fdinfo = timerfd_show_fdinfo,
};

/* --- creating --- */

static bool is_alarm(clockid_t clock)
{
	return clock == CLOCK_REALTIME_ALARM || clock == CLOCK_BOOTTIME_ALARM;
}

static struct timerfd *timerfd_alloc(clockid_t clock)
{
	struct timerfd *t = kzalloc(sizeof(*t));

	if (!t)
		return NULL;
	t->clock = t->base = clock;
	ktimer_init(&t->timer, timer_fired);
	init_waitqueue_head(&t->wait);
	list_add_tail(&t->node, &kernel->timerfds);
	return t;
}

static int check_create(clockid_t clock, unsigned flags)
{
	if (flags & ~(TFD_CLOEXEC | TFD_NONBLOCK) ||
	    (clock != CLOCK_MONOTONIC && clock != CLOCK_REALTIME && clock != CLOCK_BOOTTIME &&
	     !is_alarm(clock)))
		return -EINVAL;
	return is_alarm(clock) && !capable(CAP_WAKE_ALARM) ? -EPERM : 0;
}

SYSCALL_DEFINE2(timerfd_create, clockid_t, clockid, timerfd_flags_t, flags)
{
	struct timerfd *t;
	int fd, err;

	err = check_create(clockid, flags);
	if (err)
		return err;
	t = timerfd_alloc(clockid);
	if (!t)
		return -ENOMEM;
	fd = anon_fd("[timerfd]", &timerfd_ops, t, O_RDWR | flags);
	if (fd < 0) {
		list_del(&t->node);
		kfree(t);
	}
	return fd;
}

/* --- setting and asking --- */

struct setting {
	struct timespec64 interval, value;
};

/* f is to be dropped in any case. */
static int timerfd_of(struct file *f, struct timerfd **t)
{
	if (!f)
		return -EBADF;
	*t = f->priv;
	return f->op == &timerfd_ops ? 0 : -EINVAL;
}

static void get_setting(const struct timerfd *t, struct setting *s)
{
	s->value = ns_to_timespec64(remaining(t));
	s->interval = ns_to_timespec64(t->interval);
}

/* Which clock an end is measured by: relative ones do not move when the wall clock is set. */
static clockid_t base_of(const struct timerfd *t, bool absolute)
{
	bool wall = t->clock == CLOCK_REALTIME || t->clock == CLOCK_REALTIME_ALARM;

	return wall && absolute ? CLOCK_REALTIME : CLOCK_MONOTONIC;
}

static void set_cancel(struct timerfd *t, unsigned flags)
{
	bool was = t->might_cancel;

	t->might_cancel = flags == TFD_SETTIME_FLAGS &&
			  (t->clock == CLOCK_REALTIME || t->clock == CLOCK_REALTIME_ALARM);
	if (!was)
		t->clock_was_set = false;
}

static int set_timer(struct timerfd *t, const struct setting *s, unsigned flags)
{
	int64_t value = timespec64_to_ns(&s->value);
	bool absolute = flags & TFD_TIMER_ABSTIME;

	t->expired = false;
	t->ticks = 0;
	t->interval = timespec64_to_ns(&s->interval);
	t->base = base_of(t, absolute);
	t->armed = value;
	if (value) {
		t->expires = absolute ? value : ktime_add_safe(base_now(t), value);
		start(t);
		if (canceled(t))
			return -ECANCELED;
	}
	t->settime_flags = flags;
	return 0;
}

static long do_timerfd_settime(fd_t ufd, unsigned flags, const struct setting *new,
			       struct setting *old)
{
	auto_file *f = file_get(ufd);
	struct timerfd *t;
	int err;

	if (flags & ~TFD_SETTIME_FLAGS || !timespec64_valid(&new->interval) ||
	    !timespec64_valid(&new->value))
		return -EINVAL;
	err = timerfd_of(f, &t);
	if (err)
		return err;
	if (is_alarm(t->clock) && !capable(CAP_WAKE_ALARM))
		return -EPERM;
	catch_up(t);
	set_cancel(t, flags);
	ktimer_cancel(&t->timer);
	if (t->expired && t->interval)
		forward(t);
	get_setting(t, old);
	return set_timer(t, new, flags);
}

static long do_timerfd_gettime(fd_t ufd, struct setting *s)
{
	auto_file *f = file_get(ufd);
	struct timerfd *t;
	int err = timerfd_of(f, &t);

	if (err)
		return err;
	catch_up(t);
	if (t->interval)
		go_on(t);
	get_setting(t, s);
	return 0;
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

static long settime_with(fd_t ufd, unsigned flags, uaddr_t utmr, uaddr_t otmr, bool time32)
{
	struct setting new, old;
	long err;

	if (get_spec(&new, utmr, time32))
		return -EFAULT;
	err = do_timerfd_settime(ufd, flags, &new, &old);
	return err || !otmr ? err : put_spec(otmr, &old, time32);
}

static long gettime_with(fd_t ufd, uaddr_t otmr, bool time32)
{
	struct setting s;
	long err = do_timerfd_gettime(ufd, &s);

	return err ? err : put_spec(otmr, &s, time32);
}

SYSCALL_DEFINE4(timerfd_settime, fd_t, ufd, timerfd_flags_t, flags, uitimerspec_in_t, utmr,
		uitimerspec_out_t, otmr)
{
	return settime_with(ufd, flags, utmr, otmr, false);
}

SYSCALL_DEFINE4(timerfd_settime32, fd_t, ufd, timerfd_flags_t, flags, uitimerspec32_in_t, utmr,
		uitimerspec32_out_t, otmr)
{
	return settime_with(ufd, flags, utmr, otmr, true);
}

SYSCALL_DEFINE2(timerfd_gettime, fd_t, ufd, uitimerspec_out_t, otmr)
{
	return gettime_with(ufd, otmr, false);
}

SYSCALL_DEFINE2(timerfd_gettime32, fd_t, ufd, uitimerspec32_out_t, otmr)
{
	return gettime_with(ufd, otmr, true);
}
