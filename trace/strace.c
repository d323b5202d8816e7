/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines as strace writes them. A line begins when a call does; if another task has something to
 * say before it ends, it is "<unfinished ...>" and goes on as "<... name resumed>".
 */
#include "trace/strace.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "trace/dump.h"
#include "trace/names.h"
#include "trace/strace_code.h"
#include "trace/strace_json.h"
#include "trace/paths.h"
#include "trace/stack.h"
#include "trace/summary.h"

#define EXECVE_NUMBER 59

/* --- lines --- */

static void put_task(const struct strace *s, struct text *line, int tid)
{
	if (s->o.separately)
		return;
	if (s->o.follow && s->o.file) {
		text_left(line, (unsigned)tid, 5);
		text_add(line, " ", 1);
	} else if (s->o.follow && s->tasks.nr > 1) {
		text_puts(line, "[pid ");
		text_right(line, (unsigned)tid, 5);
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

static void put_prefix(struct strace *s, struct text *line, const struct traced *t, uint64_t now)
{
	put_task(s, line, t->tid);
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

/* A new line of t's own, not of its call. */
static struct text *begin_line(struct strace *s, const struct traced *t, uint64_t now)
{
	stream_leave_line(t->stream);
	put_prefix(s, &t->stream->line, t, now);
	return &t->stream->line;
}

struct text *strace_begin_line(struct strace *s, const struct traced *t)
{
	return begin_line(s, t, r3_time(s->machine));
}

static void put_result_column(const struct strace *s, struct text *line)
{
	text_puts(line, ")");
	if (s->o.column)
		text_pad(line, s->o.column - 1);
	text_puts(line, " = ");
}

/* --- calls --- */

/* -c: only the table is wanted. */
static bool is_silent(const struct strace *s)
{
	return s->o.summary == SUMMARY_ONLY;
}

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

static bool waits_for_status(const struct strace *s)
{
	return s->o.status != STATUS_ALL;
}

static void begin_call(struct strace *s, struct traced *t, struct r3_call *c, unsigned qual)
{
	struct r3_decode_options o = decode_options(s, qual);
	bool held = waits_for_status(s);
	struct text *line = held ? &t->held : &t->stream->line;

	if (s->o.json) {
		strace_json_begin(s, t, c, &o);
		return;
	}
	if (held)
		text_reset(line);
	else
		stream_leave_line(t->stream);
	put_prefix(s, line, t, c->time_ns);
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

	if (s->o.quiet & QUIET_PERSONALITY || s->o.json || is_silent(s))
		return;
	line = begin_line(s, t, now);
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
	if (!t->shown || is_silent(s))
		return;
	if (s->o.json) {
		if (s->o.status & STATUS_DETACHED)
			strace_json_unfinished(t);
		return;
	}
	if (waits_for_status(s)) {
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

static int on_enter(void *ctx, struct r3_call *c)
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
		if (!is_silent(s))
			begin_call(s, t, c, qual);
	}
	if (s->o.detach_on_execve && !c->is_past && c->name && !strcmp(c->name, "execve"))
		detach(s, t);
	return skip;
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

#define MAX_ERRNO 4095

static bool is_error(int64_t result)
{
	return result < 0 && result >= -MAX_ERRNO;
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

static void put_result(struct strace *s, struct text *line, const struct traced *t,
		       const struct r3_call *c, const struct r3_decode_options *o)
{
	bool tampered = t->tampering.made != 0;

	put_result_column(s, line);
	if (is_error(c->result) && tampered && t->tampering.is_value)
		text_number(line, (uint64_t)c->result, R3_UNSIGNED);
	else if (is_error(c->result))
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

/* The line in which the call ends: its own, or a new one if another's stands there. */
static struct text *resume_line(struct strace *s, struct traced *t, uint64_t now)
{
	struct text *line = &t->stream->line;

	if (t->stream->open == t)
		return line;
	begin_line(s, t, now);
	text_puts(line, "<... ");
	text_puts(line, t->call);
	text_puts(line, " resumed>");
	return line;
}

static bool status_is_shown(const struct strace *s, int64_t result)
{
	unsigned status = is_error(result) ? STATUS_FAILED : STATUS_SUCCESSFUL;

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
	bool held = waits_for_status(s);
	struct text *line;

	if (s->o.json) {
		strace_json_end(t, c, &o, status_is_shown(s, c->result));
		return;
	}
	line = held ? &t->held : resume_line(s, t, c->time_ns);
	line->depth = 0;
	if (t->args_left)
		line->nr_args = 0;
	r3_decode(c, R3_EXITING, &o, &text_sink, line);
	put_result(s, line, t, c, &o);
	if (!held)
		stream_end_line(t->stream);
	else if (status_is_shown(s, c->result))
		show_held(s, t);
}

static void on_leave(void *ctx, struct r3_call *c)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, c->tid);

	if (!t || !t->in_call)
		return;
	t->in_call = false;
	if (!t->shown)
		return;
	if (t->tampering.made)
		injector_exit(&s->o.injector, c, &t->tampering);
	if (is_silent(s))
		return;
	end_call(s, t, c);
	if (s->o.read.any || s->o.write.any)
		dump_call(s->machine, &s->o, c, t->stream);
	if (s->o.stack)
		stack_put(s->symbols, c->tid, t->stream);
}

/* --- signals and tasks --- */

/* Where the task stands; known of the one at hand. */
static uint64_t ip_of(const struct strace *s, const struct traced *t)
{
	struct r3_registers regs;

	return s->o.ip && !r3_registers(s->machine, t->tid, &regs) ? regs.rip : t->ip;
}

static void on_signal(void *ctx, const struct r3_signal *sig)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, sig->tid);
	struct text *line;
	char name[24];

	if (!t || !t->watched || is_silent(s) || sig->signo == SIGKILL || !(s->o.signals >> (sig->signo - 1) & 1))
		return;
	if (s->o.json) {
		strace_json_signal(s, t, sig);
		return;
	}
	t->ip = ip_of(s, t);
	line = begin_line(s, t, sig->time_ns);
	text_puts(line, "--- ");
	text_puts(line, name_of_signal(sig->signo, name));
	text_puts(line, " ");
	r3_decode_signal(sig, &s->o.decode, &text_sink, line);
	text_puts(line, " ---");
	stream_end_line(t->stream);
	if (s->o.stack)
		stack_put(s->symbols, t->tid, t->stream);
}

static void on_stop(void *ctx, int tid, __attribute__((unused)) int pid, int signo)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, tid);
	struct text *line;
	char name[24];

	if (!t || !t->watched || is_silent(s) || !(s->o.signals >> (signo - 1) & 1))
		return;
	if (s->o.json) {
		strace_json_stop(s, t, signo);
		return;
	}
	t->ip = ip_of(s, t);
	line = begin_line(s, t, r3_time(s->machine));
	text_puts(line, "--- stopped by ");
	text_puts(line, name_of_signal(signo, name));
	text_puts(line, " ---");
	stream_end_line(t->stream);
}

static void open_own_stream(struct strace *s, struct traced *t)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s.%d", s->o.file, t->tid);

	t->stream = calloc(1, sizeof(*t->stream));
	if (!t->stream) {
		t->stream = &s->shared;
		s->shared.out.failed = ENOMEM;
		return;
	}
	t->stream->line = text_like(&s->shared.line);
	t->stream->out.failed = n >= (int)sizeof(path) ? ENAMETOOLONG
						       : output_open_file(&t->stream->out, path, s->o.append);
}

static void close_own_stream(struct strace *s, struct traced *t)
{
	int err;

	if (t->stream == &s->shared)
		return;
	err = stream_close(t->stream);
	free(t->stream);
	if (err && !s->failed) {
		s->failed = err;
		s->complain("%s.%d: %s", s->o.file, t->tid, strerror(err));
	}
}

static struct traced *add_task(struct strace *s, int tid, int pid)
{
	struct traced *t = tasks_add(&s->tasks, tid, pid);

	if (!t)
		return NULL;
	t->watched = s->o.follow || tid == s->first_tid;
	t->stream = &s->shared;
	if (s->o.separately && t->watched)
		open_own_stream(s, t);
	t->counters = injector_counters(&s->o.injector);
	t->held = text_like(&s->shared.line);
	return t;
}

static void on_task_start(void *ctx, int tid, int pid, int parent_tid)
{
	struct strace *s = ctx;
	struct traced *t = add_task(s, tid, pid), *parent = tasks_find(&s->tasks, parent_tid);

	if (!t || !parent)
		return;
	t->is_i386 = parent->is_i386;
	t->number = parent->number;
	t->watched &= parent->watched;
	if (t->watched && s->o.json && !is_silent(s))
		strace_json_task_start(s, t, parent_tid);
	if (!t->watched || is_silent(s) || s->o.quiet & QUIET_ATTACH || s->o.json)
		return;
	stream_leave_line(t->stream);
	text_puts(&t->stream->line, "ring3: Process ");
	text_number(&t->stream->line, (unsigned)tid, R3_DECIMAL);
	text_puts(&t->stream->line, " attached");
	stream_end_line(t->stream);
}

/* It ends in a call: nothing is known of what that did. */
static void end_in_call(struct strace *s, struct traced *t, uint64_t now)
{
	struct text *line;

	t->in_call = false;
	if (!t->shown || is_silent(s))
		return;
	if (s->o.json) {
		if (s->o.status & STATUS_UNFINISHED)
			strace_json_unfinished(t);
		return;
	}
	if (waits_for_status(s)) {
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
	put_result_column(s, line);
	text_puts(line, "?");
	stream_end_line(t->stream);
}

/* A death by a signal is the signal's affair. */
static bool end_is_shown(const struct strace *s, int status)
{
	if (WIFSIGNALED(status))
		return s->o.signals >> (WTERMSIG(status) - 1) & 1;
	return !(s->o.quiet & QUIET_EXIT);
}

static void put_end(struct text *line, int status)
{
	char name[24];

	if (WIFSIGNALED(status)) {
		text_puts(line, "+++ killed by ");
		text_puts(line, name_of_signal(WTERMSIG(status), name));
		text_puts(line, WCOREDUMP(status) ? " (core dumped) +++" : " +++");
	} else {
		text_puts(line, "+++ exited with ");
		text_number(line, (unsigned)WEXITSTATUS(status), R3_DECIMAL);
		text_puts(line, " +++");
	}
}

static void on_task_end(void *ctx, int tid, __attribute__((unused)) int pid, int status)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, tid);
	uint64_t now;

	if (!t)
		return;
	now = r3_time(s->machine);
	if (t->in_call && t->watched)
		end_in_call(s, t, now);
	if (!t->watched || is_silent(s)) {
		/* nobody asked */
	} else if (s->o.json) {
		strace_json_task_end(s, t, status);
	} else if (end_is_shown(s, status)) {
		t->ended = true;
		put_end(begin_line(s, t, now), status);
		stream_end_line(t->stream);
	}
	close_own_stream(s, t);
	tasks_remove(&s->tasks, t);
}

/* The leader is gone in the middle of what it did; its number goes on with what the other does. */
static void on_task_exec(void *ctx, int tid, int old_tid)
{
	struct strace *s = ctx;
	struct traced *leader = tasks_find(&s->tasks, tid), *t = tasks_find(&s->tasks, old_tid);
	uint64_t now = r3_time(s->machine);
	struct text *line;

	if (!leader || !t)
		return;
	if (leader->in_call && leader->watched)
		end_in_call(s, leader, now);
	if (!leader->watched || is_silent(s)) {
		/* nobody asked */
	} else if (s->o.json) {
		strace_json_superseded(s, leader, old_tid);
	} else if (!(s->o.quiet & QUIET_THREAD_EXECVE)) {
		line = begin_line(s, leader, now);
		text_puts(line, "+++ superseded by execve in pid ");
		text_number(line, (unsigned)old_tid, R3_DECIMAL);
		text_puts(line, " +++");
		stream_end_line(leader->stream);
	}
	stream_leave_line(t->stream);
	tasks_take_over(&s->tasks, leader, t);
	close_own_stream(s, t);
	tasks_remove(&s->tasks, t);
}

static void on_idle(void *ctx)
{
	struct strace *s = ctx;

	for (unsigned i = 0; s->o.separately && i < TASK_BUCKETS; i++)
		for (struct traced *t = s->tasks.bucket[i]; t; t = t->next)
			output_flush(&t->stream->out);
	if (!s->o.separately)
		output_flush(&s->shared.out);
}

/* --- beginning and end --- */

/* -o '|command', '!command'. */
static bool is_command(const char *file)
{
	return file && (*file == '|' || *file == '!');
}

/* What is open is known by the path without links. */
static void resolve_paths(struct strace *s)
{
	unsigned nr = s->o.nr_paths;
	char *path;

	for (unsigned i = 0; i < nr; i++) {
		path = realpath(s->o.paths[i], NULL);
		if (path && strcmp(path, s->o.paths[i]) && strace_add_path(&s->o, path) &&
		    !(s->o.quiet & QUIET_PATH_RESOLUTION))
			s->complain("Requested path \"%s\" resolved into \"%s\"", s->o.paths[i], path);
		free(path);
	}
}

bool strace_open(struct strace *s, struct trace_error *e)
{
	const char *file = s->o.file;
	int err;

	if (s->o.separately && is_command(file))
		return trace_fail(e, "piping the output and -ff are mutually exclusive");
	strace_options_done(&s->o);
	resolve_paths(s);
	s->shared.line.hex = s->o.hex;
	s->shared.line.symbols = s->o.symbols;
	s->shared.line.names = s->o.names;
	if (!file)
		err = output_open_fd(&s->shared.out, STDERR_FILENO, true);
	else if (s->o.separately)
		err = 0; /* with the tasks */
	else if (is_command(file))
		err = output_open_command(&s->shared.out, file + 1);
	else
		err = output_open_file(&s->shared.out, file, s->o.append);
	return !err || trace_fail(e, "%s: %s", file ? file : "the trace", strerror(err));
}

void strace_begin(struct strace *s, struct r3_machine *m)
{
	struct r3_observer o = { .enter = on_enter,
				 .exit = on_leave,
				 .signal = on_signal,
				 .stop = on_stop,
				 .task_start = on_task_start,
				 .task_end = on_task_end,
				 .task_exec = on_task_exec,
				 .idle = on_idle,
				 .ctx = s };
	struct traced *first;

	/* Whoever wants to know of every change of ABI, or the last call, has to hear of all calls. */
	if (s->o.quiet & QUIET_PERSONALITY && !s->o.number && !s->o.ip && !s->o.detach_on_execve) {
		o.wanted[0] = s->o.wanted[0];
		o.wanted[1] = s->o.wanted[1];
	}
	o.untimed = !s->o.json && s->o.time == TIME_NONE && !s->o.relative && !s->o.spent;
	s->machine = m;
	s->first_tid = r3_first_task(m);
	if (s->o.summary != SUMMARY_NONE && r3_count_calls(m, s->o.follow, s->o.wall))
		s->shared.out.failed = ENOMEM;
	if (is_silent(s) && !s->o.nr_paths && !s->o.injector.nr && !s->o.detach_on_execve &&
	    !code_is_traced(&s->code)) {
		r3_tell_program(m); /* is counted; the table does not need us */
		return;
	}
	if (s->o.json || s->o.stack || code_is_traced(&s->code))
		s->symbols = symbols_new(m);
	s->places = (struct json_places){ .machine = m,
					  .symbols = s->symbols,
					  .stack = s->o.stack };
	s->code.event = strace_code_event;
	s->code.ctx = s;
	if (code_is_traced(&s->code) && (!s->symbols || !code_begin(&s->code, m, s->symbols)))
		s->shared.out.failed = ENOMEM;
	first = add_task(s, s->first_tid, s->first_tid);
	if (first && s->o.json)
		strace_json_task_start(s, first, 0);
	r3_observe(m, &o);
	r3_tell_program(m);
}

/* Calls that did not end before the machine did. */
static void end_open_calls(struct strace *s)
{
	for (unsigned i = 0; s->o.json && i < TASK_BUCKETS; i++)
		for (struct traced *t = s->tasks.bucket[i]; t; t = t->next)
			if (t->in_call && t->watched)
				end_in_call(s, t, 0);
}

void strace_machine_ends(struct strace *s)
{
	if (s->o.summary == SUMMARY_NONE)
		return;
	stream_leave_line(&s->shared);
	summary_print(s->machine, &s->o, &s->shared.out);
}

void strace_abandon(struct strace *s)
{
	on_idle(s);
}

bool strace_end(struct strace *s)
{
	int err;

	end_open_calls(s);
	code_end(&s->code);
	json_places_free(&s->places);
	symbols_free(s->symbols);
	err = stream_close(&s->shared);
	for (unsigned i = 0; i < TASK_BUCKETS; i++)
		for (struct traced *t = s->tasks.bucket[i]; t; t = t->next)
			close_own_stream(s, t);
	if (err && !s->failed) {
		s->failed = err;
		s->complain("%s: %s", s->o.file ? s->o.file : "the trace", strerror(err));
	}
	tasks_free(&s->tasks);
	strace_options_free(&s->o);
	return !s->failed;
}
