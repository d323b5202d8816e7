/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attributes of files, and their five layouts. */
#include "fs/internal.h"
#include "syscall.h"
#include "uapi/statbuf.h"

void generic_fillattr(struct inode *inode, struct kstat *st)
{
	st->mode = inode->mode;
	st->nlink = inode->nlink;
	st->blksize = inode->blksize;
	st->ino = inode->ino;
	st->size = inode->size;
	st->blocks = inode->blocks;
	st->uid = inode->uid;
	st->gid = inode->gid;
	st->dev = inode->sb->dev;
	st->rdev = inode->rdev;
	st->atime = inode->atime;
	st->mtime = inode->mtime;
	st->ctime = inode->ctime;
	st->btime = inode->btime;
}

int vfs_getattr(const struct path *path, struct kstat *st, uint32_t mask)
{
	struct inode *inode = path->dentry->inode;

	memset(st, 0, sizeof(*st));
	st->result_mask = STATX_BASIC_STATS | STATX_MNT_ID;
	st->mnt_id = (uint64_t)path->mnt->id;
	if (inode->op->getattr)
		return inode->op->getattr(path, st, mask);
	generic_fillattr(inode, st);
	return 0;
}
