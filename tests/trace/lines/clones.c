/* SPDX-License-Identifier: GPL-2.0-or-later */
/* clone, clone3 and unshare with flags that are refused. */
#include <linux/sched.h>

#include "lines.h"

int main(void)
{
	static struct clone_args args = { .flags = CLONE_THREAD, .exit_signal = 17 };
	long r;

	r = syscall(SYS_clone, CLONE_THREAD | 17, 0, 0, 0, 0);
	expect("clone(child_stack=NULL, flags=CLONE_THREAD|SIGCHLD) = %s", result(r));
	r = syscall(SYS_clone, CLONE_SIGHAND | 119, 0x1000, 0, 0, 0);
	expect("clone(child_stack=0x1000, flags=CLONE_SIGHAND|119) = %s", result(r));
	r = syscall(SYS_clone3, &args, sizeof(args));
	expect("clone3({flags=CLONE_THREAD, exit_signal=SIGCHLD, stack=NULL, stack_size=0}, %zu) = %s",
	       sizeof(args), result(r));
	r = syscall(SYS_clone3, &args, 8);
	expect("clone3(%p, 8) = %s", (void *)&args, result(r));
	r = syscall(SYS_unshare, 0);
	expect("unshare(0) = %s", result(r));
	r = syscall(SYS_unshare, 0x7f);
	expect("unshare(0x7f /* CLONE_??? */) = %s", result(r));
	r = syscall(SYS_setns, -1, CLONE_NEWNET | CLONE_NEWNS);
	expect("setns(-1, CLONE_NEWNS|CLONE_NEWNET) = %s", result(r));
	return 0;
}
