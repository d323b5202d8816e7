/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for children (the part of Linux's kernel/exit.c that callers see). No task has children
 * yet, since nothing creates tasks: what remains is the order of the checks before -ECHILD.
 */
#include <limits.h>

#include "kernel/signal.h"
#include "kernel/task.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/wait.h"

static long do_wait4(pid_t pid, int options)
{
	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (pid == INT_MIN)
		return -ESRCH;
	return -ECHILD;
}

/* The six words that waitid writes, zeroes when there was nothing to report. */
static int put_nothing(uaddr_t infop)
{
	uint32_t head[3] = { 0 }, tail[3] = { 0 };
	uaddr_t second = infop + (in_compat_syscall() ? 12 : 16);

	if (copy_to_user(infop, head, sizeof(head)) || copy_to_user(second, tail, sizeof(tail)))
		return -EFAULT;
	return 0;
}

static long check_waitid(int which, pid_t id, int options)
{
	if (options & ~(WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED | __WNOTHREAD |
			__WCLONE | __WALL))
		return -EINVAL;
	if (!(options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	switch (which) {
	case P_ALL:
		return -ECHILD;
	case P_PID:
		return id <= 0 ? -EINVAL : -ECHILD;
	case P_PGID:
		return id < 0 ? -EINVAL : -ECHILD;
	case P_PIDFD:
		return id < 0 ? -EINVAL : -EBADF; /* nothing makes pidfds */
	default:
		return -EINVAL;
	}
}

static long do_waitid(int which, pid_t id, uaddr_t infop, int options)
{
	long err = check_waitid(which, id, options);

	if (infop && put_nothing(infop))
		return -EFAULT;
	return err;
}

SYSCALL_DEFINE4(wait4, pid_t, upid, uint_out_t, stat_addr, waitflags_t, options, urusage_out_t, ru)
{
	(void)stat_addr;
	(void)ru;
	return do_wait4(upid, options);
}

COMPAT_SYSCALL_DEFINE4(wait4, pid_t, upid, uint_out_t, stat_addr, waitflags_t, options, urusage_out_t,
		       ru)
{
	(void)stat_addr;
	(void)ru;
	return do_wait4(upid, options);
}

SYSCALL_DEFINE3(waitpid, pid_t, pid, uint_out_t, stat_addr, waitflags_t, options)
{
	(void)stat_addr;
	return do_wait4(pid, options);
}

SYSCALL_DEFINE5(waitid, idtype_t, which, pid_t, upid, usiginfo_out_t, infop, waitflags_t, options,
		urusage_out_t, ru)
{
	(void)ru;
	return do_waitid(which, upid, infop, options);
}

COMPAT_SYSCALL_DEFINE5(waitid, idtype_t, which, pid_t, upid, usiginfo_out_t, infop, waitflags_t, options,
		       urusage_out_t, ru)
{
	(void)ru;
	return do_waitid(which, upid, infop, options);
}
