/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program that tests' tasks are on ring3: a static image with nothing in it but places to make
 * calls at. A call's registers are put in place, the task goes from a stub, and stops in front of
 * GUEST_END. For guest.S, too.
 */
#ifndef KIT_GUEST_GUEST_H
#define KIT_GUEST_GUEST_H

#define GUEST_TEXT 0x08049000
/* Behind the usual trap instruction; never executed, an int3. Where the program begins, too. */
#define GUEST_END 0x08049010
#define GUEST_USUAL 0x0804900e	   /* syscall; i386: int $0x80. Then GUEST_END */
#define GUEST_INT80 0x08049020	   /* int $0x80, jump to GUEST_END; of both */
#define GUEST_SYSCALL32 0x08049040 /* i386: with the frame of the landing pad */
/* A signal handler with SA_SIGINFO that counts, and what it returns to (x86-64's sa_restorer). */
#define GUEST_HANDLER 0x08049080
#define GUEST_RESTORER 0x080490e0

/* What the handler writes: how often, of each signal, u32 each; its last siginfo. */
#define GUEST_DATA 0x0804b000
#define GUEST_COUNTS 0x0804b000	 /* [65] */
#define GUEST_SIGINFO 0x0804b200 /* 128 bytes */

/*
 * A stack for each task: its top word holds GUEST_END, where the vDSO's __kernel_vsyscall, called
 * with the stack pointer there, returns to. i386 only; x86-64 begins at the same place.
 */
#define GUEST_STACKS 0x0804c000
#define GUEST_STACK_SIZE 0x8000
#define GUEST_NR_STACKS 26
#define GUEST_STACK_TOP(slot) (GUEST_STACKS + ((slot) + 1) * GUEST_STACK_SIZE - 64)

#ifndef __ASSEMBLER__
#include <stdint.h>
/* The images; 64- and 32-bit. */
extern const uint8_t kit_guest64_start[], kit_guest64_end[];
extern const uint8_t kit_guest32_start[], kit_guest32_end[];
#endif

#endif
