/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SO_LINGER, whole and in parts. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	int sv[2];
	struct linger l = { 1, 5 };
	socklen_t n = 8;
	long r;

	r = socketpair(AF_UNIX, SOCK_STREAM, 0, sv);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [3, 4]) = %s", result(r));
	r = setsockopt(3, SOL_SOCKET, SO_LINGER, &l, 8);
	expect("setsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, 8) = %s", result(r));
	r = getsockopt(3, SOL_SOCKET, SO_LINGER, &l, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=5}, [8]) = %s",
	       result(r));
	n = 4;
	r = getsockopt(3, SOL_SOCKET, SO_LINGER, &l, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1}, [4]) = %s", result(r));
	n = 6;
	r = getsockopt(3, SOL_SOCKET, SO_LINGER, &l, &n);
	expect("getsockopt(3, SOL_SOCKET, SO_LINGER, {l_onoff=1, l_linger=\"\\x05\\x00\"}, "
	       "[6]) = %s",
	       result(r));
	return 0;
}
