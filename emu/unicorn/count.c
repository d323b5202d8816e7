/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The code that counts a block, in the place of Unicorn's own test of its exit flag: a branch looks
 * at both, since a block may be a few instructions long. Its other end leaves by that test's way.
 *
 *	left = count->left; count->left = left - size; count->end = end;
 *	if ((left | exit flag) < 0) goto not_run;
 *	... the block ...
 * not_run:
 *	helper_invlpga(env, size);			takes it back; may stop the engine
 *
 * Size and end are not known before the block has been translated: constants that are put in then.
 */
#include <stddef.h>

#include "emu/unicorn/env.h"
#include "emu/unicorn/tcg.h"
#include "emu/unicorn/translate.h"

void helper_invlpga_x86_64(struct uc_env *env, int size);

/* Lives as long as the translation of its block: in temporary values of the translator. */
struct begun {
	struct tcg_op *minus_size, *end;
	struct tcg_label *not_run;
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

/* A load, or a store, of a value at an offset in the count. */
static void emit_access(struct tcg *s, int opcode, void *value, const struct place *p, size_t offset)
{
	tcg_gen_op3_x86_64(s, opcode, (uintptr_t)value, (uintptr_t)p->base,
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

REPLACED(void, tcg_gen_brcondi_i32, struct tcg *s, int condition, tcg_value a, int32_t b,
	 struct tcg_label *to);
void exit_test(struct tcg *s, int condition, tcg_value flag, int32_t constant,
	       struct tcg_label *label)
{
	__real_tcg_gen_brcondi_i32_x86_64(s, condition, flag, constant, label);
}

void *count_begin(struct tcg *s, const struct block_count *count, const struct uc_env *env,
		  tcg_value exit_flag)
{
	static __thread struct begun b;
	struct place p = place_of(s, count, env);
	void *left = new_temp(s), *constant = new_temp(s), *rest = new_temp(s);
	void *either = new_temp(s);

	emit_access(s, TCG_LD_I64, left, &p, offsetof(struct block_count, left));
	b.minus_size = emit_constant(s, constant);
	tcg_gen_op3_x86_64(s, TCG_ADD_I64, (uintptr_t)rest, (uintptr_t)left, (uintptr_t)constant);
	emit_access(s, TCG_ST_I64, rest, &p, offsetof(struct block_count, left));
	b.end = emit_constant(s, constant);
	emit_access(s, TCG_ST32_I64, constant, &p, offsetof(struct block_count, end));
	b.not_run = gen_new_label_x86_64(s);
	tcg_gen_ext_i32_i64_x86_64(s, value_of(s, either), exit_flag);
	tcg_gen_op3_x86_64(s, TCG_OR_I64, (uintptr_t)either, (uintptr_t)either, (uintptr_t)left);
	tcg_gen_brcondi_i64_x86_64(s, TCG_LT, value_of(s, either), 0, b.not_run);
	free_temp(s, either);
	free_temp(s, rest);
	free_temp(s, constant);
	free_temp(s, left);
	leave_place(s, &p);
	return &b;
}

void count_end(struct tcg *s, void *begun, uint64_t first, uint64_t end)
{
	struct begun *b = begun;
	void *args[2];

	b->minus_size->args[1] = first - end;
	b->end->args[1] = (uint32_t)end;
	emit_label(s, b->not_run); /* values that were made before it are gone */
	args[0] = env_of(s);
	args[1] = temp_of(s, tcg_const_i32_x86_64(s, (int32_t)(end - first)));
	tcg_gen_callN_x86_64(s, (void *)helper_invlpga_x86_64, NULL, 2, args);
	free_temp(s, args[1]);
}
