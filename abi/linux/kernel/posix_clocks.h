/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks by id: the fixed ones, and CPU time of tasks and processes by negative ids. */
#ifndef KERNEL_POSIX_CLOCKS_H
#define KERNEL_POSIX_CLOCKS_H

#include "kernel/time.h"

struct pid;
struct task;

/* HZ of the ring3 kernel: coarse clocks move in these steps. */
#define TICK_NSEC 4000000

/* ns of the clock now; -EINVAL: no such clock. */
int clock_read(clockid_t clock, int64_t *ns);
bool clock_is_cpu(clockid_t clock); /* CPU time: it does not move while nobody runs */
bool clock_is_fd(clockid_t clock);  /* of a descriptor: there are none, every use fails */
/* A CPU clock as self sees it; -EINVAL. */
int cpu_clock_read(clockid_t clock, struct task *self, int64_t *ns);
/* For timers. Who has it, a thread or a process's leader, without a reference; NULL: no such clock. */
struct pid *cpu_clock_owner(clockid_t clock);
int64_t cpu_clock_of(clockid_t clock, struct task *owner);
/* Machine time at which a clock driven by time will show ns. */
uint64_t clock_to_ktime(clockid_t clock, int64_t ns);

#endif
