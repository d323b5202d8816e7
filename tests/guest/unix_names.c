/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* Names of AF_UNIX sockets, and connections by them. */
#include <poll.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include "guest.h"

#define PATH offsetof(struct sockaddr_un, sun_path)

static char buf[200];
static struct sockaddr_un un;

static socklen_t name(const char *text, int n)
{
	memset(&un, 0, sizeof(un));
	un.sun_family = AF_UNIX;
	memcpy(un.sun_path, text, n);
	return PATH + n;
}

static void tell(int fd, int peer)
{
	struct sockaddr_un a;
	socklen_t len = sizeof(a);
	int r;

	memset(&a, 'z', sizeof(a));
	r = peer ? getpeername(fd, (void *)&a, &len) : getsockname(fd, (void *)&a, &len);
	if (r) {
		printf("  no name: %s\n", guest_errno(errno));
		return;
	}
	printf("  family %d len %d", a.sun_family, len);
	for (int i = 0; i < (int)(len - PATH) && i < (a.sun_path[0] ? 108 : 7); i++)
		printf(" %02x", (unsigned char)a.sun_path[i]);
	printf("\n");
}

static int sock(int type)
{
	return socket(AF_UNIX, type | SOCK_NONBLOCK, 0);
}

static void binds(void)
{
	int a = sock(SOCK_STREAM), b = sock(SOCK_STREAM), d = sock(SOCK_DGRAM);
	struct stat st;
	socklen_t len;

	umask(027);
	len = name("sock", 5);
	show(bind(a, (void *)&un, 1));
	show(bind(a, (void *)&un, 111));
	show(bind(a, (void *)&un, 129));
	show(bind(a, (void *)&un, -1));
	show(bind(a, (void *)8, 10));
	un.sun_family = AF_INET;
	show(bind(a, (void *)&un, len));
	un.sun_family = AF_UNIX;
	show(bind(a, (void *)&un, len));
	tell(a, 0);
	show(stat("sock", &st));
	printf("%o\n", st.st_mode);
	show(open("sock", O_RDWR));
	show(open("sock", O_PATH) > 0);
	show(bind(b, (void *)&un, len));
	show(bind(d, (void *)&un, len));
	show(bind(a, (void *)&un, len));
	show(bind(a, (void *)&un, name("other", 5)));
	show(access("other", F_OK));
	show(bind(a, (void *)&un, name("\0x", 2)));
	show(bind(b, (void *)&un, name("nodir/x", 7)));
	show(bind(b, (void *)&un, name("sock/x", 6)));
	show(bind(b, (void *)&un, name(".", 1)));
	show(bind(b, (void *)&un, name("x/", 2)));
	memset(buf, 'p', 108);
	show(bind(b, (void *)&un, name(buf, 108)));
	tell(b, 0);
	show(lstat("sock", &st));
	show(unlink("sock"));
	tell(a, 0);
	show(bind(d, (void *)&un, name("sock", 4)));
	tell(d, 0);
	unlink("sock");
	buf[108] = 0;
	show(unlink(buf));
	close(a);
	close(b);
	close(d);
}

static void abstract(void)
{
	int a = sock(SOCK_STREAM), b = sock(SOCK_STREAM), d = sock(SOCK_DGRAM);
	char own[30] = "\0ring3\0";
	socklen_t len;

	snprintf(own + 7, 13, "%011dx", getpid()); /* ours alone without the last byte, too */
	len = name(own, 19);
	show(bind(a, (void *)&un, len));
	tell(a, 0);
	show(bind(b, (void *)&un, len));
	show(bind(d, (void *)&un, len));
	show(bind(b, (void *)&un, len - 1));
	close(a);
	a = sock(SOCK_STREAM);
	show(bind(a, (void *)&un, len));
	close(a);
	a = sock(SOCK_STREAM);
	show(bind(a, (void *)&un, PATH));
	show(bind(a, (void *)&un, PATH));
	{
		struct sockaddr_un x;
		socklen_t n = sizeof(x);

		show(getsockname(a, (void *)&x, &n));
		x.sun_path[6] = 0;
		printf("%d %d %d\n", n, x.sun_path[0],
		       (int)strspn(x.sun_path + 1, "0123456789abcdef"));
	}
	show(bind(a, (void *)&un, len));
	close(a);
	close(b);
	close(d);
}

static int inbox(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static void connects(void)
{
	int l = sock(SOCK_STREAM), c[5], a, i;
	struct sockaddr_un who;
	socklen_t len = name("listener", 9), n;

	c[0] = sock(SOCK_STREAM);
	show(connect(c[0], (void *)&un, len));
	show(bind(l, (void *)&un, len));
	show(connect(c[0], (void *)&un, len));
	show(accept(l, NULL, NULL));
	show(listen(l, 1));
	show(inbox(l));
	show(accept(l, NULL, NULL));
	show(connect(c[0], (void *)&un, len));
	show(connect(c[0], (void *)&un, len));
	tell(c[0], 1);
	tell(c[0], 0);
	for (i = 1; i < 5; i++) {
		c[i] = sock(SOCK_STREAM);
		show(connect(c[i], (void *)&un, len));
	}
	show(inbox(l));
	show(write(c[0], "early", 5));
	n = sizeof(who);
	a = accept4(l, (void *)&who, &n, SOCK_CLOEXEC);
	printf("accepted: %d, name of %d bytes\n", a > 0, n);
	show(fcntl(a, F_GETFD));
	show(fcntl(a, F_GETFL));
	tell(a, 0);
	tell(a, 1);
	show(read(a, buf, 10));
	show(write(a, "back", 4));
	show(read(c[0], buf, 10));
	show(connect(c[3], (void *)&un, len));
	show(connect(l, (void *)&un, len));
	fcntl(a, F_SETFL, O_NONBLOCK);
	show(connect(a, (void *)&un, len));
	show(bind(a, (void *)&un, len));
	show(listen(a, 1));
	show(listen(c[0], 1));
	show(write(l, "x", 1));
	show(read(l, buf, 1));
	show(send(c[1], "unheard", 7, 0));
	show(accept(l, (void *)8, &n));
	show(listen(l, 0));
	show(shutdown(l, SHUT_RD));
	show(accept(l, NULL, NULL) > 0);
	show(accept(l, NULL, NULL) > 0);
	show(connect(c[4], (void *)&un, len));
	close(l);
	for (i = 0; i < 5; i++) {
		printf("%d: %#x\n", i, inbox(c[i]));
		show(read(c[i], buf, 1));
	}
	show(connect(c[4], (void *)&un, len));
	unlink("listener");
	show(connect(c[4], (void *)&un, len));
	for (i = 0; i < 5; i++)
		close(c[i]);
	close(a);
}

static void wrong_targets(void)
{
	int l = sock(SOCK_SEQPACKET), c = sock(SOCK_STREAM), d = sock(SOCK_DGRAM), fd;
	socklen_t len = name("seq", 4);

	show(bind(l, (void *)&un, len));
	show(listen(l, 3));
	show(connect(c, (void *)&un, len));
	show(connect(d, (void *)&un, len));
	show(sendto(d, "x", 1, 0, (void *)&un, len));
	symlink("seq", "link");
	len = name("link", 5);
	show(bind(c, (void *)&un, len));
	show(connect(sock(SOCK_SEQPACKET), (void *)&un, len));
	fd = open("plain", O_CREAT | O_RDWR, 0600);
	show(connect(c, (void *)&un, name("plain", 6)));
	show(connect(c, (void *)&un, name(".", 1)));
	show(connect(c, (void *)&un, name("nothing/x", 9)));
	show(connect(c, (void *)&un, name("plain/x", 7)));
	chmod("seq", 0);
	show(connect(c, (void *)&un, name("\0nobody", 7)));
	show(connect(c, (void *)&un, PATH));
	un.sun_family = AF_UNSPEC;
	show(connect(c, (void *)&un, 10));
	show(connect(d, (void *)&un, 2));
	show(connect(d, (void *)&un, 1));
	unlink("seq");
	unlink("link");
	unlink("plain");
	show(mknod("node", S_IFSOCK | 0666, 0));
	show(connect(c, (void *)&un, name("node", 4)));
	unlink("node");
	close(fd);
}

static void renamed(void)
{
	int l = sock(SOCK_STREAM), c = sock(SOCK_STREAM);
	socklen_t len = name("first", 5);

	show(bind(l, (void *)&un, len));
	show(listen(l, 5));
	show(rename("first", "second"));
	show(connect(c, (void *)&un, len));
	show(connect(c, (void *)&un, name("second", 6)));
	tell(c, 1);
	show(link("second", "third"));
	c = sock(SOCK_STREAM);
	show(connect(c, (void *)&un, name("third", 6)));
	close(l);
	show(unlink("second"));
	show(unlink("third"));
}

int main(void)
{
	binds();
	abstract();
	connects();
	wrong_targets();
	renamed();
	return 0;
}
