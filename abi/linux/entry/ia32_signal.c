/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i386's signal frames: the old one, and the one with siginfo and ucontext for SA_SIGINFO; and the
 * two returns from them (arch/x86/kernel/signal_32.c). 64-bit programs get them, too, for handlers
 * that they installed by int $0x80.
 */
#include <string.h>

#include "entry/sigframe.h"
#include "kernel/internal.h"
#include "loader/vdso/vdso.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/sigcontext.h"

static uint16_t selector(enum cpu_reg which)
{
	return task_get_reg(current, which);
}

static void put_sigcontext(struct i386_sigcontext *sc, const struct cpu_regs *r, uint64_t oldmask,
			   uaddr_t fpstate)
{
	memset(sc, 0, sizeof(*sc));
	sc->gs = selector(CPU_GS);
	sc->fs = selector(CPU_FS);
	sc->es = selector(CPU_ES);
	sc->ds = selector(CPU_DS);
	sc->di = r->r[CPU_RDI];
	sc->si = r->r[CPU_RSI];
	sc->bp = r->r[CPU_RBP];
	sc->sp = sc->sp_at_signal = r->r[CPU_RSP];
	sc->bx = r->r[CPU_RBX];
	sc->dx = r->r[CPU_RDX];
	sc->cx = r->r[CPU_RCX];
	sc->ax = r->r[CPU_RAX];
	sc->trapno = current->trap_nr;
	sc->err = current->error_code;
	sc->ip = r->rip;
	sc->cs = selector(CPU_CS);
	sc->flags = r->rflags;
	sc->ss = selector(CPU_SS);
	sc->fpstate = fpstate;
	sc->oldmask = oldmask;
	sc->cr2 = current->cr2;
}

/* Where a handler returns to: its own restorer, the vDSO's, or (no vDSO) code in the frame. */
static uint32_t restorer(const struct ksignal *ksig, uint32_t vdso_symbol, uaddr_t retcode)
{
	if (ksig->ka.flags & SA_RESTORER)
		return ksig->ka.restorer;
	return current->mm->vdso_landing ? current->mm->vdso + vdso_symbol : retcode;
}

static void enter_ia32_handler(struct cpu_regs *r, const struct ksignal *ksig, uaddr_t frame)
{
	r->r[CPU_RAX] = ksig->sig; /* for handlers that take arguments in registers */
	r->r[CPU_RSP] = frame;
	r->rip = ksig->ka.handler;
	enter_handler(r, USER32_CS);
	set_user_segment(CPU_DS, USER_DS);
	set_user_segment(CPU_ES, USER_DS);
}

static int setup_old_frame(const struct ksignal *ksig, const struct sigset64 *oldmask)
{
	/* popl %eax; movl $119, %eax; int $0x80: debuggers know frames by it */
	static const uint8_t retcode[8] = { 0x58, 0xb8, 119, 0, 0, 0, 0xcd, 0x80 };
	struct i386_sigframe f;
	struct frame_place at;
	struct cpu_regs r;
	size_t unused = offsetof(struct i386_sigframe, fpstate_unused);
	size_t after = offsetof(struct i386_sigframe, extramask);

	task_get_regs(current, &r);
	if (place_frame(&at, ksig, r.r[CPU_RSP], sizeof(f), true) ||
	    !save_fpstate(at.fpstate, true))
		return -EFAULT;
	f.pretcode = restorer(ksig, VDSO32_kernel_sigreturn,
			      at.frame + offsetof(struct i386_sigframe, retcode));
	f.sig = ksig->sig;
	put_sigcontext(&f.sc, &r, oldmask->bits, at.fpstate);
	f.extramask = oldmask->bits >> 32;
	memcpy(f.retcode, retcode, sizeof(retcode));
	if (copy_to_user(at.frame, &f, unused) ||
	    copy_to_user(at.frame + after, &f.extramask, sizeof(f) - after))
		return -EFAULT;
	r.r[CPU_RDX] = r.r[CPU_RCX] = 0;
	enter_ia32_handler(&r, ksig, at.frame);
	return 0;
}

static int setup_rt_frame(const struct ksignal *ksig, const struct sigset64 *oldmask)
{
	/* movl $173, %eax; int $0x80 */
	static const uint8_t retcode[8] = { 0xb8, 173, 0, 0, 0, 0xcd, 0x80 };
	struct i386_rt_sigframe f;
	struct frame_place at;
	struct cpu_regs r;

	task_get_regs(current, &r);
	if (place_frame(&at, ksig, r.r[CPU_RSP], sizeof(f), true) ||
	    !save_fpstate(at.fpstate, true))
		return -EFAULT;
	f.pretcode = restorer(ksig, VDSO32_kernel_rt_sigreturn,
			      at.frame + offsetof(struct i386_rt_sigframe, retcode));
	f.sig = ksig->sig;
	f.pinfo = at.frame + offsetof(struct i386_rt_sigframe, info);
	f.puc = at.frame + offsetof(struct i386_rt_sigframe, uc);
	ia32_pack_siginfo(&f.info, &ksig->info);
	f.uc.flags = f.uc.link = 0;
	f.uc.stack = (struct i386_stack){ current->sas_sp, current->sas_flags, current->sas_size };
	put_sigcontext(&f.uc.mcontext, &r, oldmask->bits, at.fpstate);
	f.uc.sigmask[0] = oldmask->bits;
	f.uc.sigmask[1] = oldmask->bits >> 32;
	memcpy(f.retcode, retcode, sizeof(retcode));
	if (copy_to_user(at.frame, &f, sizeof(f)))
		return -EFAULT;
	r.r[CPU_RDX] = f.pinfo;
	r.r[CPU_RCX] = f.puc;
	enter_ia32_handler(&r, ksig, at.frame);
	return 0;
}

int ia32_setup_frame(const struct ksignal *ksig, const struct sigset64 *oldmask)
{
	return ksig->ka.flags & SA_SIGINFO ? setup_rt_frame(ksig, oldmask)
					   : setup_old_frame(ksig, oldmask);
}

/* --- returning --- */

/* Null selectors of any RPL stay null; others are of ring 3. */
static uint16_t fixup_rpl(uint16_t sel)
{
	return sel <= 3 ? sel : sel | 3;
}

static void get_sigcontext(struct cpu_regs *r, const struct i386_sigcontext *sc)
{
	r->r[CPU_RBX] = sc->bx;
	r->r[CPU_RCX] = sc->cx;
	r->r[CPU_RDX] = sc->dx;
	r->r[CPU_RSI] = sc->si;
	r->r[CPU_RDI] = sc->di;
	r->r[CPU_RBP] = sc->bp;
	r->r[CPU_RAX] = sc->ax;
	r->r[CPU_RSP] = sc->sp;
	r->rip = sc->ip;
	r->rflags = (r->rflags & ~(uint64_t)FIX_EFLAGS) | (sc->flags & FIX_EFLAGS);
}

static bool restore_context(const struct i386_sigcontext *sc)
{
	uint16_t cs = sc->cs | 3, ss = sc->ss | 3;
	struct cpu_regs r;

	current->restart.fn = NULL;
	current->orig_nr = NO_SYSCALL;
	task_get_regs(current, &r);
	get_sigcontext(&r, sc);
	task_set_regs(current, &r);
	set_code_and_stack(cs, ss);
	set_user_segment(CPU_GS, fixup_rpl(sc->gs));
	set_user_segment(CPU_FS, fixup_rpl(sc->fs));
	set_user_segment(CPU_DS, fixup_rpl(sc->ds));
	set_user_segment(CPU_ES, fixup_rpl(sc->es));
	return restore_fpstate(sc->fpstate, true);
}

/* The stub has popped the return address, and for the old frame the signal number, too. */
COMPAT_SYSCALL_DEFINE0(sigreturn)
{
	uaddr_t frame = (uint32_t)task_get_reg(current, CPU_RSP) - 8;
	struct i386_sigcontext sc;
	uint32_t extramask;

	if (copy_from_user(&sc, frame + offsetof(struct i386_sigframe, sc), sizeof(sc)) ||
	    get_user(extramask, frame + offsetof(struct i386_sigframe, extramask)))
		return bad_frame();
	set_current_blocked((struct sigset64){ sc.oldmask | (uint64_t)extramask << 32 });
	return restore_context(&sc) ? (long)sc.ax : bad_frame();
}

COMPAT_SYSCALL_DEFINE0(rt_sigreturn)
{
	uaddr_t frame = (uint32_t)task_get_reg(current, CPU_RSP) - 4;
	struct i386_ucontext uc;
	struct altstack stack;

	if (copy_from_user(&uc, frame + offsetof(struct i386_rt_sigframe, uc), sizeof(uc)))
		return bad_frame();
	set_current_blocked((struct sigset64){ uc.sigmask[0] | (uint64_t)uc.sigmask[1] << 32 });
	if (!restore_context(&uc.mcontext))
		return bad_frame();
	stack = (struct altstack){ uc.stack.sp, uc.stack.size, uc.stack.flags };
	set_altstack(&stack, uc.mcontext.sp); /* one that cannot be set is passed over in silence */
	return uc.mcontext.ax;
}
