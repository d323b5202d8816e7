/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fcntl(2), fcntl64(2): descriptors, flags, owners and signals, pipes, seals, hints. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "../shared.h"

#define NO_CMD 100
#define F_GET_FILE_RW_HINT_ 1037
#define DUPFD_QUERY 1027
#define CREATED_QUERY 1028
#define LARGEFILE 0100000 /* of every open file of a 64-bit program */
#define FEW 100
#define HINT_MOST 5
#define MIB (1 << 20)

static int64_t ask(struct r3_task *t, int64_t fd, int cmd, int64_t arg)
{
	return r3_call(t, r3_suite_call(t), fd, cmd, arg);
}

#define assert_answer(t, expected, fd, cmd, arg) assert_int_equal(ask(t, fd, cmd, arg), expected)

static void few_numbers(struct r3_task *t)
{
	limit(t, RLIMIT_NOFILE, FEW);
}

static void stays_open_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, 0, SYS_fcntl, result, F_GETFD);
}

/* --- descriptors --- */

static void is_marked(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, args[0], F_GETFD);
}

static void is_not_marked(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, 0, SYS_fcntl, args[0], F_GETFD);
}

#define DUP_ROWS(what, cmd, after) \
	{what ", not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, cmd, 0)}, \
	{what ", not open, beyond all", R3_ERR(EBADF), R3_WITH(R3_CLOSED, cmd, -1)}, \
	{what ", from 0", R3_NEW_FD, R3_WITH(R3_FD(FILE), cmd, 0), .check = after}, \
	{what ", from 50", 50, R3_WITH(R3_FD(FILE), cmd, 50), .check = after}, \
	{what ", one of O_PATH", 50, R3_WITH(R3_FD(PATH), cmd, 50), .check = after}, \
	{what ", from -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), cmd, -1)}, \
	{what ", from the limit", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), cmd, FEW), .setup = few_numbers}, \
	{what ", from the last number", FEW - 1, R3_WITH(R3_FD(FILE), cmd, FEW - 1), \
	 .setup = few_numbers, .check = after}

#define FD_ROWS \
	DUP_ROWS("F_DUPFD", F_DUPFD, stays_open_at_exec), \
	DUP_ROWS("F_DUPFD_CLOEXEC", F_DUPFD_CLOEXEC, goes_at_exec), \
	{"F_GETFD, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_GETFD, 0)}, \
	{"F_GETFD of -1", R3_ERR(EBADF), R3_WITH(-1, F_GETFD, 0)}, \
	{"F_GETFD", 0, R3_WITH(R3_FD(FILE), F_GETFD, 0)}, \
	{"F_GETFD, one of O_PATH", 0, R3_WITH(R3_FD(PATH), F_GETFD, 0)}, \
	{"F_SETFD", 0, R3_WITH(R3_FD(FILE), F_SETFD, FD_CLOEXEC), .check = is_marked}, \
	{"F_SETFD, one of O_PATH", 0, R3_WITH(R3_FD(PATH), F_SETFD, FD_CLOEXEC), .check = is_marked}, \
	{"F_SETFD, all bits", 0, R3_WITH(R3_FD(FILE), F_SETFD, -1), .check = is_marked}, \
	{"F_SETFD, another bit", 0, R3_WITH(R3_FD(FILE), F_SETFD, 2), .check = is_not_marked}, \
	{"a command that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), NO_CMD, 0)}, \
	{"command -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), -1, 0)}, \
	{"no such command, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, NO_CMD, 0)}, \
	{"no such command, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), NO_CMD, 0)}, \
	{"F_DUPFD_QUERY, itself", R3_ANY_OK, R3_WITH(R3_FD(FILE), DUPFD_QUERY, 0), .since = 10}, \
	{"F_DUPFD_QUERY, not open", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), DUPFD_QUERY, R3_CLOSED), \
	 .since = 10}, \
	{"F_DUPFD_QUERY, one of O_PATH", R3_ANY_OK, R3_WITH(R3_FD(PATH), DUPFD_QUERY, 0), .since = 10}, \
	{"F_CREATED_QUERY", 0, R3_WITH(R3_FD(FILE), CREATED_QUERY, 0), .since = 12}, \
	{"F_GET_FILE_RW_HINT, which is no more", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), F_GET_FILE_RW_HINT_, R3_OUT(8))}

/* --- flags --- */

static void has_no_more_than(struct r3_task *t, int64_t fd, int flags)
{
	assert_int_equal(r3_assert_ok(t, SYS_fcntl, fd, F_GETFL) & ~LARGEFILE, flags);
}

static void appends(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_no_more_than(t, (int)args[0], O_RDWR | O_APPEND);
}

static void does_not_wait(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_no_more_than(t, (int)args[0], O_NONBLOCK);
}

static void has_packets(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_no_more_than(t, (int)args[0], O_WRONLY | O_DIRECT);
}

static void is_as_opened(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_no_more_than(t, (int)args[0], O_RDWR);
}

static void wants_signals(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	has_no_more_than(t, (int)args[0], O_RDWR | O_ASYNC);
}

#define FL_ROWS \
	{"F_GETFL, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_GETFL, 0)}, \
	{"F_GETFL, for reading", LARGEFILE, R3_WITH(R3_FD(RDONLY), F_GETFL, 0), .abis = R3_ONLY_X86_64}, \
	{"F_GETFL, for reading", 0, R3_WITH(R3_FD(RDONLY), F_GETFL, 0), .abis = R3_ONLY_I386}, \
	{"F_GETFL, for writing", LARGEFILE | O_WRONLY, R3_WITH(R3_FD(WRONLY), F_GETFL, 0), \
	 .abis = R3_ONLY_X86_64}, \
	{"F_GETFL, for appending", O_RDWR | O_APPEND, R3_WITH(R3_FD(APPEND), F_GETFL, 0), \
	 .abis = R3_ONLY_I386}, \
	{"F_GETFL, one of O_PATH", O_PATH, R3_WITH(R3_FD(PATH), F_GETFL, 0)}, \
	{"F_GETFL, an end of a pipe", O_WRONLY, R3_WITH(R3_FD(PIPE_W), F_GETFL, 0)}, \
	{"F_GETFL, a socket", O_RDWR, R3_WITH(R3_FD(SOCKET), F_GETFL, 0)}, \
	{"F_GETFL, an eventfd", O_RDWR, R3_WITH(R3_FD(EVENTFD), F_GETFL, 0)}, \
	{"F_GETFL, an epoll", O_RDWR, R3_WITH(R3_FD(EPOLL), F_GETFL, 0)}, \
	{"F_GETFL, an inotify", O_RDONLY, R3_WITH(R3_FD(INOTIFY), F_GETFL, 0)}, \
	{"F_SETFL, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_SETFL, O_APPEND)}, \
	{"F_SETFL, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), F_SETFL, O_APPEND)}, \
	{"F_SETFL, O_APPEND", 0, R3_WITH(R3_FD(FILE), F_SETFL, O_APPEND), .check = appends}, \
	{"F_SETFL, O_NONBLOCK", 0, R3_WITH(R3_FD(PIPE_R), F_SETFL, O_NONBLOCK), .check = does_not_wait}, \
	{"F_SETFL, what cannot be changed", 0, \
	 R3_WITH(R3_FD(FILE), F_SETFL, O_WRONLY | O_CREAT | O_EXCL | O_TRUNC | O_SYNC | O_CLOEXEC), \
	 .check = is_as_opened}, \
	{"F_SETFL, O_DIRECT of a pipe", 0, R3_WITH(R3_FD(PIPE_W), F_SETFL, O_DIRECT), .check = has_packets}, \
	{"F_SETFL, O_DIRECT of a socket", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), F_SETFL, O_DIRECT)}, \
	{"F_SETFL, O_DIRECT of a terminal", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY), F_SETFL, O_DIRECT)}, \
	{"F_SETFL, O_NOATIME of one's own", 0, R3_WITH(R3_FD(FILE), F_SETFL, O_NOATIME)}, \
	{"F_SETFL, O_NOATIME of another's", R3_ERR(EPERM), R3_WITH(R3_FD(NULL), F_SETFL, O_NOATIME)}, \
	{"F_SETFL, O_NOATIME of another's, as root", 0, R3_WITH(R3_FD(NULL), F_SETFL, O_NOATIME), \
	 .as_root = 1}, \
	{"F_SETFL, O_NOATIME of another's and O_DIRECT", R3_ERR(EPERM), \
	 R3_WITH(R3_FD(NULL), F_SETFL, O_NOATIME | O_DIRECT)}, \
	{"F_SETFL, O_ASYNC of a file", 0, R3_WITH(R3_FD(FILE), F_SETFL, O_ASYNC), .check = is_as_opened}, \
	{"F_SETFL, O_ASYNC of a socket", 0, R3_WITH(R3_FD(SOCKET), F_SETFL, O_ASYNC), \
	 .check = wants_signals}, \
	{"F_SETFL, O_ASYNC of an eventfd", 0, R3_WITH(R3_FD(EVENTFD), F_SETFL, O_ASYNC), \
	 .check = is_as_opened}

/* --- owners and signals --- */

#define OWNER_ROWS \
	{"F_GETOWN, nobody", 0, R3_WITH(R3_FD(SOCKET), F_GETOWN, 0)}, \
	{"F_GETOWN, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), F_GETOWN, 0)}, \
	{"F_SETOWN, nobody", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN, 0)}, \
	{"F_SETOWN, itself", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN, R3_SELF)}, \
	{"F_SETOWN, of a file", 0, R3_WITH(R3_FD(FILE), F_SETOWN, R3_SELF)}, \
	{"F_SETOWN, another's process", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN, R3_INIT)}, \
	{"F_SETOWN, another's group", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN, -1)}, \
	{"F_SETOWN, who there is not", R3_ERR(ESRCH), R3_WITH(R3_FD(SOCKET), F_SETOWN, R3_NOBODY)}, \
	{"F_SETOWN, a group that there is not", R3_ERR(ESRCH), R3_WITH(R3_FD(SOCKET), F_SETOWN, -0x3fffffff)}, \
	{"F_SETOWN, the lowest number", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), F_SETOWN, INT_MIN)}, \
	{"F_SETOWN_EX, from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_BAD)}, \
	{"F_SETOWN_EX, from half", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_SHORT(4))}, \
	{"F_SETOWN_EX, from nothing, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_SETOWN_EX, R3_BAD)}, \
	{"F_SETOWN_EX, a thread", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(F_OWNER_TID, R3_SELF_TID))}, \
	{"F_SETOWN_EX, nobody", 0, R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(F_OWNER_PGRP, 0))}, \
	{"F_SETOWN_EX, what there is not", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(3, R3_SELF))}, \
	{"F_SETOWN_EX, below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(-1, 0))}, \
	{"F_SETOWN_EX, what and who there are not", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(3, R3_NOBODY))}, \
	{"F_SETOWN_EX, who there is not", R3_ERR(ESRCH), \
	 R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(F_OWNER_PID, R3_NOBODY))}, \
	{"F_SETOWN_EX, -1", R3_ERR(ESRCH), R3_WITH(R3_FD(SOCKET), F_SETOWN_EX, R3_U32S(F_OWNER_PID, -1))}, \
	{"F_GETOWN_EX", 0, R3_WITH(R3_FD(SOCKET), F_GETOWN_EX, R3_OUT(8))}, \
	{"F_GETOWN_EX, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), F_GETOWN_EX, R3_BAD)}, \
	{"F_GETOWN_EX, to what cannot be written", R3_ERR(EFAULT), \
	 R3_WITH(R3_FD(SOCKET), F_GETOWN_EX, R3_RO(8))}, \
	{"F_GETSIG", 0, R3_WITH(R3_FD(SOCKET), F_GETSIG, 0)}, \
	{"F_SETSIG, the last one", 0, R3_WITH(R3_FD(SOCKET), F_SETSIG, 64)}, \
	{"F_SETSIG, SIGKILL", 0, R3_WITH(R3_FD(SOCKET), F_SETSIG, SIGKILL)}, \
	{"F_SETSIG, beyond the last", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), F_SETSIG, 65)}, \
	{"F_SETSIG, -1", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), F_SETSIG, -1)}, \
	{"F_SETSIG, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), F_SETSIG, 10)}

/* --- pipes, seals, hints --- */

#define PIPE_ROWS \
	{"F_GETPIPE_SZ", 65536, R3_WITH(R3_FD(PIPE_R), F_GETPIPE_SZ, 0)}, \
	{"F_GETPIPE_SZ, a file", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), F_GETPIPE_SZ, 0)}, \
	{"F_GETPIPE_SZ, a socket", R3_ERR(EBADF), R3_WITH(R3_FD(SOCKET), F_GETPIPE_SZ, 0)}, \
	{"F_GETPIPE_SZ, a fifo", 65536, R3_WITH(R3_FD(FIFO), F_GETPIPE_SZ, 0)}, \
	{"F_SETPIPE_SZ, a file", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), F_SETPIPE_SZ, 0)}, \
	{"F_SETPIPE_SZ, 0", 4096, R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, 0)}, \
	{"F_SETPIPE_SZ, 1", 4096, R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, 1)}, \
	{"F_SETPIPE_SZ, two pages and a byte", 16384, R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, 8193)}, \
	{"F_SETPIPE_SZ, as much as one may", MIB, R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, MIB)}, \
	{"F_SETPIPE_SZ, more than one may", R3_ERR(EPERM), R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, MIB + 1)}, \
	{"F_SETPIPE_SZ, more than that, as root", 2 * MIB, R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, MIB + 1), \
	 .as_root = 1, .ring3_only = "root of a namespace may not either"}, \
	{"F_SETPIPE_SZ, the sign bit", R3_ERR(EPERM), R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, 0x80000000u)}, \
	{"F_SETPIPE_SZ, beyond that", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), F_SETPIPE_SZ, 0x80000001u)}, \
	{"F_SETPIPE_SZ, less than there is", R3_ERR(EBUSY), R3_WITH(R3_FD(PIPE_FULL), F_SETPIPE_SZ, 4096)}, \
	{"F_SETPIPE_SZ, as it is, full", 65536, R3_WITH(R3_FD(PIPE_FULL), F_SETPIPE_SZ, 65536)}

#define SEAL_ROWS \
	{"F_GET_SEALS", 0, R3_WITH(R3_FD(MEMFD), F_GET_SEALS, 0)}, \
	{"F_GET_SEALS, a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), F_GET_SEALS, 0)}, \
	{"F_ADD_SEALS", 0, R3_WITH(R3_FD(MEMFD), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK)}, \
	{"F_ADD_SEALS, none", 0, R3_WITH(R3_FD(MEMFD), F_ADD_SEALS, 0)}, \
	{"F_ADD_SEALS, all that there are", 0, R3_WITH(R3_FD(MEMFD), F_ADD_SEALS, 0x1f)}, \
	{"F_ADD_SEALS, what there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(MEMFD), F_ADD_SEALS, 0x100)}, \
	{"F_ADD_SEALS, a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), F_ADD_SEALS, F_SEAL_GROW)}, \
	{"F_ADD_SEALS, a pipe that is read", R3_ERR(EPERM), R3_WITH(R3_FD(PIPE_R), F_ADD_SEALS, F_SEAL_GROW)}, \
	{"F_ADD_SEALS, not for writing", R3_ERR(EPERM), R3_WITH(R3_FD(RDONLY), F_ADD_SEALS, F_SEAL_GROW)}

#define HINT_ROWS \
	{"F_GET_RW_HINT", 0, R3_WITH(R3_FD(FILE), F_GET_RW_HINT, R3_OUT(8))}, \
	{"F_GET_RW_HINT, to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), F_GET_RW_HINT, R3_BAD)}, \
	{"F_SET_RW_HINT, the highest", 0, R3_WITH(R3_FD(FILE), F_SET_RW_HINT, R3_U64S(HINT_MOST))}, \
	{"F_SET_RW_HINT, beyond", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), F_SET_RW_HINT, R3_U64S(HINT_MOST + 1))}, \
	{"F_SET_RW_HINT, all bits", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), F_SET_RW_HINT, R3_U64S(-1))}, \
	{"F_SET_RW_HINT, from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), F_SET_RW_HINT, R3_BAD)}, \
	{"F_SET_RW_HINT, another's, as nobody", R3_ERR(EPERM), \
	 R3_WITH(R3_FD(NULL), F_SET_RW_HINT, R3_U64S(0)), .since = 10}

/* --- leases and notices --- */

#define LEASE_ROWS \
	{"F_GETLEASE, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_GETLEASE, 0)}, \
	{"F_GETLEASE, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), F_GETLEASE, 0)}, \
	{"F_GETLEASE, none", F_UNLCK, R3_WITH(R3_FD(FILE), F_GETLEASE, 0)}, \
	{"F_GETLEASE, a pipe", F_UNLCK, R3_WITH(R3_FD(PIPE_R), F_GETLEASE, 0)}, \
	{"F_SETLEASE, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_SETLEASE, F_RDLCK)}, \
	{"F_SETLEASE, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), F_SETLEASE, F_RDLCK)}, \
	{"F_SETLEASE, none to give up", R3_ERR(EAGAIN), R3_WITH(R3_FD(FILE), F_SETLEASE, F_UNLCK)}, \
	{"F_SETLEASE, a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), F_SETLEASE, F_RDLCK)}, \
	{"F_SETLEASE, a pipe, none to give up", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), F_SETLEASE, F_UNLCK)}, \
	{"F_SETLEASE, a directory", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), F_SETLEASE, F_RDLCK)}, \
	{"F_SETLEASE, another's", R3_ERR(EACCES), R3_WITH(R3_FD(NULL), F_SETLEASE, F_RDLCK)}, \
	{"F_SETLEASE, another's, as root", R3_ERR(EINVAL), R3_WITH(R3_FD(NULL), F_SETLEASE, F_RDLCK), \
	 .as_root = 1}, \
	{"F_SETLEASE, no such type", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), F_SETLEASE, 3)}, \
	{"F_SETLEASE, type -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), F_SETLEASE, -1)}

#define NOTICE_ROWS \
	{"F_NOTIFY, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_NOTIFY, DN_CREATE)}, \
	{"F_NOTIFY, one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(DIR_PATH), F_NOTIFY, DN_CREATE)}, \
	{"F_NOTIFY, a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), F_NOTIFY, DN_CREATE)}, \
	{"F_NOTIFY, a file, no more", 0, R3_WITH(R3_FD(FILE), F_NOTIFY, 0)}, \
	{"F_NOTIFY, a file, no more, for long", 0, R3_WITH(R3_FD(FILE), F_NOTIFY, DN_MULTISHOT)}, \
	{"F_NOTIFY", 0, R3_WITH(R3_FD(DIR), F_NOTIFY, DN_CREATE)}, \
	{"F_NOTIFY, of all", 0, R3_WITH(R3_FD(DIR), F_NOTIFY, -1)}, \
	{"F_NOTIFY, no such event", 0, R3_WITH(R3_FD(DIR), F_NOTIFY, 0x1000)}

static const struct r3_row rows[] = {
	LEASE_ROWS, NOTICE_ROWS, FD_ROWS, FL_ROWS, OWNER_ROWS, PIPE_ROWS, SEAL_ROWS, HINT_ROWS,
};

static void finds_no_number(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	limit(t, RLIMIT_NOFILE, (uint64_t)fd + 1);
	assert_answer(t, -EMFILE, fd, F_DUPFD, 0);
	assert_answer(t, -EMFILE, fd, F_DUPFD_CLOEXEC, fd);
	assert_answer(t, -EINVAL, fd, F_DUPFD, fd + 1);
}

static void a_copy_shares_flags_not_marks(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	int64_t copy = ask(t, fd, F_DUPFD, 20);

	assert_answer(t, 0, fd, F_SETFD, FD_CLOEXEC);
	assert_answer(t, 0, fd, F_SETFL, O_APPEND);
	assert_answer(t, 0, copy, F_GETFD, 0);
	assert_true(ask(t, copy, F_GETFL, 0) & O_APPEND);
}

static void the_owner_is_told(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET);
	int64_t self = r3_assert_ok(t, SYS_getpid), group = r3_assert_ok(t, SYS_getpgid, 0);
	r3_ptr p = r3_alloc(t, 8);

	assert_answer(t, 0, fd, F_SETOWN, self);
	assert_answer(t, self, fd, F_GETOWN, 0);
	assert_answer(t, 0, fd, F_GETOWN_EX, (int64_t)p);
	r3_assert_memory(t, p, ((int32_t[]){ F_OWNER_PID, (int32_t)self }), 8);
	r3_put(t, p, (int32_t[]){ F_OWNER_PGRP, (int32_t)group }, 8);
	assert_answer(t, 0, fd, F_SETOWN_EX, (int64_t)p);
	assert_answer(t, 0, fd, F_GETOWN_EX, (int64_t)p);
	r3_assert_memory(t, p, ((int32_t[]){ F_OWNER_PGRP, (int32_t)group }), 8);
	assert_int_equal((int32_t)ask(t, fd, F_GETOWN, 0), -group);
	assert_answer(t, 0, fd, F_SETOWN, 0);
	assert_answer(t, 0, fd, F_GETOWN, 0);
}

/* Who asked for it last has it, though it is gone. */
static void an_owner_that_has_ended(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET);
	struct r3_task *child = r3_fork(t);
	int64_t pid = r3_tid(child);

	assert_answer(t, 0, fd, F_SETOWN, pid);
	r3_end(child, 0);
	assert_answer(t, pid, fd, F_GETOWN, 0);
	r3_assert_result(t, pid, SYS_wait4, pid, 0, 0, 0);
	assert_answer(t, 0, fd, F_GETOWN, 0);
	assert_answer(t, -ESRCH, fd, F_SETOWN, pid);
}

static void a_group_without_members(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET);
	struct r3_task *child = r3_fork(t);

	assert_answer(t, 0, fd, F_SETOWN, -r3_tid(child));
	assert_answer(t, 0, fd, F_GETOWN, 0);
}

static void another_signal_tells_the_descriptor(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), info = r3_alloc(t, 128);
	r3_ptr set = sigset_of(t, SIGRTMIN + 2);
	uint32_t fd, other;

	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, set, 0, 8);
	r3_assert_result(t, 0, SYS_pipe2, ends, 0);
	fd = r3_get_u32(t, ends);
	other = r3_get_u32(t, ends + 4);
	assert_answer(t, 0, fd, F_SETSIG, SIGRTMIN + 2);
	assert_answer(t, SIGRTMIN + 2, fd, F_GETSIG, 0);
	assert_answer(t, 0, fd, F_SETOWN, r3_assert_ok(t, SYS_getpid));
	assert_answer(t, 0, fd, F_SETFL, O_ASYNC);
	r3_assert_result(t, 1, SYS_write, other, r3_bytes(t, "x", 1), 1);
	r3_assert_result(t, SIGRTMIN + 2, SYS_rt_sigtimedwait, set, info, r3_words(t, 2, 0, 0), 8);
	assert_int_equal(r3_get_u32(t, info + 8), POLL_IN);
	assert_int_equal(r3_get_u32(t, info + (r3_is_i386(t) ? 16 : 24)), fd);
}

static void is_mapped_for_writing(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);

	r3_assert_result(t, 0, SYS_ftruncate, fd, 4096);
	if (r3_is_i386(t))
		r3_assert_ok(t, SYS_mmap2, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	else
		r3_assert_ok(t, SYS_mmap, 0, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_answer(t, -EBUSY, fd, F_ADD_SEALS, F_SEAL_WRITE);
	assert_answer(t, 0, fd, F_ADD_SEALS, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL);
	assert_answer(t, -EPERM, fd, F_ADD_SEALS, F_SEAL_SHRINK);
	assert_answer(t, F_SEAL_FUTURE_WRITE | F_SEAL_SEAL, fd, F_GET_SEALS, 0);
}

static void a_hint_is_kept(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_bytes(t, &(uint64_t){ 4 }, 8);

	assert_answer(t, 0, fd, F_SET_RW_HINT, (int64_t)p);
	r3_put(t, p, &(uint64_t){ 0 }, 8);
	assert_answer(t, 0, r3_fd(t, R3_FD_RDONLY), F_GET_RW_HINT, (int64_t)p);
	assert_true(r3_get_u64(t, p) == 4);
}

static void a_smaller_pipe_keeps_what_is_there(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_PIPE_DATA);
	r3_ptr p = r3_alloc(t, 8);

	assert_answer(t, 4096, fd, F_SETPIPE_SZ, 100);
	assert_answer(t, 4096, fd, F_GETPIPE_SZ, 0);
	r3_assert_result(t, 5, SYS_read, fd, p, 8);
	r3_assert_memory(t, p, "hello", 5);
}

#define TOLD (SIGRTMIN + 3)

/* The directory's notices come as a signal that is asked for. */
static int noticed_dir(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_DIR);

	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, sigset_of(t, TOLD), 0, 8);
	assert_answer(t, 0, fd, F_SETSIG, TOLD);
	return fd;
}

/* How many notices there were since. */
static unsigned notices(struct r3_task *t, int fd)
{
	r3_ptr set = sigset_of(t, TOLD), info = r3_alloc(t, 128), zero = r3_words(t, 2, (int64_t)0, (int64_t)0);
	unsigned n = 0;

	while (r3_syscall(t, SYS_rt_sigtimedwait, set, info, zero, 8) == TOLD) {
		assert_int_equal(r3_get_u32(t, info + 8), POLL_MSG);
		assert_int_equal(r3_get_u32(t, info + (r3_is_i386(t) ? 16 : 24)), fd);
		n++;
	}
	return n;
}

static void a_notice_comes_once(struct r3_task *t)
{
	int fd = noticed_dir(t);

	assert_answer(t, 0, fd, F_NOTIFY, DN_CREATE | DN_DELETE);
	assert_answer(t, r3_assert_ok(t, SYS_getpid), fd, F_GETOWN, 0);
	r3_make_file(t, "file2", "x", 1, 0644);
	assert_int_equal(notices(t, fd), 0);
	r3_make_file(t, "dir/new", "x", 1, 0644);
	assert_int_equal(notices(t, fd), 1);
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "dir/new"));
	assert_int_equal(notices(t, fd), 0);
}

static void notices_of_each_kind(struct r3_task *t)
{
	int fd = noticed_dir(t), inner = r3_open(t, "dir/inner", O_RDWR);
	r3_ptr p = r3_alloc(t, 4), a = r3_string(t, "dir/inner"), b = r3_string(t, "dir/other");

	assert_answer(t, 0, fd, F_NOTIFY, (int64_t)(DN_MULTISHOT | DN_RENAME));
	r3_assert_result(t, 0, SYS_rename, a, b);
	r3_assert_result(t, 0, SYS_rename, b, r3_string(t, "outside"));
	assert_int_equal(notices(t, fd), 1);
	assert_answer(t, 0, fd, F_NOTIFY, DN_CREATE);
	r3_assert_result(t, 0, SYS_rename, r3_string(t, "outside"), a);
	r3_assert_result(t, 0, SYS_mkdir, b, 0755);
	assert_int_equal(notices(t, fd), 2);
	assert_answer(t, 0, fd, F_NOTIFY, 0);
	r3_assert_result(t, 0, SYS_rmdir, b);
	r3_assert_result(t, 0, SYS_mkdir, b, 0755);
	assert_int_equal(notices(t, fd), 0);
	assert_answer(t, 0, fd, F_NOTIFY, (int64_t)(DN_MULTISHOT | DN_ACCESS | DN_MODIFY | DN_ATTRIB | DN_DELETE));
	r3_assert_result(t, 4, SYS_read, inner, p, 4);
	r3_assert_result(t, 4, SYS_write, inner, p, 4);
	r3_assert_result(t, 0, SYS_chmod, a, 0600);
	r3_assert_result(t, 0, SYS_rmdir, b);
	assert_int_equal(notices(t, fd), 4);
}

/* Whoever shares the open directory may close it: the table that asked counts. */
static void closing_ends_notices(struct r3_task *t)
{
	int fd = noticed_dir(t);
	int64_t copy = r3_assert_ok(t, SYS_dup, fd);
	struct r3_task *child;

	assert_answer(t, 0, fd, F_NOTIFY, (int64_t)(DN_MULTISHOT | DN_CREATE));
	child = r3_fork(t);
	r3_assert_result(child, 0, SYS_close, fd);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "dir/a"), 0755);
	assert_int_equal(notices(t, fd), 1);
	r3_assert_result(t, 0, SYS_close, copy);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "dir/b"), 0755);
	assert_int_equal(notices(t, fd), 0);
}

static void notice_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = ask(t, *(int *)ctx, F_NOTIFY, DN_CREATE);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void no_memory_for_notices(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_DIR);

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, notice_or_nomem, &fd) > 0);
}

R3_SUITE(fcntl_files, .calls = "fcntl fcntl64", .page = "fcntl", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(finds_no_number), R3_CASE(a_copy_shares_flags_not_marks),
			   R3_CASE(the_owner_is_told), R3_CASE(an_owner_that_has_ended),
			   R3_CASE(a_group_without_members),
			   R3_CASE(another_signal_tells_the_descriptor),
			   R3_CASE(is_mapped_for_writing), R3_CASE(a_hint_is_kept),
			   R3_CASE(a_smaller_pipe_keeps_what_is_there), R3_CASE(a_notice_comes_once),
			   R3_CASE(notices_of_each_kind), R3_CASE(closing_ends_notices),
			   R3_CASE(no_memory_for_notices, .ring3_only = "no allocation of the host's fails")));
