/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * socketcall and ipc of i386 are told as the calls that they come to.
 *
 *	bits: 32
 */
#include <sys/socket.h>

#include "lines.h"

static long socket_call(long op, long a0, long a1, long a2, long a3)
{
	long args[6] = { a0, a1, a2, a3, 0, 0 };

	return syscall(SYS_socketcall, op, args);
}

int main(void)
{
	long r;

	r = socket_call(1, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, 0);
	expect("socket(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0) = %s", result(r));
	r = socket_call(4, r, 5, 0, 0);
	expect("listen(3, 5) = %s", result(r));
	r = socket_call(9, -1, (long)"hello", 5, MSG_NOSIGNAL);
	expect("send(-1, \"hello\", 5, MSG_NOSIGNAL) = %s", result(r));
	r = socket_call(10, -1, 16, 5, MSG_PEEK);
	expect("recv(-1, 0x10, 5, MSG_PEEK) = %s", result(r));
	r = socket_call(14, -1, SOL_SOCKET, SO_KEEPALIVE, 16);
	expect("setsockopt(-1, SOL_SOCKET, SO_KEEPALIVE, 0x10, 0) = %s", result(r));
	r = syscall(SYS_socketcall, 3, 16);
	expect("socketcall(SYS_CONNECT, 0x10) = %s", result(r));
	r = syscall(SYS_socketcall, 77, 16);
	expect("socketcall(77, 0x10) = %s", result(r));
	return 0;
}
