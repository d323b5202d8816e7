/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of AF_UNIX: paths, abstract names, none. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un sun = { AF_UNIX, "/tmp/sock" };
	struct sockaddr_un abs = { AF_UNIX, "\0abs\0x" };
	long r;

	r = bind(-1, (void *)&sun, sizeof(sun));
	expect("bind(-1, {sa_family=AF_UNIX, sun_path=\"/tmp/sock\"}, 110) = %s", result(r));
	r = bind(-1, (void *)&sun, 7);
	expect("bind(-1, {sa_family=AF_UNIX, sun_path=\"/tmp/\"}, 7) = %s", result(r));
	r = bind(-1, (void *)&sun, 2);
	expect("bind(-1, {sa_family=AF_UNIX}, 2) = %s", result(r));
	r = bind(-1, (void *)&sun, 1 - 1 + 3);
	expect("bind(-1, {sa_family=AF_UNIX, sun_path=\"/\"}, 3) = %s", result(r));
	r = connect(-1, (void *)&abs, 8);
	expect("connect(-1, {sa_family=AF_UNIX, sun_path=@\"abs\\0x\"}, 8) = %s", result(r));
	r = connect(-1, (void *)&abs, 3);
	expect("connect(-1, {sa_family=AF_UNIX, sun_path=@\"\"}, 3) = %s", result(r));
	return 0;
}
