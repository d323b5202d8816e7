/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two sockets that talk: addresses with the lengths before and after. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX }, peer;
	struct sockaddr_un self = { .sun_family = AF_UNIX };
	socklen_t n = sizeof(peer), len, own_len;
	const char *own = own_name();
	long r;

	len = 3 + (socklen_t)sprintf(sun.sun_path + 1, "talk%s", own);
	own_len = 3 + (socklen_t)sprintf(self.sun_path + 1, "me%s", own);
	r = socket(AF_UNIX, SOCK_STREAM, 0);
	expect("socket(AF_UNIX, SOCK_STREAM, 0) = %s", result(r));
	r = bind(3, (void *)&sun, len);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"talk%s\"}, %u) = %s", own, len, result(r));
	r = listen(3, 5);
	expect("listen(3, 5) = %s", result(r));
	r = socket(AF_UNIX, SOCK_STREAM, 0);
	expect("socket(AF_UNIX, SOCK_STREAM, 0) = %s", result(r));
	r = bind(4, (void *)&self, own_len);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"me%s\"}, %u) = %s", own, own_len, result(r));
	r = connect(4, (void *)&sun, len);
	expect("connect(4, {sa_family=AF_UNIX, sun_path=@\"talk%s\"}, %u) = %s", own, len, result(r));
	r = accept(3, (void *)&peer, &n);
	expect("accept(3, {sa_family=AF_UNIX, sun_path=@\"me%s\"}, [110 => %u]) = %s", own, own_len, result(r));
	n = 4;
	r = getsockname(3, (void *)&peer, &n);
	expect("getsockname(3, {sa_family=AF_UNIX, sun_path=@\"t\"}, [4 => %u]) = %s", len, result(r));
	n = len;
	r = getsockname(3, (void *)&peer, &n);
	expect("getsockname(3, {sa_family=AF_UNIX, sun_path=@\"talk%s\"}, [%u]) = %s", own, len, result(r));
	n = 110;
	r = getpeername(4, (void *)&peer, &n);
	expect("getpeername(4, {sa_family=AF_UNIX, sun_path=@\"talk%s\"}, [110 => %u]) = %s",
	       own, len, result(r));
	r = shutdown(4, SHUT_WR);
	expect("shutdown(4, SHUT_WR) = %s", result(r));
	return 0;
}
