/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl: locks, old and of open files. */
#include "lines.h"

int main(void)
{
	struct flock lk = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 1, .l_len = 10 };
	long r;
	int fd;

	fd = open("fcntl_locks.sample", O_RDWR | O_CREAT, 0600);
	expect("openat(AT_FDCWD, \"fcntl_locks.sample\", O_RDWR|O_CREAT, 0600) = %d", fd);
	r = syscall(SYS_fcntl, fd, F_SETLK, &lk);
	expect("fcntl(%d, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=1, l_len=10}) = %s", fd,
	       result(r));
	r = syscall(SYS_fcntl, fd, F_GETLK, &lk);
	expect("fcntl(%d, F_GETLK, {l_type=F_UNLCK, l_whence=SEEK_SET, l_start=1, l_len=10, l_pid=0})"
	       " = %s", fd, result(r));
	lk.l_type = 9;
	lk.l_whence = 8;
	lk.l_len = -1;
	r = syscall(SYS_fcntl, fd, F_SETLKW, &lk);
	expect("fcntl(%d, F_SETLKW, {l_type=0x9 /* F_??? */, l_whence=0x8 /* SEEK_??? */, l_start=1, l_len=-1})"
	       " = %s", fd, result(r));
	r = syscall(SYS_fcntl, -1, F_GETLK, &lk);
	expect("fcntl(-1, F_GETLK, %p) = %s", (void *)&lk, result(r));
#ifdef __i386__
	struct { short type, whence; long long start, len; int pid; }
		__attribute__((packed, aligned(4))) big = { F_RDLCK, 0, 1ll << 40, 1, 0 };

	r = syscall(SYS_fcntl64, fd, 37, &big);
	expect("fcntl64(%d, F_OFD_SETLK, {l_type=F_RDLCK, l_whence=SEEK_SET, l_start=1099511627776, l_len=1})"
	       " = %s", fd, result(r));
	r = syscall(SYS_fcntl, -1, 13, &big);
	expect("fcntl(-1, F_SETLK64, %p) = %s", (void *)&big, result(r));
#endif
	return 0;
}
