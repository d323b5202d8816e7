/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is written, in full. trace: -e write=5 */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_dup2, 0, 5);

	expect("dup2(0, 5) = %s", result(r));
	r = syscall(SYS_write, 5, "0123456789abcdef\1\2\3", 19);
	expect("write(5, \"0123456789abcdef\\1\\2\\3\", 19) = %s", result(r));
	expect(" | 00000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  0123456789abcdef |");
	expect(" | 00010  01 02 03                                          ...              |");
	return 0;
}
