/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting on words of user memory (kernel/futex.c). */
#ifndef KERNEL_FUTEX_H
#define KERNEL_FUTEX_H

#include "kernel/task.h"

void futex_init(struct kernel *k);
/* Wake up to nr of those who wait on the word; bitset: FUTEX_BITSET_MATCH_ANY for all. */
int futex_wake(uaddr_t uaddr, bool shared, int nr, uint32_t bitset);
/* The end of a thread: the mutexes that it holds are marked, and who waits for them is told. */
void exit_robust_list(struct task *t);

#endif
