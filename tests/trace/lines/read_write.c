/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Buffers: as much as was asked for or done, and no more than -s says. */
#include "lines.h"

int main(void)
{
	char *page = tail_alloc(40), buf[64];
	long r;
	int fd;

	fd = open("read_write.sample", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"read_write.sample\", O_RDWR|O_CREAT, 0600) = %d", fd);
	memset(page, 'x', 40);
	r = syscall(SYS_write, fd, page, 40);
	expect("write(%d, \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\"..., 40) = %s", fd, result(r));
	r = syscall(SYS_write, fd, "a\n\t\001" "2\377\"\\", 8);
	expect("write(%d, \"a\\n\\t\\0012\\377\\\"\\\\\", 8) = %s", fd, result(r));
	r = syscall(SYS_write, -1, page + 10, 31);
	expect("write(-1, %p, 31) = %s", (void *)(page + 10), result(r));
	r = syscall(SYS_write, fd, NULL, 5);
	expect("write(%d, NULL, 5) = %s", fd, result(r));
	syscall(SYS_lseek, fd, 38, SEEK_SET);
	expect("lseek(%d, 38, SEEK_SET) = 38", fd);
	r = syscall(SYS_read, fd, buf, 4);
	expect("read(%d, \"xxa\\n\", 4) = %s", fd, result(r));
	r = syscall(SYS_read, -1, buf, 4);
	expect("read(-1, %p, 4) = %s", (void *)buf, result(r));
	r = syscall(SYS_read, fd, page, 0);
	expect("read(%d, \"\", 0) = %s", fd, result(r));
	return 0;
}
