/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Stopping, continuing and ending of children: what wait says, what SIGCHLD carries, and what
 * SA_NOCLDSTOP, SA_NOCLDWAIT and an ignored SIGCHLD make of it.
 */
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "guest.h"

static volatile int notices;
static siginfo_t last;

static void on_child(int sig, siginfo_t *info, void *uc)
{
	(void)sig;
	(void)uc;
	notices++;
	last = *info;
}

static void handle_child(int flags)
{
	struct sigaction sa = { .sa_sigaction = on_child, .sa_flags = SA_SIGINFO | flags };

	sigaction(SIGCHLD, &sa, NULL);
}

static sigset_t usual;

/* SIGCHLD is blocked but here; wait: for one at least. */
static void take_notices(int wait)
{
	sigset_t set;

	if (!wait) {
		sigprocmask(SIG_SETMASK, &usual, &set);
		sigprocmask(SIG_SETMASK, &set, NULL);
	}
	while (wait && !notices)
		sigsuspend(&usual);
}

static void show_notices(pid_t child)
{
	take_notices(0);
	printf("  notices %d", notices);
	if (notices)
		printf(": code %d pid %d uid %d status %d errno %d", last.si_code,
		       last.si_pid == child, last.si_uid == getuid(), last.si_status, last.si_errno);
	printf("\n");
	notices = 0;
}

static void show_wait(pid_t child, int options)
{
	int status = 0x5a5a;
	pid_t p;

	errno = 0;
	p = waitpid(child, &status, options);
	if (p == -1)
		printf("  wait: %s\n", guest_errno(errno));
	else
		printf("  wait: %d status %x\n", p == child, p ? status : 0);
}

static void show_waitid(pid_t child, int options)
{
	siginfo_t si;
	int r;

	memset(&si, 0x5a, sizeof(si));
	errno = 0;
	r = waitid(P_PID, child, &si, options);
	printf("  waitid: %s signo %d code %d pid %d status %d\n", r ? guest_errno(errno) : "ok",
	       si.si_signo, si.si_code, si.si_pid == child, si.si_status);
}

/* A child that waits for signals, and one that ends as it is told. */
static int start[2];

static pid_t sleeper(void)
{
	char c;
	pid_t p;

	pipe(start);
	p = fork();
	if (!p) {
		signal(SIGCHLD, SIG_DFL);
		write(start[1], "r", 1);
		for (;;)
			pause();
	}
	while (read(start[0], &c, 1) != 1)
		;
	close(start[0]);
	close(start[1]);
	return p;
}

/* Until it is stopped or has ended, whether there is a notice or not. */
static void until(pid_t p, int options)
{
	siginfo_t si;

	waitid(P_PID, p, &si, options | WNOWAIT);
}

static void stops(void)
{
	static const int signals[] = { SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU };
	pid_t p;

	puts("stops");
	handle_child(0);
	setpgid(0, 0);
	p = sleeper();
	setpgid(p, p);
	show_wait(p, WNOHANG | WUNTRACED | WCONTINUED);
	for (unsigned i = 0; i < 4; i++) {
		printf("signal %d\n", signals[i]);
		kill(p, signals[i]);
		take_notices(1);
		show_notices(p);
		show_wait(p, WNOHANG);
		show_waitid(p, WSTOPPED | WNOWAIT | WNOHANG);
		show_waitid(p, WEXITED | WNOHANG);
		show_wait(p, WUNTRACED);
		show_wait(p, WUNTRACED | WNOHANG);
		/* stopped again while it is stopped: nothing new */
		kill(p, SIGSTOP);
		show_wait(p, WUNTRACED | WNOHANG);
		kill(p, SIGCONT);
		take_notices(1);
		show_notices(p);
		show_wait(p, WNOHANG | WUNTRACED);
		show_waitid(p, WCONTINUED | WNOWAIT);
		show_wait(p, WCONTINUED);
		show_wait(p, WCONTINUED | WNOHANG);
	}
	kill(p, SIGCONT); /* of one that runs: nothing */
	show_wait(p, WCONTINUED | WNOHANG);
	/* killed while it is stopped; what does not kill, waits */
	kill(p, SIGSTOP);
	show_wait(p, WUNTRACED);
	kill(p, SIGTERM);
	show_wait(p, WNOHANG);
	take_notices(1);
	notices = 0;
	kill(p, SIGCONT);
	show_wait(p, 0);
	show_notices(p);
	p = sleeper();
	kill(p, SIGSTOP);
	show_wait(p, WUNTRACED);
	take_notices(1);
	notices = 0;
	kill(p, SIGKILL);
	show_wait(p, 0);
	show_notices(p);
	show_wait(p, 0);
}

static void ends(void)
{
	static const int how[] = { SIGTERM, SIGKILL, SIGSEGV, 40, SIGQUIT };
	struct rlimit core = { 0, 0 };
	pid_t p;

	puts("ends");
	handle_child(0);
	p = fork();
	if (!p)
		_exit(300);
	take_notices(1);
	show_notices(p);
	show_waitid(p, WEXITED | WNOWAIT);
	show_wait(p, 0);
	show_wait(p, 0);
	for (unsigned i = 0; i < 5; i++) {
		printf("signal %d\n", how[i]);
		p = fork();
		if (!p) {
			setrlimit(RLIMIT_CORE, &core);
			kill(getpid(), how[i]);
			_exit(3);
		}
		take_notices(1);
		show_notices(p);
		show_waitid(p, WEXITED | WNOWAIT);
		show_wait(p, 0);
	}
}

static void flags(void)
{
	pid_t p;

	puts("SA_NOCLDSTOP");
	handle_child(SA_NOCLDSTOP);
	p = sleeper();
	kill(p, SIGSTOP);
	until(p, WSTOPPED);
	show_notices(p);
	show_wait(p, WUNTRACED);
	kill(p, SIGCONT);
	until(p, WCONTINUED);
	show_notices(p);
	show_wait(p, WCONTINUED);
	kill(p, SIGKILL);
	take_notices(1);
	show_notices(p);
	show_wait(p, 0);

	puts("SA_NOCLDWAIT");
	handle_child(SA_NOCLDWAIT | SA_RESTART);
	p = sleeper();
	kill(p, SIGSTOP);
	show_wait(p, WUNTRACED);
	take_notices(1);
	show_notices(p);
	kill(p, SIGKILL);
	show_wait(p, 0); /* until it is gone */
	show_notices(p);

	puts("ignored");
	signal(SIGCHLD, SIG_IGN);
	p = sleeper();
	kill(p, SIGSTOP);
	show_wait(p, WUNTRACED);
	show_notices(p);
	kill(p, SIGKILL);
	show_wait(p, 0);
	show_notices(p);

	puts("default");
	signal(SIGCHLD, SIG_DFL);
	p = sleeper();
	kill(p, SIGKILL);
	show_wait(p, 0);
}

/* Notices of many children are one signal while it is blocked. */
static void many(void)
{
	sigset_t set;
	siginfo_t si;
	pid_t p[5];

	puts("many");
	handle_child(0);
	for (int i = 0; i < 5; i++) {
		p[i] = fork();
		if (!p[i])
			_exit(i);
	}
	for (int i = 0; i < 5; i++)
		show_waitid(p[i], WEXITED);
	show_notices(p[0]);
	/* taken by sigwaitinfo */
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	p[0] = fork();
	if (!p[0])
		_exit(7);
	show(sigwaitinfo(&set, &si));
	printf("  code %d status %d pid %d\n", si.si_code, si.si_status, si.si_pid == p[0]);
	show_wait(p[0], 0);
}

int main(void)
{
	sigset_t set;

	setvbuf(stdout, NULL, _IONBF, 0);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, &usual);
	stops();
	ends();
	flags();
	many();
	return 0;
}
