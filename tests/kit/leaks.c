/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What an extension of the kernel forgets to give back is found at the end of the test. */
#include "kit.h"

/* forget.c: routines that do. */
int64_t forget_an_object(void *ctx, const uint64_t args[6]);
int64_t forget_a_file(void *ctx, const uint64_t args[6]);

static void add(struct r3_task *t, int64_t (*fn)(void *ctx, const uint64_t args[6]))
{
	const struct r3_new_call call = { .name = "forget", .number = 1000, .nargs = 1,
					  .abis = R3_I386 | R3_X86_64, .fn = fn };

	assert_int_equal(r3_add_call(r3_machine_of(t), &call), 0);
}

static void leaks_an_object(struct r3_task *t)
{
	add(t, forget_an_object);
	r3_assert_result(t, 0, 1000);
	r3_assert_result(t, 0, 1000);
}
R3_TEST_WITH(leaks_an_object, R3_ONLY_RING3)

static void leaks_a_file(struct r3_task *t)
{
	add(t, forget_a_file);
	r3_assert_result(t, 0, 1000, r3_open(t, "/dev/null", O_RDWR));
}
R3_TEST_WITH(leaks_a_file, R3_ONLY_RING3)

/* The next test is none the worse for it. */
static void leaks_nothing(struct r3_task *t)
{
	r3_assert_errno(t, ENOSYS, 1000);
}
R3_TEST(leaks_nothing)

static void one_more(struct r3_task *t, unsigned n, void *ctx)
{
	(void)n;
	(void)ctx;
	r3_assert_result(t, 0, 1000);
}

static void leaks_in_a_sweep(struct r3_task *t)
{
	add(t, forget_an_object);
	r3_sweep_failing(t, R3_FAIL_COPY, one_more, NULL);
}
R3_TEST_WITH(leaks_in_a_sweep, R3_ONLY_RING3)

KIT_MAIN
