/* SPDX-License-Identifier: GPL-2.0-or-later */
/* socket(2), socketpair(2), listen(2), shutdown(2), getsockname(2), getpeername(2): AF_UNIX. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "../shared.h"

#define NO_FAMILY 46
#define NO_FLAG 0x100000

static void does_not_wait(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, O_RDWR | O_NONBLOCK, SYS_fcntl, result, F_GETFL);
}

static const struct r3_row socket_rows[] = {
	{"a stream", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_STREAM, 0)},
	{"datagrams", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_DGRAM, 0)},
	{"packets in order", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_SEQPACKET, 0)},
	{"raw ones are datagrams", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_RAW, 0)},
	{"its protocol by name", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_STREAM, 1)},
	{"SOCK_CLOEXEC", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), .check = goes_at_exec},
	{"SOCK_NONBLOCK", R3_NEW_FD, R3_WITH(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0), .check = does_not_wait},
	{"another protocol", R3_ERR(EPROTONOSUPPORT), R3_WITH(AF_UNIX, SOCK_STREAM, 2)},
	{"a type that the family has not", R3_ERR(ESOCKTNOSUPPORT), R3_WITH(AF_UNIX, SOCK_RDM, 0)},
	{"a type that there is not", R3_ERR(EINVAL), R3_WITH(AF_UNIX, 11, 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AF_UNIX, SOCK_STREAM | NO_FLAG, 0)},
	{"a family that there is not", R3_ERR(EAFNOSUPPORT), R3_WITH(NO_FAMILY, SOCK_STREAM, 0)},
	{"a family below 0", R3_ERR(EAFNOSUPPORT), R3_WITH(-1, SOCK_STREAM, 0)},
	{"no family", R3_ERR(EAFNOSUPPORT), R3_WITH(0, SOCK_STREAM, 0)},
	{"family and flag that there are not", R3_ERR(EINVAL), R3_WITH(NO_FAMILY, SOCK_STREAM | NO_FLAG, 0)},
	{"family and type that there are not", R3_ERR(EAFNOSUPPORT), R3_WITH(NO_FAMILY, 11, 0)},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(AF_UNIX, SOCK_STREAM, 0), .setup = leave_no_numbers},
	{"no number is free, no such family", R3_ERR(EAFNOSUPPORT), R3_WITH(NO_FAMILY, SOCK_STREAM, 0),
	 .setup = leave_no_numbers},
};

static void socket_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t fd = r3_syscall(t, SYS_socket, AF_UNIX, SOCK_STREAM, 0);

	(void)ctx;
	assert_true(n ? fd >= 0 || fd == -ENOMEM || fd == -ENFILE : fd >= 0);
}

static void memory_runs_out(struct r3_task *t)
{
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, socket_or_nomem, NULL) > 0);
}

R3_SUITE(socket, .rows = R3_ROWS(socket_rows),
	 .cases = R3_CASES(R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EACCES, "families that want a capability, of which ring3 has none"),
		 R3_NEVER(ENOBUFS, "ENOMEM on Linux")));

static void are_a_pair(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	r3_ptr p = r3_alloc(t, 8);

	(void)result;
	r3_assert_result(t, 3, SYS_write, r3_get_u32(t, args[3]), r3_bytes(t, "abc", 3), 3);
	r3_assert_result(t, 3, SYS_read, r3_get_u32(t, args[3] + 4), p, 8);
	r3_assert_memory(t, p, "abc", 3);
}

static void opened_nothing(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_fds(t, 0);
}

static const struct r3_row pair_rows[] = {
	{"streams", 0, R3_WITH(AF_UNIX, SOCK_STREAM, 0, R3_OUT(8)), .check = are_a_pair},
	{"datagrams", 0, R3_WITH(AF_UNIX, SOCK_DGRAM, 0, R3_OUT(8)), .check = are_a_pair},
	{"packets in order", 0, R3_WITH(AF_UNIX, SOCK_SEQPACKET, 0, R3_OUT(8)), .check = are_a_pair},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(AF_UNIX, SOCK_STREAM, 0, R3_BAD), .check = opened_nothing},
	{"to what cannot be written", R3_ERR(EFAULT), R3_WITH(AF_UNIX, SOCK_STREAM, 0, R3_RO(8)),
	 .check = opened_nothing},
	{"to half of it", R3_ERR(EFAULT), R3_WITH(AF_UNIX, SOCK_STREAM, 0, R3_SHORT(4)), .check = opened_nothing},
	{"a protocol that there is not", R3_ERR(EPROTONOSUPPORT), R3_WITH(AF_UNIX, SOCK_STREAM, 2, R3_OUT(8))},
	{"a family that there is not", R3_ERR(EAFNOSUPPORT), R3_WITH(NO_FAMILY, SOCK_STREAM, 0, R3_OUT(8))},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AF_UNIX, SOCK_STREAM | NO_FLAG, 0, R3_OUT(8))},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(AF_UNIX, SOCK_STREAM, 0, R3_OUT(8)),
	 .setup = leave_no_numbers},
};

R3_SUITE(socketpair, .rows = R3_ROWS(pair_rows),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ENFILE, "limits of the whole system, which no test comes to"),
		 R3_NEVER(EOPNOTSUPP, "families without pairs, of which ring3 has none")));

static const struct r3_row listen_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 5)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), 5)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), 5)},
	{"a pipe", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(PIPE_R), 5)},
	{"datagrams", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(DGRAM), 5)},
	{"one without a name", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), 5)},
	{"one that is connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), 5)},
	{"one that listens", 0, R3_WITH(R3_FD(LISTENER), 5)},
	{"one that listens, below 0", 0, R3_WITH(R3_FD(LISTENER), -1)},
};

R3_SUITE(listen, .rows = R3_ROWS(listen_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EADDRINUSE, "sockets of the Internet")));

static const struct r3_row shutdown_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, SHUT_RD)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), SHUT_RD)},
	{"not open, no such way", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 3)},
	{"no such way", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), 3)},
	{"way -1", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), -1)},
	{"reading", 0, R3_WITH(R3_FD(SOCKET), SHUT_RD)},
	{"writing", 0, R3_WITH(R3_FD(SOCKET), SHUT_WR)},
	{"both", 0, R3_WITH(R3_FD(SOCKET), SHUT_RDWR)},
	{"one that is not connected", 0, R3_WITH(R3_FD(SOCKET_NEW), SHUT_RDWR)},
	{"datagrams", 0, R3_WITH(R3_FD(DGRAM), SHUT_RDWR)},
};

R3_SUITE(shutdown, .rows = R3_ROWS(shutdown_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOTCONN, "sockets of the Internet; AF_UNIX does not mind")));

static void of_two_bytes(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[2]), 2);
	assert_int_equal(r3_get_u32(t, args[1]) & 0xffff, AF_UNIX);
}

static void of_nine_bytes(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[2]), 9);
}

#define NAME_ROWS \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(110), R3_U32S(110))}, \
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), R3_OUT(110), R3_U32S(110))}, \
	{"a size at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_OUT(110), R3_BAD)}, \
	{"a size that cannot be written", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_OUT(110), R3_RO(4))}, \
	{"a name at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, R3_U32S(110))}, \
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), R3_OUT(110), R3_U32S(-1))}, \
	{"no name", 0, R3_WITH(R3_FD(SOCKET), R3_OUT(110), R3_U32S(110)), .check = of_two_bytes}, \
	{"no room", 0, R3_WITH(R3_FD(SOCKET), R3_BAD, R3_U32S(0))}

static const struct r3_row sockname_rows[] = {
	NAME_ROWS,
	{"a name", 0, R3_WITH(R3_FD(LISTENER), R3_OUT(110), R3_U32S(110)), .check = of_nine_bytes},
	{"a name that is cut", 0, R3_WITH(R3_FD(LISTENER), R3_OUT(4), R3_U32S(4)), .check = of_nine_bytes},
	{"one that is new", 0, R3_WITH(R3_FD(SOCKET_NEW), R3_OUT(110), R3_U32S(110)), .check = of_two_bytes},
};

R3_SUITE(getsockname, .rows = R3_ROWS(sockname_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOBUFS, "ENOMEM on Linux, of which there is none here")));

static const struct r3_row peername_rows[] = {
	NAME_ROWS,
	{"one that is not connected", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), R3_OUT(110), R3_U32S(110))},
	{"one that listens", R3_ERR(ENOTCONN), R3_WITH(R3_FD(LISTENER), R3_OUT(110), R3_U32S(110))},
	{"one that is not connected, to nothing", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), R3_BAD, R3_BAD)},
};

R3_SUITE(getpeername, .rows = R3_ROWS(peername_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOBUFS, "ENOMEM on Linux, of which there is none here")));
