/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the tracer that writes strace's lines show each other. */
#ifndef TRACE_STRACE_INTERNAL_H
#define TRACE_STRACE_INTERNAL_H

#include "trace/strace.h"

#define MAX_ERRNO 4095

/* -c: only the table is wanted. */
static inline bool strace_is_silent(const struct strace *s)
{
	return s->o.summary == SUMMARY_ONLY;
}

/* Whether a call's line is shown depends on how it ends: until then it is held back. */
static inline bool strace_holds_lines(const struct strace *s)
{
	return s->o.status != STATUS_ALL;
}

static inline bool strace_is_error(int64_t result)
{
	return result < 0 && result >= -MAX_ERRNO;
}

static inline bool strace_names_tasks(const struct strace *s)
{
	return s->o.decode.about & R3_ABOUT_TASKS;
}

/* --- lines --- */
/* What stands in front of every line. */
void strace_prefix(struct strace *s, struct text *line, const struct traced *t, uint64_t now);
/* A new line of t's own, not of its call. */
struct text *strace_line(struct strace *s, const struct traced *t, uint64_t now);
/* The end of the arguments, and the sign in front of the result. */
void strace_result_column(const struct strace *s, struct text *line);
/* From there to the end of the line. */
void strace_result(struct strace *s, struct text *line, const struct traced *t,
		   const struct r3_call *c, const struct r3_decode_options *o);

/* --- calls --- */
/* t ends in its call: nothing is known of what that did. */
void strace_end_in_call(struct strace *s, struct traced *t, uint64_t now);

/* --- tasks --- */
struct traced *strace_add_task(struct strace *s, int tid, int pid); /* NULL: no memory */
void strace_close_own_stream(struct strace *s, struct traced *t);

/* --- the observer --- */
int strace_on_enter(void *ctx, struct r3_call *c);
void strace_on_leave(void *ctx, struct r3_call *c);
void strace_on_signal(void *ctx, const struct r3_signal *sig);
void strace_on_stop(void *ctx, int tid, int pid, int signo);
void strace_on_task_start(void *ctx, int tid, int pid, int parent_tid);
void strace_on_task_end(void *ctx, int tid, int pid, int status);
void strace_on_task_exec(void *ctx, int tid, int old_tid);
void strace_on_idle(void *ctx);

#endif
