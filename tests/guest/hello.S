/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guest: flags -nostdlib */
/* No C library at all: argc from the stack decides the exit status. */
	.section .rodata
text:	.ascii	"hello from nothing\n"
	.set	text_len, . - text

	.text
	.globl	_start
_start:
#ifdef __x86_64__
	mov	$1, %eax
	mov	$1, %edi
	lea	text(%rip), %rsi
	mov	$text_len, %edx
	syscall
	mov	(%rsp), %rdi
	add	$40, %edi
	mov	$231, %eax
	syscall
	ud2
#else
	mov	$4, %eax
	mov	$1, %ebx
	mov	$text, %ecx
	mov	$text_len, %edx
	int	$0x80
	mov	(%esp), %ebx
	add	$40, %ebx
	mov	$1, %eax
	int	$0x80
	ud2
#endif
	.section .note.GNU-stack, "", @progbits
