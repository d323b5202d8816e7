/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioprio_get(2), ioprio_set(2) */
#include <errno.h>
#include <stdint.h>

#include "../shared.h"

enum { PROCESS = 1, GROUP, USER };

#define CLASS(class, level) ((class) << 13 | (level))
#define REALTIME 1
#define BEST_EFFORT 2
#define IDLE 3

static const struct r3_row get_rows[] = {
	{"a kind that there is not", R3_ERR(EINVAL), R3_WITH(0, 0)},
	{"beyond the last kind", R3_ERR(EINVAL), R3_WITH(4, 0)},
	{"kind -1", R3_ERR(EINVAL), R3_WITH(-1, 0)},
	{"itself", R3_ANY_OK, R3_WITH(PROCESS, 0)},
	{"itself by number", R3_ANY_OK, R3_WITH(PROCESS, R3_SELF)},
	{"its group", R3_ANY_OK, R3_WITH(GROUP, 0)},
	{"another's process", R3_ANY_OK, R3_WITH(PROCESS, R3_INIT)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(PROCESS, R3_NOBODY)},
	{"process -1", R3_ERR(ESRCH), R3_WITH(PROCESS, -1)},
	{"nobody's group", R3_ERR(ESRCH), R3_WITH(GROUP, R3_NOBODY)},
};

R3_SUITE(ioprio_get, .page = "ioprio_set", .rows = R3_ROWS(get_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "ioprio_set's")));

static void is_kept(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, args[2], SYS_ioprio_get, PROCESS, 0);
}

static const struct r3_row set_rows[] = {
	{"a kind that there is not", R3_ERR(EINVAL), R3_WITH(0, 0, CLASS(BEST_EFFORT, 4))},
	{"beyond the last kind", R3_ERR(EINVAL), R3_WITH(4, 0, CLASS(BEST_EFFORT, 4))},
	{"best effort", 0, R3_WITH(PROCESS, 0, CLASS(BEST_EFFORT, 7)), .check = is_kept},
	{"idle", 0, R3_WITH(PROCESS, 0, CLASS(IDLE, 0)), .check = is_kept},
	{"real time", R3_ERR(EPERM), R3_WITH(PROCESS, 0, CLASS(REALTIME, 4))},
	{"real time, nobody", R3_ERR(EPERM), R3_WITH(PROCESS, R3_NOBODY, CLASS(REALTIME, 4))},
	{"no class, but a level", R3_ERR(EINVAL), R3_WITH(PROCESS, 0, CLASS(0, 1))},
	{"a class that there is not", R3_ERR(EINVAL), R3_WITH(PROCESS, 0, CLASS(4, 0))},
	{"such a class, nobody", R3_ERR(EINVAL), R3_WITH(PROCESS, R3_NOBODY, CLASS(4, 0))},
	{"nobody", R3_ERR(ESRCH), R3_WITH(PROCESS, R3_NOBODY, CLASS(BEST_EFFORT, 4))},
	{"nobody's group", R3_ERR(ESRCH), R3_WITH(GROUP, R3_NOBODY, CLASS(BEST_EFFORT, 4))},
	{"another's process", R3_ERR(EPERM), R3_WITH(PROCESS, R3_INIT, CLASS(BEST_EFFORT, 4))},
};

static void a_child_has_it_too(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_ioprio_set, PROCESS, 0, CLASS(BEST_EFFORT, 6));
	r3_assert_result(r3_fork(t), CLASS(BEST_EFFORT, 6), SYS_ioprio_get, PROCESS, 0);
}

R3_SUITE(ioprio_set, .rows = R3_ROWS(set_rows), .cases = R3_CASES(R3_CASE(a_child_has_it_too)));
