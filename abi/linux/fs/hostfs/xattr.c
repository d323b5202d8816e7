/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes of the host's files: those of users. The others mean something to the host's
 * kernel (capabilities, labels, ACLs) that ring3's does not heed, so they are not shown.
 */
#include "fs/hostfs/internal.h"
#include "host/xattr.h"
#include "kernel/slab.h"

#define LIST_MAX 65536 /* no list of names is longer */
#define USER "user."

static int xattr_fd(struct inode *inode)
{
	return hostfs_i(inode)->hidden ? -EOPNOTSUPP : hostfs_any_fd(inode);
}

static long hostfs_getxattr(struct inode *inode, const char *name, void *value, size_t size)
{
	int fd = xattr_fd(inode);

	return fd < 0 ? fd : host_getxattr(fd, name, value, size);
}

static int hostfs_setxattr(struct inode *inode, const char *name, const void *value, size_t size,
			   unsigned flags)
{
	int fd = xattr_fd(inode);
	int err = fd < 0 ? fd : host_setxattr(fd, name, value, size, flags);

	if (!err)
		hostfs_i(inode)->checked = 0;
	return err;
}

static int hostfs_removexattr(struct inode *inode, const char *name)
{
	int fd = xattr_fd(inode);
	int err = fd < 0 ? fd : host_removexattr(fd, name);

	if (!err)
		hostfs_i(inode)->checked = 0;
	return err;
}

/* Those of all[0..n) that are users' own, to names: their length, or -ERANGE. */
static long pick(const char *all, size_t n, char *names, size_t size)
{
	size_t total = 0, len;

	for (const char *p = all; p < all + n; p += len) {
		len = strnlen(p, (size_t)(all + n - p)) + 1;
		if (strncmp(p, USER, strlen(USER)))
			continue;
		if (size && len > size - total)
			return -ERANGE;
		if (size)
			memcpy(names + total, p, len);
		total += len;
	}
	return (long)total;
}

static long hostfs_listxattr(struct inode *inode, char *names, size_t size)
{
	int fd = xattr_fd(inode);
	char *all;
	long n;

	if (fd < 0)
		return fd;
	all = kmalloc(LIST_MAX);
	if (!all)
		return -ENOMEM;
	n = host_listxattr(fd, all, LIST_MAX);
	if (n > 0)
		n = pick(all, (size_t)n, names, size);
	kfree(all);
	return n == -EOPNOTSUPP ? 0 : n; /* a filesystem without: a list without names */
}

const struct xattr_ops hostfs_xattr_ops = {
	.users_only = true,
	.get = hostfs_getxattr,
	.set = hostfs_setxattr,
	.remove = hostfs_removexattr,
	.list = hostfs_listxattr,
};
