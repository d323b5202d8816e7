/* SPDX-License-Identifier: GPL-2.0-or-later */
/* sendto(2), recvfrom(2): AF_UNIX. */
#include <stdint.h>
#include <string.h>

#include "net.h"

#define NO_FLAG 0x8000000
#define MORE_THAN_FITS 300000

static void the_scene(struct r3_task *t)
{
	r3_scene(t);
}

/* --- sendto --- */

#define HI R3_IN("hi"), 2

static const struct r3_row send_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, HI, 0, 0, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), HI, 0, 0, 0)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), HI, 0, 0, 0)},
	{"a pipe, from nothing", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(PIPE_W), R3_BAD, 2, 0, 0, 0)},
	{"not open, from the kernel", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, R3_KERNEL, 2, 0, 0, 0),
	 .abis = R3_ONLY_X86_64},
	{"from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, 2, 0, 0, 0)},
	{"from half of it", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_SHORT(2), 4, 0, 0, 0)},
	{"datagram from nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(DGRAM), R3_BAD, 2, 0, 0, 0)},
	{"nothing", 0, R3_WITH(R3_FD(SOCKET), R3_BAD, 0, 0, 0, 0)},
	{"an empty datagram", 0, R3_WITH(R3_FD(DGRAM), R3_BAD, 0, 0, 0, 0)},
	{"two bytes", 2, R3_WITH(R3_FD(SOCKET), HI, 0, 0, 0)},
	{"a datagram", 2, R3_WITH(R3_FD(DGRAM), HI, 0, 0, 0)},
	{"one that is not connected", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), HI, 0, 0, 0)},
	{"one that listens", R3_ERR(ENOTCONN), R3_WITH(R3_FD(LISTENER), HI, 0, 0, 0)},
	{"out of band", 2, R3_WITH(R3_FD(SOCKET), HI, MSG_OOB, 0, 0)},
	{"a datagram out of band", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(DGRAM), HI, MSG_OOB, 0, 0)},
	{"out of band, not connected", R3_ERR(ENOTCONN), R3_WITH(R3_FD(SOCKET_NEW), HI, MSG_OOB, 0, 0)},
	{"a flag that there is not", 2, R3_WITH(R3_FD(SOCKET), HI, NO_FLAG, 0, 0)},
	{"MSG_CMSG_COMPAT", 2, R3_WITH(R3_FD(SOCKET), HI, 0x80000000, 0, 0)},
	{"MSG_DONTROUTE, MSG_CONFIRM, MSG_MORE, MSG_EOR", 2,
	 R3_WITH(R3_FD(SOCKET), HI, MSG_DONTROUTE | MSG_CONFIRM | MSG_MORE | MSG_EOR, 0, 0)},
	{"an address of one that is connected", R3_ERR(EISCONN),
	 R3_WITH(R3_FD(SOCKET), HI, 0, UN("file"), UN_SIZE("file"))},
	{"an address of one that is not", R3_ERR(EOPNOTSUPP),
	 R3_WITH(R3_FD(SOCKET_NEW), HI, 0, UN("file"), UN_SIZE("file"))},
	{"an address of no length", 2, R3_WITH(R3_FD(SOCKET), HI, 0, R3_BAD, 0)},
	{"no address of some length", 2, R3_WITH(R3_FD(SOCKET), HI, 0, 0, 100)},
	{"an address at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(DGRAM), HI, 0, R3_BAD, 10)},
	{"an address below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), HI, 0, UN("file"), -1)},
	{"an address too long", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), HI, 0, R3_OUT(129), 129)},
	{"an address too long for the family", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), HI, 0, R3_OUT(111), 111)},
	{"an address without a name", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), HI, 0, R3_IN("\1\0"), 2)},
	{"an address of another family", R3_ERR(EINVAL), R3_WITH(R3_FD(DGRAM), HI, 0, R3_IN("\2\0file"), 6)},
	{"to what there is not", R3_ERR(ENOENT), R3_WITH(R3_FD(DGRAM), HI, 0, UN("none"), UN_SIZE("none"))},
	{"to a file", R3_ERR(ECONNREFUSED), R3_WITH(R3_FD(DGRAM), HI, 0, UN("file"), UN_SIZE("file")),
	 .setup = the_scene},
	{"to what cannot be written", R3_ERR(EACCES),
	 R3_WITH(R3_FD(DGRAM), HI, 0, UN("readonly"), UN_SIZE("readonly")), .setup = the_scene},
	{"in a locked directory", R3_ERR(EACCES),
	 R3_WITH(R3_FD(DGRAM), HI, 0, UN("locked/x"), UN_SIZE("locked/x")), .setup = the_scene},
	{"in a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(DGRAM), HI, 0, UN("file/x"), UN_SIZE("file/x")),
	 .setup = the_scene},
	{"to an abstract name that there is not", R3_ERR(ECONNREFUSED),
	 R3_WITH(R3_FD(DGRAM), HI, 0, R3_IN("\1\0\0ring3-nobody"), 15)},
	{"a datagram larger than the buffer", R3_ERR(EMSGSIZE),
	 R3_WITH(R3_FD(DGRAM), R3_OUT(MORE_THAN_FITS), MORE_THAN_FITS, 0, 0, 0)},
	{"a datagram of more than there is", R3_ERR(EMSGSIZE), R3_WITH(R3_FD(DGRAM), R3_BAD, 0x7fffffff, 0, 0, 0),
	 .abis = R3_ONLY_X86_64},
	{"more than there is", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET), R3_BAD, 0x7fffffff, 0, 0, 0),
	 .abis = R3_ONLY_X86_64},
	{"more than fits", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), R3_OUT(MORE_THAN_FITS), MORE_THAN_FITS, 0, 0, 0)},
};

static void fills(struct r3_task *t, int fd)
{
	r3_ptr p = r3_alloc(t, 4096);

	while (r3_syscall(t, SYS_sendto, fd, p, 4096, MSG_DONTWAIT, 0, 0) > 0)
		;
}

static void nobody_reads_any_more(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	r3_handle(t, SIGPIPE, 0);
	r3_assert_result(t, 0, SYS_close, fd[1]);
	r3_assert_errno(t, EPIPE, SYS_sendto, fd[0], p, 1, MSG_NOSIGNAL, 0, 0);
	assert_int_equal(r3_handled(t, SIGPIPE), 0);
	r3_assert_errno(t, EPIPE, SYS_sendto, fd[0], p, 1, 0, 0, 0);
	assert_int_equal(r3_handled(t, SIGPIPE), 1);
	r3_assert_errno(t, EPIPE, SYS_sendto, fd[0], p, 0, 0, 0, 0);
	assert_int_equal(r3_handled(t, SIGPIPE), 2);
}

static void one_has_said_that_it_ends(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	int fd[2], dgram[2];

	r3_handle(t, SIGPIPE, 0);
	make_pair(t, SOCK_STREAM, fd);
	r3_assert_result(t, 0, SYS_shutdown, fd[0], SHUT_WR);
	r3_assert_errno(t, EPIPE, SYS_sendto, fd[0], p, 1, 0, 0, 0);
	make_pair(t, SOCK_DGRAM, dgram);
	r3_assert_result(t, 0, SYS_shutdown, dgram[1], SHUT_RD);
	r3_assert_errno(t, EPIPE, SYS_sendto, dgram[0], p, 1, 0, 0, 0);
	assert_int_equal(r3_handled(t, SIGPIPE), 1); /* datagrams tell no signal */
}

static void full_without_waiting(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	fills(t, fd[0]);
	r3_assert_errno(t, EAGAIN, SYS_sendto, fd[0], p, 1, MSG_DONTWAIT, 0, 0);
	make_pair(t, SOCK_DGRAM, fd);
	fills(t, fd[0]);
	r3_assert_errno(t, EAGAIN, SYS_sendto, fd[0], p, 1, MSG_DONTWAIT, 0, 0);
	make_pair(t, SOCK_SEQPACKET, fd);
	fills(t, fd[0]);
	r3_assert_errno(t, EAGAIN, SYS_sendto, fd[0], p, 1, MSG_DONTWAIT, 0, 0);
}

static void full_waits_for_a_reader(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1), q;
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	fills(t, fd[0]);
	q = r3_alloc(t, 4096);
	other = r3_thread(t);
	r3_begin(t, SYS_sendto, fd[0], p, 1, 0, 0, 0);
	r3_assert_blocks(t);
	while (r3_syscall(other, SYS_recvfrom, fd[1], q, 4096, MSG_DONTWAIT, 0, 0) == 4096)
		;
	r3_assert_finished(t, 1);
}

static void full_is_interrupted(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	fills(t, fd[0]);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_sendto, fd[0], p, 1, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* Of a pair of datagrams one finds a new peer: the other is told once, if something is lost. */
static void left_by_its_peer(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	int fd[2];

	bound(t, SOCK_DGRAM, "third");
	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[0], "lost");
	r3_assert_result(t, 0, SYS_connect, fd[1], r3_bytes(t, "\1\0third", 8), 8);
	r3_assert_errno(t, ECONNRESET, SYS_sendto, fd[0], p, 1, MSG_DONTWAIT, 0, 0);
	r3_assert_errno(t, EPERM, SYS_sendto, fd[0], p, 1, MSG_DONTWAIT, 0, 0);
}

static void its_peer_is_gone(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "x", 1);
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	r3_assert_result(t, 0, SYS_close, fd[1]);
	r3_assert_errno(t, ECONNREFUSED, SYS_sendto, fd[0], p, 1, 0, 0, 0);
	r3_assert_errno(t, ENOTCONN, SYS_sendto, fd[0], p, 1, 0, 0, 0);
}

static void to_a_name(struct r3_task *t)
{
	int server = bound(t, SOCK_DGRAM, "server"), client = bound(t, SOCK_DGRAM, "client");
	r3_ptr p = r3_alloc(t, 16), name = r3_alloc(t, 16), len = r3_bytes(t, &(int){ 16 }, 4);

	r3_assert_result(t, 2, SYS_sendto, client, r3_bytes(t, "hi", 2), 2, 0,
			 r3_bytes(t, "\1\0server", 9), 9);
	r3_assert_result(t, 2, SYS_recvfrom, server, p, 16, 0, name, len);
	r3_assert_memory(t, name, "\1\0client", 9);
	assert_int_equal(r3_get_u32(t, len), 9);
	r3_assert_errno(t, EPROTOTYPE, SYS_sendto, r3_fd(t, R3_FD_DGRAM), p, 2, 0,
			(r3_fd(t, R3_FD_LISTENER), r3_bytes(t, "\1\0socket", 9)), 9);
}

static void send_or_no_memory(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(t, SYS_sendto, *(int *)ctx, ((r3_ptr *)ctx)[1], 1, MSG_DONTWAIT, 0, 0);

	assert_true(n ? result == 1 || result == -ENOBUFS : result == 1);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { 0, r3_bytes(t, "x", 1) };

	ctx[0] = (r3_ptr)r3_fd(t, R3_FD_SOCKET);
	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, send_or_no_memory, ctx) > 0);
}

R3_SUITE(sendto, .page = "send", .rows = R3_ROWS(send_rows),
	 .cases = R3_CASES(R3_CASE(nobody_reads_any_more), R3_CASE(one_has_said_that_it_ends),
			   R3_CASE(full_without_waiting), R3_CASE(full_waits_for_a_reader),
			   R3_CASE(full_is_interrupted), R3_CASE(left_by_its_peer),
			   R3_CASE(its_peer_is_gone), R3_CASE(to_a_name),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EALREADY, "sockets of the Internet"),
		 R3_NEVER(EDESTADDRREQ, "sockets of the Internet; AF_UNIX says ENOTCONN"),
		 R3_NEVER(ENOMEM, "ENOBUFS on Linux")));

/* --- recvfrom --- */

static const struct r3_row recv_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(8), 8, 0, 0, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_OUT(8), 8, 0, 0, 0)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), R3_OUT(8), 8, 0, 0, 0)},
	{"a pipe, to nothing", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(PIPE_R), R3_BAD, 8, 0, 0, 0)},
	{"not open, to the kernel", R3_ERR(EFAULT), R3_WITH(R3_CLOSED, R3_KERNEL, 8, 0, 0, 0),
	 .abis = R3_ONLY_X86_64},
	{"nothing is there", R3_BLOCKS, R3_WITH(R3_FD(SOCKET), R3_OUT(8), 8, 0, 0, 0)},
	{"nothing is there, of datagrams", R3_BLOCKS, R3_WITH(R3_FD(DGRAM), R3_OUT(8), 8, 0, 0, 0)},
	{"nothing is there, without waiting", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET), R3_OUT(8), 8, MSG_DONTWAIT, 0, 0)},
	{"nothing is there, to nothing, without waiting", R3_ERR(EAGAIN),
	 R3_WITH(R3_FD(DGRAM), R3_BAD, 8, MSG_DONTWAIT, 0, 0)},
	{"nothing is there, O_NONBLOCK", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET_NB), R3_OUT(8), 8, 0, 0, 0)},
	{"of no bytes, without waiting", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET_NB), R3_OUT(8), 0, 0, 0, 0)},
	{"of no datagram's bytes, without waiting", R3_ERR(EAGAIN), R3_WITH(R3_FD(DGRAM), R3_BAD, 0, MSG_DONTWAIT, 0, 0)},
	{"one that is not connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), R3_OUT(8), 8, 0, 0, 0)},
	{"one that listens", R3_ERR(EINVAL), R3_WITH(R3_FD(LISTENER), R3_OUT(8), 8, 0, 0, 0)},
	{"out of band, nothing is", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), R3_OUT(8), 8, MSG_OOB, 0, 0)},
	{"out of band of datagrams", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(DGRAM), R3_OUT(8), 8, MSG_OOB, 0, 0)},
	{"errors, of which there are none", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET_NB), R3_OUT(8), 8, MSG_ERRQUEUE, 0, 0)},
	{"a flag that there is not", R3_ERR(EAGAIN), R3_WITH(R3_FD(SOCKET_NB), R3_OUT(8), 8, NO_FLAG, 0, 0)},
};

static int has_text(struct r3_task *t, int type, const char *text)
{
	int fd[2];

	make_pair(t, type, fd);
	send_text(t, fd[1], text);
	return fd[0];
}

static void a_stream_in_pieces(struct r3_task *t)
{
	int fd = has_text(t, SOCK_STREAM, "abcdef");
	r3_ptr p = r3_alloc(t, 16);

	r3_assert_result(t, 0, SYS_recvfrom, fd, p, 0, 0, 0, 0);
	r3_assert_result(t, 2, SYS_recvfrom, fd, p, 2, MSG_PEEK, 0, 0);
	r3_assert_result(t, 2, SYS_recvfrom, fd, p, 2, 0, 0, 0);
	r3_assert_memory(t, p, "ab", 2);
	r3_assert_result(t, 4, SYS_recvfrom, fd, p, 16, MSG_TRUNC, 0, 0);
	r3_assert_memory(t, p, "cdef", 4);
	r3_assert_errno(t, EAGAIN, SYS_recvfrom, fd, p, 16, MSG_DONTWAIT, 0, 0);
}

/* What has no room is lost; MSG_TRUNC tells how much it was. */
static void a_datagram_is_cut(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);
	int fd[2];

	make_pair(t, SOCK_DGRAM, fd);
	send_text(t, fd[1], "abcdef");
	send_text(t, fd[1], "ghi");
	r3_assert_result(t, 6, SYS_recvfrom, fd[0], p, 2, MSG_TRUNC | MSG_PEEK, 0, 0);
	r3_assert_result(t, 2, SYS_recvfrom, fd[0], p, 2, 0, 0, 0);
	r3_assert_memory(t, p, "ab", 2);
	r3_assert_result(t, 3, SYS_recvfrom, fd[0], p, 0, MSG_TRUNC, 0, 0);
	r3_assert_errno(t, EAGAIN, SYS_recvfrom, fd[0], p, 2, MSG_DONTWAIT, 0, 0);
}

static void packets_stay_apart(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16);
	int fd[2];

	make_pair(t, SOCK_SEQPACKET, fd);
	send_text(t, fd[1], "abc");
	send_text(t, fd[1], "de");
	r3_assert_result(t, 3, SYS_recvfrom, fd[0], p, 16, 0, 0, 0);
	r3_assert_result(t, 0, SYS_close, fd[1]);
	r3_assert_result(t, 2, SYS_recvfrom, fd[0], p, 16, MSG_WAITALL, 0, 0);
	r3_assert_result(t, 0, SYS_recvfrom, fd[0], p, 16, 0, 0, 0);
}

static void packets_of_nobody(struct r3_task *t)
{
	int64_t fd = r3_assert_ok(t, SYS_socket, AF_UNIX, SOCK_SEQPACKET, 0);

	r3_assert_errno(t, ENOTCONN, SYS_recvfrom, fd, r3_alloc(t, 8), 8, 0, 0, 0);
	r3_assert_errno(t, ENOTCONN, SYS_sendto, fd, r3_alloc(t, 8), 8, 0, 0, 0);
}

/* Bytes that could not be told stay; a datagram is lost. */
static void to_nothing(struct r3_task *t)
{
	int fd = has_text(t, SOCK_STREAM, "abc"), dgram = has_text(t, SOCK_DGRAM, "abc");
	r3_ptr p = r3_alloc(t, 8);

	r3_assert_errno(t, EFAULT, SYS_recvfrom, fd, R3_BAD_PTR, 8, 0, 0, 0);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 8, 0, 0, 0);
	r3_assert_errno(t, EFAULT, SYS_recvfrom, dgram, R3_BAD_PTR, 8, 0, 0, 0);
	r3_assert_errno(t, EAGAIN, SYS_recvfrom, dgram, p, 8, MSG_DONTWAIT, 0, 0);
}

static void a_name_to_nothing(struct r3_task *t)
{
	int fd = has_text(t, SOCK_DGRAM, "abc");
	r3_ptr p = r3_alloc(t, 8), name = r3_alloc(t, 110), len = r3_bytes(t, &(int){ 110 }, 4);

	r3_assert_errno(t, EFAULT, SYS_recvfrom, fd, p, 8, MSG_PEEK, name, R3_BAD_PTR);
	r3_assert_errno(t, EFAULT, SYS_recvfrom, fd, p, 8, MSG_PEEK, name, 0);
	r3_put(t, len, &(int){ -1 }, 4);
	r3_assert_errno(t, EINVAL, SYS_recvfrom, fd, p, 8, MSG_PEEK, name, len);
	r3_put(t, len, &(int){ 110 }, 4);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 8, MSG_PEEK, 0, R3_BAD_PTR);
	r3_assert_result(t, 3, SYS_recvfrom, fd, p, 8, 0, name, len); /* of nobody */
	assert_int_equal(r3_get_u32(t, len), 0);
}

static void waits_for_all(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	send_text(t, fd[1], "abc");
	other = r3_thread(t);
	r3_begin(t, SYS_recvfrom, fd[0], p, 6, MSG_WAITALL, 0, 0);
	r3_assert_blocks(t);
	send_text(other, fd[1], "d");
	r3_assert_blocks(t);
	send_text(other, fd[1], "efgh");
	r3_assert_finished(t, 6);
	r3_assert_memory(t, p, "abcdef", 6);
}

static void all_that_there_will_be(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	send_text(t, fd[1], "abc");
	other = r3_thread(t);
	r3_begin(t, SYS_recvfrom, fd[0], p, 6, MSG_WAITALL, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_shutdown, fd[1], SHUT_WR);
	r3_assert_finished(t, 3);
	r3_assert_result(t, 0, SYS_recvfrom, fd[0], p, 6, MSG_WAITALL, 0, 0);
}

static void interrupted_with_some(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	struct r3_task *other;
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_recvfrom, fd[0], p, 6, MSG_WAITALL, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	send_text(t, fd[1], "abc");
	r3_begin(t, SYS_recvfrom, fd[0], p, 6, MSG_WAITALL, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, 3);
}

static void out_of_band(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8);
	int fd[2];

	make_pair(t, SOCK_STREAM, fd);
	send_text(t, fd[1], "ab");
	r3_assert_result(t, 1, SYS_sendto, fd[1], r3_bytes(t, "!", 1), 1, MSG_OOB, 0, 0);
	send_text(t, fd[1], "cd");
	r3_assert_result(t, 2, SYS_recvfrom, fd[0], p, 8, 0, 0, 0);
	r3_assert_result(t, 1, SYS_recvfrom, fd[0], p, 8, MSG_OOB, 0, 0);
	r3_assert_memory(t, p, "!", 1);
	r3_assert_errno(t, EINVAL, SYS_recvfrom, fd[0], p, 8, MSG_OOB, 0, 0);
	r3_assert_result(t, 2, SYS_recvfrom, fd[0], p, 8, 0, 0, 0);
}

R3_SUITE(recvfrom, .page = "recv", .rows = R3_ROWS(recv_rows),
	 .cases = R3_CASES(R3_CASE(a_stream_in_pieces), R3_CASE(a_datagram_is_cut),
			   R3_CASE(packets_stay_apart), R3_CASE(packets_of_nobody), R3_CASE(to_nothing),
			   R3_CASE(a_name_to_nothing), R3_CASE(waits_for_all),
			   R3_CASE(all_that_there_will_be), R3_CASE(interrupted_with_some),
			   R3_CASE(out_of_band, .since = 11)),
	 .unreached = R3_UNREACHED(R3_NEVER(ECONNREFUSED, "sockets of the Internet"),
				   R3_NEVER(ENOMEM, "recvmsg's, of long vectors")));
