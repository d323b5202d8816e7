/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Masks and what waits behind them: sigprocmask, sigpending, of both ages, ssetmask, sgetmask. */
#include "sig.h"

#define OLD_SET(sig) R3_LONGS(1ll << ((sig) - 1))
#define NEW_SET(sig) R3_U64S(1ll << ((sig) - 1))

static const struct r3_row masks[] = {
	{"block", 0, R3_WITH(SIG_BLOCK, NEW_SET(SIGUSR1), R3_OUT(8), 8)},
	{"let through", 0, R3_WITH(SIG_UNBLOCK, NEW_SET(SIGUSR1), R3_NULL, 8)},
	{"set", 0, R3_WITH(SIG_SETMASK, NEW_SET(SIGUSR1), R3_NULL, 8)},
	{"ask", 0, R3_WITH(SIG_BLOCK, R3_NULL, R3_OUT(8), 8)},
	{"neither", 0, R3_WITH(SIG_BLOCK, R3_NULL, R3_NULL, 8)},
	{"ask, in no way", 0, R3_WITH(99, R3_NULL, R3_OUT(8), 8)},
	{"in no way", R3_ERR(EINVAL), R3_WITH(99, NEW_SET(SIGUSR1), R3_OUT(8), 8)},
	{"in way -1", R3_ERR(EINVAL), R3_WITH(-1, NEW_SET(SIGUSR1), R3_OUT(8), 8)},
	{"in no way, from nowhere", R3_ERR(EFAULT), R3_WITH(99, R3_BAD, R3_OUT(8), 8)},
	{"in no way, into nothing", R3_ERR(EINVAL), R3_WITH(99, NEW_SET(SIGUSR1), R3_BAD, 8)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(SIG_BLOCK, NEW_SET(SIGUSR1), R3_OUT(8), 4)},
	{"of 128 bytes", R3_ERR(EINVAL), R3_WITH(SIG_BLOCK, NEW_SET(SIGUSR1), R3_OUT(8), 128)},
	{"of another size, from nowhere", R3_ERR(EINVAL), R3_WITH(SIG_BLOCK, R3_BAD, R3_BAD, 16)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_BAD, R3_OUT(8), 8)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_SHORT(7), R3_OUT(8), 8)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_NULL, R3_BAD, 8)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_NULL, R3_KERNEL, 8)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_NULL, R3_RO(8), 8)},
};

static const struct r3_row old_masks[] = {
	{"block", 0, R3_WITH(SIG_BLOCK, OLD_SET(SIGUSR1), R3_OUT(4))},
	{"ask", 0, R3_WITH(SIG_BLOCK, R3_NULL, R3_OUT(4))},
	{"neither, in no way", 0, R3_WITH(99, R3_NULL, R3_NULL)},
	{"in no way", R3_ERR(EINVAL), R3_WITH(99, OLD_SET(SIGUSR1), R3_OUT(4))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_BAD, R3_OUT(4))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, OLD_SET(SIGUSR1), R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(SIG_BLOCK, R3_NULL, R3_SHORT(3))},
};

/* SIGKILL and SIGSTOP cannot be blocked, and nobody says so. */
static void what_is_blocked(struct r3_task *t)
{
	r3_ptr old = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_SETMASK, set_of(t, ~0ull), old, 8);
	assert_int_equal(r3_get_u64(t, old), 0);
	assert_int_equal(blocked(t), ~(SET(SIGKILL) | SET(SIGSTOP)));
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_UNBLOCK, set_of(t, SET(SIGHUP)), old, 8);
	assert_int_equal(r3_get_u64(t, old), ~(SET(SIGKILL) | SET(SIGSTOP)));
	assert_int_equal(blocked(t), ~(SET(SIGKILL) | SET(SIGSTOP) | SET(SIGHUP)));
}

/* The new mask holds even where the old one cannot be told. */
static void a_fault_comes_too_late(struct r3_task *t)
{
	r3_assert_errno(t, EFAULT, SYS_rt_sigprocmask, SIG_BLOCK, set_of(t, SET(SIGHUP)), R3_BAD_PTR, 8);
	assert_int_equal(blocked(t), SET(SIGHUP));
}

static void what_waits_comes(struct r3_task *t)
{
	r3_handle(t, SIGUSR1, 0);
	block(t, SET(SIGUSR1));
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	assert_int_equal(r3_handled(t, SIGUSR1), 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_SETMASK, set_of(t, 0), 0, 8);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static void old_masks_are_of_32(struct r3_task *t)
{
	uint32_t set = 1u << (SIGUSR2 - 1);
	r3_ptr p = r3_bytes(t, &set, 4);

	block(t, SET(RT_SIG) | SET(SIGUSR1));
	r3_assert_result(t, 0, SYS_sigprocmask, SIG_BLOCK, p, 0);
	assert_int_equal(blocked(t), SET(RT_SIG) | SET(SIGUSR1) | SET(SIGUSR2));
	r3_assert_result(t, SET(SIGUSR1) | SET(SIGUSR2), SYS_sgetmask);
	r3_assert_result(t, 0, SYS_sigprocmask, SIG_SETMASK, p, 0);
	assert_int_equal(blocked(t), SET(RT_SIG) | SET(SIGUSR2));
	r3_assert_result(t, SET(SIGUSR2), SYS_ssetmask, SET(SIGHUP));
	assert_int_equal(blocked(t), SET(SIGHUP));
}

R3_SUITE(rt_sigprocmask, .page = "sigprocmask", .rows = R3_ROWS(masks),
	 .cases = R3_CASES(R3_CASE(what_is_blocked), R3_CASE(a_fault_comes_too_late),
			   R3_CASE(what_waits_comes)));
R3_SUITE(sigprocmask, .rows = R3_ROWS(old_masks), .cases = R3_CASES(R3_CASE(old_masks_are_of_32)));
R3_SUITE(ssetmask, .calls = "ssetmask sgetmask", .page = "-",
	 .cases = R3_CASES(R3_CASE(old_masks_are_of_32)));

static const struct r3_row pendings[] = {
	{"ask", 0, R3_WITH(R3_OUT(8), 8)},
	{"fewer bytes", 0, R3_WITH(R3_OUT(4), 4)},
	{"no bytes", 0, R3_WITH(R3_BAD, 0)},
	{"more bytes", R3_ERR(EINVAL), R3_WITH(R3_OUT(16), 9)},
	{"more bytes, into nothing", R3_ERR(EINVAL), R3_WITH(R3_BAD, 16)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, 8)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 8)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(7), 8)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(8), 8)},
};

static const struct r3_row old_pendings[] = {
	{"ask", 0, R3_WITH(R3_OUT(4))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(3))},
};

static void of_both(struct r3_task *t)
{
	struct r3_task *thread;

	block_usual(t);
	thread = r3_thread(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(thread), SIGUSR2);
	assert_int_equal(pending(t), SET(SIGUSR1));
	assert_int_equal(pending(thread), SET(SIGUSR1) | SET(SIGUSR2));
}

/* What is ignored does not wait, unless it was blocked when it came. */
static void what_is_ignored(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGCHLD);
	assert_int_equal(pending(t), 0);
	block(t, SET(SIGCHLD));
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGCHLD);
	assert_int_equal(pending(t), SET(SIGCHLD));
}

static void old_pending_is_of_32(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "....", 4);

	block_usual(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), RT_SIG);
	r3_assert_result(t, 0, SYS_sigpending, p);
	assert_int_equal(r3_get_u32(t, p), SET(SIGUSR1));
}

R3_SUITE(rt_sigpending, .page = "sigpending", .rows = R3_ROWS(pendings),
	 .cases = R3_CASES(R3_CASE(of_both), R3_CASE(what_is_ignored)));
R3_SUITE(sigpending, .rows = R3_ROWS(old_pendings), .cases = R3_CASES(R3_CASE(old_pending_is_of_32)));
