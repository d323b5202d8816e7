/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeps in terminals, inotify, counters and connects, three at a time; those that need something of
 * the host's ("stdin": somebody who writes three bytes when he reads "ready") only when named.
 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>

#include "scenes.h"

static void make_terminal(void)
{
	struct termios t;

	fds[1] = posix_openpt(O_RDWR | O_NOCTTY);
	grantpt(fds[1]);
	unlockpt(fds[1]);
	fds[0] = open(ptsname(fds[1]), O_RDWR | O_NOCTTY);
	tcgetattr(fds[0], &t);
	cfmakeraw(&t);
	tcsetattr(fds[0], TCSANOW, &t);
}

static void make_stopped(void)
{
	make_terminal();
	tcflow(fds[0], TCOOFF);
}

static long write_terminal(void)
{
	return write(fds[0], "abc", 3) == 3;
}

static void give_flow(void)
{
	tcflow(fds[0], TCOON);
}

#define NAME_ROOM 16 /* an event with a short name is of 32 bytes: a read takes one */

static void make_watch(void)
{
	unlink("i0");
	unlink("i1");
	unlink("i2");
	fds[0] = inotify_init1(0);
	inotify_add_watch(fds[0], ".", IN_CREATE);
}

static long read_event(void)
{
	char buf[sizeof(struct inotify_event) + NAME_ROOM];

	return read(fds[0], buf, sizeof(buf)) == sizeof(buf);
}

static void give_files(void)
{
	for (int i = 0; i < N; i++) {
		char name[] = { 'i', (char)('0' + i), 0 };

		close(open(name, O_CREAT | O_RDWR, 0600));
	}
}

static void make_full_counter(void)
{
	uint64_t most = UINT64_MAX - 1;

	fds[0] = eventfd(0, 0);
	write(fds[0], &most, 8);
}

static long write_counter(void)
{
	uint64_t one = 1;

	return write(fds[0], &one, 8);
}

static void give_room(void)
{
	uint64_t value;

	read(fds[0], &value, 8);
}

static const struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "listener" };

static long connect_to(void)
{
	return connect(socket(AF_UNIX, SOCK_STREAM, 0), (const void *)&address, sizeof(address));
}

static void make_full_listener(void)
{
	unlink(address.sun_path);
	fds[0] = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(fds[0], (const void *)&address, sizeof(address));
	listen(fds[0], 0);
	connect_to();
}

static void give_accepts(void)
{
	for (int i = 0; i < N + 1; i++)
		AGAIN(accept(fds[0], NULL, NULL));
}

static volatile int caught;

static void on_signal(int sig)
{
	(void)sig;
	caught++;
}

static void make_blocked(void)
{
	sigset_t set;

	signal(SIGUSR2, on_signal);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

static long wait_suspended(void)
{
	sigset_t set;

	sigemptyset(&set);
	return sigsuspend(&set) == -1 && errno == EINTR && caught == 1;
}

static void give_signals(void)
{
	for (int i = 0; i < N; i++)
		kill(pids[i], SIGUSR2);
}

static void make_stdin(void)
{
	fds[0] = 0;
}

static void tell_ready(void)
{
	printf("ready\n");
}

static void make_file(void)
{
	fds[0] = open("synced", O_CREAT | O_RDWR, 0600);
	write(fds[0], "abc", 3);
}

static long sync_file(void)
{
	return fsync(fds[0]);
}

static const struct scene scenes[] = {
	{ "terminal read", make_terminal, read_byte, give_bytes },
	{ "terminal write", make_stopped, write_terminal, give_flow },
	{ "inotify", make_watch, read_event, give_files },
	{ "eventfd write", make_full_counter, write_counter, give_room },
	{ "connect", make_full_listener, connect_to, give_accepts },
	{ "sigsuspend", make_blocked, wait_suspended, give_signals },
};

static const struct scene with_host[] = {
	{ "stdin", make_stdin, read_byte, tell_ready },
	{ "fsync", make_file, sync_file, nothing },
};

int main(int argc, char **argv)
{
	scenes_init();
	for (unsigned s = 0; argc == 1 && s < sizeof(scenes) / sizeof(scenes[0]); s++)
		play(&scenes[s]);
	for (unsigned s = 0; argc > 1 && s < sizeof(with_host) / sizeof(with_host[0]); s++)
		if (!strcmp(argv[1], with_host[s].name))
			play(&with_host[s]);
	return 0;
}
