/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host time: pacing, idle waits, and what machine time is driven by. Nanoseconds. */
#ifndef HOST_CLOCK_H
#define HOST_CLOCK_H

#include <stdint.h>

uint64_t host_monotonic_ns(void);
uint64_t host_realtime_ns(void);
uint64_t host_thread_cpu_ns(void);

/* The cheapest clock there is, in units of its own. */
static inline uint64_t host_ticks(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	return host_monotonic_ns();
#endif
}

#endif
