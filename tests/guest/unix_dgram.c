/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX datagrams and sequenced packets in one process. */
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <linux/sockios.h>

#include "guest.h"

#define PATH offsetof(struct sockaddr_un, sun_path)

static char buf[400000];
static struct sockaddr_un un;
static int pipes;

static void on_pipe(int sig)
{
	(void)sig;
	pipes++;
}

#define OWN 11 /* of a name: abstract ones are everybody's, natively */

static socklen_t name(const char *text)
{
	memset(&un, 0, sizeof(un));
	un.sun_family = AF_UNIX;
	return PATH + 1 + sprintf(un.sun_path + 1, "%s%0*d", text, OWN, getpid());
}

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT | POLLRDHUP, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static int queued(int fd, unsigned long cmd)
{
	int n = -1;

	return ioctl(fd, cmd, &n) ? -errno : n;
}

#define state(fd) \
	printf("  %s: ready %#x in %d out %d\n", #fd, ready(fd), queued(fd, SIOCINQ), queued(fd, SIOCOUTQ))

static int sock(const char *text)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	if (text)
		show(bind(fd, (void *)&un, name(text)));
	return fd;
}

static void pairs(int type)
{
	struct msghdr m = { 0 };
	struct iovec v[2] = { { buf, 2 }, { buf + 100, 2 } };
	int s[2];

	printf("--- type %d\n", type);
	show(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
	state(s[0]);
	show(send(s[0], "first", 5, 0));
	show(send(s[0], "", 0, 0));
	show(send(s[0], "third one", 9, MSG_EOR));
	state(s[0]);
	state(s[1]);
	show(recv(s[1], buf, 3, MSG_PEEK));
	show(recv(s[1], buf, 3, MSG_PEEK | MSG_TRUNC));
	show(recv(s[1], buf, 3, 0));
	show(recv(s[1], buf, 3, 0));
	m.msg_iov = v;
	m.msg_iovlen = 2;
	show(recvmsg(s[1], &m, MSG_TRUNC));
	printf("flags %#x\n", m.msg_flags);
	show(recv(s[1], buf, 3, 0));
	show(send(s[0], "x", 1, MSG_OOB));
	show(recv(s[0], buf, 1, MSG_OOB));
	show(write(s[0], (void *)8, 1));
	show(write(s[0], "abc", 3));
	show(read(s[1], (void *)8, 3));
	show(read(s[1], buf, 3));
	show(read(s[1], buf, 0));
	show(recv(s[1], buf, 0, 0));
	show(send(s[0], buf, 212960, 0));
	show(send(s[0], buf, 212961, 0));
	show(send(s[0], buf, 1, 0));
	show(recv(s[1], buf, sizeof(buf), 0));
	show(shutdown(s[0], SHUT_WR));
	state(s[0]);
	state(s[1]);
	show(send(s[0], "x", 1, 0));
	show(recv(s[1], buf, 1, 0));
	show(send(s[1], "x", 1, 0));
	show(shutdown(s[0], SHUT_RD));
	state(s[0]);
	state(s[1]);
	show(send(s[1], "x", 1, 0));
	show(recv(s[0], buf, 1, 0));
	show(recv(s[0], buf, 1, 0));
	show(send(s[1], "unread", 6, 0));
	close(s[0]);
	state(s[1]);
	show(send(s[1], "x", 1, 0));
	show(send(s[1], "x", 1, 0));
	show(recv(s[1], buf, 1, 0));
	show(getpeername(s[1], (void *)buf, &(socklen_t){ 10 }));
	state(s[1]);
	close(s[1]);
	printf("%d SIGPIPE\n", pipes);
	show(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
	show(send(s[1], "unread", 6, 0));
	close(s[0]);
	state(s[1]);
	show(recv(s[1], buf, 1, 0));
	show(recv(s[1], buf, 1, 0));
	show(send(s[1], "x", 1, 0));
	show(send(s[1], "x", 1, 0));
	close(s[1]);
}

static void from(int fd)
{
	struct sockaddr_un a;
	socklen_t len = sizeof(a);
	int n = recvfrom(fd, buf, 100, 0, (void *)&a, &len);

	if (n < 0)
		printf("  from: %s\n", guest_errno(errno));
	else
		printf("  %d bytes '%.*s' from %d '%.*s'\n", n, n, buf, len,
		       len > 3 ? (int)(len - 3 - OWN) : 0, len > 3 ? a.sun_path + 1 : "");
}

static void addressed(void)
{
	int a = sock("box a"), b = sock("box b"), c = sock(NULL), d;

	show(send(c, "x", 1, 0));
	show(recv(c, buf, 1, 0));
	show(sendto(c, "nameless", 8, 0, (void *)&un, name("box a")));
	show(sendto(b, "from b", 6, 0, (void *)&un, name("box a")));
	show(sendto(b, "", 0, 0, (void *)&un, name("box a")));
	from(a);
	from(a);
	from(a);
	from(a);
	show(sendto(c, "x", 1, 0, (void *)&un, name("nobody")));
	show(sendto(c, "x", 1, 0, (void *)&un, 1));
	show(sendto(c, "x", 1, 0, (void *)8, 10));
	show(sendto(c, "x", 1, 0, (void *)&un, 200));
	show(connect(c, (void *)&un, name("box a")));
	show(send(c, "to a", 4, 0));
	show(sendto(c, "to b", 4, 0, (void *)&un, name("box b")));
	from(a);
	from(b);
	/* Whoever is connected hears its peer only. */
	show(connect(a, (void *)&un, name("box b")));
	show(send(c, "unheard", 7, 0));
	show(sendto(b, "heard", 5, 0, (void *)&un, name("box a")));
	from(a);
	show(connect(c, (void *)&un, name("box a")));
	show(connect(b, (void *)&un, name("box a")));
	show(connect(b, (void *)&un, name("box b")));
	show(send(b, "self", 4, 0));
	from(b);
	state(a);
	un.sun_family = AF_UNSPEC;
	show(connect(a, (void *)&un, 2));
	show(send(a, "x", 1, 0));
	/* A peer that ends, with and without mail from it. */
	d = sock("box d");
	show(connect(c, (void *)&un, name("box d")));
	show(connect(d, (void *)&un, name("box a")));
	show(connect(a, (void *)&un, name("box d")));
	show(send(d, "last", 4, 0));
	close(d);
	state(c);
	show(send(c, "x", 1, 0));
	show(send(c, "x", 1, 0));
	state(a);
	show(send(a, "x", 1, 0));
	from(a);
	from(a);
	close(a);
	close(b);
	close(c);
}

/* A queue takes so many; the others wait, and are told by poll. */
static void crowded(void)
{
	int box = sock("crowd"), c = sock(NULL), d = sock(NULL), n = 0;

	connect(c, (void *)&un, name("crowd"));
	while (send(c, "x", 1, 0) == 1)
		n++;
	printf("%d fit: %s\n", n, guest_errno(errno));
	show(sendto(d, "x", 1, 0, (void *)&un, name("crowd")));
	state(c);
	state(d);
	from(box);
	state(c);
	show(send(c, "y", 1, 0));
	show(send(c, "y", 1, 0));
	while (recv(box, buf, 1, 0) == 1)
		n--;
	printf("%d\n", n);
	close(box);
	close(c);
	close(d);
}

static void reconnect(void)
{
	int a = sock("r1"), b = sock("r2");

	show(connect(a, (void *)&un, name("r2")));
	show(connect(b, (void *)&un, name("r1")));
	show(send(a, "for b", 5, 0));
	show(connect(b, (void *)&un, name("r2")));
	state(b);
	state(a);
	show(send(a, "x", 1, 0));
	show(send(a, "x", 1, 0));
	from(b);
	close(a);
	close(b);
}

/* Whether it has anybody to send to is asked after all else. */
static void nobody(void)
{
	int s = socket(AF_UNIX, SOCK_DGRAM, 0), small = 0;

	setsockopt(s, SOL_SOCKET, SO_SNDBUF, &small, sizeof(small));
	show(send(s, (void *)8, 1, 0));
	show(send(s, buf, sizeof(buf), 0));
	show(send(s, buf, 1, 0));
	show(shutdown(s, SHUT_WR));
	show(send(s, buf, 1, 0));
	show(send(s, buf, sizeof(buf), 0));
	close(s);
}

int main(void)
{
	signal(SIGPIPE, on_pipe);
	pairs(SOCK_DGRAM);
	pairs(SOCK_SEQPACKET);
	addressed();
	crowded();
	reconnect();
	nobody();
	return 0;
}
