/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What drives machine time: the host's monotonic clock or, in a deterministic machine, the work
 * that was done: bytes of code executed, and a fixed time for each call.
 */
#ifndef KERNEL_CLOCK_H
#define KERNEL_CLOCK_H

#include "kernel/kernel.h"

/* ns; machine time is this less kernel->boot_ns. No system call of the host's. */
uint64_t machine_clock(void);
/* By hand: timers that are due by then go off. 0 or -EINVAL: it goes by itself, or it is too much. */
int machine_clock_advance(uint64_t ns);
/* Where the clocks of a new machine stand. 0 or -ENOTSUP: the engine does not count. */
int machine_clock_init(struct kernel *k);

/* Ring 3 is left when machine_clock() says so, or soon after. UINT64_MAX: it may stay. */
void alarm_set(uint64_t at);
/* The same if that is earlier than what is set; from inside of a turn. */
void alarm_advance(uint64_t at);
/* Calls take time, too: is it time to leave? Only deterministic machines ask. */
bool alarm_is_due(void);

/* Where the clock stands, and back there: what has been done since did not happen. */
struct clock_reading {
	uint64_t machine_ns, executed;
};
void machine_clock_read(struct clock_reading *r);
void machine_clock_back(const struct clock_reading *r);

/* What RDTSC reads where it is not the host's. */
uint64_t virtual_tsc(void);

#endif
