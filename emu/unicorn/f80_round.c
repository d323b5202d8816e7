/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of the x87 taken apart and put together: classes, NaNs, rounding to a format. */
#include "emu/unicorn/f80_internal.h"

enum f80_class f80_classify(struct f80 a)
{
	unsigned exponent = a.exponent & F80_MAX_EXPONENT;

	if (exponent == 0)
		return a.mantissa ? F80_FINITE : F80_ZERO;
	if (!(a.mantissa & F80_INTEGER_BIT))
		return F80_UNSUPPORTED;
	if (exponent < F80_MAX_EXPONENT)
		return F80_FINITE;
	return a.mantissa == F80_INTEGER_BIT ? F80_INFINITE : F80_NAN;
}

bool f80_is_denormal(struct f80 a)
{
	return (a.exponent & F80_MAX_EXPONENT) == 0 && a.mantissa != 0;
}

struct number f80_unpack(struct f80 a)
{
	struct number n = { f80_sign(a), (a.exponent & F80_MAX_EXPONENT) - F80_BIAS, a.mantissa };
	int shift = __builtin_clzll(a.mantissa);

	if (n.exponent == -F80_BIAS)
		n.exponent++; /* denormals, and pseudo-denormals with their integer bit */
	n.mantissa <<= shift;
	n.exponent -= shift;
	return n;
}

/* --- NaNs among the operands --- */

struct f80 f80_quiet(struct f80_op *op, struct f80 a)
{
	if (f80_classify(a) == F80_UNSUPPORTED)
		return invalid(op);
	if (is_signalling(a))
		op->flags |= FSW_IE;
	a.mantissa |= F80_QUIET_BIT;
	return a;
}

/* The quiet one; of two of a kind the larger significand, then the positive one. */
static struct f80 choose_nan(struct f80 a, struct f80 b)
{
	if (f80_classify(a) != F80_NAN)
		return b;
	if (f80_classify(b) != F80_NAN)
		return a;
	if (is_signalling(a) != is_signalling(b))
		return is_signalling(a) ? b : a;
	if (a.mantissa != b.mantissa)
		return a.mantissa > b.mantissa ? a : b;
	return f80_sign(a) ? b : a;
}

/* True when that settles the result. */
bool f80_special_operands(struct f80_op *op, struct f80 a, struct f80 b, struct f80 *result)
{
	enum f80_class ca = f80_classify(a), cb = f80_classify(b);

	if (ca == F80_UNSUPPORTED || cb == F80_UNSUPPORTED) {
		*result = invalid(op);
		return true;
	}
	if (ca != F80_NAN && cb != F80_NAN)
		return false;
	if (is_signalling(a) || is_signalling(b))
		op->flags |= FSW_IE;
	*result = choose_nan(a, b);
	result->mantissa |= F80_QUIET_BIT;
	return true;
}

/* --- rounding --- */

/* v: 1.xxx with its integer bit on top of 128, or less for a denormal one. bits: 1 to 64. */
struct rounded f80_round(u128 v, int bits, enum rounding rounding, bool sign)
{
	int drop = 128 - bits;
	u128 unit = (u128)1 << drop, rest = v & (unit - 1), kept = v - rest;
	struct rounded r = { .inexact = rest != 0 };

	r.up = f80_rounds_up(rounding, sign, (kept & unit) != 0, rest, unit >> 1);
	if (r.up) {
		kept += unit;
		r.carry = kept == 0;
	}
	r.mantissa = (uint64_t)(kept >> 64);
	return r;
}

void f80_report(struct f80_op *op, const struct rounded *r)
{
	if (r->inexact)
		op->flags |= FSW_PE;
	op->up = r->up;
}

static struct result overflow(struct f80_op *op, const struct format *f, bool sign,
			      enum rounding rounding)
{
	bool to_max = rounding == ROUND_CHOP || (rounding == ROUND_DOWN && !sign) ||
		      (rounding == ROUND_UP && sign);

	op->flags |= FSW_OE | FSW_PE;
	if (!(op->cw & FSW_OE)) /* too large even for the exponent that an unmasked one has */
		to_max = false;
	op->up = !to_max;
	if (to_max)
		return (struct result){ ~0ull << (64 - f->bits), f->max_exponent, false };
	return (struct result){ .infinite = true };
}

static struct result underflow(struct f80_op *op, const struct format *f, int exponent, u128 v,
			       bool sign)
{
	enum rounding rounding = f80_rounding(op);
	struct rounded unbounded = f80_round(v, f->bits, rounding, sign), r;
	bool tiny = exponent + unbounded.carry < f->min_exponent; /* even after rounding */

	if (tiny && !(op->cw & FSW_UE)) {
		if (exponent + f->wrap < f->min_exponent) { /* too small even so */
			op->flags |= FSW_UE | FSW_PE;
			return (struct result){ 0 };
		}
		f80_report(op, &unbounded);
		op->flags |= FSW_UE;
		return (struct result){ unbounded.carry ? F80_INTEGER_BIT : unbounded.mantissa,
					exponent + unbounded.carry + f->wrap, false };
	}
	r = f80_round(f80_shift_sticky(v, f->min_exponent - exponent), f->bits, rounding, sign);
	f80_report(op, &r);
	if (tiny && r.inexact)
		op->flags |= FSW_UE;
	return (struct result){ r.carry ? F80_INTEGER_BIT : r.mantissa,
				f->min_exponent - 1 + (r.carry || r.mantissa & F80_INTEGER_BIT),
				false };
}

struct result f80_round_result(struct f80_op *op, const struct format *f, bool sign, int exponent,
			       u128 v)
{
	enum rounding rounding = f80_rounding(op);
	struct rounded r;

	if (exponent < f->min_exponent)
		return underflow(op, f, exponent, v, sign);
	r = f80_round(v, f->bits, rounding, sign);
	if (r.carry) {
		r.mantissa = F80_INTEGER_BIT;
		exponent++;
	}
	if (exponent > f->max_exponent) {
		if (op->cw & FSW_OE || exponent - f->wrap > f->max_exponent)
			return overflow(op, f, sign, rounding);
		op->flags |= FSW_OE;
		exponent -= f->wrap;
	}
	f80_report(op, &r);
	return (struct result){ r.mantissa, exponent, false };
}

struct f80 f80_pack(struct f80_op *op, bool sign, int exponent, u128 v, int bits)
{
	const struct format f = { bits, 1 - F80_BIAS, F80_BIAS, 24576 };
	struct result r = f80_round_result(op, &f, sign, exponent, v);

	if (r.infinite)
		return infinity(sign);
	if (r.mantissa == 0)
		return zero(sign);
	return make(sign, (unsigned)(r.exponent + F80_BIAS), r.mantissa);
}
