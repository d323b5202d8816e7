/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * x87 functions that have no exact result. They are computed in the host's long double, which has
 * the x87's 64 bits or more on the hosts that matter: within a unit or two in the last place of a
 * real x87, and real ones differ among themselves. A host whose long double is a double gives 53.
 */
#include <math.h>
#include "emu/unicorn/x87.h"

static long double to_host(struct f80 a)
{
	long double v =
		ldexpl((long double)a.mantissa, (a.exponent & F80_MAX_EXPONENT) - F80_BIAS - 63 +
							((a.exponent & F80_MAX_EXPONENT) == 0));

	return f80_sign(a) ? -v : v;
}

/* v is finite. The bits that the x87 has no room for are only those of a wider host. */
static struct f80 from_host(struct f80_op *op, long double v)
{
	struct f80 r;
	int exponent;
	long double fraction = frexpl(fabsl(v), &exponent);

	op->flags |= FSW_PE;
	if (fraction == 0) {
		op->flags |= FSW_UE; /* zero for being too small: exact ones do not come here */
		return (struct f80){ 0, signbit(v) ? F80_SIGN : 0 };
	}
	r.mantissa = (uint64_t)(fraction * 0x1p64L);
	exponent += F80_BIAS - 1;
	if (exponent <= 0) {
		r.mantissa = exponent > -64 ? r.mantissa >> (1 - exponent) : 0;
		exponent = 0;
		op->flags |= FSW_UE;
	}
	r.exponent = (uint16_t)(exponent | (signbit(v) ? F80_SIGN : 0));
	return r;
}

static struct f80 infinity_of(bool sign)
{
	return (struct f80){ F80_INTEGER_BIT, F80_MAX_EXPONENT | (sign ? F80_SIGN : 0) };
}

static struct f80 host_result(struct f80_op *op, long double v)
{
	if (isinf(v)) {
		op->flags |= FSW_OE | FSW_PE;
		return infinity_of(signbit(v));
	}
	return from_host(op, v);
}

/* --- of one operand --- */

typedef struct f80 unary_fn(struct f80_op *op, struct f80 a);

/* What NaNs, unsupported ones and zeroes give is the same for all; fn has the rest. */
static struct f80 evaluate(struct f80_op *op, struct f80 a, unary_fn *fn)
{
	switch (f80_classify(a)) {
	case F80_NAN:
	case F80_UNSUPPORTED:
		return f80_quiet(op, a);
	default:
		if (f80_is_denormal(a))
			op->flags |= FSW_DE;
		return fn(op, a);
	}
}

static void unary(struct uc_env *env, unary_fn *fn)
{
	struct f80_op op = x87_op(env);
	struct f80 r;

	if (x87_empty(env, 0)) {
		if (x87_stack_fault(env, false))
			x87_set(env, 0, f80_default_nan);
		return;
	}
	r = evaluate(&op, *x87_st(env, 0), fn);
	if (x87_report(env, &op))
		x87_set(env, 0, r);
}

/*
 * As e^(v ln 2) - 1, with v ln 2 in two parts, the first of them exact, so that its rounding does
 * not show: e^(x + y) - 1 = (e^x - 1) + e^x (e^y - 1).
 */
static long double exp2_minus_one(long double v)
{
	const long double ln2_high = 0x1.62e42feep-1L, ln2_low = 0x1.a39ef35793c76730p-33L;
	long double high = rintl(v * 0x1p31L) * 0x1p-31L, rest = v - high;
	long double first = expm1l(high * ln2_high);
	long double second = expm1l(high * ln2_low + rest * (ln2_high + ln2_low));

	return first + (first + 1) * second;
}

/* 2^a - 1 for -1 <= a <= 1; beyond, it is undefined, and a stays. */
static struct f80 power_minus_one(struct f80_op *op, struct f80 a)
{
	long double v = to_host(a);

	if (f80_classify(a) == F80_INFINITE)
		return f80_sign(a) ? f80_from_int(-1) : a;
	if (v == 0)
		return a;
	op->flags |= FSW_PE; /* even if exact */
	if (v == 1 || fabsl(v) > 1)
		return a;
	return host_result(op, exp2_minus_one(v));
}

INTERPOSE(void, helper_f2xm1, struct uc_env *env)
{
	x87_wait(env);
	unary(env, power_minus_one);
}

/* --- angles --- */

/* Too large to be reduced: C2, and nothing else happens. */
static bool beyond_reduction(struct f80 a)
{
	enum f80_class class = f80_classify(a);

	return class == F80_FINITE && (a.exponent & F80_MAX_EXPONENT) >= F80_BIAS + 63;
}

/*
 * What is left of an angle after taking out quarter turns, with the 66 bits of pi that the x87
 * has; *quarters: how many, modulo 4.
 */
static long double reduce(struct f80 a, unsigned *quarters)
{
	const unsigned __int128 half_pi =
		(unsigned __int128)0xc90fdaa22168c234 << 2 | 3; /* * 2^-65 */
	int exponent = (a.exponent & F80_MAX_EXPONENT) - F80_BIAS;
	unsigned __int128 scaled, rest;
	long double r;

	*quarters = 0;
	if (exponent < -1)
		return to_host(a);
	scaled = (unsigned __int128)a.mantissa << (exponent + 2);
	*quarters = (unsigned)(scaled / half_pi) & 3;
	rest = scaled % half_pi;
	if (rest > half_pi / 2) {
		++*quarters;
		r = -(long double)(half_pi - rest);
	} else {
		r = (long double)rest;
	}
	r = ldexpl(r, -65);
	if (!f80_sign(a))
		return r;
	*quarters = -*quarters;
	return -r;
}

/* Infinite and zero angles; the rest is fn's. */
static struct f80 angle_function(struct f80_op *op, struct f80 a, struct f80 of_zero,
				 long double (*fn)(long double rest, unsigned quarters))
{
	unsigned quarters;
	long double rest;

	switch (f80_classify(a)) {
	case F80_INFINITE:
		op->flags |= FSW_IE;
		return f80_default_nan;
	case F80_ZERO:
		return of_zero;
	default:
		rest = reduce(a, &quarters);
		return host_result(op, fn(rest, quarters & 3));
	}
}

static long double sine_of(long double rest, unsigned quarters)
{
	long double r = quarters & 1 ? cosl(rest) : sinl(rest);

	return quarters & 2 ? -r : r;
}

static long double cosine_of(long double rest, unsigned quarters)
{
	return sine_of(rest, (quarters + 1) & 3);
}

static long double tangent_of(long double rest, unsigned quarters)
{
	return quarters & 1 ? -1 / tanl(rest) : tanl(rest);
}

static struct f80 sine(struct f80_op *op, struct f80 a)
{
	return angle_function(op, a, a, sine_of);
}

static struct f80 cosine(struct f80_op *op, struct f80 a)
{
	return angle_function(op, a, f80_from_int(1), cosine_of);
}

static struct f80 tangent(struct f80_op *op, struct f80 a)
{
	return angle_function(op, a, a, tangent_of);
}

/* False: C2 is set, the angle stays. */
static bool start_angle(struct uc_env *env)
{
	env->fpus &= (uint16_t)~FSW_C2;
	if (x87_empty(env, 0) || !beyond_reduction(*x87_st(env, 0)))
		return true;
	env->fpus = (uint16_t)((env->fpus & ~FSW_C1) | FSW_C2);
	return false;
}

INTERPOSE(void, helper_fsin, struct uc_env *env)
{
	x87_wait(env);
	if (start_angle(env))
		unary(env, sine);
}

INTERPOSE(void, helper_fcos, struct uc_env *env)
{
	x87_wait(env);
	if (start_angle(env))
		unary(env, cosine);
}

/* first in the place of st(0), second(st(0)) pushed on it. */
static void two_results(struct uc_env *env, unary_fn *first, unary_fn *second)
{
	struct f80_op op = x87_op(env);
	bool underflow = x87_empty(env, 0);
	struct f80 a = *x87_st(env, 0), r, pushed;

	if (underflow || !x87_empty(env, -1)) {
		if (!x87_stack_fault(env, !underflow))
			return;
		r = pushed = f80_default_nan;
	} else {
		r = evaluate(&op, a, first);
		pushed = evaluate(&op, a, second);
		if (!x87_report(env, &op))
			return;
	}
	x87_set(env, 0, r);
	env->fpstt = x87_index(env, -1);
	x87_set(env, 0, pushed);
}

/* What FPTAN pushes: 1, or the NaN that is the result too. */
static struct f80 one(struct f80_op *op, struct f80 a)
{
	(void)a;
	return op->flags & FSW_IE ? f80_default_nan : f80_from_int(1);
}

INTERPOSE(void, helper_fsincos, struct uc_env *env)
{
	x87_wait(env);
	if (start_angle(env))
		two_results(env, sine, cosine);
}

INTERPOSE(void, helper_fptan, struct uc_env *env)
{
	x87_wait(env);
	if (start_angle(env))
		two_results(env, tangent, one);
}

/* --- of two operands: st(1) = fn(st(1), st(0)), pop --- */

typedef struct f80 binary_fn(struct f80_op *op, struct f80 y, struct f80 x);

static void binary(struct uc_env *env, binary_fn *fn)
{
	struct f80_op op = x87_op(env);
	struct f80 x = *x87_st(env, 0), y = *x87_st(env, 1), r;

	if (x87_empty(env, 0) || x87_empty(env, 1)) {
		if (!x87_stack_fault(env, false))
			return;
		r = f80_default_nan;
	} else {
		if (f80_classify(x) >= F80_NAN || f80_classify(y) >= F80_NAN)
			r = f80_add(&op, y, x); /* chooses the NaN */
		else
			r = fn(&op, y, x);
		if (!x87_report(env, &op))
			return;
	}
	x87_set(env, 1, r);
	env->fptags[env->fpstt] = 1;
	env->fpstt = x87_index(env, 1);
}

static void note_denormals(struct f80_op *op, struct f80 a, struct f80 b)
{
	if (f80_is_denormal(a) || f80_is_denormal(b))
		op->flags |= FSW_DE;
}

static struct f80 arc_tangent(struct f80_op *op, struct f80 y, struct f80 x)
{
	long double r = atan2l(to_host(y), to_host(x));

	note_denormals(op, x, y);
	if (r == 0 && f80_classify(y) == F80_ZERO)
		return y;
	return from_host(op, r);
}

INTERPOSE(void, helper_fpatan, struct uc_env *env)
{
	x87_wait(env);
	binary(env, arc_tangent);
}

/* y * log, where the logarithm is infinite or zero. */
static struct f80 times_special_log(struct f80_op *op, struct f80 y, struct f80 log, bool of_zero)
{
	if (of_zero && f80_classify(y) == F80_FINITE)
		op->flags |= FSW_ZE;
	return f80_mul(op, y, log);
}

static struct f80 times_log(struct f80_op *op, struct f80 y, struct f80 x)
{
	op->cw |= FCW_PC;
	switch (f80_classify(x)) {
	case F80_ZERO:
		return times_special_log(op, y, infinity_of(true), true);
	case F80_INFINITE:
		if (!f80_sign(x))
			return times_special_log(op, y, x, false);
		break;
	default:
		if (f80_sign(x))
			break;
		note_denormals(op, x, y);
		if (x.mantissa == F80_INTEGER_BIT && x.exponent) { /* a power of two */
			if (x.exponent != F80_BIAS && f80_classify(y) == F80_FINITE)
				op->flags |= FSW_PE; /* exact or not */
			return f80_mul(op, y, f80_from_int(x.exponent - F80_BIAS));
		}
		if (f80_classify(y) != F80_FINITE)
			return f80_mul(op, y, f80_from_int(x.exponent >= F80_BIAS ? 1 : -1));
		return host_result(op, to_host(y) * log2l(to_host(x)));
	}
	op->flags |= FSW_IE; /* of a negative number */
	return f80_default_nan;
}

INTERPOSE(void, helper_fyl2x, struct uc_env *env)
{
	x87_wait(env);
	binary(env, times_log);
}

/* y * log2(x + 1), meant for small x. */
static struct f80 times_log_plus_one(struct f80_op *op, struct f80 y, struct f80 x)
{
	long double v = to_host(x);

	op->cw |= FCW_PC;
	if (f80_classify(x) == F80_INFINITE && !f80_sign(x))
		return times_special_log(op, y, x, false);
	if (f80_classify(x) == F80_INFINITE || v < -1) {
		op->flags |= FSW_IE;
		return f80_default_nan;
	}
	note_denormals(op, x, y);
	if (v == -1)
		return times_special_log(op, y, infinity_of(true), true);
	if (v == 0 || f80_classify(y) != F80_FINITE)
		return f80_mul(op, y, v == 0 ? x : f80_from_int(v > 0 ? 1 : -1));
	return host_result(op, to_host(y) * (log1pl(v) * 1.442695040888963407359924681001892137L));
}

INTERPOSE(void, helper_fyl2xp1, struct uc_env *env)
{
	x87_wait(env);
	binary(env, times_log_plus_one);
}
