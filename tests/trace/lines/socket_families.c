/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets by family: protocols are named by it. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	long r;

	r = socket(AF_UNIX, SOCK_STREAM, 0);
	expect("socket(AF_UNIX, SOCK_STREAM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = %s", result(r));
	r = socket(46, 0, 0);
	expect("socket(0x2e /* AF_??? */, 0, 0) = %s", result(r));
	r = socket(-1, 15, 3);
	expect("socket(0xffffffff /* AF_??? */, 0xf /* SOCK_??? */, 3) = %s", result(r));
	return 0;
}
