/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sockets, of a kernel that was built without any address family: every socket(2) fails with
 * EAFNOSUPPORT, after the checks and in the order of Linux; so no descriptor is a socket, and the
 * other calls fail as they do on a descriptor that is none.
 */
#include "fs/fs.h"

#include "syscall.h"
#include "uapi/socket.h"

/* The definitions name every argument, though most are never looked at here. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

static int sock_create(int family, int type)
{
	if (family < 0 || family >= NPROTO)
		return -EAFNOSUPPORT;
	if (type >= SOCK_MAX)
		return -EINVAL;
	return -EAFNOSUPPORT;
}

static bool bad_type_flags(int type)
{
	return type & ~SOCK_TYPE_MASK & ~(SOCK_CLOEXEC | SOCK_NONBLOCK);
}

SYSCALL_DEFINE3(socket, socket_family_t, family, socket_type_t, type, int_t, protocol)
{
	if (bad_type_flags(type))
		return -EINVAL;
	return sock_create(family, type & SOCK_TYPE_MASK);
}

/* Linux takes both descriptors and tells their numbers before it looks at the family. */
static int socketpair_fds(unsigned flags, uaddr_t usockvec)
{
	int fd[2], err;

	err = fd_reserve(&fd[0], flags);
	if (err)
		return err;
	err = fd_reserve(&fd[1], flags);
	if (!err) {
		if (copy_to_user(usockvec, fd, sizeof(fd)))
			err = -EFAULT;
		fd_unreserve(fd[1]);
	}
	fd_unreserve(fd[0]);
	return err;
}

SYSCALL_DEFINE4(socketpair, socket_family_t, family, socket_type_t, type, int_t, protocol, ufds_t,
		usockvec)
{
	int err;

	if (bad_type_flags(type))
		return -EINVAL;
	err = socketpair_fds(type & ~SOCK_TYPE_MASK, usockvec);
	return err ? err : sock_create(family, type & SOCK_TYPE_MASK);
}

/* What looking for the socket behind fd says. */
static int not_a_socket(fd_t fd)
{
	struct file *f = file_get(fd);

	if (!f)
		return -EBADF;
	file_put(f);
	return -ENOTSOCK;
}

SYSCALL_DEFINE3(bind, fd_t, fd, usockaddr_in_t, umyaddr, int_t, addrlen)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE2(listen, fd_t, fd, int_t, backlog)
{
	return not_a_socket(fd);
}

static int move_addr_to_kernel(uaddr_t from, int len)
{
	char address[SOCKADDR_STORAGE];

	if (len < 0 || len > SOCKADDR_STORAGE)
		return -EINVAL;
	return copy_from_user(address, from, len) ? -EFAULT : 0;
}

SYSCALL_DEFINE3(connect, fd_t, fd, usockaddr_in_t, uservaddr, int_t, addrlen)
{
	int err = not_a_socket(fd), bad;

	if (err == -EBADF)
		return err;
	bad = move_addr_to_kernel(uservaddr, addrlen);
	return bad ? bad : err;
}

static int do_accept(fd_t fd, int flags)
{
	int err = not_a_socket(fd), full, newfd;

	if (err == -EBADF)
		return err;
	if (flags & ~(SOCK_CLOEXEC | SOCK_NONBLOCK))
		return -EINVAL;
	full = fd_reserve(&newfd, flags);
	if (full)
		return full;
	fd_unreserve(newfd);
	return err;
}

SYSCALL_DEFINE3(accept, fd_t, fd, usockaddr_out_t, upeer_sockaddr, uint_inout_t, upeer_addrlen)
{
	return do_accept(fd, 0);
}

SYSCALL_DEFINE4(accept4, fd_t, fd, usockaddr_out_t, upeer_sockaddr, uint_inout_t, upeer_addrlen,
		socket_type_t, flags)
{
	return do_accept(fd, flags);
}

SYSCALL_DEFINE3(getsockname, fd_t, fd, usockaddr_out_t, usockaddr, uint_inout_t, usockaddr_len)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE3(getpeername, fd_t, fd, usockaddr_out_t, usockaddr, uint_inout_t, usockaddr_len)
{
	return not_a_socket(fd);
}

/* The buffer's range is looked at before the descriptor. */
static int buffer_not_socket(fd_t fd, uaddr_t buf, uint64_t len)
{
	struct iov_iter iter;
	int err = iov_iter_user(&iter, buf, len);

	return err ? err : not_a_socket(fd);
}

SYSCALL_DEFINE6(sendto, fd_t, fd, uin_t, buff, usize_t, len, msgflags_t, flags, usockaddr_in_t,
		addr, int_t, addr_len)
{
	return buffer_not_socket(fd, buff, len);
}

SYSCALL_DEFINE6(recvfrom, fd_t, fd, uout_t, ubuf, usize_t, size, msgflags_t, flags, usockaddr_out_t,
		addr, uint_inout_t, addr_len)
{
	return buffer_not_socket(fd, ubuf, size);
}

COMPAT_SYSCALL_DEFINE6(recvfrom, fd_t, fd, uout_t, buf, usize_t, len, msgflags_t, flags,
		       usockaddr_out_t, addr, uint_inout_t, addrlen)
{
	return buffer_not_socket(fd, buf, len);
}

SYSCALL_DEFINE5(setsockopt, fd_t, fd, int_t, level, socket_opt_t, optname, uin_t, optval, int_t,
		optlen)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE5(getsockopt, fd_t, fd, int_t, level, socket_opt_t, optname, uout_t, optval,
		uint_inout_t, optlen)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE2(shutdown, fd_t, fd, how_t, how)
{
	return not_a_socket(fd);
}

/* MSG_CMSG_COMPAT is the kernel's own: an x86-64 caller must not set it. */
static int message_not_socket(fd_t fd, unsigned flags)
{
	return flags & MSG_CMSG_COMPAT ? -EINVAL : not_a_socket(fd);
}

SYSCALL_DEFINE3(sendmsg, fd_t, fd, umsghdr_in_t, msg, msgflags_t, flags)
{
	return message_not_socket(fd, flags);
}

COMPAT_SYSCALL_DEFINE3(sendmsg, fd_t, fd, umsghdr_in_t, msg, msgflags_t, flags)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE4(sendmmsg, fd_t, fd, umsghdr_inout_t, mmsg, uint_t, vlen, msgflags_t, flags)
{
	return message_not_socket(fd, flags);
}

COMPAT_SYSCALL_DEFINE4(sendmmsg, fd_t, fd, umsghdr_inout_t, mmsg, uint_t, vlen, msgflags_t, flags)
{
	return not_a_socket(fd);
}

SYSCALL_DEFINE3(recvmsg, fd_t, fd, umsghdr_inout_t, msg, msgflags_t, flags)
{
	return message_not_socket(fd, flags);
}

COMPAT_SYSCALL_DEFINE3(recvmsg, fd_t, fd, umsghdr_inout_t, msg, msgflags_t, flags)
{
	return not_a_socket(fd);
}

/* The time limit is read before all else, and written back only where something was received. */
static int do_recvmmsg(fd_t fd, uaddr_t timeout, int (*get)(struct timespec64 *, uaddr_t))
{
	struct timespec64 ts;

	if (timeout && get(&ts, timeout))
		return -EFAULT;
	return timeout && !timespec64_valid(&ts) ? -EINVAL : not_a_socket(fd);
}

SYSCALL_DEFINE5(recvmmsg, fd_t, fd, umsghdr_inout_t, mmsg, uint_t, vlen, msgflags_t, flags,
		utimespec_inout_t, timeout)
{
	if (flags & MSG_CMSG_COMPAT)
		return -EINVAL;
	return do_recvmmsg(fd, timeout, get_timespec64);
}

COMPAT_SYSCALL_DEFINE5(recvmmsg_time64, fd_t, fd, umsghdr_inout_t, mmsg, uint_t, vlen, msgflags_t,
		       flags, utimespec_inout_t, timeout)
{
	return do_recvmmsg(fd, timeout, get_timespec64);
}

COMPAT_SYSCALL_DEFINE5(recvmmsg_time32, fd_t, fd, umsghdr_inout_t, mmsg, uint_t, vlen, msgflags_t,
		       flags, utimespec32_inout_t, timeout)
{
	return do_recvmmsg(fd, timeout, get_old_timespec32);
}

/* --- i386's one number for all of them --- */

extern const struct syscall sys_socket, sys_bind, sys_connect, sys_listen, sys_accept,
	sys_getsockname, sys_getpeername, sys_socketpair, sys_sendto, sys_compat_recvfrom,
	sys_shutdown, sys_setsockopt, sys_getsockopt, sys_compat_sendmsg, sys_compat_recvmsg,
	sys_accept4, sys_compat_recvmmsg_time32, sys_compat_sendmmsg;

/* Fewer arguments than the call has: the rest is 0 (send is a sendto without an address). */
static const struct {
	unsigned nargs;
	const struct syscall *sys;
} socket_calls[] = {
	[SYS_SOCKET] = { 3, &sys_socket },
	[SYS_BIND] = { 3, &sys_bind },
	[SYS_CONNECT] = { 3, &sys_connect },
	[SYS_LISTEN] = { 2, &sys_listen },
	[SYS_ACCEPT] = { 3, &sys_accept },
	[SYS_GETSOCKNAME] = { 3, &sys_getsockname },
	[SYS_GETPEERNAME] = { 3, &sys_getpeername },
	[SYS_SOCKETPAIR] = { 4, &sys_socketpair },
	[SYS_SEND] = { 4, &sys_sendto },
	[SYS_RECV] = { 4, &sys_compat_recvfrom },
	[SYS_SENDTO] = { 6, &sys_sendto },
	[SYS_RECVFROM] = { 6, &sys_compat_recvfrom },
	[SYS_SHUTDOWN] = { 2, &sys_shutdown },
	[SYS_SETSOCKOPT] = { 5, &sys_setsockopt },
	[SYS_GETSOCKOPT] = { 5, &sys_getsockopt },
	[SYS_SENDMSG] = { 3, &sys_compat_sendmsg },
	[SYS_RECVMSG] = { 3, &sys_compat_recvmsg },
	[SYS_ACCEPT4] = { 4, &sys_accept4 },
	[SYS_RECVMMSG] = { 5, &sys_compat_recvmmsg_time32 },
	[SYS_SENDMMSG] = { 4, &sys_compat_sendmmsg },
};

COMPAT_SYSCALL_DEFINE2(socketcall, socketcall_op_t, call, usocketcall_t, args)
{
	uint64_t regs[6] = { 0 };
	uint32_t a[6];

	if (call < SYS_SOCKET || call > SYS_SENDMMSG)
		return -EINVAL;
	if (copy_from_user(a, args, socket_calls[call].nargs * sizeof(a[0])))
		return -EFAULT;
	for (unsigned i = 0; i < socket_calls[call].nargs; i++)
		regs[i] = a[i];
	return socket_calls[call].sys->call(regs);
}
