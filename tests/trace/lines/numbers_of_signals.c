/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names of signals, sets and flags as numbers with their names.
 * trace: -X verbose
 */
#include <signal.h>
#include <sys/wait.h>

#include "lines.h"

int main(void)
{
	static uint64_t set = 5;
	long r;

	r = syscall(SYS_kill, 4194000, SIGTERM);
	expect("kill(4194000, 15 /* SIGTERM */) = %s", result(r));
	r = syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8);
	expect("rt_sigprocmask(0 /* SIG_BLOCK */, [1 /* HUP */ 3 /* QUIT */], NULL, 8) = %s", result(r));
	r = syscall(SYS_wait4, -1, NULL, WNOHANG, NULL);
	expect("wait4(-1, NULL, 0x1 /* WNOHANG */, NULL) = %s", result(r));
	r = syscall(SYS_clone, 0x10000 | 17, 0, 0, 0, 0);
	expect("clone(child_stack=NULL, flags=0x10000 /* CLONE_THREAD */|17 /* SIGCHLD */) = %s", result(r));
	return 0;
}
