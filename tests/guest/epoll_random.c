/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: args 1 */
/* guest: args 2 */
/* guest: args 3 */
/* guest: args 4 */
/*
 * Sets, sets in sets, and what they watch: a seed draws what is opened, closed, duplicated, written,
 * read, shut down, watched and asked. Every set must report what Linux's would, in its order: most
 * of what there is to say about edges is in which calls wake whom.
 */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/select.h>
#include <sys/signalfd.h>
#include <sys/socket.h>

#include "guest.h"

#define STEPS 3000
#define FIRST 10
#define FDS 32

static uint64_t seed;
static sigset_t signals;
static char data[65536];

static unsigned rnd(unsigned n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(seed >> 33) % n;
}

static int fd(void)
{
	return FIRST + (int)rnd(FDS);
}

static int is_set(int n)
{
	char path[32], link[64];
	ssize_t len;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", n);
	len = readlink(path, link, sizeof(link) - 1);
	if (len < 0)
		return 0;
	link[len] = 0;
	return !strcmp(link, "anon_inode:[eventpoll]");
}

/* The next set, if there is one. */
static int set(void)
{
	int from = fd();

	for (int i = 0; i < FDS; i++)
		if (is_set(FIRST + (from - FIRST + i) % FDS))
			return FIRST + (from - FIRST + i) % FDS;
	return from;
}

static unsigned events(void)
{
	static const unsigned rare[] = { EPOLLPRI,    EPOLLRDHUP,  EPOLLET,	EPOLLONESHOT,
					 EPOLLRDNORM, EPOLLWRNORM, EPOLLRDBAND, EPOLLEXCLUSIVE,
					 EPOLLHUP,    EPOLLERR,	   EPOLLWRBAND };
	unsigned e = 0;

	if (rnd(2))
		e |= EPOLLIN;
	if (!rnd(3))
		e |= EPOLLOUT;
	if (!rnd(3))
		e |= EPOLLET;
	if (!rnd(6))
		e |= EPOLLONESHOT;
	for (unsigned n = rnd(4); n; n--)
		e |= rnd(3) ? 0 : rare[rnd(11)];
	return e;
}

/* Takes the place of what is there. */
static void place(int n)
{
	int at = fd();

	dup2(n, at);
	close(n);
	fcntl(at, F_SETFL, fcntl(at, F_GETFL) | O_NONBLOCK);
	printf(" at %d", at);
}

static void create(void)
{
	unsigned what = rnd(7);
	int pair[2];

	printf("create %u", what);
	switch (what) {
	case 0:
	case 1:
		place(epoll_create1(0));
		return;
	case 2:
		place(eventfd(rnd(3), rnd(2) ? EFD_SEMAPHORE : 0));
		return;
	case 3:
		place(signalfd(-1, &signals, 0));
		return;
	case 4:
		pipe(pair);
		break;
	default:
		socketpair(AF_UNIX, what == 5 ? SOCK_STREAM : SOCK_SEQPACKET, 0, pair);
	}
	place(pair[0]);
	place(pair[1]);
}

static void change(void)
{
	struct epoll_event ev = { events(), { .u64 = rnd(3) } };
	int ep = set(), n = fd(), op = rnd(2) ? EPOLL_CTL_ADD : 1 + (int)rnd(3);

	ev.data.u64 |= (uint64_t)n << 32;
	printf("ctl %d op %d fd %d %x", ep, op, n, ev.events);
	show(epoll_ctl(ep, op, n, &ev));
}

static void ask(void)
{
	struct epoll_event ev[16];
	int ep = set(), n = epoll_wait(ep, ev, rnd(3) ? 1 + (int)rnd(4) : 16, 0);

	printf("wait %d: %d", ep, n);
	for (int i = 0; i < n; i++)
		printf(" [%x %llx]", ev[i].events, (unsigned long long)ev[i].data.u64);
}

static void ask_poll(void)
{
	struct pollfd p[4];

	for (int i = 0; i < 4; i++)
		p[i] = (struct pollfd){ rnd(8) ? fd() : -1, (short)(rnd(4) ? events() & 0x27ff : 0xffff),
					(short)rnd(65536) };
	show(poll(p, 4, 0));
	for (int i = 0; i < 4; i++)
		printf(" [%d %x]", p[i].fd, (unsigned short)p[i].revents);
}

static void ask_select(void)
{
	struct timeval now = { 0, 0 };
	fd_set set[3];
	int n;

	memset(set, 0, sizeof(set));
	for (int i = 0; i < 12; i++) {
		n = fd();
		if (fcntl(n, F_GETFD) >= 0)
			FD_SET(n, &set[rnd(3)]);
	}
	show(select(FIRST + FDS, &set[0], &set[1], &set[2], &now));
	for (n = FIRST; n < FIRST + FDS; n++)
		for (int i = 0; i < 3; i++)
			if (FD_ISSET(n, &set[i]))
				printf(" [%d in %d]", n, i);
}

static void move(void)
{
	static const unsigned sizes[] = { 1, 8, 8, 8, 100, 4096, 5000, 65536 };
	unsigned size = sizes[rnd(8)];
	int n = fd();

	memset(data, 0, 8);
	data[0] = (char)(1 + rnd(3));
	if (!rnd(8))
		memset(data + 1, 0xff, 7);
	if (rnd(2)) {
		printf("write %d %u", n, size);
		show(write(n, data, size));
	} else {
		printf("read %d %u", n, size);
		show(read(n, data, size));
	}
}

static void end(void)
{
	int n = fd(), how = (int)rnd(3);

	printf("end %d %d", n, how);
	if (rnd(2))
		show(close(n));
	else
		show(shutdown(n, how));
}

static void signal_it(void)
{
	struct timespec now = { 0, 0 };

	if (rnd(2))
		show(raise(rnd(2) ? SIGUSR1 : SIGRTMIN));
	else
		show(sigtimedwait(&signals, NULL, &now));
}

static void step(void)
{
	switch (rnd(16)) {
	case 0:
	case 1:
		create();
		break;
	case 2:
		end();
		break;
	case 3:
		show(dup2(fd(), fd()));
		break;
	case 4:
		signal_it();
		break;
	case 5:
		ask_poll();
		break;
	case 6:
		ask_select();
		break;
	case 7:
	case 8:
	case 9:
		change();
		break;
	case 10:
	case 11:
	case 12:
		move();
		break;
	default:
		ask();
	}
	printf("\n");
}

int main(int argc, char **argv)
{
	for (int i = 3; i < FIRST + FDS; i++)
		close(i); /* whoever runs this may have left some open */
	seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 0;
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	sigaddset(&signals, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGPIPE, SIG_IGN);
	for (int i = 0; i < STEPS; i++)
		step();
	return 0;
}
