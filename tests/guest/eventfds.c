/* SPDX-License-Identifier: GPL-2.0-or-later */
/* eventfd: counting, semaphores, limits, faults. */
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/uio.h>

#include "guest.h"

static uint64_t v[2];

static int ready(int fd)
{
	struct pollfd p = { fd, POLLIN | POLLOUT, 0 };

	poll(&p, 1, 0);
	return p.revents;
}

static long add(int fd, uint64_t n)
{
	return write(fd, &n, 8);
}

static void take(int fd)
{
	errno = 0;
	v[0] = 0;
	guest_show("take", read(fd, v, 8));
	printf("  %llu\n", (unsigned long long)v[0]);
}

int main(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct iovec two[2] = { { &v[0], 8 }, { &v[1], 8 } };
	struct iovec halves[2] = { { v, 4 }, { (char *)v + 4, 4 } };
	char name[64], link[64] = "";
	int e = eventfd(3, EFD_NONBLOCK), s = eventfd(2, EFD_NONBLOCK | EFD_SEMAPHORE | EFD_CLOEXEC);

	show(fcntl(s, F_GETFD));
	show(fcntl(e, F_GETFL) & ~0100000);
	take(e);
	take(e);
	show(ready(e));
	show(add(e, 5));
	show(add(e, 6));
	show(ready(e));
	take(e);
	take(s);
	take(s);
	take(s);
	show(add(e, UINT64_MAX));
	show(add(e, UINT64_MAX - 1));
	show(ready(e));
	show(add(e, 1));
	show(add(e, 0));
	take(e);
	show(read(e, v, 7));
	show(write(e, v, 7));
	show(write(e, v, 16));
	v[0] = 1;
	v[1] = 2;
	show(writev(e, two, 2));
	show(writev(e, halves, 2));
	show(readv(e, halves, 2));
	show((int)v[0]);
	show(readv(e, two, 2));
	show(add(e, 9));
	munmap(page + 4096, 4096);
	show(read(e, page + 4092, 8));
	take(e);
	show(write(e, page + 4092, 8));
	show(lseek(e, 5, SEEK_SET));
	show(pread(e, v, 8, 0));
	show(pwrite(e, v, 8, 0));
	show(ftruncate(e, 0));
	show(fsync(e));
	show(eventfd(0, 4));
	snprintf(name, sizeof(name), "/proc/self/fd/%d", e);
	readlink(name, link, sizeof(link) - 1);
	puts(link);
	return 0;
}
