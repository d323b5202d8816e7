/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The front door: traps and faults in, results, signals and restarts out. */
#ifndef ENTRY_ENTRY_H
#define ENTRY_ENTRY_H

#include "kernel/task.h"

extern const struct cpu_client entry_client; /* what the kernel is to the engine; ctx: kernel */

/*
 * The cpu goes from prev's (NULL: nobody's) state, which is saved, to next's: registers, address
 * space, TLS descriptors, LDT. Outside of run() only.
 */
void entry_switch(struct task *prev, struct task *next);

/* Work on the way to ring 3: signals, restart of calls, rescheduling. On the kernel stack. */
void exit_to_user_mode(void);

/*
 * t, in user mode, calls a routine of its own ABI when it gets its turn, as if it had trapped where it
 * stands. Outside of turns only.
 */
void entry_call_routine(struct task *t, uint32_t nr, const uint64_t args[6]);

/* Each ABI's way of carrying a call. Engine's stack; registers live. */
void x64_get_call(struct task *t);
bool ia32_get_call(struct task *t, enum cpu_trap trap); /* false: -EFAULT */

/* An exception of the CPU as a signal; arg: struct cpu_fault. On the kernel stack. */
void serve_fault(void *arg);

/* A fetch at an address of the vsyscall page, with all that follows; false: of another. */
bool serve_vsyscall(struct task *t, uaddr_t at);

/* Is a result one of the errnos that only entry/ sees? */
static inline bool is_restart(long ret)
{
	return (unsigned long)ret + ERESTART_RESTARTBLOCK <=
	       ERESTART_RESTARTBLOCK - ERESTARTSYS;
}

/* The result register of current, as its ABI widens it. */
void syscall_set_return(struct task *t, long result);
long syscall_get_return(struct task *t);

#endif
