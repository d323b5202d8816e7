/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All strings in hexadecimal. trace: -xx */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, "plain");

	expect("chdir(\"\\x70\\x6c\\x61\\x69\\x6e\") = %s", result(r));
	r = syscall(SYS_write, -1, "", 0);
	expect("write(-1, \"\", 0) = %s", result(r));
	return 0;
}
