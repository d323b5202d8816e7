/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The oracle's task, x86-64: makes the calls that its mailbox says, by the instruction that it
 * says, and nothing else. Uses no memory but the mailbox, so that calls can do what they like to
 * the rest: a child that shares its parent's memory, or has a stack of a test's choice, too, finds
 * its own mailbox by its number.
 */
#include <asm-generic/errno.h>
#include <asm/unistd_64.h>
#include "area.h"

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1

	.section .proxy, "ax", @progbits
	.globl proxy
proxy:
	mov $__NR_mmap, %eax
	mov $AREA_BASE, %edi
	mov $AREA_SIZE, %esi
	mov $3, %edx /* PROT_READ | PROT_WRITE */
	mov $0x11, %r10d /* MAP_SHARED | MAP_FIXED */
	mov $AREA_FD, %r8d
	xor %r9d, %r9d
	syscall
	mov $__NR_close, %eax
	mov $AREA_FD, %edi
	syscall
	xor %ebx, %ebx

	/* Whoever comes out of a call, its result in rbx: the task that made it, or its child. */
find:
	mov AREA_BASE + AREA_ADOPTED, %r14d
	mov $__NR_gettid, %eax
	syscall
	mov $AREA_BASE + BOX_FIRST, %r15d
1:	cmp %eax, BOX_TID(%r15)
	je found
	add $BOX_SIZE, %r15
	cmp $AREA_BASE + AREA_SIZE, %r15
	jb 1b
	mov $__NR_futex, %eax
	mov $AREA_BASE + AREA_ADOPTED, %edi
	mov $FUTEX_WAIT, %esi
	mov %r14d, %edx
	xor %r10d, %r10d
	syscall
	jmp find

found:
	lea BOX_SIZE(%r15), %rsp
	mov %rbx, BOX_RESULT(%r15)
	movl $0, BOX_TAKEN(%r15)
	movl $0, BOX_POSTED(%r15)
	mov $__NR_futex, %eax
	mov %r15, %rdi
	mov $FUTEX_WAKE, %esi
	mov $1, %edx
	syscall

wait:
	mov $__NR_futex, %eax
	mov %r15, %rdi
	mov $FUTEX_WAIT, %esi
	xor %edx, %edx
	mov $AREA_BASE + AREA_PATIENCE, %r10d
	syscall
	cmpl $1, BOX_POSTED(%r15)
	je call
	cmp $-ETIMEDOUT, %eax
	jne wait
	mov $__NR_kill, %eax
	mov AREA_BASE + AREA_ZYGOTE, %edi
	xor %esi, %esi
	syscall
	cmp $-ESRCH, %eax
	jne wait
	mov $__NR_exit_group, %eax
	syscall

call:

	movl $1, BOX_TAKEN(%r15)
	mov BOX_NUMBER(%r15), %eax
	cmpl $WAY_INT80, BOX_WAY(%r15)
	je 1f
	mov BOX_ARGS(%r15), %rdi
	mov BOX_ARGS + 8(%r15), %rsi
	mov BOX_ARGS + 16(%r15), %rdx
	mov BOX_ARGS + 24(%r15), %r10
	mov BOX_ARGS + 32(%r15), %r8
	mov BOX_ARGS + 40(%r15), %r9
	syscall
	mov %rax, %rbx
	jmp find
1:	mov BOX_ARGS(%r15), %rbx
	mov BOX_ARGS + 8(%r15), %rcx
	mov BOX_ARGS + 16(%r15), %rdx
	mov BOX_ARGS + 24(%r15), %rsi
	mov BOX_ARGS + 32(%r15), %rdi
	mov BOX_ARGS + 40(%r15), %rbp
	int $0x80
	mov %rax, %rbx
	jmp find

	.section .note.GNU-stack, "", @progbits
