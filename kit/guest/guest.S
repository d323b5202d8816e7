/* SPDX-License-Identifier: GPL-2.0-or-later */
/* See guest.h: addresses are those there, or it does not link. */
#include "guest.h"

	.text
#define AT(address) .org (address) - GUEST_TEXT, 0xcc /* an error if it lies behind */

	AT(GUEST_USUAL)
#ifdef __x86_64__
	syscall
#else
	int $0x80
#endif
	AT(GUEST_END)
	.globl _start
_start:
end:
	int3

	AT(GUEST_INT80)
	int $0x80
	jmp end

#ifndef __x86_64__
	/* As the vDSO of machines that have it: the landing pad takes the three words off. */
	AT(GUEST_SYSCALL32)
	pushl %ecx
	pushl %edx
	pushl %ebp
	movl %ecx, %ebp
	syscall
#endif

	AT(GUEST_HANDLER)
#ifdef __x86_64__
	/* rdi: signal, rsi: siginfo */
	incl GUEST_COUNTS(, %rdi, 4)
	movl $GUEST_SIGINFO, %edi
	movl $32, %ecx
	cld
	rep movsl
	ret

	AT(GUEST_RESTORER)
	movl $15, %eax /* rt_sigreturn */
	syscall
#else
	movl 4(%esp), %eax
	incl GUEST_COUNTS(, %eax, 4)
	movl 8(%esp), %esi
	movl $GUEST_SIGINFO, %edi
	movl $32, %ecx
	cld
	rep movsl
	ret

	AT(GUEST_RESTORER)
	movl $173, %eax /* rt_sigreturn, with esp at the frame's second word as __kernel_rt_sigreturn */
	int $0x80
#endif

	.data
	.fill 4096, 1, 0
	.bss
	.skip GUEST_STACKS - GUEST_DATA - 4096 + GUEST_NR_STACKS * GUEST_STACK_SIZE

	.section .note.GNU-stack, "", @progbits
