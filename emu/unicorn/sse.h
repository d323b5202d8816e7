/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * SSE floating point. Unicorn's helpers for it are replaced one by one (sse_arith.c,
 * sse_convert.c): they lose the exception flags, never trap, and know nothing of FZ. The
 * arithmetic itself is Unicorn's softfloat, which is right.
 */
#ifndef EMU_UNICORN_SSE_H
#define EMU_UNICORN_SSE_H

#include "emu/unicorn/env.h"

enum {
	MXCSR_IE = 1, MXCSR_DE = 2, MXCSR_ZE = 4, MXCSR_OE = 8, MXCSR_UE = 16, MXCSR_PE = 32,
	MXCSR_EXCEPTIONS = 0x3f, MXCSR_OF_OPERANDS = MXCSR_IE | MXCSR_DE | MXCSR_ZE, MXCSR_DAZ = 0x40, MXCSR_MASKS = 0x1f80, MXCSR_UM = 0x800,
	MXCSR_FZ = 0x8000, MXCSR_DEFINED = 0xffff, MXCSR_MASK_SHIFT = 7
};

/* MXCSR and what follows from it. Its exception flags live in sse_status.flags too. */
void sse_set_mxcsr(struct uc_env *env, uint32_t mxcsr);

/*
 * Around the arithmetic of one instruction. sse_begin() returns what sse_end() wants; true from
 * sse_end(): an unmasked exception, #XM is due and no result may be written.
 *
 * With all exceptions masked the flags stay as they are: softfloat uses the host's own arithmetic
 * as long as "inexact" is set already.
 */
static inline uint8_t sse_begin(struct uc_env *env)
{
	uint8_t before = env->sse_status.flags;

	if (unlikely((env->mxcsr & MXCSR_MASKS) != MXCSR_MASKS))
		env->sse_status.flags = 0; /* those of this instruction alone */
	return before;
}

static inline bool sse_end(struct uc_env *env, uint8_t before)
{
	uint8_t now = env->sse_status.flags, unmasked;

	if (unlikely(now & SOFT_OUTPUT_DENORMAL)) /* flushed to zero */
		now |= SOFT_UNDERFLOW | SOFT_INEXACT;
	now &= MXCSR_EXCEPTIONS;
	unmasked = now & ~(env->mxcsr >> MXCSR_MASK_SHIFT);
	if (unlikely(unmasked & MXCSR_OF_OPERANDS)) /* there was no result to say more about */
		now &= MXCSR_OF_OPERANDS;
	env->sse_status.flags = now | (before & MXCSR_EXCEPTIONS);
	env->mxcsr |= now;
	return unlikely(unmasked);
}

#define sse_finish(env, before)                           \
	do {                                              \
		if (sse_end(env, before))                 \
			raise_here(env, VECTOR_XM);       \
	} while (0)

/* A denormal result: exact or not, it is an exception when underflow is unmasked. */
static inline void sse_note_tiny(struct soft_status *s)
{
	const struct uc_env *env = container_of(s, const struct uc_env, sse_status);

	if (!(env->mxcsr & MXCSR_UM))
		s->flags |= SOFT_UNDERFLOW;
}

/* One width of numbers: its bits, and the functions of softfloat for it. */
#define SSE_WIDTH(bits, exponent_mask)                                                            \
	static inline bool f##bits##_is_denormal(uint##bits##_t a)                                \
	{                                                                                         \
		return (a & (exponent_mask)) == 0 && a << 1 != 0;                                 \
	}                                                                                         \
	static inline bool f##bits##_is_nan(uint##bits##_t a)                                     \
	{                                                                                         \
		return (uint##bits##_t)(a << 1) > (uint##bits##_t)((exponent_mask) << 1);         \
	}                                                                                         \
	static inline uint##bits##_t f##bits##_quiet(struct soft_status *s, uint##bits##_t a)     \
	{                                                                                         \
		const uint##bits##_t quiet = ((exponent_mask) >> 1) & ~(exponent_mask);           \
                                                                                                  \
		if (!(a & quiet))                                                                 \
			s->flags |= SOFT_INVALID;                                                 \
		return a | quiet;                                                                 \
	}                                                                                         \
	/* A result that is NaN because an operand is: the first one that is, made quiet. */      \
	static inline uint##bits##_t f##bits##_nan(struct soft_status *s, uint##bits##_t a,       \
						   uint##bits##_t b)                              \
	{                                                                                         \
		if (!f##bits##_is_nan(a))                                                         \
			return f##bits##_quiet(s, b);                                             \
		if (f##bits##_is_nan(b))                                                          \
			(void)f##bits##_quiet(s, b);                                              \
		return f##bits##_quiet(s, a);                                                     \
	}                                                                                         \
	/* A denormal operand is an exception, unless DAZ makes it zero or something is worse. */ \
	static inline void f##bits##_note(struct soft_status *s, uint##bits##_t a,                \
					  uint##bits##_t b)                                       \
	{                                                                                         \
		if (unlikely(f##bits##_is_denormal(a) || f##bits##_is_denormal(b)) &&             \
		    !s->flush_inputs_to_zero && !f##bits##_is_nan(a) && !f##bits##_is_nan(b))     \
			s->flags |= SOFT_DENORMAL_OPERAND;                                        \
	}                                                                                         \
	/* What an operand counts as. */                                                          \
	static inline uint##bits##_t f##bits##_input(const struct soft_status *s,                 \
						     uint##bits##_t a)                            \
	{                                                                                         \
		return s->flush_inputs_to_zero && f##bits##_is_denormal(a) ?                      \
			       a & (uint##bits##_t)1 << (bits - 1) : a;                           \
	}

SSE_WIDTH(32, 0x7f800000u)
SSE_WIDTH(64, 0x7ff0000000000000ull)

#endif
