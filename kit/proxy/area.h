/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Memory that the kit shares with the tasks of the oracle: a mailbox for each task. Numbers alone,
 * since the proxies' assembly includes this, too.
 */
#ifndef KIT_PROXY_AREA_H
#define KIT_PROXY_AREA_H

#define AREA_BASE 0x50000000 /* in each task; nothing else is there */
#define AREA_FD 3	     /* the proxy finds it there, and closes it */

/* The area's head. */
#define AREA_ADOPTED 0	/* changes when a mailbox gets another owner: children wait for that */
#define AREA_ZYGOTE 4   /* its number: an idle task ends when it is gone */
#define AREA_VSYSCALL 8 /* i386: of the vDSO's __kernel_vsyscall */
#define AREA_PATIENCE 16 /* struct timespec of the ABI: how often it looks after that */

/* Mailboxes: behind the head, a stack for signals' handlers behind each. */
#define BOX_FIRST 0x1000
#define BOX_SIZE 0x8000
#define BOX_NUMBERS 64
#define AREA_SIZE (BOX_FIRST + BOX_NUMBERS * BOX_SIZE)

#define BOX_POSTED 0 /* 1: a call is to be made; 0: its result is there */
#define BOX_TID 4    /* whose it is */
#define BOX_WAY 8
#define BOX_NUMBER 12
#define BOX_ARGS 16 /* six of 64 bits */
#define BOX_RESULT 64
#define BOX_TAKEN 72 /* 1: the call is being made */
#define BOX_SCRATCH 256 /* for strings of the kit's */

#define WAY_INT80 0
#define WAY_SYSCALL 1  /* x86-64 */
#define WAY_VSYSCALL 1 /* i386: sysenter or what the vDSO has instead */

#endif
