/* SPDX-License-Identifier: GPL-2.0-or-later */
/* poll(2) and ppoll(2). */
#include "events.h"

/* struct pollfd as two numbers: what is wanted, and above it what there is */
#define ONE(fd, events) R3_U32S(fd, events)
#define TWO(fd, events, fd2, events2) R3_U32S(fd, events, fd2, events2)

#define ROWS(now, forever, sec)                                                                    \
	{"nothing", 0, R3_WITH(R3_NULL, 0, now)},                                                  \
	{"nothing, nowhere", 0, R3_WITH(R3_BAD, 0, now)},                                          \
	{"nothing, forever", R3_BLOCKS, R3_WITH(R3_NULL, 0, forever)},                             \
	{"an empty pipe", 0, R3_WITH(ONE(R3_FD(PIPE_R), POLLIN), 1, now)},                         \
	{"an empty pipe, forever", R3_BLOCKS, R3_WITH(ONE(R3_FD(PIPE_R), POLLIN), 1, forever)},    \
	{"a pipe with data", 1, R3_WITH(ONE(R3_FD(PIPE_DATA), POLLIN), 1, forever)},               \
	{"a pipe without writers", 1, R3_WITH(ONE(R3_FD(PIPE_EOF), POLLIN), 1, forever)},          \
	{"a pipe without writers, nothing wanted", 1,                                              \
	 R3_WITH(ONE(R3_FD(PIPE_EOF), 0), 1, forever)},                                            \
	{"a pipe without readers", 1, R3_WITH(ONE(R3_FD(PIPE_BROKEN), POLLOUT), 1, forever)},      \
	{"a pipe with room", 1, R3_WITH(ONE(R3_FD(PIPE_W), POLLOUT), 1, forever)},                 \
	{"a full pipe", 0, R3_WITH(ONE(R3_FD(PIPE_FULL), POLLOUT), 1, now)},                       \
	{"a file", 1, R3_WITH(ONE(R3_FD(FILE), POLLIN | POLLOUT), 1, forever)},                    \
	{"a file, urgent data", 0, R3_WITH(ONE(R3_FD(FILE), POLLPRI), 1, now)},                    \
	{"a directory", 1, R3_WITH(ONE(R3_FD(DIR), POLLIN), 1, forever)},                          \
	{"an eventfd", 1, R3_WITH(ONE(R3_FD(EVENTFD), POLLIN | POLLOUT), 1, forever)},             \
	{"an eventfd of 0", 0, R3_WITH(ONE(R3_FD(EVENTFD), POLLIN), 1, now)},                      \
	{"one that is not open", 1, R3_WITH(ONE(R3_CLOSED, POLLIN), 1, forever)},                  \
	{"one of O_PATH", 1, R3_WITH(ONE(R3_FD(PATH), POLLIN), 1, forever)},                       \
	{"below 0 does not count", 0, R3_WITH(ONE(-1, POLLIN), 1, now)},                           \
	{"two of three", 2,                                                                        \
	 R3_WITH(R3_U32S(R3_FD(PIPE_DATA), POLLIN, -5, POLLIN, R3_FD(FILE), POLLIN), 3, forever)}, \
	{"more than descriptors", R3_ERR(EINVAL), R3_WITH(R3_BAD, 0x7fffffff, now)},               \
	{"nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, 1, now)},                                      \
	{"NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 1, now)},                                        \
	{"what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(15), 2, now)},                        \
	{"what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(8), 1, now)}

static const struct r3_row polls[] = {ROWS(0, -1, 1000)};
static const struct r3_row ppolls[] = {
	ROWS(R3_LONGS(0, 0), R3_NULL, R3_LONGS(1, 0)),
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, R3_LONGS(-1, 0))},
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, R3_LONGS(0, BILLION))},
	{"a second of ns, nowhere", R3_ERR(EINVAL), R3_WITH(R3_BAD, 1, R3_LONGS(0, BILLION))},
	{"a time from nowhere", R3_ERR(EFAULT), R3_WITH(R3_NULL, 0, R3_BAD)},
	{"a mask", 0, R3_WITH(R3_NULL, 0, R3_LONGS(0, 0), R3_U64S(0), 8)},
	{"a mask of another size", R3_ERR(EINVAL), R3_WITH(R3_NULL, 0, R3_LONGS(0, 0), R3_U64S(0), 4)},
	{"a mask from nowhere", R3_ERR(EFAULT), R3_WITH(R3_NULL, 0, R3_LONGS(0, 0), R3_BAD, 8)},
	{"no mask, its size does not count", 0, R3_WITH(R3_NULL, 0, R3_LONGS(0, 0), R3_NULL, 99)},
};

static void what_there_is(struct r3_task *t)
{
	static const struct { enum r3_fd_kind kind; short events, revents; } is[] = {
		{ R3_FD_PIPE_DATA, POLLIN | POLLOUT, POLLIN },
		{ R3_FD_PIPE_EOF, POLLIN, POLLHUP },
		{ R3_FD_PIPE_BROKEN, POLLOUT, POLLOUT | POLLERR },
		{ R3_FD_FILE, POLLIN | POLLOUT | POLLRDNORM | POLLPRI, POLLIN | POLLOUT | POLLRDNORM },
		{ R3_FD_PATH, POLLIN, POLLNVAL },
		{ R3_FD_NULL, POLLIN | POLLOUT, POLLIN | POLLOUT },
		{ R3_FD_SOCKET, POLLIN | POLLOUT, POLLOUT },
		{ R3_FD_SOCKET_NEW, POLLIN | POLLOUT, POLLOUT | POLLHUP },
		{ R3_FD_TTY, POLLIN | POLLOUT, POLLOUT },
		{ R3_FD_EPOLL, POLLIN, 0 },
	};
	r3_ptr p = r3_alloc(t, 8);

	for (size_t i = 0; i < sizeof(is) / sizeof(*is); i++) {
		r3_put(t, p, (uint32_t[]){ (uint32_t)r3_fd(t, is[i].kind), (uint16_t)is[i].events }, 8);
		r3_assert_result(t, is[i].revents != 0, SYS_poll, p, 1, 0);
		assert_int_equal(r3_get_u32(t, p + 4) >> 16, is[i].revents);
	}
}

static void is_woken(struct r3_task *t)
{
	int end, fd = pipe_of(t, &end);
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *thread = r3_thread(t);

	r3_put(t, p, (uint32_t[]){ (uint32_t)fd, POLLIN }, 8);
	r3_begin(t, SYS_poll, p, 1, -1);
	r3_assert_blocks(t);
	r3_assert_result(thread, 1, SYS_write, end, r3_bytes(thread, "x", 1), 1);
	r3_assert_finished(t, 1);
	assert_int_equal(r3_get_u32(t, p + 4) >> 16, POLLIN);
}

static void is_interrupted(struct r3_task *t)
{
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	r3_begin(t, SYS_poll, 0, 0, -1);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	r3_begin(t, SYS_ppoll, 0, 0, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* What is blocked comes when the mask of the call lets it, and then the mask is as it was. */
static void the_mask_lets_through(struct r3_task *t)
{
	r3_ptr none = r3_alloc(t, 8), p = r3_alloc(t, 8);

	r3_handle(t, SIGUSR1, 0);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, sigset_of(t, SIGUSR1), 0, 8);
	r3_assert_result(t, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_errno(t, EINTR, SYS_ppoll, 0, 0, 0, none, 8);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, 0, p, 8);
	assert_int_equal(r3_get_u64(t, p), 1ull << (SIGUSR1 - 1));
}

static void time_passes(struct r3_task *t)
{
	r3_begin(t, SYS_poll, 0, 0, 5000);
	r3_assert_blocks(t);
	r3_advance(t, 4ull * BILLION);
	r3_assert_blocks(t);
	r3_advance(t, 2ull * BILLION);
	r3_assert_finished(t, 0);
}

static void poll_many(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_poll, *(r3_ptr *)ctx, 600, 0);

	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 600 * 8);

	for (unsigned i = 0; i < 600; i++)
		r3_put(t, p + 8ull * i, "\377\377\377\377", 4);
	r3_sweep_failing(t, R3_FAIL_ALLOC, poll_many, &p);
}

static void ppoll_many(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_ppoll, *(r3_ptr *)ctx, 600, ((r3_ptr *)ctx)[1], 0, 0);

	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out_for_ppoll(struct r3_task *t)
{
	r3_ptr p[2] = { r3_alloc(t, 600 * 8), r3_alloc(t, 16) };

	for (unsigned i = 0; i < 600; i++)
		r3_put(t, p[0] + 8ull * i, "\377\377\377\377", 4);
	r3_sweep_failing(t, R3_FAIL_ALLOC, ppoll_many, p);
}

#define NO_HOST .ring3_only = "no allocation of the host's can be made to fail"
R3_SUITE(poll, .rows = R3_ROWS(polls),
	 .cases = R3_CASES(R3_CASE(what_there_is), R3_CASE(is_woken), R3_CASE(is_interrupted),
			   R3_CASE(time_passes, .ring3_only = "seconds that pass by hand"),
			   R3_CASE(memory_runs_out, NO_HOST)));
R3_SUITE(ppoll, .page = "poll", .rows = R3_ROWS(ppolls),
	 .cases = R3_CASES(R3_CASE(is_interrupted), R3_CASE(the_mask_lets_through),
			   R3_CASE(memory_runs_out_for_ppoll, NO_HOST)));
