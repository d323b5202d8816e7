/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The code that runs between the calls: instructions, blocks, coverage. */
#ifndef TRACE_CODE_H
#define TRACE_CODE_H

#include "trace/coverage.h"
#include "trace/disasm.h"
#include "trace/symbols.h"

/* Which code: everything, a range of addresses, or where a symbol is. */
struct code_where {
	bool wanted;
	bool everywhere;
	uint64_t start, end;
	const char *symbol; /* NULL: start and end are given */
	uint64_t version;   /* of the mappings in which start and end are the symbol's */
	bool found;
};

struct code_event {
	int tid, pid;
	bool is_block;
	uint64_t address;
	uint32_t size;
	const struct place *place;
	const struct instruction *instructions; /* the block's, or the one */
	unsigned nr;
};

#define BLOCK_BYTES 8192 /* that are looked at */

struct code_trace {
	struct code_where insn, blocks;
	struct coverage *coverage; /* NULL: not wanted */
	/* Called in front of what runs. */
	void (*event)(void *ctx, const struct code_event *e);
	void *ctx;
	/* the rest is code.c's */
	struct r3_machine *machine;
	struct symbols *symbols;
	struct disasm disasm;
	struct instruction *block; /* room for the instructions of one */
};

/* "": everywhere; START-END, START+SIZE (numbers as in C); a symbol. False: a bad range. */
bool code_where_parse(struct code_where *w, const char *text);

static inline bool code_is_traced(const struct code_trace *c)
{
	return c->insn.wanted || c->blocks.wanted || c->coverage;
}

/* Before the machine runs; symbols is borrowed. False: no memory. */
bool code_begin(struct code_trace *c, struct r3_machine *m, struct symbols *symbols);
void code_end(struct code_trace *c);

#endif
