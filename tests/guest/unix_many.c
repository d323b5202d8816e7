/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendmmsg, recvmmsg, message headers, peek offsets, time stamps; sockets in splice, sendfile, epoll. */
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>

#include "guest.h"

static char buf[70000];
static int s[2];

static void many(int type)
{
	struct mmsghdr m[4];
	struct iovec v[4];
	struct timespec ts = { 5, 0 };
	int n;

	printf("--- type %d\n", type);
	show(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
	memset(m, 0, sizeof(m));
	for (int i = 0; i < 4; i++) {
		v[i] = (struct iovec){ buf + i * 10, i + 1 };
		memset(buf + i * 10, 'a' + i, 10);
		m[i].msg_hdr.msg_iov = &v[i];
		m[i].msg_hdr.msg_iovlen = 1;
	}
	show(sendmmsg(s[0], m, 4, 0));
	for (int i = 0; i < 4; i++)
		printf(" %d", m[i].msg_len);
	printf("\n");
	memset(buf, 0, 100);
	for (int i = 0; i < 4; i++)
		v[i].iov_len = 3;
	show(n = recvmmsg(s[1], m, 4, 0, NULL));
	for (int i = 0; i < n; i++)
		printf(" %d %#x '%.5s'\n", m[i].msg_len, m[i].msg_hdr.msg_flags, buf + i * 10);
	show(recvmmsg(s[1], m, 4, 0, &ts));
	show(sendmmsg(s[0], m, 2, 0));
	show(recvmmsg(s[1], m, 4, MSG_WAITFORONE, &ts) > 0);
	printf("time left %d\n", ts.tv_sec == 4 || ts.tv_sec == 5);
	while (recv(s[1], buf, 100, 0) > 0)
		;
	show(sendmmsg(s[0], m, 0, 0));
	show(recvmmsg(s[1], m, 0, 0, NULL));
	show(sendmmsg(s[0], (void *)8, 2, 0));
	show(recvmmsg(s[1], (void *)8, 2, 0, NULL));
#ifndef __i386__ /* its libc looks at the limit itself */
	show(recvmmsg(s[1], m, 1, 0, (void *)8));
#endif
	ts.tv_nsec = 1000000000;
	show(recvmmsg(s[1], m, 1, 0, &ts));
	m[1].msg_hdr.msg_iov = (void *)8;
	show(sendmmsg(s[0], m, 2, 0));
	show(recv(s[1], buf, 100, 0));
	show(send(s[0], "one", 3, 0));
	show(recvmmsg(s[1], m, 2, 0, NULL));
	close(s[0]);
	close(s[1]);
}

static void headers(void)
{
	struct iovec v = { buf, 5 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };

	show(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, s));
	show(sendmsg(s[0], (void *)8, 0));
	m.msg_iovlen = 1025;
	show(sendmsg(s[0], &m, 0));
	m.msg_iovlen = 0;
	show(sendmsg(s[0], &m, 0));
	m.msg_iovlen = 1;
	v.iov_len = -1;
	show(sendmsg(s[0], &m, 0));
	v.iov_len = 5;
	m.msg_namelen = 10;
	show(sendmsg(s[0], &m, 0));
	m.msg_name = buf;
	m.msg_namelen = -1;
	show(sendmsg(s[0], &m, 0));
	show(recvmsg(s[1], &m, 0));
	m.msg_namelen = 1000;
	show(sendmsg(s[0], &m, 0));
	m.msg_name = (void *)8;
	show(sendmsg(s[0], &m, 0));
	m.msg_name = buf;
	m.msg_flags = 0x77777777;
	show(recvmsg(s[1], &m, 0));
	printf("namelen %d flags %#x\n", m.msg_namelen, m.msg_flags);
	m.msg_name = NULL;
	m.msg_namelen = 77;
	show(recvmsg(s[1], &m, 0));
	printf("namelen %d flags %#x\n", m.msg_namelen, m.msg_flags);
	show(recvmsg(s[1], &m, 0));
	show(recvmsg(s[1], (void *)8, 0));
	close(s[0]);
	close(s[1]);
}

static void peek(int type)
{
	int off = 0;
	socklen_t len;

	printf("--- peek, type %d\n", type);
	show(socketpair(AF_UNIX, type | SOCK_NONBLOCK, 0, s));
	show(setsockopt(s[1], SOL_SOCKET, SO_PEEK_OFF, &off, sizeof(off)));
	write(s[0], "abcdef", 6);
	write(s[0], "ghi", 3);
	for (int i = 0; i < 6; i++) {
		int n = recv(s[1], buf, 4, i == 3 ? 0 : MSG_PEEK);

		len = sizeof(off);
		getsockopt(s[1], SOL_SOCKET, SO_PEEK_OFF, &off, &len);
		printf("  %d '%.*s' offset %d\n", n, n > 0 ? n : 0, buf, off);
	}
	off = -1;
	show(setsockopt(s[1], SOL_SOCKET, SO_PEEK_OFF, &off, sizeof(off)));
	show(recv(s[1], buf, 100, MSG_PEEK));
	close(s[0]);
	close(s[1]);
}

static void stamps(void)
{
	union {
		struct cmsghdr align;
		char c[100];
	} ctl;
	struct iovec v = { buf, 5 };
	int one = 1;

	for (int opt = 0; opt < 4; opt++) {
		static const int opts[] = { SO_TIMESTAMP, SO_TIMESTAMPNS, 63, 64 };
		struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1, .msg_control = &ctl,
				    .msg_controllen = sizeof(ctl) };
		struct cmsghdr *c;

		socketpair(AF_UNIX, SOCK_DGRAM, 0, s);
		show(setsockopt(s[1], SOL_SOCKET, opts[opt], &one, sizeof(one)));
		show(send(s[0], "x", 1, 0));
		show(recvmsg(s[1], &m, 0));
		c = CMSG_FIRSTHDR(&m);
		if (c)
			printf("%d %d %d\n", c->cmsg_level, c->cmsg_type,
			       (int)(c->cmsg_len - CMSG_LEN(0)));
		close(s[0]);
		close(s[1]);
	}
}

static void moving(void)
{
	int p[2], f = memfd_create("data", 0);
	off_t off = 0;
	loff_t at = 0;

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
	pipe(p);
	for (int i = 0; i < 50000; i++)
		buf[i] = i * 7;
	show(write(f, buf, 50000));
	show(sendfile(s[0], f, &off, 50000));
	show(recv(s[1], buf, 70000, 0));
	show(write(s[0], "through a pipe", 14));
	show(splice(s[1], NULL, p[1], NULL, 7, 0));
	show(splice(s[1], NULL, p[1], NULL, 100, SPLICE_F_NONBLOCK));
	show(splice(s[1], NULL, p[1], NULL, 100, SPLICE_F_NONBLOCK));
	show(splice(p[0], NULL, s[1], NULL, 100, 0));
	show(recv(s[0], buf, 100, 0));
	printf("%.14s\n", buf);
	show(splice(s[0], &at, p[1], NULL, 100, 0));
	show(sendfile(f, s[0], NULL, 10));
	show(tee(s[0], p[1], 10, 0));
	show(splice(p[0], NULL, s[1], &at, 100, SPLICE_F_NONBLOCK));
	close(s[0]);
	show(write(p[1], "x", 1));
	signal(SIGPIPE, SIG_IGN);
	show(splice(p[0], NULL, s[1], NULL, 100, SPLICE_F_NONBLOCK));
	show(readv(s[1], NULL, 0));
	close(s[1]);
	close(p[0]);
	close(p[1]);
	close(f);
}

static void edges(void)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP }, got[4];
	int ep = epoll_create1(0);
	fd_set r, w, x;
	struct timeval tv = { 0, 0 };

	socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, s);
	show(epoll_ctl(ep, EPOLL_CTL_ADD, s[1], &ev));
#define next()                                                                     \
	do {                                                                       \
		int n = epoll_wait(ep, got, 4, 0);                                 \
		printf("  %d events %#x\n", n, n > 0 ? got[0].events : 0);         \
	} while (0)
	next();
	next();
	write(s[0], "abc", 3);
	next();
	next();
	write(s[0], "d", 1);
	next();
	read(s[1], buf, 2);
	next();
	read(s[1], buf, 20);
	next();
	while (write(s[1], buf, 5000) > 0)
		;
	next();
	read(s[0], buf, 5000);
	next();
	while (read(s[0], buf, 5000) > 0)
		;
	next();
	shutdown(s[0], SHUT_WR);
	next();
	send(s[1], "x", 1, MSG_OOB);
	next();
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_ZERO(&x);
	FD_SET(s[0], &r);
	FD_SET(s[0], &w);
	FD_SET(s[0], &x);
	show(select(s[0] + 1, &r, &w, &x, &tv));
	printf("%d %d %d\n", !!FD_ISSET(s[0], &r), !!FD_ISSET(s[0], &w), !!FD_ISSET(s[0], &x));
	close(s[0]);
	next();
	close(s[1]);
	next();
	close(ep);
}

int main(void)
{
	many(SOCK_DGRAM);
	many(SOCK_STREAM);
	headers();
	peek(SOCK_STREAM);
	peek(SOCK_DGRAM);
	stamps();
	moving();
	edges();
	return 0;
}
