/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same calls on files of every kind: which of them move data without a copy, have positions,
 * answer at once, have O_DIRECT. */
#include <signal.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <sys/uio.h>

#include "guest.h"

static char buf[4096];
static int text, output; /* a file with a few bytes, and one for results */

/* Twelve bytes to take and room for many. */
static void fill_pipe(int p[2])
{
	pipe2(p, O_NONBLOCK);
	write(p[1], "123456789012", 12);
}

static void splices(int fd)
{
	loff_t zero = 0, other = 0;
	int p[2];

	fill_pipe(p);
	show(splice(fd, NULL, p[1], NULL, 8, SPLICE_F_NONBLOCK));
	show(splice(fd, &zero, p[1], NULL, 8, SPLICE_F_NONBLOCK));
	show(splice(fd, NULL, p[1], NULL, (size_t)-1 >> 1, SPLICE_F_NONBLOCK));
	show(splice(p[0], NULL, fd, NULL, 4, SPLICE_F_NONBLOCK));
	show(splice(p[0], NULL, fd, &other, 4, SPLICE_F_NONBLOCK));
	close(p[0]);
	close(p[1]);
}

static void sendfiles(int fd)
{
	int p[2];

	fill_pipe(p);
	lseek(text, 0, SEEK_SET);
	show(sendfile(fd, text, NULL, 4));
	lseek(text, 0, SEEK_END);
	show(sendfile(fd, text, NULL, 4));
	show(sendfile(p[1], fd, NULL, 4));
	show(sendfile(output, fd, NULL, 4));
	close(p[0]);
	show(sendfile(p[1], fd, NULL, 0));
	close(p[1]);
}

static void positions(int fd)
{
	show(lseek(fd, 0, SEEK_CUR));
	show(lseek(fd, 4, SEEK_SET));
	show(lseek(fd, 0, SEEK_END));
}

static void kind(const char *name, int fd)
{
	struct iovec iov = { buf, 8 };

	printf("--- %s\n", name);
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
	memset(buf, 0, sizeof(buf));
	buf[0] = 1;
	show(pwritev(fd, &iov, 1, 0));
	show(preadv(fd, &iov, 1, 0));
	show(preadv2(fd, &iov, 1, -1, RWF_HIPRI));
	splices(fd);
	sendfiles(fd);
	positions(fd);
	show(fcntl(fd, F_SETFL, O_DIRECT | O_NONBLOCK));
	show(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
	close(fd);
}

static int reopened(int flags)
{
	char path[64];
	int p[2];

	pipe(p);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", p[0]);
	return open(path, flags);
}

static int socket_of(int type)
{
	int s[2];

	socketpair(AF_UNIX, type, 0, s);
	return s[0];
}

static void descriptors(void)
{
	sigset_t none;

	sigemptyset(&none);
	kind("eventfd", eventfd(3, 0));
	kind("timerfd", timerfd_create(CLOCK_MONOTONIC, 0));
	kind("signalfd", signalfd(-1, &none, 0));
	kind("epoll", epoll_create1(0));
	kind("stream", socket_of(SOCK_STREAM));
	kind("datagrams", socket_of(SOCK_DGRAM));
	kind("memfd", memfd_create("x", 0));
}

static void nodes(void)
{
	mkfifo("fifo", 0600);
	kind("fifo", open("fifo", O_RDWR));
	kind("pipe opened again", reopened(O_RDWR));
	kind("zero", open("/dev/zero", O_RDWR));
	kind("null", open("/dev/null", O_RDWR));
	kind("full", open("/dev/full", O_RDWR));
	kind("urandom", open("/dev/urandom", O_RDONLY));
	kind("comm", open("/proc/self/comm", O_RDWR));
	kind("mem", open("/proc/self/mem", O_RDWR));
}

/* Answers at once, if it can: a pipe that was spliced, and a FIFO, promise it no more. */
static void nowait(void)
{
	struct iovec iov = { buf, 1 };
	int fifo = open("fifo", O_RDWR), p[2], q[2];
	loff_t zero = 0;

	fill_pipe(p);
	fill_pipe(q);
	show(preadv2(fifo, &iov, 1, -1, RWF_NOWAIT));
	show(preadv2(open("/dev/zero", O_RDONLY), &iov, 1, -1, RWF_NOWAIT));
	show(preadv2(p[0], &iov, 1, -1, RWF_NOWAIT));
	show(tee(p[0], q[1], 1, 0));
	show(preadv2(p[0], &iov, 1, -1, RWF_NOWAIT));
	show(splice(p[0], NULL, q[1], &zero, 1, 0));
	show(preadv2(p[0], &iov, 1, -1, RWF_NOWAIT));
	show(pwritev2(q[1], &iov, 1, -1, RWF_NOWAIT));
	show(vmsplice(q[1], &iov, 1, 0));
	show(pwritev2(q[1], &iov, 1, -1, RWF_NOWAIT));
}

/* How much a pipe takes depends on the pages that its bytes come from. */
static void slots(void)
{
	char *pages = mmap(NULL, 8 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec iov[3] = { { pages + 100, 16000 }, { pages, 0 }, { pages + 4000, 200 } };
	int p[2], zero = open("/dev/zero", O_RDONLY), room;
	loff_t offset = 100;

	pipe2(p, O_NONBLOCK);
	show(vmsplice(p[1], iov, 3, 0));
	for (room = 0; write(p[1], buf, 4096) == 4096; room++)
		;
	printf("room for %d more\n", room);
	while (read(p[0], buf, sizeof(buf)) > 0)
		;
	show(fcntl(p[1], F_SETPIPE_SZ, 1 << 18));
	show(splice(zero, &offset, p[1], NULL, 1 << 20, 0));
	munmap(pages + 4096, 4096);
	while (read(p[0], buf, sizeof(buf)) > 0)
		;
	show(vmsplice(p[1], iov, 3, 0));
	show(vmsplice(p[1], &(struct iovec){ pages + 4096, 1 }, 1, 0));
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	text = open("text", O_RDWR | O_CREAT, 0600);
	write(text, "abcdefgh", 8);
	output = open("output", O_RDWR | O_CREAT, 0600);
	descriptors();
	nodes();
	nowait();
	slots();
	return 0;
}
