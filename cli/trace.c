/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ring3 trace: run, and print what the program asks of the kernel. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "trace/strace.h"

struct trace_command {
	struct strace strace;
	const char *file; /* -o */
};

static unsigned number(int option, const char *arg)
{
	char *end;
	unsigned long v;

	errno = 0;
	v = strtoul(arg, &end, 10);
	if (*arg < '0' || *arg > '9' || *end || errno || v > 1u << 30)
		die(EXIT_TROUBLE, "-%c '%s' is not a number in range", option, arg);
	return (unsigned)v;
}

static void option(void *ctx, int c, const char *arg)
{
	struct trace_command *t = ctx;
	struct strace_options *o = &t->strace.o;

	switch (c) {
	case 'o':
		t->file = arg;
		o->to_file = true;
		break;
	case 'f':
		o->follow = true;
		break;
	case 's':
		o->decode.string_limit = number(c, arg);
		break;
	case 'a':
		o->column = number(c, arg);
		break;
	case 'x':
		o->hex = o->hex == HEX_NEVER ? HEX_NON_ASCII : HEX_ALWAYS;
		break;
	}
}

static void ready(void *ctx, struct r3_machine *m)
{
	struct trace_command *t = ctx;

	strace_begin(&t->strace, m);
}

int trace_command(int argc, char **argv)
{
	struct trace_command t = { .strace = { .o = STRACE_INIT, .out = stderr } };
	struct run_options o;
	int status, err;

	parse_run_options(&o, argc, argv, "fo:s:a:x", option, &t);
	if (t.file) {
		t.strace.out = fopen(t.file, "we");
		if (!t.strace.out)
			die(EXIT_TROUBLE, "%s: %s", t.file, strerror(errno));
	}
	status = run_machine(&o, ready, &t);
	free_run_options(&o);
	err = strace_end(&t.strace);
	if (t.file && fclose(t.strace.out) && !err)
		err = errno;
	if (!err)
		return status;
	complain("%s: %s", t.file ? t.file : "the trace", strerror(err));
	return EXIT_TROUBLE;
}
