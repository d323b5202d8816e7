/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Structures with all their fields. trace: -e abbrev=none */
#include <sys/time.h>
#include <sys/resource.h>

#include "lines.h"

int main(void)
{
	static char big[40] = "0123456789012345678901234567890123456789";
	long r = syscall(SYS_write, -1, big, 40);

	expect("write(-1, \"01234567890123456789012345678901\"..., 40) = %s", result(r));
	r = syscall(SYS_getrusage, 99, big);
	expect("getrusage(0x63 /* RUSAGE_??? */, %p) = %s", (void *)big, result(r));
	return 0;
}
