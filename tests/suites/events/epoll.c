/* SPDX-License-Identifier: GPL-2.0-or-later */
/* epoll_create(2), epoll_ctl(2), epoll_wait(2) and what waits likewise. */
#include <sys/epoll.h>

#include "events.h"

#define EVENT R3_U32S(EPOLLIN, 7, 0) /* packed in both ABIs: 12 bytes */

static const struct r3_row creates[] = {
	{"room for one", R3_NEW_FD, R3_WITH(1)},
	{"room for none", R3_ERR(EINVAL), R3_WITH(0)},
	{"room for fewer", R3_ERR(EINVAL), R3_WITH(-1)},
};

static const struct r3_row creates1[] = {
	{"one", R3_NEW_FD, R3_WITH(0)},
	{"closed at exec", R3_NEW_FD, R3_WITH(EPOLL_CLOEXEC)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(1)},
	{"not waiting, which is not its affair", R3_ERR(EINVAL), R3_WITH(O_NONBLOCK)},
};

static const struct r3_row ctls[] = {
	{"add", 0, R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT)},
	{"add a terminal", 0, R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(TTY), EVENT)},
	{"add another epoll", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), EPOLL_CTL_ADD, R3_FD(EPOLL), EVENT)},
	{"add a file", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(FILE), EVENT)},
	{"add a directory", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(DIR), EVENT)},
	{"add what is not open", R3_ERR(EBADF), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_CLOSED, EVENT)},
	{"add to what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT)},
	{"add to a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), EPOLL_CTL_ADD, R3_FD(PIPE_R), EVENT)},
	{"add one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PATH), EVENT)},
	{"change what was not added", R3_ERR(ENOENT),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_MOD, R3_FD(PIPE_R), EVENT)},
	{"take out what was not added", R3_ERR(ENOENT),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_DEL, R3_FD(PIPE_R), R3_NULL)},
	{"take out a file", R3_ERR(EPERM), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_DEL, R3_FD(FILE), R3_NULL)},
	{"no operation", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), 9, R3_FD(PIPE_R), EVENT)},
	{"no operation, from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), 9, R3_FD(PIPE_R), R3_BAD)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), R3_BAD)},
	{"from nowhere, not open", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, EPOLL_CTL_ADD, R3_CLOSED, R3_BAD)},
	{"from what ends early", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), R3_SHORT(11))},
	{"alone, to change", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_MOD, R3_FD(PIPE_R), R3_U32S(EPOLLEXCLUSIVE | EPOLLIN, 0, 0))},
	{"alone, once", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R),
		 R3_U32S(EPOLLEXCLUSIVE | EPOLLONESHOT | EPOLLIN, 0, 0))},
	{"alone", 0,
	 R3_WITH(R3_FD(EPOLL), EPOLL_CTL_ADD, R3_FD(PIPE_R), R3_U32S(EPOLLEXCLUSIVE | EPOLLIN, 0, 0))},
};

#define WAIT_ROWS(now, forever)                                                                    \
	{"nothing there", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, now)},                           \
	{"nothing there, forever", R3_BLOCKS, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, forever)},      \
	{"nothing there, into nothing", 0, R3_WITH(R3_FD(EPOLL), R3_BAD, 1, now)},                 \
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_KERNEL, 1, now),              \
	 .abis = R3_ONLY_X86_64},                                                                  \
	{"room for none", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 0, now)},              \
	{"room for fewer", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), -1, now)},            \
	{"room for too many", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_BAD, 0x7fffffff, now)},     \
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(12), 1, now)},                       \
	{"no epoll", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_OUT(12), 1, now)}

static const struct r3_row waits[] = {WAIT_ROWS(0, -1)};
static const struct r3_row masked[] = {
	WAIT_ROWS(0, -1),
	{"a mask", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_U64S(0), 8)},
	{"a mask of another size", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_U64S(0), 4)},
	{"a mask from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, 0, R3_BAD, 8)},
	{"a mask of another size, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_OUT(12), 1, 0, R3_U64S(0), 4)},
};
static const struct r3_row timed[] = {
	WAIT_ROWS(R3_U64S(0, 0), R3_NULL),
	{"a time from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_BAD)},
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(0, BILLION))},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(-1, 0))},
	{"a mask of another size", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(EPOLL), R3_OUT(12), 1, R3_U64S(0, 0), R3_U64S(0), 4)},
};

static int64_t ctl(struct r3_task *t, int64_t ep, int op, int64_t fd, uint32_t events, uint32_t data)
{
	return r3_syscall(t, SYS_epoll_ctl, ep, op, fd, r3_bytes(t, (uint32_t[]){ events, data, 0 }, 12));
}

static int64_t new_epoll(struct r3_task *t)
{
	return r3_assert_ok(t, SYS_epoll_create1, 0);
}

static void level_and_edge(struct r3_task *t)
{
	int64_t ep = new_epoll(t);
	int fd = r3_fd(t, R3_FD_PIPE_DATA);
	r3_ptr p = r3_alloc(t, 24);

	assert_int_equal(ctl(t, ep, EPOLL_CTL_ADD, fd, EPOLLIN, 7), 0);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_ADD, fd, EPOLLIN, 7), -EEXIST);
	for (int i = 0; i < 2; i++) {
		r3_assert_result(t, 1, SYS_epoll_wait, ep, p, 2, 0);
		assert_int_equal(r3_get_u32(t, p), EPOLLIN);
		assert_int_equal(r3_get_u32(t, p + 4), 7);
	}
	r3_assert_errno(t, EFAULT, SYS_epoll_wait, ep, R3_BAD_PTR, 1, 0);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLET, 8), 0);
	r3_assert_result(t, 1, SYS_epoll_wait, ep, p, 2, 0);
	assert_int_equal(r3_get_u32(t, p + 4), 8);
	r3_assert_result(t, 0, SYS_epoll_wait, ep, p, 2, 0);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLONESHOT, 9), 0);
	r3_assert_result(t, 1, SYS_epoll_wait, ep, p, 2, 0);
	r3_assert_result(t, 0, SYS_epoll_wait, ep, p, 2, 0);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_DEL, fd, 0, 0), 0);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_MOD, fd, EPOLLIN, 0), -ENOENT);
}

static void closing_takes_out(struct r3_task *t)
{
	int64_t ep = new_epoll(t);
	int fd = r3_fd(t, R3_FD_PIPE_DATA);
	r3_ptr p = r3_alloc(t, 24);

	assert_int_equal(ctl(t, ep, EPOLL_CTL_ADD, fd, EPOLLIN, 7), 0);
	r3_assert_result(t, 0, SYS_close, fd);
	r3_assert_result(t, 0, SYS_epoll_wait, ep, p, 2, 0);
}

/* No circles, and no more than five in a row. */
static void one_in_another(struct r3_task *t)
{
	int64_t ep[7];

	for (int i = 0; i < 7; i++)
		ep[i] = new_epoll(t);
	assert_int_equal(ctl(t, ep[0], EPOLL_CTL_ADD, ep[0], EPOLLIN, 0), -EINVAL);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ctl(t, ep[i], EPOLL_CTL_ADD, ep[i + 1], EPOLLIN, 0), i < 4 ? 0 : -ELOOP);
	assert_int_equal(ctl(t, ep[2], EPOLL_CTL_ADD, ep[0], EPOLLIN, 0), -ELOOP);
	assert_int_equal(ctl(t, ep[6], EPOLL_CTL_ADD, ep[5], EPOLLIN | EPOLLEXCLUSIVE, 0), -EINVAL);
}

static void is_woken(struct r3_task *t)
{
	int64_t ep = new_epoll(t);
	int end, fd = pipe_of(t, &end);
	r3_ptr p = r3_alloc(t, 12);
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_ADD, fd, EPOLLIN, 7), 0);
	r3_begin(t, SYS_epoll_wait, ep, p, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(thread, 1, SYS_write, end, r3_bytes(thread, "x", 1), 1);
	r3_assert_finished(t, 1);
	assert_int_equal(ctl(t, ep, EPOLL_CTL_DEL, fd, 0, 0), 0);
	r3_begin(t, SYS_epoll_pwait, ep, p, 1, -1, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	r3_begin(t, SYS_epoll_pwait2, ep, p, 1, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	r3_begin(t, SYS_epoll_wait, ep, p, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

#define EPIOCSPARAMS 0x40088a01
#define EPIOCGPARAMS 0x80088a02

static void set_parameters(struct r3_task *t, int64_t ep, uint32_t usecs, uint32_t rest, int64_t result)
{
	r3_ptr p = r3_bytes(t, (uint32_t[]){ usecs, rest }, 8);

	r3_assert_result(t, result, SYS_ioctl, ep, EPIOCSPARAMS, p);
}

/* rest: 16 bits of a budget, of the network's devices; 8 whether it is preferred; 8 of nothing. */
static void parameters(struct r3_task *t)
{
	int64_t ep = new_epoll(t);
	r3_ptr p = r3_bytes(t, (uint32_t[]){ 7, 7 }, 8);

	set_parameters(t, ep, 100, 64 | 1 << 16, 0);
	set_parameters(t, ep, 1, 1 << 24, -EINVAL);
	set_parameters(t, ep, 1, 2 << 16, -EINVAL);
	set_parameters(t, ep, 0x80000000, 0, -EINVAL);
	set_parameters(t, ep, 1, 65, -EPERM);
	r3_assert_result(t, 0, SYS_ioctl, ep, EPIOCGPARAMS, p);
	assert_int_equal(r3_get_u32(t, p), 100);
	assert_int_equal(r3_get_u32(t, p + 4), 64 | 1 << 16);
	r3_assert_errno(t, EFAULT, SYS_ioctl, ep, EPIOCSPARAMS, R3_BAD_PTR);
	r3_assert_errno(t, EFAULT, SYS_ioctl, ep, EPIOCGPARAMS, R3_BAD_PTR);
	r3_assert_errno(t, EINVAL, SYS_ioctl, ep, 0x5413 /* TIOCGWINSZ */, p);
}

static void no_more_descriptors(struct r3_task *t)
{
	no_descriptors(t);
	r3_assert_errno(t, EMFILE, SYS_epoll_create1, 0);
	r3_assert_errno(t, EMFILE, SYS_epoll_create, 1);
}

static void make_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_call(t, r3_suite_call(t), strcmp(r3_suite_call(t), "epoll_create") == 0);

	(void)n;
	(void)ctx;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_sweep_failing(t, R3_FAIL_ALLOC, make_once, NULL);
}

struct adding {
	int64_t ep, fd;
	r3_ptr event;
};

static void add_once(struct r3_task *t, unsigned n, void *ctx)
{
	const struct adding *a = ctx;
	int64_t r = r3_syscall(t, SYS_epoll_ctl, a->ep, EPOLL_CTL_ADD, a->fd, a->event);

	(void)n;
	if (r)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out_for_one_more(struct r3_task *t)
{
	struct adding a = { new_epoll(t), r3_fd(t, R3_FD_PIPE_R), r3_alloc(t, 12) };

	r3_sweep_failing(t, R3_FAIL_ALLOC, add_once, &a);
}

#define NO_HOST .ring3_only = "no allocation of the host's can be made to fail"
#define NO_FILES R3_NEVER(ENFILE, "root's limit of all files, which no test may come to")
#define CREATE_CASES R3_CASES(R3_CASE(no_more_descriptors), R3_CASE(memory_runs_out, NO_HOST))
R3_SUITE(epoll_create, .rows = R3_ROWS(creates), .cases = CREATE_CASES,
	 .unreached = R3_UNREACHED(NO_FILES));
R3_SUITE(epoll_create1, .page = "epoll_create", .rows = R3_ROWS(creates1), .cases = CREATE_CASES,
	 .unreached = R3_UNREACHED(NO_FILES));
R3_SUITE(epoll_ctl, .rows = R3_ROWS(ctls),
	 .cases = R3_CASES(R3_CASE(level_and_edge), R3_CASE(closing_takes_out), R3_CASE(one_in_another),
			   R3_CASE(parameters, .since = 9),
			   R3_CASE(memory_runs_out_for_one_more, NO_HOST)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ENOSPC, "the user's limit, a 25th of the memory, is beyond a test")));
R3_SUITE(epoll_wait, .rows = R3_ROWS(waits),
	 .cases = R3_CASES(R3_CASE(level_and_edge), R3_CASE(is_woken)));
R3_SUITE(epoll_pwait, .page = "epoll_wait", .rows = R3_ROWS(masked),
	 .cases = R3_CASES(R3_CASE(is_woken)));
R3_SUITE(epoll_pwait2, .page = "epoll_wait", .rows = R3_ROWS(timed),
	 .cases = R3_CASES(R3_CASE(is_woken)));
