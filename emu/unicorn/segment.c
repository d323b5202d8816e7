/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptor tables and segment registers. Writing CS, SS, DS or ES through Unicorn's interface
 * stores a number and nothing else, so what must really be loaded is loaded by code: two contexts
 * of fresh user state are made once by an iretq from ring 0, and DS, ES and SS are loaded by a
 * stub that runs in ring 3.
 */
#include "emu/unicorn/engine.h"

#include <string.h>

#define GDT_LDT_SELECTOR 0x28 /* any: the LDT's place is written into its register directly */
#define LDT_FLAGS 0x8200u
#define DESCRIPTOR_PRESENT (1ull << 47)
#define DESCRIPTOR_ACCESSED (1ull << 40)
#define CR0_NE 0x20ull
#define CR4_FX 0x600ull /* OSFXSR, OSXMMEXCPT */

static const struct {
	unsigned offset;
	uint8_t bytes[10];
} stub_code[] = {
	/* mov %eax,%ds; mov %eax,%es; xor %eax,%eax; iretq */
	{ STUB_ENTER, { 0x8e, 0xd8, 0x8e, 0xc0, 0x31, 0xc0, 0x48, 0xcf } },
	/* mov %eax,%sreg; int3 */
	{ STUB_LOAD_DS, { 0x8e, 0xd8, 0xcc } },
	{ STUB_LOAD_ES, { 0x8e, 0xc0, 0xcc } },
	{ STUB_LOAD_SS, { 0x8e, 0xd0, 0xcc } },
	{ STUB_STORE, { 0x89, 0x02 } },
	{ STUB_HLT, { 0xf4 } },
};

static void build_area(struct engine *e)
{
	uint8_t *stub = e->area + AREA_STUB * PAGE_SIZE;

	e->gdt = (uint64_t *)(void *)(e->area + AREA_GDT * PAGE_SIZE);
	memset(e->gdt, 0, PAGE_SIZE); /* another engine may have been here */
	e->gdt[1] = 0x00af9b000000ffff; /* ring 0: code, data */
	e->gdt[2] = 0x00cf93000000ffff;
	e->gdt[SEL_USER32_CS >> 3] = 0x00cffb000000ffff;
	e->gdt[SEL_USER_DS >> 3] = 0x00cff3000000ffff;
	e->gdt[SEL_USER64_CS >> 3] = 0x00affb000000ffff;
	e->gdt[GDT_CPU_NODE] = 0x0040f50000000000; /* its limit: CPU 0 of node 0 */
	memset(stub, 0xcc, PAGE_SIZE);
	for (unsigned i = 0; i < ARRAY_SIZE(stub_code); i++)
		memcpy(stub + stub_code[i].offset, stub_code[i].bytes, sizeof(stub_code[i].bytes));
}

/* What a reset should set and Unicorn's does not. */
static bool sane_reset(struct engine *e)
{
	uc_x86_mmr gdtr = { .base = AREA_ADDR(AREA_GDT), .limit = GDT_ENTRIES * 8 - 1 };
	uint64_t cr0 = 0;
	uint16_t fpcw = 0x37f, fptag = 0xffff;
	uint32_t mxcsr = 0x1f80;

	e->cr4 = CR4_FX;
	uc_reg_read(e->uc, UC_X86_REG_CR0, &cr0);
	cr0 |= CR0_NE;
	return !uc_reg_write(e->uc, UC_X86_REG_CR0, &cr0) &&
	       !uc_reg_write(e->uc, UC_X86_REG_CR4, &e->cr4) &&
	       !uc_reg_write(e->uc, UC_X86_REG_FPCW, &fpcw) &&
	       !uc_reg_write(e->uc, UC_X86_REG_FPTAG, &fptag) &&
	       !uc_reg_write(e->uc, UC_X86_REG_MXCSR, &mxcsr) &&
	       !uc_reg_write(e->uc, UC_X86_REG_GDTR, &gdtr);
}

/* To ring 3 by iretq, up to the first fetch there, which is refused. */
static bool enter_user(struct engine *e, uint16_t cs, uint16_t data)
{
	uint64_t *frame = (uint64_t *)(void *)(e->area + AREA_SCRATCH * PAGE_SIZE);

	frame[0] = 0; /* RIP: nothing is mapped */
	frame[1] = cs;
	frame[2] = RFLAGS_FIXED;
	frame[3] = 0;
	frame[4] = SEL_USER_DS;
	reg_write(e, CPU_RAX, data);
	reg_write(e, CPU_RSP, AREA_ADDR(AREA_SCRATCH));
	return run_stub(e, AREA_ADDR(AREA_STUB) + STUB_ENTER) == UC_ERR_EXCEPTION &&
	       e->stop == STOP_FILL && e->fill_va == 0;
}

bool segment_init(struct engine *e)
{
	uc_context *ring0;
	bool ok;

	build_area(e);
	if (!sane_reset(e) || uc_context_alloc(e->uc, &ring0))
		return false;
	ok = !uc_context_alloc(e->uc, &e->fresh[0]) && !uc_context_alloc(e->uc, &e->fresh[1]) &&
	     !uc_context_alloc(e->uc, &e->scratch) && !uc_context_save(e->uc, ring0) &&
	     enter_user(e, SEL_USER32_CS, SEL_USER_DS) && !uc_context_save(e->uc, e->fresh[0]) &&
	     !uc_context_restore(e->uc, ring0) && enter_user(e, SEL_USER64_CS, 0) &&
	     !uc_context_save(e->uc, e->fresh[1]);
	uc_context_free(ring0);
	return ok;
}

bool segment_asks_64bit(struct engine *e)
{
	uint64_t cs = 0;

	uc_reg_read(e->uc, UC_X86_REG_CS, &cs);
	return cs == SEL_USER64_CS; /* no other descriptor can be 64-bit code */
}

static const int unicorn_segment[6] = { UC_X86_REG_CS, UC_X86_REG_SS, UC_X86_REG_DS,
					UC_X86_REG_ES, UC_X86_REG_FS, UC_X86_REG_GS };

uint16_t segment_selector(struct engine *e, enum cpu_reg reg)
{
	unsigned i = reg - CPU_CS;
	uint64_t value = 0;

	if (e->segments & 1u << i)
		return e->selector[i];
	uc_reg_read(e->uc, unicorn_segment[i], &value);
	return value;
}

void unicorn_set_segment(struct cpu *cpu, enum cpu_reg which, uint16_t selector)
{
	struct engine *e = engine_of(cpu);

	e->segments |= 1u << (which - CPU_CS);
	e->selector[which - CPU_CS] = selector;
}

/* CS chooses the mode: fresh state of that one, with everything else carried over. */
static void change_mode(struct engine *e, bool to_64bit)
{
	struct cpu_regs regs;
	struct cpu_fpu fpu;
	uint64_t ss = 0, ds = 0, es = 0, fs_base, gs_base;
	uint64_t fs = 0, gs = 0;

	unicorn_get_regs(&e->cpu, &regs);
	unicorn_get_fpu(&e->cpu, &fpu);
	fs_base = reg_read(e, CPU_FS_BASE);
	gs_base = reg_read(e, CPU_GS_BASE);
	uc_reg_read(e->uc, UC_X86_REG_SS, &ss);
	uc_reg_read(e->uc, UC_X86_REG_DS, &ds);
	uc_reg_read(e->uc, UC_X86_REG_ES, &es);
	uc_reg_read(e->uc, UC_X86_REG_FS, &fs);
	uc_reg_read(e->uc, UC_X86_REG_GS, &gs);
	segment_restore(e, e->fresh[to_64bit]);
	unicorn_set_regs(&e->cpu, &regs);
	unicorn_set_fpu(&e->cpu, &fpu);
	if (!(e->segments & 1u << (CPU_SS - CPU_CS)))
		unicorn_set_segment(&e->cpu, CPU_SS, ss);
	if (!(e->segments & 1u << (CPU_DS - CPU_CS)))
		unicorn_set_segment(&e->cpu, CPU_DS, ds);
	if (!(e->segments & 1u << (CPU_ES - CPU_CS)))
		unicorn_set_segment(&e->cpu, CPU_ES, es);
	if (uc_reg_write(e->uc, UC_X86_REG_FS, &fs) == UC_ERR_OK)
		reg_write(e, CPU_FS_BASE, fs_base);
	if (uc_reg_write(e->uc, UC_X86_REG_GS, &gs) == UC_ERR_OK)
		reg_write(e, CPU_GS_BASE, gs_base);
}

#define DESC_TYPE (3ull << 43) /* code of the program's, there */
#define DESC_USER_CODE (DESC_TYPE | 3ull << 45 | DESCRIPTOR_PRESENT)

/* Code in the LDT, which the client has checked. Outside of the guest's code nothing may fail. */
static void load_local_code(struct engine *e, uint16_t selector)
{
	const uint64_t *ldt = (const uint64_t *)(const void *)(e->area + AREA_LDT * PAGE_SIZE);
	struct uc_env *env = e->cal.env;
	uint64_t rip;

	if (!env || !(selector & 4) || (selector | 7u) > e->ldtr.limit ||
	    (ldt[selector >> 3] & DESC_USER_CODE) != DESC_USER_CODE)
		return;
	rip = env->eip;
	helper_ljmp_protected_x86_64(env, selector, 0, 0); /* where 0 is within any limit */
	env->eip = rip;
}

static void load_code_segment(struct engine *e, uint16_t wanted)
{
	uint64_t cs = 0;

	uc_reg_read(e->uc, UC_X86_REG_CS, &cs);
	if (cs == wanted)
		return;
	if (wanted == SEL_USER32_CS || wanted == SEL_USER64_CS)
		change_mode(e, wanted == SEL_USER64_CS);
	else
		load_local_code(e, wanted);
}

static bool load_by_stub(struct engine *e, unsigned stub, uint16_t selector)
{
	uint64_t rax = reg_read(e, CPU_RAX), rip = reg_read(e, CPU_RIP);
	uint64_t flags = reg_read(e, CPU_RFLAGS);
	bool wide = segment_is_64bit(e), loaded;

	reg_write(e, CPU_RAX, selector);
	reg_write(e, CPU_RFLAGS, 0);
	run_stub(e, (wide ? AREA_ADDR(AREA_STUB) : LOW_STUB_VA) + stub);
	loaded = e->stop == STOP_INTR && e->intno == CPU_VEC_BP;
	if (!loaded)
		fault_clear_in_flight(e);
	reg_write(e, CPU_RAX, rax);
	reg_write(e, CPU_RIP, rip);
	reg_write(e, CPU_RFLAGS, flags);
	return loaded;
}

static void load_data_segment(struct engine *e, enum cpu_reg reg, unsigned stub)
{
	unsigned bit = 1u << (reg - CPU_CS);
	uint16_t wanted = e->selector[reg - CPU_CS];

	if (!(e->segments & bit))
		return;
	e->segments &= ~bit;
	if (segment_selector(e, reg) != wanted && !load_by_stub(e, stub, wanted) && reg != CPU_SS)
		load_by_stub(e, stub, 0); /* SS keeps what it has: it cannot be null */
}

static void load_thread_segment(struct engine *e, enum cpu_reg reg)
{
	unsigned bit = 1u << (reg - CPU_CS);
	uint64_t wanted = e->selector[reg - CPU_CS], null = 0;
	int id = unicorn_segment[reg - CPU_CS];

	if (!(e->segments & bit))
		return;
	e->segments &= ~bit;
	if (uc_reg_write(e->uc, id, &wanted) != UC_ERR_OK)
		uc_reg_write(e->uc, id, &null);
}

void segment_apply(struct engine *e)
{
	if (e->segments & 1u) {
		e->segments &= ~1u;
		load_code_segment(e, e->selector[0]);
	}
	load_data_segment(e, CPU_SS, STUB_LOAD_SS);
	load_data_segment(e, CPU_DS, STUB_LOAD_DS);
	load_data_segment(e, CPU_ES, STUB_LOAD_ES);
	load_thread_segment(e, CPU_FS);
	load_thread_segment(e, CPU_GS);
}

/* With the accessed bit clear the CPU would store to the table, which it may not. */
static uint64_t accessed(uint64_t descriptor)
{
	return descriptor & DESCRIPTOR_PRESENT ? descriptor | DESCRIPTOR_ACCESSED : descriptor;
}

void unicorn_set_tls(struct cpu *cpu, unsigned index, uint64_t descriptor)
{
	engine_of(cpu)->gdt[GDT_TLS + index] = accessed(descriptor);
}

void unicorn_set_ldt(struct cpu *cpu, const uint64_t *descriptors, unsigned nr)
{
	struct engine *e = engine_of(cpu);
	uint64_t *ldt = (uint64_t *)(void *)(e->area + AREA_LDT * PAGE_SIZE);

	if (!nr && !e->ldtr.limit)
		return;
	nr = min(nr, LDT_PAGES * (unsigned)PAGE_SIZE / 8);
	for (unsigned i = 0; i < nr; i++)
		ldt[i] = accessed(descriptors[i]);
	memset(&e->ldtr, 0, sizeof(e->ldtr));
	if (nr) {
		e->ldtr.selector = GDT_LDT_SELECTOR;
		e->ldtr.base = AREA_ADDR(AREA_LDT);
		e->ldtr.limit = nr * 8 - 1;
		e->ldtr.flags = LDT_FLAGS;
	}
	uc_reg_write(e->uc, UC_X86_REG_LDTR, &e->ldtr);
}

/* Tables and CR4 are the machine's, not a task's, though Unicorn's contexts carry them. */
void segment_restore(struct engine *e, uc_context *context)
{
	uc_context_restore(e->uc, context);
	uc_reg_write(e->uc, UC_X86_REG_LDTR, &e->ldtr);
	uc_reg_write(e->uc, UC_X86_REG_CR4, &e->cr4);
}
