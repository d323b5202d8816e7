/* SPDX-License-Identifier: GPL-2.0-or-later */
/* dup(2), dup2(2), dup3(2) */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/resource.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "../shared.h"

#define FREE 500

static void few_numbers(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 100, 1024 }, 16), 0);
}

/* The copy has a close-on-exec flag of its own, clear. */
static void stays_open_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, 0, SYS_fcntl, result, F_GETFD);
}

static const struct r3_row dup_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"not open, and no number free", R3_ERR(EBADF), R3_WITH(R3_CLOSED), .setup = leave_no_numbers},
	{"a file", R3_NEW_FD, R3_WITH(R3_FD(FILE)), .check = stays_open_at_exec},
	{"one of O_PATH", R3_NEW_FD, R3_WITH(R3_FD(PATH)), .check = stays_open_at_exec},
	{"an end of a pipe", R3_NEW_FD, R3_WITH(R3_FD(PIPE_W))},
};

static void finds_no_number(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	leave_no_numbers(t);
	r3_assert_errno(t, EMFILE, SYS_dup, fd);
}

static void shares_the_position_and_flags(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, fd);

	r3_assert_result(t, 5, SYS_lseek, fd, 5, 0);
	r3_assert_result(t, 5, SYS_lseek, copy, 0, 1);
	r3_assert_result(t, 0, SYS_fcntl, copy, F_SETFL, O_APPEND);
	assert_true(r3_assert_ok(t, SYS_fcntl, fd, F_GETFL) & O_APPEND);
}

R3_SUITE(dup, .rows = R3_ROWS(dup_rows),
	 .cases = R3_CASES(R3_CASE(finds_no_number), R3_CASE(shares_the_position_and_flags)),
	 .unreached = R3_UNREACHED(R3_NEVER(EBUSY, "dup2's and dup3's: a race with open"),
				   R3_NEVER(EINTR, "dup2's and dup3's, of files that flush")));

static const struct r3_row dup2_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, FREE)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, FREE)},
	{"to -1", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), -1)},
	{"to a number beyond all", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 0x7fffffff)},
	{"to the limit", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 100), .setup = few_numbers},
	{"to the last number", 99, R3_WITH(R3_FD(FILE), 99), .setup = few_numbers},
	{"not open, to the limit", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 100), .setup = few_numbers},
	{"to a free number", FREE, R3_WITH(R3_FD(FILE), FREE), .check = stays_open_at_exec},
	{"not open, to itself", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_CLOSED)},
};

static void to_itself_does_nothing(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_fcntl, fd, F_SETFD, FD_CLOEXEC);
	r3_assert_result(t, fd, SYS_dup2, fd, fd);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, fd, F_GETFD);
}

static void closes_what_was_there(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_assert_result(t, r3_get_u32(t, ends + 4), SYS_dup2, r3_fd(t, R3_FD_FILE),
			 r3_get_u32(t, ends + 4));
	r3_assert_result(t, 0, SYS_read, r3_get_u32(t, ends), p, 8);
}

static void that_fails_closes_nothing(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_errno(t, EBADF, SYS_dup2, R3_CLOSED, fd);
	r3_assert_open(t, fd);
}

R3_SUITE(dup2, .rows = R3_ROWS(dup2_rows),
	 .cases = R3_CASES(R3_CASE(to_itself_does_nothing), R3_CASE(closes_what_was_there),
			   R3_CASE(that_fails_closes_nothing)),
	 .unreached = R3_UNREACHED(R3_NEVER(EBUSY, "a race with open, which a stepped test cannot have"),
				   R3_NEVER(EINTR, "NFS and the like, which flush when closed"),
				   R3_NEVER(EMFILE, "dup's and F_DUPFD's")));

static const struct r3_row dup3_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, FREE, 0)},
	{"to -1", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), -1, 0)},
	{"to the limit", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 100, 0), .setup = few_numbers},
	{"to a free number", FREE, R3_WITH(R3_FD(FILE), FREE, 0), .check = stays_open_at_exec},
	{"to a free number, O_CLOEXEC", FREE, R3_WITH(R3_FD(FILE), FREE, O_CLOEXEC), .check = goes_at_exec},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), FREE, O_NONBLOCK)},
	{"not open, and a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, FREE, 1)},
	{"not open, to itself", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_CLOSED, 0)},
	{"-1 to itself", R3_ERR(EINVAL), R3_WITH(-1, -1, 0)},
	{"to the limit, and a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 100, 1),
	 .setup = few_numbers},
};

R3_SUITE(dup3, .rows = R3_ROWS(dup3_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EBUSY, "a race with open, which a stepped test cannot have"),
				   R3_NEVER(EINTR, "NFS and the like, which flush when closed"),
				   R3_NEVER(EMFILE, "dup's and F_DUPFD's")));
