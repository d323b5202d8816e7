/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_RLIMIT_H
#define KERNEL_RLIMIT_H

#include "kernel/signal.h"

/* The limits of the machine's first process. */
void rlimit_init(struct rlimit64 rlim[RLIM_NLIMITS]);

#endif
