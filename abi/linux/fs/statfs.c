/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a filesystem says of itself. */
#include "fs/internal.h"
#include "syscall.h"
#include "uapi/statfs.h"

static uint64_t flags_of(unsigned ms)
{
	static const struct {
		unsigned ms, st;
	} map[] = {
		{ MS_RDONLY, ST_RDONLY },	{ MS_NOSUID, ST_NOSUID },
		{ MS_NODEV, ST_NODEV },		{ MS_NOEXEC, ST_NOEXEC },
		{ MS_SYNCHRONOUS, ST_SYNCHRONOUS }, { MS_MANDLOCK, ST_MANDLOCK },
		{ MS_NOATIME, ST_NOATIME },	{ MS_NODIRATIME, ST_NODIRATIME },
		{ MS_NOSYMFOLLOW, ST_NOSYMFOLLOW },
	};
	uint64_t st = ST_VALID;

	for (unsigned i = 0; i < ARRAY_SIZE(map); i++)
		if (ms & map[i].ms)
			st |= map[i].st;
	if (!(ms & (MS_NOATIME | MS_STRICTATIME)))
		st |= ST_RELATIME;
	return st;
}

static int statfs_super(struct super_block *sb, struct kstatfs *st)
{
	memset(st, 0, sizeof(*st));
	st->type = sb->magic;
	st->bsize = sb->op->statfs ? sb->blocksize : PAGE_SIZE; /* as simple_statfs() has it */
	st->namelen = NAME_MAX;
	st->fsid[0] = sb->dev;
	return sb->op->statfs ? sb->op->statfs(sb, st) : 0;
}

static int vfs_statfs(const struct path *path, struct kstatfs *st)
{
	int err = statfs_super(path->dentry->sb, st);

	st->flags = flags_of(path->mnt->flags | path->mnt->sb->flags);
	if (!st->frsize)
		st->frsize = st->bsize;
	return err;
}

static int user_statfs(uaddr_t upath, struct kstatfs *st)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, upath, LOOKUP_FOLLOW, &path);

	if (err)
		return err;
	err = vfs_statfs(&path, st);
	path_put(&path);
	return err;
}

static int fd_statfs(fd_t fd, struct kstatfs *st)
{
	auto_file *f = file_get_raw(fd);

	return f ? vfs_statfs(&f->path, st) : -EBADF;
}

static long put_x64_statfs(const struct kstatfs *st, uaddr_t to)
{
	struct x64_statfs s = {
		.f_type = (int64_t)st->type,
		.f_bsize = (int64_t)st->bsize,
		.f_blocks = st->blocks,
		.f_bfree = st->bfree,
		.f_bavail = st->bavail,
		.f_files = st->files,
		.f_ffree = st->ffree,
		.f_fsid = { st->fsid[0], st->fsid[1] },
		.f_namelen = (int64_t)st->namelen,
		.f_frsize = (int64_t)st->frsize,
		.f_flags = (int64_t)st->flags,
	};

	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

/* Numbers of files may be -1: "unknown" fits. */
static bool fits32(uint64_t x)
{
	return x == UINT64_MAX || !(x >> 32);
}

static long put_i386_statfs(const struct kstatfs *st, uaddr_t to)
{
	struct i386_statfs s = {
		.f_type = (uint32_t)st->type,
		.f_bsize = (uint32_t)st->bsize,
		.f_blocks = (uint32_t)st->blocks,
		.f_bfree = (uint32_t)st->bfree,
		.f_bavail = (uint32_t)st->bavail,
		.f_files = (uint32_t)st->files,
		.f_ffree = (uint32_t)st->ffree,
		.f_fsid = { st->fsid[0], st->fsid[1] },
		.f_namelen = (uint32_t)st->namelen,
		.f_frsize = (uint32_t)st->frsize,
		.f_flags = (uint32_t)st->flags,
	};

	if ((st->blocks | st->bfree | st->bavail | st->bsize | st->frsize) >> 32 ||
	    !fits32(st->files) || !fits32(st->ffree))
		return -EOVERFLOW;
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

static long put_i386_statfs64(const struct kstatfs *st, uaddr_t to)
{
	struct i386_statfs64 s = {
		.f_type = (uint32_t)st->type,
		.f_bsize = (uint32_t)st->bsize,
		.f_blocks = st->blocks,
		.f_bfree = st->bfree,
		.f_bavail = st->bavail,
		.f_files = st->files,
		.f_ffree = st->ffree,
		.f_fsid = { st->fsid[0], st->fsid[1] },
		.f_namelen = (uint32_t)st->namelen,
		.f_frsize = (uint32_t)st->frsize,
		.f_flags = (uint32_t)st->flags,
	};

	if ((st->bsize | st->frsize) >> 32)
		return -EOVERFLOW;
	return copy_to_user(to, &s, sizeof(s)) ? -EFAULT : 0;
}

/* Of the filesystem on a device. */
static int ustat(unsigned dev, struct kstatfs *st)
{
	struct super_block *sb;

	list_for_each_entry(sb, &fs_state()->supers, node)
		if (sb->dev == dev)
			return statfs_super(sb, st);
	return -EINVAL;
}

SYSCALL_DEFINE2(statfs, upath_t, pathname, ustatfs_out_t, buf)
{
	struct kstatfs st;
	int err = user_statfs(pathname, &st);

	return err ? err : put_x64_statfs(&st, buf);
}

COMPAT_SYSCALL_DEFINE2(statfs, upath_t, pathname, ustatfs_out_t, buf)
{
	struct kstatfs st;
	int err = user_statfs(pathname, &st);

	return err ? err : put_i386_statfs(&st, buf);
}

SYSCALL_DEFINE2(fstatfs, fd_t, fd, ustatfs_out_t, buf)
{
	struct kstatfs st;
	int err = fd_statfs(fd, &st);

	return err ? err : put_x64_statfs(&st, buf);
}

COMPAT_SYSCALL_DEFINE2(fstatfs, fd_t, fd, ustatfs_out_t, buf)
{
	struct kstatfs st;
	int err = fd_statfs(fd, &st);

	return err ? err : put_i386_statfs(&st, buf);
}

COMPAT_SYSCALL_DEFINE3(statfs64, upath_t, pathname, usize_t, sz, ustatfs64_out_t, buf)
{
	struct kstatfs st;
	int err = sz == sizeof(struct i386_statfs64) ? user_statfs(pathname, &st) : -EINVAL;

	return err ? err : put_i386_statfs64(&st, buf);
}

COMPAT_SYSCALL_DEFINE3(fstatfs64, fd_t, fd, usize_t, sz, ustatfs64_out_t, buf)
{
	struct kstatfs st;
	int err = sz == sizeof(struct i386_statfs64) ? fd_statfs(fd, &st) : -EINVAL;

	return err ? err : put_i386_statfs64(&st, buf);
}

SYSCALL_DEFINE2(ustat, udev_t, dev, uustat_out_t, ubuf)
{
	struct x64_ustat s = {};
	struct kstatfs st;
	int err = ustat(dev, &st);

	if (err)
		return err;
	s.f_tfree = (int32_t)st.bfree;
	s.f_tinode = st.ffree;
	return copy_to_user(ubuf, &s, sizeof(s)) ? -EFAULT : 0;
}

COMPAT_SYSCALL_DEFINE2(ustat, udev_t, dev, uustat_out_t, ubuf)
{
	struct i386_ustat s = {};
	struct kstatfs st;
	int err = ustat(dev, &st);

	if (err)
		return err;
	s.f_tfree = (int32_t)st.bfree;
	s.f_tinode = (uint32_t)st.ffree;
	return copy_to_user(ubuf, &s, sizeof(s)) ? -EFAULT : 0;
}
