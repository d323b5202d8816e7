/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace from its beginning to its end: where it goes, who observes, what is left to say. */
#include "trace/strace.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "trace/strace_code.h"
#include "trace/strace_internal.h"
#include "trace/strace_json.h"
#include "trace/summary.h"

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
	struct r3_observer o = { .enter = strace_on_enter,
				 .exit = strace_on_leave,
				 .signal = strace_on_signal,
				 .stop = strace_on_stop,
				 .task_start = strace_on_task_start,
				 .task_end = strace_on_task_end,
				 .task_exec = strace_on_task_exec,
				 .idle = strace_on_idle,
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
	if (strace_is_silent(s) && !s->o.nr_paths && !s->o.injector.nr && !s->o.detach_on_execve &&
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
	first = strace_add_task(s, s->first_tid, s->first_tid);
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
				strace_end_in_call(s, t, 0);
}

/* Calls and tasks that the machine ended with. */
static void forget_tasks(struct strace *s)
{
	end_open_calls(s);
	stream_leave_line(&s->shared);
	for (unsigned i = 0; i < TASK_BUCKETS; i++)
		for (struct traced *t = s->tasks.bucket[i]; t; t = t->next)
			strace_close_own_stream(s, t);
	tasks_free(&s->tasks);
}

void strace_machine_ends(struct strace *s)
{
	forget_tasks(s);
	code_end(&s->code);
	json_places_free(&s->places);
	symbols_free(s->symbols);
	s->symbols = NULL;
	if (s->o.summary != SUMMARY_NONE)
		summary_print(s->machine, &s->o, &s->shared.out);
}

void strace_abandon(struct strace *s)
{
	strace_on_idle(s);
}

bool strace_end(struct strace *s)
{
	int err = stream_close(&s->shared);

	if (err && !s->failed) {
		s->failed = err;
		s->complain("%s: %s", s->o.file ? s->o.file : "the trace", strerror(err));
	}
	strace_options_free(&s->o);
	free(s->written);
	return !s->failed;
}
