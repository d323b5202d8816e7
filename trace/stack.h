/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who called, behind lines (-k). */
#ifndef TRACE_STACK_H
#define TRACE_STACK_H

#include "trace/stream.h"
#include "trace/symbols.h"

/* A line a frame of the task at hand; symbols may be NULL. */
void stack_put(struct symbols *symbols, int tid, struct stream *to);

#endif
