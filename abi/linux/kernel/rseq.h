/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Restartable sequences (kernel/rseq.c), for `current`. */
#ifndef KERNEL_RSEQ_H
#define KERNEL_RSEQ_H

#include "kernel/task.h"

/*
 * Before a handler's frame: a critical section is left for its abort handler. 0 or an error that
 * kills (the program's own description is bad).
 */
int rseq_signal_deliver(void);
/* Others have run meanwhile: the same, on the way to user mode. */
void rseq_resume(void);
/* Is there anything for rseq_resume() to do? Cheap. */
bool rseq_in_section(void);

#endif
