/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracle's task, i386: see proxy64.S. */
#include <asm-generic/errno.h>
#include <asm/unistd_32.h>
#include "area.h"

#define FUTEX_WAIT 0
#define FUTEX_WAKE 1
#define AT_SYSINFO 32

	.section .proxy, "ax", @progbits
	.globl proxy
proxy:
	mov $__NR_mmap2, %eax
	mov $AREA_BASE, %ebx
	mov $AREA_SIZE, %ecx
	mov $3, %edx /* PROT_READ | PROT_WRITE */
	mov $0x11, %esi /* MAP_SHARED | MAP_FIXED */
	mov $AREA_FD, %edi
	xor %ebp, %ebp
	int $0x80
	mov $__NR_close, %eax
	mov $AREA_FD, %ebx
	int $0x80

	/* argc, argv, NULL, envp, NULL, auxv: pairs that end with 0. */
	mov (%esp), %eax
	lea 8(%esp, %eax, 4), %esi
1:	lodsl
	test %eax, %eax
	jnz 1b
2:	lodsl
	test %eax, %eax
	jz 3f
	mov %eax, %edx
	lodsl
	cmp $AT_SYSINFO, %edx
	jne 2b
	mov %eax, AREA_BASE + AREA_VSYSCALL
3:	xor %ebx, %ebx

	/* Whoever comes out of a call, its result in ebx. */
find:
	mov AREA_BASE + AREA_ADOPTED, %esi
	mov $__NR_gettid, %eax
	int $0x80
	mov $AREA_BASE + BOX_FIRST, %edi
1:	cmp %eax, BOX_TID(%edi)
	je found
	add $BOX_SIZE, %edi
	cmp $AREA_BASE + AREA_SIZE, %edi
	jb 1b
	mov %ebx, %edi
	mov $__NR_futex, %eax
	mov $AREA_BASE + AREA_ADOPTED, %ebx
	mov $FUTEX_WAIT, %ecx
	mov %esi, %edx
	xor %esi, %esi
	int $0x80
	mov %edi, %ebx
	jmp find

found:
	lea BOX_SIZE(%edi), %esp
	mov %ebx, BOX_RESULT(%edi)
	movl $0, BOX_TAKEN(%edi)
	movl $0, BOX_POSTED(%edi)
	mov $__NR_futex, %eax
	mov %edi, %ebx
	mov $FUTEX_WAKE, %ecx
	mov $1, %edx
	int $0x80

wait:
	mov $__NR_futex, %eax
	mov %edi, %ebx
	mov $FUTEX_WAIT, %ecx
	xor %edx, %edx
	mov $AREA_BASE + AREA_PATIENCE, %esi
	int $0x80
	cmpl $1, BOX_POSTED(%edi)
	je call
	cmp $-ETIMEDOUT, %eax
	jne wait
	mov $__NR_kill, %eax
	mov AREA_BASE + AREA_ZYGOTE, %ebx
	xor %ecx, %ecx
	int $0x80
	cmp $-ESRCH, %eax
	jne wait
	mov $__NR_exit_group, %eax
	int $0x80

call:

	movl $1, BOX_TAKEN(%edi)
	mov BOX_NUMBER(%edi), %eax
	cmpl $WAY_INT80, BOX_WAY(%edi)
	jne 1f
	call load
	int $0x80
	mov %eax, %ebx
	jmp find
1:	call load
	call *AREA_BASE + AREA_VSYSCALL
	mov %eax, %ebx
	jmp find

load:
	mov BOX_ARGS(%edi), %ebx
	mov BOX_ARGS + 8(%edi), %ecx
	mov BOX_ARGS + 16(%edi), %edx
	mov BOX_ARGS + 24(%edi), %esi
	mov BOX_ARGS + 40(%edi), %ebp
	mov BOX_ARGS + 32(%edi), %edi
	ret

	.section .note.GNU-stack, "", @progbits
