/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Urgent data of AF_UNIX streams. */
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/sockios.h>

#include "guest.h"

static char buf[100];
static int s[2];

static void mark(void)
{
	struct pollfd p = { s[1], POLLIN | POLLPRI, 0 };
	int at = -1;

	poll(&p, 1, 0);
	ioctl(s[1], SIOCATMARK, &at);
	printf("  ready %#x at mark %d\n", p.revents, at);
}

static void get(int n, int flags)
{
	int r = recv(s[1], buf, n, flags | MSG_DONTWAIT);

	if (r < 0)
		printf("  recv(%d, %#x): %s\n", n, flags, guest_errno(errno));
	else
		printf("  recv(%d, %#x) = '%.*s'\n", n, flags, r, buf);
	mark();
}

static void begin(int in_line)
{
	printf("--- in line %d\n", in_line);
	socketpair(AF_UNIX, SOCK_STREAM, 0, s);
	show(setsockopt(s[1], SOL_SOCKET, SO_OOBINLINE, &in_line, sizeof(in_line)));
}

static void end(void)
{
	close(s[0]);
	close(s[1]);
}

int main(void)
{
	for (int in_line = 0; in_line < 2; in_line++) {
		begin(in_line);
		mark();
		get(1, MSG_OOB);
		show(send(s[0], "x", 1, MSG_OOB));
		mark();
		get(1, MSG_OOB | MSG_PEEK);
		get(1, MSG_OOB);
		get(1, MSG_OOB);
		get(10, 0);
		end();

		begin(in_line);
		show(send(s[0], "abcX", 4, MSG_OOB));
		show(send(s[0], "def", 3, 0));
		mark();
		get(10, MSG_PEEK);
		get(2, 0);
		get(10, 0);
		get(10, MSG_PEEK);
		get(10, 0);
		get(10, 0);
		get(1, MSG_OOB);
		end();

		begin(in_line);
		show(send(s[0], "abcX", 4, MSG_OOB));
		show(send(s[0], "def", 3, 0));
		get(1, MSG_OOB);
		get(2, 0);
		get(10, 0);
		get(10, MSG_PEEK);
		get(10, 0);
		get(10, 0);
		end();

		/* A second one takes the first one's place. */
		begin(in_line);
		show(send(s[0], "aX", 2, MSG_OOB));
		show(send(s[0], "bY", 2, MSG_OOB));
		get(1, MSG_OOB | MSG_PEEK);
		get(10, 0);
		get(10, 0);
		get(1, MSG_OOB);
		get(10, 0);
		get(10, 0);
		end();

		begin(in_line);
		show(send(s[0], "aX", 2, MSG_OOB));
		get(1, MSG_OOB);
		show(send(s[0], "bY", 2, MSG_OOB));
		get(10, 0);
		get(10, 0);
		get(1, MSG_OOB);
		get(10, 0);
		end();

		begin(in_line);
		show(send(s[0], "X", 1, MSG_OOB));
		close(s[0]);
		mark();
		get(10, 0);
		get(1, MSG_OOB);
		get(10, 0);
		close(s[1]);

		begin(in_line);
		show(send(s[1], "X", 1, MSG_OOB));
		show(recv(s[0], buf, 1, MSG_OOB));
		close(s[0]);
		get(10, 0);
		close(s[1]);
	}
	return 0;
}
