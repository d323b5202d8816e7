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
	MXCSR_IE = 1,
	MXCSR_DE = 2,
	MXCSR_ZE = 4,
	MXCSR_OE = 8,
	MXCSR_UE = 16,
	MXCSR_PE = 32,
	MXCSR_EXCEPTIONS = 0x3f,
	MXCSR_OF_OPERANDS = MXCSR_IE | MXCSR_DE | MXCSR_ZE,
	MXCSR_DAZ = 0x40,
	MXCSR_MASKS = 0x1f80,
	MXCSR_UM = 0x800,
	MXCSR_FZ = 0x8000,
	MXCSR_DEFINED = 0xffff,
	MXCSR_MASK_SHIFT = 7
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

	if (likely(now == before && (env->mxcsr & MXCSR_MASKS) == MXCSR_MASKS))
		return false;			  /* nothing new */
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

#define sse_finish(env, before)                                                                    \
	do {                                                                                       \
		if (sse_end(env, before))                                                          \
			raise_here(env, VECTOR_XM);                                                \
	} while (0)

/* A denormal result: exact or not, it is an exception when underflow is unmasked. */
static inline void sse_note_tiny(struct soft_status *s)
{
	const struct uc_env *env = container_of(s, const struct uc_env, sse_status);

	if (!(env->mxcsr & MXCSR_UM))
		s->flags |= SOFT_UNDERFLOW;
}

/*
 * Does the host's own arithmetic round as the guest's? And is "inexact" set already, so that it
 * need not be found out? Then its results can be taken (softfloat does the same, slower).
 */
static inline bool sse_host_rounds(const struct soft_status *s)
{
	return s->rounding == 0 && s->flags & SOFT_INEXACT;
}

enum { LESS = -1, EQUAL = 0, GREATER = 1, UNORDERED = 2 }; /* softfloat's */

#define BITS 32
#define HOST_FLOAT float
#include "emu/unicorn/sse_element.inc"
#define BITS 64
#define HOST_FLOAT double
#include "emu/unicorn/sse_element.inc"

#endif
