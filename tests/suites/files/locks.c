/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Records of fcntl(2) and fcntl64(2): a process's and an open file's. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "../shared.h"

#define GETLK64 12 /* of i386 alone */
#define SETLK64 13
#define SETLKW64 14

/* struct flock of either ABI: its two shorts are the low half of the first long. */
#define RECORD(type, whence, start, len) \
	R3_LONGS(((uint32_t)(uint16_t)(type) | (uint32_t)(whence) << 16), start, len, 0)
/* struct flock64, which is x86-64's struct flock. */
#define WIDE_OF(type, whence, start, len, pid) \
	R3_BY_ABI(R3_LONGS(((uint32_t)(type) | (uint32_t)(whence) << 16), start, len, pid), \
		  R3_U32S(((uint32_t)(type) | (uint32_t)(whence) << 16), (uint32_t)(start), \
			  (int64_t)(start) >> 32, (uint32_t)(len), (int64_t)(len) >> 32, pid))
#define WIDE(type, whence, start, len) WIDE_OF(type, whence, start, len, 0)
#define SIGN32 INT32_MIN
#define MAX64 INT64_MAX

/* Mistakes that all commands find. */
#define FAULT_ROWS(cmd) \
	{#cmd ", not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, cmd, R3_BAD)}, \
	{#cmd ", one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), cmd, R3_BAD)}, \
	{#cmd ", at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), cmd, R3_BAD)}, \
	{#cmd ", at NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), cmd, R3_NULL)}, \
	{#cmd ", the kernel's", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), cmd, R3_KERNEL)}, \
	{#cmd ", half of it", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), cmd, R3_SHORT(8))}

/* Ranges, likewise. `lock` makes the structure. */
#define RANGE_ROWS(cmd, lock) \
	{#cmd ", no such whence", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, 3, 0, 0))}, \
	{#cmd ", no such type", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), cmd, lock(3, SEEK_SET, 0, 0))}, \
	{#cmd ", before the start", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, -1, 10))}, \
	{#cmd ", before the start from here", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_CUR, -1, 10))}, \
	{#cmd ", before the start from the end", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_END, -27, 10))}, \
	{#cmd ", backwards beyond the start", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, 5, -6))}, \
	{#cmd ", backwards to the start", 0, R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, 5, -5))}, \
	{#cmd ", backwards from the end", 0, R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_END, 0, -26))}, \
	{#cmd ", backwards without end", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, 5, SIGN32))}, \
	{#cmd ", 31 bits from 1", 0, \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, 1, INT32_MAX))}, \
	{#cmd ", far behind the end", 0, \
	 R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_END, INT32_MAX, INT32_MAX))}, \
	{#cmd ", to the end", 0, R3_WITH(R3_FD(FILE), cmd, lock(F_RDLCK, SEEK_SET, INT32_MAX, 0))}, \
	{#cmd ", no such type and whence, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), cmd, R3_BAD)}

#define WIDE_RANGE_ROWS(cmd, abi) \
	{#cmd ", the last byte", 0, R3_WITH(R3_FD(FILE), cmd, WIDE(F_RDLCK, SEEK_SET, MAX64, 1)), \
	 .abis = abi}, \
	{#cmd ", beyond the last byte", R3_ERR(EOVERFLOW), \
	 R3_WITH(R3_FD(FILE), cmd, WIDE(F_RDLCK, SEEK_SET, MAX64, 2)), .abis = abi}, \
	{#cmd ", from beyond the last byte", R3_ERR(EOVERFLOW), \
	 R3_WITH(R3_FD(FILE), cmd, WIDE(F_RDLCK, SEEK_END, MAX64, 0)), .abis = abi}, \
	{#cmd ", the sign bit", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), cmd, WIDE(F_RDLCK, SEEK_SET, INT64_MIN, 0)), .abis = abi}

/* What all of the host has in common is locked for reading, which keeps nobody out. */
#define SET_ROWS(cmd, lock) \
	FAULT_ROWS(cmd), RANGE_ROWS(cmd, lock), \
	{#cmd ", to read, for writing", R3_ERR(EBADF), \
	 R3_WITH(R3_FD(WRONLY), cmd, lock(F_RDLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", to write, for reading", R3_ERR(EBADF), \
	 R3_WITH(R3_FD(RDONLY), cmd, lock(F_WRLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", to write, for reading, no such whence", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(RDONLY), cmd, lock(F_WRLCK, 3, 0, 0))}, \
	{#cmd ", to write", 0, R3_WITH(R3_FD(WRONLY), cmd, lock(F_WRLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", what is not locked, unlocked", 0, \
	 R3_WITH(R3_FD(RDONLY), cmd, lock(F_UNLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", a directory", 0, R3_WITH(R3_FD(DIR), cmd, lock(F_RDLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", a pipe", 0, R3_WITH(R3_FD(PIPE_R), cmd, lock(F_RDLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", a socket", 0, R3_WITH(R3_FD(SOCKET), cmd, lock(F_WRLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", an eventfd", 0, R3_WITH(R3_FD(EVENTFD), cmd, lock(F_RDLCK, SEEK_SET, 0, 0))}, \
	{#cmd ", a device", 0, R3_WITH(R3_FD(NULL), cmd, lock(F_RDLCK, SEEK_SET, 0, 0))}

#define GET_ROWS(cmd, lock) \
	FAULT_ROWS(cmd), RANGE_ROWS(cmd, lock), \
	{#cmd ", to write, for reading", 0, \
	 R3_WITH(R3_FD(RDONLY), cmd, lock(F_WRLCK, SEEK_SET, 0, 0))}

static const struct r3_row rows[] = {
	GET_ROWS(F_GETLK, RECORD),
	{"F_GETLK, unlocked", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), F_GETLK, RECORD(F_UNLCK, SEEK_SET, 0, 0))},
	SET_ROWS(F_SETLK, RECORD),
	SET_ROWS(F_SETLKW, RECORD),
	WIDE_RANGE_ROWS(F_SETLK, R3_ONLY_X86_64),
	WIDE_RANGE_ROWS(F_GETLK, R3_ONLY_X86_64),
	{"F_GETLK64 of 64-bit code", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), GETLK64, WIDE(F_RDLCK, SEEK_SET, 0, 0)),
	 .abis = R3_ONLY_X86_64},
	{"F_SETLK64 of 64-bit code", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), SETLK64, WIDE(F_RDLCK, SEEK_SET, 0, 0)),
	 .abis = R3_ONLY_X86_64},
};

static const struct r3_row wide_rows[] = {
	GET_ROWS(GETLK64, WIDE),
	SET_ROWS(SETLK64, WIDE),
	SET_ROWS(SETLKW64, WIDE),
	WIDE_RANGE_ROWS(GETLK64, 0),
	WIDE_RANGE_ROWS(SETLK64, 0),
};

static const struct r3_row ofd_rows[] = {
	GET_ROWS(F_OFD_GETLK, WIDE),
	SET_ROWS(F_OFD_SETLK, WIDE),
	SET_ROWS(F_OFD_SETLKW, WIDE),
	WIDE_RANGE_ROWS(F_OFD_GETLK, 0),
	WIDE_RANGE_ROWS(F_OFD_SETLK, 0),
	{"F_OFD_GETLK, unlocked", 0, R3_WITH(R3_FD(FILE), F_OFD_GETLK, WIDE(F_UNLCK, SEEK_SET, 0, 0)),
	 .since = 8},
	{"F_OFD_GETLK, a number of a process", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(FILE), F_OFD_GETLK, WIDE_OF(F_RDLCK, SEEK_SET, 0, 0, 1))},
	{"F_OFD_SETLK, a number of a process", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(FILE), F_OFD_SETLK, WIDE_OF(F_RDLCK, SEEK_SET, 0, 0, 1))},
	{"F_OFD_SETLKW, -1", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(FILE), F_OFD_SETLKW, WIDE_OF(F_RDLCK, SEEK_SET, 0, 0, -1))},
	{"F_OFD_SETLK, such a number, to write, for reading", R3_ERR(EBADF),
	 R3_WITH(R3_FD(RDONLY), F_OFD_SETLK, WIDE_OF(F_WRLCK, SEEK_SET, 0, 0, 1))},
};

/* --- several processes --- */

static int is_wide(struct r3_task *t, int cmd)
{
	return !r3_is_i386(t) || (cmd != F_GETLK && cmd != F_SETLK && cmd != F_SETLKW);
}

/* A structure of that command's layout. */
static r3_ptr record(struct r3_task *t, int cmd, int type, int64_t start, int64_t len)
{
	struct {
		int64_t type, start, len, pid;
	} x64 = { type, start, len, 0 };
	struct {
		int32_t type, start, len, pid;
	} narrow = { type, (int32_t)start, (int32_t)len, 0 };
	struct {
		int32_t type, start[2], len[2], pid;
	} wide = { type, { (int32_t)start, start >> 32 }, { (int32_t)len, len >> 32 }, 0 };

	if (!r3_is_i386(t))
		return r3_bytes(t, &x64, sizeof(x64));
	return is_wide(t, cmd) ? r3_bytes(t, &wide, sizeof(wide)) : r3_bytes(t, &narrow, sizeof(narrow));
}

static int64_t lock(struct r3_task *t, int fd, int cmd, int type, int64_t start, int64_t len)
{
	return r3_call(t, r3_suite_call(t), fd, cmd, record(t, cmd, type, start, len));
}

static void begin(struct r3_task *t, int fd, int cmd, r3_ptr p)
{
	r3_begin_at(R3_HERE, t, r3_suite_call(t), fd, cmd, (int64_t)p, 0, 0, 0);
}

/* What F_GETLK and its like tell about a wish to write there. */
static void assert_locked(struct r3_task *t, int fd, int cmd, int64_t at, int type, int64_t start,
			  int64_t len, int pid)
{
	unsigned word = is_wide(t, cmd) ? 8 : 4, i386 = r3_is_i386(t);
	r3_ptr p = record(t, cmd, F_WRLCK, at, 1), range = p + (i386 ? 4 : 8);

	assert_int_equal(r3_call(t, r3_suite_call(t), fd, cmd, p), 0);
	assert_int_equal(r3_get_u32(t, p), type);
	assert_true((word == 8 ? (int64_t)r3_get_u64(t, range) : (int32_t)r3_get_u32(t, range)) == start);
	range += word;
	assert_true((word == 8 ? (int64_t)r3_get_u64(t, range) : (int32_t)r3_get_u32(t, range)) == len);
	assert_int_equal((int32_t)r3_get_u32(t, range + word), pid);
}

static void assert_free(struct r3_task *t, int fd, int64_t at)
{
	assert_locked(t, fd, F_GETLK, at, F_UNLCK, at, 1, 0);
}

static void keep_each_other_out(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 5, 10), 0);
	assert_int_equal(lock(child, fd, F_SETLK, F_WRLCK, 14, 10), -EAGAIN);
	assert_int_equal(lock(child, fd, F_SETLK, F_RDLCK, 0, 6), -EAGAIN);
	assert_int_equal(lock(child, fd, F_SETLK, F_WRLCK, 15, 10), 0);
	assert_locked(child, fd, F_GETLK, 7, F_WRLCK, 5, 10, r3_tid(t));
	assert_locked(t, fd, F_GETLK, 20, F_WRLCK, 15, 10, r3_tid(child));
	assert_free(t, fd, 7);
	assert_int_equal(lock(t, fd, F_SETLK, F_UNLCK, 0, 10), 0);
	assert_free(child, fd, 9);
	assert_locked(child, fd, F_GETLK, 12, F_WRLCK, 10, 5, r3_tid(t));
}

static void readers_share(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(t, fd, F_SETLK, F_RDLCK, 0, 0), 0);
	assert_int_equal(lock(child, fd, F_SETLK, F_RDLCK, 3, 3), 0);
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 5, 1), -EAGAIN);
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 6, 1), 0);
	assert_locked(child, fd, F_GETLK, 0, F_RDLCK, 0, 6, r3_tid(t));
	assert_locked(child, fd, F_GETLK, 6, F_WRLCK, 6, 1, r3_tid(t));
	assert_locked(child, fd, F_GETLK, 7, F_RDLCK, 7, 0, r3_tid(t));
}

/* What touches and is of one kind becomes one. */
static void grow_together(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 10), 0);
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 20, 10), 0);
	assert_locked(child, fd, F_GETLK, 25, F_WRLCK, 20, 10, r3_tid(t));
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 20, -10), 0);
	assert_locked(child, fd, F_GETLK, 25, F_WRLCK, 0, 30, r3_tid(t));
	assert_int_equal(lock(t, fd, F_SETLK, F_RDLCK, 10, 10), 0);
	assert_locked(child, fd, F_GETLK, 0, F_WRLCK, 0, 10, r3_tid(t));
	assert_locked(child, fd, F_GETLK, 15, F_RDLCK, 10, 10, r3_tid(t));
	assert_locked(child, fd, F_GETLK, 20, F_WRLCK, 20, 10, r3_tid(t));
}

static void any_close_gives_them_up(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE), other = r3_fd(t, R3_FD_RDONLY);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 0), 0);
	r3_assert_result(child, 0, SYS_close, fd);
	assert_locked(child, other, F_GETLK, 1, F_WRLCK, 0, 0, r3_tid(t));
	r3_assert_result(t, 0, SYS_close, other);
	assert_free(child, other, 1);
}

static void an_end_gives_them_up(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(child, fd, F_SETLK, F_WRLCK, 0, 0), 0);
	assert_int_equal(lock(t, fd, F_SETLK, F_RDLCK, 0, 0), -EAGAIN);
	r3_end(child, 0);
	assert_free(t, fd, 1);
}

static void waiting_gets_it(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);
	r3_ptr p = record(child, F_SETLKW, F_WRLCK, 0, 0);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 3, 2), 0);
	begin(child, fd, F_SETLKW, p);
	r3_assert_blocks(child);
	assert_int_equal(lock(t, fd, F_SETLK, F_UNLCK, 3, 1), 0);
	r3_assert_blocks(child);
	assert_int_equal(lock(t, fd, F_SETLK, F_UNLCK, 4, 1), 0);
	r3_assert_finished(child, 0);
	assert_locked(t, fd, F_GETLK, 4, F_WRLCK, 0, 0, r3_tid(child));
}

static void waiting_is_interrupted(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);
	r3_ptr p = record(child, F_SETLKW, F_WRLCK, 0, 0);

	r3_handle(child, SIGUSR1, 0);
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 0), 0);
	begin(child, fd, F_SETLKW, p);
	r3_assert_blocks(child);
	r3_assert_result(t, 0, SYS_kill, r3_tid(child), SIGUSR1);
	r3_assert_finished(child, -EINTR);
	assert_int_equal(lock(t, fd, F_SETLK, F_UNLCK, 0, 0), 0);
	assert_free(t, fd, 0);
}

static void waiting_for_each_other(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);
	r3_ptr p = record(child, F_SETLKW, F_WRLCK, 0, 1);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 1), 0);
	assert_int_equal(lock(child, fd, F_SETLK, F_WRLCK, 1, 1), 0);
	begin(child, fd, F_SETLKW, p);
	r3_assert_blocks(child);
	assert_int_equal(lock(t, fd, F_SETLKW, F_RDLCK, 1, 1), -EDEADLK);
	assert_int_equal(lock(t, fd, F_SETLK, F_UNLCK, 0, 1), 0);
	r3_assert_finished(child, 0);
}

/* Only while it waits can a wish be in a circle. */
static void a_circle_of_three(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *b = r3_fork(t), *c = r3_fork(t);
	r3_ptr at_b = record(b, F_SETLKW, F_WRLCK, 2, 1), at_c = record(c, F_SETLKW, F_WRLCK, 0, 1);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 1), 0);
	assert_int_equal(lock(b, fd, F_SETLK, F_WRLCK, 1, 1), 0);
	assert_int_equal(lock(c, fd, F_SETLK, F_WRLCK, 2, 1), 0);
	begin(b, fd, F_SETLKW, at_b);
	r3_assert_blocks(b);
	begin(c, fd, F_SETLKW, at_c);
	r3_assert_blocks(c);
	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 1, 1), -EAGAIN);
	assert_int_equal(lock(t, fd, F_SETLKW, F_WRLCK, 1, 1), -EDEADLK);
	r3_assert_result(t, 0, SYS_close, fd);
	r3_assert_finished(c, 0);
	r3_assert_blocks(b);
}

static void threads_are_one_owner(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *other = r3_thread(t);

	assert_int_equal(lock(t, fd, F_SETLK, F_WRLCK, 0, 0), 0);
	assert_int_equal(lock(other, fd, F_SETLKW, F_WRLCK, 0, 5), 0);
	assert_free(other, fd, 7);
}

/* i386's first layout has no words for it. */
static void far_away_ones(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	struct r3_task *child = r3_fork(t);

	assert_int_equal(lock(t, fd, SETLK64, F_WRLCK, 0x100000000, 10), 0);
	assert_int_equal(lock(child, fd, F_GETLK, F_RDLCK, INT32_MAX, 0), -EOVERFLOW);
	assert_locked(child, fd, GETLK64, 0x100000005, F_WRLCK, 0x100000000, 10, r3_tid(t));
	assert_int_equal(lock(t, fd, SETLK64, F_WRLCK, 1, 0x100000000), 0);
	assert_locked(child, fd, F_GETLK, 5, F_WRLCK, 1, INT32_MAX, r3_tid(t));
}

static void lock_or_none(struct r3_task *t, unsigned n, void *ctx)
{
	r3_ptr *p = ctx;
	int64_t result = r3_call(t, r3_suite_call(t), p[0], F_SETLK, p[1]);

	assert_true(n ? !result || result == -ENOLCK : !result);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { (r3_ptr)r3_fd(t, R3_FD_FILE) };

	assert_int_equal(lock(t, (int)ctx[0], F_SETLK, F_WRLCK, 0, 0), 0);
	ctx[1] = record(t, F_SETLK, F_UNLCK, 3, 3);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, lock_or_none, ctx) > 0);
}

R3_SUITE(fcntl_locks, .calls = "fcntl fcntl64", .page = "fcntl", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(keep_each_other_out), R3_CASE(readers_share), R3_CASE(grow_together),
			   R3_CASE(any_close_gives_them_up), R3_CASE(an_end_gives_them_up),
			   R3_CASE(waiting_gets_it), R3_CASE(waiting_is_interrupted),
			   R3_CASE(waiting_for_each_other), R3_CASE(a_circle_of_three),
			   R3_CASE(threads_are_one_owner),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")));

R3_SUITE(fcntl_locks64, .calls = "fcntl fcntl64", .abis = R3_ONLY_I386, .page = "fcntl",
	 .rows = R3_ROWS(wide_rows), .cases = R3_CASES(R3_CASE(far_away_ones)));

/* --- of open files --- */

static void two_open_files(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, a);

	assert_int_equal(lock(t, a, F_OFD_SETLK, F_WRLCK, 0, 10), 0);
	assert_int_equal(lock(t, b, F_OFD_SETLK, F_RDLCK, 9, 1), -EAGAIN);
	assert_int_equal(lock(t, (int)copy, F_OFD_SETLK, F_WRLCK, 5, 15), 0);
	assert_locked(t, b, F_OFD_GETLK, 0, F_WRLCK, 0, 20, -1);
	assert_locked(t, a, F_OFD_GETLK, 0, F_UNLCK, 0, 1, 0);
	r3_assert_result(t, 0, SYS_close, copy);
	assert_int_equal(lock(t, b, F_OFD_SETLK, F_RDLCK, 9, 1), -EAGAIN);
	r3_assert_result(t, 0, SYS_close, a);
	assert_int_equal(lock(t, b, F_OFD_SETLK, F_RDLCK, 9, 1), 0);
}

static void against_a_process(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);

	assert_int_equal(lock(t, a, F_SETLK, F_WRLCK, 0, 10), 0);
	assert_int_equal(lock(t, a, F_OFD_SETLK, F_RDLCK, 0, 1), -EAGAIN);
	assert_locked(t, a, F_OFD_GETLK, 0, F_WRLCK, 0, 10, r3_tid(t));
	assert_int_equal(lock(t, b, F_OFD_SETLK, F_WRLCK, 20, 10), 0);
	assert_locked(t, a, F_GETLK, 25, F_WRLCK, 20, 10, -1);
	assert_int_equal(lock(t, b, F_SETLK, F_WRLCK, 20, 1), -EAGAIN);
}

static void a_child_has_it_too(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE), other = r3_fd(t, R3_FD_FILE);
	struct r3_task *child;

	assert_int_equal(lock(t, fd, F_OFD_SETLK, F_WRLCK, 0, 0), 0);
	child = r3_fork(t);
	r3_assert_result(t, 0, SYS_close, fd);
	assert_int_equal(lock(t, other, F_OFD_SETLK, F_WRLCK, 0, 0), -EAGAIN);
	assert_int_equal(lock(child, fd, F_OFD_SETLK, F_UNLCK, 0, 0), 0);
	assert_int_equal(lock(t, other, F_OFD_SETLK, F_WRLCK, 0, 0), 0);
}

static void waits_for_an_open_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE), other = r3_fd(t, R3_FD_FILE);
	struct r3_task *thread = r3_thread(t);
	r3_ptr p = record(t, F_OFD_SETLKW, F_WRLCK, 0, 0);

	assert_int_equal(lock(t, fd, F_OFD_SETLK, F_RDLCK, 0, 1), 0);
	begin(thread, other, F_OFD_SETLKW, p);
	r3_assert_blocks(thread);
	r3_assert_result(t, 0, SYS_close, fd);
	r3_assert_finished(thread, 0);
}

R3_SUITE(fcntl_ofd, .calls = "fcntl fcntl64", .page = "fcntl", .rows = R3_ROWS(ofd_rows),
	 .cases = R3_CASES(R3_CASE(two_open_files), R3_CASE(against_a_process),
			   R3_CASE(a_child_has_it_too), R3_CASE(waits_for_an_open_file)));
