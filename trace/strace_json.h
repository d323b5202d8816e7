/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The trace's lines as JSON; for strace.c, which decides what is shown. */
#ifndef TRACE_STRACE_JSON_H
#define TRACE_STRACE_JSON_H

#include "trace/strace.h"

void strace_json_begin(struct strace *s, struct traced *t, const struct r3_call *c,
		       const struct r3_decode_options *o);
/* shown: by how it ended. */
void strace_json_end(struct traced *t, const struct r3_call *c,
		     const struct r3_decode_options *o, bool shown);
void strace_json_unfinished(struct traced *t);
void strace_json_signal(const struct strace *s, struct traced *t, const struct r3_signal *sig);
void strace_json_stop(const struct strace *s, struct traced *t, int signo);
void strace_json_superseded(const struct strace *s, struct traced *t, int by_tid);
void strace_json_task_start(const struct strace *s, struct traced *t, int parent_tid);
void strace_json_task_end(const struct strace *s, struct traced *t, int status);

#endif
