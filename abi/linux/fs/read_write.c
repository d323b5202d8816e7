/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and writing: the checks before a file's own operation, positions, vectors. The order of
 * checks is that of Linux's fs/read_write.c: mode, operation, range of memory, range of file.
 */
#include "fs/internal.h"
#include "kernel/signal.h"
#include "syscall.h"

#define MAX_RW_COUNT ((size_t)(0x7fffffff & PAGE_MASK))

static int may_read(const struct file *f)
{
	if (!(f->mode & FMODE_READ))
		return -EBADF;
	return f->op->read ? 0 : -EINVAL;
}

static int may_write(const struct file *f)
{
	if (!(f->mode & FMODE_WRITE))
		return -EBADF;
	return f->op->write ? 0 : -EINVAL;
}

/* A range of the file: no negative position, and its end is one, too. */
static int verify_area(const struct file *f, loff_t pos, size_t count)
{
	if ((int64_t)count < 0)
		return -EINVAL;
	if (f->mode & FMODE_STREAM)
		return 0;
	if (pos < 0)
		return -EINVAL;
	return pos > INT64_MAX - (loff_t)min(count, MAX_RW_COUNT) ? -EINVAL : 0;
}

static int64_t read_at(struct file *f, uaddr_t buf, size_t count, loff_t *pos)
{
	struct iov_iter to;
	int err = may_read(f);

	if (!err)
		err = iov_iter_user(&to, buf, count);
	if (!err)
		err = verify_area(f, *pos, count);
	if (err)
		return err;
	to.rwf = 0;
	return f->op->read(f, &to, pos);
}

static int64_t write_at(struct file *f, uaddr_t buf, size_t count, loff_t *pos)
{
	struct iov_iter from;
	int err = may_write(f);

	if (!err)
		err = iov_iter_user(&from, buf, count);
	if (!err)
		err = verify_area(f, *pos, count);
	if (err)
		return err;
	from.rwf = 0;
	return f->op->write(f, &from, pos);
}

int64_t vfs_read(struct file *f, uaddr_t buf, size_t count)
{
	return read_at(f, buf, count, &f->pos);
}

int64_t vfs_write(struct file *f, uaddr_t buf, size_t count)
{
	return write_at(f, buf, count, &f->pos);
}

int64_t kernel_read(struct file *f, void *buf, size_t n, loff_t pos)
{
	struct iov_iter to;
	int err = may_read(f);

	if (err)
		return err;
	iov_iter_kernel(&to, buf, n);
	to.rwf = 0;
	return f->op->read(f, &to, &pos);
}

int64_t kernel_write(struct file *f, const void *buf, size_t n, loff_t *pos)
{
	struct iov_iter from;
	int err = may_write(f);

	if (err)
		return err;
	iov_iter_kernel(&from, (void *)(uintptr_t)buf, n);
	from.rwf = 0;
	return f->op->write(f, &from, pos);
}

SYSCALL_DEFINE3(read, fd_t, fd, uout_t, buf, usize_t, count)
{
	auto_file *f = file_get(fd);

	return f ? vfs_read(f, buf, count) : -EBADF;
}

SYSCALL_DEFINE3(write, fd_t, fd, uin_t, buf, usize_t, count)
{
	auto_file *f = file_get(fd);

	return f ? vfs_write(f, buf, count) : -EBADF;
}
