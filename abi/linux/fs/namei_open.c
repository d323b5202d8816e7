/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of a walk that opens: lookup, creation, symlinks, O_EXCL, O_TMPFILE, O_PATH, and the
 * checks of a file that is about to be opened, in Linux's order (fs/namei.c: path_openat).
 */
#include "fs/fsnotify.h"

/* The last component of a walk with O_CREAT; a negative dentry comes back only with an error. */
static struct dentry *lookup_or_create(struct nameidata *nd, const struct open_flags *op,
				       bool *created)
{
	struct inode *dir = nd->path.dentry->inode;
	int ro = mnt_want_write(nd->path.mnt);
	struct dentry *d = lookup_last_dentry(nd);
	uint32_t mode;
	int err;

	/* Existence comes first: a file that is there needs no right to make one. */
	if (IS_ERR(d) || d->inode)
		return d;
	err = ro ? ro : inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (!err && (dir->i_flags & S_DEAD))
		err = -ENOENT;
	if (!err && !dir->op->create)
		err = -EACCES;
	if (!err) {
		mode = prepare_mode(dir, op->mode);
		err = dir->op->create(dir, d, mode, op->open_flag & O_EXCL);
	}
	if (err) {
		dput(d);
		return ERR_PTR(err);
	}
	*created = true;
	fsnotify_name(dir, IN_CREATE, d);
	return d;
}

/* 1: a link's text is next; 0: nd->path is what was named; -errno. */
static int open_last(struct nameidata *nd, const struct open_flags *op, bool *created)
{
	struct dentry *d;

	if (nd->last_type != LAST_NORM)
		return handle_dots(nd);
	if (trailing_slash(nd)) {
		if (op->open_flag & O_CREAT)
			return -EISDIR;
		nd->flags |= LOOKUP_FOLLOW | LOOKUP_DIRECTORY;
	}
	if (op->open_flag & O_CREAT)
		d = lookup_or_create(nd, op, created);
	else
		d = lookup_last_dentry(nd);
	return IS_ERR(d) ? PTR_ERR(d) : step_into(nd, d, true);
}

/* protected_regular, protected_fifos: O_CREAT does not open other people's files in /tmp. */
static int may_create_in_sticky(const struct path *path)
{
	const struct inode *inode = path->dentry->inode;
	const struct inode *dir = path->dentry->parent->inode;

	if (!S_ISREG(inode->mode) && !S_ISFIFO(inode->mode))
		return 0;
	if (!(dir->mode & S_ISVTX) || inode->uid == dir->uid || inode->uid == current_fsuid())
		return 0;
	return (dir->mode & 0002) ? -EACCES : 0;
}

static int may_open(const struct path *path, unsigned acc_mode, unsigned flag)
{
	struct inode *inode = path->dentry->inode;
	int err;

	switch (inode->mode & S_IFMT) {
	case S_IFLNK:
		return -ELOOP;
	case S_IFDIR:
		if (acc_mode & MAY_WRITE)
			return -EISDIR;
		break;
	case S_IFBLK:
	case S_IFCHR:
		if ((path->mnt->flags | path->mnt->sb->flags) & MS_NODEV)
			return -EACCES;
		break;
	case S_IFREG:
		if ((acc_mode & MAY_EXEC) && path_noexec(path))
			return -EACCES;
		break;
	}
	err = inode_permission(inode, (int)acc_mode);
	if (err)
		return err;
	if (inode->i_flags & S_APPEND) {
		if ((flag & O_ACCMODE) != O_RDONLY && !(flag & O_APPEND))
			return -EPERM;
		if (flag & O_TRUNC)
			return -EPERM;
	}
	return (flag & O_NOATIME) && !inode_owner_or_capable(inode) ? -EPERM : 0;
}

static int truncate_opened(struct file *f)
{
	int err = get_write_access(f->inode);

	if (err)
		return err;
	err = do_truncate(f->path.dentry, 0, ATTR_MTIME | ATTR_CTIME | ATTR_OPEN, f);
	put_write_access(f->inode);
	return err;
}

static int check_found(const struct nameidata *nd, unsigned flag, bool created)
{
	const struct inode *inode = nd->path.dentry->inode;
	int err = 0;

	if (flag & O_CREAT) {
		if ((flag & O_EXCL) && !created)
			return -EEXIST;
		if (S_ISDIR(inode->mode))
			return -EISDIR;
		err = created ? 0 : may_create_in_sticky(&nd->path);
	}
	if (!err && (nd->flags & LOOKUP_DIRECTORY) && !(S_ISDIR(inode->mode) && inode->op->lookup))
		err = -ENOTDIR;
	return err;
}

static int open_found(struct file *f, struct nameidata *nd, const struct open_flags *op,
		      bool created)
{
	unsigned flag = op->open_flag, acc_mode = op->acc_mode;
	bool truncate = false;
	int err = check_found(nd, flag, created);

	if (err)
		return err;
	if (created) {
		acc_mode = 0; /* who makes a file may open it, whatever mode he gives it */
		flag &= ~(unsigned)O_TRUNC;
	} else if ((flag & O_TRUNC) && S_ISREG(nd->path.dentry->inode->mode)) {
		err = mnt_want_write(nd->path.mnt);
		if (err)
			return err;
		truncate = true;
	}
	if (!(nd->flags & LOOKUP_KERNEL))
		err = may_open(&nd->path, acc_mode, flag);
	if (!err)
		err = file_open_on(f, &nd->path, created ? FMODE_CREATED : 0);
	if (!err && truncate)
		err = truncate_opened(f);
	return err;
}

/* O_TMPFILE: a file without a name in a directory. */
static int open_tmpfile(struct file *f, const struct nameidata *nd, const struct open_flags *op)
{
	struct dentry *parent = nd->path.dentry;
	struct inode *dir = parent->inode;
	struct path path = { nd->path.mnt, NULL };
	int err = mnt_want_write(path.mnt);

	if (!err)
		err = inode_permission(dir, MAY_WRITE | MAY_EXEC);
	if (err)
		return err;
	if (!dir->op->tmpfile)
		return -EOPNOTSUPP;
	path.dentry = d_alloc(parent, "", 0);
	if (!path.dentry)
		return -ENOMEM;
	err = dir->op->tmpfile(dir, path.dentry, prepare_mode(dir, op->mode));
	if (!err) {
		if (!(op->open_flag & O_EXCL))
			path.dentry->inode->i_flags |= S_LINKABLE;
		err = file_open_on(f, &path, FMODE_CREATED);
	}
	dput(path.dentry);
	return err;
}

/* Without creation (O_PATH, O_TMPFILE) the walk is a plain lookup. */
static int walk_to_open(struct nameidata *nd, const struct open_flags *op, bool *created)
{
	int err;

	do {
		err = walk_to_last(nd);
		if (!err)
			err = open_last(nd, op, created);
	} while (err > 0);
	if (!err && (nd->flags & LOOKUP_DIRECTORY) &&
	    (op->open_flag & (O_PATH | O_TMPFILE_BIT)) && !S_ISDIR(nd->path.dentry->inode->mode))
		err = -ENOTDIR;
	return err;
}

/* f has its flags; walks and opens it on what is found. */
static int path_open(struct file *f, struct nameidata *nd, const struct open_flags *op)
{
	bool created = false;
	int err = walk_to_open(nd, op, &created);

	if (err)
		return err;
	if (op->open_flag & O_TMPFILE_BIT)
		return open_tmpfile(f, nd, op);
	if (op->open_flag & O_PATH)
		return file_open_on(f, &nd->path, 0);
	return open_found(f, nd, op, created);
}

/* The file object comes first: its want of memory must not leave a new name behind. */
struct file *do_filp_open(dfd_t dfd, const char *name, const struct open_flags *op)
{
	struct file *f = file_alloc_empty(op->open_flag);
	struct nameidata nd;
	int err;

	if (IS_ERR(f))
		return f;
	err = nd_start(&nd, dfd, name, op->lookup);
	if (!err)
		err = path_open(f, &nd, op);
	nd_end(&nd);
	if (!err)
		return f;
	file_put(f);
	return ERR_PTR(err);
}

/* Opens what is known already (by handle) as open(2) does: types, permissions, truncation. */
struct file *file_reopen(const struct path *path, const struct open_flags *op)
{
	struct nameidata nd = { .path = *path, .flags = op->lookup };
	struct file *f = file_alloc_empty(op->open_flag);
	int err;

	if (IS_ERR(f))
		return f;
	if (op->open_flag & O_PATH)
		err = file_open_on(f, path, 0);
	else
		err = open_found(f, &nd, op, false);
	if (!err)
		return f;
	file_put(f);
	return ERR_PTR(err);
}
