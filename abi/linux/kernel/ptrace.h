/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who may look into whom. */
#ifndef KERNEL_PTRACE_H
#define KERNEL_PTRACE_H

#include "argtypes.h"

struct task;

#define PTRACE_MODE_READ 0x01
#define PTRACE_MODE_ATTACH 0x02
#define PTRACE_MODE_FSCREDS 0x08
#define PTRACE_MODE_REALCREDS 0x10

/* One of READ, ATTACH with one of FSCREDS, REALCREDS. */
bool ptrace_may_access(const struct task *t, unsigned mode);

#endif
