/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policies, priorities and processors of nobody. */
#include <sched.h>

#include "lines.h"

#define NOBODY 4194000

int main(void)
{
	static unsigned long mask[2] = { 0x8001, 0 };
	static int priority = 5;
	long r;

	r = syscall(SYS_sched_setscheduler, NOBODY, SCHED_RR, &priority);
	expect("sched_setscheduler(%d, SCHED_RR, [5]) = %s", NOBODY, result(r));
	r = syscall(SYS_sched_setscheduler, NOBODY, 77, NULL);
	expect("sched_setscheduler(%d, 0x4d /* SCHED_??? */, NULL) = %s", NOBODY, result(r));
	syscall(SYS_sched_getscheduler, 0);
	expect("sched_getscheduler(0) = 0 (SCHED_OTHER)");
	r = syscall(SYS_sched_get_priority_max, SCHED_FIFO);
	expect("sched_get_priority_max(SCHED_FIFO) = %s", result(r));
	r = syscall(SYS_sched_setaffinity, NOBODY, sizeof(long), mask);
	expect("sched_setaffinity(%d, %zu, [0 15]) = %s", NOBODY, sizeof(long), result(r));
	r = syscall(SYS_getpriority, 1, NOBODY);
	expect("getpriority(PRIO_PGRP, %d) = %s", NOBODY, result(r));
	r = syscall(SYS_setpriority, 9, NOBODY, -5);
	expect("setpriority(0x9 /* PRIO_??? */, %d, -5) = %s", NOBODY, result(r));
	r = syscall(SYS_ioprio_set, 1, NOBODY, 2 << 13 | 4);
	expect("ioprio_set(IOPRIO_WHO_PROCESS, %d, IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)) = %s", NOBODY,
	       result(r));
	return 0;
}
