/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals that arrive: who sent them, what they carry; and the mask that a handler returns to.
 * sed: s/sa_restorer=0x[0-9a-fX]+/sa_restorer=0xX/
 */
#include <signal.h>

#include "lines.h"

static void handler(int sig)
{
	(void)sig;
}

int main(void)
{
	static struct sigaction act = { .sa_handler = handler, .sa_flags = SA_RESTART };
	const char *sigreturn = sizeof(long) == 8 ? "rt_sigreturn" : "sigreturn";
	static siginfo_t info;
	int pid = getpid();

	expect("getpid() = %d", pid);
	sigaction(SIGUSR1, &act, NULL);
	if (sizeof(long) == 8)
		expect("rt_sigaction(SIGUSR1, {sa_handler=%p, sa_mask=[], "
		       "sa_flags=SA_RESTORER|SA_RESTART, sa_restorer=0xX}, NULL, 8) = 0",
		       (void *)handler);
	else
		expect("rt_sigaction(SIGUSR1, {sa_handler=%p, sa_mask=[], sa_flags=SA_RESTART}, "
		       "NULL, 8) = 0", (void *)handler);
	syscall(SYS_kill, pid, SIGUSR1);
	expect("kill(%d, SIGUSR1) = 0", pid);
	expect("--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_USER, si_pid=%d, si_uid=0} ---", pid);
	expect("%s({mask=[]}) = 0", sigreturn);
	syscall(SYS_tgkill, pid, pid, SIGUSR1);
	expect("tgkill(%d, %d, SIGUSR1) = 0", pid, pid);
	expect("--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_TKILL, si_pid=%d, si_uid=0} ---", pid);
	expect("%s({mask=[]}) = 0", sigreturn);
	info.si_code = SI_QUEUE;
	info.si_pid = 11;
	info.si_uid = 22;
	info.si_value.sival_int = 33;
	syscall(SYS_rt_sigqueueinfo, pid, SIGUSR1, &info);
	expect("rt_sigqueueinfo(%d, SIGUSR1, {}) = 0", pid);
	expect("--- SIGUSR1 {si_signo=SIGUSR1, si_code=SI_QUEUE, si_pid=11, si_uid=22, si_int=33, "
	       "si_ptr=0x21} ---");
	expect("%s({mask=[]}) = 0", sigreturn);
	return 0;
}
