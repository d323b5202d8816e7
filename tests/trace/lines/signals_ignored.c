/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that nobody handles are told all the same; and one that is waited for. */
#include <signal.h>

#include "lines.h"

int main(void)
{
	static uint64_t set = 1 << (SIGUSR1 - 1);
	static siginfo_t info;
	int pid = getpid();
	long r;

	expect("getpid() = %d", pid);
	syscall(SYS_kill, pid, SIGCHLD);
	expect("kill(%d, SIGCHLD) = 0", pid);
	expect("--- SIGCHLD {si_signo=SIGCHLD, si_code=SI_USER, si_pid=%d, si_uid=0} ---", pid);
	syscall(SYS_tgkill, pid, pid, SIGWINCH);
	expect("tgkill(%d, %d, SIGWINCH) = 0", pid, pid);
	expect("--- SIGWINCH {si_signo=SIGWINCH, si_code=SI_TKILL, si_pid=%d, si_uid=0} ---", pid);
	syscall(SYS_rt_sigprocmask, SIG_BLOCK, &set, NULL, 8);
	expect("rt_sigprocmask(SIG_BLOCK, [USR1], NULL, 8) = 0");
	syscall(SYS_kill, pid, SIGUSR1);
	expect("kill(%d, SIGUSR1) = 0", pid);
	syscall(SYS_rt_sigtimedwait, &set, &info, NULL, 8);
	expect("rt_sigtimedwait([USR1], {si_signo=SIGUSR1, si_code=SI_USER, si_pid=%d, si_uid=0}, "
	       "NULL, 8) = 10 (SIGUSR1)", pid);
	r = syscall(SYS_kill, 4194000, 0);
	expect("kill(4194000, 0) = %s", result(r));
	r = syscall(SYS_tkill, 4194000, 34);
	expect("tkill(4194000, SIGRT_2) = %s", result(r));
	return 0;
}
