/* SPDX-License-Identifier: GPL-2.0-or-later */
/* socketcall(2) of i386: one number for all calls of sockets, which take their words from memory. */
#include <stdint.h>
#include <string.h>

#include "net.h"

enum { SOCKET = 1, BIND, CONNECT, LISTEN, ACCEPT, GETSOCKNAME, GETPEERNAME, SOCKETPAIR, SEND, RECV,
       SENDTO, RECVFROM, SHUTDOWN, SETSOCKOPT, GETSOCKOPT, SENDMSG, RECVMSG, ACCEPT4, RECVMMSG,
       SENDMMSG };

#define DO(call, ...) R3_WITH(call, R3_LONGS(__VA_ARGS__))

/* Every call reads as many words as it has arguments, and no more. */
#define WORDS_ROWS(call, n) \
	{#call ", words at nothing", R3_ERR(EFAULT), R3_WITH(call, R3_BAD)}, \
	{#call ", a word too little", R3_ERR(EFAULT), R3_WITH(call, R3_SHORT(4 * (n) - 4))}, \
	{#call ", the last word in part", R3_ERR(EFAULT), R3_WITH(call, R3_SHORT(4 * (n) - 1))}

#define NOT_OPEN_ROW(call, ...) {#call ", not open", R3_ERR(EBADF), DO(call, R3_CLOSED, __VA_ARGS__)}

static const struct r3_row rows[] = {
	{"call 0", R3_ERR(EINVAL), R3_WITH(0, R3_BAD)},
	{"call -1", R3_ERR(EINVAL), R3_WITH(-1, R3_BAD)},
	{"beyond the last call", R3_ERR(EINVAL), R3_WITH(SENDMMSG + 1, R3_BAD)},
	WORDS_ROWS(SOCKET, 3), WORDS_ROWS(BIND, 3), WORDS_ROWS(CONNECT, 3), WORDS_ROWS(LISTEN, 2),
	WORDS_ROWS(ACCEPT, 3), WORDS_ROWS(GETSOCKNAME, 3), WORDS_ROWS(GETPEERNAME, 3),
	WORDS_ROWS(SOCKETPAIR, 4), WORDS_ROWS(SEND, 4), WORDS_ROWS(RECV, 4), WORDS_ROWS(SENDTO, 6),
	WORDS_ROWS(RECVFROM, 6), WORDS_ROWS(SHUTDOWN, 2), WORDS_ROWS(SETSOCKOPT, 5),
	WORDS_ROWS(GETSOCKOPT, 5), WORDS_ROWS(SENDMSG, 3), WORDS_ROWS(RECVMSG, 3), WORDS_ROWS(ACCEPT4, 4),
	WORDS_ROWS(RECVMMSG, 5), WORDS_ROWS(SENDMMSG, 4),
	NOT_OPEN_ROW(BIND, R3_OUT(8), 8), NOT_OPEN_ROW(CONNECT, R3_OUT(8), 8), NOT_OPEN_ROW(LISTEN, 1),
	NOT_OPEN_ROW(ACCEPT, 0, 0), NOT_OPEN_ROW(GETSOCKNAME, 0, 0), NOT_OPEN_ROW(GETPEERNAME, 0, 0),
	NOT_OPEN_ROW(SEND, 0, 0, 0), NOT_OPEN_ROW(RECV, 0, 0, 0), NOT_OPEN_ROW(SENDTO, 0, 0, 0, 0, 0),
	NOT_OPEN_ROW(RECVFROM, 0, 0, 0, 0, 0), NOT_OPEN_ROW(SHUTDOWN, 0),
	NOT_OPEN_ROW(SETSOCKOPT, 1, 1, 0, 0), NOT_OPEN_ROW(GETSOCKOPT, 1, 1, 0, 0),
	NOT_OPEN_ROW(SENDMSG, 0, 0), NOT_OPEN_ROW(RECVMSG, 0, 0), NOT_OPEN_ROW(ACCEPT4, 0, 0, 0),
	NOT_OPEN_ROW(RECVMMSG, 0, 0, 0, 0), NOT_OPEN_ROW(SENDMMSG, 0, 0, 0),
	{"socket", R3_NEW_FD, DO(SOCKET, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)},
	{"socket, no such family", R3_ERR(EAFNOSUPPORT), DO(SOCKET, 46, SOCK_STREAM, 0)},
	{"bind", 0, DO(BIND, R3_FD(SOCKET_NEW), UN("name"), UN_SIZE("name"))},
	{"bind, a file", R3_ERR(ENOTSOCK), DO(BIND, R3_FD(FILE), UN("name"), UN_SIZE("name"))},
	{"connect, nobody there", R3_ERR(ENOENT), DO(CONNECT, R3_FD(SOCKET_NEW), UN("name"), UN_SIZE("name"))},
	{"listen", 0, DO(LISTEN, R3_FD(LISTENER), 3)},
	{"accept, nobody comes", R3_BLOCKS, DO(ACCEPT, R3_FD(LISTENER), 0, 0)},
	{"accept4, no such flag", R3_ERR(EINVAL), DO(ACCEPT4, R3_FD(LISTENER), 0, 0, 1)},
	{"getsockname", 0, DO(GETSOCKNAME, R3_FD(LISTENER), R3_OUT(110), R3_U32S(110))},
	{"getpeername, nobody", R3_ERR(ENOTCONN), DO(GETPEERNAME, R3_FD(LISTENER), R3_OUT(110), R3_U32S(110))},
	{"socketpair", 0, DO(SOCKETPAIR, AF_UNIX, SOCK_DGRAM, 0, R3_OUT(8))},
	{"send", 2, DO(SEND, R3_FD(SOCKET), R3_IN("hi"), 2, 0)},
	{"sendto", 2, DO(SENDTO, R3_FD(SOCKET), R3_IN("hi"), 2, 0, 0, 0)},
	{"recv, without waiting", R3_ERR(EAGAIN), DO(RECV, R3_FD(SOCKET), R3_OUT(8), 8, MSG_DONTWAIT)},
	{"recvfrom, nothing there", R3_BLOCKS, DO(RECVFROM, R3_FD(SOCKET), R3_OUT(8), 8, 0, 0, 0)},
	{"shutdown", 0, DO(SHUTDOWN, R3_FD(SOCKET), SHUT_RDWR)},
	{"shutdown, no such way", R3_ERR(EINVAL), DO(SHUTDOWN, R3_FD(SOCKET), 3)},
	{"setsockopt", 0, DO(SETSOCKOPT, R3_FD(SOCKET), SOL_SOCKET, SO_KEEPALIVE, R3_U32S(1), 4)},
	{"getsockopt", 0, DO(GETSOCKOPT, R3_FD(SOCKET), SOL_SOCKET, SO_TYPE, R3_OUT(4), R3_U32S(4))},
	{"sendmsg", 2, DO(SENDMSG, R3_FD(SOCKET), MSG(0, 0, R3_IOV(R3_IN("hi"), 2), 1, 0, 0, 0), 0)},
	{"recvmsg, without waiting", R3_ERR(EAGAIN),
	 DO(RECVMSG, R3_FD(SOCKET), MSG(0, 0, R3_IOV(R3_OUT(2), 2), 1, 0, 0, 0), MSG_DONTWAIT)},
	{"sendmmsg", 1, DO(SENDMMSG, R3_FD(SOCKET), R3_LONGS(0, 0, R3_IOV(R3_IN("hi"), 2), 1, 0, 0, 0, 0), 1, 0)},
	{"recvmmsg, a time below 0", R3_ERR(EINVAL), DO(RECVMMSG, R3_FD(SOCKET), R3_BAD, 1, 0, R3_LONGS(-1, 0))},
};

static int64_t call(struct r3_task *t, int nr, int a, r3_ptr b, r3_ptr c, int64_t d)
{
	return r3_syscall(t, SYS_socketcall, nr, r3_words(t, 4, (int64_t)a, (int64_t)b, (int64_t)c, d));
}

static void a_whole_connection(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER), client = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr p = r3_alloc(t, 8);
	int64_t served;

	assert_int_equal(call(t, CONNECT, client, r3_bytes(t, "\1\0socket", 9), 9, 0), 0);
	served = call(t, ACCEPT4, listener, 0, 0, SOCK_NONBLOCK);
	r3_assert_result(t, O_RDWR | O_NONBLOCK, SYS_fcntl, served, F_GETFL);
	assert_int_equal(call(t, SEND, client, r3_bytes(t, "abc", 3), 3, 0), 3);
	assert_int_equal(call(t, RECV, (int)served, p, 8, 0), 3);
	r3_assert_memory(t, p, "abc", 3);
	assert_int_equal(call(t, RECV, (int)served, p, 8, 0), -EAGAIN);
	assert_int_equal(call(t, SHUTDOWN, client, SHUT_WR, 0, 0), 0);
	assert_int_equal(call(t, RECV, (int)served, p, 8, 0), 0);
}

R3_SUITE(socketcall, .rows = R3_ROWS(rows), .cases = R3_CASES(R3_CASE(a_whole_connection)));
