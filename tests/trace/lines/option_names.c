/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of sockets by level. */
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include "lines.h"

int main(void)
{
	long r;

	r = getsockopt(-1, SOL_SOCKET, SO_TYPE, NULL, NULL);
	expect("getsockopt(-1, SOL_SOCKET, SO_TYPE, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, SOL_SOCKET, 999, NULL, NULL);
	expect("getsockopt(-1, SOL_SOCKET, 0x3e7 /* SO_??? */, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, SOL_IP, IP_TTL, NULL, NULL);
	expect("getsockopt(-1, SOL_IP, IP_TTL, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, SOL_TCP, TCP_INFO, NULL, NULL);
	expect("getsockopt(-1, SOL_TCP, TCP_INFO, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, SOL_IPV6, IPV6_V6ONLY, NULL, NULL);
	expect("getsockopt(-1, SOL_IPV6, IPV6_V6ONLY, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, 17, 1, NULL, NULL);
	expect("getsockopt(-1, SOL_UDP, UDP_CORK, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, 270, 1, NULL, NULL);
	expect("getsockopt(-1, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, 77, 5, NULL, NULL);
	expect("getsockopt(-1, 0x4d /* SOL_?? */, 5, NULL, NULL) = %s", result(r));
	r = getsockopt(-1, SOL_IP, 64, NULL, NULL);
	expect("getsockopt(-1, SOL_IP, IPT_SO_GET_INFO, NULL, NULL) = %s", result(r));
	r = setsockopt(-1, SOL_IP, 64, NULL, 0);
	expect("setsockopt(-1, SOL_IP, IPT_SO_SET_REPLACE, NULL, 0) = %s", result(r));
	return 0;
}
