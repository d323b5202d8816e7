/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who watches tasks: functions given from above, called in the task's context on its kernel stack.
 * They must not sleep, but at their end, when they need nothing any more (trace_delay).
 */
#ifndef KERNEL_TRACE_H
#define KERNEL_TRACE_H

#include "kernel/kernel.h"
#include "kernel/task.h"

struct ksiginfo;

struct tracer {
	/* Before the routine: nr, args, trap and abi are t's. True: it is not called, *result counts. */
	bool (*enter)(void *ctx, struct task *t, long *result);
	/* After it, before signals: the result, or another. */
	long (*exit)(void *ctx, struct task *t, long result);
	/*
	 * A signal leaves the queue, to a handler or for its default effect. One that was ignored
	 * when it was sent is told at the end of the task's next call, or at its own end.
	 */
	void (*signal)(void *ctx, struct task *t, const struct ksiginfo *info);
	/* A task stops: it takes part in a group stop because of a signal. */
	void (*stop)(void *ctx, struct task *t, int sig);
	void (*task_start)(void *ctx, struct task *t, struct task *parent); /* NULL: the first */
	void (*task_end)(void *ctx, struct task *t, int code); /* code as wait(2) encodes it */
	/* t, whose number was old, is now the leader of its process, which executes a program. */
	void (*task_exec)(void *ctx, struct task *t, int old);
	/* The machine is about to wait for something from outside. */
	void (*idle)(void *ctx);
	/* An exception that is about to become a signal. True: it does not, registers are set. */
	bool (*fault)(void *ctx, struct task *t, const struct cpu_fault *f);
	void *ctx;
};

/* Every task from now on, those that exist too; NULL: nobody watches. */
void trace_attach(struct kernel *k, const struct tracer *tracer);

/* Hold the current task up for so long. May sleep. */
void trace_delay(uint64_t ns);

static inline void trace_signal(struct task *t, const struct ksiginfo *info)
{
	if (unlikely(t->work & TW_TRACE))
		kernel->tracer->signal(kernel->tracer->ctx, t, info);
}

void trace_note_ignored(struct task *t, const struct ksiginfo *info);
void trace_tell_ignored(struct task *t);

static inline void trace_ignored(struct task *t, const struct ksiginfo *info)
{
	if (unlikely(t->work & TW_TRACE))
		trace_note_ignored(t, info);
}

static inline void trace_stop(struct task *t, int sig)
{
	if (unlikely(t->work & TW_TRACE))
		kernel->tracer->stop(kernel->tracer->ctx, t, sig);
}

static inline void trace_task_start(struct task *t, struct task *parent)
{
	if (unlikely(kernel->tracer != NULL)) {
		t->work |= TW_TRACE;
		kernel->tracer->task_start(kernel->tracer->ctx, t, parent);
	}
}

static inline void trace_task_exec(struct task *t, int old)
{
	if (unlikely(t->work & TW_TRACE))
		kernel->tracer->task_exec(kernel->tracer->ctx, t, old);
}

static inline void trace_idle(void)
{
	if (unlikely(kernel->tracer != NULL))
		kernel->tracer->idle(kernel->tracer->ctx);
}

static inline void trace_task_end(struct task *t, int code)
{
	if (unlikely(t->ignored_signals != NULL))
		trace_tell_ignored(t);
	if (unlikely(t->work & TW_TRACE))
		kernel->tracer->task_end(kernel->tracer->ctx, t, code);
}

static inline bool trace_fault(struct task *t, const struct cpu_fault *f)
{
	return unlikely(t->work & TW_TRACE) && kernel->tracer->fault(kernel->tracer->ctx, t, f);
}

#endif
