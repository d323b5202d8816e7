/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rt_sigprocmask and what is pending: sets, their complements, sizes that are wrong. */
#include <signal.h>

#include "lines.h"

int main(void)
{
	static uint64_t set = 0x21, old;
	long r;

	r = syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, &old, 8);
	expect("rt_sigprocmask(SIG_BLOCK, [HUP ABRT], [], 8) = %s", result(r));
	set = 0x300000020;
	r = syscall(SYS_rt_sigprocmask, SIG_SETMASK, &set, &old, 8);
	expect("rt_sigprocmask(SIG_SETMASK, [ABRT RT_1 RT_2], [HUP ABRT], 8) = %s", result(r));
	set = ~0x3ull;
	r = syscall(SYS_rt_sigprocmask, SIG_UNBLOCK, &set, NULL, 8);
	expect("rt_sigprocmask(SIG_UNBLOCK, ~[HUP INT], NULL, 8) = %s", result(r));
	set = 1;
	r = syscall(SYS_rt_sigprocmask, 77, &set, &old, 8);
	expect("rt_sigprocmask(0x4d /* SIG_??? */, [HUP], %p, 8) = %s", (void *)&old, result(r));
	r = syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 12);
	expect("rt_sigprocmask(SIG_BLOCK, %p, NULL, 12) = %s", (void *)&set, result(r));
	r = syscall(SYS_rt_sigpending, &old, 8);
	expect("rt_sigpending([], 8) = %s", result(r));
	return 0;
}
