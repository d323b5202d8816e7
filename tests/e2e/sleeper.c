// SPDX-License-Identifier: GPL-2.0-or-later
// sleeper HOW: sleeps for ever in one of several ways; tests/e2e/deadlock looks at what ring3 says.
#include <fcntl.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

static int ends[2];
static uint32_t word = 7;

static void in_fifo(void)
{
	mkfifo("/tmp/fifo", 0600);
	open("/tmp/fifo", O_RDONLY);
}

static void in_epoll(void)
{
	struct epoll_event ev = { .events = EPOLLIN };
	int ep = epoll_create1(0);

	epoll_ctl(ep, EPOLL_CTL_ADD, ends[0], &ev);
	epoll_wait(ep, &ev, 1, -1);
}

static void in_accept(void)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	bind(s, (struct sockaddr *)&sa, sizeof(sa.sun_family));
	listen(s, 1);
	accept(s, NULL, NULL);
}

static void in_select(void)
{
	fd_set in;

	FD_ZERO(&in);
	FD_SET(ends[0], &in);
#ifdef __i386__
	syscall(SYS_select, (uint32_t[]){ 8, (uint32_t)&in, 0, 0, 0 });
#else
	syscall(SYS_select, 8, &in, NULL, NULL, NULL);
#endif
}

static void with_pidfd(void)
{
	pid_t child = fork();
	struct pollfd p = { .events = POLLIN };

	if (!child)
		pause();
	p.fd = (int)syscall(SYS_pidfd_open, child, 0);
	poll(&p, 1, -1);
}

static void in_waitv(void)
{
	struct {
		uint64_t val, uaddr;
		uint32_t flags, reserved;
	} w = { 7, (uintptr_t)&word, 2, 0 };

	syscall(449, &w, 1, 0, NULL, 0);
}

static void in_lock_pi(void)
{
	word = (uint32_t)fork();
	if (!word)
		pause();
	syscall(SYS_futex, &word, FUTEX_LOCK_PI, 0, NULL, NULL, 0);
}

static void *pausing(void *arg)
{
	pause();
	return arg;
}

static void without_leader(void)
{
	pthread_t t;

	pthread_create(&t, NULL, pausing, NULL);
	syscall(SYS_exit, 0);
}

static void in_vfork(void)
{
	if (!vfork())
		pause();
}

static const struct {
	const char *name;
	void (*sleep)(void);
} ways[] = {
	{ "fifo", in_fifo },	 { "epoll", in_epoll }, { "accept", in_accept },
	{ "select", in_select }, { "pidfd", with_pidfd }, { "waitv", in_waitv },
	{ "pi", in_lock_pi },	 { "leader", without_leader }, { "vfork", in_vfork },
};

int main(int argc, char **argv)
{
	if (argc != 2 || pipe(ends))
		return 1;
	for (unsigned i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (!strcmp(ways[i].name, argv[1]))
			ways[i].sleep();
	return 2; /* nothing should have woken it */
}
