/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two sockets that talk: addresses with the lengths before and after. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un sun = { AF_UNIX, "\0talk" }, peer;
	struct sockaddr_un self = { AF_UNIX, "\0me" };
	socklen_t n = sizeof(peer);
	long r;

	r = socket(AF_UNIX, SOCK_STREAM, 0);
	expect("socket(AF_UNIX, SOCK_STREAM, 0) = %s", result(r));
	r = bind(3, (void *)&sun, 7);
	expect("bind(3, {sa_family=AF_UNIX, sun_path=@\"talk\"}, 7) = %s", result(r));
	r = listen(3, 5);
	expect("listen(3, 5) = %s", result(r));
	r = socket(AF_UNIX, SOCK_STREAM, 0);
	expect("socket(AF_UNIX, SOCK_STREAM, 0) = %s", result(r));
	r = bind(4, (void *)&self, 5);
	expect("bind(4, {sa_family=AF_UNIX, sun_path=@\"me\"}, 5) = %s", result(r));
	r = connect(4, (void *)&sun, 7);
	expect("connect(4, {sa_family=AF_UNIX, sun_path=@\"talk\"}, 7) = %s", result(r));
	r = accept(3, (void *)&peer, &n);
	expect("accept(3, {sa_family=AF_UNIX, sun_path=@\"me\"}, [110 => 5]) = %s", result(r));
	n = 4;
	r = getsockname(3, (void *)&peer, &n);
	expect("getsockname(3, {sa_family=AF_UNIX, sun_path=@\"t\"}, [4 => 7]) = %s", result(r));
	n = 7;
	r = getsockname(3, (void *)&peer, &n);
	expect("getsockname(3, {sa_family=AF_UNIX, sun_path=@\"talk\"}, [7]) = %s", result(r));
	n = 110;
	r = getpeername(4, (void *)&peer, &n);
	expect("getpeername(4, {sa_family=AF_UNIX, sun_path=@\"talk\"}, [110 => 7]) = %s",
	       result(r));
	r = shutdown(4, SHUT_WR);
	expect("shutdown(4, SHUT_WR) = %s", result(r));
	return 0;
}
