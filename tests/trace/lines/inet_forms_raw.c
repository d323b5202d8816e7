/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -X raw: bytes in the order of the network.
 *
 *	trace: -X raw
 */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_in sin = { AF_INET, htons(80), { htonl(0x7f000001) }, "" };
	long r;

	r = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	expect("socket(0x1, 0x1|0x80000, 0) = %s", result(r));
	r = connect(-1, (void *)&sin, 16);
	expect("connect(-1, {sa_family=0x2, sin_port=\"\\x00\\x50\", "
	       "sin_addr=\"\\x7f\\x00\\x00\\x01\"}, 16) = %s",
	       result(r));
	r = shutdown(-1, SHUT_RDWR);
	expect("shutdown(-1, 0x2) = %s", result(r));
	return 0;
}
