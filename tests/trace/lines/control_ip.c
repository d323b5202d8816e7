/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Control messages: what IP says of a datagram.
 *
 *	bits: 64
 */
#include <netinet/in.h>

#include "control.h"

int main(void)
{
	send_control(SOL_IP, IP_TTL, (int[]){ 64 }, 4,
		     "[{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=IP_TTL, cmsg_data=[64]}], "
		     "msg_controllen=24");
	send_control(SOL_IP, IP_TOS, "\x40", 1,
		     "[{cmsg_len=17, cmsg_level=SOL_IP, cmsg_type=IP_TOS, cmsg_data=[0x40]}], "
		     "msg_controllen=24");
	send_control(SOL_IP, IP_PKTINFO, "\1\0\0\0\177\0\0\1\177\0\0\2", 12,
		     "[{cmsg_len=28, cmsg_level=SOL_IP, cmsg_type=IP_PKTINFO, "
		     "cmsg_data={ipi_ifindex=if_nametoindex(\"lo\"), "
		     "ipi_spec_dst=inet_addr(\"127.0.0.1\"), ipi_addr=inet_addr(\"127.0.0.2\")}}], "
		     "msg_controllen=32");
	send_control(SOL_IP, 12, NULL, 4,
		     "[{cmsg_len=20, cmsg_level=SOL_IP, cmsg_type=0xc /* IP_??? */}], "
		     "msg_controllen=24");
	send_control(SOL_IPV6, 50, NULL, 4,
		     "[{cmsg_len=20, cmsg_level=SOL_IPV6, cmsg_type=0x32}], msg_controllen=24");
	send_control(0x777, 0x99, NULL, 4,
		     "[{cmsg_len=20, cmsg_level=0x777 /* SOL_??? */, cmsg_type=0x99}], "
		     "msg_controllen=24");
	return 0;
}
