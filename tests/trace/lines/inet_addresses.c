/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_INET; what is too short is bytes. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_in sin = { AF_INET, htons(80), { htonl(0x7f000001) }, "" };
	long r;

	r = bind(-1, (void *)&sin, 16);
	expect("bind(-1, {sa_family=AF_INET, sin_port=htons(80), "
	       "sin_addr=inet_addr(\"127.0.0.1\")}, 16) = %s",
	       result(r));
	r = bind(-1, (void *)&sin, 15);
	expect("bind(-1, {sa_family=AF_INET, "
	       "sa_data=\"\\0P\\177\\0\\0\\1\\0\\0\\0\\0\\0\\0\\0\"}, 15) = %s",
	       result(r));
	r = connect(-1, (void *)&sin, 8);
	expect("connect(-1, {sa_family=AF_INET, sa_data=\"\\0P\\177\\0\\0\\1\"}, 8) = %s",
	       result(r));
	r = connect(-1, (void *)&sin, 100);
	expect("connect(-1, {sa_family=AF_INET, sin_port=htons(80), "
	       "sin_addr=inet_addr(\"127.0.0.1\")}, 100) = %s",
	       result(r));
	return 0;
}
