/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The inside of Unicorn 2.1.1, as far as the repairs in this folder reach into it: the layout of
 * its x86 CPU state and a few of its functions. Its own headers do not have them. The functions
 * named __wrap_X here take the place of Unicorn's X when ring3 is linked (interpose.list); whether
 * all this fits the Unicorn that was linked is checked when a process makes its first engine (selftest.c).
 */
#ifndef EMU_UNICORN_ENV_H
#define EMU_UNICORN_ENV_H

#include "emu/unicorn/f80.h"

union mmx {
	uint32_t l[2];
	uint64_t q;
};

union xmm {
	uint8_t b[16];
	uint16_t w[8];
	uint32_t l[4];
	uint64_t q[2];
};

struct soft_status {
	uint8_t tininess_before_rounding;
	uint8_t rounding;
	uint8_t flags; /* SOFT_*, sticky */
	uint8_t precision;
	uint8_t flush_to_zero;
	uint8_t flush_inputs_to_zero;
	uint8_t default_nan, snan_bit_is_one;
};

/* The bits of MXCSR's flags, but for the last two. */
enum {
	SOFT_INVALID = 1,
	SOFT_DENORMAL_OPERAND = 2 /* ours */,
	SOFT_DIVBYZERO = 4,
	SOFT_OVERFLOW = 8,
	SOFT_UNDERFLOW = 16,
	SOFT_INEXACT = 32,
	SOFT_INPUT_DENORMAL = 64,
	SOFT_OUTPUT_DENORMAL = 128
};

struct uc_env {
	uint64_t regs[16]; /* in the instruction set's order */
	uint64_t eip;
	uint64_t eflags;
	uint64_t cc_dst, cc_src, cc_src2;
	uint32_t cc_op;
	int32_t df;
	uint32_t hflags, hflags2;
	struct uc_segment {
		uint32_t selector;
		uint64_t base;
		uint32_t limit, flags;
	} segs[6], ldt, tr, gdt, idt; /* segs: in the instruction set's order */
	uint64_t cr[5];
	uint8_t pad0[0x23c - 0x1d0];
	uint32_t fpstt;
	uint16_t fpus, fpuc;
	uint8_t fptags[8]; /* 1: empty */
	uint8_t pad1[4];
	struct f80 fpregs[8]; /* physical registers */
	uint16_t fpop;	      /* of the last x87 instruction: opcode, code and data pointers */
	uint16_t fpcs, fpds;
	uint64_t fpip, fpdp;
	struct soft_status fp_status; /* not used any more */
	struct x87_scratch {
		/* "FT0": the second operand of what comes. The rest is padding to Unicorn. */
		uint64_t mantissa;
		uint16_t exponent;
		uint8_t empty;	  /* the operand comes from an empty register */
		uint8_t denormal; /* it was a denormal in memory */
		uint8_t push;	  /* enum x87_push: the first half of a load is done */
		uint8_t keep;	  /* an unmasked exception: no pop at the end */
	} ft0;
	uint8_t pad3[8];
	struct soft_status sse_status;
	uint32_t mxcsr;
	uint8_t pad4[4];
	struct {
		union xmm low;
		uint8_t rest[48]; /* never seen: there is no AVX */
	} xmm[32];
};

_Static_assert(sizeof(struct f80) == 16, "Unicorn's floatx80 in a register");
_Static_assert(offsetof(struct uc_env, cc_src) == 0x98, "as in helper_cmpxchg8b");
_Static_assert(offsetof(struct uc_env, cc_op) == 0xa8, "as in helper_cmpxchg8b");
_Static_assert(offsetof(struct uc_env, hflags) == 0xb0, "as in helper_rdpmc");
_Static_assert(offsetof(struct uc_env, ldt) == 0x148, "checked by calibrate_state()");
_Static_assert(offsetof(struct uc_env, cr) == 0x1a8, "checked by calibrate_state()");
_Static_assert(offsetof(struct uc_env, fpstt) == 0x23c, "as in helper_fnstsw");
_Static_assert(offsetof(struct uc_env, fpregs) == 0x250, "as in helper_fxtract");
_Static_assert(offsetof(struct uc_env, fp_status) == 0x2e8, "as in update_fp_status");
_Static_assert(offsetof(struct uc_env, fpip) == 0x2d8, "as in helper_fstenv");
_Static_assert(offsetof(struct uc_env, ft0) == 0x2f0, "as in helper_flds_FT0");
_Static_assert(offsetof(struct uc_env, sse_status) == 0x308, "as in update_mxcsr_status");
_Static_assert(offsetof(struct uc_env, xmm) == 0x318, "as in helper_pcmpistrm_xmm");
_Static_assert(offsetof(struct uc_env, mxcsr) == 0x310, "as in update_mxcsr_status");

/* What a task's code can change stands in front of this. */
#define ENV_STATE_SIZE offsetof(struct uc_env, xmm[16])

enum { CC_C = 0x001, CC_P = 0x004, CC_A = 0x010, CC_Z = 0x040, CC_S = 0x080, CC_O = 0x800 };
enum { CC_OP_EFLAGS = 1 }; /* cc_op: all flags are in cc_src */
enum { CC_ALL = 0x8d5, EFLAGS_DF = 0x400 };

uint64_t helper_cc_compute_all_x86_64(uint64_t dst, uint64_t src, uint64_t src2, int op);

/* RFLAGS, of which arithmetic and direction live in other words. */
static inline uint64_t env_flags(const struct uc_env *env)
{
	return (env->eflags & ~(uint64_t)(CC_ALL | EFLAGS_DF)) | (env->df & EFLAGS_DF) |
	       helper_cc_compute_all_x86_64(env->cc_dst, env->cc_src, env->cc_src2,
					    (int)env->cc_op);
}

/* JMP to another code segment of ring 3, at most; may raise exceptions. */
void helper_ljmp_protected_x86_64(struct uc_env *env, int cs, uint64_t rip, uint64_t next);

/* How a wrapper is written: INTERPOSE(void, helper_fprem, struct uc_env *env) { ... } */
#define INTERPOSE(type, name, ...)                                                                 \
	type __wrap_##name##_x86_64(__VA_ARGS__);                                                  \
	type __wrap_##name##_x86_64(__VA_ARGS__)
/* The function that was replaced. It must not be one that can fault: it would miss its caller. */
#define REPLACED(type, name, ...) extern type __real_##name##_x86_64(__VA_ARGS__)

/* The guest's memory; a fault is one of the instruction whose translation is at caller. */
uint32_t cpu_ldub_data_ra_x86_64(struct uc_env *env, uint64_t at, uintptr_t caller);
uint32_t cpu_lduw_data_ra_x86_64(struct uc_env *env, uint64_t at, uintptr_t caller);
uint32_t cpu_ldl_data_ra_x86_64(struct uc_env *env, uint64_t at, uintptr_t caller);
uint64_t cpu_ldq_data_ra_x86_64(struct uc_env *env, uint64_t at, uintptr_t caller);
void cpu_stb_data_ra_x86_64(struct uc_env *env, uint64_t at, uint32_t v, uintptr_t caller);
void cpu_stw_data_ra_x86_64(struct uc_env *env, uint64_t at, uint32_t v, uintptr_t caller);
void cpu_stl_data_ra_x86_64(struct uc_env *env, uint64_t at, uint32_t v, uintptr_t caller);
void cpu_stq_data_ra_x86_64(struct uc_env *env, uint64_t at, uint64_t v, uintptr_t caller);

/* An exception at the instruction whose translation calls us. */
void raise_exception_ra_x86_64(struct uc_env *env, int vector, uintptr_t caller)
	__attribute__((noreturn));
void raise_exception_err_ra_x86_64(struct uc_env *env, int vector, int error, uintptr_t caller)
	__attribute__((noreturn));
/* In a wrapper itself: the translated code that called it. */
#define CALLER ((uintptr_t)__builtin_return_address(0))
#define raise_here(env, vector) raise_exception_ra_x86_64(env, vector, CALLER)

enum { VECTOR_GP = 13, VECTOR_MF = 16, VECTOR_XM = 19 };
enum { HFLAGS_CPL = 3, HFLAGS_CS32 = 1 << 4, HFLAGS_CS64 = 1 << 15 };
enum { SEG_CS = 1, SEG_SS = 2 }; /* in segs[] */

#endif
