/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The x87's arithmetic, exact to the last bit and flag: 80-bit numbers with precision and rounding
 * control, unsupported encodings, and the results of masked and unmasked exceptions.
 */
#ifndef EMU_UNICORN_F80_H
#define EMU_UNICORN_F80_H

#include "lib/compiler.h"

/* A number as it stands in a register. */
struct f80 {
	uint64_t mantissa; /* bit 63 is the integer bit */
	uint16_t exponent; /* with the sign on top */
};

/* Status word; the first six stand at the same places in the control word, as masks. */
enum {
	FSW_IE = 0x01,
	FSW_DE = 0x02,
	FSW_ZE = 0x04,
	FSW_OE = 0x08,
	FSW_UE = 0x10,
	FSW_PE = 0x20,
	FSW_SF = 0x40,
	FSW_ES = 0x80,
	FSW_C0 = 0x100,
	FSW_C1 = 0x200,
	FSW_C2 = 0x400,
	FSW_C3 = 0x4000,
	FSW_B = 0x8000,
	FSW_CC = FSW_C0 | FSW_C1 | FSW_C2 | FSW_C3,
	FSW_EXCEPTIONS = 0x3f,
	FSW_OF_OPERANDS = FSW_IE | FSW_DE | FSW_ZE
};

enum { FCW_PC = 0x300, FCW_RC = 0xc00 };
enum rounding { ROUND_NEAREST, ROUND_DOWN, ROUND_UP, ROUND_CHOP };

/* One operation: what controls it, and what it reports. */
struct f80_op {
	unsigned cw;	/* control word */
	unsigned flags; /* FSW_IE ... FSW_PE */
	bool up;	/* C1: the result was rounded away from zero */
};

enum f80_class { F80_ZERO, F80_FINITE, F80_INFINITE, F80_NAN, F80_UNSUPPORTED };

enum f80_relation { F80_LESS, F80_EQUAL, F80_GREATER, F80_UNORDERED };

#define F80_SIGN 0x8000
#define F80_MAX_EXPONENT 0x7fff
#define F80_BIAS 16383
#define F80_INTEGER_BIT (1ull << 63)
#define F80_QUIET_BIT (1ull << 62)

static const struct f80 f80_default_nan = { 3ull << 62, 0xffff };

static inline bool f80_sign(struct f80 a)
{
	return a.exponent & F80_SIGN;
}

enum f80_class f80_classify(struct f80 a);
bool f80_is_denormal(struct f80 a);

struct f80 f80_add(struct f80_op *op, struct f80 a, struct f80 b);
struct f80 f80_sub(struct f80_op *op, struct f80 a, struct f80 b);
struct f80 f80_mul(struct f80_op *op, struct f80 a, struct f80 b);
struct f80 f80_div(struct f80_op *op, struct f80 a, struct f80 b);
struct f80 f80_sqrt(struct f80_op *op, struct f80 a);
struct f80 f80_round_to_int(struct f80_op *op, struct f80 a);
struct f80 f80_scale(struct f80_op *op, struct f80 a, struct f80 by);
/* The significand; *exponent is the other result. */
struct f80 f80_extract(struct f80_op *op, struct f80 a, struct f80 *exponent);
/*
 * FPREM (nearest: FPREM1). *quotient: its low three bits, valid unless *partial: then the exponents
 * were too far apart for one step.
 */
struct f80 f80_rem(struct f80_op *op, struct f80 a, struct f80 b, bool nearest, unsigned *quotient,
		   bool *partial);
enum f80_relation f80_compare(struct f80_op *op, struct f80 a, struct f80 b, bool quiet);

struct f80 f80_from_int(int64_t v);
/* *denormal: of a denormal operand, which is FSW_DE unless the operation is invalid. SNaNs stay. */
struct f80 f80_from_f32(uint32_t v, bool *denormal);
struct f80 f80_from_f64(uint64_t v, bool *denormal);
uint32_t f80_to_f32(struct f80_op *op, struct f80 a);
uint64_t f80_to_f64(struct f80_op *op, struct f80 a);
/* To a signed integer of that many bits; out of range: invalid, and the most negative one. */
int64_t f80_to_int(struct f80_op *op, struct f80 a, unsigned bits, enum rounding rounding);

/* An operand that is a NaN or invalid as such: makes it quiet and sets the flags. */
struct f80 f80_quiet(struct f80_op *op, struct f80 a);

static inline enum rounding f80_rounding(const struct f80_op *op)
{
	return (enum rounding)(op->cw >> 10 & 3);
}

#endif
