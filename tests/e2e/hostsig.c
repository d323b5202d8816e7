/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * hostsig RING3 BUSYBOX: what ring3 is sent from outside and from its terminal, with a program of
 * busybox's shell inside. It is the job of a small shell, which has a pseudo-terminal of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PATIENCE_MS 30000

static const char *ring3, *busybox;
static int master, reports[2], failed, total;
static pid_t shell, job;
static char seen[65536];
static size_t len;

/* The shell: one job in the foreground, and a line to us for each thing that becomes of it. */
static void be_shell(const char *slave, const char *script)
{
	char *const argv[] = { (char *)ring3, "run", (char *)busybox, "sh", "-c", (char *)script,
			       NULL };
	int tty, status;
	pid_t p;

	setsid();
	tty = open(slave, O_RDWR);
	ioctl(tty, TIOCSCTTY, 0);
	signal(SIGTTOU, SIG_IGN);
	p = fork();
	if (!p) {
		setpgid(0, 0);
		tcsetpgrp(tty, getpid());
		signal(SIGTTOU, SIG_DFL);
		dup2(tty, 0);
		dup2(tty, 1);
		dup2(tty, 2);
		execv(ring3, argv);
		_exit(126);
	}
	write(reports[1], &p, sizeof(p));
	do {
		waitpid(p, &status, WUNTRACED | WCONTINUED);
		write(reports[1], &status, sizeof(status));
	} while (WIFSTOPPED(status) || WIFCONTINUED(status));
	_exit(0);
}

static void start(const char *script)
{
	master = posix_openpt(O_RDWR | O_NOCTTY);
	grantpt(master);
	unlockpt(master);
	pipe(reports);
	len = 0;
	seen[0] = '\0';
	shell = fork();
	if (!shell)
		be_shell(ptsname(master), script);
	close(reports[1]);
	read(reports[0], &job, sizeof(job));
}

static void check(int ok, const char *what)
{
	total++;
	if (ok)
		return;
	failed++;
	printf("FAILED: %s\n--- the terminal:\n%s\n---\n", what, seen);
}

/* Until text stands on the terminal (then what was before it is forgotten). */
static int expect_within(const char *text, int ms)
{
	struct pollfd p = { master, POLLIN, 0 };
	char *found;
	ssize_t n;

	for (;;) {
		found = strstr(seen, text);
		if (found) {
			found += strlen(text);
			len = strlen(found);
			memmove(seen, found, len + 1);
			return 1;
		}
		if (poll(&p, 1, ms) <= 0 || len + 1024 > sizeof(seen))
			return 0;
		n = read(master, seen + len, 1023);
		if (n <= 0)
			return 0;
		len += (size_t)n;
		seen[len] = '\0';
	}
}

static int expect(const char *text)
{
	return expect_within(text, PATIENCE_MS);
}

/* What became of ring3 next, as wait(2) says; -1: nothing. */
static int next_status(void)
{
	struct pollfd p = { reports[0], POLLIN, 0 };
	int status;

	if (poll(&p, 1, PATIENCE_MS) <= 0 || read(reports[0], &status, sizeof(status)) < 4)
		return -1;
	return status;
}

static void type(const char *text)
{
	write(master, text, strlen(text));
}

static void finish(void)
{
	kill(job, SIGKILL);
	waitpid(shell, NULL, 0);
	close(master);
	close(reports[0]);
}

static long long now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ll + t.tv_nsec / 1000000;
}

#define BUSY "while :; do :; done"

static void interrupts(void)
{
	long long before;
	int status;

	start("trap 'echo caught; exit 3' INT; echo ready; " BUSY);
	check(expect("ready"), "it runs");
	before = now_ms();
	type("\003");
	check(expect("caught"), "Ctrl-C reaches a handler in a busy loop");
	if (now_ms() - before > 20)
		printf("Ctrl-C took %lld ms\n", now_ms() - before);
	check(next_status() == 3 << 8, "and its exit status comes out");
	finish();

	start("echo ready; " BUSY);
	expect("ready");
	type("\003");
	status = next_status();
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGINT,
	      "ring3 dies of the SIGINT that its program died of");
	finish();

	start("trap '' INT; trap 'echo got it' USR1; echo ready; " BUSY);
	expect("ready");
	type("\003");
	expect("^C"); /* which takes away what the terminal has not shown yet */
	kill(job, SIGUSR1);
	check(expect("got it"), "an ignored Ctrl-C kills nobody");
	kill(job, SIGTERM);
	status = next_status();
	check(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM, "SIGTERM does");
	finish();
}

static void others(void)
{
	struct winsize w = { 33, 77, 0, 0 };

	start("trap 'echo bye; exit 4' TERM; trap 'echo hup' HUP; trap 'stty size' WINCH\n"
	      "echo ready; " BUSY);
	expect("ready");
	kill(job, SIGHUP);
	check(expect("hup"), "SIGHUP reaches the program");
	ioctl(master, TIOCSWINSZ, &w);
	check(expect("33 77"), "a new window size is told");
	kill(job, SIGTERM);
	check(expect("bye"), "SIGTERM reaches the program");
	check(next_status() == 4 << 8, "and its status comes out");
	finish();
}

static void stops(void)
{
	int status;

	start("echo ready; read x; echo got $x; exit 5");
	expect("ready");
	type("\032");
	status = next_status();
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP, "Ctrl-Z stops ring3");
	kill(-job, SIGCONT);
	check(WIFCONTINUED(next_status()), "SIGCONT continues it");
	type("word\n");
	check(expect("got word"), "and the program, which goes on with its read");
	check(next_status() == 5 << 8, "until its end");
	finish();

	start("echo ready; kill -STOP $$; echo back");
	expect("ready");
	status = next_status();
	check(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP,
	      "a program that stops itself stops ring3");
	kill(-job, SIGCONT);
	check(expect("back"), "and both are continued");
	finish();

	start("trap 'echo on again' CONT; echo ready; " BUSY);
	expect("ready");
	type("\032");
	check(WIFSTOPPED(next_status()), "a busy program stops");
	kill(-job, SIGCONT);
	check(expect("on again"), "and hears of SIGCONT");
	finish();

	start("trap 'echo no' TSTP; echo ready; " BUSY);
	expect("ready");
	type("\032");
	check(expect("no"), "Ctrl-Z reaches a handler");
	finish();
}

static void questions(void)
{
	int asleep = 0;

	start("(echo ready; sleep 1000) | cat");
	expect("ready");
	/* not sooner again than two seconds later, or it would be passed on */
	for (int i = 0; i < 5 && !asleep; i++, usleep(asleep ? 0 : 2100000)) {
		usleep(50000); /* until all of them sleep, as good as always */
		kill(job, SIGQUIT);
		asleep = expect("who waits for what") && expect_within("busybox: wait4(", 1000) &&
			 expect_within("cat: read(0 pipe:[", 1000);
	}
	check(asleep, "SIGQUIT says that the shell waits, and cat for the pipe");
	type("\003");
	check(WIFSIGNALED(next_status()), "it goes on until Ctrl-C");
	finish();

	start("trap 'echo quits; exit 6' QUIT; echo ready; " BUSY);
	expect("ready");
	kill(job, SIGQUIT);
	check(expect("running"), "SIGQUIT says who runs");
	kill(job, SIGQUIT);
	check(expect("quits"), "a second one reaches the program");
	finish();
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	setvbuf(stdout, NULL, _IOLBF, 0);
	ring3 = argv[1];
	busybox = argv[2];
	interrupts();
	others();
	stops();
	questions();
	printf("%d checks, %d failed\n", total, failed);
	return failed != 0;
}
