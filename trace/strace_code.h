/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Code between the lines of calls; for strace.c. */
#ifndef TRACE_STRACE_CODE_H
#define TRACE_STRACE_CODE_H

#include "trace/strace.h"

/* Text or JSON of what is about to run; ctx: struct strace. */
void strace_code_event(void *ctx, const struct code_event *e);

#endif
