/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types of sockets and the flags beside them. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	long r;

	r = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	expect("socket(AF_UNIX, SOCK_SEQPACKET|SOCK_CLOEXEC|SOCK_NONBLOCK, 0) = %s", result(r));
	r = socket(AF_UNIX, 0, 0);
	expect("socket(AF_UNIX, 0, 0) = %s", result(r));
	r = socket(AF_UNIX, 15, 0);
	expect("socket(AF_UNIX, 0xf /* SOCK_??? */, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_RDM, 0);
	expect("socket(AF_UNIX, SOCK_RDM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_STREAM | 0x100000, 0);
	expect("socket(AF_UNIX, SOCK_STREAM|0x100000 /* SOCK_??? */, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_NONBLOCK | 7, 0);
	expect("socket(AF_UNIX, SOCK_NONBLOCK|0x7, 0) = %s", result(r));
	return 0;
}
