/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advice about memory. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = madvise(NULL, 0, MADV_NORMAL);
	expect("madvise(NULL, 0, MADV_NORMAL) = %s", result(r));
	r = madvise(NULL, 0, MADV_DONTNEED);
	expect("madvise(NULL, 0, MADV_DONTNEED) = %s", result(r));
	r = madvise((void *)1, 4096, 25);
	expect("madvise(0x1, 4096, MADV_COLLAPSE) = %s", result(r));
	r = madvise((void *)1, 4096, MADV_HWPOISON);
	expect("madvise(0x1, 4096, MADV_HWPOISON) = %s", result(r));
	r = madvise((void *)1, 4096, 5);
	expect("madvise(0x1, 4096, 0x5 /* MADV_??? */) = %s", result(r));
	r = madvise((void *)1, 4096, -1);
	expect("madvise(0x1, 4096, 0xffffffff /* MADV_??? */) = %s", result(r));
	r = madvise((void *)1, 4096, MADV_POPULATE_WRITE);
	expect("madvise(0x1, 4096, MADV_POPULATE_WRITE) = %s", result(r));
	return 0;
}
