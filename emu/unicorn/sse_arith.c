/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SSE floating-point arithmetic and comparisons, see sse.h. */
#include <math.h>
#include <string.h>
#include "emu/unicorn/sse.h"

void sse_set_mxcsr(struct uc_env *env, uint32_t mxcsr)
{
	static const uint8_t rounding[] = { 0 /* nearest */, 1 /* down */, 2 /* up */,
					    3 /* chop */ };

	env->mxcsr = mxcsr;
	env->sse_status.rounding = rounding[mxcsr >> 13 & 3];
	env->sse_status.flags = mxcsr & MXCSR_EXCEPTIONS;
	env->sse_status.flush_inputs_to_zero = (mxcsr & MXCSR_DAZ) != 0;
	env->sse_status.flush_to_zero = (mxcsr & MXCSR_FZ) && (mxcsr & MXCSR_UM);
}

/* After uc_reg_write() of MXCSR. */
INTERPOSE(void, update_mxcsr_status, struct uc_env *env)
{
	sse_set_mxcsr(env, env->mxcsr);
}

INTERPOSE(void, helper_ldmxcsr, struct uc_env *env, uint32_t mxcsr)
{
	if (mxcsr & ~(uint32_t)MXCSR_DEFINED)
		raise_here(env, VECTOR_GP);
	sse_set_mxcsr(env, mxcsr);
}

/* --- d = d op s, for all elements or the lowest --- */

#define ELEMENTWISE(name, bits, member, count, fn)                                                 \
	INTERPOSE(void, helper_##name, struct uc_env *env, union xmm *d, union xmm *s)             \
	{                                                                                          \
		uint8_t before = sse_begin(env);                                                   \
		uint##bits##_t r[count];                                                           \
                                                                                                   \
		for (int i = 0; i < (count); i++)                                                  \
			r[i] = fn(d->member[i], s->member[i], &env->sse_status);                   \
		sse_finish(env, before);                                                           \
		memcpy(d->member, r, sizeof(r));                                                   \
	}
#define FOUR_FORMS(name)                                                                           \
	ELEMENTWISE(name##ps, 32, l, 4, f32_##name)                                                \
	ELEMENTWISE(name##ss, 32, l, 1, f32_##name)                                                \
	ELEMENTWISE(name##pd, 64, q, 2, f64_##name)                                                \
	ELEMENTWISE(name##sd, 64, q, 1, f64_##name)

FOUR_FORMS(add)
FOUR_FORMS(sub)
FOUR_FORMS(mul)
FOUR_FORMS(div)
FOUR_FORMS(min)
FOUR_FORMS(max)
FOUR_FORMS(sqrt)

/* --- comparisons --- */

#define PREDICATE(name, compare, condition)                                                        \
	static uint32_t f32_cmp##name(uint32_t a, uint32_t b, struct soft_status *s)               \
	{                                                                                          \
		int r = f32_##compare(a, b, s);                                                    \
                                                                                                   \
		return (condition) ? ~0u : 0;                                                      \
	}                                                                                          \
	static uint64_t f64_cmp##name(uint64_t a, uint64_t b, struct soft_status *s)               \
	{                                                                                          \
		int r = f64_##compare(a, b, s);                                                    \
                                                                                                   \
		return (condition) ? ~0ull : 0;                                                    \
	}                                                                                          \
	FOUR_FORMS(cmp##name)

PREDICATE(eq, compare_quiet, r == EQUAL)
PREDICATE(lt, compare, r == LESS)
PREDICATE(le, compare, r == LESS || r == EQUAL)
PREDICATE(unord, compare_quiet, r == UNORDERED)
PREDICATE(neq, compare_quiet, r != EQUAL)
PREDICATE(nlt, compare, r != LESS)
PREDICATE(nle, compare, r != LESS && r != EQUAL)
PREDICATE(ord, compare_quiet, r != UNORDERED)

static unsigned flags_of(int relation)
{
	static const uint8_t flags[] = { CC_C, CC_Z, 0, CC_Z | CC_P | CC_C };

	return flags[relation + 1];
}

#define COMPARE_TO_FLAGS(name, bits, member, compare)                                              \
	INTERPOSE(void, helper_##name, struct uc_env *env, union xmm *d, union xmm *s)             \
	{                                                                                          \
		uint8_t before = sse_begin(env);                                                   \
		int relation = f##bits##_##compare(d->member[0], s->member[0], &env->sse_status);  \
                                                                                                   \
		sse_finish(env, before);                                                           \
		env->cc_src = flags_of(relation);                                                  \
	}

COMPARE_TO_FLAGS(comiss, 32, l, compare)
COMPARE_TO_FLAGS(comisd, 64, q, compare)
COMPARE_TO_FLAGS(ucomiss, 32, l, compare_quiet)
COMPARE_TO_FLAGS(ucomisd, 64, q, compare_quiet)

/* --- across elements --- */

#define COMBINE(name, bits, member, ...)                                                           \
	INTERPOSE(void, helper_##name, struct uc_env *env, union xmm *d, union xmm *s)             \
	{                                                                                          \
		struct soft_status *st = &env->sse_status;                                         \
		uint8_t before = sse_begin(env);                                                   \
		const uint##bits##_t *x = d->member, *y = s->member;                               \
		const uint##bits##_t r[] = { __VA_ARGS__ };                                        \
                                                                                                   \
		sse_finish(env, before);                                                           \
		memcpy(d->member, r, sizeof(r));                                                   \
	}

COMBINE(haddps, 32, l, f32_add(x[0], x[1], st), f32_add(x[2], x[3], st), f32_add(y[0], y[1], st),
	f32_add(y[2], y[3], st))
COMBINE(hsubps, 32, l, f32_sub(x[0], x[1], st), f32_sub(x[2], x[3], st), f32_sub(y[0], y[1], st),
	f32_sub(y[2], y[3], st))
COMBINE(haddpd, 64, q, f64_add(x[0], x[1], st), f64_add(y[0], y[1], st))
COMBINE(hsubpd, 64, q, f64_sub(x[0], x[1], st), f64_sub(y[0], y[1], st))
COMBINE(addsubps, 32, l, f32_sub(x[0], y[0], st), f32_add(x[1], y[1], st), f32_sub(x[2], y[2], st),
	f32_add(x[3], y[3], st))
COMBINE(addsubpd, 64, q, f64_sub(x[0], y[0], st), f64_add(x[1], y[1], st))

INTERPOSE(void, helper_dpps_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t mask)
{
	struct soft_status *st = &env->sse_status;
	uint8_t before = sse_begin(env);
	uint32_t product[4], sum;

	for (int i = 0; i < 4; i++)
		product[i] = mask & 16u << i ? f32_mul(d->l[i], s->l[i], st) : 0;
	sum = f32_add(f32_add(product[0], product[1], st), f32_add(product[2], product[3], st), st);
	sse_finish(env, before);
	for (int i = 0; i < 4; i++)
		d->l[i] = mask & 1u << i ? sum : 0;
}

INTERPOSE(void, helper_dppd_xmm, struct uc_env *env, union xmm *d, union xmm *s, uint32_t mask)
{
	struct soft_status *st = &env->sse_status;
	uint8_t before = sse_begin(env);
	uint64_t product[2], sum;

	for (int i = 0; i < 2; i++)
		product[i] = mask & 16u << i ? f64_mul(d->q[i], s->q[i], st) : 0;
	sum = f64_add(product[0], product[1], st);
	sse_finish(env, before);
	for (int i = 0; i < 2; i++)
		d->q[i] = mask & 1u << i ? sum : 0;
}

/* --- rounding to an integer --- */

/* The instruction's own rounding, or MXCSR's; "inexact" may be ignored. */
struct round_control {
	uint8_t rounding, ignored;
};

static struct round_control round_start(struct soft_status *s, unsigned mode)
{
	struct round_control saved = { s->rounding,
				       mode & 8 && !(s->flags & SOFT_INEXACT) ? SOFT_INEXACT : 0 };

	if (!(mode & 4))
		s->rounding = mode & 3;
	return saved;
}

static void round_end(struct soft_status *s, struct round_control saved)
{
	s->rounding = saved.rounding;
	s->flags &= (uint8_t)~saved.ignored;
}

#define ROUND(name, bits, member, count)                                                           \
	INTERPOSE(void, helper_##name##_xmm, struct uc_env *env, union xmm *d, union xmm *s,       \
		  uint32_t mode)                                                                   \
	{                                                                                          \
		struct soft_status *st = &env->sse_status;                                         \
		uint8_t before = sse_begin(env);                                                   \
		struct round_control saved = round_start(st, mode);                                \
		uint##bits##_t r[count];                                                           \
                                                                                                   \
		for (int i = 0; i < (count); i++)                                                  \
			r[i] = float##bits##_round_to_int_x86_64(                                  \
				f##bits##_input(st, s->member[i]), st);                            \
		round_end(st, saved);                                                              \
		sse_finish(env, before);                                                           \
		memcpy(d->member, r, sizeof(r));                                                   \
	}

ROUND(roundps, 32, l, 4)
ROUND(roundss, 32, l, 1)
ROUND(roundpd, 64, q, 2)
ROUND(roundsd, 64, q, 1)

/* --- approximations: no exceptions, denormals are zero; ours are better than a real CPU's --- */

static uint32_t approximate(uint32_t a, float (*fn)(float))
{
	uint32_t sign = a & 0x80000000, r;
	float v;

	if (f32_is_nan(a))
		return a | 0x00400000;
	if (f32_is_denormal(a))
		a = sign;
	memcpy(&v, &a, 4);
	v = fn(v);
	memcpy(&r, &v, 4);
	if (f32_is_nan(r))
		return 0xffc00000;
	return f32_is_denormal(r) ? r & 0x80000000 : r;
}

static float reciprocal(float v)
{
	return 1 / v;
}

static float reciprocal_root(float v)
{
	return v == 0 ? 1 / v : 1 / sqrtf(v);
}

#define APPROXIMATE(name, count, fn)                                                               \
	INTERPOSE(void, helper_##name, struct uc_env *env, union xmm *d, union xmm *s)             \
	{                                                                                          \
		(void)env;                                                                         \
		for (int i = 0; i < (count); i++)                                                  \
			d->l[i] = approximate(s->l[i], fn);                                        \
	}

APPROXIMATE(rcpps, 4, reciprocal)
APPROXIMATE(rcpss, 1, reciprocal)
APPROXIMATE(rsqrtps, 4, reciprocal_root)
APPROXIMATE(rsqrtss, 1, reciprocal_root)
