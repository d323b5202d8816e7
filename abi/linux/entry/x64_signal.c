/* SPDX-License-Identifier: GPL-2.0-or-later */
/* x86-64's signal frame: entering a handler, and rt_sigreturn (arch/x86/kernel/signal_64.c). */
#include <string.h>

#include "entry/sigframe.h"
#include "kernel/internal.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/sigcontext.h"

static void put_sigcontext(struct x64_sigcontext *sc, const struct cpu_regs *r, uint64_t oldmask,
			   uaddr_t fpstate)
{
	memset(sc, 0, sizeof(*sc));
	sc->r8 = r->r[CPU_R8];
	sc->r9 = r->r[CPU_R9];
	sc->r10 = r->r[CPU_R10];
	sc->r11 = r->r[CPU_R11];
	sc->r12 = r->r[CPU_R12];
	sc->r13 = r->r[CPU_R13];
	sc->r14 = r->r[CPU_R14];
	sc->r15 = r->r[CPU_R15];
	sc->di = r->r[CPU_RDI];
	sc->si = r->r[CPU_RSI];
	sc->bp = r->r[CPU_RBP];
	sc->bx = r->r[CPU_RBX];
	sc->dx = r->r[CPU_RDX];
	sc->ax = r->r[CPU_RAX];
	sc->cx = r->r[CPU_RCX];
	sc->sp = r->r[CPU_RSP];
	sc->ip = r->rip;
	sc->flags = r->rflags;
	sc->cs = task_get_reg(current, CPU_CS);
	sc->ss = task_get_reg(current, CPU_SS);
	sc->err = current->error_code;
	sc->trapno = current->trap_nr;
	sc->oldmask = oldmask;
	sc->cr2 = current->cr2;
	sc->fpstate = fpstate;
}

static void get_sigcontext(struct cpu_regs *r, const struct x64_sigcontext *sc)
{
	r->r[CPU_R8] = sc->r8;
	r->r[CPU_R9] = sc->r9;
	r->r[CPU_R10] = sc->r10;
	r->r[CPU_R11] = sc->r11;
	r->r[CPU_R12] = sc->r12;
	r->r[CPU_R13] = sc->r13;
	r->r[CPU_R14] = sc->r14;
	r->r[CPU_R15] = sc->r15;
	r->r[CPU_RDI] = sc->di;
	r->r[CPU_RSI] = sc->si;
	r->r[CPU_RBP] = sc->bp;
	r->r[CPU_RBX] = sc->bx;
	r->r[CPU_RDX] = sc->dx;
	r->r[CPU_RAX] = sc->ax;
	r->r[CPU_RCX] = sc->cx;
	r->r[CPU_RSP] = sc->sp;
	r->rip = sc->ip;
	r->rflags = (r->rflags & ~(uint64_t)FIX_EFLAGS) | (sc->flags & FIX_EFLAGS);
}

/* Without SA_RESTORER there is nowhere to return to: Linux has never had a default on x86-64. */
int x64_setup_frame(const struct ksignal *ksig, const struct sigset64 *oldmask)
{
	struct x64_rt_sigframe f;
	struct frame_place at;
	struct cpu_regs r;
	size_t size = sizeof(f);

	if (!(ksig->ka.flags & SA_RESTORER))
		return -EFAULT;
	task_get_regs(current, &r);
	if (place_frame(&at, ksig, r.r[CPU_RSP], sizeof(f), false) ||
	    !save_fpstate(at.fpstate, false))
		return -EFAULT;
	memset(&f, 0, sizeof(f));
	f.pretcode = ksig->ka.restorer;
	f.uc.flags = UC_SIGCONTEXT_SS | UC_STRICT_RESTORE_SS;
	f.uc.stack.sp = current->sas_sp;
	f.uc.stack.flags = current->sas_flags;
	f.uc.stack.size = current->sas_size;
	put_sigcontext(&f.uc.mcontext, &r, oldmask->bits, at.fpstate);
	f.uc.sigmask = oldmask->bits;
	if (ksig->ka.flags & SA_SIGINFO)
		x64_pack_siginfo(&f.info, &ksig->info);
	else
		size = offsetof(struct x64_rt_sigframe, info); /* left as it was */
	if (copy_to_user(at.frame, &f, size))
		return -EFAULT;
	r.r[CPU_RDI] = ksig->sig;
	r.r[CPU_RAX] = 0; /* no vector registers, for a handler without a prototype */
	r.r[CPU_RSI] = at.frame + offsetof(struct x64_rt_sigframe, info);
	r.r[CPU_RDX] = at.frame + offsetof(struct x64_rt_sigframe, uc);
	r.r[CPU_RSP] = at.frame;
	r.rip = ksig->ka.handler;
	enter_handler(&r, USER_CS);
	return 0;
}

/* A frame is the program's to change, so that all of it is checked again. */
static bool restore_context(const struct x64_ucontext *uc)
{
	const struct x64_sigcontext *sc = &uc->mcontext;
	uint16_t cs = sc->cs | 3, ss = sc->ss | 3;
	struct cpu_regs r;

	current->restart.fn = NULL;
	current->orig_nr = NO_SYSCALL;
	task_get_regs(current, &r);
	get_sigcontext(&r, sc);
	task_set_regs(current, &r);
	/* Frames of programs older than the SS field have anything there. */
	if (!(uc->flags & UC_STRICT_RESTORE_SS) && cs == USER_CS && !valid_user_ss(ss))
		ss = USER_DS;
	set_code_and_stack(cs, ss);
	return restore_fpstate(sc->fpstate, false);
}

SYSCALL_DEFINE0(rt_sigreturn)
{
	uint64_t sp = task_get_reg(current, CPU_RSP);
	struct x64_ucontext uc;
	struct altstack stack;

	if (copy_from_user(&uc, sp - 8 + offsetof(struct x64_rt_sigframe, uc), sizeof(uc)))
		return bad_frame();
	stack = (struct altstack){ uc.stack.sp, uc.stack.size, uc.stack.flags };
	set_current_blocked((struct sigset64){ uc.sigmask });
	set_altstack(&stack, sp); /* one that cannot be set is passed over in silence */
	if (!restore_context(&uc))
		return bad_frame();
	return uc.mcontext.ax;
}
