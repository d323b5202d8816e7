/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * syscall: number in rax, arguments in rdi, rsi, rdx, r10, r8, r9; the result in rax. rcx and r11
 * are lost: the CPU keeps the address to return to and the flags there, which is why the fourth
 * argument is not in rcx, where C functions have it.
 */
	.globl	_start
_start:
	mov	$1, %eax		/* write */
	mov	$1, %edi
	lea	text(%rip), %rsi
	mov	$length, %edx
	syscall
	mov	$60, %eax		/* exit */
	xor	%edi, %edi
	syscall

	.section .rodata
text:	.ascii	"hello by syscall\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits
