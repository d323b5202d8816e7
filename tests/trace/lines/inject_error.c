/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A call fails with what it is told to. trace: -e inject=chdir:error=EXDEV */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, "/");

	expect("chdir(\"/\") = %s (INJECTED)", result(r));
	r = syscall(SYS_fchdir, -1);
	expect("fchdir(-1) = %s", result(r));
	return 0;
}
