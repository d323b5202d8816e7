/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of processes share. */
#ifndef SUITES_PROCESS_PROCESS_H
#define SUITES_PROCESS_PROCESS_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../shared.h"

#define OTHER 1234
#define NO_HOST .ring3_only = "no allocation of the host's can be made to fail"

static inline int64_t my_pid(struct r3_task *t)
{
	return r3_syscall(t, SYS_getpid);
}

/* A child that has ended with a code, and was not waited for yet. */
static inline int dead_child(struct r3_task *t, int code)
{
	struct r3_task *child = r3_fork(t);
	int pid = r3_tid(child);

	r3_end(child, code);
	return pid;
}

#endif
