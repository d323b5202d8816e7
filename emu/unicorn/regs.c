/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Registers. Where the place of Unicorn's own CPU state is known, the general ones and RIP are
 * plain loads and stores; otherwise, and for all others, its interface is asked.
 *
 * Inside a SYSCALL hook RIP is still at the instruction and Unicorn adds its length afterwards, so
 * readers see it with the length added, and writers have it taken off.
 */
#include "emu/unicorn/engine.h"

static const int unicorn_id[CPU_NR_REGS] = {
	[CPU_RAX] = UC_X86_REG_RAX,	    [CPU_RCX] = UC_X86_REG_RCX,
	[CPU_RDX] = UC_X86_REG_RDX,	    [CPU_RBX] = UC_X86_REG_RBX,
	[CPU_RSP] = UC_X86_REG_RSP,	    [CPU_RBP] = UC_X86_REG_RBP,
	[CPU_RSI] = UC_X86_REG_RSI,	    [CPU_RDI] = UC_X86_REG_RDI,
	[CPU_R8] = UC_X86_REG_R8,	    [CPU_R9] = UC_X86_REG_R9,
	[CPU_R10] = UC_X86_REG_R10,	    [CPU_R11] = UC_X86_REG_R11,
	[CPU_R12] = UC_X86_REG_R12,	    [CPU_R13] = UC_X86_REG_R13,
	[CPU_R14] = UC_X86_REG_R14,	    [CPU_R15] = UC_X86_REG_R15,
	[CPU_RIP] = UC_X86_REG_RIP,	    [CPU_RFLAGS] = UC_X86_REG_RFLAGS,
	[CPU_CS] = UC_X86_REG_CS,	    [CPU_SS] = UC_X86_REG_SS,
	[CPU_DS] = UC_X86_REG_DS,	    [CPU_ES] = UC_X86_REG_ES,
	[CPU_FS] = UC_X86_REG_FS,	    [CPU_GS] = UC_X86_REG_GS,
	[CPU_FS_BASE] = UC_X86_REG_FS_BASE, [CPU_GS_BASE] = UC_X86_REG_GS_BASE,
};

_Static_assert(CPU_RIP == ENV_RIP, "registers and RIP lie as in Unicorn's CPU state");

static uint64_t raw_read(struct engine *e, enum cpu_reg reg)
{
	uint64_t value = 0;

	uc_reg_read(e->uc, unicorn_id[reg], &value);
	return value;
}

static void raw_write(struct engine *e, enum cpu_reg reg, uint64_t value)
{
	uc_reg_write(e->uc, unicorn_id[reg], &value);
}

uint64_t reg_raw_flags(struct engine *e)
{
	return raw_read(e, CPU_RFLAGS);
}

uint64_t reg_read(struct engine *e, enum cpu_reg reg)
{
	uint64_t value;

	if (reg <= CPU_RIP) {
		value = likely(e->cal.env != NULL) ? e->cal.env[reg] : raw_read(e, reg);
		return reg == CPU_RIP ? value + e->trap_len : value;
	}
	if (reg == CPU_RFLAGS) {
		value = raw_read(e, reg) | RFLAGS_FIXED;
		return unlikely(e->forced_tf) ? value & ~RFLAGS_TF : value;
	}
	if (reg >= CPU_CS && reg <= CPU_GS)
		return segment_selector(e, reg);
	return raw_read(e, reg);
}

void reg_write(struct engine *e, enum cpu_reg reg, uint64_t value)
{
	if (reg == CPU_RIP)
		value -= e->trap_len;
	if (reg == CPU_RFLAGS) {
		value = (value & RFLAGS_USER) | RFLAGS_FIXED;
		if (unlikely(e->forced_tf))
			e->forced_tf = !(value & RFLAGS_TF); /* now the guest wants it */
	}
	if (reg <= CPU_RIP && likely(e->cal.env != NULL))
		e->cal.env[reg] = value;
	else
		raw_write(e, reg, value);
}

void unicorn_get(struct cpu *cpu, const enum cpu_reg *which, uint64_t *values, unsigned n)
{
	struct engine *e = engine_of(cpu);

	for (unsigned i = 0; i < n; i++)
		values[i] = reg_read(e, which[i]);
}

void unicorn_set(struct cpu *cpu, const enum cpu_reg *which, const uint64_t *values, unsigned n)
{
	struct engine *e = engine_of(cpu);

	for (unsigned i = 0; i < n; i++)
		reg_write(e, which[i], values[i]);
}

void unicorn_get_regs(struct cpu *cpu, struct cpu_regs *regs)
{
	struct engine *e = engine_of(cpu);

	for (unsigned i = 0; i < ARRAY_SIZE(regs->r); i++)
		regs->r[i] = reg_read(e, i);
	regs->rip = reg_read(e, CPU_RIP);
	regs->rflags = reg_read(e, CPU_RFLAGS);
}

void unicorn_set_regs(struct cpu *cpu, const struct cpu_regs *regs)
{
	struct engine *e = engine_of(cpu);

	for (unsigned i = 0; i < ARRAY_SIZE(regs->r); i++)
		reg_write(e, i, regs->r[i]);
	reg_write(e, CPU_RIP, regs->rip);
	reg_write(e, CPU_RFLAGS, regs->rflags);
}
