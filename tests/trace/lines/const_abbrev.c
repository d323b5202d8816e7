/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of constants as usual, said so. trace: -X abbrev */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_lseek, -1, 0, SEEK_END);

	expect("lseek(-1, 0, SEEK_END) = %s", result(r));
	r = syscall(SYS_lseek, -1, 1, 77);
	expect("lseek(-1, 1, 0x4d /* SEEK_??? */) = %s", result(r));
	return 0;
}
