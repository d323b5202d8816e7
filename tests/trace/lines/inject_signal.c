/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A signal comes with a call.
 * trace: -e inject=chdir:signal=USR1
 * sed: s/sa_restorer=0x[0-9a-f]+/sa_restorer=RESTORER/
 */
#include <signal.h>

#include "lines.h"

int main(void)
{
	signal(SIGUSR1, SIG_IGN);
	expect("rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[USR1], sa_flags=%sSA_RESTART%s}, "
	       "{sa_handler=SIG_DFL, sa_mask=[], sa_flags=0}, 8) = 0", sizeof(long) == 8 ? "SA_RESTORER|" : "",
	       sizeof(long) == 8 ? ", sa_restorer=RESTORER" : "");
	syscall(SYS_chdir, ".");
	expect("chdir(\".\") = 0");
	expect("--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_KERNEL} ---");
	return 0;
}
