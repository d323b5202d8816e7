/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendfile(2), splice(2), tee(2), vmsplice(2), copy_file_range(2): bytes that the caller never sees. */
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

static void all_letters_in_empty(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "empty", LETTERS, 26);
}

static void three_letters_in_empty(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "empty", "bcd", 3);
}

/* --- sendfile: out, in, offset, count --- */

static const struct r3_row sendfile_rows[] = {
	{"from what is not open", R3_ERR(EBADF), R3_WITH(R3_FD(EMPTY), R3_CLOSED, 0, 10)},
	{"to what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_FD(FILE), 0, 10)},
	{"from one for writing", R3_ERR(EBADF), R3_WITH(R3_FD(EMPTY), R3_FD(WRONLY), 0, 10)},
	{"to one for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), R3_FD(FILE), 0, 10)},
	{"to one that appends", R3_ERR(EINVAL), R3_WITH(R3_FD(APPEND), R3_FD(EMPTY), 0, 10)},
	{"a file to another", 26, R3_WITH(R3_FD(EMPTY), R3_FD(FILE), 0, 100), .check = all_letters_in_empty},
	{"from an offset", 3, R3_WITH(R3_FD(EMPTY), R3_FD(FILE), R3_LONGS(1), 3), .check = three_letters_in_empty,
	 .call = "sendfile"},
	{"from an offset of 64 bits", 3, R3_WITH(R3_FD(EMPTY), R3_FD(FILE), R3_U64S(1), 3),
	 .check = three_letters_in_empty, .call = "sendfile64"},
	{"nothing", 0, R3_WITH(R3_FD(EMPTY), R3_FD(FILE), 0, 0)},
	{"an offset at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(EMPTY), R3_FD(FILE), R3_BAD, 10)},
	{"an offset that cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(EMPTY), R3_FD(FILE), R3_RO(8), 10)},
	{"an offset below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(EMPTY), R3_FD(FILE), R3_U64S(-1), 10),
	 .abis = R3_ONLY_X86_64},
	{"-1 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(EMPTY), R3_FD(FILE), 0, -1), .abis = R3_ONLY_X86_64},
	{"from a pipe at an offset", R3_ERR(ESPIPE), R3_WITH(R3_FD(EMPTY), R3_FD(PIPE_DATA), R3_U64S(0), 10)},
	{"from a pipe that is not to be read", R3_ERR(EBADF), R3_WITH(R3_FD(EMPTY), R3_FD(PIPE_W), 0, 10)},
	{"from a directory", R3_ERR(EINVAL), R3_WITH(R3_FD(EMPTY), R3_FD(DIR), 0, 10)},
	{"to a pipe", 26, R3_WITH(R3_FD(PIPE_W), R3_FD(FILE), 0, 100)},
	{"to a full pipe", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_FULL), R3_FD(FILE), 0, 100)},
	{"to a socket", 26, R3_WITH(R3_FD(SOCKET), R3_FD(FILE), 0, 100)},
	{"to an eventfd", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD), R3_FD(FILE), 0, 4)},
	{"from /dev/null", R3_ERR(EINVAL), R3_WITH(R3_FD(EMPTY), R3_FD(NULL), 0, 10), .since = 5},
	{"to /dev/null", 26, R3_WITH(R3_FD(NULL), R3_FD(FILE), 0, 100)},
	{"to /dev/full", R3_ERR(EINVAL), R3_WITH(R3_FD(FULL), R3_FD(FILE), 0, 100)},
};

/* Positions: with an offset, the file's own stays. */
static void moves_the_offset_alone(struct r3_task *t)
{
	int out = r3_fd(t, R3_FD_EMPTY), in = r3_fd(t, R3_FD_FILE);
	r3_ptr offset = r3_words(t, 1, (int64_t)5);

	assert_int_equal(r3_call(t, "sendfile", out, in, offset, 4), 4);
	assert_int_equal(r3_get_word(t, offset, 0), 9);
	r3_assert_result(t, 0, SYS_lseek, in, 0, 1);
	r3_assert_result(t, 4, SYS_lseek, out, 0, 1);
	r3_assert_file(t, "empty", "fghi", 4);
}

/* i386's offsets have 31 bits in sendfile. */
static void an_offset_of_31_bits(struct r3_task *t)
{
	int out = r3_fd(t, R3_FD_EMPTY), in = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_sendfile, out, in, r3_words(t, 1, (int64_t)0x7ffffffe), 4);
	r3_assert_errno(t, EOVERFLOW, SYS_sendfile, out, in, r3_words(t, 1, (int64_t)0x7fffffff), 4);
	r3_assert_errno(t, EINVAL, SYS_sendfile, out, in, r3_words(t, 1, (int64_t)-1), 4);
}

static void send_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int *fds = ctx;
	int64_t result = r3_syscall(t, SYS_sendfile, fds[0], fds[1], 0, 4);

	assert_true(n ? result == 4 || result == -ENOMEM : result == 4);
}

static void memory_runs_out(struct r3_task *t)
{
	int fds[2] = { r3_fd(t, R3_FD_PIPE_W), r3_fd(t, R3_FD_FILE) };

	r3_sweep_failing(t, R3_FAIL_ALLOC, send_or_nomem, fds);
}

R3_SUITE(sendfile, .calls = "sendfile sendfile64", .rows = R3_ROWS(sendfile_rows),
	 .cases = R3_CASES(R3_CASE(moves_the_offset_alone, .call = "sendfile"),
			   R3_CASE(an_offset_of_31_bits, .call = "sendfile", .abis = R3_ONLY_I386),
			   R3_CASE(memory_runs_out, .call = "sendfile",
				   .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EIO, "a disk that fails"),
		 R3_NEVER(ENOMEM, "the pipe between two files, which a task has from then on"),
		 R3_NEVER(EOVERFLOW, "sendfile64 on x86-64")));

/* --- splice: in, offset, out, offset, count, flags --- */

#define NONBLOCK 2
#define NO_FLAG 0x10

static const struct r3_row splice_rows[] = {
	{"nothing", 0, R3_WITH(R3_CLOSED, 0, R3_CLOSED, 0, 0, 0)},
	{"nothing, a flag that there is not", 0, R3_WITH(R3_CLOSED, 0, R3_CLOSED, 0, 0, NO_FLAG)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(EMPTY), 0, 10, NO_FLAG)},
	{"such a flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 0, R3_CLOSED, 0, 10, NO_FLAG)},
	{"from what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"to what is not open", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_DATA), 0, R3_CLOSED, 0, 10, 0)},
	{"from one for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"to one for reading", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(RDONLY), 0, 10, 0)},
	{"no pipe at all", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"a pipe at an offset", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_DATA), R3_U64S(0), R3_FD(EMPTY), 0, 10, 0)},
	{"to a pipe at an offset", R3_ERR(ESPIPE), R3_WITH(R3_FD(FILE), 0, R3_FD(PIPE_W), R3_U64S(0), 10, 0)},
	{"a pipe at an offset at nothing", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_DATA), R3_BAD, R3_FD(EMPTY), 0, 10, 0)},
	{"an offset at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, R3_FD(PIPE_W), 0, 10, 0)},
	{"an offset below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_U64S(-1), R3_FD(PIPE_W), 0, 10, 0)},
	{"a file to a pipe", 10, R3_WITH(R3_FD(FILE), 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"a file's end to a pipe", 0, R3_WITH(R3_FD(EMPTY), 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"a pipe to a file", 5, R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"a pipe to one that appends", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(APPEND), 0, 10, 0)},
	{"a pipe to a pipe", 5, R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"a pipe to a socket", 5, R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(SOCKET), 0, 10, 0)},
	{"an empty pipe", R3_BLOCKS, R3_WITH(R3_FD(PIPE_R), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"an empty pipe that is not waited for", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(PIPE_R), 0, R3_FD(EMPTY), 0, 10, NONBLOCK)},
	{"an empty pipe without writers", 0, R3_WITH(R3_FD(PIPE_EOF), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"to a pipe without readers", R3_ERR(EPIPE), R3_WITH(R3_FD(FILE), 0, R3_FD(PIPE_BROKEN), 0, 10, 0),
	 .signals = SIGPIPE},
	{"to a full pipe that is not waited for", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(FILE), 0, R3_FD(PIPE_FULL), 0, 10, NONBLOCK)},
	{"/dev/null to a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(NULL), 0, R3_FD(PIPE_W), 0, 10, 0), .since = 5},
	{"a pipe to /dev/null", 5, R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(NULL), 0, 10, 0)},
};

static void a_pipe_to_itself(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_pipe, ends);
	r3_assert_result(t, 3, SYS_write, r3_get_u32(t, ends + 4), r3_bytes(t, "abc", 3), 3);
	r3_assert_errno(t, EINVAL, SYS_splice, r3_get_u32(t, ends), 0, r3_get_u32(t, ends + 4), 0, 3, 0);
	r3_assert_errno(t, EINVAL, SYS_tee, r3_get_u32(t, ends), r3_get_u32(t, ends + 4), 3, 0);
}

R3_SUITE(splice, .rows = R3_ROWS(splice_rows), .cases = R3_CASES(R3_CASE(a_pipe_to_itself)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "pages of a file that is not in memory yet")));

/* --- tee: in, out, count, flags --- */

static const struct r3_row tee_rows[] = {
	{"nothing", 0, R3_WITH(R3_CLOSED, R3_CLOSED, 0, 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_W), 10, NO_FLAG)},
	{"from what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_FD(PIPE_W), 10, 0)},
	{"to what is not open", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_DATA), R3_CLOSED, 10, 0)},
	{"from an end for writing", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_W), R3_FD(PIPE_W), 10, 0)},
	{"to an end for reading", R3_ERR(EBADF), R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_R), 10, 0)},
	{"from a file", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_FD(PIPE_W), 10, 0)},
	{"to a file", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_DATA), R3_FD(FILE), 10, 0)},
	{"one pipe to another", 5, R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_W), 10, 0)},
	{"some of it", 2, R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_W), 2, 0)},
	{"an empty pipe", R3_BLOCKS, R3_WITH(R3_FD(PIPE_R), R3_FD(PIPE_W), 10, 0)},
	{"an empty pipe that is not waited for", R3_ERR(EAGAIN), R3_WITH(R3_FD(PIPE_R), R3_FD(PIPE_W), 10, NONBLOCK)},
	{"a pipe without writers", 0, R3_WITH(R3_FD(PIPE_EOF), R3_FD(PIPE_W), 10, 0)},
	{"to a full pipe that is not waited for", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_FULL), 10, NONBLOCK)},
	{"to a pipe without readers", R3_ERR(EPIPE), R3_WITH(R3_FD(PIPE_DATA), R3_FD(PIPE_BROKEN), 10, 0),
	 .signals = SIGPIPE},
};

static void takes_nothing_away(struct r3_task *t)
{
	int in = r3_fd(t, R3_FD_PIPE_DATA), out = r3_fd(t, R3_FD_PIPE_W);
	r3_ptr p = r3_alloc(t, 10);

	r3_assert_result(t, 5, SYS_tee, in, out, 10, 0);
	r3_assert_result(t, 5, SYS_read, in, p, 10);
	r3_assert_memory(t, p, "hello", 5);
}

R3_SUITE(tee, .rows = R3_ROWS(tee_rows), .cases = R3_CASES(R3_CASE(takes_nothing_away)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "nothing is allocated: pages are shared")));

/* --- vmsplice: pipe, parts, how many, flags --- */

static const struct r3_row vmsplice_rows[] = {
	{"what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(R3_IN("one"), 3), 1, 0)},
	{"a file", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), R3_IOV(R3_IN("one"), 3), 1, 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3), 1, NO_FLAG)},
	{"such a flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_IOV(R3_IN("one"), 3), 1, NO_FLAG)},
	{"too many parts", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), R3_BAD, 1025, 0)},
	{"parts at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PIPE_W), R3_BAD, 1, 0)},
	{"a part at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_BAD, 3), 1, 0)},
	{"no parts", 0, R3_WITH(R3_FD(PIPE_W), R3_BAD, 0, 0)},
	{"one part", 3, R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3), 1, 0)},
	{"two parts", 8, R3_WITH(R3_FD(PIPE_W), R3_IOV(R3_IN("one"), 3, R3_IN("three"), 5), 2, 0)},
	{"out of a pipe", 3, R3_WITH(R3_FD(PIPE_DATA), R3_IOV(R3_OUT(3), 3), 1, 0), .out = "hel"},
	{"out of an empty pipe", R3_BLOCKS, R3_WITH(R3_FD(PIPE_R), R3_IOV(R3_OUT(3), 3), 1, 0)},
	{"to a full pipe that is not waited for", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(PIPE_FULL), R3_IOV(R3_IN("one"), 3), 1, NONBLOCK)},
	{"to a pipe without readers", R3_ERR(EPIPE), R3_WITH(R3_FD(PIPE_BROKEN), R3_IOV(R3_IN("one"), 3), 1, 0),
	 .signals = SIGPIPE},
};

R3_SUITE(vmsplice, .rows = R3_ROWS(vmsplice_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "arrays of more parts than fit a page")));

/* --- copy_file_range: in, offset, out, offset, count, flags --- */

static void ten_bytes_at_most(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_FSIZE,
			 r3_bytes(t, (uint64_t[]){ 10, 10 }, 16), 0);
}

static const struct r3_row copy_rows[] = {
	{"from what is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, R3_FD(EMPTY), 0, 10, 0)},
	{"to what is not open", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), 0, R3_CLOSED, 0, 10, 0)},
	{"from one for writing", R3_ERR(EBADF), R3_WITH(R3_FD(WRONLY), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"to one for reading", R3_ERR(EBADF), R3_WITH(R3_FD(EMPTY), 0, R3_FD(RDONLY), 0, 10, 0)},
	{"to one that appends", R3_ERR(EBADF), R3_WITH(R3_FD(EMPTY), 0, R3_FD(APPEND), 0, 10, 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), 0, 10, NO_FLAG)},
	{"all of it", 26, R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), 0, 100, 0), .check = all_letters_in_empty},
	{"a part", 3, R3_WITH(R3_FD(FILE), R3_U64S(1), R3_FD(EMPTY), R3_U64S(0), 3, 0),
	 .check = three_letters_in_empty},
	{"nothing", 0, R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), 0, 0, 0)},
	{"an empty file", 0, R3_WITH(R3_FD(EMPTY), 0, R3_FD(FILE), 0, 10, 0)},
	{"an offset at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, R3_FD(EMPTY), 0, 10, 0)},
	{"the second offset at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), R3_BAD, 10, 0)},
	{"an offset below 0", R3_ERR(EOVERFLOW), R3_WITH(R3_FD(FILE), R3_U64S(-1), R3_FD(EMPTY), 0, 10, 0)},
	{"far behind the end", 0,
	 R3_WITH(R3_FD(FILE), R3_U64S(INT64_MAX), R3_FD(EMPTY), 0, 10, 0)},
	{"to the end of positions", R3_ERR(EFBIG),
	 R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), R3_U64S(INT64_MAX), 10, 0)},
	{"from a directory", R3_ERR(EISDIR), R3_WITH(R3_FD(DIR), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"from a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_DATA), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"to a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_FD(PIPE_W), 0, 10, 0)},
	{"from /dev/zero", R3_ERR(EINVAL), R3_WITH(R3_FD(ZERO), 0, R3_FD(EMPTY), 0, 10, 0)},
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_FD(FILE), 0, R3_FD(EMPTY), R3_U64S(10), 10, 0),
	 .setup = ten_bytes_at_most, .signals = SIGXFSZ},
	{"to other filesystems' files", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_FD(NULL), 0, 10, 0)},
};

static void onto_itself(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);
	r3_ptr from = r3_bytes(t, (uint64_t[]){ 0 }, 8), to = r3_bytes(t, (uint64_t[]){ 5 }, 8);

	r3_assert_errno(t, EINVAL, SYS_copy_file_range, a, from, b, to, 10, 0);
	r3_assert_result(t, 5, SYS_copy_file_range, a, from, b, to, 5, 0);
	r3_assert_file(t, "file", "abcdeabcdeklmnopqrstuvwxyz", 26);
	assert_true(r3_get_u64(t, from) == 5 && r3_get_u64(t, to) == 10);
}

static void sealed_memory(struct r3_task *t)
{
	int in = r3_fd(t, R3_FD_FILE), out = r3_fd(t, R3_FD_MEMFD);

	r3_assert_result(t, 0, SYS_fcntl, out, F_ADD_SEALS, F_SEAL_WRITE);
	r3_assert_errno(t, EXDEV, SYS_copy_file_range, in, 0, out, 0, 10, 0);
}

static void a_filesystem_that_is_full(struct r3_task *t)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");
	int in, out;

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, 0, r3_string(t, "size=8k"));
	in = r3_open(t, "dir/in", O_CREAT | O_RDWR);
	out = r3_open(t, "dir/out", O_CREAT | O_RDWR);
	r3_assert_result(t, 8192, SYS_write, in, r3_alloc(t, 8192), 8192);
	r3_assert_errno(t, ENOSPC, SYS_copy_file_range, in, r3_bytes(t, (uint64_t[]){ 0 }, 8), out, 0, 8192, 0);
}

R3_SUITE(copy_file_range, .rows = R3_ROWS(copy_rows),
	 .cases = R3_CASES(R3_CASE(onto_itself), R3_CASE(sealed_memory),
			   R3_CASE(a_filesystem_that_is_full, .as_root = 1)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EIO, "a disk that fails"), R3_NEVER(ENOMEM, "a pipe that a task has once"),
		 R3_NEVER(EOPNOTSUPP, "filesystems that refuse; Linux copies for them since 5.19"),
		 R3_NEVER(EPERM, "files that cannot be changed, which tmpfs has not"),
		 R3_NEVER(ETXTBSY, "swap files")));
