/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll_create(2), epoll_create1(2), epoll_ctl(2), epoll_wait(2), epoll_pwait(2) */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "ring3/suite.h"

/* struct epoll_event is packed in both ABIs. */
#define EVENT(events) R3_U32S((events), 0x11111111, 0x22222222)
#define IN EPOLLIN

static void leave_no_numbers(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 0, 1024 }, 16), 0);
}

static void goes_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, result, F_GETFD);
}

static const struct r3_row create_rows[] = {
	{"one", R3_NEW_FD, R3_WITH(1)},
	{"a size does not count", R3_NEW_FD, R3_WITH(0x7fffffff)},
	{"no size", R3_ERR(EINVAL), R3_WITH(0)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(-1)},
	{"no size, no number is free", R3_ERR(EINVAL), R3_WITH(0), .setup = leave_no_numbers},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(1), .setup = leave_no_numbers},
};

static const struct r3_row create1_rows[] = {
	{"one", R3_NEW_FD, R3_WITH(0)},
	{"EPOLL_CLOEXEC", R3_NEW_FD, R3_WITH(O_CLOEXEC), .check = goes_at_exec},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(O_NONBLOCK)},
	{"such a flag, no number is free", R3_ERR(EINVAL), R3_WITH(1), .setup = leave_no_numbers},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(0), .setup = leave_no_numbers},
};

static void create_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t fd = r3_call(t, ctx, O_CLOEXEC);

	assert_true(n ? fd >= 0 || fd == -ENOMEM : fd >= 0);
}

static void memory_runs_out(struct r3_task *t)
{
	char call[16];

	snprintf(call, sizeof(call), "%s", r3_suite_call(t));
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, create_or_nomem, call) > 0);
}

#define CREATION \
	.cases = R3_CASES(R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")), \
	.unreached = R3_UNREACHED(R3_NEVER(ENFILE, "limits of the whole system, which no test comes to"))

R3_SUITE(epoll_create, .rows = R3_ROWS(create_rows), CREATION);
R3_SUITE(epoll_create1, .rows = R3_ROWS(create1_rows), CREATION);

static const struct r3_row ctl_rows[] = {
	{"an epoll that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(IN))},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_CLOSED, EVENT(IN))},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PATH), EVENT(IN))},
	{"what is no epoll", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(IN))},
	{"a file", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(FILE), EVENT(IN))},
	{"a file, of what is no epoll", R3_ERR(EPERM), R3_WITH(R3_FD(PIPE_R), EPOLL_CTL_ADD, R3_FD(FILE), EVENT(IN))},
	{"a directory", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(DIR), EVENT(IN))},
	{"an end of a pipe", 0, R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(IN))},
	{"another epoll", 0, R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(EPOLL), EVENT(IN))},
	{"no such operation", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), 4, R3_FD(PIPE_R), EVENT(IN))},
	{"no such operation, event at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), 4, R3_FD(PIPE_R), R3_BAD)},
	{"an event at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), R3_BAD)},
	{"an event at nothing, not open", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, EPOLL_CTL_ADD, R3_CLOSED, R3_BAD)},
	{"half an event", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), R3_SHORT(8))},
	{"changed, but not there", R3_ERR(ENOENT), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_MOD, R3_FD(PIPE_R), EVENT(IN))},
	{"removed, but not there", R3_ERR(ENOENT), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_DEL, R3_FD(PIPE_R), R3_BAD)},
	{"exclusive and once", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(IN | EPOLLEXCLUSIVE | EPOLLONESHOT))},
	{"exclusive", 0, R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(IN | EPOLLEXCLUSIVE))},
	{"an exclusive epoll", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(EPOLL), EVENT(IN | EPOLLEXCLUSIVE))},
	{"all events", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT(-1))},
};

static r3_ptr event(struct r3_task *t, uint32_t events, uint64_t data)
{
	unsigned char bytes[12];

	__builtin_memcpy(bytes, &events, 4);
	__builtin_memcpy(bytes + 4, &data, 8);
	return r3_bytes(t, bytes, 12);
}

static void knows_each_once(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_R);
	r3_ptr e = event(t, EPOLLIN, 1);
	int64_t copy;

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, e);
	r3_assert_errno(t, EEXIST, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, e);
	copy = r3_assert_ok(t, SYS_dup, pipe);
	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, copy, e);
	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_MOD, pipe, e);
	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_DEL, pipe, 0);
	r3_assert_errno(t, ENOENT, SYS_epoll_ctl, epoll, EPOLL_CTL_DEL, pipe, 0);
}

static void does_not_watch_itself(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_EPOLL), b = r3_fd(t, R3_FD_EPOLL);
	r3_ptr e = event(t, EPOLLIN, 1);

	r3_assert_errno(t, EINVAL, SYS_epoll_ctl, a, EPOLL_CTL_ADD, a, e);
	r3_assert_result(t, 0, SYS_epoll_ctl, a, EPOLL_CTL_ADD, b, e);
	r3_assert_errno(t, ELOOP, SYS_epoll_ctl, b, EPOLL_CTL_ADD, a, e);
}

static void nests_five_deep(struct r3_task *t)
{
	r3_ptr e = event(t, EPOLLIN, 1);
	int inner = r3_fd(t, R3_FD_EPOLL), outer;

	for (int i = 0; i < 4; i++, inner = outer) {
		outer = r3_fd(t, R3_FD_EPOLL);
		r3_assert_result(t, 0, SYS_epoll_ctl, outer, EPOLL_CTL_ADD, inner, e);
	}
	outer = r3_fd(t, R3_FD_EPOLL);
	r3_assert_errno(t, ELOOP, SYS_epoll_ctl, outer, EPOLL_CTL_ADD, inner, e);
}

static void changes_no_exclusive_one(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_R);

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, event(t, EPOLLIN | EPOLLEXCLUSIVE, 1));
	r3_assert_errno(t, EINVAL, SYS_epoll_ctl, epoll, EPOLL_CTL_MOD, pipe, event(t, EPOLLIN, 1));
}

struct ctl {
	int epoll, fd;
	r3_ptr event;
};

static void add_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	const struct ctl *c = ctx;
	int64_t result = r3_syscall(t, SYS_epoll_ctl, c->epoll, EPOLL_CTL_ADD, c->fd, c->event);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void ctls_memory_runs_out(struct r3_task *t)
{
	struct ctl c = { r3_fd(t, R3_FD_EPOLL), r3_fd(t, R3_FD_PIPE_R), event(t, EPOLLIN, 1) };

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, add_or_nomem, &c) > 0);
}

R3_SUITE(epoll_ctl, .rows = R3_ROWS(ctl_rows),
	 .cases = R3_CASES(R3_CASE(knows_each_once), R3_CASE(does_not_watch_itself),
			   R3_CASE(nests_five_deep), R3_CASE(changes_no_exclusive_one),
			   R3_CASE(ctls_memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOSPC, "a user's limit of the host's memory")));

#define WAIT_ROWS(...) \
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(12), 1, __VA_ARGS__)}, \
	{"what is no epoll", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), R3_OUT(12), 1, __VA_ARGS__)}, \
	{"nothing to be told", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 0, __VA_ARGS__)}, \
	{"-1 to be told", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), -1, __VA_ARGS__)}, \
	{"too many to be told", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 0x0aaaaaab, __VA_ARGS__)}, \
	{"one that watches nothing", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, __VA_ARGS__)}, \
	{"one that watches nothing, into nothing", 0, R3_WITH(R3_FD(EPOLL), R3_BAD, 1, __VA_ARGS__)}, \
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_CRAZY, 1, __VA_ARGS__), \
	 .abis = R3_ONLY_X86_64}

static const struct r3_row wait_rows[] = {
	WAIT_ROWS(0),
	{"for ever", R3_BLOCKS, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, -1)},
	{"for a minute", R3_BLOCKS, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 60000)},
};

static void tells_what_it_was_given(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_DATA);
	r3_ptr out = r3_alloc(t, 24);

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, event(t, EPOLLIN, 0x123456789abcdefull));
	r3_assert_result(t, 1, SYS_epoll_wait, epoll, out, 2, 0);
	assert_int_equal(r3_get_u32(t, out), EPOLLIN);
	assert_true(r3_get_u64(t, out + 4) == 0x123456789abcdefull);
	r3_assert_result(t, 1, SYS_epoll_wait, epoll, out, 2, 0);
}

/* What could not be told is told the next time. */
static void into_nothing_loses_nothing(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_DATA);

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, event(t, EPOLLIN | EPOLLET, 7));
	r3_assert_errno(t, EFAULT, SYS_epoll_wait, epoll, R3_BAD_PTR, 1, 0);
	r3_assert_result(t, 1, SYS_epoll_wait, epoll, r3_alloc(t, 12), 1, 0);
	r3_assert_result(t, 0, SYS_epoll_wait, epoll, r3_alloc(t, 12), 1, 0);
}

static void once_is_once(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_DATA);
	r3_ptr out = r3_alloc(t, 12), e = event(t, EPOLLIN | EPOLLONESHOT, 7);

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, e);
	r3_assert_result(t, 1, SYS_epoll_wait, epoll, out, 1, 0);
	r3_assert_result(t, 0, SYS_epoll_wait, epoll, out, 1, 0);
	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_MOD, pipe, e);
	r3_assert_result(t, 1, SYS_epoll_wait, epoll, out, 1, 0);
}

static void is_woken(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), out = r3_alloc(t, 12);
	int epoll = r3_fd(t, R3_FD_EPOLL);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, r3_get_u32(t, ends), event(t, EPOLLIN, 7));
	other = r3_thread(t);
	r3_begin(t, SYS_epoll_wait, epoll, out, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(other, 1, SYS_write, r3_get_u32(t, ends + 4), ends, 1);
	r3_assert_finished(t, 1);
}

static void is_interrupted(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL);
	r3_ptr out = r3_alloc(t, 12);
	struct r3_task *other;

	r3_handle(t, SIGUSR1, SA_RESTART);
	other = r3_thread(t);
	r3_begin(t, SYS_epoll_wait, epoll, out, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

R3_SUITE(epoll_wait, .rows = R3_ROWS(wait_rows),
	 .cases = R3_CASES(R3_CASE(tells_what_it_was_given), R3_CASE(into_nothing_loses_nothing),
			   R3_CASE(once_is_once), R3_CASE(is_woken), R3_CASE(is_interrupted)));

static const struct r3_row pwait_rows[] = {
	WAIT_ROWS(0, 0, 8),
	{"for ever", R3_BLOCKS, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, -1, 0, 8)},
	{"a mask", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_U64S(0), 8)},
	{"a mask at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_BAD, 8)},
	{"a mask of another size", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_U64S(0), 4)},
	{"another size, no mask", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, 0, 4)},
	{"a mask at nothing, not open", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, R3_OUT(12), 1, 0, R3_BAD, 8)},
};

static void lets_a_signal_through(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR1 - 1), none = 0;
	int epoll = r3_fd(t, R3_FD_EPOLL);

	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, r3_bytes(t, &set, 8), 0, 8);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_errno(t, EINTR, SYS_epoll_pwait, epoll, r3_alloc(t, 12), 1, -1, r3_bytes(t, &none, 8), 8);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

static void tells_nothing_to_nowhere(struct r3_task *t)
{
	int epoll = r3_fd(t, R3_FD_EPOLL), pipe = r3_fd(t, R3_FD_PIPE_DATA);

	r3_assert_result(t, 0, SYS_epoll_ctl, epoll, EPOLL_CTL_ADD, pipe, event(t, EPOLLIN, 7));
	r3_assert_errno(t, EFAULT, SYS_epoll_pwait, epoll, R3_BAD_PTR, 1, 0, 0, 8);
}

R3_SUITE(epoll_pwait, .rows = R3_ROWS(pwait_rows),
	 .cases = R3_CASES(R3_CASE(lets_a_signal_through), R3_CASE(tells_nothing_to_nowhere)));

static const struct r3_row pwait2_rows[] = {
	WAIT_ROWS(R3_U64S(0, 0), 0, 8),
	{"for ever", R3_BLOCKS, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, 0, 8)},
	{"a time at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_BAD, 0, 8)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(-1, 0), 0, 8)},
	{"too many nanoseconds", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(0, 1000000000), 0, 8)},
	{"a time below 0, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_OUT(12), 1, R3_U64S(-1, 0), 0, 8)},
	{"a mask of another size", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(0, 0), R3_U64S(0), 4)},
};

static void pwait2_lets_a_signal_through(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR1 - 1), none = 0;
	int epoll = r3_fd(t, R3_FD_EPOLL);

	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, r3_bytes(t, &set, 8), 0, 8);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_errno(t, EINTR, SYS_epoll_pwait2, epoll, r3_alloc(t, 12), 1, 0, r3_bytes(t, &none, 8), 8);
}

R3_SUITE(epoll_pwait2, .page = "epoll_wait", .rows = R3_ROWS(pwait2_rows),
	 .cases = R3_CASES(R3_CASE(pwait2_lets_a_signal_through)));
