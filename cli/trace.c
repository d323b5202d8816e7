/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 trace: run, and print what the program asks of the kernel. */
#include "trace.h"
#include "trace/diff.h"


static void ready(void *ctx, struct r3_machine *m)
{
	struct trace_command *t = ctx;

	if (t->coverage) {
		t->strace.code.coverage = coverage_new(m);
		if (!t->strace.code.coverage)
			die(EXIT_TROUBLE, "not enough host memory");
	}
	strace_begin(&t->strace, m);
}

static bool write_coverage(struct trace_command *t)
{
	struct coverage *c = t->strace.code.coverage;
	int err = coverage_write(c, t->coverage);

	if (err)
		complain("%s: %s", t->coverage, strerror(err));
	else if (coverage_is_cut(c))
		complain("%s: there was more code than it can hold", t->coverage);
	coverage_free(c);
	return !err;
}

static void ending(void *ctx)
{
	struct trace_command *t = ctx;

	strace_machine_ends(&t->strace);
}

static void abandoned(void *ctx)
{
	struct trace_command *t = ctx;

	strace_abandon(&t->strace);
}

static bool ended(void *ctx)
{
	struct trace_command *t = ctx;
	bool written = !t->coverage || write_coverage(t);

	return strace_end(&t->strace) && written;
}

/* What says the same twice, and may not agree. */
static void check_names(const struct trace_command *t)
{
	const struct {
		bool both;
		const char *names;
	} pairs[] = {
		{ t->nr_q && t->strace.o.quiet_named, "-q and -e quiet/--quiet" },
		{ t->nr_t && t->time_named, "-t and --absolute-timestamps" },
		{ t->nr_x && t->hex_named, "-x and --strings-in-hex" },
		{ t->nr_y && t->strace.o.fds_named, "-y and --decode-fds" },
	};

	for (unsigned i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (pairs[i].both)
			die(EXIT_TROUBLE, "%s cannot be provided simultaneously", pairs[i].names);
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

/* trace --diff A B; exits as diff(1) does. */
static int diff_command(int argc, char **argv)
{
	if (argc != 4) {
		complain("--diff wants two files: ring3 trace --diff A.json B.json");
		return DIFF_TROUBLE;
	}
	return trace_diff(argv[2], argv[3], stdout, complain);
}

int trace_command(int argc, char **argv)
{
	struct trace_command t = { .strace = { .complain = complain } };
	const struct run_hooks hooks = { ready, ending, abandoned, ended, &t };
	struct trace_error e;
	int status;

	if (argc > 1 && !strcmp(argv[1], "--diff"))
		return diff_command(argc, argv);
	strace_options_init(&t.strace.o);
	parse_run_options(&t.run, argc, argv, trace_shorts, trace_longs, trace_option, &t);
	trace_set_env(&t);
	check_names(&t);
	check(&t.strace.o);
	t.run.quiet |= (t.strace.o.quiet & QUIET_EXIT) != 0;
	if (!strace_open(&t.strace, &e))
		die(EXIT_TROUBLE, "%s", e.text);
	status = run_machine(&t.run, &hooks);
	free_run_options(&t.run);
	return status;
}
