/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x87's arithmetic, see f80.h: exact results of 128 bits, rounded once. */
#include <math.h>
#include "emu/unicorn/f80_internal.h"

static int precision_of(const struct f80_op *op)
{
	switch (op->cw >> 8 & 3) {
	case 0:
		return 24;
	case 2:
		return 53;
	default:
		return 64;
	}
}

/* The magnitude of b in units of a's, whose exponent is larger by d: 64 bits, 64 behind the point.
 */
static u128 aligned(uint64_t mantissa, unsigned d)
{
	if (d == 0)
		return (u128)mantissa << 64;
	if (d < 64)
		return (u128)(mantissa >> d) << 64 | mantissa << (64 - d);
	return f80_shift_sticky((u128)mantissa << 64, (int)d);
}

/* a and b are not zero; |a| >= |b| is not assumed. */
static struct f80 add_numbers(struct f80_op *op, struct number a, struct number b)
{
	uint64_t high, low;
	int exponent;
	u128 v;

	if (a.exponent < b.exponent || (a.exponent == b.exponent && a.mantissa < b.mantissa)) {
		struct number t = a;

		a = b;
		b = t;
	}
	exponent = a.exponent;
	v = aligned(b.mantissa, (unsigned)(a.exponent - b.exponent));
	if (a.sign == b.sign) {
		low = (uint64_t)v;
		if (__builtin_add_overflow(a.mantissa, (uint64_t)(v >> 64), &high)) {
			low = low >> 1 | (low & 1) | high << 63;
			high = high >> 1 | F80_INTEGER_BIT;
			exponent++;
		}
		return f80_finish(op, a.sign, exponent, (u128)high << 64 | low, precision_of(op));
	}
	v = ((u128)a.mantissa << 64) - v;
	high = (uint64_t)(v >> 64);
	if (likely(high >> 63))
		return f80_finish(op, a.sign, exponent, v, precision_of(op));
	if (v == 0)
		return zero(f80_rounding(op) == ROUND_DOWN);
	if (high) {
		int shift = __builtin_clzll(high);

		return f80_finish(op, a.sign, exponent - shift, v << shift, precision_of(op));
	}
	low = (uint64_t)v; /* one bit at most: what cancels all of high was shifted by one place */
	return f80_finish(op, a.sign, exponent - 64 - __builtin_clzll(low),
			  (u128)(low << __builtin_clzll(low)) << 64, precision_of(op));
}

/* A sum with zero is rounded to the precision, too. */
static struct f80 round_again(struct f80_op *op, struct f80 a)
{
	struct number n = f80_unpack(a);

	return f80_pack(op, n.sign, n.exponent, (u128)n.mantissa << 64, precision_of(op));
}

static struct f80 add(struct f80_op *op, struct f80 a, struct f80 b)
{
	enum f80_class ca = f80_classify(a), cb = f80_classify(b);

	if (ca == F80_INFINITE || cb == F80_INFINITE) {
		if (ca == cb && f80_sign(a) != f80_sign(b))
			return invalid(op);
		note_denormals(op, a, b);
		return ca == F80_INFINITE ? a : b;
	}
	note_denormals(op, a, b);
	if (ca == F80_ZERO && cb == F80_ZERO)
		return f80_sign(a) == f80_sign(b) ? a : zero(f80_rounding(op) == ROUND_DOWN);
	if (ca == F80_ZERO || cb == F80_ZERO)
		return round_again(op, ca == F80_ZERO ? b : a);
	return add_numbers(op, f80_unpack(a), f80_unpack(b));
}

struct f80 f80_add(struct f80_op *op, struct f80 a, struct f80 b)
{
	struct f80 r;

	if (likely(is_normal(a) && is_normal(b)))
		return add_numbers(op, take(a), take(b));
	return f80_special_operands(op, a, b, &r) ? r : add(op, a, b);
}

struct f80 f80_sub(struct f80_op *op, struct f80 a, struct f80 b)
{
	struct f80 r;

	if (unlikely(!is_normal(a) || !is_normal(b)) && f80_special_operands(op, a, b, &r))
		return r;
	b.exponent ^= F80_SIGN;
	if (likely(is_normal(a) && is_normal(b)))
		return add_numbers(op, take(a), take(b));
	return add(op, a, b);
}

static struct f80 mul_numbers(struct f80_op *op, struct number x, struct number y)
{
	u128 v = (u128)x.mantissa * y.mantissa;
	int shift = v >> 127 ? 0 : 1;

	return f80_finish(op, x.sign != y.sign, x.exponent + y.exponent + 1 - shift, v << shift,
			  precision_of(op));
}

struct f80 f80_mul(struct f80_op *op, struct f80 a, struct f80 b)
{
	enum f80_class ca, cb;
	bool sign = f80_sign(a) != f80_sign(b);
	struct f80 r;

	if (likely(is_normal(a) && is_normal(b)))
		return mul_numbers(op, take(a), take(b));
	if (f80_special_operands(op, a, b, &r))
		return r;
	ca = f80_classify(a);
	cb = f80_classify(b);
	if (ca == F80_INFINITE || cb == F80_INFINITE) {
		if (ca == F80_ZERO || cb == F80_ZERO)
			return invalid(op);
		note_denormals(op, a, b);
		return infinity(sign);
	}
	note_denormals(op, a, b);
	if (ca == F80_ZERO || cb == F80_ZERO)
		return zero(sign);
	return mul_numbers(op, f80_unpack(a), f80_unpack(b));
}

static struct f80 div_numbers(struct f80_op *op, struct number x, struct number y)
{
	int shift = x.mantissa >= y.mantissa; /* so that the quotient has 64 bits exactly */
	u128 dividend = (u128)x.mantissa << (64 - shift), q = dividend / y.mantissa;
	u128 rest = (dividend % y.mantissa) << 64;

	q = q << 64 | rest / y.mantissa | (rest % y.mantissa != 0);
	return f80_finish(op, x.sign != y.sign, x.exponent - y.exponent - 1 + shift, q,
			  precision_of(op));
}

struct f80 f80_div(struct f80_op *op, struct f80 a, struct f80 b)
{
	enum f80_class ca, cb;
	bool sign = f80_sign(a) != f80_sign(b);
	struct f80 r;

	if (likely(is_normal(a) && is_normal(b)))
		return div_numbers(op, take(a), take(b));
	if (f80_special_operands(op, a, b, &r))
		return r;
	ca = f80_classify(a);
	cb = f80_classify(b);
	if (ca == cb && (ca == F80_INFINITE || ca == F80_ZERO))
		return invalid(op);
	if (cb == F80_ZERO && ca != F80_INFINITE) {
		op->flags |= FSW_ZE;
		return infinity(sign);
	}
	note_denormals(op, a, b);
	if (ca == F80_INFINITE)
		return infinity(sign);
	if (cb == F80_INFINITE || ca == F80_ZERO)
		return zero(sign);
	return div_numbers(op, f80_unpack(a), f80_unpack(b));
}

/* The integer part of the root of v, 2^126 <= v: from 52 right bits, one step of Newton's. */
static uint64_t root128(u128 v)
{
	double guess = sqrt((double)(uint64_t)(v >> 64)) * 0x1p32;
	uint64_t root = guess < 0x1p64 ? (uint64_t)guess : ~0ull;
	u128 next = (root + v / root) >> 1;

	root = next >> 64 ? ~0ull : (uint64_t)next;
	while ((u128)root * root > v)
		root--;
	while (v - (u128)root * root > 2 * (u128)root)
		root++;
	return root;
}

struct f80 f80_sqrt(struct f80_op *op, struct f80 a)
{
	struct number n;
	uint64_t root, low;
	u128 v, rest;

	switch (f80_classify(a)) {
	case F80_ZERO:
		return a;
	case F80_NAN:
	case F80_UNSUPPORTED:
		return f80_quiet(op, a);
	default:
		break;
	}
	if (f80_sign(a))
		return invalid(op);
	if (f80_classify(a) == F80_INFINITE)
		return a;
	note_denormals(op, a, a);
	n = f80_unpack(a);
	v = (u128)n.mantissa << (n.exponent & 1 ? 64 : 63);
	root = root128(v);
	/* One bit more and what is left: enough to round, as a root is never half way. */
	rest = v - (u128)root * root;
	low = (rest > root ? F80_INTEGER_BIT : 0) | (rest != 0);
	return f80_pack(op, false, n.exponent >> 1, (u128)root << 64 | low, precision_of(op));
}

static enum f80_relation compare_numbers(struct number x, struct number y)
{
	bool smaller;

	if (x.sign != y.sign)
		return x.sign ? F80_LESS : F80_GREATER;
	if (x.exponent == y.exponent && x.mantissa == y.mantissa)
		return F80_EQUAL;
	smaller = x.exponent < y.exponent || (x.exponent == y.exponent && x.mantissa < y.mantissa);
	return smaller != x.sign ? F80_LESS : F80_GREATER;
}

enum f80_relation f80_compare(struct f80_op *op, struct f80 a, struct f80 b, bool quiet)
{
	enum f80_class ca, cb;

	if (likely(is_normal(a) && is_normal(b)))
		return compare_numbers(take(a), take(b));
	ca = f80_classify(a);
	cb = f80_classify(b);
	if (ca >= F80_NAN || cb >= F80_NAN) {
		if (!quiet || ca == F80_UNSUPPORTED || cb == F80_UNSUPPORTED || is_signalling(a) ||
		    is_signalling(b))
			op->flags |= FSW_IE;
		return F80_UNORDERED;
	}
	note_denormals(op, a, b);
	if (ca == F80_ZERO && cb == F80_ZERO)
		return F80_EQUAL;
	if (ca == F80_ZERO)
		return f80_sign(b) ? F80_GREATER : F80_LESS;
	if (cb == F80_ZERO)
		return f80_sign(a) ? F80_LESS : F80_GREATER;
	return compare_numbers(f80_unpack(a), f80_unpack(b)); /* infinite is larger than all */
}

/* --- exponents --- */

/* Of a finite number, towards zero; no more than what is beyond any exponent anyway. */
static int whole_part(struct f80 a)
{
	struct number n;
	int whole;

	if (f80_classify(a) == F80_ZERO)
		return 0;
	n = f80_unpack(a);
	if (n.exponent < 0)
		return 0;
	whole = n.exponent > 16 ? 1 << 17 : (int)(n.mantissa >> (63 - n.exponent));
	return n.sign ? -whole : whole;
}

struct f80 f80_scale(struct f80_op *op, struct f80 a, struct f80 by)
{
	enum f80_class ca = f80_classify(a), cb = f80_classify(by);
	struct number n;
	struct f80 r;

	if (f80_special_operands(op, a, by, &r))
		return r;
	if (cb == F80_INFINITE) {
		if ((ca == F80_ZERO && !f80_sign(by)) || (ca == F80_INFINITE && f80_sign(by)))
			return invalid(op);
		note_denormals(op, a, a);
		return f80_sign(by) ? zero(f80_sign(a)) : infinity(f80_sign(a));
	}
	note_denormals(op, a, by);
	if (ca != F80_FINITE)
		return a;
	n = f80_unpack(a);
	return f80_pack(op, n.sign, n.exponent + whole_part(by), (u128)n.mantissa << 64, 64);
}

struct f80 f80_extract(struct f80_op *op, struct f80 a, struct f80 *exponent)
{
	struct number n;

	switch (f80_classify(a)) {
	case F80_ZERO:
		op->flags |= FSW_ZE;
		*exponent = infinity(true);
		return a;
	case F80_INFINITE:
		*exponent = infinity(false);
		return a;
	case F80_NAN:
	case F80_UNSUPPORTED:
		return *exponent = f80_quiet(op, a);
	default:
		break;
	}
	note_denormals(op, a, a);
	n = f80_unpack(a);
	*exponent = f80_from_int(n.exponent);
	return make(n.sign, F80_BIAS, n.mantissa);
}

/* --- remainder: always exact, so integer arithmetic on the significands --- */

/* The most that FPREM reduces the exponents' difference by in one step, when it is not done. */
static int partial_step(int difference)
{
	return 32 + difference % 32;
}

static struct f80 pack_exact(struct f80_op *op, bool sign, int exponent, uint64_t mantissa)
{
	int shift;

	if (mantissa == 0)
		return zero(sign);
	shift = __builtin_clzll(mantissa);
	return f80_pack(op, sign, exponent - shift, (u128)(mantissa << shift) << 64, 64);
}

/* a is smaller than b; for FPREM1 it may be nearer to b than to 0. */
static struct f80 rem_of_smaller(struct f80_op *op, struct number a, struct number b, bool nearest,
				 unsigned *quotient)
{
	if (nearest && b.exponent - a.exponent == 1 && a.mantissa > b.mantissa) {
		*quotient = 1; /* a - b, in units of a's; what overflows cancels */
		return pack_exact(op, !a.sign, a.exponent, 2 * b.mantissa - a.mantissa);
	}
	*quotient = 0;
	return pack_exact(op, a.sign, a.exponent, a.mantissa);
}

static struct f80 rem_numbers(struct f80_op *op, struct number a, struct number b, bool nearest,
			      unsigned *quotient, bool *partial)
{
	int difference = a.exponent - b.exponent, step = difference;
	uint64_t rest, other;
	u128 scaled;

	if (difference < 0)
		return rem_of_smaller(op, a, b, nearest, quotient);
	*partial = difference >= 64;
	if (*partial)
		step = partial_step(difference);
	scaled = (u128)a.mantissa << step;
	rest = (uint64_t)(scaled % b.mantissa);
	*quotient = (unsigned)(scaled / b.mantissa) & 7;
	other = b.mantissa - rest;
	if (nearest && !*partial && (rest > other || (rest == other && *quotient & 1))) {
		*quotient = (*quotient + 1) & 7;
		return pack_exact(op, !a.sign, b.exponent, other);
	}
	return pack_exact(op, a.sign, a.exponent - step, rest);
}

struct f80 f80_rem(struct f80_op *op, struct f80 a, struct f80 b, bool nearest, unsigned *quotient,
		   bool *partial)
{
	enum f80_class ca = f80_classify(a), cb = f80_classify(b);
	struct f80 r;

	*quotient = 0;
	*partial = false;
	if (f80_special_operands(op, a, b, &r))
		return r;
	if (ca == F80_INFINITE || cb == F80_ZERO)
		return invalid(op);
	note_denormals(op, a, b);
	if (ca == F80_ZERO)
		return a;
	if (cb == F80_INFINITE)
		return rem_of_smaller(op, f80_unpack(a), (struct number){ 0 }, false, quotient);
	return rem_numbers(op, f80_unpack(a), f80_unpack(b), nearest, quotient, partial);
}
