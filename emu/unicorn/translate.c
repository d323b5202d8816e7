/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Looks at every instruction before Unicorn translates it, and refuses or repairs what it would
 * translate wrongly. Costs nothing when the code runs, unless it is one of those.
 *
 * Unicorn's translator_loop() gets its target's functions as a table; we give it one whose
 * translate_insn() is ours. The bytes it decodes come through cpu_ldub_code(), which we replace
 * too: so an instruction can be translated as if other bytes stood there, and several can be
 * translated in the place of one. What needs work at run time is made a call of helper_rdpmc(),
 * which is ours as well (emulate.c): RDPMC stores RIP and the way to compute the flags, calls its
 * helper and has no effect of its own.
 */
#include <string.h>
#include "emu/unicorn/decode.h"
#include "emu/unicorn/env.h"

/* What Unicorn's translator shares with us; see DisasContextBase and TranslatorOps there. */
struct block {
	uint64_t pc;
	uint64_t cs_base;
	uint32_t flags;
};

struct translation {
	struct block *block;
	uint64_t pc_first, pc_next;
	int is_jmp; /* 0: the next instruction belongs to this block too */
	int num_insns;
};

struct cpu_state {
	uint8_t pad[0x128];
	struct uc_env *env;
};

struct translator_ops {
	void (*init)(struct translation *t, struct cpu_state *cpu);
	void (*start)(struct translation *t, struct cpu_state *cpu);
	void (*insn_start)(struct translation *t, struct cpu_state *cpu);
	bool (*breakpoint)(struct translation *t, struct cpu_state *cpu, const void *bp);
	void (*translate_insn)(struct translation *t, struct cpu_state *cpu);
	void (*stop)(struct translation *t, struct cpu_state *cpu);
	void (*sync)(struct translation *t, struct cpu_state *cpu);
};

enum { BLOCK_CS32 = 1 << 4, BLOCK_CS64 = 1 << 15 };

/* Translation runs to its end or is abandoned (a page fault of the fetch); then the next starts. */
static __thread struct {
	void (*translate_insn)(struct translation *t, struct cpu_state *cpu);
	uint64_t at; /* bytes that are pretended, and where */
	unsigned len;
	uint8_t bytes[INSN_MAX];
} now;

REPLACED(uint32_t, cpu_ldub_code, struct uc_env *env, uint64_t pc);
INTERPOSE(uint32_t, cpu_ldub_code, struct uc_env *env, uint64_t pc)
{
	if (unlikely(pc - now.at < now.len))
		return now.bytes[pc - now.at];
	return __real_cpu_ldub_code_x86_64(env, pc);
}

/* The translation of other bytes, at the place where t stands. */
static void translate_as(struct translation *t, struct cpu_state *cpu, const void *bytes,
			 unsigned len)
{
	now.at = t->pc_next;
	now.len = len;
	memcpy(now.bytes, bytes, len);
	now.translate_insn(t, cpu);
	now.len = 0;
}

/* An instruction more, in front of the one where t stands: it leaves the place as it was. */
static void translate_before(struct translation *t, struct cpu_state *cpu, const void *bytes,
			     unsigned len)
{
	uint64_t pc = t->pc_next;

	translate_as(t, cpu, bytes, len);
	t->pc_next = pc;
	t->is_jmp = 0; /* with TF set every instruction ends its block: this one is not the end */
}

static void translate_ud2(struct translation *t, struct cpu_state *cpu)
{
	translate_as(t, cpu, "\x0f\x0b", 2);
}

/* Two complements of CF: all flags stand in cc_src afterwards, and the translator knows. */
static void translate_flags(struct translation *t, struct cpu_state *cpu)
{
	translate_before(t, cpu, "\xf5", 1);
	translate_before(t, cpu, "\xf5", 1);
}

static void translate_call(struct translation *t, struct cpu_state *cpu)
{
	translate_before(t, cpu, "\x0f\x33", 2); /* rdpmc */
}

static void translate_insn(struct translation *t, struct cpu_state *cpu)
{
	bool is_64bit = t->block->flags & BLOCK_CS64;
	struct insn insn;

	switch (insn_classify(&insn, cpu->env, t->pc_next, is_64bit)) {
	case INSN_PLAIN:
		now.translate_insn(t, cpu);
		break;
	case INSN_REFUSED:
		translate_ud2(t, cpu);
		break;
	case INSN_SYSENTER:
		translate_as(t, cpu, (const uint8_t[]){ 0xcd, SYSENTER_VECTOR }, 2);
		break;
	case INSN_PRIVILEGED:
		translate_as(t, cpu, "\xf4", 1); /* hlt: #GP */
		break;
	case INSN_NEEDS_FLAGS:
		translate_flags(t, cpu);
		translate_call(t, cpu);
		now.translate_insn(t, cpu);
		break;
	case INSN_NEEDS_CALL:
		translate_call(t, cpu);
		now.translate_insn(t, cpu);
		break;
	case INSN_EMULATED:
		translate_flags(t, cpu);
		translate_call(t, cpu);
		t->pc_next += insn.len;
		break;
	case INSN_REWRITTEN:
		translate_as(t, cpu, insn.bytes, insn.nr_bytes);
		break;
	}
}

REPLACED(void, translator_loop, const struct translator_ops *ops, struct translation *t,
	 struct cpu_state *cpu, struct block *block, int max_insns);
INTERPOSE(void, translator_loop, const struct translator_ops *ops, struct translation *t,
	  struct cpu_state *cpu, struct block *block, int max_insns)
{
	struct translator_ops ours = *ops;

	now.translate_insn = ops->translate_insn;
	now.len = 0;
	ours.translate_insn = translate_insn;
	__real_translator_loop_x86_64(&ours, t, cpu, block, max_insns);
}
