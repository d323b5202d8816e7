/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll: what is asked for, what is ready. */
#include <poll.h>
#include <time.h>

#include "lines.h"

int main(void)
{
	struct pollfd *p = tail_alloc(3 * sizeof(*p));
	struct timespec ts = { 0, 5 };
	int fd[2];
	long r;

	syscall(SYS_pipe2, fd, 0);
	expect("pipe2([%d, %d], 0) = 0", fd[0], fd[1]);
	p[0] = (struct pollfd){ fd[0], POLLIN | POLLPRI, 0 };
	p[1] = (struct pollfd){ fd[1], POLLOUT | 0x800, 0 };
	p[2] = (struct pollfd){ -1, POLLIN, 0 };
	r = syscall(SYS_poll, p, 3, 1000);
	expect("poll([{fd=%d, events=POLLIN|POLLPRI}, {fd=%d, events=POLLOUT|0x800}, {fd=-1}], 3, 1000)"
	       " = %s ([{fd=%d, revents=POLLOUT}])", fd[0], fd[1], result(r), fd[1]);
	r = syscall(SYS_poll, p, 1, 0);
	expect("poll([{fd=%d, events=POLLIN|POLLPRI}], 1, 0) = %s (Timeout)", fd[0], result(r));
	r = syscall(SYS_poll, p, 4, 0);
	expect("poll([{fd=%d, events=POLLIN|POLLPRI}, {fd=%d, events=POLLOUT|0x800}, {fd=-1}, ... /* %p */], "
	       "4, 0) = %s", fd[0], fd[1], (void *)(p + 3), result(r));
	r = syscall(SYS_poll, NULL, 2, 0);
	expect("poll(NULL, 2, 0) = %s", result(r));
#ifdef __x86_64__
	p[0].events = 0;
	r = syscall(SYS_ppoll, p, 1, &ts, NULL, 8);
	expect("ppoll([{fd=%d, events=0}], 1, {tv_sec=0, tv_nsec=5}, NULL, 8) = %s (Timeout)", fd[0], result(r));
#endif
	(void)ts;
	return 0;
}
