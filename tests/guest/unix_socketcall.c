/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 32 */
/* i386's socketcall, each of its calls at work. */
#include <sys/socket.h>
#include <sys/un.h>

#include "guest.h"

static char buf[100];

static long sc(int call, long a, long b, long c, long d, long e, long f)
{
	unsigned long args[6] = { a, b, c, d, e, f };

	return raw(SYS_socketcall, call, (long)args, 0, 0, 0, 0);
}

#define CALL(name, nr, ...) printf("%s: %ld\n", name, sc(nr, __VA_ARGS__))

int main(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "sc" };
	struct iovec v = { buf, 5 };
	struct msghdr m = { .msg_iov = &v, .msg_iovlen = 1 };
	struct mmsghdr mm[2] = { { m, 0 }, { m, 0 } };
	struct timespec32 {
		int sec, nsec;
	} limit = { 5, 0 };
	socklen_t len = sizeof(un);
	int s[2], l, c, a, one = 1;

	strcpy(buf, "hello");
	CALL("socketpair", 8, AF_UNIX, SOCK_STREAM, 0, (long)s, 0, 0);
	CALL("send", 9, s[0], (long)buf, 5, 0, 0, 0);
	CALL("recv", 10, s[1], (long)buf, 3, 0, 0, 0);
	CALL("recvfrom", 12, s[1], (long)buf, 3, 0, (long)&un, (long)&len);
	printf("len %d\n", len);
	CALL("setsockopt", 14, s[1], SOL_SOCKET, SO_PASSCRED, (long)&one, 4, 0);
	one = 0;
	len = 4;
	CALL("getsockopt", 15, s[1], SOL_SOCKET, SO_PASSCRED, (long)&one, (long)&len, 0);
	printf("%d %d\n", one, len);
	CALL("sendmsg", 16, s[0], (long)&m, 0, 0, 0, 0);
	CALL("recvmsg", 17, s[1], (long)&m, MSG_DONTWAIT, 0, 0, 0);
	printf("flags %#x\n", m.msg_flags);
	CALL("sendmmsg", 20, s[0], (long)mm, 2, 0, 0, 0);
	CALL("recvmmsg", 19, s[1], (long)mm, 2, MSG_DONTWAIT, (long)&limit, 0);
	printf("%d %d, limit %d\n", mm[0].msg_len, mm[1].msg_len, limit.sec >= 4);
	CALL("shutdown", 13, s[0], SHUT_WR, 0, 0, 0, 0);
	CALL("recv", 10, s[1], (long)buf, 3, 0, 0, 0);
	close(s[0]);
	close(s[1]);

	l = sc(1, AF_UNIX, SOCK_STREAM, 0, 0, 0, 0);
	c = sc(1, AF_UNIX, SOCK_STREAM, 0, 0, 0, 0);
	un = (struct sockaddr_un){ .sun_family = AF_UNIX, .sun_path = "sc" };
	CALL("bind", 2, l, (long)&un, sizeof(un), 0, 0, 0);
	CALL("listen", 4, l, 5, 0, 0, 0, 0);
	CALL("connect", 3, c, (long)&un, sizeof(un), 0, 0, 0);
	len = sizeof(un);
	a = sc(5, l, (long)&un, (long)&len, 0, 0, 0);
	printf("accept %d, len %d\n", a > 0, len);
	len = sizeof(un);
	CALL("getsockname", 6, a, (long)&un, (long)&len, 0, 0, 0);
	printf("%d '%s'\n", len, un.sun_path);
	len = sizeof(un);
	CALL("getpeername", 7, c, (long)&un, (long)&len, 0, 0, 0);
	printf("%d '%s'\n", len, un.sun_path);
	close(c);
	c = sc(1, AF_UNIX, SOCK_STREAM, 0, 0, 0, 0);
	CALL("connect", 3, c, (long)&un, sizeof(un), 0, 0, 0);
	a = sc(18, l, 0, 0, SOCK_CLOEXEC, 0, 0);
	printf("accept4 %d cloexec %d\n", a > 0, fcntl(a, F_GETFD));
	unlink("sc");
	return 0;
}
