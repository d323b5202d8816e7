/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Inodes: counted objects. The last reference frees one, unless its filesystem wants it kept for
 * the pages that it has cached; those go when memory is short.
 */
#include "fs/internal.h"
#include "fs/simple_xattr.h"

#define MAX_KEPT 4096 /* unused inodes with pages */

struct inode *inode_alloc(struct super_block *sb, uint32_t mode)
{
	struct inode *inode = kzalloc(sizeof(*inode));

	if (!inode)
		return NULL;
	inode->refs = 1;
	inode->sb = sb;
	inode->ino = ++sb->next_ino;
	inode->mode = mode;
	inode->nlink = 1;
	inode->blksize = sb->blocksize;
	inode->atime = inode->mtime = inode->ctime = inode->btime = current_time();
	address_space_init(&inode->mapping, inode, NULL);
	init_waitqueue_head(&inode->wait);
	list_init(&inode->flocks);
	list_init(&inode->marks);
	list_init(&inode->xattrs);
	list_init(&inode->kept);
	list_add_tail(&inode->sb_node, &sb->inodes);
	fs_state()->nr_inodes++;
	return inode;
}

void inode_init_owner(struct inode *inode, const struct inode *dir, uint32_t mode)
{
	inode->uid = current_fsuid();
	inode->gid = current_fsgid();
	if (dir && (dir->mode & S_ISGID)) {
		inode->gid = dir->gid;
		if (S_ISDIR(mode))
			mode |= S_ISGID; /* directories hand it down */
	}
	inode->mode = mode;
}

void inode_get(struct inode *inode)
{
	if (!inode->refs++ && !list_empty(&inode->kept)) {
		list_del(&inode->kept);
		fs_state()->nr_kept--;
	}
}

/* Nobody refers to it: write what is dirty, drop its pages, free it. */
void inode_evict(struct inode *inode)
{
	const struct address_space_ops *aops = inode->mapping.ops;

	if (!list_empty(&inode->kept)) {
		list_del(&inode->kept);
		fs_state()->nr_kept--;
	}
	if (inode->nlink && aops && aops->writepage)
		filemap_writeback(&inode->mapping, 0, UINT64_MAX);
	address_space_destroy(&inode->mapping);
	simple_xattrs_free(inode);
	if (inode->sb->op->destroy_inode)
		inode->sb->op->destroy_inode(inode);
	list_del(&inode->sb_node);
	fs_state()->nr_inodes--;
	kfree(inode);
}

void inode_put(struct inode *inode)
{
	struct fs_state *fs = fs_state();
	const struct super_ops *op = inode->sb->op;

	if (--inode->refs)
		return;
	if (!inode->nlink || !op->keep_inode || !op->keep_inode(inode)) {
		inode_evict(inode);
		return;
	}
	list_add_tail(&inode->kept, &fs->kept);
	if (++fs->nr_kept > MAX_KEPT)
		inode_evict(list_first_entry(&fs->kept, struct inode, kept));
}

void inodes_prune(void)
{
	struct fs_state *fs = fs_state();

	while (!list_empty(&fs->kept))
		inode_evict(list_first_entry(&fs->kept, struct inode, kept));
}

struct timespec64 current_time(void)
{
	return ns_to_timespec64((int64_t)ktime_get_real());
}

static bool earlier(const struct timespec64 *a, const struct timespec64 *b)
{
	return a->tv_sec != b->tv_sec ? a->tv_sec < b->tv_sec : a->tv_nsec < b->tv_nsec;
}

/* relatime: once after each change, and once a day. */
static bool atime_is_due(const struct inode *inode, const struct timespec64 *now)
{
	return !earlier(&inode->mtime, &inode->atime) || !earlier(&inode->ctime, &inode->atime) ||
	       now->tv_sec - inode->atime.tv_sec >= 24 * 60 * 60;
}

void touch_atime_path(const struct path *path)
{
	struct inode *inode = path->dentry->inode;
	unsigned flags = path->mnt->flags | inode->sb->flags;
	struct timespec64 now;

	if ((inode->i_flags & S_NOATIME) || (flags & (MS_RDONLY | MS_NOATIME)) ||
	    ((flags & MS_NODIRATIME) && S_ISDIR(inode->mode)))
		return;
	now = current_time();
	if ((flags & MS_STRICTATIME) || atime_is_due(inode, &now))
		inode->atime = now;
}

void touch_atime(struct file *f)
{
	if (!(f->flags & O_NOATIME))
		touch_atime_path(&f->path);
}

void file_update_time(struct file *f)
{
	f->inode->mtime = f->inode->ctime = current_time();
}

bool inode_owner_or_capable(const struct inode *inode)
{
	return current_fsuid() == inode->uid || fs_capable(CAP_FOWNER);
}
