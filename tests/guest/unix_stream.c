/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX streams in one process: pairs, connections, ends, partial results. */
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <linux/sockios.h>

#include "guest.h"

static char buf[300000];
static int pipes;

static void on_pipe(int sig)
{
	(void)sig;
	pipes++;
}

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT | POLLPRI | POLLRDHUP, 0 };

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

static int s[2];

static void pair(int type)
{
	show(socketpair(AF_UNIX, type, 0, s) ? -1 : 0);
}

static void kinds(void)
{
	show_ok(socket(AF_UNIX, SOCK_STREAM, 0));
	show_ok(socket(AF_UNIX, SOCK_STREAM, AF_UNIX));
	show_ok(socket(AF_UNIX, SOCK_STREAM, 2));
	show_ok(socket(AF_UNIX, SOCK_RDM, 0));
	show_ok(socket(AF_UNIX, SOCK_RAW, 0));
	show_ok(socket(AF_UNIX, SOCK_SEQPACKET, 0));
	show_ok(socket(AF_UNIX, 0, 0));
	show_ok(socket(AF_UNIX, SOCK_PACKET, 0));
	show_ok(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
	for (int fd = 3; fd < 10; fd++)
		close(fd);
}

static void about(void)
{
	struct stat st;
	char link[64] = "", name[32];

	pair(SOCK_STREAM | SOCK_CLOEXEC);
	show(fcntl(s[0], F_GETFD));
	show(fcntl(s[0], F_GETFL));
	show(fstat(s[0], &st));
	printf("mode %o nlink %d size %d\n", st.st_mode, (int)st.st_nlink, (int)st.st_size);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", s[0]);
	show(readlink(name, link, sizeof(link)) > 0);
	printf("%.8s\n", link);
	show(open(name, O_RDWR));
	show(lseek(s[0], 0, SEEK_SET));
	show(pread(s[0], buf, 1, 0));
	show(ftruncate(s[0], 0));
	show(fsync(s[0]));
	state(s[0]);
	close(s[0]);
	close(s[1]);
}

static void bytes(void)
{
	struct iovec v[3] = { { "ab", 2 }, { "", 0 }, { "cde", 3 } };

	pair(SOCK_STREAM);
	show(write(s[0], "hello", 5));
	show(writev(s[0], v, 3));
	show(write(s[0], "", 0));
	show(send(s[0], NULL, 0, 0));
	state(s[0]);
	state(s[1]);
	show(recv(s[1], buf, 3, MSG_PEEK));
	show(recv(s[1], buf, 100, MSG_PEEK));
	printf("%.10s\n", buf);
	show(read(s[1], buf, 7));
	printf("%.7s\n", buf);
	show(recv(s[1], buf, 100, MSG_DONTWAIT | MSG_WAITALL));
	show(recv(s[1], buf, 100, MSG_DONTWAIT));
	show(recv(s[1], buf, 0, MSG_DONTWAIT));
	show(read(s[1], buf, 0));
	show(write(s[0], "xyz", 3));
	show(recv(s[1], buf, 100, MSG_TRUNC | MSG_DONTWAIT));
	show(write(s[0], "xyz", 3));
	show(read(s[1], (void *)8, 3));
	show(recv(s[1], (void *)8, 3, 0));
	show(recv(s[1], buf, 100, MSG_ERRQUEUE | MSG_DONTWAIT));
	show(write(s[0], (void *)8, 3));
	show(send(s[0], "x", 1, MSG_EOR | MSG_MORE | MSG_CONFIRM | MSG_DONTROUTE));
	show(read(s[1], buf, 2));
	show(sendto(s[0], "x", 1, 0, (void *)buf, 0));
	show(sendto(s[0], "x", 1, 0, (void *)buf, 5));
	show(read(s[1], buf, 2));
	close(s[0]);
	close(s[1]);
}

static void full(void)
{
	int n = 0, r;

	pair(SOCK_STREAM | SOCK_NONBLOCK);
	while ((r = write(s[0], buf, 1000)) > 0)
		n += r;
	printf("%d bytes fit\n", n);
	state(s[0]);
	show(read(s[1], buf, 1000));
	state(s[0]);
	show(write(s[0], buf, 1000));
	show(write(s[0], buf, 1000));
	while (!(ready(s[0]) & POLLOUT) && read(s[1], buf, 1000) > 0)
		n -= 1000;
	printf("writable again with %d\n", n);
	close(s[0]);
	show(queued(s[1], SIOCINQ));
	n = 0;
	while ((r = read(s[1], buf, sizeof(buf))) > 0)
		n += r;
	printf("%d left, then %d\n", n, r);
	close(s[1]);
	pair(SOCK_STREAM | SOCK_NONBLOCK);
	show(write(s[0], buf, sizeof(buf)));
	show(write(s[0], buf, sizeof(buf)));
	show(read(s[1], buf, sizeof(buf)));
	close(s[0]);
	close(s[1]);
}

static void ends(void)
{
	pair(SOCK_STREAM);
	show(shutdown(s[0], 3));
	show(shutdown(s[0], -1));
	show(shutdown(s[0], SHUT_WR));
	state(s[0]);
	state(s[1]);
	show(write(s[0], "x", 1));
	show(send(s[0], "x", 1, MSG_NOSIGNAL));
	printf("%d SIGPIPE\n", pipes);
	show(read(s[1], buf, 1));
	show(write(s[1], "back", 4));
	show(read(s[0], buf, 10));
	show(shutdown(s[1], SHUT_WR));
	state(s[0]);
	state(s[1]);
	show(read(s[0], buf, 10));
	close(s[0]);
	close(s[1]);

	pair(SOCK_STREAM);
	show(shutdown(s[0], SHUT_RD));
	state(s[0]);
	state(s[1]);
	show(read(s[0], buf, 10));
	show(send(s[1], "x", 1, MSG_NOSIGNAL));
	show(send(s[1], "", 0, MSG_NOSIGNAL));
	close(s[0]);
	close(s[1]);

	pair(SOCK_STREAM);
	show(write(s[1], "unread", 6));
	close(s[0]);
	state(s[1]);
	show(write(s[1], "x", 1));
	show(write(s[1], "x", 1));
	show(read(s[1], buf, 10));
	printf("%d SIGPIPE\n", pipes);
	close(s[1]);

	pair(SOCK_STREAM);
	show(write(s[1], "unread", 6));
	show(write(s[0], "for you", 7));
	close(s[0]);
	state(s[1]);
	show(read(s[1], buf, 10));
	show(read(s[1], buf, 10));
	show(read(s[1], buf, 10));
	state(s[1]);
	close(s[1]);

	pair(SOCK_STREAM);
	close(s[0]);
	state(s[1]);
	show(send(s[1], "x", 1, MSG_NOSIGNAL));
	show(recv(s[1], buf, 1, 0));
	close(s[1]);
}

static void unconnected(void)
{
	struct sockaddr_un a = { .sun_family = AF_UNIX };
	socklen_t len = sizeof(a);
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	state(fd);
	show(read(fd, buf, 1));
	show(write(fd, buf, 1));
	show(send(fd, buf, 1, MSG_OOB));
	show(send(fd, buf, 0, MSG_OOB));
	show(recv(fd, buf, 1, MSG_OOB));
	show(sendto(fd, buf, 1, 0, (void *)&a, sizeof(a)));
	show(getsockname(fd, (void *)&a, &len));
	printf("len %d\n", len);
	show(getpeername(fd, (void *)&a, &len));
	show(accept(fd, NULL, NULL));
	show(listen(fd, 5));
	show(shutdown(fd, SHUT_RDWR));
	state(fd);
	show(read(fd, buf, 1));
	close(fd);
}

int main(void)
{
	signal(SIGPIPE, on_pipe);
	kinds();
	about();
	bytes();
	full();
	ends();
	unconnected();
	return 0;
}
