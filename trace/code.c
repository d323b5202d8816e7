/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/code.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- which code --- */

static bool parse_number(const char *s, const char **end, uint64_t *v)
{
	char *e;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	*v = strtoull(s, &e, 0);
	*end = e;
	return !errno;
}

static bool parse_range(struct code_where *w, const char *text)
{
	uint64_t n;
	char how;

	if (!parse_number(text, &text, &w->start))
		return false;
	how = *text;
	if ((how != '-' && how != '+') || !parse_number(text + 1, &text, &n) || *text)
		return false;
	w->end = how == '-' ? n : w->start + n;
	return w->end > w->start;
}

bool code_where_parse(struct code_where *w, const char *text)
{
	*w = (struct code_where){ .wanted = true };
	if (!text || !*text)
		w->everywhere = true;
	else if (*text >= '0' && *text <= '9')
		return parse_range(w, text);
	else
		w->symbol = text;
	return true;
}

static bool is_wanted(struct code_trace *c, struct code_where *w, const struct r3_code *code)
{
	uint64_t version;

	if (!w->wanted || w->everywhere)
		return w->wanted;
	if (w->symbol) {
		version = r3_mappings_version(c->machine, code->tid);
		if (w->version != version) {
			w->version = version;
			w->found = symbols_lookup(c->symbols, code->tid, w->symbol, &w->start,
						  &w->end);
		}
		if (!w->found)
			return false;
	}
	return code->address >= w->start && code->address < w->end;
}

/* --- telling of it --- */

static void tell(struct code_trace *c, const struct r3_code *code, bool is_block,
		 const struct instruction *instructions, unsigned nr)
{
	struct code_event e = { .tid = code->tid,
				.pid = code->pid,
				.is_block = is_block,
				.address = code->address,
				.size = code->size,
				.place = symbols_find(c->symbols, code->tid, code->address),
				.instructions = instructions,
				.nr = nr };

	c->event(c->ctx, &e);
}

static void on_instruction(void *ctx, const struct r3_code *code)
{
	struct code_trace *c = ctx;
	uint8_t bytes[INSTRUCTION_BYTES];
	const struct instruction *one;
	int64_t n;

	if (!is_wanted(c, &c->insn, code))
		return;
	n = r3_read_memory(c->machine, code->tid, code->address, bytes,
			   code->size < sizeof(bytes) ? code->size : sizeof(bytes));
	if (n <= 0)
		return;
	one = disasm_one(&c->disasm, code->address, bytes, (unsigned)n, code->is_64bit);
	tell(c, code, false, one, 1);
}

static void tell_block(struct code_trace *c, const struct r3_code *code)
{
	uint8_t bytes[BLOCK_BYTES];
	unsigned nr = 0, at = 0;
	int64_t n = r3_read_memory(c->machine, code->tid, code->address, bytes,
				   code->size < BLOCK_BYTES ? code->size : BLOCK_BYTES);

	while ((int64_t)at < n) {
		c->block[nr] = *disasm_one(&c->disasm, code->address + at, bytes + at,
					   (unsigned)n - at, code->is_64bit);
		at += c->block[nr++].size;
	}
	tell(c, code, true, c->block, nr);
}

static void on_block(void *ctx, const struct r3_code *code)
{
	struct code_trace *c = ctx;

	if (c->coverage)
		coverage_add(c->coverage, code);
	if (is_wanted(c, &c->blocks, code))
		tell_block(c, code);
}

bool code_begin(struct code_trace *c, struct r3_machine *m, struct symbols *symbols)
{
	struct r3_code_hooks hooks = { .ctx = c };

	if (c->blocks.wanted)
		c->block = calloc(BLOCK_BYTES, sizeof(*c->block));
	if (c->blocks.wanted && !c->block)
		return false;
	c->machine = m;
	c->symbols = symbols;
	if (c->insn.wanted)
		hooks.instruction = on_instruction;
	if (c->blocks.wanted || c->coverage)
		hooks.block = on_block;
	r3_hook_code(m, &hooks);
	return true;
}

void code_end(struct code_trace *c)
{
	disasm_close(&c->disasm);
	free(c->block);
}
