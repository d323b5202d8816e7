/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Protections of memory. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = mprotect((void *)0x1000, 4096, PROT_READ | PROT_EXEC);
	expect("mprotect(0x1000, 4096, PROT_READ|PROT_EXEC) = %s", result(r));
	r = mprotect((void *)0x1000, 4096, PROT_NONE);
	expect("mprotect(0x1000, 4096, PROT_NONE) = %s", result(r));
	r = mprotect((void *)0x1001, 4096, 0x10);
	expect("mprotect(0x1001, 4096, 0x10 /* PROT_??? */) = %s", result(r));
	r = mprotect((void *)0x1001, 4096, PROT_WRITE | PROT_GROWSDOWN | PROT_GROWSUP | 0x40);
	expect("mprotect(0x1001, 4096, PROT_WRITE|PROT_GROWSDOWN|PROT_GROWSUP|0x40) = %s",
	       result(r));
	r = munmap((void *)0x1001, 4096);
	expect("munmap(0x1001, 4096) = %s", result(r));
	r = munmap(NULL, 0);
	expect("munmap(NULL, 0) = %s", result(r));
	return 0;
}
