/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Changing attributes: who may, what changes with what (set-id bits, ctime). Linux's fs/attr.c. */
#include "fs/fsnotify.h"
#include "kernel/signal.h"

#define S_MAXBYTES INT64_MAX

static bool may_chown(const struct inode *inode, uid_t uid)
{
	return (current_fsuid() == inode->uid && uid == inode->uid) || fs_capable(CAP_CHOWN);
}

static bool in_group(gid_t gid)
{
	return !current || in_group_p(gid);
}

static bool may_chgrp(const struct inode *inode, gid_t gid)
{
	return (current_fsuid() == inode->uid && (in_group(gid) || gid == inode->gid)) ||
	       fs_capable(CAP_CHOWN);
}

/* As from the process itself. */
void send_sigxfsz(void)
{
	struct ksiginfo info = { .signo = SIGXFSZ,
				 .code = SI_USER,
				 .pid = current->tgid,
				 .uid = current->cred->uid };

	send_signal_info(&info, current, false);
}

int inode_newsize_ok(const struct inode *inode, uint64_t size)
{
	uint64_t limit;

	if (size <= inode->size)
		return 0;
	limit = current ? rlimit(RLIMIT_FSIZE) : RLIM_INFINITY;
	if (limit != RLIM_INFINITY && size > limit) {
		send_sigxfsz();
		return -EFBIG;
	}
	return size > S_MAXBYTES ? -EFBIG : 0;
}

int setattr_prepare(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	gid_t gid = attr->valid & ATTR_GID ? attr->gid : inode->gid;
	int err;

	if (attr->valid & ATTR_SIZE) {
		err = inode_newsize_ok(inode, attr->size);
		if (err)
			return err;
	}
	if (attr->valid & ATTR_FORCE)
		return 0;
	if ((attr->valid & ATTR_UID) && !may_chown(inode, attr->uid))
		return -EPERM;
	if ((attr->valid & ATTR_GID) && !may_chgrp(inode, attr->gid))
		return -EPERM;
	if (attr->valid & ATTR_MODE) {
		if (!inode_owner_or_capable(inode))
			return -EPERM;
		if (!in_group(gid) && !fs_capable(CAP_FSETID))
			attr->mode &= ~(uint32_t)S_ISGID;
	}
	if ((attr->valid & (ATTR_MTIME_SET | ATTR_ATIME_SET | ATTR_TIMES_SET)) &&
	    !inode_owner_or_capable(inode))
		return -EPERM;
	return 0;
}

void setattr_copy(struct inode *inode, const struct iattr *attr)
{
	if (attr->valid & ATTR_UID)
		inode->uid = attr->uid;
	if (attr->valid & ATTR_GID)
		inode->gid = attr->gid;
	if (attr->valid & ATTR_ATIME)
		inode->atime = attr->atime;
	if (attr->valid & ATTR_MTIME)
		inode->mtime = attr->mtime;
	if (attr->valid & ATTR_CTIME)
		inode->ctime = attr->ctime;
	if (attr->valid & ATTR_MODE)
		inode->mode = (inode->mode & S_IFMT) | (attr->mode & S_IALLUGO);
}

/* ATTR_KILL_SGID if a change of owner or contents costs it the bit. */
unsigned setattr_kill_sgid(const struct inode *inode)
{
	if (!(inode->mode & S_ISGID))
		return 0;
	if (inode->mode & 0010)
		return ATTR_KILL_SGID;
	/* Without group execution it is mandatory locking's mark: kept for the group. */
	return in_group(inode->gid) || fs_capable(CAP_FSETID) ? 0 : ATTR_KILL_SGID;
}

/* Does writing to it by the current task cost a file its set-id bits? ATTR_KILL_*. */
static unsigned privs_to_kill(const struct inode *inode)
{
	unsigned kill = setattr_kill_sgid(inode) | (inode->mode & S_ISUID ? ATTR_KILL_SUID : 0);

	return kill && S_ISREG(inode->mode) && !fs_capable(CAP_FSETID) ? kill : 0;
}

int file_remove_privs(struct file *f)
{
	struct iattr attr = { .valid = privs_to_kill(f->inode) };

	if (!attr.valid)
		return 0;
	attr.valid |= ATTR_FORCE;
	return notify_change(f->path.dentry, &attr);
}

static int may_setattr(struct inode *inode, unsigned valid)
{
	if ((valid & (ATTR_MODE | ATTR_UID | ATTR_GID | ATTR_TIMES_SET)) &&
	    (inode->i_flags & (S_IMMUTABLE | S_APPEND)))
		return -EPERM;
	if (valid & ATTR_TOUCH) {
		if (inode->i_flags & S_IMMUTABLE)
			return -EPERM;
		if (!inode_owner_or_capable(inode))
			return inode_permission(inode, MAY_WRITE);
	}
	return 0;
}

static void kill_to_mode(const struct inode *inode, struct iattr *attr)
{
	uint32_t gone = 0;

	if (attr->valid & ATTR_KILL_SUID)
		gone |= inode->mode & S_ISUID;
	if (attr->valid & ATTR_KILL_SGID)
		gone |= inode->mode & S_ISGID;
	attr->valid &= ~(unsigned)(ATTR_KILL_SUID | ATTR_KILL_SGID);
	if (gone) {
		attr->valid |= ATTR_MODE;
		attr->mode = inode->mode & ~gone;
	}
}

static int simple_setattr(struct dentry *dentry, struct iattr *attr)
{
	int err = setattr_prepare(dentry, attr);

	if (err)
		return err;
	if (attr->valid & ATTR_SIZE) {
		dentry->inode->size = attr->size;
		truncate_pagecache(&dentry->inode->mapping, attr->size);
	}
	setattr_copy(dentry->inode, attr);
	return 0;
}

int notify_change(struct dentry *dentry, struct iattr *attr)
{
	struct inode *inode = dentry->inode;
	struct timespec64 now;
	int err = may_setattr(inode, attr->valid);

	if (err)
		return err;
	if ((attr->valid & ATTR_MODE) && S_ISLNK(inode->mode))
		return -EOPNOTSUPP;
	now = current_time();
	attr->ctime = now;
	if (!(attr->valid & ATTR_ATIME_SET))
		attr->atime = now;
	if (!(attr->valid & ATTR_MTIME_SET))
		attr->mtime = now;
	kill_to_mode(inode, attr);
	if (!(attr->valid & ~(unsigned)ATTR_FORCE))
		return 0;
	attr->valid |= ATTR_CTIME;
	err = inode->op->setattr ? inode->op->setattr(dentry, attr) : simple_setattr(dentry, attr);
	if (!err && fsnotify_active())
		__fsnotify_change(dentry, attr->valid);
	return err;
}

/* The size of a regular file; its writers were checked. */
int do_truncate(struct dentry *dentry, uint64_t length, unsigned time_attrs, struct file *f)
{
	struct iattr attr = { .valid = ATTR_SIZE | time_attrs, .size = length, .file = f };
	unsigned kill = privs_to_kill(dentry->inode);

	if ((int64_t)length < 0)
		return -EINVAL;
	if (kill)
		attr.valid |= kill | ATTR_FORCE;
	return notify_change(dentry, &attr);
}

/* truncate(2) and whoever has a path. */
int vfs_truncate(const struct path *path, loff_t length)
{
	struct inode *inode = path->dentry->inode;
	int err;

	if (S_ISDIR(inode->mode))
		return -EISDIR;
	if (!S_ISREG(inode->mode))
		return -EINVAL;
	err = mnt_want_write(path->mnt);
	if (!err)
		err = inode_permission(inode, MAY_WRITE);
	if (err)
		return err;
	if (inode->i_flags & S_APPEND)
		return -EPERM;
	err = get_write_access(inode);
	if (err)
		return err;
	err = do_truncate(path->dentry, (uint64_t)length, 0, NULL);
	put_write_access(inode);
	return err;
}
