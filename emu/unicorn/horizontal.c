/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * PHADD* and PHSUB*. Unicorn's write the lower half of the result before they have read the second
 * operand, which is wrong when both are the same register, as they are in sums over a vector.
 */
#include <string.h>
#include "emu/unicorn/env.h"

static int16_t add16(int16_t a, int16_t b)
{
	return (int16_t)(a + b);
}

static int16_t sub16(int16_t a, int16_t b)
{
	return (int16_t)(a - b);
}

static int32_t add32(int32_t a, int32_t b)
{
	return (int32_t)((uint32_t)a + (uint32_t)b);
}

static int32_t sub32(int32_t a, int32_t b)
{
	return (int32_t)((uint32_t)a - (uint32_t)b);
}

static int16_t saturate(int v)
{
	return (int16_t)(v > INT16_MAX ? INT16_MAX : v < INT16_MIN ? INT16_MIN : v);
}

static int16_t adds16(int16_t a, int16_t b)
{
	return saturate(a + b);
}

static int16_t subs16(int16_t a, int16_t b)
{
	return saturate(a - b);
}

/* Neighbours of d, then neighbours of s; in 8 bytes or 16. */
#define HORIZONTAL(name, type, bytes, fn)                                                          \
	INTERPOSE(void, helper_##name, struct uc_env *env, void *d, const void *s)                 \
	{                                                                                          \
		type in[2 * (bytes) / sizeof(type)], out[(bytes) / sizeof(type)];                  \
                                                                                                   \
		(void)env;                                                                         \
		memcpy(in, d, bytes);                                                              \
		memcpy((uint8_t *)in + (bytes), s, bytes);                                         \
		for (unsigned i = 0; i < ARRAY_SIZE(out); i++)                                     \
			out[i] = fn(in[2 * i], in[2 * i + 1]);                                     \
		memcpy(d, out, bytes);                                                             \
	}
#define BOTH_WIDTHS(name, type, fn)                                                                \
	HORIZONTAL(name##_mmx, type, 8, fn)                                                        \
	HORIZONTAL(name##_xmm, type, 16, fn)

BOTH_WIDTHS(phaddw, int16_t, add16)
BOTH_WIDTHS(phaddd, int32_t, add32)
BOTH_WIDTHS(phaddsw, int16_t, adds16)
BOTH_WIDTHS(phsubw, int16_t, sub16)
BOTH_WIDTHS(phsubd, int32_t, sub32)
BOTH_WIDTHS(phsubsw, int16_t, subs16)
