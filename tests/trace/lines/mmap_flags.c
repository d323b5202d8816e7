/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mmap's types of mappings, flags and sizes of pages.
 *
 *	bits: 64
 */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_mmap, NULL, 0, 0, 0, -1, 0);
	expect("mmap(NULL, 0, PROT_NONE, MAP_FILE, -1, 0) = %s", result(r));
	r = syscall(SYS_mmap, NULL, 0, 7, MAP_SHARED | 0x40, -1, 0x1000);
	expect("mmap(NULL, 0, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_SHARED|MAP_32BIT, -1, 0x1000) = %s",
	       result(r));
	r = syscall(SYS_mmap, NULL, 0, PROT_READ, 5 | 0x400, -1, 0);
	expect("mmap(NULL, 0, PROT_READ, 0x5 /* MAP_??? */|0x400, -1, 0) = %s", result(r));
	r = syscall(SYS_mmap, NULL, 0, PROT_READ, 8, -1, 0);
	expect("mmap(NULL, 0, PROT_READ, 0x8 /* MAP_??? */, -1, 0) = %s", result(r));
	r = syscall(SYS_mmap, NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_HUGETLB | 21 << 26, -1, 0);
	expect("mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT, -1, 0) = %s",
	       result(r));
	r = syscall(SYS_mmap, 0x30000000, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
		    0);
	expect("mmap(0x30000000, 4096, PROT_READ, MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0) = %s",
	       result_hex(r));
	return 0;
}
