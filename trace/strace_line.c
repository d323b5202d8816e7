/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of the trace: what stands in front of them, and how results end them. */
#include <string.h>

#include "trace/strace_internal.h"

/* With -Y the name stands right behind the number. */
static void put_comm(struct text *line, const struct traced *t)
{
	text_puts(line, "<");
	text_safely(line, t->comm);
	text_puts(line, ">");
}

static void put_task(const struct strace *s, struct text *line, const struct traced *t)
{
	bool named = strace_names_tasks(s);

	if (s->o.separately)
		return;
	if (s->o.follow && s->o.file) {
		text_left(line, (unsigned)t->tid, named ? 1 : 5);
		if (named)
			put_comm(line, t);
		text_puts(line, " ");
	} else if (s->o.follow && s->tasks.nr > 1) {
		text_puts(line, "[pid ");
		text_right(line, (unsigned)t->tid, 5);
		if (named)
			put_comm(line, t);
		text_puts(line, "] ");
	}
}

static void put_ip(struct text *line, const struct traced *t)
{
	char hex[16];
	unsigned digits = t->is_i386 ? 8 : 16;

	for (unsigned i = 0; i < digits; i++)
		hex[i] = t->ended ? '?' : "0123456789abcdef"[t->ip >> 4 * (digits - 1 - i) & 15];
	text_puts(line, "[");
	text_add(line, hex, digits);
	text_puts(line, "] ");
}

void strace_prefix(struct strace *s, struct text *line, const struct traced *t, uint64_t now)
{
	put_task(s, line, t);
	if (s->o.time != TIME_NONE || s->o.relative)
		times_put(&s->times, &s->o, line, now, r3_wall_offset(s->machine));
	if (s->o.number) {
		text_puts(line, "[");
		text_right(line, t->number, 4);
		text_puts(line, "] ");
	}
	if (s->o.ip)
		put_ip(line, t);
}

struct text *strace_line(struct strace *s, const struct traced *t, uint64_t now)
{
	stream_leave_line(t->stream);
	strace_prefix(s, &t->stream->line, t, now);
	return &t->stream->line;
}

struct text *strace_begin_line(struct strace *s, const struct traced *t)
{
	return strace_line(s, t, r3_time(s->machine));
}

void strace_result_column(const struct strace *s, struct text *line)
{
	text_puts(line, ")");
	if (s->o.column)
		text_pad(line, s->o.column - 1);
	text_puts(line, " = ");
}

static const char *restart_name(int64_t result, const char **why)
{
	switch (-result) {
	case R3_ERESTARTSYS:
		*why = "To be restarted if SA_RESTART is set";
		return "ERESTARTSYS";
	case R3_ERESTARTNOINTR:
		*why = "To be restarted";
		return "ERESTARTNOINTR";
	case R3_ERESTARTNOHAND:
		*why = "To be restarted if no handler";
		return "ERESTARTNOHAND";
	case R3_ERESTART_RESTARTBLOCK:
		*why = "Interrupted by signal";
		return "ERESTART_RESTARTBLOCK";
	}
	return NULL;
}

static void put_error(struct text *line, int64_t result)
{
	const char *why, *name = restart_name(result, &why);

	if (name) {
		text_puts(line, "? ");
	} else {
		text_puts(line, "-1 ");
		name = strerrorname_np((int)-result);
		why = name ? strerrordesc_np((int)-result) : NULL;
	}
	if (name) {
		text_puts(line, name);
		text_puts(line, " (");
		text_puts(line, why);
		text_puts(line, ")");
	} else {
		text_puts(line, "(errno ");
		text_number(line, (uint64_t)-result, R3_DECIMAL);
		text_puts(line, ")");
	}
}

static void put_tampering(struct text *line, const struct tampering *t)
{
	if (t->poked)
		text_puts(line, t->result ? " (INJECTED: args, retval)" : " (INJECTED: args)");
	else if (t->result)
		text_puts(line, " (INJECTED)");
	if (t->delayed)
		text_puts(line, " (DELAYED)");
}

void strace_result(struct strace *s, struct text *line, const struct traced *t,
		       const struct r3_call *c, const struct r3_decode_options *o)
{
	bool tampered = t->tampering.made != 0;

	strace_result_column(s, line);
	if (strace_is_error(c->result) && tampered && t->tampering.is_value)
		text_number(line, (uint64_t)c->result, R3_UNSIGNED);
	else if (strace_is_error(c->result))
		put_error(line, c->result);
	else if (o->raw)
		text_number(line, (uint64_t)c->result, R3_HEX);
	else
		r3_decode_result(c, o, &text_sink, line);
	if (tampered)
		put_tampering(line, &t->tampering);
	if (s->o.spent)
		times_put_spent(&s->o, line, c->time_ns - c->entered_ns);
}
