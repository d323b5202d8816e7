/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls. A line begins when a call does; if another task has something to say before it ends, it is
 * "<unfinished ...>" and goes on as "<... name resumed>".
 */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "trace/dump.h"
#include "trace/paths.h"
#include "trace/stack.h"
#include "trace/strace_code.h"
#include "trace/strace_internal.h"
#include "trace/strace_json.h"

#define EXECVE_NUMBER 59

static const char *call_name(const struct r3_call *c, char buf[24])
{
	if (c->name)
		return c->name;
	snprintf(buf, 24, "syscall_%#x", c->number);
	return buf;
}

static struct r3_decode_options decode_options(const struct strace *s, unsigned qual)
{
	struct r3_decode_options o = s->o.decode;

	o.whole = !(qual & QUAL_ABBREV);
	o.opaque = !(qual & QUAL_VERBOSE);
	o.raw = (qual & QUAL_RAW) != 0;
	return o;
}

/* JSON has no lines for a dump: the strings themselves are whole. */
static void want_data(const struct strace *s, const struct r3_call *c, struct r3_decode_options *o)
{
	if ((s->o.read.any || s->o.write.any) && dump_is_wanted(&s->o, c))
		o->string_limit = UINT_MAX;
}

static void begin_call(struct strace *s, struct traced *t, struct r3_call *c, unsigned qual)
{
	struct r3_decode_options o = decode_options(s, qual);
	bool held = strace_holds_lines(s);
	struct text *line = held ? &t->held : &t->stream->line;

	if (s->o.json) {
		want_data(s, c, &o);
		strace_json_begin(s, t, c, &o);
		return;
	}
	if (held)
		text_reset(line);
	else
		stream_leave_line(t->stream);
	strace_prefix(s, line, t, c->time_ns);
	t->call = call_name(c, t->nameless);
	text_puts(line, t->call);
	text_puts(line, "(");
	t->args_left = r3_decode(c, R3_ENTERING, &o, &text_sink, line);
	if (t->args_left && line->nr_args)
		text_puts(line, ", ");
	if (held)
		return;
	t->stream->open = t;
	stream_show(t->stream);
}

static void put_personality(struct strace *s, struct traced *t, uint64_t now)
{
	struct text *line;

	if (s->o.quiet & QUIET_PERSONALITY || s->o.json || strace_is_silent(s))
		return;
	line = strace_line(s, t, now);
	text_puts(line, "[ Process PID=");
	text_number(line, (unsigned)t->tid, R3_DECIMAL);
	text_puts(line, t->is_i386 ? " runs in 32 bit mode. ]" : " runs in 64 bit mode. ]");
	stream_end_line(t->stream);
}

/* strace's own child executes the program by a call of x86-64, whatever the program is. */
static void note_call(struct strace *s, struct traced *t, const struct r3_call *c)
{
	bool is_i386 = c->is_i386 && !c->is_past;

	t->in_call = true;
	t->tampering.made = 0;
	t->ip = c->ip;
	if (strace_names_tasks(s))
		traced_name(t, c->comm);
	if (is_i386 != t->is_i386) {
		t->is_i386 = is_i386;
		put_personality(s, t, c->time_ns);
	}
	t->number = c->is_past ? EXECVE_NUMBER : c->number;
}

/* -b execve: the task goes on alone. */
static void detach(struct strace *s, struct traced *t)
{
	t->watched = t->in_call = false;
	if (!t->shown || strace_is_silent(s))
		return;
	if (s->o.json) {
		if (s->o.status & STATUS_DETACHED)
			strace_json_unfinished(t);
		return;
	}
	if (strace_holds_lines(s)) {
		if (!(s->o.status & STATUS_DETACHED))
			return;
		stream_leave_line(t->stream);
		text_add(&t->stream->line, t->held.s, t->held.n);
	}
	text_puts(&t->stream->line, " <detached ...>");
	stream_end_line(t->stream);
}

/* What the vDSO's code does is no call to strace's eyes. */
static bool is_shown(const struct strace *s, const struct r3_call *c, unsigned qual)
{
	return qual & QUAL_TRACE && !(c->in_vdso && !s->o.json) &&
	       (!s->o.nr_paths || paths_match(&s->o, c));
}

int strace_on_enter(void *ctx, struct r3_call *c)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, c->tid);
	unsigned qual = strace_qual(&s->o, c->is_i386, c->kind);
	int skip = 0;

	if (!t || !t->watched)
		return 0;
	note_call(s, t, c);
	t->shown = is_shown(s, c, qual);
	c->uncounted = !t->shown;
	if (t->shown) {
		if (qual & QUAL_INJECT && !c->is_past)
			skip = injector_enter(&s->o.injector, t->counters, c, &t->tampering);
		if (!strace_is_silent(s))
			begin_call(s, t, c, qual);
	}
	if (s->o.detach_on_execve && !c->is_past && c->name && !strcmp(c->name, "execve"))
		detach(s, t);
	return skip;
}

/* The line in which the call ends: its own, or a new one if another's stands there. */
static struct text *resume_line(struct strace *s, struct traced *t, uint64_t now)
{
	struct text *line = &t->stream->line;

	if (t->stream->open == t)
		return line;
	strace_line(s, t, now);
	text_puts(line, "<... ");
	text_puts(line, t->call);
	text_puts(line, " resumed>");
	return line;
}

static bool status_is_shown(const struct strace *s, int64_t result)
{
	unsigned status = strace_is_error(result) ? STATUS_FAILED : STATUS_SUCCESSFUL;

	return s->o.status & status;
}

static void show_held(struct strace *s, struct traced *t)
{
	(void)s;
	stream_leave_line(t->stream);
	text_add(&t->stream->line, t->held.s, t->held.n);
	stream_end_line(t->stream);
}

static void end_call(struct strace *s, struct traced *t, struct r3_call *c)
{
	struct r3_decode_options o =
		decode_options(s, strace_qual(&s->o, c->is_i386, c->kind));
	bool held = strace_holds_lines(s);
	struct text *line;

	if (s->o.json) {
		want_data(s, c, &o);
		strace_json_end(t, c, &o, status_is_shown(s, c->result));
		return;
	}
	line = held ? &t->held : resume_line(s, t, c->time_ns);
	line->depth = 0;
	if (t->args_left)
		line->nr_args = 0;
	r3_decode(c, R3_EXITING, &o, &text_sink, line);
	strace_result(s, line, t, c, &o);
	if (!held)
		stream_end_line(t->stream);
	else if (status_is_shown(s, c->result))
		show_held(s, t);
}

void strace_on_leave(void *ctx, struct r3_call *c)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, c->tid);

	if (!t || !t->in_call)
		return;
	t->in_call = false;
	if (strace_names_tasks(s))
		traced_name(t, c->comm);
	if (!t->shown)
		return;
	if (t->tampering.made)
		injector_exit(&s->o.injector, c, &t->tampering);
	if (strace_is_silent(s))
		return;
	end_call(s, t, c);
	if (s->o.json || !status_is_shown(s, c->result))
		return;
	if (s->o.read.any || s->o.write.any)
		dump_call(s->machine, &s->o, c, t->stream);
	if (s->o.stack)
		stack_put(s->symbols, c->tid, t->stream);
}

void strace_end_in_call(struct strace *s, struct traced *t, uint64_t now)
{
	struct text *line;

	t->in_call = false;
	if (!t->shown || strace_is_silent(s))
		return;
	if (s->o.json) {
		if (s->o.status & STATUS_UNFINISHED)
			strace_json_unfinished(t);
		return;
	}
	if (strace_holds_lines(s)) {
		if (!(s->o.status & STATUS_UNFINISHED))
			return;
		stream_leave_line(t->stream);
		line = &t->stream->line;
		text_add(line, t->held.s, t->held.n);
	} else {
		line = resume_line(s, t, now);
	}
	if (t->args_left)
		text_puts(line, " <unfinished ...>");
	strace_result_column(s, line);
	text_puts(line, "?");
	stream_end_line(t->stream);
}
