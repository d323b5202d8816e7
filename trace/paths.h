/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that concern certain paths (-P): they name them, or have them open. */
#ifndef TRACE_PATHS_H
#define TRACE_PATHS_H

#include "trace/options.h"

/* From enter(). */
bool paths_match(const struct strace_options *o, const struct r3_call *c);

#endif
