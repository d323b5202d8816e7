/* SPDX-License-Identifier: GPL-2.0-or-later */
/* pidfd_open(2), pidfd_send_signal(2), pidfd_getfd(2). */
#include "process.h"

static const struct r3_row opens[] = {
	{"oneself", R3_NEW_FD, R3_WITH(R3_SELF, 0)},
	{"a child", R3_NEW_FD, R3_WITH(R3_CHILD, 0)},
	{"one that has ended", R3_NEW_FD, R3_WITH(R3_DEAD_CHILD, 0)},
	{"not waiting", R3_NEW_FD, R3_WITH(R3_SELF, O_NONBLOCK)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 0)},
	{"process 0", R3_ERR(EINVAL), R3_WITH(0, 0)},
	{"process -1", R3_ERR(EINVAL), R3_WITH(-1, 0)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_SELF, 1)},
	{"an unknown flag, nobody", R3_ERR(EINVAL), R3_WITH(R3_NOBODY, 1)},
};

static const struct r3_row sends[] = {
	{"nothing", 0, R3_WITH(R3_FD(PIDFD), 0, R3_NULL, 0)},
	{"a signal", 0, R3_WITH(R3_FD(PIDFD), SIGUSR1, R3_NULL, 0), .signals = SIGUSR1},
	{"no signal", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), 65, R3_NULL, 0)},
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, R3_NULL, 0)},
	{"no pidfd", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 0, R3_NULL, 0)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), 0, R3_NULL, 0x100)},
	{"an unknown flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 0, R3_NULL, 0x100)},
	{"two flags", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), 0, R3_NULL, 3), .since = 9},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(PIDFD), SIGUSR1, R3_BAD, 0)},
	{"of another signal", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), SIGUSR1, R3_OUT(128), 0)},
};

static const struct r3_row gets[] = {
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, 0)},
	{"no pidfd", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 0, 0)},
	{"one that is not open there", R3_ERR(EBADF), R3_WITH(R3_FD(PIDFD), R3_CLOSED, 0)},
	{"one of one's own", R3_NEW_FD, R3_WITH(R3_FD(PIDFD), R3_FD(FILE), 0)},
	{"flags", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), R3_FD(FILE), 1)},
	{"flags, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 0, 1)},
};

static void of_dead_ones(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	int64_t fd = r3_assert_ok(t, SYS_pidfd_open, r3_tid(child), 0);

	r3_end(child, 0);
	r3_assert_errno(t, ESRCH, SYS_pidfd_getfd, fd, 0, 0);
	r3_assert_result(t, 0, SYS_pidfd_send_signal, fd, 0, 0, 0);
	r3_assert_result(t, r3_tid(child), SYS_wait4, r3_tid(child), 0, 0, 0);
	r3_assert_errno(t, ESRCH, SYS_pidfd_send_signal, fd, 0, 0, 0);
}

static void of_threads(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);

	assert_true(r3_syscall(t, SYS_pidfd_open, r3_tid(thread), 0) < 0);
}

static void a_childs_file(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	int64_t pidfd = r3_assert_ok(t, SYS_pidfd_open, r3_tid(child), 0), fd, mine;
	r3_ptr p = r3_alloc(t, 3);

	fd = r3_fd(child, R3_FD_FILE);
	mine = r3_assert_ok(t, SYS_pidfd_getfd, pidfd, fd, 0);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, mine, F_GETFD);
	r3_assert_result(t, 3, SYS_read, mine, p, 3);
	r3_assert_memory(t, p, "abc", 3);
	r3_assert_result(child, 3, SYS_lseek, fd, 0, 1);
}

static void another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	int64_t fd = r3_assert_ok(child, SYS_pidfd_open, r3_tid(t), 0);

	r3_fd(t, R3_FD_NULL);
	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_pidfd_send_signal, fd, 0, 0, 0);
	r3_assert_errno(child, EPERM, SYS_pidfd_getfd, fd, 0, 0);
}

static void no_more_descriptors(struct r3_task *t)
{
	int64_t fd = r3_assert_ok(t, SYS_pidfd_open, my_pid(t), 0);

	limit(t, RLIMIT_NOFILE, 0);
	r3_assert_errno(t, EMFILE, SYS_pidfd_open, my_pid(t), 0);
	r3_assert_errno(t, EMFILE, SYS_pidfd_getfd, fd, fd, 0);
}

static void open_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = r3_syscall(t, SYS_pidfd_open, *(int64_t *)ctx, 0);

	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	int64_t pid = my_pid(t);

	r3_sweep_failing(t, R3_FAIL_ALLOC, open_once, &pid);
}

#define NO_FILES R3_NEVER(ENFILE, "root's limit of all files, which no test may come to")
R3_SUITE(pidfd_open, .rows = R3_ROWS(opens),
	 .cases = R3_CASES(R3_CASE(of_dead_ones), R3_CASE(of_threads), R3_CASE(no_more_descriptors),
			   R3_CASE(memory_runs_out, NO_HOST)),
	 .unreached = R3_UNREACHED(NO_FILES, R3_NEVER(ENODEV, "a kernel without anonymous inodes")));
R3_SUITE(pidfd_send_signal, .rows = R3_ROWS(sends),
	 .cases = R3_CASES(R3_CASE(of_dead_ones), R3_CASE(another_user, .as_root = 1)));
R3_SUITE(pidfd_getfd, .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(of_dead_ones), R3_CASE(a_childs_file),
			   R3_CASE(another_user, .as_root = 1), R3_CASE(no_more_descriptors)),
	 .unreached = R3_UNREACHED(NO_FILES));
