/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls by every way into the kernel, by name and by number, and what they say of themselves. */
#include "kit.h"

static const enum r3_way ways[] = { R3_BY_USUAL,     R3_BY_INT80,     R3_BY_SYSENTER,
				    R3_BY_SYSCALL32, R3_BY_SYSCALL64, R3_BY_TABLE };

#define FOR_EACH_WAY(t, w)                                                                \
	for (const enum r3_way *w = ways; w < ways + sizeof(ways) / sizeof(*ways); w++)   \
		if (r3_can_call_by(t, *w) && (r3_call_by(t, *w), 1))

static void every_way_leads_to_the_same_call(struct r3_task *t)
{
	unsigned n = 0;

	FOR_EACH_WAY(t, w) {
		r3_assert_result(t, r3_tid(t), SYS_getpid);
		n++;
	}
	assert_int_equal(n, r3_is_i386(t) ? 5 : 4);
}
R3_TEST_WITH(every_way_leads_to_the_same_call, R3_ONLY_RING3)

/* int $0x80 of 64-bit code has i386's table, and takes the halves of registers. */
static void six_arguments_arrive(struct r3_task *t)
{
	FOR_EACH_WAY(t, w) {
		const char *mmap = r3_is_i386(t) || *w == R3_BY_INT80 ? "mmap2" : "mmap";
		int fd = (int)r3_assert_ok(t, SYS_memfd_create, r3_string(t, "six"), 0);

		r3_assert_result(t, 0, SYS_ftruncate, fd, 8192);
		if (*w != R3_BY_INT80 || r3_is_i386(t))
			r3_assert_result(t, 4, SYS_pwrite64, fd, r3_bytes(t, "here", 4), 4, 4096);
		assert_int_equal(r3_call(t, mmap, 0x60000000, 4096, 1, 0x11, fd,
					 r3_is_i386(t) || *w == R3_BY_INT80 ? 1 : 4096),
				 0x60000000);
		if (*w != R3_BY_INT80 || r3_is_i386(t))
			r3_assert_memory(t, 0x60000000, "here", 4);
		r3_assert_result(t, 0, SYS_close, fd);
	}
}
R3_TEST(six_arguments_arrive)

/* A handler with SA_RESTART, and a stop: the call begins anew, by the way that it came. */
static void sleeps_and_restarts_by_every_way(struct r3_task *t)
{
	struct r3_task *other;
	unsigned n = 0;
	int fd[2];

	make_pipe(t, fd);
	other = r3_fork(t);
	r3_handle(t, SIGUSR1, SA_RESTART);
	FOR_EACH_WAY(t, w) {
		r3_ptr buf = r3_alloc(t, 4);

		r3_begin(t, SYS_read, fd[0], buf, 4);
		r3_assert_blocks(t);
		if (r3_world_of(t) == R3_ON_RING3)
			assert_string_equal(r3_blocked_in(t), "pipe_wait_readable");
		r3_assert_result(other, 0, SYS_kill, r3_tid(t), SIGUSR1);
		r3_assert_blocks(t);
		assert_int_equal(r3_handled(t, SIGUSR1), ++n);
		r3_assert_result(other, 0, SYS_kill, r3_tid(t), SIGSTOP);
		r3_assert_blocks(t);
		r3_assert_result(other, 0, SYS_kill, r3_tid(t), SIGCONT);
		r3_assert_blocks(t);
		r3_assert_result(other, 3, SYS_write, fd[1], r3_bytes(other, "abc", 3), 3);
		r3_assert_finished(t, 3);
		r3_assert_memory(t, buf, "abc", 3);
	}
}
R3_TEST(sleeps_and_restarts_by_every_way)

static void getppid_has_no_number_that_both_share(struct r3_task *t)
{
	assert_int_equal(r3_call_nr(t, "getppid"), r3_is_i386(t) ? 64 : 110);
	assert_int_equal(r3_call_nr(t, "SYS_getppid"), r3_call_nr(t, "__NR_getppid"));
	assert_int_equal(r3_call(t, r3_is_i386(t) ? "64" : "110"), r3_syscall(t, SYS_getppid));
	assert_true(r3_has_call(t, "arch_prctl"));
	assert_int_equal(r3_has_call(t, "socketcall"), r3_is_i386(t));
	assert_false(r3_has_call(t, "no_such_call"));
	r3_assert_errno(t, ENOSYS, 2000, 1, 2, 3);
}
R3_TEST(getppid_has_no_number_that_both_share)

static void a_call_describes_itself(struct r3_task *t)
{
	r3_ptr name = r3_string(t, "nothing\n");

	r3_assert_errno(t, ENOENT, SYS_openat, AT_FDCWD, name, O_RDWR | O_CLOEXEC);
	assert_string_equal(r3_last_call(t), "openat(AT_FDCWD, \"nothing\\n\", O_RDWR|O_CLOEXEC) = "
					     "-1 ENOENT (No such file or directory)");
	r3_assert_ok(t, SYS_pipe2, r3_alloc(t, 8), 0);
	assert_string_equal(r3_last_call(t), "pipe2([0, 1], 0) = 0");
	r3_assert_errno(t, EFAULT, SYS_pipe2, R3_BAD_PTR, 0);
	assert_string_equal(r3_last_call(t), "pipe2(0xdead0000, 0) = -1 EFAULT (Bad address)");
}
R3_TEST_WITH(a_call_describes_itself, R3_ONLY_RING3)

/* Of i386, results beyond 2 GiB are no errors, and what is one is negative. */
static void results_are_as_the_kernel_has_them(struct r3_task *t)
{
	int64_t at = r3_call(t, r3_is_i386(t) ? "mmap2" : "mmap", 0, 4096, 3, 0x22, -1, 0);

	assert_true(at > 0x1000000);
	r3_assert_errno(t, EBADF, SYS_close, -1);
	r3_assert_result(t, -EBADF, SYS_close, 99);
}
R3_TEST(results_are_as_the_kernel_has_them)

static void every_test_begins_alike(struct r3_task *t)
{
	r3_assert_fds(t, 0);
	r3_assert_result(t, 022, SYS_umask, 077);
	r3_assert_no_file(t, "left");
	r3_make_file(t, "left", "x", 1, 0644);
	assert_int_equal(r3_open(t, "left", O_RDONLY), 0);
	assert_true(r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid") > 0);
}
R3_TEST(every_test_begins_alike)
static void and_the_next_one_too(struct r3_task *t)
{
	every_test_begins_alike(t);
}
R3_TEST(and_the_next_one_too)

static void root_may(struct r3_task *t)
{
	assert_int_equal(r3_call(t, r3_is_i386(t) ? "getuid32" : "getuid"), 0);
	r3_assert_result(t, 0, SYS_sethostname, r3_string(t, "name"), 4);
}
R3_TEST_WITH(root_may, R3_ROOT)
static void others_may_not(struct r3_task *t)
{
	r3_assert_errno(t, EPERM, SYS_sethostname, r3_string(t, "name"), 4);
}
R3_TEST(others_may_not)

static void only_64(struct r3_task *t)
{
	assert_int_equal(r3_word(t), 8);
}
R3_TEST_64(only_64)
static void only_32(struct r3_task *t)
{
	assert_int_equal(r3_word(t), 4);
}
R3_TEST_32(only_32)

static void the_first_task_may_end(struct r3_task *t)
{
	int status;

	r3_syscall(t, SYS_exit, 3);
	assert_true(r3_has_ended(t, &status));
	assert_int_equal(status, 0x300);
}
R3_TEST(the_first_task_may_end)

static void the_machine_is_to_be_had(struct r3_task *t)
{
	struct r3_machine *m = r3_machine_of(t);
	char buf[8];

	assert_int_equal(r3_world_of(t), R3_ON_RING3);
	assert_int_equal(r3_first_task(m), r3_tid(t));
	r3_make_file(t, "a", "text", 4, 0600);
	assert_int_equal(r3_read_file(m, "/test/a", 0, buf, 8), 4);
}
R3_TEST_WITH(the_machine_is_to_be_had, R3_ONLY_RING3)

KIT_MAIN
