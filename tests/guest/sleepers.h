/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests with several processes: children, and knowing that one sleeps. */
#ifndef SLEEPERS_H
#define SLEEPERS_H

#include <sched.h>
#include <signal.h>
#include <sys/wait.h>

#include "asleep.h"

/* A child that runs fn and exits with its result. */
static inline pid_t spawn(int (*fn)(void))
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (!pid) {
		int code = fn();

		fflush(stdout);
		_exit(code);
	}
	return pid;
}

/* The same once it sleeps. */
static inline pid_t spawn_asleep(int (*fn)(void))
{
	pid_t pid = spawn(fn);

	until_asleep(pid);
	return pid;
}

/* How it ended. */
static inline void reap(const char *what, pid_t pid)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		printf("%s: waitpid: %s\n", what, guest_errno(errno));
	else if (WIFSIGNALED(status))
		printf("%s: killed by %d\n", what, WTERMSIG(status));
	else
		printf("%s: exit %d\n", what, WEXITSTATUS(status));
	fflush(stdout);
}

static volatile int caught;

static inline void count_signal(int sig)
{
	(void)sig;
	caught++;
}

static inline void handle(int sig, int flags)
{
	struct sigaction sa = { .sa_handler = count_signal, .sa_flags = flags };

	sigaction(sig, &sa, NULL);
}

#endif
