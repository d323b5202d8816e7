/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting calls: the kernel's table in the public header's words. */
#include <string.h>

#include "api/machine.h"
#include "kernel/summary.h"
#include "ring3/trace.h"

int r3_count_calls(struct r3_machine *m, int all_tasks, int wall)
{
	struct kernel *before;
	int err;

	if (!machine_ok(m))
		return machine_bad();
	before = kernel_enter(m->kernel);
	summary_free(m->kernel);
	err = summary_begin(m->kernel, all_tasks, wall);
	kernel_enter(before);
	return err;
}

/* Those that were timed stand for all. */
static uint64_t in_all(uint64_t ns, const struct call_summary *c)
{
	return c->timed ? (uint64_t)((unsigned __int128)ns * c->calls / c->timed) : 0;
}

void r3_call_count(const struct r3_machine *m, int is_i386, unsigned number,
		   struct r3_call_count *count)
{
	const struct summary *s = machine_ok(m) ? m->kernel->summary : NULL;
	const struct call_summary *c;

	if (count)
		memset(count, 0, sizeof(*count));
	if (!s || !count || number >= SUMMARY_KINDS)
		return;
	c = &s->calls[!is_i386][number];
	*count = (struct r3_call_count){ .calls = c->calls,
					 .errors = c->errors,
					 .ns = in_all(summary_ns(s, c->ticks), c),
					 .min_ns = summary_ns(s, c->min),
					 .max_ns = summary_ns(s, c->max) };
}
