/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nanosleep(2) and clock_nanosleep(2), which answers alike, but for its flags and clocks. */
#include "clock.h"

#define LONG_TIME R3_LONGS(100000, 0)

static const struct r3_row rows[] = {
	{"no time", 0, R3_WITH(R3_LONGS(0, 0), R3_OUT(16))},
	{"no time, the rest nowhere to be put", 0, R3_WITH(R3_LONGS(0, 0), R3_NULL)},
	{"a long time", R3_BLOCKS, R3_WITH(LONG_TIME, R3_NULL)},
	{"seconds below 0", R3_ERR(EINVAL), R3_WITH(R3_LONGS(-1, 0), R3_NULL)},
	{"nanoseconds below 0", R3_ERR(EINVAL), R3_WITH(R3_LONGS(0, -1), R3_NULL)},
	{"a second of nanoseconds", R3_ERR(EINVAL), R3_WITH(R3_LONGS(0, BILLION), R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_NULL)},
	{"from the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(7), R3_NULL)},
	{"no time, the rest into nothing", 0, R3_WITH(R3_LONGS(0, 0), R3_BAD)},
};

#define ON(clock, flags, time) R3_WITH(clock, flags, time, R3_NULL)
static const struct r3_row by_clock[] = {
	{"no time", 0, ON(CLOCK_MONOTONIC, 0, R3_U64S(0, 0))},
	{"a time that has passed", 0, ON(CLOCK_MONOTONIC, TIMER_ABSTIME, R3_U64S(0, 0))},
	{"a time of day that has passed", 0, ON(CLOCK_REALTIME, TIMER_ABSTIME, R3_U64S(1, 0))},
	{"a long time", R3_BLOCKS, ON(CLOCK_BOOTTIME, 0, R3_U64S(100000, 0))},
	{"its own process' time", R3_BLOCKS, ON(CLOCK_PROCESS_CPUTIME_ID, 0, R3_U64S(100000, 0))},
	{"its own time", R3_ERR(EOPNOTSUPP), ON(CLOCK_THREAD_CPUTIME_ID, 0, R3_U64S(0, 0))},
	{"a clock that cannot wake", R3_ERR(EOPNOTSUPP), ON(CLOCK_MONOTONIC_RAW, 0, R3_U64S(0, 0))},
	{"a clock that cannot wake, from nowhere", R3_ERR(EOPNOTSUPP),
	 ON(CLOCK_MONOTONIC_COARSE, 0, R3_BAD)},
	{"no clock", R3_ERR(EINVAL), ON(NO_CLOCK, 0, R3_U64S(0, 0))},
	{"no clock, from nowhere", R3_ERR(EINVAL), ON(NO_CLOCK, 0, R3_BAD)},
	{"unknown flags do not count", 0, ON(CLOCK_MONOTONIC, 0x100, R3_U64S(0, 0))},
	{"a second of nanoseconds", R3_ERR(EINVAL), ON(CLOCK_MONOTONIC, 0, R3_U64S(0, BILLION))},
	{"seconds below 0", R3_ERR(EINVAL), ON(CLOCK_MONOTONIC, 0, R3_U64S(-1, 0))},
	{"from nowhere", R3_ERR(EFAULT), ON(CLOCK_MONOTONIC, 0, R3_BAD)},
	{"from what ends early", R3_ERR(EFAULT), ON(CLOCK_MONOTONIC, 0, R3_SHORT(15))},
};

static void is_interrupted(struct r3_task *t)
{
	r3_ptr left = r3_alloc(t, 16);
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	r3_begin(t, SYS_nanosleep, moment(t, 1000, 0), left);
	r3_assert_blocks(t);
	interrupt(t, thread);
	r3_assert_finished(t, -EINTR);
	assert_true(seconds_at(t, left) >= 900 && seconds_at(t, left) <= 1000);
}

/* A signal that is not handled does not end it: it goes on for what is left. */
static void goes_on(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);

	r3_begin(t, SYS_nanosleep, moment(t, 1000, 0), 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGCHLD);
	r3_assert_blocks(t);
}

static void ends_when_it_is_time(struct r3_task *t)
{
	r3_begin(t, SYS_nanosleep, moment(t, 1000, 5), 0);
	r3_assert_blocks(t);
	r3_advance(t, 1000ull * BILLION);
	r3_assert_blocks(t);
	r3_advance(t, 100000);
	r3_assert_finished(t, 0);
}

/* What is left is told of a time from now; of a moment, nothing. */
static void clocks_are_interrupted(struct r3_task *t)
{
	int64_t wide[2] = { 1000, 0 }, late[2] = { 1ll << 32, 0 };
	r3_ptr left = r3_alloc(t, 16);
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	if (r3_is_i386(t))
		r3_begin(t, SYS_clock_nanosleep_time64, CLOCK_MONOTONIC, 0, r3_bytes(t, wide, 16), left);
	else
		r3_begin(t, SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, r3_bytes(t, wide, 16), left);
	interrupt(t, thread);
	r3_assert_finished(t, -EINTR);
	assert_true(r3_get_u64(t, left) >= 900 && r3_get_u64(t, left) <= 1000);
	r3_put(t, left, "untouched.......", 16);
	if (r3_is_i386(t))
		r3_begin(t, SYS_clock_nanosleep_time64, CLOCK_MONOTONIC, TIMER_ABSTIME,
			 r3_bytes(t, late, 16), left);
	else
		r3_begin(t, SYS_clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME,
			 r3_bytes(t, late, 16), left);
	r3_assert_blocks(t);
	interrupt(t, thread);
	r3_assert_finished(t, -EINTR);
	r3_assert_memory(t, left, "untouched.......", 16);
}

R3_SUITE(nanosleep, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(is_interrupted), R3_CASE(goes_on),
			   R3_CASE(ends_when_it_is_time, .ring3_only = "a thousand seconds")));
R3_SUITE(clock_nanosleep, .abis = R3_ONLY_X86_64, .rows = R3_ROWS(by_clock),
	 .cases = R3_CASES(R3_CASE(clocks_are_interrupted)));
R3_SUITE(clock_nanosleep_time64, .page = "clock_nanosleep", .rows = R3_ROWS(by_clock),
	 .cases = R3_CASES(R3_CASE(clocks_are_interrupted)));
