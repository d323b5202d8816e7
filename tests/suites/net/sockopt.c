/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getsockopt(2), setsockopt(2): AF_UNIX. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include "../shared.h"

#define NO_OPTION 1000
#define NO_LEVEL 77
#define TCP 6
#define SINCE_COOKIE 57
#define TIMEO_NEW 66 /* of receiving; 67: of sending */
#define BUF_LOCK 72
#define PASSPIDFD 76
#define PEERPIDFD 77
#define MEMINFO 55
#define MEM_MIN_SEND 4608
#define MEM_MIN_RECEIVE 2304

/* An int for an option of a fresh socket. */
#define SET(opt, ...) R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, opt, R3_U32S(__VA_ARGS__), 4)
#define SET_LONGS(opt, ...) \
	R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, opt, R3_LONGS(__VA_ARGS__), R3_BY_ABI(16, 8))
#define SET_U64S(opt, ...) R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, opt, R3_U64S(__VA_ARGS__), 16)

static const struct r3_row set_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, SOL_SOCKET, SO_DEBUG, R3_U32S(0), 4)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), SOL_SOCKET, SO_DEBUG, R3_U32S(0), 4)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), SOL_SOCKET, SO_DEBUG, R3_U32S(0), 4)},
	{"a pipe, a length below 0", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(PIPE_R), SOL_SOCKET, SO_DEBUG, R3_BAD, -1),
	 .since = 8},
	{"not open, a length below 0", R3_ERR(EBADF), R3_WITH(R3_CLOSED, SOL_SOCKET, SO_DEBUG, R3_BAD, -1),
	 .since = 8},
	{"a length below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_DEBUG, R3_U32S(0), -1)},
	{"no length", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_DEBUG, R3_U32S(0), 0)},
	{"too little", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_DEBUG, R3_U32S(0), 3)},
	{"too little, at nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_DEBUG, R3_BAD, 3)},
	{"too little, no such option", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, NO_OPTION, R3_U32S(0), 3)},
	{"more than it needs", 0, R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_U32S(1), 4000)},
	{"at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_BAD, 4)},
	{"at NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_NULL, 4)},
	{"the kernel's", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_KERNEL, 4)},
	{"half of it", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_SHORT(2), 4)},
	{"an odd address", 0, R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_KEEPALIVE, R3_ODD(4), 4)},
	{"no such option", R3_ERR(ENOPROTOOPT), SET(NO_OPTION, 0)},
	{"option -1", R3_ERR(ENOPROTOOPT), SET(-1, 0)},
	{"option 0", R3_ERR(ENOPROTOOPT), SET(0, 0)},
	{"no such option, at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, NO_OPTION, R3_BAD, 4)},
	{"no such level", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(SOCKET_NEW), NO_LEVEL, SO_DEBUG, R3_U32S(0), 4)},
	{"TCP's level", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(SOCKET_NEW), TCP, 1, R3_U32S(0), 4)},
	{"level 0", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(SOCKET_NEW), 0, 1, R3_BAD, 4)},
	{"no such level, a length below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), NO_LEVEL, 1, R3_BAD, -1)},

	{"what can only be read: SO_TYPE", R3_ERR(ENOPROTOOPT), SET(SO_TYPE, SOCK_STREAM)},
	{"what can only be read: SO_ERROR", R3_ERR(ENOPROTOOPT), SET(SO_ERROR, 0)},
	{"what can only be read: SO_ACCEPTCONN", R3_ERR(ENOPROTOOPT), SET(SO_ACCEPTCONN, 0)},
	{"what can only be read: SO_DOMAIN", R3_ERR(ENOPROTOOPT), SET(SO_DOMAIN, AF_UNIX)},
	{"what can only be read: SO_PROTOCOL", R3_ERR(ENOPROTOOPT), SET(SO_PROTOCOL, 0)},
	{"what can only be read: SO_PEERCRED", R3_ERR(ENOPROTOOPT), SET(SO_PEERCRED, 0)},
	{"what can only be read: SO_SNDLOWAT", R3_ERR(ENOPROTOOPT), SET(SO_SNDLOWAT, 1)},

	{"SO_DEBUG, on", R3_ERR(EACCES), SET(SO_DEBUG, 1)},
	{"SO_DEBUG, off", 0, SET(SO_DEBUG, 0)},
	{"SO_PRIORITY", 0, SET(SO_PRIORITY, 6)},
	{"SO_PRIORITY, beyond", R3_ERR(EPERM), SET(SO_PRIORITY, 7)},
	{"SO_PRIORITY, below 0", R3_ERR(EPERM), SET(SO_PRIORITY, -1)},
	{"SO_MARK", R3_ERR(EPERM), SET(SO_MARK, 0)},
	{"SO_SNDBUFFORCE", R3_ERR(EPERM), SET(SO_SNDBUFFORCE, 10000)},
	{"SO_RCVBUFFORCE", R3_ERR(EPERM), SET(SO_RCVBUFFORCE, 10000)},
	{"SO_BUSY_POLL, below 0", R3_ERR(EINVAL), SET(SO_BUSY_POLL, -1)},
	{"SO_REUSEPORT, on", R3_ERR(EOPNOTSUPP), SET(SO_REUSEPORT, 1), .since = 13},
	{"SO_ZEROCOPY", R3_ERR(EOPNOTSUPP), SET(SO_ZEROCOPY, 1)},
	{"SO_TIMESTAMPING, no such flag", R3_ERR(EINVAL), SET(SO_TIMESTAMPING, 1 << 30)},
	{"SO_BUF_LOCK", 0, SET(BUF_LOCK, 3)},
	{"SO_BUF_LOCK, no such lock", R3_ERR(EINVAL), SET(BUF_LOCK, 4)},
	{"SO_PEEK_OFF", 0, SET(SO_PEEK_OFF, 5)},
	{"SO_PEEK_OFF, off", 0, SET(SO_PEEK_OFF, -1)},
	{"SO_BINDTODEVICE, no name", 0, R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_BINDTODEVICE, R3_BAD, 0)},
	{"SO_BINDTODEVICE, an empty name", 0,
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_BINDTODEVICE, R3_STR(""), 1)},
	{"SO_BINDTODEVICE, none", R3_ERR(ENODEV),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_BINDTODEVICE, R3_STR("ring3none"), 10)},
	{"SO_BINDTODEVICE, at nothing", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_BINDTODEVICE, R3_BAD, 4)},
	{"SO_BINDTODEVICE, a length below 0", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_BINDTODEVICE, R3_BAD, -1)},
	{"SO_DETACH_FILTER, none", R3_ERR(ENOENT), SET(SO_DETACH_FILTER, 0)},

	{"SO_LINGER", 0, R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_LINGER, R3_U32S(1, 5), 8)},
	{"SO_LINGER, half", R3_ERR(EINVAL), SET(SO_LINGER, 1)},
	{"SO_LINGER, half of it there", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, SO_LINGER, R3_SHORT(4), 8)},
	{"SO_RCVTIMEO", 0, SET_LONGS(SO_RCVTIMEO, 1, 999999)},
	{"SO_RCVTIMEO, too many microseconds", R3_ERR(EDOM), SET_LONGS(SO_RCVTIMEO, 1, 1000000)},
	{"SO_RCVTIMEO, microseconds below 0", R3_ERR(EDOM), SET_LONGS(SO_RCVTIMEO, 1, -1)},
	{"SO_RCVTIMEO, below 0", 0, SET_LONGS(SO_RCVTIMEO, -1, 0)},
	{"SO_RCVTIMEO, half", R3_ERR(EINVAL), SET(SO_RCVTIMEO, 1)},
	{"SO_SNDTIMEO", 0, SET_LONGS(SO_SNDTIMEO, 1, 1)},
	{"SO_SNDTIMEO, too many microseconds, half", R3_ERR(EINVAL), SET(SO_SNDTIMEO, 1)},
	{"SO_RCVTIMEO_NEW", 0, SET_U64S(TIMEO_NEW, 1, 999999)},
	{"SO_RCVTIMEO_NEW, too many microseconds", R3_ERR(EDOM), SET_U64S(TIMEO_NEW, 1, 1000000)},
	{"SO_RCVTIMEO_NEW, half", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, TIMEO_NEW, R3_U32S(1, 0), 8)},
	{"SO_RCVTIMEO_NEW, nothing behind the number", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET_NEW), SOL_SOCKET, TIMEO_NEW, R3_SHORT(8), 16)},
};

static int64_t set(struct r3_task *t, int fd, int opt, int value)
{
	return r3_syscall(t, SYS_setsockopt, fd, SOL_SOCKET, opt, r3_bytes(t, &value, 4), 4);
}

static void assert_option(struct r3_task *t, int fd, int opt, int value)
{
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 0, SYS_getsockopt, fd, SOL_SOCKET, opt, p, r3_bytes(t, &(int){ 4 }, 4));
	assert_int_equal((int32_t)r3_get_u32(t, p), value);
}

static void switches(struct r3_task *t)
{
	static const int options[] = {
		SO_REUSEADDR, SO_DONTROUTE, SO_BROADCAST, SO_KEEPALIVE, SO_OOBINLINE, SO_NO_CHECK,
		SO_PASSCRED, SO_TIMESTAMP, SO_TIMESTAMPNS, SO_RXQ_OVFL, SO_SELECT_ERR_QUEUE, SO_NOFCS,
	};
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		assert_option(t, fd, options[i], 0);
		assert_int_equal(set(t, fd, options[i], -1), 0);
		assert_option(t, fd, options[i], 1);
		assert_int_equal(set(t, fd, options[i], 0), 0);
		assert_option(t, fd, options[i], 0);
	}
}

static void one_time_of_two(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);

	assert_int_equal(set(t, fd, SO_TIMESTAMP, 1), 0);
	assert_int_equal(set(t, fd, SO_TIMESTAMPNS, 1), 0);
	assert_option(t, fd, SO_TIMESTAMP, 0);
	assert_option(t, fd, SO_TIMESTAMPNS, 1);
}

static void numbers(struct r3_task *t)
{
	static const struct {
		int opt, before, set, after;
	} options[] = {
		{ SO_PRIORITY, 0, 3, 3 }, { SO_RCVLOWAT, 1, 100, 100 }, { SO_RCVLOWAT, 100, 0, 1 },
		{ SO_RCVLOWAT, 1, -5, INT32_MAX }, { SO_PEEK_OFF, -1, 7, 7 }, { SO_PEEK_OFF, 7, -9, -9 },
		{ SO_SNDBUF, -1, 10000, 20000 }, { SO_SNDBUF, -1, 0, MEM_MIN_SEND },
		{ SO_RCVBUF, -1, 10000, 20000 }, { SO_RCVBUF, -1, 0, MEM_MIN_RECEIVE },
		{ SO_RCVBUF, -1, 1, MEM_MIN_RECEIVE }, { BUF_LOCK, 3, 0, 0 },
	};
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);

	for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
		if (options[i].before >= 0 || options[i].opt == SO_PEEK_OFF)
			assert_option(t, fd, options[i].opt, options[i].before);
		assert_int_equal(set(t, fd, options[i].opt, options[i].set), 0);
		assert_option(t, fd, options[i].opt, options[i].after);
	}
}

static void as_root_without_limits(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);

	assert_int_equal(set(t, fd, SO_SNDBUFFORCE, 1000000), 0);
	assert_option(t, fd, SO_SNDBUF, 2000000);
	assert_int_equal(set(t, fd, SO_RCVBUFFORCE, -1), 0);
	assert_option(t, fd, SO_RCVBUF, MEM_MIN_RECEIVE);
	assert_int_equal(set(t, fd, SO_PRIORITY, 1000), 0);
	assert_option(t, fd, SO_PRIORITY, 1000);
	assert_int_equal(set(t, fd, SO_MARK, 77), 0);
	assert_option(t, fd, SO_MARK, 77);
	assert_int_equal(set(t, fd, SO_DEBUG, 1), 0);
	assert_option(t, fd, SO_DEBUG, 1);
}

static void assert_time(struct r3_task *t, int fd, int opt, uint64_t sec, uint64_t usec)
{
	r3_ptr p = r3_alloc(t, 16), len = r3_bytes(t, &(int){ 16 }, 4);

	r3_assert_result(t, 0, SYS_getsockopt, fd, SOL_SOCKET, opt, p, len);
	if (opt >= TIMEO_NEW) {
		assert_int_equal(r3_get_u32(t, len), 16);
		assert_true(r3_get_u64(t, p) == sec && r3_get_u64(t, p + 8) == usec);
		return;
	}
	assert_int_equal(r3_get_u32(t, len), 2 * r3_word(t));
	assert_true(r3_get_word(t, p, 0) == sec && r3_get_word(t, p, 1) == usec);
}

static int64_t set_time(struct r3_task *t, int fd, int opt, int64_t sec, int64_t usec)
{
	return r3_syscall(t, SYS_setsockopt, fd, SOL_SOCKET, opt, r3_words(t, 2, sec, usec), 2 * r3_word(t));
}

static void times(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);

	assert_time(t, fd, SO_RCVTIMEO, 0, 0);
	assert_int_equal(set_time(t, fd, SO_RCVTIMEO, 2, 500000), 0);
	assert_time(t, fd, SO_RCVTIMEO, 2, 500000);
	assert_time(t, fd, TIMEO_NEW, 2, 500000);
	assert_time(t, fd, SO_SNDTIMEO, 0, 0);
	assert_int_equal(set_time(t, fd, SO_RCVTIMEO, -1, 5), 0);
	assert_time(t, fd, SO_RCVTIMEO, 0, 0);
	assert_int_equal(set_time(t, fd, SO_SNDTIMEO, 7, 0), 0);
	assert_time(t, fd, SO_SNDTIMEO, 7, 0);
	assert_time(t, fd, TIMEO_NEW + 1, 7, 0);
}

static void linger_is_kept(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr p = r3_bytes(t, ((int[]){ 1, 30 }), 8), len = r3_bytes(t, &(int){ 8 }, 4);

	r3_assert_result(t, 0, SYS_setsockopt, fd, SOL_SOCKET, SO_LINGER, p, 8);
	r3_put(t, p, (int[]){ 0, 9 }, 8);
	r3_assert_result(t, 0, SYS_setsockopt, fd, SOL_SOCKET, SO_LINGER, p, 8);
	r3_assert_result(t, 0, SYS_getsockopt, fd, SOL_SOCKET, SO_LINGER, p, len);
	r3_assert_memory(t, p, ((int[]){ 0, 30 }), 8);
}

static void receiving_ends_in_time(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_SOCKET);
	r3_ptr p = r3_alloc(t, 8);

	assert_int_equal(set_time(t, fd, SO_RCVTIMEO, 0, 3000), 0);
	r3_begin(t, SYS_read, fd, p, 8);
	r3_advance(t, 20000000);
	let_it_come(t);
	r3_assert_finished(t, -EAGAIN);
	assert_int_equal(set_time(t, fd, SO_RCVTIMEO, -1, 0), 0);
	r3_assert_errno(t, EAGAIN, SYS_read, fd, p, 8);
	assert_int_equal(set_time(t, fd, SO_RCVTIMEO, 0, 0), 0);
	r3_begin(t, SYS_read, fd, p, 8);
	r3_assert_blocks(t);
}

static void looks_behind_an_offset(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 16);
	int fd;

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	fd = (int)r3_get_u32(t, ends);
	r3_assert_result(t, 8, SYS_write, r3_get_u32(t, ends + 4), r3_bytes(t, "abcdefgh", 8), 8);
	assert_int_equal(set(t, fd, SO_PEEK_OFF, 2), 0);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 3, MSG_PEEK, 0, 0);
	r3_assert_memory(t, p, "cde", 3);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 16, MSG_PEEK, 0, 0);
	r3_assert_memory(t, p, "fgh", 3);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 3, 0, 0, 0);
	r3_assert_memory(t, p, "abc", 3);
	assert_option(t, fd, SO_PEEK_OFF, 5);
	r3_assert_errno(t, EAGAIN, SYS_recvfrom, fd, p, 3, MSG_PEEK | MSG_DONTWAIT, 0, 0);
}

R3_SUITE(setsockopt, .page = "setsockopt", .rows = R3_ROWS(set_rows),
	 .cases = R3_CASES(R3_CASE(switches), R3_CASE(one_time_of_two), R3_CASE(numbers),
			   R3_CASE(as_root_without_limits,
				   .as_root = 1, .ring3_only = "root of a namespace has no rights to networks"),
			   R3_CASE(times), R3_CASE(linger_is_kept), R3_CASE(receiving_ends_in_time),
			   R3_CASE(looks_behind_an_offset, .since = 8)));

/* --- getsockopt --- */

static void told(struct r3_task *t, const uint64_t args[6], uint32_t value, uint32_t size)
{
	assert_int_equal(r3_get_u32(t, args[4]), size);
	assert_int_equal(r3_get_u32(t, args[3]), value);
}

#define TELLS(name, value, size) \
	static void name(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result; \
		told(t, args, value, size); \
	}

TELLS(is_0, 0, 4)
TELLS(is_1, 1, 4)
TELLS(is_a_stream, SOCK_STREAM, 4)
TELLS(is_of_datagrams, SOCK_DGRAM, 4)
TELLS(is_of_unix, AF_UNIX, 4)
TELLS(is_none, UINT32_MAX, 4)
TELLS(is_two_zeros, 0, 8)

static void has_no_length(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[4]), 0);
}

static void is_two_bytes(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[4]), 2);
	r3_assert_memory(t, args[3], "\1\0", 2);
}

static void is_nobody(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[4]), 12);
	r3_assert_memory(t, args[3], ((uint32_t[]){ 0, UINT32_MAX, UINT32_MAX }), 12);
}

static void is_oneself(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	uint32_t uid = (uint32_t)r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid");
	uint32_t gid = (uint32_t)r3_call(t, r3_is_i386(t) ? "getgid32" : "getgid");
	uint32_t pid = (uint32_t)r3_assert_ok(t, SYS_getpid);

	(void)result;
	assert_int_equal(r3_get_u32(t, args[4]), 12);
	r3_assert_memory(t, args[3], ((uint32_t[]){ pid, uid, gid }), 12);
}

#define GET(kind, opt, room) R3_WITH(R3_FD(kind), SOL_SOCKET, opt, R3_OUT(room), R3_U32S(room))

static const struct r3_row get_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_U32S(4))},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_U32S(4))},
	{"a file", R3_ERR(ENOTSOCK), GET(FILE, SO_TYPE, 4)},
	{"a file, all at nothing", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), SOL_SOCKET, SO_TYPE, R3_BAD, R3_BAD)},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_BAD, R3_U32S(4))},
	{"to nothing, of no length", 0, R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_BAD, R3_U32S(0)),
	 .check = has_no_length},
	{"to what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_RO(4), R3_U32S(4))},
	{"a length at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_BAD)},
	{"a length at NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_NULL)},
	{"a length that cannot be written", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_RO(4))},
	{"a length below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_U32S(-1))},
	{"a length below 0, no such option", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(SOCKET), SOL_SOCKET, NO_OPTION, R3_OUT(4), R3_U32S(-1))},
	{"no such option", R3_ERR(ENOPROTOOPT), GET(SOCKET, NO_OPTION, 4)},
	{"option -1", R3_ERR(ENOPROTOOPT), GET(SOCKET, -1, 4)},
	{"no such option, to nothing", R3_ERR(ENOPROTOOPT),
	 R3_WITH(R3_FD(SOCKET), SOL_SOCKET, NO_OPTION, R3_BAD, R3_U32S(4))},
	{"no such option, a length at nothing", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET), SOL_SOCKET, NO_OPTION, R3_OUT(4), R3_BAD)},
	{"no such level", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(SOCKET), NO_LEVEL, 1, R3_OUT(4), R3_U32S(4))},
	{"TCP's level, at nothing", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(SOCKET), TCP, 1, R3_BAD, R3_BAD)},
	{"two bytes of it", 0, GET(SOCKET, SO_TYPE, 2), .check = is_two_bytes},
	{"SO_TYPE", 0, R3_WITH(R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_U32S(400)), .check = is_a_stream},
	{"SO_TYPE, datagrams", 0, GET(DGRAM, SO_TYPE, 4), .check = is_of_datagrams},
	{"SO_DOMAIN", 0, GET(SOCKET, SO_DOMAIN, 4), .check = is_of_unix},
	{"SO_PROTOCOL", 0, GET(SOCKET, SO_PROTOCOL, 4), .check = is_0},
	{"SO_ERROR, none", 0, GET(SOCKET, SO_ERROR, 4), .check = is_0},
	{"SO_ACCEPTCONN, it listens", 0, GET(LISTENER, SO_ACCEPTCONN, 4), .check = is_1},
	{"SO_ACCEPTCONN, it does not", 0, GET(SOCKET, SO_ACCEPTCONN, 4), .check = is_0},
	{"SO_SNDLOWAT", 0, GET(SOCKET, SO_SNDLOWAT, 4), .check = is_1},
	{"SO_RCVLOWAT", 0, GET(SOCKET, SO_RCVLOWAT, 4), .check = is_1},
	{"SO_PEEK_OFF", 0, GET(SOCKET, SO_PEEK_OFF, 4), .check = is_none},
	{"SO_LINGER", 0, GET(SOCKET, SO_LINGER, 8), .check = is_two_zeros},
	{"SO_LINGER, half", 0, GET(SOCKET, SO_LINGER, 4), .check = is_0},
	{"SO_PEERCRED", 0, GET(SOCKET, SO_PEERCRED, 12), .check = is_oneself},
	{"SO_PEERCRED, it listens", 0, GET(LISTENER, SO_PEERCRED, 12), .check = is_oneself},
	{"SO_PEERCRED, nobody", 0, GET(SOCKET_NEW, SO_PEERCRED, 12), .check = is_nobody},
	{"SO_PEERGROUPS, nobody", R3_ERR(ENODATA), GET(SOCKET_NEW, SO_PEERGROUPS, 12)},
	{"SO_PEERPIDFD", 0, GET(SOCKET, PEERPIDFD, 4), .since = 5},
	{"SO_PEERPIDFD, nobody", R3_ERR(ENODATA), GET(SOCKET_NEW, PEERPIDFD, 4), .since = 7},
	{"SO_PEERPIDFD, to nothing", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(SOCKET), SOL_SOCKET, PEERPIDFD, R3_BAD, R3_U32S(4)), .since = 5},
	{"SO_PEERNAME, nobody", R3_ERR(ENOTCONN), GET(SOCKET_NEW, SO_PEERNAME, 110)},
	{"SO_PEERNAME, more than there is", R3_ERR(EINVAL), GET(SOCKET, SO_PEERNAME, 110)},
	{"SO_PEERNAME", 0, GET(SOCKET, SO_PEERNAME, 2)},
	{"SO_COOKIE", 0, GET(SOCKET, SINCE_COOKIE, 8)},
	{"SO_COOKIE, half", R3_ERR(EINVAL), GET(SOCKET, SINCE_COOKIE, 4)},
	{"SO_BINDTODEVICE, none", 0, GET(SOCKET, SO_BINDTODEVICE, 16), .check = has_no_length},
	{"SO_MEMINFO", 0, GET(SOCKET, MEMINFO, 36)},
	{"what can only be set: SO_SNDBUFFORCE", R3_ERR(ENOPROTOOPT), GET(SOCKET, SO_SNDBUFFORCE, 4)},
	{"what can only be set: SO_RCVBUFFORCE", R3_ERR(ENOPROTOOPT), GET(SOCKET, SO_RCVBUFFORCE, 4)},
};

/* What went wrong with nobody there to be told is told once. */
static void an_error_is_told_once(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_bytes(t, "x", 1);
	int fd;

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	fd = (int)r3_get_u32(t, ends);
	r3_assert_result(t, 1, SYS_write, fd, p, 1);
	r3_assert_result(t, 0, SYS_close, r3_get_u32(t, ends + 4));
	assert_option(t, fd, SO_ERROR, ECONNRESET);
	assert_option(t, fd, SO_ERROR, 0);
	r3_assert_result(t, 0, SYS_read, fd, p, 1);
}

static void a_childs_socket_is_the_parents(struct r3_task *t)
{
	r3_ptr ends = r3_alloc(t, 8), p = r3_alloc(t, 12), len = r3_bytes(t, &(int){ 12 }, 4);
	struct r3_task *child;

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, ends);
	child = r3_fork(t);
	r3_assert_result(child, 0, SYS_getsockopt, r3_get_u32(t, ends), SOL_SOCKET, SO_PEERCRED, p, len);
	assert_int_equal(r3_get_u32(child, p), r3_tid(t));
}

static void a_pidfd_is_closed_at_exec(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 4);

	r3_assert_result(t, 0, SYS_getsockopt, r3_fd(t, R3_FD_SOCKET), SOL_SOCKET, PEERPIDFD, p,
			 r3_bytes(t, &(int){ 4 }, 4));
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, r3_get_u32(t, p), F_GETFD);
	r3_assert_result(t, 0, SYS_pidfd_send_signal, r3_get_u32(t, p), 0, 0, 0);
}

R3_SUITE(getsockopt, .rows = R3_ROWS(get_rows),
	 .cases = R3_CASES(R3_CASE(an_error_is_told_once), R3_CASE(a_childs_socket_is_the_parents),
			   R3_CASE(a_pidfd_is_closed_at_exec, .since = 5)));
