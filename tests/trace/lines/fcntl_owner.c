/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl: who is told, by which signal, of what. */
#include "lines.h"

int main(void)
{
	int owner[2] = { 1, 0 };
	long r;

	r = syscall(SYS_fcntl, 0, F_SETSIG, 10);
	expect("fcntl(0, F_SETSIG, SIGUSR1) = %s", result(r));
	syscall(SYS_fcntl, 0, F_GETSIG);
	expect("fcntl(0, F_GETSIG) = 10 (SIGUSR1)");
	r = syscall(SYS_fcntl, 0, F_SETOWN_EX, owner);
	expect("fcntl(0, F_SETOWN_EX, {type=F_OWNER_PID, pid=0}) = %s", result(r));
	owner[0] = 7;
	r = syscall(SYS_fcntl, -1, F_SETOWN_EX, owner);
	expect("fcntl(-1, F_SETOWN_EX, {type=0x7 /* F_OWNER_??? */, pid=0}) = %s", result(r));
	r = syscall(SYS_fcntl, -1, F_GETOWN_EX, owner);
	expect("fcntl(-1, F_GETOWN_EX, %p) = %s", (void *)owner, result(r));
	r = syscall(SYS_fcntl, -1, F_NOTIFY, 0x80000009);
	expect("fcntl(-1, F_NOTIFY, DN_ACCESS|DN_DELETE|DN_MULTISHOT) = %s", result(r));
	r = syscall(SYS_fcntl, -1, F_SETLEASE, F_RDLCK);
	expect("fcntl(-1, F_SETLEASE, F_RDLCK) = %s", result(r));
	return 0;
}
