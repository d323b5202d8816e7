/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll: operations and events. */
#include <sys/epoll.h>

#include "lines.h"

int main(void)
{
	struct epoll_event ev = { EPOLLIN | EPOLLET | EPOLLONESHOT, { .u64 = 0x100000002 } }, got[2];
	int p[2];
	long r;

	r = syscall(SYS_epoll_create1, O_CLOEXEC);
	expect("epoll_create1(EPOLL_CLOEXEC) = %s", result(r));
	syscall(SYS_pipe2, p, 0);
	expect("pipe2([%d, %d], 0) = 0", p[0], p[1]);
	r = syscall(SYS_epoll_ctl, 3, 1, p[0], &ev);
	expect("epoll_ctl(3, EPOLL_CTL_ADD, %d, {events=EPOLLIN|EPOLLONESHOT|EPOLLET, "
	       "data={u32=2, u64=4294967298}}) = %s", p[0], result(r));
	r = syscall(SYS_epoll_wait, 3, got, 2, 0);
	expect("epoll_wait(3, [], 2, 0) = %s", result(r));
	syscall(SYS_write, p[1], "x", 1);
	expect("write(%d, \"x\", 1) = 1", p[1]);
	r = syscall(SYS_epoll_pwait, 3, got, 2, -1, NULL, 8);
	expect("epoll_pwait(3, [{events=EPOLLIN, data={u32=2, u64=4294967298}}], 2, -1, NULL, 8) = %s",
	       result(r));
	r = syscall(SYS_epoll_ctl, 3, 2, p[0], &ev);
	expect("epoll_ctl(3, EPOLL_CTL_DEL, %d, %p) = %s", p[0], (void *)&ev, result(r));
	r = syscall(SYS_epoll_ctl, -1, 7, 5, NULL);
	expect("epoll_ctl(-1, 0x7 /* EPOLL_CTL_??? */, 5, NULL) = %s", result(r));
	r = syscall(SYS_epoll_wait, -1, got, 2, 0);
	expect("epoll_wait(-1, %p, 2, 0) = %s", (void *)got, result(r));
	return 0;
}
