/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which blocks of which files ran, in all processes, as drcov files tell it (version 2): what
 * Lighthouse, bncov and their like read.
 */
#ifndef TRACE_COVERAGE_H
#define TRACE_COVERAGE_H

#include <stdbool.h>

#include "ring3/trace.h"

struct coverage;

/* NULL: no memory. */
struct coverage *coverage_new(struct r3_machine *m);
void coverage_free(struct coverage *c);

void coverage_add(struct coverage *c, const struct r3_code *code);

/* 0 or an errno. */
int coverage_write(const struct coverage *c, const char *path);
/* There were more blocks or modules than the form or memory can hold. */
bool coverage_is_cut(const struct coverage *c);

#endif
