/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers of tasks, and the switch of the cpu from one task to another. */
#include "entry/entry.h"
#include "kernel/slab.h"
#include "mm/mm.h"

/* Does the task run 32-bit code? Then the upper halves are never seen, and are kept zero. */
static bool narrow(const struct task *t)
{
	return !t->image->is_64bit;
}

void syscall_set_return(struct task *t, long result)
{
	cpu_set_gpr(kernel->cpu, CPU_RAX, narrow(t) ? (uint32_t)result : (uint64_t)result);
}

long syscall_get_return(struct task *t)
{
	uint64_t v = cpu_gpr(kernel->cpu, CPU_RAX);

	return narrow(t) ? (int32_t)v : (long)v;
}

/* Registers of a task other than the cpu's owner are in its saved state: swap it in first. */
static void make_live(struct task *t)
{
	if (kernel->cpu_owner == t)
		return;
	task_leave_engine();
	entry_switch(kernel->cpu_owner, t);
}

void task_get_regs(struct task *t, struct cpu_regs *regs)
{
	make_live(t);
	kernel->cpu_ops->get_regs(kernel->cpu, regs);
}

void task_set_regs(struct task *t, const struct cpu_regs *regs)
{
	task_leave_engine();
	make_live(t);
	kernel->cpu_ops->set_regs(kernel->cpu, regs);
}

uint64_t task_get_reg(struct task *t, enum cpu_reg which)
{
	uint64_t v;

	make_live(t);
	kernel->cpu_ops->get(kernel->cpu, &which, &v, 1);
	return v;
}

void task_set_reg(struct task *t, enum cpu_reg which, uint64_t value)
{
	make_live(t);
	kernel->cpu_ops->set(kernel->cpu, &which, &value, 1);
}

void entry_switch(struct task *prev, struct task *next)
{
	unsigned i;

	if (prev) {
		kernel->cpu_ops->save(kernel->cpu, prev->cpu_state);
		prev->cpu_state_valid = true;
	}
	if (!prev || prev->tsc_traps != next->tsc_traps)
		kernel->cpu_ops->trap_rdtsc(kernel->cpu,
					    next->tsc_traps || kernel->config.deterministic);
	for (i = 0; i < NR_TLS; i++)
		if (!prev || prev->tls_array[i] != next->tls_array[i])
			kernel->cpu_ops->set_tls(kernel->cpu, i, next->tls_array[i]);
	if (next->mm && (!prev || prev->mm != next->mm)) {
		kernel->cpu_ops->set_root(kernel->cpu, next->mm->root);
		kernel->cpu_ops->set_ldt(kernel->cpu, next->mm->ldt, next->mm->ldt_entries);
	}
	if (next->cpu_state_valid)
		kernel->cpu_ops->load(kernel->cpu, next->cpu_state);
	kernel->cpu_owner = next;
}
