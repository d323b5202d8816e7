/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests that fail, each in another way: what they print is compared with fails.expected. */
#include <sys/mman.h>

#include "kit.h"

static void passes(struct r3_task *t)
{
	r3_assert_ok(t, SYS_getpid);
}
R3_TEST(passes)

static void wrong_errno(struct r3_task *t)
{
	int fd = r3_open(t, "a", O_CREAT | O_RDWR);

	r3_assert_result(t, 1, SYS_write, fd, r3_bytes(t, "x", 1), 1);
	r3_assert_result(t, 0, SYS_lseek, fd, 0, SEEK_SET);
	r3_assert_errno(t, EBADF, SYS_read, fd, R3_BAD_PTR, 16);
}
R3_TEST(wrong_errno)

static void wrong_result(struct r3_task *t)
{
	r3_make_file(t, "a", "a \"text\"\n", 9, 0644);
	r3_assert_result(t, 16, SYS_read, r3_open(t, "a", O_RDONLY), r3_alloc(t, 16), 16);
}
R3_TEST(wrong_result)

static void no_success(struct r3_task *t)
{
	r3_assert_ok(t, SYS_openat, AT_FDCWD, r3_string(t, "nothing"), O_RDONLY);
}
R3_TEST(no_success)

static void sleeps_unexpectedly(struct r3_task *t)
{
	int fd[2];

	make_pipe(t, fd);
	r3_syscall(t, SYS_read, fd[0], r3_alloc(t, 1), 1);
}
R3_TEST(sleeps_unexpectedly)

static void does_not_sleep(struct r3_task *t)
{
	r3_begin(t, SYS_close, 7);
	r3_assert_blocks(t);
}
R3_TEST(does_not_sleep)

static void no_such_call(struct r3_task *t)
{
	r3_syscall(t, SYS_frobnicate, 1, 2);
}
R3_TEST(no_such_call)

static void still_in_a_call(struct r3_task *t)
{
	r3_begin(t, SYS_pause);
	r3_syscall(t, SYS_getpid);
}
R3_TEST(still_in_a_call)

static void has_ended(struct r3_task *t)
{
	r3_end(t, 3);
	r3_syscall(t, SYS_getpid);
}
R3_TEST(has_ended)

static void memory_differs(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "the quick brown fox\njumps\1", 26);

	r3_assert_memory(t, p, "the quick brown box\njumps\1", 26);
}
R3_TEST(memory_differs)

static void memory_is_not_there(struct r3_task *t)
{
	r3_assert_string(t, r3_bytes(t, "abc", 3), "abcd");
}
R3_TEST(memory_is_not_there)

static void no_memory_while_asleep(struct r3_task *t)
{
	r3_begin(t, SYS_pause);
	r3_alloc(t, 1);
}
R3_TEST(no_memory_while_asleep)

static void file_differs(struct r3_task *t)
{
	r3_make_file(t, "a", "some text", 9, 0644);
	r3_assert_file(t, "a", "some test or other", 18);
}
R3_TEST(file_differs)

static void file_is_there(struct r3_task *t)
{
	r3_make_file(t, "a", NULL, 0, 0644);
	r3_assert_no_file(t, "a");
}
R3_TEST(file_is_there)

static void file_is_not_there(struct r3_task *t)
{
	r3_assert_file(t, "a", "", 0);
}
R3_TEST(file_is_not_there)

static void cannot_open(struct r3_task *t)
{
	r3_open(t, "/nothing", O_RDWR);
}
R3_TEST(cannot_open)

static void is_closed(struct r3_task *t)
{
	r3_assert_open(t, 4);
}
R3_TEST(is_closed)

static void is_open(struct r3_task *t)
{
	r3_open(t, "a", O_CREAT);
	r3_assert_closed(t, 0);
}
R3_TEST(is_open)

static void other_count_of_fds(struct r3_task *t)
{
	r3_assert_fds(t, 3);
}
R3_TEST(other_count_of_fds)

static void signal_is_not_pending(struct r3_task *t)
{
	r3_assert_pending(t, SIGUSR1);
}
R3_TEST(signal_is_not_pending)

static void a_turn_for_nothing(struct r3_task *t)
{
	struct r3_task *b = r3_fork(t);
	int fd[2];

	make_pipe(t, fd);
	r3_begin_later(t, SYS_read, fd[0], 0, 1);
	r3_begin_later(b, SYS_getpid);
	r3_schedule(t, "A B A");
}
R3_TEST(a_turn_for_nothing)

static void nobody_of_that_name(struct r3_task *t)
{
	r3_begin_later(t, SYS_getpid);
	r3_schedule(t, "A Q");
}
R3_TEST(nobody_of_that_name)

static void nothing_begun(struct r3_task *t)
{
	r3_schedule(t, "A");
}
R3_TEST(nothing_begun)

static void no_such_way(struct r3_task *t)
{
	r3_call_by(t, r3_is_i386(t) ? R3_BY_SYSCALL64 : R3_BY_SYSENTER);
}
R3_TEST(no_such_way)

static void no_child(struct r3_task *t)
{
	r3_adopt(t, 77);
}
R3_TEST(no_child)

/* A handler that is where the signal comes from again and again. */
static void runs_for_ever(struct r3_task *t)
{
	static const uint8_t loop[] = { 0xeb, 0xfe };
	r3_ptr code = 0x60000000;

	assert_int_equal(r3_call(t, r3_is_i386(t) ? "mmap2" : "mmap", code, 4096,
				 PROT_READ | PROT_WRITE | PROT_EXEC,
				 MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0),
			 code);
	r3_put(t, code, loop, sizeof(loop));
	r3_assert_result(t, 0, SYS_rt_sigaction, SIGUSR1,
			 r3_words(t, 5, (int64_t)code, (int64_t)0x04000000, (int64_t)0, (int64_t)0,
				  (int64_t)0),
			 0, 8);
	r3_syscall(t, SYS_kill, r3_tid(t), SIGUSR1);
}
R3_TEST(runs_for_ever)

static void plain_cmocka(struct r3_task *t)
{
	assert_int_equal(r3_word(t), 5);
}
R3_TEST(plain_cmocka)

KIT_MAIN
