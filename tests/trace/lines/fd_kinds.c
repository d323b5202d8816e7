/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Each kind of detail on its own: sockets and pidfds, no paths and no devices.
 * trace: -e decode-fds=socket,pidfd
 * sed: s/[0-9]+(->|\])/N\1/g; s/\) += /) = /
 */
#include "lines.h"

int main(void)
{
	int s[2], pid = getpid();
	long r;

	expect("getpid() = %d", pid);
	r = syscall(SYS_fsync, 0);
	expect("fsync(0) = %s", result(r));
	r = syscall(SYS_openat, AT_FDCWD, "/proc/no", O_RDONLY);
	expect("openat(AT_FDCWD, \"/proc/no\", O_RDONLY) = %s", result(r));
	r = syscall(SYS_socketpair, 1, 1, 0, s);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [%d<UNIX-STREAM:[N->N]>, %d<UNIX-STREAM:[N->N]>]) = %s",
	       s[0], s[1], result(r));
	r = syscall(SYS_pidfd_open, pid, 0);
	expect("pidfd_open(%d, 0) = %s<pid:%d>", pid, result(r), pid);
	return 0;
}
