/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Mounts: where a tree of names hangs in another. There is one namespace. A mount in the tree has
 * a reference for being there; paths, files and child mounts hold others.
 */
#include "fs/internal.h"

struct mount *mount_alloc(struct super_block *sb, struct dentry *root, unsigned flags,
			  const char *source)
{
	struct fs_state *fs = fs_state();
	struct mount *mnt = kzalloc(sizeof(*mnt));

	if (!mnt)
		return NULL;
	mnt->source = kstrdup(source ? source : "none");
	if (!mnt->source) {
		kfree(mnt);
		return NULL;
	}
	mnt->refs = 1;
	mnt->parent = mnt;
	mnt->root = root;
	dget(root);
	mnt->sb = sb;
	sb->refs++;
	mnt->flags = flags;
	mnt->id = ++fs->next_mount_id;
	list_init(&mnt->node);
	return mnt;
}

void mnt_get(struct mount *mnt)
{
	mnt->refs++;
}

void mnt_put(struct mount *mnt)
{
	if (--mnt->refs)
		return;
	dput(mnt->root);
	sb_put(mnt->sb);
	kfree(mnt->source);
	kfree(mnt);
}

struct mount *lookup_mount(const struct mount *parent, const struct dentry *mountpoint)
{
	struct mount *mnt = mountpoint->mounts;

	while (mnt && mnt->parent != parent)
		mnt = mnt->next_on;
	return mnt;
}

bool is_mountpoint(const struct dentry *dentry)
{
	return dentry->mounts;
}

void mount_attach(struct mount *mnt, struct mount *parent, struct dentry *mountpoint)
{
	mnt->parent = parent;
	mnt->mountpoint = mountpoint;
	mnt_get(parent);
	dget(mountpoint);
	mnt->next_on = mountpoint->mounts;
	mountpoint->mounts = mnt;
	list_add_tail(&mnt->node, &fs_state()->mounts);
}

/* Takes a mount off its place; the tree's reference stays with the caller. */
void mount_unhook(struct mount *mnt)
{
	struct mount *parent = mnt->parent;
	struct mount **link;

	list_del(&mnt->node);
	if (mnt->mountpoint) {
		for (link = &mnt->mountpoint->mounts; *link != mnt; link = &(*link)->next_on)
			;
		*link = mnt->next_on;
		dput(mnt->mountpoint);
		mnt->mountpoint = NULL;
		mnt->parent = mnt;
		mnt_put(parent);
	}
}

/* Takes a mount out of the tree and drops the tree's reference. */
void mount_detach(struct mount *mnt)
{
	mount_unhook(mnt);
	mnt_put(mnt);
}

struct mount *child_mount(const struct mount *mnt)
{
	struct mount *m;

	list_for_each_entry(m, &fs_state()->mounts, node)
		if (m->parent == mnt && m != mnt)
			return m;
	return NULL;
}

void detach_mounts(struct mount *top)
{
	struct mount *leaf, *next;

	do {
		for (leaf = top; (next = child_mount(leaf)); leaf = next)
			;
		mount_detach(leaf);
	} while (leaf != top);
}

/* Below top, in the order of mounting, each mount follows the one that it is on. */
void mounts_after(struct mount *top)
{
	struct list_head *mounts = &fs_state()->mounts;
	struct mount *m, *tmp;

	list_for_each_entry_safe(m, tmp, mounts, node) {
		if (m == top)
			break;
		if (m->parent == top && m != top)
			list_move_tail(&m->node, mounts);
	}
}

int do_mount(struct super_block *sb, struct dentry *root, const struct path *at, unsigned flags,
	     const char *source)
{
	struct mount *mnt;

	if (S_ISDIR(root->inode->mode) != S_ISDIR(at->dentry->inode->mode))
		return -ENOTDIR;
	if (at->dentry->flags & D_UNHASHED)
		return -ENOENT;
	mnt = mount_alloc(sb, root, flags, source);
	if (!mnt)
		return -ENOMEM;
	mount_attach(mnt, at->mnt, at->dentry);
	return 0;
}

int mnt_want_write(struct mount *mnt)
{
	return ((mnt->flags | mnt->sb->flags) & MS_RDONLY) ? -EROFS : 0;
}

bool path_noexec(const struct path *path)
{
	return (path->mnt->flags | path->mnt->sb->flags) & MS_NOEXEC;
}

/* Do set-id bits mean nothing there? */
bool path_nosuid(const struct path *path)
{
	return (path->mnt->flags | path->mnt->sb->flags) & MS_NOSUID;
}

struct list_head *fs_mounts(void)
{
	return &fs_state()->mounts;
}
