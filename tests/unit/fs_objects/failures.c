/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One story of everything here that allocates, told again and again with the n-th object missing:
 * what fails says so, and nothing is left behind (teardown counts).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "emu/script/script.h"
#include "fs/fs.h"
#include "kernel/slab.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uapi/epoll.h"
#include "uapi/inotify.h"
#include "uapi/mman.h"

#define PG ((uint64_t)PAGE_SIZE)
#define AREA 0x10000000ull

/* A system call of the task, by its definition. */
#define call(name, ...)                                                    \
	({                                                                 \
		extern const struct syscall sys_##name;                    \
		sys_##name.call((const uint64_t[6]){ __VA_ARGS__ });       \
	})

#define BUF AREA
#define FDS (AREA + 4 * PG)
#define EVENT (AREA + 5 * PG)
#define POLLFDS (AREA + 6 * PG)
#define SETS (AREA + 8 * PG)
#define TIMEOUT (AREA + 9 * PG)
#define FLOCK (AREA + 10 * PG)
#define NAME (AREA + 11 * PG)

static bool allowed(int64_t ret)
{
	return ret >= 0 || ret == -ENOMEM || ret == -ENFILE || ret == -ENOLCK ||
	       ret == -EBADF /* of what earlier failures did not open */ || ret == -EAGAIN ||
	       ret == -ENOENT || ret == -EINVAL || ret == -EFAULT;
}

/* The story is told on a task's stack: what is wrong is kept for the test's. */
static char wrong[200];

static int64_t try_(const char *what, int64_t ret)
{
	if (!allowed(ret))
		snprintf(wrong, sizeof(wrong), "%s = %ld", what, (long)ret);
	return ret;
}
#define try(expression) try_(#expression, expression)

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

static void close_all(void)
{
	for (int fd = files_next(current->files, 0); fd >= 0;
	     fd = files_next(current->files, fd + 1))
		fd_close(fd);
}

static void arm(unsigned long n)
{
	arena_fail_nth(kernel->arena, n);
}

/* The next allocation fails exactly if the count was not used up. */
static bool fired(unsigned long n)
{
	void *p[4000];
	unsigned long i;

	for (i = 0; i < min(n, ARRAY_SIZE(p)); i++) {
		p[i] = kmalloc(1);
		if (!p[i])
			break;
	}
	for (unsigned long k = 0; k < i; k++)
		kfree(p[k]);
	return i == n;
}

static void make_space(__unused void *arg)
{
	exec_mmap(mm_create(&abi_x64));
	current->abi = &abi_x64;
	do_mmap(current->mm, NULL, AREA, 16 * PG, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_POPULATE, 0);
}

struct told {
	unsigned long n;
	bool failed;
	size_t left; /* objects more than before */
	struct fs_counts before, after;
};

static void tell(void *arg)
{
	struct told *t = arg;
	size_t objects;

	close_all();
	fs_count(&t->before);
	objects = arena_objects(kernel->arena);
	arm(t->n);
	story();
	t->failed = fired(t->n);
	arm(0);
	close_all();
	fs_count(&t->after);
	t->left = arena_objects(kernel->arena) - objects;
}

static void every_object_may_be_missing(__unused void **state)
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1, .hostname = "test" };
	struct told t = { .failed = true };
	struct kernel *k;
	const char *why;

	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	assert_int_equal(kernel_call(k, make_space, NULL), 0);
	/* Once without a failure: what stays (a larger table of descriptors) is there then. */
	assert_int_equal(kernel_call(k, tell, &(struct told){ .n = 1000000 }), 0);
	while (t.failed) {
		t.n++;
		assert_int_equal(kernel_call(k, tell, &t), 0);
		assert_string_equal(wrong, "");
		assert_int_equal(t.left, 0);
		assert_memory_equal(&t.before, &t.after, sizeof(t.before));
	}
	assert_in_range(t.n, 40, 1000);
	kernel_destroy(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_object_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
