/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversions of x87 numbers: integers, single and double precision, FRNDINT. */
#include "emu/unicorn/f80_internal.h"

struct f80 f80_round_to_int(struct f80_op *op, struct f80 a)
{
	struct rounded r;
	struct number n;
	int bits;

	switch (f80_classify(a)) {
	case F80_ZERO:
	case F80_INFINITE:
		return a;
	case F80_NAN:
	case F80_UNSUPPORTED:
		return f80_quiet(op, a);
	default:
		break;
	}
	note_denormals(op, a, a);
	n = f80_unpack(a);
	if (n.exponent >= 63)
		return a;
	bits = n.exponent + 1; /* before the point */
	if (bits < 1)
		r = f80_round(f80_shift_sticky((u128)n.mantissa << 64, 1 - bits), 1,
			      f80_rounding(op), n.sign);
	else
		r = f80_round((u128)n.mantissa << 64, bits, f80_rounding(op), n.sign);
	f80_report(op, &r);
	if (r.carry)
		return make(n.sign, (unsigned)(max(n.exponent, 0) + 1 + F80_BIAS), F80_INTEGER_BIT);
	if (r.mantissa == 0)
		return zero(n.sign);
	return make(n.sign, (unsigned)(max(n.exponent, 0) + F80_BIAS), r.mantissa);
}

struct f80 f80_from_int(int64_t v)
{
	uint64_t magnitude = v < 0 ? -(uint64_t)v : (uint64_t)v;
	int shift;

	if (!v)
		return zero(false);
	shift = __builtin_clzll(magnitude);
	return make(v < 0, (unsigned)(F80_BIAS + 63 - shift), magnitude << shift);
}

/* From a format with that many bits of fraction: fraction is at the top of 63 bits. */
static struct f80 widen(bool sign, int exponent, int max_exponent, int bias, uint64_t fraction,
			bool *denormal)
{
	*denormal = exponent == 0 && fraction;
	if (exponent == max_exponent)
		return make(sign, F80_MAX_EXPONENT, F80_INTEGER_BIT | fraction);
	if (exponent == 0) {
		int shift;

		if (!fraction)
			return zero(sign);
		shift = __builtin_clzll(fraction);
		return make(sign, (unsigned)(F80_BIAS - bias + 1 - shift), fraction << shift);
	}
	return make(sign, (unsigned)(exponent - bias + F80_BIAS), F80_INTEGER_BIT | fraction);
}

struct f80 f80_from_f32(uint32_t v, bool *denormal)
{
	return widen(v >> 31, v >> 23 & 0xff, 0xff, 127, (uint64_t)(v & 0x7fffff) << 40, denormal);
}

struct f80 f80_from_f64(uint64_t v, bool *denormal)
{
	return widen(v >> 63, v >> 52 & 0x7ff, 0x7ff, 1023, (v & ((1ull << 52) - 1)) << 11,
		     denormal);
}

/* To nearest, far from the ends of f. A carry out of the fraction is the next exponent. */
static uint64_t narrow_usual(struct f80_op *op, struct number n, const struct format *f)
{
	int drop = 64 - f->bits;
	uint64_t fraction = n.mantissa >> drop, rest = n.mantissa << f->bits;
	bool up = rest > F80_INTEGER_BIT || (rest == F80_INTEGER_BIT && fraction & 1);
	uint64_t biased = (uint64_t)(n.exponent + f->max_exponent - 1); /* one in the fraction */

	if (rest)
		op->flags |= FSW_PE;
	op->up = up;
	return ((uint64_t)n.sign * (2 * (uint64_t)f->max_exponent + 2) + biased) *
		       (1ull << (f->bits - 1)) +
	       fraction + up;
}

/* To a format with f's bits: sign, biased exponent, fraction; laid out like IEEE 754's. */
static uint64_t narrow(struct f80_op *op, struct f80 a, const struct format *f)
{
	uint64_t fraction_mask = (1ull << (f->bits - 1)) - 1, max_exponent, exponent = 0,
		 fraction = 0;
	bool sign = f80_sign(a);
	struct result r;
	struct number n;

	max_exponent = (uint64_t)f->max_exponent * 2 + 1;
	if (likely(is_normal(a) && !(op->cw & FCW_RC))) {
		n = take(a);
		if (likely(n.exponent >= f->min_exponent && n.exponent < f->max_exponent))
			return narrow_usual(op, n, f);
	}
	switch (f80_classify(a)) {
	case F80_ZERO:
		break;
	case F80_INFINITE:
		exponent = max_exponent;
		break;
	case F80_NAN:
	case F80_UNSUPPORTED:
		a = f80_quiet(op, a);
		sign = f80_sign(a);
		exponent = max_exponent;
		fraction = a.mantissa >> (64 - f->bits) & fraction_mask;
		break;
	default:
		n = f80_unpack(a);
		r = f80_round_result(op, f, n.sign, n.exponent, (u128)n.mantissa << 64);
		exponent = r.infinite ? max_exponent : (uint64_t)(r.exponent + f->max_exponent);
		fraction = r.infinite ? 0 : r.mantissa >> (64 - f->bits) & fraction_mask;
		break;
	}
	return ((uint64_t)sign * (max_exponent + 1) + exponent) << (f->bits - 1) | fraction;
}

uint32_t f80_to_f32(struct f80_op *op, struct f80 a)
{
	const struct format f = { 24, -126, 127, 192 };

	return (uint32_t)narrow(op, a, &f);
}

uint64_t f80_to_f64(struct f80_op *op, struct f80 a)
{
	const struct format f = { 53, -1022, 1023, 1536 };

	return narrow(op, a, &f);
}

/* The integer part of a normal number below 2^64 and what is behind the point, in units of 2^-64.
 */
static uint64_t split(struct number n, uint64_t *fraction)
{
	if (n.exponent == 63) {
		*fraction = 0;
		return n.mantissa;
	}
	if (n.exponent >= 0) {
		*fraction = n.mantissa << (n.exponent + 1);
		return n.mantissa >> (63 - n.exponent);
	}
	*fraction = n.exponent == -1   ? n.mantissa
		    : n.exponent < -64 ? 1
				       : n.mantissa >> (-1 - n.exponent) | 1;
	return 0;
}

int64_t f80_to_int(struct f80_op *op, struct f80 a, unsigned bits, enum rounding rounding)
{
	const int64_t indefinite = (int64_t)(~0ull << (bits - 1));
	uint64_t limit = 1ull << (bits - 1), magnitude, fraction;
	enum f80_class class = f80_classify(a);
	bool sign = f80_sign(a), up;
	struct number n;

	if (class == F80_ZERO)
		return 0;
	n = class == F80_FINITE ? f80_unpack(a) : (struct number){ .exponent = 64 };
	if (n.exponent > 63) {
		op->flags |= FSW_IE;
		return indefinite;
	}
	magnitude = split(n, &fraction);
	up = f80_rounds_up(rounding, sign, magnitude & 1, fraction, F80_INTEGER_BIT);
	if (magnitude + up > limit || (magnitude + up == limit && !sign) || magnitude + up < up) {
		op->flags |= FSW_IE;
		return indefinite;
	}
	if (fraction)
		op->flags |= FSW_PE;
	op->up = up;
	magnitude += up;
	return (int64_t)(sign ? -magnitude : magnitude);
}
