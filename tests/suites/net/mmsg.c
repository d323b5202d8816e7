/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendmmsg(2), recvmmsg(2) with either time: AF_UNIX. */
#include <limits.h>
#include <stdint.h>
#include <string.h>

#include "net.h"

#define COMPAT_FLAG 0x80000000 /* of the kernel's own */
#define HI R3_IOV(R3_IN("hi"), 2), 1
#define EIGHT R3_IOV(R3_OUT(8), 8), 1
#define MANY 1024
#define MS 1000000

/* Headers, each with a length behind it that is as wide as a long, or has as much room. */
#define ONE(...) R3_LONGS(0, 0, __VA_ARGS__, 0, 0, 0, 0)
#define TWO(parts, others) R3_LONGS(0, 0, parts, 0, 0, 0, 0, 0, 0, others, 0, 0, 0, 0)
/* Nothing but the first header: no room for its length. */
#define BARE(parts) R3_LONGS(0, 0, parts, 0, 0, 0)

static uint32_t length_of(struct r3_task *t, r3_ptr entries, unsigned i)
{
	return r3_get_u32(t, entries + (8 * i + 7) * r3_word(t));
}

static void one_was_sent(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(length_of(t, args[1], 0), 2);
}

static const struct r3_row send_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, ONE(HI), 1, 0)},
	{"not open, none", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, 0, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), ONE(HI), 1, 0)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), ONE(HI), 1, 0)},
	{"a file, none", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), R3_BAD, 0, 0)},
	{"none", 0, R3_WITH(R3_FD(SOCKET), R3_BAD, 0, 0)},
	{"at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, 1, 0)},
	{"at nothing, -1", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, -1, 0)},
	{"half of one", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_SHORT(20), 1, 0)},
	{"one", 1, R3_WITH(R3_FD(SOCKET), ONE(HI), 1, 0), .check = one_was_sent},
	{"two", 2, R3_WITH(R3_FD(SOCKET), TWO(HI, HI), 2, 0), .check = one_was_sent},
	{"more than there are", 1, R3_WITH(R3_FD(SOCKET), ONE(HI), 2, 0), .check = one_was_sent},
	{"no room for the length", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), BARE(HI), 1, 0)},
	{"the first part at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), ONE(R3_IOV(R3_BAD, 1), 1), 1, 0)},
	{"the second vector at nothing", 1,
	 R3_WITH(R3_FD(SOCKET), R3_LONGS(0, 0, HI, 0, 0, 0, 0, 0, 0, R3_BAD, 1, 0, 0, 0, 0), 2, 0),
	 .check = one_was_sent},
	{"a flag of the kernel's", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), ONE(HI), 1, COMPAT_FLAG),
	 .abis = R3_ONLY_X86_64},
	{"a flag of the kernel's", 1, R3_WITH(R3_FD(SOCKET), ONE(HI), 1, COMPAT_FLAG), .abis = R3_ONLY_I386},
	{"such a flag, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_BAD, 1, COMPAT_FLAG),
	 .abis = R3_ONLY_X86_64},
	{"not connected", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), ONE(HI), 1, 0)},
};

/* An array of n messages of size bytes each, all at p. */
static r3_ptr entries_at(struct r3_task *t, r3_ptr p, size_t size, unsigned n)
{
	r3_ptr iov = r3_words(t, 2, (int64_t)p, (int64_t)size), e = r3_alloc(t, 8 * n * r3_word(t));

	for (unsigned i = 0; i < n; i++) {
		r3_put_word(t, e, 8 * i + 2, iov);
		r3_put_word(t, e, 8 * i + 3, 1);
	}
	return e;
}

static void no_more_than_fit(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 40000), 40000, 20);
	int64_t n;
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	n = r3_assert_ok(t, SYS_sendmmsg, fd[0], e, 20, MSG_DONTWAIT);
	assert_true(n > 0 && n < 20);
	assert_int_equal(length_of(t, e, (unsigned)n - 1), 40000);
	assert_int_equal(length_of(t, e, (unsigned)n), 0);
	r3_assert_errno(t, EAGAIN, SYS_sendmmsg, fd[0], e, 20, MSG_DONTWAIT);
}

/* A stream that takes less than a message ends the list. */
static void a_part_of_one(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 200000), 200000, 3);
	int64_t n;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	n = r3_assert_ok(t, SYS_sendmmsg, fd[0], e, 3, MSG_DONTWAIT);
	assert_in_range(n, 1, 2);
	assert_in_range(length_of(t, e, (unsigned)n - 1), 1, 200000);
	assert_int_equal(length_of(t, e, 2), 0);
}

static void no_more_than_a_vector_may_have(struct r3_task *t)
{
	r3_ptr e = entries_at(t, R3_BAD_PTR, 0, MANY + 3);
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	r3_assert_result(t, MANY, SYS_sendmmsg, fd[0], e, MANY + 3, 0);
}

R3_SUITE(sendmmsg, .rows = R3_ROWS(send_rows),
	 .cases = R3_CASES(R3_CASE(no_more_than_fit), R3_CASE(a_part_of_one),
			   R3_CASE(no_more_than_a_vector_may_have)));

/* --- recvmmsg --- */

#define RECV_ROWS(time) \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, ONE(EIGHT), 1, 0, 0)}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), ONE(EIGHT), 1, 0, 0)}, \
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), ONE(EIGHT), 1, 0, 0)}, \
	{"none", 0, R3_WITH(R3_FD(SOCKET), R3_BAD, 0, 0, 0)}, \
	{"at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, 1, 0, 0)}, \
	{"nothing is there", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, 0, 0)}, \
	{"nothing is there, without waiting", R3_ERR(EAGAIN), \
	 R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, MSG_DONTWAIT, 0)}, \
	{"nothing is there, no time", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, 0, time(0, 0))}, \
	{"a time at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, MSG_DONTWAIT, R3_BAD)}, \
	{"a time at nothing, not open", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, ONE(EIGHT), 1, 0, R3_BAD)}, \
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, 0, time(-1, 0))}, \
	{"nanoseconds below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, 0, time(0, -1))}, \
	{"a second of nanoseconds", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, 0, time(0, 1000000000))}, \
	{"such a time, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, ONE(EIGHT), 1, 0, time(-1, 0))}, \
	{"not connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), ONE(EIGHT), 1, 0, 0)}

#define NATIVE(sec, nsec) R3_LONGS(sec, nsec)
#define TIME64(sec, nsec) R3_U64S(sec, nsec)

static const struct r3_row recv_rows[] = {
	RECV_ROWS(NATIVE),
	{"a flag of the kernel's", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_BAD, 1, COMPAT_FLAG, R3_BAD),
	 .abis = R3_ONLY_X86_64},
};

static const struct r3_row recv64_rows[] = {
	RECV_ROWS(TIME64),
	{"high bits of nanoseconds", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(SOCKET), ONE(EIGHT), 1, MSG_DONTWAIT, R3_U64S(1, 0x100000000))},
};

static int64_t receive(struct r3_task *t, int fd, r3_ptr e, unsigned n, int flags, r3_ptr time)
{
	return r3_call(t, r3_suite_call(t), fd, e, n, flags, time);
}

static r3_ptr a_time(struct r3_task *t, uint64_t sec)
{
	uint64_t wide[2] = { sec, 0 };

	if (strstr(r3_suite_call(t), "64"))
		return r3_bytes(t, wide, sizeof(wide));
	return r3_words(t, 2, (int64_t)sec, (int64_t)0);
}

static void all_that_there_are(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8), e = entries_at(t, p, 8, 4);
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "abc");
	send_text(t, fd[1], "");
	send_text(t, fd[1], "de");
	assert_int_equal(receive(t, fd[0], e, 4, MSG_DONTWAIT, 0), 3);
	assert_int_equal(length_of(t, e, 0), 3);
	assert_int_equal(length_of(t, e, 1), 0);
	assert_int_equal(length_of(t, e, 2), 2);
	assert_int_equal(receive(t, fd[0], e, 4, MSG_DONTWAIT, 0), -EAGAIN);
}

static void waits_for_the_first_only(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 8), 8, 2), time = a_time(t, 5);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	other = r3_thread(t);
	r3_begin_at(R3_HERE, t, r3_suite_call(t), fd[0], (int64_t)e, 2, MSG_WAITFORONE, (int64_t)time, 0);
	r3_assert_blocks(t);
	send_text(other, fd[1], "abc");
	r3_assert_finished(t, 1);
	assert_true(r3_get_u32(t, time) <= 5); /* what is left */
}

/* The time is looked at behind each message, not while it waits. */
static void in_no_time(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 8), 8, 2), time = a_time(t, 0);
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "abc");
	send_text(t, fd[1], "de");
	assert_int_equal(receive(t, fd[0], e, 2, 0, time), 1);
	assert_int_equal(r3_get_u32(t, time), 0);
	assert_int_equal(receive(t, fd[0], e, 2, 0, R3_BAD_PTR), -EFAULT);
}

/* What went wrong behind the first is told by the next call. */
static void an_error_is_told_later(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 8), 8, 2);
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "abc");
	send_text(t, fd[1], "de");
	r3_put_word(t, e, 8 + 2, R3_BAD_PTR);
	assert_int_equal(receive(t, fd[0], e, 2, MSG_DONTWAIT, 0), 1);
	assert_int_equal(receive(t, fd[0], e, 1, MSG_DONTWAIT, 0), -EFAULT);
	assert_int_equal(receive(t, fd[0], e, 1, MSG_DONTWAIT, 0), 1);
	assert_int_equal(length_of(t, e, 0), 2);
}

static void is_interrupted(struct r3_task *t)
{
	r3_ptr e = entries_at(t, r3_alloc(t, 8), 8, 2);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin_at(R3_HERE, t, r3_suite_call(t), fd[0], (int64_t)e, 2, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	r3_begin_at(R3_HERE, t, r3_suite_call(t), fd[0], (int64_t)e, 2, 0, 0, 0);
	r3_assert_blocks(t);
	send_text(other, fd[1], "abc");
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, 1);
}

#define RECV_CASES \
	R3_CASE(all_that_there_are), R3_CASE(waits_for_the_first_only), R3_CASE(in_no_time), \
	R3_CASE(an_error_is_told_later), R3_CASE(is_interrupted)

R3_SUITE(recvmmsg, .rows = R3_ROWS(recv_rows), .cases = R3_CASES(RECV_CASES));
R3_SUITE(recvmmsg_time64, .page = "recvmmsg", .rows = R3_ROWS(recv64_rows), .cases = R3_CASES(RECV_CASES));
