/* SPDX-License-Identifier: GPL-2.0-or-later */
/* RLIMIT_RTTIME: how long a real-time task may run without sleeping (kernel/rttime.c). */
#ifndef KERNEL_RTTIME_H
#define KERNEL_RTTIME_H

#include <stdint.h>

struct task;

/* ns of its turn until rttime_check() has something to do; far away without a limit. */
uint64_t rttime_left(const struct task *t);
/* The limit or a policy is another: current's turn may have to end sooner. */
void rttime_changed(void);
/* At the end of a turn: whoever ran for too long is told, or killed. */
void rttime_check(struct task *t);

#endif
