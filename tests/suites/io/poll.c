/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll(2), ppoll(2), select(2), pselect6(2) */
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "ring3/suite.h"

/* struct pollfd: what happened is the upper half of its second word. */
#define POLLFD(fd, events) (fd), (events)
#define IN POLLIN
#define OUT POLLOUT

static void one_number(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 1, 1024 }, 16), 0);
}

#define HAPPENED(name, events) \
	static void name(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result; \
		assert_int_equal(r3_get_u32(t, args[0] + 4) >> 16, events); \
	}
HAPPENED(nothing, 0)
HAPPENED(input, POLLIN)
HAPPENED(output, POLLOUT)
HAPPENED(both, POLLIN | POLLOUT)
HAPPENED(no_such, POLLNVAL)
HAPPENED(hung_up, POLLHUP)
HAPPENED(broken, POLLERR)
HAPPENED(out_and_broken, POLLOUT | POLLERR)

#define ROWS_OF(now) \
	{"no descriptors", 0, R3_WITH(R3_BAD, 0, now)}, \
	{"at nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, 1, now)}, \
	{"at NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 1, now)}, \
	{"in the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, 1, now)}, \
	{"fewer than said", R3_ERR(EFAULT), R3_WITH(R3_U32S(POLLFD(-1, IN)), 2, now)}, \
	{"more than there can be", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1025, now)}, \
	{"-1 of them", R3_ERR(EINVAL), R3_WITH(R3_BAD, -1, now)}, \
	{"more than the limit is now", R3_ERR(EINVAL), R3_WITH(R3_BAD, 2, now), .setup = one_number}, \
	{"one below 0", 0, R3_WITH(R3_U32S(POLLFD(-1, IN)), 1, now), .check = nothing}, \
	{"one that is not open", 1, R3_WITH(R3_U32S(POLLFD(R3_CLOSED, IN)), 1, now), .check = no_such}, \
	{"one of O_PATH", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PATH), IN)), 1, now), .check = no_such}, \
	{"a file", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(FILE), IN | OUT)), 1, now), .check = both}, \
	{"a file, nothing of it", 0, R3_WITH(R3_U32S(POLLFD(R3_FD(FILE), 0)), 1, now), .check = nothing}, \
	{"an empty pipe", 0, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_R), IN)), 1, now), .check = nothing}, \
	{"a pipe with data", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_DATA), IN)), 1, now), .check = input}, \
	{"a pipe without writers", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_EOF), IN)), 1, now), .check = hung_up}, \
	{"such a pipe, unasked", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_EOF), 0)), 1, now), .check = hung_up}, \
	{"a pipe with room", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_W), IN | OUT)), 1, now), .check = output}, \
	{"a full pipe", 0, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_FULL), OUT)), 1, now), .check = nothing}, \
	{"a pipe without readers", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_BROKEN), OUT)), 1, now), \
	 .check = out_and_broken}, \
	{"such an end, unasked", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_BROKEN), 0)), 1, now), .check = broken}, \
	{"an eventfd", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(EVENTFD), IN | OUT)), 1, now), .check = output}, \
	{"two of three", 2, \
	 R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_DATA), IN), POLLFD(-1, IN), POLLFD(R3_FD(ZERO), IN)), 3, now), \
	 .check = input}

static const struct r3_row poll_rows[] = {
	ROWS_OF(0),
	{"in memory that cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(8), 1, 0)},
	{"for ever", R3_BLOCKS, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_R), IN)), 1, -1)},
	{"for nothing, for ever", R3_BLOCKS, R3_WITH(R3_NULL, 0, -1)},
	{"for a minute", R3_BLOCKS, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_R), IN)), 1, 60000)},
	{"for a minute, what is there", 1, R3_WITH(R3_U32S(POLLFD(R3_FD(ZERO), IN)), 1, 60000), .check = input},
};

static void is_woken(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), fds;
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	fds = r3_bytes(t, (uint32_t[]){ r3_get_u32(t, ends), POLLIN }, 8);
	other = r3_thread(t);
	r3_begin(t, SYS_poll, fds, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(other, 1, SYS_write, r3_get_u32(t, ends + 4), ends, 1);
	r3_assert_finished(t, 1);
	assert_int_equal(r3_get_u32(t, fds + 4), POLLIN | POLLIN << 16);
}

static void is_interrupted(struct r3_task *t)
{
	struct r3_task *other;

	r3_handle(t, SIGUSR1, SA_RESTART);
	other = r3_thread(t);
	r3_begin(t, SYS_poll, 0, 0, -1);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void comes_to_its_time(struct r3_task *t)
{
	r3_begin(t, SYS_poll, 0, 0, 30);
	r3_assert_blocks(t);
	r3_advance(t, 40000000);
	r3_assert_finished(t, 0);
}

static void poll_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(t, SYS_poll, *(r3_ptr *)ctx, 500, 0);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

/* More than there is room for on the kernel's stack. */
static void memory_runs_out(struct r3_task *t)
{
	r3_ptr fds = r3_alloc(t, 500 * 8);

	for (int i = 0; i < 500; i++)
		r3_put(t, fds + 8 * i, (int32_t[]){ -1, 0 }, 8);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, poll_or_nomem, &fds) > 0);
}

R3_SUITE(poll, .rows = R3_ROWS(poll_rows),
	 .cases = R3_CASES(R3_CASE(is_woken), R3_CASE(is_interrupted), R3_CASE(comes_to_its_time),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")));

#define NOW R3_LONGS(0, 0)

static const struct r3_row ppoll_rows[] = {
	ROWS_OF(NOW),
	{"for ever", R3_BLOCKS, R3_WITH(R3_U32S(POLLFD(R3_FD(PIPE_R), IN)), 1, 0, 0, 8)},
	{"a time at nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, 1, R3_BAD, 0, 8)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1, R3_LONGS(-1, 0), 0, 8)},
	{"nanoseconds below 0", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1, R3_LONGS(0, -1), 0, 8)},
	{"too many nanoseconds", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1, R3_LONGS(0, 1000000000), 0, 8)},
	{"a mask at nothing", R3_ERR(EFAULT), R3_WITH(R3_NULL, 0, NOW, R3_BAD, 8)},
	{"a mask of another size", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, NOW, R3_U64S(0), 4)},
	{"another size without a mask", 0, R3_WITH(R3_NULL, 0, NOW, 0, 4)},
	{"a mask of another size, at nothing", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, NOW, R3_BAD, 7)},
	{"a time and a mask that are wrong", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, R3_LONGS(-1, 0), R3_BAD, 8)},
};

/* A signal that only the mask lets through ends it. */
static void lets_a_signal_through(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR1 - 1), none = 0;

	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, r3_bytes(t, &set, 8), 0, 8);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	assert_int_equal(r3_handled(t, SIGUSR1), 0);
	r3_assert_errno(t, EINTR, SYS_ppoll, 0, 0, 0, r3_bytes(t, &none, 8), 8);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static void ppoll_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(t, SYS_ppoll, ((r3_ptr *)ctx)[0], 500, ((r3_ptr *)ctx)[1], 0, 8);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void ppolls_memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { r3_alloc(t, 500 * 8), r3_words(t, 2, (int64_t)0, (int64_t)0) };

	for (int i = 0; i < 500; i++)
		r3_put(t, ctx[0] + 8 * i, (int32_t[]){ -1, 0 }, 8);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, ppoll_or_nomem, ctx) > 0);
}

R3_SUITE(ppoll, .rows = R3_ROWS(ppoll_rows),
	 .cases = R3_CASES(R3_CASE(lets_a_signal_through),
			   R3_CASE(ppolls_memory_runs_out,
				   .ring3_only = "no allocation of the host's fails")));

/* --- select --- */

static void only_0(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_word(t, args[1], 0), 1);
}

static void none(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_word(t, args[1], 0), 0);
}

static void data_at_0(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_pipe, r3_alloc(t, 8));
	r3_assert_result(t, 3, SYS_write, 1, r3_bytes(t, "abc", 3), 3);
}

static void empty_at_0(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_pipe, r3_alloc(t, 8));
}

#define SELECT_ROWS(...) \
	{"nothing", 0, R3_WITH(0, 0, 0, 0, __VA_ARGS__)}, \
	{"-1 descriptors", R3_ERR(EINVAL), R3_WITH(-1, 0, 0, 0, __VA_ARGS__)}, \
	{"more than there are", 0, R3_WITH(0x7fffffff, 0, 0, 0, __VA_ARGS__)}, \
	{"one that is not open", R3_ERR(EBADF), R3_WITH(1, R3_LONGS(1), 0, 0, __VA_ARGS__)}, \
	{"to be written, not open", R3_ERR(EBADF), R3_WITH(3, 0, R3_LONGS(4), 0, __VA_ARGS__)}, \
	{"beyond what is looked at", 0, R3_WITH(1, R3_LONGS(2), 0, 0, __VA_ARGS__), .check = none}, \
	{"one with data", 1, R3_WITH(1, R3_LONGS(1), 0, 0, __VA_ARGS__), .setup = data_at_0, .check = only_0}, \
	{"one with data, and beyond", 1, R3_WITH(1, R3_LONGS(3), 0, 0, __VA_ARGS__), .setup = data_at_0, \
	 .check = only_0}, \
	{"one without data", 0, R3_WITH(1, R3_LONGS(1), 0, 0, __VA_ARGS__), .setup = empty_at_0, .check = none}, \
	{"an end that can be written", 1, R3_WITH(2, 0, R3_LONGS(2), 0, __VA_ARGS__), .setup = empty_at_0}, \
	{"both ends", 2, R3_WITH(2, R3_LONGS(1), R3_LONGS(2), R3_LONGS(3), __VA_ARGS__), .setup = data_at_0, \
	 .check = only_0}, \
	{"a set at nothing", R3_ERR(EFAULT), R3_WITH(1, R3_BAD, 0, 0, __VA_ARGS__)}, \
	{"the third at nothing", R3_ERR(EFAULT), R3_WITH(1, R3_LONGS(1), 0, R3_BAD, __VA_ARGS__)}, \
	{"a set of the kernel's", R3_ERR(EFAULT), R3_WITH(1, R3_KERNEL, 0, 0, __VA_ARGS__)}, \
	{"a set that cannot be written", R3_ERR(EFAULT), R3_WITH(1, R3_RO(8), 0, 0, __VA_ARGS__)}

static const struct r3_row select_rows[] = {
	SELECT_ROWS(R3_LONGS(0, 0)),
	{"for ever", R3_BLOCKS, R3_WITH(0, 0, 0, 0, 0)},
	{"a time at nothing", R3_ERR(EFAULT), R3_WITH(0, 0, 0, 0, R3_BAD)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(0, 0, 0, 0, R3_LONGS(-1, 0))},
	{"microseconds below 0", R3_ERR(EINVAL), R3_WITH(0, 0, 0, 0, R3_LONGS(0, -1))},
	{"a second in microseconds", R3_BLOCKS, R3_WITH(0, 0, 0, 0, R3_LONGS(0, 1000000))},
	{"a time below 0, sets at nothing", R3_ERR(EINVAL), R3_WITH(1, R3_BAD, 0, 0, R3_LONGS(-1, 0))},
	{"a time that cannot be written", 0, R3_WITH(0, 0, 0, 0, R3_RO(16))},
};

static void select_is_interrupted(struct r3_task *t)
{
	struct r3_task *other;

	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	if (r3_is_i386(t))
		r3_begin(t, SYS__newselect, 0, 0, 0, 0, 0);
	else
		r3_begin(t, SYS_select, 0, 0, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* Linux tells how much was left. */
static void tells_what_was_left(struct r3_task *t)
{
	r3_ptr time = r3_words(t, 2, (int64_t)60, (int64_t)0), set = r3_words(t, 1, (int64_t)1);
	const char *call = r3_is_i386(t) ? "_newselect" : "select";

	data_at_0(t);
	assert_int_equal(r3_call(t, call, 1, set, 0, 0, time), 1);
	assert_in_range(r3_get_word(t, time, 0), 58, 60);
}

#define MANY 20000 /* descriptors, for sets that have no room on the kernel's stack */

static void open_many(struct r3_task *t)
{
	r3_open(t, ".", 0);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ MANY, MANY }, 16), 0);
	r3_assert_result(t, MANY - 1, SYS_dup2, 0, MANY - 1);
}

static void select_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	r3_ptr *args = ctx;
	int64_t result = r3_call(t, r3_is_i386(t) ? "_newselect" : "select", MANY, args[0], 0, 0, args[1]);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void selects_memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { r3_alloc(t, MANY / 8 + 8), r3_words(t, 2, (int64_t)0, (int64_t)0) };

	open_many(t);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, select_or_nomem, ctx) > 0);
}

#define SELECT_CASES \
	R3_CASES(R3_CASE(select_is_interrupted), R3_CASE(tells_what_was_left), \
		 R3_CASE(selects_memory_runs_out, .ring3_only = "no allocation of the host's fails"))

/* i386's call of the number 82 has its arguments in a structure. */
R3_SUITE(select, .abis = R3_ONLY_X86_64, .rows = R3_ROWS(select_rows), .cases = SELECT_CASES);
R3_SUITE(_newselect, .rows = R3_ROWS(select_rows), .cases = SELECT_CASES);

static const struct r3_row old_select_rows[] = {
	{"arguments at nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"fewer arguments than there are", R3_ERR(EFAULT), R3_WITH(R3_LONGS(0, 0, 0, 0))},
	{"nothing", 0, R3_WITH(R3_LONGS(0, 0, 0, 0, R3_LONGS(0, 0)))},
	{"-1 descriptors", R3_ERR(EINVAL), R3_WITH(R3_LONGS(-1, 0, 0, 0, R3_LONGS(0, 0)))},
	{"one that is not open", R3_ERR(EBADF), R3_WITH(R3_LONGS(1, R3_LONGS(1), 0, 0, R3_LONGS(0, 0)))},
	{"one with data", 1, R3_WITH(R3_LONGS(1, R3_LONGS(1), 0, 0, R3_LONGS(0, 0))), .setup = data_at_0},
	{"for ever", R3_BLOCKS, R3_WITH(R3_LONGS(0, 0, 0, 0, 0))},
};

static void old_select_is_interrupted(struct r3_task *t)
{
	struct r3_task *other;

	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_select, r3_alloc(t, 20));
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void old_select_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(t, SYS_select, *(r3_ptr *)ctx);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void old_selects_memory_runs_out(struct r3_task *t)
{
	r3_ptr set = r3_alloc(t, MANY / 8 + 8), time = r3_words(t, 2, (int64_t)0, (int64_t)0);
	r3_ptr args = r3_words(t, 5, (int64_t)MANY, (int64_t)set, (int64_t)0, (int64_t)0, (int64_t)time);

	open_many(t);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, old_select_or_nomem, &args) > 0);
}

R3_SUITE(old_select, .calls = "select", .abis = R3_ONLY_I386, .rows = R3_ROWS(old_select_rows),
	 .cases = R3_CASES(R3_CASE(old_select_is_interrupted),
			   R3_CASE(old_selects_memory_runs_out,
				   .ring3_only = "no allocation of the host's fails")));

/* --- pselect6 --- */

static const struct r3_row pselect6_rows[] = {
	SELECT_ROWS(R3_LONGS(0, 0), 0),
	{"for ever", R3_BLOCKS, R3_WITH(0, 0, 0, 0, 0, 0)},
	{"a time at nothing", R3_ERR(EFAULT), R3_WITH(0, 0, 0, 0, R3_BAD, 0)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(0, 0, 0, 0, R3_LONGS(-1, 0), 0)},
	{"too many nanoseconds", R3_ERR(EINVAL), R3_WITH(0, 0, 0, 0, R3_LONGS(0, 1000000000), 0)},
	{"a mask", 0, R3_WITH(0, 0, 0, 0, R3_LONGS(0, 0), R3_LONGS(R3_U64S(0), 8))},
	{"a mask of another size", R3_ERR(EINVAL), R3_WITH(0, 0, 0, 0, R3_LONGS(0, 0), R3_LONGS(R3_U64S(0), 4))},
	{"a mask at nothing", R3_ERR(EFAULT), R3_WITH(0, 0, 0, 0, R3_LONGS(0, 0), R3_LONGS(R3_BAD, 8))},
	{"no mask, of another size", 0, R3_WITH(0, 0, 0, 0, R3_LONGS(0, 0), R3_LONGS(0, 4))},
	{"mask and size at nothing", R3_ERR(EFAULT), R3_WITH(0, 0, 0, 0, R3_LONGS(0, 0), R3_BAD)},
	{"mask and time that are wrong", R3_ERR(EFAULT), R3_WITH(0, 0, 0, 0, R3_LONGS(-1, 0), R3_BAD)},
};

static void pselect_lets_a_signal_through(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR1 - 1), empty = 0;
	r3_ptr mask;

	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, r3_bytes(t, &set, 8), 0, 8);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	mask = r3_words(t, 2, (int64_t)r3_bytes(t, &empty, 8), (int64_t)8);
	r3_assert_errno(t, EINTR, SYS_pselect6, 0, 0, 0, 0, 0, mask);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static void pselect_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	r3_ptr *args = ctx;
	int64_t result = r3_syscall(t, SYS_pselect6, MANY, args[0], 0, 0, args[1], 0);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void pselects_memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { r3_alloc(t, MANY / 8 + 8), r3_words(t, 2, (int64_t)0, (int64_t)0) };

	open_many(t);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, pselect_or_nomem, ctx) > 0);
}

R3_SUITE(pselect6, .rows = R3_ROWS(pselect6_rows),
	 .cases = R3_CASES(R3_CASE(pselect_lets_a_signal_through),
			   R3_CASE(pselects_memory_runs_out,
				   .ring3_only = "no allocation of the host's fails")));
