/* SPDX-License-Identifier: GPL-2.0-or-later */
/* int $0x80: number in eax, arguments in ebx, ecx, edx, esi, edi, ebp; the result in eax. */
	.globl	_start
_start:
	mov	$4, %eax		/* write */
	mov	$1, %ebx
	mov	$text, %ecx
	mov	$length, %edx
	int	$0x80
	mov	$1, %eax		/* exit */
	xor	%ebx, %ebx
	int	$0x80

	.section .rodata
text:	.ascii	"hello by int $0x80\n"
	.set	length, . - text
	.section .note.GNU-stack, "", @progbits
