/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_NICE_H
#define KERNEL_NICE_H

#include "kernel/task.h"

static inline int clamp_nice(int64_t nice)
{
	return nice < -20 ? -20 : nice > 19 ? 19 : (int)nice;
}

bool is_nice_reduction(const struct task *t, int nice); /* within RLIMIT_NICE */
bool can_nice(const struct task *t, int nice);		/* or with CAP_SYS_NICE */

#endif
