/* SPDX-License-Identifier: GPL-2.0-or-later */
/* timerfd_create(2), timerfd_settime(2), timerfd_gettime(2). */
#include <sys/resource.h>
#include <sys/timerfd.h>

#include "clock.h"

static const struct r3_row creates[] = {
	{"time since boot", R3_NEW_FD, R3_WITH(CLOCK_MONOTONIC, 0)},
	{"wall time", R3_NEW_FD, R3_WITH(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC)},
	{"time with sleep", R3_NEW_FD, R3_WITH(CLOCK_BOOTTIME, 0)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(CLOCK_MONOTONIC, 1)},
	{"a clock without timers", R3_ERR(EINVAL), R3_WITH(CLOCK_MONOTONIC_RAW, 0)},
	{"the process' time", R3_ERR(EINVAL), R3_WITH(CLOCK_PROCESS_CPUTIME_ID, 0)},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, 0)},
	{"an alarm, by nobody who may", R3_ERR(EPERM), R3_WITH(9, 0)},
	{"an alarm, an unknown flag", R3_ERR(EINVAL), R3_WITH(9, 1)},
};

#define SOON R3_BY_ABI(R3_LONGS(0, 0, 1000, 0), R3_U64S(0, 0, 1000, 0))
#define PARTS(interval, value) R3_U64S(0, interval, 1, value)
static const struct r3_row sets[] = {
	{"a time", 0, R3_WITH(R3_FD(TIMERFD), 0, SOON, R3_OUT(32))},
	{"a moment that has passed", 0, R3_WITH(R3_FD(TIMERFD), 1, PARTS(0, 0), R3_NULL)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_FD(TIMERFD), 4, SOON, R3_NULL)},
	{"an unknown flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 4, SOON, R3_NULL)},
	{"to be told of steps", 0, R3_WITH(R3_FD(TIMERFD), 3, PARTS(0, 0), R3_NULL)},
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, SOON, R3_NULL)},
	{"not open, from nowhere", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, 0, R3_BAD, R3_NULL)},
	{"no timerfd", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, SOON, R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), 0, R3_BAD, R3_NULL)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), 0, R3_NULL, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), 0, R3_SHORT(15), R3_NULL)},
	{"the old one into nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), 0, SOON, R3_BAD)},
};
static const struct r3_row parts[] = {
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(R3_FD(TIMERFD), 0, PARTS(0, BILLION), R3_NULL)},
	{"an interval with a second of ns", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(TIMERFD), 0, PARTS(BILLION, 0), R3_NULL)},
	{"below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(TIMERFD), 0, R3_U64S(0, 0, -1, 0), R3_NULL)},
};
static const struct r3_row gets[] = {
	{"not armed", 0, R3_WITH(R3_FD(TIMERFD), R3_OUT(32))},
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(32))},
	{"not open, into nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD)},
	{"no timerfd", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_OUT(32))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), R3_SHORT(15))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(TIMERFD), R3_RO(32))},
};

static r3_ptr setting(struct r3_task *t, int64_t interval, int64_t value)
{
	int64_t all[4] = { interval, 0, value, 0 };

	return r3_bytes(t, all, sizeof(all));
}

static int64_t settime(struct r3_task *t, int fd, int flags, r3_ptr new, r3_ptr old)
{
	return r3_call(t, r3_is_i386(t) ? "timerfd_settime64" : "timerfd_settime", fd, flags, new, old);
}

static void counts(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_TIMERFD);
	r3_ptr p = r3_alloc(t, 8);

	assert_int_equal(settime(t, fd, 0, setting(t, 2, 1), 0), 0);
	r3_begin(t, SYS_read, fd, p, 8);
	r3_assert_blocks(t);
	r3_advance(t, 2ull * BILLION);
	r3_assert_finished(t, 8);
	assert_int_equal(r3_get_u64(t, p), 1);
	r3_advance(t, 7ull * BILLION);
	r3_assert_result(t, 8, SYS_read, fd, p, 8);
	assert_int_equal(r3_get_u64(t, p), 4);
}

static void what_was_set_is_told(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_TIMERFD);
	r3_ptr p = r3_alloc(t, 32);

	assert_int_equal(settime(t, fd, 0, setting(t, 7, 1000), p), 0);
	assert_int_equal(r3_get_u64(t, p + 16), 0);
	assert_int_equal(settime(t, fd, 0, setting(t, 0, 0), p), 0);
	assert_int_equal(r3_get_u64(t, p), 7);
	assert_true(r3_get_u64(t, p + 16) >= 900 && r3_get_u64(t, p + 16) <= 1000);
}

static void no_more_descriptors(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE, r3_bytes(t, (uint64_t[]){ 0, 0 }, 16), 0);
	r3_assert_errno(t, EMFILE, SYS_timerfd_create, CLOCK_MONOTONIC, 0);
}

static void create_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_timerfd_create, CLOCK_MONOTONIC, 0);

	(void)n;
	(void)ctx;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_sweep_failing(t, R3_FAIL_ALLOC, create_once, NULL);
}

#define OF_CREATE(e) R3_NEVER(e, "timerfd_create's")
#define NOT_OF_CREATE                                                                              \
	OF_CREATE(EMFILE), OF_CREATE(ENFILE), OF_CREATE(ENODEV), OF_CREATE(ENOMEM),                \
		OF_CREATE(EPERM), R3_NEVER(ECANCELED, "a read's after the clock was set")
R3_SUITE(timerfd_create, .rows = R3_ROWS(creates),
	 .cases = R3_CASES(R3_CASE(no_more_descriptors),
			   R3_CASE(memory_runs_out,
				   .ring3_only = "no allocation of the host's can be made to fail")),
	 .unreached = R3_UNREACHED(R3_NEVER(EBADF, "timerfd_settime's"), R3_NEVER(EFAULT, "its"),
				   R3_NEVER(ECANCELED, "a read's after the clock was set"),
				   R3_NEVER(ENFILE, "root's limit of all files, which no test may come to"),
				   R3_NEVER(ENODEV, "a kernel without anonymous inodes")));
R3_SUITE(timerfd_settime, .abis = R3_ONLY_X86_64, .page = "timerfd_create", .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told),
			   R3_CASE(counts, .ring3_only = "seconds that pass by hand")),
	 .unreached = R3_UNREACHED(NOT_OF_CREATE));
R3_SUITE(timerfd_settime64, .page = "timerfd_create", .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told)), .unreached = R3_UNREACHED(NOT_OF_CREATE));
R3_SUITE(timerfd_parts, .calls = "timerfd_settime64", .page = "timerfd_create",
	 .rows = R3_ROWS(parts), .unreached = R3_UNREACHED(NOT_OF_CREATE));
R3_SUITE(timerfd_gettime, .calls = "timerfd_gettime timerfd_gettime64", .page = "timerfd_create",
	 .rows = R3_ROWS(gets), .cases = R3_CASES(R3_CASE(what_was_set_is_told)),
	 .unreached = R3_UNREACHED(NOT_OF_CREATE));
