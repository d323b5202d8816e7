/* SPDX-License-Identifier: GPL-2.0-or-later */
/* access(2) and readlink(2): what may be done with a name, and where a link points. */
#include "fs/internal.h"
#include "syscall.h"
#include "uapi/securebits.h"

/* Must the real ids be put in place of the effective ones to answer? */
static bool needs_real_creds(const struct cred *c)
{
	if (c->fsuid != c->uid || c->fsgid != c->gid)
		return true;
	if (issecure(c, SECURE_NO_SETUID_FIXUP))
		return false;
	return c->uid ? c->cap_effective != 0 : c->cap_effective != c->cap_permitted;
}

static struct cred *real_creds(void)
{
	struct cred *c = prepare_creds();

	if (!c)
		return NULL;
	c->fsuid = c->uid;
	c->fsgid = c->gid;
	if (!issecure(c, SECURE_NO_SETUID_FIXUP))
		c->cap_effective = c->uid ? 0 : c->cap_permitted;
	return c;
}

static int access_path(const struct path *path, int mode)
{
	struct inode *inode = path->dentry->inode;
	int err;

	if ((mode & MAY_EXEC) && S_ISREG(inode->mode) && path_noexec(path))
		return -EACCES;
	err = inode_permission(inode, mode);
	if (err || !(mode & MAY_WRITE) || S_ISCHR(inode->mode) || S_ISBLK(inode->mode) ||
	    S_ISFIFO(inode->mode) || S_ISSOCK(inode->mode))
		return err;
	return mnt_want_write(path->mnt);
}

static int access_at(dfd_t dfd, uaddr_t upath, int mode, int flags)
{
	unsigned lookup = flags & AT_SYMLINK_NOFOLLOW ? 0 : LOOKUP_FOLLOW;
	struct path path;
	int err;

	if (flags & AT_EMPTY_PATH)
		lookup |= LOOKUP_EMPTY;
	err = user_path_at(dfd, upath, lookup, &path);
	if (err)
		return err;
	err = access_path(&path, mode);
	path_put(&path);
	return err;
}

static long do_faccessat(dfd_t dfd, uaddr_t upath, int mode, int flags)
{
	const struct cred *own = current->cred;
	struct cred *real;
	int err;

	if (mode & ~(MAY_READ | MAY_WRITE | MAY_EXEC))
		return -EINVAL;
	if (flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	if ((flags & AT_EACCESS) || !needs_real_creds(own))
		return access_at(dfd, upath, mode, flags);
	real = real_creds();
	if (!real)
		return -ENOMEM;
	current->cred = real;
	err = access_at(dfd, upath, mode, flags);
	current->cred = own;
	abort_creds(real);
	return err;
}

static long readlink_path(const struct path *path, uaddr_t buf, size_t size, bool empty)
{
	struct inode *inode = path->dentry->inode;
	char text[PATH_MAX];
	int len;

	if (!S_ISLNK(inode->mode))
		return empty ? -ENOENT : -EINVAL;
	touch_atime_path(path);
	len = inode->op->get_link(inode, text, sizeof(text));
	if (len < 0)
		return len;
	size = min(size, (size_t)len);
	return copy_to_user(buf, text, size) ? -EFAULT : (long)size;
}

static int lookup_link(dfd_t dfd, uaddr_t upath, struct path *path, bool *empty)
{
	char name[PATH_MAX];
	int err = getname_flags(name, upath, true);

	if (err)
		return err;
	*empty = !*name;
	return path_lookup(dfd, name, LOOKUP_EMPTY, path);
}

static long do_readlinkat(dfd_t dfd, uaddr_t upath, uaddr_t buf, int size)
{
	struct path path;
	bool empty;
	long n;
	int err;

	if (size <= 0)
		return -EINVAL;
	err = lookup_link(dfd, upath, &path, &empty);
	if (err)
		return err;
	n = readlink_path(&path, buf, (size_t)size, empty);
	path_put(&path);
	return n;
}

SYSCALL_DEFINE2(access, upath_t, filename, access_mode_t, mode)
{
	return do_faccessat(AT_FDCWD, filename, mode, 0);
}

SYSCALL_DEFINE3(faccessat, dfd_t, dfd, upath_t, filename, access_mode_t, mode)
{
	return do_faccessat(dfd, filename, mode, 0);
}

SYSCALL_DEFINE4(faccessat2, dfd_t, dfd, upath_t, filename, access_mode_t, mode, faccessat_flags_t, flags)
{
	return do_faccessat(dfd, filename, mode, flags);
}

SYSCALL_DEFINE3(readlink, upath_t, path, uout_t, buf, isize_t, bufsiz)
{
	return do_readlinkat(AT_FDCWD, path, buf, bufsiz);
}

SYSCALL_DEFINE4(readlinkat, dfd_t, dfd, upath_t, pathname, uout_t, buf, isize_t, bufsiz)
{
	return do_readlinkat(dfd, pathname, buf, bufsiz);
}
