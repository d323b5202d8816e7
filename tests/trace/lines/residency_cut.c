/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * -s: of many pages not all.
 *
 *	trace: -s 2
 *	bits: 64
 */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	char vec[8];
	char *p = (char *)0x30000000;
	long r;

	r = syscall(SYS_mmap, p, 3 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
	expect("mmap(0x30000000, 12288, PROT_READ|PROT_WRITE, "
	       "MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = %s",
	       result_hex(r));
	memset(p, 1, 3 * 4096);
	r = mincore(p, 1, (void *)vec);
	expect("mincore(0x30000000, 1, [1]) = %s", result(r));
	r = mincore(p, 2 * 4096, (void *)vec);
	expect("mincore(0x30000000, 8192, [1, 1]) = %s", result(r));
	r = mincore(p, 3 * 4096, (void *)vec);
	expect("mincore(0x30000000, 12288, [1, 1, ...]) = %s", result(r));
	return 0;
}
