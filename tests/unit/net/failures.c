/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A story of sockets, told again and again with the n-th object missing: what fails says so, and
 * nothing is left behind, descriptors that are on their way in circles included.
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
#include "uapi/mman.h"
#include "uapi/socket.h"
#include "uapi/un.h"

#define PG ((uint64_t)PAGE_SIZE)
#define AREA 0x10000000ull

/* A system call of the task, by its definition. */
#define call(name, ...)                                                                            \
	({                                                                                         \
		extern const struct syscall sys_##name;                                            \
		sys_##name.call((const uint64_t[6]){ __VA_ARGS__ });                               \
	})

#define BUF AREA
#define FDS (AREA + 8 * PG)
#define NAME (AREA + 9 * PG)
#define HEADER (AREA + 10 * PG)
#define VECTOR (HEADER + 256)
#define CONTROL (HEADER + 512)
#define VALUE (HEADER + 2048)

static bool allowed(int64_t ret)
{
	return ret >= 0 || ret == -ENOMEM || ret == -ENFILE || ret == -ENOBUFS || ret == -EAGAIN ||
	       /* of what earlier failures did not make */
	       ret == -EBADF || ret == -ENOENT || ret == -EINVAL || ret == -ECONNREFUSED ||
	       ret == -ENOTCONN || ret == -EADDRINUSE || ret == -EPIPE || ret == -EEXIST;
}

/* The story is told on a task's stack: what is wrong is kept for the test's. */
static char wrong[200];

static int64_t try_(const char *what, int64_t ret)
{
	if (!allowed(ret) && !wrong[0])
		snprintf(wrong, sizeof(wrong), "%s = %ld", what, (long)ret);
	return ret;
}
#define try(expression) try_(#expression, expression)

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

static void close_all(void)
{
	for (int fd = files_next(current->files, 0); fd >= 0;
	     fd = files_next(current->files, fd + 1))
		fd_close(fd);
	call(unlink, NAME + UN_PATH);
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

	name("/tmp/s", 7);
	close_all();
	fs_count(&t->before);
	objects = arena_objects(kernel->arena);
	arena_fail_nth(kernel->arena, t->n);
	story();
	t->failed = fired(t->n);
	arena_fail_nth(kernel->arena, 0);
	name("/tmp/s", 7);
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
	assert_string_equal(wrong, "");
	while (t.failed) {
		t.n++;
		assert_int_equal(kernel_call(k, tell, &t), 0);
		assert_string_equal(wrong, "");
		assert_int_equal(t.left, 0);
		assert_memory_equal(&t.before, &t.after, sizeof(t.before));
	}
	assert_in_range(t.n, 100, 2000);
	kernel_destroy(k);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_object_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
