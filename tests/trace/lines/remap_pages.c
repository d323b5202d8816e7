/* SPDX-License-Identifier: GPL-2.0-or-later */
/* remap_file_pages. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_remap_file_pages, 1, 2, 3, 4, 5);
	expect("remap_file_pages(0x1, 2, PROT_READ|PROT_WRITE, 4, 0x5 /* MAP_??? */) = %s",
	       result(r));
	r = syscall(SYS_remap_file_pages, 0x1001, 4096, 0, 1, MAP_NONBLOCK | MAP_SHARED);
	expect("remap_file_pages(0x1001, 4096, PROT_NONE, 1, MAP_SHARED|MAP_NONBLOCK) = %s",
	       result(r));
	return 0;
}
