/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The x86-64 ABI: `syscall` from 64-bit code. */
#include "entry/entry.h"
#include "entry/sigframe.h"
#include "syscall.h"

#define AUDIT_ARCH_X86_64 0xc000003eu

const struct abi abi_x64 = {
	.name = "x86-64",
	.is_64bit = true,
	.long_size = 8,
	.table = sys_call_table,
	.task_size = 0x7ffffffff000,
	.audit_arch = AUDIT_ARCH_X86_64,
	.machine = "x86_64",
	.restart_syscall = 219,
	.setup_frame = x64_setup_frame,
};

/* The instruction leaves the return address in rcx and the flags in r11; so does the return. */
void x64_get_call(struct task *t)
{
	struct cpu *cpu = kernel->cpu;

	t->orig_nr = (uint32_t)cpu_gpr(cpu, CPU_RAX);
	t->args[0] = cpu_gpr(cpu, CPU_RDI);
	t->args[1] = cpu_gpr(cpu, CPU_RSI);
	t->args[2] = cpu_gpr(cpu, CPU_RDX);
	t->args[3] = cpu_gpr(cpu, CPU_R10);
	t->args[4] = cpu_gpr(cpu, CPU_R8);
	t->args[5] = cpu_gpr(cpu, CPU_R9);
}
