// SPDX-License-Identifier: GPL-2.0-or-later
/* guest: link static static-pie */
/* guest: flags -fnon-call-exceptions -fasynchronous-unwind-tables */
// Exceptions thrown by signal handlers: the unwinder walks through the signal frame, the vDSO's
// return from it and, when a call was interrupted, the vDSO's way into the kernel.
#include <csignal>
#include <cstdio>
#include <unistd.h>

static void thrower(int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	sigprocmask(SIG_UNBLOCK, &set, nullptr);
	throw sig;
}

static void thrower3(int sig, siginfo_t *, void *)
{
	thrower(sig);
}

static void install(int sig, bool siginfo)
{
	struct sigaction sa = {};

	if (siginfo) {
		sa.sa_sigaction = thrower3;
		sa.sa_flags = SA_SIGINFO;
	} else {
		sa.sa_handler = thrower;
	}
	sigaction(sig, &sa, nullptr);
}

struct local {
	const char *name;
	~local() { std::printf("%s is left\n", name); }
};

__attribute__((noinline)) static int fault(volatile int *p)
{
	local l = { "fault" };

	return *p + 1;
}

/* The signal is pending already, so that it interrupts this call and nothing before it. */
__attribute__((noinline)) static void in_a_call()
{
	local l = { "call" };
	sigset_t set, none;

	sigemptyset(&none);
	sigemptyset(&set);
	sigaddset(&set, SIGALRM);
	sigprocmask(SIG_BLOCK, &set, nullptr);
	raise(SIGALRM);
	sigsuspend(&none);
}

int main()
{
	for (int siginfo = 0; siginfo < 2; siginfo++) {
		install(SIGSEGV, siginfo);
		install(SIGALRM, siginfo);
		try {
			fault(nullptr);
		} catch (int sig) {
			std::printf("caught %d\n", sig);
		}
		try {
			in_a_call();
		} catch (int sig) {
			std::printf("caught %d\n", sig);
		}
	}
	try {
		throw "plain";
	} catch (const char *what) {
		std::printf("caught %s\n", what);
	}
	return 0;
}
