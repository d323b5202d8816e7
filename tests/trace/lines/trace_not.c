/* SPDX-License-Identifier: GPL-2.0-or-later */
/* All calls but some. trace: -e trace="!chdir,close" */
#include "lines.h"

int main(void)
{
	long r;

	syscall(SYS_close, -1);
	syscall(SYS_chdir, "nowhere");
	r = syscall(SYS_fchdir, -1);
	expect("fchdir(-1) = %s", result(r));
	return 0;
}
