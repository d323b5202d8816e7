/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SIGIO and SIGURG: O_ASYNC, F_SETOWN, F_SETSIG on pipes and sockets; leases refused. */
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "sleepers.h"

static volatile int last_code, last_fd, last_band, last_sig;
static char buf[5000];

static void on_info(int sig, siginfo_t *info, void *context)
{
	(void)context;
	caught++;
	last_sig = sig;
	last_code = info->si_code;
	last_fd = info->si_code > 0 && info->si_code < 128 ? info->si_fd : -1;
	last_band = info->si_code > 0 && info->si_code < 128 ? info->si_band : -1;
}

static int base;

static void told(const char *what)
{
	printf("  %s: %d signals", what, caught);
	if (caught)
		printf(", last %d code %d fd %d band %#x", last_sig, last_code,
		       last_fd < 0 ? -1 : last_fd - base, last_band);
	printf("\n");
	fflush(stdout);
	caught = 0;
}

static void own(int fd, int sig)
{
	errno = 0;
	show(fcntl(fd, F_SETOWN, getpid()));
	show(fcntl(fd, F_SETSIG, sig));
	show(fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_ASYNC));
	printf("  async %d\n", !!(fcntl(fd, F_GETFL) & O_ASYNC));
}

static void pipes(int sig)
{
	int p[2];

	printf("--- pipe, signal %d\n", sig);
	pipe(p);
	base = p[0];
	own(p[0], sig);
	own(p[1], sig);
	write(p[1], "x", 1);
	told("written");
	read(p[0], buf, 10);
	told("read");
	fcntl(p[1], F_SETFL, O_NONBLOCK | O_ASYNC);
	while (write(p[1], buf, 4096) > 0)
		;
	caught = 0;
	read(p[0], buf, 4096);
	told("room");
	while (read(p[0], buf, 4096) == 4096)
		if (!ioctl(p[0], FIONREAD, buf) && !*(int *)buf)
			break;
	caught = 0;
	fcntl(p[0], F_SETFL, 0);
	write(p[1], "x", 1);
	told("not wanted any more");
	close(p[0]);
	told("reader gone");
	close(p[1]);
	told("closed");
}

static void sockets(int type, int sig)
{
	int s[2];

	printf("--- socket type %d, signal %d\n", type, sig);
	socketpair(AF_UNIX, type, 0, s);
	base = s[0];
	own(s[0], sig);
	write(s[1], "x", 1);
	told("written");
	read(s[0], buf, 10);
	told("read");
	fcntl(s[0], F_SETFL, O_NONBLOCK | O_ASYNC);
	while (send(s[0], buf, 1000, 0) > 0)
		;
	told("full");
	while (recv(s[1], buf, 5000, MSG_DONTWAIT) > 0)
		;
	told("room");
	send(s[1], "u", 1, MSG_OOB);
	told("urgent");
	shutdown(s[1], SHUT_WR);
	told("shut");
	close(s[1]);
	told("closed");
	close(s[0]);
	told("closed");
}

static void urgent(void)
{
	struct sigaction sa = { .sa_sigaction = on_info, .sa_flags = SA_SIGINFO };
	int s[2];

	sigaction(SIGURG, &sa, NULL);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	send(s[0], "u", 1, MSG_OOB);
	told("nobody's");
	fcntl(s[1], F_SETOWN, getpid());
	send(s[0], "u", 1, MSG_OOB);
	told("owned");
	close(s[0]);
	close(s[1]);
}

static void owners(void)
{
	int s[2], on = 1, type_pid[2];
	uid_t ids[2] = { 7, 7 };
	pid_t child;

	printf("--- owners\n");
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	base = s[0];
	show(fcntl(s[0], F_GETOWN));
	show(fcntl(s[0], F_SETOWN, 999999999));
	show(fcntl(s[0], F_SETOWN, -getpgrp()));
	show(fcntl(s[0], F_GETOWN) == -getpgrp());
	show(fcntl(s[0], 16 /* F_GETOWN_EX */, type_pid));
	printf("%d %d\n", type_pid[0], type_pid[1] == getpgrp());
	show(fcntl(s[0], 17 /* F_GETOWNER_UIDS */, ids));
	printf("%d %d\n", ids[0] == getuid(), ids[1] == geteuid());
	show(ioctl(s[0], FIOASYNC, &on));
	show(!!(fcntl(s[0], F_GETFL) & O_ASYNC));
	signal(SIGIO, count_signal);
	write(s[1], "x", 1);
	printf("%d\n", caught);
	on = 0;
	show(ioctl(s[0], FIOASYNC, &on));
	write(s[1], "x", 1);
	printf("%d\n", caught);
	/* A child that is told, and what is left of it when it has ended. */
	on = 1;
	child = fork();
	if (!child) {
		sigset_t set;
		siginfo_t info;

		sigemptyset(&set);
		sigaddset(&set, SIGRTMIN + 1);
		sigprocmask(SIG_BLOCK, &set, NULL);
		write(s[0], "r", 1);
		while (sigwaitinfo(&set, &info) < 0 && errno == EINTR)
			;
		_exit(info.si_code == 1 && info.si_fd == s[0] ? 0 : 1);
	}
	read(s[1], buf, 1);
	show(fcntl(s[0], F_SETOWN, child));
	show(fcntl(s[0], F_SETSIG, SIGRTMIN + 1));
	show(fcntl(s[0], F_SETFL, O_ASYNC));
	write(s[1], "x", 1);
	reap("child", child);
	show(fcntl(s[0], F_GETOWN));
	write(s[1], "x", 1);
	show(fcntl(s[0], F_SETOWN, 0));
	show(fcntl(s[0], F_SETSIG, -1));
	show(fcntl(s[0], F_SETSIG, 65));
	show(fcntl(s[0], F_GETSIG) == SIGRTMIN + 1);
	close(s[0]);
	close(s[1]);
}

static void others(void)
{
	int f = open("file", O_RDWR | O_CREAT, 0600), on = 1;

	printf("--- others\n");
	show(fcntl(f, F_SETFL, O_ASYNC));
	show(!!(fcntl(f, F_GETFL) & O_ASYNC));
	show(ioctl(f, FIOASYNC, &on));
	close(f);
	unlink("file");
}

int main(void)
{
	struct sigaction sa = { .sa_sigaction = on_info, .sa_flags = SA_SIGINFO };

	setpgid(0, 0); /* signals to the group are ours alone */
	sigaction(SIGIO, &sa, NULL);
	sigaction(SIGRTMIN, &sa, NULL);
	sigaction(SIGUSR1, &sa, NULL);
	sigaction(SIGCHLD, &sa, NULL);
	sigaction(SIGURG, &sa, NULL);
	signal(SIGPIPE, SIG_IGN);
	pipes(0);
	pipes(SIGRTMIN);
	pipes(SIGIO);
	pipes(SIGCHLD);
	sockets(SOCK_STREAM, 0);
	sockets(SOCK_STREAM, SIGRTMIN);
	sockets(SOCK_DGRAM, SIGUSR1);
	urgent();
	signal(SIGCHLD, SIG_DFL);
	owners();
	others();
	return 0;
}
