/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program of the API's tests, at 0x401000. Its exit status is the sum of a byte of memory
 * ("value", 5), what getppid says, and the loop's four rounds.
 */
	.globl _start
_start:
	mov $110, %eax		/* getppid */
	syscall
	mov %eax, %ebx
	xor %ecx, %ecx
	.org 0x20, 0x90	/* 0x401020: each round comes here */
round:
	inc %ecx
	add $1, %ebx
	cmp $4, %ecx
	jne round
	.org 0x40, 0x90	/* 0x401040 */
	movzbl value(%rip), %edi
	add %ebx, %edi
	mov $231, %eax		/* exit_group */
	syscall

	.data
	.globl value
value:	.byte 5
