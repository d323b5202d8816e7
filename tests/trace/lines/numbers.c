/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The numbers of calls. trace: -n */
#include "lines.h"

int main(void)
{
	long r = syscall(SYS_close, -1);

	expect("[%4d] close(-1) = %s", SYS_close, result(r));
	r = syscall(SYS_chdir, "nowhere");
	expect("[%4d] chdir(\"nowhere\") = %s", SYS_chdir, result(r));
	return 0;
}
