/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Names stand behind the numbers of tasks, but not of groups and sessions, nor where a number is told
 * as one that may be of either.
 * trace: -Y
 * sed: s/\) += /) = /
 */
#include "lines.h"

#include <signal.h>
#include <sys/socket.h>

int main(void)
{
	struct { int type, pid; } owner = { 1, 0 };
	int pid = getpid(), p[2];
	unsigned len = 12;
	int cred[3];
	long r;

	expect("getpid() = %d<lines.%d>", pid, (int)sizeof(long) * 8);
	r = syscall(SYS_prctl, 15, "named", 0, 0, 0);
	expect("prctl(PR_SET_NAME, \"named\") = %s", result(r));
	r = syscall(SYS_getpid);
	expect("getpid() = %d<named>", pid);
	r = syscall(SYS_kill, pid, 0);
	expect("kill(%d<named>, 0) = %s", pid, result(r));
	r = syscall(SYS_kill, -99999, 0);
	expect("kill(-99999, 0) = %s", result(r));
	r = syscall(SYS_setpgid, pid, -1);
	expect("setpgid(%d<named>, -1) = %s", pid, result(r));
	r = syscall(SYS_getpgid, pid);
	expect("getpgid(%d<named>) = %ld", pid, r);
	r = syscall(SYS_getsid, 0);
	expect("getsid(0) = %ld", r);
	r = syscall(SYS_getpriority, 0, pid);
	expect("getpriority(PRIO_PROCESS, %d<named>) = %ld", pid, r);
	r = syscall(SYS_getpriority, 2, 4711);
	expect("getpriority(PRIO_USER, 4711) = %s", result(r));
	r = syscall(SYS_ioprio_get, 2, 99999);
	expect("ioprio_get(IOPRIO_WHO_PGRP, 99999) = %s", result(r));
	r = syscall(SYS_pipe2, p, 0);
	expect("pipe2([%d, %d], 0) = %s", p[0], p[1], result(r));
	owner.pid = pid;
	r = syscall(SYS_fcntl, p[0], F_SETOWN_EX, &owner);
	expect("fcntl(%d, F_SETOWN_EX, {type=F_OWNER_PID, pid=%d<named>}) = %s", p[0], pid, result(r));
	owner.type = 2;
	owner.pid = 99999;
	r = syscall(SYS_fcntl, p[0], F_SETOWN_EX, &owner);
	expect("fcntl(%d, F_SETOWN_EX, {type=F_OWNER_PGRP, pid=99999}) = %s", p[0], result(r));
	r = syscall(SYS_ioctl, p[0], 0x8901, &pid);
	expect("ioctl(%d, FIOSETOWN, [%d]) = %s", p[0], pid, result(r));
	r = syscall(SYS_prctl, 0x59616d61, pid, 0, 0, 0);
	expect("prctl(PR_SET_PTRACER, %d<named>) = %s", pid, result(r));
	r = syscall(SYS_socketpair, 1, 1, 0, p);
	expect("socketpair(AF_UNIX, SOCK_STREAM, 0, [%d, %d]) = %s", p[0], p[1], result(r));
	r = syscall(SYS_getsockopt, p[0], SOL_SOCKET, SO_PEERCRED, cred, &len);
	expect("getsockopt(%d, SOL_SOCKET, SO_PEERCRED, {pid=%d<named>, uid=%d, gid=%d}, [12]) = %s", p[0],
	       cred[0], cred[1], cred[2], result(r));
	return 0;
}
