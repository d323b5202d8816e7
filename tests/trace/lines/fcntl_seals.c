/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl: seals, and the size of a pipe. */
#include "lines.h"

int main(void)
{
	int p[2];
	long r;

	r = syscall(SYS_memfd_create, "x", 2);
	expect("memfd_create(\"x\", MFD_ALLOW_SEALING) = %s", result(r));
	r = syscall(SYS_fcntl, 3, 1033, 6);
	expect("fcntl(3, F_ADD_SEALS, F_SEAL_SHRINK|F_SEAL_GROW) = %s", result(r));
	syscall(SYS_fcntl, 3, 1034);
	expect("fcntl(3, F_GET_SEALS) = 0x6 (seals F_SEAL_SHRINK|F_SEAL_GROW)");
	r = syscall(SYS_pipe2, p, O_CLOEXEC | O_NONBLOCK);
	expect("pipe2([%d, %d], O_NONBLOCK|O_CLOEXEC) = %s", p[0], p[1], result(r));
	r = syscall(SYS_fcntl, p[0], 1032);
	expect("fcntl(%d, F_GETPIPE_SZ) = %s", p[0], result(r));
	r = syscall(SYS_fcntl, p[0], 1031, 4096);
	expect("fcntl(%d, F_SETPIPE_SZ, 4096) = %s", p[0], result(r));
	r = syscall(SYS_pipe2, p, 1);
	expect("pipe2(%p, 0x1 /* O_??? */) = %s", (void *)p, result(r));
	return 0;
}
