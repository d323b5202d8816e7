/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pipe(2), pipe2(2), close_range(2): new descriptors, and gone ones. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "ring3/suite.h"

static void leave_numbers(struct r3_task *t, uint64_t n)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ n, 1024 }, 16), 0);
}

static void leave_no_numbers(struct r3_task *t)
{
	leave_numbers(t, 0);
}

static void leave_one_number(struct r3_task *t)
{
	leave_numbers(t, 1);
}

/* Nothing is left open when it fails. */
static void opened_nothing(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_fds(t, 0);
}

static void has_flags(struct r3_task *t, const uint64_t args[6], int flags, int fd_flags)
{
	for (unsigned i = 0; i < 2; i++) {
		uint32_t fd = r3_get_u32(t, args[0] + 4 * i);

		assert_int_equal(fd, i);
		r3_assert_result(t, (int)i | flags, SYS_fcntl, fd, F_GETFL);
		r3_assert_result(t, fd_flags, SYS_fcntl, fd, F_GETFD);
	}
}

static void no_flags(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flags(t, args, 0, 0);
}

static void closes_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flags(t, args, 0, FD_CLOEXEC);
}

static void does_not_wait(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_flags(t, args, O_NONBLOCK, 0);
}

/* The end for writing has the flag. */
static void has_packets(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_result(t, O_RDONLY, SYS_fcntl, 0, F_GETFL);
	r3_assert_result(t, O_WRONLY | O_DIRECT, SYS_fcntl, 1, F_GETFL);
}

static const struct r3_row pipe_rows[] = {
	{"two ends", 0, R3_WITH(R3_OUT(8)), .check = no_flags},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD), .check = opened_nothing},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL), .check = opened_nothing},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL), .check = opened_nothing},
	{"to what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(8)), .check = opened_nothing},
	{"to half of it", R3_ERR(EFAULT), R3_WITH(R3_SHORT(4)), .check = opened_nothing},
	{"to an odd address", 0, R3_WITH(R3_ODD(8))},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(R3_OUT(8)), .setup = leave_no_numbers},
	{"one number is free", R3_ERR(EMFILE), R3_WITH(R3_OUT(8)), .setup = leave_one_number},
	{"no number is free, to nothing", R3_ERR(EMFILE), R3_WITH(R3_BAD), .setup = leave_no_numbers},
};

R3_SUITE(pipe, .rows = R3_ROWS(pipe_rows),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ENFILE, "limits of the whole system, which no test comes to")));

static const struct r3_row pipe2_rows[] = {
	{"two ends", 0, R3_WITH(R3_OUT(8), 0), .check = no_flags},
	{"O_CLOEXEC", 0, R3_WITH(R3_OUT(8), O_CLOEXEC), .check = closes_at_exec},
	{"O_NONBLOCK", 0, R3_WITH(R3_OUT(8), O_NONBLOCK), .check = does_not_wait},
	{"O_DIRECT", 0, R3_WITH(R3_OUT(8), O_DIRECT), .check = has_packets},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_OUT(8), 1), .check = opened_nothing},
	{"all flags", R3_ERR(EINVAL), R3_WITH(R3_OUT(8), -1)},
	{"such a flag, to nothing", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1)},
	{"such a flag, no number is free", R3_ERR(EINVAL), R3_WITH(R3_OUT(8), 1), .setup = leave_no_numbers},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, O_CLOEXEC), .check = opened_nothing},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(R3_OUT(8), 0), .setup = leave_no_numbers},
};

R3_SUITE(pipe2, .rows = R3_ROWS(pipe2_rows),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ENFILE, "limits of the whole system, which no test comes to"),
		 R3_NEVER(ENOPKG, "kernels without watch queues")));

#define CLOSE_RANGE_UNSHARE 2
#define CLOSE_RANGE_CLOEXEC 4

static void three_files(struct r3_task *t)
{
	for (int i = 0; i < 3; i++)
		r3_open(t, ".", O_RDONLY);
}

static void left_0(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_fds(t, 1);
	r3_assert_open(t, 0);
}

static void left_all(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_fds(t, 3);
}

static void marked_1_and_2(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_result(t, 0, SYS_fcntl, 0, F_GETFD);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, 1, F_GETFD);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, 2, F_GETFD);
}

static const struct r3_row close_range_rows[] = {
	{"all from 1", 0, R3_WITH(1, -1, 0), .setup = three_files, .check = left_0},
	{"1 and 2", 0, R3_WITH(1, 2, 0), .setup = three_files, .check = left_0},
	{"those that are not open", 0, R3_WITH(10, 20, 0), .setup = three_files, .check = left_all},
	{"the last before the first", R3_ERR(EINVAL), R3_WITH(2, 1, 0), .setup = three_files, .check = left_all},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(1, 2, 1), .setup = three_files, .check = left_all},
	{"all flags", R3_ERR(EINVAL), R3_WITH(1, 2, -1)},
	{"in a table of its own", 0, R3_WITH(1, -1, CLOSE_RANGE_UNSHARE), .setup = three_files, .check = left_0},
	{"later", 0, R3_WITH(1, -1, CLOSE_RANGE_CLOEXEC), .setup = three_files, .check = marked_1_and_2},
};

/* The other thread keeps what the first one has closed for itself. */
static void unshares(struct r3_task *t)
{
	struct r3_task *other;

	three_files(t);
	other = r3_thread(t);
	r3_assert_result(t, 0, SYS_close_range, 0, -1, CLOSE_RANGE_UNSHARE);
	for (int fd = 0; fd < 3; fd++) {
		r3_assert_closed(t, fd);
		r3_assert_open(other, fd);
	}
}

static void unshare_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(*(struct r3_task **)ctx, SYS_close_range, 1, -1, CLOSE_RANGE_UNSHARE);

	(void)t;
	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void has_no_memory_to_unshare(struct r3_task *t)
{
	struct r3_task *other;

	three_files(t);
	other = r3_thread(t);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, unshare_or_nomem, &other) > 0);
}

R3_SUITE(close_range, .rows = R3_ROWS(close_range_rows),
	 .cases = R3_CASES(R3_CASE(unshares),
			   R3_CASE(has_no_memory_to_unshare,
				   .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(R3_NEVER(EMFILE, "a sysctl that is lowered while files are open")));
