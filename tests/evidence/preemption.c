/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Twice ring3: with preemption, and without it, that is without a thread that ends turns and
 * without anybody who stops the engine. One word is different (PREEMPTS), and all code lies at the
 * same addresses, which alone would change the cost of some programs by several per cent.
 */
#include <stdbool.h>
#include <stdint.h>

static const volatile bool preempts = PREEMPTS;

struct ticker;
void __real_ticker_set(struct ticker *t, uint64_t host_ns);
void __wrap_ticker_set(struct ticker *t, uint64_t host_ns);
void __wrap_ticker_set(struct ticker *t, uint64_t host_ns)
{
	if (preempts)
		__real_ticker_set(t, host_ns);
}

struct cpu;
void __real_unicorn_kick(struct cpu *cpu);
void __wrap_unicorn_kick(struct cpu *cpu);
void __wrap_unicorn_kick(struct cpu *cpu)
{
	if (preempts)
		__real_unicorn_kick(cpu);
}
