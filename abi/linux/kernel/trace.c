/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Attaching a tracer: one bit in every task's work word; and what it may do to a call. Signals that
 * nobody handles are told, too, as ptrace tells them; but the task does not wake for them, so
 * tracing changes nothing that it does.
 */
#include "kernel/trace.h"

#include "current.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"

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

struct ignored_signal {
	struct ignored_signal *next;
	struct ksiginfo info;
};

/* In the order of sending; of each number one, as if they had been queued. */
void trace_note_ignored(struct task *t, const struct ksiginfo *info)
{
	struct ignored_signal **link = &t->ignored_signals, *s;

	for (; *link; link = &(*link)->next)
		if ((*link)->info.signo == info->signo)
			return;
	s = kmalloc(sizeof(*s));
	if (!s)
		return;
	*s = (struct ignored_signal){ NULL, *info };
	*link = s;
}

void trace_tell_ignored(struct task *t)
{
	struct ignored_signal *s = t->ignored_signals, *next;

	t->ignored_signals = NULL;
	for (; s; s = next) {
		next = s->next;
		trace_signal(t, &s->info);
		kfree(s);
	}
}
