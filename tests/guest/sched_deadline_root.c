/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: options --user 0 */
/*
 * SCHED_DEADLINE for root: mistakes come first, and when no more CPU time can be promised it is EBUSY.
 * Linux promises most of each CPU before; ring3 nothing.
 */
#include <sched.h>

#include "tasks.h"

#define DEADLINE 6
#define MS 1000000ull
#define MOST 4096 /* children: more than there are CPUs */

struct attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

static long set(pid_t pid, struct attr a)
{
	a.size = sizeof(a);
	a.policy = DEADLINE;
	return raw(SYS_sched_setattr, pid, (long)&a, 0, 0, 0, 0);
}

#define TRY(...) \
	printf("%s: %s\n", #__VA_ARGS__, guest_errno((int)-set(0, (struct attr){ __VA_ARGS__ })))

/* Children that sleep, each with nine tenths of a CPU, until there is none left. */
static void ask_for_all(void)
{
	static pid_t pids[MOST];
	const struct attr most_of_it = { .runtime = 90 * MS, .deadline = 100 * MS };
	long err = 0;
	int n = 0;

	while (!err && n < MOST) {
		pids[n] = fork();
		if (!pids[n])
			for (;;)
				pause();
		err = set(pids[n++], most_of_it);
	}
	printf("in the end: %s, policy %d\n", guest_errno((int)-err),
	       sched_getscheduler(pids[n - 1]));
	while (n--) {
		kill(pids[n], SIGKILL);
		waitpid(pids[n], NULL, 0);
	}
}

static int without_rights(void *arg)
{
	(void)arg;
	become_nobody();
	TRY(.runtime = 10 * MS, .deadline = 30 * MS);
	return 0;
}

int main(void)
{
	if (is_native() && (getuid() || set(0, (struct attr){ .runtime = 1 * MS,
							      .deadline = 100 * MS }))) {
		printf("SCHED_DEADLINE is not for us here\n");
		return 77;
	}
	if (is_native())
		sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
	TRY(.runtime = 30 * MS, .deadline = 10 * MS);
	TRY(.runtime = 10 * MS, .deadline = 30 * MS, .period = 20 * MS);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .priority = 1);
	TRY(.runtime = 1023, .deadline = 20 * MS);
	TRY(.runtime = 10 * MS);
	TRY(.runtime = 10 * MS, .deadline = 1ull << 63);
	TRY(.runtime = 10 * MS, .deadline = 20 * MS, .flags = 1ull << 40);
	fflush(stdout);
	ask_for_all();
	reap("without rights", spawn(without_rights, NULL));
	return 0;
}
