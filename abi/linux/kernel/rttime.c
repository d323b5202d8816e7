/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RLIMIT_RTTIME. A real-time task that does not sleep gets SIGXCPU at the soft limit and after each
 * second more, by which the soft limit moves on, and SIGKILL at the hard one. Sleeping alone starts
 * the count anew, not sched_yield or another task's turn.
 */
#include "kernel/rttime.h"
#include "kernel/internal.h"
#include "kernel/time.h"

#define FAR_AWAY (INT64_MAX / 2)
#define LOOK_MIN_NS 50000 /* not sooner: a turn is longer than the CPU time in it */

uint64_t rttime_left(const struct task *t)
{
	const struct rlimit64 *r = &t->signal->rlim[RLIMIT_RTTIME];
	uint64_t limit = min(r->cur, r->max);

	if (r->cur == RLIM_INFINITY || limit >= FAR_AWAY / NSEC_PER_USEC)
		return FAR_AWAY;
	limit *= NSEC_PER_USEC;
	return max(limit - min(limit, t->se.rt_run), (uint64_t)LOOK_MIN_NS);
}

void rttime_changed(void)
{
	if (current->se.prio && rttime_left(current) != FAR_AWAY)
		current->work |= TW_RESCHED;
}

void rttime_check(struct task *t)
{
	uint64_t us = t->se.rt_run / NSEC_PER_USEC;
	struct rlimit64 *r;

	if (t->exiting)
		return;
	r = &t->signal->rlim[RLIMIT_RTTIME];
	if (r->cur == RLIM_INFINITY)
		return;
	if (us >= r->max) {
		send_sig_process(SIGKILL, t);
	} else if (us >= r->cur) {
		send_sig_process(SIGXCPU, t);
		r->cur += NSEC_PER_SEC / NSEC_PER_USEC;
	}
}
