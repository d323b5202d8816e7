/* SPDX-License-Identifier: GPL-2.0-or-later */
/* signalfd(2), signalfd4(2), and reading from what they give. */
#include <fcntl.h>
#include <sys/resource.h>

#include "sig.h"

#define ONE(sig) R3_U64S(1ll << ((sig) - 1))

static const struct r3_row rows[] = {
	{"a new one", R3_NEW_FD, R3_WITH(-1, ONE(SIGUSR1), 8)},
	{"of no signals", R3_NEW_FD, R3_WITH(-1, R3_U64S(0), 8)},
	{"another set", R3_ANY_OK, R3_WITH(R3_FD(SIGNALFD), ONE(SIGUSR2), 8)},
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, ONE(SIGUSR1), 8)},
	{"-2", R3_ERR(EBADF), R3_WITH(-2, ONE(SIGUSR1), 8)},
	{"no signalfd", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), ONE(SIGUSR1), 8)},
	{"of another size", R3_ERR(EINVAL), R3_WITH(-1, ONE(SIGUSR1), 4)},
	{"of another size, from nowhere", R3_ERR(EINVAL), R3_WITH(-1, R3_BAD, 16)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(-1, R3_BAD, 8)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(-1, R3_SHORT(7), 8)},
	{"not open, from nowhere", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, R3_BAD, 8)},

	/* signalfd4 alone has flags */
	{"not waiting", R3_NEW_FD, R3_WITH(-1, ONE(SIGUSR1), 8, O_NONBLOCK), .call = "signalfd4"},
	{"closed at exec", R3_NEW_FD, R3_WITH(-1, ONE(SIGUSR1), 8, O_CLOEXEC), .call = "signalfd4"},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(-1, ONE(SIGUSR1), 8, 1), .call = "signalfd4"},
	{"an unknown flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, ONE(SIGUSR1), 8, 1), .call = "signalfd4"},
	{"an unknown flag, from nowhere", R3_ERR(EFAULT), R3_WITH(-1, R3_BAD, 8, 1), .call = "signalfd4"},
};

static void tells_of_signals(struct r3_task *t)
{
	int64_t fd;
	r3_ptr p = r3_alloc(t, 256);

	block_usual(t);
	fd = r3_assert_ok(t, SYS_signalfd4, -1, set_of(t, SET(SIGUSR1) | SET(SIGUSR2)), 8, O_NONBLOCK);
	r3_assert_errno(t, EAGAIN, SYS_read, fd, p, 256);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR2);
	r3_assert_result(t, 0, SYS_kill, my_pid(t), SIGUSR1);
	r3_assert_errno(t, EINVAL, SYS_read, fd, p, 127);
	r3_assert_result(t, 256, SYS_read, fd, p, 256);
	assert_int_equal(r3_get_u32(t, p), SIGUSR1);
	assert_int_equal(r3_get_u32(t, p + 12), my_pid(t));
	assert_int_equal(r3_get_u32(t, p + 128), SIGUSR2);
	assert_int_equal(pending(t), 0);
}

static void waits_for_one(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 128);
	struct r3_task *thread;
	int64_t fd;

	block_usual(t);
	thread = r3_thread(t);
	fd = r3_assert_ok(t, SYS_signalfd, -1, set_of(t, SET(SIGUSR1)), 8);
	r3_begin(t, SYS_read, fd, p, 128);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_kill, my_pid(thread), SIGUSR1);
	r3_assert_finished(t, 128);
	assert_int_equal(r3_get_u32(t, p), SIGUSR1);
}

static void no_more_descriptors(struct r3_task *t)
{
	r3_ptr none = r3_bytes(t, (uint64_t[]){ 0, 0 }, 16), set = set_of(t, SET(SIGUSR1));

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE, none, 0);
	r3_assert_errno(t, EMFILE, SYS_signalfd4, -1, set, 8, 0);
	r3_assert_errno(t, EMFILE, SYS_signalfd, -1, set, 8);
}

static void make_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_call(t, r3_suite_call(t), -1, *(r3_ptr *)ctx, 8, 0);

	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr set = set_of(t, SET(SIGUSR1));

	r3_sweep_failing(t, R3_FAIL_ALLOC, make_once, &set);
}

#define NEVER_HERE                                                                                 \
	R3_UNREACHED(R3_NEVER(ENFILE, "root's limit of all files, which no test may come to"),     \
		     R3_NEVER(ENODEV, "a kernel without anonymous inodes"))
R3_SUITE(signalfd, .calls = "signalfd signalfd4", .page = "signalfd", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(tells_of_signals), R3_CASE(waits_for_one),
			   R3_CASE(no_more_descriptors),
			   R3_CASE(memory_runs_out,
				   .ring3_only = "no allocation of the host's can be made to fail")),
	 .unreached = NEVER_HERE);
