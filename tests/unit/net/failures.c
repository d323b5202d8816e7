/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A story of sockets, told again and again with the n-th object missing: what fails says so, and
 * nothing is left behind, descriptors that are on their way in circles included.
 */
#include <string.h>

#include "../story.h"
#include "uapi/socket.h"
#include "uapi/un.h"

#define BUF AREA
#define FDS (AREA + 8 * PG)
#define NAME (AREA + 9 * PG)
#define HEADER (AREA + 10 * PG)
#define VECTOR (HEADER + 256)
#define CONTROL (HEADER + 512)
#define VALUE (HEADER + 2048)

static const int allowed[] = {
	-ENOMEM, -ENFILE, -ENOBUFS, -EAGAIN,
	/* of what earlier failures did not make */
	-EBADF, -ENOENT, -EINVAL, -ECONNREFUSED, -ENOTCONN, -EADDRINUSE, -EPIPE, -EEXIST, 0
};

static uint64_t name(const char *text, size_t n)
{
	struct linux_sockaddr_un un = { .family = AF_UNIX };

	memcpy(un.path, text, n);
	(void)!copy_to_user(NAME, &un, sizeof(un));
	return UN_PATH + n;
}

static void pair(int fd[2], int type)
{
	fd[0] = fd[1] = -1;
	if (!try(call(socketpair, AF_UNIX, type | SOCK_NONBLOCK, 0, FDS)))
		(void)!copy_from_user(fd, FDS, 2 * sizeof(int));
}

/* One message with descriptor fd, and credentials. */
static void give(int over, int fd)
{
	struct x64_msghdr h = { .iov = VECTOR, .iovlen = 1, .control = CONTROL, .controllen = 56 };
	uint64_t v[2] = { BUF, 10 };
	struct {
		struct x64_cmsghdr h;
		int32_t fd, pad;
	} rights = { { 20, SOL_SOCKET, SCM_RIGHTS }, fd, 0 };
	struct {
		struct x64_cmsghdr h;
		struct linux_ucred uc;
	} creds = { { 28, SOL_SOCKET, SCM_CREDENTIALS }, { current->tgid, 0, 0 } };

	(void)!copy_to_user(HEADER, &h, sizeof(h));
	(void)!copy_to_user(VECTOR, v, sizeof(v));
	(void)!copy_to_user(CONTROL, &rights, sizeof(rights));
	(void)!copy_to_user(CONTROL + 24, &creds, sizeof(creds));
	try(call(sendmsg, over, HEADER, 0));
}

static void take(int from, unsigned flags)
{
	struct x64_msghdr h = { .name = VALUE,
				.namelen = 128,
				.iov = VECTOR,
				.iovlen = 1,
				.control = CONTROL,
				.controllen = 256 };

	(void)!copy_to_user(HEADER, &h, sizeof(h));
	try(call(recvmsg, from, HEADER, flags));
}

static void connections(int type)
{
	uint64_t len = name("/tmp/s", 7);
	int l, c, a;

	l = try(call(socket, AF_UNIX, type | SOCK_NONBLOCK, 0));
	c = try(call(socket, AF_UNIX, type | SOCK_NONBLOCK, 0));
	try(call(bind, l, NAME, len));
	try(call(listen, l, 5));
	try(call(connect, c, NAME, len));
	try(call(write, c, BUF, 100));
	give(c, l); /* in the queue of a connection that nobody accepted: a circle */
	a = try(call(accept4, l, 0, 0, SOCK_NONBLOCK));
	take(a, 0);
	c = try(call(socket, AF_UNIX, type | SOCK_NONBLOCK, 0));
	try(call(connect, c, NAME, len));
	give(c, l);
	try(call(unlink, NAME + UN_PATH));
	try(call(bind, c, NAME, UN_PATH));
	len = name("\0abstract", 9);
	l = try(call(socket, AF_UNIX, type | SOCK_NONBLOCK, 0));
	try(call(bind, l, NAME, len));
}

static void story(void)
{
	int32_t one = 1, fd[2], other[2];

	(void)put_user(one, VALUE);
	for (int type = SOCK_STREAM; type <= SOCK_DGRAM; type++) {
		pair(fd, type);
		pair(other, type);
		try(call(setsockopt, fd[1], SOL_SOCKET, SO_PASSCRED, VALUE, 4));
		try(call(setsockopt, fd[1], SOL_SOCKET, SO_PASSPIDFD, VALUE, 4));
		try(call(write, fd[0], BUF, 5 * PG));
		try(call(read, fd[1], BUF, 8 * PG));
		give(fd[0], other[0]);
		take(fd[1], MSG_PEEK);
		take(fd[1], 0);
		give(fd[0], fd[1]);
		give(fd[1], fd[0]);
		give(other[0], fd[0]);
		try(call(fcntl, fd[1], F_SETFL, O_ASYNC | O_NONBLOCK));
	}
	connections(SOCK_STREAM);
	connections(SOCK_SEQPACKET);
}

static void forget_name(void)
{
	name("/tmp/s", 7);
	call(unlink, NAME + UN_PATH);
}

static void every_object_may_be_missing(__unused void **state)
{
	static const struct story s = { .tell = story, .clean = forget_name, .allowed = allowed, .least = 100, .most = 2000 };

	story_with_each_object_missing(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_object_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
