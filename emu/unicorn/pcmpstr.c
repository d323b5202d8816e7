/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SSE4.2 string comparisons. Unicorn 2.1.1 reads and writes outside of its registers when an
 * explicit length is INT_MIN, which would give the guest a hand in the host's memory, and is wrong
 * for "equal ordered".
 */
#include "emu/unicorn/env.h"

/* The control byte. */
enum {
	WORDS = 0x01,
	SIGNED = 0x02,
	AGGREGATION = 0x0c,
	EQUAL_ANY = 0x00,
	RANGES = 0x04,
	EQUAL_EACH = 0x08,
	EQUAL_ORDERED = 0x0c,
	NEGATE = 0x10,
	NEGATE_VALID = 0x20,
	LAST_OR_EXPAND = 0x40,
	LENGTHS_64 = 0x100 /* the translator's: REX.W */
};

static int elements(unsigned ctrl)
{
	return ctrl & WORDS ? 8 : 16;
}

static int element(const union xmm *v, int i, unsigned ctrl)
{
	switch (ctrl & (WORDS | SIGNED)) {
	case 0:
		return v->b[i];
	case WORDS:
		return v->w[i];
	case SIGNED:
		return (int8_t)v->b[i];
	default:
		return (int16_t)v->w[i];
	}
}

/* Up to the first zero element. */
static int implicit_length(const union xmm *v, unsigned ctrl)
{
	int n = 0;

	while (n < elements(ctrl) && element(v, n, ctrl))
		n++;
	return n;
}

/* The absolute value, at most all elements. */
static int explicit_length(uint64_t reg, unsigned ctrl)
{
	int64_t n = ctrl & LENGTHS_64 ? (int64_t)reg : (int32_t)reg;
	int max = elements(ctrl);

	return n >= max || n <= -max ? max : (int)(n < 0 ? -n : n);
}

static bool in_set(const union xmm *set, int set_len, int c, unsigned ctrl)
{
	for (int i = 0; i < set_len; i++)
		if (element(set, i, ctrl) == c)
			return true;
	return false;
}

static bool in_ranges(const union xmm *ranges, int len, int c, unsigned ctrl)
{
	for (int i = 0; i + 1 < len; i += 2)
		if (c >= element(ranges, i, ctrl) && c <= element(ranges, i + 1, ctrl))
			return true;
	return false;
}

/* Does the pattern start at i? What lies beyond the last element matches. */
static bool found_at(const union xmm *pattern, int pattern_len, const union xmm *text, int text_len,
		     int i, unsigned ctrl)
{
	for (int j = 0; j < pattern_len && i + j < elements(ctrl); j++)
		if (i + j >= text_len || element(pattern, j, ctrl) != element(text, i + j, ctrl))
			return false;
	return true;
}

/* One bit per element of text (the second operand), before the polarity is applied. */
static bool matches(const union xmm *pattern, int pattern_len, const union xmm *text, int text_len,
		    int i, unsigned ctrl)
{
	switch (ctrl & AGGREGATION) {
	case EQUAL_ANY:
		return i < text_len && in_set(pattern, pattern_len, element(text, i, ctrl), ctrl);
	case RANGES:
		return i < text_len &&
		       in_ranges(pattern, pattern_len, element(text, i, ctrl), ctrl);
	case EQUAL_EACH:
		if (i >= text_len || i >= pattern_len)
			return i >= text_len && i >= pattern_len;
		return element(pattern, i, ctrl) == element(text, i, ctrl);
	default:
		return found_at(pattern, pattern_len, text, text_len, i, ctrl);
	}
}

/* The mask, and the flags into cc_src, where the translated code expects them. */
static unsigned compare(struct uc_env *env, const union xmm *pattern, int pattern_len,
			const union xmm *text, int text_len, unsigned ctrl)
{
	int max = elements(ctrl);
	unsigned mask = 0, flags = 0;

	for (int i = 0; i < max; i++)
		mask |= (unsigned)matches(pattern, pattern_len, text, text_len, i, ctrl) << i;
	if (ctrl & NEGATE)
		mask ^= ctrl & NEGATE_VALID ? (1u << text_len) - 1 : (1u << max) - 1;
	if (mask)
		flags |= CC_C;
	if (mask & 1)
		flags |= CC_O;
	if (text_len < max)
		flags |= CC_Z;
	if (pattern_len < max)
		flags |= CC_S;
	env->cc_src = flags;
	return mask;
}

static void set_index(struct uc_env *env, unsigned mask, unsigned ctrl)
{
	if (!mask)
		env->regs[1] = (unsigned)elements(ctrl);
	else
		env->regs[1] = (unsigned)(ctrl & LAST_OR_EXPAND ? 31 - __builtin_clz(mask)
								: __builtin_ctz(mask));
}

static void set_mask(struct uc_env *env, unsigned mask, unsigned ctrl)
{
	union xmm *xmm0 = &env->xmm[0].low;

	if (!(ctrl & LAST_OR_EXPAND)) {
		xmm0->q[0] = mask;
		xmm0->q[1] = 0;
		return;
	}
	for (int i = 0; i < elements(ctrl); i++) {
		if (ctrl & WORDS)
			xmm0->w[i] = mask >> i & 1 ? 0xffff : 0;
		else
			xmm0->b[i] = mask >> i & 1 ? 0xff : 0;
	}
}

static unsigned compare_explicit(struct uc_env *env, const union xmm *d, const union xmm *s,
				 unsigned ctrl)
{
	return compare(env, d, explicit_length(env->regs[0], ctrl), s,
		       explicit_length(env->regs[2], ctrl), ctrl);
}

static unsigned compare_implicit(struct uc_env *env, const union xmm *d, const union xmm *s,
				 unsigned ctrl)
{
	return compare(env, d, implicit_length(d, ctrl), s, implicit_length(s, ctrl), ctrl);
}

INTERPOSE(void, helper_pcmpestri_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t ctrl)
{
	set_index(env, compare_explicit(env, d, s, ctrl), ctrl);
}

INTERPOSE(void, helper_pcmpestrm_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t ctrl)
{
	set_mask(env, compare_explicit(env, d, s, ctrl), ctrl);
}

INTERPOSE(void, helper_pcmpistri_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t ctrl)
{
	set_index(env, compare_implicit(env, d, s, ctrl), ctrl);
}

INTERPOSE(void, helper_pcmpistrm_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t ctrl)
{
	set_mask(env, compare_implicit(env, d, s, ctrl), ctrl);
}
