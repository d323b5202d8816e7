/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tasks that come and go, and signals on their way to them. */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "trace/names.h"
#include "trace/stack.h"
#include "trace/strace_internal.h"
#include "trace/strace_json.h"

/* Where the task stands; known of the one at hand. */
static uint64_t ip_of(const struct strace *s, const struct traced *t)
{
	struct r3_registers regs;

	return s->o.ip && !r3_registers(s->machine, t->tid, &regs) ? regs.rip : t->ip;
}

static bool is_told(const struct strace *s, const struct traced *t, int sig)
{
	return t->watched && !strace_is_silent(s) && s->o.signals >> (sig - 1) & 1;
}

void strace_on_signal(void *ctx, const struct r3_signal *sig)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, sig->tid);
	struct text *line;
	char name[24];

	if (!t || !is_told(s, t, sig->signo) || sig->signo == SIGKILL)
		return;
	if (s->o.json) {
		strace_json_signal(s, t, sig);
		return;
	}
	t->ip = ip_of(s, t);
	line = strace_line(s, t, sig->time_ns);
	text_puts(line, "--- ");
	text_puts(line, name_of_signal(sig->signo, name));
	text_puts(line, " ");
	r3_decode_signal(sig, &s->o.decode, &text_sink, line);
	text_puts(line, " ---");
	stream_end_line(t->stream);
	if (s->o.stack)
		stack_put(s->symbols, t->tid, t->stream);
}

void strace_on_stop(void *ctx, int tid, __attribute__((unused)) int pid, int signo)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, tid);
	struct text *line;
	char name[24];

	if (!t || !is_told(s, t, signo))
		return;
	if (s->o.json) {
		strace_json_stop(s, t, signo);
		return;
	}
	t->ip = ip_of(s, t);
	line = strace_line(s, t, r3_time(s->machine));
	text_puts(line, "--- stopped by ");
	text_puts(line, name_of_signal(signo, name));
	text_puts(line, " ---");
	stream_end_line(t->stream);
}

/* A number comes again when numbers run out, and when the program has the machine started anew. */
static bool was_written(struct strace *s, int tid)
{
	size_t byte = (size_t)tid / 8, room = (byte | 511) + 1;
	uint8_t bit = (uint8_t)(1 << tid % 8), *map;

	if (byte >= s->nr_written) {
		map = realloc(s->written, room);
		if (!map)
			return false;
		memset(map + s->nr_written, 0, room - s->nr_written);
		s->written = map;
		s->nr_written = room;
	}
	if (s->written[byte] & bit)
		return true;
	s->written[byte] |= bit;
	return false;
}

static void open_own_stream(struct strace *s, struct traced *t)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s.%d", s->o.file, t->tid);
	bool append = was_written(s, t->tid) || s->o.append;

	t->stream = calloc(1, sizeof(*t->stream));
	if (!t->stream) {
		t->stream = &s->shared;
		s->shared.out.failed = ENOMEM;
		return;
	}
	t->stream->line = text_like(&s->shared.line);
	t->stream->out.failed = n >= (int)sizeof(path) ? ENAMETOOLONG
						       : output_open_file(&t->stream->out, path, append);
}

void strace_close_own_stream(struct strace *s, struct traced *t)
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

struct traced *strace_add_task(struct strace *s, int tid, int pid)
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

void strace_on_task_start(void *ctx, int tid, int pid, int parent_tid)
{
	struct strace *s = ctx;
	struct traced *t = strace_add_task(s, tid, pid), *parent = tasks_find(&s->tasks, parent_tid);

	if (!t || !parent)
		return;
	t->is_i386 = parent->is_i386;
	t->number = parent->number;
	traced_name(t, parent->comm);
	t->watched &= parent->watched;
	if (t->watched && s->o.json && !strace_is_silent(s))
		strace_json_task_start(s, t, parent_tid);
	if (!t->watched || strace_is_silent(s) || s->o.quiet & QUIET_ATTACH || s->o.json)
		return;
	stream_leave_line(t->stream);
	text_puts(&t->stream->line, "ring3: Process ");
	text_number(&t->stream->line, (unsigned)tid, R3_DECIMAL);
	text_puts(&t->stream->line, " attached");
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

void strace_on_task_end(void *ctx, int tid, __attribute__((unused)) int pid, int status)
{
	struct strace *s = ctx;
	struct traced *t = tasks_find(&s->tasks, tid);
	uint64_t now;

	if (!t)
		return;
	now = r3_time(s->machine);
	if (t->in_call && t->watched)
		strace_end_in_call(s, t, now);
	if (!t->watched || strace_is_silent(s)) {
		/* nobody asked */
	} else if (s->o.json) {
		strace_json_task_end(s, t, status);
	} else if (end_is_shown(s, status)) {
		t->ended = true;
		put_end(strace_line(s, t, now), status);
		stream_end_line(t->stream);
	}
	strace_close_own_stream(s, t);
	tasks_remove(&s->tasks, t);
}

/* The leader is gone in the middle of what it did; its number goes on with what the other does. */
void strace_on_task_exec(void *ctx, int tid, int old_tid)
{
	struct strace *s = ctx;
	struct traced *leader = tasks_find(&s->tasks, tid), *t = tasks_find(&s->tasks, old_tid);
	uint64_t now = r3_time(s->machine);
	struct text *line;

	if (!leader || !t)
		return;
	if (leader->in_call && leader->watched)
		strace_end_in_call(s, leader, now);
	if (!leader->watched || strace_is_silent(s)) {
		/* nobody asked */
	} else if (s->o.json) {
		strace_json_superseded(s, leader, old_tid);
	} else if (!(s->o.quiet & QUIET_THREAD_EXECVE)) {
		line = strace_line(s, leader, now);
		text_puts(line, "+++ superseded by execve in pid ");
		text_number(line, (unsigned)old_tid, R3_DECIMAL);
		text_puts(line, " +++");
		stream_end_line(leader->stream);
	}
	stream_leave_line(t->stream);
	tasks_take_over(&s->tasks, leader, t);
	strace_close_own_stream(s, t);
	tasks_remove(&s->tasks, t);
}

void strace_on_idle(void *ctx)
{
	struct strace *s = ctx;

	for (unsigned i = 0; s->o.separately && i < TASK_BUCKETS; i++)
		for (struct traced *t = s->tasks.bucket[i]; t; t = t->next)
			output_flush(&t->stream->out);
	if (!s->o.separately)
		output_flush(&s->shared.out);
}
