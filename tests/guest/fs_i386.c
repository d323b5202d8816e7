/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: on tmpfs hostfs */
/* guest: bits 32 */
/*
 * The i386 calls by number: pairs of registers, 16-bit ids, layouts of four generations, and what
 * does not fit 32 bits.
 */
#include <stddef.h>
#include <sys/stat.h>

#include "guest.h"

#define LARGE 0100000
#ifndef SYS_utimensat_time64
#define SYS_utimensat_time64 412
#endif

static unsigned char buf[4096];

#define call(nr, ...) CALL(#nr, nr, __VA_ARGS__, 0, 0, 0, 0, 0, 0)
#define CALL(name, nr, a, b, c, d, e, f, ...) \
	say(name, raw(nr, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f)))

static long say(const char *what, long result)
{
	if (result < 0 && result > -4096)
		printf("%s: %s\n", what, guest_errno((int)-result));
	else if (strstr(what, "open") || strstr(what, "creat"))
		printf("%s: opened\n", what);
	else
		printf("%s = %ld\n", what, result);
	fflush(stdout);
	return result;
}

static unsigned field(int at, int size)
{
	unsigned x = 0;

	memcpy(&x, buf + at, size);
	return x;
}

static void large_files(void)
{
	int fd = open("big", O_CREAT | O_RDWR | LARGE, 0600), small;
	uint64_t pos;

	puts("-- large");
	call(SYS_ftruncate64, fd, 5, 1); /* 4 GiB + 5 */
	call(SYS_open, "big", O_RDONLY);
	call(SYS_openat, AT_FDCWD, "big", O_RDONLY);
	call(SYS_close, call(SYS_open, "big", O_RDONLY | LARGE));
	call(SYS_stat, "big", buf);
	call(SYS_lstat, "big", buf);
	call(SYS_fstat, fd, buf);
	call(SYS_stat64, "big", buf);
	printf("%u %u\n", field(44, 4), field(48, 4));
	call(SYS__llseek, fd, 0, 0, &pos, SEEK_END);
	printf("%llu\n", (unsigned long long)pos);
	call(SYS_lseek, fd, 0, SEEK_CUR);
	call(SYS_lseek, fd, -10, SEEK_END);
	call(SYS__llseek, fd, 1, 7, &pos, SEEK_SET);
	call(SYS__llseek, fd, -1, -7, &pos, SEEK_CUR);
	printf("%#llx\n", (unsigned long long)pos);
	call(SYS__llseek, fd, 0, 0, NULL, SEEK_SET);
	call(SYS__llseek, fd, 0, 0, &pos, 9);
	call(SYS_pwrite64, fd, "hello", 5, 0, 1);
	call(SYS_pread64, fd, buf, 10, 0, 1);
	printf("%.5s\n", buf);
	call(SYS_pread64, fd, buf, 10, 0, -1);
	call(SYS_truncate64, "big", 9, 2);
	call(SYS_stat64, "big", buf);
	printf("%u %u\n", field(44, 4), field(48, 4));
	call(SYS_truncate, "big", -1);
	call(SYS_truncate, "big", 0x7fffffff);
	call(SYS_stat, "big", buf);
	printf("%u\n", field(20, 4));
	small = open("big", O_RDWR);
	call(SYS_lseek, small, 0x7ffffff0, SEEK_SET);
	call(SYS_write, small, buf, 100);
	call(SYS_write, small, buf, 100);
	call(SYS__llseek, small, 0, 0x80000000, &pos, SEEK_SET);
	call(SYS_write, small, buf, 100);
	call(SYS_pwrite64, small, buf, 1, 0x7ffffffe, 0);
	call(SYS_ftruncate, small, 0x7fffffff);
	call(SYS_ftruncate64, small, 0, 1);
	call(SYS_stat, "big", buf);
	close(small);
	call(SYS_close, call(SYS_creat, "big", 0600));
	call(SYS_fallocate, fd, 0, 8192, 0, 100, 0);
	call(SYS_fallocate, fd, 0, 0, -1, 100, 0);
	call(SYS_fadvise64, fd, 0, 0, 100, 0);
	call(SYS_fadvise64, fd, 0, 0, 100, 9);
	call(SYS_fadvise64_64, fd, 0, 0, 0, 1, 0);
	call(SYS_fadvise64_64, fd, 0, 0, 0, -1, 0);
	call(SYS_fadvise64_64, fd, 0, 0, 0, 0, 9);
	call(SYS_readahead, fd, 0, 0, 100);
	call(SYS_sync_file_range, fd, 0, 0, 100, 0, 0);
	call(SYS_sync_file_range, fd, 0, 0, -1, -1, 0);
	call(SYS_sync_file_range, fd, 0, 0, 100, 0, 99);
	close(fd);
}

static void owners(void)
{
	puts("-- owners");
	close(open("own", O_CREAT | O_RDWR, 0644));
	call(SYS_chown, "own", 1000, -1);
	call(SYS_chown32, "own", -1, 70000);
	call(SYS_stat, "own", buf);
	printf("%u %u\n", field(12, 2), field(14, 2));
	call(SYS_stat64, "own", buf);
	printf("%u %u\n", field(24, 4), field(28, 4));
	call(SYS_chown, "own", 0xffff, 0x12345);
	call(SYS_stat64, "own", buf);
	printf("%u %u\n", field(24, 4), field(28, 4));
	call(SYS_lchown, "own", 5, 6);
	call(SYS_stat64, "own", buf);
	printf("%u %u\n", field(24, 4), field(28, 4));
	call(SYS_fchown, 999, 5, 6);
	call(SYS_lchown32, "own", 0, 0);
}

static void layouts(void)
{
	static int old[] = { 11, 22 }, micro[] = { 1, 5, 2, 7 }, bad[] = { 1, 5, 2, 1000000 };
	static int nano[] = { 3, 5, 4, 7 };
	static int64_t wide[] = { 1ll << 33, 6, 7, 8 };
	int fd = open("lay", O_CREAT | O_RDWR, 0640);

	puts("-- layouts");
	write(fd, "12345", 5);
	call(SYS_utime, "lay", old);
	memset(buf, 0x55, 96);
	call(SYS_fstat, fd, buf);
	printf("%o %u %u %u %u %u\n", field(8, 2), field(10, 2), field(20, 4), field(32, 4),
	       field(40, 4), field(56, 4));
	memset(buf, 0x55, 96);
	call(SYS_fstat64, fd, buf);
	printf("%o %u %u %x %x\n", field(16, 4), field(20, 4), field(44, 4), field(8, 4), field(40, 4));
	printf("%d\n", field(12, 4) == field(88, 4));
	call(SYS_oldlstat, "none", buf);
	call(SYS_oldfstat, 999, buf);
	call(SYS_fstatat64, AT_FDCWD, "lay", buf, 0);
	call(SYS_fstatat64, AT_FDCWD, "lay", buf, 1);
	call(SYS_fstatat64, fd, "", buf, AT_EMPTY_PATH);
	call(SYS_statfs, "none", buf);
	call(SYS_statfs64, "none", 84, buf);
	call(SYS_statfs64, "none", 88, buf);
	call(SYS_fstatfs64, 999, 84, buf);
	call(SYS_fstatfs64, fd, 83, buf);
	call(SYS_fstatfs64, fd, 84, buf);
	printf("%u %u\n", field(52 + 4, 4), field(52 + 8, 4) == field(4, 4));
	call(SYS_utimes, "lay", bad);
	call(SYS_utimes, "lay", micro);
	call(SYS_stat64, "lay", buf);
	printf("%u %u %u %u\n", field(64, 4), field(68, 4), field(72, 4), field(76, 4));
	call(SYS_utimensat, AT_FDCWD, "lay", nano, 0);
	call(SYS_stat64, "lay", buf);
	printf("%u %u %u %u\n", field(64, 4), field(68, 4), field(72, 4), field(76, 4));
	call(SYS_utimensat_time64, AT_FDCWD, "lay", wide, 0);
	call(SYS_stat64, "lay", buf);
	printf("%u %u %u %u\n", field(64, 4), field(68, 4), field(72, 4), field(76, 4));
	close(fd);
}

static void listing(void)
{
	int fd, n, at, count = 0, types = 0;

	puts("-- listing");
	mkdir("dir", 0755);
	close(open("dir/a", O_CREAT, 0600));
	close(open("dir/bcd", O_CREAT, 0600));
	fd = open("dir", O_RDONLY);
	call(SYS_getdents, fd, buf, 8);
	n = raw(SYS_getdents, fd, (long)buf, sizeof(buf), 0, 0, 0);
	for (at = 0; at < n; at += (int)field(at + 8, 2)) {
		count++;
		types += buf[at + field(at + 8, 2) - 1];
		if (!strcmp((char *)buf + at + 10, "bcd"))
			printf("bcd %u\n", field(at + 8, 2));
	}
	printf("%d %d %d\n", n, count, types);
	lseek(fd, 0, SEEK_SET);
	count = 0;
	while ((n = raw(SYS_readdir, fd, (long)buf, 0, 0, 0, 0)) == 1)
		count += (int)field(8, 2);
	printf("%d %d\n", n, count);
	call(SYS_readdir, fd, NULL);
	call(SYS_readdir, 999, buf);
	lseek(fd, 0, SEEK_SET);
	call(SYS_readdir, fd, NULL);
	close(fd);
}

static void vectors(void)
{
	int fd = open("vec", O_CREAT | O_RDWR | O_TRUNC, 0600);
	struct {
		uint32_t base, len;
	} v[2] = { { (uint32_t)"abc", 3 }, { (uint32_t)"de", 2 } };

	puts("-- vectors");
	call(SYS_writev, fd, v, 2);
	call(SYS_pwritev, fd, v, 2, 100, 0);
	call(SYS_preadv, fd, v, 1, 0, -1);
	call(SYS_preadv2, fd, v, 0, -1, -1, 0);
	v[1].len = 0x80000000;
	call(SYS_writev, fd, v, 2);
	v[1].len = 0x7fffffff;
	printf("%d\n", raw(SYS_pwritev, fd, (long)v, 2, 200, 0, 0) > 3);
	call(SYS_read, fd, 0xffffff00, 10);
	lseek(fd, -10, SEEK_END);
	call(SYS_read, fd, buf, 0xffffffff);
	printf("%d\n", raw(SYS_write, fd, (long)buf, 0x80000000, 0, 0, 0) > 4096);
	close(fd);
}

int main(void)
{
	mkdir("w", 0755);
	if (chdir("w"))
		return 1;
	large_files();
	owners();
	layouts();
	listing();
	vectors();
	return 0;
}
