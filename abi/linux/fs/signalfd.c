/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * signalfd: pending signals of whoever reads, by a mask. The descriptor belongs to nobody: after a
 * fork each process reads its own signals from it.
 */
#include "fs/fs.h"

#include "kernel/signal.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uapi/signalfd.h"

#define SFD_CLOEXEC O_CLOEXEC
#define SFD_NONBLOCK O_NONBLOCK

struct signalfd {
	struct sigset64 not_for_us; /* the mask's complement, as dequeue_signal wants it */
};

/* May sleep. The signal, -EAGAIN or -ERESTARTSYS. */
static int signalfd_dequeue(const struct signalfd *s, struct ksiginfo *info, bool nonblock)
{
	int sig = dequeue_signal(&s->not_for_us, info), err;

	while (!sig && !nonblock) {
		err = wait_event_interruptible(&current->sighand->signalfd_wqh,
					       signal_due(&s->not_for_us));
		if (err)
			return err;
		sig = dequeue_signal(&s->not_for_us, info); /* another thread may have been faster */
	}
	return sig ? sig : -EAGAIN;
}

/* As many signals as there is room for; only the first is waited for. May sleep. */
static int64_t signalfd_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	bool nonblock = f->flags & O_NONBLOCK || to->rwf & RWF_NOWAIT;
	const struct signalfd *s = f->priv;
	struct signalfd_siginfo k;
	size_t room = to->count / sizeof(k);
	struct ksiginfo info;
	int64_t done = 0;
	int sig = 0;

	if (!room)
		return -EINVAL;
	for (; room; room--, nonblock = true) {
		sig = signalfd_dequeue(s, &info, nonblock);
		if (sig < 0)
			break;
		pack_signalfd_siginfo(&k, &info);
		if (copy_to_iter(&k, sizeof(k), to) != sizeof(k)) {
			sig = -EFAULT; /* and the signal is lost, as in Linux */
			break;
		}
		done += sizeof(k);
	}
	return done ? done : sig;
}

static unsigned signalfd_poll(struct file *f, struct poll_table *pt)
{
	const struct signalfd *s = f->priv;

	poll_wait(f, &current->sighand->signalfd_wqh, pt);
	return signal_due(&s->not_for_us) ? EPOLLIN : 0;
}

static loff_t signalfd_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

static void signalfd_release(struct file *f)
{
	kfree(f->priv);
}

static void signalfd_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct signalfd *s = f->priv;

	seq_printf(out, "sigmask:\t%016llx\n", (unsigned long long)~s->not_for_us.bits);
}

static const struct file_ops signalfd_ops = {
	.read = signalfd_read,
	.llseek = signalfd_llseek,
	.poll = signalfd_poll,
	.release = signalfd_release,
	.show_fdinfo = signalfd_show_fdinfo,
};

static int create(struct sigset64 not_for_us, unsigned flags)
{
	struct signalfd *s = kmalloc(sizeof(*s));
	int fd;

	if (!s)
		return -ENOMEM;
	s->not_for_us = not_for_us;
	fd = anon_fd("[signalfd]", &signalfd_ops, s, O_RDWR | flags);
	if (fd < 0)
		kfree(s);
	return fd;
}

static int change(fd_t fd, struct sigset64 not_for_us)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	if (f->op != &signalfd_ops)
		return -EINVAL;
	((struct signalfd *)f->priv)->not_for_us = not_for_us;
	wake_up_all(&current->sighand->signalfd_wqh);
	return fd;
}

static long do_signalfd(fd_t fd, uaddr_t umask, uint64_t size, unsigned flags)
{
	struct sigset64 mask;

	if (size != sizeof(mask))
		return -EINVAL;
	if (copy_from_user(&mask, umask, sizeof(mask)))
		return -EFAULT;
	if (flags & ~(SFD_CLOEXEC | SFD_NONBLOCK))
		return -EINVAL;
	mask.bits = ~mask.bits | sigmask(SIGKILL) | sigmask(SIGSTOP);
	return fd == -1 ? create(mask, flags) : change(fd, mask);
}

SYSCALL_DEFINE3(signalfd, fd_t, ufd, usigset_in_t, user_mask, usize_t, sizemask)
{
	return do_signalfd(ufd, user_mask, sizemask, 0);
}

COMPAT_SYSCALL_DEFINE3(signalfd, fd_t, ufd, usigset_in_t, user_mask, usize_t, sizemask)
{
	return do_signalfd(ufd, user_mask, sizemask, 0);
}

SYSCALL_DEFINE4(signalfd4, fd_t, ufd, usigset_in_t, user_mask, usize_t, sizemask, signalfd_flags_t, flags)
{
	return do_signalfd(ufd, user_mask, sizemask, flags);
}

COMPAT_SYSCALL_DEFINE4(signalfd4, fd_t, ufd, usigset_in_t, user_mask, usize_t, sizemask,
		       signalfd_flags_t, flags)
{
	return do_signalfd(ufd, user_mask, sizemask, flags);
}
