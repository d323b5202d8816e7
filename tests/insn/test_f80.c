/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The x87's arithmetic in emu/unicorn/f80.c against the host's own x87: a million random pairs and
 * all pairs of special ones for each operation, every rounding and precision, results and status.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include "emu/unicorn/f80.h"

static uint64_t rng = 1;

static uint64_t rnd(void)
{
	uint64_t z = (rng += 0x9e3779b97f4a7c15ull);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

static const struct f80 special[] = {
	{ 0, 0 },
	{ 0, 0x8000 },
	{ 1ull << 63, 0x3fff },
	{ 1ull << 63, 0xbfff },
	{ 1ull << 63, 0x7fff },
	{ 1ull << 63, 0xffff }, /* infinities */
	{ 3ull << 62, 0x7fff },
	{ 0xc000000000001234, 0xffff }, /* quiet NaNs */
	{ 0xc000000000001234, 0x7fff },
	{ 0x8000000000000001, 0x7fff },
	{ 0xa000000000000000, 0xffff },
	{ 0xa000000000000000, 0x7fff }, /* signalling */
	{ 1, 0 },
	{ 0x7fffffffffffffff, 0x8000 },
	{ 0x4000000000000000, 0 }, /* denormal */
	{ 1ull << 63, 0 },
	{ 0xfedcba9876543210, 0x8000 }, /* pseudo-denormal */
	{ 0x4000000000000000, 0x3fff },
	{ 0, 0x7fff },
	{ 1, 0x7fff },
	{ 0, 1 }, /* unsupported */
	{ 1ull << 63, 1 },
	{ ~0ull, 1 },
	{ ~0ull, 0x7ffe },
	{ ~0ull, 0xfffe },
	{ 1ull << 63, 0x7ffe },
	{ ~0ull, 0x3ffe },
	{ 0x8000000000000001, 0x3fff },
	{ 1ull << 63, 0x403e },
	{ 1ull << 63, 0xc03e },
	{ ~0ull, 0x403d },
	{ 1ull << 63, 0x401e },
	{ 0xc000000000000000, 0x3ffe },
	{ 0xc000000000000000, 0x3fff },
	{ 1ull << 63, 0x3ffe },
	{ 1ull << 63, 0x3ffd },
	{ 0xa000000000000000, 0x4000 },
	{ 0xffffff0000000000, 0x407e },
	{ 0xffffff8000000000, 0x407e },
	{ 0xfffffffffffff800, 0x43fe },
	{ 0xfffffffffffffc00, 0x43fe },
	{ 1ull << 63, 0x3f81 },
	{ 0xffffff8000000000, 0x3f80 },
	{ 1ull << 63, 0x3c01 },
	{ 1ull << 63, 0x3f69 },
	{ 1ull << 63, 0x3f6a },
	{ 1ull << 63, 0x3bcc },
	{ 1ull << 63, 0x3bcd },
	{ 1ull << 63, 0x4010 },
	{ 0x80fa000000000000, 0x400d },
	{ 0xfffe000000000000, 0x400d },
	{ 0xffff000000000000, 0x400d },
	{ 0xffffffff00000000, 0x401d },
	{ 0x800c000000000000, 0xc00d },
};

static struct f80 any(void)
{
	struct f80 a = { rnd() | F80_INTEGER_BIT, (uint16_t)(rnd() & 0x8000) };
	unsigned shape = (unsigned)(rnd() >> 20) % 8;

	if (shape == 0)
		return special[rnd() % ARRAY_SIZE(special)];
	if (shape & 1)
		a.mantissa &= ~0ull << rnd() % 64;
	if (shape < 4)
		a.exponent |= (uint16_t)(0x3fff - 70 + rnd() % 140);
	else if (shape < 6)
		a.exponent |= (uint16_t)(0x3fff - 2 + rnd() % 4);
	else
		a.exponent |= (uint16_t)(1 + rnd() % 0x7ffe);
	return a;
}

/* What an operation leaves: two registers, a stored operand, exceptions and condition codes. */
struct outcome {
	struct f80 top, next;
	uint64_t stored;
	unsigned status;
};

struct operation {
	const char *name;
	unsigned codes; /* the condition codes that are defined */
	void (*native)(uint16_t cw, struct f80 a, struct f80 b, struct outcome *o);
	void (*ours)(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o);
};

/* a in st(0), b in st(1). */
#define NATIVE(name, code)                                                                         \
	static void native_##name(uint16_t cw, struct f80 a, struct f80 b, struct outcome *o)      \
	{                                                                                          \
		uint16_t status;                                                                   \
		__asm__ volatile("fninit; fldt %[b]; fldt %[a]; fldcw %[cw]; fnclex; " code        \
				 "; fnstsw %[status]; fldcw %[cw]; fstpt %[top]; fstpt %[next]; "  \
				 "fninit"                                                          \
				 : [status] "=m"(status), [top] "=m"(o->top),                      \
				   [next] "=m"(o->next), [stored] "+m"(o->stored)                  \
				 : [a] "m"(a), [b] "m"(b), [cw] "m"(cw)                            \
				 : "cc");                                                          \
		o->status = status;                                                                \
	}

/* An operation on a and b whose result replaces a. */
#define BINARY(name, code, function)                                                               \
	NATIVE(name, code)                                                                         \
	static void ours_##name(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)  \
	{                                                                                          \
		o->top = function(op, a, b);                                                       \
	}
#define UNARY(name, code, function)                                                                \
	NATIVE(name, code)                                                                         \
	static void ours_##name(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)  \
	{                                                                                          \
		(void)b;                                                                           \
		o->top = function(op, a);                                                          \
	}
#define TO_INT(name, code, bits)                                                                   \
	NATIVE(name, code)                                                                         \
	static void ours_##name(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)  \
	{                                                                                          \
		(void)b;                                                                           \
		o->stored = (uint64_t)f80_to_int(op, a, bits, f80_rounding(op));                   \
		o->stored &= ~0ull >> (64 - bits);                                                 \
	}

BINARY(add, "fadd %%st(1), %%st", f80_add)
BINARY(sub, "fsub %%st(1), %%st", f80_sub)
BINARY(mul, "fmul %%st(1), %%st", f80_mul)
BINARY(div, "fdiv %%st(1), %%st", f80_div)
BINARY(scale, "fscale", f80_scale)
UNARY(sqrt, "fsqrt", f80_sqrt)
UNARY(rint, "frndint", f80_round_to_int)
NATIVE(rem, "fprem")
NATIVE(rem1, "fprem1")
NATIVE(extract, "fxtract")
NATIVE(com, "fcom %%st(1)")
NATIVE(ucom, "fucom %%st(1)")
NATIVE(store32, "fsts %[stored]")
NATIVE(store64, "fstl %[stored]")
TO_INT(int16, "fists %[stored]", 16)
TO_INT(int32, "fistl %[stored]", 32)
TO_INT(int64, "fld %%st; fistpll %[stored]", 64)

static void rem(struct f80_op *op, struct f80 a, struct f80 b, bool nearest, struct outcome *o)
{
	unsigned quotient;
	bool partial;

	o->top = f80_rem(op, a, b, nearest, &quotient, &partial);
	if (partial)
		o->status |= FSW_C2;
	else
		o->status |= (quotient & 4 ? FSW_C0 : 0) | (quotient & 2 ? FSW_C3 : 0) |
			     (quotient & 1 ? FSW_C1 : 0);
}

static void ours_rem(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	rem(op, a, b, false, o);
}

static void ours_rem1(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	rem(op, a, b, true, o);
}

static void ours_extract(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	(void)b;
	o->top = f80_extract(op, a, &o->next);
}

static void compare(struct f80_op *op, struct f80 a, struct f80 b, bool quiet, struct outcome *o)
{
	static const unsigned codes[] = { FSW_C0, FSW_C3, 0, FSW_C0 | FSW_C2 | FSW_C3 };

	o->status |= codes[f80_compare(op, a, b, quiet)];
}

static void ours_com(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	compare(op, a, b, false, o);
}

static void ours_ucom(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	compare(op, a, b, true, o);
}

static void ours_store32(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	(void)b;
	o->stored = f80_to_f32(op, a);
}

static void ours_store64(struct f80_op *op, struct f80 a, struct f80 b, struct outcome *o)
{
	(void)b;
	o->stored = f80_to_f64(op, a);
}

static const struct operation operations[] = {
#define OPERATION(name, codes)                                                                     \
	{                                                                                          \
#name, codes, native_##name, ours_##name                                           \
	}
	OPERATION(add, FSW_C1),	    OPERATION(sub, FSW_C1),	OPERATION(mul, FSW_C1),
	OPERATION(div, FSW_C1),	    OPERATION(scale, FSW_C1),	OPERATION(sqrt, FSW_C1),
	OPERATION(rint, FSW_C1),    OPERATION(rem, FSW_CC),	OPERATION(rem1, FSW_CC),
	OPERATION(extract, FSW_C1), OPERATION(com, FSW_CC),	OPERATION(ucom, FSW_CC),
	OPERATION(store32, FSW_C1), OPERATION(store64, FSW_C1), OPERATION(int16, FSW_C1),
	OPERATION(int32, FSW_C1),   OPERATION(int64, FSW_C1),
};

static bool same(struct f80 a, struct f80 b)
{
	return a.mantissa == b.mantissa && a.exponent == b.exponent;
}

static void check(const struct operation *op, unsigned cw, struct f80 a, struct f80 b)
{
	struct outcome native = { 0 }, ours = { .top = a, .next = b };
	unsigned compared = FSW_EXCEPTIONS | op->codes;
	struct f80_op state = { .cw = cw };

	op->native((uint16_t)cw, a, b, &native);
	op->ours(&state, a, b, &ours);
	ours.status |= state.flags | (state.up ? FSW_C1 : 0);
	if (op->native == native_extract) /* three registers: the third is not looked at */
		compared = FSW_EXCEPTIONS | FSW_C1;
	if (same(native.top, ours.top) && same(native.next, ours.next) &&
	    native.stored == ours.stored && ((native.status ^ ours.status) & compared) == 0)
		return;
	fail_msg("%s cw %x of %04x:%016llx and %04x:%016llx: native %04x:%016llx %04x:%016llx %llx "
		 "%x, "
		 "ours %04x:%016llx %04x:%016llx %llx %x",
		 op->name, cw, a.exponent, (long long)a.mantissa, b.exponent, (long long)b.mantissa,
		 native.top.exponent, (long long)native.top.mantissa, native.next.exponent,
		 (long long)native.next.mantissa, (long long)native.stored,
		 native.status & compared, ours.top.exponent, (long long)ours.top.mantissa,
		 ours.next.exponent, (long long)ours.next.mantissa, (long long)ours.stored,
		 ours.status & compared);
}

static const unsigned precisions[] = { 0x000, 0x200, 0x300 };

static unsigned any_control(void)
{
	return 0x3f | precisions[rnd() % 3] | (unsigned)(rnd() % 4) << 10;
}

static void special_pairs_are_as_on_the_host(void **state)
{
	(void)state;
	for (unsigned o = 0; o < ARRAY_SIZE(operations); o++)
		for (unsigned i = 0; i < ARRAY_SIZE(special); i++)
			for (unsigned j = 0; j < ARRAY_SIZE(special); j++)
				for (unsigned c = 0; c < 12; c++)
					check(&operations[o],
					      0x3f | precisions[c % 3] | c / 3 << 10, special[i],
					      special[j]);
}

static void random_pairs_are_as_on_the_host(void **state)
{
	unsigned long pairs = 1000000;

	(void)state;
	for (unsigned o = 0; o < ARRAY_SIZE(operations); o++) {
		for (unsigned long i = 0; i < pairs; i++) {
			struct f80 a = any(), b = any();

			check(&operations[o], any_control(), a, b);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(special_pairs_are_as_on_the_host),
		cmocka_unit_test(random_pairs_are_as_on_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
