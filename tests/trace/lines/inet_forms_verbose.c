/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -X verbose: numbers and names.
 *
 *	trace: -X verbose
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
	expect("socket(0x1 /* AF_UNIX */, 0x1 /* SOCK_STREAM */|0x80000 /* SOCK_CLOEXEC */, "
	       "0) = %s",
	       result(r));
	r = connect(-1, (void *)&sin, 16);
	expect("connect(-1, {sa_family=0x2 /* AF_INET */, sin_port=\"\\x00\\x50\" /* "
	       "htons(80) */, sin_addr=\"\\x7f\\x00\\x00\\x01\" /* inet_addr(\"127.0.0.1\") "
	       "*/}, 16) = %s",
	       result(r));
	r = shutdown(-1, SHUT_RDWR);
	expect("shutdown(-1, 0x2 /* SHUT_RDWR */) = %s", result(r));
	r = shutdown(-1, 9);
	expect("shutdown(-1, 0x9 /* SHUT_??? */) = %s", result(r));
	return 0;
}
