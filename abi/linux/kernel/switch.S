/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The stack switch, x86-64 System V: only callee-saved registers live across a call, so only
 * those are kept, on the stack that is left. Slots hold the saved stack pointer of either side.
 */
	.text

	.macro SAVE
	push	%rbp
	push	%rbx
	push	%r12
	push	%r13
	push	%r14
	push	%r15
	.endm

	.macro RESTORE
	pop	%r15
	pop	%r14
	pop	%r13
	pop	%r12
	pop	%rbx
	pop	%rbp
	ret
	.endm

/* int __kstack_call(void **engine_sp, void *top, int (*fn)(void *), void *arg) -> what fn returned */
	.globl	__kstack_call
	.hidden	__kstack_call
	.type	__kstack_call, @function
__kstack_call:
	SAVE
	mov	%rsp, (%rdi)
	mov	%rsi, %rsp
	push	%rdi
	push	%rdi
	mov	%rcx, %rdi
	call	*%rdx
	pop	%rdi
	/* The engine's side may have moved on since: its slot says where it waits now. */
	mov	(%rdi), %rsp
	RESTORE
	.size	__kstack_call, . - __kstack_call

/* int __kstack_swap(void **save_sp, void **load_sp, int result) -> result, on the other side */
	.globl	__kstack_swap
	.hidden	__kstack_swap
	.type	__kstack_swap, @function
__kstack_swap:
	SAVE
	mov	%rsp, (%rdi)
	mov	(%rsi), %rsp
	mov	%edx, %eax
	RESTORE
	.size	__kstack_swap, . - __kstack_swap

	.section .note.GNU-stack, "", @progbits
