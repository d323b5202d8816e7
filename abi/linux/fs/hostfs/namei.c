/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostfs: names. Each operation is one call on the host relative to the directory's descriptor;
 * the host has the last word on permission.
 */
#include "fs/hostfs/internal.h"

#include "kernel/cred.h"
#include "kernel/slab.h"

static bool writable(const struct inode *inode)
{
	return hostfs_s(inode->sb)->writable;
}

/* Checked, in the directory's generation. */
static void mark(struct dentry *dentry, uint64_t generation)
{
	dentry->priv = (void *)(uintptr_t)generation;
}

static int hostfs_lookup(struct inode *dir, struct dentry *dentry)
{
	uint64_t generation = hostfs_generation(dir);
	struct host_stat st;
	struct inode *inode;
	int fd = hostfs_path_fd(dir);
	int err = fd < 0 ? fd : host_stat_at(fd, dentry->name, &st);

	mark(dentry, generation);
	if (err == -ENOENT) {
		d_add(dentry, NULL);
		return 0;
	}
	if (err)
		return err;
	inode = hostfs_iget(dir->sb, dir, dentry->name, &st);
	if (IS_ERR(inode))
		return PTR_ERR(inode);
	d_add(dentry, inode);
	return 0;
}

#define OFTEN 4 /* looked up, for a regular file to keep a descriptor for it */

/*
 * The name is believed; what it is like is asked of its descriptor, which is half the price of a
 * name. Without one nothing is known, and so it is if something went wrong.
 */
static bool ask_descriptor(struct inode *inode)
{
	struct host_stat st;
	int fd = hostfs_path_fd(inode);

	if (fd < 0 || host_stat(fd, &st) || !hostfs_same(hostfs_i(inode), &st))
		return false;
	hostfs_take(inode, &st);
	return true;
}

/* One question to the host answers both: is it still there, and what is it like. */
static bool hostfs_revalidate(struct inode *dir, struct dentry *dentry)
{
	struct inode *inode = dentry->inode;
	bool regular = inode && S_ISREG(inode->mode);
	uint64_t generation = 0;
	struct host_stat st;
	int fd, err;

	if (!regular || hostfs_i(inode)->checks >= OFTEN)
		generation = hostfs_generation(dir);
	else
		hostfs_i(inode)->checks++;
	if (generation && dentry->priv == (void *)(uintptr_t)generation &&
	    (!regular || ask_descriptor(inode)))
		return true;
	fd = hostfs_path_fd(dir);
	err = fd < 0 ? fd : host_stat_at(fd, dentry->name, &st);
	if (err ? err != -ENOENT || inode : !inode || !hostfs_same(hostfs_i(inode), &st))
		return false;
	mark(dentry, generation);
	if (inode)
		hostfs_take(inode, &st);
	return true;
}

/* --- making --- */

/*
 * The host made it with our process's identity and umask; give it the guest's. That the host may
 * refuse a new owner is policy of the host: then it shows the owner as it is, and the file must not
 * lend the owner's rights to whom it executes. chown(2) takes set-id bits away by itself.
 */
static void dress(struct inode *dir, struct inode *inode, uint32_t mode)
{
	struct hostfs_sb *hs = hostfs_s(dir->sb);
	uid_t uid = current->cred->fsuid;
	gid_t gid = dir->mode & S_ISGID ? dir->gid : current->cred->fsgid;
	int fd = hostfs_any_fd(inode);
	bool change_owner = inode->uid != uid || inode->gid != gid;
	uint32_t want = mode & S_IALLUGO;

	if (S_ISDIR(inode->mode) && (dir->mode & S_ISGID))
		want |= S_ISGID;
	if (fd < 0)
		return;
	if (change_owner && host_chown(fd, uid, gid) && !S_ISDIR(inode->mode))
		want &= ~(uint32_t)(S_ISUID | S_ISGID);
	if (!S_ISLNK(inode->mode) &&
	    ((inode->mode & S_IALLUGO) != want || (change_owner && (want & (S_ISUID | S_ISGID)))))
		host_chmod(hs->self_fds, fd, want);
	else if (!change_owner)
		return;
	hostfs_refresh_now(inode);
}

/* dir's own times have changed with its contents. */
static void dir_changed(struct inode *dir)
{
	hostfs_i(dir)->checked = 0;
}

/* dentry gets what the host has just made under its name; fd >= 0: open, taken over. */
static int adopt(struct inode *dir, struct dentry *dentry, uint32_t mode, int fd)
{
	struct host_stat st;
	struct inode *inode;
	int dir_fd = hostfs_path_fd(dir);
	int err;

	dir_changed(dir);
	if (fd >= 0)
		err = host_stat(fd, &st);
	else
		err = dir_fd < 0 ? dir_fd : host_stat_at(dir_fd, dentry->name, &st);
	inode = err ? ERR_PTR(err) : hostfs_iget(dir->sb, dir, dentry->name, &st);
	if (IS_ERR(inode)) {
		host_close(fd);
		return PTR_ERR(inode);
	}
	if (fd >= 0)
		hostfs_adopt_write_fd(hostfs_i(inode), fd);
	dress(dir, inode, mode);
	mark(dentry, 0);
	d_instantiate(dentry, inode);
	return 0;
}

/* -ESTALE: somebody else made it since the name was looked up; the walk must look again. */
static int hostfs_create_file(struct inode *dir, struct dentry *dentry, uint32_t mode, bool excl)
{
	int fd = writable(dir) ? hostfs_path_fd(dir) : -EROFS;

	if (fd >= 0)
		fd = host_create(fd, dentry->name, mode & S_IALLUGO);
	if (fd == -EEXIST && !excl)
		return -ESTALE;
	return fd < 0 ? fd : adopt(dir, dentry, mode, fd);
}

static int hostfs_mkdir(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	int fd = writable(dir) ? hostfs_path_fd(dir) : -EROFS;
	int err = fd < 0 ? fd : host_mkdir(fd, dentry->name, mode & S_IALLUGO);

	return err ? err : adopt(dir, dentry, mode, -1);
}

static int hostfs_mknod(struct inode *dir, struct dentry *dentry, uint32_t mode,
			__unused uint32_t rdev)
{
	int fd = writable(dir) ? hostfs_path_fd(dir) : -EROFS;
	int err = fd < 0 ? fd : host_mknod(fd, dentry->name, mode);

	return err ? err : adopt(dir, dentry, mode, -1);
}

static int hostfs_symlink(struct inode *dir, struct dentry *dentry, const char *target)
{
	int fd = writable(dir) ? hostfs_path_fd(dir) : -EROFS;
	int err = fd < 0 ? fd : host_symlink(fd, dentry->name, target);

	return err ? err : adopt(dir, dentry, S_IRWXUGO, -1);
}

static int hostfs_link(struct dentry *old, struct inode *dir, struct dentry *dentry)
{
	struct hostfs_sb *hs = hostfs_s(dir->sb);
	struct inode *inode = old->inode;
	int fd, dir_fd, err;

	if (!hs->writable)
		return -EROFS;
	fd = hostfs_any_fd(inode);
	if (fd < 0)
		return fd;
	hostfs_pin(hostfs_i(inode));
	dir_fd = hostfs_path_fd(dir);
	err = dir_fd < 0 ? dir_fd : host_link(hs->self_fds, fd, dir_fd, dentry->name);
	hostfs_unpin(hostfs_i(inode));
	if (err)
		return err;
	dir_changed(dir);
	if (!hostfs_i(inode)->parent && !hostfs_set_name(hostfs_i(inode), dir, dentry->name))
		hostfs_set_nameless(hostfs_i(inode), false);
	hostfs_refresh_now(inode);
	inode_get(inode);
	mark(dentry, 0);
	d_instantiate(dentry, inode);
	return 0;
}

static int hostfs_tmpfile(struct inode *dir, struct dentry *dentry, uint32_t mode)
{
	struct hostfs_sb *hs = hostfs_s(dir->sb);
	struct host_stat st;
	struct inode *inode;
	int fd = hs->writable ? hostfs_path_fd(dir) : -EROFS;
	int err;

	if (fd >= 0)
		fd = host_tmpfile(hs->self_fds, fd, mode & S_IALLUGO, true);
	if (fd < 0)
		return fd;
	err = host_stat(fd, &st);
	inode = err ? ERR_PTR(err) : hostfs_iget(dir->sb, NULL, NULL, &st);
	if (IS_ERR(inode)) {
		host_close(fd);
		return PTR_ERR(inode);
	}
	hostfs_adopt_write_fd(hostfs_i(inode), fd);
	hostfs_set_nameless(hostfs_i(inode), true);
	dress(dir, inode, mode);
	d_tmpfile(dentry, inode);
	return 0;
}

/* --- taking away --- */

/* Before a name goes. Failure is no obstacle: the file may be beyond our rights. */
static bool hold_victim(struct dentry *dentry)
{
	bool in_use = dentry->refs > 1 || dentry->inode->refs > 1;

	if (in_use && hostfs_any_fd(dentry->inode) >= 0)
		hostfs_set_nameless(hostfs_i(dentry->inode), true);
	return in_use;
}

/* It did not go, or has another name. */
static void release_victim(struct dentry *dentry)
{
	struct hostfs_inode *hi = hostfs_i(dentry->inode);

	hostfs_set_nameless(hi, !hi->parent);
}

/*
 * A name goes. If somebody still uses the inode, hold it by a descriptor from now on; else let its
 * descriptors go, so that the host can free the file.
 */
static void lose_name(struct inode *dir, struct dentry *dentry, bool in_use)
{
	struct hostfs_inode *hi = hostfs_i(dentry->inode);

	if (hi->parent == dir && !strcmp(hi->name, dentry->name))
		hostfs_forget_name(hi);
	release_victim(dentry);
	if (in_use)
		hostfs_refresh_now(dentry->inode);
	else
		hostfs_close_fds(hi);
	hi->checked = 0;
}

static int remove_name(struct inode *dir, struct dentry *dentry,
		       int (*remove)(int dir, const char *name))
{
	bool in_use;
	int fd, err;

	if (!writable(dir))
		return -EROFS;
	in_use = hold_victim(dentry);
	fd = hostfs_path_fd(dir);
	err = fd < 0 ? fd : remove(fd, dentry->name);
	if (err) {
		release_victim(dentry);
		return err;
	}
	dir_changed(dir);
	lose_name(dir, dentry, in_use);
	return 0;
}

static int hostfs_unlink(struct inode *dir, struct dentry *dentry)
{
	return remove_name(dir, dentry, host_unlink);
}

static int hostfs_rmdir(struct inode *dir, struct dentry *dentry)
{
	return remove_name(dir, dentry, host_rmdir);
}

static int host_rename_between(struct inode *odir, const char *oname, struct inode *ndir,
			       const char *nname, unsigned flags)
{
	int ofd = hostfs_path_fd(odir), nfd, err;

	if (ofd < 0)
		return ofd;
	hostfs_pin(hostfs_i(odir));
	nfd = hostfs_path_fd(ndir);
	err = nfd < 0 ? nfd : host_rename(ofd, oname, nfd, nname, flags);
	hostfs_unpin(hostfs_i(odir));
	return err;
}

/* The tree of dentries is the caller's to change. */
static int hostfs_rename(struct inode *odir, struct dentry *od, struct inode *ndir,
			 struct dentry *nd, unsigned flags)
{
	struct inode *victim = nd->inode;
	bool replace = victim && !(flags & RENAME_EXCHANGE);
	bool in_use = false;
	int err;

	if (flags & ~(RENAME_NOREPLACE | RENAME_EXCHANGE))
		return -EINVAL; /* RENAME_WHITEOUT makes a device */
	if (!writable(odir))
		return -EROFS;
	if (replace)
		in_use = hold_victim(nd);
	err = host_rename_between(odir, od->name, ndir, nd->name, flags);
	if (err) {
		if (replace)
			release_victim(nd);
		return err;
	}
	if (replace)
		lose_name(ndir, nd, in_use);
	if (hostfs_set_name(hostfs_i(od->inode), ndir, nd->name))
		hostfs_forget_name(hostfs_i(od->inode));
	if (victim && !replace && hostfs_set_name(hostfs_i(victim), odir, od->name))
		hostfs_forget_name(hostfs_i(victim));
	hostfs_i(od->inode)->checked = 0;
	mark(od, 0);
	mark(nd, 0);
	dir_changed(odir);
	dir_changed(ndir);
	return 0;
}

/* --- the rest --- */

static int hostfs_get_link(struct inode *inode, char *buf, size_t size)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd, n;

	if (hi->path_fd >= 0 || !hi->parent) {
		fd = hostfs_path_fd(inode);
		n = fd < 0 ? fd : host_readlink(fd, buf, size);
	} else {
		fd = hostfs_path_fd(hi->parent);
		n = fd < 0 ? fd : host_readlink_at(fd, hi->name, buf, size);
	}
	if (n < 0)
		return n;
	if ((size_t)n >= size)
		return -ENAMETOOLONG;
	buf[n] = '\0';
	return n;
}

/*
 * Where the guest has the caller's own identity, or the caller is root, what ring3 allows the host
 * allows too, or refuses when it is done (an ACL, a read-only mount of its own).
 */
static int hostfs_permission(struct inode *inode, int mask)
{
	int err = generic_permission(inode, mask);
	int fd;

	if (err || !hostfs_s(inode->sb)->foreign || S_ISLNK(inode->mode))
		return err;
	fd = hostfs_any_fd(inode);
	return fd < 0 ? fd : host_access(fd, (unsigned)mask & (MAY_READ | MAY_WRITE | MAY_EXEC));
}

#define HOSTFS_ATTRIBUTES 0x0874ull /* compressed, immutable, append, nodump, encrypted */

static int hostfs_getattr(const struct path *path, struct kstat *stat, __unused uint32_t mask)
{
	struct inode *inode = path->dentry->inode;
	struct hostfs_inode *hi = hostfs_i(inode);
	int err = hostfs_refresh(inode);

	if (err)
		return err;
	generic_fillattr(inode, stat);
	stat->dev = hostfs_guest_dev(inode);
	stat->attributes |= hi->attributes & HOSTFS_ATTRIBUTES;
	stat->attributes_mask |= hi->attributes_mask & HOSTFS_ATTRIBUTES;
	if (!hi->has_btime)
		stat->result_mask &= ~STATX_BTIME;
	return 0;
}

static struct host_time to_host_time(const struct timespec64 *t, unsigned valid, unsigned which,
				     unsigned set)
{
	if (!(valid & which))
		return (struct host_time){ .nsec = HOST_UTIME_OMIT };
	if (!(valid & set))
		return (struct host_time){ .nsec = HOST_UTIME_NOW };
	return (struct host_time){ t->tv_sec, (uint32_t)t->tv_nsec };
}

static int set_size(struct inode *inode, const struct iattr *attr)
{
	struct hostfs_inode *hi = hostfs_i(inode);
	int fd, err;

	if (attr->file || hi->write_fd >= 0) {
		fd = hostfs_write_fd(inode);
		err = fd < 0 ? fd : host_ftruncate(fd, attr->size);
	} else {
		fd = hostfs_path_fd(inode);
		err = fd < 0 ? fd : host_truncate(hostfs_s(inode->sb)->self_fds, fd, attr->size);
	}
	if (err)
		return err;
	pagecache_isize_extended(&inode->mapping, inode->size, attr->size);
	inode->size = attr->size;
	truncate_pagecache(&inode->mapping, attr->size);
	hi->wrote = true;
	return 0;
}

static int set_owner_and_mode(struct inode *inode, const struct iattr *attr, int fd)
{
	int err = 0;

	if (attr->valid & (ATTR_UID | ATTR_GID))
		err = host_chown(fd, attr->valid & ATTR_UID ? attr->uid : (uid_t)-1,
				 attr->valid & ATTR_GID ? attr->gid : (gid_t)-1);
	/* chown(2) takes the set-id bits away by itself; a mode that was asked for comes after. */
	if (!err && (attr->valid & ATTR_MODE))
		err = host_chmod(hostfs_s(inode->sb)->self_fds, fd, attr->mode & S_IALLUGO);
	return err;
}

static int set_times(struct inode *inode, const struct iattr *attr, int fd)
{
	struct host_time times[2] = {
		to_host_time(&attr->atime, attr->valid, ATTR_ATIME, ATTR_ATIME_SET),
		to_host_time(&attr->mtime, attr->valid, ATTR_MTIME, ATTR_MTIME_SET),
	};

	return host_utimes(hostfs_s(inode->sb)->self_fds, fd, times);
}

static int hostfs_setattr(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	int err = setattr_prepare(dentry, attr);
	int fd;

	if (!err && !writable(inode))
		err = -EROFS;
	if (!err && (attr->valid & ATTR_SIZE))
		err = set_size(inode, attr);
	if (err)
		return err;
	fd = hostfs_any_fd(inode);
	if (fd < 0)
		return fd;
	if (attr->valid & (ATTR_MODE | ATTR_UID | ATTR_GID))
		err = set_owner_and_mode(inode, attr, fd);
	/* A new size sets the time by itself. */
	if (!err && !(attr->valid & ATTR_SIZE) && (attr->valid & (ATTR_ATIME | ATTR_MTIME)))
		err = set_times(inode, attr, fd);
	hostfs_refresh_now(inode);
	return err;
}

/* A directory that is not shown: see look_behind(). */
static int hidden_lookup(__unused struct inode *dir, __unused struct dentry *dentry)
{
	return -EACCES;
}

const struct inode_ops hostfs_dir_inode_ops = {
	.lookup = hostfs_lookup,
	.revalidate = hostfs_revalidate,
	.create = hostfs_create_file,
	.link = hostfs_link,
	.unlink = hostfs_unlink,
	.symlink = hostfs_symlink,
	.mkdir = hostfs_mkdir,
	.rmdir = hostfs_rmdir,
	.mknod = hostfs_mknod,
	.rename = hostfs_rename,
	.tmpfile = hostfs_tmpfile,
	.permission = hostfs_permission,
	.getattr = hostfs_getattr,
	.setattr = hostfs_setattr,
};

const struct inode_ops hostfs_file_inode_ops = {
	.permission = hostfs_permission,
	.getattr = hostfs_getattr,
	.setattr = hostfs_setattr,
};

const struct inode_ops hostfs_link_inode_ops = {
	.get_link = hostfs_get_link,
	.permission = hostfs_permission,
	.getattr = hostfs_getattr,
	.setattr = hostfs_setattr,
};

const struct inode_ops hostfs_special_inode_ops = {
	.permission = hostfs_permission,
	.getattr = hostfs_getattr,
	.setattr = hostfs_setattr,
};

const struct inode_ops hostfs_hidden_inode_ops = {
	.lookup = hidden_lookup,
	.getattr = hostfs_getattr,
};
