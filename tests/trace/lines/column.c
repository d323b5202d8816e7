/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Results at another column. trace: -a 12 */
#include "lines.h"

int main(void)
{
	expect_column(12);
	expect("getpid() = %s", result(syscall(SYS_getpid)));
	expect("close(-1) = %s", result(syscall(SYS_close, -1)));
	expect("close(-123456) = %s", result(syscall(SYS_close, -123456)));
	return 0;
}
