/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Socket calls on what is no socket, and their order of checks. */
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>

#include "guest.h"

int main(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	struct msghdr m = { 0 };
	socklen_t len = sizeof(a);
	char buf[16] = "";
	int f = open("/dev/null", O_RDWR), fds[2] = { -1, -1 };

	show(socket(-1, SOCK_STREAM, 0));
	show(socket(1000, SOCK_STREAM, 0));
	show(socket(AF_UNIX, 11, 0));
	show(socket(AF_UNIX, SOCK_STREAM | 0x10, 0));
	show(socket(1000, SOCK_STREAM | 0x10, 0));
	show(socketpair(AF_UNIX, SOCK_STREAM | 0x10, 0, fds));
	show(socketpair(1000, SOCK_STREAM, 0, (int *)8));
	show(socketpair(1000, SOCK_STREAM, 0, fds));
	printf("numbers were told: %d %d\n", fds[0] - f, fds[1] - f);
	for (int i = 0; i < 2; i++) {
		int fd = i ? 999 : f;

		show(bind(fd, (struct sockaddr *)8, 4));
		show(listen(fd, 1));
		show(accept(fd, NULL, NULL));
		show(accept4(fd, NULL, NULL, 1));
		show(connect(fd, (struct sockaddr *)&a, sizeof(a)));
		show(connect(fd, (struct sockaddr *)8, sizeof(a)));
		show(connect(fd, (struct sockaddr *)&a, -1));
		show(connect(fd, (struct sockaddr *)&a, 129));
		show(getsockname(fd, (struct sockaddr *)&a, &len));
		show(getpeername(fd, (struct sockaddr *)&a, &len));
		show(send(fd, buf, 1, 0));
		show(sendto(fd, buf, 1, 0, (struct sockaddr *)&a, len));
		show(recv(fd, buf, 1, 0));
		show(recvfrom(fd, buf, 1, 0, NULL, NULL));
		show(shutdown(fd, 5));
		show(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, buf, 4));
		show(getsockopt(fd, SOL_SOCKET, SO_TYPE, buf, &len));
		show(sendmsg(fd, &m, 0));
		show(recvmsg(fd, &m, 0));
		show(recvmmsg(fd, NULL, 1, 0, NULL));
		show(sendmmsg(fd, NULL, 1, 0));
	}
#ifdef __i386__
	{
		uint32_t args[6] = { f, 8, 4, 0, 0, 0 };

		show(raw(SYS_socketcall, 0, (long)args, 0, 0, 0, 0));
		show(raw(SYS_socketcall, 21, (long)args, 0, 0, 0, 0));
		show(raw(SYS_socketcall, -1, (long)args, 0, 0, 0, 0));
		for (int call = 2; call <= 20; call++) {
			if (call == 8)
				continue;
			printf("socketcall %d: %ld\n", call,
			       raw(SYS_socketcall, call, (long)args, 0, 0, 0, 0));
			printf("socketcall %d with bad block: %ld\n", call,
			       raw(SYS_socketcall, call, 8, 0, 0, 0, 0));
		}
	}
#endif
	return 0;
}
