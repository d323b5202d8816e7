/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Octal escapes are as short as what follows allows. */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_write, -1, "\1\0012\0329\377\a\b\f\v\r\n\t", 14);

	expect("write(-1, \"\\1\\0012\\329\\377\\7\\10\\f\\v\\r\\n\\t\\0\", 14) = %s", result(r));
	r = syscall(SYS_write, -1, "\33[31m\177", 6);
	expect("write(-1, \"\\33[31m\\177\", 6) = %s", result(r));
	return 0;
}
