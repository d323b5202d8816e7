/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mremap: a new address is shown when it counts. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_mremap, 0x1001, 1, 2, 0, 0x4000);
	expect("mremap(0x1001, 1, 2, 0) = %s", result(r));
	r = syscall(SYS_mremap, 0x1001, 1, 2, MREMAP_MAYMOVE, 0x4000);
	expect("mremap(0x1001, 1, 2, MREMAP_MAYMOVE) = %s", result(r));
	r = syscall(SYS_mremap, 0x1001, 1, 2, MREMAP_MAYMOVE | MREMAP_FIXED, 0x4000);
	expect("mremap(0x1001, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, 0x4000) = %s", result(r));
	r = syscall(SYS_mremap, 0x1001, 1, 2, MREMAP_FIXED, 0x4000);
	expect("mremap(0x1001, 1, 2, MREMAP_FIXED) = %s", result(r));
	r = syscall(SYS_mremap, 0x1001, 1, 2, 0x10, 0x4000);
	expect("mremap(0x1001, 1, 2, 0x10 /* MREMAP_??? */) = %s", result(r));
	r = syscall(SYS_mremap, 0x1001, 1, 2, MREMAP_MAYMOVE | 4 | 8, 0x4000);
	expect("mremap(0x1001, 1, 2, MREMAP_MAYMOVE|MREMAP_DONTUNMAP|0x8) = %s", result(r));
	return 0;
}
