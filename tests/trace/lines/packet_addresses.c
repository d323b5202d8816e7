/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_PACKET. */
#include <sys/socket.h>
#include <linux/if_packet.h>
#include <arpa/inet.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_ll sll = { AF_PACKET, htons(3), 1, 1, 1, 6, { 1, 2, 3, 4, 5, 6 } };
	long r;

	r = bind(-1, (void *)&sll, sizeof(sll));
	expect("bind(-1, {sa_family=AF_PACKET, sll_protocol=htons(ETH_P_ALL), "
	       "sll_ifindex=if_nametoindex(\"lo\"), sll_hatype=ARPHRD_ETHER, "
	       "sll_pkttype=PACKET_BROADCAST, sll_halen=6, sll_addr=[0x1, 0x2, 0x3, 0x4, 0x5, "
	       "0x6]}, 20) = %s",
	       result(r));
	sll.sll_protocol = htons(0x800);
	sll.sll_ifindex = 77;
	sll.sll_halen = 9;
	sll.sll_pkttype = 9;
	sll.sll_hatype = 0x1234;
	r = bind(-1, (void *)&sll, sizeof(sll));
	expect("bind(-1, {sa_family=AF_PACKET, sll_protocol=htons(ETH_P_IP), sll_ifindex=77, "
	       "sll_hatype=0x1234 /* ARPHRD_??? */, sll_pkttype=0x9 /* PACKET_??? */, "
	       "sll_halen=9, sll_addr=[0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 00, 00, ...]}, 20) = %s",
	       result(r));
	sll.sll_protocol = htons(0x1111);
	sll.sll_halen = 0;
	sll.sll_pkttype = 0;
	r = bind(-1, (void *)&sll, sizeof(sll));
	expect("bind(-1, {sa_family=AF_PACKET, sll_protocol=htons(0x1111 /* ETH_P_??? */), "
	       "sll_ifindex=77, sll_hatype=0x1234 /* ARPHRD_??? */, sll_pkttype=PACKET_HOST, "
	       "sll_halen=0}, 20) = %s",
	       result(r));
	r = bind(-1, (void *)&sll, 17);
	expect("bind(-1, {sa_family=AF_PACKET, "
	       "sa_data=\"\\21\\21M\\0\\0\\0004\\22\\0\\0\\1\\2\\3\\4\\5\"}, 17) = %s",
	       result(r));
	return 0;
}
