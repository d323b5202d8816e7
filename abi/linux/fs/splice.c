/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Moving data between files and pipes inside the kernel: splice, tee, vmsplice. Linux passes pages
 * around; here bytes are copied, so what a program writes to memory after vmsplice does not show
 * in the pipe. sendfile and copy_file_range are in sendfile.c.
 */
#include "fs/splice.h"

#include "fs/fsnotify.h"
#include "kernel/slab.h"
#include "syscall.h"

#define SPLICE_F_MOVE 1
#define SPLICE_F_MORE 4
#define SPLICE_F_GIFT 8
#define SPLICE_F_ALL (SPLICE_F_MOVE | SPLICE_F_NONBLOCK | SPLICE_F_MORE | SPLICE_F_GIFT)

int rw_verify_area(loff_t pos, size_t count)
{
	if ((int64_t)count < 0 || pos < 0 || count > (uint64_t)INT64_MAX - pos)
		return -EINVAL;
	return 0;
}

bool can_splice_read(const struct file *f)
{
	return f->op->read && !f->op->no_splice_read && !S_ISDIR(f->inode->mode) && !(f->mode & FMODE_NOSPLICE);
}

bool can_splice_write(const struct file *f)
{
	return f->op->write && !f->op->no_splice_write && !(f->mode & FMODE_NOSPLICE);
}

int64_t file_read_kernel(struct file *f, void *buf, size_t n, loff_t *pos)
{
	struct iov_iter iter;
	int64_t done;

	iov_iter_kernel(&iter, buf, n);
	done = f->op->read(f, &iter, pos);
	if (done > 0)
		fsnotify_access(f);
	return done;
}

int64_t file_write_kernel(struct file *f, const void *buf, size_t n, loff_t *pos)
{
	struct iov_iter iter;
	int64_t done;

	iov_iter_kernel(&iter, (void *)buf, n);
	done = f->op->write(f, &iter, pos);
	if (done > 0)
		fsnotify_modify(f);
	return done;
}

/* --- into a pipe --- */

/* Puts up to n bytes into free slots, the first one cut as if they were at pos. Bytes taken. */
static size_t fill_slots(struct pipe *p, const char *data, size_t n, loff_t pos)
{
	struct pipe_slot *slot;
	size_t done = 0;

	while (done < n && !pipe_full(p)) {
		slot = pipe_push(p, 0);
		if (!slot)
			break;
		slot->len = min(n - done, PAGE_SIZE - ((pos + done) & (PAGE_SIZE - 1)));
		memcpy(slot->page, data + done, slot->len);
		done += slot->len;
	}
	return done;
}

/* A stream's own rule: a socket may be asked not to wait. */
static int64_t read_for_pipe(struct file *in, char *buf, size_t len, loff_t *pos, bool nonblock)
{
	struct iov_iter iter;
	int64_t n;

	iov_iter_kernel(&iter, buf, len);
	if (nonblock && (in->mode & FMODE_SPLICE_NOWAIT))
		iter.rwf = RWF_NOWAIT;
	n = in->op->read(in, &iter, pos);
	if (n > 0)
		fsnotify_access(in);
	return n;
}

/* Linux hands the pipe the file's own pages, with the borders that they have. */
static bool takes_pages(const struct file *in)
{
	return in->op->page_cache && !(in->flags & O_DIRECT);
}

static size_t pipe_room(const struct pipe *p)
{
	return (p->nr_slots - pipe_used(p) - p->held) * PAGE_SIZE;
}

/*
 * The read may sleep, and what comes of a stream cannot be given back: its slots are held. A stream
 * has no position.
 */
static int64_t read_into_slots(struct file *in, struct pipe *p, char *buf, size_t len, loff_t *pos,
			       bool nonblock)
{
	bool stream = in->mode & FMODE_STREAM;
	unsigned slots = (unsigned)((len + PAGE_SIZE - 1) >> PAGE_SHIFT);
	loff_t read_pos = stream ? 0 : *pos;
	size_t done;
	int64_t n;

	p->held += slots;
	n = read_for_pipe(in, buf, len, &read_pos, nonblock);
	p->held -= slots;
	if (n <= 0) {
		pipe_wake_writers(p); /* who found the slots held */
		return n;
	}
	done = fill_slots(p, buf, (size_t)n, takes_pages(in) ? *pos : 0);
	if (takes_pages(in))
		*pos += (loff_t)done;
	else if (!stream)
		*pos = read_pos; /* not every device has moved it */
	pipe_wake_readers(p);
	if (!pipe_full(p))
		pipe_wake_writers(p);
	return done ? (int64_t)done : -ENOMEM;
}

/* What is asked for of a stream comes in one piece, or other pieces would wait for it. */
static int64_t fill_from_file(struct file *in, struct pipe *p, char *buf, size_t size, loff_t *pos,
			      size_t len, bool nonblock)
{
	size_t done = 0, part;
	int64_t n;

	do {
		part = min(size, min(len - done, pipe_room(p)));
		n = part ? read_into_slots(in, p, buf, part, pos, nonblock) : 0;
		if (n > 0)
			done += (size_t)n;
	} while (n > 0 && (size_t)n == part && done < len && takes_pages(in));
	return done ? (int64_t)done : n;
}

int64_t splice_file_to_pipe(struct file *in, struct pipe *p, loff_t *pos, size_t len, bool nonblock)
{
	int64_t n = pipe_wait_writable(p, nonblock);
	size_t size;
	char *buf;

	if (n || !len)
		return n;
	if (!can_splice_read(in))
		return -EINVAL;
	len = min(len, pipe_room(p));
	size = min(len, takes_pages(in) ? SPLICE_CHUNK : PIPE_MAX_SIZE);
	buf = kmalloc(size);
	if (!buf)
		return -ENOMEM;
	n = fill_from_file(in, p, buf, size, pos, len, nonblock);
	kfree(buf);
	return n;
}

/* --- out of a pipe --- */

/* Copies up to n bytes from the tail without taking them. */
static size_t peek(const struct pipe *p, char *to, size_t n)
{
	size_t done = 0;

	for (unsigned i = p->tail; i != p->head && done < n; i++) {
		const struct pipe_slot *slot = pipe_slot(p, i);
		size_t part = min((size_t)slot->len, n - done);

		memcpy(to + done, slot->page + slot->offset, part);
		done += part;
	}
	return done;
}

static void consume(struct pipe *p, size_t n)
{
	while (n) {
		struct pipe_slot *slot = pipe_slot(p, p->tail);
		size_t part = min((size_t)slot->len, n);

		slot->offset += part;
		slot->len -= part;
		n -= part;
		if (!slot->len)
			pipe_pop(p);
	}
}

/* Something to take: 1; nothing and no more to come, or something was taken already: 0; -errno. */
static int splice_from_pipe_next(struct pipe *p, bool started, bool nonblock)
{
	int err;

	if (signal_pending(current))
		return -ERESTARTSYS;
	for (;;) {
		while (pipe_readable(p) && !pipe_slot(p, p->tail)->len)
			pipe_pop(p);
		if (pipe_readable(p))
			return 1;
		if (started || !p->writers)
			return 0;
		err = pipe_wait_readable(p, nonblock);
		if (err)
			return err;
	}
}

/* One portion from the pipe to the file; the pipe's readers wait while the file is slow. */
static int64_t write_portion(struct pipe *p, struct file *out, char *buf, size_t len, loff_t *pos)
{
	size_t n = peek(p, buf, len);
	int64_t done;

	p->reading = true;
	done = file_write_kernel(out, buf, n, pos);
	p->reading = false;
	if (done > 0) {
		consume(p, done);
		pipe_wake_writers(p);
	}
	wake_up_all(&p->rd_wait);
	return done;
}

static int64_t splice_pipe_to_file(struct pipe *p, struct file *out, loff_t *pos, size_t len,
				   bool nonblock)
{
	size_t size = min(len, (size_t)SPLICE_CHUNK), done = 0;
	int64_t n;
	char *buf;

	if (!can_splice_write(out))
		return -EINVAL;
	buf = kmalloc(size);
	if (!buf)
		return -ENOMEM;
	do {
		n = splice_from_pipe_next(p, done, nonblock);
		if (n <= 0)
			break;
		n = write_portion(p, out, buf, min(size, len - done), pos);
		if (n > 0)
			done += n;
	} while (n > 0 && done < len);
	kfree(buf);
	return done ? (int64_t)done : n;
}

/* --- from pipe to pipe --- */

/* A copy of the first n bytes of a slot at the head of another pipe. */
static bool copy_slot(struct pipe *to, const struct pipe_slot *from, size_t n)
{
	struct pipe_slot *slot = pipe_push(to, from->flags & ~PIPE_SLOT_MERGE);

	if (!slot)
		return false;
	memcpy(slot->page, from->page + from->offset, n);
	slot->len = n;
	return true;
}

/* Hands the slot at the tail to another pipe, page and all. */
static void move_slot(struct pipe *to, struct pipe *from)
{
	*pipe_slot(to, to->head++) = *pipe_slot(from, from->tail++);
}

/* Input to take and room for it. 0, also at the end of input; -errno. */
static int both_ready(struct pipe *in, struct pipe *out, bool nonblock)
{
	int err;

	do {
		err = pipe_wait_readable(in, nonblock);
		if (!err)
			err = pipe_wait_writable(out, nonblock);
		if (err)
			return err;
	} while (!pipe_readable(in) && in->writers);
	return 0;
}

static int64_t splice_pipe_to_pipe(struct pipe *in, struct pipe *out, size_t len, bool nonblock)
{
	struct pipe_slot *slot;
	size_t done = 0, n;
	int err = both_ready(in, out, nonblock);

	if (err)
		return err;
	while (done < len && pipe_readable(in) && !pipe_full(out)) {
		slot = pipe_slot(in, in->tail);
		n = min((size_t)slot->len, len - done);
		if (n == slot->len) {
			move_slot(out, in);
		} else {
			if (!copy_slot(out, slot, n))
				break;
			slot->offset += n;
			slot->len -= n;
		}
		done += n;
	}
	pipe_wake_readers(out);
	pipe_wake_writers(in);
	return done;
}

static int64_t link_pipe(struct pipe *in, struct pipe *out, size_t len, bool nonblock)
{
	size_t done = 0, n;
	int err = both_ready(in, out, nonblock);

	if (err)
		return err;
	for (unsigned i = in->tail; done < len && i != in->head && !pipe_full(out); i++) {
		const struct pipe_slot *slot = pipe_slot(in, i);

		n = min((size_t)slot->len, len - done);
		if (!copy_slot(out, slot, n))
			break;
		done += n;
	}
	if (done)
		pipe_wake_readers(out);
	return done;
}

/* --- the calls --- */

static int64_t splice_out_of_pipe(struct pipe *p, struct file *out, loff_t *off_out, size_t len,
				  bool nonblock)
{
	loff_t *pos = off_out ? off_out : &out->pos;
	int err;

	if (off_out && (out->mode & FMODE_STREAM))
		return -EINVAL;
	if (out->flags & O_APPEND)
		return -EINVAL;
	err = rw_verify_area(*pos, len);
	if (err)
		return err;
	return splice_pipe_to_file(p, out, pos, len, nonblock);
}

static int64_t splice_into_pipe(struct file *in, loff_t *off_in, struct pipe *p, size_t len,
				bool nonblock)
{
	loff_t *pos = off_in ? off_in : &in->pos;
	int err;

	if (off_in && (in->mode & FMODE_STREAM))
		return -EINVAL;
	err = rw_verify_area(*pos, len);
	if (err)
		return err;
	return splice_file_to_pipe(in, p, pos, len, nonblock);
}

/* A pipe that was spliced answers RWF_NOWAIT no more, as in Linux, where splicing holds its lock. */
static void clear_nowait(struct file *f)
{
	if (file_pipe(f))
		f->mode &= ~(unsigned)FMODE_NOWAIT;
}

static bool wants_nonblock(const struct file *f, unsigned flags)
{
	return (flags & SPLICE_F_NONBLOCK) || (f->flags & O_NONBLOCK);
}

static int64_t do_splice(struct file *in, loff_t *off_in, struct file *out, loff_t *off_out,
			 size_t len, unsigned flags)
{
	struct pipe *ipipe = file_pipe(in), *opipe = file_pipe(out);

	if (!(in->mode & FMODE_READ) || !(out->mode & FMODE_WRITE))
		return -EBADF;
	if (ipipe && opipe) {
		if (ipipe == opipe)
			return -EINVAL;
		return splice_pipe_to_pipe(ipipe, opipe, len,
					   wants_nonblock(in, flags) || wants_nonblock(out, flags));
	}
	if (ipipe)
		return splice_out_of_pipe(ipipe, out, off_out, len, wants_nonblock(in, flags));
	if (opipe)
		return splice_into_pipe(in, off_in, opipe, len, wants_nonblock(out, flags));
	return -EINVAL;
}

SYSCALL_DEFINE6(splice, fd_t, fd_in, uloff_inout_t, off_in, fd_t, fd_out, uloff_inout_t, off_out,
		usize_t, len, spliceflags_t, flags)
{
	loff_t pos_in, pos_out;
	int64_t ret;

	if (!len)
		return 0;
	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	auto_file *in = file_get(fd_in);
	if (!in)
		return -EBADF;
	auto_file *out = file_get(fd_out);
	if (!out)
		return -EBADF;
	if (file_pipe(in) && off_in)
		return -ESPIPE;
	clear_nowait(in);
	if (file_pipe(out) && off_out)
		return -ESPIPE;
	clear_nowait(out);
	if (off_out && get_user(pos_out, off_out))
		return -EFAULT;
	if (off_in && get_user(pos_in, off_in))
		return -EFAULT;
	ret = do_splice(in, off_in ? &pos_in : NULL, out, off_out ? &pos_out : NULL, len, flags);
	if (ret < 0)
		return ret;
	if (off_out && put_user(pos_out, off_out))
		return -EFAULT;
	if (off_in && put_user(pos_in, off_in))
		return -EFAULT;
	return ret;
}

static int64_t do_tee(struct file *in, struct file *out, size_t len, unsigned flags)
{
	struct pipe *ipipe = file_pipe(in), *opipe = file_pipe(out);

	if (!(in->mode & FMODE_READ) || !(out->mode & FMODE_WRITE))
		return -EBADF;
	if (!ipipe || !opipe || ipipe == opipe)
		return -EINVAL;
	return link_pipe(ipipe, opipe, len, wants_nonblock(in, flags) || wants_nonblock(out, flags));
}

SYSCALL_DEFINE4(tee, fd_t, fdin, fd_t, fdout, usize_t, len, spliceflags_t, flags)
{
	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	if (!len)
		return 0;
	auto_file *in = file_get(fdin);
	if (!in)
		return -EBADF;
	auto_file *out = file_get(fdout);
	if (!out)
		return -EBADF;
	return do_tee(in, out, len, flags);
}

/* A slot has no more than what lies in one page of the caller's memory. */
static int64_t fill_from_user(struct pipe *p, struct iov_iter *from)
{
	struct pipe_slot *slot;
	size_t done = 0, n;

	while (!pipe_full(p) && (n = iov_iter_page_part(from))) {
		slot = pipe_push(p, 0);
		if (!slot)
			return done ? (int64_t)done : -ENOMEM;
		slot->len = copy_from_iter(slot->page, n, from);
		if (!slot->len) {
			pipe_unpush(p);
			return done ? (int64_t)done : -EFAULT;
		}
		done += slot->len;
	}
	return done;
}

/* The file's O_NONBLOCK does not count here. */
static int64_t vmsplice_to_pipe(struct pipe *p, struct iov_iter *from, unsigned flags)
{
	int64_t n = pipe_wait_writable(p, flags & SPLICE_F_NONBLOCK);

	if (n)
		return n;
	n = fill_from_user(p, from);
	if (n > 0)
		pipe_wake_readers(p);
	return n;
}

static int64_t vmsplice_to_user(struct pipe *p, struct iov_iter *to, unsigned flags)
{
	size_t done = 0, n;
	int ret = 0;

	while (to->count) {
		struct pipe_slot *slot;

		ret = splice_from_pipe_next(p, done, flags & SPLICE_F_NONBLOCK);
		if (ret <= 0)
			break;
		slot = pipe_slot(p, p->tail);
		n = min((size_t)slot->len, to->count);
		if (copy_to_iter(slot->page + slot->offset, n, to) < n) {
			ret = -EFAULT;
			break;
		}
		consume(p, n);
		done += n;
	}
	if (done)
		pipe_wake_writers(p);
	return done ? (int64_t)done : ret;
}

SYSCALL_DEFINE4(vmsplice, fd_t, fd, uiovec_in_t, uiov, ulong_t, nr_segs, spliceflags_t, flags)
{
	struct iov_seg fast[UIO_FASTIOV], *array;
	struct iov_iter iter;
	int64_t ret;

	if (flags & ~SPLICE_F_ALL)
		return -EINVAL;
	auto_file *f = file_get(fd);
	if (!f || !(f->mode & (FMODE_READ | FMODE_WRITE)))
		return -EBADF;
	ret = import_iovec(&iter, uiov, nr_segs, fast, &array);
	if (ret < 0)
		return ret;
	if (iter.count)
		clear_nowait(f);
	if (!iter.count)
		ret = 0;
	else if (!file_pipe(f))
		ret = -EBADF;
	else if (f->mode & FMODE_WRITE)
		ret = vmsplice_to_pipe(file_pipe(f), &iter, flags);
	else
		ret = vmsplice_to_user(file_pipe(f), &iter, flags);
	kfree(array);
	return ret;
}
