// SPDX-License-Identifier: GPL-2.0-or-later
/* Resource limits: Linux's defaults for the first process, never the host's. */
#include "kernel/signal.h"
#include "kernel/rlimit.h"

/* Linux's fork_init(): an eighth of memory may be kernel stacks of 16 KiB; half of that each. */
static uint64_t default_max_threads(void)
{
	uint64_t n = kernel->config.mem_size / (8 * (16 << 10));

	return n < 20 ? 20 : n;
}

void rlimit_init(struct rlimit64 rlim[RLIM_NLIMITS])
{
	uint64_t half = default_max_threads() / 2;

	for (unsigned i = 0; i < RLIM_NLIMITS; i++)
		rlim[i] = (struct rlimit64){ RLIM_INFINITY, RLIM_INFINITY };
	rlim[RLIMIT_STACK].cur = 8 << 20;
	rlim[RLIMIT_CORE].cur = 0;
	rlim[RLIMIT_NPROC] = (struct rlimit64){ half, half };
	rlim[RLIMIT_NOFILE] = (struct rlimit64){ 1024, 1 << 20 };
	rlim[RLIMIT_MEMLOCK] = (struct rlimit64){ 8 << 20, 8 << 20 };
	rlim[RLIMIT_SIGPENDING] = (struct rlimit64){ half, half };
	rlim[RLIMIT_MSGQUEUE] = (struct rlimit64){ 819200, 819200 };
	rlim[RLIMIT_NICE] = (struct rlimit64){ 0, 0 };
	rlim[RLIMIT_RTPRIO] = (struct rlimit64){ 0, 0 };
}

uint64_t rlimit_of(const struct task *t, unsigned which)
{
	return t->signal->rlim[which].cur;
}
