/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes kept in memory; of filesystems that have super_ops.charge_xattr. */
#ifndef FS_SIMPLE_XATTR_H
#define FS_SIMPLE_XATTR_H

#include "fs/internal.h"

#define XATTR_CREATE 1
#define XATTR_REPLACE 2

struct simple_xattr {
	struct list_head node; /* inode.xattrs, by name */
	size_t size;
	const char *value; /* behind the name */
	char name[];
};

struct simple_xattr *simple_xattr_find(const struct inode *inode, const char *name);
/* Makes or replaces one. 0, -EEXIST, -ENODATA as flags say, -ENOSPC, -ENOMEM. */
int simple_xattr_set(struct inode *inode, const char *name, const void *value, size_t size,
		     unsigned flags);
int simple_xattr_remove(struct inode *inode, const char *name); /* 0 or -ENODATA */
void simple_xattrs_free(struct inode *inode);			 /* the inode goes */

#endif
