/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who watches files and directories (inotify, F_NOTIFY). The calls of the VFS cost one test while
 * nobody watches anything; fsnotify.c finds the watchers, inotify.c queues what they read, and
 * dnotify.c sends signals.
 */
#ifndef FS_FSNOTIFY_H
#define FS_FSNOTIFY_H

#include "fs/internal.h"
#include "uapi/inotify.h"

/* Of marks and events, besides IN_*: what dnotify alone knows. */
#define FSNOTIFY_RENAME 0x00010000u	/* a name became another of the same directory */
#define FSNOTIFY_MULTISHOT 0x00020000u /* it is told more than once */

/* A watch of a group on an inode, which it holds. */
struct fsnotify_mark {
	struct list_head of_inode, of_group;
	struct inode *inode;
	struct inotify_group *group; /* NULL: dnotify's */
	uint32_t mask; /* IN_* that it wants, and IN_EXCL_UNLINK, IN_ONESHOT; or FSNOTIFY_* */
	int wd;
};

/* fs/inotify.c */
/* name NULL: about the watched object itself. */
void inotify_event(struct fsnotify_mark *mark, uint32_t mask, const char *name, uint32_t cookie);
void inotify_destroy_mark(struct fsnotify_mark *mark); /* tells its group IN_IGNORED */

/* fs/dnotify.c */
void dnotify_event(struct fsnotify_mark *mark);
void dnotify_destroy_mark(struct fsnotify_mark *mark);
/* f is closed in this table of descriptors; NULL: it ends. */
void __dnotify_flush(const struct file *f, const struct files_struct *files);

/* fs/fsnotify.c */
void __fsnotify_inode(struct inode *inode, uint32_t mask);
void __fsnotify_name(struct inode *dir, uint32_t mask, const struct dentry *d, uint32_t cookie);
void __fsnotify_dentry(const struct dentry *d, uint32_t mask);
void __fsnotify_file(const struct file *f, uint32_t mask);
void __fsnotify_move(struct inode *odir, struct inode *ndir, const char *oname,
		     const struct dentry *moved, struct inode *replaced);
void __fsnotify_change(const struct dentry *d, unsigned valid);
void __fsnotify_removed(struct inode *inode);
void fsnotify_super_ends(struct super_block *sb);

static inline bool fsnotify_active(void)
{
	return unlikely(fs_state()->nr_marks);
}

static inline void dnotify_flush(const struct file *f, const struct files_struct *files)
{
	if (fsnotify_active() && S_ISDIR(f->inode->mode))
		__dnotify_flush(f, files);
}

/* Something about a file that its directory's watchers hear, too. */
static inline void fsnotify_file(const struct file *f, uint32_t mask)
{
	if (fsnotify_active() && !(f->mode & FMODE_PATH))
		__fsnotify_file(f, mask);
}

static inline void fsnotify_access(const struct file *f)
{
	fsnotify_file(f, IN_ACCESS);
}

static inline void fsnotify_modify(const struct file *f)
{
	fsnotify_file(f, IN_MODIFY);
}

/* A name in dir: IN_CREATE, IN_DELETE. */
static inline void fsnotify_name(struct inode *dir, uint32_t mask, const struct dentry *d)
{
	if (fsnotify_active())
		__fsnotify_name(dir, mask, d, 0);
}

static inline void fsnotify_inode(struct inode *inode, uint32_t mask)
{
	if (fsnotify_active())
		__fsnotify_inode(inode, mask);
}

/* The last name of an inode went, and nobody uses it any more. */
static inline void fsnotify_removed(struct inode *inode)
{
	if (fsnotify_active() && !inode->nlink)
		__fsnotify_removed(inode);
}

#endif
