/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting calls and their time by number, for tables as strace -c prints them: a few nanoseconds a
 * call, because nobody is told.
 */
#ifndef KERNEL_SUMMARY_H
#define KERNEL_SUMMARY_H

#include "host/clock.h"
#include "kernel/kernel.h"
#include "kernel/task.h"
#include "uapi/errno.h"

struct call_summary {
	uint64_t calls, errors;
	uint64_t ticks, min, max; /* of all calls, of the shortest and the longest */
};

struct summary {
	bool wall;	   /* sleeps count as well */
	bool all;	   /* tasks, not only the first */
	uint64_t ticks, ns; /* the clocks when it began: how long a tick is */
	struct call_summary *calls[2]; /* [is_64bit], NR_SYSCALLS + 1 each */
};

/* Count from now on. 0 or -ENOMEM. */
int summary_begin(struct kernel *k, bool all, bool wall);
void summary_free(struct kernel *k);
uint64_t summary_ns(const struct summary *s, uint64_t ticks);
void summary_add(const struct task *t, long ret, uint64_t ticks);

static inline uint64_t summary_ticks(const struct task *t)
{
	return host_ticks() - t->asleep_ticks;
}

#endif
