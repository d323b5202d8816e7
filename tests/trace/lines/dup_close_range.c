/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors copied and closed by the range. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_dup, 0);
	expect("dup(0) = %s", result(r));
	r = syscall(SYS_dup2, 0, 9);
	expect("dup2(0, 9) = %s", result(r));
	r = syscall(SYS_dup3, 0, 8, O_CLOEXEC);
	expect("dup3(0, 8, O_CLOEXEC) = %s", result(r));
	r = syscall(SYS_dup3, 0, 7, 7);
	expect("dup3(0, 7, 0x7 /* O_??? */) = %s", result(r));
	r = syscall(SYS_close_range, 8, 9, 4);
	expect("close_range(8, 9, CLOSE_RANGE_CLOEXEC) = %s", result(r));
	r = syscall(SYS_close_range, 8, -1, 0);
	expect("close_range(8, 4294967295, 0) = %s", result(r));
	r = syscall(SYS_close_range, 50, 40, 8);
	expect("close_range(50, 40, 0x8 /* CLOSE_RANGE_??? */) = %s", result(r));
	r = syscall(SYS_close, 9);
	expect("close(9) = %s", result(r));
	return 0;
}
