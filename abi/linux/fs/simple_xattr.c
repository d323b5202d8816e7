/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes kept in memory, in the order of their names: for filesystems that live there.
 * They count against the filesystem's room, as in Linux 6.6.
 */
#include "fs/simple_xattr.h"

struct simple_xattr {
	struct list_head node; /* inode.xattrs, by name */
	size_t size;
	const char *value; /* behind the name */
	char name[];
};

#define LINUX_STRUCT 40 /* bytes that Linux counts for each besides name and value */

static int64_t space_of(const char *name, size_t size)
{
	return (int64_t)(LINUX_STRUCT + strlen(name) + 1 + size);
}

static void release(struct inode *inode, struct simple_xattr *x)
{
	inode->sb->op->charge_xattr(inode->sb, -space_of(x->name, x->size));
	list_del(&x->node);
	kfree(x);
}

static struct simple_xattr *find(const struct inode *inode, const char *name)
{
	struct simple_xattr *x;

	list_for_each_entry(x, &inode->xattrs, node)
		if (!strcmp(x->name, name))
			return x;
	return NULL;
}

static struct simple_xattr *make(const char *name, const void *value, size_t size)
{
	size_t len = strlen(name) + 1;
	struct simple_xattr *x = kmalloc(sizeof(*x) + len + size);

	if (!x)
		return NULL;
	memcpy(x->name, name, len);
	x->size = size;
	x->value = x->name + len;
	if (size)
		memcpy(x->name + len, value, size);
	return x;
}

static void insert(struct inode *inode, struct simple_xattr *x)
{
	struct simple_xattr *next;

	list_for_each_entry(next, &inode->xattrs, node)
		if (strcmp(next->name, x->name) > 0)
			break;
	list_add_tail(&x->node, &next->node); /* before next, or before the head: last */
}

static long simple_xattr_get(struct inode *inode, const char *name, void *value, size_t size)
{
	const struct simple_xattr *x = find(inode, name);

	if (!x)
		return -ENODATA;
	if (size && x->size > size)
		return -ERANGE;
	if (size && x->size)
		memcpy(value, x->value, x->size);
	return (long)x->size;
}

static int simple_xattr_set(struct inode *inode, const char *name, const void *value, size_t size,
			    unsigned flags)
{
	struct simple_xattr *old = find(inode, name), *x;

	if (old && (flags & XATTR_CREATE))
		return -EEXIST;
	if (!old && (flags & XATTR_REPLACE))
		return -ENODATA;
	if (inode->sb->op->charge_xattr(inode->sb, space_of(name, size)))
		return -ENOSPC;
	x = make(name, value, size);
	if (!x) {
		inode->sb->op->charge_xattr(inode->sb, -space_of(name, size));
		return -ENOMEM;
	}
	if (old)
		release(inode, old);
	insert(inode, x);
	return 0;
}

static int simple_xattr_remove(struct inode *inode, const char *name)
{
	struct simple_xattr *x = find(inode, name);

	if (!x)
		return -ENODATA;
	release(inode, x);
	return 0;
}

static bool is_listed(const struct simple_xattr *x)
{
	return strncmp(x->name, "trusted.", 8) || capable(CAP_SYS_ADMIN);
}

static long simple_xattr_list(struct inode *inode, char *names, size_t size)
{
	const struct simple_xattr *x;
	size_t total = 0;

	list_for_each_entry(x, &inode->xattrs, node) {
		size_t len = strlen(x->name) + 1;

		if (!is_listed(x))
			continue;
		if (size && len > size - total)
			return -ERANGE;
		if (size)
			memcpy(names + total, x->name, len);
		total += len;
	}
	return (long)total;
}

const struct xattr_ops simple_xattr_ops = {
	.get = simple_xattr_get,
	.set = simple_xattr_set,
	.remove = simple_xattr_remove,
	.list = simple_xattr_list,
};

void simple_xattrs_free(struct inode *inode)
{
	while (!list_empty(&inode->xattrs))
		release(inode, list_first_entry(&inode->xattrs, struct simple_xattr, node));
}
