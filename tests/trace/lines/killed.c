/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A program that a signal kills. */
#include <signal.h>

#include "lines.h"

int main(void)
{
	int pid = getpid();

	expect("kill(%d, SIGTERM) = 0", pid);
	expect("--- SIGTERM {si_signo=SIGTERM, si_code=SI_USER, si_pid=%d, si_uid=%d} ---", pid,
	       getuid());
	expect("+++ killed by SIGTERM +++");
	expect_commit();
	syscall(SYS_kill, pid, SIGTERM);
	return 0;
}
