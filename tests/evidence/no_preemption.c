/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A ring3 without preemption: no thread ever ends a turn, and nobody stops the engine. */
#include <stdint.h>

struct ticker;
struct cpu;
void __wrap_ticker_set(struct ticker *t, uint64_t host_ns);
void __wrap_unicorn_kick(struct cpu *cpu);

void __wrap_ticker_set(struct ticker *t, uint64_t host_ns)
{
	(void)t;
	(void)host_ns;
}

void __wrap_unicorn_kick(struct cpu *cpu)
{
	(void)cpu;
}
