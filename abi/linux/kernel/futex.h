/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting on words of user memory (kernel/futex*.c). */
#ifndef KERNEL_FUTEX_H
#define KERNEL_FUTEX_H

#include "kernel/task.h"

int futex_init(struct kernel *k); /* 0 or -ENOMEM */
void futex_fini(struct kernel *k);
/* Wake up to nr of those who wait on the word; bitset: FUTEX_BITSET_MATCH_ANY for all. */
int futex_wake(uaddr_t uaddr, bool shared, int nr, uint32_t bitset);
/*
 * The end of a thread, or of its program: the mutexes that it holds are marked, and who waits for
 * them is told. While it has its memory.
 */
void exit_robust_list(struct task *t);
void futex_priority_changed(struct task *t); /* the owner of what it waits for may be lent another */
void forget_pi_mutexes(struct task *t); /* the machine ends, and with it who waits */
/* CLOCK_REALTIME was set: who sleeps until a time on it looks again. */
void futex_clock_was_set(void);

#endif
