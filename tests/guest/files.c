/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* guest: on tmpfs hostfs */
/* Files: opening, flags, positions, descriptors, attributes, holes. */
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "guest.h"

static char buf[10000];

static void opening(void)
{
	int fd;

	show(open("no/such", O_RDONLY));
	show(open("f", O_RDONLY));
	fd = open("f", O_WRONLY | O_CREAT | O_EXCL, 0666);
	show(fd >= 0);
	show(write(fd, "0123456789", 10));
	show(read(fd, buf, 1));
	close(fd);
	show(open("f", O_WRONLY | O_CREAT | O_EXCL, 0666));
	show(open("f/x", O_RDONLY));
	show(open("f/", O_RDONLY));
	show(open("f", O_RDONLY | O_DIRECTORY));
	show(open(".", O_WRONLY));
	show(open(".", O_RDWR | O_CREAT, 0600));
	show(open("", O_RDONLY));
	show(open((char *)8, O_RDONLY));
	memset(buf, 'a', 5000);
	buf[5000] = 0;
	show(open(buf, O_RDONLY));
	buf[256] = 0;
	show(open(buf, O_RDONLY));
	buf[255] = 0;
	show(open(buf, O_RDONLY));
	fd = open("f", O_RDWR | O_TRUNC);
	show(lseek(fd, 0, SEEK_END));
	close(fd);
	fd = open("f", O_RDONLY | O_CREAT | O_NOFOLLOW, 0);
	show(fcntl(fd, F_GETFL) & ~0100000);
	show(write(fd, "x", 1));
	close(fd);
	show(openat(999, "f", O_RDONLY));
	fd = open("f", O_PATH);
	show(read(fd, buf, 1));
	show(fcntl(fd, F_GETFL));
	show(openat(fd, "x", O_RDONLY));
	close(fd);
	fd = open(".", O_TMPFILE | O_RDWR, 0600);
	show(fd >= 0);
	show(write(fd, "hidden", 6));
	show(lseek(fd, 0, SEEK_CUR));
	close(fd);
	{
		struct {
			uint64_t flags, mode, resolve;
		} how = { O_RDWR | O_CREAT, 0640, 0 };

		fd = raw(437, AT_FDCWD, (long)"g", (long)&how, sizeof(how), 0, 0);
		show(fd >= 0);
		close(fd);
		how.resolve = 1 << 20;
		show(raw(437, AT_FDCWD, (long)"g", (long)&how, sizeof(how), 0, 0));
		how.resolve = 8;
		show(raw(437, AT_FDCWD, (long)"/", (long)&how, sizeof(how), 0, 0));
		how.resolve = 0;
		how.mode = 0;
		how.flags = O_RDONLY | (1ull << 40);
		show(raw(437, AT_FDCWD, (long)"g", (long)&how, sizeof(how), 0, 0));
		show(raw(437, AT_FDCWD, (long)"g", (long)&how, 23, 0, 0));
	}
	unlink("g");
}

static void positions(void)
{
	int fd = open("f", O_RDWR | O_TRUNC), ap = open("f", O_RDWR | O_APPEND), d;
	struct iovec v[3] = { { "abc", 3 }, { "", 0 }, { "defg", 4 } };

	show(write(fd, "0123456789", 10));
	show(lseek(fd, 3, SEEK_SET));
	d = dup(fd);
	show(read(d, buf, 2));
	printf("%.2s\n", buf);
	show(lseek(fd, 0, SEEK_CUR));
	show(write(ap, "app", 3));
	show(lseek(ap, 0, SEEK_CUR));
	show(pwrite(ap, "XX", 2, 0));
	show(writev(fd, v, 3));
	show(lseek(fd, 0, SEEK_SET));
	memset(buf, 0, 40);
	show(read(fd, buf, 40));
	puts(buf);
	show(lseek(fd, 100, SEEK_END));
	show(read(fd, buf, 1));
	show(write(fd, "far", 3));
	show(lseek(fd, -1, SEEK_SET));
	show(lseek(fd, 0, 9));
	show(lseek(fd, 0, SEEK_DATA));
	show(lseek(fd, 1000, SEEK_DATA));
	show(lseek(fd, 1000, SEEK_HOLE));
	show(ftruncate(fd, 4));
	show(read(fd, (void *)8, 4));
	show(lseek(fd, 0, SEEK_SET));
	show(read(fd, (void *)8, 4));
	show(read(fd, (void *)8, 0));
	show(write(fd, (void *)8, 4));
	show(read(999, buf, 1));
	show(pread(fd, buf, 10, 2));
	show(pread(fd, buf, 10, 4));
	close(fd);
	close(ap);
	close(d);
}

static void descriptors(void)
{
	int a = open("f", O_RDWR), b;
	struct rlimit r;

	show(dup2(a, a) == a);
	show(dup2(a, 50));
	show(dup2(999, 999));
	show(dup2(a, -1));
	show(dup3(a, a, 0));
	show(dup3(a, 51, O_CLOEXEC));
	show(dup3(a, 51, O_APPEND));
	show(fcntl(51, F_GETFD));
	show(fcntl(51, F_SETFD, 0));
	show(fcntl(51, F_GETFD));
	show(fcntl(a, F_DUPFD, 60));
	show(fcntl(a, F_DUPFD_CLOEXEC, 60));
	show(fcntl(61, F_GETFD));
	show(fcntl(a, F_DUPFD, -1));
	show(fcntl(a, F_SETFL, O_APPEND | O_NONBLOCK | O_WRONLY));
	show(fcntl(a, F_GETFL) & ~0100000);
	show(fcntl(50, F_GETFL) & ~0100000);
	show(fcntl(a, 9999));
	show(fcntl(999, F_GETFD));
	show(syscall(SYS_close_range, 50, 60, 0));
	show(fcntl(50, F_GETFD));
	show(fcntl(61, F_GETFD));
	show(syscall(SYS_close_range, 60, ~0u, 4));
	show(syscall(SYS_close_range, 60, 50, 0));
	show(syscall(SYS_close_range, 60, ~0u, 8));
	getrlimit(RLIMIT_NOFILE, &r);
	r.rlim_cur = a + 2;
	setrlimit(RLIMIT_NOFILE, &r);
	b = dup(a);
	show(b == a + 1);
	show(dup(a));
	show(open("f", O_RDONLY));
	show(dup2(a, a + 2));
	show(fcntl(a, F_DUPFD, a + 2));
	r.rlim_cur = r.rlim_max;
	setrlimit(RLIMIT_NOFILE, &r);
	show(close(b));
	show(close(b));
	show(ioctl(a, FIONBIO, &(int){ 0 }));
	show(fcntl(a, F_GETFL) & O_NONBLOCK);
	show(ioctl(a, TIOCGWINSZ, buf));
	show(ioctl(a, FIOCLEX));
	show(fcntl(a, F_GETFD));
	show(ioctl(a, 0x12345678));
	close(a);
	close(61);
}

static void print_stat(const struct stat *st)
{
	printf("  mode %o nlink %d uid %d gid %d size %lld\n", st->st_mode, (int)st->st_nlink,
	       st->st_uid == getuid(), st->st_gid == getgid(), (long long)st->st_size);
}

static void attributes(void)
{
	struct timespec t[2] = { { 1000000000, 123456789 }, { 2000000000, 0 } };
	struct timeval tv[2] = { { 5, 6 }, { 7, 8 } };
	struct stat st;
	int fd;

	umask(027);
	fd = open("m", O_RDWR | O_CREAT, 0777);
	show(umask(022));
	show(fstat(fd, &st));
	print_stat(&st);
	show(fchmod(fd, 04755));
	show(chmod("m", 0100644));
	show(stat("m", &st));
	print_stat(&st);
	show(futimens(fd, t));
	show(fstat(fd, &st));
	printf("%lld %ld %lld %ld\n", (long long)st.st_atim.tv_sec, st.st_atim.tv_nsec,
	       (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	t[0].tv_nsec = UTIME_OMIT;
	t[1].tv_nsec = 1000000000;
	show(futimens(fd, t));
	t[1] = (struct timespec){ 77, 5 };
	show(utimensat(AT_FDCWD, "m", t, AT_SYMLINK_NOFOLLOW));
	show(utimensat(AT_FDCWD, "m", t, 1));
	show(utimensat(AT_FDCWD, "nothing", t, 0));
	show(fstat(fd, &st));
	printf("%lld %lld %ld\n", (long long)st.st_atim.tv_sec, (long long)st.st_mtim.tv_sec,
	       st.st_mtim.tv_nsec);
	show(utimes("m", tv));
	show(fstat(fd, &st));
	printf("%lld %ld\n", (long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
	show(access("m", R_OK | W_OK));
	show(access("m", 8));
	show(access("nothing", F_OK));
	show(faccessat(AT_FDCWD, "m", R_OK, AT_EACCESS));
	show(chown("m", -1, -1));
	show(chown("m", getuid(), getgid()));
	show(fchownat(fd, "", -1, -1, AT_EMPTY_PATH));
	show(fchownat(fd, "", -1, -1, 0));
	show(fstatat(fd, "", &st, AT_EMPTY_PATH));
	show(fstatat(AT_FDCWD, "", &st, 0));
	show(fstatat(AT_FDCWD, "m", &st, 0x40000000));
	show(stat("m/x", &st));
	show(stat((char *)8, &st));
	show(fsync(fd));
	show(fdatasync(fd));
	{
		struct statx sx;

		show(statx(AT_FDCWD, "m", 0, STATX_BASIC_STATS, &sx));
		printf("  mode %o nlink %u size %llu mask %x\n", sx.stx_mode, sx.stx_nlink,
		       (unsigned long long)sx.stx_size, sx.stx_mask & STATX_BASIC_STATS);
		show(statx(AT_FDCWD, "m", 0, STATX__RESERVED, &sx));
		show(statx(AT_FDCWD, "m", AT_STATX_SYNC_TYPE, 0, &sx));
		show(statx(fd, "", AT_EMPTY_PATH, 0, &sx));
	}
	show(truncate("m", 100));
	show(truncate("nothing", 100));
	show(truncate(".", 100));
	show(ftruncate(999, 1));
	close(fd);
	fd = open("m", O_RDONLY);
	show(ftruncate(fd, 1));
	close(fd);
	unlink("m");
}

/* The limit would hold for standard output, too: print when it is gone. */
static void sizes(void)
{
	struct rlimit r = { 1000, RLIM_INFINITY };
	int fd = open("f", O_RDWR | O_TRUNC);
	long result[7];

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &r);
	result[0] = write(fd, buf, 900);
	result[1] = write(fd, buf, 900);
	result[2] = raw(SYS_write, fd, (long)buf, 1, 0, 0, 0);
	result[3] = raw(SYS_ftruncate, fd, 1001, 0, 0, 0, 0);
	result[4] = raw(SYS_ftruncate, fd, 1000, 0, 0, 0, 0);
	result[5] = pwrite(fd, buf, 10, 995);
	result[6] = pwrite(fd, buf, 10, 1000);
	r.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &r);
	for (int i = 0; i < 7; i++)
		printf("limited %d: %ld\n", i, result[i]);
	close(fd);
}

int main(void)
{
	setvbuf(stdout, NULL, _IONBF, 0);
	syscall(SYS_close_range, 3, ~0u, 0); /* whoever runs this may have left some open */
	opening();
	positions();
	descriptors();
	attributes();
	sizes();
	unlink("f");
	return 0;
}
