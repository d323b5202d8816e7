/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of suites: what their arguments are made into. */
#ifndef KIT_ROWS_H
#define KIT_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ring3/suite.h"

/* The arguments of a row, made. */
struct made_row {
	uint64_t args[6];
	unsigned n;	/* so many */
	r3_ptr out;	/* of the first R3_OUT(); 0: there is none */
	bool too_many;	/* R3_WIDE() left no room for the last ones */
};

/* Makes descriptors, memory, files and tasks, from the first argument to the last. */
void make_row(struct r3_task *t, const struct r3_row *row, struct made_row *made);

#endif
