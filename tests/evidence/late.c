/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How late a loop that never ends is interrupted, in microseconds, a line each time. Inside, and
 * natively, for both ABIs:
 *	late alarm TRIES	by alarm(1)
 *	late itimer TRIES	by setitimer, after 10 to 30 ms
 *	late handler		says when it is ready, and when its handler of SIGINT runs
 *	late spin		does nothing else
 * And outside:
 *	late interrupt TRIES COMMAND...		SIGINT to the last of these
 *	late end TRIES SECONDS COMMAND...	of a command that is to end then
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t rung;

static long long now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static void print_since(long long ns)
{
	printf("%lld\n", (now_ns() - ns) / 1000);
	fflush(stdout);
}

static void on_alarm(int sig)
{
	(void)sig;
	rung = 1;
}

static void wait_busily(void)
{
	while (!rung)
		;
	rung = 0;
}

static void alarms(int tries)
{
	signal(SIGALRM, on_alarm);
	while (tries--) {
		long long due = now_ns() + 1000000000;

		alarm(1);
		wait_busily();
		print_since(due);
	}
}

static void timers(int tries)
{
	signal(SIGALRM, on_alarm);
	while (tries--) {
		long us = 10000 + tries * 1009 % 20000;
		struct itimerval it = { .it_value = { 0, us } };
		long long due = now_ns() + us * 1000;

		setitimer(ITIMER_REAL, &it, NULL);
		wait_busily();
		print_since(due);
	}
}

static void on_interrupt(int sig)
{
	(void)sig;
	write(1, "x", 1);
}

static void spin(void)
{
	for (;;)
		;
}

static void handler(void)
{
	signal(SIGINT, on_interrupt);
	write(1, "x", 1);
	spin();
}

static void pause_ms(long ms)
{
	struct timespec t = { 0, ms * 1000000 };

	nanosleep(&t, NULL);
}

static pid_t start(char **argv, int out)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (out != 1)
		dup2(out, 1);
	signal(SIGINT, SIG_DFL); /* shells ignore it for what they run in the background */
	execvp(argv[0], argv);
	_exit(127);
}

static void await(int fd)
{
	char c;

	if (read(fd, &c, 1) != 1)
		exit(1);
}

static void interrupt(int tries, char **argv)
{
	int p[2];
	pid_t pid;

	if (pipe(p))
		exit(1);
	pid = start(argv, p[1]);
	close(p[1]);
	await(p[0]);
	while (tries--) {
		long long sent;

		pause_ms(10 + tries % 7);
		sent = now_ns();
		kill(pid, SIGINT);
		await(p[0]);
		print_since(sent);
	}
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void end(int tries, double seconds, char **argv)
{
	while (tries--) {
		long long due = now_ns() + (long long)(seconds * 1e9);
		int status;

		waitpid(start(argv, 1), &status, 0);
		if (!WIFEXITED(status) || WEXITSTATUS(status) != 124)
			exit(1);
		print_since(due);
	}
}

int main(int argc, char **argv)
{
	int tries = argc > 2 ? atoi(argv[2]) : 0;

	if (argc == 2 && !strcmp(argv[1], "handler"))
		handler();
	else if (argc == 2 && !strcmp(argv[1], "spin"))
		spin();
	else if (argc == 3 && !strcmp(argv[1], "alarm"))
		alarms(tries);
	else if (argc == 3 && !strcmp(argv[1], "itimer"))
		timers(tries);
	else if (argc > 3 && !strcmp(argv[1], "interrupt"))
		interrupt(tries, argv + 3);
	else if (argc > 4 && !strcmp(argv[1], "end"))
		end(tries, atof(argv[3]), argv + 4);
	else
		return 2;
	return 0;
}
