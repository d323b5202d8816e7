/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The x87 in Unicorn's CPU state. Unicorn makes an instruction a sequence of calls (operand to
 * FT0, operation, pop); all of these are replaced here and in the x87_*.c. Ours know of empty
 * registers, all exceptions masked and unmasked, and are exact (f80.c).
 */
#ifndef EMU_UNICORN_X87_H
#define EMU_UNICORN_X87_H

#include "emu/unicorn/env.h"

enum x87_push { PUSH_NONE, PUSH_DONE, PUSH_OVERFLOWED, PUSH_REFUSED };

/* What every instruction that waits begins with: an exception of an earlier one is due. */
#define x87_wait(env)                                                                              \
	do {                                                                                       \
		if (unlikely((env)->fpus & FSW_ES))                                                \
			raise_here(env, VECTOR_MF);                                                \
	} while (0)

static inline unsigned x87_index(const struct uc_env *env, int i)
{
	return (env->fpstt + (unsigned)i) & 7;
}

static inline struct f80 *x87_st(struct uc_env *env, int i)
{
	return &env->fpregs[x87_index(env, i)];
}

static inline bool x87_empty(const struct uc_env *env, int i)
{
	return env->fptags[x87_index(env, i)];
}

static inline void x87_set(struct uc_env *env, int i, struct f80 v)
{
	*x87_st(env, i) = v;
	env->fptags[x87_index(env, i)] = 0;
}

static inline struct f80 x87_operand(const struct uc_env *env)
{
	return (struct f80){ env->ft0.mantissa, env->ft0.exponent };
}

static inline struct f80_op x87_op(const struct uc_env *env)
{
	return (struct f80_op){ .cw = env->fpuc };
}

/* The status of an operation. False: an unmasked exception forbids its result. */
static inline bool x87_report(struct uc_env *env, const struct f80_op *op)
{
	unsigned unmasked = op->flags & ~(unsigned)env->fpuc & FSW_EXCEPTIONS, flags = op->flags;
	bool up = op->up;

	env->ft0.keep = (unmasked & FSW_OF_OPERANDS) != 0;
	if (unlikely(env->ft0.keep)) { /* there was no result to say more about */
		flags &= FSW_OF_OPERANDS | FSW_SF;
		up = up && flags & FSW_SF;
	}
	env->fpus = (uint16_t)((env->fpus & ~FSW_C1) | flags | (up ? FSW_C1 : 0));
	if (unlikely(unmasked))
		env->fpus |= FSW_ES | FSW_B;
	return !env->ft0.keep;
}

/* An empty register was read (or a used one pushed over). The same answer: may NaN be the result?
 */
static inline bool x87_stack_fault(struct uc_env *env, bool overflow)
{
	const struct f80_op op = { .flags = FSW_IE | FSW_SF, .up = overflow };

	return x87_report(env, &op);
}

/* After control or status word changed: is an exception due now? */
void x87_update_summary(struct uc_env *env);

#endif
