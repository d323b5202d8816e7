/* SPDX-License-Identifier: GPL-2.0-or-later */
/* close(2) */
#include <errno.h>

#include "ring3/suite.h"

static void is_closed(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_closed(t, (int)args[0]);
}

static const struct r3_row rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"a descriptor beyond all", R3_ERR(EBADF), R3_WITH(0x7fffffff)},
	{"the lowest number of all", R3_ERR(EBADF), R3_WITH(-2147483647 - 1)},
	{"a file", 0, R3_WITH(R3_FD(FILE)), .check = is_closed},
	{"a directory", 0, R3_WITH(R3_FD(DIR)), .check = is_closed},
	{"one of O_PATH", 0, R3_WITH(R3_FD(PATH)), .check = is_closed},
	{"an end of a pipe", 0, R3_WITH(R3_FD(PIPE_W)), .check = is_closed},
	{"a socket", 0, R3_WITH(R3_FD(SOCKET)), .check = is_closed},
	{"an eventfd", 0, R3_WITH(R3_FD(EVENTFD)), .check = is_closed},
	{"an epoll descriptor", 0, R3_WITH(R3_FD(EPOLL)), .check = is_closed},
	{"a terminal", 0, R3_WITH(R3_FD(TTY)), .check = is_closed},
	{"arguments that it has not are not looked at", 0, R3_WITH(R3_FD(FILE), R3_BAD, R3_KERNEL)},
};

static void frees_the_lowest_number(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_close, a);
	r3_assert_errno(t, EBADF, SYS_close, a);
	r3_assert_result(t, a, SYS_dup, b);
}

static void leaves_what_it_was_duplicated_to(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, fd);
	r3_ptr p = r3_alloc(t, 3);

	r3_assert_result(t, 0, SYS_close, fd);
	r3_assert_result(t, 3, SYS_read, copy, p, 3);
	r3_assert_memory(t, p, "abc", 3);
}

/* The reader sees the end when the last one goes. */
static void ends_a_pipe(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 8);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	other = r3_thread(t);
	r3_begin(t, SYS_read, r3_get_u32(t, ends), p, 8);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_close, r3_get_u32(t, ends + 4));
	r3_assert_finished(t, 0);
}

R3_SUITE(close, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(frees_the_lowest_number),
			   R3_CASE(leaves_what_it_was_duplicated_to), R3_CASE(ends_a_pipe)),
	 .unreached = R3_UNREACHED(R3_NEVER(EINTR, "NFS, FUSE and the like, which flush when closed"),
				   R3_NEVER(EIO, "NFS and the like"), R3_NEVER(ENOSPC, "NFS"),
				   R3_NEVER(EDQUOT, "NFS")));
