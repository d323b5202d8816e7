/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting calls. */
#include "kernel/summary.h"

#include "kernel/slab.h"

int summary_begin(struct kernel *k, bool all, bool wall)
{
	struct summary *s = kzalloc(sizeof(*s));
	struct task *t;

	if (!s)
		return -ENOMEM;
	k->summary = s;
	for (int i = 0; i < 2; i++) {
		s->calls[i] = kcalloc(SUMMARY_KINDS, sizeof(*s->calls[i]));
		if (!s->calls[i]) {
			summary_free(k);
			return -ENOMEM;
		}
	}
	s->all = all;
	s->wall = wall;
	s->ticks = host_ticks();
	s->ns = host_monotonic_ns();
	list_for_each_entry(t, &k->tasks, task_node)
		if (all || t == k->init)
			t->work |= TW_SUMMARY;
	return 0;
}

void summary_free(struct kernel *k)
{
	if (!k->summary)
		return;
	kfree(k->summary->calls[0]);
	kfree(k->summary->calls[1]);
	kfree(k->summary);
	k->summary = NULL;
}

uint64_t summary_ns(const struct summary *s, uint64_t ticks)
{
	uint64_t passed = host_ticks() - s->ticks, ns = host_monotonic_ns() - s->ns;

	return passed ? (uint64_t)((unsigned __int128)ticks * ns / passed) : 0;
}
