/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sizes and reserved space: truncate, fallocate; i386 has its 64-bit values in pairs. */
#include "fs/fsnotify.h"
#include "syscall.h"

#define MAX_NON_LFS 0x7fffffffll
#define FALLOC_FL_MODE_MASK                                                              \
	(FALLOC_FL_PUNCH_HOLE | FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_ZERO_RANGE |       \
	 FALLOC_FL_INSERT_RANGE | FALLOC_FL_UNSHARE_RANGE)

static long do_sys_truncate(uaddr_t upath, loff_t length)
{
	struct path path;
	int err;

	if (length < 0)
		return -EINVAL;
	err = user_path_at(AT_FDCWD, upath, LOOKUP_FOLLOW, &path);
	if (err)
		return err;
	err = vfs_truncate(&path, length);
	path_put(&path);
	return err;
}

/* Through a file opened without O_LARGEFILE no call makes a large one: not even ftruncate64. */
static long do_sys_ftruncate(fd_t fd, loff_t length)
{
	auto_file *f = NULL;

	if (length < 0)
		return -EINVAL;
	f = file_get(fd);
	if (!f)
		return -EBADF;
	if (!S_ISREG(f->inode->mode) || !(f->mode & FMODE_WRITE))
		return -EINVAL;
	if (!(f->flags & O_LARGEFILE) && length > MAX_NON_LFS)
		return -EINVAL;
	if (f->inode->i_flags & S_APPEND)
		return -EPERM;
	return do_truncate(f->path.dentry, (uint64_t)length, ATTR_MTIME | ATTR_CTIME, f);
}

/* Modes exclude each other, though they look like flags. */
static int check_falloc_mode(int mode)
{
	if (mode & ~(FALLOC_FL_MODE_MASK | FALLOC_FL_KEEP_SIZE))
		return -EOPNOTSUPP;
	switch (mode & FALLOC_FL_MODE_MASK) {
	case 0:
	case FALLOC_FL_UNSHARE_RANGE:
	case FALLOC_FL_ZERO_RANGE:
		return 0;
	case FALLOC_FL_PUNCH_HOLE:
		return mode & FALLOC_FL_KEEP_SIZE ? 0 : -EOPNOTSUPP;
	case FALLOC_FL_COLLAPSE_RANGE:
	case FALLOC_FL_INSERT_RANGE:
		return mode & FALLOC_FL_KEEP_SIZE ? -EOPNOTSUPP : 0;
	default:
		return -EOPNOTSUPP;
	}
}

static int vfs_fallocate(struct file *f, int mode, loff_t offset, loff_t len)
{
	const struct inode *inode = f->inode;
	loff_t end;
	int err;

	if (offset < 0 || len <= 0)
		return -EINVAL;
	err = check_falloc_mode(mode);
	if (err)
		return err;
	if (!(f->mode & FMODE_WRITE))
		return -EBADF;
	if ((mode & ~FALLOC_FL_KEEP_SIZE) && (inode->i_flags & S_APPEND))
		return -EPERM;
	if (inode->i_flags & S_IMMUTABLE)
		return -EPERM;
	if (S_ISFIFO(inode->mode))
		return -ESPIPE;
	if (S_ISDIR(inode->mode))
		return -EISDIR;
	if (!S_ISREG(inode->mode) && !S_ISBLK(inode->mode))
		return -ENODEV;
	if (__builtin_add_overflow(offset, len, &end))
		return -EFBIG;
	err = f->op->fallocate ? f->op->fallocate(f, mode, offset, len) : -EOPNOTSUPP;
	if (!err)
		fsnotify_modify(f);
	return err;
}

static long do_fallocate(fd_t fd, int mode, loff_t offset, loff_t len)
{
	auto_file *f = file_get(fd);

	return f ? vfs_fallocate(f, mode, offset, len) : -EBADF;
}

SYSCALL_DEFINE2(truncate, upath_t, path, ulong_t, length)
{
	return do_sys_truncate(path, (loff_t)length);
}

COMPAT_SYSCALL_DEFINE2(truncate, upath_t, path, compat_len_t, length)
{
	return do_sys_truncate(path, (loff_t)length);
}

SYSCALL_DEFINE3(ia32_truncate64, upath_t, filename, len_lo_t, length_low, len_hi_t, length_high)
{
	return do_sys_truncate(filename, pair(length_high, length_low));
}

SYSCALL_DEFINE2(ftruncate, fd_t, fd, ulong_t, length)
{
	return do_sys_ftruncate(fd, (loff_t)length);
}

COMPAT_SYSCALL_DEFINE2(ftruncate, fd_t, fd, compat_len_t, length)
{
	return do_sys_ftruncate(fd, (loff_t)length);
}

SYSCALL_DEFINE3(ia32_ftruncate64, fd_t, fd, len_lo_t, length_low, len_hi_t, length_high)
{
	return do_sys_ftruncate(fd, pair(length_high, length_low));
}

SYSCALL_DEFINE4(fallocate, fd_t, fd, falloc_mode_t, mode, loff_t, offset, loff_t, len)
{
	return do_fallocate(fd, mode, offset, len);
}

SYSCALL_DEFINE6(ia32_fallocate, fd_t, fd, falloc_mode_t, mode, off_lo_t, offset_lo,
		off_hi_t, offset_hi, off_lo_t, len_lo, off_hi_t, len_hi)
{
	return do_fallocate(fd, mode, pair(offset_hi, offset_lo), pair(len_hi, len_lo));
}
