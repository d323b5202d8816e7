/* SPDX-License-Identifier: GPL-2.0-or-later */
/* States for the forms to start from: random, with the values where instructions go wrong. */
#include <string.h>
#include "insn.h"

static uint64_t rng;

static uint64_t rnd(void)
{
	uint64_t z = (rng += 0x9e3779b97f4a7c15ull); /* splitmix64 */

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
	return z ^ (z >> 31);
}

static unsigned below(unsigned n)
{
	return (unsigned)(rnd() >> 32) % n;
}

#define CHOOSE(table) ((table)[below(ARRAY_SIZE(table))])

static uint64_t any_int(void)
{
	static const uint64_t special[] = {
		0,
		1,
		2,
		0x7f,
		0x80,
		0xff,
		0x7fff,
		0x8000,
		0xffff,
		0x7fffffff,
		0x80000000,
		0xffffffff,
		0x100000000,
		0x7fffffffffffffff,
		0x8000000000000000,
		0xffffffffffffffff,
		0xffffffff80000000,
		0xfffffffffffffffe,
		0x0123456789abcdef,
	};

	switch (below(4)) {
	case 0:
		return CHOOSE(special);
	case 1:
		return below(70);
	case 2:
		return rnd() >> below(64);
	default:
		return rnd();
	}
}

static uint32_t any_float(void)
{
	static const uint32_t special[] = {
		0x00000000, 0x80000000, 0x3f800000, 0xbf800000, 0x7f800000, 0xff800000, 0x7fc00000,
		0xffc01234, 0x7f812345, 0xff8abcde, 0x00000001, 0x80000001, 0x007fffff, 0x00800000,
		0x7f7fffff, 0xff7fffff, 0x3f000000, 0x3f7fffff, 0x4f000000, 0xcf000000, 0x4effffff,
		0x5f000000, 0xdf000000, 0x40490fdb, 0x00400000, 0x80200003,
	};

	switch (below(3)) {
	case 0:
		return CHOOSE(special);
	case 1: /* around 1, both signs, so that sums cancel */
		return (uint32_t)(rnd() & 0x807fffff) | (0x7a + below(12)) << 23;
	default:
		return (uint32_t)rnd();
	}
}

static uint64_t any_double(void)
{
	static const uint64_t special[] = {
		0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000, 0xbff0000000000000,
		0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0xfff8000000001234,
		0x7ff0000012345678, 0xfff4000000000001, 0x0000000000000001, 0x800fffffffffffff,
		0x0010000000000000, 0x7fefffffffffffff, 0xffefffffffffffff, 0x3fe0000000000000,
		0x41dfffffffc00000, 0xc1e0000000000000, 0x41e0000000000000, 0x43e0000000000000,
		0xc3e0000000000000, 0x400921fb54442d18, 0x36a0000000000000, 0x380fffffe0000000,
		0x47efffffe0000000, 0x3690000000000001, 0x3ff0000010000000,
	};

	switch (below(3)) {
	case 0:
		return CHOOSE(special);
	case 1:
		return (rnd() & 0x800fffffffffffff) | (uint64_t)(0x3f8 + below(20)) << 52;
	default:
		return rnd();
	}
}

static void any_extended(uint8_t st[10])
{
	static const struct {
		uint64_t mantissa;
		uint16_t exponent;
	} special[] = {
		{ 0, 0 },
		{ 0, 0x8000 },
		{ 1ull << 63, 0x3fff },
		{ 1ull << 63, 0xbfff },
		{ 1ull << 63, 0x7fff },
		{ 1ull << 63, 0xffff },
		{ 3ull << 62, 0x7fff },
		{ 0xc000000000001234, 0xffff },
		{ 0x8000000000000001, 0x7fff },
		{ 0xa000000000000000, 0xffff },
		{ 1, 0 },
		{ 0x7fffffffffffffff, 0x8000 },
		{ 1ull << 63, 1 },
		{ 1ull << 63, 0 },
		{ ~0ull, 0x7ffe },
		{ ~0ull, 0xfffe },
		{ 1ull << 63, 0x403e },
		{ 1ull << 63, 0xc03e },
		{ ~0ull, 0x403d },
		{ 1ull << 63, 0x401e },
		{ 0xc90fdaa22168c235, 0x4000 },
		{ 0x8000000000000001, 0x3fff },
		{ ~0ull, 0x3ffe },
		{ 1ull << 63, 0x3ffe },
		{ 1ull << 63, 0x400e },
		{ 0xde0b6b3a763fffff, 0x403a },
	};
	uint64_t mantissa = rnd() | 1ull << 63;
	uint16_t sign = (uint16_t)(below(2) << 15), exponent;

	switch (below(5)) {
	case 0: {
		unsigned i = below(ARRAY_SIZE(special));

		mantissa = special[i].mantissa;
		exponent = special[i].exponent;
		break;
	}
	case 1: /* an integer or a short fraction */
		mantissa &= ~0ull << below(64);
		exponent = (uint16_t)(sign | (0x3ffb + below(40)));
		break;
	case 2: /* near 1 */
		exponent = (uint16_t)(sign | (0x3ff0 + below(32)));
		break;
	case 3: /* a double or float that was loaded */
		mantissa &= below(2) ? ~0ull << 11 : ~0ull << 40;
		exponent = (uint16_t)(sign | (0x3fc0 + below(128)));
		break;
	default:
		exponent = (uint16_t)(sign | (1 + below(0x7ffe)));
		break;
	}
	memcpy(st, &mantissa, 8);
	memcpy(st + 8, &exponent, 2);
}

enum style { INTS, FLOATS, DOUBLES, EXTENDED, RANDOM, FEW, DIGITS, NR_STYLES };

static void fill(uint8_t *p, size_t len, enum style style)
{
	static const uint8_t few[] = { 0, 'a', 'b', 'c', 'a', 'b', 0x80, 0xff };
	uint64_t v = 0;
	uint8_t st[16];

	for (size_t at = 0; at + 8 <= len; at += 8, p += 8) {
		switch (style) {
		case INTS:
			v = any_int();
			break;
		case FLOATS:
			v = any_float() | (uint64_t)any_float() << 32;
			break;
		case DOUBLES:
			v = any_double();
			break;
		case EXTENDED: /* ten bytes at every sixteen */
			if (at % 16 == 0) {
				memset(st, 0, sizeof(st));
				any_extended(st);
			}
			memcpy(&v, st + at % 16, 8);
			break;
		case FEW:
			for (int i = 0; i < 8; i++)
				v = v << 8 | CHOOSE(few);
			break;
		case DIGITS:
			for (int i = 0; i < 16; i++)
				v = v << 4 | below(10);
			break;
		default:
			v = rnd();
			break;
		}
		memcpy(p, &v, 8);
	}
}

static enum style any_style(const struct form *form)
{
	if (form->flags & FORM_TEXT)
		return below(4) ? FEW : RANDOM;
	if (form->flags & FORM_BCD)
		return DIGITS;
	return (enum style)below(FEW);
}

static uint64_t any_pointer(const struct form *form)
{
	uint64_t p = FORM_DATA + 0xf00 + below(0x120); /* around the page boundary */

	return form->flags & FORM_ALIGNED || below(2) ? p & ~15ull : p;
}

static void any_fpu(struct fxsave *fx, const struct form *form)
{
	bool trapped = form->flags & FORM_TRAPPED;
	unsigned top = below(8), used = form->flags & FORM_FULLTAGS ? 8 : 5;

	fx->fcw = (uint16_t)(0x3f | 0x40 | below(4) << 10);
	if (below(2))
		fx->fcw |= 0x300;
	else
		fx->fcw |= (uint16_t)((const uint16_t[]){ 0, 0x200, 0x300 }[below(3)]);
	if (trapped)
		fx->fcw &= (uint16_t)~below(64);
	fx->fsw = (uint16_t)(top << 11 | (below(16) & 7) << 8 | below(2) << 14);
	if (!trapped && below(2))
		fx->fsw |= (uint16_t)below(128);
	for (unsigned i = 0; i < used; i++)
		fx->ftw |= (uint8_t)(1 << ((top + i) & 7));
	for (unsigned i = 0; i < 8; i++)
		any_extended(fx->st[i]);
	fx->mxcsr = 0x1f80 | below(4) << 13;
	if (below(2))
		fx->mxcsr |= below(64);
	if (below(4) == 0)
		fx->mxcsr |= below(2) << 6 | below(2) << 15;
	if (trapped)
		fx->mxcsr = (fx->mxcsr & ~0x3fu) ^ below(64) << 7;
	fx->mxcsr_mask = 0xffff;
}

/* By the form's text, so that other forms may come and go. */
static uint64_t seed_of(const char *name, unsigned round)
{
	uint64_t hash = round;

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * 0x100000001b3ull;
	return hash;
}

void operands_fill(struct insn_state *state, const struct form *form, uint64_t code, unsigned round,
		   bool is_64bit)
{
	rng = seed_of(form->name, round);
	memset(&state->fx, 0, sizeof(state->fx));
	memset(state->data, 0, sizeof(state->data));
	any_fpu(&state->fx, form);
	for (int i = 0; i < 16; i++)
		state->gpr[i] = any_int();
	state->gpr[6] = any_pointer(form);
	state->gpr[7] = any_pointer(form);
	state->gpr[4] = FORM_DATA + 0x1900 - 8 * below(4);
	if (!is_64bit)
		for (int i = 0; i < 8; i++)
			state->gpr[i] = (uint32_t)state->gpr[i];
	for (int i = 0; i < 16; i++)
		fill(state->fx.xmm[i], 16, any_style(form));
	fill(state->data + WINDOW_START, WINDOW_END - WINDOW_START, any_style(form));
	fill(state->data + STACK_START, STACK_END - STACK_START, INTS);
	state->rip = code;
	state->rflags = 0x202 | (rnd() & 0x8d5);
}
