/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* Descriptors: numbers, duplication, flags, limits, close_range; fcntl and ioctl on any file. */
#include <limits.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "guest.h"

#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef F_DUPFD_QUERY
#define F_DUPFD_QUERY 1027
#endif
#define CLOEXEC 4
#define UNSHARE 2

static void numbers(void)
{
	int a = open("f", O_CREAT | O_RDWR, 0600), b = dup(a), c = dup(a);

	printf("%d %d\n", b - a, c - a);
	show(close(b));
	show(close(b));
	show(dup(c) - a);
	show(fcntl(a, F_DUPFD, 50));
	show(fcntl(a, F_DUPFD, 50));
	show(fcntl(a, F_DUPFD_CLOEXEC, 200));
	show(fcntl(200, F_GETFD));
	show(fcntl(50, F_GETFD));
	show(fcntl(a, F_DUPFD, -1));
	show(fcntl(a, F_DUPFD, 1 << 30));
	show(dup(999));
	show(dup2(a, a) - a);
	show(dup2(999, 999));
	show(dup2(a, 51));
	show(dup2(a, 300));
	show(dup2(a, -1));
	show(dup2(a, INT_MAX));
	show(dup2(999, -1));
	show(dup2(999, 50));
	show(fcntl(50, F_GETFD));
	show(dup3(a, a, 0));
	show(dup3(999, 999, 0));
	show(dup3(a, 51, 1));
	show(dup3(a, 51, O_CLOEXEC));
	show(fcntl(51, F_GETFD));
	show(fcntl(a, F_DUPFD_QUERY, 51));
	show(fcntl(a, F_DUPFD_QUERY, 0));
	show(fcntl(a, F_DUPFD_QUERY, 999));
	show(lseek(51, 7, SEEK_SET));
	show(lseek(a, 0, SEEK_CUR));
	close(c);
}

static void ranges(void)
{
	for (int i = 100; i < 110; i++)
		dup2(1, i);
	show(syscall(SYS_close_range, 101, 102, 0));
	show(fcntl(100, F_GETFD));
	show(fcntl(101, F_GETFD));
	show(fcntl(103, F_GETFD));
	show(syscall(SYS_close_range, 103, 104, CLOEXEC));
	show(fcntl(103, F_GETFD));
	show(fcntl(105, F_GETFD));
	show(syscall(SYS_close_range, 105, 104, 0));
	show(syscall(SYS_close_range, 105, 105, 8));
	show(syscall(SYS_close_range, 1000000, ~0u, 0));
	show(syscall(SYS_close_range, 105, ~0u, UNSHARE));
	show(fcntl(104, F_GETFD));
	show(fcntl(105, F_GETFD));
	show(syscall(SYS_close_range, 50, ~0u, 0));
	show(fcntl(50, F_GETFD));
}

static void limit(void)
{
	struct rlimit r, old;
	int first, fd, n = 0;

	getrlimit(RLIMIT_NOFILE, &old);
	r = (struct rlimit){ 80, old.rlim_max };
	show(setrlimit(RLIMIT_NOFILE, &r));
	first = dup(0);
	while ((fd = dup(0)) >= 0)
		n++;
	printf("%d %d %s\n", first + n, fd, guest_errno(errno));
	show(open("none", O_RDONLY));
	show(open("", O_RDONLY));
	show(open((char *)1, O_RDONLY));
	show(dup2(0, 79));
	show(dup2(0, 80));
	show(fcntl(0, F_DUPFD, 79));
	show(fcntl(0, F_DUPFD, 80));
	close(60);
	show(dup(0));
	show(setrlimit(RLIMIT_NOFILE, &old));
	show(dup(0));
	show(syscall(SYS_close_range, 3, ~0u, 0));
}

static void flags(void)
{
	int fd = open("f", O_RDWR | O_APPEND | O_CLOEXEC | O_NONBLOCK | O_SYNC | O_CREAT | O_TRUNC, 0600);
	int p[2], dir = open(".", O_RDONLY | O_DIRECTORY), null = open("/dev/null", O_RDWR), e;

	pipe2(p, O_NONBLOCK);
	e = eventfd(0, 0);
	printf("%#x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	printf("%#x\n", fcntl(dir, F_GETFL) & ~O_LARGEFILE);
	printf("%#x %#x\n", fcntl(p[0], F_GETFL), fcntl(p[1], F_GETFL));
	printf("%#x\n", fcntl(e, F_GETFL));
	show(fcntl(fd, F_SETFL, 0));
	printf("%#x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	show(fcntl(fd, F_SETFL, O_RDONLY | O_APPEND | O_CREAT | O_EXCL | O_TRUNC | O_CLOEXEC));
	printf("%#x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	show(fcntl(fd, F_SETFL, O_NOATIME));
	printf("%#x\n", fcntl(fd, F_GETFL) & ~O_LARGEFILE);
	show(fcntl(dir, F_SETFL, O_DIRECT));
	show(fcntl(null, F_SETFL, O_DIRECT));
	show(fcntl(p[1], F_SETFL, O_DIRECT));
	printf("%#x\n", fcntl(p[1], F_GETFL));
	show(open("/dev/null", O_RDWR | O_DIRECT));
	show(fcntl(fd, F_GETFD));
	show(fcntl(fd, F_SETFD, 0));
	show(fcntl(fd, F_GETFD));
	show(fcntl(fd, F_SETFD, -2));
	show(fcntl(fd, F_GETFD));
	show(fcntl(fd, 77, 0));
	show(fcntl(999, F_GETFD));
	show(fcntl(fd, F_NOTIFY, 0) == -1);
	show(fcntl(fd, F_GETOWN));
	show(fcntl(fd, F_SETOWN, getpid()));
	show(fcntl(fd, F_GETOWN) == getpid());
	show(fcntl(fd, F_SETOWN, 99999999));
	show(fcntl(fd, F_SETOWN, INT_MIN));
	show(fcntl(fd, F_SETOWN, 0));
	show(fcntl(fd, F_GETOWN));
	struct f_owner_ex ex = { F_OWNER_TID, getpid() };
	show(fcntl(fd, F_SETOWN_EX, &ex));
	ex.type = 9;
	show(fcntl(fd, F_GETOWN_EX, &ex));
	printf("%d %d\n", ex.type, ex.pid == getpid());
	ex.type = 9;
	show(fcntl(fd, F_SETOWN_EX, &ex));
	show(fcntl(fd, F_SETOWN_EX, NULL));
	show(fcntl(fd, F_SETSIG, SIGUSR1));
	show(fcntl(fd, F_GETSIG));
	show(fcntl(fd, F_SETSIG, 65));
	show(fcntl(fd, F_SETSIG, -1));
	show(fcntl(fd, F_SETSIG, 0));
	show(fcntl(fd, F_GETLEASE));
	show(fcntl(fd, F_SETPIPE_SZ, 4096));
	show(fcntl(fd, F_GETPIPE_SZ));
	show(fcntl(dir, F_GET_SEALS));
	close(fd), close(p[0]), close(p[1]), close(dir), close(null), close(e);
}

static void ioctls(void)
{
	int fd = open("f", O_RDWR | O_CREAT | O_TRUNC, 0600), dir = open(".", O_RDONLY), n = 1, p[2];
	int e = eventfd(0, 0), path = open("f", O_PATH);
	loff_t size;

	pipe(p);
	write(fd, "12345", 5);
	lseek(fd, 2, SEEK_SET);
	show(ioctl(fd, FIONREAD, &n));
	printf("%d\n", n);
	show(ioctl(fd, FIONREAD, NULL));
	show(ioctl(dir, FIONREAD, &n));
	write(p[1], "abc", 3);
	show(ioctl(p[0], FIONREAD, &n));
	printf("%d\n", n);
	n = 1;
	show(ioctl(fd, FIONBIO, &n));
	printf("%d\n", !!(fcntl(fd, F_GETFL) & O_NONBLOCK));
	n = 0;
	show(ioctl(fd, FIONBIO, &n));
	printf("%d\n", !!(fcntl(fd, F_GETFL) & O_NONBLOCK));
	show(ioctl(fd, FIONBIO, NULL));
	show(ioctl(dir, FIONBIO, &n));
	n = 0;
	show(ioctl(fd, FIOASYNC, &n));
	n = 1;
	show(ioctl(fd, FIOASYNC, &n));
	show(ioctl(fd, FIOASYNC, NULL));
	show(ioctl(fd, FIOCLEX, 0));
	show(fcntl(fd, F_GETFD));
	show(ioctl(fd, FIONCLEX, 0));
	show(fcntl(fd, F_GETFD));
	show(ioctl(fd, 0x5460, &size));
	show(ioctl(p[0], 0x5460, &size));
	show(ioctl(e, 0x5460, &size));
	show(ioctl(fd, TIOCGWINSZ, &n));
	show(ioctl(dir, TIOCGWINSZ, &n));
	show(ioctl(e, TIOCGWINSZ, &n));
	show(ioctl(p[0], TIOCGWINSZ, &n));
	show(ioctl(fd, 0x12345678, 0));
	show(ioctl(999, FIONREAD, &n));
	show(ioctl(path, FIONREAD, &n));
	close(fd), close(dir), close(p[0]), close(p[1]), close(e), close(path);
}

int main(void)
{
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	syscall(SYS_close_range, 3, ~0u, 0);
	numbers();
	ranges();
	limit();
	flags();
	ioctls();
	return 0;
}
