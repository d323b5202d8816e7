/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several tasks that go on when they are told to, signals between them, and time. */
#include <linux/futex.h>
#include <sys/wait.h>

#include "kit.h"

#define SECOND 1000000000ull

static void a_read_waits_for_the_write(struct r3_task *a)
{
	r3_ptr buf = r3_alloc(a, 16);
	struct r3_task *b;
	int fd[2];

	make_pipe(a, fd);
	b = r3_fork(a);
	r3_begin(a, SYS_read, fd[0], buf, 16);
	assert_true(r3_blocks(a));
	r3_assert_result(b, 5, SYS_write, fd[1], r3_bytes(b, "hello", 5), 5);
	assert_false(r3_blocks(a));
	r3_assert_finished(a, 5);
	r3_assert_memory(a, buf, "hello", 5);
	assert_string_equal(r3_blocked_in(a), "");
}
R3_TEST(a_read_waits_for_the_write)

static void a_parent_waits_for_its_child(struct r3_task *a)
{
	r3_ptr status = r3_alloc(a, 4);
	struct r3_task *b = r3_fork(a);
	int code;

	r3_assert_result(b, r3_tid(a), SYS_getppid);
	r3_begin(a, SYS_wait4, -1, status, 0, 0);
	r3_assert_blocks(a);
	assert_false(r3_has_ended(b, NULL));
	r3_end(b, 3);
	assert_true(r3_has_ended(b, &code));
	if (r3_world_of(a) == R3_ON_RING3) /* on the host it was for the parent alone */
		assert_int_equal(code, 0x300);
	assert_int_equal(r3_finish(a), r3_tid(b));
	assert_int_equal(r3_get_u32(a, status), 0x300);
	r3_assert_errno(a, ECHILD, SYS_wait4, -1, 0, 0, 0);
}
R3_TEST(a_parent_waits_for_its_child)

static void memory_of_a_child_is_a_copy(struct r3_task *a)
{
	r3_ptr p = r3_bytes(a, "parent", 6);
	struct r3_task *b = r3_fork(a), *c = r3_thread(a);

	r3_put(b, p, "child!", 6);
	r3_assert_memory(a, p, "parent", 6);
	r3_assert_memory(b, p, "child!", 6);
	r3_put(c, p, "thread", 6);
	r3_assert_memory(a, p, "thread", 6);
	assert_int_equal(r3_syscall(c, SYS_getpid), r3_tid(a));
}
R3_TEST(memory_of_a_child_is_a_copy)

static void turns_are_taken_as_told(struct r3_task *a)
{
	r3_ptr word = r3_alloc(a, 4);
	struct r3_task *b = r3_thread(a), *c = r3_thread(a);

	r3_begin_later(a, SYS_futex, word, FUTEX_WAIT, 0, 0);
	r3_begin_later(b, SYS_futex, word, FUTEX_WAIT, 0, 0);
	r3_begin_later(c, SYS_futex, word, FUTEX_WAKE, 1);
	r3_schedule(a, "B A C");
	r3_assert_finished(c, 1);
	r3_assert_finished(b, 0);
	r3_assert_blocks(a);
	r3_begin_later(c, SYS_futex, word, FUTEX_WAKE, 9);
	r3_settle(a);
	r3_assert_finished(a, 0);
}
R3_TEST_WITH(turns_are_taken_as_told, R3_ONLY_RING3)

/* Who has been woken goes on only when it is its turn. */
static void the_woken_one_waits_for_its_turn(struct r3_task *a)
{
	struct r3_task *b, *c;
	int fd[2];

	make_pipe(a, fd);
	b = r3_fork(a);
	c = r3_fork(a);
	r3_begin(a, SYS_read, fd[0], r3_alloc(b, 4), 4);
	r3_assert_blocks(a);
	r3_assert_result(b, 1, SYS_write, fd[1], r3_bytes(b, "x", 1), 1);
	r3_assert_result(c, 1, SYS_read, fd[0], r3_alloc(c, 4), 4); /* it was not a's turn */
	r3_assert_blocks(a);
	r3_end(b, 0);
	r3_end(c, 0);
}
R3_TEST_WITH(the_woken_one_waits_for_its_turn, R3_ONLY_RING3)

static void a_thread_gives_memory_while_another_sleeps(struct r3_task *a)
{
	r3_ptr word = r3_alloc(a, 4), p;
	struct r3_task *b = r3_thread(a);

	r3_begin(a, SYS_futex, word, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(a);
	p = r3_string(a, "by b");
	r3_assert_string(b, p, "by b");
}
R3_TEST(a_thread_gives_memory_while_another_sleeps)

static void vfork_waits_for_the_end_of_the_child(struct r3_task *a)
{
	struct r3_task *b;

	r3_begin(a, SYS_vfork);
	r3_assert_blocks(a);
	b = r3_adopt(a, 0);
	r3_assert_blocks(a);
	r3_end(b, 0);
	assert_int_equal(r3_finish(a), r3_tid(b));
}
R3_TEST(vfork_waits_for_the_end_of_the_child)

static void signals_come_at_the_turn_of_their_task(struct r3_task *a)
{
	struct r3_task *b;
	int code;

	r3_handle(a, SIGUSR1, 0);
	b = r3_fork(a);
	r3_assert_result(a, 0, SYS_kill, r3_tid(b), SIGUSR1);
	assert_int_equal(r3_handled(b, SIGUSR1), 1);
	assert_int_equal(r3_handled(a, SIGUSR1), 0);
	r3_begin(b, SYS_pause);
	r3_assert_blocks(b);
	r3_assert_result(a, 0, SYS_kill, r3_tid(b), SIGUSR1);
	r3_assert_finished(b, -EINTR);
	assert_int_equal(r3_handled(b, SIGUSR1), 2);
	r3_assert_result(a, 0, SYS_kill, r3_tid(b), SIGKILL);
	assert_true(r3_has_ended(b, &code));
	assert_int_equal(code, SIGKILL);
}
R3_TEST(signals_come_at_the_turn_of_their_task)

static void blocked_signals_are_pending(struct r3_task *t)
{
	uint64_t set = 1ull << (SIGUSR2 - 1);

	r3_assert_result(t, 0, SYS_rt_sigprocmask, SIG_BLOCK, r3_bytes(t, &set, 8), 0, 8);
	r3_assert_not_pending(t, SIGUSR2);
	r3_assert_result(t, 0, SYS_kill, r3_tid(t), SIGUSR2);
	r3_assert_pending(t, SIGUSR2);
	r3_assert_not_pending(t, SIGUSR1);
}
R3_TEST(blocked_signals_are_pending)

/* --- time --- */

static void time_stands_still(struct r3_task *t)
{
	r3_ptr ts = r3_alloc(t, 2 * r3_word(t));
	uint64_t sec, nsec;

	r3_assert_result(t, 0, SYS_clock_gettime, 1, ts);
	sec = r3_get_word(t, ts, 0);
	nsec = r3_get_word(t, ts, 1);
	for (int i = 0; i < 100; i++)
		r3_assert_ok(t, SYS_sched_yield);
	r3_assert_result(t, 0, SYS_clock_gettime, 1, ts);
	assert_int_equal(r3_get_word(t, ts, 0), sec);
	assert_int_equal(r3_get_word(t, ts, 1), nsec);
	r3_advance(t, 3600 * SECOND + 5);
	r3_assert_result(t, 0, SYS_clock_gettime, 1, ts);
	assert_int_equal(r3_get_word(t, ts, 0), sec + 3600);
	assert_int_equal(r3_get_word(t, ts, 1), nsec + 5);
}
R3_TEST_WITH(time_stands_still, R3_ONLY_RING3)

static void a_sleep_ends_at_its_time_and_not_before(struct r3_task *t)
{
	r3_begin(t, SYS_nanosleep, r3_words(t, 2, (int64_t)10, (int64_t)0), 0);
	r3_assert_blocks(t);
	r3_advance(t, 10 * SECOND - 1);
	r3_assert_blocks(t);
	r3_advance(t, 1);
	r3_assert_finished(t, 0);
}
R3_TEST_WITH(a_sleep_ends_at_its_time_and_not_before, R3_ONLY_RING3)

static void timeouts_come_by_hand(struct r3_task *t)
{
	int fd[2];

	make_pipe(t, fd);
	r3_begin(t, SYS_poll, r3_words(t, 1, (int64_t)fd[0] | (int64_t)1 << 32), 0, 500);
	r3_assert_blocks(t);
	r3_advance(t, SECOND / 2);
	r3_assert_finished(t, 0);
	r3_begin(t, SYS_alarm, 2);
	r3_assert_finished(t, 0);
	r3_handle(t, SIGALRM, 0);
	r3_advance(t, SECOND);
	assert_int_equal(r3_handled(t, SIGALRM), 0);
	r3_advance(t, SECOND);
	assert_int_equal(r3_handled(t, SIGALRM), 1);
}
R3_TEST_WITH(timeouts_come_by_hand, R3_ONLY_64)

static void many_tasks(struct r3_task *t)
{
	struct r3_task *last = t;

	for (int i = 0; i < 25; i++)
		last = r3_fork(t);
	r3_assert_result(last, r3_tid(last), SYS_getpid);
	r3_begin_later(last, SYS_getppid);
	r3_schedule(t, "Z");
	r3_assert_finished(last, r3_tid(t));
}
R3_TEST(many_tasks)

KIT_MAIN
