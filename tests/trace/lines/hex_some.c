/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings that are not plain text are hexadecimal as a whole. trace: -x */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, "plain\n");

	expect("chdir(\"plain\\n\") = %s", result(r));
	r = syscall(SYS_chdir, "a\001b");
	expect("chdir(\"\\x61\\x01\\x62\") = %s", result(r));
	r = syscall(SYS_write, -1, "\0", 1);
	expect("write(-1, \"\\x00\", 1) = %s", result(r));
	return 0;
}
