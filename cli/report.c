/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --stats and --missing. */
#include <inttypes.h>
#include <stdio.h>

#include "cli.h"

static int print_time(__attribute__((unused)) void *ctx, const struct r3_call_stat *c)
{
	if (c->count && c->served)
		fprintf(stderr, "  %-6s %-24s %12" PRIu64 " calls %12.1f us %10.0f ns each\n",
			c->is_i386 ? "i386" : "x86-64", c->name, c->count, (double)c->ns / 1000,
			(double)c->ns / (double)c->count);
	return 0;
}

void print_stats(const struct r3_machine *m, bool times)
{
	struct r3_stats s;

	r3_stats(m, &s);
	fprintf(stderr,
		"system calls        %12" PRIu64 " (%" PRIu64 " i386, %" PRIu64 " x86-64)\n"
		"  int $0x80         %12" PRIu64 "\n"
		"  sysenter          %12" PRIu64 "\n"
		"  syscall, 32-bit   %12" PRIu64 "\n"
		"  syscall, 64-bit   %12" PRIu64 "\n"
		"page faults         %12" PRIu64 "\n"
		"TLB fills           %12" PRIu64 "\n"
		"blocks translated   %12" PRIu64 "\n"
		"  since last exec   %12" PRIu64 " (exec number %" PRIu64 ")\n"
		"frames at peak      %12" PRIu64 " (%" PRIu64 " KiB)\n",
		s.calls_i386 + s.calls_x86_64, s.calls_i386, s.calls_x86_64, s.int80, s.sysenter,
		s.syscall32, s.syscall64, s.page_faults, s.tlb_fills, s.blocks_translated,
		s.exec_blocks_last, s.execs, s.frames_peak, s.frames_peak * 4);
	if (times) {
		fprintf(stderr, "time of calls, sleeps included\n");
		r3_each_call(m, print_time, NULL);
	}
}

static int print_call(void *ctx, const struct r3_call_stat *c)
{
	if (!c->served) {
		fprintf(stderr, "ring3: missing: %s %s (%u) %" PRIu64 "\n",
			c->is_i386 ? "i386" : "x86-64", c->name ? c->name : "no such call",
			c->number, c->count);
		++*(unsigned *)ctx;
	}
	return 0;
}

void print_missing(const struct r3_machine *m)
{
	unsigned n = 0;

	r3_each_call(m, print_call, &n);
	if (!n)
		fprintf(stderr, "ring3: missing: nothing\n");
}

bool print_left(const struct r3_left *left)
{
	const struct {
		const char *what;
		uint64_t count;
	} rows[] = { { "tasks", left->tasks },	       { "files", left->files },
		     { "inodes", left->inodes },       { "dentries", left->dentries },
		     { "frames", left->frames },       { "kernel objects", left->objects } };
	bool any = false;

	for (unsigned i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!rows[i].count)
			continue;
		complain("left behind: %" PRIu64 " %s", rows[i].count, rows[i].what);
		any = true;
	}
	return any;
}
