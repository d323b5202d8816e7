/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bind(2), connect(2), accept(2), accept4(2): AF_UNIX. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "ring3/suite.h"

/* struct sockaddr_un of a path, with its NUL. */
#define UN(path) R3_IN("\1\0" path "\0")
#define UN_SIZE(path) (2 + sizeof(path))
#define NEW "socket2"

static void the_scene(struct r3_task *t)
{
	r3_scene(t);
}

static const struct r3_row bind_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, UN(NEW), UN_SIZE(NEW))},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), UN(NEW), UN_SIZE(NEW))},
	{"a name", 0, R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), UN_SIZE(NEW))},
	{"an abstract name", 0, R3_WITH(R3_FD(SOCKET_NEW), R3_IN("\1\0\0ring3-suites"), 15)},
	{"any name", 0, R3_WITH(R3_FD(SOCKET_NEW), R3_IN("\1\0"), 2)},
	{"a name at nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), R3_BAD, 10)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), -1)},
	{"a size too large", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), 129)},
	{"a size too large for the family", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), R3_OUT(111), 111)},
	{"no room for a family", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), 1)},
	{"another family", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), R3_IN("\2\0" NEW), 9)},
	{"one that has a name", R3_ERR(EINVAL), R3_WITH(R3_FD(LISTENER), UN(NEW), UN_SIZE(NEW))},
	{"a name that there is", R3_ERR(EADDRINUSE), R3_WITH(R3_FD(SOCKET_NEW), UN("file"), UN_SIZE("file")),
	 .setup = the_scene},
	{"in a directory that there is not", R3_ERR(ENOENT),
	 R3_WITH(R3_FD(SOCKET_NEW), UN("no/file"), UN_SIZE("no/file"))},
	{"in a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(SOCKET_NEW), UN("file/x"), UN_SIZE("file/x")),
	 .setup = the_scene},
	{"in a locked directory", R3_ERR(EACCES), R3_WITH(R3_FD(SOCKET_NEW), UN("locked/x"), UN_SIZE("locked/x")),
	 .setup = the_scene},
	{"in a loop", R3_ERR(ELOOP), R3_WITH(R3_FD(SOCKET_NEW), UN("loop/x"), UN_SIZE("loop/x")),
	 .setup = the_scene},
};

static const struct r3_row connect_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, UN(NEW), UN_SIZE(NEW))},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), UN(NEW), UN_SIZE(NEW))},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(SOCKET_NEW), R3_BAD, 10)},
	{"to what there is not", R3_ERR(ENOENT), R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), UN_SIZE(NEW))},
	{"to what is no socket", R3_ERR(ECONNREFUSED), R3_WITH(R3_FD(SOCKET_NEW), UN("file"), UN_SIZE("file")),
	 .setup = the_scene},
	{"to an abstract name that there is not", R3_ERR(ECONNREFUSED),
	 R3_WITH(R3_FD(SOCKET_NEW), R3_IN("\1\0\0ring3-nobody"), 15)},
	{"to another family", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), R3_IN("\2\0" NEW), 9)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), UN(NEW), -1)},
	{"what cannot be written", R3_ERR(EACCES), R3_WITH(R3_FD(SOCKET_NEW), UN("readonly"), UN_SIZE("readonly")),
	 .setup = the_scene},
};

static r3_ptr listener_name(struct r3_task *t)
{
	return r3_bytes(t, "\1\0socket", 9);
}

static void is_accepted(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER), client = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr p = r3_alloc(t, 8);
	int64_t served;

	r3_assert_result(t, 0, SYS_connect, client, listener_name(t), 9);
	r3_assert_errno(t, EISCONN, SYS_connect, client, listener_name(t), 9);
	served = r3_assert_ok(t, SYS_accept4, listener, 0, 0, SOCK_CLOEXEC);
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, served, F_GETFD);
	r3_assert_result(t, 3, SYS_write, client, r3_bytes(t, "abc", 3), 3);
	r3_assert_result(t, 3, SYS_read, served, p, 8);
}

static void accepting_waits(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER), client = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr name = listener_name(t);
	struct r3_task *other = r3_thread(t);

	r3_begin(t, SYS_accept4, listener, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_connect, client, name, 9);
	assert_true(r3_finish(t) > client);
}

static void accepting_interrupted(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER);
	struct r3_task *other;

	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	if (r3_suite_call(t)[6])
		r3_begin(t, SYS_accept4, listener, 0, 0, 0);
	else
		r3_begin(t, SYS_accept, listener, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* --- bind --- */

static void on_a_read_only_filesystem(struct r3_task *t)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, 1, 0);
	r3_assert_errno(t, EROFS, SYS_bind, r3_fd(t, R3_FD_SOCKET_NEW), r3_bytes(t, "\1\0dir/x", 8), 8);
}

static void bind_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t result = r3_syscall(t, SYS_bind, *(int *)ctx, ((r3_ptr *)ctx)[1], 9);

	assert_true(n ? !result || result == -ENOMEM : !result);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr ctx[2] = { (r3_ptr)r3_fd(t, R3_FD_SOCKET_NEW), listener_name(t) };

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, bind_or_nomem, ctx) > 0);
}

R3_SUITE(bind, .rows = R3_ROWS(bind_rows),
	 .cases = R3_CASES(R3_CASE(on_a_read_only_filesystem, .as_root = 1),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EADDRNOTAVAIL, "sockets of the Internet"),
		 R3_NEVER(ENAMETOOLONG, "a path that has no room in a socket's name")));

/* --- connect --- */

static void to_a_stream_by_datagrams(struct r3_task *t)
{
	r3_ptr name = listener_name(t);

	r3_fd(t, R3_FD_LISTENER);
	r3_assert_errno(t, EPROTOTYPE, SYS_connect, r3_fd(t, R3_FD_DGRAM), name, 9);
}

/* As many wait as listen() was told, and one more. */
static int full_listener(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER);

	r3_assert_result(t, 0, SYS_listen, listener, 0);
	r3_assert_result(t, 0, SYS_connect, r3_fd(t, R3_FD_SOCKET_NEW), listener_name(t), 9);
	return listener;
}

static void to_a_full_one(struct r3_task *t)
{
	int64_t client = r3_assert_ok(t, SYS_socket, AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	full_listener(t);
	r3_assert_errno(t, EAGAIN, SYS_connect, client, listener_name(t), 9);
}

static void to_a_full_one_waits(struct r3_task *t)
{
	int listener = full_listener(t), client = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr name = listener_name(t);
	struct r3_task *other = r3_thread(t);

	r3_begin(t, SYS_connect, client, name, 9);
	r3_assert_blocks(t);
	r3_assert_ok(other, SYS_accept4, listener, 0, 0, 0);
	r3_assert_finished(t, 0);
}

static void connecting_is_interrupted(struct r3_task *t)
{
	int client = r3_fd(t, R3_FD_SOCKET_NEW);
	r3_ptr name = listener_name(t);
	struct r3_task *other;

	full_listener(t);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_connect, client, name, 9);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

R3_SUITE(connect, .rows = R3_ROWS(connect_rows),
	 .cases = R3_CASES(R3_CASE(is_accepted), R3_CASE(to_a_stream_by_datagrams), R3_CASE(to_a_full_one),
			   R3_CASE(to_a_full_one_waits), R3_CASE(connecting_is_interrupted)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EADDRINUSE, "sockets of the Internet"),
		 R3_NEVER(EADDRNOTAVAIL, "sockets of the Internet"),
		 R3_NEVER(EAFNOSUPPORT, "sockets of the Internet"), R3_NEVER(EALREADY, "sockets of the Internet"),
		 R3_NEVER(EINPROGRESS, "sockets of the Internet"), R3_NEVER(ENETUNREACH, "sockets of the Internet"),
		 R3_NEVER(ETIMEDOUT, "sockets of the Internet"), R3_NEVER(EPERM, "firewalls")));

/* --- accept --- */

static const struct r3_row accept_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, 0, 0)},
	{"a file", R3_ERR(ENOTSOCK), R3_WITH(R3_FD(FILE), 0, 0, 0)},
	{"datagrams", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(DGRAM), 0, 0, 0)},
	{"one that does not listen", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET_NEW), 0, 0, 0)},
	{"one that is connected", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), 0, 0, 0)},
	{"nobody is there", R3_BLOCKS, R3_WITH(R3_FD(LISTENER), 0, 0, 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(LISTENER), 0, 0, 1), .call = "accept4"},
	{"such a flag, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, 0, 1), .call = "accept4"},
};

static void without_waiting(struct r3_task *t)
{
	int listener = r3_fd(t, R3_FD_LISTENER);

	r3_assert_result(t, 0, SYS_fcntl, listener, F_SETFL, O_NONBLOCK);
	assert_int_equal(r3_call(t, r3_suite_call(t), listener, 0, 0, 0), -EAGAIN);
}

static void tells_to_nothing(struct r3_task *t)
{
	int listener = full_listener(t);
	r3_ptr size = r3_bytes(t, "\156\0\0\0", 4);

	assert_int_equal(r3_call(t, r3_suite_call(t), listener, R3_BAD_PTR, size, 0), -EFAULT);
}

static void finds_no_number(struct r3_task *t)
{
	int listener = full_listener(t);

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 0, 1024 }, 16), 0);
	assert_int_equal(r3_call(t, r3_suite_call(t), listener, 0, 0, 0), -EMFILE);
}

static void accept_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t fd = r3_call(t, r3_suite_call(t), *(int *)ctx, 0, 0, 0);

	assert_true(n ? fd >= 0 || fd == -ENOMEM || fd == -ENFILE : fd >= 0);
}

static void accepts_memory_runs_out(struct r3_task *t)
{
	int listener = full_listener(t);

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, accept_or_nomem, &listener) > 0);
}

R3_SUITE(accept4, .calls = "accept accept4", .rows = R3_ROWS(accept_rows),
	 .cases = R3_CASES(R3_CASE(accepting_waits, .call = "accept4"),
			   R3_CASE(accepting_interrupted), R3_CASE(without_waiting),
			   R3_CASE(tells_to_nothing), R3_CASE(finds_no_number),
			   R3_CASE(accepts_memory_runs_out,
				   .ring3_only = "no allocation of the host's fails")),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(ECONNABORTED, "sockets of the Internet"), R3_NEVER(EPROTO, "sockets of the Internet"),
		 R3_NEVER(EPERM, "firewalls"), R3_NEVER(ENOBUFS, "ENOMEM on Linux")));
