/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sched_setattr: the structure that grew. */
#include "lines.h"

#define NOBODY 4194000

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t min, max;
};

int main(void)
{
	static struct attr a = { 48, 6, 1, -5, 0, 1000, 2000, 3000, 11, 12 };
	long r;

	r = syscall(SYS_sched_setattr, NOBODY, &a, 0);
	expect("sched_setattr(%d, {size=48, sched_policy=SCHED_DEADLINE, "
	       "sched_flags=SCHED_FLAG_RESET_ON_FORK, sched_nice=-5, sched_priority=0, "
	       "sched_runtime=1000, sched_deadline=2000, sched_period=3000}, 0) = %s", NOBODY, result(r));
	a.size = 56;
	a.flags = 0x10;
	r = syscall(SYS_sched_setattr, NOBODY, &a, 0);
	expect("sched_setattr(%d, {size=56, sched_flags=SCHED_FLAG_KEEP_PARAMS, sched_util_min=11, "
	       "sched_util_max=12}, 0) = %s", NOBODY, result(r));
	r = syscall(SYS_sched_setattr, NOBODY, NULL, 0);
	expect("sched_setattr(%d, NULL, 0) = %s", NOBODY, result(r));
	return 0;
}
