/* SPDX-License-Identifier: GPL-2.0-or-later */
/* flock: combinations. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_flock, -1, 2 | 4);
	expect("flock(-1, LOCK_EX|LOCK_NB) = %s", result(r));
	r = syscall(SYS_flock, -1, 8);
	expect("flock(-1, LOCK_UN) = %s", result(r));
	r = syscall(SYS_flock, -1, 0xe0);
	expect("flock(-1, LOCK_MAND|LOCK_RW) = %s", result(r));
	r = syscall(SYS_flock, -1, 0x1f00);
	expect("flock(-1, 0x1f00 /* LOCK_??? */) = %s", result(r));
	return 0;
}
