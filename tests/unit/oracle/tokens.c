/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What stands for arguments in rows: each kind of descriptor, memory, task. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "ring3/suite.h"

/* Not R3_FD(): NULL would be expanded on its way there. */
#define OPEN(kind) \
	{"a descriptor of kind " #kind, 0, R3_WITH(R3_TOKEN(R3_T_FD, R3_FD_##kind), F_GETFD)}

static const struct r3_row fd_rows[] = {
	OPEN(FILE), OPEN(RDONLY), OPEN(WRONLY), OPEN(APPEND), OPEN(EMPTY), OPEN(DIR), OPEN(CWD),
	OPEN(PATH), OPEN(DIR_PATH), OPEN(PIPE_R), OPEN(PIPE_W), OPEN(PIPE_FULL), OPEN(PIPE_DATA),
	OPEN(PIPE_EOF), OPEN(PIPE_BROKEN), OPEN(PIPE_R_NB), OPEN(FIFO), OPEN(SOCKET), OPEN(SOCKET_NB),
	OPEN(SOCKET_NEW), OPEN(LISTENER), OPEN(DGRAM), OPEN(EVENTFD), OPEN(EPOLL),
	OPEN(TIMERFD), OPEN(SIGNALFD), OPEN(INOTIFY), OPEN(MEMFD), OPEN(PTMX), OPEN(TTY),
	OPEN(NULL), OPEN(ZERO), OPEN(FULL),
	{"a descriptor of kind PIDFD", FD_CLOEXEC, R3_WITH(R3_FD(PIDFD), F_GETFD)},
	{"no descriptor", R3_ERR(EBADF), R3_WITH(R3_CLOSED, F_GETFD)},
};
_Static_assert(sizeof(fd_rows) / sizeof(*fd_rows) == R3_FD_NUMBERS + 1, "each kind");

R3_SUITE(fcntl, .rows = R3_ROWS(fd_rows));

static void wrote(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", "axyzefghijklmnopqrstuvwxyz", 26);
}

static const struct r3_row memory_rows[] = {
	{"words that are tokens", 8, R3_WITH(R3_FD(NULL), R3_IOV(R3_IN("one"), 3, R3_IN("three"), 5), 2)},
	{"one of them at a hole", R3_ERR(EFAULT), R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_BAD, 3), 1)},
	{"behind bytes there is nothing", 3, R3_WITH(R3_FD(EMPTY), R3_IOV(R3_IN("one"), 4), 1)},
	{"behind a short buffer there is nothing", 2,
	 R3_WITH(R3_FD(EMPTY), R3_IOV(R3_SHORT(2), 100), 1)},
	{"an object", 8, R3_WITH(R3_FD(NULL), R3_IOV(R3_OBJECT(fd_rows[0].what), 8), 1)},
	{"three letters of the file", 3, R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(1)),
	 .call = "pwrite64", .check = wrote},
	{"an offset of 64 bits", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(-1)),
	 .call = "pwrite64"},
	{"one thing or another", 4, R3_WITH(R3_FD(NULL), R3_IN("12345678"), R3_BY_ABI(4, 4)), .call = "write"},
	{"a signal", R3_ERR(EPIPE), R3_WITH(R3_FD(PIPE_BROKEN), R3_OUT(1), 1), .call = "write",
	 .signals = SIGPIPE},
	{"memory that cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(ZERO), R3_RO(8), 8), .call = "read"},
	{"a name", R3_ERR(ENAMETOOLONG), R3_WITH(R3_NAME_OF(256), 0), .call = "chdir"},
	{"a path", R3_ERR(ENAMETOOLONG), R3_WITH(R3_PATH_OF(4096), 0), .call = "chdir"},
	{"a path that is just not too long", R3_ERR(ENOENT), R3_WITH(R3_PATH_OF(4095), 0), .call = "chdir"},
	{"the scene", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop"), 0), .call = "chdir"},
	{"a mask of 64 bits", 0, R3_WITH(SIG_BLOCK, R3_U64S(1), 0, 8), .call = "rt_sigprocmask"},
};

R3_SUITE(writev, .rows = R3_ROWS(memory_rows));

static const struct r3_row task_rows[] = {
	{"oneself", 0, R3_WITH(R3_SELF, 0)},
	{"a child", 0, R3_WITH(R3_CHILD, 0)},
	{"a child that is dead", 0, R3_WITH(R3_DEAD_CHILD, 0)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 0)},
	{"init", R3_ERR(EPERM), R3_WITH(R3_INIT, 0)},
	{"init, as root", 0, R3_WITH(R3_INIT, 0), .as_root = 1},
	{"to death", R3_ENDS, R3_WITH(R3_SELF, SIGKILL)},
	{"to sleep", R3_BLOCKS, R3_WITH_NONE, .call = "pause"},
	{"a thread", 0, R3_WITH(R3_SELF, R3_SELF_TID, 0), .call = "tgkill"},
	{"the parent", R3_ANY_OK, R3_WITH(R3_PARENT), .call = "getsid"},
};

R3_SUITE(kill, .rows = R3_ROWS(task_rows));
