/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendfile and copy_file_range: from file to file by way of a buffer. */
#include "fs/splice.h"

#include "kernel/slab.h"
#include "syscall.h"

#define MAX_NON_LFS INT32_MAX
#define MAX_LFS_FILESIZE INT64_MAX

/*
 * The input is read ahead of what the output takes: *pos_in ends where the output did. A signal or
 * an error after the first portion ends the call with what was done. May sleep.
 */
static int64_t copy_loop(struct file *in, loff_t *pos_in, struct file *out, loff_t *pos_out,
			 size_t len, char *buf, size_t size)
{
	size_t done = 0;
	int64_t n = 0, written;

	while (done < len) {
		loff_t pos = *pos_in;

		if (signal_pending(current)) {
			n = -ERESTARTSYS;
			break;
		}
		n = file_read_kernel(in, buf, min(size, len - done), &pos);
		if (n <= 0)
			break;
		if (!can_splice_write(out)) { /* nobody looks before there is something to write */
			n = -EINVAL;
			break;
		}
		written = file_write_kernel(out, buf, n, pos_out);
		if (written <= 0) {
			n = written;
			break;
		}
		*pos_in = written < n ? *pos_in + written : pos;
		done += written;
		if (written < n)
			break;
	}
	return done ? (int64_t)done : n;
}

static int64_t copy_file_to_file(struct file *in, loff_t *pos_in, struct file *out, loff_t *pos_out,
				 size_t len)
{
	size_t size = min(len, (size_t)SPLICE_CHUNK);
	int64_t ret;
	char *buf;

	if (!can_splice_read(in))
		return -EINVAL;
	buf = kmalloc(size);
	if (!buf)
		return -ENOMEM;
	ret = copy_loop(in, pos_in, out, pos_out, len, buf, size);
	kfree(buf);
	return ret;
}

static int64_t splice_direct(struct file *in, loff_t *pos, struct file *out, size_t count)
{
	int64_t ret = rw_verify_area(out->pos, count);

	if (ret)
		return ret;
	if ((out->flags & O_APPEND) || (in->mode & FMODE_NOSEEK))
		return -EINVAL;
	if (!count)
		return 0;
	/* The file's own position, which an inherited file shares with others: not a copy of it. */
	return copy_file_to_file(in, pos, out, &out->pos, count);
}

static int64_t send(struct file *out, struct file *in, loff_t *pos, size_t count, loff_t max)
{
	struct pipe *opipe = file_pipe(out);

	if (!(out->mode & FMODE_WRITE))
		return -EBADF;
	if (*pos > max || count > (size_t)(max - *pos)) {
		if (*pos >= max)
			return -EOVERFLOW;
		count = max - *pos;
	}
	if (!opipe)
		return splice_direct(in, pos, out, count);
	return splice_file_to_pipe(in, opipe, pos, count, out->flags & O_NONBLOCK);
}

/* ppos NULL: from the file's own position. May sleep. */
static int64_t do_sendfile(fd_t out_fd, fd_t in_fd, loff_t *ppos, size_t count, loff_t max)
{
	int64_t ret;
	loff_t pos;

	auto_file *in = file_get(in_fd);
	if (!in || !(in->mode & FMODE_READ))
		return -EBADF;
	if (ppos && (in->mode & FMODE_STREAM))
		return -ESPIPE;
	pos = ppos ? *ppos : in->pos;
	ret = rw_verify_area(pos, count);
	if (ret)
		return ret;
	auto_file *out = file_get(out_fd);
	if (!out)
		return -EBADF;
	ret = send(out, in, &pos, min(count, MAX_RW_COUNT), max);
	if (ret > 0)
		*(ppos ? ppos : &in->pos) = pos;
	return ret;
}

SYSCALL_DEFINE4(sendfile64, fd_t, out_fd, fd_t, in_fd, uloff_inout_t, offset, usize_t, count)
{
	int64_t ret;
	loff_t pos;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, count, MAX_LFS_FILESIZE);
	if (get_user(pos, offset))
		return -EFAULT;
	ret = do_sendfile(out_fd, in_fd, &pos, count, MAX_LFS_FILESIZE);
	return put_user(pos, offset) ? -EFAULT : ret;
}

COMPAT_SYSCALL_DEFINE4(sendfile, fd_t, out_fd, fd_t, in_fd, uoff_inout_t, offset, usize_t, count)
{
	int32_t off;
	int64_t ret;
	loff_t pos;

	if (!offset)
		return do_sendfile(out_fd, in_fd, NULL, count, MAX_LFS_FILESIZE);
	if (get_user(off, offset))
		return -EFAULT;
	pos = off;
	ret = do_sendfile(out_fd, in_fd, &pos, count, MAX_NON_LFS);
	return put_user((int32_t)pos, offset) ? -EFAULT : ret;
}

/* --- copy_file_range --- */

static int copy_checks(const struct file *in, const struct file *out)
{
	const struct inode *from = in->inode, *to = out->inode;

	if (S_ISDIR(from->mode) || S_ISDIR(to->mode))
		return -EISDIR;
	if (!S_ISREG(from->mode) || !S_ISREG(to->mode))
		return -EINVAL;
	if (!(in->mode & FMODE_READ) || !(out->mode & FMODE_WRITE) || (out->flags & O_APPEND))
		return -EBADF;
	if (from->sb != to->sb)
		return -EXDEV;
	if (to->i_flags & S_IMMUTABLE)
		return -EPERM;
	return 0;
}

static bool ranges_overlap(loff_t a, loff_t b, uint64_t len)
{
	return (uint64_t)b + len > (uint64_t)a && (uint64_t)b < (uint64_t)a + len;
}

/* May sleep. */
static int64_t vfs_copy_file_range(struct file *in, loff_t *pos_in, struct file *out,
				   loff_t *pos_out, uint64_t len)
{
	uint64_t end, size;
	int err = copy_checks(in, out);
	int64_t limit;

	if (err)
		return err;
	if (__builtin_add_overflow((uint64_t)*pos_in, len, &end) ||
	    __builtin_add_overflow((uint64_t)*pos_out, len, &end))
		return -EOVERFLOW;
	size = in->inode->size;
	len = (uint64_t)*pos_in >= size ? 0 : min(len, size - *pos_in);
	limit = generic_write_limit(out, *pos_out, len);
	if (limit < 0)
		return limit;
	len = (uint64_t)limit;
	if (in->inode == out->inode && ranges_overlap(*pos_in, *pos_out, len))
		return -EINVAL;
	err = rw_verify_area(*pos_in, len);
	if (!err)
		err = rw_verify_area(*pos_out, len);
	if (err || !len)
		return err;
	return copy_file_to_file(in, pos_in, out, pos_out, min(len, (uint64_t)MAX_RW_COUNT));
}

SYSCALL_DEFINE6(copy_file_range, fd_t, fd_in, uloff_inout_t, off_in, fd_t, fd_out, uloff_inout_t,
		off_out, usize_t, len, uint_t, flags)
{
	loff_t pos_in, pos_out;
	int64_t ret;

	auto_file *in = file_get(fd_in);
	if (!in)
		return -EBADF;
	auto_file *out = file_get(fd_out);
	if (!out)
		return -EBADF;
	pos_in = in->pos;
	pos_out = out->pos;
	if ((off_in && get_user(pos_in, off_in)) || (off_out && get_user(pos_out, off_out)))
		return -EFAULT;
	if (flags)
		return -EINVAL;
	ret = vfs_copy_file_range(in, &pos_in, out, &pos_out, len);
	if (ret <= 0)
		return ret;
	if (off_in) {
		if (put_user(pos_in, off_in))
			ret = -EFAULT;
	} else {
		in->pos = pos_in;
	}
	if (off_out) {
		if (put_user(pos_out, off_out))
			ret = -EFAULT;
	} else {
		out->pos = pos_out;
	}
	return ret;
}
