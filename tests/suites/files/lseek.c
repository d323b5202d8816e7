/* SPDX-License-Identifier: GPL-2.0-or-later */
/* lseek(2), and _llseek(2) of i386. */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <unistd.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define NO_WHENCE 5

static const struct r3_row rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, SEEK_SET)},
	{"not open, and no such whence", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, NO_WHENCE)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), 0, SEEK_SET)},
	{"no such whence", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, NO_WHENCE)},
	{"whence -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, -1)},
	{"a pipe, and no such whence", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), 0, NO_WHENCE)},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), 0, SEEK_SET)},
	{"a fifo", R3_ERR(ESPIPE), R3_WITH(R3_FD(FIFO), 0, SEEK_SET)},
	{"a socket", R3_ERR(ESPIPE), R3_WITH(R3_FD(SOCKET), 0, SEEK_CUR)},
	{"a terminal", R3_ERR(ESPIPE), R3_WITH(R3_FD(TTY), 0, SEEK_CUR)},
	{"the start", 0, R3_WITH(R3_FD(FILE), 0, SEEK_SET)},
	{"an offset from the start", 10, R3_WITH(R3_FD(FILE), 10, SEEK_SET)},
	{"where it is", 0, R3_WITH(R3_FD(FILE), 0, SEEK_CUR)},
	{"the end", 26, R3_WITH(R3_FD(FILE), 0, SEEK_END)},
	{"before the end", 16, R3_WITH(R3_FD(FILE), -10, SEEK_END)},
	{"beyond the end", 1026, R3_WITH(R3_FD(FILE), 1000, SEEK_END)},
	{"before the start", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), -1, SEEK_SET)},
	{"before the start, from here", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), -1, SEEK_CUR)},
	{"before the start, from the end", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), -27, SEEK_END)},
	{"as far as there is", INT64_MAX, R3_WITH(R3_FD(FILE), INT64_MAX, SEEK_SET),
	 .abis = R3_ONLY_X86_64},
	{"farther than there is", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), INT64_MAX, SEEK_END),
	 .abis = R3_ONLY_X86_64},
	/* The routine's long is not i386's: what it cannot say is cut, not EOVERFLOW. */
	{"what i386 cannot be told", 0x80000019, R3_WITH(R3_FD(FILE), 0x7fffffff, SEEK_END),
	 .abis = R3_ONLY_I386},
	{"the first data", 0, R3_WITH(R3_FD(FILE), 0, SEEK_DATA)},
	{"data behind the end", R3_ERR(ENXIO), R3_WITH(R3_FD(FILE), 26, SEEK_DATA)},
	{"data before the start", R3_ERR(ENXIO), R3_WITH(R3_FD(FILE), -1, SEEK_DATA)},
	{"the first hole is the end", 26, R3_WITH(R3_FD(FILE), 0, SEEK_HOLE)},
	{"a hole behind the end", R3_ERR(ENXIO), R3_WITH(R3_FD(FILE), 26, SEEK_HOLE)},
	{"a directory", 0, R3_WITH(R3_FD(DIR), 0, SEEK_SET)},
	{"an eventfd", 0, R3_WITH(R3_FD(EVENTFD), 10, SEEK_SET)},
	{"/dev/null", 0, R3_WITH(R3_FD(NULL), 10, SEEK_SET)},
	{"/dev/zero", 0, R3_WITH(R3_FD(ZERO), 10, SEEK_SET)},
};

static void is_of_the_open_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, fd);

	r3_assert_result(t, 7, SYS_lseek, fd, 7, SEEK_SET);
	r3_assert_result(t, 7, SYS_lseek, copy, 0, SEEK_CUR);
	r3_assert_result(t, 0, SYS_lseek, r3_fd(t, R3_FD_FILE), 0, SEEK_CUR);
}

static void that_fails_leaves_the_position(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 7, SYS_lseek, fd, 7, SEEK_SET);
	r3_assert_errno(t, EINVAL, SYS_lseek, fd, -8, SEEK_CUR);
	r3_assert_result(t, 7, SYS_lseek, fd, 0, SEEK_CUR);
}

/* What is written beyond the end leaves a hole of zeros. */
static void beyond_the_end_makes_a_hole(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_EMPTY);

	r3_assert_result(t, 3, SYS_lseek, fd, 3, SEEK_SET);
	r3_assert_file(t, "empty", "", 0);
	r3_assert_result(t, 1, SYS_write, fd, r3_bytes(t, "x", 1), 1);
	r3_assert_file(t, "empty", "\0\0\0x", 4);
}

R3_SUITE(lseek, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(is_of_the_open_file), R3_CASE(that_fails_leaves_the_position),
			   R3_CASE(beyond_the_end_makes_a_hole)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EOVERFLOW, "a 64-bit kernel's long has room for every offset")));

static void told(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_true(r3_get_u64(t, args[3]) == 0x100000005ull);
}

static const struct r3_row llseek_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, 0, R3_OUT(8), SEEK_SET)},
	{"no such whence", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, 0, R3_OUT(8), NO_WHENCE)},
	{"no such whence of a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), 0, 0, R3_BAD, NO_WHENCE)},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), 0, 0, R3_OUT(8), SEEK_SET)},
	{"the upper half", 0, R3_WITH(R3_FD(FILE), 1, 5, R3_OUT(8), SEEK_SET), .check = told},
	{"before the start", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), -1, -1, R3_OUT(8), SEEK_SET)},
	{"told to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), 0, 5, R3_BAD, SEEK_SET)},
	{"told to what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), 0, 5, R3_RO(8), SEEK_SET)},
};

/* The position is another all the same. */
static void told_to_nothing_moves(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_errno(t, EFAULT, SYS__llseek, fd, 0, 5, R3_BAD_PTR, SEEK_SET);
	r3_assert_result(t, 5, SYS_lseek, fd, 0, SEEK_CUR);
}

R3_SUITE(_llseek, .rows = R3_ROWS(llseek_rows), .cases = R3_CASES(R3_CASE(told_to_nothing_moves)));
