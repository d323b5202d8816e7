/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: bits 32 */
/*
 * sysenter by hand. The CPU saves nothing: Linux returns to a fixed place in the vDSO, which pops
 * ebp, edx and ecx and returns; the sixth argument is what ebp, as a stack pointer, points to.
 */
#include "traps32.h"

TRAP(sysenter, "call enter");
asm(".text\nenter:\n"
    "pushl %ecx; pushl %edx; pushl %ebp; movl %esp, %ebp\n"
    "sysenter\n"
    "ud2\n");

/* The same with an ebp that cannot be read. */
asm(".text\n.globl enter_lost\nenter_lost:\n"
    "movl $20, %eax; movl $8, %ebp\n"
    "sysenter\n"
    "ud2\n");
void enter_lost(void);

static void fault(int sig, siginfo_t *info, void *context)
{
	ucontext_t *uc = context;
	const greg_t *r = uc->uc_mcontext.gregs;

	printf("signal %d at %p, eax %s, esp %#x\n", sig, info->si_addr, guest_errno(-r[REG_EAX]),
	       r[REG_ESP]);
	exit(0);
}

/* The argument cannot be read: -EFAULT, and the landing pad then faults on the same stack. */
static void lost_stack(void)
{
	static char stack[16384];
	stack_t ss = { .ss_sp = stack, .ss_size = sizeof(stack) };
	struct sigaction sa = { .sa_sigaction = fault, .sa_flags = SA_SIGINFO | SA_ONSTACK };

	sigaltstack(&ss, NULL);
	sigaction(SIGSEGV, &sa, NULL);
	enter_lost();
}

int main(void)
{
	allow_missing();
	check_trap("sysenter", sysenter);
	lost_stack();
	return 1;
}
