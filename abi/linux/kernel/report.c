/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The crash report: the signal and its cause, the instruction and where it stands, the registers.
 * What Linux says in the kernel's log ("segfault at ..."), and a debugger's first three commands.
 */
#include "kernel/report.h"

#include <stdio.h>
#include <string.h>

#include "emu/cpu.h"
#include "fs/fs.h"
#include "kernel/disasm.h"
#include "kernel/slab.h"
#include "mm/mm.h"
#include "uaccess.h"

struct crash {
	const struct ksiginfo *info;
	struct cpu_regs regs;
	bool is_64bit;
	uaddr_t pc; /* of the instruction: behind a breakpoint stands the next one */
	uint8_t bytes[INSN_MAX_BYTES];
	size_t n; /* of them that can be read */
	struct disasm insn;
};

static void look(struct crash *c)
{
	task_get_regs(current, &c->regs);
	c->is_64bit = kernel->cpu_ops->is_64bit(kernel->cpu);
	c->pc = c->regs.rip;
	if (c->info->signo == SIGTRAP && current->trap_nr == CPU_VEC_BP)
		c->pc--;
	c->n = sizeof(c->bytes) - copy_from_user(c->bytes, c->pc, sizeof(c->bytes));
	disassemble(&c->insn, c->bytes, c->n, c->pc, c->is_64bit);
}

/* --- the cause --- */

static const char *access_name(void)
{
	return current->error_code & 16 ? "executing" :
	       current->error_code & 2  ? "writing" :
					  "reading";
}

static void explain_memory(const struct crash *c, const char *sig)
{
	const char *why = c->info->code == SEGV_MAPERR	   ? "where nothing is mapped" :
			  current->error_code & 16	   ? "which may not be executed" :
			  current->error_code & 2	   ? "which may not be written" :
							     "which may not be read";

	kernel_report("%s: %s address %#llx, %s", sig, access_name(),
		      (unsigned long long)c->info->addr, why);
}

static void explain_segv(const struct crash *c, const char *sig)
{
	if (c->info->code == SEGV_MAPERR || c->info->code == SEGV_ACCERR)
		explain_memory(c, sig);
	else if (c->insn.privileged)
		kernel_report("%s: %s is for kernels only", sig, c->insn.mnemonic);
	else if (!strcmp(c->insn.mnemonic, "int"))
		kernel_report("%s: %s is not for programs", sig, c->insn.text);
	else
		kernel_report("%s: general protection fault (an address that is not canonical, a "
			      "bad segment), or no room for a signal frame", sig);
}

static void explain_bus(const struct crash *c, const char *sig)
{
	if (c->info->code == BUS_ADRERR)
		kernel_report("%s: %s address %#llx, beyond the end of the mapped file", sig,
			      access_name(), (unsigned long long)c->info->addr);
	else
		kernel_report("%s: misaligned access or bad stack segment", sig);
}

static void explain_ill(const struct crash *c, const char *sig)
{
	const struct disasm *d = &c->insn;

	if (d->needs)
		kernel_report("%s: %s needs %s, which the emulated CPU does not have", sig,
			      d->size ? d->mnemonic : "an instruction", d->needs);
	else if (d->size && !strncmp(d->mnemonic, "ud", 2))
		kernel_report("%s: %s, which is undefined on purpose", sig, d->mnemonic);
	else if (d->size)
		kernel_report("%s: the emulated CPU does not execute %s here", sig, d->mnemonic);
	else
		kernel_report("%s: these bytes are no instruction", sig);
}

static const char *fpe_cause(int code)
{
	switch (code) {
	case 1:
		return "integer division by zero, or its result is too large";
	case 3:
		return "floating-point division by zero";
	case 4:
		return "floating-point overflow";
	case 5:
		return "floating-point underflow";
	case 6:
		return "inexact floating-point result";
	default:
		return "invalid floating-point operation";
	}
}

static void explain(const struct crash *c)
{
	const char *sig = signal_name(c->info->signo);

	switch (c->info->signo) {
	case SIGSEGV:
		explain_segv(c, sig);
		break;
	case SIGBUS:
		explain_bus(c, sig);
		break;
	case SIGILL:
		explain_ill(c, sig);
		break;
	case SIGFPE:
		kernel_report("%s: %s", sig, fpe_cause(c->info->code));
		break;
	default:
		kernel_report("%s: %s", sig,
			      c->info->code == TRAP_TRACE ? "single step" : "breakpoint");
	}
}

/* --- where --- */

static void hex_bytes(const struct crash *c, char *to)
{
	size_t i, n = c->insn.size ? c->insn.size : c->n;

	*to = '\0';
	for (i = 0; i < n; i++)
		to += sprintf(to, "%s%02x", i ? " " : "", c->bytes[i]);
}

/* "/bin/prog+0x1136": the file that is mapped at pc, and the place in it. */
static void name_place(uaddr_t pc, char *to, size_t size)
{
	struct vma_info vma;
	char *buf, *path;

	*to = '\0';
	if (!mm_next_vma(current->mm, pc, &vma) || vma.start > pc)
		return;
	if (!vma.file) {
		if (vma.name)
			snprintf(to, size, " (%s+%#llx)", vma.name,
				 (unsigned long long)(pc - vma.start));
		return;
	}
	buf = kmalloc(PATH_MAX);
	path = buf ? d_path(&vma.file->path, buf, PATH_MAX) : NULL;
	if (path && !IS_ERR(path))
		snprintf(to, size, " (%s+%#llx)", path,
			 (unsigned long long)(pc - vma.start + (vma.pgoff << PAGE_SHIFT)));
	kfree(buf);
}

static void show_place(const struct crash *c)
{
	char bytes[3 * INSN_MAX_BYTES + 1], place[256];

	hex_bytes(c, bytes);
	name_place(c->pc, place, sizeof(place));
	if (c->n)
		kernel_report("  at %#llx%s: %s  [%s]", (unsigned long long)c->pc, place,
			      c->insn.size ? c->insn.text : "not decoded", bytes);
	else
		kernel_report("  at %#llx%s, which cannot be read", (unsigned long long)c->pc,
			      place);
}

static void show_registers(const struct crash *c)
{
	static const char *const wide[] = { "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
					    "r8",  "r9",  "r10", "r11", "r12", "r13", "r14", "r15" };
	static const char *const narrow[] = { "eax", "ecx", "edx", "ebx",
					      "esp", "ebp", "esi", "edi" };
	unsigned i, n = c->is_64bit ? 16 : 8;
	int width = c->is_64bit ? 16 : 8;
	char line[128], *to = line;

	for (i = 0; i < n; i++) {
		to += sprintf(to, "  %-3s %0*llx", c->is_64bit ? wide[i] : narrow[i], width,
			      (unsigned long long)c->regs.r[i]);
		if (i % 4 == 3) {
			kernel_report("%s", line);
			to = line;
		}
	}
	kernel_report("  %s %0*llx  flags %llx", c->is_64bit ? "rip" : "eip", width,
		      (unsigned long long)c->regs.rip, (unsigned long long)c->regs.rflags);
}

void report_crash(const struct ksiginfo *info)
{
	struct crash *c;

	if (info->code <= 0 || !kernel->message)
		return; /* sent by somebody, or nobody listens */
	if (info->signo != SIGSEGV && info->signo != SIGBUS && info->signo != SIGILL &&
	    info->signo != SIGFPE && info->signo != SIGTRAP)
		return;
	c = kzalloc(sizeof(*c));
	if (!c)
		return;
	c->info = info;
	look(c);
	explain(c);
	show_place(c);
	show_registers(c);
	kfree(c);
}
