/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lseek and i386's _llseek, whose result is behind a pointer. */
#include "lines.h"

int main(void)
{
	long r;
	int fd;

	fd = open("seeks.sample", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"seeks.sample\", O_RDWR|O_CREAT, 0600) = %d", fd);
	r = syscall(SYS_lseek, fd, 7, SEEK_CUR);
	expect("lseek(%d, 7, SEEK_CUR) = %s", fd, result(r));
	r = syscall(SYS_lseek, fd, -8L, SEEK_END);
	expect("lseek(%d, -8, SEEK_END) = %s", fd, result(r));
	r = syscall(SYS_lseek, fd, 0, 77);
	expect("lseek(%d, 0, 0x4d /* SEEK_??? */) = %s", fd, result(r));
#ifdef __i386__
	long long at;

	r = syscall(SYS__llseek, fd, 1, 5, &at, SEEK_SET);
	expect("_llseek(%d, 4294967301, [4294967301], SEEK_SET) = %s", fd, result(r));
	r = syscall(SYS__llseek, fd, -1, -5, &at, 9);
	expect("_llseek(%d, -5, %p, 0x9 /* SEEK_??? */) = %s", fd, (void *)&at, result(r));
#endif
	return 0;
}
