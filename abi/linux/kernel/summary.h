/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Counting calls and their time by number, for tables as strace -c prints them: a few nanoseconds a
 * call, because nobody is told. The clock costs more than a short call does: of a call that is made
 * often only some are timed, and stand for the others; not where sleeps count, which differ more.
 */
#ifndef KERNEL_SUMMARY_H
#define KERNEL_SUMMARY_H

#include "host/clock.h"
#include "kernel/kernel.h"
#include "kernel/task.h"
#include "uapi/errno.h"

struct call_summary {
	uint64_t calls, errors;
	uint64_t ticks, min, max; /* of all calls, of the shortest and the longest that was timed */
	uint64_t timed;
};

#define SUMMARY_TIME_ALL 1024u /* so many first calls, and then one of so many: */
#define SUMMARY_TIME_ONE_OF 16u

#define SUMMARY_KINDS 512 /* of calls: numbers and sub-calls; the last is for what there is not */

struct summary {
	bool wall;	   /* sleeps count as well */
	bool all;	   /* tasks, not only the first */
	uint64_t ticks, ns; /* the clocks when it began: how long a tick is */
	struct call_summary *calls[2]; /* [is_64bit], SUMMARY_KINDS each */
};

/* Count from now on. 0 or -ENOMEM. */
int summary_begin(struct kernel *k, bool all, bool wall);
void summary_free(struct kernel *k);
uint64_t summary_ns(const struct summary *s, uint64_t ticks);
static inline struct call_summary *summary_row(const struct task *t, uint32_t kind)
{
	return &kernel->summary->calls[t->abi->is_64bit]
				      [kind < SUMMARY_KINDS ? kind : SUMMARY_KINDS - 1];
}

static inline bool summary_times(const struct call_summary *c)
{
	return c->calls < SUMMARY_TIME_ALL || c->calls % SUMMARY_TIME_ONE_OF == 0 ||
	       kernel->summary->wall;
}

static inline void summary_count(struct call_summary *c, long ret)
{
	c->calls++;
	c->errors += (unsigned long)ret >= (unsigned long)-MAX_ERRNO;
}

static inline uint64_t summary_ticks(const struct task *t)
{
	return host_ticks() - t->asleep_ticks;
}

static inline void summary_time(struct call_summary *c, uint64_t ticks)
{
	if (!c->timed++ || ticks < c->min)
		c->min = ticks;
	if (ticks > c->max)
		c->max = ticks;
	c->ticks += ticks;
}

#endif
