/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sysenter: the same registers, but the CPU keeps neither the address to return to nor the stack
 * pointer. So the kernel returns to one place that it knows, the landing pad in its vDSO, which
 * does what this function's end does: pop ebp, edx, ecx, return. The caller must have pushed them
 * in that order, below the address to return to, and ebp must be the stack pointer: the kernel
 * takes the sixth argument from there.
 */
	.globl	_start
_start:
	mov	$4, %eax		/* write */
	mov	$1, %ebx
	mov	$text, %ecx
	mov	$length, %edx
	call	enter
	mov	$1, %eax		/* exit */
	xor	%ebx, %ebx
	call	enter

enter:	push	%ecx
	push	%edx
	push	%ebp
	mov	%esp, %ebp
	sysenter			/* the landing pad returns for us */

	.section .rodata
text:	.ascii	"hello by sysenter\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits
