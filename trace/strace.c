/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lines as strace writes them. A line begins when a call does; if another task has something to
 * say before it ends, it is "<unfinished ...>" and goes on as "<... name resumed>".
 */
#include "trace/strace.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

static void flush(struct strace *s)
{
	if (!s->failed && fwrite(s->line.s, 1, s->line.n, s->out) != s->line.n)
		s->failed = errno;
}

static void end_line(struct strace *s)
{
	text_add(&s->line, "\n", 1);
	flush(s);
	text_reset(&s->line);
	s->open_tid = 0;
}

/* Somebody else's line, or its own before the end of the task: it is left as it stands. */
static void leave_open_line(struct strace *s)
{
	if (!s->open_tid)
		return;
	text_printf(&s->line, " <unfinished ...>");
	end_line(s);
}

static void begin_line(struct strace *s, int tid)
{
	leave_open_line(s);
	text_reset(&s->line);
	if (s->o.follow && s->o.to_file)
		text_printf(&s->line, "%-5d ", tid);
	else if (s->o.follow && s->nr_tasks > 1)
		text_printf(&s->line, "[pid %5d] ", tid);
}

static bool is_watched(const struct strace *s, int tid)
{
	return s->o.follow || tid == s->first_tid;
}

static const char *call_name(const struct r3_call *c, char buf[32])
{
	if (c->name)
		return c->name;
	snprintf(buf, 32, "syscall_%#x", c->number);
	return buf;
}

static int on_enter(void *ctx, struct r3_call *c)
{
	struct strace *s = ctx;
	char buf[32];

	if (!is_watched(s, c->tid))
		return 0;
	begin_line(s, c->tid);
	text_printf(&s->line, "%s(", call_name(c, buf));
	r3_decode(c, R3_ENTERING, &s->o.decode, &text_sink, &s->line);
	s->open_tid = c->tid;
	return 0;
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

static void add_result(struct strace *s, const struct r3_call *c)
{
	const char *why, *name = restart_name(c->result, &why);
	struct text *t = &s->line;

	if (name) {
		text_printf(t, "? %s (%s)", name, why);
	} else if (c->result < 0 && c->result >= -MAX_ERRNO) {
		name = strerrorname_np((int)-c->result);
		if (name)
			text_printf(t, "-1 %s (%s)", name, strerror((int)-c->result));
		else
			text_printf(t, "-1 (errno %" PRId64 ")", -c->result);
	} else {
		r3_decode_result(c, &s->o.decode, &text_sink, t);
	}
}

static void on_exit(void *ctx, struct r3_call *c)
{
	struct strace *s = ctx;
	char buf[32];

	if (!is_watched(s, c->tid))
		return;
	if (s->open_tid != c->tid) {
		begin_line(s, c->tid);
		text_printf(&s->line, "<... %s resumed>", call_name(c, buf));
	}
	s->line.depth = 0;
	r3_decode(c, R3_EXITING, &s->o.decode, &text_sink, &s->line);
	text_add(&s->line, ")", 1);
	text_pad(&s->line, s->o.column - 1);
	text_add(&s->line, " = ", 3);
	add_result(s, c);
	end_line(s);
}

static const char *signal_name(int sig, char buf[24])
{
	const char *name = sigabbrev_np(sig);

	if (name)
		snprintf(buf, 24, "SIG%s", name);
	else
		snprintf(buf, 24, "SIGRT_%d", sig - 32);
	return buf;
}

static void on_signal(void *ctx, const struct r3_signal *sig)
{
	struct strace *s = ctx;
	char name[24];

	if (!is_watched(s, sig->tid))
		return;
	begin_line(s, sig->tid);
	text_printf(&s->line, "--- %s {si_signo=%s, si_code=%d} ---", signal_name(sig->signo, name), name,
		    sig->code);
	end_line(s);
}

static void on_task_start(void *ctx, __attribute__((unused)) int tid,
			  __attribute__((unused)) int pid, __attribute__((unused)) int parent)
{
	struct strace *s = ctx;

	s->nr_tasks++;
}

static void on_task_end(void *ctx, int tid, __attribute__((unused)) int pid, int status)
{
	struct strace *s = ctx;
	char name[24];

	if (!is_watched(s, tid))
		return;
	if (s->open_tid == tid) {
		text_add(&s->line, ")", 1);
		text_pad(&s->line, s->o.column - 1);
		text_add(&s->line, " = ?", 4);
		end_line(s);
	}
	begin_line(s, tid);
	if (WIFSIGNALED(status))
		text_printf(&s->line, "+++ killed by %s%s +++",
			    signal_name(WTERMSIG(status), name),
			    WCOREDUMP(status) ? " (core dumped)" : "");
	else
		text_printf(&s->line, "+++ exited with %d +++", WEXITSTATUS(status));
	end_line(s);
	s->nr_tasks--;
}

void strace_begin(struct strace *s, struct r3_machine *m)
{
	struct r3_observer o = { .enter = on_enter,
				 .exit = on_exit,
				 .signal = on_signal,
				 .task_start = on_task_start,
				 .task_end = on_task_end,
				 .ctx = s };

	s->line = (struct text){ .hex = s->o.hex };
	s->open_tid = 0;
	s->failed = 0;
	s->first_tid = r3_first_task(m);
	s->nr_tasks = 1;
	r3_observe(m, &o);
}

int strace_end(struct strace *s)
{
	leave_open_line(s);
	if (!s->failed && fflush(s->out))
		s->failed = errno;
	if (!s->failed && s->line.out_of_memory)
		s->failed = ENOMEM;
	text_free(&s->line);
	return s->failed;
}
