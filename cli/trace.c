/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 trace: run, and print what the program asks of the kernel. */
#include "trace.h"

#include <stdlib.h>
#include <string.h>

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
	int status, err;

	strace_options_init(&t.strace.o);
	parse_run_options(&t.run, argc, argv, trace_shorts, trace_longs, trace_option, &t);
	check(&t.strace.o);
	err = strace_open(&t.strace);
	if (err)
		die(EXIT_TROUBLE, "%s: %s", t.strace.o.file, strerror(err));
	status = run_machine(&t.run, &hooks);
	free_run_options(&t.run);
	return status;
}
