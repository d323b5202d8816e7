/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x87 arithmetic and comparisons on registers. */
#include "emu/unicorn/x87.h"

typedef struct f80 binary_fn(struct f80_op *op, struct f80 a, struct f80 b);

/* A denormal in memory is none in FT0 any more; it counts unless something worse was found. */
static void note_memory_denormal(const struct uc_env *env, struct f80_op *op, struct f80 a)
{
	if (env->ft0.denormal && !(op->flags & (FSW_IE | FSW_ZE)) && f80_classify(a) < F80_NAN)
		op->flags |= FSW_DE;
}

/* st(0) = fn of st(0) and FT0. */
static inline void with_operand(struct uc_env *env, binary_fn *fn, bool reversed)
{
	struct f80_op op = x87_op(env);
	struct f80 a = *x87_st(env, 0), b = x87_operand(env), r;

	if (unlikely(x87_empty(env, 0) || env->ft0.empty)) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		return;
	}
	r = reversed ? fn(&op, b, a) : fn(&op, a, b);
	note_memory_denormal(env, &op, a);
	if (x87_report(env, &op))
		x87_set(env, 0, r);
}

/* st(i) = fn of st(i) and st(0). */
static inline void with_top(struct uc_env *env, int i, binary_fn *fn, bool reversed)
{
	struct f80_op op = x87_op(env);
	struct f80 a = *x87_st(env, i), b = *x87_st(env, 0), r;

	if (unlikely(x87_empty(env, 0) || x87_empty(env, i))) {
		if (x87_stack_fault(env, false))
			x87_set(env, i, f80_default_nan);
		return;
	}
	r = reversed ? fn(&op, b, a) : fn(&op, a, b);
	if (x87_report(env, &op))
		x87_set(env, i, r);
}

#define ARITHMETIC(name, fn, reversed)                                                             \
	INTERPOSE(void, helper_##name##_ST0_FT0, struct uc_env *env)                               \
	{                                                                                          \
		x87_wait(env);                                                                     \
		with_operand(env, fn, reversed);                                                   \
	}                                                                                          \
	INTERPOSE(void, helper_##name##_STN_ST0, struct uc_env *env, int i)                        \
	{                                                                                          \
		x87_wait(env);                                                                     \
		with_top(env, i, fn, reversed);                                                    \
	}

ARITHMETIC(fadd, f80_add, false)
ARITHMETIC(fmul, f80_mul, false)
ARITHMETIC(fsub, f80_sub, false)
ARITHMETIC(fsubr, f80_sub, true)
ARITHMETIC(fdiv, f80_div, false)
ARITHMETIC(fdivr, f80_div, true)

/* st(0) = fn of st(0). */
static inline void unary(struct uc_env *env, struct f80 (*fn)(struct f80_op *op, struct f80 a))
{
	struct f80_op op = x87_op(env);
	struct f80 r;

	if (unlikely(x87_empty(env, 0))) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		return;
	}
	r = fn(&op, *x87_st(env, 0));
	if (x87_report(env, &op))
		x87_set(env, 0, r);
}

static struct f80 negate(struct f80_op *op, struct f80 a)
{
	(void)op;
	a.exponent ^= F80_SIGN;
	return a;
}

static struct f80 absolute(struct f80_op *op, struct f80 a)
{
	(void)op;
	a.exponent &= F80_MAX_EXPONENT;
	return a;
}

#define UNARY(name, fn)                                                                            \
	INTERPOSE(void, helper_##name, struct uc_env *env)                                         \
	{                                                                                          \
		x87_wait(env);                                                                     \
		unary(env, fn);                                                                    \
	}

UNARY(fchs_ST0, negate)
UNARY(fabs_ST0, absolute)
UNARY(fsqrt, f80_sqrt)
UNARY(frndint, f80_round_to_int)

/* --- remainder, scale, extract --- */

static void set_codes(struct uc_env *env, unsigned codes)
{
	env->fpus = (uint16_t)((env->fpus & ~FSW_CC) | codes);
}

static void remainder_step(struct uc_env *env, bool nearest)
{
	struct f80_op op = x87_op(env);
	unsigned quotient;
	bool partial;
	struct f80 r;

	if (x87_empty(env, 0) || x87_empty(env, 1)) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		return;
	}
	r = f80_rem(&op, *x87_st(env, 0), *x87_st(env, 1), nearest, &quotient, &partial);
	env->fpus &= (uint16_t)~FSW_C2;
	if (!x87_report(env, &op))
		return;
	x87_set(env, 0, r);
	if (f80_classify(r) == F80_NAN)
		return; /* the other codes stay */
	if (partial)
		set_codes(env, FSW_C2);
	else
		set_codes(env, (quotient & 4 ? FSW_C0 : 0) | (quotient & 2 ? FSW_C3 : 0) |
				       (quotient & 1 ? FSW_C1 : 0));
}

INTERPOSE(void, helper_fprem, struct uc_env *env)
{
	x87_wait(env);
	remainder_step(env, false);
}

INTERPOSE(void, helper_fprem1, struct uc_env *env)
{
	x87_wait(env);
	remainder_step(env, true);
}

INTERPOSE(void, helper_fscale, struct uc_env *env)
{
	x87_wait(env);
	env->ft0.mantissa = x87_st(env, 1)->mantissa;
	env->ft0.exponent = x87_st(env, 1)->exponent;
	env->ft0.empty = x87_empty(env, 1);
	env->ft0.denormal = false;
	with_operand(env, f80_scale, false);
}

/* Two results: the exponent in the place of st(0), the significand pushed on it. */
INTERPOSE(void, helper_fxtract, struct uc_env *env)
{
	struct f80_op op = x87_op(env);
	struct f80 significand, exponent;
	bool underflow = x87_empty(env, 0), overflow = !x87_empty(env, -1);

	x87_wait(env);
	if (underflow || overflow) {
		if (!x87_stack_fault(env, !underflow))
			return;
		significand = exponent = f80_default_nan;
	} else {
		significand = f80_extract(&op, *x87_st(env, 0), &exponent);
		if (!x87_report(env, &op))
			return;
	}
	x87_set(env, 0, exponent);
	env->fpstt = x87_index(env, -1);
	x87_set(env, 0, significand);
}

/* --- comparisons --- */

/* The answer is given even if an exception is unmasked. */
static enum f80_relation compare(struct uc_env *env, bool quiet)
{
	struct f80_op op = x87_op(env);
	enum f80_relation relation;

	if (x87_empty(env, 0) || env->ft0.empty) {
		x87_stack_fault(env, false);
		return F80_UNORDERED;
	}
	relation = f80_compare(&op, *x87_st(env, 0), x87_operand(env), quiet);
	if (relation != F80_UNORDERED)
		note_memory_denormal(env, &op, *x87_st(env, 0));
	x87_report(env, &op);
	return relation;
}

static void compare_to_codes(struct uc_env *env, bool quiet)
{
	static const uint16_t codes[] = {
		[F80_LESS] = FSW_C0,
		[F80_EQUAL] = FSW_C3,
		[F80_GREATER] = 0,
		[F80_UNORDERED] = FSW_C0 | FSW_C2 | FSW_C3,
	};

	set_codes(env, codes[compare(env, quiet)]);
}

/* The other flags are cleared, which Unicorn forgets. The translator takes all from cc_src. */
static void compare_to_flags(struct uc_env *env, bool quiet)
{
	static const uint16_t flags[] = {
		[F80_LESS] = CC_C,
		[F80_EQUAL] = CC_Z,
		[F80_GREATER] = 0,
		[F80_UNORDERED] = CC_Z | CC_P | CC_C,
	};

	env->cc_src = flags[compare(env, quiet)];
}

INTERPOSE(void, helper_fcom_ST0_FT0, struct uc_env *env)
{
	x87_wait(env);
	compare_to_codes(env, false);
}

INTERPOSE(void, helper_fucom_ST0_FT0, struct uc_env *env)
{
	x87_wait(env);
	compare_to_codes(env, true);
}

INTERPOSE(void, helper_fcomi_ST0_FT0, struct uc_env *env)
{
	x87_wait(env);
	compare_to_flags(env, false);
}

INTERPOSE(void, helper_fucomi_ST0_FT0, struct uc_env *env)
{
	x87_wait(env);
	compare_to_flags(env, true);
}

INTERPOSE(void, helper_fxam_ST0, struct uc_env *env)
{
	static const uint16_t codes[] = {
		[F80_ZERO] = FSW_C3, [F80_FINITE] = FSW_C2, [F80_INFINITE] = FSW_C2 | FSW_C0,
		[F80_NAN] = FSW_C0,  [F80_UNSUPPORTED] = 0,
	};
	struct f80 a = *x87_st(env, 0);
	unsigned code;

	x87_wait(env);
	if (x87_empty(env, 0))
		code = FSW_C3 | FSW_C0;
	else if (f80_is_denormal(a))
		code = FSW_C3 | FSW_C2;
	else
		code = codes[f80_classify(a)];
	set_codes(env, code | (f80_sign(a) ? FSW_C1 : 0));
}
