/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine has done, and what it is made of. */
#include <capstone/capstone.h>
#include <stdio.h>
#include <string.h>

#include "api/machine.h"
#include "syscall.h"

void r3_stats(const struct r3_machine *m, struct r3_stats *s)
{
	const struct kernel *k;
	struct cpu_stats cs;

	if (!s)
		return;
	memset(s, 0, sizeof(*s));
	if (!machine_ok(m))
		return;
	k = m->kernel;
	k->cpu_ops->stats(k->cpu, &cs);
	s->int80 = k->stats.traps[CPU_TRAP_INT80];
	s->sysenter = k->stats.traps[CPU_TRAP_SYSENTER];
	s->syscall32 = k->stats.traps[CPU_TRAP_SYSCALL32];
	s->syscall64 = k->stats.traps[CPU_TRAP_SYSCALL64];
	s->calls_i386 = k->stats.calls_ia32;
	s->calls_x86_64 = k->stats.calls_x64;
	s->page_faults = k->stats.page_faults;
	s->tlb_fills = cs.tlb_fills;
	s->blocks_translated = cs.blocks_translated;
	s->execs = k->stats.execs;
	s->exec_blocks_last = cs.blocks_translated - k->stats.blocks_at_exec;
	s->frames_peak = k->mem->peak;
	s->sleeps = k->stats.sleeps;
	s->broken_sleep = k->stats.broken_sleep;
	s->call_hash = k->call_hash;
}

static bool call_stat(const struct r3_machine *m, int is_x64, unsigned nr, struct r3_call_stat *c)
{
	const struct sys_entry *table = is_x64 ? sys_call_table : ia32_sys_call_table;
	const struct kernel *k = m->kernel;
	bool beyond = nr == NR_SYSCALLS;

	memset(c, 0, sizeof(*c));
	c->name = beyond ? NULL : table[nr].name;
	c->number = nr;
	c->is_i386 = !is_x64;
	c->served = !beyond && table[nr].sys->call;
	c->count = k->missing[is_x64][nr];
	if (k->call_times[is_x64]) {
		if (c->served)
			c->count = k->call_times[is_x64][nr].count;
		c->ns = k->call_times[is_x64][nr].ns;
	}
	return c->count;
}

void r3_each_call(const struct r3_machine *m, int (*fn)(void *ctx, const struct r3_call_stat *),
		  void *ctx)
{
	struct r3_call_stat c;
	unsigned nr;
	int is_x64;

	if (!machine_ok(m) || !fn)
		return;
	for (is_x64 = 0; is_x64 < 2; is_x64++)
		for (nr = 0; nr <= NR_SYSCALLS; nr++)
			if (call_stat(m, is_x64, nr, &c) && fn(ctx, &c))
				return;
}

const char *r3_version(void)
{
	static _Thread_local char text[256];
	int major, minor;

	cs_version(&major, &minor);
	snprintf(text, sizeof(text),
		 "ring3 " RING3_VERSION "\n"
		 "engine: %s\n"
		 "libraries: Capstone %d.%d, libelf " RING3_LIBELF_VERSION "\n",
		 unicorn_cpu.version(), major, minor);
	return text;
}
