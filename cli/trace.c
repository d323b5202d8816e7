/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 trace: run, and print what the program asks of the kernel. */
#include "trace.h"


static void ready(void *ctx, struct r3_machine *m)
{
	struct trace_command *t = ctx;

	strace_begin(&t->strace, m);
}

static bool ended(void *ctx)
{
	struct trace_command *t = ctx;

	return strace_end(&t->strace);
}

static void check(const struct strace_options *o)
{
	if (o->summary != SUMMARY_NONE && o->separately)
		die(EXIT_TROUBLE, "(-c/--summary-only or -C/--summary) and "
				  "-ff/--output-separately are mutually exclusive");
	if (o->wall && o->summary == SUMMARY_NONE)
		die(EXIT_TROUBLE, "-w/--summary-wall-clock must be given with "
				  "(-c/--summary-only or -C/--summary)");
}

int trace_command(int argc, char **argv)
{
	struct trace_command t = { .strace = { .complain = complain } };
	const struct run_hooks hooks = { ready, ended, &t };
	struct trace_error e;
	int status;

	strace_options_init(&t.strace.o);
	parse_run_options(&t.run, argc, argv, trace_shorts, trace_longs, trace_option, &t);
	check(&t.strace.o);
	t.run.quiet |= (t.strace.o.quiet & QUIET_EXIT) != 0;
	if (!strace_open(&t.strace, &e))
		die(EXIT_TROUBLE, "%s", e.text);
	status = run_machine(&t.run, &hooks);
	free_run_options(&t.run);
	return status;
}
