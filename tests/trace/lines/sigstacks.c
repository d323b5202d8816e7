/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sigaltstack: none, one, flags that are not there. */
#include <signal.h>

#include "lines.h"

int main(void)
{
	static stack_t stack = { (void *)0x10000, 0, 0x10000 }, old;
	long r;

	r = syscall(SYS_sigaltstack, NULL, &old);
	expect("sigaltstack(NULL, {ss_sp=NULL, ss_flags=SS_DISABLE, ss_size=0}) = %s", result(r));
	r = syscall(SYS_sigaltstack, &stack, NULL);
	expect("sigaltstack({ss_sp=0x10000, ss_flags=0, ss_size=65536}, NULL) = %s", result(r));
	r = syscall(SYS_sigaltstack, NULL, &old);
	expect("sigaltstack(NULL, {ss_sp=0x10000, ss_flags=0, ss_size=65536}) = %s", result(r));
	stack.ss_flags = 77;
	r = syscall(SYS_sigaltstack, &stack, &old);
	expect("sigaltstack({ss_sp=0x10000, ss_flags=SS_ONSTACK|0x4c, ss_size=65536}, %p) = %s",
	       (void *)&old, result(r));
	r = syscall(SYS_sigaltstack, (void *)8, NULL);
	expect("sigaltstack(0x8, NULL) = %s", result(r));
	return 0;
}
