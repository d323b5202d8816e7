/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process groups and sessions. */
#include <sys/wait.h>

#include "ids.h"

static const struct r3_row gets[] = {
	{"one's own", R3_ANY_OK, R3_WITH(0)},
	{"one's own by number", R3_ANY_OK, R3_WITH(R3_SELF)},
	{"a child's", R3_ANY_OK, R3_WITH(R3_CHILD)},
	{"that of one that has ended", R3_ANY_OK, R3_WITH(R3_DEAD_CHILD)},
	{"nobody's", R3_ERR(ESRCH), R3_WITH(R3_NOBODY)},
	{"-1", R3_ERR(ESRCH), R3_WITH(-1)},
	{"the smallest number", R3_ERR(ESRCH), R3_WITH(INT32_MIN)},
};

static const struct r3_row sets[] = {
	{"a number below 0", R3_ERR(EINVAL), R3_WITH(0, -1)},
	{"a number below 0, of nobody", R3_ERR(EINVAL), R3_WITH(R3_NOBODY, -1)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 0)},
	{"no child", R3_ERR(ESRCH), R3_WITH(R3_PARENT, 0)},
	{"a session's leader", R3_ERR(EPERM), R3_WITH(0, 0)},
	{"a child, a group of its own", 0, R3_WITH(R3_CHILD, 0)},
	{"a child, a group that is none", R3_ERR(EPERM), R3_WITH(R3_CHILD, R3_NOBODY)},
	{"a child, the parent's group", 0, R3_WITH(R3_CHILD, R3_SELF)},
	{"a child that has ended", 0, R3_WITH(R3_DEAD_CHILD, 0)},
};

static void groups_of_children(struct r3_task *t)
{
	struct r3_task *a = r3_fork(t), *b = r3_fork(t);

	assert_int_equal(r3_syscall(t, SYS_getpgid, r3_tid(a)), r3_syscall(t, SYS_getpgrp));
	r3_assert_result(t, 0, SYS_setpgid, r3_tid(a), 0);
	assert_int_equal(r3_syscall(a, SYS_getpgrp), r3_tid(a));
	r3_assert_result(t, 0, SYS_setpgid, r3_tid(b), r3_tid(a));
	assert_int_equal(r3_syscall(t, SYS_getpgid, r3_tid(b)), r3_tid(a));
	r3_assert_result(b, 0, SYS_setpgid, 0, 0);
	assert_int_equal(r3_syscall(b, SYS_getpgrp), r3_tid(b));
}

/* After execve a child is on its own; in another session, out of reach. */
static void children_that_are_gone_far(struct r3_task *t)
{
	struct r3_task *a = r3_fork(t), *b = r3_fork(a);

	r3_assert_result(a, r3_tid(a), SYS_setsid);
	r3_assert_errno(t, EPERM, SYS_setpgid, r3_tid(a), 0);
	r3_assert_errno(t, ESRCH, SYS_setpgid, r3_tid(b), 0);
	r3_assert_errno(a, EPERM, SYS_setpgid, r3_tid(b), 0);
	r3_assert_errno(b, EPERM, SYS_setpgid, 0, r3_tid(a));
}

static void a_thread_is_no_process(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *thread = r3_thread(child);

	r3_assert_errno(child, EINVAL, SYS_setpgid, r3_tid(thread), 0);
	assert_int_equal(r3_syscall(t, SYS_getpgid, r3_tid(thread)), r3_syscall(t, SYS_getpgrp));
}

static void a_child_that_has_executed(struct r3_task *t)
{
	struct r3_task *child;

	r3_scene(t);
	child = r3_fork(t);
	r3_begin(child, SYS_execve, r3_string(child, "exec"), 0, 0);
	r3_begin(t, SYS_waitid, P_PID, r3_tid(child), r3_alloc(t, 128), WEXITED | WNOWAIT, 0);
	r3_finish(t);
	r3_assert_errno(t, EACCES, SYS_setpgid, r3_tid(child), 0);
}

static void sessions(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *grandchild;
	int64_t session = r3_syscall(t, SYS_getsid, 0);

	assert_int_equal(r3_syscall(child, SYS_getsid, 0), session);
	r3_assert_result(child, r3_tid(child), SYS_setsid);
	assert_int_equal(r3_syscall(t, SYS_getsid, r3_tid(child)), r3_tid(child));
	assert_int_equal(r3_syscall(child, SYS_getpgrp), r3_tid(child));
	r3_assert_errno(child, EPERM, SYS_setsid);
	grandchild = r3_fork(child);
	r3_assert_result(child, 0, SYS_setpgid, r3_tid(grandchild), 0);
	r3_assert_errno(grandchild, EPERM, SYS_setsid);
	assert_int_equal(r3_syscall(grandchild, SYS_getsid, 0), r3_tid(child));
}

static const struct r3_row leaves[] = {
	{"its leader", R3_ERR(EPERM)},
	{"its leader, with arguments", R3_ERR(EPERM), R3_WITH(1, 2, 3)},
};

R3_SUITE(getpgid, .page = "getpgid", .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(groups_of_children), R3_CASE(a_thread_is_no_process)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "setpgid's"), R3_NEVER(EINVAL, "setpgid's"),
				   R3_NEVER(EPERM, "setpgid's")));
R3_SUITE(getpgrp, .page = "getpid", .cases = R3_CASES(R3_CASE(groups_of_children), R3_CASE(sessions)));
R3_SUITE(setpgid, .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(groups_of_children), R3_CASE(children_that_are_gone_far),
			   R3_CASE(a_thread_is_no_process), R3_CASE(a_child_that_has_executed)));
R3_SUITE(getsid, .rows = R3_ROWS(gets), .cases = R3_CASES(R3_CASE(sessions)),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "Linux tells everybody")));
R3_SUITE(setsid, .rows = R3_ROWS(leaves), .cases = R3_CASES(R3_CASE(sessions)));
