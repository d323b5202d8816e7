/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mode and owner of files; i386 has forms with 16-bit ids. */
#include "fs/internal.h"
#include "syscall.h"

static int chmod_path(const struct path *path, umode_t mode)
{
	struct iattr attr = { .valid = ATTR_MODE, .mode = mode & S_IALLUGO };
	int err = mnt_want_write(path->mnt);

	return err ? err : notify_change(path->dentry, &attr);
}

static int chown_path(const struct path *path, uid_t uid, gid_t gid)
{
	struct inode *inode = path->dentry->inode;
	struct iattr attr = { .valid = ATTR_CTIME, .uid = uid, .gid = gid };
	int err = mnt_want_write(path->mnt);

	if (err)
		return err;
	if (uid != (uid_t)-1)
		attr.valid |= ATTR_UID;
	if (gid != (gid_t)-1)
		attr.valid |= ATTR_GID;
	if (!S_ISDIR(inode->mode))
		attr.valid |= ATTR_KILL_SUID | setattr_kill_sgid(inode);
	return notify_change(path->dentry, &attr);
}

static int attr_path_at(dfd_t dfd, uaddr_t upath, int flags, struct path *path)
{
	unsigned lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;

	if (flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	return user_path_at(dfd, upath, lookup, path);
}

static long do_fchmodat(dfd_t dfd, uaddr_t upath, umode_t mode, int flags)
{
	struct path path;
	int err = attr_path_at(dfd, upath, flags, &path);

	if (err)
		return err;
	err = chmod_path(&path, mode);
	path_put(&path);
	return err;
}

static long do_fchownat(dfd_t dfd, uaddr_t upath, uid_t uid, gid_t gid, int flags)
{
	struct path path;
	int err = attr_path_at(dfd, upath, flags, &path);

	if (err)
		return err;
	err = chown_path(&path, uid, gid);
	path_put(&path);
	return err;
}

static long do_fchown(fd_t fd, uid_t uid, gid_t gid)
{
	auto_file *f = file_get(fd);

	return f ? chown_path(&f->path, uid, gid) : -EBADF;
}

/* 16 bits of ones are "leave it". */
static uint32_t id32(uint16_t id)
{
	return id == 0xffff ? 0xffffffffu : id;
}

SYSCALL_DEFINE2(chmod, upath_t, filename, umode_t, mode)
{
	return do_fchmodat(AT_FDCWD, filename, mode, 0);
}

SYSCALL_DEFINE2(fchmod, fd_t, fd, umode_t, mode)
{
	auto_file *f = file_get(fd);

	return f ? chmod_path(&f->path, mode) : -EBADF;
}

SYSCALL_DEFINE3(fchmodat, dfd_t, dfd, upath_t, filename, umode_t, mode)
{
	return do_fchmodat(dfd, filename, mode, 0);
}

SYSCALL_DEFINE4(fchmodat2, dfd_t, dfd, upath_t, filename, umode_t, mode, atflags_t, flags)
{
	return do_fchmodat(dfd, filename, mode, flags);
}

SYSCALL_DEFINE3(chown, upath_t, filename, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, filename, user, group, 0);
}

SYSCALL_DEFINE3(lchown, upath_t, filename, uid_t, user, gid_t, group)
{
	return do_fchownat(AT_FDCWD, filename, user, group, AT_SYMLINK_NOFOLLOW);
}

SYSCALL_DEFINE3(fchown, fd_t, fd, uid_t, user, gid_t, group)
{
	return do_fchown(fd, user, group);
}

SYSCALL_DEFINE5(fchownat, dfd_t, dfd, upath_t, filename, uid_t, user, gid_t, group, atflags_t, flag)
{
	return do_fchownat(dfd, filename, user, group, flag);
}

SYSCALL_DEFINE3(chown16, upath_t, filename, uid16_t, user, gid16_t, group)
{
	return do_fchownat(AT_FDCWD, filename, id32(user), id32(group), 0);
}

SYSCALL_DEFINE3(lchown16, upath_t, filename, uid16_t, user, gid16_t, group)
{
	return do_fchownat(AT_FDCWD, filename, id32(user), id32(group), AT_SYMLINK_NOFOLLOW);
}

SYSCALL_DEFINE3(fchown16, fd_t, fd, uid16_t, user, gid16_t, group)
{
	return do_fchown(fd, id32(user), id32(group));
}
