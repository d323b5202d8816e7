/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pipes in one process: capacity, atomicity, packets, ends that go, sizes. */
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "guest.h"

static char buf[1 << 17];

static int queued(int fd)
{
	int n = -1;

	ioctl(fd, FIONREAD, &n);
	return n;
}

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static void flags(void)
{
	int p[2];

	show(pipe2(p, O_CLOEXEC | O_NONBLOCK));
	show(fcntl(p[0], F_GETFD));
	show(fcntl(p[0], F_GETFL) & ~0100000);
	show(fcntl(p[1], F_GETFL) & ~0100000);
	show(lseek(p[0], 0, SEEK_SET));
	show(pread(p[0], buf, 1, 0));
	show(pwrite(p[1], buf, 1, 0));
	show(read(p[1], buf, 1));
	show(write(p[0], buf, 1));
	show(read(p[0], buf, 0));
	show(write(p[1], buf, 0));
	show(read(p[0], buf, 1));
	close(p[0]);
	close(p[1]);
	show(pipe2(p, O_APPEND));
	show(pipe2(p, 1));
	show(pipe((int *)8));
}

static void capacity(void)
{
	int p[2], n = 0;
	static const size_t sizes[] = { 1, 100, 4095, 4096, 4097, 5000 };

	for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		long total = 0, r;

		pipe2(p, O_NONBLOCK);
		for (n = 0; (r = write(p[1], buf, sizes[i])) > 0; n++)
			total += r;
		printf("writes of %zu: %d of them, %ld bytes, then %s, %d queued\n", sizes[i], n,
		       total, guest_errno(errno), queued(p[0]));
		close(p[0]);
		close(p[1]);
	}
}

static void partial(void)
{
	int p[2];

	pipe2(p, O_NONBLOCK);
	show(write(p[1], buf, 65536 - 4096));
	show(write(p[1], buf, 4097));
	show(write(p[1], buf, 4096));
	show(read(p[0], buf, 10));
	show(write(p[1], buf, 10));
	show(read(p[0], buf, 4086));
	show(write(p[1], buf, 4096));
	show(read(p[0], buf, sizeof(buf)));
	show(ready(p[0]));
	show(ready(p[1]));
	close(p[1]);
	show(ready(p[0]));
	show(read(p[0], buf, 1));
	close(p[0]);
}

static void broken(void)
{
	int p[2];

	pipe(p);
	signal(SIGPIPE, SIG_IGN);
	close(p[0]);
	show(ready(p[1]));
	show(write(p[1], buf, 0));
	show(write(p[1], buf, 1));
	close(p[1]);
}

static void packets(void)
{
	int p[2];

	pipe2(p, O_DIRECT | O_NONBLOCK);
	show(write(p[1], "first", 5));
	show(write(p[1], "second", 6));
	show(write(p[1], buf, 5000));
	show(queued(p[0]));
	show(read(p[0], buf, 3));
	show(read(p[0], buf, 100));
	show(read(p[0], buf, 5000));
	show(read(p[0], buf, 5000));
	show(read(p[0], buf, 5000));
	show(fcntl(p[1], F_SETFL, O_NONBLOCK));
	show(write(p[1], "a", 1));
	show(write(p[1], "b", 1));
	show(read(p[0], buf, 100));
	close(p[0]);
	close(p[1]);
}

static void sizes(void)
{
	int p[2];

	pipe2(p, O_NONBLOCK);
	show(fcntl(p[0], F_GETPIPE_SZ));
	show(fcntl(p[0], F_SETPIPE_SZ, 1));
	show(write(p[1], buf, 10000));
	show(fcntl(p[0], F_SETPIPE_SZ, 5000));
	show(fcntl(p[1], F_SETPIPE_SZ, 70000));
	show(write(p[1], buf, 8192));
	show(fcntl(p[1], F_SETPIPE_SZ, 4096));
	show(fcntl(p[1], F_SETPIPE_SZ, 0));
	show(fcntl(p[1], F_SETPIPE_SZ, -1));
	show(fcntl(p[1], F_SETPIPE_SZ, 1 << 20));
	show(read(p[0], buf, sizeof(buf)));
	show(fcntl(0, F_GETPIPE_SZ));
	close(p[0]);
	close(p[1]);
}

static void faults(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int p[2];

	munmap(page + 4096, 4096);
	pipe2(p, O_NONBLOCK);
	show(write(p[1], page + 4090, 100));
	show(queued(p[0]));
	show(read(p[0], buf, 100));
	show(write(p[1], "0123456789", 10));
	show(read(p[0], page + 4091, 10));
	show(queued(p[0]));
	show(write(p[1], page, 8192));
	show(queued(p[0]));
	show(read(p[0], page + 4091, 5));
	show(memcmp(page + 4091, "01234", 5));
	show(read(p[0], (void *)1, 5));
	close(p[0]);
	close(p[1]);
}

static void vectors(void)
{
	struct iovec v[3] = { { "ab", 2 }, { "", 0 }, { "cde", 3 } };
	char x[4] = "", y[4] = "";
	struct iovec r[2] = { { x, 3 }, { y, 3 } };
	int p[2];

	pipe2(p, O_NONBLOCK);
	show(writev(p[1], v, 3));
	show(readv(p[0], r, 2));
	printf("%s %s\n", x, y);
	show(readv(p[0], r, 0));
	show(readv(p[0], r, -1));
	show(writev(p[1], v, 1025));
	close(p[0]);
	close(p[1]);
}

static void inode(void)
{
	struct stat st, st2;
	char name[64] = "", want[64];
	int p[2];

	pipe(p);
	show(fstat(p[0], &st));
	show(fstat(p[1], &st2));
	printf("mode %o nlink %d size %d blksize %d same %d\n", st.st_mode, (int)st.st_nlink,
	       (int)st.st_size, (int)st.st_blksize,
	       st.st_ino == st2.st_ino && st.st_dev == st2.st_dev);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", p[0]);
	snprintf(want, sizeof(want), "pipe:[%llu]", (unsigned long long)st.st_ino);
	memset(buf, 0, 64);
	show(readlink(name, buf, 64) == (ssize_t)strlen(want));
	show(strcmp(buf, want));
	show(fsync(p[0]));
	show(ftruncate(p[1], 0));
	close(p[0]);
	close(p[1]);
}

int main(void)
{
	flags();
	capacity();
	partial();
	broken();
	packets();
	sizes();
	faults();
	vectors();
	inode();
	return 0;
}
