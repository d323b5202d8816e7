/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For tests: failures on demand, time by hand. */
#include "api/machine.h"
#include "kernel/clock.h"
#include "mm/mm.h"
#include "uaccess.h"

static bool is_known(enum r3_failing what)
{
	return what == R3_FAIL_ALLOC || what == R3_FAIL_FRAME || what == R3_FAIL_COPY;
}

static void arm(struct kernel *k, enum r3_failing what, unsigned long n)
{
	struct kernel *before = kernel_enter(k);

	if (what == R3_FAIL_ALLOC)
		arena_fail_nth(k->arena, n);
	else if (what == R3_FAIL_FRAME)
		k->mem->fail_nth = n;
	else
		uaccess_fail_nth(n);
	kernel_enter(before);
}

static unsigned long left(struct kernel *k, enum r3_failing what)
{
	struct kernel *before = kernel_enter(k);
	unsigned long n;

	if (what == R3_FAIL_ALLOC)
		n = arena_fail_left(k->arena);
	else if (what == R3_FAIL_FRAME)
		n = k->mem->fail_nth;
	else
		n = uaccess_fail_left();
	kernel_enter(before);
	return n;
}

int r3_fail_nth(struct r3_machine *m, enum r3_failing what, uint64_t n)
{
	if (!machine_ok(m))
		return machine_bad();
	if (!is_known(what))
		return machine_fail(m, -EINVAL, "nothing that could fail has number %d", (int)what);
	arm(m->kernel, what, n);
	return 0;
}

uint64_t r3_fail_left(const struct r3_machine *m, enum r3_failing what)
{
	return machine_ok(m) && is_known(what) ? left(m->kernel, what) : 0;
}

int r3_advance_time(struct r3_machine *m, uint64_t ns)
{
	struct kernel *before;
	int err;

	if (!machine_ok(m))
		return machine_bad();
	before = kernel_enter(m->kernel);
	err = machine_clock_advance(ns);
	kernel_enter(before);
	return err ? machine_fail(m, err, "its clock does not go by hand, or not so far") : 0;
}
