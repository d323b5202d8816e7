/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Many calls, each with its first allocation failing, its second ..., likewise frames and copies:
 * nobody is left asleep, nothing is left over when all tasks have ended, and what the call says is
 * one of the errors of too little memory or bad addresses, or what it says otherwise.
 */
#include "kit.h"

/* What arguments can be made of. */
struct things {
	r3_ptr buf, a, new_name, address, vec, words;
};

struct one {
	const char *call;
	int64_t args[6];
};

static bool is_shortage(int64_t r)
{
	return r == -ENOMEM || r == -ENFILE || r == -EFAULT || r == -EAGAIN || r == -ENOSPC ||
	       r == -ENOBUFS || r == -ENOLCK;
}

static void make_call(struct r3_task *t, unsigned n, void *ctx)
{
	const struct one *o = ctx;
	const int64_t *a = o->args;
	int64_t r;

	(void)n;
	r3_begin_at(R3_HERE, t, o->call, a[0], a[1], a[2], a[3], a[4], a[5]);
	if (r3_blocks(t)) /* for its child */
		assert_string_equal(o->call, "vfork");
	else if (r3_has_ended(t, NULL)) /* behind the point of no return */
		assert_string_equal(o->call, "execve");
	else if ((r = r3_finish(t)) < 0 && !is_shortage(r))
		fail_msg("%s", r3_last_call(t));
}

static void sweep(struct r3_task *t, struct one *o)
{
	if (!r3_has_call(t, o->call))
		return;
	r3_sweep_failing(t, R3_FAIL_ALLOC, make_call, o);
	r3_sweep_failing(t, R3_FAIL_FRAME, make_call, o);
	r3_sweep_failing(t, R3_FAIL_COPY, make_call, o);
}

/* Descriptors 0 to 8: a file, a directory, an epoll, a pipe, an inotify, a pair of sockets, a socket. */
static struct things furnish(struct r3_task *t)
{
	struct things h;

	r3_make_file(t, "a", "abcdef", 6, 0644);
	r3_open(t, "a", O_RDWR);
	r3_assert_ok(t, SYS_mkdir, r3_string(t, "d"), 0755);
	r3_open(t, "d", O_RDONLY);
	h.buf = r3_alloc(t, 4096);
	r3_assert_result(t, 2, SYS_epoll_create1, 0);
	r3_assert_ok(t, SYS_pipe2, h.buf, 0);
	r3_assert_result(t, 5, SYS_inotify_init1, 0);
	r3_assert_ok(t, SYS_socketpair, 1, 1, 0, h.buf);
	r3_assert_result(t, 8, SYS_socket, 1, 1, 0);
	h.a = r3_string(t, "a");
	h.new_name = r3_string(t, "new");
	h.address = r3_bytes(t, "\1\0sock", 7);
	h.vec = r3_words(t, 4, (int64_t)h.buf, (int64_t)8, (int64_t)h.buf, (int64_t)8);
	h.words = r3_words(t, 4, (int64_t)1, (int64_t)0, (int64_t)1, (int64_t)0);
	return h;
}

static void files(struct r3_task *t)
{
	struct things h = furnish(t);
	struct one list[] = {
		{ "openat", { AT_FDCWD, (int64_t)h.a, O_RDWR } },
		{ "openat", { AT_FDCWD, (int64_t)h.new_name, O_RDWR | O_CREAT, 0644 } },
		{ "mkdir", { (int64_t)h.new_name, 0755 } },
		{ "symlink", { (int64_t)h.a, (int64_t)h.new_name } },
		{ "link", { (int64_t)h.a, (int64_t)h.new_name } },
		{ "rename", { (int64_t)h.a, (int64_t)h.new_name } },
		{ "unlink", { (int64_t)h.a } },
		{ "mknod", { (int64_t)h.new_name, 0010644 } },
		{ "getdents64", { 1, (int64_t)h.buf, 4096 } },
		{ "getcwd", { (int64_t)h.buf, 4096 } },
		{ "stat", { (int64_t)h.a, (int64_t)h.buf } },
		{ "statx", { AT_FDCWD, (int64_t)h.a, 0, 0xfff, (int64_t)h.buf } },
		{ "truncate", { (int64_t)h.a, 100000 } },
		{ "writev", { 0, (int64_t)h.vec, 2 } },
		{ "readv", { 0, (int64_t)h.vec, 2 } },
		{ "flock", { 0, 2 } },
		{ "fcntl", { 0, F_SETLK, (int64_t)h.words } },
		{ "inotify_add_watch", { 5, (int64_t)h.a, 2 } },
		{ "sendfile", { 4, 0, 0, 6 } },
		{ "splice", { 0, 0, 4, 0, 6, 0 } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		sweep(t, &list[i]);
}
R3_TEST_WITH(files, R3_ONLY_RING3)

static void descriptors(struct r3_task *t)
{
	struct things h = furnish(t);
	struct one list[] = {
		{ "pipe2", { (int64_t)h.buf } },
		{ "eventfd2", { 0 } },
		{ "timerfd_create", { 1, 0 } },
		{ "epoll_create1", { 0 } },
		{ "epoll_ctl", { 2, 1, 3, (int64_t)h.vec } },
		{ "inotify_init1", { 0 } },
		{ "signalfd4", { -1, (int64_t)h.words, 8, 0 } },
		{ "memfd_create", { (int64_t)h.a, 0 } },
		{ "socketpair", { 1, 1, 0, (int64_t)h.buf } },
		{ "bind", { 8, (int64_t)h.address, 7 } },
		{ "sendto", { 6, (int64_t)h.buf, 100 } },
		{ "dup", { 0 } },
		{ "dup2", { 0, 500 } },
		{ "fcntl", { 0, F_DUPFD, 300 } },
		{ "close_range", { 3, 100, 2 } },
		{ "pidfd_open", { r3_tid(t), 0 } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		sweep(t, &list[i]);
}
R3_TEST_WITH(descriptors, R3_ONLY_RING3)

static void tasks_and_memory(struct r3_task *t)
{
	struct things h = furnish(t);
	int64_t page = (int64_t)h.buf;
	struct one list[] = {
		{ "fork", { 0 } },
		{ "vfork", { 0 } },
		{ "clone", { 0x10f00 | 0x40000 } },
		{ "unshare", { 0x200 } },
		{ "unshare", { 0x400 } },
		{ "execve", { (int64_t)r3_string(t, "/kit"), 0, 0 } },
		{ "timer_create", { 1, 0, page } },
		{ "setitimer", { 0, (int64_t)h.vec, 0 } },
		{ "mprotect", { page, 4096, 1 } },
		{ "munmap", { page, 4096 } },
		{ "mremap", { page, 4096, 65536, 1 } },
		{ "mmap2", { 0, 65536, 3, 0x8022, -1, 0 } },
		{ "brk", { 0x9000000 } },
		{ "mlock", { page, 4096 } },
		{ "process_vm_readv", { r3_tid(t), (int64_t)h.vec, 2, (int64_t)h.vec, 2, 0 } },
		{ "prctl", { 15, (int64_t)h.a } },
		{ "select", { 8, (int64_t)h.words, 0, 0, (int64_t)h.vec } },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		sweep(t, &list[i]);
}
R3_TEST_WITH(tasks_and_memory, R3_ONLY_RING3)

KIT_MAIN
