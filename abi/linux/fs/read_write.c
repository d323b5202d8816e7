/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reading and writing: the checks before a file's own operation, positions, vectors. The order of
 * checks is that of Linux's fs/read_write.c: mode, operation, range of memory, range of file.
 */
#include "fs/fsnotify.h"
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

/* The result of a read or a write; watchers are told if anything was moved. */
static int64_t told_read(const struct file *f, int64_t n)
{
	if (n > 0)
		fsnotify_access(f);
	return n;
}

static int64_t told_write(const struct file *f, int64_t n)
{
	if (n > 0)
		fsnotify_modify(f);
	return n;
}

static __always_inline int64_t read_at(struct file *f, uaddr_t buf, size_t count, loff_t *pos)
{
	struct iov_iter to;
	int err = may_read(f);

	if (!err && !access_ok(buf, count)) /* all of it, though less may be read */
		err = -EFAULT;
	if (!err)
		err = iov_iter_user(&to, buf, count);
	if (!err)
		err = verify_area(f, *pos, count);
	if (err)
		return err;
	to.rwf = 0;
	return told_read(f, f->op->read(f, &to, pos));
}

static __always_inline int64_t write_at(struct file *f, uaddr_t buf, size_t count, loff_t *pos)
{
	struct iov_iter from;
	int err = may_write(f);

	if (!err && !access_ok(buf, count))
		err = -EFAULT;
	if (!err)
		err = iov_iter_user(&from, buf, count);
	if (!err)
		err = verify_area(f, *pos, count);
	if (err)
		return err;
	from.rwf = 0;
	return told_write(f, f->op->write(f, &from, pos));
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
	return told_read(f, f->op->read(f, &to, &pos));
}

int64_t kernel_write(struct file *f, const void *buf, size_t n, loff_t *pos)
{
	struct iov_iter from;
	int err = may_write(f);

	if (err)
		return err;
	iov_iter_kernel(&from, (void *)(uintptr_t)buf, n);
	from.rwf = 0;
	return told_write(f, f->op->write(f, &from, pos));
}

/* The flags of preadv2 and pwritev2 that the file can honour. */
static int check_rwf(const struct file *f, unsigned rwf, bool write)
{
	if (rwf & ~(unsigned)RWF_SUPPORTED)
		return -EOPNOTSUPP;
	if ((rwf & RWF_APPEND) && (rwf & RWF_NOAPPEND))
		return -EINVAL;
	if ((rwf & RWF_NOWAIT) && !(f->mode & FMODE_NOWAIT))
		return -EOPNOTSUPP;
	if (rwf & RWF_ATOMIC) /* no filesystem here writes untorn */
		return -EOPNOTSUPP;
	return (rwf & RWF_NOAPPEND) && write && (f->inode->i_flags & S_APPEND) ? -EPERM : 0;
}

static int64_t vfs_vector(struct file *f, uaddr_t uvec, uint64_t nr, loff_t *pos, unsigned rwf,
			  bool write)
{
	struct iov_seg fast[UIO_FASTIOV], *array = NULL;
	int64_t err = write ? may_write(f) : may_read(f);
	struct iov_iter i;

	if (err)
		return err;
	err = import_iovec(&i, uvec, nr, fast, &array);
	if (err || !i.count)
		goto out;
	err = verify_area(f, *pos, i.count);
	if (!err)
		err = check_rwf(f, rwf, write);
	if (err)
		goto out;
	i.rwf = rwf;
	err = write ? told_write(f, f->op->write(f, &i, pos)) :
		      told_read(f, f->op->read(f, &i, pos));
out:
	kfree(array);
	return err;
}

/* At the file's own position. */
static int64_t do_vector(fd_t fd, uaddr_t uvec, uint64_t nr, unsigned rwf, bool write)
{
	auto_file *f = file_get(fd);

	return f ? vfs_vector(f, uvec, nr, &f->pos, rwf, write) : -EBADF;
}

static int64_t do_pvector(fd_t fd, uaddr_t uvec, uint64_t nr, loff_t pos, unsigned rwf, bool write)
{
	struct file *f;
	int64_t n;

	if (pos < 0)
		return -EINVAL;
	f = file_get(fd);
	if (!f)
		return -EBADF;
	n = f->mode & FMODE_STREAM ? -ESPIPE : vfs_vector(f, uvec, nr, &pos, rwf, write);
	file_put(f);
	return n;
}

/* preadv2 and pwritev2: position -1 is the file's own. */
static int64_t do_vector2(fd_t fd, uaddr_t uvec, uint64_t nr, loff_t pos, int rwf, bool write)
{
	if (pos == -1)
		return do_vector(fd, uvec, nr, (unsigned)rwf, write);
	return do_pvector(fd, uvec, nr, pos, (unsigned)rwf, write);
}

static __always_inline int64_t do_pread(fd_t fd, uaddr_t buf, size_t count, loff_t pos)
{
	auto_file *f = NULL;

	if (pos < 0)
		return -EINVAL;
	f = file_get(fd);
	if (!f)
		return -EBADF;
	return f->mode & FMODE_STREAM ? -ESPIPE : read_at(f, buf, count, &pos);
}

static __always_inline int64_t do_pwrite(fd_t fd, uaddr_t buf, size_t count, loff_t pos)
{
	auto_file *f = NULL;

	if (pos < 0)
		return -EINVAL;
	f = file_get(fd);
	if (!f)
		return -EBADF;
	return f->mode & FMODE_STREAM ? -ESPIPE : write_at(f, buf, count, &pos);
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

SYSCALL_DEFINE4(pread64, fd_t, fd, uout_t, buf, usize_t, count, loff_t, pos)
{
	return do_pread(fd, buf, count, pos);
}

SYSCALL_DEFINE5(ia32_pread64, fd_t, fd, uout_t, ubuf, usize_t, count, off_lo_t, poslo,
		off_hi_t, poshi)
{
	return do_pread(fd, ubuf, count, pair(poshi, poslo));
}

SYSCALL_DEFINE4(pwrite64, fd_t, fd, uin_t, buf, usize_t, count, loff_t, pos)
{
	return do_pwrite(fd, buf, count, pos);
}

SYSCALL_DEFINE5(ia32_pwrite64, fd_t, fd, uin_t, ubuf, usize_t, count, off_lo_t, poslo,
		off_hi_t, poshi)
{
	return do_pwrite(fd, ubuf, count, pair(poshi, poslo));
}

SYSCALL_DEFINE3(readv, fd_t, fd, uiovec_out_t, vec, ulong_t, vlen)
{
	return do_vector(fd, vec, vlen, 0, false);
}

SYSCALL_DEFINE3(writev, fd_t, fd, uiovec_in_t, vec, ulong_t, vlen)
{
	return do_vector(fd, vec, vlen, 0, true);
}

/* With 64-bit registers the low one has it all, and the high one is ignored. */
SYSCALL_DEFINE5(preadv, fd_t, fd, uiovec_out_t, vec, ulong_t, vlen, slong_t, pos_l,
		off_none_t, pos_h)
{
	return do_pvector(fd, vec, vlen, (loff_t)pos_l, 0, false);
}

COMPAT_SYSCALL_DEFINE5(preadv, fd_t, fd, uiovec_out_t, vec, ulong_t, vlen, off_lo_t, pos_low,
		       off_hi_t, pos_high)
{
	return do_pvector(fd, vec, vlen, pair(pos_high, pos_low), 0, false);
}

SYSCALL_DEFINE5(pwritev, fd_t, fd, uiovec_in_t, vec, ulong_t, vlen, slong_t, pos_l,
		off_none_t, pos_h)
{
	return do_pvector(fd, vec, vlen, (loff_t)pos_l, 0, true);
}

COMPAT_SYSCALL_DEFINE5(pwritev, fd_t, fd, uiovec_in_t, vec, ulong_t, vlen, off_lo_t, pos_low,
		       off_hi_t, pos_high)
{
	return do_pvector(fd, vec, vlen, pair(pos_high, pos_low), 0, true);
}

SYSCALL_DEFINE6(preadv2, fd_t, fd, uiovec_out_t, vec, ulong_t, vlen, slong_t, pos_l,
		off_none_t, pos_h, rwf_t, flags)
{
	return do_vector2(fd, vec, vlen, (loff_t)pos_l, flags, false);
}

COMPAT_SYSCALL_DEFINE6(preadv2, fd_t, fd, uiovec_out_t, vec, ulong_t, vlen, off_lo_t, pos_low,
		       off_hi_t, pos_high, rwf_t, flags)
{
	return do_vector2(fd, vec, vlen, pair(pos_high, pos_low), flags, false);
}

SYSCALL_DEFINE6(pwritev2, fd_t, fd, uiovec_in_t, vec, ulong_t, vlen, slong_t, pos_l,
		off_none_t, pos_h, rwf_t, flags)
{
	return do_vector2(fd, vec, vlen, (loff_t)pos_l, flags, true);
}

COMPAT_SYSCALL_DEFINE6(pwritev2, fd_t, fd, uiovec_in_t, vec, ulong_t, vlen, off_lo_t, pos_low,
		       off_hi_t, pos_high, rwf_t, flags)
{
	return do_vector2(fd, vec, vlen, pair(pos_high, pos_low), flags, true);
}
