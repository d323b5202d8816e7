/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_INET6: flow, scope, forms of addresses. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_in6 sin = { AF_INET6, htons(443), htonl(7), IN6ADDR_LOOPBACK_INIT, 5 };
	long r;

	r = bind(-1, (void *)&sin, 28);
	expect("bind(-1, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(7), "
	       "inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=5}, 28) = %s",
	       result(r));
	r = bind(-1, (void *)&sin, 24);
	expect("bind(-1, {sa_family=AF_INET6, sin6_port=htons(443), sin6_flowinfo=htonl(7), "
	       "inet_pton(AF_INET6, \"::1\", &sin6_addr)}, 24) = %s",
	       result(r));
	r = bind(-1, (void *)&sin, 23);
	expect("bind(-1, {sa_family=AF_INET6, "
	       "sa_data=\"\\1\\273\\0\\0\\0\\7\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\"},"
	       " 23) = %s",
	       result(r));
	sin.sin6_addr = (struct in6_addr)IN6ADDR_ANY_INIT;
	r = connect(-1, (void *)&sin, 28);
	expect("connect(-1, {sa_family=AF_INET6, sin6_port=htons(443), "
	       "sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"::\", &sin6_addr), "
	       "sin6_scope_id=5}, 28) = %s",
	       result(r));
	memcpy(&sin.sin6_addr, "\0\0\0\0\0\0\0\0\0\0\377\377\1\2\3\4", 16);
	r = connect(-1, (void *)&sin, 28);
	expect("connect(-1, {sa_family=AF_INET6, sin6_port=htons(443), "
	       "sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"::ffff:1.2.3.4\", &sin6_addr), "
	       "sin6_scope_id=5}, 28) = %s",
	       result(r));
	memcpy(&sin.sin6_addr, "\40\1\15\270\0\0\0\1\0\0\0\0\0\0\0\1", 16);
	r = connect(-1, (void *)&sin, 28);
	expect("connect(-1, {sa_family=AF_INET6, sin6_port=htons(443), "
	       "sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"2001:db8:0:1::1\", &sin6_addr), "
	       "sin6_scope_id=5}, 28) = %s",
	       result(r));
	memcpy(&sin.sin6_addr, "\376\200\0\0\0\0\0\0\0\0\0\0\0\0\0\1", 16);
	sin.sin6_scope_id = 1;
	r = connect(-1, (void *)&sin, 28);
	expect("connect(-1, {sa_family=AF_INET6, sin6_port=htons(443), "
	       "sin6_flowinfo=htonl(7), inet_pton(AF_INET6, \"fe80::1\", &sin6_addr), "
	       "sin6_scope_id=if_nametoindex(\"lo\")}, 28) = %s",
	       result(r));
	return 0;
}
