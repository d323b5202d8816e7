/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The set of ICMP messages that a socket does not get. */
#include <sys/socket.h>

#include "lines.h"

int main(void)
{
	unsigned set = 0x101;
	long r;

	r = setsockopt(-1, 255, 1, &set, 4);
	expect("setsockopt(-1, SOL_RAW, ICMP_FILTER, [ICMP_ECHOREPLY ICMP_ECHO], 4) = %s",
	       result(r));
	set = 0;
	r = setsockopt(-1, 255, 1, &set, 4);
	expect("setsockopt(-1, SOL_RAW, ICMP_FILTER, [], 4) = %s", result(r));
	set = ~2u;
	r = setsockopt(-1, 255, 1, &set, 4);
	expect("setsockopt(-1, SOL_RAW, ICMP_FILTER, ~[0x1 /* ICMP_??? */], 4) = %s", result(r));
	return 0;
}
