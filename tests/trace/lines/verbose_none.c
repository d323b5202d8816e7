/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What pointers point to is not looked at. trace: -e verbose=none */
#include "lines.h"

int main(void)
{
	int fds[2];
	long r = syscall(SYS_pipe2, fds, 0);

	expect("pipe2(%p, 0) = %s", (void *)fds, result(r));
	r = syscall(SYS_chdir, "name");
	expect("chdir(\"name\") = %s", result(r));
	return 0;
}
