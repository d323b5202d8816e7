/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors over AF_UNIX: what arrives, what is cut, what is refused, and cycles that must end. */
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "guest.h"

static char buf[1000];
static union {
	struct cmsghdr align;
	char c[4000];
} ctl;
static struct msghdr m;
static struct iovec iov;

static void message(int bytes)
{
	memset(&m, 0, sizeof(m));
	iov.iov_base = buf;
	iov.iov_len = bytes;
	m.msg_iov = &iov;
	m.msg_iovlen = 1;
}

/* A message with n descriptors in its control, all fd. */
static void carry(int bytes, int fd, int n)
{
	struct cmsghdr *c;

	message(bytes);
	memset(&ctl, 0, sizeof(ctl));
	m.msg_control = ctl.c;
	m.msg_controllen = CMSG_SPACE(n * sizeof(int));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(n * sizeof(int));
	for (int i = 0; i < n; i++)
		memcpy(CMSG_DATA(c) + i * sizeof(int), &fd, sizeof(int));
}

static int before; /* descriptors at the start: whoever runs the tests may have left some open */

static int count_fds(void)
{
	int n = -before;

	for (int fd = 0; fd < 600; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* Receives into a control of that size; closes what came. */
static void take(int s, int bytes, int room, int flags)
{
	struct cmsghdr *c;
	int n;

	message(bytes);
	memset(&ctl, 0x55, sizeof(ctl));
	m.msg_control = room ? ctl.c : NULL;
	m.msg_controllen = room;
	errno = 0;
	n = recvmsg(s, &m, flags | MSG_DONTWAIT);
	if (n < 0) {
		printf("  take: %s\n", guest_errno(errno));
		return;
	}
	printf("  %d bytes, flags %#x, control -%d:", n, m.msg_flags, room - (int)m.msg_controllen);
	for (c = CMSG_FIRSTHDR(&m); room && c; c = CMSG_NXTHDR(&m, c)) {
		int fds = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);

		printf(" [%d %d %d fds", c->cmsg_level, c->cmsg_type, fds);
		for (int i = 0; i < fds && c->cmsg_type == SCM_RIGHTS; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(int));
			if (!i)
				printf(" cloexec %d", fcntl(fd, F_GETFD));
			close(fd);
		}
		printf("]");
		if (c->cmsg_len < CMSG_LEN(0) || fds > 253)
			break;
	}
	printf(" open %d\n", count_fds());
}

static void simple(int type)
{
	struct stat a, b;
	int s[2], f = open("file", O_RDWR | O_CREAT, 0600), got;

	printf("--- type %d\n", type);
	show(socketpair(AF_UNIX, type, 0, s));
	carry(3, f, 1);
	show(sendmsg(s[0], &m, 0));
	carry(3, f, 1);
	show(recvmsg(s[1], &m, 0));
	memcpy(&got, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(int));
	fstat(f, &a);
	fstat(got, &b);
	printf("same %d\n", a.st_ino == b.st_ino && got != f);
	show(write(got, "shared", 6));
	show(lseek(f, 0, SEEK_CUR));
	close(got);
	carry(2, f, 3);
	show(sendmsg(s[0], &m, 0));
	take(s[1], 10, sizeof(ctl), MSG_CMSG_CLOEXEC);
	carry(2, f, 253);
	show(sendmsg(s[0], &m, 0));
	take(s[1], 10, sizeof(ctl), MSG_PEEK);
	take(s[1], 10, sizeof(ctl), 0);
	carry(2, f, 254);
	show(sendmsg(s[0], &m, 0));
	/* Too little room for them. */
	for (int room = 0; room <= 40; room += 4) {
		carry(2, f, 3);
		show(sendmsg(s[0], &m, 0));
		printf("room %d\n", room);
		take(s[1], 10, room, 0);
	}
	/* Without bytes. */
	carry(0, f, 1);
	show(sendmsg(s[0], &m, 0));
	take(s[1], 10, sizeof(ctl), 0);
	/* Read without a look at the control. */
	carry(4, f, 2);
	show(sendmsg(s[0], &m, 0));
	show(read(s[1], buf, 2));
	show(recv(s[1], buf, 2, MSG_DONTWAIT));
	printf("open %d\n", count_fds());
	/* No descriptor to be had. */
	carry(4, f, 5);
	show(sendmsg(s[0], &m, 0));
	{
		struct rlimit r, few;

		getrlimit(RLIMIT_NOFILE, &r);
		few = r;
		few.rlim_cur = 8;
		setrlimit(RLIMIT_NOFILE, &few);
		take(s[1], 10, sizeof(ctl), 0);
		setrlimit(RLIMIT_NOFILE, &r);
	}
	/* Closed before it is received. */
	carry(4, f, 2);
	show(sendmsg(s[0], &m, 0));
	close(f);
	unlink("file");
	take(s[1], 10, sizeof(ctl), 0);
	close(s[0]);
	close(s[1]);
}

static void boundaries(void)
{
	int s[2], f = open("/dev/null", O_RDWR);

	show(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
	show(write(s[0], "aaaa", 4));
	carry(4, f, 1);
	show(sendmsg(s[0], &m, 0));
	show(write(s[0], "bbbb", 4));
	carry(4, f, 2);
	show(sendmsg(s[0], &m, 0));
	show(write(s[0], "cccc", 4));
	take(s[1], 100, sizeof(ctl), MSG_PEEK);
	take(s[1], 100, sizeof(ctl), 0);
	take(s[1], 2, sizeof(ctl), 0);
	take(s[1], 100, sizeof(ctl), 0);
	take(s[1], 100, sizeof(ctl), 0);
	take(s[1], 100, sizeof(ctl), 0);
	close(s[0]);
	close(s[1]);
	close(f);
}

static void refused(void)
{
	struct cmsghdr *c;
	int s[2], f = open("/dev/null", O_RDWR), path = open("/", O_PATH);

	show(socketpair(AF_UNIX, SOCK_DGRAM, 0, s));
	carry(1, 999, 1);
	show(sendmsg(s[0], &m, 0));
	carry(1, -1, 1);
	show(sendmsg(s[0], &m, 0));
	carry(1, path, 1);
	show(sendmsg(s[0], &m, 0));
	take(s[1], 1, sizeof(ctl), 0);
	carry(1, f, 1);
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_type = 77;
	show(sendmsg(s[0], &m, 0));
	c->cmsg_type = 4; /* SCM_PIDFD */
	show(sendmsg(s[0], &m, 0));
	c->cmsg_level = 77;
	show(sendmsg(s[0], &m, 0));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(0);
	show(sendmsg(s[0], &m, 0));
	c->cmsg_len = CMSG_LEN(3);
	show(sendmsg(s[0], &m, 0));
	c->cmsg_len = CMSG_LEN(0) - 1;
	show(sendmsg(s[0], &m, 0));
	c->cmsg_len = 0;
	show(sendmsg(s[0], &m, 0));
	c->cmsg_len = 1000;
	show(sendmsg(s[0], &m, 0));
	c->cmsg_len = (size_t)-1;
	show(sendmsg(s[0], &m, 0));
	carry(1, f, 1);
	m.msg_controllen = CMSG_LEN(sizeof(int)) - 1;
	show(sendmsg(s[0], &m, 0));
	m.msg_controllen = sizeof(struct cmsghdr) - 1;
	show(sendmsg(s[0], &m, 0));
	m.msg_controllen = 1;
	show(sendmsg(s[0], &m, 0));
	carry(1, f, 1);
	m.msg_control = (void *)8;
	show(sendmsg(s[0], &m, 0));
	m.msg_control = NULL;
	show(sendmsg(s[0], &m, 0));
	m.msg_controllen = 1u << 31;
	show(sendmsg(s[0], &m, 0));
	m.msg_controllen = 200000;
	show(sendmsg(s[0], &m, 0));
	while (recv(s[1], buf, 10, MSG_DONTWAIT) >= 0)
		;
	/* A receiver's control that faults: the descriptor is closed again. */
	carry(1, f, 1);
	show(sendmsg(s[0], &m, 0));
	message(1);
	m.msg_control = (void *)8;
	m.msg_controllen = 100;
	show(recvmsg(s[1], &m, 0));
	printf("flags %#x open %d\n", m.msg_flags, count_fds());
	/* Two headers in one control add up. */
	carry(1, f, 2);
	m.msg_controllen = 2 * CMSG_SPACE(8);
	memcpy(ctl.c + CMSG_SPACE(8), ctl.c, CMSG_SPACE(8));
	show(sendmsg(s[0], &m, 0));
	take(s[1], 1, sizeof(ctl), 0);
	close(f);
	close(path);
	close(s[0]);
	close(s[1]);
}

/* Sends fd over over, and forgets both. */
static void give(int over, int fd)
{
	carry(1, fd, 1);
	if (sendmsg(over, &m, MSG_DONTWAIT) != 1)
		printf("give: %s\n", guest_errno(errno));
}

/* Does the pipe end? Linux looks for cycles when another socket is closed, in the background. */
static int hang_up(int fd)
{
	struct pollfd p = { fd, POLLIN, 0 };

	for (int i = 0; i < 100 && !poll(&p, 1, 20); i++)
		close(socket(AF_UNIX, SOCK_STREAM, 0));
	return p.revents;
}

static void cycles(void)
{
	int s[2], t[2], p[2], end[2];

	/* A pipe's end travels in each cycle: when the cycle ends, the pipe does. */
	for (int shape = 0; shape < 5; shape++) {
		pipe(p);
		socketpair(AF_UNIX, shape & 1 ? SOCK_DGRAM : SOCK_STREAM, 0, s);
		socketpair(AF_UNIX, SOCK_STREAM, 0, t);
		socketpair(AF_UNIX, SOCK_STREAM, 0, end);
		give(s[0], p[1]);
		switch (shape) {
		case 0: /* each carries itself */
		case 1:
			give(s[0], s[1]);
			give(s[1], s[0]);
			break;
		case 2: /* over another pair */
			give(s[0], t[0]);
			give(t[1], s[1]);
			break;
		case 3: /* one that is still open holds the rest */
			give(s[0], s[1]);
			give(end[0], s[1]);
			break;
		case 4: /* many times the same */
			for (int i = 0; i < 20; i++) {
				give(s[0], s[1]);
				give(t[0], s[1]);
				give(s[0], t[1]);
			}
		}
		close(p[1]);
		close(s[0]);
		close(s[1]);
		close(t[0]);
		close(t[1]);
		if (shape == 3)
			show(poll(&(struct pollfd){ p[0], POLLIN, 0 }, 1, 20));
		else
			printf("shape %d: hang-up %#x\n", shape, hang_up(p[0]));
		close(end[0]);
		close(end[1]);
		printf("shape %d: hang-up %#x\n", shape, hang_up(p[0]));
		close(p[0]);
	}
	printf("open %d\n", count_fds());
}

/* A listener that carries itself in a connection nobody accepts. */
static void embryo_cycle(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "embryo" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0), p[2];
	pipe(p);
	show(bind(l, (void *)&a, sizeof(a)));
	show(listen(l, 5));
	show(connect(c, (void *)&a, sizeof(a)));
	give(c, l);
	give(c, p[1]);
	close(p[1]);
	close(l);
	close(c);
	printf("hang-up %#x\n", hang_up(p[0]));
	close(p[0]);
	c = socket(AF_UNIX, SOCK_STREAM, 0);
	show(connect(c, (void *)&a, sizeof(a)));
	close(c);
	unlink("embryo");
}

/* A chain, each in the queue of the one before: its end must not need a stack of that depth. */
static void chain(void)
{
	int s[2], last = -1, p[2], i;
	pipe(p);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	give(s[0], p[1]);
	close(p[1]);
	close(s[0]);
	last = s[1];
	for (i = 0; i < 1500; i++) {
		socketpair(AF_UNIX, SOCK_STREAM, 0, s);
		carry(1, last, 1);
		if (sendmsg(s[0], &m, 0) != 1)
			break;
		close(s[0]);
		close(last);
		last = s[1];
	}
	printf("a chain of %d\n", i);
	close(last);
	printf("hang-up %#x\n", hang_up(p[0]));
	close(p[0]);
}

/* A user without rights has as many on their way as it may have open, and one message more. */
static void bounded(void)
{
	struct rlimit few = { 40, 40 };
	int s[2], n = 0, null = open("/dev/null", O_RDWR);
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		/* A user of our own: natively others may have some on their way. */
		if (setgid(54321) || setuid(2000000 + getpid()))
			_exit(1);
		setrlimit(RLIMIT_NOFILE, &few);
		socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
		for (int i = 0; i < 10; i++) {
			carry(1, null, 10);
			errno = 0;
			if (sendmsg(s[0], &m, MSG_DONTWAIT) != 1)
				break;
			n += 10;
		}
		printf("%d, then %s\n", n, guest_errno(errno));
		recv(s[1], buf, 1, 0);
		carry(1, null, 10);
		guest_show("after a receive", sendmsg(s[0], &m, MSG_DONTWAIT));
		fflush(stdout);
		_exit(0);
	}
	show(waitpid(pid, NULL, 0) == pid);
	close(null);
}

int main(void)
{
	before = count_fds();
	simple(SOCK_STREAM);
	simple(SOCK_DGRAM);
	simple(SOCK_SEQPACKET);
	boundaries();
	refused();
	cycles();
	embryo_cycle();
	chain();
	bounded();
	return 0;
}
