/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for signals, and sending them with a value: sigsuspend, pause, sigtimedwait, sigqueue. */
#include "sig.h"

#define ONE(sig) R3_U64S(1ll << ((sig) - 1))
#define NOW R3_LONGS(0, 0)

static const struct r3_row suspends[] = {
	{"nothing comes", R3_BLOCKS, R3_WITH(R3_U64S(0), 8)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(R3_U64S(0), 4)},
	{"of another size, from nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, 16)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, 8)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 8)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(7), 8)},
};

/* Blocked before and after, but not meanwhile. */
static void lets_one_through(struct r3_task *t)
{
	r3_handle(t, SIGUSR1, SA_RESTART);
	block_usual(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_errno(t, EINTR, SYS_rt_sigsuspend, set_of(t, SET(SIGUSR2)), 8);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
	assert_int_equal(blocked(t), SET(SIGUSR1) | SET(SIGUSR2) | SET(RT_SIG));
}

static void is_woken(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, 0);
	block_usual(t);
	thread = r3_thread(t);
	r3_begin(t, SYS_rt_sigsuspend, set_of(t, 0), 8);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* i386's older call has the set itself, behind two arguments that do not count. */
static void the_old_call(struct r3_task *t)
{
	r3_handle(t, SIGUSR1, 0);
	block_usual(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_errno(t, EINTR, SYS_sigsuspend, -1, -1, SET(SIGUSR2));
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static const struct r3_row old_suspends[] = {
	{"nothing comes", R3_BLOCKS, R3_WITH(0, 0, 0)},
};

static const struct r3_row pauses[] = {
	{"nothing comes", R3_BLOCKS, R3_WITH(0)},
};

static void pauses_until_a_handler_has_run(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	r3_begin(t, SYS_pause);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGCHLD);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

R3_SUITE(rt_sigsuspend, .page = "sigsuspend", .rows = R3_ROWS(suspends),
	 .cases = R3_CASES(R3_CASE(lets_one_through), R3_CASE(is_woken)));
R3_SUITE(sigsuspend, .rows = R3_ROWS(old_suspends), .cases = R3_CASES(R3_CASE(the_old_call)),
	 .unreached = R3_UNREACHED(R3_NEVER(EFAULT, "the set is an argument")));
R3_SUITE(pause, .rows = R3_ROWS(pauses), .cases = R3_CASES(R3_CASE(pauses_until_a_handler_has_run)));

static const struct r3_row waits[] = {
	{"nothing is there", R3_ERR(EAGAIN), R3_WITH(ONE(SIGUSR1), R3_OUT(128), NOW, 8)},
	{"nothing is there, forever", R3_BLOCKS, R3_WITH(ONE(SIGUSR1), R3_OUT(128), R3_NULL, 8)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, NOW, 4)},
	{"of another size, from nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, R3_NULL, NOW, 16)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL, NOW, 8)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(7), R3_NULL, NOW, 8)},
	{"a time from nowhere", R3_ERR(EFAULT), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_BAD, 8)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_LONGS(-1, 0), 8)},
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_LONGS(0, 1000000000), 8)},
	{"ns below 0", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_LONGS(0, -1), 8)},
	{"no signals", R3_ERR(EAGAIN), R3_WITH(R3_U64S(0), R3_NULL, NOW, 8)},
};

static const struct r3_row waits64[] = {
	{"nothing is there", R3_ERR(EAGAIN), R3_WITH(ONE(SIGUSR1), R3_OUT(128), R3_U64S(0, 0), 8)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_U64S(-1, 0), 8)},
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(ONE(SIGUSR1), R3_NULL, R3_U64S(0, 1000000000), 8)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL, R3_U64S(0, 0), 8)},
};

static r3_ptr no_time(struct r3_task *t)
{
	return r3_alloc(t, 16); /* zeros, whatever a second is as wide as */
}

/* The lowest number first, and of one the oldest. */
static void takes_what_waits(struct r3_task *t)
{
	r3_ptr info = r3_alloc(t, 128);
	r3_ptr all = set_of(t, SET(SIGUSR1) | SET(SIGUSR2) | SET(RT_SIG));
	const char *call = r3_suite_call(t);

	block_usual(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), RT_SIG);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR2);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	assert_int_equal(r3_call(t, call, all, info, no_time(t), 8), SIGUSR1);
	assert_int_equal(r3_get_u32(t, info), SIGUSR1);
	assert_int_equal(r3_get_u32(t, info + 8), 0); /* SI_USER */
	assert_int_equal(r3_get_u32(t, info + (r3_is_i386(t) ? 12 : 16)), my_pid(t));
	assert_int_equal(r3_call(t, call, all, 0, no_time(t), 8), SIGUSR2);
	assert_int_equal(r3_call(t, call, all, 0, no_time(t), 8), RT_SIG);
	assert_int_equal(r3_call(t, call, all, 0, no_time(t), 8), -EAGAIN);
}

static void a_fault_loses_it(struct r3_task *t)
{
	block_usual(t);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	assert_int_equal(r3_call(t, r3_suite_call(t), set_of(t, SET(SIGUSR1)), R3_BAD_PTR, no_time(t), 8),
			 -EFAULT);
	assert_int_equal(pending(t), 0);
}

static void is_woken_by_it(struct r3_task *t)
{
	struct r3_task *thread;

	block_usual(t);
	r3_handle(t, SIGHUP, 0);
	thread = r3_thread(t);
	r3_begin(t, SYS_rt_sigtimedwait, set_of(t, SET(SIGUSR1)), 0, 0, 8);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, SIGUSR1);
	r3_begin(t, SYS_rt_sigtimedwait, set_of(t, SET(SIGUSR1)), 0, 0, 8);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGHUP);
	r3_assert_finished(t, -EINTR);
}

static void a_handler_interrupts_it(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGHUP, SA_RESTART);
	thread = r3_thread(t);
	r3_begin(t, SYS_rt_sigtimedwait_time64, set_of(t, SET(SIGUSR1)), 0, 0, 8);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGHUP);
	r3_assert_finished(t, -EINTR);
}

R3_SUITE(rt_sigtimedwait, .page = "sigwaitinfo", .rows = R3_ROWS(waits),
	 .cases = R3_CASES(R3_CASE(takes_what_waits), R3_CASE(a_fault_loses_it),
			   R3_CASE(is_woken_by_it)));
R3_SUITE(rt_sigtimedwait_time64, .page = "sigwaitinfo", .rows = R3_ROWS(waits64),
	 .cases = R3_CASES(R3_CASE(takes_what_waits), R3_CASE(a_fault_loses_it),
			   R3_CASE(a_handler_interrupts_it)));

/* siginfo_t begins with signal, errno, code in both ABIs */
static const unsigned char info_queue[128] = { [8] = 0xff, [9] = 0xff, [10] = 0xff, [11] = 0xff };
static const unsigned char info_user[128];
static const unsigned char info_tkill[128] = { [8] = 0xfa, [9] = 0xff, [10] = 0xff, [11] = 0xff };
static const unsigned char info_kernel[128] = { [8] = 0x80 };

static const struct r3_row queues[] = {
	{"to oneself", 0, R3_WITH(R3_SELF, RT_SIG, R3_OBJECT(info_queue)), .signals = RT_SIG},
	{"as if by kill, to oneself", 0, R3_WITH(R3_SELF, RT_SIG, R3_OBJECT(info_user)), .signals = RT_SIG},
	{"to a child", 0, R3_WITH(R3_CHILD, SIGCHLD, R3_OBJECT(info_queue))},
	{"as if by kill, to a child", R3_ERR(EPERM), R3_WITH(R3_CHILD, SIGCHLD, R3_OBJECT(info_user))},
	{"as if by tkill, to a child", R3_ERR(EPERM), R3_WITH(R3_CHILD, SIGCHLD, R3_OBJECT(info_tkill))},
	{"as if by the kernel, to a child", R3_ERR(EPERM),
	 R3_WITH(R3_CHILD, SIGCHLD, R3_OBJECT(info_kernel))},
	{"as if by kill, to nobody", R3_ERR(EPERM), R3_WITH(R3_NOBODY, SIGCHLD, R3_OBJECT(info_user))},
	{"to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, SIGCHLD, R3_OBJECT(info_queue))},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_SELF, 65, R3_OBJECT(info_queue))},
	{"no signal, to nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 65, R3_OBJECT(info_queue))},
	{"nothing", 0, R3_WITH(R3_SELF, 0, R3_OBJECT(info_queue))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_SELF, RT_SIG, R3_BAD)},
	{"from nowhere, to nobody", R3_ERR(EFAULT), R3_WITH(R3_NOBODY, RT_SIG, R3_BAD)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SELF, RT_SIG, R3_SHORT(40))},
};

static const struct r3_row thread_queues[] = {
	{"to oneself", 0, R3_WITH(R3_SELF, R3_SELF_TID, RT_SIG, R3_OBJECT(info_queue)), .signals = RT_SIG},
	{"of no group", R3_ERR(EINVAL), R3_WITH(0, R3_SELF_TID, RT_SIG, R3_OBJECT(info_queue))},
	{"task 0", R3_ERR(EINVAL), R3_WITH(R3_SELF, 0, RT_SIG, R3_OBJECT(info_queue))},
	{"of no group, from nowhere", R3_ERR(EFAULT), R3_WITH(0, R3_SELF_TID, RT_SIG, R3_BAD)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_SELF, R3_NOBODY, RT_SIG, R3_OBJECT(info_queue))},
	{"a child of another group", R3_ERR(ESRCH),
	 R3_WITH(R3_SELF, R3_CHILD, RT_SIG, R3_OBJECT(info_queue))},
	{"as if by kill, to a child", R3_ERR(EPERM),
	 R3_WITH(R3_CHILD, R3_CHILD, SIGCHLD, R3_OBJECT(info_user))},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_SELF, R3_SELF_TID, 65, R3_OBJECT(info_queue))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_SELF, R3_SELF_TID, RT_SIG, R3_BAD)},
};

static void the_value_arrives(struct r3_task *t)
{
	uint32_t info[32] = { 99, 7, (uint32_t)-1 };
	r3_ptr got = r3_alloc(t, 128), sent;
	size_t at = r3_is_i386(t) ? 5 : 6; /* si_value, behind si_pid and si_uid */

	info[at - 2] = 4711;
	info[at] = 12345;
	sent = r3_bytes(t, info, sizeof(info));
	block_usual(t);
	r3_assert_result(t, 0, SYS_rt_sigqueueinfo, my_pid(t), RT_SIG, sent);
	r3_assert_result(t, RT_SIG, SYS_rt_sigtimedwait, set_of(t, SET(RT_SIG)), got, no_time(t), 8);
	assert_int_equal(r3_get_u32(t, got), RT_SIG);
	assert_int_equal(r3_get_u32(t, got + 4), 7);
	assert_int_equal(r3_get_u32(t, got + 4 * (at - 2)), 4711);
	assert_int_equal(r3_get_u32(t, got + 4 * at), 12345);
}

static void the_queue_is_full(struct r3_task *t)
{
	r3_ptr info = r3_bytes(t, info_queue, 128);

	block_usual(t);
	r3_assert_result(t, 0, SYS_prlimit64, 0, 11 /* RLIMIT_SIGPENDING */,
			 r3_bytes(t, (uint64_t[]){ 0, 0 }, 16), 0);
	r3_assert_errno(t, EAGAIN, SYS_rt_sigqueueinfo, my_pid(t), RT_SIG, info);
	r3_assert_errno(t, EAGAIN, SYS_rt_tgsigqueueinfo, my_pid(t), r3_tid(t), RT_SIG, info);
	r3_assert_result(t, 0, SYS_rt_sigqueueinfo, my_pid(t), SIGUSR1, info);
}

R3_SUITE(rt_sigqueueinfo, .rows = R3_ROWS(queues),
	 .cases = R3_CASES(R3_CASE(the_value_arrives), R3_CASE(the_queue_is_full)));
R3_SUITE(rt_tgsigqueueinfo, .page = "rt_sigqueueinfo", .rows = R3_ROWS(thread_queues),
	 .cases = R3_CASES(R3_CASE(the_queue_is_full)));
