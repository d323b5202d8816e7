/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What tests of terminals share: a pair, what comes out of it, other processes. */
#ifndef GUEST_TTY_H
#define GUEST_TTY_H

#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>

#include "guest.h"

static int master = -1, slave = -1;
static char slave_name[32];

/* A master, its slave unlocked but not open. */
static inline int open_master(int flags)
{
	int off = 0, n = -1;
	int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY | flags);

	if (fd < 0 || ioctl(fd, TIOCSPTLCK, &off) || ioctl(fd, TIOCGPTN, &n))
		return -1;
	snprintf(slave_name, sizeof(slave_name), "/dev/pts/%d", n);
	return fd;
}

static inline void open_pair(int flags)
{
	master = open_master(flags);
	slave = open(slave_name, O_RDWR | O_NOCTTY | flags);
	if (master < 0 || slave < 0) {
		printf("no pair: %s\n", guest_errno(errno));
		exit(1);
	}
}

static inline void close_pair(void)
{
	close(master);
	close(slave);
}

static inline void show_bytes(const char *what, const unsigned char *buf, ssize_t n)
{
	printf("%s: ", what);
	if (n < 0)
		printf("%s", guest_errno(errno));
	else
		printf("%zd <", n);
	for (ssize_t i = 0; i < n; i++)
		printf(buf[i] >= ' ' && buf[i] < 127 ? "%c" : "\\%03o", buf[i]);
	puts(n < 0 ? "" : ">");
	fflush(stdout);
}

static inline ssize_t show_read(const char *what, int fd, size_t size)
{
	unsigned char buf[8192];
	ssize_t n = read(fd, buf, size < sizeof(buf) ? size : sizeof(buf));

	show_bytes(what, buf, n);
	return n;
}

static inline void say(int fd, const char *text)
{
	ssize_t n = write(fd, text, strlen(text));

	if (n != (ssize_t)strlen(text))
		printf("wrote %zd of %zu: %s\n", n, strlen(text), guest_errno(errno));
}

static inline short events(int fd, int timeout)
{
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLPRI | POLLOUT | POLLRDHUP };

	poll(&p, 1, timeout);
	return p.revents;
}

/* For at most a while; natively it takes a little until the other side has got what was written. */
static inline int has_input(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, 10000) > 0 && (p.revents & POLLIN);
}

/* Until what was written has come to the other side, and its echo back: poll() waits for workers. */
static inline void settle_pair(void)
{
	events(slave, 0);
	events(master, 0);
}

static inline void show_events(const char *what, int fd)
{
	short e = events(fd, 0);

	printf("%s:%s%s%s%s%s\n", what, e & POLLIN ? " in" : "", e & POLLPRI ? " pri" : "",
	       e & POLLOUT ? " out" : "", e & POLLERR ? " err" : "", e & POLLHUP ? " hup" : "");
	fflush(stdout);
}

/* In a child of its own, whose end is shown. */
static inline void show_end(const char *what, pid_t pid)
{
	int status = 0;

	waitpid(pid, &status, 0);
	if (WIFEXITED(status))
		printf("%s: exit %d\n", what, WEXITSTATUS(status));
	else
		printf("%s: signal %d\n", what, WTERMSIG(status));
	fflush(stdout);
}

#define in_child(what)                                                \
	for (pid_t child_ = (fflush(stdout), fork()); child_ >= 0;    \
	     show_end(what, child_), child_ = -1)                     \
		if (!child_)                                          \
			for (;; fflush(stdout), _exit(0))

static inline void set_flags(tcflag_t local_on, tcflag_t local_off, int min, int time)
{
	struct termios t;

	tcgetattr(slave, &t);
	t.c_lflag = (t.c_lflag | local_on) & ~local_off;
	t.c_cc[VMIN] = (cc_t)min;
	t.c_cc[VTIME] = (cc_t)time;
	tcsetattr(slave, TCSANOW, &t);
}

#endif
