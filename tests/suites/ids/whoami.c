/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls that ask who the task is and cannot fail, nor do they look at arguments. */
#include "ids.h"

#define ASKS(name) \
	{#name " looks at no arguments", R3_ANY_OK, R3_WITH(-1, -1, -1, -1, -1, -1), .call = #name}
static const struct r3_row rows[] = {
	ASKS(getpid),  ASKS(gettid),  ASKS(getppid),   ASKS(getuid),    ASKS(geteuid),
	ASKS(getgid),  ASKS(getegid), ASKS(getuid32),  ASKS(geteuid32), ASKS(getgid32),
	ASKS(getegid32),
};

static void numbers_of_tasks(struct r3_task *t)
{
	int64_t pid = r3_syscall(t, SYS_getpid), parent = r3_syscall(t, SYS_getppid);
	struct r3_task *thread, *child;

	assert_int_equal(r3_syscall(t, SYS_gettid), r3_tid(t));
	assert_int_equal(pid, r3_tid(t));
	assert_true(parent > 0 && parent != pid);
	thread = r3_thread(t);
	assert_int_equal(r3_syscall(thread, SYS_getpid), pid);
	assert_int_equal(r3_syscall(thread, SYS_gettid), r3_tid(thread));
	assert_int_not_equal(r3_tid(thread), pid);
	assert_int_equal(r3_syscall(thread, SYS_getppid), parent);
	child = r3_fork(thread);
	assert_int_equal(r3_syscall(child, SYS_getppid), pid);
	assert_int_equal(r3_syscall(child, SYS_getpid), r3_tid(child));
	assert_int_equal(r3_syscall(child, SYS_getpgrp), r3_syscall(t, SYS_getpgrp));
}

/* Who is left behind is somebody else's child. */
static void an_orphan(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *grandchild = r3_fork(child);

	assert_int_equal(r3_syscall(grandchild, SYS_getppid), r3_tid(child));
	r3_end(child, 0);
	assert_int_not_equal(r3_syscall(grandchild, SYS_getppid), r3_tid(child));
}

static void ids_of_root(struct r3_task *t)
{
	assert_int_equal(r3_syscall(t, SYS_getuid), 0);
	assert_int_equal(r3_syscall(t, SYS_geteuid), 0);
	assert_int_equal(r3_syscall(t, SYS_getgid), 0);
	assert_int_equal(r3_syscall(t, SYS_getegid), 0);
	r3_assert_result(t, 0, SYS_setresuid, OTHER, OTHER + 1, OTHER + 2);
	assert_int_equal(r3_syscall(t, SYS_getuid), OTHER);
	assert_int_equal(r3_syscall(t, SYS_geteuid), OTHER + 1);
}

/* What 16 bits cannot say is 65534. */
static void large_ids(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setresgid32, 0x12345, 0x54321, 0);
	r3_assert_result(t, 0, SYS_setresuid32, 0x12345, 0x54321, 0);
	r3_assert_result(t, 0x12345, SYS_getuid32);
	r3_assert_result(t, 0x54321, SYS_geteuid32);
	r3_assert_result(t, 65534, SYS_getuid);
	r3_assert_result(t, 65534, SYS_geteuid);
	r3_assert_result(t, 0x12345, SYS_getgid32);
	r3_assert_result(t, 65534, SYS_getegid);
}

R3_SUITE(getpid, .rows = R3_ROWS(rows), .cases = R3_CASES(R3_CASE(numbers_of_tasks)));
R3_SUITE(gettid, .cases = R3_CASES(R3_CASE(numbers_of_tasks)));
R3_SUITE(getppid, .cases = R3_CASES(R3_CASE(numbers_of_tasks), R3_CASE(an_orphan)));
R3_SUITE(getuid, .calls = "getuid geteuid getgid getegid",
	 .cases = R3_CASES(R3_CASE(ids_of_root, .as_root = 1),
			   R3_CASE(large_ids, .as_root = 1, .abis = R3_ONLY_I386)));
R3_SUITE(getuid32, .calls = "getuid32 geteuid32 getgid32 getegid32",
	 .cases = R3_CASES(R3_CASE(large_ids, .as_root = 1)));
static const struct r3_row yields[] = {{"nobody else is there", 0}};
R3_SUITE(sched_yield, .rows = R3_ROWS(yields));
