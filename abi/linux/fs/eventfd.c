/* SPDX-License-Identifier: GPL-2.0-or-later */
/* eventfd: a 64-bit counter behind a descriptor; write adds, read takes all of it, or one. */
#include "fs/fs.h"

#include "kernel/slab.h"
#include "syscall.h"

#define EFD_SEMAPHORE 1
#define EFD_CLOEXEC O_CLOEXEC
#define EFD_NONBLOCK O_NONBLOCK

struct eventfd {
	uint64_t count;
	bool semaphore;
	int id; /* for fdinfo */
	struct wait_queue_head wait;
};

static bool can_read(const struct eventfd *e)
{
	return e->count > 0;
}

/* The counter never reaches its largest value by write(2). */
static bool can_add(const struct eventfd *e, uint64_t n)
{
	return UINT64_MAX - e->count > n;
}

/* The count is taken even if the copy then faults, as in Linux. May sleep. */
static int64_t eventfd_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct eventfd *e = f->priv;
	uint64_t n;
	int err;

	if (to->count < sizeof(n))
		return -EINVAL;
	if (!can_read(e)) {
		if ((f->flags & O_NONBLOCK) || (to->rwf & RWF_NOWAIT))
			return -EAGAIN;
		err = wait_event_interruptible(&e->wait, can_read(e));
		if (err)
			return err;
	}
	n = e->semaphore ? 1 : e->count;
	e->count -= n;
	wake_up_poll(&e->wait, EPOLLOUT);
	return copy_to_iter(&n, sizeof(n), to) == sizeof(n) ? (int64_t)sizeof(n) : -EFAULT;
}

/* May sleep. */
static int64_t eventfd_add(struct file *f, struct iov_iter *from)
{
	struct eventfd *e = f->priv;
	uint64_t n;
	int err;

	if (copy_from_iter(&n, sizeof(n), from) < sizeof(n))
		return -EFAULT;
	if (n == UINT64_MAX)
		return -EINVAL;
	if (!can_add(e, n)) {
		if (f->flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(&e->wait, can_add(e, n));
		if (err)
			return err;
	}
	e->count += n;
	wake_up_poll(&e->wait, EPOLLIN);
	return sizeof(n);
}

/* Bytes left in the segment that comes next (the current one may be used up already). */
static size_t segment_left(const struct iov_iter *i)
{
	size_t left = i->seg->len - i->offset;

	return min(left || i->nr_segs < 2 ? left : i->seg[1].len, i->count);
}

/* Each segment of a writev is a write of its own. */
static int64_t eventfd_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	int64_t done = 0, n;

	do {
		if (segment_left(from) != sizeof(uint64_t))
			n = -EINVAL;
		else
			n = eventfd_add(f, from);
		if (n < 0)
			return done ? done : n;
		done += n;
	} while (from->count);
	return done;
}

static unsigned eventfd_poll(struct file *f, struct poll_table *pt)
{
	struct eventfd *e = f->priv;
	unsigned mask = 0;

	poll_wait(f, &e->wait, pt);
	if (can_read(e))
		mask |= EPOLLIN;
	if (e->count == UINT64_MAX)
		mask |= EPOLLERR;
	if (can_add(e, 1))
		mask |= EPOLLOUT;
	return mask;
}

static loff_t eventfd_llseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos;
}

static void eventfd_release(struct file *f)
{
	kfree(f->priv);
}

static void eventfd_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct eventfd *e = f->priv;

	seq_printf(out, "eventfd-count: %16llx\neventfd-id: %d\neventfd-semaphore: %d\n",
		   (unsigned long long)e->count, e->id, e->semaphore);
}

static const struct file_ops eventfd_ops = {
	.read = eventfd_read,
	.write = eventfd_write,
	.llseek = eventfd_llseek,
	.poll = eventfd_poll,
	.release = eventfd_release,
	.show_fdinfo = eventfd_show_fdinfo,
};

static struct eventfd *eventfd_alloc(unsigned count, bool semaphore)
{
	struct eventfd *e = kmalloc(sizeof(*e));

	if (!e)
		return NULL;
	e->count = count;
	e->semaphore = semaphore;
	e->id = kernel->next_eventfd_id++;
	init_waitqueue_head(&e->wait);
	return e;
}

static long do_eventfd(unsigned count, unsigned flags)
{
	struct eventfd *e;
	int fd;

	if (flags & ~(EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE))
		return -EINVAL;
	e = eventfd_alloc(count, flags & EFD_SEMAPHORE);
	if (!e)
		return -ENOMEM;
	fd = anon_fd("[eventfd]", &eventfd_ops, e, O_RDWR | (flags & ~EFD_SEMAPHORE));
	if (fd < 0)
		kfree(e);
	return fd;
}

SYSCALL_DEFINE1(eventfd, uint_t, count)
{
	return do_eventfd(count, 0);
}

SYSCALL_DEFINE2(eventfd2, uint_t, count, eventfd_flags_t, flags)
{
	return do_eventfd(count, flags);
}
