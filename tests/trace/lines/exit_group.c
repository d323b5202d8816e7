/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of a program: the result is unknown, the status is not. */
#include "lines.h"

int main(void)
{
	expect("exit_group(261) = ?");
	expect("+++ exited with 5 +++");
	expect_commit();
	syscall(SYS_exit_group, 0x105);
	return 0;
}
