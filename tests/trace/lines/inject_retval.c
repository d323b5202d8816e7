/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call answers what it is told to. trace: -e inject=close:retval=77 */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_close, 12345);

	expect("close(12345) = 77 (INJECTED)");
	return r != 77;
}
