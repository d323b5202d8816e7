/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mlock(2), mlock2(2), munlock(2), mlockall(2) and munlockall(2) */
#include "pages.h"

static void limit_of_two(struct r3_task *t)
{
	map_area(t);
	limit(t, RLIMIT_MEMLOCK, 2 * PAGE);
}

static void limit_of_none(struct r3_task *t)
{
	map_area(t);
	limit(t, RLIMIT_MEMLOCK, 0);
}

static const struct r3_row rows[] = {
	{"a page", 0, R3_WITH(AREA, PAGE), .setup = map_area},
	{"an odd address", 0, R3_WITH(AREA + 1, 1), .setup = map_area},
	{"no bytes", 0, R3_WITH(AREA, 0), .setup = map_area},
	{"no bytes of nothing", 0, R3_WITH(AREA, 0)},
	{"where nothing is", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE)},
	{"what has a hole", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE), .setup = map_with_hole},
	{"the kernel", R3_ERR(ENOMEM), R3_WITH(R3_KERNEL, PAGE)},
};

/* Those that lock are also counted. */
static const struct r3_row locking[] = {
	{"as much as is allowed", 0, R3_WITH(AREA, 2 * PAGE), .setup = limit_of_two},
	{"two bytes of two pages", 0, R3_WITH(AREA + PAGE - 1, 2), .setup = limit_of_two},
	{"more than is allowed", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE), .setup = limit_of_two},
	{"two bytes too many", R3_ERR(ENOMEM), R3_WITH(AREA, 2 * PAGE + 1), .setup = limit_of_two},
	{"what nobody may", R3_ERR(EPERM), R3_WITH(AREA, PAGE), .setup = limit_of_none},
	{"what nobody may, and nothing is there", R3_ERR(EPERM), R3_WITH(AREA + 3 * PAGE, PAGE),
	 .setup = limit_of_none},
	{"no bytes, which nobody may", R3_ERR(EPERM), R3_WITH(AREA, 0), .setup = limit_of_none},
	{"what nobody may, but root", 0, R3_WITH(AREA, PAGE), .setup = limit_of_none, .as_root = 1},
};

static const struct r3_row flags[] = {
	{"when it is touched", 0, R3_WITH(AREA, PAGE, MLOCK_ONFAULT), .setup = map_area},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 2), .setup = map_area},
	{"an unknown flag, nothing there", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 2)},
	{"an unknown flag, which nobody may", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 2),
	 .setup = limit_of_none},
};

/* Twice the same is counted once. */
static void twice(struct r3_task *t)
{
	limit_of_two(t);
	r3_assert_result(t, 0, SYS_mlock, AREA, 2 * PAGE);
	r3_assert_result(t, 0, SYS_mlock, AREA, 2 * PAGE);
	r3_assert_errno(t, ENOMEM, SYS_mlock, AREA + 2 * PAGE, PAGE);
	r3_assert_result(t, 0, SYS_munlock, AREA, PAGE);
	r3_assert_result(t, 0, SYS_mlock, AREA + 2 * PAGE, PAGE);
	r3_assert_errno(t, ENOMEM, SYS_mlock, AREA, PAGE);
	r3_assert_result(t, 0, SYS_munlockall);
	r3_assert_result(t, 0, SYS_mlock, AREA, 2 * PAGE);
}

/* What is said of pages that cannot be had: they are locked, but not there. */
static void what_cannot_be_touched(struct r3_task *t)
{
	map_area(t);
	r3_assert_result(t, 0, SYS_mprotect, AREA, PAGE, PROT_NONE);
	r3_assert_errno(t, ENOMEM, SYS_mlock, AREA, PAGE);
	r3_assert_result(t, 0, SYS_mlock2, AREA + PAGE, PAGE, MLOCK_ONFAULT);
}

static void nothing_at_a_hole_is_counted(struct r3_task *t)
{
	map_with_hole(t);
	limit(t, RLIMIT_MEMLOCK, 3 * PAGE);
	r3_assert_errno(t, ENOMEM, SYS_mlock, AREA, 3 * PAGE);
	r3_assert_result(t, 0, SYS_munlock, AREA, PAGE);
}

R3_SUITE(mlock, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(twice), R3_CASE(what_cannot_be_touched),
			   R3_CASE(nothing_at_a_hole_is_counted)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EAGAIN, "ENOMEM on Linux"),
		 R3_NEVER(EINVAL, "the size that wraps is one of no mapping: ENOMEM; munlock has no flags")));
R3_SUITE(mlock_counted, .calls = "mlock mlock2", .page = "mlock", .rows = R3_ROWS(locking),
	 .unreached = R3_UNREACHED(R3_NEVER(EAGAIN, "ENOMEM on Linux"),
				   R3_NEVER(EINVAL, "the flags of mlock2 are in its own suite")));
R3_SUITE(mlock2, .rows = R3_ROWS(flags));
R3_SUITE(munlock, .rows = R3_ROWS(rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "everybody may"), R3_NEVER(EINVAL, "it has no flags")));

#define LATER MCL_FUTURE
#define AS_TOUCHED MCL_ONFAULT

static const struct r3_row all[] = {
	{"no flags", R3_ERR(EINVAL), R3_WITH(0)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(MCL_CURRENT | 8)},
	{"only when touched", R3_ERR(EINVAL), R3_WITH(AS_TOUCHED)},
	{"no flags, which nobody may", R3_ERR(EINVAL), R3_WITH(0), .setup = limit_of_none},
	{"what is there, which nobody may", R3_ERR(EPERM), R3_WITH(MCL_CURRENT), .setup = limit_of_none},
	{"what will be, which nobody may", R3_ERR(EPERM), R3_WITH(LATER), .setup = limit_of_none},
	{"more than is allowed", R3_ERR(ENOMEM), R3_WITH(MCL_CURRENT), .setup = limit_of_two},
	{"what will be", 0, R3_WITH(LATER), .setup = limit_of_two},
	{"what will be, when touched", 0, R3_WITH(LATER | AS_TOUCHED), .setup = limit_of_two},
};

static void what_will_be_is_counted(struct r3_task *t)
{
	limit_of_two(t);
	r3_assert_result(t, 0, SYS_mlockall, MCL_FUTURE);
	assert_int_equal(map_at(t, 0, 3 * PAGE, RW, ANON, -1), -EAGAIN);
	assert_true(map_at(t, 0, 2 * PAGE, RW, ANON, -1) > 0);
	r3_assert_result(t, 0, SYS_munlockall);
	assert_true(map_at(t, 0, 3 * PAGE, RW, ANON, -1) > 0);
}

R3_SUITE(mlockall, .rows = R3_ROWS(all), .cases = R3_CASES(R3_CASE(what_will_be_is_counted)));

static const struct r3_row none[] = {
	{"nothing was locked", 0},
	{"what nobody may", 0, .setup = limit_of_none},
};

R3_SUITE(munlockall, .rows = R3_ROWS(none),
	 .unreached = R3_UNREACHED(R3_NEVER(EINVAL, "it has no arguments"),
				   R3_NEVER(ENOMEM, "it needs no memory"),
				   R3_NEVER(EPERM, "everybody may")));
