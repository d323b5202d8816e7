/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A trace in strace's text: one line a call, to a file. */
#ifndef TRACE_STRACE_H
#define TRACE_STRACE_H

#include <stdio.h>

#include "trace/text.h"

struct strace_options {
	struct r3_decode_options decode;
	enum text_hex hex;
	unsigned column; /* of the result */
	bool follow;	 /* all tasks, not only the first */
	bool to_file;	 /* with follow: every line begins with its task's number */
};
#define STRACE_INIT { .decode = R3_DECODE_INIT, .column = 40 }

struct strace {
	struct strace_options o;
	FILE *out;
	int failed;   /* errno of the first write that failed: nothing more is written */
	int first_tid;
	unsigned nr_tasks;
	int open_tid; /* whose line stands there unfinished; 0: nobody's */
	struct text line;
};

/* Observe m; s, which the caller fills but for what follows `failed`, lives until strace_end(). */
void strace_begin(struct strace *s, struct r3_machine *m);
/* Flush. 0, or the errno of what went wrong. */
int strace_end(struct strace *s);

#endif
