/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * select: sets, and those that are ready.
 * sed: s/left \{[^}]*\}/left/
 */
#include <sys/select.h>

#include "lines.h"

#ifdef __i386__
#define SELECT SYS__newselect
#define SELECT_NAME "_newselect"
#else
#define SELECT SYS_select
#define SELECT_NAME "select"
#endif

int main(void)
{
	struct { long sec, frac; } tv = { 5, 0 };
	fd_set in, out;
	int fd[2];
	long r;

	syscall(SYS_pipe2, fd, 0);
	expect("pipe2([%d, %d], 0) = 0", fd[0], fd[1]);
	FD_ZERO(&in);
	FD_ZERO(&out);
	FD_SET(0, &in);
	FD_SET(fd[0], &in);
	FD_SET(fd[1], &out);
	r = syscall(SELECT, 9, &in, &out, NULL, &tv);
	expect(SELECT_NAME "(9, [0 %d], [%d], NULL, {tv_sec=5, tv_usec=0}) = %s (in [0], out [%d], left {})",
	       fd[0], fd[1], result(r), fd[1]);
	FD_ZERO(&in);
	r = syscall(SELECT, 9, &in, NULL, NULL, &(struct { long sec, frac; }){ 0, 0 });
	expect(SELECT_NAME "(9, [], NULL, NULL, {tv_sec=0, tv_usec=0}) = %s (Timeout)", result(r));
	r = syscall(SELECT, -1, &in, NULL, NULL, NULL);
	expect(SELECT_NAME "(-1, %p, NULL, NULL, NULL) = %s", (void *)&in, result(r));
	return 0;
}
