/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX among processes: who waits, who is woken, who is interrupted or killed while others wait. */
#include <poll.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

#include "sleepers.h"

static char buf[100000];
static int s[2], listener;
static struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "server" };
static const socklen_t un_len = offsetof(struct sockaddr_un, sun_path) + 7;

static int read_one(void)
{
	errno = 0; /* for the end, which is no error */
	return recv(s[1], buf, 1, 0) == 1 ? buf[0] : errno;
}

static int write_one(void)
{
	return send(s[0], "w", 1, MSG_NOSIGNAL) == 1 ? 0 : errno;
}

static int read_loud(void)
{
	int n = recv(s[1], buf, 1, 0);

	printf("child: recv %d %s\n", n, n < 0 ? guest_errno(errno) : "");
	return 0;
}

static void fill(int fd)
{
	while (send(fd, buf, 1000, MSG_DONTWAIT) > 0)
		;
	while (send(fd, buf, 1, MSG_DONTWAIT) > 0)
		;
}

static void drain(int fd)
{
	while (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0)
		;
}

/* A reader that sleeps: woken, at the end, killed, interrupted. */
static void readers(int type)
{
	pid_t a, b, c;

	printf("--- readers, type %d\n", type);
	socketpair(AF_UNIX, type, 0, s);
	a = spawn_asleep(read_one);
	show(send(s[0], "a", 1, 0));
	reap("woken", a);

	a = spawn_asleep(read_one);
	kill(a, SIGKILL);
	reap("killed", a);
	show(send(s[0], "b", 1, 0));
	show(recv(s[1], buf, 1, MSG_DONTWAIT));

	/* Three in one queue: the middle one dies, each of the others gets one. */
	a = spawn_asleep(read_one);
	b = spawn_asleep(read_one);
	c = spawn_asleep(read_one);
	kill(b, SIGKILL);
	reap("middle", b);
	show(send(s[0], "c", 1, 0));
	show(send(s[0], "c", 1, 0));
	reap("first", a);
	reap("last", c);
	/* Woken and killed at once: the message goes to the other. */
	a = spawn_asleep(read_one);
	b = spawn_asleep(read_one);
	show(send(s[0], "d", 1, 0));
	show(send(s[0], "d", 1, 0));
	reap("one", a);
	reap("two", b);

	handle(SIGUSR1, 0);
	caught = 0;
	a = spawn_asleep(read_loud);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	handle(SIGUSR1, SA_RESTART);
	a = spawn_asleep(read_loud);
	kill(a, SIGUSR1);
	usleep(20000);
	until_asleep(a);
	send(s[0], "e", 1, 0);
	reap("restarted", a);
	{
		struct timeval tv = { 30, 0 };

		setsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
		a = spawn_asleep(read_loud);
		kill(a, SIGUSR1);
		reap("with a limit", a);
		tv.tv_sec = 0;
		setsockopt(s[1], SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	}

	a = spawn_asleep(read_one);
	b = spawn_asleep(read_one);
	if (type != SOCK_DGRAM)
		close(s[0]);
	else
		shutdown(s[1], SHUT_RD);
	if (type != SOCK_DGRAM) {
		/* The children have the other end open as well. */
		shutdown(s[1], SHUT_RD);
	}
	reap("end", a);
	reap("end", b);
	close(s[0]);
	close(s[1]);
}

static void writers(int type)
{
	pid_t a, b, c;

	printf("--- writers, type %d\n", type);
	socketpair(AF_UNIX, type, 0, s);
	fill(s[0]);
	a = spawn_asleep(write_one);
	b = spawn_asleep(write_one);
	c = spawn_asleep(write_one);
	kill(b, SIGKILL);
	reap("middle", b);
	drain(s[1]);
	reap("first", a);
	reap("last", c);
	drain(s[1]);
	fill(s[0]);
	handle(SIGUSR1, 0);
	a = spawn_asleep(write_one);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	a = spawn_asleep(write_one);
	b = spawn_asleep(write_one);
	shutdown(s[0], SHUT_WR);
	reap("shut", a);
	reap("shut", b);
	close(s[0]);
	close(s[1]);
}

static int broken(void)
{
	close(s[1]);
	write(s[0], "x", 1);
	return 0;
}

static void sigpipe(void)
{
	pid_t a;

	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	shutdown(s[1], SHUT_RD);
	a = spawn(broken);
	reap("SIGPIPE", a);
	close(s[0]);
	close(s[1]);
}

static int accept_one(void)
{
	int fd = accept(listener, NULL, NULL);

	if (fd < 0)
		return errno;
	return read(fd, buf, 1) == 1 ? buf[0] : 99;
}

static int connect_one(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (connect(fd, (void *)&un, un_len))
		return errno;
	send(fd, "c", 1, MSG_NOSIGNAL);
	return 0;
}

static int connect_child(void)
{
	close(listener);
	return connect_one();
}

static int accept_kill(void)
{
	int fd = accept(listener, NULL, NULL);

	raise(SIGKILL);
	return fd;
}

static void connections(void)
{
	pid_t a, b, c;
	int fd;

	printf("--- connections\n");
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	show(bind(listener, (void *)&un, un_len));
	show(listen(listener, 0));
	a = spawn_asleep(accept_one);
	b = spawn_asleep(accept_one);
	kill(a, SIGKILL);
	reap("killed in accept", a);
	show(connect_one());
	reap("accepted", b);

	/* The queue has room for one; the others sleep in connect. */
	show(connect_one());
	a = spawn_asleep(connect_child);
	b = spawn_asleep(connect_child);
	c = spawn_asleep(connect_child);
	kill(b, SIGKILL);
	reap("killed in connect", b);
	handle(SIGUSR1, 0);
	fd = accept(listener, NULL, NULL);
	close(fd);
	fd = accept(listener, NULL, NULL);
	close(fd);
	fd = accept(listener, NULL, NULL);
	close(fd);
	reap("connected", a);
	reap("connected", c);
	show(connect_one());
	a = spawn_asleep(connect_child);
	kill(a, SIGUSR1);
	reap("interrupted", a);
	a = spawn_asleep(connect_child);
	b = spawn_asleep(connect_child);
	close(listener);
	reap("refused", a);
	reap("refused", b);
	unlink("server");

	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(listener, (void *)&un, un_len);
	listen(listener, 5);
	a = spawn_asleep(accept_one);
	show(shutdown(listener, SHUT_RDWR));
	reap("shut", a);
	close(listener);
	unlink("server");

	/* Whoever accepted and died leaves the end of the connection. */
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(listener, (void *)&un, un_len);
	listen(listener, 5);
	a = spawn(accept_kill);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	show(connect(fd, (void *)&un, un_len));
	reap("server", a);
	show(read(fd, buf, 1));
	show(send(fd, "x", 1, MSG_NOSIGNAL));
	close(fd);
	close(listener);
	unlink("server");
}

/* Senders to a crowded datagram socket. */
static int box;

static int send_to_box(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	close(box);
	return sendto(fd, "d", 1, 0, (void *)&un, un_len) == 1 ? 0 : errno;
}

static int poll_box(void)
{
	struct pollfd p = { socket(AF_UNIX, SOCK_DGRAM, 0), POLLOUT, 0 };

	close(box);
	connect(p.fd, (void *)&un, un_len);
	return poll(&p, 1, -1) == 1 ? p.revents : 99;
}

static void crowd(void)
{
	pid_t a, b, c, d;
	int n = 0;

	printf("--- crowd\n");
	box = socket(AF_UNIX, SOCK_DGRAM, 0);
	show(bind(box, (void *)&un, un_len));
	s[0] = socket(AF_UNIX, SOCK_DGRAM, 0);
	while (sendto(s[0], "x", 1, MSG_DONTWAIT, (void *)&un, un_len) == 1)
		n++;
	printf("%d fit\n", n);
	a = spawn_asleep(send_to_box);
	b = spawn_asleep(send_to_box);
	c = spawn_asleep(send_to_box);
	d = spawn_asleep(poll_box);
	kill(b, SIGKILL);
	reap("killed", b);
	show(recv(box, buf, 1, 0));
	show(recv(box, buf, 1, 0));
	reap("sent", a);
	reap("sent", c);
	drain(box);
	reap("polled", d);
	while (sendto(s[0], "x", 1, MSG_DONTWAIT, (void *)&un, un_len) == 1)
		;
	a = spawn_asleep(send_to_box);
	b = spawn_asleep(send_to_box);
	close(box);
	reap("no more", a);
	reap("no more", b);
	unlink("server");
	close(s[0]);
}

/* A descriptor goes to a child that has never had it. */
static int use_gift(void)
{
	char c[CMSG_SPACE(sizeof(int))];
	struct iovec v = { buf, 10 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = c,
			    .msg_controllen = sizeof(c) };
	int fd;

	close(s[0]);
	if (recvmsg(s[1], &m, 0) != 1)
		return 1;
	memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&m)), sizeof(fd));
	return write(fd, "gift", 4) == 4 ? 0 : 2;
}

static void gift(void)
{
	union {
		struct cmsghdr h;
		char c[CMSG_SPACE(sizeof(int))];
	} ctl = { .h = { CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS } };
	struct iovec v = { "g", 1 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = ctl.c,
			    .msg_controllen = sizeof(ctl.c) };
	int p[2];
	pid_t a;

	printf("--- gift\n");
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	a = spawn_asleep(use_gift);
	pipe(p);
	memcpy(CMSG_DATA(&ctl.h), &p[1], sizeof(int));
	show(sendmsg(s[0], &m, 0));
	close(p[1]);
	show(read(p[0], buf, 10));
	show(read(p[0], buf, 10));
	reap("child", a);
	/* The other end dies with a descriptor on its way. */
	pipe(p);
	memcpy(CMSG_DATA(&ctl.h), &p[1], sizeof(int));
	show(sendmsg(s[0], &m, 0));
	close(p[1]);
	close(s[1]);
	show(read(p[0], buf, 10));
	close(s[0]);
	close(p[0]);
}

static int tell_who(void)
{
	return write(s[0], "who", 3) == 3 ? 0 : 1;
}

static void who(void)
{
	union {
		struct cmsghdr h;
		char c[CMSG_SPACE(sizeof(struct ucred))];
	} ctl;
	struct iovec v = { buf, 100 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = ctl.c,
			    .msg_controllen = sizeof(ctl.c) };
	struct ucred uc;
	int one = 1;
	pid_t a, b;

	printf("--- who\n");
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	setsockopt(s[1], SOL_SOCKET, SO_PASSCRED, &one, sizeof(one));
	a = spawn(tell_who);
	reap("first", a);
	b = spawn(tell_who);
	reap("second", b);
	for (int i = 0; i < 2; i++) {
		m.msg_controllen = sizeof(ctl.c);
		show(recvmsg(s[1], &m, 0));
		memcpy(&uc, CMSG_DATA(&ctl.h), sizeof(uc));
		printf("%s\n", uc.pid == a ? "first" : uc.pid == b ? "second" : "?");
	}
	close(s[0]);
	close(s[1]);
}

/* From a socket into a pipe: nothing of the stream is lost. */
static int splice_all(void)
{
	int n, total = 0;

	close(s[0]);
	while ((n = splice(s[1], NULL, box, NULL, 3000, 0)) > 0)
		total += n;
	return n || total != 60000;
}

static int splice_killed(void)
{
	return splice(s[1], NULL, box, NULL, 3000, 0) > 0 ? 0 : 1;
}

static void splicing(void)
{
	int p[2], n, total = 0;
	pid_t a;

	printf("--- splice\n");
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	pipe(p);
	box = p[1];
	show(splice(s[1], NULL, p[1], NULL, 10, SPLICE_F_NONBLOCK));
	fcntl(p[1], F_SETPIPE_SZ, 1 << 20);
	a = spawn_asleep(splice_killed);
	kill(a, SIGKILL);
	reap("killed", a);
	a = spawn_asleep(splice_all);
	close(p[1]);
	for (int i = 0; i < 60; i++)
		write(s[0], buf, 1000);
	close(s[0]);
	close(s[1]);
	reap("splice", a);
	while ((n = read(p[0], buf, 5000)) > 0)
		total += n;
	printf("%d bytes\n", total);
	close(p[0]);
}

/* Many writers and readers: nothing is lost. */
static int write_many(void)
{
	for (int i = 0; i < 300; i++)
		if (write(s[0], buf, 500) != 500)
			return 1;
	return 0;
}

static int read_many(void)
{
	int n, total = 0;

	close(s[0]);
	while ((n = read(s[1], buf, 700)) > 0)
		total += n;
	return write(listener, &total, sizeof(total)) == sizeof(total) ? 0 : 1;
}

static void crossing(int type)
{
	pid_t w[3], r[3];
	int p[2], total = 0, n;

	printf("--- crossing, type %d\n", type);
	socketpair(AF_UNIX, type, 0, s);
	pipe(p);
	listener = p[1];
	for (int i = 0; i < 3; i++)
		r[i] = spawn(read_many);
	for (int i = 0; i < 3; i++)
		w[i] = spawn(write_many);
	close(s[0]);
	close(s[1]);
	close(p[1]);
	for (int i = 0; i < 3; i++)
		reap("writer", w[i]);
	for (int i = 0; i < 3; i++)
		reap("reader", r[i]);
	while (read(p[0], &n, sizeof(n)) == sizeof(n))
		total += n;
	printf("%d bytes\n", total);
	close(p[0]);
}

int main(void)
{
	readers(SOCK_STREAM);
	readers(SOCK_DGRAM);
	readers(SOCK_SEQPACKET);
	writers(SOCK_STREAM);
	writers(SOCK_SEQPACKET);
	sigpipe();
	connections();
	crowd();
	gift();
	who();
	splicing();
	crossing(SOCK_STREAM);
	crossing(SOCK_SEQPACKET);
	return 0;
}
