/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine's clock. The virtual one goes a little slower than most hosts execute, so that a
 * program's own time limits are not met earlier than on the host's.
 */
#include "kernel/clock.h"

#include "host/clock.h"
#include "host/ticker.h"
#include "kernel/time.h"
#include "lib/xorshift.h"
#include "uapi/errno.h"

#define BYTES_PER_NS 4 /* of code */
#define CALL_NS 250    /* each system call */

/*
 * Ring 3 is left up to 32 us late, as on real machines, where timers have slack and interrupts a
 * way to go. Without that a loop and a period that suit each other meet in the same instruction
 * again and again: Go 386 would never stop a loop that calls a function which must not be stopped.
 */
#define JITTER_BITS 17 /* of bytes of code */

/* 1 January 2030: behind the times of all files of the host. */
#define VIRTUAL_EPOCH_NS 1893456000000000000ll

static uint64_t executed_bytes(void)
{
	return kernel->cpu_ops->executed(kernel->cpu) - kernel->executed_before;
}

static uint64_t call_ns(void)
{
	const uint64_t *traps = kernel->stats.traps;
	uint64_t calls = 0;

	for (unsigned i = 0; i < CPU_NR_TRAPS; i++)
		calls += traps[i];
	return calls * CALL_NS;
}

uint64_t machine_clock(void)
{
	if (likely(!kernel->config.deterministic))
		return host_monotonic_ns();
	if (kernel->config.clock_by_hand)
		return kernel->hand_ns;
	return executed_bytes() / BYTES_PER_NS + call_ns();
}

int machine_clock_advance(uint64_t ns)
{
	if (!kernel->config.clock_by_hand || ns > INT64_MAX - kernel->hand_ns)
		return -EINVAL;
	kernel->hand_ns += ns;
	ktimer_run();
	return 0;
}

uint64_t virtual_tsc(void)
{
	/* What was slept is in boot_ns, which went down. */
	return executed_bytes() + (call_ns() + kernel->hand_ns - kernel->boot_ns) * BYTES_PER_NS;
}

int machine_clock_init(struct kernel *k)
{
	if (!k->config.deterministic) {
		k->boot_ns = host_monotonic_ns();
		k->realtime_offset = (int64_t)host_realtime_ns();
		return 0;
	}
	if (!k->cpu_ops->caps(k->cpu)->counts_bytes)
		return -ENOTSUP;
	k->cpu_ops->set_budget(k->cpu, UINT64_MAX);
	k->realtime_offset = VIRTUAL_EPOCH_NS;
	k->jitter = k->config.seed;
	return 0;
}

static void set_budget(uint64_t at)
{
	uint64_t now = machine_clock(), left = at > now ? at - now : 0;
	uint64_t late = xorshift_next(&kernel->jitter) >> (64 - JITTER_BITS);

	kernel->alarm = at;
	if (left > UINT64_MAX / BYTES_PER_NS - late)
		kernel->cpu_ops->set_budget(kernel->cpu, UINT64_MAX);
	else
		kernel->cpu_ops->set_budget(kernel->cpu, left * BYTES_PER_NS + late + 1);
}

void alarm_set(uint64_t at)
{
	if (unlikely(kernel->config.deterministic))
		set_budget(at);
	else if (at != UINT64_MAX)
		ticker_set(kernel->ticker, at);
}

void alarm_advance(uint64_t at)
{
	if (likely(!kernel->config.deterministic))
		ticker_set(kernel->ticker, at);
	else if (at < kernel->alarm)
		set_budget(at);
}

bool alarm_is_due(void)
{
	return machine_clock() >= kernel->alarm;
}

void machine_clock_read(struct clock_reading *r)
{
	r->machine_ns = machine_clock() - kernel->boot_ns;
	r->executed = kernel->config.deterministic ? executed_bytes() : 0;
}

void machine_clock_back(const struct clock_reading *r)
{
	if (kernel->config.deterministic)
		kernel->executed_before = kernel->cpu_ops->executed(kernel->cpu) - r->executed;
	else
		kernel->boot_ns = host_monotonic_ns() - r->machine_ns;
}
