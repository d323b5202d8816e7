/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The code that counts a block. It stands behind Unicorn's own test of the exit flag, so that what
 * it counts does run; its other end leaves by that test's way, as if the flag had been set.
 *
 *	left = count->left; count->left = left - size; count->end = end;
 *	if (left <= 0) goto used_up;
 *	... the block ...
 * used_up:
 *	count->not_run = size; helper_rsm(env);		which stops the engine
 *
 * Size and end are not known before the block has been translated: constants that are put in then.
 */
#include <stddef.h>

#include "emu/unicorn/env.h"
#include "emu/unicorn/tcg.h"
#include "emu/unicorn/translate.h"

void helper_rsm_x86_64(struct uc_env *env);

/* Lives as long as the translation of its block: in temporary values of the translator. */
struct begun {
	struct tcg_op *size, *end;
	struct tcg_label *used_up;
};

static void *env_of(struct tcg *s)
{
	return temp_of(s, *(tcg_value *)((uint8_t *)s + TCG_CPU_ENV));
}

/* The count in memory, as code reaches it. */
struct place {
	void *base;
	intptr_t offset;
	void *own; /* base, if it is a value that was made for this; else NULL */
};

/* From the CPU state, to which a register points anyway, if it lies near enough. */
static struct place place_of(struct tcg *s, const struct block_count *count,
			     const struct uc_env *env)
{
	intptr_t distance = (intptr_t)count - (intptr_t)env;
	struct place p = { .base = env_of(s), .offset = distance };

	if (distance != (int32_t)distance ||
	    distance + (intptr_t)sizeof(*count) > INT32_MAX) {
		p.own = p.base = temp_of(s, tcg_const_i64_x86_64(s, (intptr_t)count));
		p.offset = 0;
	}
	return p;
}

static void emit_load(struct tcg *s, void *to, const struct place *p, size_t offset)
{
	tcg_gen_op3_x86_64(s, TCG_LD_I64, (uintptr_t)to, (uintptr_t)p->base,
			   (uintptr_t)(p->offset + (intptr_t)offset));
}

static void emit_store(struct tcg *s, void *from, const struct place *p, size_t offset)
{
	tcg_gen_op3_x86_64(s, TCG_ST_I64, (uintptr_t)from, (uintptr_t)p->base,
			   (uintptr_t)(p->offset + (intptr_t)offset));
}

static void leave_place(struct tcg *s, const struct place *p)
{
	if (p->own)
		free_temp(s, p->own);
}

static struct tcg_op *emit_constant(struct tcg *s, void *to)
{
	struct tcg_op *op = tcg_emit_op_x86_64(s, TCG_MOVI_I64);

	op->args[0] = (uintptr_t)to;
	op->args[1] = 0;
	return op;
}

void *count_begin(struct tcg *s, const struct block_count *count, const struct uc_env *env)
{
	static __thread struct begun b;
	struct place p = place_of(s, count, env);
	void *left = new_temp(s), *constant = new_temp(s), *rest = new_temp(s);

	emit_load(s, left, &p, offsetof(struct block_count, left));
	b.size = emit_constant(s, constant);
	tcg_gen_op3_x86_64(s, TCG_SUB_I64, (uintptr_t)rest, (uintptr_t)left, (uintptr_t)constant);
	emit_store(s, rest, &p, offsetof(struct block_count, left));
	b.end = emit_constant(s, constant);
	emit_store(s, constant, &p, offsetof(struct block_count, end));
	b.used_up = gen_new_label_x86_64(s);
	tcg_gen_brcondi_i64_x86_64(s, TCG_LE, value_of(s, left), 0, b.used_up);
	free_temp(s, rest);
	free_temp(s, constant);
	free_temp(s, left);
	leave_place(s, &p);
	return &b;
}

void count_end(struct tcg *s, const struct block_count *count, const struct uc_env *env,
	       void *begun, uint64_t first, uint64_t end)
{
	struct begun *b = begun;
	struct place p;
	void *size, *cpu = env_of(s);

	b->size->args[1] = end - first;
	b->end->args[1] = end;
	emit_label(s, b->used_up); /* values that were made before it are gone */
	p = place_of(s, count, env);
	size = temp_of(s, tcg_const_i64_x86_64(s, (int64_t)(end - first)));
	emit_store(s, size, &p, offsetof(struct block_count, not_run));
	tcg_gen_callN_x86_64(s, (void *)helper_rsm_x86_64, NULL, 1, &cpu);
	free_temp(s, size);
	leave_place(s, &p);
}
