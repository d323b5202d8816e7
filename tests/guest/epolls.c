/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll: level, edge and one-shot, changes, sets in sets, time limits, what is refused. */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>

#include "guest.h"

static int p[2], e, ep;

static int ctl(int op, int fd, uint32_t events)
{
	struct epoll_event ev = { .events = events, .data.u64 = 0x1234567800000000ull | fd };

	return epoll_ctl(ep, op, fd, &ev);
}

static const char *name_of(uint64_t data)
{
	if (data >> 32 != 0x12345678)
		return "?";
	if ((int)data == p[0])
		return "read end";
	if ((int)data == p[1])
		return "write end";
	if ((int)data == e)
		return "eventfd";
	return "other";
}

/* Waits and prints what there is, in a fixed order. */
static void wait_for(const char *what, int max, int timeout)
{
	struct epoll_event ev[8];
	int n;

	errno = 0;
	n = epoll_wait(ep, ev, max, timeout);
	printf("%s: %d", what, n);
	if (n < 0)
		printf(" %s", guest_errno(errno));
	for (int i = 0; i < n; i++)
		printf(" [%s %#x]", name_of(ev[i].data.u64), ev[i].events);
	printf("\n");
}

static void add(uint64_t n)
{
	write(e, &n, 8);
}

static void take(void)
{
	uint64_t n;

	read(e, &n, 8);
}

static void refusals(void)
{
	struct epoll_event ev = { EPOLLIN, { 0 } };
	int file = open("epoll.tmp", O_RDWR | O_CREAT, 0600), dir = open(".", O_RDONLY);

	show(epoll_create(0));
	show(epoll_create1(1));
	show(ctl(EPOLL_CTL_ADD, file, EPOLLIN));
	show(ctl(EPOLL_CTL_ADD, dir, EPOLLIN));
	show(ctl(EPOLL_CTL_ADD, 999, EPOLLIN));
	show(ctl(EPOLL_CTL_ADD, ep, EPOLLIN));
	show(ctl(77, e, EPOLLIN));
	show(ctl(EPOLL_CTL_MOD, e, EPOLLIN));
	show(ctl(EPOLL_CTL_DEL, e, EPOLLIN));
	show(epoll_ctl(e, EPOLL_CTL_ADD, p[0], &ev));
	show(epoll_ctl(999, EPOLL_CTL_ADD, p[0], &ev));
	show(epoll_ctl(ep, EPOLL_CTL_ADD, e, NULL));
	show(epoll_ctl(ep, EPOLL_CTL_DEL, e, NULL));
	show(epoll_wait(ep, &ev, 0, 0));
	show(epoll_wait(ep, &ev, -1, 0));
	show(epoll_wait(e, &ev, 1, 0));
	show(epoll_wait(999, &ev, 1, 0));
	show(epoll_wait(ep, (void *)8, 1, 0));
	show(read(ep, &ev, 8));
	show(write(ep, &ev, 8));
	show(fcntl(ep, F_GETFD));
	unlink("epoll.tmp");
	close(file);
	close(dir);
}

static void level(void)
{
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN));
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN));
	wait_for("nothing", 8, 0);
	wait_for("nothing in time", 8, 2);
	add(1);
	wait_for("level", 8, -1);
	wait_for("level again", 8, 0);
	take();
	wait_for("taken", 8, 0);
	show(ctl(EPOLL_CTL_MOD, e, EPOLLIN | EPOLLOUT));
	wait_for("writable", 8, 0);
	show(ctl(EPOLL_CTL_MOD, e, 0));
	add(1);
	wait_for("asked for nothing", 8, 0);
	show(ctl(EPOLL_CTL_MOD, e, EPOLLIN));
	wait_for("asked again", 8, 0);
	take();
	show(ctl(EPOLL_CTL_DEL, e, 0));
	show(ctl(EPOLL_CTL_DEL, e, 0));
}

static void edge(void)
{
	show(ctl(EPOLL_CTL_ADD, p[0], EPOLLIN | EPOLLET));
	write(p[1], "abc", 3);
	wait_for("edge", 8, 0);
	wait_for("edge is over", 8, 0);
	write(p[1], "def", 3);
	wait_for("edge again", 8, 0);
	read(p[0], (char[8]){ 0 }, 2);
	wait_for("reading is no edge", 8, 0);
	show(ctl(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLET));
	wait_for("modified", 8, 0);
	show(ctl(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT));
	wait_for("one shot", 8, 0);
	write(p[1], "ghi", 3);
	wait_for("shot", 8, 0);
	show(ctl(EPOLL_CTL_MOD, p[0], EPOLLIN | EPOLLONESHOT));
	wait_for("armed again", 8, 0);
	show(ctl(EPOLL_CTL_DEL, p[0], 0));
	read(p[0], (char[16]){ 0 }, 16);
}

static void several(void)
{
	ctl(EPOLL_CTL_ADD, p[0], EPOLLIN);
	ctl(EPOLL_CTL_ADD, p[1], EPOLLOUT);
	ctl(EPOLL_CTL_ADD, e, EPOLLIN);
	write(p[1], "x", 1);
	add(1);
	wait_for("one at a time", 1, 0);
	wait_for("one at a time", 1, 0);
	wait_for("one at a time", 1, 0);
	wait_for("one at a time", 1, 0);
	wait_for("two", 2, 0);
	close(p[1]);
	wait_for("a closed one is gone", 8, 0);
	read(p[0], (char[8]){ 0 }, 8);
	take();
	wait_for("its other end hangs up", 8, 0);
	close(p[0]);
	wait_for("gone, too", 8, 0);
	pipe2(p, O_NONBLOCK);
	ctl(EPOLL_CTL_DEL, e, 0);
}

/* The item belongs to the open file: a duplicate keeps it alive. */
static void duplicates(void)
{
	int d = dup(e), d2;

	show(ctl(EPOLL_CTL_ADD, d, EPOLLIN));
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN));
	add(1);
	wait_for("both names", 8, 0);
	close(d);
	wait_for("one closed", 8, 0);
	take();
	show(ctl(EPOLL_CTL_DEL, d, 0));
	d2 = dup(e);
	show(d2 == d);
	show(ctl(EPOLL_CTL_DEL, d2, 0));
	close(d2);
	ctl(EPOLL_CTL_DEL, e, 0);
}

static void nested(void)
{
	int outer = epoll_create1(0), chain[8];
	struct epoll_event ev = { EPOLLIN, { .u64 = 7 } }, out;
	struct pollfd pf = { ep, POLLIN, 0 };

	ctl(EPOLL_CTL_ADD, e, EPOLLIN);
	show(poll(&pf, 1, 0));
	show(epoll_ctl(outer, EPOLL_CTL_ADD, ep, &ev));
	show(epoll_wait(outer, &out, 1, 0));
	add(1);
	show(poll(&pf, 1, 0));
	show(epoll_wait(outer, &out, 1, 0));
	printf("%#x %d\n", out.events, (int)out.data.u64);
	take();
	show(epoll_wait(outer, &out, 1, 0));
	show(poll(&pf, 1, 0));
	show(epoll_ctl(ep, EPOLL_CTL_ADD, outer, &ev));
	ctl(EPOLL_CTL_DEL, e, 0);
	close(outer);
	chain[0] = epoll_create1(0);
	for (int i = 1; i < 4; i++) {
		chain[i] = epoll_create1(0);
		show(epoll_ctl(chain[i], EPOLL_CTL_ADD, chain[i - 1], &ev));
	}
	show(epoll_ctl(chain[0], EPOLL_CTL_ADD, chain[3], &ev));
	show(epoll_ctl(chain[0], EPOLL_CTL_ADD, e, &ev));
	add(1);
	show(epoll_wait(chain[3], &out, 1, 0));
	take();
	show(epoll_wait(chain[3], &out, 1, 0));
	for (int i = 0; i < 4; i++)
		close(chain[i]);
}

static void exclusive(void)
{
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN | EPOLLEXCLUSIVE));
	show(ctl(EPOLL_CTL_MOD, e, EPOLLIN));
	show(ctl(EPOLL_CTL_DEL, e, 0));
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN | EPOLLEXCLUSIVE | EPOLLONESHOT));
	show(ctl(EPOLL_CTL_ADD, e, EPOLLIN));
	show(ctl(EPOLL_CTL_MOD, e, EPOLLIN | EPOLLEXCLUSIVE));
	show(ctl(EPOLL_CTL_DEL, e, 0));
}

static volatile int alarms;

static void on_alarm(int sig)
{
	(void)sig;
	alarms++;
}

static void limits(void)
{
	struct itimerval it = { { 0, 5000 }, { 0, 5000 } }; /* again, should one come too early */
	struct sigaction sa = { .sa_handler = on_alarm, .sa_flags = SA_RESTART };
	struct epoll_event ev;
	int64_t t[2] = { 0, 1000000 };
	sigset_t s;

	sigaction(SIGALRM, &sa, NULL);
	setitimer(ITIMER_REAL, &it, NULL);
	show(epoll_wait(ep, &ev, 1, -1));
	it = (struct itimerval){ 0 };
	setitimer(ITIMER_REAL, &it, NULL);
	sigemptyset(&s);
	sigaddset(&s, SIGALRM);
	alarms = 0;
	it.it_value.tv_usec = 2000;
	setitimer(ITIMER_REAL, &it, NULL);
	show(epoll_pwait(ep, &ev, 1, 10, &s));
	while (!alarms) /* it must not come into what follows */
		usleep(1000);
	show(raw(SYS_epoll_pwait, ep, (long)&ev, 1, 0, (long)&s, 7));
	show(raw(SYS_epoll_pwait, ep, (long)&ev, 1, 0, 8, 8));
	show(raw(441, ep, (long)&ev, 1, (long)t, 0, 0));
	t[1] = 1000000000;
	show(raw(441, ep, (long)&ev, 1, (long)t, 0, 0));
	show(raw(441, ep, (long)&ev, 1, 8, 0, 0));
}

static void faults(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct epoll_event *ev = (void *)(page + 4096 - 12);

	munmap(page + 4096, 4096);
	ctl(EPOLL_CTL_ADD, e, EPOLLIN);
	ctl(EPOLL_CTL_ADD, p[1], EPOLLOUT);
	add(1);
	show(epoll_wait(ep, ev, 2, 0));
	show(epoll_wait(ep, ev + 1, 2, 0));
	wait_for("nothing was lost", 8, 0);
	take();
}

/* Each write of a terminal's master is an edge for EPOLLOUT, and none for EPOLLWRNORM alone. */
static void edges_of_terminals(void)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY);

	show(ctl(EPOLL_CTL_ADD, master, EPOLLOUT | EPOLLWRNORM | EPOLLET));
	wait_for("a new terminal", 8, 0);
	wait_for("not again", 8, 0);
	show(write(master, "x", 1));
	wait_for("written to", 8, 0);
	show(ctl(EPOLL_CTL_MOD, master, EPOLLWRNORM | EPOLLET));
	wait_for("watched for less", 8, 0);
	show(write(master, "x", 1));
	wait_for("written to again", 8, 0);
	close(master);
}

/* A change that finds what waits to be reported already is no edge for who watches the set. */
static void nested_change(void)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLET };
	int outer = epoll_create1(0);

	show(ctl(EPOLL_CTL_ADD, p[1], EPOLLOUT));
	show(epoll_ctl(outer, EPOLL_CTL_ADD, ep, &ev));
	show(epoll_wait(outer, &ev, 1, 0));
	show(ctl(EPOLL_CTL_MOD, p[1], EPOLLOUT | EPOLLWRNORM));
	show(epoll_wait(outer, &ev, 1, 0));
	wait_for("taken", 8, 0);
	ev.events = EPOLLRDNORM | EPOLLET;
	show(epoll_ctl(outer, EPOLL_CTL_MOD, ep, &ev));
	show(epoll_wait(outer, &ev, 1, 0));
	show(ctl(EPOLL_CTL_ADD, e, EPOLLOUT));
	show(epoll_wait(outer, &ev, 1, 0));
	show(ctl(EPOLL_CTL_DEL, p[1], 0));
	show(ctl(EPOLL_CTL_DEL, e, 0));
	close(outer);
}

int main(void)
{
	ep = epoll_create1(EPOLL_CLOEXEC);
	pipe2(p, O_NONBLOCK);
	e = eventfd(0, EFD_NONBLOCK);
	refusals();
	level();
	edge();
	several();
	duplicates();
	nested();
	exclusive();
	edges_of_terminals();
	nested_change();
	limits();
	faults();
	return 0;
}
