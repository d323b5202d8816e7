/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kit boot|call|call32|table|test|back: microseconds of the test kit's, the median of many. boot: of a
 * fixture that makes its machine, the first of a process on standard error; call: of a getppid by the
 * usual trap, call32 by 32-bit code's, table without one; test: of a fixture's setup and teardown when
 * there is a machine; back: to a saved state after a call. (Without a test of CMocka's around it what
 * fails ends the process.)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ring3/cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "median.h"

#define CALLS 2000

static struct r3_task *begin(int is_i386)
{
	void *state = NULL;

	if (is_i386 ? r3_setup_i386(&state) : r3_setup_x86_64(&state))
		exit(1);
	return state;
}

static void end(struct r3_task *t)
{
	void *state = t;

	if (r3_teardown(&state))
		exit(1);
}

static void boot(void)
{
	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();
		struct r3_task *t = begin(0);

		samples[i] = now_us() - start;
		end(t);
		r3_kit_done(); /* so that the next one has no machine yet */
	}
	fprintf(stderr, "the first of this process: %.1f\n", samples[0]);
}

static void call(int is_i386, enum r3_way way)
{
	struct r3_task *t = begin(is_i386);

	r3_call_by(t, way);
	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();

		for (int k = 0; k < CALLS; k++)
			r3_syscall(t, SYS_getppid);
		samples[i] = (now_us() - start) / CALLS;
	}
	end(t);
}

static void test(void)
{
	end(begin(0));
	for (int i = 0; i < ROUNDS; i++) {
		double start = now_us();

		end(begin(0));
		samples[i] = now_us() - start;
	}
}

static void back(void)
{
	struct r3_task *t = begin(0);

	r3_save(t);
	for (int i = 0; i < ROUNDS; i++) {
		double start;

		r3_syscall(t, SYS_pipe, r3_alloc(t, 8));
		start = now_us();
		r3_back(t);
		samples[i] = now_us() - start;
	}
	end(t);
}

int main(int argc, char **argv)
{
	const char *what = argc == 2 ? argv[1] : "";

	if (!strcmp(what, "boot"))
		boot();
	else if (!strcmp(what, "call"))
		call(0, R3_BY_USUAL);
	else if (!strcmp(what, "call32"))
		call(1, R3_BY_USUAL);
	else if (!strcmp(what, "table"))
		call(0, R3_BY_TABLE);
	else if (!strcmp(what, "test"))
		test();
	else if (!strcmp(what, "back"))
		back();
	else
		return 2;
	printf("%.2f\n", median());
	return 0;
}
