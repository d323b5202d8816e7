/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who is at the other end: SO_PEERCRED, SO_PASSCRED, credentials that are claimed. */
#include <grp.h>
#include <poll.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "guest.h"

#ifndef SO_PASSPIDFD
#define SO_PASSPIDFD 76
#define SO_PEERPIDFD 77
#endif
#define SCM_PIDFD_ 4

static char buf[100];
static union {
	struct cmsghdr align;
	char c[200];
} ctl;
static struct msghdr m;
static struct iovec iov;

static void message(int n, int room)
{
	memset(&m, 0, sizeof(m));
	iov.iov_base = buf;
	iov.iov_len = n;
	m.msg_iov = &iov;
	m.msg_iovlen = 1;
	m.msg_control = room ? ctl.c : NULL;
	m.msg_controllen = room;
}

static void take(int s, int room)
{
	struct cmsghdr *c;
	int n;

	message(20, room);
	memset(&ctl, 0, sizeof(ctl));
	n = recvmsg(s, &m, MSG_DONTWAIT);
	if (n < 0) {
		printf("  take: %s\n", guest_errno(errno));
		return;
	}
	printf("  %d bytes, flags %#x:", n, m.msg_flags);
	for (c = CMSG_FIRSTHDR(&m); room && c; c = CMSG_NXTHDR(&m, c)) {
		int len = c->cmsg_len - CMSG_LEN(0);

		printf(" [%d: %d bytes", c->cmsg_type, len);
		if (c->cmsg_type == SCM_CREDENTIALS && len == 12) {
			struct ucred uc;

			memcpy(&uc, CMSG_DATA(c), sizeof(uc));
			printf(" pid %d uid %d gid %d",
			       uc.pid == getpid() ? 1 : uc.pid ? -1 : 0, uc.uid, uc.gid);
		} else if (c->cmsg_type == SCM_PIDFD_ && len == 4) {
			struct pollfd p = { -1, POLLIN, 0 };

			memcpy(&p.fd, CMSG_DATA(c), sizeof(p.fd));
			printf(" pidfd %d cloexec %d poll %d", p.fd >= 0, fcntl(p.fd, F_GETFD),
			       poll(&p, 1, 0));
			close(p.fd);
		}
		printf("]");
	}
	printf("\n");
}

static void claim(int s, int pid, int uid, int gid)
{
	struct ucred uc = { pid, uid, gid };
	struct cmsghdr *c;

	message(4, CMSG_SPACE(sizeof(uc)));
	memset(&ctl, 0, sizeof(ctl));
	c = CMSG_FIRSTHDR(&m);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_CREDENTIALS;
	c->cmsg_len = CMSG_LEN(sizeof(uc));
	memcpy(CMSG_DATA(c), &uc, sizeof(uc));
	errno = 0;
	guest_show("claim", sendmsg(s, &m, MSG_DONTWAIT));
}

static void on(int fd, int opt, int value)
{
	errno = 0;
	guest_show("setsockopt", setsockopt(fd, SOL_SOCKET, opt, &value, sizeof(value)));
}

static void peer(int fd)
{
	struct ucred uc = { -2, -2, -2 };
	gid_t groups[10];
	socklen_t len = sizeof(uc);

	show(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &uc, &len));
	printf("  len %d pid %d uid %d gid %d\n", len, uc.pid == getpid() ? 1 : uc.pid, uc.uid,
	       uc.gid);
	len = sizeof(groups);
	show(getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len));
	printf("  %d bytes of groups\n", len);
	len = 0;
	show(getsockopt(fd, SOL_SOCKET, SO_PEERGROUPS, groups, &len));
	len = 8;
	show(getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &uc, &len));
	printf("  len %d\n", len);
	len = sizeof(int);
	show(getsockopt(fd, SOL_SOCKET, SO_PEERPIDFD, buf, &len) == 0);
}

static void passing(int type)
{
	int s[2];

	printf("--- type %d\n", type);
	show(socketpair(AF_UNIX, type, 0, s));
	peer(s[0]);
	show(write(s[0], "none", 4));
	on(s[1], SO_PASSCRED, 1);
	show(write(s[0], "wants", 5));
	take(s[1], sizeof(ctl));
	take(s[1], sizeof(ctl));
	show(write(s[0], "cut", 3));
	take(s[1], CMSG_LEN(12) - 4);
	show(write(s[0], "cut", 3));
	take(s[1], 8);
	show(write(s[0], "none", 4));
	take(s[1], 0);
	claim(s[0], getpid(), getuid(), getgid());
	take(s[1], sizeof(ctl));
	claim(s[0], getpid(), 1234, 5678);
	take(s[1], sizeof(ctl));
	claim(s[0], 1, 0, 0);
	take(s[1], sizeof(ctl));
	claim(s[0], 999999999, 0, 0);
	claim(s[0], -1, 0, 0);
	claim(s[0], 0, 0, 0);
	claim(s[0], getpid(), -1, 0);
	message(4, CMSG_SPACE(12));
	((struct cmsghdr *)ctl.c)->cmsg_len--;
	show(sendmsg(s[0], &m, 0));
	on(s[1], SO_PASSPIDFD, 1);
	show(write(s[0], "pidfd", 5));
	take(s[1], sizeof(ctl));
	show(write(s[0], "pidfd", 5));
	take(s[1], CMSG_SPACE(12) + 8);
	on(s[1], SO_PASSCRED, 0);
	on(s[1], SO_PASSPIDFD, 0);
	on(s[0], SO_PASSCRED, 1);
	show(write(s[0], "sender's", 8));
	on(s[1], SO_PASSCRED, 1);
	take(s[1], sizeof(ctl));
	close(s[0]);
	close(s[1]);
}

/* Bytes of one sender do not join those of another. */
static void joining(void)
{
	int s[2];

	show(socketpair(AF_UNIX, SOCK_STREAM, 0, s));
	on(s[1], SO_PASSCRED, 1);
	show(write(s[0], "mine", 4));
	claim(s[0], getpid(), 7, 7);
	claim(s[0], getpid(), 7, 7);
	claim(s[0], getpid(), 8, 7);
	show(write(s[0], "mine", 4));
	for (int i = 0; i < 5; i++)
		take(s[1], sizeof(ctl));
	close(s[0]);
	close(s[1]);
}

static void connected(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX, .sun_path = "creds" };
	int l = socket(AF_UNIX, SOCK_STREAM, 0), c = socket(AF_UNIX, SOCK_STREAM, 0), n;
	gid_t groups[3] = { 5, 6, 7 };
	socklen_t len = sizeof(a);
	int value;

	peer(c);
	show(bind(l, (void *)&a, sizeof(a)));
	on(l, SO_PASSCRED, 1);
	show(listen(l, 5));
	peer(l);
	show(setgroups(3, groups));
	on(c, SO_PASSCRED, 1);
	show(connect(c, (void *)&a, sizeof(a)));
	len = sizeof(a);
	show(getsockname(c, (void *)&a, &len));
	printf("autobound: %d\n", len);
	n = accept(l, NULL, NULL);
	peer(c);
	peer(n);
	len = sizeof(value);
	show(getsockopt(n, SOL_SOCKET, SO_PASSCRED, &value, &len));
	printf("inherited: %d\n", value);
	show(write(c, "x", 1));
	take(n, sizeof(ctl));
	close(c);
	peer(n);
	close(n);
	close(l);
	unlink("creds");
}

static void unprivileged(void)
{
	int s[2];

	show(setresgid(100, 101, 102));
	show(setresuid(100, 101, 102));
	show(socketpair(AF_UNIX, SOCK_DGRAM, 0, s));
	peer(s[0]);
	on(s[1], SO_PASSCRED, 1);
	show(write(s[0], "mine", 4));
	take(s[1], sizeof(ctl));
	claim(s[0], getpid(), 100, 102);
	take(s[1], sizeof(ctl));
	claim(s[0], getpid(), 101, 100);
	take(s[1], sizeof(ctl));
	claim(s[0], getpid(), 0, 100);
	claim(s[0], getpid(), 100, 0);
	claim(s[0], 1, 100, 100);
}

/* The end of a stream comes from nobody. */
static void ended(void)
{
	int s[2];

	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	on(s[1], SO_PASSCRED, 1);
	write(s[0], "last", 4);
	close(s[0]);
	take(s[1], sizeof(ctl));
	take(s[1], sizeof(ctl));
	close(s[1]);
}

int main(void)
{
	if (getuid() && is_native())
		return 77;
	passing(SOCK_STREAM);
	passing(SOCK_DGRAM);
	passing(SOCK_SEQPACKET);
	joining();
	ended();
	connected();
	unprivileged();
	return 0;
}
