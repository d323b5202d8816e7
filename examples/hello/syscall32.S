/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * syscall in a 32-bit program, as AMD's processors have it: ecx gets the address to return to, so
 * that the second argument travels in ebp, and the sixth on the stack, where ebp was pushed. Linux
 * returns to its landing pad here, too: push the frame that it pops.
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
	mov	%ecx, %ebp
	syscall				/* the landing pad returns for us */

	.section .rodata
text:	.ascii	"hello by syscall, 32 bits\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits
