/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * read(2): the descriptor is looked at first, then its mode, then the buffer's range, then the
 * file's own wishes; how much is read before a fault is what a file of memory does.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/types.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static void at_23(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, 23, SYS_lseek, args[0], 0, 1);
}

static void at_0(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	r3_assert_result(t, 0, SYS_lseek, args[0], 0, 1);
}

static const struct r3_row rows[] = {
	/* the descriptor */
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(16), 16)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(16), 16)},
	{"a descriptor beyond all", R3_ERR(EBADF), R3_WITH(0x7fffffff, R3_OUT(16), 16)},
	{"the upper half of the descriptor does not count", 3,
	 R3_WITH(R3_FD(FILE), R3_OUT(3), 3), .out = "abc"},
	{"one that is for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_OUT(16), 16)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_OUT(16), 16)},
	{"the write end of a pipe", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_W), R3_OUT(16), 16)},
	{"a directory", R3_ERR(EISDIR), R3_WITH(R3_FD(DIR), R3_OUT(16), 16)},
	{"an epoll descriptor", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_OUT(16), 16)},
	{"a socket that is not connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), R3_OUT(16), 16)},

	/* two faults: which is seen first */
	{"not open, into nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, 16)},
	{"for writing, into the kernel", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), R3_KERNEL, 16)},
	{"a directory, into nothing", R3_ERR(EISDIR), R3_WITH(R3_FD(DIR), R3_BAD, 16)},
	{"an epoll descriptor, into nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), R3_BAD, 16)},

	/* sizes */
	{"less than there is", 10, R3_WITH(R3_FD(FILE), R3_OUT(10), 10), .out = "abcdefghij"},
	{"all there is", 26, R3_WITH(R3_FD(FILE), R3_OUT(26), 26), .out = LETTERS},
	{"more than there is", 26, R3_WITH(R3_FD(FILE), R3_OUT(100), 100), .out = LETTERS},
	{"nothing", 0, R3_WITH(R3_FD(FILE), R3_OUT(16), 0), .check = at_0},
	{"nothing, into nothing", 0, R3_WITH(R3_FD(FILE), R3_BAD, 0)},
	{"nothing of a pipe that is empty", 0, R3_WITH(R3_FD(PIPE_R), R3_OUT(16), 0)},
	{"an empty file", 0, R3_WITH(R3_FD(EMPTY), R3_OUT(16), 16)},
	{"an empty file, into nothing", 0, R3_WITH(R3_FD(EMPTY), R3_BAD, 16)},
	{"a size of which the sign is set", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_OUT(16), INT64_MIN),
	 .abis = R3_ONLY_X86_64},
	{"-1 bytes", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_OUT(16), -1), .abis = R3_ONLY_X86_64},
	{"2 GiB, which are as many as are read at most", 26,
	 R3_WITH(R3_FD(FILE), R3_OUT(26), 0x7ffff000), .out = LETTERS},

	/* pointers */
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 16)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_NULL, 16)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL, 16)},
	{"into no canonical address", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_CRAZY, 16)},
	{"where address and length wrap", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_WRAP, 16)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_RO(16), 16)},
	{"into a buffer that ends early", 23, R3_WITH(R3_FD(FILE), R3_SHORT(23), 26), .check = at_23},
	{"into an odd address", 26, R3_WITH(R3_FD(FILE), R3_ODD(26), 26)},
	{"an empty pipe, into nothing", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_R_NB), R3_BAD, 16)},

	/* other files */
	{"a pipe with less", 5, R3_WITH(R3_FD(PIPE_DATA), R3_OUT(16), 16), .out = "hello"},
	{"a pipe with more", 3, R3_WITH(R3_FD(PIPE_DATA), R3_OUT(3), 3), .out = "hel"},
	{"an empty pipe", R3_BLOCKS, R3_WITH(R3_FD(PIPE_R), R3_OUT(16), 16)},
	{"an empty pipe that does not wait", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_R_NB), R3_OUT(16), 16)},
	{"a pipe without writers", 0, R3_WITH(R3_FD(PIPE_EOF), R3_OUT(16), 16)},
	{"a pipe without writers, into nothing", 0, R3_WITH(R3_FD(PIPE_EOF), R3_BAD, 16)},
	{"a socket", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), R3_OUT(16), 16)},
	{"a socket that does not wait", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET_NB), R3_OUT(16), 16)},
	{"an eventfd of 0", R3_BLOCKS, R3_WITH(R3_FD(EVENTFD), R3_OUT(8), 8)},
	{"an eventfd, fewer than 8 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD), R3_OUT(7), 7)},
	{"a timerfd, fewer than 8 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(TIMERFD), R3_OUT(7), 7)},
	{"a timerfd that is not armed", R3_BLOCKS, R3_WITH(R3_FD(TIMERFD), R3_OUT(8), 8)},
	{"a signalfd, fewer than 128 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(SIGNALFD), R3_OUT(127), 127)},
	{"an inotify that watches nothing", R3_BLOCKS, R3_WITH(R3_FD(INOTIFY), R3_OUT(16), 16)},
	{"/dev/null", 0, R3_WITH(R3_FD(NULL), R3_OUT(16), 16)},
	{"/dev/zero", 16, R3_WITH(R3_FD(ZERO), R3_OUT(16), 16)},
	{"/dev/zero, into nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(ZERO), R3_BAD, 16)},
	{"/dev/zero, into a buffer that ends early", 100, R3_WITH(R3_FD(ZERO), R3_SHORT(100), 4096)},
};

/* What is read moves the position; a fault before the first byte does not. */
static void moves_the_position(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 4, SYS_read, fd, p, 4);
	r3_assert_errno(t, EFAULT, SYS_read, fd, R3_BAD_PTR, 4);
	r3_assert_result(t, 4, SYS_read, fd, p, 4);
	r3_assert_memory(t, p, "efgh", 4);
}

static void waits_for_a_writer(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 8);
	struct r3_task *other;

	r3_assert_result(t, 0, SYS_pipe, ends);
	other = r3_thread(t);
	r3_begin(t, SYS_read, r3_get_u32(t, ends), p, 8);
	r3_assert_blocks(t);
	r3_assert_result(other, 3, SYS_write, r3_get_u32(t, ends + 4), r3_bytes(other, "abc", 3), 3);
	r3_assert_finished(t, 3);
	r3_assert_memory(t, p, "abc", 3);
}

static void is_interrupted(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_PIPE_R);
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *other;

	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_read, fd, p, 8);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tgkill, r3_syscall(other, SYS_getpid), r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	assert_int_equal(r3_handled(t, SIGUSR1), 1);
}

/* Nobody holds the terminal whose background processes could be stopped: reading fails. */
static void a_terminal_whose_master_is_gone(struct r3_task *t)
{
	r3_ptr number = r3_alloc(t, 4), p = r3_alloc(t, 8);
	int master = r3_fd(t, R3_FD_PTMX), slave;
	char path[32];

	r3_assert_result(t, 0, SYS_ioctl, master, 0x80045430u /* TIOCGPTN */, number);
	snprintf(path, sizeof(path), "/dev/pts/%u", r3_get_u32(t, number));
	slave = r3_open(t, path, O_RDWR | O_NOCTTY);
	r3_assert_result(t, 0, SYS_close, master);
	r3_assert_result(t, 0, SYS_read, slave, p, 8);
}

R3_SUITE(read, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(moves_the_position), R3_CASE(waits_for_a_writer),
			   R3_CASE(is_interrupted), R3_CASE(a_terminal_whose_master_is_gone)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EIO, "a disk that fails, or a background process of a terminal")));
