/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals on the way to user mode: which one is next, what its action is, and what becomes of the
 * system call that it met.
 */
#include "kernel/internal.h"
#include "kernel/kernel.h"
#include "kernel/report.h"
#include "kernel/trace.h"
#include "mm/mm.h"
#include "syscall.h"

/* --- default actions --- */

/*
 * Linux sets WCOREDUMP if it wrote a core. None is written here; the bit says that it would have
 * been: the program may be looked at, and its limit leaves room for a core's first page.
 */
static int core_bit(int sig)
{
	return sig_kernel_coredump(sig) && rlimit(RLIMIT_CORE) >= PAGE_SIZE &&
			       current->mm && current->mm->dumpable == 1 ?
		       0x80 : 0;
}

/* Returns if there may be more: ignored, or stopped and continued. */
static void default_action(const struct ksignal *ksig)
{
	int sig = ksig->sig;

	if (sig_kernel_ignore(sig))
		return;
	if ((current->signal->flags & SIGNAL_UNKILLABLE) && sig != SIGKILL && sig != SIGSTOP)
		return;
	if (sig_kernel_stop(sig)) {
		/* Job control needs a shell that takes part in it. */
		if (sig == SIGSTOP || !pgrp_is_orphaned(current->signal->pgrp))
			do_signal_stop(sig);
		return;
	}
	report_crash(&ksig->info);
	do_group_exit(sig | core_bit(sig));
}

/* The next signal that has a handler; default actions are done here. False: none is left. */
static bool get_signal(struct ksignal *ksig)
{
	for (;;) {
		struct k_sigaction *ka;

		tell_parent_of_job();
		if (current->work & TW_KILLED || current->signal->group_exit)
			do_group_exit(SIGKILL); /* or as whoever began it said */
		if ((current->jobctl & JOBCTL_STOP_PENDING) && do_signal_stop(0))
			continue;
		ksig->sig = dequeue_synchronous_signal(&ksig->info);
		if (!ksig->sig)
			ksig->sig = dequeue_signal(&current->blocked, &ksig->info);
		if (!ksig->sig)
			return false;
		ka = &current->sighand->action[ksig->sig - 1];
		trace_signal(current, &ksig->info);
		if (ka->handler == SIG_IGN)
			continue;
		if (ka->handler != SIG_DFL) {
			ksig->ka = *ka;
			if (ka->flags & SA_RESETHAND)
				ka->handler = SIG_DFL;
			return true;
		}
		default_action(ksig);
	}
}

/* --- the interrupted call --- */

static long syscall_error(uint64_t rax)
{
	long result = current->abi->is_64bit ? (long)rax : (long)(int32_t)rax;

	return result >= -MAX_ERRNO && result < 0 ? result : 0;
}

/*
 * Every trap instruction, and the int $0x80 before the vDSO's landing pad, is two bytes long.
 * Inside a sysenter trap RIP is not to be had, so the engine is left first.
 */
static void repeat_call(uint32_t nr)
{
	task_leave_engine();
	task_set_reg(current, CPU_RAX, nr);
	task_set_reg(current, CPU_RIP, task_get_reg(current, CPU_RIP) - 2);
}

static void fail_call_with_eintr(void)
{
	uint64_t rax = -EINTR;

	task_set_reg(current, CPU_RAX, current->image->is_64bit ? rax : (uint32_t)rax);
}

/* ksig: whose handler runs first; NULL: none does, and the program notices nothing. */
static void finish_interrupted_call(const struct ksignal *ksig)
{
	uint32_t nr = current->orig_nr;
	bool repeat;

	if (nr == NO_SYSCALL)
		return;
	current->orig_nr = NO_SYSCALL;
	/* The fast traps return with the landing pad's address in ecx, but only if undisturbed. */
	if (current->trap == CPU_TRAP_SYSENTER || current->trap == CPU_TRAP_SYSCALL32)
		task_set_reg(current, CPU_RCX, current->args[1]);
	switch (syscall_error(task_get_reg(current, CPU_RAX))) {
	case -ERESTART_RESTARTBLOCK:
		if (nr != current->abi->restart_syscall)
			current->last_nr = nr;
		nr = current->abi->restart_syscall;
		repeat = !ksig;
		break;
	case -ERESTARTNOHAND:
		repeat = !ksig;
		break;
	case -ERESTARTSYS:
		repeat = !ksig || ksig->ka.flags & SA_RESTART;
		break;
	case -ERESTARTNOINTR:
		repeat = true;
		break;
	default:
		return;
	}
	if (repeat)
		repeat_call(nr);
	else
		fail_call_with_eintr();
}

/* --- handlers --- */

static void signal_delivered(const struct ksignal *ksig)
{
	struct sigset64 blocked = current->blocked;

	current->restore_sigmask = false;
	blocked.bits |= ksig->ka.mask.bits;
	if (!(ksig->ka.flags & SA_NODEFER))
		blocked.bits |= sigmask(ksig->sig);
	set_current_blocked(blocked);
	if (current->sas_flags & SS_AUTODISARM) {
		current->sas_sp = current->sas_size = 0;
		current->sas_flags = SS_DISABLE;
	}
}

static void handle_signal(const struct ksignal *ksig)
{
	const struct abi *abi = ksig->ka.flags & SA_IA32_ABI ? &abi_ia32 : &abi_x64;
	struct sigset64 oldmask = current->restore_sigmask ? current->saved_sigmask
							   : current->blocked;

	task_leave_engine(); /* inside a trap not all registers can be had */
	finish_interrupted_call(ksig);
	if (rseq_signal_deliver())
		force_sigsegv(ksig->sig);
	if (abi->setup_frame(ksig, &oldmask))
		force_sigsegv(ksig->sig);
	else
		signal_delivered(ksig);
}

void do_signal(void)
{
	struct ksignal ksig;

	if (get_signal(&ksig)) {
		handle_signal(&ksig);
		return;
	}
	finish_interrupted_call(NULL);
	restore_saved_sigmask_unless(false);
}

SYSCALL_DEFINE0(restart_syscall)
{
	const struct restart_block *r = &current->restart;

	return r->fn ? r->fn(r->arg) : -EINTR;
}
