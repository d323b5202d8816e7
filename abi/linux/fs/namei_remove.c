/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names that go: unlink and rmdir. */
#include "fs/fsnotify.h"
#include "syscall.h"

/* Watchers of what nobody else uses hear of its end before those of the directory. */
static void removed(struct inode *dir, struct dentry *dentry)
{
	d_remove(dentry);
	if (dentry->refs == 1)
		fsnotify_removed(dentry->inode);
	fsnotify_name(dir, IN_DELETE, dentry);
}

static int vfs_unlink(struct inode *dir, struct dentry *dentry)
{
	int err = may_delete(dir, dentry, false);

	if (err)
		return err;
	if (!dir->op->unlink)
		return -EPERM;
	if (is_mountpoint(dentry))
		return -EBUSY;
	err = dir->op->unlink(dir, dentry);
	if (!err) {
		fsnotify_inode(dentry->inode, IN_ATTRIB);
		removed(dir, dentry);
	}
	return err;
}

void kern_unlink(const struct path *path)
{
	struct dentry *d = path->dentry;

	if (!(d->flags & D_UNHASHED) && d->parent != d)
		vfs_unlink(d->parent->inode, d);
}

static int vfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	int err = may_delete(dir, dentry, true);

	if (err)
		return err;
	if (!dir->op->rmdir)
		return -EPERM;
	if (is_mountpoint(dentry))
		return -EBUSY;
	dcache_prune_below(dentry);
	err = dir->op->rmdir(dir, dentry);
	if (!err) {
		dentry->inode->i_flags |= S_DEAD;
		removed(dir, dentry);
	}
	return err;
}

static int unlink_last(struct nameidata *nd)
{
	struct dentry *d;
	int err;

	if (nd->last_type != LAST_NORM)
		return -EISDIR;
	err = mnt_want_write(nd->path.mnt);
	if (err)
		return err;
	d = lookup_last_dentry(nd);
	if (IS_ERR(d))
		return PTR_ERR(d);
	if (!d->inode)
		err = -ENOENT;
	else if (trailing_slash(nd))
		err = S_ISDIR(d->inode->mode) ? -EISDIR : -ENOTDIR;
	else
		err = vfs_unlink(nd->path.dentry->inode, d);
	dput(d);
	return err;
}

static int rmdir_last(struct nameidata *nd)
{
	struct dentry *d;
	int err;

	switch (nd->last_type) {
	case LAST_DOTDOT:
		return -ENOTEMPTY;
	case LAST_DOT:
		return -EINVAL;
	case LAST_ROOT:
		return -EBUSY;
	case LAST_NORM:
		break;
	}
	err = mnt_want_write(nd->path.mnt);
	if (err)
		return err;
	d = lookup_last_dentry(nd);
	if (IS_ERR(d))
		return PTR_ERR(d);
	err = vfs_rmdir(nd->path.dentry->inode, d);
	dput(d);
	return err;
}

static long remove_at(dfd_t dfd, uaddr_t upath, int (*remove)(struct nameidata *nd))
{
	char name[PATH_MAX];
	struct nameidata nd;
	int err = getname(name, upath);

	if (err)
		return err;
	err = nd_start(&nd, dfd, name, LOOKUP_PARENT);
	if (!err)
		err = walk_to_last(&nd);
	if (!err)
		err = remove(&nd);
	nd_end(&nd);
	return err;
}

SYSCALL_DEFINE1(unlink, upath_t, pathname)
{
	return remove_at(AT_FDCWD, pathname, unlink_last);
}

SYSCALL_DEFINE3(unlinkat, dfd_t, dfd, upath_t, pathname, atflags_t, flag)
{
	if (flag & ~AT_REMOVEDIR)
		return -EINVAL;
	return remove_at(dfd, pathname, flag & AT_REMOVEDIR ? rmdir_last : unlink_last);
}

SYSCALL_DEFINE1(rmdir, upath_t, pathname)
{
	return remove_at(AT_FDCWD, pathname, rmdir_last);
}
