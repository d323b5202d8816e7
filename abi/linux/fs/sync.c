/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making data durable, and advice on how it will be read. */
#include "fs/internal.h"
#include "syscall.h"

int noop_fsync(__unused struct file *f, __unused loff_t start, __unused loff_t end,
	       __unused bool datasync)
{
	return 0;
}

static long do_fsync(fd_t fd, bool datasync)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	return f->op->fsync ? f->op->fsync(f, 0, INT64_MAX, datasync) : -EINVAL;
}

/* Dirty pages go to their files; what those do with them is the host's. */
static void sync_super(const struct super_block *sb)
{
	struct inode *inode;

	list_for_each_entry(inode, &sb->inodes, sb_node) {
		const struct address_space_ops *op = inode->mapping.ops;

		if (op && op->writepage)
			filemap_writeback(&inode->mapping, 0, UINT64_MAX);
	}
}

static long do_sync_file_range(fd_t fd, loff_t offset, loff_t nbytes, unsigned flags)
{
	auto_file *f = file_get(fd);
	uint64_t end;
	uint32_t mode;

	if (!f)
		return -EBADF;
	if (flags & ~(unsigned)SYNC_FILE_RANGE_WRITE_AND_WAIT)
		return -EINVAL;
	end = (uint64_t)offset + (uint64_t)nbytes;
	if (offset < 0 || (int64_t)end < 0 || end < (uint64_t)offset)
		return -EINVAL;
	mode = f->inode->mode;
	if (!S_ISREG(mode) && !S_ISBLK(mode) && !S_ISDIR(mode) && !S_ISLNK(mode))
		return -ESPIPE;
	if (!(flags & SYNC_FILE_RANGE_WRITE))
		return 0;
	return filemap_writeback(&f->inode->mapping, (uint64_t)offset, nbytes ? end : UINT64_MAX);
}

/* Pages are read when they are used, so good advice changes nothing; bad advice is told. */
static long do_fadvise(fd_t fd, loff_t len, int advice)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	if (S_ISFIFO(f->inode->mode))
		return -ESPIPE;
	if (len < 0)
		return -EINVAL;
	return advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE ? -EINVAL : 0;
}

static long do_readahead(fd_t fd)
{
	auto_file *f = file_get(fd);

	if (!f || !(f->mode & FMODE_READ))
		return -EBADF;
	return S_ISREG(f->inode->mode) || S_ISBLK(f->inode->mode) ? 0 : -EINVAL;
}

SYSCALL_DEFINE1(fsync, fd_t, fd)
{
	return do_fsync(fd, false);
}

SYSCALL_DEFINE1(fdatasync, fd_t, fd)
{
	return do_fsync(fd, true);
}

SYSCALL_DEFINE0(sync)
{
	struct super_block *sb;

	list_for_each_entry(sb, &fs_state()->supers, node)
		sync_super(sb);
	return 0;
}

SYSCALL_DEFINE1(syncfs, fd_t, fd)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	sync_super(f->inode->sb);
	return 0;
}

SYSCALL_DEFINE4(sync_file_range, fd_t, fd, loff_t, offset, loff_t, nbytes, sync_range_flags_t, flags)
{
	return do_sync_file_range(fd, offset, nbytes, flags);
}

SYSCALL_DEFINE6(ia32_sync_file_range, fd_t, fd, off_lo_t, off_low, off_hi_t, off_hi,
		off_lo_t, n_low, off_hi_t, n_hi, sync_range_flags_t, flags)
{
	return do_sync_file_range(fd, pair(off_hi, off_low), pair(n_hi, n_low), flags);
}

SYSCALL_DEFINE4(fadvise64, fd_t, fd, loff_t, offset, usize_t, len, fadvice_t, advice)
{
	return do_fadvise(fd, (loff_t)len, advice);
}

SYSCALL_DEFINE5(ia32_fadvise64, fd_t, fd, off_lo_t, offset_lo, off_hi_t, offset_hi, usize_t, len,
		fadvice_t, advice)
{
	return do_fadvise(fd, (loff_t)len, advice);
}

SYSCALL_DEFINE6(ia32_fadvise64_64, fd_t, fd, off_lo_t, offset_low, off_hi_t, offset_high,
		off_lo_t, len_low, off_hi_t, len_high, fadvice_t, advice)
{
	return do_fadvise(fd, pair(len_high, len_low), advice);
}

SYSCALL_DEFINE3(readahead, fd_t, fd, loff_t, offset, usize_t, count)
{
	return do_readahead(fd);
}

SYSCALL_DEFINE4(ia32_readahead, fd_t, fd, off_lo_t, off_lo, off_hi_t, off_hi, usize_t, count)
{
	return do_readahead(fd);
}
