/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i386's first mmap takes its arguments from memory; mmap2 counts pages.
 *
 *	bits: 32
 */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	unsigned a[6] = { 0x30000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1u, 0 };
	long r;

	r = syscall(SYS_mmap, a);
	expect("mmap(0x30000000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = %s",
	       result_hex(r));
	r = syscall(SYS_mmap, 16);
	expect("mmap(0x10) = %s", result(r));
	r = syscall(SYS_mmap2, NULL, 1, PROT_NONE, MAP_SHARED | 21 << 26, -1, 3);
	expect("mmap2(NULL, 1, PROT_NONE, MAP_SHARED|21<<MAP_HUGE_SHIFT, -1, 0x3000) = %s", result(r));
	return 0;
}
