/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Processes that obey orders: what they do with terminals, sessions, groups and signals. Orders and
 * answers stand in shared memory, pipes wake; who is stopped in the midst of an order answers
 * later.
 */
#ifndef GUEST_TTY_SESSION_ACTORS_H
#define GUEST_TTY_SESSION_ACTORS_H

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <termios.h>

#include "guest.h"

#define ACTORS 60 /* over all of the run */
#define TTYS 3
#define FDS 4 /* terminals that one has open */

enum order {
	OPEN,
	OPEN_NOCTTY,
	OPEN_TTY,
	CLOSE,
	SCTTY,
	STEAL,
	NOTTY,
	SPGRP,
	GPGRP,
	GSID,
	READ,
	PENDING,
	WRITE,
	SET,
	DRAIN,
	FLUSH,
	FLOW,
	BREAK,
	TOSTOP_ON,
	TOSTOP_OFF,
	SETSID,
	SETPGID,
	FORK,
	EXIT,
	KILL,
	KILL_GROUP,
	IGNORE,
	CATCH,
	CATCH_RESTART,
	DEFAULT,
	BLOCK,
	UNBLOCK,
	WAIT,
	VHANGUP,
	HANGUP,
	POLL,
	ASYNC,
	OWNER,
	WINSIZE,
	ORDERS
};

static const char *const order_name[] = {
	"open",		 "open_noctty", "open_tty", "close",   "sctty",	     "steal",	   "notty",
	"spgrp",	 "gpgrp",	"gsid",	    "read",    "pending",    "write",	   "set",
	"drain",	 "flush",	"flow",	    "break",   "tostop_on",  "tostop_off", "setsid",
	"setpgid",	 "fork",	"exit",	    "kill",    "kill_group", "ignore",	   "catch",
	"catch_restart", "default",	"block",    "unblock", "wait",	     "vhangup",	   "hangup",
	"poll",		 "async",	"owner",    "winsize"
};

struct actor {
	pid_t pid;
	int order, a, b;	  /* for him */
	int wake[2];		  /* a pipe */
	volatile bool busy;	  /* has an order and did not answer */
	long result;		  /* or -errno */
	int tty_fd[FDS];	  /* -1: none */
	int pid_result;		  /* of those that give a pid */
	char text[80];		  /* what was read */
	volatile uint64_t caught; /* signals, since they were shown */
};

static struct shared {
	int pts[TTYS]; /* N of /dev/pts/N */
	struct actor actor[ACTORS];
} * shared;

static struct actor *me;

static void obey(void);

static void on_signal(int sig)
{
	me->caught |= 1ull << sig;
}

static void be(int number)
{
	const struct actor *parent = me;

	me = &shared->actor[number];
	if (parent)
		memcpy(me->tty_fd, parent->tty_fd, sizeof(me->tty_fd));
	else
		memset(me->tty_fd, -1, sizeof(me->tty_fd));
	me->pid = getpid();
	me->busy = false;
	for (;;)
		obey();
}

static int action(int sig, void (*handler)(int), int flags)
{
	struct sigaction sa = { .sa_handler = handler, .sa_flags = flags };

	return sigaction(sig, &sa, NULL);
}

static int open_slave(int tty, int flags)
{
	char name[32];

	snprintf(name, sizeof(name), "/dev/pts/%d", shared->pts[tty]);
	return open(name, O_RDWR | flags);
}

static long keep(int fd)
{
	if (fd < 0)
		return -1;
	for (int i = 0; i < FDS; i++)
		if (me->tty_fd[i] < 0) {
			me->tty_fd[i] = fd;
			return i;
		}
	close(fd);
	return 100;
}

static long change(int fd, tcflag_t on, tcflag_t off, int when)
{
	struct termios t;

	if (tcgetattr(fd, &t))
		return -1;
	t.c_lflag = (t.c_lflag | on) & ~off;
	return tcsetattr(fd, when, &t);
}

static long mask(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	return sigprocmask(how, &set, NULL);
}

static long wait_for(int who)
{
	int status = -1;
	pid_t pid = waitpid(who < 0 ? -1 : shared->actor[who].pid, &status,
			    WNOHANG | WUNTRACED | WCONTINUED);

	if (pid <= 0)
		return pid;
	me->pid_result = pid;
	return status;
}

static long make(int number)
{
	pid_t pid = fork();

	if (!pid)
		be(number);
	return pid > 0 ? 0 : -1;
}

static long get_id(int fd, unsigned long cmd)
{
	pid_t id = -1;
	int err = ioctl(fd, cmd, &id);

	if (!err)
		me->pid_result = id;
	return err;
}

static long read_line(int fd)
{
	char buf[40];
	ssize_t n = read(fd, buf, sizeof(buf) - 1);

	if (n > 0)
		for (ssize_t i = 0; i < n; i++)
			snprintf(me->text + strlen(me->text), 8, buf[i] > ' ' ? "%c" : "\\%o",
				 buf[i]);
	return n;
}

static long pending(int fd)
{
	int n = -1;

	return ioctl(fd, FIONREAD, &n) ? -1 : n;
}

static long poll_it(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN | POLLOUT | POLLPRI };

	return poll(&p, 1, 0) < 0 ? -1 : p.revents;
}

static long resize(int fd, int size)
{
	struct winsize w = { (unsigned short)size, 80, 0, 0 };

	return ioctl(fd, TIOCSWINSZ, &w);
}

static long get_owner(int fd)
{
	int owner = fcntl(fd, F_GETOWN);

	if (owner == -1 && errno)
		return -1;
	me->pid_result = abs(owner);
	return owner < 0 ? 2 : owner > 0;
}

/* What is done with terminals that are open or to be opened. -2: none of these. */
static long use_tty(int order, int a, int fd, int b)
{
	switch (order) {
	case OPEN:
		return keep(open_slave(a, 0));
	case OPEN_NOCTTY:
		return keep(open_slave(a, O_NOCTTY));
	case OPEN_TTY:
		return keep(open("/dev/tty", O_RDWR));
	case CLOSE:
		me->tty_fd[a] = -1;
		return close(fd);
	case READ:
		return read_line(fd);
	case PENDING:
		return pending(fd);
	case POLL:
		return poll_it(fd);
	case WRITE:
		return write(fd, "w\n", 2);
	case SET:
		return change(fd, 0, 0, b);
	case TOSTOP_ON:
		return change(fd, TOSTOP, 0, TCSANOW);
	case TOSTOP_OFF:
		return change(fd, 0, TOSTOP, TCSANOW);
	case DRAIN:
		return tcdrain(fd);
	case FLUSH:
		return tcflush(fd, b);
	case FLOW:
		return tcflow(fd, TCOON);
	case BREAK:
		return tcsendbreak(fd, 0);
	case WINSIZE:
		return resize(fd, b);
	case ASYNC:
		return fcntl(fd, F_SETFL, O_RDWR | (b ? O_ASYNC : 0));
	case OWNER:
		return get_owner(fd);
	}
	return -2;
}

/* Who has a terminal, and who is in front. */
static long control_tty(int order, int fd, pid_t group)
{
	switch (order) {
	case SCTTY:
		return ioctl(fd, TIOCSCTTY, 0);
	case STEAL:
		return ioctl(fd, TIOCSCTTY, 1);
	case NOTTY:
		return ioctl(fd, TIOCNOTTY, 0);
	case SPGRP:
		return tcsetpgrp(fd, group);
	case GPGRP:
		return get_id(fd, TIOCGPGRP);
	case GSID:
		return get_id(fd, TIOCGSID);
	case VHANGUP:
		return vhangup();
	case HANGUP:
		return ioctl(fd, TIOCVHANGUP, 0);
	}
	return -2;
}

static long live(int order, int a, pid_t group)
{
	switch (order) {
	case SETSID:
		return setsid() < 0 ? -1 : 0;
	case SETPGID:
		return setpgid(a < 0 ? 0 : shared->actor[a].pid, group);
	case FORK:
		return make(a);
	case EXIT:
		_exit(a);
	case WAIT:
		return wait_for(a);
	}
	return -2;
}

static long use_signal(int order, int sig, pid_t group)
{
	switch (order) {
	case KILL:
		return kill(group, sig);
	case KILL_GROUP:
		return kill(-group, sig);
	case IGNORE:
		return action(sig, SIG_IGN, 0);
	case CATCH:
		return action(sig, on_signal, 0);
	case CATCH_RESTART:
		return action(sig, on_signal, SA_RESTART);
	case DEFAULT:
		return action(sig, SIG_DFL, 0);
	case BLOCK:
		return mask(SIG_BLOCK, sig);
	default:
		return mask(SIG_UNBLOCK, sig);
	}
}

static long carry_out(int order, int a, int b)
{
	int fd = a >= 0 && a < FDS ? me->tty_fd[a] : -1;
	pid_t group = b >= 0 && b < ACTORS ? shared->actor[b].pid : 0;
	long result = use_tty(order, a, fd, b);

	if (result == -2)
		result = control_tty(order, fd, group);
	if (result == -2)
		result = live(order, a, group);
	return result == -2 ? use_signal(order, a, group) : result;
}

/* One order. */
static void obey(void)
{
	long result;
	ssize_t n;
	char c;

	while ((n = read(me->wake[0], &c, 1)) != 1)
		if (!n) /* whose orders they are is dead */
			_exit(1);
	me->pid_result = -2;
	me->text[0] = 0;
	errno = 0;
	result = carry_out(me->order, me->a, me->b);
	me->result = result == -1 && errno ? -errno : result;
	me->busy = false;
}

#endif
