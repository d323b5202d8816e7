/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The host's entropy: getrandom(2), which never gives less than asked up to 256 bytes. */
#include <errno.h>
#include <sys/random.h>
#include "host/random.h"

void host_getrandom(void *buf, size_t n)
{
	char *p = buf;

	while (n) {
		ssize_t got = getrandom(p, n, 0);

		if (got < 0) {
			if (errno == EINTR)
				continue;
			__builtin_trap(); /* a kernel older than 3.17: nothing here could run on it */
		}
		p += got;
		n -= got;
	}
}
