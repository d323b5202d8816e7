/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Attaching a tracer: one bit in every task's work word; and what it may do to a call. */
#include "kernel/trace.h"

#include "current.h"
#include "kernel/sched.h"
#include "kernel/signal.h"

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

void trace_delay(uint64_t ns)
{
	int64_t left = ns < INT64_MAX ? (int64_t)ns : INT64_MAX - 1;

	while (left > 0 && !(current->pending.signal.bits & sigmask(SIGKILL))) {
		set_current_state(TASK_KILLABLE);
		left = schedule_timeout(left);
	}
}
