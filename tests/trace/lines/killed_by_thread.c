/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A signal that kills by its default effect, sent by a program to itself, with a core or without. */
#include <signal.h>

#include "lines.h"

int main(void)
{
	int pid = getpid();

	expect("tgkill(%d, %d, SIGALRM) = 0", pid, pid);
	expect("--- SIGALRM {si_signo=SIGALRM, si_code=SI_TKILL, si_pid=%d, si_uid=%d} ---", pid,
	       getuid());
	expect("+++ killed by SIGALRM +++");
	expect_commit();
	syscall(SYS_tgkill, pid, pid, SIGALRM);
	return 0;
}
