/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pairs of sockets. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	int sv[2];
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	r = socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_DGRAM|SOCK_NONBLOCK, 0, [5, 6]) = %s", result(r));
	r = socketpair(AF_UNIX, SOCK_DGRAM, 0, NULL);
	expect("socketpair(AF_UNIX, SOCK_DGRAM, 0, NULL) = %s", result(r));
	r = socketpair(AF_UNIX, SOCK_STREAM, 0, (int *)16);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, 0x10) = %s", result(r));
	return 0;
}
