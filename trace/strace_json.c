/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/strace_json.h"

#include <errno.h>

static void write_line(struct traced *t, const struct json_line *l)
{
	struct output *out = &t->stream->out;

	if (l->b.out_of_memory && !out->failed)
		out->failed = ENOMEM;
	output_write(out, l->b.s, l->b.n);
}

void strace_json_begin(struct strace *s, struct traced *t, const struct r3_call *c,
		       const struct r3_decode_options *o)
{
	json_begin_call(&t->json, c, o, &s->places);
}

static unsigned done_to(const struct tampering *t)
{
	if (!t->made)
		return 0;
	return (t->result ? JSON_INJECTED_RESULT : 0) | (t->poked ? JSON_INJECTED_ARGS : 0) |
	       (t->delayed ? JSON_DELAYED : 0) | (t->is_value ? JSON_IS_VALUE : 0);
}

void strace_json_end(struct traced *t, const struct r3_call *c,
		     const struct r3_decode_options *o, bool shown)
{
	json_end_call(&t->json, c, o, done_to(&t->tampering));
	if (shown)
		write_line(t, &t->json);
}

void strace_json_unfinished(struct traced *t)
{
	json_unfinished_call(&t->json);
	write_line(t, &t->json);
}

/* What comes beside the call at hand has a line of its own. */
static void write_beside(struct traced *t, struct json_line *l)
{
	write_line(t, l);
	json_line_free(l);
}

void strace_json_signal(const struct strace *s, struct traced *t, const struct r3_signal *sig)
{
	struct json_line l = { 0 };

	json_signal(&l, sig, &s->o.decode);
	write_beside(t, &l);
}

void strace_json_stop(const struct strace *s, struct traced *t, int signo)
{
	struct json_line l = { 0 };

	json_stop(&l, t->tid, t->pid, signo, r3_time(s->machine));
	write_beside(t, &l);
}

void strace_json_superseded(const struct strace *s, struct traced *t, int by_tid)
{
	struct json_line l = { 0 };

	json_superseded(&l, t->tid, t->pid, by_tid, r3_time(s->machine));
	write_beside(t, &l);
}

void strace_json_task_start(const struct strace *s, struct traced *t, int parent_tid)
{
	json_task_start(&t->json, t->tid, t->pid, parent_tid, r3_time(s->machine));
	write_line(t, &t->json);
}

void strace_json_task_end(const struct strace *s, struct traced *t, int status)
{
	json_task_end(&t->json, t->tid, t->pid, status, r3_time(s->machine));
	write_line(t, &t->json);
}
