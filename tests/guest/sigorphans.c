/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Process groups that nobody can continue any more, signals at a parent's death, and signalfd
 * across fork.
 */
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>

#include "guest.h"

static int out[2];
static volatile int stop_now;

static void say(int c)
{
	char b = (char)c;

	write(out[1], &b, 1);
}

static void on_hup(int sig)
{
	(void)sig;
	say('h');
}

static void on_cont(int sig)
{
	(void)sig;
	say('c');
}

static int hear(void)
{
	char c = '.';

	return read(out[0], &c, 1) == 1 ? c : '-';
}

/*
 * A "shell" in its own session, whose job stops itself and is orphaned when the shell ends. The job
 * hears SIGHUP and SIGCONT, if it was stopped.
 */
static void orphan(int stopped)
{
	pid_t shell;

	pipe(out);
	shell = fork();
	if (!shell) {
		siginfo_t si;
		pid_t job;

		setsid();
		job = fork();
		if (!job) {
			close(out[0]);
			setpgid(0, 0);
			signal(SIGHUP, on_hup);
			signal(SIGCONT, on_cont);
			say('r');
			if (stopped)
				raise(SIGSTOP);
			say('o');
			/* from now on it is orphaned: these do nothing */
			while (getppid() != 1 && getppid() == shell)
				;
			_exit(0);
		}
		setpgid(job, job);
		if (stopped)
			waitid(P_PID, job, &si, WSTOPPED | WNOWAIT);
		_exit(0);
	}
	close(out[1]);
	waitpid(shell, NULL, 0);
	printf("stopped %d:", stopped);
	for (int c; (c = hear()) != '-';)
		printf(" %c", c);
	printf("\n");
	close(out[0]);
}

/* Terminal stops mean nothing in an orphaned group, SIGSTOP does. */
static void stops_in_orphans(void)
{
	static const int signals[] = { SIGTSTP, SIGTTIN, SIGTTOU, SIGSTOP };
	int status = 0;
	pid_t p = fork();

	if (!p) {
		setsid(); /* its parent is of another session */
		signal(SIGCONT, on_cont);
		for (int i = 0; i < 4; i++)
			raise(signals[i]);
		_exit(7);
	}
	waitpid(p, &status, WUNTRACED);
	printf("first status %x\n", status);
	kill(p, SIGCONT);
	waitpid(p, &status, 0);
	printf("then %x\n", status);
	/* not orphaned: its parent is of the same session and another group */
	p = fork();
	if (!p) {
		setpgid(0, 0);
		raise(SIGTSTP);
		_exit(8);
	}
	waitpid(p, &status, WUNTRACED);
	printf("in a job %x\n", status);
	kill(p, SIGCONT);
	waitpid(p, &status, 0);
	printf("then %x\n", status);
}

static void on_death(int sig, siginfo_t *si, void *uc)
{
	(void)uc;
	say(sig == SIGUSR1 && si->si_code == SI_USER ? 'd' : '?');
}

static void parent_dies(void)
{
	struct sigaction sa = { .sa_sigaction = on_death, .sa_flags = SA_SIGINFO };
	pid_t p;

	pipe(out);
	p = fork();
	if (!p) {
		int go[2];
		char c;

		pipe(go);
		if (!fork()) {
			sigset_t none, usr1;

			close(out[0]);
			sigemptyset(&none);
			sigemptyset(&usr1);
			sigaddset(&usr1, SIGUSR1);
			sigprocmask(SIG_BLOCK, &usr1, NULL);
			sigaction(SIGUSR1, &sa, NULL);
			prctl(PR_SET_PDEATHSIG, SIGUSR1);
			/* not inherited */
			if (!fork()) {
				int s = 5;

				prctl(PR_GET_PDEATHSIG, &s);
				_exit(s);
			}
			wait(NULL);
			write(go[1], "g", 1);
			sigsuspend(&none);
			_exit(0);
		}
		read(go[0], &c, 1);
		_exit(0);
	}
	close(out[1]);
	waitpid(p, NULL, 0);
	printf("death: %c %c\n", hear(), hear());
	close(out[0]);
}

/* Each reads its own signals from the one descriptor. */
static void signalfd_and_fork(void)
{
	struct signalfd_siginfo si;
	struct pollfd pfd;
	sigset_t set;
	int fd, status;
	pid_t p;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	fd = signalfd(-1, &set, 0);
	pfd = (struct pollfd){ fd, POLLIN, 0 };
	raise(SIGUSR1);
	p = fork();
	if (!p) { /* what is pending is not inherited */
		printf("child: ready %d\n", poll(&pfd, 1, 0));
		fflush(stdout);
		kill(getppid(), SIGUSR1);
		raise(SIGUSR1);
		printf("child: ready %d\n", poll(&pfd, 1, 0));
		fflush(stdout);
		read(fd, &si, sizeof(si));
		_exit(si.ssi_pid == (unsigned)getpid() ? 9 : 1);
	}
	waitpid(p, &status, 0);
	printf("child ended %x\n", status);
	for (int i = 0; i < 2; i++) {
		read(fd, &si, sizeof(si));
		printf("signal %d code %d status %d\n", si.ssi_signo, si.ssi_code,
		       si.ssi_signo == SIGCHLD ? si.ssi_status : 0);
	}
	printf("ready %d\n", poll(&pfd, 1, 0));
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	orphan(0);
	orphan(1);
	stops_in_orphans();
	parent_dies();
	signalfd_and_fork();
	return 0;
}
