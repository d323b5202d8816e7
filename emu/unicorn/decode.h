/* SPDX-License-Identifier: GPL-2.0-or-later */
/* As much of an instruction's encoding as is needed to tell which ones Unicorn gets wrong. */
#ifndef EMU_UNICORN_DECODE_H
#define EMU_UNICORN_DECODE_H

#include "lib/compiler.h"

#define INSN_MAX 15 /* bytes; a longer one is #GP */

struct uc_env;

enum insn_prefix {
	PREFIX_LOCK = 1,
	PREFIX_REPNE = 2,
	PREFIX_REP = 4,
	PREFIX_DATA = 8,
	PREFIX_ADDRESS = 16,
	PREFIX_SEGMENT = 32
};

struct insn {
	unsigned prefixes; /* enum insn_prefix */
	uint8_t rex;	   /* 0: none */
	uint16_t opcode;   /* 0x0f in the upper byte: of the second map */
	uint8_t modrm;	   /* where has_modrm */
	bool has_modrm;
	unsigned len;	/* of what was looked at; whole for EMULATED */
	bool aligned;	/* a 16-byte operand in memory must stand at a multiple of 16 */
	unsigned narrow; /* bytes of an operand in memory of which Unicorn reads more; else 0 */
	bool keeps_rax; /* RAX is written by 32 bits only if they change (CMPXCHG) */
	unsigned string_width; /* of REP STOS and REP MOVS in their usual forms, in bytes; else 0 */
	bool string_moves;     /* it is MOVS */
	bool rewritten; /* bytes[] is to be translated in the place of its first nr_bytes */
	unsigned nr_bytes;
	uint8_t bytes[INSN_MAX];
};

enum insn_kind {
	INSN_PLAIN,	  /* as it is */
	INSN_PRIVILEGED,  /* #GP in ring 3, which Unicorn does not know or says otherwise */
	INSN_SYSENTER,	  /* to be translated as SYSCALL (trap.c) */
	INSN_REFUSED,	  /* the guest's CPU does not have it: #UD */
	INSN_NEEDS_FLAGS, /* right if all flags stand in cc_src, and cc_op says so */
	INSN_ENTERS_MMX,  /* right if it begins as MMX instructions do */
	INSN_ROTATES,	  /* RCL and RCR of memory, see rotate.c */
	INSN_EMULATED,	  /* helper_rdpmc() does all of it */
};

bool insn_is_prefix(uint8_t byte, bool is_64bit);

/* Reads no byte that the CPU would not fetch. May not return: a fetch that faults ends translation.
 */
enum insn_kind insn_classify(struct insn *insn, struct uc_env *env, uint64_t pc, bool is_64bit);

/* An instruction that only stores, to go before that one; its bytes, 0 if there is none. */
unsigned rotate_probe(const struct insn *insn, struct uc_env *env, uint64_t pc, bool is_64bit,
		      uint8_t probe[INSN_MAX]);

static inline unsigned modrm_mod(const struct insn *insn)
{
	return insn->modrm >> 6;
}

static inline unsigned modrm_reg(const struct insn *insn)
{
	return insn->modrm >> 3 & 7;
}

#endif
