/* SPDX-License-Identifier: GPL-2.0-or-later */
/* i386's one number for all socket calls. */
#include "syscall.h"
#include "uaccess.h"
#include "uapi/errno.h"
#include "uapi/socket.h"

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
