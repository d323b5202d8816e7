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
#include "emu/unicorn/engine.h"
#include "emu/unicorn/tcg.h"

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

/* translation.is_jmp: the block ends here, and the next instruction begins another. */
#define IS_JMP_TOO_MANY 1

enum { BLOCK_CS32 = 1 << 4, BLOCK_TF = 1 << 8, BLOCK_CS64 = 1 << 15 };

enum { OPCODE_SYSCALL = 0x0f05 };

/* The call of our own at run time: rdpmc. */
#define CALL "\x0f\x33"

#define NARROWED UINT32_MAX

#define NO_PAGE 1 /* no page's address */

/* Translation runs to its end or is abandoned (a page fault of the fetch); then the next starts. */
static __thread struct {
	struct translate_options options;
	const struct translator_ops *ops; /* Unicorn's */
	struct tcg *tcg;
	const struct uc_env *env;
	void *count;
	uint64_t code_page;  /* that was read last; NO_PAGE */
	const uint8_t *code; /* and where the host has it */
	uint64_t at; /* bytes that are pretended, and where */
	unsigned len;
	uint8_t bytes[INSN_MAX];
	bool align;	/* the first access to memory: to a multiple of 16 */
	unsigned narrow; /* see struct insn; then, NARROWED: the rest is not read */
	bool keeps_rax;	 /* likewise */
	bool goes_on;	/* the end of the block, which is a call: translate_options.stop */
} now;

/* The host's address of a byte of the guest's code, if its TLB lets that be executed. */
static const uint8_t *look_up_code(const struct uc_env *env, uint64_t pc)
{
	const struct tlb_fast *fast;
	const uint64_t *entry;

	if (unlikely(!entered || entered->cal.env != env))
		return NULL;
	fast = entered->spaces.fast;
	if (unlikely(!fast || (env->hflags & HFLAGS_CPL) != 3))
		return NULL;
	entry = (const uint64_t *)fast->table + (pc >> PAGE_SHIFT << 6 & fast->mask) / sizeof(*entry);
	if (unlikely(entry[TLB_CODE] != align_down(pc, PAGE_SIZE)))
		return NULL;
	return (const uint8_t *)(uintptr_t)(pc + entry[TLB_ADDEND]);
}

REPLACED(uint32_t, cpu_ldub_code, struct uc_env *env, uint64_t pc);
INTERPOSE(uint32_t, cpu_ldub_code, struct uc_env *env, uint64_t pc)
{
	if (unlikely(pc - now.at < now.len))
		return now.bytes[pc - now.at];
	/* Unicorn's way is that of a TLB miss, for every byte. */
	if (unlikely(align_down(pc, PAGE_SIZE) != now.code_page)) {
		now.code = look_up_code(env, align_down(pc, PAGE_SIZE));
		now.code_page = now.code ? align_down(pc, PAGE_SIZE) : NO_PAGE;
	}
	if (likely(now.code_page != NO_PAGE))
		return now.code[pc % PAGE_SIZE];
	return __real_cpu_ldub_code_x86_64(env, pc);
}

/* The translation of other bytes, at the place where t stands. */
static void translate_as(struct translation *t, struct cpu_state *cpu, const void *bytes,
			 unsigned len)
{
	now.at = t->pc_next;
	now.len = len;
	memcpy(now.bytes, bytes, len);
	now.ops->translate_insn(t, cpu);
	now.len = 0;
}

/* Begin behind end means everywhere. */
static void hide_hook(bool hide)
{
	uint64_t *range = now.options.hook_range;

	if (likely(!range))
		return;
	range[0] = hide ? UINT64_MAX : 1;
	range[1] = hide ? UINT64_MAX : 0;
}

void translate_set(const struct translate_options *options)
{
	now.options = *options;
}

struct block_count *translate_count(void)
{
	return now.options.count;
}

/* An instruction more, in front of the one where t stands: it leaves the place as it was. */
static void translate_before(struct translation *t, struct cpu_state *cpu, const void *bytes,
			     unsigned len)
{
	uint64_t pc = t->pc_next;

	hide_hook(true);
	translate_as(t, cpu, bytes, len);
	hide_hook(false);
	t->pc_next = pc;
	t->is_jmp = 0; /* with TF set every instruction ends its block: this one is not the end */
}

/* Two complements of CF: all flags stand in cc_src afterwards, and the translator knows. */
static void translate_flags(struct translation *t, struct cpu_state *cpu)
{
	translate_before(t, cpu, "\xf5", 1);
	translate_before(t, cpu, "\xf5", 1);
}

static void translate_probe(struct translation *t, struct cpu_state *cpu, const struct insn *insn)
{
	uint8_t probe[INSN_MAX];
	unsigned len = rotate_probe(insn, cpu->env, t->pc_next, t->block->flags & BLOCK_CS64, probe);

	if (len)
		translate_before(t, cpu, probe, len);
}

/* As it stands, but for the bytes that decode.c has changed. */
static void translate_rest(struct translation *t, struct cpu_state *cpu, const struct insn *insn)
{
	if (insn->rewritten)
		translate_as(t, cpu, insn->bytes, insn->nr_bytes);
	else
		now.ops->translate_insn(t, cpu);
}

/* A call in the place of the whole instruction: prefixes without a meaning make it as long. */
static void translate_call(struct translation *t, struct cpu_state *cpu, unsigned len)
{
	uint8_t bytes[INSN_MAX];

	memset(bytes, 0x3e, sizeof(bytes));
	memcpy(bytes + len - 2, CALL, 2);
	translate_as(t, cpu, bytes, len);
}

/* Hooks are to see each pass of a repetition, and single steps stop behind each. */
static void translate_string(struct translation *t, const struct insn *insn, bool is_64bit)
{
	if (insn->string_width && !now.options.each_pass && !(t->block->flags & BLOCK_TF))
		strings_call(now.tcg, insn->string_moves, insn->string_width, is_64bit, insn->len);
}

static void translate_insn(struct translation *t, struct cpu_state *cpu)
{
	bool is_64bit = t->block->flags & BLOCK_CS64;
	struct insn insn;
	enum insn_kind kind = insn_classify(&insn, cpu->env, t->pc_next, is_64bit);

	now.align = insn.aligned;
	now.narrow = insn.narrow;
	now.keeps_rax = insn.keeps_rax;
	now.goes_on = false;
	switch (kind) {
	case INSN_PLAIN:
		translate_string(t, &insn, is_64bit);
		now.goes_on = insn.opcode == OPCODE_SYSCALL && now.options.stop;
		translate_rest(t, cpu, &insn);
		break;
	case INSN_REFUSED:
		translate_as(t, cpu, "\x0f\x0b", 2); /* ud2 */
		break;
	case INSN_SYSENTER:
		now.goes_on = now.options.stop != NULL;
		translate_as(t, cpu, "\x0f\x05", 2); /* syscall */
		break;
	case INSN_PRIVILEGED:
		translate_as(t, cpu, "\xf4", 1); /* hlt: #GP */
		break;
	case INSN_NEEDS_FLAGS:
		translate_flags(t, cpu);
		translate_before(t, cpu, CALL, 2);
		translate_rest(t, cpu, &insn);
		break;
	case INSN_ENTERS_MMX:
		translate_before(t, cpu, "\x0f\x6f\xc0", 3); /* movq %mm0, %mm0 */
		translate_rest(t, cpu, &insn);
		break;
	case INSN_ROTATES:
		translate_probe(t, cpu, &insn);
		translate_rest(t, cpu, &insn);
		break;
	case INSN_EMULATED:
		translate_flags(t, cpu);
		translate_call(t, cpu, insn.len);
		break;
	}
	if (unlikely(now.options.boundary == t->pc_next) && now.options.boundary && !t->is_jmp)
		t->is_jmp = IS_JMP_TOO_MANY;
}

/* --- what the translator emits --- */

static bool is_rax(struct tcg *s, tcg_value v)
{
	return v == *(tcg_value *)((uint8_t *)s + TCG_CPU_REGS);
}

/* A register of 32 bits is written: its upper half becomes zero, except where keeps_rax forbids. */
REPLACED(void, tcg_gen_ext32u_i64, struct tcg *s, tcg_value to, tcg_value from);
INTERPOSE(void, tcg_gen_ext32u_i64, struct tcg *s, tcg_value to, tcg_value from)
{
	void *temps[2];
	tcg_value v[2];

	if (likely(!now.keeps_rax || !is_rax(s, to))) {
		__real_tcg_gen_ext32u_i64_x86_64(s, to, from);
		return;
	}
	for (int i = 0; i < 2; i++) {
		temps[i] = tcg_temp_new_internal_x86_64(s, TCG_I64, false);
		v[i] = (tcg_value)temps[i] - (tcg_value)s;
		__real_tcg_gen_ext32u_i64_x86_64(s, v[i], i == 0 ? from : to);
	}
	tcg_gen_movcond_i64_x86_64(s, TCG_EQ, to, v[0], v[1], to, v[0]);
	for (int i = 0; i < 2; i++)
		tcg_temp_free_internal_x86_64(s, temps[i]);
}

/*
 * Behind a call Unicorn leaves for its loop, which finds the next block and enters it. If nobody
 * has asked for more than that, the block goes there by itself, as behind a return.
 */
REPLACED(void, tcg_gen_exit_tb, struct tcg *s, const void *block, unsigned which);
INTERPOSE(void, tcg_gen_exit_tb, struct tcg *s, const void *block, unsigned which)
{
	struct tcg_label *out;
	tcg_value at;
	void *stop;

	if (unlikely(now.goes_on)) {
		now.goes_on = false;
		at = tcg_const_i64_x86_64(s, (intptr_t)now.options.stop);
		stop = new_temp(s);
		out = gen_new_label_x86_64(s);
		tcg_gen_op3_x86_64(s, TCG_LD32U_I64, (uintptr_t)stop, (uintptr_t)temp_of(s, at), 0);
		tcg_gen_brcondi_i64_x86_64(s, TCG_NE, value_of(s, stop), 0, out);
		free_temp(s, stop);
		free_temp(s, temp_of(s, at));
		tcg_gen_lookup_and_goto_ptr_x86_64(s);
		emit_label(s, out);
	}
	__real_tcg_gen_exit_tb_x86_64(s, block, which);
}

/* The first of the two halves that an SSE operand is read or written in carries the alignment. */
static int with_alignment(int memop)
{
	if (now.align)
		memop |= TCG_ALIGN_16;
	now.align = false;
	return memop;
}

REPLACED(void, tcg_gen_qemu_ld_i64, struct tcg *s, tcg_value v, tcg_value at, uintptr_t idx,
	 int memop);
INTERPOSE(void, tcg_gen_qemu_ld_i64, struct tcg *s, tcg_value v, tcg_value at, uintptr_t idx,
	  int memop)
{
	if (unlikely(now.narrow)) {
		if (now.narrow == NARROWED)
			return;
		if (now.narrow == 4)
			memop = (memop & ~TCG_SIZE) | TCG_32;
		now.narrow = NARROWED;
	}
	__real_tcg_gen_qemu_ld_i64_x86_64(s, v, at, idx, with_alignment(memop));
}

REPLACED(void, tcg_gen_qemu_st_i64, struct tcg *s, tcg_value v, tcg_value at, uintptr_t idx,
	 int memop);
INTERPOSE(void, tcg_gen_qemu_st_i64, struct tcg *s, tcg_value v, tcg_value at, uintptr_t idx,
	  int memop)
{
	__real_tcg_gen_qemu_st_i64_x86_64(s, v, at, idx, with_alignment(memop));
}

/* Where such an access ends up when it is not aligned (among others): memop is above idx in oi. */
static bool is_misaligned(uint64_t at, uint32_t oi)
{
	return (oi >> 4 & TCG_ALIGN_16) && (at & 15);
}

REPLACED(uint64_t, helper_le_ldq_mmu, struct uc_env *env, uint64_t at, uint32_t oi,
	 uintptr_t caller);
INTERPOSE(uint64_t, helper_le_ldq_mmu, struct uc_env *env, uint64_t at, uint32_t oi,
	  uintptr_t caller)
{
	if (unlikely(is_misaligned(at, oi)))
		raise_exception_ra_x86_64(env, VECTOR_GP, caller);
	return __real_helper_le_ldq_mmu_x86_64(env, at, oi, caller);
}

REPLACED(void, helper_le_stq_mmu, struct uc_env *env, uint64_t at, uint64_t v, uint32_t oi,
	 uintptr_t caller);
INTERPOSE(void, helper_le_stq_mmu, struct uc_env *env, uint64_t at, uint64_t v, uint32_t oi,
	  uintptr_t caller)
{
	if (unlikely(is_misaligned(at, oi)))
		raise_exception_ra_x86_64(env, VECTOR_GP, caller);
	__real_helper_le_stq_mmu_x86_64(env, at, v, oi, caller);
}

/*
 * A pass that is worth a sixth of a translation's time, and up to a tenth of what it makes of code
 * with many branches. What a machine runs first is a start-up that it runs once.
 */
#define START_UP_BLOCKS 300

REPLACED(void, tcg_optimize, struct tcg *s);
INTERPOSE(void, tcg_optimize, struct tcg *s)
{
	if (likely(entered && entered->stats.blocks_translated >= START_UP_BLOCKS))
		__real_tcg_optimize_x86_64(s);
}

/*
 * The translator walks all values that live from block to block at each end of one. Eight are the
 * bounds of MPX, which this CPU does not have and no code can reach: one stands for all.
 */
REPLACED(void *, tcg_global_mem_new_internal, struct tcg *s, int type, void *base, intptr_t offset,
	 const char *name);
INTERPOSE(void *, tcg_global_mem_new_internal, struct tcg *s, int type, void *base,
	  intptr_t offset, const char *name)
{
	static __thread void *bound;
	bool is_bound = !strncmp(name, "bnd", 3), is_first = !strcmp(name, "bnd0_lb");
	void *value;

	if (is_bound && !is_first)
		return bound;
	value = __real_tcg_global_mem_new_internal_x86_64(s, type, base, offset, name);
	if (is_first)
		bound = value;
	return value;
}

/* --- counting --- */

/* The one branch that Unicorn's loop emits itself, at the start of each block. */
INTERPOSE(void, tcg_gen_brcondi_i32, struct tcg *s, int condition, tcg_value flag, int32_t constant,
	  struct tcg_label *label)
{
	now.tcg = s;
	if (likely(!now.options.count))
		exit_test(s, condition, flag, constant, label);
	else
		now.count = count_begin(s, now.options.count, now.env, flag);
}

static void stop(struct translation *t, struct cpu_state *cpu)
{
	now.ops->stop(t, cpu);
	if (unlikely(now.count != NULL))
		count_end(now.tcg, now.count, t->pc_first, t->pc_next);
}

/* In ring 3 nobody else calls it: INVLPGA is an invalid instruction there. */
INTERPOSE(void, helper_invlpga, struct uc_env *env, int not_run)
{
	(void)env;
	now.options.count->left += not_run;
	if (now.options.count->left < 0)
		blocks_used_up(entered);
}

REPLACED(void, translator_loop, const struct translator_ops *ops, struct translation *t,
	 struct cpu_state *cpu, struct block *block, int max_insns);
INTERPOSE(void, translator_loop, const struct translator_ops *ops, struct translation *t,
	  struct cpu_state *cpu, struct block *block, int max_insns)
{
	struct translator_ops ours = *ops;

	now.ops = ops;
	now.env = cpu->env;
	now.count = NULL;
	now.code_page = NO_PAGE;
	now.len = 0;
	now.narrow = 0;
	now.align = now.keeps_rax = now.goes_on = false;
	hide_hook(false); /* the last translation may have been abandoned */
	ours.translate_insn = translate_insn;
	ours.stop = stop;
	__real_translator_loop_x86_64(&ours, t, cpu, block, max_insns);
}
