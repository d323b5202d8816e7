/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One-shot timers on machine time: a tree in the order of their expiry. */
#include "kernel/time.h"
#include "kernel/clock.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "uapi/errno.h"

struct timer_base {
	struct avl_root armed;	/* ktimer.node */
	struct ktimer *first;	/* of them; NULL: none */
	uint64_t next_seq;
};

int time_init(struct kernel *k)
{
	k->timers = arena_alloc(k->arena, sizeof(*k->timers));
	if (!k->timers)
		return -ENOMEM;
	memset(k->timers, 0, sizeof(*k->timers));
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
	t->state = KTIMER_IDLE;
}

static struct ktimer *timer_of(struct avl_node *n)
{
	return n ? container_of(n, struct ktimer, node) : NULL;
}

static bool before(const struct ktimer *a, const struct ktimer *b)
{
	return a->expires != b->expires ? a->expires < b->expires : a->seq < b->seq;
}

static void enter(struct timer_base *base, struct ktimer *t)
{
	struct avl_node **link = &base->armed.node, *parent = NULL;

	while (*link) {
		parent = *link;
		link = before(t, timer_of(parent)) ? &parent->left : &parent->right;
	}
	avl_insert(&base->armed, &t->node, parent, link);
	if (!base->first || before(t, base->first))
		base->first = t;
}

static void leave(struct timer_base *base, struct ktimer *t)
{
	if (base->first == t)
		base->first = timer_of(avl_next(&t->node));
	avl_erase(&base->armed, &t->node);
}

void ktimer_arm(struct ktimer *t, uint64_t expires)
{
	struct timer_base *base = kernel->timers;

	ktimer_cancel(t);
	t->expires = expires;
	t->seq = base->next_seq++;
	t->state = KTIMER_ARMED;
	enter(base, t);
	/* A turn in ring 3 goes on after this call, unless the task is about to sleep. */
	if (base->first == t && kernel->in_engine && current->state == TASK_RUNNING)
		alarm_advance(kernel->boot_ns + expires);
}

bool ktimer_cancel(struct ktimer *t)
{
	bool was_armed = ktimer_armed(t);

	if (t->state == KTIMER_ARMED)
		leave(kernel->timers, t);
	else if (t->state == KTIMER_DUE)
		list_del(&t->due);
	t->state = KTIMER_IDLE;
	return was_armed;
}

uint64_t ktimer_next(void)
{
	const struct ktimer *first = kernel->timers->first;

	return first ? first->expires : UINT64_MAX;
}

static void take_due(struct timer_base *base, uint64_t now, struct list_head *due)
{
	struct ktimer *t;

	for (t = base->first; t && t->expires <= now; t = base->first) {
		leave(base, t);
		t->state = KTIMER_DUE;
		list_add_tail(&t->due, due);
	}
}

/*
 * A timer that re-arms itself for a time already past waits for the next run, or a period of a
 * nanosecond would keep us here.
 */
void ktimer_run(void)
{
	struct timer_base *base = kernel->timers;
	struct list_head due;

	if (!base->first)
		return;
	list_init(&due);
	take_due(base, ktime_get(), &due);
	while (!list_empty(&due)) {
		struct ktimer *t = list_first_entry(&due, struct ktimer, due);

		list_del(&t->due);
		t->state = KTIMER_IDLE;
		t->fn(t);
	}
}
