/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Directories of tmpfs: the dentries are the entries; here are counts and times. */
#include <string.h>
#include "fs/tmpfs/tmpfs.h"
#include "kernel/slab.h"

/* What is not in the cache is not there. */
static int tmpfs_lookup(__unused struct inode *dir, __unused struct dentry *dentry)
{
	return 0;
}

static void dir_changed(struct inode *dir, int entries)
{
	dir->size += (uint64_t)(entries * BYTES_PER_DIRENT);
	dir->mtime = dir->ctime = current_time();
}

/* A name for inode; the dentry takes its reference. */
static void dir_add(struct inode *dir, struct dentry *dentry, struct inode *inode)
{
	dir_changed(dir, 1);
	d_instantiate(dentry, inode);
	d_make_persistent(dentry);
}

static int tmpfs_mknod(struct inode *dir, struct dentry *dentry, uint32_t mode, uint32_t rdev)
{
	struct inode *inode = tmpfs_inode(dir->sb, dir, mode, rdev);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	dir_add(dir, dentry, inode);
	return 0;
}

static int tmpfs_create_file(struct inode *dir, struct dentry *dentry, uint32_t mode,
			     __unused bool excl)
{
	return tmpfs_mknod(dir, dentry, mode | S_IFREG, 0);
}

static int tmpfs_mkdir(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	int err = tmpfs_mknod(dir, dentry, mode | S_IFDIR, 0);

	if (!err)
		dir->nlink++; /* its ".." */
	return err;
}

static int tmpfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	struct inode *inode = tmpfs_inode(dir->sb, dir, S_IFLNK | 0777, 0);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->priv = kstrdup(target);
	if (!inode->priv) {
		inode->nlink = 0;
		inode_put(inode);
		return -ENOMEM;
	}
	inode->size = strlen(target);
	dir_add(dir, dentry, inode);
	return 0;
}

static int tmpfs_tmpfile(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	struct inode *inode = tmpfs_inode(dir->sb, dir, mode | S_IFREG, 0);

	if (IS_ERR(inode))
		return PTR_ERR(inode);
	inode->nlink = 0;
	d_tmpfile(dentry, inode);
	return 0;
}

/* A name more or less of a file that has another one: each but the first counts as an inode. */
static int charge_name(const struct inode *inode)
{
	struct tmpfs *fs = tmpfs_of(inode->sb);

	if (!inode->nlink)
		return 0;
	if (tmpfs_inode_space(fs) < BOGO_INODE_SIZE)
		return -ENOSPC;
	fs->used_inodes++;
	return 0;
}

static void uncharge_name(const struct inode *inode)
{
	if (inode->nlink > 1 && !S_ISDIR(inode->mode))
		tmpfs_of(inode->sb)->used_inodes--;
}

static int tmpfs_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = old->inode;
	int err = charge_name(inode);

	if (err)
		return err;
	inode->nlink++;
	inode->ctime = current_time();
	inode_get(inode);
	dir_add(dir, dentry, inode);
	return 0;
}

static int tmpfs_unlink(struct inode *dir, struct dentry *dentry)
{
	dir_changed(dir, -1);
	uncharge_name(dentry->inode);
	dentry->inode->nlink--;
	dentry->inode->ctime = dir->ctime;
	return 0;
}

static bool dir_is_empty(const struct dentry *dentry)
{
	const struct dentry *child;

	list_for_each_entry(child, &dentry->children, sibling)
		if (child->flags & D_PERSISTENT)
			return false;
	return true;
}

static int tmpfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	if (!dir_is_empty(dentry))
		return -ENOTEMPTY;
	dentry->inode->nlink--; /* "." */
	dir->nlink--;		/* ".." */
	return tmpfs_unlink(dir, dentry);
}

/* Two entries of either kind change places. */
static int rename_exchange(struct inode *odir, struct dentry *odentry, struct inode *ndir,
			   struct dentry *ndentry)
{
	bool odir_is = S_ISDIR(odentry->inode->mode), ndir_is = S_ISDIR(ndentry->inode->mode);

	if (odir != ndir && odir_is != ndir_is) {
		odir->nlink += ndir_is ? 1 : -1u;
		ndir->nlink += odir_is ? 1 : -1u;
	}
	dir_changed(odir, 0);
	dir_changed(ndir, 0);
	odentry->inode->ctime = ndentry->inode->ctime = odir->ctime;
	return 0;
}

/* RENAME_WHITEOUT: a character device 0:0 takes the old name. */
static int make_whiteout(struct inode *dir, const struct dentry *old)
{
	struct dentry *whiteout = d_alloc(old->parent, old->name, old->name_len);
	int err;

	if (!whiteout)
		return -ENOMEM;
	err = tmpfs_mknod(dir, whiteout, S_IFCHR, 0);
	dput(whiteout);
	return err;
}

static int tmpfs_rename(struct inode *odir, struct dentry *odentry, struct inode *ndir,
			struct dentry *ndentry, unsigned flags)
{
	struct inode *inode = odentry->inode, *target = ndentry->inode;
	bool is_dir = S_ISDIR(inode->mode);
	int err = 0;

	if (flags & RENAME_EXCHANGE)
		return rename_exchange(odir, odentry, ndir, ndentry);
	if (target && is_dir && !dir_is_empty(ndentry))
		return -ENOTEMPTY;
	if (flags & RENAME_WHITEOUT)
		err = make_whiteout(odir, odentry);
	if (err)
		return err;
	if (target) {
		uncharge_name(target);
		target->nlink -= is_dir ? 2 : 1;
		target->ctime = current_time();
	}
	if (is_dir) {
		odir->nlink--;
		ndir->nlink += target ? 0 : 1;
	}
	dir_changed(odir, -1);
	dir_changed(ndir, target ? 0 : 1);
	inode->ctime = odir->ctime;
	return 0;
}

static int tmpfs_get_link(struct inode *inode, char *buf, size_t size)
{
	const char *text = inode->priv;
	size_t len = min(inode->size, size - 1);

	memcpy(buf, text, len);
	buf[len] = '\0';
	return (int)len;
}

const struct inode_ops tmpfs_dir_ops = {
	.lookup = tmpfs_lookup,
	.create = tmpfs_create_file,
	.link = tmpfs_link,
	.unlink = tmpfs_unlink,
	.symlink = tmpfs_symlink,
	.mkdir = tmpfs_mkdir,
	.rmdir = tmpfs_rmdir,
	.mknod = tmpfs_mknod,
	.rename = tmpfs_rename,
	.tmpfile = tmpfs_tmpfile,
	.getattr = tmpfs_getattr,
};

const struct inode_ops tmpfs_fixed_dir_ops = {
	.lookup = tmpfs_lookup,
	.getattr = tmpfs_getattr,
};

int tmpfs_make_node(struct dentry *parent, const char *name, uint32_t mode, uint32_t rdev,
		    struct dentry **made)
{
	unsigned len = (unsigned)strlen(name);
	struct dentry *d = len && len <= NAME_MAX ? d_lookup(parent, name, len) : ERR_PTR(-EINVAL);
	bool was_there = d && !IS_ERR(d) && d->inode;
	int err = was_there ? -EEXIST : 0;

	if (IS_ERR(d))
		return PTR_ERR(d);
	if (!d)
		d = d_alloc(parent, name, len);
	if (!d)
		return -ENOMEM;
	if (!err)
		err = S_ISDIR(mode) ? tmpfs_mkdir(parent->inode, d, mode & S_IALLUGO) :
				      tmpfs_mknod(parent->inode, d, mode, rdev);
	if (!err) {
		d->inode->mode = mode;
		d->inode->uid = d->inode->gid = 0;
	}
	if (made && (!err || was_there))
		*made = d;
	else
		dput(d);
	return err;
}

const struct inode_ops tmpfs_special_inode_ops = {
	.get_link = tmpfs_get_link,
	.getattr = tmpfs_getattr,
};

const struct file_ops tmpfs_dir_file_ops = {
	.read = generic_read_dir,
	.iterate = dcache_iterate,
	.release = dcache_dir_release,
	.llseek = dcache_dir_llseek,
	.fsync = noop_fsync,
};
