/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Finding those who watch an inode or the directory that it has its name in. */
#include "fs/fsnotify.h"

/* Marks may go as they are told (IN_ONESHOT): the list is walked with care. */
static void tell_marks(struct inode *inode, uint32_t mask, const char *name, uint32_t cookie,
		       bool nameless)
{
	struct fsnotify_mark *mark, *tmp;

	list_for_each_entry_safe(mark, tmp, &inode->marks, of_inode) {
		if (!(mark->mask & mask & (IN_ALL_EVENTS | FSNOTIFY_RENAME)))
			continue;
		if (nameless && (mark->mask & IN_EXCL_UNLINK))
			continue;
		if (mark->group)
			inotify_event(mark, mask, name, cookie);
		else
			dnotify_event(mark);
	}
}

static uint32_t is_dir(const struct inode *inode)
{
	return S_ISDIR(inode->mode) ? IN_ISDIR : 0;
}

void __fsnotify_inode(struct inode *inode, uint32_t mask)
{
	tell_marks(inode, mask | is_dir(inode), NULL, 0, false);
}

void __fsnotify_name(struct inode *dir, uint32_t mask, const struct dentry *d, uint32_t cookie)
{
	tell_marks(dir, mask | is_dir(d->inode), d->name, cookie, false);
}

void __fsnotify_dentry(const struct dentry *d, uint32_t mask)
{
	struct inode *inode = d->inode;

	mask |= is_dir(inode);
	if (!(d->flags & D_PSEUDO) && d->parent != d)
		tell_marks(d->parent->inode, mask, d->name, 0, d->flags & D_UNHASHED);
	tell_marks(inode, mask, NULL, 0, d->flags & D_UNHASHED);
}

/*
 * That a device or FIFO is read or written only those hear who watch it itself, for which they must be
 * allowed to read it: the directory's watchers could tell who types when (Linux since 2026, and 6.1.y).
 */
void __fsnotify_file(const struct file *f, uint32_t mask)
{
	const struct dentry *d = f->path.dentry;

	if ((mask & (IN_ACCESS | IN_MODIFY)) && special_file(f->inode->mode))
		tell_marks(f->inode, mask, NULL, 0, d->flags & D_UNHASHED);
	else
		__fsnotify_dentry(d, mask);
}

void __fsnotify_move(struct inode *odir, struct inode *ndir, const char *oname,
		     const struct dentry *moved, struct inode *replaced)
{
	uint32_t cookie = ++fs_state()->move_cookie, dir = is_dir(moved->inode);

	if (odir == ndir)
		tell_marks(odir, FSNOTIFY_RENAME, NULL, 0, false);
	tell_marks(odir, IN_MOVED_FROM | dir, oname, cookie, false);
	tell_marks(ndir, IN_MOVED_TO | dir, moved->name, cookie, false);
	if (replaced)
		__fsnotify_inode(replaced, IN_ATTRIB);
	tell_marks(moved->inode, IN_MOVE_SELF, NULL, 0, false);
}

void __fsnotify_change(const struct dentry *d, unsigned valid)
{
	uint32_t mask = 0;

	if (valid & (ATTR_UID | ATTR_GID | ATTR_MODE))
		mask |= IN_ATTRIB;
	if (valid & ATTR_SIZE)
		mask |= IN_MODIFY;
	if ((valid & ATTR_ATIME) && (valid & ATTR_MTIME))
		mask |= IN_ATTRIB;
	else if (valid & ATTR_ATIME)
		mask |= IN_ACCESS;
	else if (valid & ATTR_MTIME)
		mask |= IN_MODIFY;
	if (mask)
		__fsnotify_dentry(d, mask);
}

static void drop_marks(struct inode *inode)
{
	while (!list_empty(&inode->marks)) {
		struct fsnotify_mark *mark =
			list_first_entry(&inode->marks, struct fsnotify_mark, of_inode);

		if (mark->group)
			inotify_destroy_mark(mark);
		else
			dnotify_destroy_mark(mark);
	}
}

/* The marks hold the inode; whoever calls holds it, too. */
void __fsnotify_removed(struct inode *inode)
{
	tell_marks(inode, IN_DELETE_SELF, NULL, 0, false);
	drop_marks(inode);
}

/* Every watcher wants to know that. */
static void unmounted(struct inode *inode)
{
	struct fsnotify_mark *mark;

	list_for_each_entry(mark, &inode->marks, of_inode)
		if (mark->group)
			inotify_event(mark, IN_UNMOUNT, NULL, 0);
	inode_get(inode);
	drop_marks(inode);
	inode_put(inode);
}

void fsnotify_super_ends(struct super_block *sb)
{
	struct inode *inode;

again:
	if (!fsnotify_active())
		return;
	list_for_each_entry(inode, &sb->inodes, sb_node) {
		if (list_empty(&inode->marks))
			continue;
		unmounted(inode);
		goto again; /* the list may have changed */
	}
}
