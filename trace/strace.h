/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace in strace's text: one line a call. */
#ifndef TRACE_STRACE_H
#define TRACE_STRACE_H

#include "trace/code.h"
#include "trace/options.h"
#include "trace/stream.h"
#include "trace/tasks.h"
#include "trace/times.h"

struct strace {
	struct strace_options o;
	void (*complain)(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
	struct r3_machine *machine;
	struct symbols *symbols; /* NULL: not asked for */
	struct json_places places;
	struct code_trace code;
	struct stream shared; /* of all tasks, but with -ff */
	struct tasks tasks;
	struct times times;
	int first_tid;
	uint8_t *written; /* -ff: a bit for each task whose file this run has opened before */
	size_t nr_written; /* bytes of it */
	int failed; /* errno of the first output that failed */
};

/* Open what the options name. */
bool strace_open(struct strace *s, struct trace_error *e);
/* Observe m, until strace_end(). */
void strace_begin(struct strace *s, struct r3_machine *m);
/* A new line of t's own, not of its call; for what stands between the calls. */
struct text *strace_begin_line(struct strace *s, const struct traced *t);

/* It has run to its end, and is still there: what is known of it is written. */
void strace_machine_ends(struct strace *s);
/* In a signal handler: what is buffered is written. */
void strace_abandon(struct strace *s);
/* Everything is written. True: nothing went wrong. */
bool strace_end(struct strace *s);

#endif
