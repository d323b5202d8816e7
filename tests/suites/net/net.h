/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of sockets share: pairs, messages. */
#ifndef SUITES_NET_H
#define SUITES_NET_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "../shared.h"

/* struct sockaddr_un of a path, with its NUL. */
#define UN(path) R3_IN("\1\0" path "\0")
#define UN_SIZE(path) (2 + sizeof(path))

/* struct msghdr of either ABI: name, its length, vector, its length, control, its length, flags. */
#define MSG(...) R3_LONGS(__VA_ARGS__)

static inline void make_pair(struct r3_task *t, int type, int fd[2])
{
	r3_ptr ends = r3_alloc(t, 8);

	r3_assert_result(t, 0, SYS_socketpair, AF_UNIX, type, 0, ends);
	r3_get(t, ends, fd, 2 * sizeof(*fd));
}

static inline void send_text(struct r3_task *t, int fd, const char *text)
{
	size_t n = strlen(text);

	r3_assert_result(t, n, SYS_sendto, fd, r3_bytes(t, text, n), n, 0, 0, 0);
}

static inline int bound(struct r3_task *t, int type, const char *path)
{
	int64_t fd = r3_assert_ok(t, SYS_socket, AF_UNIX, type, 0);
	char name[110] = "\1";

	strcpy(name + 2, path);
	r3_assert_result(t, 0, SYS_bind, fd, r3_bytes(t, name, 3 + strlen(path)), 3 + strlen(path));
	return (int)fd;
}

#endif
