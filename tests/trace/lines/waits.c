/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for nobody, and the options of doing so. */
#include <sys/wait.h>

#include "lines.h"

int main(void)
{
	static int status;
	static long usage[36];
	long r;

	r = syscall(SYS_wait4, -1, &status, WNOHANG | WUNTRACED | WCONTINUED, usage);
	expect("wait4(-1, %p, WNOHANG|WSTOPPED|WCONTINUED, %p) = %s", (void *)&status, (void *)usage,
	       result(r));
	r = syscall(SYS_wait4, -1, NULL, 0x10, NULL);
	expect("wait4(-1, NULL, 0x10 /* W??? */, NULL) = %s", result(r));
	r = syscall(SYS_waitid, P_ALL, 0, NULL, WEXITED | WNOWAIT, NULL);
	expect("waitid(P_ALL, 0, NULL, WEXITED|WNOWAIT, NULL) = %s", result(r));
	r = syscall(SYS_waitid, 9, 7, NULL, 0, NULL);
	expect("waitid(0x9 /* P_??? */, 7, NULL, 0, NULL) = %s", result(r));
	r = syscall(SYS_getrusage, 5, usage);
	expect("getrusage(0x5 /* RUSAGE_??? */, %p) = %s", (void *)usage, result(r));
	return 0;
}
