/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Conversions between SSE's formats and integers, see sse.h. */
#include <string.h>
#include "emu/unicorn/sse.h"

uint64_t float32_to_float64_x86_64(uint32_t a, struct soft_status *s);
uint32_t float64_to_float32_x86_64(uint64_t a, struct soft_status *s);
uint32_t int32_to_float32_x86_64(int32_t a, struct soft_status *s);
uint32_t int64_to_float32_x86_64(int64_t a, struct soft_status *s);
uint64_t int32_to_float64_x86_64(int32_t a, struct soft_status *s);
uint64_t int64_to_float64_x86_64(int64_t a, struct soft_status *s);

static uint64_t widen(uint32_t a, struct soft_status *s)
{
	f32_note(s, a, 0);
	return float32_to_float64_x86_64(a, s);
}

static uint32_t narrow(uint64_t a, struct soft_status *s)
{
	uint32_t r;

	f64_note(s, a, 0);
	r = float64_to_float32_x86_64(a, s);
	if (unlikely(f32_is_denormal(r)))
		sse_note_tiny(s);
	return r;
}

/* To an integer of either width; what does not fit is the most negative one. */
#define TO_INT(bits, width, suffix)                                                                \
	int##width##_t float##bits##_to_int##width##suffix##_x86_64(uint##bits##_t a,              \
								    struct soft_status *s);        \
	static int##width##_t f##bits##_to_int##width##suffix(uint##bits##_t a,                    \
							      struct soft_status *s)               \
	{                                                                                          \
		uint8_t before = s->flags;                                                         \
		int##width##_t r;                                                                  \
                                                                                                   \
		s->flags = before & (uint8_t)~SOFT_INVALID;                                        \
		r = float##bits##_to_int##width##suffix##_x86_64(f##bits##_input(s, a), s);        \
		if (s->flags & SOFT_INVALID)                                                       \
			r = (int##width##_t)((uint##width##_t)1 << (width - 1));                   \
		s->flags |= before;                                                                \
		return r;                                                                          \
	}

TO_INT(32, 32, )
TO_INT(32, 64, )
TO_INT(64, 32, )
TO_INT(64, 64, )
TO_INT(32, 32, _round_to_zero)
TO_INT(32, 64, _round_to_zero)
TO_INT(64, 32, _round_to_zero)
TO_INT(64, 64, _round_to_zero)

/* count elements of s to elements of d; the rest of d, up to 'cleared' bytes, becomes zero. */
#define CONVERT(name, dtype, stype, smember, count, type, cleared, fn)                             \
	INTERPOSE(void, helper_##name, struct uc_env *env, dtype *d, stype *s)                     \
	{                                                                                          \
		uint8_t before = sse_begin(env);                                                   \
		type r[(cleared) / sizeof(type)] = { 0 };                                          \
                                                                                                   \
		for (int i = 0; i < (count); i++)                                                  \
			r[i] = (type)fn(s->smember[i], &env->sse_status);                          \
		sse_finish(env, before);                                                           \
		memcpy(d, r, sizeof(r));                                                           \
	}
#define TO_VECTOR(name, smember, count, type, cleared, fn)                                         \
	CONVERT(name, union xmm, union xmm, smember, count, type, cleared, fn)
#define FROM_MMX(name, count, type, cleared, fn)                                                   \
	CONVERT(name, union xmm, union mmx, l, count, type, cleared, fn)
#define TO_MMX(name, smember, fn) CONVERT(name, union mmx, union xmm, smember, 2, uint32_t, 8, fn)

static uint32_t f32_of_int(uint32_t a, struct soft_status *s)
{
	return int32_to_float32_x86_64((int32_t)a, s);
}

static uint64_t f64_of_int(uint32_t a, struct soft_status *s)
{
	return int32_to_float64_x86_64((int32_t)a, s);
}

TO_VECTOR(cvtps2pd, l, 2, uint64_t, 16, widen)
TO_VECTOR(cvtpd2ps, q, 2, uint32_t, 16, narrow)
TO_VECTOR(cvtss2sd, l, 1, uint64_t, 8, widen)
TO_VECTOR(cvtsd2ss, q, 1, uint32_t, 4, narrow)
TO_VECTOR(cvtdq2ps, l, 4, uint32_t, 16, f32_of_int)
TO_VECTOR(cvtdq2pd, l, 2, uint64_t, 16, f64_of_int)
TO_VECTOR(cvtps2dq, l, 4, uint32_t, 16, f32_to_int32)
TO_VECTOR(cvttps2dq, l, 4, uint32_t, 16, f32_to_int32_round_to_zero)
TO_VECTOR(cvtpd2dq, q, 2, uint32_t, 16, f64_to_int32)
TO_VECTOR(cvttpd2dq, q, 2, uint32_t, 16, f64_to_int32_round_to_zero)
FROM_MMX(cvtpi2ps, 2, uint32_t, 8, f32_of_int)
FROM_MMX(cvtpi2pd, 2, uint64_t, 16, f64_of_int)
TO_MMX(cvtps2pi, l, f32_to_int32)
TO_MMX(cvttps2pi, l, f32_to_int32_round_to_zero)
TO_MMX(cvtpd2pi, q, f64_to_int32)
TO_MMX(cvttpd2pi, q, f64_to_int32_round_to_zero)

/* --- from and to general registers --- */

#define FROM_REGISTER(name, itype, ftype, member, fn)                                              \
	INTERPOSE(void, helper_##name, struct uc_env *env, union xmm *d, itype a)                  \
	{                                                                                          \
		uint8_t before = sse_begin(env);                                                   \
		ftype r = fn((itype)a, &env->sse_status);                                          \
                                                                                                   \
		sse_finish(env, before);                                                           \
		d->member[0] = r;                                                                  \
	}

FROM_REGISTER(cvtsi2ss, int32_t, uint32_t, l, int32_to_float32_x86_64)
FROM_REGISTER(cvtsi2sd, int32_t, uint64_t, q, int32_to_float64_x86_64)
FROM_REGISTER(cvtsq2ss, int64_t, uint32_t, l, int64_to_float32_x86_64)
FROM_REGISTER(cvtsq2sd, int64_t, uint64_t, q, int64_to_float64_x86_64)

#define TO_REGISTER(name, itype, member, fn)                                                       \
	INTERPOSE(itype, helper_##name, struct uc_env *env, union xmm *s)                          \
	{                                                                                          \
		uint8_t before = sse_begin(env);                                                   \
		itype r = fn(s->member[0], &env->sse_status);                                      \
                                                                                                   \
		sse_finish(env, before);                                                           \
		return r;                                                                          \
	}

TO_REGISTER(cvtss2si, int32_t, l, f32_to_int32)
TO_REGISTER(cvtsd2si, int32_t, q, f64_to_int32)
TO_REGISTER(cvttss2si, int32_t, l, f32_to_int32_round_to_zero)
TO_REGISTER(cvttsd2si, int32_t, q, f64_to_int32_round_to_zero)
TO_REGISTER(cvtss2sq, int64_t, l, f32_to_int64)
TO_REGISTER(cvtsd2sq, int64_t, q, f64_to_int64)
TO_REGISTER(cvttss2sq, int64_t, l, f32_to_int64_round_to_zero)
TO_REGISTER(cvttsd2sq, int64_t, q, f64_to_int64_round_to_zero)
