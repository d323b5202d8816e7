/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Back to an earlier state, and again from there with something else that fails. */
#include <stdlib.h>
#include <string.h>

#include "kit/kit.h"

/* What of the tasks is the kit's, at r3_save(). */
struct kit_saved {
	struct r3_task task[KIT_TASKS];
	unsigned nr_tasks;
	r3_ptr next_page;
};

static void remember(struct kit *k)
{
	struct kit_saved *s = k->saved;
	struct r3_task *t;

	s->nr_tasks = 0;
	for (t = k->tasks; t; t = t->next)
		s->task[s->nr_tasks++] = *t;
	s->next_page = k->next_page;
}

static void bring_back(struct kit *k)
{
	const struct kit_saved *s = k->saved;
	struct r3_task *t = k->tasks, *next;

	kit_forget_tasks(k, s->nr_tasks);
	for (unsigned i = 0; i < s->nr_tasks; i++, t = next) {
		next = t->next;
		*t = s->task[i];
		t->next = next;
	}
	k->next_page = s->next_page;
}

void r3_save(struct r3_task *t)
{
	KIT_BEGIN(t);
	struct kit *k = t->kit;

	if (!k->ops->save)
		kit_fail_in(t, "%s cannot go back", k->ops->name);
	if (!k->saved)
		k->saved = malloc(sizeof(*k->saved));
	if (!k->saved)
		kit_fail_in(t, "not enough memory");
	if (k->ops->save(k))
		kit_fail_in(t, "%s", k->error);
	remember(k);
}

void r3_back(struct r3_task *t)
{
	KIT_BEGIN(t);
	struct kit *k = t->kit;

	if (!k->saved || k->ops->back(k))
		kit_fail_in(t, "there is nothing to go back to: %s", k->error);
	bring_back(k);
}

void r3_sweep_cut(struct r3_task *t, size_t size,
		  void (*body)(struct r3_task *t, r3_ptr buf, size_t there, void *ctx), void *ctx)
{
	KIT_BEGIN(t, body ? t : NULL);
	bool goes_back = t->kit->ops->save;

	if (goes_back)
		r3_save(t);
	for (size_t there = 0; there <= size; there++) {
		if (goes_back && there)
			r3_back(t);
		body(t, r3_alloc_cut(t, size, there), there, ctx);
	}
}

/* body with the n-th failing. Has it come to that? Then everything is as before. */
static bool fails(struct r3_task *t, enum r3_failing what, unsigned n,
		  void (*body)(struct r3_task *t, unsigned n, void *ctx), void *ctx)
{
	struct kit *k = t->kit;
	bool met;

	k->failing = what;
	k->is_failing = true;
	k->ops->fail_nth(k, what, n);
	body(t, n, ctx);
	met = !k->ops->fail_left(k, what);
	k->ops->fail_nth(k, what, 0);
	k->is_failing = false;
	if (!k->ops->finish(k))
		kit_fail_in(t, "with failure %u: %s", n, k->error);
	bring_back(k);
	return met;
}

unsigned r3_sweep_failing(struct r3_task *t, enum r3_failing what,
			  void (*body)(struct r3_task *t, unsigned n, void *ctx), void *ctx)
{
	KIT_BEGIN(t, body ? t : NULL);
	unsigned n = 1;

	if (!t->kit->ops->fail_nth) {
		body(t, 0, ctx);
		return 0;
	}
	r3_save(t);
	while (fails(t, what, n, body, ctx))
		n++;
	return n - 1;
}
