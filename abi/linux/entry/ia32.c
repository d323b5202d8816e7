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

static const enum cpu_reg call_regs[] = { CPU_RAX, CPU_RBX, CPU_RCX, CPU_RDX,
					  CPU_RSI, CPU_RDI, CPU_RBP, CPU_RSP };
enum { NR, A0, A1, A2, A3, A4, A5, SP };

/*
 * Where the vDSO put what the trap or the return destroys: sysenter loses esp (kept in ebp),
 * syscall loses ecx (kept in ebp); the sixth argument is on the stack for both. Linux returns by
 * sysretl, which leaves eip in ecx, and ebp as it found it on the stack.
 */
static bool fast_call(struct task *t, enum cpu_trap trap, uint64_t *v)
{
	static const enum cpu_reg rip = CPU_RIP;
	uint64_t landing = t->mm->vdso_landing;
	uint64_t sp = (uint32_t)(trap == CPU_TRAP_SYSENTER ? v[A5] : v[SP]);
	uint32_t sixth;
	bool ok;

	if (trap == CPU_TRAP_SYSCALL32)
		v[A1] = v[A5];
	ok = get_user(sixth, sp) == 0;
	if (ok)
		v[A5] = sixth;
	/* a failed fetch returns by iret, with ecx as it was */
	cpu_set_gpr(kernel->cpu, CPU_RCX, ok ? landing : v[A1]);
	cpu_set_gpr(kernel->cpu, CPU_RSP, sp);
	cpu_set_gpr(kernel->cpu, CPU_RBP, v[A5]);
	kernel->cpu_ops->set(kernel->cpu, &rip, &landing, 1);
	return ok;
}

bool ia32_get_call(struct task *t, enum cpu_trap trap)
{
	uint64_t v[ARRAY_SIZE(call_regs)];
	bool ok = true;

	for (unsigned i = 0; i < ARRAY_SIZE(v); i++)
		v[i] = cpu_gpr(kernel->cpu, call_regs[i]);
	if (trap != CPU_TRAP_INT80)
		ok = fast_call(t, trap, v);
	t->orig_nr = (uint32_t)v[NR];
	for (unsigned i = 0; i < 6; i++)
		t->args[i] = (uint32_t)v[A0 + i];
	return ok;
}
