/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of tmpfs show each other. */
#ifndef FS_TMPFS_TMPFS_H
#define FS_TMPFS_TMPFS_H

#include "fs/internal.h"

struct tmpfs {
	uint64_t max_pages, used_pages; /* of data; max 0: the machine's memory is the limit */
	uint64_t max_inodes, used_inodes; /* max 0: likewise */
	int64_t xattr_bytes; /* of extended attributes: they take inodes' room */
};

#define BOGO_INODE_SIZE 1024 /* bytes that each inode of the limit is worth */

#define BYTES_PER_DIRENT 20 /* what an entry adds to its directory's size */

static inline struct tmpfs *tmpfs_of(const struct super_block *sb)
{
	return sb->priv;
}

/* Bytes that inodes and attributes may still take. */
static inline int64_t tmpfs_inode_space(const struct tmpfs *fs)
{
	if (!fs->max_inodes)
		return INT64_MAX;
	return (int64_t)(fs->max_inodes - fs->used_inodes) * BOGO_INODE_SIZE - fs->xattr_bytes;
}

extern const struct inode_ops tmpfs_dir_ops, tmpfs_file_inode_ops, tmpfs_special_inode_ops;
extern const struct file_ops tmpfs_file_ops, tmpfs_dir_file_ops;

/* A new inode of sb, owned as dir says. ERR_PTR: -ENOSPC, -ENOMEM. */
struct inode *tmpfs_inode(struct super_block *sb, const struct inode *dir, uint32_t mode,
			  uint32_t rdev);
/* A directory in which programs make nothing. */
extern const struct inode_ops tmpfs_fixed_dir_ops;
/*
 * For the kernel itself: a name in a directory of a tmpfs, of exactly that mode, root's. 0, -EINVAL,
 * -ENOMEM; -EEXIST: there is one. *made, if wanted, is the name's dentry, referenced, then, too.
 */
int tmpfs_make_node(struct dentry *parent, const char *name, uint32_t mode, uint32_t rdev,
		    struct dentry **made);
int tmpfs_getattr(const struct path *path, struct kstat *st, uint32_t mask);
uint64_t tmpfs_limit(const struct super_block *sb); /* pages that could ever be */

#endif
