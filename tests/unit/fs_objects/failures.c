/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One story of everything here that allocates, told again and again with the n-th object missing:
 * what fails says so, and nothing is left behind (teardown counts).
 */
#include <string.h>

#include "../story.h"
#include "uapi/epoll.h"
#include "uapi/inotify.h"

#define BUF AREA
#define FDS (AREA + 4 * PG)
#define EVENT (AREA + 5 * PG)
#define POLLFDS (AREA + 6 * PG)
#define SETS (AREA + 8 * PG)
#define TIMEOUT (AREA + 9 * PG)
#define FLOCK (AREA + 10 * PG)
#define NAME (AREA + 11 * PG)

static const int allowed[] = {
	-ENOMEM, -ENFILE, -ENOLCK, -EAGAIN,
	/* of what earlier failures did not make */
	-EBADF, -ENOENT, -EINVAL, -EFAULT, 0
};

struct guest_pollfd {
	int32_t fd;
	int16_t events, revents;
};

static void poll_many(int fd)
{
	for (unsigned i = 0; i < 100; i++) {
		struct guest_pollfd p = { fd, EPOLLIN, 0 };

		(void)put_user(p, POLLFDS + i * sizeof(p));
	}
	try(call(poll, POLLFDS, 100, 1));
	try(call(poll, POLLFDS, 5, 0));
}

static void select_many(void)
{
	struct {
		int64_t sec, nsec;
	} now = { 0, 0 };

	(void)put_user(now, TIMEOUT);
	try(call(dup3, 0, 2000, 0)); /* a large table: sets of more than the stack holds */
	try(call(pselect6, 2001, SETS, SETS + 512, 0, TIMEOUT, 0));
}

static void watch(int ep, int fd)
{
	struct linux_epoll_event e = { EPOLLIN | EPOLLOUT, 7 };

	(void)put_user(e, EVENT);
	try(call(epoll_ctl, ep, EPOLL_CTL_ADD, fd, EVENT));
	try(call(epoll_wait, ep, EVENT, 1, 0));
}

static void lock(int fd)
{
	struct {
		int16_t type, whence;
		int32_t pad;
		int64_t start, len, pid;
	} l = { F_WRLCK, 0, 0, 10, 10, 0 };

	(void)put_user(l, FLOCK);
	try(call(fcntl, fd, F_SETLK, FLOCK));
	l.type = F_RDLCK;
	l.start = 12;
	l.len = 3;
	(void)put_user(l, FLOCK);
	try(call(fcntl, fd, F_SETLK, FLOCK));
	try(call(fcntl, fd, F_OFD_SETLK, FLOCK));
	try(call(flock, fd, LOCK_EX));
	try(call(flock, fd, LOCK_SH));
}

/* Watches of a directory and a file in it, and what happens there. */
static void inotify(void)
{
	static const char file[] = "/tmp/watched";
	int fd, in = try(call(inotify_init1, O_NONBLOCK));

	(void)!copy_to_user(NAME + 64, file, sizeof(file));
	(void)!copy_to_user(NAME + 128, "/tmp", 5);
	try(call(inotify_add_watch, in, NAME + 128, IN_ALL_EVENTS));
	fd = try(call(openat, AT_FDCWD, NAME + 64, O_CREAT | O_RDWR, 0600));
	try(call(inotify_add_watch, in, NAME + 64, IN_ALL_EVENTS | IN_ONESHOT));
	try(call(write, fd, BUF, 10));
	try(call(close, fd));
	try(call(unlink, NAME + 64));
	try(call(read, in, BUF, PG));
}

static void story(void)
{
	int p[2] = { -1, -1 }, q[2] = { -1, -1 }, file, e, ep;
	struct iov_seg_user {
		uint64_t base, len;
	} v = { BUF, 2 * PG };

	file = try(call(memfd_create, NAME, 0));
	try(call(write, file, BUF, 3 * PG));
	if (!try(call(pipe2, FDS, O_NONBLOCK)))
		(void)get_user(p, FDS);
	if (!try(call(pipe2, FDS, O_NONBLOCK)))
		(void)get_user(q, FDS);
	try(call(write, p[1], BUF, 3 * PG));
	try(call(fcntl, p[1], F_SETPIPE_SZ, 1 << 20));
	try(call(tee, p[0], q[1], PG, 0));
	try(call(splice, p[0], 0, q[1], 0, PG + 1, 0));
	try(call(splice, q[0], 0, file, 0, 2 * PG, 0));
	try(call(sendfile64, q[1], file, 0, PG));
	try(call(lseek, file, 0, SEEK_SET));
	try(call(sendfile64, q[1], file, 0, PG));
	(void)put_user(v, FDS);
	try(call(vmsplice, q[1], FDS, 1, 0));
	try(call(vmsplice, q[0], FDS, 1, 0));
	try(call(copy_file_range, file, 0, file, 0, 10, 0));
	e = try(call(eventfd2, 1, O_NONBLOCK));
	ep = try(call(epoll_create1, 0));
	watch(ep, e);
	watch(ep, p[0]);
	poll_many(p[0]);
	select_many();
	lock(file);
	inotify();
}

static void every_object_may_be_missing(__unused void **state)
{
	static const struct story s = { .tell = story, .allowed = allowed, .least = 40, .most = 1000 };

	story_with_each_object_missing(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_object_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
