/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pread64(2), readv(2), writev(2), preadv(2), pwritev(2) and those with flags. The array is copied and
 * looked at as a whole before anything is read or written.
 */
#include <errno.h>
#include <stdint.h>

#include "ring3/suite.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define MOST 1024 /* UIO_MAXIOV */

static const struct r3_row pread_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(3), 3, R3_WIDE(0))},
	{"one that is for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_OUT(3), 3, R3_WIDE(0))},
	{"a position below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(-1))},
	{"not open, below 0", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_OUT(3), 3, R3_WIDE(-1))},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_OUT(3), 3, R3_WIDE(0))},
	{"a pipe's write end", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_W), R3_OUT(3), 3, R3_WIDE(0))},
	{"a socket", R3_ERR(ESPIPE), R3_WITH(R3_FD(SOCKET), R3_OUT(3), 3, R3_WIDE(0))},
	{"an eventfd", R3_ERR(ESPIPE), R3_WITH(R3_FD(EVENTFD), R3_OUT(8), 8, R3_WIDE(0))},
	{"a directory", R3_ERR(EISDIR), R3_WITH(R3_FD(DIR), R3_OUT(3), 3, R3_WIDE(0))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 3, R3_WIDE(0))},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL, 3, R3_WIDE(0))},
	{"at the second byte", 3, R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(1)), .out = "bcd"},
	{"at the last byte", 1, R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(25)), .out = "z"},
	{"at the end", 0, R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(26))},
	{"far behind the end", 0, R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(0x100000000))},
	{"over the end of positions", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_OUT(3), 3, R3_WIDE(INT64_MAX))},
};

R3_SUITE(pread64, .rows = R3_ROWS(pread_rows));

static const struct r3_row readv_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_OUT(3), 3), 1)},
	{"one that is for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_IOV(R3_OUT(3), 3), 1)},
	{"a directory", R3_ERR(EISDIR), R3_WITH(R3_FD(DIR), R3_IOV(R3_OUT(3), 3), 1)},
	{"no parts", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0)},
	{"no parts of one for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_BAD, 0)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), -1)},
	{"more parts than there can be", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), MOST + 1)},
	{"not open, too many", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, MOST + 1)},
	{"too many, at nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_BAD, MOST + 1)},
	{"parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1)},
	{"parts in the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL, 1)},
	{"fewer parts than said", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 2)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3, R3_OUT(3), -1), 2)},
	{"a part in the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_IOV(R3_KERNEL, 3), 1)},
	{"the second in the kernel", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3, R3_CRAZY, 3), 2), .abis = R3_ONLY_X86_64},
	{"the second at nothing", 3, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3, R3_BAD, 3), 2), .out = "abc"},
	{"the first at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_IOV(R3_BAD, 3, R3_OUT(3), 3), 2)},
	{"an empty one at nothing", 3, R3_WITH(R3_FD(FILE), R3_IOV(R3_BAD, 0, R3_OUT(3), 3), 2), .out = "abc"},
	{"two parts", 6, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3, R3_OUT(3), 3), 2), .out = "abc"},
	{"more than there is", 26, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(26), 26, R3_OUT(3), 3), 2),
	 .out = LETTERS},
	{"an empty pipe", R3_BLOCKS, R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 3), 1)},
	{"nothing of an empty pipe", 0, R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 0), 1)},
	{"a pipe with data", 5, R3_WITH(R3_FD(PIPE_DATA), R3_IOV(R3_OUT(3), 3, R3_OUT(3), 3), 2), .out = "hel"},
	{"an eventfd in two parts", R3_BLOCKS, R3_WITH(R3_FD(EVENTFD), R3_IOV(R3_OUT(4), 4, R3_OUT(4), 4), 2)},
};

R3_SUITE(readv, .rows = R3_ROWS(readv_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EOPNOTSUPP, "preadv2's and pwritev2's flags")));

static void is_written(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "empty", "onethree", 8);
}

static const struct r3_row writev_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_IN("one"), 3), 1)},
	{"one that is for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_IOV(R3_IN("one"), 3), 1)},
	{"no parts", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), -1)},
	{"more parts than there can be", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), MOST + 1)},
	{"parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3, R3_IN("x"), -1), 2)},
	{"two parts", 8, R3_WITH(R3_FD(EMPTY), R3_IOV(R3_IN("one"), 3, R3_IN("three"), 5), 2), .check = is_written},
	{"the second at nothing", 3, R3_WITH(R3_FD(EMPTY), R3_IOV(R3_IN("one"), 3, R3_BAD, 5), 2)},
	{"the first at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EMPTY), R3_IOV(R3_BAD, 5, R3_IN("one"), 3), 2)},
	{"/dev/full", R3_ERR(ENOSPC), R3_WITH(R3_FD(FULL), R3_IOV(R3_IN("one"), 3), 1)},
	{"a full pipe", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_FULL), R3_IOV(R3_IN("one"), 3), 1)},
};

R3_SUITE(writev, .rows = R3_ROWS(writev_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EOPNOTSUPP, "preadv2's and pwritev2's flags")));

static const struct r3_row preadv_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_OUT(3), 3), 1, 0, 0)},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 3), 1, 0, 0)},
	{"a position below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, -2, -1)},
	{"not open, below 0", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_IOV(R3_OUT(3), 3), 1, -2, -1)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), -1, 0, 0)},
	{"parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1, 0, 0)},
	{"at the second byte", 6, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3, R3_OUT(3), 3), 2, 1, 0), .out = "bcd"},
	{"far behind the end", 0, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, 0, 1), .abis = R3_ONLY_I386},
	{"the upper half does not count", 3, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, 1, 1),
	 .abis = R3_ONLY_X86_64, .out = "bcd"},
};

R3_SUITE(preadv, .rows = R3_ROWS(preadv_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EOPNOTSUPP, "preadv2's flags")));

static const struct r3_row pwritev_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_IN("one"), 3), 1, 0, 0)},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3), 1, 0, 0)},
	{"a position below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), 1, -2, -1)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), -1, 0, 0)},
	{"parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1, 0, 0)},
	{"two parts", 8, R3_WITH(R3_FD(EMPTY), R3_IOV(R3_IN("one"), 3, R3_IN("three"), 5), 2, 0, 0), .check = is_written},
};

R3_SUITE(pwritev, .rows = R3_ROWS(pwritev_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EOPNOTSUPP, "pwritev2's flags")));

#define RWF_NOWAIT 8
#define RWF_APPEND 16
#define NO_FLAG 0x1000000

static const struct r3_row preadv2_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_OUT(3), 3), 1, 0, 0, 0)},
	{"a flag that there is not", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, 0, 0, NO_FLAG)},
	{"such a flag, no parts", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0, 0, 0, NO_FLAG)},
	{"such a flag, parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1, 0, 0, NO_FLAG)},
	{"a position below -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, -2, -1, 0)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), -1, 0, 0, 0)},
	{"a pipe at a position", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 3), 1, 0, 0, 0)},
	{"a pipe at its own", 3, R3_WITH(R3_FD(PIPE_DATA), R3_IOV(R3_OUT(3), 3), 1, -1, -1, 0), .out = "hel"},
	{"an empty pipe that is not waited for", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 3), 1, -1, -1, RWF_NOWAIT)},
	{"at the second byte", 3, R3_WITH(R3_FD(FILE), R3_IOV(R3_OUT(3), 3), 1, 1, 0, 0), .out = "bcd"},
};

R3_SUITE(preadv2, .rows = R3_ROWS(preadv2_rows));

static void is_behind(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS "one", 29);
}

static const struct r3_row pwritev2_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_IN("one"), 3), 1, 0, 0, 0)},
	{"a flag that there is not", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), 1, 0, 0, NO_FLAG)},
	{"a position below -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), 1, -2, -1, 0)},
	{"-1 parts", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), -1, 0, 0, 0)},
	{"a pipe at a position", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3), 1, 0, 0, 0)},
	{"a pipe at its own", 3, R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3), 1, -1, -1, 0)},
	{"at the end, once", 3, R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), 1, 0, 0, RWF_APPEND), .check = is_behind},
};

R3_SUITE(pwritev2, .rows = R3_ROWS(pwritev2_rows));
