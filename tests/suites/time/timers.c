/* SPDX-License-Identifier: GPL-2.0-or-later */
/* POSIX timers: timer_create and what is done with what it gives. */
#include "clock.h"

/* struct sigevent: value (a long), signal, kind */
#define EVENT(value, sig, kind) \
	R3_BY_ABI(R3_LONGS(value, (int64_t)(kind) << 32 | (sig), 0, 0, 0, 0, 0, 0), \
		  R3_U32S(value, sig, kind, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
#define SIGNAL 0
#define NONE 1
#define THREAD 2
#define THREAD_ID 4

static const struct r3_row creates[] = {
	{"the usual signal", 0, R3_WITH(CLOCK_MONOTONIC, R3_NULL, R3_OUT(4))},
	{"another signal", 0, R3_WITH(CLOCK_REALTIME, EVENT(1, SIGUSR1, SIGNAL), R3_OUT(4))},
	{"no signal", 0, R3_WITH(CLOCK_REALTIME, EVENT(1, 0, NONE), R3_OUT(4))},
	{"a thread's signal, as the C library makes it", 0,
	 R3_WITH(CLOCK_REALTIME, EVENT(1, SIGUSR1, THREAD), R3_OUT(4))},
	{"the process' time", 0, R3_WITH(CLOCK_PROCESS_CPUTIME_ID, R3_NULL, R3_OUT(4))},
	{"the thread's time", 0, R3_WITH(CLOCK_THREAD_CPUTIME_ID, R3_NULL, R3_OUT(4))},
	{"time with sleep", 0, R3_WITH(CLOCK_BOOTTIME, R3_NULL, R3_OUT(4))},
	{"no clock", R3_ERR(EINVAL), R3_WITH(NO_CLOCK, R3_NULL, R3_OUT(4))},
	{"no clock, nowhere", R3_ERR(EFAULT), R3_WITH(NO_CLOCK, R3_BAD, R3_BAD)},
	{"a clock without timers", R3_ERR(EOPNOTSUPP), R3_WITH(CLOCK_MONOTONIC_RAW, R3_NULL, R3_OUT(4))},
	{"a coarse clock", R3_ERR(EOPNOTSUPP), R3_WITH(CLOCK_REALTIME_COARSE, R3_NULL, R3_OUT(4))},
	{"signal 0", R3_ERR(EINVAL), R3_WITH(CLOCK_REALTIME, EVENT(1, 0, SIGNAL), R3_OUT(4))},
	{"signal 65", R3_ERR(EINVAL), R3_WITH(CLOCK_REALTIME, EVENT(1, 65, SIGNAL), R3_OUT(4))},
	{"of no kind", R3_ERR(EINVAL), R3_WITH(CLOCK_REALTIME, EVENT(1, SIGUSR1, 7), R3_OUT(4))},
	{"nobody's thread", R3_ERR(EINVAL), R3_WITH(CLOCK_REALTIME, EVENT(1, SIGUSR1, THREAD_ID), R3_OUT(4))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_BAD, R3_OUT(4))},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_SHORT(15), R3_OUT(4))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_NULL, R3_BAD)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(CLOCK_REALTIME, R3_NULL, R3_RO(4))},
};

#define NOBODY 12345 /* no timer's number */
static const struct r3_row sets[] = {
	{"no such timer", R3_ERR(EINVAL), R3_WITH(NOBODY, 0, R3_U64S(0, 0, 1, 0), R3_NULL)},
	{"timer -1", R3_ERR(EINVAL), R3_WITH(-1, 0, R3_U64S(0, 0, 1, 0), R3_NULL)},
	{"no such timer, from NULL", R3_ERR(EINVAL), R3_WITH(NOBODY, 0, R3_NULL, R3_NULL)},
	{"no such timer, from nowhere", R3_ERR(EFAULT), R3_WITH(NOBODY, 0, R3_BAD, R3_NULL)},
	{"no such timer, a second of ns", R3_ERR(EINVAL),
	 R3_WITH(NOBODY, 0, R3_U64S(0, 0, 0, BILLION), R3_NULL)},
};
static const struct r3_row gets[] = {
	{"no such timer", R3_ERR(EINVAL), R3_WITH(NOBODY, R3_OUT(32))},
	{"no such timer, into nothing", R3_ERR(EINVAL), R3_WITH(NOBODY, R3_BAD)},
};
static const struct r3_row ones[] = {
	{"no such timer", R3_ERR(EINVAL), R3_WITH(NOBODY)},
	{"timer -1", R3_ERR(EINVAL), R3_WITH(-1)},
};

static int64_t create(struct r3_task *t, int clock)
{
	r3_ptr id = r3_alloc(t, 4);

	r3_assert_result(t, 0, SYS_timer_create, clock, 0, id);
	return (int32_t)r3_get_u32(t, id);
}

static r3_ptr setting(struct r3_task *t, int64_t interval, int64_t value)
{
	int64_t all[4] = { interval, 0, value, 0 };

	return r3_bytes(t, all, sizeof(all));
}

static int64_t settime(struct r3_task *t, int64_t id, int flags, r3_ptr new, r3_ptr old)
{
	return r3_call(t, r3_is_i386(t) ? "timer_settime64" : "timer_settime", id, flags, new, old);
}

static int64_t gettime(struct r3_task *t, int64_t id, r3_ptr p)
{
	return r3_call(t, r3_is_i386(t) ? "timer_gettime64" : "timer_gettime", id, p);
}

static void what_was_set_is_told(struct r3_task *t)
{
	int64_t id = create(t, CLOCK_MONOTONIC);
	r3_ptr p = r3_alloc(t, 32);

	assert_int_equal(gettime(t, id, p), 0);
	assert_int_equal(r3_get_u64(t, p + 16), 0);
	assert_int_equal(settime(t, id, 0, setting(t, 7, 1000), 0), 0);
	assert_int_equal(gettime(t, id, p), 0);
	assert_int_equal(r3_get_u64(t, p), 7);
	assert_true(r3_get_u64(t, p + 16) >= 900 && r3_get_u64(t, p + 16) <= 1000);
	assert_int_equal(settime(t, id, 0, setting(t, 0, 0), p), 0);
	assert_true(r3_get_u64(t, p + 16) >= 900);
	assert_int_equal(gettime(t, id, p), 0);
	assert_int_equal(r3_get_u64(t, p + 16), 0);
	r3_assert_result(t, 0, SYS_timer_getoverrun, id);
}

static void what_cannot_be_set(struct r3_task *t)
{
	int64_t id = create(t, CLOCK_MONOTONIC);

	assert_int_equal(settime(t, id, 0, 0, 0), -EINVAL);
	assert_int_equal(settime(t, id, 0, R3_BAD_PTR, 0), -EFAULT);
	assert_int_equal(settime(t, id, 0, r3_alloc_cut(t, 32, 31), 0), -EFAULT);
	assert_int_equal(settime(t, id, 0, setting(t, 0, -1), 0), -EINVAL);
	assert_int_equal(settime(t, id, 0, setting(t, -1, 1), 0), -EINVAL);
	assert_int_equal(settime(t, id, 0, setting(t, 0, 1000), R3_BAD_PTR), -EFAULT);
	assert_int_equal(settime(t, id, 0x100, setting(t, 0, 1000), 0), 0);
	assert_int_equal(gettime(t, id, R3_BAD_PTR), -EFAULT);
	assert_int_equal(gettime(t, id, r3_alloc_readonly(t, "", 1)), -EFAULT);
}

static void is_no_more(struct r3_task *t)
{
	int64_t id = create(t, CLOCK_MONOTONIC);

	r3_assert_result(t, 0, SYS_timer_delete, id);
	r3_assert_errno(t, EINVAL, SYS_timer_delete, id);
	assert_int_equal(gettime(t, id, r3_alloc(t, 32)), -EINVAL);
}

/* A child has none of its parent's; a thread has them all. */
static void whose_they_are(struct r3_task *t)
{
	int64_t id = create(t, CLOCK_MONOTONIC);

	r3_assert_errno(r3_fork(t), EINVAL, SYS_timer_delete, id);
	r3_assert_result(r3_thread(t), 0, SYS_timer_delete, id);
}

static void rings_and_counts(struct r3_task *t)
{
	int64_t id;

	r3_handle(t, SIGALRM, 0);
	block(t, SIGALRM);
	id = create(t, CLOCK_MONOTONIC);
	assert_int_equal(settime(t, id, 0, setting(t, 1, 1), 0), 0);
	r3_advance(t, 5ull * BILLION + BILLION / 2);
	r3_assert_pending(t, SIGALRM);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_UNBLOCK, sigset_of(t, SIGALRM), 0, 8);
	assert_int_equal(r3_handled(t, SIGALRM), 1);
	r3_assert_result(t, 4, SYS_timer_getoverrun, id);
}

static void the_queue_is_full(struct r3_task *t)
{
	r3_ptr none = r3_bytes(t, (uint64_t[]){ 0, 0 }, 16);

	r3_assert_result(t, 0, SYS_prlimit64, 0, 11 /* RLIMIT_SIGPENDING */, none, 0);
	r3_assert_errno(t, EAGAIN, SYS_timer_create, CLOCK_MONOTONIC, 0, r3_alloc(t, 4));
}

static void create_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_timer_create, CLOCK_MONOTONIC, 0, *(r3_ptr *)ctx);

	(void)n;
	if (r)
		assert_true(r == -EAGAIN || r == -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr id = r3_alloc(t, 4);

	r3_sweep_failing(t, R3_FAIL_ALLOC, create_once, &id);
}

R3_SUITE(timer_create, .rows = R3_ROWS(creates),
	 .cases = R3_CASES(R3_CASE(whose_they_are), R3_CASE(the_queue_is_full),
			   R3_CASE(memory_runs_out,
				   .ring3_only = "no allocation of the host's can be made to fail")),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "Linux says EAGAIN where there is no memory"),
				   R3_NEVER(EPERM, "alarms, without a clock that wakes the machine")));
R3_SUITE(timer_settime, .calls = "timer_settime timer_settime64", .page = "timer_settime",
	 .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told), R3_CASE(what_cannot_be_set)));
R3_SUITE(timer_gettime, .calls = "timer_gettime timer_gettime64", .page = "timer_settime",
	 .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_told), R3_CASE(what_cannot_be_set)));
R3_SUITE(timer_getoverrun, .rows = R3_ROWS(ones),
	 .cases = R3_CASES(R3_CASE(rings_and_counts, .ring3_only = "seconds that pass by hand"),
			   R3_CASE(what_was_set_is_told)));
R3_SUITE(timer_delete, .rows = R3_ROWS(ones),
	 .cases = R3_CASES(R3_CASE(is_no_more), R3_CASE(whose_they_are)));
