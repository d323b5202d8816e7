/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * i386's vDSO: the fast way into the kernel (AT_SYSINFO), the returns from signal handlers, and
 * the clock functions, which are plain system calls: nobody could update a page shared with the
 * program while it runs, and a call is cheap.
 */
	.text

/*
 * sysenter keeps neither eip nor esp. So esp travels in ebp, whose value the kernel takes from the
 * stack as the sixth argument, and the kernel returns to the landing pad. A call that is to be
 * restarted comes back two bytes before it, to an instruction that asks again.
 */
	.globl __kernel_vsyscall
	.type __kernel_vsyscall, @function
	.balign 32
__kernel_vsyscall:
	.cfi_startproc
	pushl %ecx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ecx, 0
	pushl %edx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset edx, 0
	pushl %ebp
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ebp, 0
	movl %esp, %ebp
	sysenter
	int $0x80
	.globl int80_landing_pad
int80_landing_pad:
	popl %ebp
	.cfi_restore ebp
	.cfi_adjust_cfa_offset -4
	popl %edx
	.cfi_restore edx
	.cfi_adjust_cfa_offset -4
	popl %ecx
	.cfi_restore ecx
	.cfi_adjust_cfa_offset -4
	ret
	.cfi_endproc
	.size __kernel_vsyscall, . - __kernel_vsyscall

/*
 * A signal frame's unwind information: every register is in the sigcontext at an offset from esp,
 * the CFA is the interrupted esp. Offsets as signed LEB128 of two bytes.
 */
	.macro cfa_at off /* DW_CFA_def_cfa_expression: DW_OP_breg4 off, DW_OP_deref */
	.cfi_escape 0x0f, 4, 0x74, ((\off) & 0x7f) | 0x80, ((\off) >> 7) & 0x7f, 0x06
	.endm
	.macro reg_at reg, off /* DW_CFA_expression: DW_OP_breg4 off */
	.cfi_escape 0x10, \reg, 3, 0x74, ((\off) & 0x7f) | 0x80, ((\off) >> 7) & 0x7f
	.endm
	/* DWARF's register numbers; offsets of struct sigcontext_32. */
	.macro sigcontext_at base
	cfa_at (\base) + 28
	reg_at 0, (\base) + 44 /* eax */
	reg_at 1, (\base) + 40 /* ecx */
	reg_at 2, (\base) + 36 /* edx */
	reg_at 3, (\base) + 32 /* ebx */
	reg_at 5, (\base) + 24 /* ebp */
	reg_at 6, (\base) + 20 /* esi */
	reg_at 7, (\base) + 16 /* edi */
	reg_at 8, (\base) + 56 /* eip */
	.endm

/*
 * Where a handler returns to, with esp at the frame's second word. The byte before belongs to the
 * function, because unwinders look up a return address less one.
 */
	.balign 16
	.cfi_startproc
	.cfi_signal_frame
	sigcontext_at 4
	nop
	.globl __kernel_sigreturn
	.type __kernel_sigreturn, @function
__kernel_sigreturn:
	popl %eax
	sigcontext_at 0
	movl $119, %eax
	int $0x80
	.cfi_endproc
	.size __kernel_sigreturn, . - __kernel_sigreturn

	.balign 16
	.cfi_startproc
	.cfi_signal_frame
	sigcontext_at 160
	nop
	.globl __kernel_rt_sigreturn
	.type __kernel_rt_sigreturn, @function
__kernel_rt_sigreturn:
	movl $173, %eax
	int $0x80
	.cfi_endproc
	.size __kernel_rt_sigreturn, . - __kernel_rt_sigreturn

	.macro vcall name, nr
	.globl __vdso_\name
	.type __vdso_\name, @function
	.balign 16
__vdso_\name:
	.cfi_startproc
	pushl %ebx
	.cfi_adjust_cfa_offset 4
	.cfi_rel_offset ebx, 0
	movl 8(%esp), %ebx
	movl 12(%esp), %ecx
	movl 16(%esp), %edx
	movl $\nr, %eax
	int $0x80
	popl %ebx
	.cfi_restore ebx
	.cfi_adjust_cfa_offset -4
	ret
	.cfi_endproc
	.size __vdso_\name, . - __vdso_\name
	.endm

	vcall time, 13
	vcall gettimeofday, 78
	vcall clock_gettime, 265
	vcall clock_getres, 266
	vcall getcpu, 318
	vcall clock_gettime64, 403

	.section .note.GNU-stack, "", @progbits
