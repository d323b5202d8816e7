/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Datagrams: who sent them, what was cut. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX }, b = { .sun_family = AF_UNIX }, from;
	socklen_t n = sizeof(from), len;
	char buf[64];
	const char *own = own_name();
	long r;

	len = 3 + (socklen_t)sprintf(a.sun_path + 1, "da%s", own);
	sprintf(b.sun_path + 1, "db%s", own);
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = socket(AF_UNIX, SOCK_DGRAM, 0);
	expect("socket(AF_UNIX, SOCK_DGRAM, 0) = %s", result(r));
	r = bind(3, (void *)&a, len);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"da%s\"}, %u) = %s", own, len, result(r));
	r = bind(4, (void *)&b, len);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"db%s\"}, %u) = %s", own, len, result(r));
	r = sendto(3, "hello", 5, MSG_DONTWAIT, (void *)&b, len);
	expect("sendto(3, \"hello\", 5, MSG_DONTWAIT, {sa_family=AF_UNIX, sun_path=@\"db%s\"}, "
	       "%u) = %s",
	       own, len, result(r));
	r = sendto(3, "hello", 5, 0, (void *)&b, len);
	expect("sendto(3, \"hello\", 5, 0, {sa_family=AF_UNIX, sun_path=@\"db%s\"}, %u) = %s",
	       own, len, result(r));
	r = recvfrom(4, buf, 64, 0, (void *)&from, &n);
	expect("recvfrom(4, \"hello\", 64, 0, {sa_family=AF_UNIX, sun_path=@\"da%s\"}, [110 => "
	       "%u]) = %s",
	       own, len, result(r));
	n = 4;
	r = recvfrom(4, buf, 2, MSG_TRUNC, (void *)&from, &n);
	expect("recvfrom(4, \"he\", 2, MSG_TRUNC, {sa_family=AF_UNIX, sun_path=@\"d\"}, [4 => "
	       "%u]) = %s",
	       len, result(r));
	n = 0;
	r = sendto(3, "", 0, MSG_CONFIRM, (void *)&b, len);
	expect("sendto(3, \"\", 0, MSG_CONFIRM, {sa_family=AF_UNIX, sun_path=@\"db%s\"}, %u) = %s",
	       own, len, result(r));
	return 0;
}
