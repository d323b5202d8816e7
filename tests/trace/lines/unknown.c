/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls of no table. */
#include "lines.h"

int main(void)
{
	long r = syscall(0xbad, 1, 2, 3, 4, 5, 6);

	expect("syscall_0xbad(0x1, 0x2, 0x3, 0x4, 0x5, 0x6) = %s", result(r));
	return 0;
}
