/* SPDX-License-Identifier: GPL-2.0-or-later */
/* brk(2) as the kernel has it: the end of the heap, where it is or where it is now. */
#include "pages.h"

static int64_t end_now(struct r3_task *t)
{
	return r3_syscall(t, SYS_brk, 0);
}

static void grows_and_shrinks(struct r3_task *t)
{
	int64_t start = end_now(t);

	r3_assert_result(t, start + 5000, SYS_brk, start + 5000);
	assert_int_equal(end_now(t), start + 5000);
	r3_assert_memory(t, (r3_ptr)start, "\0\0\0", 3);
	r3_put(t, (r3_ptr)start, "heap", 4);
	r3_put(t, (r3_ptr)start + PAGE, "more", 4);
	r3_assert_result(t, start + 10, SYS_brk, start + 10);
	r3_assert_memory(t, (r3_ptr)start, "heap", 4);
	assert_false(readable(t, (r3_ptr)start + 2 * PAGE));
	r3_assert_result(t, start + 2 * PAGE, SYS_brk, start + 2 * PAGE);
	r3_assert_memory(t, (r3_ptr)start + PAGE, "\0\0\0\0", 4);
	r3_assert_result(t, start, SYS_brk, start);
}

static void refuses_by_staying(struct r3_task *t)
{
	int64_t start = end_now(t);

	r3_assert_result(t, start, SYS_brk, 1);
	r3_assert_result(t, start, SYS_brk, start - 1);
	r3_assert_result(t, start, SYS_brk, r3_is_i386(t) ? (int64_t)0xfffff000 : -1);
	r3_assert_result(t, start, SYS_brk, R3_KERNEL_PTR(t));
}

/* A page in front of it. */
static void stops_at_a_mapping(struct r3_task *t)
{
	int64_t start = end_now(t), page = (start + PAGE - 1) & -PAGE;

	assert_int_equal(map_at(t, (r3_ptr)page + 2 * PAGE, PAGE, PROT_NONE, ANON | MAP_FIXED, -1),
			 page + 2 * PAGE);
	r3_assert_result(t, start, SYS_brk, page + 2 * PAGE);
	r3_assert_result(t, page + PAGE, SYS_brk, page + PAGE);
	r3_assert_result(t, page + PAGE, SYS_brk, page + PAGE + 1);
}

static void the_limit_of_data(struct r3_task *t)
{
	int64_t start = end_now(t);

	limit(t, RLIMIT_DATA, PAGE);
	r3_assert_result(t, start, SYS_brk, start + 64 * PAGE);
}

static void the_limit_of_address_space(struct r3_task *t)
{
	int64_t start = end_now(t);

	limit(t, RLIMIT_AS, PAGE);
	r3_assert_result(t, start, SYS_brk, start + 2 * PAGE);
}

R3_SUITE(brk,
	 .cases = R3_CASES(R3_CASE(grows_and_shrinks), R3_CASE(refuses_by_staying),
			   R3_CASE(stops_at_a_mapping), R3_CASE(the_limit_of_data),
			   R3_CASE(the_limit_of_address_space)));
