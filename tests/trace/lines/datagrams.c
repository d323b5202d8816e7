/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Datagrams: who sent them, what was cut. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un a = { AF_UNIX, "\0da" }, b = { AF_UNIX, "\0db" }, from;
	socklen_t n = sizeof(from);
	char buf[64];
	long r;

	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = bind(3, (void *)&a, 5);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"da\"}, 5) = %s", result(r));
	r = bind(4, (void *)&b, 5);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"db\"}, 5) = %s", result(r));
	r = sendto(3, "hello", 5, MSG_DONTWAIT, (void *)&b, 5);
	expect("sendto(3, \"hello\", 5, MSG_DONTWAIT, {sa_family=AF_UNIX, sun_path=@\"db\"}, "
	       "5) = %s",
	       result(r));
	r = sendto(3, "hello", 5, 0, (void *)&b, 5);
	expect("sendto(3, \"hello\", 5, 0, {sa_family=AF_UNIX, sun_path=@\"db\"}, 5) = %s",
	       result(r));
	r = recvfrom(4, buf, 64, 0, (void *)&from, &n);
	expect("recvfrom(4, \"hello\", 64, 0, {sa_family=AF_UNIX, sun_path=@\"da\"}, [110 => "
	       "5]) = %s",
	       result(r));
	n = 4;
	r = recvfrom(4, buf, 2, MSG_TRUNC, (void *)&from, &n);
	expect("recvfrom(4, \"he\", 2, MSG_TRUNC, {sa_family=AF_UNIX, sun_path=@\"d\"}, [4 => "
	       "5]) = %s",
	       result(r));
	n = 0;
	r = sendto(3, "", 0, MSG_CONFIRM, (void *)&b, 5);
	expect("sendto(3, \"\", 0, MSG_CONFIRM, {sa_family=AF_UNIX, sun_path=@\"db\"}, 5) = %s",
	       result(r));
	return 0;
}
