/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pipes and FIFOs. A pipe belongs to an inode (of the internal filesystem, or a FIFO's) while any
 * file is open on it. Unlike Linux's, a user's pipes are limited by the machine's memory alone, and
 * there are no notification pipes.
 */
#include "fs/pipe.h"

#include "kernel/cred.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "syscall.h"
#include "uapi/ioctl.h"

#define O_NOTIFICATION_PIPE O_EXCL

void pipe_wake_readers(struct pipe *p)
{
	wake_up_poll(&p->rd_wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&p->rd_fasync, POLL_IN);
}

void pipe_wake_writers(struct pipe *p)
{
	wake_up_poll(&p->wr_wait, EPOLLOUT | EPOLLWRNORM);
	kill_fasync(&p->wr_fasync, POLL_OUT);
}

void send_sigpipe(void)
{
	struct ksiginfo info = { .signo = SIGPIPE,
				 .code = SI_USER,
				 .pid = current->tgid,
				 .uid = current->cred->uid };

	send_signal_info(&info, current, false);
}

static bool at_end(const struct pipe *p)
{
	return pipe_empty(p) && !p->writers;
}

int pipe_wait_readable(struct pipe *p, bool nonblock)
{
	if (pipe_readable(p) || at_end(p))
		return 0;
	if (nonblock)
		return -EAGAIN;
	return wait_event_interruptible(&p->rd_wait, pipe_readable(p) || at_end(p));
}

int pipe_wait_writable(struct pipe *p, bool nonblock)
{
	int err;

	if (p->readers && pipe_full(p)) {
		if (nonblock)
			return -EAGAIN;
		err = wait_event_interruptible(&p->wr_wait, !pipe_full(p) || !p->readers);
		if (err)
			return err;
	}
	if (p->readers)
		return 0;
	send_sigpipe();
	return -EPIPE;
}

static bool nonblocking(const struct file *f, const struct iov_iter *i)
{
	return (f->flags & O_NONBLOCK) || (i->rwf & RWF_NOWAIT);
}

/* Bytes taken from the slot at the tail; -EFAULT: none. *last: a packet ends the read. */
static int64_t read_slot(struct pipe *p, struct iov_iter *to, bool *last)
{
	struct pipe_slot *slot = pipe_slot(p, p->tail);
	size_t n = min((size_t)slot->len, to->count);

	if (copy_to_iter(slot->page + slot->offset, n, to) < n)
		return -EFAULT;
	slot->offset += n;
	slot->len -= n;
	if (slot->flags & PIPE_SLOT_PACKET) {
		*last = true;
		slot->len = 0;
	}
	if (!slot->len)
		pipe_pop(p);
	return n;
}

static int64_t pipe_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct pipe *p = f->inode->pipe;
	int64_t done = 0, n = 0;
	bool last = false, was_full = false;

	if (!to->count)
		return 0;
	while (!last && to->count) {
		if (!pipe_readable(p)) {
			if (at_end(p) || done)
				break;
			n = pipe_wait_readable(p, nonblocking(f, to));
			if (n)
				break;
			continue;
		}
		was_full |= pipe_full(p);
		n = read_slot(p, to, &last);
		if (n < 0)
			break;
		done += n;
	}
	if (was_full && !pipe_full(p))
		wake_up_poll(&p->wr_wait, EPOLLOUT | EPOLLWRNORM);
	kill_fasync(&p->wr_fasync, POLL_OUT); /* at every read, as in Linux */
	if (done > 0)
		touch_atime(f);
	return done ? done : n;
}

/* The part of a write that does not fill a page goes behind the last slot if it fits there. */
static int64_t write_merge(struct pipe *p, struct iov_iter *from)
{
	size_t n = from->count & (PAGE_SIZE - 1), copied;
	struct pipe_slot *slot;

	if (!n || pipe_empty(p))
		return 0;
	slot = pipe_slot(p, p->head - 1);
	if (!(slot->flags & PIPE_SLOT_MERGE) || slot->offset + slot->len + n > PAGE_SIZE)
		return 0;
	copied = copy_from_iter(slot->page + slot->offset + slot->len, n, from);
	if (copied < n)
		return -EFAULT;
	slot->len += copied;
	return copied;
}

/* A page that faults is not written at all. */
static int64_t write_slot(struct pipe *p, struct iov_iter *from, unsigned flags)
{
	size_t want = min(from->count, PAGE_SIZE), n;
	struct pipe_slot *slot = pipe_push(p, flags);

	if (!slot)
		return -ENOMEM;
	n = copy_from_iter(slot->page, want, from);
	if (n < want) {
		pipe_unpush(p);
		return -EFAULT;
	}
	slot->len = n;
	return n;
}

static int64_t pipe_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	unsigned flags = f->flags & O_DIRECT ? PIPE_SLOT_PACKET : PIPE_SLOT_MERGE;
	struct pipe *p = f->inode->pipe;
	int64_t done, n;

	if (!from->count)
		return 0;
	if (!p->readers) {
		send_sigpipe();
		return -EPIPE;
	}
	done = n = write_merge(p, from);
	while (n >= 0 && from->count) {
		if (pipe_full(p) || !p->readers) {
			if (done)
				pipe_wake_readers(p);
			n = pipe_wait_writable(p, nonblocking(f, from));
			if (n)
				break;
		}
		n = write_slot(p, from, flags);
		if (n > 0)
			done += n;
	}
	pipe_wake_readers(p);
	if (done > 0)
		file_update_time(f);
	return done > 0 ? done : n;
}

/*
 * A reader that opened a FIFO without waiting keeps the number of writers' opens of then in priv:
 * until another one came it is not told of an end.
 */
static unsigned pipe_poll(struct file *f, struct poll_table *pt)
{
	struct pipe *p = f->inode->pipe;
	unsigned mask = 0;

	if (f->mode & FMODE_READ) {
		poll_wait(f, &p->rd_wait, pt);
		if (!pipe_empty(p))
			mask |= EPOLLIN | EPOLLRDNORM;
		if (!p->writers && (uintptr_t)f->priv != p->w_counter)
			mask |= EPOLLHUP;
	}
	if (f->mode & FMODE_WRITE) {
		poll_wait(f, &p->wr_wait, pt);
		if (!pipe_full(p))
			mask |= EPOLLOUT | EPOLLWRNORM;
		if (!p->readers)
			mask |= EPOLLERR;
	}
	return mask;
}

static long pipe_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	if (cmd != FIONREAD)
		return -ENOIOCTLCMD;
	return put_user((int)pipe_bytes(f->inode->pipe), arg);
}

static int pipe_fasync(struct file *f, fd_t fd, bool on)
{
	struct pipe *p = f->inode->pipe;
	int err = 0;

	if (f->mode & FMODE_READ)
		err = fasync_helper(f, fd, on, &p->rd_fasync);
	if (!err && (f->mode & FMODE_WRITE)) {
		err = fasync_helper(f, fd, on, &p->wr_fasync);
		if (err)
			fasync_helper(f, -1, false, &p->rd_fasync);
	}
	return err;
}

static void drop_pipe(struct inode *inode)
{
	if (--inode->pipe->files)
		return;
	pipe_free(inode->pipe);
	inode->pipe = NULL;
}

static void pipe_release(struct file *f)
{
	struct pipe *p = f->inode->pipe;

	p->readers -= !!(f->mode & FMODE_READ);
	p->writers -= !!(f->mode & FMODE_WRITE);
	if (!p->readers != !p->writers) {
		wake_up_all(&p->rd_wait);
		wake_up_all(&p->wr_wait);
		kill_fasync(&p->rd_fasync, POLL_IN);
		kill_fasync(&p->wr_fasync, POLL_OUT);
	}
	drop_pipe(f->inode);
}

static int wait_for_partner(struct wait_queue_head *q, const unsigned *counter)
{
	unsigned before = *counter;

	return wait_event_interruptible(q, *counter != before);
}

static int open_reader(struct pipe *p, struct file *f, bool waits)
{
	int err = 0;

	p->r_counter++;
	if (!p->readers++)
		wake_up_all(&p->wr_wait);
	if (waits && !p->writers) {
		if (f->flags & O_NONBLOCK)
			f->priv = (void *)(uintptr_t)p->w_counter;
		else
			err = wait_for_partner(&p->rd_wait, &p->w_counter);
	}
	if (err && !--p->readers)
		wake_up_all(&p->wr_wait);
	return err;
}

static int open_writer(struct pipe *p, struct file *f, bool waits)
{
	int err = 0;

	if (waits && (f->flags & O_NONBLOCK) && !p->readers)
		return -ENXIO;
	p->w_counter++;
	if (!p->writers++)
		wake_up_all(&p->rd_wait);
	if (waits && !p->readers)
		err = wait_for_partner(&p->wr_wait, &p->r_counter);
	if (err && !--p->writers)
		wake_up_all(&p->rd_wait);
	return err;
}

/* Opening for both never waits. */
static int open_both(struct pipe *p)
{
	p->r_counter++;
	p->w_counter++;
	if (!p->readers++)
		wake_up_all(&p->wr_wait);
	if (!p->writers++)
		wake_up_all(&p->rd_wait);
	return 0;
}

/* open(2) of a FIFO, or of a pipe through /proc/self/fd: the latter never waits. May sleep. */
static int fifo_open(struct inode *inode, struct file *f)
{
	bool waits = !(f->path.dentry->flags & D_PSEUDO);
	int err;

	if (!inode->pipe)
		inode->pipe = pipe_alloc();
	if (!inode->pipe)
		return -ENOMEM;
	inode->pipe->files++;
	f->mode |= FMODE_STREAM | FMODE_NOSEEK;
	switch (f->mode & (FMODE_READ | FMODE_WRITE)) {
	case FMODE_READ:
		err = open_reader(inode->pipe, f, waits);
		break;
	case FMODE_WRITE:
		err = open_writer(inode->pipe, f, waits);
		break;
	case FMODE_READ | FMODE_WRITE:
		err = open_both(inode->pipe);
		break;
	default:
		err = -EINVAL;
	}
	if (err)
		drop_pipe(inode);
	return err;
}

const struct file_ops fifo_ops = {
	.open = fifo_open,
	.read = pipe_read,
	.write = pipe_write,
	.poll = pipe_poll,
	.ioctl = pipe_ioctl,
	.fasync = pipe_fasync,
	.release = pipe_release,
	.no_splice_read = true, /* splice moves slots itself; sendfile may not read it */
};

long pipe_fcntl(struct file *f, unsigned cmd, uint64_t arg)
{
	struct pipe *p = file_pipe(f);

	if (!p)
		return -EBADF;
	if (cmd == F_GETPIPE_SZ)
		return p->nr_slots * PAGE_SIZE;
	return pipe_set_size(p, (unsigned)arg);
}

/* One more file on the pipe at path, counted as its open end. */
static struct file *pipe_end(const struct path *path, unsigned flags)
{
	struct pipe *p = path->dentry->inode->pipe;
	struct file *f = file_alloc(path, flags, &fifo_ops);

	if (IS_ERR(f))
		return f;
	f->mode |= FMODE_STREAM | FMODE_NOSEEK | FMODE_NOWAIT;
	p->files++;
	p->readers += !!(f->mode & FMODE_READ);
	p->writers += !!(f->mode & FMODE_WRITE);
	return f;
}

static int open_ends(struct file *ends[2], const struct path *path, unsigned flags)
{
	ends[1] = pipe_end(path, O_WRONLY | (flags & (O_NONBLOCK | O_DIRECT)));
	if (IS_ERR(ends[1]))
		return PTR_ERR(ends[1]);
	ends[0] = pipe_end(path, O_RDONLY | (flags & O_NONBLOCK));
	if (IS_ERR(ends[0])) {
		file_put(ends[1]);
		return PTR_ERR(ends[0]);
	}
	return 0;
}

static int create_pipe_files(struct file *ends[2], unsigned flags)
{
	struct inode *inode = pseudo_inode(S_IFIFO | 0600);
	struct path path;
	int err;

	if (!inode)
		return -ENFILE;
	inode->fop = &fifo_ops;
	err = pseudo_path("pipe", inode, &path);
	if (err)
		return err;
	err = -ENFILE;
	inode->pipe = pipe_alloc();
	if (!inode->pipe)
		goto put_path;
	inode->pipe->files = 1; /* ours, until both ends are open */
	inode->pipe->r_counter = inode->pipe->w_counter = 1;
	err = open_ends(ends, &path, flags);
	drop_pipe(inode);
put_path:
	path_put(&path);
	return err;
}

static long do_pipe2(uaddr_t fildes, unsigned flags)
{
	struct file *ends[2] = { NULL };
	int fd[2], err;

	if (flags & ~(O_CLOEXEC | O_NONBLOCK | O_DIRECT | O_NOTIFICATION_PIPE))
		return -EINVAL;
	if (flags & O_NOTIFICATION_PIPE)
		return -ENOPKG; /* as a kernel without watch queues */
	err = create_pipe_files(ends, flags);
	if (err)
		return err;
	err = fd_reserve(&fd[0], flags);
	if (err)
		goto put_files;
	err = fd_reserve(&fd[1], flags);
	if (err)
		goto unreserve_read;
	err = -EFAULT;
	if (copy_to_user(fildes, fd, sizeof(fd)))
		goto unreserve_write;
	fd_install(fd[0], ends[0]);
	fd_install(fd[1], ends[1]);
	return 0;
unreserve_write:
	fd_unreserve(fd[1]);
unreserve_read:
	fd_unreserve(fd[0]);
put_files:
	file_put(ends[0]);
	file_put(ends[1]);
	return err;
}

SYSCALL_DEFINE1(pipe, ufds_t, fildes)
{
	return do_pipe2(fildes, 0);
}

SYSCALL_DEFINE2(pipe2, ufds_t, fildes, oflags_only_t, flags)
{
	return do_pipe2(fildes, flags);
}
