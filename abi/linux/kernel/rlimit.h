/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_RLIMIT_H
#define KERNEL_RLIMIT_H

#include "kernel/signal.h"

/* How many tasks there may be. */
uint64_t max_threads(void);
/* The limits of the machine's first process. */
void rlimit_init(struct rlimit64 rlim[RLIM_NLIMITS]);

#endif
