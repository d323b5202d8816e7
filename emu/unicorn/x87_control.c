/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x87's control and status words, its environment in memory, FXSAVE and MMX's claim on it. */
#include <string.h>
#include "emu/unicorn/sse.h"
#include "emu/unicorn/x87.h"

#define FCW_DEFINED 0x1f3f
#define FCW_FIXED 0x0040 /* reads as one */
#define FSW_TOP 0x3800

static void set_control(struct uc_env *env, unsigned cw)
{
	env->fpuc = (uint16_t)((cw & FCW_DEFINED) | FCW_FIXED);
}

void x87_update_summary(struct uc_env *env)
{
	env->fpus &= (uint16_t) ~(FSW_ES | FSW_B);
	if (env->fpus & ~env->fpuc & FSW_EXCEPTIONS)
		env->fpus |= FSW_ES | FSW_B;
}

static unsigned status(const struct uc_env *env)
{
	return (env->fpus & ~(unsigned)FSW_TOP) | env->fpstt << 11;
}

static void set_status(struct uc_env *env, unsigned sw)
{
	env->fpstt = sw >> 11 & 7;
	env->fpus = (uint16_t)(sw & ~(unsigned)FSW_TOP);
	x87_update_summary(env);
}

INTERPOSE(uint32_t, helper_fnstsw, struct uc_env *env)
{
	return status(env);
}

INTERPOSE(void, helper_fldcw, struct uc_env *env, uint32_t cw)
{
	x87_wait(env);
	set_control(env, cw);
	x87_update_summary(env);
}

INTERPOSE(void, helper_fclex, struct uc_env *env)
{
	env->fpus &= (uint16_t) ~(FSW_EXCEPTIONS | FSW_SF | FSW_ES | FSW_B);
}

/* FWAIT and FNOP. */
INTERPOSE(void, helper_fwait, struct uc_env *env)
{
	x87_wait(env);
}

static void init(struct uc_env *env)
{
	env->fpus = 0;
	env->fpstt = 0;
	set_control(env, 0x37f);
	memset(env->fptags, 1, sizeof(env->fptags));
	env->fpop = env->fpcs = env->fpds = 0;
	env->fpip = env->fpdp = 0;
}

INTERPOSE(void, helper_fninit, struct uc_env *env)
{
	init(env);
}

/* --- the environment: 14 or 28 bytes --- */

enum { TAG_VALID, TAG_ZERO, TAG_SPECIAL, TAG_EMPTY };

static unsigned tag_of(const struct uc_env *env, unsigned i)
{
	if (env->fptags[i])
		return TAG_EMPTY;
	switch (f80_classify(env->fpregs[i])) {
	case F80_ZERO:
		return TAG_ZERO;
	case F80_FINITE:
		return f80_is_denormal(env->fpregs[i]) ? TAG_SPECIAL : TAG_VALID;
	default:
		return TAG_SPECIAL;
	}
}

static unsigned tags(const struct uc_env *env)
{
	unsigned word = 0;

	for (unsigned i = 0; i < 8; i++)
		word |= tag_of(env, i) << 2 * i;
	return word;
}

/* The high halves that nothing is in are ones. */
static void store_environment(struct uc_env *env, uint64_t at, bool wide, uintptr_t caller)
{
	const uint32_t narrow_words[7] = {
		env->fpuc, status(env),		tags(env), (uint32_t)env->fpip,
		env->fpcs, (uint32_t)env->fpdp, env->fpds,
	};
	const uint32_t words[7] = {
		0xffff0000 | env->fpuc,
		0xffff0000 | status(env),
		0xffff0000 | tags(env),
		(uint32_t)env->fpip,
		env->fpcs | (uint32_t)env->fpop << 16,
		(uint32_t)env->fpdp,
		0xffff0000 | env->fpds,
	};

	for (unsigned i = 0; i < 7; i++) {
		if (wide)
			cpu_stl_data_ra_x86_64(env, at + 4 * i, words[i], caller);
		else
			cpu_stw_data_ra_x86_64(env, at + 2 * i, narrow_words[i], caller);
	}
}

static void load_environment(struct uc_env *env, uint64_t at, bool wide, uintptr_t caller)
{
	uint32_t words[7];

	for (unsigned i = 0; i < 7; i++)
		words[i] = wide ? cpu_ldl_data_ra_x86_64(env, at + 4 * i, caller)
				: cpu_lduw_data_ra_x86_64(env, at + 2 * i, caller);
	set_control(env, words[0]);
	set_status(env, words[1]);
	for (unsigned i = 0; i < 8; i++)
		env->fptags[i] = (words[2] >> 2 * i & 3) == TAG_EMPTY;
	env->fpip = words[3];
	env->fpcs = (uint16_t)words[4];
	env->fpop = wide ? words[4] >> 16 & 0x7ff : 0;
	env->fpdp = words[5];
	env->fpds = (uint16_t)words[6];
}

INTERPOSE(void, helper_fstenv, struct uc_env *env, uint64_t at, int wide)
{
	store_environment(env, at, wide, CALLER);
	env->fpuc |= FSW_EXCEPTIONS; /* all masked */
	x87_update_summary(env);
}

INTERPOSE(void, helper_fldenv, struct uc_env *env, uint64_t at, int wide)
{
	x87_wait(env);
	load_environment(env, at, wide, CALLER);
}

INTERPOSE(void, helper_fsave, struct uc_env *env, uint64_t at, int wide)
{
	store_environment(env, at, wide, CALLER);
	at += wide ? 28 : 14;
	for (int i = 0; i < 8; i++, at += 10) {
		cpu_stq_data_ra_x86_64(env, at, x87_st(env, i)->mantissa, CALLER);
		cpu_stw_data_ra_x86_64(env, at + 8, x87_st(env, i)->exponent, CALLER);
	}
	init(env);
}

/* All is read before anything changes, so that a fault in the middle changes nothing. */
INTERPOSE(void, helper_frstor, struct uc_env *env, uint64_t at, int wide)
{
	uint64_t regs = at + (wide ? 28 : 14);
	struct f80 st[8];

	x87_wait(env);
	for (unsigned i = 0; i < (wide ? 28 : 14); i += 2) /* upwards: a fault is at the first byte */
		cpu_lduw_data_ra_x86_64(env, at + i, CALLER);
	for (unsigned i = 0; i < 8; i++) {
		st[i].mantissa = cpu_ldq_data_ra_x86_64(env, regs + 10 * i, CALLER);
		st[i].exponent = (uint16_t)cpu_lduw_data_ra_x86_64(env, regs + 10 * i + 8, CALLER);
	}
	load_environment(env, at, wide, CALLER);
	for (int i = 0; i < 8; i++)
		*x87_st(env, i) = st[i];
}

/* --- FXSAVE --- */

enum {
	FX_FCW = 0,
	FX_FSW = 2,
	FX_FTW = 4,
	FX_FOP = 6,
	FX_FIP = 8,
	FX_FDP = 16,
	FX_MXCSR = 24,
	FX_MXCSR_MASK = 28,
	FX_ST = 32,
	FX_XMM = 160
};

static unsigned nr_xmm(const struct uc_env *env)
{
	return env->hflags & HFLAGS_CS64 ? 16 : 8;
}

INTERPOSE(void, helper_fxsave, struct uc_env *env, uint64_t at)
{
	unsigned used = 0;

	if (at & 15)
		raise_here(env, VECTOR_GP);
	for (unsigned i = 0; i < 8; i++)
		used |= (unsigned)!env->fptags[i] << i;
	cpu_stl_data_ra_x86_64(env, at + FX_FCW, env->fpuc | status(env) << 16, CALLER);
	cpu_stl_data_ra_x86_64(env, at + FX_FTW, used | (uint32_t)env->fpop << 16, CALLER);
	cpu_stq_data_ra_x86_64(env, at + FX_FIP, env->fpip, CALLER);
	cpu_stq_data_ra_x86_64(env, at + FX_FDP, env->fpdp, CALLER);
	cpu_stl_data_ra_x86_64(env, at + FX_MXCSR, env->mxcsr, CALLER);
	cpu_stl_data_ra_x86_64(env, at + FX_MXCSR_MASK, MXCSR_DEFINED, CALLER);
	for (unsigned i = 0; i < 8; i++) {
		cpu_stq_data_ra_x86_64(env, at + FX_ST + 16 * i, x87_st(env, (int)i)->mantissa,
				       CALLER);
		cpu_stq_data_ra_x86_64(env, at + FX_ST + 16 * i + 8, x87_st(env, (int)i)->exponent,
				       CALLER);
	}
	for (unsigned i = 0; i < nr_xmm(env); i++) {
		cpu_stq_data_ra_x86_64(env, at + FX_XMM + 16 * i, env->xmm[i].low.q[0], CALLER);
		cpu_stq_data_ra_x86_64(env, at + FX_XMM + 16 * i + 8, env->xmm[i].low.q[1], CALLER);
	}
}

/* The head of the image, which can be wrong. */
static void load_fx_head(struct uc_env *env, const uint64_t head[4])
{
	set_control(env, (unsigned)head[0] & 0xffff);
	set_status(env, (unsigned)(head[0] >> 16) & 0xffff);
	for (unsigned i = 0; i < 8; i++)
		env->fptags[i] = !(head[0] >> (32 + i) & 1);
	env->fpop = head[0] >> 48 & 0x7ff;
	env->fpip = head[1];
	env->fpdp = head[2];
	sse_set_mxcsr(env, (uint32_t)head[3]);
}

INTERPOSE(void, helper_fxrstor, struct uc_env *env, uint64_t at)
{
	uint64_t image[(FX_XMM + 16 * 16) / 8];
	unsigned size = FX_XMM + 16 * nr_xmm(env);

	if (at & 15)
		raise_here(env, VECTOR_GP);
	for (unsigned i = 0; i < size; i += 8)
		image[i / 8] = cpu_ldq_data_ra_x86_64(env, at + i, CALLER);
	if ((uint32_t)image[FX_MXCSR / 8] & ~MXCSR_DEFINED)
		raise_here(env, VECTOR_GP);
	load_fx_head(env, image);
	for (int i = 0; i < 8; i++) {
		x87_st(env, i)->mantissa = image[FX_ST / 8 + 2 * i];
		x87_st(env, i)->exponent = (uint16_t)image[FX_ST / 8 + 2 * i + 1];
	}
	for (unsigned i = 0; i < nr_xmm(env); i++) {
		env->xmm[i].low.q[0] = image[FX_XMM / 8 + 2 * i];
		env->xmm[i].low.q[1] = image[FX_XMM / 8 + 2 * i + 1];
	}
}

/* --- MMX --- */

/* Before every MMX instruction. */
INTERPOSE(void, helper_enter_mmx, struct uc_env *env)
{
	x87_wait(env);
	env->fpstt = 0;
	memset(env->fptags, 0, sizeof(env->fptags));
}

INTERPOSE(void, helper_emms, struct uc_env *env)
{
	x87_wait(env);
	env->fpstt = 0;
	memset(env->fptags, 1, sizeof(env->fptags));
}
