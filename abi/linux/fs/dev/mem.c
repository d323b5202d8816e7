/* SPDX-License-Identifier: GPL-2.0-or-later */
/* /dev/null, /dev/zero and /dev/full. */
#include "fs/dev/internal.h"

#define ZERO_CHUNK (1ul << 16) /* between two looks at whether to stop */

static int64_t read_null(__unused struct file *f, __unused struct iov_iter *to,
			 __unused loff_t *pos)
{
	return 0;
}

/* The guest's memory is not looked at: a bad address is no error here. */
static int64_t write_null(__unused struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	size_t n = from->count;

	iov_iter_advance(from, n);
	return (int64_t)n;
}

static int64_t read_zero(__unused struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	int64_t done = 0;
	size_t chunk, n;

	while (to->count) {
		chunk = min(to->count, ZERO_CHUNK);
		n = iov_iter_zero(chunk, to);
		done += (int64_t)n;
		if (n < chunk)
			return done ? done : -EFAULT;
		if (to->count && need_break())
			return done;
	}
	return done;
}

static int64_t write_full(__unused struct file *f, __unused struct iov_iter *from,
			  __unused loff_t *pos)
{
	return -ENOSPC;
}

static loff_t null_lseek(struct file *f, __unused loff_t offset, __unused int whence)
{
	return f->pos = 0;
}

/* A private mapping is anonymous memory; a shared one needs an object to share. */
static int mmap_zero(__unused struct file *f, struct vma *vma)
{
	return vma->flags & VM_SHARED ? shmem_zero_setup(vma) : 0;
}

/* These never wait. */
int nowait_open(__unused struct inode *inode, struct file *f)
{
	f->mode |= FMODE_NOWAIT;
	return 0;
}

const struct file_ops null_ops = {
	.open = nowait_open,
	.read = read_null,
	.write = write_null,
	.llseek = null_lseek,
	.no_splice_read = true,
};

const struct file_ops zero_ops = {
	.open = nowait_open,
	.read = read_zero,
	.write = write_null,
	.llseek = null_lseek,
	.mmap = mmap_zero,
};

const struct file_ops full_ops = {
	.read = read_zero,
	.write = write_full,
	.llseek = null_lseek,
	.no_splice_write = true,
};
