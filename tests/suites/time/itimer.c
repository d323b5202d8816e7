/* SPDX-License-Identifier: GPL-2.0-or-later */
/* alarm(2), setitimer(2), getitimer(2): one timer for real time, of which alarm is the seconds. */
#include <sys/time.h>

#include "clock.h"

/* interval, value */
#define TIMES(interval, value) R3_LONGS(interval, 0, value, 0)

static const struct r3_row sets[] = {
	{"of real time", 0, R3_WITH(ITIMER_REAL, TIMES(0, 1000), R3_OUT(32))},
	{"of the process' time", 0, R3_WITH(ITIMER_VIRTUAL, TIMES(0, 1000), R3_OUT(32))},
	{"of its time and the kernel's", 0, R3_WITH(ITIMER_PROF, TIMES(1, 1000), R3_NULL)},
	{"none", 0, R3_WITH(ITIMER_REAL, TIMES(0, 0), R3_NULL)},
	{"from NULL is none", 0, R3_WITH(ITIMER_REAL, R3_NULL, R3_OUT(32))},
	{"no such timer", R3_ERR(EINVAL), R3_WITH(3, TIMES(0, 1000), R3_OUT(32))},
	{"timer -1", R3_ERR(EINVAL), R3_WITH(-1, TIMES(0, 1000), R3_NULL)},
	{"no such timer, from nowhere", R3_ERR(EFAULT), R3_WITH(3, R3_BAD, R3_NULL)},
	{"a second of microseconds", R3_ERR(EINVAL),
	 R3_WITH(ITIMER_REAL, R3_LONGS(0, 0, 1, 1000000), R3_NULL)},
	{"an interval with a second of microseconds", R3_ERR(EINVAL),
	 R3_WITH(ITIMER_REAL, R3_LONGS(0, 1000000, 1, 0), R3_NULL)},
	{"below 0", R3_ERR(EINVAL), R3_WITH(ITIMER_REAL, R3_LONGS(0, 0, -1, 0), R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, R3_BAD, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, R3_SHORT(15), R3_NULL)},
	{"the old one into nothing", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, TIMES(0, 1000), R3_BAD)},
};

static const struct r3_row gets[] = {
	{"of real time", 0, R3_WITH(ITIMER_REAL, R3_OUT(32))},
	{"of the process' time", 0, R3_WITH(ITIMER_VIRTUAL, R3_OUT(32))},
	{"no such timer", R3_ERR(EINVAL), R3_WITH(3, R3_OUT(32))},
	{"no such timer, into nothing", R3_ERR(EINVAL), R3_WITH(3, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, R3_SHORT(15))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(ITIMER_REAL, R3_RO(32))},
};

static const struct r3_row alarms[] = {
	{"none", 0, R3_WITH(0)},
	{"one", 0, R3_WITH(1000)},
	{"as long as there is", 0, R3_WITH(0xffffffff)},
};

static void is_one_timer(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 4 * r3_word(t));

	r3_assert_result(t, 0, SYS_alarm, 1000);
	r3_assert_result(t, 0, SYS_getitimer, ITIMER_REAL, p);
	assert_true(r3_get_word(t, p, 2) >= 900 && r3_get_word(t, p, 2) <= 1000);
	r3_assert_result(t, 0, SYS_setitimer, ITIMER_REAL,
			 r3_words(t, 4, (int64_t)0, (int64_t)0, (int64_t)500, (int64_t)0), p);
	assert_true(r3_get_word(t, p, 2) >= 900 && r3_get_word(t, p, 2) <= 1000);
	r3_assert_result(t, 500, SYS_alarm, 0);
	r3_assert_result(t, 0, SYS_alarm, 0);
}

static void children_have_none(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_alarm, 1000);
	r3_assert_result(r3_fork(t), 0, SYS_alarm, 0);
}

static void rings(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 4 * r3_word(t));

	block(t, SIGALRM);
	r3_assert_result(t, 0, SYS_setitimer, ITIMER_REAL,
			 r3_words(t, 4, (int64_t)10, (int64_t)0, (int64_t)5, (int64_t)0), 0);
	r3_advance(t, 4ull * BILLION);
	r3_assert_not_pending(t, SIGALRM);
	r3_advance(t, 2ull * BILLION);
	r3_assert_pending(t, SIGALRM);
	r3_assert_result(t, 0, SYS_getitimer, ITIMER_REAL, p);
	assert_int_equal(r3_get_word(t, p, 0), 10);
	assert_int_equal(r3_get_word(t, p, 2), 0); /* it goes on when the signal is taken */
}

#define BY_HAND .ring3_only = "seconds that pass by hand"
R3_SUITE(setitimer, .page = "getitimer", .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(is_one_timer), R3_CASE(rings, BY_HAND)));
R3_SUITE(getitimer, .rows = R3_ROWS(gets), .cases = R3_CASES(R3_CASE(rings, BY_HAND)));
R3_SUITE(alarm, .rows = R3_ROWS(alarms),
	 .cases = R3_CASES(R3_CASE(is_one_timer), R3_CASE(children_have_none)));
