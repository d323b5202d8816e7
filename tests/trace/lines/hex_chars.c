/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Escapes in hexadecimal, but plain text as it is. trace: --strings-in-hex=non-ascii-chars */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, "a\001b\t\"\\\377");

	expect("chdir(\"a\\x01b\\t\\\"\\\\\\xff\") = %s", result(r));
	return 0;
}
