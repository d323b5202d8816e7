/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counting calls: the kernel's table in the public header's words. */
#include <string.h>

#include "api/machine.h"
#include "kernel/summary.h"
#include "ring3/trace.h"
#include "syscall.h"

int r3_count_calls(struct r3_machine *m, int all_tasks, int wall)
{
	struct kernel *before = kernel_enter(m->kernel);
	int err;

	summary_free(m->kernel);
	err = summary_begin(m->kernel, all_tasks, wall);
	kernel_enter(before);
	return err;
}

void r3_call_count(const struct r3_machine *m, int is_i386, unsigned number,
		   struct r3_call_count *count)
{
	const struct summary *s = m->kernel->summary;
	const struct call_summary *c;

	memset(count, 0, sizeof(*count));
	if (!s || number > NR_SYSCALLS)
		return;
	c = &s->calls[!is_i386][number];
	*count = (struct r3_call_count){ .calls = c->calls,
					 .errors = c->errors,
					 .ns = summary_ns(s, c->ticks),
					 .min_ns = summary_ns(s, c->min),
					 .max_ns = summary_ns(s, c->max) };
}
