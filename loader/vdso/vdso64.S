/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * x86-64's vDSO. The clock functions are plain system calls: nobody could update a page shared
 * with the program while it runs, and a call is cheap.
 */
	.macro vcall name, nr
	.globl __vdso_\name
	.type __vdso_\name, @function
	.balign 16
__vdso_\name:
	.cfi_startproc
	mov $\nr, %eax
	syscall
	ret
	.cfi_endproc
	.size __vdso_\name, . - __vdso_\name
	.weak \name
	.type \name, @function
	.set \name, __vdso_\name
	.size \name, . - __vdso_\name
	.endm

	.text
	vcall gettimeofday, 96
	vcall time, 201
	vcall clock_gettime, 228
	vcall clock_getres, 229
	vcall getcpu, 309

	.section .note.GNU-stack, "", @progbits
