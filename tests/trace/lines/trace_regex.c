/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls by pattern. trace: -e 'trace=/^f?chdir$|^sched_yield$' */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_chdir, "nowhere");

	expect("chdir(\"nowhere\") = %s", result(r));
	r = syscall(SYS_fchdir, -1);
	expect("fchdir(-1) = %s", result(r));
	syscall(SYS_close, -1);
	return 0;
}
