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

static void emit_load(struct tcg *s, void *to, tcg_value base, size_t offset)
{
	tcg_gen_op3_x86_64(s, TCG_LD_I64, (uintptr_t)to, (uintptr_t)temp_of(s, base), offset);
}

static void emit_store(struct tcg *s, void *from, tcg_value base, size_t offset)
{
	tcg_gen_op3_x86_64(s, TCG_ST_I64, (uintptr_t)from, (uintptr_t)temp_of(s, base), offset);
}

static struct tcg_op *emit_constant(struct tcg *s, void *to)
{
	struct tcg_op *op = tcg_emit_op_x86_64(s, TCG_MOVI_I64);

	op->args[0] = (uintptr_t)to;
	op->args[1] = 0;
	return op;
}

void *count_begin(struct tcg *s, const struct block_count *count)
{
	static __thread struct begun b;
	tcg_value base = tcg_const_i64_x86_64(s, (intptr_t)count);
	void *left = new_temp(s), *constant = new_temp(s), *rest = new_temp(s);

	emit_load(s, left, base, offsetof(struct block_count, left));
	b.size = emit_constant(s, constant);
	tcg_gen_op3_x86_64(s, TCG_SUB_I64, (uintptr_t)rest, (uintptr_t)left, (uintptr_t)constant);
	emit_store(s, rest, base, offsetof(struct block_count, left));
	b.end = emit_constant(s, constant);
	emit_store(s, constant, base, offsetof(struct block_count, end));
	b.used_up = gen_new_label_x86_64(s);
	tcg_gen_brcondi_i64_x86_64(s, TCG_LE, value_of(s, left), 0, b.used_up);
	free_temp(s, rest);
	free_temp(s, constant);
	free_temp(s, left);
	free_temp(s, temp_of(s, base));
	return &b;
}

void count_end(struct tcg *s, const struct block_count *count, void *begun, uint64_t first,
	       uint64_t end)
{
	struct begun *b = begun;
	tcg_value base, size;
	void *env = temp_of(s, *(tcg_value *)((uint8_t *)s + TCG_CPU_ENV));

	b->size->args[1] = end - first;
	b->end->args[1] = end;
	emit_label(s, b->used_up);
	base = tcg_const_i64_x86_64(s, (intptr_t)count);
	size = tcg_const_i64_x86_64(s, (int64_t)(end - first));
	emit_store(s, temp_of(s, size), base, offsetof(struct block_count, not_run));
	tcg_gen_callN_x86_64(s, (void *)helper_rsm_x86_64, NULL, 1, &env);
	free_temp(s, temp_of(s, size));
	free_temp(s, temp_of(s, base));
}
