/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes: names, permissions and the order of errors. tmpfs keeps those of users, of
 * trusted programs and of security modules in memory (simple_xattr.c), hostfs those of users on the
 * host; others have none. ACLs and capabilities of files are not kept: nothing here would heed them.
 */
#include "fs/fsnotify.h"
#include "fs/simple_xattr.h"
#include "syscall.h"

#define XATTR_NAME_MAX 255
#define XATTR_SIZE_MAX 65536
#define XATTR_LIST_MAX 65536
#define CAPABILITY "security.capability"

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

static const struct xattr_ops *xattrs_of(const struct inode *inode)
{
	return inode->sb->op->xattrs;
}

/* Is there somebody who keeps attributes of this name? */
static int resolve_name(const struct inode *inode, const struct xattr_name *name)
{
	static const char *const kept[] = { "user.", "security.", "trusted." };
	const struct xattr_ops *ops = xattrs_of(inode);

	for (unsigned i = 0; ops && i < (ops->users_only ? 1 : ARRAY_SIZE(kept)); i++)
		if (in_namespace(name, kept[i]))
			return name->text[strlen(kept[i])] ? 0 : -EINVAL;
	return -EOPNOTSUPP;
}

/* Setting or removing: what the rules of security.* say before the filesystem is asked. */
static int may_change_xattr(struct inode *inode, const struct xattr_name *name)
{
	int err = xattr_permission(inode, name, MAY_WRITE);

	if (err)
		return err;
	if (!strcmp(name->text, CAPABILITY))
		return -EOPNOTSUPP;
	if (in_namespace(name, "security.") && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	return resolve_name(inode, name);
}

static void xattr_changed(const struct path *path)
{
	path->dentry->inode->ctime = current_time();
	if (fsnotify_active())
		__fsnotify_dentry(path->dentry, IN_ATTRIB);
}

struct set_args {
	uaddr_t name, value;
	size_t size;
	unsigned flags;
};

/* The value, which is as good as stored before the name's owner is asked. */
static int copy_value(const struct set_args *a, void **value)
{
	*value = NULL;
	if (a->size > XATTR_SIZE_MAX)
		return -E2BIG;
	if (!a->size)
		return 0;
	*value = kmalloc(a->size);
	if (!*value)
		return -ENOMEM;
	if (!copy_from_user(*value, a->value, a->size))
		return 0;
	kfree(*value);
	return -EFAULT;
}

static int set_value(const struct path *path, const struct xattr_name *name, const void *value,
		     const struct set_args *a)
{
	struct inode *inode = path->dentry->inode;
	int err = may_change_xattr(inode, name);

	if (!err)
		err = xattrs_of(inode)->set(inode, name->text, value, a->size, a->flags);
	if (!err)
		xattr_changed(path);
	return err;
}

static int do_setxattr(const struct path *path, const struct set_args *a)
{
	struct xattr_name name;
	void *value;
	int err = mnt_want_write(path->mnt);

	if (!err && (a->flags & ~(unsigned)(XATTR_CREATE | XATTR_REPLACE)))
		err = -EINVAL;
	if (!err)
		err = get_name(&name, a->name);
	if (!err)
		err = copy_value(a, &value);
	if (err)
		return err;
	err = set_value(path, &name, value, a);
	kfree(value);
	return err;
}

/* What a caller of getxattr and listxattr gives room for. */
struct get_args {
	uaddr_t name, to;
	size_t size;
};

/* Where the filesystem puts what a caller may have: no more than there can be. NULL for size 0. */
static int get_room(size_t *size, size_t most, void **room)
{
	*size = min(*size, most);
	*room = *size ? kmalloc(*size) : NULL;
	return *size && !*room ? -ENOMEM : 0;
}

/* What the filesystem put there, given to the caller; the room is freed. */
static long give(const struct get_args *a, void *room, long n, size_t most)
{
	if (n == -ERANGE && a->size >= most)
		n = -E2BIG;
	else if (n > 0 && room && copy_to_user(a->to, room, (size_t)n))
		n = -EFAULT;
	kfree(room);
	return n;
}

static long do_getxattr(const struct path *path, const struct get_args *a)
{
	struct inode *inode = path->dentry->inode;
	struct xattr_name name;
	size_t size = a->size;
	void *room;
	int err = get_name(&name, a->name);

	if (!err)
		err = xattr_permission(inode, &name, MAY_READ);
	if (!err)
		err = resolve_name(inode, &name);
	if (!err)
		err = get_room(&size, XATTR_SIZE_MAX, &room);
	if (err)
		return err;
	return give(a, room, xattrs_of(inode)->get(inode, name.text, room, size), XATTR_SIZE_MAX);
}

/* Names with their NULs. */
static long do_listxattr(const struct path *path, const struct get_args *a)
{
	struct inode *inode = path->dentry->inode;
	size_t size = a->size;
	void *room;
	int err;

	if (!xattrs_of(inode))
		return 0;
	err = get_room(&size, XATTR_LIST_MAX, &room);
	if (err)
		return err;
	return give(a, room, xattrs_of(inode)->list(inode, room, size), XATTR_LIST_MAX);
}

static long do_removexattr(const struct path *path, const struct get_args *a)
{
	struct inode *inode = path->dentry->inode;
	struct xattr_name name;
	int err = mnt_want_write(path->mnt);

	if (!err)
		err = get_name(&name, a->name);
	if (!err)
		err = may_change_xattr(inode, &name);
	if (!err)
		err = xattrs_of(inode)->remove(inode, name.text);
	if (!err)
		xattr_changed(path);
	return err;
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

typedef long xattr_fn(const struct path *path, const struct get_args *a);

static long with_path(uaddr_t upath, unsigned lookup, const struct get_args *a, xattr_fn *fn)
{
	struct path path;
	long ret = user_path_at(AT_FDCWD, upath, lookup, &path);

	if (ret)
		return ret;
	ret = fn(&path, a);
	path_put(&path);
	return ret;
}

static long with_fd(fd_t fd, const struct get_args *a, xattr_fn *fn)
{
	auto_file *f = file_get(fd);

	return f ? fn(&f->path, a) : -EBADF;
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
	return with_path(path, LOOKUP_FOLLOW, &(struct get_args){ name, value, size }, do_getxattr);
}

SYSCALL_DEFINE4(lgetxattr, upath_t, path, ustr_t, name, uxattr_out_t, value, usize_t, size)
{
	return with_path(path, 0, &(struct get_args){ name, value, size }, do_getxattr);
}

SYSCALL_DEFINE4(fgetxattr, fd_t, fd, ustr_t, name, uxattr_out_t, value, usize_t, size)
{
	return with_fd(fd, &(struct get_args){ name, value, size }, do_getxattr);
}

SYSCALL_DEFINE3(listxattr, upath_t, path, uxattr_names_t, list, usize_t, size)
{
	return with_path(path, LOOKUP_FOLLOW, &(struct get_args){ 0, list, size }, do_listxattr);
}

SYSCALL_DEFINE3(llistxattr, upath_t, path, uxattr_names_t, list, usize_t, size)
{
	return with_path(path, 0, &(struct get_args){ 0, list, size }, do_listxattr);
}

SYSCALL_DEFINE3(flistxattr, fd_t, fd, uxattr_names_t, list, usize_t, size)
{
	return with_fd(fd, &(struct get_args){ 0, list, size }, do_listxattr);
}

SYSCALL_DEFINE2(removexattr, upath_t, path, ustr_t, name)
{
	return with_path(path, LOOKUP_FOLLOW, &(struct get_args){ .name = name }, do_removexattr);
}

SYSCALL_DEFINE2(lremovexattr, upath_t, path, ustr_t, name)
{
	return with_path(path, 0, &(struct get_args){ .name = name }, do_removexattr);
}

SYSCALL_DEFINE2(fremovexattr, fd_t, fd, ustr_t, name)
{
	return with_fd(fd, &(struct get_args){ .name = name }, do_removexattr);
}
