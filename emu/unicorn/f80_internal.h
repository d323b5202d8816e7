/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of f80.h share: numbers taken apart, and put together with one rounding. */
#ifndef EMU_UNICORN_F80_INTERNAL_H
#define EMU_UNICORN_F80_INTERNAL_H

#include "emu/unicorn/f80.h"

typedef unsigned __int128 u128;

/* A finite number that is not zero: (-1)^sign * 1.mantissa * 2^exponent, integer bit set. */
struct number {
	bool sign;
	int exponent;
	uint64_t mantissa;
};

/* What a result has to fit in. */
struct format {
	int bits; /* of the significand that are kept */
	int min_exponent, max_exponent;
	int wrap; /* added to or taken from the exponent when unmasked */
};

struct rounded {
	uint64_t mantissa; /* kept bits at the top */
	bool carry;	   /* the mantissa overflowed: it is 2 */
	bool inexact, up;
};

/* A result in a format, as mantissa and exponent; exponent below the minimum: denormal. */
struct result {
	uint64_t mantissa;
	int exponent;
	bool infinite;
};

static inline struct f80 make(bool sign, unsigned exponent, uint64_t mantissa)
{
	return (struct f80){ mantissa, (uint16_t)(exponent | (sign ? F80_SIGN : 0)) };
}

static inline struct f80 zero(bool sign)
{
	return make(sign, 0, 0);
}

static inline struct f80 infinity(bool sign)
{
	return make(sign, F80_MAX_EXPONENT, F80_INTEGER_BIT);
}

static inline struct f80 invalid(struct f80_op *op)
{
	op->flags |= FSW_IE;
	return f80_default_nan;
}

static inline bool is_signalling(struct f80 a)
{
	return f80_classify(a) == F80_NAN && !(a.mantissa & F80_QUIET_BIT);
}

static inline void note_denormals(struct f80_op *op, struct f80 a, struct f80 b)
{
	if (f80_is_denormal(a) || f80_is_denormal(b))
		op->flags |= FSW_DE;
}

/* What nearly all operands are: taken apart at once, and no reason for an exception. */
static inline bool is_normal(struct f80 a)
{
	return ((a.exponent & F80_MAX_EXPONENT) - 1u) < F80_MAX_EXPONENT - 1u && a.mantissa >> 63;
}

static inline struct number take(struct f80 a)
{
	return (struct number){ f80_sign(a), (a.exponent & F80_MAX_EXPONENT) - F80_BIAS,
				a.mantissa };
}

/* Of a finite number that is not zero. */
struct number f80_unpack(struct f80 a);
/* v: 1.xxx with its integer bit on top; bits: what the precision keeps. */
struct f80 f80_pack(struct f80_op *op, bool sign, int exponent, u128 v, int bits);
/* v as above, or less for a denormal one. bits: 1 to 64. */
struct rounded f80_round(u128 v, int bits, enum rounding rounding, bool sign);
void f80_report(struct f80_op *op, const struct rounded *r);
struct result f80_round_result(struct f80_op *op, const struct format *f, bool sign, int exponent,
			       u128 v);
/* To the right; what falls off stays in the last bit. */
static inline u128 f80_shift_sticky(u128 v, int n)
{
	if (n <= 0)
		return v;
	if (n >= 128)
		return v != 0;
	return v >> n | (v << (128 - n) != 0);
}

/* Is 0 < rest < 1 ulp rounded away from zero? half: 2^(bits of rest - 1). */
static inline bool f80_rounds_up(enum rounding rounding, bool sign, bool odd, u128 rest, u128 half)
{
	switch (rounding) {
	case ROUND_NEAREST:
		return rest > half || (rest == half && odd);
	case ROUND_DOWN:
		return sign && rest;
	case ROUND_UP:
		return !sign && rest;
	default:
		return false;
	}
}

/* f80_pack(), with the usual case at hand: all bits, to nearest, far from the ends. */
static inline struct f80 f80_finish(struct f80_op *op, bool sign, int exponent, u128 v, int bits)
{
	uint64_t high = (uint64_t)(v >> 64), low = (uint64_t)v;
	bool up = low >> 63 && (low << 1 || high & 1);

	if (unlikely(bits != 64 || op->cw & FCW_RC || exponent < 1 - F80_BIAS ||
		     exponent >= F80_BIAS))
		return f80_pack(op, sign, exponent, v, bits);
	op->up = up;
	if (low)
		op->flags |= FSW_PE;
	high += up;
	if (unlikely(!high)) {
		high = F80_INTEGER_BIT;
		exponent++;
	}
	return make(sign, (unsigned)(exponent + F80_BIAS), high);
}

/* True when a NaN or unsupported operand settles the result. */
bool f80_special_operands(struct f80_op *op, struct f80 a, struct f80 b, struct f80 *result);

#endif
