/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Exceptions of the CPU as signals, with the codes and addresses of arch/x86/kernel/traps.c. */
#include <string.h>
#include "entry/entry.h"
#include "kernel/clock.h"
#include "kernel/signal.h"
#include "kernel/trace.h"
#include "mm/mm.h"
#include "uaccess.h"

#define FPE_INTDIV 1
#define ILL_ILLOPN 2
#define TRAP_TRACE 2
#define BUS_ADRALN 1
#define SEGV_MAPERR 1

#define PF_PRESENT 1u /* of the error code */

struct how {
	int signo, code;
	bool at_ip; /* si_addr is the instruction */
};

/* By vector; what is not here is a general protection fault. */
static const struct how by_vector[] = {
	[CPU_VEC_DE] = { SIGFPE, FPE_INTDIV, true },
	[CPU_VEC_DB] = { SIGTRAP, TRAP_TRACE, true },
	[CPU_VEC_BP] = { SIGTRAP, SI_KERNEL, false },
	[CPU_VEC_OF] = { SIGSEGV, SI_KERNEL, false },
	[CPU_VEC_BR] = { SIGSEGV, SI_KERNEL, false },
	[CPU_VEC_UD] = { SIGILL, ILL_ILLOPN, true },
	[CPU_VEC_NP] = { SIGBUS, SI_KERNEL, false },
	[CPU_VEC_SS] = { SIGBUS, SI_KERNEL, false },
	[CPU_VEC_GP] = { SIGSEGV, SI_KERNEL, false },
	[CPU_VEC_MF] = { SIGFPE, 0 /* float_code() */, true },
	[CPU_VEC_AC] = { SIGBUS, BUS_ADRALN, false },
	[CPU_VEC_XM] = { SIGFPE, 0, true },
};

/* fpu__exception_code: the first unmasked exception of the x87's status, or of MXCSR, names it. */
static int float_code(int vector)
{
	static const struct {
		uint16_t bit;
		int code;
	} order[] = { { 0x001, 7 }, { 0x004, 3 }, { 0x008, 4 }, { 0x012, 5 }, { 0x020, 6 } };
	struct cpu_fpu fpu;
	uint16_t masks, flags;
	unsigned i;

	kernel->cpu_ops->get_fpu(kernel->cpu, &fpu);
	if (vector == CPU_VEC_MF) {
		masks = (uint16_t)(fpu.image[0] | fpu.image[1] << 8);
		flags = (uint16_t)(fpu.image[2] | fpu.image[3] << 8);
	} else {
		flags = (uint16_t)(fpu.image[24] | fpu.image[25] << 8);
		masks = flags >> 7;
	}
	flags &= (uint16_t)~masks;
	for (i = 0; i < ARRAY_SIZE(order); i++)
		if (flags & order[i].bit)
			return order[i].code;
	return 0;
}

static int code_of(const struct how *how, const struct cpu_fault *f)
{
	if (f->vector == CPU_VEC_MF || f->vector == CPU_VEC_XM)
		return float_code(f->vector);
	return f->is_int1 ? TRAP_BRKPT : how->code;
}

static enum cpu_access access_of(const struct cpu_fault *f)
{
	return f->error & 16 ? CPU_EXEC : f->error & 2 ? CPU_WRITE : CPU_READ;
}

/*
 * The error code as Linux shows it in signal frames: the kernel's half is "present" whatever is
 * there, and a page that may be read is there by the time a fetch from it is refused.
 */
static uint32_t shown_error(const struct cpu_fault *f, int code)
{
	int signo, ignored;

	if (f->address >= abi_x64.task_size)
		return f->error | PF_PRESENT;
	if (access_of(f) != CPU_EXEC || code != SEGV_ACCERR)
		return f->error;
	mm_fault_reason(current->mm, f->address, CPU_READ, &signo, &ignored);
	return signo ? f->error : f->error | PF_PRESENT;
}

static bool is_prefix(uint8_t byte)
{
	static const uint8_t prefixes[] = { 0x66, 0x67, 0xf2, 0xf3, 0x26, 0x2e,
					    0x36, 0x3e, 0x64, 0x65 };

	if (byte >> 4 == 4)
		return kernel->cpu_ops->is_64bit(kernel->cpu); /* REX */
	return memchr(prefixes, byte, sizeof(prefixes)) != NULL;
}

/* A deterministic machine's RDTSC traps, and reads machine time. */
static bool serve_rdtsc(struct task *t)
{
	uint64_t ip = task_get_reg(t, CPU_RIP), tsc;
	uint8_t code[15];
	unsigned n = 0;

	if (!kernel->config.deterministic || t->tsc_traps)
		return false;
	for (;; n++) {
		if (n == sizeof(code) || copy_from_user(&code[n], ip + n, 1))
			return false;
		if (!is_prefix(code[n]))
			break;
	}
	if (code[n] != 0x0f || copy_from_user(&code[n], ip + n + 1, 1) || code[n] != 0x31)
		return false;
	tsc = virtual_tsc();
	task_set_reg(t, CPU_RAX, (uint32_t)tsc);
	task_set_reg(t, CPU_RDX, tsc >> 32);
	task_set_reg(t, CPU_RIP, ip + n + 2);
	return true;
}

void serve_fault(void *arg)
{
	const struct cpu_fault *f = arg;
	struct task *t = current;
	struct ksiginfo info = { 0 };

	if ((f->vector == CPU_VEC_GP && serve_rdtsc(t)) || trace_fault(t, f)) {
		exit_to_user_mode();
		return;
	}
	if (f->vector == CPU_VEC_PF && access_of(f) == CPU_EXEC && serve_vsyscall(t, f->address)) {
		exit_to_user_mode();
		return;
	}
	t->trap_nr = (uint64_t)f->vector;
	t->error_code = f->error;
	if (f->vector == CPU_VEC_PF) {
		t->cr2 = f->address;
		info.addr = f->address;
		if (f->address >> 47 && f->address >> 47 != 0x1ffff) { /* not canonical: a #GP */
			info.signo = SIGSEGV;
			info.code = SI_KERNEL;
			info.addr = 0;
			t->trap_nr = CPU_VEC_GP;
			t->error_code = 0;
		} else {
			mm_fault_reason(t->mm, f->address, access_of(f), &info.signo, &info.code);
			if (info.signo)
				t->error_code = shown_error(f, info.code);
		}
	} else {
		unsigned v = (unsigned)f->vector;
		const struct how *h = &by_vector[CPU_VEC_GP];

		if (v < ARRAY_SIZE(by_vector) && by_vector[v].signo)
			h = &by_vector[v];
		info.signo = h->signo;
		info.code = code_of(h, f);
		if (h->at_ip)
			info.addr = task_get_reg(t, CPU_RIP);
	}
	if (info.signo) /* 0: somebody was killed to free a frame (maybe we), or one is free now */
		force_sig_info(&info);
	exit_to_user_mode();
}
