/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Positions: moving them, and how far a write may go. */
#include "fs/internal.h"
#include "kernel/signal.h"
#include "syscall.h"

#define MAX_NON_LFS 0x7fffffffll

/* Files of a size; data is everywhere and the only hole is at the end. */
loff_t generic_file_llseek(struct file *f, loff_t offset, int whence)
{
	loff_t size = (loff_t)f->inode->size;

	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		/* A query even where the position could not be set. */
		if (!offset)
			return f->pos;
		if (__builtin_add_overflow(f->pos, offset, &offset))
			return -EINVAL;
		break;
	case SEEK_END:
		if (__builtin_add_overflow(size, offset, &offset))
			return -EINVAL;
		break;
	case SEEK_DATA:
	case SEEK_HOLE:
		if (offset < 0 || offset >= size)
			return -ENXIO;
		if (whence == SEEK_HOLE)
			offset = size;
		break;
	default:
		return -EINVAL;
	}
	if (offset < 0)
		return -EINVAL;
	f->pos = offset;
	return offset;
}

/* How far a file may be written: the process's limit, then the one without O_LARGEFILE. */
int64_t generic_write_limit(const struct file *f, loff_t pos, uint64_t count)
{
	uint64_t limit = current ? rlimit(RLIMIT_FSIZE) : RLIM_INFINITY;

	if (limit != RLIM_INFINITY) {
		if ((uint64_t)pos >= limit) {
			send_sigxfsz();
			return -EFBIG;
		}
		count = min(count, limit - (uint64_t)pos);
	}
	limit = f->flags & O_LARGEFILE ? INT64_MAX : MAX_NON_LFS;
	if ((uint64_t)pos >= limit)
		return -EFBIG;
	return (int64_t)min(count, limit - (uint64_t)pos);
}

int64_t generic_write_checks(struct file *f, struct iov_iter *from, loff_t *pos, uint64_t i_size)
{
	bool append = ((f->flags & O_APPEND) && !(from->rwf & RWF_NOAPPEND)) ||
		      (from->rwf & RWF_APPEND);
	int64_t n;

	if (!from->count)
		return 0;
	if (append)
		*pos = (loff_t)i_size;
	n = generic_write_limit(f, *pos, from->count);
	if (n >= 0)
		from->count = (size_t)n;
	return n;
}

static loff_t vfs_llseek(struct file *f, loff_t offset, unsigned whence)
{
	if (whence > SEEK_HOLE)
		return -EINVAL;
	if ((f->mode & FMODE_NOSEEK) || !f->op->llseek)
		return -ESPIPE;
	return f->op->llseek(f, offset, (int)whence);
}

SYSCALL_DEFINE3(lseek, fd_t, fd, loff_t, offset, whence_t, whence)
{
	auto_file *f = file_get(fd);

	return f ? vfs_llseek(f, offset, whence) : -EBADF;
}

/* As on a 64-bit kernel the result is not checked: the register has its low half. */
COMPAT_SYSCALL_DEFINE3(lseek, fd_t, fd, compat_off_t, offset, whence_t, whence)
{
	auto_file *f = file_get(fd);

	return f ? vfs_llseek(f, offset, whence) : -EBADF;
}

SYSCALL_DEFINE5(llseek, fd_t, fd, off_hi_t, offset_high, off_lo_t, offset_low, uloff_out_t, result,
		whence_t, whence)
{
	auto_file *f = file_get(fd);
	loff_t pos;

	if (!f)
		return -EBADF;
	pos = vfs_llseek(f, (loff_t)((uint64_t)offset_high << 32 | offset_low), whence);
	if (pos < 0)
		return pos;
	return put_user(pos, result);
}
