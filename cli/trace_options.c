/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The options of `ring3 trace`: strace's, and beside them those of `ring3 run`. Where both have a
 * name, it means what it means to strace.
 */
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "trace.h"
#include "trace/names.h"

enum {
	OPT_SEPARATELY = OPT_MORE,
	OPT_DAEMONIZE,
	OPT_FOLLOW,
	OPT_TRACE,
	OPT_SIGNAL,
	OPT_STATUS,
	OPT_ABBREV,
	OPT_VERBOSE,
	OPT_RAW,
	OPT_READ,
	OPT_WRITE,
	OPT_QUIET,
	OPT_KVM,
	OPT_DECODE_FDS,
	OPT_DECODE_PIDS,
	OPT_INJECT,
	OPT_FAULT,
	OPT_RELATIVE,
	OPT_TIMESTAMPS,
	OPT_SPENT,
	OPT_HEX,
	OPT_SECCOMP,
	OPT_TIPS,
	OPT_KILL_ON_EXIT,
	OPT_JSON,
	OPT_INSN,
	OPT_BLOCKS,
	OPT_COVERAGE,
};

const char trace_shorts[] = "a:Ab:cCdDe:E:fFhiI:knNo:O:p:P:qrs:S:tTu:U:vVwxX:yYzZ";

const struct option trace_longs[] = {
	{ "columns", required_argument, NULL, 'a' },
	{ "output-append-mode", no_argument, NULL, 'A' },
	{ "detach-on", required_argument, NULL, 'b' },
	{ "summary-only", no_argument, NULL, 'c' },
	{ "summary", no_argument, NULL, 'C' },
	{ "debug", no_argument, NULL, 'd' },
	{ "daemonize", optional_argument, NULL, OPT_DAEMONIZE },
	{ "daemonized", optional_argument, NULL, OPT_DAEMONIZE },
	{ "env", required_argument, NULL, 'E' },
	{ "follow-forks", no_argument, NULL, OPT_FOLLOW },
	{ "output-separately", no_argument, NULL, OPT_SEPARATELY },
	{ "help", no_argument, NULL, 'h' },
	{ "instruction-pointer", no_argument, NULL, 'i' },
	{ "interruptible", required_argument, NULL, 'I' },
	{ "stack-traces", no_argument, NULL, 'k' },
	{ "syscall-number", no_argument, NULL, 'n' },
	{ "arg-names", no_argument, NULL, 'N' },
	{ "output", required_argument, NULL, 'o' },
	{ "summary-syscall-overhead", required_argument, NULL, 'O' },
	{ "attach", required_argument, NULL, 'p' },
	{ "trace-path", required_argument, NULL, 'P' },
	{ "relative-timestamps", optional_argument, NULL, OPT_RELATIVE },
	{ "string-limit", required_argument, NULL, 's' },
	{ "summary-sort-by", required_argument, NULL, 'S' },
	{ "absolute-timestamps", optional_argument, NULL, OPT_TIMESTAMPS },
	{ "timestamps", optional_argument, NULL, OPT_TIMESTAMPS },
	{ "syscall-times", optional_argument, NULL, OPT_SPENT },
	{ "user", required_argument, NULL, 'u' },
	{ "summary-columns", required_argument, NULL, 'U' },
	{ "no-abbrev", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "summary-wall-clock", no_argument, NULL, 'w' },
	{ "strings-in-hex", optional_argument, NULL, OPT_HEX },
	{ "const-print-style", required_argument, NULL, 'X' },
	{ "pidns-translation", no_argument, NULL, 'F' },
	{ "successful-only", no_argument, NULL, 'z' },
	{ "failed-only", no_argument, NULL, 'Z' },
	{ "failing-only", no_argument, NULL, 'Z' },
	{ "trace", required_argument, NULL, OPT_TRACE },
	{ "signal", required_argument, NULL, OPT_SIGNAL },
	{ "signals", required_argument, NULL, OPT_SIGNAL },
	{ "status", required_argument, NULL, OPT_STATUS },
	{ "abbrev", required_argument, NULL, OPT_ABBREV },
	{ "verbose", required_argument, NULL, OPT_VERBOSE },
	{ "raw", required_argument, NULL, OPT_RAW },
	{ "read", required_argument, NULL, OPT_READ },
	{ "reads", required_argument, NULL, OPT_READ },
	{ "write", required_argument, NULL, OPT_WRITE },
	{ "writes", required_argument, NULL, OPT_WRITE },
	{ "quiet", optional_argument, NULL, OPT_QUIET },
	{ "silent", optional_argument, NULL, OPT_QUIET },
	{ "silence", optional_argument, NULL, OPT_QUIET },
	{ "kvm", required_argument, NULL, OPT_KVM },
	{ "decode-fds", optional_argument, NULL, OPT_DECODE_FDS },
	{ "decode-pids", required_argument, NULL, OPT_DECODE_PIDS },
	{ "inject", required_argument, NULL, OPT_INJECT },
	{ "fault", required_argument, NULL, OPT_FAULT },
	{ "seccomp-bpf", no_argument, NULL, OPT_SECCOMP },
	{ "tips", optional_argument, NULL, OPT_TIPS },
	{ "kill-on-exit", no_argument, NULL, OPT_KILL_ON_EXIT },
	{ "json", no_argument, NULL, OPT_JSON },
	{ "insn", optional_argument, NULL, OPT_INSN },
	{ "blocks", optional_argument, NULL, OPT_BLOCKS },
	{ "coverage", required_argument, NULL, OPT_COVERAGE },
	{ NULL, 0, NULL, 0 },
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

/* One of the words, and its place. */
static unsigned word(const char *option, const char *arg, const char *const *words)
{
	for (unsigned i = 0; words[i]; i++)
		if (!strcmp(words[i], arg))
			return i;
	die(EXIT_TROUBLE, "invalid %s argument: '%s'", option, arg);
}

static void qualify(struct trace_command *t, const char *what, const char *value)
{
	struct trace_error e;
	struct strace_options *o = &t->strace.o;

	if (!(what ? strace_qualify_as(o, what, value, &e) : strace_qualify(o, value, &e)))
		die(EXIT_TROUBLE, "%s", e.text);
}

static void precision(const char *option, unsigned *digits, const char *arg)
{
	*digits = 6;
	if (arg && (!*arg || !strace_precision(digits, arg)))
		die(EXIT_TROUBLE, "invalid %s argument: '%s'", option, arg);
}

/* Of what environment is known at the end of the options only. */
static void note_env(struct trace_command *t, const char *setting)
{
	t->changes = xrealloc(t->changes, (t->nr_changes + 1) * sizeof(*t->changes));
	t->changes[t->nr_changes++] = setting;
}

void trace_set_env(struct trace_command *t)
{
	if (!t->run.deterministic)
		take_env(&t->run);
	for (unsigned i = 0; i < t->nr_changes; i++)
		if (strchr(t->changes[i], '='))
			add_env(&t->run, t->changes[i]);
		else
			remove_env(&t->run, t->changes[i]);
	free(t->changes);
	t->changes = NULL;
}

/* What asks for something that there is not here, and need not be. */
static void no_effect(int c, const char *arg)
{
	static const char *const interruptible[] = { "1", "2", "3", "4", "anywhere", "waiting",
						     "never", "never_tstp", NULL };
	static const char *const daemonize[] = { "grandchild", "pgroup", "pgrp", "session", NULL };

	if (c == 'I')
		word("-I", arg, interruptible);
	else if (c == OPT_DAEMONIZE && arg)
		word("--daemonize", arg, daemonize);
}

static void count_options(struct trace_command *t, int c)
{
	struct strace_options *o = &t->strace.o;
	static const unsigned quiet[] = { QUIET_ATTACH | QUIET_PERSONALITY,
					  QUIET_ATTACH | QUIET_PERSONALITY | QUIET_EXIT, QUIET_ALL };

	switch (c) {
	case 'f':
		o->follow = true;
		o->separately |= t->nr_f++ > 0;
		break;
	case 'q':
		o->quiet = quiet[t->nr_q < 2 ? t->nr_q : 2];
		t->nr_q++;
		o->quiet_given = true;
		break;
	case 't':
		o->time = t->nr_t < 2 ? TIME_OF_DAY : TIME_UNIX;
		o->time_digits = t->nr_t ? 6 : 0;
		t->nr_t++;
		break;
	case 'x':
		o->hex = t->nr_x++ ? HEX_ALWAYS : HEX_NON_ASCII;
		break;
	case 'y':
		o->decode.about |= R3_ABOUT_PATHS | (t->nr_y++ ? R3_ABOUT_DETAILS : 0);
		break;
	}
}

static void set_hex(struct strace_options *o, const char *arg)
{
	static const char *const words[] = { "none", "non-ascii-chars", "non-ascii", "all", NULL };

	o->hex = arg ? (enum text_hex)word("--strings-in-hex", arg, words) : HEX_ALWAYS;
}

static void set_symbols(struct strace_options *o, const char *arg)
{
	static const char *const words[] = { "abbrev", "raw", "verbose", NULL };

	o->symbols = (enum text_symbols)word("-X", arg, words);
}

static void summary_option(struct trace_command *t, int c, const char *arg)
{
	struct strace_options *o = &t->strace.o;
	enum summary_mode mode = c == 'C' ? SUMMARY_TOO : SUMMARY_ONLY;
	struct trace_error e;

	switch (c) {
	case 'c':
	case 'C':
		if (o->summary != SUMMARY_NONE && o->summary != mode)
			die(EXIT_TROUBLE, "-c/--summary-only and -C/--summary are mutually exclusive");
		o->summary = mode;
		break;
	case 'w':
		o->wall = true;
		break;
	case 'O':
		if (!parse_time(arg, &o->overhead))
			die(EXIT_TROUBLE, "invalid -O argument: '%s'", arg);
		break;
	case 'S':
		if (!strace_sort(o, arg, &e))
			die(EXIT_TROUBLE, "%s", e.text);
		break;
	case 'U':
		if (!strace_columns(o, arg, &e))
			die(EXIT_TROUBLE, "%s", e.text);
		break;
	}
}

static void qualifier_option(struct trace_command *t, int c, const char *arg)
{
	static const char *const names[] = {
		[OPT_TRACE - OPT_TRACE] = "trace",	[OPT_SIGNAL - OPT_TRACE] = "signal",
		[OPT_STATUS - OPT_TRACE] = "status",	[OPT_ABBREV - OPT_TRACE] = "abbrev",
		[OPT_VERBOSE - OPT_TRACE] = "verbose",	[OPT_RAW - OPT_TRACE] = "raw",
		[OPT_READ - OPT_TRACE] = "read",	[OPT_WRITE - OPT_TRACE] = "write",
		[OPT_QUIET - OPT_TRACE] = "quiet",	[OPT_KVM - OPT_TRACE] = "kvm",
		[OPT_DECODE_FDS - OPT_TRACE] = "decode-fds",
		[OPT_DECODE_PIDS - OPT_TRACE] = "decode-pids",
		[OPT_INJECT - OPT_TRACE] = "inject",	[OPT_FAULT - OPT_TRACE] = "fault",
	};

	if (c == OPT_QUIET && !arg)
		arg = "attach,personality";
	if (c == OPT_DECODE_FDS && !arg)
		arg = "path";
	qualify(t, names[c - OPT_TRACE], arg);
}

static void code_option(struct trace_command *t, int c, const char *arg)
{
	struct code_trace *code = &t->strace.code;

	if (c == OPT_COVERAGE)
		t->coverage = arg;
	else if (!code_where_parse(c == OPT_INSN ? &code->insn : &code->blocks, arg))
		die(EXIT_TROUBLE, "'%s' is no range START-END or START+SIZE", arg);
}

void trace_option(void *ctx, int c, const char *arg)
{
	struct trace_command *t = ctx;
	struct strace_options *o = &t->strace.o;

	if (c >= OPT_TRACE && c <= OPT_FAULT) {
		qualifier_option(t, c, arg);
		return;
	}
	switch (c) {
	case 'a':
		o->column = number(c, arg);
		break;
	case 'A':
		o->append = true;
		break;
	case 'b':
		if (strcmp(arg, "execve"))
			die(EXIT_TROUBLE, "Syscall '%s' for -b isn't supported", arg);
		o->detach_on_execve = true;
		break;
	case 'c':
	case 'C':
	case 'O':
	case 'S':
	case 'U':
	case 'w':
		summary_option(t, c, arg);
		break;
	case 'd':
		die(EXIT_TROUBLE, "-d is not supported: there is no ptrace to debug");
	case 'D':
	case 'F':
	case 'I':
	case OPT_DAEMONIZE:
	case OPT_SECCOMP:
	case OPT_TIPS:
	case OPT_KILL_ON_EXIT:
		no_effect(c, arg);
		o->follow |= c == 'F';
		break;
	case 'e':
		qualify(t, NULL, arg);
		break;
	case 'E':
		note_env(t, arg);
		break;
	case OPT_FOLLOW:
		o->follow = true;
		break;
	case OPT_SEPARATELY:
		o->separately = true;
		break;
	case 'f':
	case 'q':
	case 't':
	case 'x':
	case 'y':
		count_options(t, c);
		break;
	case 'h':
		exit(print(trace_usage));
		break;
	case 'i':
		o->ip = true;
		break;
	case 'k':
		o->stack = true;
		break;
	case 'n':
		o->number = true;
		break;
	case 'N':
		o->names = true;
		break;
	case 'o':
		o->file = arg;
		break;
	case 'p':
		die(EXIT_TROUBLE, "-p is not supported: programs outside of the machine cannot be "
				  "attached to");
	case 'P':
		if (!strace_add_path(o, arg))
			die(EXIT_TROUBLE, "not enough host memory");
		break;
	case 'r':
	case OPT_RELATIVE:
		o->relative = true;
		precision("--relative-timestamps", &o->relative_digits, arg);
		break;
	case 's':
		o->decode.string_limit = number(c, arg);
		break;
	case OPT_TIMESTAMPS:
		t->time_named = true;
		if (!strace_timestamps(o, arg ? arg : ""))
			die(EXIT_TROUBLE, "invalid --absolute-timestamps argument: '%s'", arg);
		break;
	case 'T':
	case OPT_SPENT:
		o->spent = true;
		precision("--syscall-times", &o->spent_digits, arg);
		break;
	case 'u':
		parse_user(&t->run, arg);
		break;
	case 'v':
		qualify(t, "abbrev", "none");
		break;
	case 'V':
		exit(print(r3_version()));
		break;
	case OPT_HEX:
		t->hex_named = true;
		set_hex(o, arg);
		break;
	case 'X':
		set_symbols(o, arg);
		break;
	case 'Y':
		o->decode.about |= R3_ABOUT_TASKS;
		break;
	case OPT_JSON:
		o->json = true;
		break;
	case OPT_INSN:
	case OPT_BLOCKS:
	case OPT_COVERAGE:
		code_option(t, c, arg);
		break;
	case 'z':
		qualify(t, "status", "successful");
		break;
	case 'Z':
		qualify(t, "status", "failed");
		break;
	}
}
