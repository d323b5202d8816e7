/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x87 loads, stores, and moves between registers. */
#include "emu/unicorn/x87.h"

/* --- the operand of what follows --- */

static void set_operand(struct uc_env *env, struct f80 v, bool empty, bool denormal)
{
	env->ft0.mantissa = v.mantissa;
	env->ft0.exponent = v.exponent;
	env->ft0.empty = empty;
	env->ft0.denormal = denormal;
}

INTERPOSE(void, helper_flds_FT0, struct uc_env *env, uint32_t v)
{
	bool denormal;
	struct f80 a = f80_from_f32(v, &denormal);

	set_operand(env, a, false, denormal);
}

INTERPOSE(void, helper_fldl_FT0, struct uc_env *env, uint64_t v)
{
	bool denormal;
	struct f80 a = f80_from_f64(v, &denormal);

	set_operand(env, a, false, denormal);
}

INTERPOSE(void, helper_fildl_FT0, struct uc_env *env, int32_t v)
{
	set_operand(env, f80_from_int(v), false, false);
}

INTERPOSE(void, helper_fldz_FT0, struct uc_env *env)
{
	set_operand(env, f80_from_int(0), false, false);
}

INTERPOSE(void, helper_fmov_FT0_STN, struct uc_env *env, int i)
{
	set_operand(env, *x87_st(env, i), x87_empty(env, i), false);
}

/* --- loads --- */

/* False: an unmasked exception forbids it, or a NaN was pushed over a used register. */
static bool push(struct uc_env *env, const struct f80_op *op, struct f80 v)
{
	bool overflow = !x87_empty(env, -1);

	if (unlikely(overflow)) {
		if (!x87_stack_fault(env, true))
			return false;
		v = f80_default_nan;
	} else if (!x87_report(env, op)) {
		return false;
	}
	env->fpstt = x87_index(env, -1);
	x87_set(env, 0, v);
	return !overflow;
}

static void raise_denormal(struct uc_env *env)
{
	env->fpus |= FSW_DE;
	x87_update_summary(env);
}

static void push_from_memory(struct uc_env *env, struct f80 v, bool denormal)
{
	struct f80_op op = x87_op(env);

	if (f80_classify(v) == F80_NAN)
		v = f80_quiet(&op, v);
	if (push(env, &op, v) && denormal) /* loaded even if that is unmasked */
		raise_denormal(env);
}

INTERPOSE(void, helper_flds_ST0, struct uc_env *env, uint32_t v)
{
	bool denormal;
	struct f80 a = f80_from_f32(v, &denormal);

	x87_wait(env);
	push_from_memory(env, a, denormal);
}

INTERPOSE(void, helper_fldl_ST0, struct uc_env *env, uint64_t v)
{
	bool denormal;
	struct f80 a = f80_from_f64(v, &denormal);

	x87_wait(env);
	push_from_memory(env, a, denormal);
}

static void push_exact(struct uc_env *env, struct f80 v)
{
	const struct f80_op op = { 0 };

	push(env, &op, v);
}

INTERPOSE(void, helper_fildl_ST0, struct uc_env *env, int32_t v)
{
	x87_wait(env);
	push_exact(env, f80_from_int(v));
}

INTERPOSE(void, helper_fildll_ST0, struct uc_env *env, int64_t v)
{
	x87_wait(env);
	push_exact(env, f80_from_int(v));
}

INTERPOSE(void, helper_fldt_ST0, struct uc_env *env, uint64_t at)
{
	struct f80 v;

	x87_wait(env);
	v.mantissa = cpu_ldq_data_ra_x86_64(env, at, CALLER);
	v.exponent = (uint16_t)cpu_lduw_data_ra_x86_64(env, at + 8, CALLER);
	push_exact(env, v);
}

/* Eighteen decimal digits, two a byte, and the sign. What is no digit counts as it comes. */
INTERPOSE(void, helper_fbld_ST0, struct uc_env *env, uint64_t at)
{
	uint8_t byte[10];
	uint64_t v = 0;
	struct f80 a;

	x87_wait(env);
	for (unsigned i = 0; i < sizeof(byte); i++) /* upwards: a fault is at the first that is not there */
		byte[i] = (uint8_t)cpu_ldub_data_ra_x86_64(env, at + i, CALLER);
	for (int i = 8; i >= 0; i--)
		v = v * 100 + (byte[i] >> 4) * 10u + (byte[i] & 15);
	a = f80_from_int((int64_t)v);
	if (byte[9] & 0x80)
		a.exponent |= F80_SIGN;
	push_exact(env, a);
}

/*
 * FLD st(i) and the constants come in two calls: a push, then the value. The first decides, and
 * tells the second.
 */
INTERPOSE(void, helper_fpush, struct uc_env *env)
{
	const struct f80_op op = { 0 };

	x87_wait(env);
	if (likely(x87_empty(env, -1))) {
		x87_report(env, &op);
		env->fpstt = x87_index(env, -1);
		env->ft0.push = PUSH_DONE;
	} else if (x87_stack_fault(env, true)) {
		env->fpstt = x87_index(env, -1);
		x87_set(env, 0, f80_default_nan);
		env->ft0.push = PUSH_OVERFLOWED;
	} else {
		env->ft0.push = PUSH_REFUSED;
	}
}

static void push_value(struct uc_env *env, struct f80 v)
{
	if (env->ft0.push == PUSH_DONE)
		x87_set(env, 0, v);
	env->ft0.push = PUSH_NONE;
}

/* The second half of FLD st(i): i counts from the new top. Or all of FCMOV, when it moves. */
static void load_register(struct uc_env *env, int i)
{
	if (env->ft0.push == PUSH_DONE && x87_empty(env, i)) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		else
			env->fpstt = x87_index(env, 1);
		env->ft0.push = PUSH_NONE;
		return;
	}
	push_value(env, *x87_st(env, i));
}

INTERPOSE(void, helper_fmov_ST0_STN, struct uc_env *env, int i)
{
	if (env->ft0.push != PUSH_NONE) {
		load_register(env, i);
		return;
	}
	x87_wait(env);
	if (x87_empty(env, 0) || x87_empty(env, i)) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		return;
	}
	x87_set(env, 0, *x87_st(env, i));
}

/* Constants are rounded as the control word says: chopped, and the last bit for nearest and up. */
struct constant {
	uint16_t exponent;
	uint64_t chopped;
	bool nearest_is_up;
};

static void push_constant(struct uc_env *env, const struct constant *c)
{
	enum rounding rounding = (enum rounding)(env->fpuc >> 10 & 3);
	bool up = rounding == ROUND_UP || (rounding == ROUND_NEAREST && c->nearest_is_up);

	push_value(env, (struct f80){ c->chopped + up, c->exponent });
}

#define CONSTANT(name, exponent, chopped, nearest_is_up)                                           \
	INTERPOSE(void, helper_##name##_ST0, struct uc_env *env)                                   \
	{                                                                                          \
		static const struct constant c = { exponent, chopped, nearest_is_up };             \
                                                                                                   \
		push_constant(env, &c);                                                            \
	}

CONSTANT(fldl2t, 0x4000, 0xd49a784bcd1b8afe, false)
CONSTANT(fldl2e, 0x3fff, 0xb8aa3b295c17f0bb, true)
CONSTANT(fldpi, 0x4000, 0xc90fdaa22168c234, true)
CONSTANT(fldlg2, 0x3ffd, 0x9a209a84fbcff798, true)
CONSTANT(fldln2, 0x3ffe, 0xb17217f7d1cf79ab, true)

INTERPOSE(void, helper_fld1_ST0, struct uc_env *env)
{
	push_value(env, f80_from_int(1));
}

INTERPOSE(void, helper_fldz_ST0, struct uc_env *env)
{
	push_value(env, f80_from_int(0));
}

/* --- stores. Unicorn writes the result to memory and pops; helper_fpop asks ft0.keep --- */

INTERPOSE(uint32_t, helper_fsts_ST0, struct uc_env *env)
{
	struct f80_op op = x87_op(env);
	uint32_t v;

	x87_wait(env);
	if (x87_empty(env, 0)) {
		x87_stack_fault(env, false);
		return f80_to_f32(&op, f80_default_nan);
	}
	v = f80_to_f32(&op, *x87_st(env, 0));
	x87_report(env, &op);
	return v;
}

INTERPOSE(uint64_t, helper_fstl_ST0, struct uc_env *env)
{
	struct f80_op op = x87_op(env);
	uint64_t v;

	x87_wait(env);
	if (x87_empty(env, 0)) {
		x87_stack_fault(env, false);
		return f80_to_f64(&op, f80_default_nan);
	}
	v = f80_to_f64(&op, *x87_st(env, 0));
	x87_report(env, &op);
	return v;
}

INTERPOSE(void, helper_fstt_ST0, struct uc_env *env, uint64_t at)
{
	const struct f80_op op = { 0 };
	struct f80 v = *x87_st(env, 0);

	x87_wait(env);
	if (x87_empty(env, 0)) {
		if (!(env->fpuc & FSW_IE)) {
			x87_stack_fault(env, false);
			return;
		}
		v = f80_default_nan;
	}
	cpu_stq_data_ra_x86_64(env, at, v.mantissa, CALLER);
	cpu_stw_data_ra_x86_64(env, at + 8, v.exponent, CALLER);
	if (x87_empty(env, 0))
		x87_stack_fault(env, false);
	else
		x87_report(env, &op);
}

static int64_t store_int(struct uc_env *env, unsigned bits, bool chop)
{
	struct f80_op op = x87_op(env);
	int64_t v;

	if (x87_empty(env, 0)) {
		x87_stack_fault(env, false);
		return (int64_t)(~0ull << (bits - 1));
	}
	v = f80_to_int(&op, *x87_st(env, 0), bits, chop ? ROUND_CHOP : f80_rounding(&op));
	x87_report(env, &op);
	return v;
}

#define STORE_INT(type, name, bits, chop)                                                          \
	INTERPOSE(type, helper_##name##_ST0, struct uc_env *env)                                   \
	{                                                                                          \
		x87_wait(env);                                                                     \
		return (type)store_int(env, bits, chop);                                           \
	}

STORE_INT(int32_t, fist, 16, false)
STORE_INT(int32_t, fistl, 32, false)
STORE_INT(int64_t, fistll, 64, false)
STORE_INT(int32_t, fistt, 16, true)
STORE_INT(int32_t, fisttl, 32, true)
STORE_INT(int64_t, fisttll, 64, true)

#define BCD_LIMIT 1000000000000000000ll /* 18 digits */

static void store_bytes(struct uc_env *env, uint64_t at, const uint8_t bytes[10], uintptr_t caller)
{
	uint64_t low;

	__builtin_memcpy(&low, bytes, 8);
	cpu_stq_data_ra_x86_64(env, at, low, caller);
	cpu_stw_data_ra_x86_64(env, at + 8, bytes[8] | (uint32_t)bytes[9] << 8, caller);
}

INTERPOSE(void, helper_fbst_ST0, struct uc_env *env, uint64_t at)
{
	static const uint8_t indefinite[10] = { 0, 0, 0, 0, 0, 0, 0, 0xc0, 0xff, 0xff };
	struct f80_op op = x87_op(env);
	bool empty = x87_empty(env, 0);
	uint8_t bytes[10] = { 0 };
	int64_t v = 0;

	x87_wait(env);
	if (!empty)
		v = f80_to_int(&op, *x87_st(env, 0), 64, f80_rounding(&op));
	if (v <= -BCD_LIMIT || v >= BCD_LIMIT)
		op = (struct f80_op){ .cw = op.cw, .flags = FSW_IE };
	if (empty || op.flags & FSW_IE) {
		if (op.cw & FSW_IE)
			store_bytes(env, at, indefinite, CALLER);
	} else {
		uint64_t rest = v < 0 ? -(uint64_t)v : (uint64_t)v;

		for (int i = 0; i < 9; i++, rest /= 100)
			bytes[i] = (uint8_t)(rest % 10 | rest / 10 % 10 << 4);
		bytes[9] = f80_sign(*x87_st(env, 0)) ? 0x80 : 0;
		store_bytes(env, at, bytes, CALLER);
	}
	if (empty)
		x87_stack_fault(env, false);
	else
		x87_report(env, &op);
}

/* --- registers --- */

INTERPOSE(void, helper_fmov_STN_ST0, struct uc_env *env, int i)
{
	const struct f80_op op = { 0 };

	x87_wait(env);
	if (!x87_empty(env, 0)) {
		x87_report(env, &op);
		x87_set(env, i, *x87_st(env, 0));
	} else if (x87_stack_fault(env, false)) {
		x87_set(env, i, f80_default_nan);
	}
}

INTERPOSE(void, helper_fxchg_ST0_STN, struct uc_env *env, int i)
{
	const struct f80_op op = { 0 };
	struct f80 top = *x87_st(env, 0), other = *x87_st(env, i);

	x87_wait(env);
	if (x87_empty(env, 0) || x87_empty(env, i)) {
		if (!x87_stack_fault(env, false))
			return;
		top = x87_empty(env, 0) ? f80_default_nan : top;
		other = x87_empty(env, i) ? f80_default_nan : other;
	} else {
		x87_report(env, &op);
	}
	x87_set(env, i, top);
	x87_set(env, 0, other);
}

INTERPOSE(void, helper_fpop, struct uc_env *env)
{
	if (env->ft0.keep)
		return;
	env->fptags[env->fpstt] = 1;
	env->fpstt = x87_index(env, 1);
}

static void rotate(struct uc_env *env, int by)
{
	env->fpus &= (uint16_t)~FSW_C1;
	env->fpstt = x87_index(env, by);
}

INTERPOSE(void, helper_fdecstp, struct uc_env *env)
{
	x87_wait(env);
	rotate(env, -1);
}

INTERPOSE(void, helper_fincstp, struct uc_env *env)
{
	x87_wait(env);
	rotate(env, 1);
}

INTERPOSE(void, helper_ffree_STN, struct uc_env *env, int i)
{
	x87_wait(env);
	env->fptags[x87_index(env, i)] = 1;
	env->ft0.keep = false; /* FFREEP pops next */
}
