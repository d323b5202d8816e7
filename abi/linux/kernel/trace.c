/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attaching a tracer: one bit in every task's work word. */
#include "kernel/trace.h"

void trace_attach(struct kernel *k, const struct tracer *tracer)
{
	struct task *t;

	k->tracer = tracer;
	list_for_each_entry(t, &k->tasks, task_node) {
		t->work &= ~(uint32_t)TW_TRACE;
		if (tracer)
			t->work |= TW_TRACE;
	}
}
