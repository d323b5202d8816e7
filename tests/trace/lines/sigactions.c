/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rt_sigaction: handlers, masks and flags, before and after. */
#include <signal.h>

#include "lines.h"

struct action {
	uintptr_t handler;
	unsigned long flags;
	uintptr_t restorer;
	unsigned long mask[8 / sizeof(long)];
};

int main(void)
{
	static struct action ign = { 1, SA_RESTART | SA_NODEFER, 0, { 0x10001 } }, old;
	long r;

	r = syscall(SYS_rt_sigaction, SIGUSR1, &ign, NULL, 8);
	expect("rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[HUP CHLD], "
	       "sa_flags=SA_RESTART|SA_NODEFER}, NULL, 8) = %s", result(r));
	r = syscall(SYS_rt_sigaction, SIGUSR1, NULL, &old, 8);
	expect("rt_sigaction(SIGUSR1, NULL, {sa_handler=SIG_IGN, sa_mask=[HUP CHLD], "
	       "sa_flags=SA_RESTART|SA_NODEFER}, 8) = %s", result(r));
	ign = (struct action){ 0x1234, 0x04000000 | SA_SIGINFO | 0x1000, 0x5678, { 0 } };
	memset(ign.mask, 0xff, sizeof(ign.mask));
	r = syscall(SYS_rt_sigaction, 64, &ign, &old, 8);
	expect("rt_sigaction(SIGRT_32, {sa_handler=0x1234, sa_mask=~[], "
	       "sa_flags=SA_RESTORER|SA_SIGINFO|0x1000, sa_restorer=0x5678}, "
	       "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = %s", result(r));
	ign.flags = 0x200;
	r = syscall(SYS_rt_sigaction, SIGKILL, &ign, &old, 8);
	expect("rt_sigaction(SIGKILL, {sa_handler=0x1234, sa_mask=~[], sa_flags=0x200 /* SA_??? */}, "
	       "%p, 8) = %s", (void *)&old, result(r));
	r = syscall(SYS_rt_sigaction, 99, NULL, NULL, 8);
	expect("rt_sigaction(99, NULL, NULL, 8) = %s", result(r));
	return 0;
}
