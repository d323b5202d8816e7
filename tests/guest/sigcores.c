/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * When the end of a process counts as one with a core. The expectation is a kernel's that writes
 * cores as files; where they are piped into a program the limits mean something else.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

static void die(int sig, int limit, int dumpable)
{
	struct rlimit core = { limit, limit };
	siginfo_t si = { 0 };
	int status = 0;
	pid_t p = fork();

	if (!p) {
		setrlimit(RLIMIT_CORE, &core);
		prctl(PR_SET_DUMPABLE, dumpable);
		raise(sig);
		_exit(0);
	}
	waitid(P_PID, p, &si, WEXITED | WNOWAIT);
	waitpid(p, &status, 0);
	printf("signal %d limit %d dumpable %d: code %d status %d, %x\n", sig, limit, dumpable,
	       si.si_code, si.si_status, status);
}

int main(void)
{
	static const int signals[] = { SIGABRT, SIGSEGV, SIGTERM, SIGXCPU };
	char pattern[128] = "";
	int fd = open("/proc/sys/kernel/core_pattern", O_RDONLY);

	setvbuf(stdout, NULL, _IONBF, 0);
	if (is_native() && (read(fd, pattern, sizeof(pattern)) < 1 || strcmp(pattern, "core\n"))) {
		printf("core_pattern is %s\n", pattern);
		return 77;
	}
	for (int i = 0; i < 4; i++)
		for (int limit = 0; limit < 3; limit++)
			die(signals[i], limit * 4095, 1);
	die(SIGABRT, 1 << 20, 0);
	return 0;
}
