/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RCL and RCR of memory. Unicorn computes CF, which they read, before it stores: if the store
 * faults and the instruction begins again, it begins with the wrong one. So a store that changes
 * nothing goes before: SHL of the same operand by 0.
 */
#include "emu/unicorn/decode.h"
#include "emu/unicorn/env.h"

#include <string.h>

#define SHL_BY_NUMBER 0xc0 /* and c1, for more than a byte */
#define SHL_MEMBER (4u << 3)

uint32_t cpu_ldub_code_x86_64(struct uc_env *env, uint64_t pc);

/* Bytes of SIB and displacement behind a ModRM with 16-bit addresses. */
static unsigned rest_16(unsigned mod, unsigned rm)
{
	return mod == 0 ? (rm == 6 ? 2 : 0) : mod;
}

static unsigned rest_32(unsigned mod, unsigned rm, uint8_t sib)
{
	unsigned base = rm == 4 ? sib & 7 : rm;
	unsigned displacement = mod == 1 ? 1 : mod == 2 || base == 5 ? 4 : 0;

	return (rm == 4) + displacement;
}

static bool is_rip_relative(const struct insn *insn, bool is_64bit)
{
	return is_64bit && (insn->modrm & 0xc7) == 5;
}

unsigned rotate_probe(const struct insn *insn, struct uc_env *env, uint64_t pc, bool is_64bit,
		      uint8_t probe[INSN_MAX])
{
	bool narrow = !is_64bit && (!(env->hflags & HFLAGS_CS32)) != !!(insn->prefixes & PREFIX_ADDRESS);
	bool by_number = insn->opcode < 0xd0;
	unsigned rm = insn->modrm & 7, len = insn->len, rest;
	int32_t displacement;

	if (narrow)
		rest = rest_16(modrm_mod(insn), rm);
	else
		rest = rest_32(modrm_mod(insn), rm,
			       rm == 4 ? (uint8_t)cpu_ldub_code_x86_64(env, pc + len) : 0);
	if (len + rest + 1 > INSN_MAX)
		return 0;
	memcpy(probe, insn->bytes, len);
	probe[len - 2] = SHL_BY_NUMBER | (insn->opcode & 1);
	probe[len - 1] = (uint8_t)((insn->modrm & 0xc7) | SHL_MEMBER);
	for (unsigned i = 0; i < rest; i++)
		probe[len + i] = (uint8_t)cpu_ldub_code_x86_64(env, pc + len + i);
	if (is_rip_relative(insn, is_64bit) && !by_number) { /* from its end, which is a byte later */
		memcpy(&displacement, probe + len, sizeof(displacement));
		displacement = (int32_t)((uint32_t)displacement - 1);
		memcpy(probe + len, &displacement, sizeof(displacement));
	}
	probe[len + rest] = 0;
	return len + rest + 1;
}
