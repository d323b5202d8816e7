/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Extended attributes kept in memory, in the order of their names: for filesystems that live there.
 * They count against the filesystem's room, as in Linux 6.6.
 */
#include "fs/simple_xattr.h"

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

struct simple_xattr *simple_xattr_find(const struct inode *inode, const char *name)
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

int simple_xattr_set(struct inode *inode, const char *name, const void *value, size_t size,
		     unsigned flags)
{
	struct simple_xattr *old = simple_xattr_find(inode, name), *x;

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

int simple_xattr_remove(struct inode *inode, const char *name)
{
	struct simple_xattr *x = simple_xattr_find(inode, name);

	if (!x)
		return -ENODATA;
	release(inode, x);
	return 0;
}

void simple_xattrs_free(struct inode *inode)
{
	while (!list_empty(&inode->xattrs))
		release(inode, list_first_entry(&inode->xattrs, struct simple_xattr, node));
}
