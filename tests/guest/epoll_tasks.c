/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll, poll, select and eventfd among processes. */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/signalfd.h>
#include <sys/timerfd.h>

#include "sleepers.h"

static int p[2], ep, ep2, ev;

static void add(int set, int fd, unsigned events)
{
	struct epoll_event e = { .events = events, .data.fd = fd };

	if (epoll_ctl(set, EPOLL_CTL_ADD, fd, &e))
		printf("add: %s\n", guest_errno(errno));
}

static int wait_any(void)
{
	struct epoll_event e;
	int n = epoll_wait(ep, &e, 1, 10000);

	return n == 1 ? 10 : n < 0 ? errno : 99;
}

static int wait_own(void)
{
	struct epoll_event e;
	int set = epoll_create1(0), n;

	add(set, p[0], EPOLLIN | EPOLLEXCLUSIVE);
	n = epoll_wait(set, &e, 1, 10000);
	return n == 1 ? 10 : n < 0 ? errno : 99;
}

static int wait_nested(void)
{
	struct epoll_event e;
	int n = epoll_wait(ep2, &e, 1, 10000);

	return n == 1 ? 10 : n < 0 ? errno : 99;
}

static int count_ended(pid_t *pid, int n)
{
	int done = 0;

	for (int i = 0; i < n; i++)
		until_asleep(pid[i]);
	for (int i = 0; i < n; i++)
		done += state_of(pid[i]) == 'Z';
	return done;
}

/* How many of them have ended, once that many have, and a moment later. */
static int ended(pid_t *pid, int n, int expected)
{
	for (int i = 0; i < 5000 && count_ended(pid, n) < expected; i++)
		usleep(1000);
	usleep(20000);
	return count_ended(pid, n);
}

static void shared_set(const char *what, unsigned events, int first, int second)
{
	pid_t pid[3];
	char c;

	printf("--- %s\n", what);
	pipe(p);
	ep = epoll_create1(0);
	add(ep, p[0], events);
	for (int i = 0; i < 3; i++)
		pid[i] = spawn_asleep(wait_any);
	write(p[1], "x", 1);
	printf("ended: %d\n", ended(pid, 3, first));
	read(p[0], &c, 1);
	write(p[1], "y", 1);
	printf("ended: %d\n", ended(pid, 3, second));
	for (int i = 0; i < 3; i++) {
		kill(pid[i], SIGKILL);
		waitpid(pid[i], NULL, 0);
	}
	close(ep);
	close(p[0]);
	close(p[1]);
}

static void exclusive(void)
{
	pid_t pid[3];
	int n;

	printf("--- exclusive\n");
	pipe(p);
	for (int i = 0; i < 3; i++)
		pid[i] = spawn_asleep(wait_own);
	write(p[1], "x", 1);
	n = ended(pid, 3, 1);
	printf("some but not all: %d\n", n >= 1 && n < 3);
	for (int i = 0; i < 3; i++) {
		kill(pid[i], SIGKILL);
		waitpid(pid[i], NULL, 0);
	}
	close(p[0]);
	close(p[1]);
}

static void interrupted(void)
{
	pid_t a, b, c;

	printf("--- interrupted and killed\n");
	pipe(p);
	ep = epoll_create1(0);
	add(ep, p[0], EPOLLIN | EPOLLET);
	handle(SIGUSR1, SA_RESTART);
	a = spawn_asleep(wait_any);
	b = spawn_asleep(wait_any);
	c = spawn_asleep(wait_any);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	kill(b, SIGKILL);
	reap("killed", b);
	write(p[1], "x", 1);
	reap("told", c);
	/* In a set of sets. */
	ep2 = epoll_create1(0);
	add(ep2, ep, EPOLLIN);
	a = spawn_asleep(wait_nested);
	write(p[1], "x", 1);
	reap("nested", a);
	close(ep2);
	close(ep);
	close(p[0]);
	close(p[1]);
}

static int hold(void)
{
	pause();
	return 0;
}

/* A watched descriptor that is closed while a child has the file open: it is still watched. */
static void across_fork(void)
{
	struct epoll_event e;
	pid_t a;

	printf("--- across fork\n");
	pipe(p);
	ep = epoll_create1(0);
	add(ep, p[0], EPOLLIN);
	a = spawn_asleep(hold);
	close(p[0]);
	show(epoll_wait(ep, &e, 1, 0));
	write(p[1], "x", 1);
	show(epoll_wait(ep, &e, 1, 0));
	show(epoll_ctl(ep, EPOLL_CTL_DEL, p[0], &e));
	kill(a, SIGKILL);
	reap("holder", a);
	show(epoll_wait(ep, &e, 1, 0));
	signal(SIGPIPE, SIG_IGN);
	show(write(p[1], "x", 1));
	close(p[1]);
	close(ep);
}

static int write_event(void)
{
	uint64_t n = 5;

	return write(ev, &n, 8) == 8 ? 0 : errno;
}

static int read_event(void)
{
	uint64_t n = 0;

	return read(ev, &n, 8) == 8 ? (int)n : errno;
}

static void events(void)
{
	uint64_t n = -2;
	pid_t a, b, c;

	printf("--- eventfd\n");
	ev = eventfd(0, 0);
	a = spawn_asleep(read_event);
	reap("writer", spawn(write_event));
	reap("reader", a);
	a = spawn_asleep(read_event);
	b = spawn_asleep(read_event);
	c = spawn_asleep(read_event);
	kill(b, SIGKILL);
	reap("killed", b);
	reap("writer", spawn(write_event));
	usleep(5000);
	reap("writer", spawn(write_event));
	usleep(5000);
	write_event();
	kill(a, SIGKILL);
	kill(c, SIGKILL);
	waitpid(a, NULL, 0);
	waitpid(c, NULL, 0);
	fcntl(ev, F_SETFL, O_NONBLOCK);
	read_event();
	fcntl(ev, F_SETFL, 0);
	show(write(ev, &n, 8));
	a = spawn_asleep(write_event);
	b = spawn_asleep(write_event);
	handle(SIGUSR1, 0);
	kill(b, SIGKILL);
	reap("killed", b);
	show(read(ev, &n, 8));
	reap("writer", a);
	show(read(ev, &n, 8));
	printf("%d\n", (int)n);
	close(ev);
	ev = eventfd(0, EFD_SEMAPHORE);
	a = spawn_asleep(read_event);
	b = spawn_asleep(read_event);
	n = 2;
	write(ev, &n, 8);
	reap("reader", a);
	reap("reader", b);
	close(ev);
}

/* One of many kinds becomes ready. */
static int fds[6], ready;

static int poll_all(void)
{
	struct pollfd w[6];

	for (int i = 0; i < 6; i++)
		w[i] = (struct pollfd){ fds[i], POLLIN, 0 };
	if (poll(w, 6, 10000) != 1)
		return 99;
	for (int i = 0; i < 6; i++)
		if (w[i].revents)
			return i;
	return 98;
}

static int select_all(void)
{
	fd_set r;

	FD_ZERO(&r);
	for (int i = 0; i < 6; i++)
		FD_SET(fds[i], &r);
	if (select(FD_SETSIZE, &r, NULL, NULL, NULL) != 1)
		return 99;
	for (int i = 0; i < 6; i++)
		if (FD_ISSET(fds[i], &r))
			return i;
	return 98;
}

static int epoll_all(void)
{
	struct epoll_event e;
	int set = epoll_create1(0);

	for (int i = 0; i < 6; i++)
		add(set, fds[i], EPOLLIN);
	if (epoll_wait(set, &e, 1, 10000) != 1)
		return 99;
	for (int i = 0; i < 6; i++)
		if (e.data.fd == fds[i])
			return i;
	return 98;
}

static void kinds(void)
{
	int (*const ways[])(void) = { poll_all, select_all, epoll_all };
	struct itimerspec soon = { .it_value.tv_nsec = 1000000 }, never = { 0 };
	int pipe_fds[2], s[2], d[2], wake;
	uint64_t n = 1;
	char buf[200];
	sigset_t set;
	pid_t a;

	printf("--- kinds\n");
	pipe(pipe_fds);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	socketpair(AF_UNIX, SOCK_DGRAM, 0, d);
	sigemptyset(&set);
	fds[0] = pipe_fds[0];
	fds[1] = s[0];
	fds[2] = d[0];
	fds[3] = eventfd(0, EFD_NONBLOCK);
	fds[4] = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
	fds[5] = epoll_create1(0);
	wake = eventfd(0, EFD_NONBLOCK);
	add(fds[5], wake, EPOLLIN);
	for (int way = 0; way < 3; way++) {
		for (ready = 0; ready < 6; ready++) {
			a = spawn_asleep(ways[way]);
			switch (ready) {
			case 0:
				write(pipe_fds[1], "x", 1);
				break;
			case 1:
				write(s[1], "x", 1);
				break;
			case 2:
				write(d[1], "x", 1);
				break;
			case 3:
				write(fds[3], &n, 8);
				break;
			case 4:
				timerfd_settime(fds[4], 0, &soon, NULL);
				break;
			case 5:
				write(wake, &n, 8);
			}
			reap("ready", a);
			if (ready < 5)
				read(fds[ready], buf, sizeof(buf));
			else
				read(wake, buf, sizeof(buf));
			timerfd_settime(fds[4], 0, &never, NULL);
		}
	}
}

int main(void)
{
	shared_set("level", EPOLLIN, 3, 3);
	shared_set("edge", EPOLLIN | EPOLLET, 1, 2);
	shared_set("one shot", EPOLLIN | EPOLLONESHOT, 1, 1);
	exclusive();
	interrupted();
	across_fork();
	events();
	kinds();
	return 0;
}
