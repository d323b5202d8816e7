/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading clocks, and setting them, which no test does to the host. */
#include "clock.h"

static const struct r3_row gets[] = {
	{"wall time", 0, R3_WITH(CLOCK_REALTIME, R3_OUT(16))},
	{"time since boot", 0, R3_WITH(CLOCK_MONOTONIC, R3_OUT(16))},
	{"the process' time", 0, R3_WITH(CLOCK_PROCESS_CPUTIME_ID, R3_OUT(16))},
	{"the thread's time", 0, R3_WITH(CLOCK_THREAD_CPUTIME_ID, R3_OUT(16))},
	{"raw time", 0, R3_WITH(CLOCK_MONOTONIC_RAW, R3_OUT(16))},
	{"coarse wall time", 0, R3_WITH(CLOCK_REALTIME_COARSE, R3_OUT(16))},
	{"coarse time", 0, R3_WITH(CLOCK_MONOTONIC_COARSE, R3_OUT(16))},
	{"time with sleep", 0, R3_WITH(CLOCK_BOOTTIME, R3_OUT(16))},
	{"alarm's wall time", R3_ANY_OK, R3_WITH(CLOCK_TAI, R3_OUT(16))},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_OUT(16))},
	{"clock 10, which is gone", R3_ERR(EINVAL), R3_WITH(10, R3_OUT(16))},
	{"no clock, into nothing", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_BAD)},
	{"the smallest number", R3_ERR(EINVAL), R3_WITH(INT32_MIN, R3_OUT(16))},
	/* clocks of tasks: ~number << 3 | kind */
	{"of the task itself", 0, R3_WITH(-6, R3_OUT(16))},
	{"of nobody", R3_ERR(EINVAL), R3_WITH((int32_t)(~0x3ffffffu << 3 | 2), R3_OUT(16))},
	{"of a descriptor that is not open", R3_ERR(EINVAL),
	 R3_WITH((int32_t)(~(uint32_t)R3_CLOSED << 3 | 3), R3_OUT(16))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_BAD)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_KERNEL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_SHORT(7))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_RO(16))},
};

static void a_moment_of_time(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);

	assert_int_equal(r3_call(t, r3_suite_call(t), CLOCK_REALTIME, p), 0);
	assert_true(seconds_at(t, p) > 1600000000);
	assert_true(part_at(t, p) >= 0 && part_at(t, p) < BILLION);
	assert_int_equal(r3_call(t, r3_suite_call(t), CLOCK_MONOTONIC, p), 0);
	assert_true(seconds_at(t, p) >= 0 && seconds_at(t, p) < 1600000000);
}

static void of_other_tasks(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *thread = r3_thread(t);
	r3_ptr p = r3_alloc(t, 16);

	/* kind 2 is all time; 4 says a thread, else a process */
	assert_int_equal(r3_call(t, r3_suite_call(t), (int32_t)(~(uint32_t)r3_tid(child) << 3 | 2), p), 0);
	assert_int_equal(r3_call(t, r3_suite_call(t), (int32_t)(~(uint32_t)r3_tid(thread) << 3 | 6), p), 0);
	assert_int_equal(r3_call(t, r3_suite_call(t), (int32_t)(~(uint32_t)r3_tid(child) << 3 | 6), p),
			 -EINVAL);
	assert_int_equal(r3_call(t, r3_suite_call(t), (int32_t)(~(uint32_t)r3_tid(thread) << 3 | 2), p),
			 -EINVAL);
}

#define OF_SETTING(e) R3_NEVER(e, "setting's")
#define GETTIME_NEVER                                                                              \
	R3_UNREACHED(OF_SETTING(EACCES), OF_SETTING(EPERM),                                        \
		     R3_NEVER(ENODEV, "clocks of devices that were unplugged"),                    \
		     R3_NEVER(ENOTSUP, "a device's, or setting's"))
R3_SUITE(clock_gettime, .calls = "clock_gettime clock_gettime64", .page = "clock_getres",
	 .rows = R3_ROWS(gets), .cases = R3_CASES(R3_CASE(a_moment_of_time), R3_CASE(of_other_tasks)),
	 .unreached = GETTIME_NEVER);

static const struct r3_row resolutions[] = {
	{"of wall time", 0, R3_WITH(CLOCK_REALTIME, R3_OUT(16))},
	{"of coarse time", 0, R3_WITH(CLOCK_MONOTONIC_COARSE, R3_OUT(16))},
	{"of the process' time", 0, R3_WITH(CLOCK_PROCESS_CPUTIME_ID, R3_OUT(16))},
	{"no place for it", 0, R3_WITH(CLOCK_REALTIME, R3_NULL)},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_OUT(16))},
	{"no clock, into nothing", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_SHORT(7))},
};

static void a_nanosecond(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);

	assert_int_equal(r3_call(t, r3_suite_call(t), CLOCK_REALTIME, p), 0);
	assert_int_equal(seconds_at(t, p), 0);
	assert_int_equal(part_at(t, p), 1);
}

R3_SUITE(clock_getres, .calls = "clock_getres clock_getres_time64", .page = "clock_getres",
	 .rows = R3_ROWS(resolutions), .cases = R3_CASES(R3_CASE(a_nanosecond)),
	 .unreached = GETTIME_NEVER);

static const struct r3_row sets[] = {
	{"by nobody who may", R3_ERR(EPERM), R3_WITH(CLOCK_REALTIME, R3_LONGS(1700000000, 0))},
	{"a clock that cannot be set", R3_ERR(EINVAL), R3_WITH(CLOCK_MONOTONIC, R3_LONGS(1, 0))},
	{"a process' clock", R3_ERR(EINVAL), R3_WITH(CLOCK_PROCESS_CPUTIME_ID, R3_LONGS(1, 0))},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_LONGS(1, 0))},
	{"no clock, from nowhere", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_BAD)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_BAD)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_SHORT(7))},
};
R3_SUITE(clock_settime, .page = "clock_getres", .rows = R3_ROWS(sets),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "clocks of devices"),
				   R3_NEVER(ENODEV, "clocks of devices that were unplugged"),
				   R3_NEVER(ENOTSUP, "a device's")));

static const struct r3_row days[] = {
	{"both", 0, R3_WITH(R3_OUT(16), R3_OUT(8))},
	{"the time", 0, R3_WITH(R3_OUT(16), R3_NULL)},
	{"the zone", 0, R3_WITH(R3_NULL, R3_OUT(8))},
	{"neither", 0, R3_WITH(R3_NULL, R3_NULL)},
	{"the time into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_OUT(8))},
	{"the zone into nothing", R3_ERR(EFAULT), R3_WITH(R3_OUT(16), R3_BAD)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, R3_NULL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(7), R3_NULL)},
};
R3_SUITE(gettimeofday, .rows = R3_ROWS(days),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "settimeofday's")));

static const struct r3_row set_days[] = {
	{"neither, by nobody who may", R3_ERR(EPERM), R3_WITH(R3_NULL, R3_NULL)},
	{"a time", R3_ERR(EPERM), R3_WITH(R3_LONGS(1700000000, 0), R3_NULL)},
	{"a zone", R3_ERR(EPERM), R3_WITH(R3_NULL, R3_U32S(60, 0))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL)},
	{"a zone from nowhere", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_BAD)},
	{"a second of microseconds", R3_ERR(EINVAL), R3_WITH(R3_LONGS(1, 1000001), R3_NULL)},
	{"microseconds below 0", R3_ERR(EINVAL), R3_WITH(R3_LONGS(1, -1), R3_NULL)},
	{"a second of microseconds, a zone from nowhere", R3_ERR(EINVAL),
	 R3_WITH(R3_LONGS(1, 1000001), R3_BAD)},
};
R3_SUITE(settimeofday, .rows = R3_ROWS(set_days));

static const struct r3_row seconds[] = {
	{"told twice", R3_ANY_OK, R3_WITH(R3_OUT(8))},
	{"told once", R3_ANY_OK, R3_WITH(R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(3))},
};
static void both_are_equal(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	int64_t now = r3_syscall(t, SYS_time, p);

	assert_int_equal(r3_get_word(t, p, 0), now);
	assert_true(now > 1600000000);
}
R3_SUITE(time, .rows = R3_ROWS(seconds), .cases = R3_CASES(R3_CASE(both_are_equal)));

static const struct r3_row set_seconds[] = {
	{"by nobody who may", R3_ERR(EPERM), R3_WITH(R3_LONGS(1700000000))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL)},
};
R3_SUITE(stime, .rows = R3_ROWS(set_seconds));

static unsigned char timex_ask[208], timex_set[208] = { 2 /* ADJ_FREQUENCY */ };
static unsigned char timex_adjust[208] = { 1, 0x80 /* ADJ_OFFSET_SINGLESHOT */ };
static const struct r3_row adjusts[] = {
	{"asking", R3_ANY_OK, R3_WITH(R3_OBJECT(timex_ask))},
	{"setting", R3_ERR(EPERM), R3_WITH(R3_OBJECT(timex_set))},
	{"adjusting", R3_ERR(EPERM), R3_WITH(R3_OBJECT(timex_adjust))},
	{"nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL)},
	{"what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(100))},
	{"what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(208))},
};
R3_SUITE(adjtimex, .rows = R3_ROWS(adjusts),
	 .unreached = R3_UNREACHED(R3_NEVER(EINVAL, "only who may set anything is told what is wrong"),
				   R3_NEVER(ENODEV, "clock_adjtime's"),
				   R3_NEVER(EOPNOTSUPP, "clock_adjtime's")));
static const struct r3_row clock_adjusts[] = {
	{"asking", R3_ANY_OK, R3_WITH(CLOCK_REALTIME, R3_OBJECT(timex_ask))},
	{"setting", R3_ERR(EPERM), R3_WITH(CLOCK_REALTIME, R3_OBJECT(timex_set))},
	{"nowhere", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_BAD)},
	{"another clock", R3_ERR(EOPNOTSUPP), R3_WITH(CLOCK_MONOTONIC, R3_OBJECT(timex_ask))},
	{"another clock, nowhere", R3_ERR(EFAULT), R3_WITH(CLOCK_MONOTONIC, R3_BAD)},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_OBJECT(timex_ask))},
};
R3_SUITE(clock_adjtime, .page = "adjtimex", .rows = R3_ROWS(clock_adjusts),
	 .unreached = R3_UNREACHED(R3_NEVER(ENODEV, "clocks of devices that were unplugged")));
