/* SPDX-License-Identifier: GPL-2.0-or-later */
/* accept4: flags, and lengths that are wrong. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	struct sockaddr_un peer;
	socklen_t n = sizeof(peer);
	long r;

	r = accept4(-1, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	expect("accept4(-1, NULL, NULL, SOCK_CLOEXEC|SOCK_NONBLOCK) = %s", result(r));
	r = accept4(-1, NULL, NULL, 0x123);
	expect("accept4(-1, NULL, NULL, 0x123 /* SOCK_??? */) = %s", result(r));
	r = accept4(-1, (void *)16, &n, 0);
	expect("accept4(-1, 0x10, [110], 0) = %s", result(r));
	r = accept(-1, (void *)16, (void *)16);
	expect("accept(-1, 0x10, 0x10) = %s", result(r));
	n = -1;
	r = accept(-1, (void *)16, &n);
	expect("accept(-1, 0x10, [-1]) = %s", result(r));
	return 0;
}
