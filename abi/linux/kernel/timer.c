/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One-shot timers on machine time, sorted by expiry. Their number is bounded (a few per task, and
 * POSIX timers by RLIMIT_SIGPENDING), and most are armed for later than those before them: a list
 * searched from its end.
 */
#include "kernel/time.h"
#include "kernel/clock.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "uapi/errno.h"

struct timer_base {
	struct list_head armed; /* ktimer.node, earliest first */
};

int time_init(struct kernel *k)
{
	k->timers = arena_alloc(k->arena, sizeof(*k->timers));
	if (!k->timers)
		return -ENOMEM;
	list_init(&k->timers->armed);
	ntp_init(k);
	return machine_clock_init(k);
}

void time_exit(struct kernel *k)
{
	arena_free(k->arena, k->timers);
	k->timers = NULL;
}

uint64_t ktime_get(void)
{
	return machine_clock() - kernel->boot_ns;
}

uint64_t ktime_get_real(void)
{
	return ktime_get() + kernel->realtime_offset;
}

void ktimer_init(struct ktimer *t, void (*fn)(struct ktimer *))
{
	t->expires = 0;
	t->fn = fn;
	list_init(&t->node);
}

/* Of two with the same expiry, the one armed first runs first. */
void ktimer_arm(struct ktimer *t, uint64_t expires)
{
	struct list_head *armed = &kernel->timers->armed, *after;

	list_del(&t->node);
	t->expires = expires;
	for (after = armed->prev; after != armed; after = after->prev)
		if (list_entry(after, struct ktimer, node)->expires <= expires)
			break;
	list_add(&t->node, after);
	/* A turn in ring 3 goes on after this call, unless the task is about to sleep. */
	if (after == armed && kernel->in_engine && current->state == TASK_RUNNING)
		alarm_advance(kernel->boot_ns + expires);
}

bool ktimer_cancel(struct ktimer *t)
{
	bool was_armed = !list_empty(&t->node);

	list_del(&t->node);
	return was_armed;
}

uint64_t ktimer_next(void)
{
	const struct list_head *armed = &kernel->timers->armed;

	return list_empty(armed) ? UINT64_MAX
				 : list_first_entry(armed, struct ktimer, node)->expires;
}

/*
 * A timer that re-arms itself for a time already past waits for the next run, or a period of a
 * nanosecond would keep us here.
 */
void ktimer_run(void)
{
	struct list_head *armed = &kernel->timers->armed;
	struct list_head due;
	uint64_t now;

	if (list_empty(armed))
		return;
	now = ktime_get();
	list_init(&due);
	while (!list_empty(armed)) {
		struct ktimer *t = list_first_entry(armed, struct ktimer, node);

		if (t->expires > now)
			break;
		list_move_tail(&t->node, &due);
	}
	while (!list_empty(&due)) {
		struct ktimer *t = list_first_entry(&due, struct ktimer, node);

		list_del(&t->node);
		t->fn(t);
	}
}
