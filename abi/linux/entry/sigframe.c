/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal frames: what both ABIs share (arch/x86/kernel/signal.c, fpu/signal.c, fpu/regset.c). */
#include "entry/sigframe.h"

#include <string.h>

#include "kernel/internal.h"
#include "mm/mm.h"
#include "uaccess.h"
#include "uapi/sigcontext.h"

#define MXCSR_VALID 0xffffu
#define MXCSR_DEFAULT 0x1f80u
#define FCW_DEFAULT 0x37fu
#define FCW_VALID 0x1f3fu /* the CPU keeps no other bits */
#define FCW_FIXED 0x40u	  /* and this one always */
#define RED_ZONE 128

/* --- the place --- */

static bool within_altstack(uint64_t sp)
{
	return sp > current->sas_sp && sp - current->sas_sp <= current->sas_size;
}

/* The state starts on a cache line; an i386 FSAVE image goes right below it. */
static uint64_t place_fpstate(uint64_t sp, bool ia32)
{
	sp = align_down(sp - sizeof(struct linux_fxsave), FPSTATE_ALIGN);
	return ia32 ? sp - sizeof(struct i386_fsave) : sp;
}

/* The old way to give a handler its own stack: in sa_restorer, when SS is not the usual one. */
static bool legacy_stack_switch(const struct ksignal *ksig)
{
	return !(ksig->ka.flags & SA_RESTORER) && ksig->ka.restorer &&
	       (uint16_t)task_get_reg(current, CPU_SS) != USER_DS;
}

int place_frame(struct frame_place *place, const struct ksignal *ksig, uint64_t sp, size_t size,
		bool ia32)
{
	bool on_altstack = on_sig_stack(sp);

	if (!ia32)
		sp -= RED_ZONE;
	if (ksig->ka.flags & SA_ONSTACK) {
		if (sas_ss_flags(sp) == 0) {
			sp = current->sas_sp + current->sas_size;
			on_altstack = true;
		}
	} else if (ia32 && !on_altstack && legacy_stack_switch(ksig)) {
		sp = ksig->ka.restorer;
		on_altstack = true;
	}
	place->fpstate = place_fpstate(sp, ia32);
	sp = place->fpstate - size;
	if (ia32)
		place->frame = align_down(sp + 4, FRAME_ALIGN) - 4;
	else
		place->frame = align_down(sp, FRAME_ALIGN) - 8;
	return on_altstack && !within_altstack(place->frame) ? -EFAULT : 0;
}

/* --- FSAVE's image --- */

/* Tags of FSAVE: valid, zero, special, empty; FXSAVE tells empty from the rest only. */
static unsigned tag_of(const uint8_t st[16])
{
	unsigned exponent = (st[8] | st[9] << 8) & 0x7fff;
	uint64_t significand;

	memcpy(&significand, st, sizeof(significand));
	if (exponent == 0x7fff)
		return 2;
	if (exponent == 0)
		return significand ? 2 : 1;
	return significand >> 63 ? 0 : 2;
}

/* Registers are numbered physically in the tags, from the top of the stack in the images. */
static uint32_t tags_to_fsave(const struct linux_fxsave *fx)
{
	unsigned top = fx->swd >> 11 & 7;
	uint32_t tags = 0xffff0000;

	for (unsigned i = 0; i < 8; i++) {
		unsigned tag = fx->twd >> i & 1 ? tag_of(fx->st[(i - top) & 7]) : 3;

		tags |= tag << (2 * i);
	}
	return tags;
}

static uint8_t tags_from_fsave(uint32_t tags)
{
	uint8_t twd = 0;

	for (unsigned i = 0; i < 8; i++)
		twd |= ((tags >> (2 * i) & 3) != 3) << i;
	return twd;
}

static void to_fsave(struct i386_fsave *f, const struct linux_fxsave *fx)
{
	memset(f, 0, sizeof(*f));
	f->cwd = fx->cwd | 0xffff0000;
	f->swd = fx->swd | 0xffff0000;
	f->twd = tags_to_fsave(fx);
	f->fip = fx->rip;
	f->foo = fx->rdp;
	f->fcs = (uint16_t)task_get_reg(current, CPU_CS);
	f->fos = 0xffff0000 | (uint16_t)task_get_reg(current, CPU_DS);
	for (unsigned i = 0; i < 8; i++)
		memcpy(f->st[i], fx->st[i], sizeof(f->st[i]));
	f->status = fx->swd;
}

static void from_fsave(struct linux_fxsave *fx, const struct i386_fsave *f)
{
	fx->cwd = f->cwd;
	fx->swd = f->swd;
	fx->twd = tags_from_fsave(f->twd);
	fx->fop = f->fcs >> 16;
	fx->rip = f->fip;
	fx->rdp = f->foo;
	for (unsigned i = 0; i < 8; i++) {
		memset(fx->st[i], 0, sizeof(fx->st[i]));
		memcpy(fx->st[i], f->st[i], sizeof(f->st[i]));
	}
}

/* --- the FPU's state --- */

static void get_fpu(struct linux_fxsave *fx)
{
	struct cpu_fpu fpu;

	kernel->cpu_ops->get_fpu(kernel->cpu, &fpu);
	memcpy(fx, fpu.image, sizeof(*fx));
}

static void set_fpu(const struct linux_fxsave *fx)
{
	struct cpu_fpu fpu;

	memcpy(fpu.image, fx, sizeof(*fx));
	kernel->cpu_ops->set_fpu(kernel->cpu, &fpu);
}

static void reset_fpu(void)
{
	struct linux_fxsave fx = { .cwd = FCW_DEFAULT, .mxcsr = MXCSR_DEFAULT };

	set_fpu(&fx);
}

bool save_fpstate(uaddr_t to, bool ia32)
{
	struct i386_fsave fsave;
	struct linux_fxsave fx;

	get_fpu(&fx);
	fx.mxcsr_mask = MXCSR_VALID;
	memset(fx.pad, 0, sizeof(fx.pad));
	fx.sw = (struct linux_fpx_sw_bytes){
		.magic1 = FP_XSTATE_MAGIC1,
		.extended_size = sizeof(fx) + FP_XSTATE_MAGIC2_SIZE + (ia32 ? sizeof(fsave) : 0),
		.xfeatures = XFEATURES_FPSSE,
		.xstate_size = sizeof(fx),
	};
	if (ia32) {
		to_fsave(&fsave, &fx);
		if (copy_to_user(to, &fsave, sizeof(fsave)))
			return false;
		to += sizeof(fsave);
	}
	return !copy_to_user(to, &fx, sizeof(fx));
}

static bool load_fpstate(uaddr_t from, bool ia32)
{
	struct i386_fsave fsave;
	struct linux_fxsave fx;

	if (ia32) {
		if (copy_from_user(&fsave, from, sizeof(fsave)))
			return false;
		from += sizeof(fsave);
	} else if (from % 16) {
		return false; /* FXRSTOR's own rule */
	}
	if (copy_from_user(&fx, from, sizeof(fx)))
		return false;
	if (fx.mxcsr & ~MXCSR_VALID)
		return false;
	if (ia32)
		from_fsave(&fx, &fsave);
	fx.cwd = (fx.cwd & FCW_VALID) | FCW_FIXED;
	set_fpu(&fx);
	return true;
}

bool restore_fpstate(uaddr_t from, bool ia32)
{
	if (from && load_fpstate(from, ia32))
		return true;
	reset_fpu();
	return !from;
}

/* --- segments --- */

#define DESC_PRESENT_USER (BIT(44) | 3ull << 45 | BIT(47))
#define DESC_CODE BIT(43)
#define DESC_WRITABLE BIT(41)
#define DESC_LONG BIT(53)

/* A descriptor that the program made: in the LDT or in its TLS slots. 0: none. */
static uint64_t own_descriptor(uint16_t selector)
{
	unsigned index = selector >> 3;

	if (selector & 4)
		return index < current->mm->ldt_entries ? current->mm->ldt[index] : 0;
	return index >= 12 && index < 12 + NR_TLS ? current->tls_array[index - 12] : 0;
}

static bool valid_user_cs(uint16_t cs)
{
	uint64_t d = own_descriptor(cs);

	if (cs == USER_CS || cs == USER32_CS)
		return true;
	return (d & DESC_PRESENT_USER) == DESC_PRESENT_USER && d & DESC_CODE && !(d & DESC_LONG);
}

bool valid_user_ss(uint16_t ss)
{
	uint64_t d = own_descriptor(ss);

	if (ss == USER_DS)
		return true;
	return (d & DESC_PRESENT_USER) == DESC_PRESENT_USER && !(d & DESC_CODE) &&
	       d & DESC_WRITABLE;
}

void set_user_segment(enum cpu_reg which, uint16_t selector)
{
	if ((uint16_t)task_get_reg(current, which) != selector)
		kernel->cpu_ops->set_segment(kernel->cpu, which, selector);
}

/* An IRET to a selector that cannot be is a #GP at the new instruction, all else restored. */
static void iret_fault(uint16_t selector)
{
	current->trap_nr = CPU_VEC_GP;
	current->error_code = selector & ~3u;
	force_sig(SIGSEGV);
}

void set_code_and_stack(uint16_t cs, uint16_t ss)
{
	if (!valid_user_cs(cs)) {
		iret_fault(cs);
	} else if (!valid_user_ss(ss)) {
		iret_fault(ss);
	} else {
		set_user_segment(CPU_CS, cs);
		set_user_segment(CPU_SS, ss);
	}
}

void enter_handler(struct cpu_regs *regs, uint16_t cs)
{
	regs->rflags &= ~(uint64_t)(EFLAGS_DF | EFLAGS_RF | EFLAGS_TF);
	task_set_regs(current, regs);
	reset_fpu();
	set_user_segment(CPU_CS, cs);
	set_user_segment(CPU_SS, USER_DS);
}

long bad_frame(void)
{
	force_sig(SIGSEGV);
	return 0;
}
