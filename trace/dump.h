/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What calls read and wrote, whole, in hexadecimal (-e read=, -e write=). */
#ifndef TRACE_DUMP_H
#define TRACE_DUMP_H

#include "trace/options.h"
#include "trace/stream.h"

/* -e read= and -e write= want all that the call transfers. */
bool dump_is_wanted(const struct strace_options *o, const struct r3_call *c);
/* From exit(), behind the call's line. */
void dump_call(const struct r3_machine *m, const struct strace_options *o, const struct r3_call *c,
	       struct stream *to);

#endif
