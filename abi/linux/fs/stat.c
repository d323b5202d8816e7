/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of files, and their five layouts. */
#include "fs/internal.h"
#include "syscall.h"
#include "uapi/statbuf.h"

#define OVERFLOW_ID 65534 /* what an id that does not fit 16 bits reads as */
#define MAX_NON_LFS 0x7fffffffull

void generic_fillattr(struct inode *inode, struct kstat *st)
{
	st->mode = inode->mode;
	st->nlink = inode->nlink;
	st->blksize = inode->blksize;
	st->ino = inode->ino;
	st->size = inode->size;
	st->blocks = inode->blocks;
	st->uid = inode->uid;
	st->gid = inode->gid;
	st->dev = inode->sb->dev;
	st->rdev = inode->rdev;
	st->atime = inode->atime;
	st->mtime = inode->mtime;
	st->ctime = inode->ctime;
	st->btime = inode->btime;
}

int vfs_getattr(const struct path *path, struct kstat *st, uint32_t mask)
{
	struct inode *inode = path->dentry->inode;

	memset(st, 0, sizeof(*st));
	st->result_mask = STATX_BASIC_STATS;
	if (inode->op->getattr)
		return inode->op->getattr(path, st, mask);
	generic_fillattr(inode, st);
	return 0;
}

/* What is the mount's and not the file's; for statx. */
static void fill_mount(const struct path *path, struct kstat *st, uint32_t mask)
{
	st->attributes_mask |= STATX_ATTR_AUTOMOUNT | STATX_ATTR_DAX | STATX_ATTR_MOUNT_ROOT;
	if (path->dentry == path->mnt->root)
		st->attributes |= STATX_ATTR_MOUNT_ROOT;
	st->mnt_id = (uint64_t)path->mnt->id;
	st->result_mask |= STATX_MNT_ID;
	if (mask & STATX_MNT_ID_UNIQUE) { /* ids are never used again here: the same number */
		st->result_mask ^= STATX_MNT_ID | STATX_MNT_ID_UNIQUE;
		st->mnt_id |= 1ull << 31;
	}
}

static int stat_path(const struct path *path, struct kstat *st, uint32_t mask)
{
	int err = vfs_getattr(path, st, mask);

	if (!err)
		fill_mount(path, st, mask);
	return err;
}

static int stat_fd(fd_t fd, struct kstat *st, uint32_t mask)
{
	auto_file *f = file_get_raw(fd);

	return f ? stat_path(&f->path, st, mask) : -EBADF;
}

/* "" or no path at all: the descriptor itself, without a walk. */
static bool empty_path(dfd_t dfd, uaddr_t upath)
{
	char c;

	if (dfd < 0)
		return false;
	return !upath || (!get_user(c, upath) && !c);
}

/* name, at dfd by AT_* flags. */
static int vfs_statx(dfd_t dfd, uaddr_t upath, int flags, struct kstat *st, uint32_t mask)
{
	unsigned lookup = 0;
	struct path path;
	char name[PATH_MAX];
	int err;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AT_STATX_SYNC_TYPE))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	if (!(flags & AT_SYMLINK_NOFOLLOW))
		lookup |= LOOKUP_FOLLOW;
	err = getname_flags(name, upath, lookup & LOOKUP_EMPTY);
	if (err)
		return err;
	err = path_lookup(dfd, name, lookup, &path);
	if (err)
		return err;
	err = stat_path(&path, st, mask);
	path_put(&path);
	return err;
}

static int vfs_stat(uaddr_t upath, struct kstat *st)
{
	return vfs_statx(AT_FDCWD, upath, 0, st, STATX_BASIC_STATS);
}

static int vfs_lstat(uaddr_t upath, struct kstat *st)
{
	return vfs_statx(AT_FDCWD, upath, AT_SYMLINK_NOFOLLOW, st, STATX_BASIC_STATS);
}

static int vfs_fstat(fd_t fd, struct kstat *st)
{
	return stat_fd(fd, st, STATX_BASIC_STATS);
}

static int vfs_fstatat(dfd_t dfd, uaddr_t upath, int flags, struct kstat *st)
{
	if (flags == AT_EMPTY_PATH && empty_path(dfd, upath))
		return vfs_fstat(dfd, st);
	return vfs_statx(dfd, upath, flags, st, STATX_BASIC_STATS);
}

static uint16_t id16(uint32_t id)
{
	return id > 0xffff ? OVERFLOW_ID : (uint16_t)id;
}

static long put_x64_stat(const struct kstat *st, uaddr_t to)
{
	struct x64_stat s = {
		.st_dev = st->dev,
		.st_ino = st->ino,
		.st_nlink = st->nlink,
		.st_mode = st->mode,
		.st_uid = st->uid,
		.st_gid = st->gid,
		.st_rdev = st->rdev,
		.st_size = (int64_t)st->size,
		.st_blksize = st->blksize,
		.st_blocks = (int64_t)st->blocks,
		.atime = (uint64_t)st->atime.tv_sec,
		.atime_nsec = (uint64_t)st->atime.tv_nsec,
		.mtime = (uint64_t)st->mtime.tv_sec,
		.mtime_nsec = (uint64_t)st->mtime.tv_nsec,
		.ctime = (uint64_t)st->ctime.tv_sec,
		.ctime_nsec = (uint64_t)st->ctime.tv_nsec,
	};

	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

static long put_i386_stat(const struct kstat *st, uaddr_t to)
{
	struct i386_stat s = {
		.st_dev = st->dev,
		.st_ino = (uint32_t)st->ino,
		.st_mode = (uint16_t)st->mode,
		.st_nlink = (uint16_t)st->nlink,
		.st_uid = id16(st->uid),
		.st_gid = id16(st->gid),
		.st_rdev = st->rdev,
		.st_size = (uint32_t)st->size,
		.st_blksize = st->blksize,
		.st_blocks = (uint32_t)st->blocks,
		.atime = (uint32_t)st->atime.tv_sec,
		.atime_nsec = (uint32_t)st->atime.tv_nsec,
		.mtime = (uint32_t)st->mtime.tv_sec,
		.mtime_nsec = (uint32_t)st->mtime.tv_nsec,
		.ctime = (uint32_t)st->ctime.tv_sec,
		.ctime_nsec = (uint32_t)st->ctime.tv_nsec,
	};

	if (s.st_ino != st->ino || s.st_nlink != st->nlink || st->size > MAX_NON_LFS)
		return -EOVERFLOW;
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

/* The old one has no room for large sizes and devices: they are cut without a word. */
static long put_old_stat(const struct kstat *st, uaddr_t to)
{
	struct i386_old_stat s = {
		.st_dev = (uint16_t)(MAJOR(st->dev) << 8 | MINOR(st->dev)),
		.st_ino = (uint16_t)st->ino,
		.st_mode = (uint16_t)st->mode,
		.st_nlink = (uint16_t)st->nlink,
		.st_uid = id16(st->uid),
		.st_gid = id16(st->gid),
		.st_rdev = (uint16_t)(MAJOR(st->rdev) << 8 | MINOR(st->rdev)),
		.st_size = (uint32_t)st->size,
		.atime = (uint32_t)st->atime.tv_sec,
		.mtime = (uint32_t)st->mtime.tv_sec,
		.ctime = (uint32_t)st->ctime.tv_sec,
	};

	if (s.st_ino != st->ino || s.st_nlink != st->nlink)
		return -EOVERFLOW;
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

/* Linux writes field by field and leaves the two paddings as they were. */
static long put_i386_stat64(const struct kstat *st, uaddr_t to)
{
	struct i386_stat64 s = {
		.st_dev = st->dev,
		.ino32 = (uint32_t)st->ino,
		.st_mode = st->mode,
		.st_nlink = st->nlink,
		.st_uid = st->uid,
		.st_gid = st->gid,
		.st_rdev = st->rdev,
		.st_size = (int64_t)st->size,
		.st_blksize = st->blksize,
		.st_blocks = (int64_t)st->blocks,
		.atime = (uint32_t)st->atime.tv_sec,
		.atime_nsec = (uint32_t)st->atime.tv_nsec,
		.mtime = (uint32_t)st->mtime.tv_sec,
		.mtime_nsec = (uint32_t)st->mtime.tv_nsec,
		.ctime = (uint32_t)st->ctime.tv_sec,
		.ctime_nsec = (uint32_t)st->ctime.tv_nsec,
		.st_ino = st->ino,
	};
	static const struct {
		uint8_t from, to;
	} part[] = {
		{ 0, offsetof(struct i386_stat64, pad0) },
		{ offsetof(struct i386_stat64, ino32), offsetof(struct i386_stat64, pad3) },
		{ offsetof(struct i386_stat64, st_size), sizeof(s) },
	};

	for (unsigned i = 0; i < ARRAY_SIZE(part); i++)
		if (copy_to_user(to + part[i].from, (char *)&s + part[i].from,
				 part[i].to - part[i].from))
			return -EFAULT;
	return 0;
}

static struct linux_statx_timestamp statx_time(const struct timespec64 *t)
{
	return (struct linux_statx_timestamp){ t->tv_sec, (uint32_t)t->tv_nsec, 0 };
}

static long put_statx(const struct kstat *st, uaddr_t to)
{
	struct linux_statx s = {
		.stx_mask = st->result_mask,
		.stx_blksize = st->blksize,
		.stx_attributes = st->attributes,
		.stx_nlink = st->nlink,
		.stx_uid = st->uid,
		.stx_gid = st->gid,
		.stx_mode = (uint16_t)st->mode,
		.stx_ino = st->ino,
		.stx_size = st->size,
		.stx_blocks = st->blocks,
		.stx_attributes_mask = st->attributes_mask,
		.stx_atime = statx_time(&st->atime),
		.stx_ctime = statx_time(&st->ctime),
		.stx_mtime = statx_time(&st->mtime),
		.stx_rdev_major = MAJOR(st->rdev),
		.stx_rdev_minor = MINOR(st->rdev),
		.stx_dev_major = MAJOR(st->dev),
		.stx_dev_minor = MINOR(st->dev),
		.stx_mnt_id = st->mnt_id,
	};

	if (st->result_mask & STATX_BTIME)
		s.stx_btime = statx_time(&st->btime);
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

SYSCALL_DEFINE2(stat, upath_t, filename, uoldstat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_stat(filename, &st);

	return err ? err : put_old_stat(&st, statbuf);
}

SYSCALL_DEFINE2(lstat, upath_t, filename, uoldstat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_lstat(filename, &st);

	return err ? err : put_old_stat(&st, statbuf);
}

SYSCALL_DEFINE2(fstat, fd_t, fd, uoldstat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : put_old_stat(&st, statbuf);
}

SYSCALL_DEFINE2(newstat, upath_t, filename, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_stat(filename, &st);

	return err ? err : put_x64_stat(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(newstat, upath_t, filename, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_stat(filename, &st);

	return err ? err : put_i386_stat(&st, statbuf);
}

SYSCALL_DEFINE2(newlstat, upath_t, filename, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_lstat(filename, &st);

	return err ? err : put_x64_stat(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(newlstat, upath_t, filename, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_lstat(filename, &st);

	return err ? err : put_i386_stat(&st, statbuf);
}

SYSCALL_DEFINE2(newfstat, fd_t, fd, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : put_x64_stat(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(newfstat, fd_t, fd, ustat_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : put_i386_stat(&st, statbuf);
}

SYSCALL_DEFINE4(newfstatat, dfd_t, dfd, upath_t, filename, ustat_out_t, statbuf, atflags_t, flag)
{
	struct kstat st;
	int err = vfs_fstatat(dfd, filename, flag, &st);

	return err ? err : put_x64_stat(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(ia32_stat64, upath_t, filename, ustat64_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_stat(filename, &st);

	return err ? err : put_i386_stat64(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(ia32_lstat64, upath_t, filename, ustat64_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_lstat(filename, &st);

	return err ? err : put_i386_stat64(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE2(ia32_fstat64, fd_t, fd, ustat64_out_t, statbuf)
{
	struct kstat st;
	int err = vfs_fstat(fd, &st);

	return err ? err : put_i386_stat64(&st, statbuf);
}

COMPAT_SYSCALL_DEFINE4(ia32_fstatat64, dfd_t, dfd, upath_t, filename, ustat64_out_t, statbuf,
		       atflags_t, flag)
{
	struct kstat st;
	int err = vfs_fstatat(dfd, filename, flag, &st);

	return err ? err : put_i386_stat64(&st, statbuf);
}

SYSCALL_DEFINE5(statx, dfd_t, dfd, upath_t, filename, statx_flags_t, flags, statx_mask_t, mask,
		ustatx_out_t, buffer)
{
	struct kstat st;
	int err;

	if ((mask & STATX__RESERVED) || (flags & AT_STATX_SYNC_TYPE) == AT_STATX_SYNC_TYPE)
		return -EINVAL;
	/* glibc's fstat on 32 bits comes so. */
	if ((flags & ~AT_NO_AUTOMOUNT) == AT_EMPTY_PATH && empty_path(dfd, filename))
		err = stat_fd(dfd, &st, mask);
	else
		err = vfs_statx(dfd, filename, flags, &st, mask);
	return err ? err : put_statx(&st, buffer);
}
