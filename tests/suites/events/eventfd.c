/* SPDX-License-Identifier: GPL-2.0-or-later */
/* eventfd(2) and eventfd2, and the counter behind. */
#include <sys/eventfd.h>

#include "events.h"

static const struct r3_row rows[] = {
	{"of 0", R3_NEW_FD, R3_WITH(0)},
	{"of the largest number", R3_NEW_FD, R3_WITH(0xffffffff)},
};

static const struct r3_row flags[] = {
	{"of 0", R3_NEW_FD, R3_WITH(0, 0)},
	{"not waiting, closed at exec", R3_NEW_FD, R3_WITH(5, EFD_NONBLOCK | EFD_CLOEXEC)},
	{"as a semaphore", R3_NEW_FD, R3_WITH(5, EFD_SEMAPHORE)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(0, 2)},
	{"flags of another call", R3_ERR(EINVAL), R3_WITH(0, O_RDWR)},
	{"flag -1", R3_ERR(EINVAL), R3_WITH(0, -1)},
};

static int64_t make(struct r3_task *t, unsigned count, int how)
{
	return r3_assert_ok(t, SYS_eventfd2, count, how);
}

static r3_ptr number(struct r3_task *t, uint64_t n)
{
	return r3_bytes(t, &n, sizeof(n));
}

static void counts(struct r3_task *t)
{
	int64_t fd = make(t, 5, EFD_NONBLOCK);
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_result(t, 8, SYS_write, fd, number(t, 3), 8);
	r3_assert_errno(t, EINVAL, SYS_read, fd, p, 7);
	r3_assert_result(t, 8, SYS_read, fd, p, 8);
	assert_int_equal(r3_get_u64(t, p), 8);
	r3_assert_errno(t, EAGAIN, SYS_read, fd, p, 8);
	r3_assert_errno(t, EINVAL, SYS_write, fd, number(t, ~0ull), 8);
	r3_assert_errno(t, EINVAL, SYS_write, fd, p, 7);
	r3_assert_errno(t, EFAULT, SYS_write, fd, R3_BAD_PTR, 8);
	r3_assert_result(t, 8, SYS_write, fd, number(t, ~0ull - 1), 8);
	r3_assert_errno(t, EAGAIN, SYS_write, fd, number(t, 1), 8);
	r3_assert_result(t, 8, SYS_write, fd, number(t, 0), 8);
}

static void counts_down(struct r3_task *t)
{
	int64_t fd = make(t, 2, EFD_NONBLOCK | EFD_SEMAPHORE);
	r3_ptr p = r3_alloc(t, 8);

	for (int i = 0; i < 2; i++) {
		r3_assert_result(t, 8, SYS_read, fd, p, 100);
		assert_int_equal(r3_get_u64(t, p), 1);
	}
	r3_assert_errno(t, EAGAIN, SYS_read, fd, p, 8);
}

static void both_wait(struct r3_task *t)
{
	int64_t fd = make(t, 0, 0);
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *thread = r3_thread(t);

	r3_begin(t, SYS_read, fd, p, 8);
	r3_assert_blocks(t);
	r3_assert_result(thread, 8, SYS_write, fd, number(thread, ~0ull - 1), 8);
	r3_assert_finished(t, 8);
	assert_int_equal(r3_get_u64(t, p), ~0ull - 1);
	r3_assert_result(thread, 8, SYS_write, fd, number(thread, ~0ull - 1), 8);
	r3_begin(thread, SYS_write, fd, number(thread, 1), 8);
	r3_assert_blocks(thread);
	r3_assert_result(t, 8, SYS_read, fd, p, 8);
	r3_assert_finished(thread, 8);
}

static void no_more_descriptors(struct r3_task *t)
{
	no_descriptors(t);
	r3_assert_errno(t, EMFILE, SYS_eventfd2, 0, 0);
	r3_assert_errno(t, EMFILE, SYS_eventfd, 0);
	r3_assert_errno(t, EINVAL, SYS_eventfd2, 0, 2);
}

static void make_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_call(t, r3_suite_call(t), 0, 0);

	(void)n;
	(void)ctx;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_sweep_failing(t, R3_FAIL_ALLOC, make_once, NULL);
}

#define NO_HOST .ring3_only = "no allocation of the host's can be made to fail"
#define USUAL_CASES                                                                                \
	R3_CASE(no_more_descriptors), R3_CASE(memory_runs_out, NO_HOST), R3_CASE(counts)
#define NOT_HERE                                                                                   \
	R3_NEVER(ENFILE, "root's limit of all files, which no test may come to"),                  \
		R3_NEVER(ENODEV, "a kernel without anonymous inodes")
R3_SUITE(eventfd, .rows = R3_ROWS(rows), .cases = R3_CASES(USUAL_CASES),
	 .unreached = R3_UNREACHED(NOT_HERE, R3_NEVER(EINVAL, "it has no flags")));
R3_SUITE(eventfd2, .page = "eventfd", .rows = R3_ROWS(flags),
	 .cases = R3_CASES(USUAL_CASES, R3_CASE(counts_down), R3_CASE(both_wait)),
	 .unreached = R3_UNREACHED(NOT_HERE));
