/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -D_FILE_OFFSET_BITS=64 */
/* guest: on tmpfs hostfs */
/* 64-bit values: i386 passes them in pairs of registers, low half first. */
#include <sys/stat.h>
#include <sys/uio.h>

#include "guest.h"

#define FAR ((1ll << 32) + 0x12345)

static long long size(int fd)
{
	struct stat st;

	return fstat(fd, &st) ? -1 : st.st_size;
}

#define show_size(call)                             \
	do {                                        \
		show(call);                         \
		printf("  size %#llx\n", size(fd)); \
	} while (0)

int main(void)
{
	int fd = open("pairs.tmp", O_RDWR | O_CREAT | O_TRUNC, 0600);
	char buf[16] = "";
	struct iovec v = { buf, 5 };

	show_size(pwrite(fd, "hello", 5, FAR));
	show(pread(fd, buf, 5, FAR));
	puts(buf);
	show(pread(fd, buf, 5, FAR + 5));
	show(pread(fd, buf, 5, -1));
	show(pwrite(fd, buf, 5, -1));
	show(pwrite(fd, buf, 5, -(1ll << 33)));
	memset(buf, 0, sizeof(buf));
	show(preadv(fd, &v, 1, FAR + 1));
	puts(buf);
	show_size(pwritev(fd, &v, 1, FAR + 100));
	show(preadv2(fd, &v, 1, FAR, 0));
	show(preadv2(fd, &v, 1, -1, 0));
	show(preadv2(fd, &v, 1, FAR, 0x8000));
	printf("%llx\n", (long long)lseek(fd, FAR, SEEK_SET));
	printf("%llx\n", (long long)lseek(fd, -FAR, SEEK_CUR));
	printf("%llx\n", (long long)lseek(fd, 10, SEEK_END));
	show(lseek(fd, -1, SEEK_SET));
	show_size(ftruncate(fd, FAR + 7));
	show_size(truncate("pairs.tmp", (1ll << 33) + 1));
	show(ftruncate(fd, -1));
	show(truncate("pairs.tmp", -(1ll << 32)));
	show_size(posix_fallocate(fd, (1ll << 33) + 4096, 4096));
	show_size(fallocate(fd, 0, (1ll << 33) + 8192, 1));
	show(fallocate(fd, 0, -1, 10));
	show(fallocate(fd, 0, 0, 0));
	show(fallocate(fd, 0, 0, -(1ll << 32)));
	show(fallocate(fd, 0, 1ll << 62, (1ll << 62) + 1));
	show(fallocate(fd, 0x100, 0, 1));
	show(posix_fadvise(fd, FAR, 1ll << 33, POSIX_FADV_WILLNEED));
	show(posix_fadvise(fd, FAR, 1ll << 33, 6));
	show(posix_fadvise(fd, 0, -(1ll << 33), POSIX_FADV_NORMAL));
	show(readahead(fd, FAR, 10));
	show(sync_file_range(fd, FAR, 10, SYNC_FILE_RANGE_WRITE));
	show(sync_file_range(fd, FAR, -10, SYNC_FILE_RANGE_WRITE));
	show(sync_file_range(fd, -1, 10, SYNC_FILE_RANGE_WRITE));
	show(sync_file_range(fd, 0, 10, 8));
#ifdef __i386__
	/* The old calls see what fits into 31 bits. */
	show(raw(SYS_lseek, fd, -1, SEEK_END, 0, 0, 0));
	show(raw(SYS_ftruncate, fd, -1, 0, 0, 0, 0));
	show(raw(SYS_ftruncate, fd, 0x7fffffff, 0, 0, 0, 0));
	show(raw(SYS_lseek, fd, 0, SEEK_END, 0, 0, 0));
	show(raw(SYS_lseek, fd, 1, SEEK_CUR, 0, 0, 0));
	{
		long long result = -1;

		show(raw(SYS__llseek, fd, 1, 2, (long)&result, SEEK_SET, 0));
		printf("%llx\n", result);
		show(raw(SYS__llseek, fd, 1, 2, 8, SEEK_SET, 0));
		show(raw(SYS__llseek, fd, -1, -1, (long)&result, SEEK_SET, 0));
	}
#endif
	unlink("pairs.tmp");
	return 0;
}
