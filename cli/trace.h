/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What `ring3 trace` was asked for. */
#ifndef CLI_TRACE_H
#define CLI_TRACE_H

#include <getopt.h>

#include "cli.h"
#include "trace/strace.h"

struct trace_command {
	struct strace strace;
	struct run_options run;
	const char *coverage; /* the file */
	const char **changes; /* -E and --env, in order */
	unsigned nr_changes;
	bool hex_named, time_named; /* --strings-in-hex, --absolute-timestamps */
	unsigned nr_f, nr_q, nr_t, nr_x, nr_y; /* options that are given several times */
};

extern const char trace_shorts[];
extern const struct option trace_longs[];
extern const char trace_usage[];
void trace_option(void *command, int c, const char *arg);
/*
 * The program's environment: as strace's, the caller's with the changes asked for. Of a deterministic
 * run it is what `ring3 run` gives, so that the trace is one of the same run.
 */
void trace_set_env(struct trace_command *t);

#endif
