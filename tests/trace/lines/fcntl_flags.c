/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl: flags, and what they are as a remark on the result. */
#include "lines.h"

int main(void)
{
	long r;
	int fd;

	fd = open("/dev/null", O_RDWR);
	expect("openat(AT_FDCWD, \"/dev/null\", O_RDWR) = %d", fd);
	r = syscall(SYS_fcntl, fd, F_GETFD);
	expect("fcntl(%d, F_GETFD) = %s", fd, result(r));
	r = syscall(SYS_fcntl, fd, F_SETFD, FD_CLOEXEC | 8);
	expect("fcntl(%d, F_SETFD, FD_CLOEXEC|0x8) = %s", fd, result(r));
	syscall(SYS_fcntl, fd, F_GETFD);
	expect("fcntl(%d, F_GETFD) = 0x1 (flags FD_CLOEXEC)", fd);
	r = syscall(SYS_fcntl, fd, F_SETFL, O_APPEND | O_NONBLOCK);
	expect("fcntl(%d, F_SETFL, O_RDONLY|O_APPEND|O_NONBLOCK) = %s", fd, result(r));
	r = syscall(SYS_fcntl, fd, F_GETFL);
	expect("fcntl(%d, F_GETFL) = %#lx (flags O_RDWR|O_APPEND|O_NONBLOCK%s)", fd, r,
	       r & 0100000 ? "|O_LARGEFILE" : "");
	r = syscall(SYS_fcntl, fd, F_DUPFD, 50);
	expect("fcntl(%d, F_DUPFD, 50) = %s", fd, result(r));
	r = syscall(SYS_fcntl, -1, F_DUPFD_CLOEXEC, 3);
	expect("fcntl(-1, F_DUPFD_CLOEXEC, 3) = %s", result(r));
	r = syscall(SYS_fcntl, -1, 1000, 7);
	expect("fcntl(-1, 0x3e8 /* F_??? */, 0x7) = %s", result(r));
	return 0;
}
