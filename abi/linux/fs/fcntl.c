/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl(2), dup and close_range: what is done to descriptors and to open files' flags. */
#include "fs/internal.h"
#include "kernel/signal.h"
#include "syscall.h"

#define SETFL_MASK (O_APPEND | O_NONBLOCK | O_DIRECT | O_NOATIME)

static long dupfd(struct file *f, unsigned from, unsigned oflags)
{
	int fd;

	if (from >= rlimit(RLIMIT_NOFILE))
		return -EINVAL;
	fd = fd_reserve_from(from, oflags);
	if (fd >= 0)
		fd_install(fd, file_ref(f));
	return fd;
}

static int setfl(fd_t fd, struct file *f, unsigned arg)
{
	const struct inode *inode = f->inode;
	int err;

	if (((arg ^ f->flags) & O_APPEND) && (inode->i_flags & S_APPEND))
		return -EPERM;
	if ((arg & ~f->flags & O_NOATIME) && !inode_owner_or_capable(inode))
		return -EPERM;
	if ((arg & O_DIRECT) && !can_odirect(f))
		return -EINVAL;
	err = f->op->setfl ? f->op->setfl(f, arg) : 0;
	if (!err && f->op->fasync)
		err = file_set_async(f, fd, arg & O_ASYNC);
	if (!err)
		f->flags = (arg & SETFL_MASK) | (f->flags & ~(unsigned)SETFL_MASK);
	return err;
}

static int setsig(struct file *f, int sig)
{
	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	f->owner_sig = (unsigned)sig;
	return 0;
}

/* Write-life hints are kept and mean nothing; the file's own and its inode's are one here. */
static int rw_hint(struct file *f, unsigned cmd, uaddr_t ua)
{
	uint64_t hint;

	if (cmd == F_GET_RW_HINT) {
		hint = f->inode->rw_hint;
		return put_user(hint, ua);
	}
	if (!inode_owner_or_capable(f->inode))
		return -EPERM;
	if (get_user(hint, ua))
		return -EFAULT;
	if (hint > RWH_WRITE_LIFE_EXTREME)
		return -EINVAL;
	f->inode->rw_hint = (uint8_t)hint;
	return 0;
}

static long dupfd_query(const struct file *f, fd_t other)
{
	auto_file *o = file_get_raw(other);

	return o ? o == f : -EBADF;
}

/* No leases are given, as with sysctl fs.leases-enable = 0; so there is none to break or tell. */
static long lease(const struct file *f, unsigned cmd, int type)
{
	if (cmd == F_GETLEASE)
		return F_UNLCK;
	if (f->inode->uid != current_fsuid() && !capable(CAP_LEASE))
		return -EACCES;
	if (!S_ISREG(f->inode->mode))
		return -EINVAL;
	return type == F_UNLCK ? -EAGAIN : -EINVAL;
}

static long do_fcntl(fd_t fd, struct file *f, unsigned cmd, uint64_t arg)
{
	switch (cmd) {
	case F_DUPFD:
		return dupfd(f, (unsigned)arg, 0);
	case F_DUPFD_CLOEXEC:
		return dupfd(f, (unsigned)arg, O_CLOEXEC);
	case F_DUPFD_QUERY:
		return dupfd_query(f, (int)arg);
	case F_CREATED_QUERY:
		return !!(f->mode & FMODE_CREATED);
	case F_GETFD:
		return fd_get_cloexec(fd) ? FD_CLOEXEC : 0;
	case F_SETFD:
		fd_set_cloexec(fd, arg & FD_CLOEXEC);
		return 0;
	case F_GETFL:
		return f->flags;
	case F_SETFL:
		return setfl(fd, f, (unsigned)arg);
	case F_GETLK:
	case F_OFD_GETLK:
		return fcntl_getlk(f, cmd, arg);
	case F_SETLK:
	case F_SETLKW:
	case F_OFD_SETLK:
	case F_OFD_SETLKW:
		return fcntl_setlk(fd, f, cmd, arg);
	case F_GETLK64:
		return in_compat_syscall() ? fcntl_getlk(f, cmd, arg) : -EINVAL;
	case F_SETLK64:
	case F_SETLKW64:
		return in_compat_syscall() ? fcntl_setlk(fd, f, cmd, arg) : -EINVAL;
	case F_GETOWN:
		return file_getown(f);
	case F_SETOWN:
		return file_setown(f, (int)arg);
	case F_GETOWN_EX:
		return file_getown_ex(f, arg);
	case F_SETOWN_EX:
		return file_setown_ex(f, arg);
	case F_GETOWNER_UIDS:
		return file_getowner_uids(f, arg);
	case F_GETSIG:
		return f->owner_sig;
	case F_SETSIG:
		return setsig(f, (int)arg);
	case F_GETLEASE:
	case F_SETLEASE:
		return lease(f, cmd, (int)arg);
	case F_SETPIPE_SZ:
	case F_GETPIPE_SZ:
		return pipe_fcntl(f, cmd, arg);
	case F_ADD_SEALS:
	case F_GET_SEALS:
		return memfd_fcntl(f, cmd, arg);
	case F_GET_RW_HINT:
	case F_SET_RW_HINT:
		return rw_hint(f, cmd, arg);
	case F_NOTIFY:
		return fcntl_dirnotify(fd, f, (unsigned)arg);
	default:
		return -EINVAL;
	}
}

/* What is allowed on an O_PATH descriptor. */
static bool path_cmd(unsigned cmd)
{
	switch (cmd) {
	case F_CREATED_QUERY:
	case F_DUPFD:
	case F_DUPFD_CLOEXEC:
	case F_DUPFD_QUERY:
	case F_GETFD:
	case F_SETFD:
	case F_GETFL:
		return true;
	}
	return false;
}

static long fcntl_fd(fd_t fd, unsigned cmd, uint64_t arg)
{
	auto_file *f = file_get_raw(fd);

	if (!f || ((f->mode & FMODE_PATH) && !path_cmd(cmd)))
		return -EBADF;
	return do_fcntl(fd, f, cmd, arg);
}

SYSCALL_DEFINE3(fcntl, fd_t, fd, fcntl_cmd_t, cmd, fcntl_arg_t, arg)
{
	return fcntl_fd(fd, cmd, arg);
}

COMPAT_SYSCALL_DEFINE3(fcntl64, fd_t, fd, fcntl_cmd_t, cmd, fcntl_arg_t, arg)
{
	return fcntl_fd(fd, cmd, arg);
}

SYSCALL_DEFINE1(dup, fd_t, fildes)
{
	auto_file *f = file_get_raw(fildes);
	int fd, err;

	if (!f)
		return -EBADF;
	err = fd_reserve(&fd, 0);
	if (err)
		return err;
	fd_install(fd, file_ref(f));
	return fd;
}

static long do_dup3(fd_t oldfd, fd_t newfd, unsigned flags)
{
	auto_file *f = NULL;

	if (flags & ~(unsigned)O_CLOEXEC)
		return -EINVAL;
	if (oldfd == newfd)
		return -EINVAL;
	if ((unsigned)newfd >= rlimit(RLIMIT_NOFILE))
		return -EBADF;
	f = file_get_raw(oldfd);
	return f ? fd_replace((unsigned)newfd, f, flags) : -EBADF;
}

SYSCALL_DEFINE3(dup3, fd_t, oldfd, fd_t, newfd, oflags_only_t, flags)
{
	return do_dup3(oldfd, newfd, (unsigned)flags);
}

SYSCALL_DEFINE2(dup2, fd_t, oldfd, fd_t, newfd)
{
	if (oldfd == newfd) {
		auto_file *f = file_get_raw(oldfd);

		return f ? oldfd : -EBADF;
	}
	return do_dup3(oldfd, newfd, 0);
}

SYSCALL_DEFINE3(close_range, uint_t, fd, uint_t, max_fd, close_range_flags_t, flags)
{
	if (flags & ~(unsigned)(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC))
		return -EINVAL;
	if (fd > max_fd)
		return -EINVAL;
	if (flags & CLOSE_RANGE_UNSHARE) {
		int err = files_unshare();

		if (err)
			return err;
	}
	files_close_range(fd, max_fd, flags & CLOSE_RANGE_CLOEXEC);
	return 0;
}
