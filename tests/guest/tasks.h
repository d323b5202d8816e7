/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Making tasks past libc, for the programs that test them. */
#ifndef TASKS_H
#define TASKS_H

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "guest.h"

#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x1000
#endif
#ifndef CLONE_CLEAR_SIGHAND
#define CLONE_CLEAR_SIGHAND 0x100000000ull
#endif
#ifndef CLONE_INTO_CGROUP
#define CLONE_INTO_CGROUP 0x200000000ull
#endif
#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif
#ifndef P_PIDFD
#define P_PIDFD 3
#endif

struct task_args {
	uint64_t flags, pidfd, child_tid, parent_tid, exit_signal, stack, stack_size, tls, set_tid,
		set_tid_size, cgroup;
};

#define PTR(p) ((uint64_t)(uintptr_t)(p))

/* The raw call, whose last arguments the ABIs have in different order. */
static inline long raw_clone(unsigned long flags, void *ptid, void *ctid, void *tls)
{
#ifdef __i386__
	return raw(SYS_clone, (long)flags, 0, (long)ptid, (long)tls, (long)ctid, 0);
#else
	return raw(SYS_clone, (long)flags, 0, (long)ptid, (long)ctid, (long)tls, 0);
#endif
}

static inline long raw_clone3(struct task_args *a, size_t size)
{
	return raw(SYS_clone3, (long)a, (long)size, 0, 0, 0, 0);
}

static inline const char *wait_text(int status)
{
	static char text[4][64];
	static unsigned n;
	char *s = text[n++ % 4];

	if (WIFEXITED(status))
		snprintf(s, 64, "exit %d", WEXITSTATUS(status));
	else if (WIFSIGNALED(status))
		snprintf(s, 64, "signal %d", WTERMSIG(status));
	else if (WIFSTOPPED(status))
		snprintf(s, 64, "stop %d", WSTOPSIG(status));
	else if (WIFCONTINUED(status))
		snprintf(s, 64, "continued");
	else
		snprintf(s, 64, "%x", (unsigned)status);
	return s;
}

/* Prints how a child ended. */
static inline void reap(const char *what, pid_t pid)
{
	int status;
	pid_t got;

	do
		got = waitpid(pid, &status, __WALL);
	while (got < 0 && errno == EINTR);
	printf("%s: %s\n", what, got > 0 ? wait_text(status) : guest_errno(errno));
	fflush(stdout);
}

/* A result of a call: its error, or whether it is a task's id. */
static inline const char *pid_or_error(long r)
{
	return r < 0 ? guest_errno((int)-r) : r ? "a pid" : "0";
}

/* A child that runs fn and ends with what it returns. */
static inline pid_t spawn(int (*fn)(void *), void *arg)
{
	pid_t p;

	fflush(stdout);
	p = fork();
	if (!p) {
		int ret = fn(arg);

		fflush(stdout);
		_exit(ret);
	}
	return p;
}

/* A pipe as a gate: whoever waits, goes on when the other opens it. */
struct gate {
	int fd[2];
};
static inline void gate_make(struct gate *g)
{
	if (pipe(g->fd))
		abort();
}
static inline void gate_open(struct gate *g)
{
	if (write(g->fd[1], "x", 1) != 1)
		abort();
}
static inline void gate_wait(struct gate *g)
{
	char c;

	while (read(g->fd[0], &c, 1) < 0 && errno == EINTR)
		;
}

/* Becomes somebody without rights; where that is not possible, it is so already. */
static inline void become_nobody(void)
{
	if (setgid(65534) || setuid(65534))
		return;
}

#endif
