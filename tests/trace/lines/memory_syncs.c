/* SPDX-License-Identifier: GPL-2.0-or-later */
/* msync, mlock2, mlockall: their flags. */
#include <sys/mman.h>

#include "lines.h"

int main(void)
{
	long r;

	r = msync((void *)1, 2, MS_SYNC | MS_ASYNC);
	expect("msync(0x1, 2, MS_SYNC|MS_ASYNC) = %s", result(r));
	r = msync((void *)1, 2, MS_INVALIDATE);
	expect("msync(0x1, 2, MS_INVALIDATE) = %s", result(r));
	r = msync((void *)1, 2, 8);
	expect("msync(0x1, 2, 0x8 /* MS_??? */) = %s", result(r));
	r = msync(NULL, 0, 0);
	expect("msync(NULL, 0, 0) = %s", result(r));
	r = syscall(SYS_mlock2, 0x1000, 4096, 1);
	expect("mlock2(0x1000, 4096, MLOCK_ONFAULT) = %s", result(r));
	r = syscall(SYS_mlock2, 0x1000, 4096, 6);
	expect("mlock2(0x1000, 4096, 0x6 /* MLOCK_??? */) = %s", result(r));
	r = mlockall(0x80);
	expect("mlockall(0x80 /* MCL_??? */) = %s", result(r));
	r = mlockall(MCL_CURRENT | 0x10);
	expect("mlockall(MCL_CURRENT|0x10) = %s", result(r));
	r = munlock(NULL, 0);
	expect("munlock(NULL, 0) = %s", result(r));
	return 0;
}
