/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of -c and -C. */
#ifndef TRACE_SUMMARY_H
#define TRACE_SUMMARY_H

#include "trace/options.h"
#include "trace/output.h"

/* What the machine counted, of the calls that are traced. */
void summary_print(const struct r3_machine *m, const struct strace_options *o, struct output *out);

#endif
