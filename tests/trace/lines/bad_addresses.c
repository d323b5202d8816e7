/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of sockets that cannot be read. */
#include <sys/socket.h>
#include <sys/un.h>
#include <netinet/in.h>

#include "lines.h"

int main(void)
{
	long r;

	r = bind(-1, NULL, 16);
	expect("bind(-1, NULL, 16) = %s", result(r));
	r = bind(-1, (void *)16, 16);
	expect("bind(-1, 0x10, 16) = %s", result(r));
	r = connect(-1, (void *)16, -1);
	expect("connect(-1, 0x10, -1) = %s", result(r));
	r = connect(-1, NULL, 0);
	expect("connect(-1, NULL, 0) = %s", result(r));
	return 0;
}
