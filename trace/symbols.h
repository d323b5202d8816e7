/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What code is where: files and symbols behind addresses of tasks, and the callers of callers.
 * Files are read as the programs inside see them, and nothing in them is believed: one that is
 * damaged, too large or hostile has fewer symbols or none.
 */
#ifndef TRACE_SYMBOLS_H
#define TRACE_SYMBOLS_H

#include <stdbool.h>
#include <stdint.h>

#include "ring3/trace.h"

struct symbols;

/* Of one machine; NULL: no memory. Costs nothing until something is asked. */
struct symbols *symbols_new(struct r3_machine *m);
void symbols_free(struct symbols *s);

/* What is known of an address. Strings stay until symbols_free(). */
struct place {
	uint64_t address;
	const char *file;     /* path as the task saw it first, "[vdso]"; NULL: no file is there */
	uint64_t file_offset; /* of the address */
	const char *symbol;   /* NULL: none covers it */
	uint64_t offset;      /* behind the symbol's start */
	const char *build_id; /* of the file, in hexadecimal; NULL: it has none */
	uint64_t serial;      /* of the finding: no other has it */
};

/* Quick for an address seen before. Valid until the next use of s. */
const struct place *symbols_find(struct symbols *s, int tid, uint64_t address);

/* A place's symbol as its language writes it; valid until the next use of s. */
const char *symbols_plain_name(struct symbols *s, const char *symbol);

#define STACK_DEPTH 256 /* frames at most */

/*
 * The stack of the task that an observer is called for, innermost frame first: frame() per frame,
 * until it answers non-zero. In callers' frames the address is the one that the call returns to,
 * the symbol that of the call. Number of frames; 0: nothing could be found out.
 */
unsigned symbols_stack(struct symbols *s, int tid,
		       int (*frame)(void *ctx, const struct place *place), void *ctx);

/* Where a symbol is in the task's address space: [*start, *end). False: nowhere (yet). */
bool symbols_lookup(struct symbols *s, int tid, const char *name, uint64_t *start, uint64_t *end);

#endif
