/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lengths have no sign. */
#include "lines.h"

int main(void)
{
	long r;

	r = syscall(SYS_truncate, "none", 10);
	expect("truncate(\"none\", 10) = %s", result(r));
	r = syscall(SYS_truncate, "none", -1L);
	expect("truncate(\"none\", %lu) = %s", -1ul, result(r));
	r = syscall(SYS_ftruncate, -1, 7);
	expect("ftruncate(-1, 7) = %s", result(r));
#ifdef __i386__
	r = syscall(SYS_truncate64, "none", 5, 1);
	expect("truncate64(\"none\", 4294967301) = %s", result(r));
	r = syscall(SYS_ftruncate64, -1, -10, -1);
	expect("ftruncate64(-1, 18446744073709551606) = %s", result(r));
#endif
	return 0;
}
