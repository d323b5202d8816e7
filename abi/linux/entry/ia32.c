/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The i386 ABI: int $0x80 from code of either width, and the two fast traps of 32-bit code, which
 * come from the vDSO and return to its landing pad whatever the address they were made at.
 */
#include "entry/entry.h"
#include "entry/sigframe.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"

#define AUDIT_ARCH_I386 0x40000003u

const struct abi abi_ia32 = {
	.name = "i386",
	.is_64bit = false,
	.long_size = 4,
	.table = ia32_sys_call_table,
	.task_size = 0xffffe000,
	.audit_arch = AUDIT_ARCH_I386,
	.machine = "i686",
	.restart_syscall = 0,
	.setup_frame = ia32_setup_frame,
};

/*
 * Where the vDSO put what the trap or the return destroys: sysenter loses esp (kept in ebp),
 * syscall loses ecx (kept in ebp); the sixth argument is on the stack for both. Linux returns by
 * sysretl, which leaves eip in ecx, and ebp as it found it on the stack.
 */
static bool fast_call(struct task *t, struct cpu *cpu, enum cpu_trap trap)
{
	static const enum cpu_reg rip = CPU_RIP;
	uint64_t landing = t->mm->vdso_landing;
	uint64_t sp = trap == CPU_TRAP_SYSENTER ? t->args[5] : (uint32_t)cpu_gpr(cpu, CPU_RSP);
	uint32_t sixth;
	bool ok;

	if (trap == CPU_TRAP_SYSCALL32)
		t->args[1] = t->args[5];
	ok = get_user(sixth, sp) == 0;
	if (ok)
		t->args[5] = sixth;
	/* a failed fetch returns by iret, with ecx as it was */
	cpu_set_gpr(cpu, CPU_RCX, ok ? landing : t->args[1]);
	cpu_set_gpr(cpu, CPU_RSP, sp);
	cpu_set_gpr(cpu, CPU_RBP, t->args[5]);
	kernel->cpu_ops->set(cpu, &rip, &landing, 1);
	return ok;
}

bool ia32_get_call(struct task *t, enum cpu_trap trap)
{
	struct cpu *cpu = kernel->cpu;

	t->orig_nr = (uint32_t)cpu_gpr(cpu, CPU_RAX);
	t->args[0] = (uint32_t)cpu_gpr(cpu, CPU_RBX);
	t->args[1] = (uint32_t)cpu_gpr(cpu, CPU_RCX);
	t->args[2] = (uint32_t)cpu_gpr(cpu, CPU_RDX);
	t->args[3] = (uint32_t)cpu_gpr(cpu, CPU_RSI);
	t->args[4] = (uint32_t)cpu_gpr(cpu, CPU_RDI);
	t->args[5] = (uint32_t)cpu_gpr(cpu, CPU_RBP);
	return trap == CPU_TRAP_INT80 || fast_call(t, cpu, trap);
}
