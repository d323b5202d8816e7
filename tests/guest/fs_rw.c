/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* Reading, writing and positions: partial results, vectors, flags, limits, holes. */
#include <limits.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/uio.h>

#include "guest.h"

#ifndef RWF_NOAPPEND
#define RWF_NOAPPEND 0x20
#endif

static char buf[70000], *hole;

static void fill(char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		p[i] = (char)('a' + i % 26);
}

static unsigned sum(const char *p, size_t n)
{
	unsigned s = 0;

	for (size_t i = 0; i < n; i++)
		s = s * 31 + (unsigned char)p[i];
	return s;
}

static long long size_of(int fd)
{
	struct stat st;

	fstat(fd, &st);
	return st.st_size;
}

static void basics(void)
{
	int fd = open("f", O_CREAT | O_TRUNC | O_RDWR, 0644), ro = open("f", O_RDONLY);
	int wo = open("f", O_WRONLY), dir = open(".", O_RDONLY);

	fill(buf, sizeof(buf));
	show(write(fd, buf, 60000));
	show(lseek(fd, 0, SEEK_CUR));
	show(read(fd, buf, 10));
	show(lseek(fd, -5, SEEK_END));
	memset(buf, 0, sizeof(buf));
	show(read(fd, buf, 10));
	printf("%.5s\n", buf);
	show(read(wo, buf, 1));
	show(write(ro, buf, 1));
	show(read(dir, buf, 1));
	show(write(dir, buf, 1));
	show(read(999, buf, 1));
	show(read(fd, NULL, 0));
	show(write(fd, NULL, 0));
	show(lseek(fd, 0, SEEK_SET));
	show(read(fd, NULL, 1));
	show(write(fd, NULL, 1));
	show(read(fd, hole - 5, 10));
	show(lseek(fd, 0, SEEK_CUR));
	memcpy(hole - 5, "01234", 5);
	show(pwrite(fd, hole - 5, 10, 100));
	show(pread(fd, buf, 12, 98));
	printf("%.12s\n", buf);
	show(pwrite(fd, hole - 5, 10, 59998));
	printf("%lld\n", size_of(fd));
	show(pread(fd, buf, 1, -1));
	show(pread(999, buf, 1, -1));
	show(pwrite(fd, buf, 1, -1));
	show(pread(fd, buf, 1, 1 << 30));
	show(lseek(fd, 0, 9));
	show(lseek(999, 0, 9));
	show(lseek(fd, -1, SEEK_SET));
	show(lseek(fd, LLONG_MIN, SEEK_SET));
	show(lseek(fd, -60004, SEEK_END));
	show(lseek(fd, -1, SEEK_CUR));
	show(lseek(fd, 0, SEEK_SET));
	show(read(fd, buf, -1));
	close(fd), close(ro), close(wo), close(dir);
}

static void sparse(void)
{
	int fd = open("s", O_CREAT | O_TRUNC | O_RDWR, 0644);

	show(pwrite(fd, "x", 1, 3 * 65536 + 10));
	memset(buf, 1, 100);
	show(pread(fd, buf, 100, 65536));
	printf("%u\n", sum(buf, 100));
	show(lseek(fd, 0, SEEK_HOLE));
	show(lseek(fd, 0, SEEK_DATA));
	show(lseek(fd, 3 * 65536 + 5, SEEK_DATA));
	show(lseek(fd, 3 * 65536 + 5, SEEK_HOLE));
	show(lseek(fd, 3 * 65536 + 11, SEEK_DATA));
	show(lseek(fd, 3 * 65536 + 11, SEEK_HOLE));
	show(lseek(fd, -1, SEEK_DATA));
	show(ftruncate(fd, 5000));
	show(pwrite(fd, "tail", 4, 4996));
	show(ftruncate(fd, 4998));
	show(ftruncate(fd, 6000));
	memset(buf, 1, 100);
	show(pread(fd, buf, 100, 4990));
	printf("%u\n", sum(buf, 100));
	show(ftruncate(fd, -1));
	show(truncate("s", -1));
	show(truncate("none", 0));
	show(truncate(".", 0));
	show(truncate("s", 7));
	printf("%lld\n", size_of(fd));
	close(fd);
}

static void append(void)
{
	int fd = open("a", O_CREAT | O_TRUNC | O_RDWR | O_APPEND, 0644);
	struct iovec v = { "zz", 2 };

	show(write(fd, "one", 3));
	show(lseek(fd, 0, SEEK_SET));
	show(write(fd, "two", 3));
	show(lseek(fd, 0, SEEK_CUR));
	show(pwrite(fd, "three", 5, 0));
	show(lseek(fd, 0, SEEK_CUR));
	show(pwritev2(fd, &v, 1, 0, RWF_APPEND));
	show(lseek(fd, 0, SEEK_CUR));
	show(fcntl(fd, F_SETFL, 0));
	show(pwrite(fd, "X", 1, 0));
	show(pwritev2(fd, &v, 1, 0, RWF_APPEND));
	show(pwritev2(fd, &v, 1, -1, RWF_APPEND));
	show(lseek(fd, 0, SEEK_CUR));
	show(pread(fd, buf, 100, 0));
	printf("%.17s\n", buf);
	close(fd);
}

static void vectors(void)
{
	int fd = open("v", O_CREAT | O_TRUNC | O_RDWR, 0644), i;
	struct iovec v[1026], w[3] = { { "ab", 2 }, { NULL, 0 }, { "cde", 3 } };
	int p[2];

	for (i = 0; i < 1026; i++)
		v[i] = (struct iovec){ "q", 1 };
	show(writev(fd, w, 3));
	show(writev(fd, v, 1024));
	show(writev(fd, v, 1025));
	show(writev(fd, v, -1));
	show(writev(fd, NULL, 0));
	show(writev(fd, NULL, 1));
	show(readv(fd, v, 0));
	w[1] = (struct iovec){ hole - 2, 4 };
	memcpy(hole - 2, "!!", 2);
	show(pwritev(fd, w, 3, 0));
	show(pread(fd, buf, 6, 0));
	printf("%.6s\n", buf);
	w[0] = (struct iovec){ buf, 2 };
	w[1] = (struct iovec){ buf + 10, 0 };
	w[2] = (struct iovec){ buf + 2, 2 };
	show(preadv(fd, w, 3, 1));
	printf("%.4s\n", buf);
	w[1] = (struct iovec){ NULL, 3 };
	show(preadv(fd, w, 3, 1));
	w[1] = (struct iovec){ buf, (size_t)-1 };
	show(preadv(fd, w, 3, 1));
	w[1] = (struct iovec){ buf, 1 };
	show(preadv(fd, w, 3, -1));
	show(preadv2(fd, w, 3, -1, 0));
	show(preadv2(fd, w, 3, -2, 0));
	show(preadv2(fd, w, 3, 0, 0x1000));
	show(preadv2(fd, w, 0, 0, 0x1000));
	show(preadv2(999, w, 3, 0, 0x1000));
	show(pwritev2(fd, w, 3, 0, RWF_APPEND | RWF_NOAPPEND));
	show(pwritev2(fd, w, 3, 0, RWF_DSYNC | RWF_SYNC));
	show(preadv2(fd, w, 3, 0, RWF_HIPRI));
	show(pipe(p));
	show(pread(p[0], buf, 1, 0));
	show(pwrite(p[1], buf, 1, 0));
	show(preadv(p[0], w, 3, 0));
	show(pwritev2(p[1], w, 3, -1, 0));
	show(preadv2(p[0], w, 3, -1, RWF_NOWAIT));
	show(preadv2(p[0], w, 3, -1, RWF_NOWAIT));
	show(lseek(p[0], 0, SEEK_CUR));
	close(p[0]), close(p[1]), close(fd);
}

static volatile sig_atomic_t got;

static void on_xfsz(int sig)
{
	got = sig;
}

static void limits(void)
{
	int fd = open("l", O_CREAT | O_TRUNC | O_RDWR, 0644);
	struct rlimit r = { 100, RLIM_INFINITY };
	int result[16], err[16], n = 0;

	/* Standard output may be a file, too: nothing is printed while the limit is on. */
#define NOTE(call)                               \
	do {                                     \
		got = errno = 0;                 \
		result[n] = (int)(call);         \
		err[n++] = errno + 1000 * got;   \
	} while (0)
	signal(SIGXFSZ, on_xfsz);
	NOTE(setrlimit(RLIMIT_FSIZE, &r));
	NOTE(write(fd, buf, 90));
	NOTE(write(fd, buf, 90));
	NOTE(write(fd, buf, 1));
	NOTE(write(fd, buf, 0));
	NOTE(pwrite(fd, buf, 10, 95));
	NOTE(pwrite(fd, buf, 10, 100));
	NOTE(ftruncate(fd, 100));
	NOTE(ftruncate(fd, 101));
	NOTE(fallocate(fd, 0, 0, 200));
	NOTE(size_of(fd));
	r.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &r);
	for (int i = 0; i < n; i++)
		printf("%d: %d %d\n", i, result[i], err[i]);
	close(fd);
}

static void space(void)
{
	int fd = open("r", O_CREAT | O_TRUNC | O_RDWR, 0644), ro = open("r", O_RDONLY);
	int dir = open(".", O_RDONLY), p[2];
	struct stat st;

	pipe(p);
	show(fallocate(fd, 0, 0, 10000));
	fstat(fd, &st);
	printf("%lld %d\n", (long long)st.st_size, st.st_blocks >= 20);
	show(fallocate(fd, FALLOC_FL_KEEP_SIZE, 20000, 10000));
	printf("%lld\n", size_of(fd));
	show(pwrite(fd, buf, 10000, 0));
	show(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, 100, 8192));
	memset(buf, 1, 10000);
	show(pread(fd, buf, 10000, 0));
	printf("%u\n", sum(buf, 10000));
	show(fallocate(fd, FALLOC_FL_PUNCH_HOLE, 0, 100));
	show(fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE, 0, 100));
	show(fallocate(fd, 0x1000, 0, 100));
	show(fallocate(fd, 0, -1, 100));
	show(fallocate(fd, 0, 0, 0));
	show(fallocate(fd, 0, LLONG_MAX, 100));
	show(fallocate(ro, 0, 0, 100));
	show(fallocate(dir, 0, 0, 100));
	show(fallocate(p[1], 0, 0, 100));
	show(fallocate(999, 0, 0, 100));
	show(posix_fadvise(fd, 0, 0, POSIX_FADV_WILLNEED));
	show(posix_fadvise(fd, 0, 0, 99));
	show(posix_fadvise(fd, 0, -1, 0));
	show(posix_fadvise(p[0], 0, 0, 99));
	show(posix_fadvise(999, 0, 0, 0));
	show(readahead(fd, 0, 100));
	show(readahead(dir, 0, 100));
	show(readahead(p[0], 0, 100));
	show(sync_file_range(fd, 0, 100, 7));
	show(sync_file_range(fd, 0, 100, 8));
	show(sync_file_range(fd, -1, 100, 0));
	show(sync_file_range(p[0], 0, 100, 0));
	show(fsync(fd));
	show(fdatasync(ro));
	show(fsync(dir));
	show(fsync(p[0]));
	show(fsync(999));
	show(syncfs(fd));
	show(syncfs(999));
	close(fd), close(ro), close(dir), close(p[0]), close(p[1]);
}

int main(void)
{
	hole = (char *)mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) +
	       4096;
	munmap(hole, 4096);
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	basics();
	sparse();
	append();
	vectors();
	space();
	limits();
	return 0;
}
