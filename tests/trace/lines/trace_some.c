/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Some calls and no others. trace: -e trace=chdir,sched_yield */
#include "lines.h"

int main(void)
{
	long r;

	syscall(SYS_close, -1);
	r = syscall(SYS_chdir, "nowhere");
	expect("chdir(\"nowhere\") = %s", result(r));
	syscall(SYS_fchdir, -1);
	return 0;
}
