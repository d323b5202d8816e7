/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protection keys. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_pkey_alloc, 1, 0);
	expect("pkey_alloc(0x1, 0) = %s", result(r));
	r = syscall(SYS_pkey_alloc, 1, 3);
	expect("pkey_alloc(0x1, PKEY_DISABLE_ACCESS|PKEY_DISABLE_WRITE) = %s", result(r));
	r = syscall(SYS_pkey_alloc, 1, 0x13);
	expect("pkey_alloc(0x1, PKEY_DISABLE_ACCESS|PKEY_DISABLE_WRITE|0x10) = %s", result(r));
	r = syscall(SYS_pkey_free, -1);
	expect("pkey_free(-1) = %s", result(r));
	r = syscall(SYS_pkey_mprotect, 0x1001, 4096, PROT_READ, -1);
	expect("pkey_mprotect(0x1001, 4096, PROT_READ, -1) = %s", result(r));
	r = syscall(SYS_pkey_mprotect, 0x1001, 4096, PROT_READ, 77);
	expect("pkey_mprotect(0x1001, 4096, PROT_READ, 77) = %s", result(r));
	return 0;
}
