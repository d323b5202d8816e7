/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* flock and record locks within one process: what conflicts, what merges, what a close drops. */
#include <sys/file.h>

#include "guest.h"

static int a, b;

static int lock(int fd, int cmd, int type, int whence, off_t start, off_t len)
{
	struct flock fl = { .l_type = type, .l_whence = whence, .l_start = start, .l_len = len };

	return fcntl(fd, cmd, &fl);
}

static void get(int fd, int cmd, int type, off_t start, off_t len)
{
	struct flock fl = { .l_type = type, .l_start = start, .l_len = len };

	errno = 0;
	if (fcntl(fd, cmd, &fl))
		printf("get %lld+%lld: %s\n", (long long)start, (long long)len, guest_errno(errno));
	else
		printf("get %lld+%lld: type %d whence %d %lld+%lld pid %d\n", (long long)start,
		       (long long)len, fl.l_type, fl.l_whence, (long long)fl.l_start,
		       (long long)fl.l_len, fl.l_pid == getpid() ? 1 : fl.l_pid);
}

static void flocks(void)
{
	int c = open("lock.tmp", O_RDONLY), d = dup(a);

	show(flock(a, LOCK_EX));
	show(flock(b, LOCK_SH | LOCK_NB));
	show(flock(d, LOCK_EX | LOCK_NB));
	show(flock(d, LOCK_SH));
	show(flock(b, LOCK_SH | LOCK_NB));
	show(flock(c, LOCK_SH | LOCK_NB));
	show(flock(a, LOCK_EX | LOCK_NB));
	show(flock(b, LOCK_EX | LOCK_NB));
	show(close(c));
	show(flock(b, LOCK_EX | LOCK_NB));
	show(flock(a, LOCK_UN));
	show(flock(b, LOCK_UN));
	show(flock(a, 0));
	show(flock(a, LOCK_SH | LOCK_EX));
	show(flock(999, LOCK_SH));
	show(flock(999, 77));
	close(d);
}

static void ofd(void)
{
	show(lock(a, F_OFD_SETLK, F_WRLCK, SEEK_SET, 10, 10));
	show(lock(b, F_OFD_SETLK, F_WRLCK, SEEK_SET, 15, 10));
	show(lock(b, F_OFD_SETLK, F_RDLCK, SEEK_SET, 0, 10));
	show(lock(b, F_OFD_SETLK, F_WRLCK, SEEK_SET, 20, 0));
	get(a, F_OFD_GETLK, F_WRLCK, 0, 0);
	get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
	get(a, F_OFD_GETLK, F_WRLCK, 10, 10);
	get(a, F_OFD_GETLK, F_RDLCK, 0, 10);
	get(a, F_GETLK, F_RDLCK, 0, 0);
	show(lock(a, F_SETLK, F_RDLCK, SEEK_SET, 0, 10));
	show(lock(a, F_SETLK, F_WRLCK, SEEK_SET, 0, 10));
	show(lock(a, F_OFD_SETLK, F_UNLCK, SEEK_SET, 12, 3));
	get(b, F_OFD_GETLK, F_WRLCK, 10, 5);
	get(b, F_OFD_GETLK, F_WRLCK, 12, 3);
	get(b, F_OFD_GETLK, F_WRLCK, 15, 5);
	show(lock(a, F_OFD_SETLK, F_WRLCK, SEEK_SET, 12, 3));
	get(b, F_OFD_GETLK, F_WRLCK, 12, 1);
	show(lock(a, F_OFD_SETLK, F_RDLCK, SEEK_SET, 12, 3));
	get(b, F_OFD_GETLK, F_WRLCK, 12, 1);
	get(b, F_OFD_GETLK, F_RDLCK, 12, 1);
	get(b, F_OFD_GETLK, F_WRLCK, 10, 1);
	close(a);
	get(b, F_OFD_GETLK, F_WRLCK, 10, 10);
	a = open("lock.tmp", O_RDWR);
	show(lock(b, F_OFD_SETLK, F_UNLCK, SEEK_SET, 0, 0));
	show(lock(b, F_SETLK, F_UNLCK, SEEK_SET, 0, 0));
	get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
}

static void records(void)
{
	/* A process's own records never conflict; another open file shows them. */
	show(lock(a, F_SETLK, F_WRLCK, SEEK_SET, 100, 50));
	show(lock(b, F_SETLK, F_WRLCK, SEEK_SET, 150, 50));
	get(b, F_GETLK, F_WRLCK, 0, 0);
	get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
	show(lock(a, F_SETLK, F_RDLCK, SEEK_SET, 140, 20));
	get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
	get(b, F_OFD_GETLK, F_WRLCK, 145, 1);
	get(b, F_OFD_GETLK, F_RDLCK, 145, 100);
	lseek(a, 1000, SEEK_SET);
	show(lock(a, F_SETLK, F_WRLCK, SEEK_CUR, -10, 5));
	get(b, F_OFD_GETLK, F_WRLCK, 900, 0);
	show(lock(a, F_SETLK, F_WRLCK, SEEK_END, -100, -100));
	get(b, F_OFD_GETLK, F_WRLCK, 1500, 0);
	show(lock(a, F_SETLK, F_WRLCK, SEEK_SET, -1, 5));
	show(lock(a, F_SETLK, F_WRLCK, SEEK_SET, 5, -6));
	show(lock(a, F_SETLK, F_WRLCK, 3, 5, 6));
	show(lock(a, F_SETLK, 3, SEEK_SET, 5, 6));
	get(a, F_GETLK, F_UNLCK, 0, 0);
	get(a, F_OFD_GETLK, F_UNLCK, 0, 0);
	/* Any close of the file drops them all. */
	close(open("lock.tmp", O_RDONLY));
	get(b, F_OFD_GETLK, F_WRLCK, 0, 0);
}

static void modes(void)
{
	int r = open("lock.tmp", O_RDONLY), w = open("lock.tmp", O_WRONLY);
	int p = open("lock.tmp", O_PATH);
	struct flock fl = { .l_type = F_RDLCK, .l_pid = 1 };

	show(lock(r, F_SETLK, F_WRLCK, SEEK_SET, 0, 1));
	show(lock(w, F_SETLK, F_RDLCK, SEEK_SET, 0, 1));
	show(lock(r, F_SETLK, F_RDLCK, SEEK_SET, 0, 1));
	show(lock(p, F_SETLK, F_RDLCK, SEEK_SET, 0, 1));
	show(flock(p, LOCK_SH));
	show(flock(w, LOCK_SH));
	show(fcntl(a, F_OFD_SETLK, &fl));
	show(fcntl(a, F_OFD_GETLK, &fl));
	show(fcntl(a, F_SETLK, (void *)8));
	show(fcntl(a, F_GETLK, (void *)8));
	close(r);
	close(w);
	close(p);
}

#ifdef __i386__
struct old_flock {
	int16_t type, whence;
	int32_t start, len, pid;
};

static void narrow(void)
{
	struct old_flock fl = { F_WRLCK, SEEK_SET, 10, 5, 0 };

	show(raw(SYS_fcntl, a, 6, (long)&fl, 0, 0, 0));
	fl = (struct old_flock){ F_WRLCK, SEEK_SET, 0, 0, 0 };
	show(raw(SYS_fcntl, a, 5, (long)&fl, 0, 0, 0));
	printf("%d %d %d\n", fl.type, fl.start, fl.len);
	lock(b, F_OFD_SETLK, F_WRLCK, SEEK_SET, 0x80000000ll, 10);
	fl = (struct old_flock){ F_WRLCK, SEEK_SET, 0, 0, 0 };
	show(raw(SYS_fcntl, a, 5, (long)&fl, 0, 0, 0));
	lock(b, F_OFD_SETLK, F_WRLCK, SEEK_SET, 100, 0x90000000ll);
	fl = (struct old_flock){ F_WRLCK, SEEK_SET, 0, 0, 0 };
	show(raw(SYS_fcntl, a, 5, (long)&fl, 0, 0, 0));
	printf("%d %d %d\n", fl.type, fl.start, fl.len);
}
#else
static void narrow(void)
{
}
#endif

int main(void)
{
	a = open("lock.tmp", O_RDWR | O_CREAT, 0600);
	b = open("lock.tmp", O_RDWR);
	show(ftruncate(a, 2000));
	flocks();
	ofd();
	records();
	modes();
	narrow();
	unlink("lock.tmp");
	return 0;
}
