/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getpriority(2), which answers with 20 less the nice value, setpriority(2) and nice(2). */
#include <sys/resource.h>

#include "ids.h"

#define BY_ROOT .as_root = 1, .ring3_only = "the host's root is not asked to change priorities"

#define NO_USER 71830112 /* of no test that may run beside this one */

static const struct r3_row gets[] = {
	{"one's own", 20, R3_WITH(PRIO_PROCESS, 0)},
	{"one's own by number", 20, R3_WITH(PRIO_PROCESS, R3_SELF)},
	{"one's group", 20, R3_WITH(PRIO_PGRP, 0)},
	{"one's user", R3_ANY_OK, R3_WITH(PRIO_USER, 0)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(PRIO_PROCESS, R3_NOBODY)},
	{"a group that is none", R3_ERR(ESRCH), R3_WITH(PRIO_PGRP, R3_NOBODY)},
	{"a user without processes", R3_ERR(ESRCH), R3_WITH(PRIO_USER, NO_USER)},
	{"of no kind", R3_ERR(EINVAL), R3_WITH(3, 0)},
	{"of kind -1", R3_ERR(EINVAL), R3_WITH(-1, 0)},
	{"of no kind, nobody", R3_ERR(EINVAL), R3_WITH(3, R3_NOBODY)},
};

static const struct r3_row sets[] = {
	{"the same", 0, R3_WITH(PRIO_PROCESS, 0, 0)},
	{"less", 0, R3_WITH(PRIO_PROCESS, 0, 5)},
	{"more", R3_ERR(EACCES), R3_WITH(PRIO_PROCESS, 0, -1)},
	{"more, by root", 0, R3_WITH(PRIO_PROCESS, 0, -5), BY_ROOT},
	{"nobody", R3_ERR(ESRCH), R3_WITH(PRIO_PROCESS, R3_NOBODY, 5)},
	{"nobody, more", R3_ERR(ESRCH), R3_WITH(PRIO_PROCESS, R3_NOBODY, -5)},
	{"of no kind", R3_ERR(EINVAL), R3_WITH(3, 0, 5)},
	{"of no kind, nobody", R3_ERR(EINVAL), R3_WITH(3, R3_NOBODY, -5)},
	{"a child", 0, R3_WITH(PRIO_PROCESS, R3_CHILD, 5)},
	{"a group that is none", R3_ERR(ESRCH), R3_WITH(PRIO_PGRP, R3_NOBODY, 5)},
};

static const struct r3_row nices[] = {
	{"nothing", 0, R3_WITH(0)},
	{"less", 0, R3_WITH(5)},
	{"as little as can be", 0, R3_WITH(1000)},
	{"more", R3_ERR(EPERM), R3_WITH(-1)},
	{"more, by root", 0, R3_WITH(-1), .as_root = 1},
};

static void values_are_cut(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setpriority, PRIO_PROCESS, 0, 100);
	r3_assert_result(t, 1, SYS_getpriority, PRIO_PROCESS, 0);
	r3_assert_errno(t, EACCES, SYS_setpriority, PRIO_PROCESS, 0, 18);
	r3_assert_result(t, 0, SYS_setpriority, PRIO_PROCESS, 0, 19);
}

static void by_root_they_are_cut_too(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setpriority, PRIO_PROCESS, 0, -100);
	r3_assert_result(t, 40, SYS_getpriority, PRIO_PROCESS, 0);
}

/* The limit of nice is 20 less the lowest value that may be set. */
static void the_limit(struct r3_task *t)
{
	r3_ptr both = r3_bytes(t, (uint64_t[]){ 25, 25 }, 16);

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NICE, both, 0);
	r3_assert_result(t, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_result(t, 0, SYS_setpriority, PRIO_PROCESS, 0, -5);
	r3_assert_errno(t, EACCES, SYS_setpriority, PRIO_PROCESS, 0, -6);
	r3_assert_result(t, 25, SYS_getpriority, PRIO_PROCESS, 0);
}

static void another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_setpriority, PRIO_PROCESS, r3_tid(t), 5);
	r3_assert_result(child, 20, SYS_getpriority, PRIO_PROCESS, r3_tid(t));
	r3_assert_result(t, 0, SYS_setpriority, PRIO_USER, OTHER, 7);
	r3_assert_result(child, 13, SYS_getpriority, PRIO_PROCESS, 0);
}

/* The best of the group is told; all of it are set. */
static void a_group(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_assert_result(child, 0, SYS_setpriority, PRIO_PROCESS, 0, 5);
	r3_assert_result(t, 20, SYS_getpriority, PRIO_PGRP, 0);
	r3_assert_result(t, 0, SYS_setpriority, PRIO_PGRP, 0, 9);
	r3_assert_result(t, 11, SYS_getpriority, PRIO_PGRP, 0);
	r3_assert_result(child, 11, SYS_getpriority, PRIO_PROCESS, 0);
}

static void threads_have_their_own(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);

	r3_assert_result(thread, 0, SYS_setpriority, PRIO_PROCESS, 0, 5);
	r3_assert_result(t, 20, SYS_getpriority, PRIO_PROCESS, 0);
	r3_assert_result(t, 15, SYS_getpriority, PRIO_PROCESS, r3_tid(thread));
}

R3_SUITE(getpriority, .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(a_group), R3_CASE(threads_have_their_own)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "setpriority's"), R3_NEVER(EPERM, "setpriority's")));
R3_SUITE(setpriority, .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(values_are_cut), R3_CASE(by_root_they_are_cut_too, BY_ROOT),
			   R3_CASE(the_limit, BY_ROOT), R3_CASE(another_user, BY_ROOT),
			   R3_CASE(a_group), R3_CASE(threads_have_their_own)));
R3_SUITE(nice, .rows = R3_ROWS(nices));
