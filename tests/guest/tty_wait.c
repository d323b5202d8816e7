/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Reads and writes of a terminal that sleep: what ends them. Lines, VMIN and VTIME in their four
 * combinations, signals with and without SA_RESTART, output that is stopped, a full terminal, poll,
 * select and epoll.
 */
#include <sys/epoll.h>
#include <sys/select.h>
#include <time.h>

#include "tty.h"

static void nothing(__attribute__((unused)) int sig)
{
}

/* Natively a sleeper needs time to fall asleep, and time is what VTIME counts. */
static void pause_ms(int ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000l };

	nanosleep(&t, NULL);
}

static pid_t typist(const char *first, int ms, const char *second)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		pause_ms(30);
		say(master, first);
		if (second) {
			pause_ms(ms);
			say(master, second);
		}
		fflush(stdout);
		_exit(0);
	}
	return pid;
}

static void typed(const char *what, const char *first, int ms, const char *second, size_t size)
{
	pid_t pid = typist(first, ms, second);

	show_read(what, slave, size);
	waitpid(pid, NULL, 0);
}

static void lines(void)
{
	puts("--- lines");
	set_flags(ICANON, ECHO, 1, 0);
	typed("line", "one\n", 0, NULL, 100);
	typed("two halves", "on", 20, "e\n", 100);
	typed("part", "long line\n", 0, NULL, 4);
	show_read("rest", slave, 100);
	typed("end", "\004", 0, NULL, 100);
	typed("pushed", "abc\004", 0, NULL, 100);
	typed("exactly", "abcd\004x\n", 0, NULL, 4);
	show_read("next", slave, 100);
	typed("two lines", "1\n2\n", 0, NULL, 100);
	show_read("second", slave, 100);
}

static void raw_bytes(void)
{
	puts("--- VMIN > 0, VTIME 0");
	set_flags(0, ICANON | ECHO | ISIG, 1, 0);
	typed("one", "a", 0, NULL, 100);
	typed("all there is", "abc", 0, NULL, 100);
	set_flags(0, 0, 3, 0);
	typed("three", "a", 20, "bc", 100);
	typed("no more than asked", "abcdef", 0, NULL, 2);
	show_read("rest", slave, 4);
	set_flags(0, 0, 5, 0);
	typed("buffer smaller than VMIN", "ab", 20, "c", 3);

	puts("--- VMIN > 0, VTIME > 0");
	set_flags(0, 0, 3, 2);
	typed("between bytes", "a", 1000, "b", 100);
	show_read("second", slave, 100);
	set_flags(0, 0, 3, 100);
	typed("in time", "a", 20, "bc", 100);

	puts("--- VMIN 0, VTIME > 0");
	set_flags(0, 0, 0, 1);
	show_read("nothing", slave, 100);
	set_flags(0, 0, 0, 50);
	typed("first byte", "a", 0, NULL, 100);

	puts("--- VMIN 0, VTIME 0");
	set_flags(0, 0, 0, 0);
	show_read("nothing", slave, 100);
	say(master, "abc");
	has_input(slave);
	show_read("something", slave, 100);
	set_flags(0, 0, 1, 0);
}

/* Modes change under a reader. */
static void modes_change(void)
{
	pid_t pid;

	puts("--- modes change");
	set_flags(ICANON, ECHO, 1, 0);
	say(master, "no newline");
	pause_ms(100);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		pause_ms(30);
		set_flags(0, ICANON, 1, 0);
		_exit(0);
	}
	show_read("reader of lines", slave, 100);
	waitpid(pid, NULL, 0);
}

/* Signals until it is killed, however long it takes to fall asleep; or a few, and then a line. */
static pid_t interrupter(int sig, int then_type)
{
	pid_t parent = getpid(), pid;

	fflush(stdout);
	pid = fork();
	if (pid)
		return pid;
	for (int i = 0; !then_type || i < 3; i++) {
		pause_ms(50);
		kill(parent, sig);
	}
	say(master, "after\n");
	fflush(stdout);
	_exit(0);
}

static void interrupted(const char *what, int sig, int then_type)
{
	pid_t pid = interrupter(sig, then_type);
	unsigned char buf[100];
	ssize_t n = then_type >= 0 ? read(slave, buf, sizeof(buf)) : write(slave, "stopped", 7);
	int err = errno;

	if (then_type <= 0)
		kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	errno = err;
	show_bytes(what, buf, n);
}

static void signals(void)
{
	struct sigaction sa = { .sa_handler = nothing };

	puts("--- signals");
	set_flags(ICANON, ECHO, 1, 0);
	sigaction(SIGUSR1, &sa, NULL);
	sa.sa_flags = SA_RESTART;
	sigaction(SIGUSR2, &sa, NULL);
	interrupted("interrupted", SIGUSR1, 0);
	interrupted("restarted", SIGUSR2, 1);
	set_flags(0, ICANON, 5, 0);
	say(master, "ab"); /* less than poll() waits for */
	pause_ms(50);
	interrupted("partly", SIGUSR1, 0);
	tcflow(slave, TCOOFF);
	interrupted("write", SIGUSR1, -1);
	tcflow(slave, TCOON);
	show_events("master", master);
}

static void stopped_output(void)
{
	pid_t pid;

	puts("--- stopped output");
	set_flags(ICANON, ECHO, 1, 0);
	say(master, "\023");
	pause_ms(100);
	show_events("slave", slave);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		say(slave, "held back\n");
		fflush(stdout);
		_exit(0);
	}
	pause_ms(30);
	show_events("master", master);
	say(master, "\021");
	has_input(master);
	waitpid(pid, NULL, 0);
	show_read("master", master, 100);
}

/* A writer sleeps until the reader has made room; nothing is lost. */
static void full(int from, int to, const char *what)
{
	static char buf[100000];
	size_t got = 0, bad = 0;
	ssize_t n;
	pid_t pid;

	printf("--- full: %s\n", what);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		for (size_t i = 0; i < sizeof(buf); i++)
			buf[i] = (char)('a' + i % 23);
		show(write(from, buf, sizeof(buf)));
		_exit(0);
	}
	while (got < sizeof(buf) && (n = read(to, buf, sizeof(buf))) > 0)
		for (ssize_t i = 0; i < n; i++)
			bad += buf[i] != (char)('a' + got++ % 23);
	waitpid(pid, NULL, 0);
	printf("%zu bytes, %zu wrong\n", got, bad);
}

static void many_waiters(void)
{
	struct epoll_event e = { .events = EPOLLIN | EPOLLET };
	int ep = epoll_create1(0);
	fd_set set;
	pid_t pid;

	puts("--- poll, select, epoll");
	set_flags(ICANON, ECHO, 1, 0);
	pid = typist("line\n", 0, NULL);
	show(has_input(slave));
	show_read("poll", slave, 100);
	waitpid(pid, NULL, 0);
	pid = typist("part", 300, " of it\n");
	FD_ZERO(&set);
	FD_SET(slave, &set);
	show(select(slave + 1, &set, NULL, NULL, NULL));
	show_read("select", slave, 100);
	waitpid(pid, NULL, 0);
	e.data.fd = slave;
	show(epoll_ctl(ep, EPOLL_CTL_ADD, slave, &e));
	show(epoll_wait(ep, &e, 1, 0));
	pid = typist("1\n", 700, "2\n");
	show(epoll_wait(ep, &e, 1, 5000));
	show_read("epoll", slave, 100);
	show(epoll_wait(ep, &e, 1, 5000));
	show_read("epoll", slave, 100);
	waitpid(pid, NULL, 0);
	set_flags(0, ICANON, 3, 0);
	pid = typist("a", 300, "bc");
	show(has_input(slave)); /* three bytes are input, two are not */
	show_read("VMIN", slave, 100);
	waitpid(pid, NULL, 0);
	close(ep);
}

/* Two readers: each line goes to one of them. */
static void two_readers(void)
{
	pid_t pid[2];
	int lines[2];

	puts("--- two readers");
	set_flags(ICANON, ECHO, 1, 0);
	if (pipe(lines))
		exit(1);
	fflush(stdout);
	for (int i = 0; i < 2; i++) {
		pid[i] = fork();
		if (!pid[i]) {
			char buf[100];
			ssize_t n = read(slave, buf, sizeof(buf));

			_exit(write(lines[1], buf, (size_t)n) == n ? 0 : 1);
		}
	}
	pause_ms(30);
	say(master, "aaaa\n");
	show_read("reader", lines[0], 100);
	say(master, "bbbb\n");
	show_read("reader", lines[0], 100);
	waitpid(pid[0], NULL, 0);
	waitpid(pid[1], NULL, 0);
}

/* The other side goes away under a sleeper. */
static void closing(void)
{
	pid_t pid;

	puts("--- closing");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		pause_ms(50);
		_exit(0); /* the last slave */
	}
	close(slave);
	show_read("master", master, 100);
	waitpid(pid, NULL, 0);
	show_events("master", master);
}

int main(void)
{
	struct termios t;

	open_pair(0);
	tcgetattr(slave, &t);
	t.c_oflag = 0;
	tcsetattr(slave, TCSANOW, &t);
	lines();
	raw_bytes();
	modes_change();
	signals();
	tcflush(slave, TCIOFLUSH);
	stopped_output();
	set_flags(0, ICANON | ECHO, 1, 0);
	full(slave, master, "slave to master");
	full(master, slave, "master to slave");
	many_waiters();
	two_readers();
	closing();
	return 0;
}
