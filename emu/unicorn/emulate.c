/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What translate.c makes a call at run time: RIP and the flags (in cc_src) are in their places. */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/env.h"

uint32_t cpu_ldub_code_x86_64(struct uc_env *env, uint64_t pc);

/* CMPXCHG of two 32-bit registers: where they are unequal the destination keeps its upper half. */
static void emulate_cmpxchg(struct uc_env *env, const struct insn *insn)
{
	uint64_t *to = &env->regs[(insn->modrm & 7) | (insn->rex & 1) << 3];
	uint32_t from = (uint32_t)env->regs[modrm_reg(insn) | (insn->rex & 4) << 1];
	uint32_t eax = (uint32_t)env->regs[0], old = (uint32_t)*to, difference = eax - old;

	env->cc_src &= ~(uint64_t)(CC_C | CC_P | CC_A | CC_Z | CC_S | CC_O);
	env->cc_src |= eax < old ? CC_C : 0;
	env->cc_src |= __builtin_parity(difference & 0xff) ? 0 : CC_P;
	env->cc_src |= (eax ^ old ^ difference) & CC_A;
	env->cc_src |= difference == 0 ? CC_Z : 0;
	env->cc_src |= difference >> 31 ? CC_S : 0;
	env->cc_src |= ((eax ^ old) & (eax ^ difference)) >> 31 ? CC_O : 0;
	if (difference == 0)
		*to = from;
	else
		env->regs[0] = old;
}

INTERPOSE(void, helper_rdpmc, struct uc_env *env)
{
	struct insn insn;

	/* LOCK CMPXCHG8B, mostly: it needs no more than that RDPMC was translated before it. */
	if (likely((uint8_t)cpu_ldub_code_x86_64(env, env->eip) == 0xf0))
		return;
	insn_classify(&insn, env, env->eip, env->hflags & HFLAGS_CS64);
	switch (insn.opcode) {
	case 0x0f33: /* RDPMC itself: not for ring 3 */
		raise_here(env, VECTOR_GP);
	case 0x0fb1:
		emulate_cmpxchg(env, &insn);
		break;
	default:
		break;
	}
}
