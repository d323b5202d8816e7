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

/* In hooks of blocks and instructions Unicorn's own lags behind. */
static uint64_t raw_rip(struct engine *e)
{
	return e->hook_rip ? e->hook_rip : raw_read(e, CPU_RIP);
}

uint64_t reg_raw_flags(struct engine *e)
{
	return likely(e->cal.env != NULL) ? env_flags(e->cal.env) : raw_read(e, CPU_RFLAGS);
}

uint64_t reg_read(struct engine *e, enum cpu_reg reg)
{
	const struct uc_env *env = e->cal.env;
	uint64_t value;

	if (reg < CPU_RIP)
		return likely(env != NULL) ? env->regs[reg] : raw_read(e, reg);
	if (reg == CPU_RIP)
		return (likely(env != NULL) ? env->eip : raw_rip(e)) + e->trap_len;
	if (reg == CPU_RFLAGS) {
		value = reg_raw_flags(e) | RFLAGS_FIXED;
		return unlikely(e->forced_tf) ? value & ~RFLAGS_TF : value;
	}
	return reg <= CPU_GS ? segment_selector(e, reg) : raw_read(e, reg);
}

static void write_flags(struct engine *e, uint64_t value)
{
	value = (value & (RFLAGS_USER | RFLAGS_RF)) | RFLAGS_FIXED;
	if (unlikely(e->forced_tf))
		e->forced_tf = !(value & RFLAGS_TF); /* now the guest wants it */
	raw_write(e, CPU_RFLAGS, value);
}

void reg_write(struct engine *e, enum cpu_reg reg, uint64_t value)
{
	struct uc_env *env = e->cal.env;

	if (reg == CPU_RFLAGS) {
		write_flags(e, value);
		return;
	}
	if (reg == CPU_RIP)
		value -= e->trap_len;
	if (unlikely(!env) || reg > CPU_RIP)
		raw_write(e, reg, value);
	else if (reg == CPU_RIP)
		env->eip = value;
	else
		env->regs[reg] = value;
}

void unicorn_get(struct cpu *cpu, const enum cpu_reg *which, uint64_t *values, unsigned n)
{
	struct engine *e = engine_of(cpu);

	const struct uc_env *env = e->cal.env;

	for (unsigned i = 0; i < n; i++)
		values[i] = likely(env && which[i] < CPU_RIP) ? env->regs[which[i]]
							       : reg_read(e, which[i]);
}

void unicorn_set(struct cpu *cpu, const enum cpu_reg *which, const uint64_t *values, unsigned n)
{
	struct engine *e = engine_of(cpu);

	struct uc_env *env = e->cal.env;

	for (unsigned i = 0; i < n; i++) {
		if (likely(env && which[i] < CPU_RIP))
			env->regs[which[i]] = values[i];
		else
			reg_write(e, which[i], values[i]);
	}
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
