/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes. No filesystem here has any, so nothing is found and nothing can be set; but
 * the names, the permissions and the order of errors are Linux's.
 */
#include "fs/internal.h"
#include "syscall.h"

#define XATTR_NAME_MAX 255
#define XATTR_SIZE_MAX 65536
#define XATTR_CREATE 1
#define XATTR_REPLACE 2

struct xattr_name {
	char text[XATTR_NAME_MAX + 1];
};

static int get_name(struct xattr_name *name, uaddr_t uname)
{
	long n = strncpy_from_user(name->text, uname, sizeof(name->text));

	if (n < 0)
		return (int)n;
	return n == 0 || n == sizeof(name->text) ? -ERANGE : 0;
}

static bool in_namespace(const struct xattr_name *name, const char *prefix)
{
	return !strncmp(name->text, prefix, strlen(prefix));
}

static int xattr_permission(struct inode *inode, const struct xattr_name *name, int mask)
{
	int refused = mask & MAY_WRITE ? -EPERM : -ENODATA;

	if ((mask & MAY_WRITE) && (inode->i_flags & (S_IMMUTABLE | S_APPEND)))
		return -EPERM;
	if (in_namespace(name, "security.") || in_namespace(name, "system."))
		return 0;
	if (in_namespace(name, "trusted."))
		return capable(CAP_SYS_ADMIN) ? 0 : refused;
	if (in_namespace(name, "user.")) {
		if (!S_ISREG(inode->mode) && !S_ISDIR(inode->mode))
			return refused;
		if (S_ISDIR(inode->mode) && (inode->mode & S_ISVTX) && (mask & MAY_WRITE) &&
		    !inode_owner_or_capable(inode))
			return -EPERM;
	}
	return inode_permission(inode, mask);
}

/* Setting or removing: what the rules of security.* say before the filesystem is asked. */
static int change_xattr(const struct path *path, const struct xattr_name *name)
{
	int err = xattr_permission(path->dentry->inode, name, MAY_WRITE);

	if (err)
		return err;
	if (in_namespace(name, "security.") && strcmp(name->text, "security.capability") &&
	    !capable(CAP_SYS_ADMIN))
		return -EPERM;
	return -EOPNOTSUPP;
}

static int read_xattr(const struct path *path, const struct xattr_name *name)
{
	int err = xattr_permission(path->dentry->inode, name, MAY_READ);

	return err ? err : -EOPNOTSUPP;
}

/* The value is checked as if it were to be stored. */
static int check_value(uaddr_t value, size_t size)
{
	char chunk[256];

	if (size > XATTR_SIZE_MAX)
		return -E2BIG;
	for (size_t done = 0; done < size; done += sizeof(chunk))
		if (copy_from_user(chunk, value + done, min(size - done, sizeof(chunk))))
			return -EFAULT;
	return 0;
}

struct set_args {
	uaddr_t name, value;
	size_t size;
	unsigned flags;
};

static int do_setxattr(const struct path *path, const struct set_args *a)
{
	struct xattr_name name;
	int err = mnt_want_write(path->mnt);

	if (!err && (a->flags & ~(unsigned)(XATTR_CREATE | XATTR_REPLACE)))
		err = -EINVAL;
	if (!err)
		err = get_name(&name, a->name);
	if (!err)
		err = check_value(a->value, a->size);
	return err ? err : change_xattr(path, &name);
}

static int do_getxattr(const struct path *path, uaddr_t uname)
{
	struct xattr_name name;
	int err = get_name(&name, uname);

	return err ? err : read_xattr(path, &name);
}

static int do_removexattr(const struct path *path, uaddr_t uname)
{
	struct xattr_name name;
	int err = mnt_want_write(path->mnt);

	if (!err)
		err = get_name(&name, uname);
	return err ? err : change_xattr(path, &name);
}

static long path_setxattr(uaddr_t upath, const struct set_args *a, unsigned lookup)
{
	struct path path;
	int err = user_path_at(AT_FDCWD, upath, lookup, &path);

	if (err)
		return err;
	err = do_setxattr(&path, a);
	path_put(&path);
	return err;
}

/* For calls with a name or nothing besides the path. */
static long with_path(uaddr_t upath, unsigned lookup, uaddr_t name,
		      int (*fn)(const struct path *path, uaddr_t name))
{
	struct path path;
	int err = user_path_at(AT_FDCWD, upath, lookup, &path);

	if (err)
		return err;
	err = fn(&path, name);
	path_put(&path);
	return err;
}

static long with_fd(fd_t fd, uaddr_t name, int (*fn)(const struct path *path, uaddr_t name))
{
	auto_file *f = file_get(fd);

	return f ? fn(&f->path, name) : -EBADF;
}

/* The list is empty: nothing is copied, and any size will do. */
static int do_listxattr(__unused const struct path *path, __unused uaddr_t name)
{
	return 0;
}

SYSCALL_DEFINE5(setxattr, upath_t, path, ustr_t, name, uxattr_in_t, value, usize_t, size, xattr_flags_t, flags)
{
	return path_setxattr(path, &(struct set_args){ name, value, size, flags }, LOOKUP_FOLLOW);
}

SYSCALL_DEFINE5(lsetxattr, upath_t, path, ustr_t, name, uxattr_in_t, value, usize_t, size, xattr_flags_t, flags)
{
	return path_setxattr(path, &(struct set_args){ name, value, size, flags }, 0);
}

SYSCALL_DEFINE5(fsetxattr, fd_t, fd, ustr_t, name, uxattr_in_t, value, usize_t, size, xattr_flags_t, flags)
{
	auto_file *f = file_get(fd);

	if (!f)
		return -EBADF;
	return do_setxattr(&f->path, &(struct set_args){ name, value, size, flags });
}

SYSCALL_DEFINE4(getxattr, upath_t, path, ustr_t, name, uxattr_out_t, value, usize_t, size)
{
	return with_path(path, LOOKUP_FOLLOW, name, do_getxattr);
}

SYSCALL_DEFINE4(lgetxattr, upath_t, path, ustr_t, name, uxattr_out_t, value, usize_t, size)
{
	return with_path(path, 0, name, do_getxattr);
}

SYSCALL_DEFINE4(fgetxattr, fd_t, fd, ustr_t, name, uxattr_out_t, value, usize_t, size)
{
	return with_fd(fd, name, do_getxattr);
}

SYSCALL_DEFINE3(listxattr, upath_t, path, uxattr_names_t, list, usize_t, size)
{
	return with_path(path, LOOKUP_FOLLOW, 0, do_listxattr);
}

SYSCALL_DEFINE3(llistxattr, upath_t, path, uxattr_names_t, list, usize_t, size)
{
	return with_path(path, 0, 0, do_listxattr);
}

SYSCALL_DEFINE3(flistxattr, fd_t, fd, uxattr_names_t, list, usize_t, size)
{
	return with_fd(fd, 0, do_listxattr);
}

SYSCALL_DEFINE2(removexattr, upath_t, path, ustr_t, name)
{
	return with_path(path, LOOKUP_FOLLOW, name, do_removexattr);
}

SYSCALL_DEFINE2(lremovexattr, upath_t, path, ustr_t, name)
{
	return with_path(path, 0, name, do_removexattr);
}

SYSCALL_DEFINE2(fremovexattr, fd_t, fd, ustr_t, name)
{
	return with_fd(fd, name, do_removexattr);
}
