/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose behalf the kernel works on. Set by the scheduler; NULL when no task is in context. */
#ifndef ABI_LINUX_CURRENT_H
#define ABI_LINUX_CURRENT_H

struct task;
struct kernel;

extern _Thread_local struct task *current;
extern _Thread_local struct kernel *kernel; /* the machine's kernel state, kernel/kernel.h */

#endif
