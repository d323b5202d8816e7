/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What prctl(2) changes in an address space: kernel/prctl_mm.c. */
#ifndef KERNEL_PRCTL_MM_H
#define KERNEL_PRCTL_MM_H

#include <stdint.h>

long prctl_set_mm(uint64_t op, uint64_t arg, uint64_t arg4, uint64_t arg5);
long prctl_set_mdwe(uint64_t bits);
long prctl_get_mdwe(void);

#endif
