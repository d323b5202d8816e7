/* SPDX-License-Identifier: GPL-2.0-or-later */
/* write(2), pwrite64(2): the descriptor, its mode, the position, the buffer's range, then the file. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "ring3/suite.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static void ten_bytes_at_most(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_FSIZE,
			 r3_bytes(t, (uint64_t[]){ 10, 10 }, 16), 0);
}

static void begins_with_xyz(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", "xyzdefghijklmnopqrstuvwxyz", 26);
}

static void ends_with_xyz(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS "xyz", 29);
}

static void is_as_before(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 26);
}

static void has_ten(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "empty", "0123456789", 10);
}

static const struct r3_row rows[] = {
	/* the descriptor */
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_IN("xyz"), 3)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IN("xyz"), 3)},
	{"one that is for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_IN("xyz"), 3)},
	{"nothing to one that is for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_BAD, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_IN("xyz"), 3)},
	{"a directory", R3_ERR(EBADF), R3_WITH(R3_FD(DIR), R3_IN("xyz"), 3)},
	{"the read end of a pipe", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_R), R3_IN("xyz"), 3)},
	{"an epoll descriptor", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_IN("xyz"), 3)},
	{"a timerfd", R3_ERR(EINVAL), R3_WITH(R3_FD(TIMERFD), R3_IN("12345678"), 8)},
	{"a signalfd", R3_ERR(EINVAL), R3_WITH(R3_FD(SIGNALFD), R3_IN("12345678"), 8)},
	{"an inotify", R3_ERR(EBADF), R3_WITH(R3_FD(INOTIFY), R3_IN("12345678"), 8)},

	/* two faults */
	{"not open, from nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, 16)},
	{"for reading, from the kernel", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_KERNEL, 16)},
	{"an epoll descriptor, from nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_BAD, 16)},
	{"an epoll descriptor, from the kernel", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_KERNEL, -1)},
	{"a broken pipe, from nothing", R3_ERR(EPIPE), R3_WITH(R3_FD(PIPE_BROKEN), R3_BAD, 16),
	 .signals = SIGPIPE},
	{"a full pipe, from nothing", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_FULL), R3_BAD, 16)},

	/* sizes */
	{"three letters", 3, R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3), .check = begins_with_xyz},
	{"three letters at the end", 3, R3_WITH(R3_FD(APPEND), R3_IN("xyz"), 3), .check = ends_with_xyz},
	{"nothing", 0, R3_WITH(R3_FD(FILE), R3_IN("xyz"), 0), .check = is_as_before},
	{"nothing, from nothing", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0)},
	{"-1 bytes", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_IN("xyz"), -1), .abis = R3_ONLY_X86_64},
	{"a size of which the sign is set", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(FILE), R3_IN("xyz"), INT64_MIN), .abis = R3_ONLY_X86_64},

	/* pointers */
	{"from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 16), .check = is_as_before},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_NULL, 16)},
	{"from the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL, 16)},
	{"from no canonical address", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_CRAZY, 16)},
	{"where address and length wrap", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_WRAP, 16)},
	{"from what cannot be written", 16, R3_WITH(R3_FD(FILE), R3_RO(16), 16)},
	{"from a buffer that ends early", 10, R3_WITH(R3_FD(EMPTY), R3_IN("0123456789"), 100), .check = has_ten},
	{"from an odd address", 26, R3_WITH(R3_FD(FILE), R3_ODD(26), 26)},
	{"an eventfd, from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EVENTFD), R3_BAD, 8)},

	/* limits */
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_FD(APPEND), R3_IN("xyz"), 3),
	 .setup = ten_bytes_at_most, .signals = SIGXFSZ},
	{"up to the limit", 10, R3_WITH(R3_FD(EMPTY), R3_IN("0123456789abc"), 13),
	 .setup = ten_bytes_at_most, .check = has_ten},
	{"nothing beyond the limit", 0, R3_WITH(R3_FD(APPEND), R3_IN("xyz"), 0),
	 .setup = ten_bytes_at_most},

	/* other files */
	{"a pipe", 3, R3_WITH(R3_FD(PIPE_W), R3_IN("xyz"), 3)},
	{"a pipe, nothing", 0, R3_WITH(R3_FD(PIPE_W), R3_BAD, 0)},
	{"a full pipe that does not wait", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_FULL), R3_IN("x"), 1)},
	{"a pipe without readers", R3_ERR(EPIPE), R3_WITH(R3_FD(PIPE_BROKEN), R3_IN("x"), 1),
	 .signals = SIGPIPE},
	{"nothing to a pipe without readers", 0, R3_WITH(R3_FD(PIPE_BROKEN), R3_IN("x"), 0)},
	{"more than a pipe has room for", R3_BLOCKS, R3_WITH(R3_FD(PIPE_W), R3_OUT(70000), 70000)},
	{"a socket", 3, R3_WITH(R3_FD(SOCKET), R3_IN("xyz"), 3)},
	{"a socket without a peer", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), R3_IN("xyz"), 3)},
	{"an eventfd", 8, R3_WITH(R3_FD(EVENTFD), R3_IN("\1\0\0\0\0\0\0\0"), 8)},
	{"an eventfd, all ones", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD), R3_U64S(-1), 8)},
	{"an eventfd, as much as there is room for", 8, R3_WITH(R3_FD(EVENTFD), R3_U64S(-2), 8)},
	{"an eventfd, fewer than 8 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD), R3_IN("1234567"), 7)},
	{"/dev/null", 16, R3_WITH(R3_FD(NULL), R3_BAD, 16)},
	{"/dev/null, from the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(NULL), R3_KERNEL, -1),
	 .abis = R3_ONLY_X86_64},
	{"/dev/zero", 16, R3_WITH(R3_FD(ZERO), R3_BAD, 16)},
	{"/dev/full", R3_ERR(ENOSPC), R3_WITH(R3_FD(FULL), R3_IN("x"), 1)},
	{"/dev/full, from nothing", R3_ERR(ENOSPC), R3_WITH(R3_FD(FULL), R3_BAD, 1)},
	{"a terminal", 3, R3_WITH(R3_FD(TTY), R3_IN("xyz"), 3)},
	{"a terminal, from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(TTY), R3_BAD, 3)},
};

static void sealed_memory(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);

	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_WRITE);
	r3_assert_errno(t, EPERM, SYS_write, fd, r3_string(t, "x"), 1);
}

static void is_interrupted(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), zeros = r3_alloc(t, 65536);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_assert_result(t, 65536, SYS_write, r3_get_u32(t, ends + 4), zeros, 65536);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_write, r3_get_u32(t, ends + 4), zeros, 1);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* What went into the pipe before counts. */
static void is_interrupted_in_the_middle(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), zeros = r3_alloc(t, 70000);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_write, r3_get_u32(t, ends + 4), zeros, 70000);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, 65536);
}

static void waits_for_room(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), zeros = r3_alloc(t, 65536);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_assert_result(t, 65536, SYS_write, r3_get_u32(t, ends + 4), zeros, 65536);
	other = r3_thread(t);
	r3_begin(t, SYS_write, r3_get_u32(t, ends + 4), zeros, 4096);
	r3_assert_blocks(t);
	r3_assert_result(other, 4096, SYS_read, r3_get_u32(t, ends), zeros, 4096);
	r3_assert_finished(t, 4096);
}

static void without_a_handler_SIGPIPE_ends_it(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	int fd = r3_fd(child, R3_FD_PIPE_BROKEN), status;

	r3_begin(child, SYS_write, fd, r3_string(child, "x"), 1);
	assert_true(r3_has_ended(child, &status));
	assert_int_equal(status, SIGPIPE);
}

/* Of another's file; root's writing leaves the bits. */
static void takes_set_user_id_off(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "file"), statx = r3_alloc(t, 256);
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_fchmod, fd, 06755);
	r3_assert_result(t, 1, SYS_write, fd, path, 1);
	r3_assert_result(t, 0, SYS_statx, fd, r3_string(t, ""), 0x1000, 0x7ff, statx);
	assert_int_equal(r3_get_u32(t, statx + 28) & 0xffff, 0100755);
}

R3_SUITE(write, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(sealed_memory), R3_CASE(is_interrupted),
			   R3_CASE(is_interrupted_in_the_middle), R3_CASE(waits_for_room),
			   R3_CASE(without_a_handler_SIGPIPE_ends_it), R3_CASE(takes_set_user_id_off)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EDESTADDRREQ, "sockets of the Internet, of which ring3 has none"),
		 R3_NEVER(EDQUOT, "filesystems with quotas"), R3_NEVER(EIO, "a disk that fails")));

static void leaves_the_position(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, 0, SYS_lseek, args[0], 0, 1);
	r3_assert_file(t, "file", "axyzefghijklmnopqrstuvwxyz", 26);
}

static const struct r3_row at_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IN("xyz"), 3, R3_WIDE(0))},
	{"one that is for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_IN("xyz"), 3, R3_WIDE(0))},
	{"a position below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(-1))},
	{"not open, below 0", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_IN("xyz"), 3, R3_WIDE(-1))},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_W), R3_IN("xyz"), 3, R3_WIDE(0))},
	{"a pipe's read end", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_IN("xyz"), 3, R3_WIDE(0))},
	{"a pipe, below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), R3_IN("xyz"), 3, R3_WIDE(-1))},
	{"a socket", R3_ERR(ESPIPE), R3_WITH(R3_FD(SOCKET), R3_IN("xyz"), 3, R3_WIDE(0))},
	{"a terminal", R3_ERR(ESPIPE), R3_WITH(R3_FD(TTY), R3_IN("xyz"), 3, R3_WIDE(0))},
	{"from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 3, R3_WIDE(0))},
	{"from the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL, 3, R3_WIDE(0))},
	{"at the second byte", 3, R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(1)),
	 .check = leaves_the_position},
	{"at a position that does not count", 3, R3_WITH(R3_FD(APPEND), R3_IN("xyz"), 3, R3_WIDE(1)),
	 .check = ends_with_xyz},
	{"over the end of positions", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(INT64_MAX))},
	{"nothing at a position", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0, R3_WIDE(100))},
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(10)),
	 .setup = ten_bytes_at_most, .signals = SIGXFSZ},
	{"up to the limit", 2, R3_WITH(R3_FD(FILE), R3_IN("xyz"), 3, R3_WIDE(8)), .setup = ten_bytes_at_most},
};

R3_SUITE(pwrite64, .rows = R3_ROWS(at_rows));
