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

static const enum cpu_reg call_regs[] = { CPU_RAX, CPU_RDI, CPU_RSI, CPU_RDX, CPU_R10,
					  CPU_R8,  CPU_R9,  CPU_RIP, CPU_RFLAGS };
static const enum cpu_reg clobbered[] = { CPU_RCX, CPU_R11 };

/* The instruction leaves the return address in rcx and the flags in r11; so does the return. */
void x64_get_call(struct task *t)
{
	uint64_t v[ARRAY_SIZE(call_regs)];

	kernel->cpu_ops->get(kernel->cpu, call_regs, v, ARRAY_SIZE(v));
	t->orig_nr = (uint32_t)v[0];
	for (unsigned i = 0; i < 6; i++)
		t->args[i] = v[i + 1];
	kernel->cpu_ops->set(kernel->cpu, clobbered, v + 7, 2);
}
