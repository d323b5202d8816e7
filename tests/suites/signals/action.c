/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rt_sigaction(2), i386's older sigaction(2) and signal(2), and sigaltstack(2). */
#include "sig.h"

#ifndef SA_RESTORER
#define SA_RESTORER 0x04000000
#endif

/* handler, flags, restorer, mask: longs, and a set of 64 bits */
#define ACTION(handler, flags) R3_LONGS(handler, flags, 0, 0, 0)

static const struct r3_row rows[] = {
	{"a handler", 0, R3_WITH(SIGUSR1, ACTION(0x1000, SA_RESTORER), R3_OUT(32), 8)},
	{"ignored", 0, R3_WITH(SIGUSR1, ACTION(1, 0), R3_NULL, 8)},
	{"unknown flags", 0, R3_WITH(SIGUSR1, ACTION(0, 0x00100000), R3_NULL, 8)},
	{"asking", 0, R3_WITH(SIGUSR1, R3_NULL, R3_OUT(32), 8)},
	{"neither", 0, R3_WITH(SIGUSR1, R3_NULL, R3_NULL, 8)},
	{"the last signal", 0, R3_WITH(64, R3_NULL, R3_OUT(32), 8)},
	{"signal 0", R3_ERR(EINVAL), R3_WITH(0, R3_NULL, R3_OUT(32), 8)},
	{"signal 65", R3_ERR(EINVAL), R3_WITH(65, R3_NULL, R3_OUT(32), 8)},
	{"signal -1", R3_ERR(EINVAL), R3_WITH(-1, R3_NULL, R3_OUT(32), 8)},
	{"signal 65, from nowhere", R3_ERR(EFAULT), R3_WITH(65, R3_BAD, R3_OUT(32), 8)},
	{"asking for SIGKILL", 0, R3_WITH(SIGKILL, R3_NULL, R3_OUT(32), 8)},
	{"a handler of SIGKILL", R3_ERR(EINVAL), R3_WITH(SIGKILL, ACTION(0x1000, 0), R3_NULL, 8)},
	{"SIGKILL as it is", R3_ERR(EINVAL), R3_WITH(SIGKILL, ACTION(0, 0), R3_NULL, 8)},
	{"a handler of SIGSTOP", R3_ERR(EINVAL), R3_WITH(SIGSTOP, ACTION(0x1000, 0), R3_NULL, 8)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(SIGUSR1, R3_NULL, R3_OUT(32), 4)},
	{"of another size, from nowhere", R3_ERR(EINVAL), R3_WITH(SIGUSR1, R3_BAD, R3_NULL, 16)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_BAD, R3_NULL, 8)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_SHORT(19), R3_NULL, 8)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_NULL, R3_BAD, 8)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_NULL, R3_KERNEL, 8)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_NULL, R3_RO(32), 8)},
};

static const struct r3_row olds[] = {
	{"a handler", 0, R3_WITH(SIGUSR1, R3_LONGS(0x1000, 0, 0, 0), R3_OUT(16))},
	{"asking", 0, R3_WITH(SIGUSR1, R3_NULL, R3_OUT(16))},
	{"signal 0", R3_ERR(EINVAL), R3_WITH(0, R3_NULL, R3_OUT(16))},
	{"signal 65", R3_ERR(EINVAL), R3_WITH(65, R3_NULL, R3_OUT(16))},
	{"a handler of SIGKILL", R3_ERR(EINVAL), R3_WITH(SIGKILL, R3_LONGS(0x1000, 0, 0, 0), R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_BAD, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_SHORT(15), R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(SIGUSR1, R3_NULL, R3_BAD)},
};

static const struct r3_row oldest[] = {
	{"a handler", 0, R3_WITH(SIGUSR1, 0x1000)},
	{"signal 0", R3_ERR(EINVAL), R3_WITH(0, 0x1000)},
	{"signal 65", R3_ERR(EINVAL), R3_WITH(65, 0x1000)},
	{"SIGKILL", R3_ERR(EINVAL), R3_WITH(SIGKILL, 0)},
};

static r3_ptr action(struct r3_task *t, int64_t handler, int64_t flags, int64_t restorer, uint64_t mask)
{
	size_t w = r3_word(t);
	r3_ptr p = r3_alloc(t, 3 * w + 8);

	r3_put_word(t, p, 0, (uint64_t)handler);
	r3_put_word(t, p, 1, (uint64_t)flags);
	r3_put_word(t, p, 2, (uint64_t)restorer);
	r3_put(t, p + 3 * w, &mask, 8);
	return p;
}

/* What was set is told, but for the signals that nobody can block. */
static void what_was_set(struct r3_task *t)
{
	size_t w = r3_word(t);
	r3_ptr old = r3_alloc(t, 3 * w + 8);
	r3_ptr set = action(t, 0x1234, SA_RESTORER | SA_RESTART | SA_NODEFER, 0x5678, ~0ull);

	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, set, 0, 8);
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, action(t, 0, 0, 0, 0), old, 8);
	assert_int_equal(r3_get_word(t, old, 0), 0x1234);
	assert_int_equal(r3_get_word(t, old, 1), SA_RESTORER | SA_RESTART | SA_NODEFER);
	assert_int_equal(r3_get_word(t, old, 2), 0x5678);
	assert_int_equal(r3_get_u64(t, old + 3 * w), ~(SET(SIGKILL) | SET(SIGSTOP)));
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, 0, old, 8);
	assert_int_equal(r3_get_word(t, old, 0), 0);
}

/* Flags that there are not are forgotten: programs ask so what the kernel knows. */
static void unknown_flags_are_forgotten(struct r3_task *t)
{
	r3_ptr old = r3_alloc(t, 32);

	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, action(t, 1, 0x00180400, 0, 0), 0, 8);
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, 0, old, 8);
	assert_int_equal(r3_get_word(t, old, 1), 0);
}

/* To ignore a signal is to throw away what waits of it. */
static void ignoring_forgets(struct r3_task *t)
{
	block(t, SET(SIGUSR1) | SET(SIGCHLD));
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGCHLD);
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, action(t, 1, 0, 0, 0), 0, 8);
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGCHLD, action(t, 0, 0, 0, 0), 0, 8);
	assert_int_equal(pending(t), 0);
}

static void once_only(struct r3_task *t)
{
	r3_ptr old = r3_alloc(t, 32);

	r3_handle(t, SIGUSR1, SA_RESETHAND);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1, 0, old, 8);
	assert_int_equal(r3_get_word(t, old, 0), 0);
}

static void calls_go_on(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	int fd = r3_fd(t, R3_FD_PIPE_R);
	struct r3_task *other;

	r3_handle(t, SIGUSR1, SA_RESTART);
	other = r3_thread(t);
	r3_begin(t, SYS_read, fd, p, 8);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_blocks(t);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static void the_old_call(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_signal, SIGUSR1, 0x1234);
	r3_assert_result(t, 0x1234, SYS_signal, SIGUSR1, 1);
	r3_assert_result(t, 1, SYS_signal, SIGUSR1, 0);
}

R3_SUITE(rt_sigaction, .page = "sigaction", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(what_was_set), R3_CASE(unknown_flags_are_forgotten),
			   R3_CASE(ignoring_forgets), R3_CASE(once_only), R3_CASE(calls_go_on)));
R3_SUITE(sigaction, .rows = R3_ROWS(olds));
R3_SUITE(signal, .rows = R3_ROWS(oldest), .cases = R3_CASES(R3_CASE(the_old_call)));

/* stack_t: address, flags, size */
#define STACK(at, flags, size) R3_LONGS(at, flags, size)
static const struct r3_row stacks[] = {
	{"asking", 0, R3_WITH(R3_NULL, R3_OUT(24))},
	{"neither", 0, R3_WITH(R3_NULL, R3_NULL)},
	{"a stack", 0, R3_WITH(STACK(0x30000000, 0, 65536), R3_OUT(24))},
	{"none", 0, R3_WITH(STACK(0, SS_DISABLE, 0), R3_NULL)},
	{"the smallest", 0, R3_WITH(STACK(0x30000000, 0, 2048), R3_NULL), .abis = R3_ONLY_I386},
	{"too small", R3_ERR(ENOMEM), R3_WITH(STACK(0x30000000, 0, 2047), R3_NULL)},
	{"no bytes", R3_ERR(ENOMEM), R3_WITH(STACK(0x30000000, 0, 0), R3_NULL)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(STACK(0x30000000, 4, 65536), R3_NULL)},
	{"an unknown flag, too small", R3_ERR(EINVAL), R3_WITH(STACK(0x30000000, 4, 1), R3_NULL)},
	{"to be disarmed", 0, R3_WITH(STACK(0x30000000, 1ll << 31, 65536), R3_NULL)},
	{"as if it were in use", 0, R3_WITH(STACK(0x30000000, SS_ONSTACK, 65536), R3_NULL)},
	{"none, of no size", 0, R3_WITH(STACK(0x30000000, SS_DISABLE, 1), R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(11), R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_BAD)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_RO(24))},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_NULL, R3_KERNEL)},
};

static void the_stack_is_told(struct r3_task *t)
{
	r3_ptr old = r3_alloc(t, 24);

	r3_assert_result(t, 0, SYS_sigaltstack, 0, old);
	assert_int_equal(r3_get_u32(t, old + r3_word(t)), SS_DISABLE);
	r3_assert_result(t, 0, SYS_sigaltstack, r3_words(t, 3, (int64_t)0x30000000, (int64_t)0,
							 (int64_t)65536), old);
	r3_assert_result(t, 0, SYS_sigaltstack, 0, old);
	assert_int_equal(r3_get_word(t, old, 0), 0x30000000);
	assert_int_equal(r3_get_u32(t, old + r3_word(t)), 0);
	assert_int_equal(r3_get_word(t, old, 2), 65536);
	r3_assert_result(t, 0, SYS_sigaltstack, r3_words(t, 3, (int64_t)0x30000000,
							 (int64_t)SS_DISABLE, (int64_t)5), old);
	r3_assert_result(t, 0, SYS_sigaltstack, 0, old);
	assert_int_equal(r3_get_word(t, old, 0), 0);
	assert_int_equal(r3_get_word(t, old, 2), 0);
}

/* A stack that goes from one end of memory to the other: the task is on it as it is. */
static void while_on_it(struct r3_task *t)
{
	r3_ptr all = r3_words(t, 3, (int64_t)4096, (int64_t)0,
			      r3_is_i386(t) ? (int64_t)0xffff0000 : INT64_MAX);

	r3_assert_result(t, 0, SYS_sigaltstack, all, 0);
	r3_assert_errno(t, EPERM, SYS_sigaltstack, all, 0);
	r3_assert_errno(t, EPERM, SYS_sigaltstack, r3_words(t, 3, (int64_t)0, (int64_t)4, (int64_t)0), 0);
	r3_assert_result(t, 0, SYS_sigaltstack, 0, r3_alloc(t, 24));
}

R3_SUITE(sigaltstack, .rows = R3_ROWS(stacks),
	 .cases = R3_CASES(R3_CASE(the_stack_is_told), R3_CASE(while_on_it)));
