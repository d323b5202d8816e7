/* SPDX-License-Identifier: GPL-2.0-or-later */
/* New names: mkdir, mknod, symlink, link. Linux's fs/namei.c: filename_create and its users. */
#include "fs/fsnotify.h"
#include "syscall.h"

#define WHITEOUT_DEV 0

/* A negative dentry to be filled, and the directory that it is in. */
struct new_name {
	struct path dir; /* referenced */
	struct dentry *dentry;
};

static void new_name_put(struct new_name *n)
{
	dput(n->dentry);
	path_put(&n->dir);
}

/* 0 or -errno, in Linux's order: existence before a read-only mount, that before permissions. */
static int find_new(struct nameidata *nd, bool want_dir, struct new_name *n)
{
	struct dentry *d;
	int ro;

	if (nd->last_type != LAST_NORM)
		return -EEXIST;
	ro = mnt_want_write(nd->path.mnt);
	d = lookup_last_dentry(nd);
	if (IS_ERR(d))
		return PTR_ERR(d);
	if (d->inode || (trailing_slash(nd) && !want_dir) || ro) {
		int err = d->inode ? -EEXIST : trailing_slash(nd) && !want_dir ? -ENOENT : ro;

		dput(d);
		return err;
	}
	n->dir = nd->path;
	path_get(&n->dir);
	n->dentry = d;
	return 0;
}

static int path_create(dfd_t dfd, const char *name, bool want_dir, struct new_name *n)
{
	struct nameidata nd;
	int err = nd_start(&nd, dfd, name, LOOKUP_PARENT);

	if (!err)
		err = walk_to_last(&nd);
	if (!err)
		err = find_new(&nd, want_dir, n);
	nd_end(&nd);
	return err;
}

static int user_path_create(dfd_t dfd, uaddr_t upath, bool want_dir, struct new_name *n)
{
	char name[PATH_MAX];
	int err = getname(name, upath);

	return err ? err : path_create(dfd, name, want_dir, n);
}

/* The result of a filesystem's operation; with success watchers are told of the name. */
static int created(struct inode *dir, const struct dentry *dentry, int err)
{
	if (!err)
		fsnotify_name(dir, IN_CREATE, dentry);
	return err;
}

static int vfs_mkdir(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->op->mkdir)
		return -EPERM;
	err = dir->op->mkdir(dir, dentry, prepare_mode(dir, mode & (S_IRWXUGO | S_ISVTX)));
	return created(dir, dentry, err);
}

static long do_mkdirat(dfd_t dfd, uaddr_t upath, umode_t mode)
{
	struct new_name n;
	int err = user_path_create(dfd, upath, true, &n);

	if (err)
		return err;
	err = vfs_mkdir(n.dir.dentry->inode, n.dentry, mode);
	new_name_put(&n);
	return err;
}

static int may_mknod(uint32_t mode)
{
	switch (mode & S_IFMT) {
	case 0:
	case S_IFREG:
	case S_IFCHR:
	case S_IFBLK:
	case S_IFIFO:
	case S_IFSOCK:
		return 0;
	case S_IFDIR:
		return -EPERM;
	default:
		return -EINVAL;
	}
}

static int vfs_create(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->op->create)
		return -EACCES;
	return created(dir, dentry, dir->op->create(dir, dentry, mode & S_IALLUGO, true));
}

static int vfs_mknod(struct inode *dir, struct dentry *dentry, uint32_t mode, uint32_t rdev)
{
	bool whiteout = S_ISCHR(mode) && rdev == WHITEOUT_DEV;
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if ((S_ISCHR(mode) || S_ISBLK(mode)) && !whiteout && !fs_capable(CAP_MKNOD))
		return -EPERM;
	if (!dir->op->mknod)
		return -EPERM;
	return created(dir, dentry, dir->op->mknod(dir, dentry, mode, rdev));
}

static long do_mknodat(dfd_t dfd, uaddr_t upath, uint32_t mode, uint32_t dev)
{
	struct inode *dir;
	struct new_name n;
	int err = may_mknod(mode);

	if (!err)
		err = user_path_create(dfd, upath, false, &n);
	if (err)
		return err;
	dir = n.dir.dentry->inode;
	mode = prepare_mode(dir, mode);
	if (!(mode & S_IFMT) || S_ISREG(mode))
		err = vfs_create(dir, n.dentry, mode);
	else
		err = vfs_mknod(dir, n.dentry, mode, S_ISCHR(mode) || S_ISBLK(mode) ? dev : 0);
	new_name_put(&n);
	return err;
}

int kern_mknod(const char *name, uint32_t mode, struct path *path)
{
	struct new_name n;
	struct inode *dir;
	int err = path_create(AT_FDCWD, name, false, &n);

	if (err)
		return err;
	dir = n.dir.dentry->inode;
	err = vfs_mknod(dir, n.dentry, prepare_mode(dir, mode), 0);
	if (!err) {
		*path = (struct path){ n.dir.mnt, n.dentry };
		path_get(path);
	}
	new_name_put(&n);
	return err;
}

static int vfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	int err = may_create(dir, dentry);

	if (err)
		return err;
	if (!dir->op->symlink)
		return -EPERM;
	return created(dir, dentry, dir->op->symlink(dir, dentry, target));
}

static long do_symlinkat(uaddr_t utarget, dfd_t dfd, uaddr_t upath)
{
	char target[PATH_MAX];
	struct new_name n;
	int err = getname(target, utarget);

	if (!err)
		err = user_path_create(dfd, upath, false, &n);
	if (err)
		return err;
	err = vfs_symlink(n.dir.dentry->inode, n.dentry, target);
	new_name_put(&n);
	return err;
}

/* protected_hardlinks: only to what one owns, or could read and write anyway. */
static int may_linkat(struct inode *inode)
{
	bool safe = S_ISREG(inode->mode) && !(inode->mode & S_ISUID) &&
		    (inode->mode & (S_ISGID | 0010)) != (S_ISGID | 0010) &&
		    !inode_permission(inode, MAY_READ | MAY_WRITE);

	return safe || inode_owner_or_capable(inode) ? 0 : -EPERM;
}

static int vfs_link(struct dentry *old, struct inode *dir, struct dentry *new)
{
	struct inode *inode = old->inode;
	int err = may_create(dir, new);

	if (err)
		return err;
	if (dir->sb != inode->sb)
		return -EXDEV;
	if ((inode->i_flags & (S_APPEND | S_IMMUTABLE)) || !dir->op->link || S_ISDIR(inode->mode))
		return -EPERM;
	if (!inode->nlink && !(inode->i_flags & S_LINKABLE))
		return -ENOENT;
	err = dir->op->link(old, dir, new);
	if (!err) {
		inode->i_flags &= ~(unsigned)S_LINKABLE;
		fsnotify_inode(inode, IN_ATTRIB);
	}
	return created(dir, new, err);
}

/* What linkat(2) links: by name, or with AT_EMPTY_PATH what a descriptor has open. */
static int link_source(dfd_t dfd, uaddr_t upath, int flags, struct path *path)
{
	unsigned lookup = flags & AT_SYMLINK_FOLLOW ? LOOKUP_FOLLOW : 0;
	char name[PATH_MAX];
	struct file *f;
	bool same_cred;
	int err = getname_flags(name, upath, flags & AT_EMPTY_PATH);

	if (err)
		return err;
	if (*name || dfd == AT_FDCWD)
		return path_lookup(dfd, name, lookup | (*name ? 0 : LOOKUP_EMPTY), path);
	f = file_get_raw(dfd);
	if (!f)
		return -EBADF;
	/* Not everybody who was handed a descriptor may give the file a name. */
	same_cred = f->cred == current->cred;
	*path = f->path;
	path_get(path);
	file_put(f);
	if (same_cred || fs_capable(CAP_DAC_READ_SEARCH))
		return 0;
	path_put(path);
	return -ENOENT;
}

static long do_linkat(dfd_t olddfd, uaddr_t uold, dfd_t newdfd, uaddr_t unew, int flags)
{
	struct path old;
	struct new_name n;
	int err;

	if (flags & ~(AT_SYMLINK_FOLLOW | AT_EMPTY_PATH))
		return -EINVAL;
	err = link_source(olddfd, uold, flags, &old);
	if (err)
		return err;
	err = user_path_create(newdfd, unew, false, &n);
	if (err)
		goto put_old;
	if (old.mnt != n.dir.mnt)
		err = -EXDEV;
	if (!err)
		err = may_linkat(old.dentry->inode);
	if (!err)
		err = vfs_link(old.dentry, n.dir.dentry->inode, n.dentry);
	new_name_put(&n);
put_old:
	path_put(&old);
	return err;
}

SYSCALL_DEFINE2(mkdir, upath_t, pathname, umode_t, mode)
{
	return do_mkdirat(AT_FDCWD, pathname, mode);
}

SYSCALL_DEFINE3(mkdirat, dfd_t, dfd, upath_t, pathname, umode_t, mode)
{
	return do_mkdirat(dfd, pathname, mode);
}

SYSCALL_DEFINE3(mknod, upath_t, filename, file_mode_t, mode, udev_t, dev)
{
	return do_mknodat(AT_FDCWD, filename, mode, dev);
}

SYSCALL_DEFINE4(mknodat, dfd_t, dfd, upath_t, filename, file_mode_t, mode, udev_t, dev)
{
	return do_mknodat(dfd, filename, mode, dev);
}

SYSCALL_DEFINE2(symlink, upath_t, oldname, upath_t, newname)
{
	return do_symlinkat(oldname, AT_FDCWD, newname);
}

SYSCALL_DEFINE3(symlinkat, upath_t, oldname, dfd_t, newdfd, upath_t, newname)
{
	return do_symlinkat(oldname, newdfd, newname);
}

SYSCALL_DEFINE2(link, upath_t, oldname, upath_t, newname)
{
	return do_linkat(AT_FDCWD, oldname, AT_FDCWD, newname, 0);
}

SYSCALL_DEFINE5(linkat, dfd_t, olddfd, upath_t, oldname, dfd_t, newdfd, upath_t, newname,
		atflags_t, flags)
{
	return do_linkat(olddfd, oldname, newdfd, newname, flags);
}
