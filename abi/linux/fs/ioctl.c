/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl(2): what every file knows; the rest is the file's own. */
#include "fs/internal.h"
#include "syscall.h"
#include "uapi/ioctl.h"

static long set_flag(struct file *f, unsigned flag, uaddr_t ua)
{
	int on;

	if (get_user(on, ua))
		return -EFAULT;
	f->flags = on ? f->flags | flag : f->flags & ~flag;
	return 0;
}

static long set_async(struct file *f, fd_t fd, uaddr_t ua)
{
	int on;

	if (get_user(on, ua))
		return -EFAULT;
	return file_set_async(f, fd, on);
}

static bool is_anon(const struct inode *inode)
{
	return inode->sb == fs_state()->pseudo_mnt[PSEUDO_ANON]->sb;
}

static long qsize(const struct inode *inode, uaddr_t ua)
{
	loff_t bytes = (loff_t)inode->blocks * 512;

	if (!S_ISDIR(inode->mode) && !S_ISREG(inode->mode) && !S_ISLNK(inode->mode))
		return -ENOTTY;
	return put_user(bytes, ua);
}

static long regular_ioctl(struct file *f, unsigned cmd, uaddr_t ua)
{
	switch (cmd) {
	case FIBMAP: {
		int block;

		if (!capable(CAP_SYS_RAWIO))
			return -EPERM;
		return get_user(block, ua) ? -EFAULT : -EINVAL;
	}
	case FIONREAD: {
		int left = (int)(f->inode->size - (uint64_t)f->pos);

		return put_user(left, ua);
	}
	}
	return -ENOIOCTLCMD;
}

static const struct {
	unsigned fl, s;
} inode_flags[] = {
	{ FS_IMMUTABLE_FL, S_IMMUTABLE },
	{ FS_APPEND_FL, S_APPEND },
	{ FS_NODUMP_FL, S_NODUMP },
	{ FS_NOATIME_FL, S_NOATIME },
};

static unsigned get_inode_flags(const struct inode *inode)
{
	unsigned fl = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(inode_flags); i++)
		if (inode->i_flags & inode_flags[i].s)
			fl |= inode_flags[i].fl;
	return fl;
}

static int set_inode_flags(struct inode *inode, unsigned fl)
{
	if (!inode_owner_or_capable(inode))
		return -EPERM;
	if (((fl ^ get_inode_flags(inode)) & (FS_APPEND_FL | FS_IMMUTABLE_FL)) &&
	    !capable(CAP_LINUX_IMMUTABLE))
		return -EPERM;
	if (fl & ~inode->sb->op->inode_flags)
		return -EOPNOTSUPP;
	for (unsigned i = 0; i < ARRAY_SIZE(inode_flags); i++) {
		inode->i_flags &= ~inode_flags[i].s;
		if (fl & inode_flags[i].fl)
			inode->i_flags |= inode_flags[i].s;
	}
	inode->ctime = current_time();
	return 0;
}

/* lsattr and chattr. The commands are named after a long, but it always was an int. */
static long flags_ioctl(struct file *f, bool set, uaddr_t ua)
{
	unsigned fl = get_inode_flags(f->inode);
	int err;

	if (!f->inode->sb->op->inode_flags)
		return -ENOIOCTLCMD;
	if (!set)
		return put_user(fl, ua);
	if (get_user(fl, ua))
		return -EFAULT;
	err = mnt_want_write(f->path.mnt);
	return err ? err : set_inode_flags(f->inode, fl);
}

static long do_vfs_ioctl(struct file *f, fd_t fd, unsigned cmd, uint64_t arg)
{
	const struct inode *inode = f->inode;

	switch (cmd) {
	case FIOCLEX:
		fd_set_cloexec(fd, true);
		return 0;
	case FIONCLEX:
		fd_set_cloexec(fd, false);
		return 0;
	case FIONBIO:
		return set_flag(f, O_NONBLOCK, arg);
	case FIOASYNC:
		return set_async(f, fd, arg);
	case FIOQSIZE:
		return qsize(inode, arg);
	case FIFREEZE:
	case FITHAW:
		return capable(CAP_SYS_ADMIN) ? -EOPNOTSUPP : -EPERM;
	case FS_IOC_FIEMAP:
	case FICLONE:
	case FICLONERANGE:
	case FIDEDUPERANGE:
		return -EOPNOTSUPP;
	case FS_IOC_GETFLAGS:
	case FS_IOC_SETFLAGS:
		return flags_ioctl(f, cmd == FS_IOC_SETFLAGS, arg);
	case FIGETBSZ: {
		int size = (int)inode->sb->blocksize;

		return put_user(size, arg);
	}
	}
	if (S_ISREG(inode->mode) && !is_anon(inode))
		return regular_ioctl(f, cmd, arg);
	return -ENOIOCTLCMD;
}

static long do_ioctl(fd_t fd, unsigned cmd, uint64_t arg)
{
	auto_file *f = file_get(fd);
	long err;

	if (!f)
		return -EBADF;
	err = do_vfs_ioctl(f, fd, cmd, arg);
	if (err == -ENOIOCTLCMD)
		err = f->op->ioctl ? f->op->ioctl(f, cmd, arg) : -ENOTTY;
	return err == -ENOIOCTLCMD ? -ENOTTY : err;
}

SYSCALL_DEFINE3(ioctl, fd_t, fd, ioctl_cmd_t, cmd, ioctl_arg_t, arg)
{
	return do_ioctl(fd, cmd, arg);
}

COMPAT_SYSCALL_DEFINE3(ioctl, fd_t, fd, ioctl_cmd_t, cmd, ioctl_arg_t, arg)
{
	/* Their numbers hold the size of a long. */
	if (cmd == FS_IOC32_GETFLAGS)
		cmd = FS_IOC_GETFLAGS;
	else if (cmd == FS_IOC32_SETFLAGS)
		cmd = FS_IOC_SETFLAGS;
	return do_ioctl(fd, cmd, arg);
}
