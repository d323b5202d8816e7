/* SPDX-License-Identifier: GPL-2.0-or-later */
/* kill(2), tkill(2), tgkill(2). */
#include "sig.h"

static const struct r3_row kills[] = {
	{"nothing to oneself", 0, R3_WITH(R3_SELF, 0)},
	{"nothing to a child", 0, R3_WITH(R3_CHILD, 0)},
	{"nothing to one that has ended", 0, R3_WITH(R3_DEAD_CHILD, 0)},
	{"a signal to one that has ended", 0, R3_WITH(R3_DEAD_CHILD, SIGTERM)},
	{"nothing to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 0)},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_SELF, 65)},
	{"signal -1", R3_ERR(EINVAL), R3_WITH(R3_SELF, -1)},
	{"no signal, to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 65)},
	{"no process, the smallest number", R3_ERR(ESRCH), R3_WITH(INT32_MIN, 0)},
	{"one's own group", 0, R3_WITH(0, 0)},
	{"a group that is none", R3_ERR(ESRCH), R3_WITH(-0x7ffffff0, 0)},
	{"a signal that is blocked", 0, R3_WITH(R3_SELF, SIGUSR1), .signals = SIGUSR1},
	{"a real-time signal that is blocked", 0, R3_WITH(R3_SELF, RT_SIG), .signals = RT_SIG},
	{"the upper half of the number does not count", 0,
	 R3_WITH(R3_SELF, 0x100000000ll), .abis = R3_ONLY_X86_64},
	{"to oneself, for good", R3_ENDS, R3_WITH(R3_SELF, SIGKILL)},
	{"to oneself, and it is not handled", R3_ENDS, R3_WITH(R3_SELF, SIGUSR1)},
};

static const struct r3_row tkills[] = {
	{"nothing to oneself", 0, R3_WITH(R3_SELF_TID, 0)},
	{"nothing to a child", 0, R3_WITH(R3_CHILD, 0)},
	{"nothing to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 0)},
	{"task 0", R3_ERR(EINVAL), R3_WITH(0, 0)},
	{"task -1", R3_ERR(EINVAL), R3_WITH(-1, 0)},
	{"task -1, no signal", R3_ERR(EINVAL), R3_WITH(-1, 65)},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_SELF_TID, 65)},
	{"signal -1", R3_ERR(EINVAL), R3_WITH(R3_SELF_TID, -1)},
	{"no signal, to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 65)},
	{"a signal that is blocked", 0, R3_WITH(R3_SELF_TID, SIGUSR1), .signals = SIGUSR1},
};

static const struct r3_row tgkills[] = {
	{"nothing to oneself", 0, R3_WITH(R3_SELF, R3_SELF_TID, 0)},
	{"of no group", R3_ERR(EINVAL), R3_WITH(0, R3_SELF_TID, 0)},
	{"of group -1", R3_ERR(EINVAL), R3_WITH(-1, R3_SELF_TID, 0)},
	{"task 0", R3_ERR(EINVAL), R3_WITH(R3_SELF, 0, 0)},
	{"of another process", R3_ERR(ESRCH), R3_WITH(R3_CHILD, R3_SELF_TID, 0)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_SELF, R3_NOBODY, 0)},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_SELF, R3_SELF_TID, 65)},
	{"no signal, nobody", R3_ERR(ESRCH), R3_WITH(R3_SELF, R3_NOBODY, 65)},
	{"a signal that is blocked", 0, R3_WITH(R3_SELF, R3_SELF_TID, SIGUSR1), .signals = SIGUSR1},
};

static void reaches_the_group(struct r3_task *t)
{
	struct r3_task *a = r3_fork(t), *b = r3_fork(t);

	r3_assert_result(t, 0, SYS_setpgid, r3_tid(a), 0);
	r3_assert_result(t, 0, SYS_setpgid, r3_tid(b), r3_tid(a));
	block(a, SET(SIGUSR1));
	block(b, SET(SIGUSR1));
	r3_assert_result(t, 0, SYS_kill, -r3_tid(a), SIGUSR1);
	r3_assert_pending(a, SIGUSR1);
	r3_assert_pending(b, SIGUSR1);
	r3_assert_not_pending(t, SIGUSR1);
}

/* A signal to a process is taken by whichever thread does not block it. */
static void a_thread_takes_it(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, 0);
	thread = r3_thread(t);
	block(t, SET(SIGUSR1));
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_syscall(thread, SYS_getpid);
	assert_int_equal(r3_handled(thread, SIGUSR1), 1);
	assert_int_equal(pending(t), 0);
}

static void one_thread_only(struct r3_task *t)
{
	struct r3_task *thread;

	block(t, SET(SIGUSR1));
	thread = r3_thread(t);
	r3_assert_result(t, 0, SYS_tgkill, my_pid(t), r3_tid(thread), SIGUSR1);
	r3_assert_pending(thread, SIGUSR1);
	r3_assert_not_pending(t, SIGUSR1);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(thread), SIGUSR1);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_pending(t, SIGUSR1);
}

static void another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);

	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_kill, r3_tid(t), 0);
	r3_assert_errno(child, EPERM, SYS_kill, r3_tid(t), SIGTERM);
	r3_assert_result(child, 0, SYS_kill, r3_tid(t), SIGCONT);
	r3_assert_errno(child, EPERM, SYS_tkill, r3_tid(t), 0);
	r3_assert_errno(child, EPERM, SYS_tgkill, r3_tid(t), r3_tid(t), 0);
	r3_assert_errno(child, EINVAL, SYS_kill, r3_tid(t), 65);
}

/* The receiver's real or saved id counts, not its effective one. */
static void whose_ids_count(struct r3_task *t)
{
	struct r3_task *a = r3_fork(t), *b = r3_fork(t);

	r3_assert_result(a, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_result(b, 0, SYS_setresuid, OTHER + 1, OTHER, OTHER + 1);
	r3_assert_errno(a, EPERM, SYS_kill, r3_tid(b), 0);
	r3_assert_result(b, 0, SYS_setresuid, OTHER + 1, OTHER + 1, OTHER);
	r3_assert_result(a, 0, SYS_kill, r3_tid(b), 0);
	r3_assert_errno(b, EPERM, SYS_kill, r3_tid(t), 0);
}

/* Standard signals wait once, real-time ones as often as they are sent, up to the limit. */
static void the_queue_is_full(struct r3_task *t)
{
	r3_ptr limit = r3_bytes(t, (uint64_t[]){ 0, 0 }, 16);

	block_usual(t);
	r3_assert_result(t, 0, SYS_prlimit64, 0, 11 /* RLIMIT_SIGPENDING */, limit, 0);
	r3_assert_errno(t, EAGAIN, SYS_tkill, r3_tid(t), RT_SIG);
	r3_assert_errno(t, EAGAIN, SYS_tgkill, my_pid(t), r3_tid(t), RT_SIG);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), RT_SIG);
	assert_int_equal(pending(t), SET(SIGUSR1) | SET(RT_SIG));
}

R3_SUITE(kill, .rows = R3_ROWS(kills),
	 .cases = R3_CASES(R3_CASE(reaches_the_group), R3_CASE(a_thread_takes_it),
			   R3_CASE(another_user, .as_root = 1), R3_CASE(whose_ids_count, .as_root = 1)));
R3_SUITE(tkill, .rows = R3_ROWS(tkills),
	 .cases = R3_CASES(R3_CASE(one_thread_only), R3_CASE(another_user, .as_root = 1),
			   R3_CASE(the_queue_is_full)));
R3_SUITE(tgkill, .rows = R3_ROWS(tgkills),
	 .cases = R3_CASES(R3_CASE(one_thread_only), R3_CASE(another_user, .as_root = 1),
			   R3_CASE(the_queue_is_full)));
