/* SPDX-License-Identifier: GPL-2.0-or-later */
/* siginfo_t: signal and code say which fields mean something. */
#include <signal.h>

#include "lines.h"

#define NOBODY 4194000

static siginfo_t info;

static void send(int signo, int code, const char *told)
{
	long r;

	info.si_signo = signo;
	info.si_code = code;
	r = syscall(SYS_rt_sigqueueinfo, NOBODY, SIGUSR2, &info);
	expect("rt_sigqueueinfo(%d, SIGUSR2, %s) = %s", NOBODY, told, result(r));
}

int main(void)
{
	long r;

	send(0, 0, "{}");
	send(SIGUSR1, SI_USER, "{si_signo=SIGUSR1, si_code=SI_USER, si_pid=0, si_uid=0}");
	send(SIGSEGV, SEGV_MAPERR, "{si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=NULL}");
	send(SIGSEGV, SEGV_BNDERR,
	     "{si_signo=SIGSEGV, si_code=SEGV_BNDERR, si_addr=NULL, si_lower=NULL, si_upper=NULL}");
	send(SIGBUS, BUS_MCEERR_AR,
	     "{si_signo=SIGBUS, si_code=BUS_MCEERR_AR, si_addr=NULL, si_addr_lsb=0}");
	send(SIGFPE, 99, "{si_signo=SIGFPE, si_code=0x63, si_addr=NULL}");
	send(SIGCHLD, CLD_EXITED,
	     "{si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=0, si_uid=0, si_status=0, si_utime=0, "
	     "si_stime=0}");
	send(SIGIO, POLL_IN, "{si_signo=SIGIO, si_code=POLL_IN, si_band=0, si_fd=0}");
	send(SIGSYS, 1, "{si_signo=SIGSYS, si_code=SYS_SECCOMP, si_call_addr=NULL, si_syscall=0, "
			"si_arch=0 /* AUDIT_ARCH_??? */}");
	send(SIGRTMIN, SI_TIMER,
	     "{si_signo=SIGRT_2, si_code=SI_TIMER, si_timerid=0, si_overrun=0, si_int=0, si_ptr=NULL}");
	info.si_errno = EIO;
	send(SIGILL, ILL_ILLOPC, "{si_signo=SIGILL, si_code=ILL_ILLOPC, si_errno=EIO, si_addr=NULL}");
	r = syscall(SYS_rt_sigqueueinfo, NOBODY, 99, NULL);
	expect("rt_sigqueueinfo(%d, 99, NULL) = %s", NOBODY, result(r));
	return 0;
}
