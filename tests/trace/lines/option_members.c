/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Groups that a socket joins. */
#include <sys/socket.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct ip_mreq m = { { htonl(0xe0000001) }, { htonl(0x7f000001) } };
	struct ipv6_mreq m6 = { IN6ADDR_LOOPBACK_INIT, 1 };
	struct { int i; unsigned short type, len; unsigned char b[8]; } p = { 1, 0, 6, "\1\2\3\4\5\6" };
	long r;

	r = setsockopt(-1, SOL_IP, IP_ADD_MEMBERSHIP, &m, 8);
	expect("setsockopt(-1, SOL_IP, IP_ADD_MEMBERSHIP, "
	       "{imr_multiaddr=inet_addr(\"224.0.0.1\"), "
	       "imr_interface=inet_addr(\"127.0.0.1\")}, 8) = %s",
	       result(r));
	r = setsockopt(-1, SOL_IP, IP_DROP_MEMBERSHIP, &m, 8);
	expect("setsockopt(-1, SOL_IP, IP_DROP_MEMBERSHIP, "
	       "{imr_multiaddr=inet_addr(\"224.0.0.1\"), "
	       "imr_interface=inet_addr(\"127.0.0.1\")}, 8) = %s",
	       result(r));
	r = setsockopt(-1, SOL_IPV6, IPV6_ADD_MEMBERSHIP, &m6, 20);
	expect("setsockopt(-1, SOL_IPV6, IPV6_ADD_MEMBERSHIP, {inet_pton(AF_INET6, \"::1\", "
	       "&ipv6mr_multiaddr), ipv6mr_interface=if_nametoindex(\"lo\")}, 20) = %s",
	       result(r));
	r = setsockopt(-1, SOL_IPV6, IPV6_LEAVE_ANYCAST, &m6, 20);
	expect("setsockopt(-1, SOL_IPV6, IPV6_LEAVE_ANYCAST, {inet_pton(AF_INET6, \"::1\", "
	       "&ipv6mr_multiaddr), ipv6mr_interface=if_nametoindex(\"lo\")}, 20) = %s",
	       result(r));
	r = setsockopt(-1, 263, 1, &p, 16);
	expect("setsockopt(-1, SOL_PACKET, PACKET_ADD_MEMBERSHIP, "
	       "{mr_ifindex=if_nametoindex(\"lo\"), mr_type=PACKET_MR_MULTICAST, mr_alen=6, "
	       "mr_address=01:02:03:04:05:06}, 16) = %s",
	       result(r));
	r = setsockopt(-1, SOL_IP, IP_MULTICAST_IF, &m, 4);
	expect("setsockopt(-1, SOL_IP, IP_MULTICAST_IF, [16777440], 4) = %s", result(r));
	return 0;
}
