/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SCHED_DEADLINE for those without rights: which mistakes are told before that they may not. */
#include <sched.h>

#include "tasks.h"

#define DEADLINE 6

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

static void try_one(const char *what, struct attr a)
{
	a.size = sizeof(a);
	a.policy = DEADLINE;
	printf("%s: %s\n", what, guest_errno((int)-raw(SYS_sched_setattr, 0, (long)&a, 0, 0, 0, 0)));
}

#define MS 1000000ull
#define TRY(...) try_one(#__VA_ARGS__, (struct attr){ __VA_ARGS__ })

int main(void)
{
	struct sched_param p = { 0 };

	become_nobody();
	TRY(.runtime = 10 * MS, .deadline = 30 * MS, .period = 30 * MS);
	TRY(.runtime = 10 * MS, .deadline = 30 * MS);
	TRY(.runtime = 10 * MS, .deadline = 10 * MS, .period = 10 * MS);
	TRY(.runtime = 30 * MS, .deadline = 10 * MS);
	TRY(.runtime = 10 * MS, .deadline = 30 * MS, .period = 20 * MS);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .period = 30 * MS, .priority = 1);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .period = 30 * MS, .nice = 5);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .flags = 2);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .flags = 4);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .flags = 1ull << 40);
	TRY(.runtime = 1023, .deadline = 20 * MS);
	TRY(.runtime = 1024, .deadline = 20 * MS);
	TRY(.runtime = 10 * MS);
	TRY(.deadline = 10 * MS);
	TRY(.runtime = 10 * MS, .deadline = 1ull << 63);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .period = 1ull << 63);
	TRY(.runtime = 2000, .deadline = 99999);
	TRY(.runtime = 2000, .deadline = 100000);
	TRY(.runtime = 2000, .deadline = 2000, .period = 100000);
	TRY(.runtime = 10 * MS, .deadline = 4194304000ull);
	TRY(.runtime = 10 * MS, .deadline = 4194304001ull);
	printf("%s\n", guest_errno((int)-raw(SYS_sched_setscheduler, 0, DEADLINE, (long)&p, 0, 0, 0)));
	printf("%ld %ld\n", raw(SYS_sched_get_priority_min, DEADLINE, 0, 0, 0, 0, 0),
	       raw(SYS_sched_get_priority_max, DEADLINE, 0, 0, 0, 0, 0));
	return 0;
}
