/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options that are numbers, and their lengths. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	int sv[2], one = 1;
	long wide = 5;
	socklen_t n = 4;
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	r = setsockopt(3, SOL_SOCKET, SO_REUSEADDR, &one, 4);
	expect("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = %s", result(r));
	r = setsockopt(3, SOL_SOCKET, SO_REUSEADDR, NULL, 4);
	expect("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, NULL, 4) = %s", result(r));
	r = setsockopt(3, SOL_SOCKET, SO_REUSEADDR, (void *)16, 4);
	expect("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, 0x10, 4) = %s", result(r));
	r = getsockopt(3, SOL_SOCKET, SO_TYPE, &one, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_TYPE, [1], [4]) = %s", result(r));
	n = 8;
	r = getsockopt(3, SOL_SOCKET, SO_DOMAIN, &wide, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_DOMAIN, [1], [8 => 4]) = %s", result(r));
	n = 2;
	r = getsockopt(3, SOL_SOCKET, SO_TYPE, &one, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_TYPE, \"\\1\\0\", [2]) = %s", result(r));
	n = 4;
	r = getsockopt(3, SOL_SOCKET, SO_ERROR, &one, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4]) = %s", result(r));
	r = setsockopt(-1, SOL_SOCKET, 999, "abc", 3);
	expect("setsockopt(-1, SOL_SOCKET, 0x3e7 /* SO_??? */, \"abc\", 3) = %s", result(r));
	r = setsockopt(-1, 77, 1, "abcd", 4);
	expect("setsockopt(-1, 0x4d /* SOL_?? */, 1, [1684234849], 4) = %s", result(r));
	return 0;
}
