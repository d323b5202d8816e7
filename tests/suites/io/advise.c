/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fadvise64(2) and its kin of i386, readahead(2). */
#include <errno.h>
#include <stdint.h>

#include "ring3/suite.h"

#define WILLNEED 3
#define NO_ADVICE 6

#define ADVISE_ROWS(len) \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_WIDE(0), len(0), WILLNEED)}, \
	{"not open, no such advice", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_WIDE(0), len(0), NO_ADVICE)}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_WIDE(0), len(0), WILLNEED)}, \
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_WIDE(0), len(0), WILLNEED)}, \
	{"a pipe, no such advice", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_WIDE(0), len(0), NO_ADVICE)}, \
	{"no such advice", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0), len(0), NO_ADVICE)}, \
	{"advice -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0), len(0), -1)}, \
	{"a file", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), len(26), WILLNEED)}, \
	{"a file, all of it", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), len(0), 4)}, \
	{"a file for writing", 0, R3_WITH(R3_FD(WRONLY), R3_WIDE(0), len(0), WILLNEED)}, \
	{"far behind the end", 0, R3_WITH(R3_FD(FILE), R3_WIDE(INT64_MAX), len(10), WILLNEED)}

#define PLAIN(n) (n)

static const struct r3_row rows[] = {
	ADVISE_ROWS(PLAIN),
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0), -1, WILLNEED),
	 .abis = R3_ONLY_X86_64},
};

R3_SUITE(fadvise64, .rows = R3_ROWS(rows));

static const struct r3_row wide_rows[] = {
	ADVISE_ROWS(R3_WIDE),
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0), R3_WIDE(-1), WILLNEED)},
};

R3_SUITE(fadvise64_64, .page = "fadvise64", .abis = R3_ONLY_I386, .rows = R3_ROWS(wide_rows));

static const struct r3_row readahead_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_WIDE(0), 10)},
	{"one for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_WIDE(0), 10)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_WIDE(0), 10)},
	{"a file", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), 26)},
	{"nothing", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), 0)},
	{"a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), R3_WIDE(0), 10)},
	{"a socket", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), R3_WIDE(0), 10)},
	{"a directory", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), R3_WIDE(0), 10)},
};

R3_SUITE(readahead, .rows = R3_ROWS(readahead_rows));
