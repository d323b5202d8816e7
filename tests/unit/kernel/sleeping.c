/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls that sleep, on kernel stacks and with the real scheduler: two tasks of one address space,
 * each playing a function instead of running a program.
 */
#include "emu/script/script.h"
#include "kernel/futex.h"
#include "kernel/sched.h"
#include "kernel/time.h"
#include "machine.h"
#include "uapi/futex.h"
#include "uapi/sched.h"

#define WORD AREA
#define OTHER (AREA + 64)

static struct {
	struct task *second;
	long results[8]; /* of the second task */
	int n_results;
	bool second_done;
} scene;

static void start_second(void (*fn)(void *arg))
{
	struct task *t = task_create_init();

	assert_non_null(t);
	t->pid = t->tgid = 77;
	t->signal->pgrp = t->signal->session = 77;
	t->mm = current->mm;
	mm_get(t->mm);
	scene.second = t;
	task_start_kernel(t, fn, NULL);
	yield(); /* it goes first, until it sleeps */
}

static void note(long result)
{
	scene.results[scene.n_results++] = result;
}

/* Lets the other one run until it sleeps or is done. */
static void let_others_run(void)
{
	yield();
	yield();
}

static void wait_for_second(void)
{
	for (int i = 0; i < 100000 && !scene.second_done; i++)
		yield();
	assert_true(scene.second_done);
}

/* Runs fn as the first task of a fresh machine. */
static void play(void (*fn)(void *arg))
{
	struct kernel_config config = { .mem_size = 64 << 20, .seed = 1 };
	struct kernel *k;
	const char *why;

	memset(&scene, 0, sizeof(scene));
	assert_int_equal(kernel_boot(&k, &config, &script_cpu, &why), 0);
	assert_int_equal(kernel_call(k, fn, NULL), 0);
	kernel_destroy(k);
}

static void begin(void)
{
	current->mm = mm_create(&abi_x64);
	assert_non_null(current->mm);
	assert_int_equal(call(mmap, AREA, PG, RW, ANON | MAP_FIXED, -1, 0), AREA);
}

static long futex(uaddr_t word, int op, uint32_t val, uint64_t arg, uaddr_t other, uint32_t val3)
{
	return call(futex, word, op, val, arg, other, val3);
}

/* --- sleeping --- */

static void sleep_a_while(__unused void *arg)
{
	int64_t ts[2] = { 0, 5000000 };
	uint64_t start;

	begin();
	assert_int_equal(copy_to_user(AREA, ts, sizeof(ts)), 0);
	start = ktime_get();
	assert_int_equal(call(nanosleep, AREA, 0), 0);
	assert_true(ktime_get() - start >= 5000000);
}

static void a_sleep_is_long_enough(__unused void **state)
{
	play(sleep_a_while);
}

static void be_interrupted(__unused void *arg)
{
	int64_t ts[2] = { 100, 0 }, left[2];

	assert_int_equal(copy_to_user(AREA, ts, sizeof(ts)), 0);
	note(call(nanosleep, AREA, AREA + 32));
	assert_int_equal(copy_from_user(left, AREA + 32, sizeof(left)), 0);
	note(left[0]);
	/* As entry/ does when no handler is there after all. */
	flush_sigqueue(&current->pending);
	recalc_sigpending();
	kernel->boot_ns -= 200000000000ull;
	note(current->restart.fn(current->restart.arg));
	scene.second_done = true;
}

static void interrupt_other(__unused void *arg)
{
	struct ksiginfo info = { .signo = SIGUSR1 };

	begin();
	start_second(be_interrupted);
	scene.second->sighand->action[SIGUSR1 - 1].handler = 0x1000;
	send_signal_info(&info, scene.second, false);
	wait_for_second();
	assert_int_equal(scene.results[0], -ERESTART_RESTARTBLOCK);
	assert_in_range(scene.results[1], 98, 99);
	assert_int_equal(scene.results[2], 0);
}

static void a_signal_interrupts_a_sleep_that_can_go_on(__unused void **state)
{
	play(interrupt_other);
}

/* --- futexes --- */

static void wait_twice(__unused void *arg)
{
	note(futex(WORD, FUTEX_WAIT | FUTEX_PRIVATE_FLAG, 0, 0, 0, 0));
	note(futex(WORD, FUTEX_WAIT_BITSET, 0, 0, 0, 4));
	scene.second_done = true;
}

static void wake_twice(__unused void *arg)
{
	begin();
	start_second(wait_twice);
	assert_int_equal(futex(OTHER, FUTEX_WAKE, 1, 0, 0, 0), 0);
	assert_int_equal(futex(WORD, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 5, 0, 0, 0), 1);
	assert_int_equal(futex(WORD, FUTEX_WAKE, 5, 0, 0, 0), 0);
	let_others_run();
	assert_int_equal(scene.n_results, 1);
	assert_int_equal(futex(WORD, FUTEX_WAKE_BITSET, 5, 0, 0, 3), 0);
	assert_int_equal(futex(WORD, FUTEX_WAKE_BITSET, 5, 0, 0, 6), 1);
	wait_for_second();
	assert_int_equal(scene.results[0], 0);
	assert_int_equal(scene.results[1], 0);
}

static void a_waiter_is_woken_by_its_word_and_bits(__unused void **state)
{
	play(wake_twice);
}

static void move_it(__unused void *arg)
{
	begin();
	start_second(wait_twice);
	assert_int_equal(futex(WORD, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 0, 1, OTHER, 1), -EAGAIN);
	assert_int_equal(futex(WORD, FUTEX_CMP_REQUEUE | FUTEX_PRIVATE_FLAG, 0, 1, OTHER, 0), 1);
	assert_int_equal(futex(WORD, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0), 0);
	assert_int_equal(futex(OTHER, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0), 1);
	let_others_run();
	/* Now it waits on WORD again: wake there, and OTHER only if what was in it was 1. */
	assert_int_equal(futex(OTHER, FUTEX_WAKE_OP, 1, 1, WORD,
			       FUTEX_OP_ADD << 28 | FUTEX_OP_CMP_EQ << 24 | 7 << 12 | 1), 0);
	assert_int_equal(futex(OTHER, FUTEX_WAKE_OP, 1, 1, WORD,
			       FUTEX_OP_ADD << 28 | FUTEX_OP_CMP_EQ << 24 | 1 << 12 | 7), 1);
	wait_for_second();
	assert_int_equal(scene.results[0], 0);
	assert_int_equal(scene.results[1], 0);
}

static void a_waiter_can_be_moved_to_another_word(__unused void **state)
{
	play(move_it);
}

static void wait_for_any(__unused void *arg)
{
	struct linux_futex_waitv w[3] = { { 0, WORD, FUTEX2_SIZE_U32, 0 },
					  { 0, OTHER, FUTEX2_SIZE_U32 | FUTEX2_PRIVATE, 0 },
					  { 0, WORD + 4, FUTEX2_SIZE_U32, 0 } };

	assert_int_equal(copy_to_user(AREA + 256, w, sizeof(w)), 0);
	note(call(futex_waitv, AREA + 256, 3, 0, 0, 0));
	scene.second_done = true;
}

static void wake_one_of_many(__unused void *arg)
{
	begin();
	start_second(wait_for_any);
	assert_int_equal(futex(OTHER, FUTEX_WAKE, 1, 0, 0, 0), 0); /* named as shared: another */
	assert_int_equal(futex(OTHER, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0), 1);
	wait_for_second();
	assert_int_equal(scene.results[0], 1);
	assert_int_equal(futex(WORD, FUTEX_WAKE, 1, 0, 0, 0), 0);
}

static void one_of_many_is_enough(__unused void **state)
{
	play(wake_one_of_many);
}

/* Two mappings of one file: the same word, and another file's is not. */
static void wait_in_file(__unused void *arg)
{
	note(futex(AREA + 4 * PG, FUTEX_WAIT, 'a' * 0x01010101u, 0, 0, 0));
	scene.second_done = true;
}

static void wake_in_file(__unused void *arg)
{
	int fd, other;

	begin();
	fd = make_file(PG);
	other = make_file(PG);
	call(mmap, AREA + 4 * PG, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0);
	call(mmap, AREA + 6 * PG, PG, RW, MAP_SHARED | MAP_FIXED, fd, 0);
	call(mmap, AREA + 8 * PG, PG, RW, MAP_SHARED | MAP_FIXED, other, 0);
	start_second(wait_in_file);
	assert_int_equal(futex(AREA + 8 * PG, FUTEX_WAKE, 1, 0, 0, 0), 0);
	assert_int_equal(futex(AREA + 6 * PG, FUTEX_WAKE | FUTEX_PRIVATE_FLAG, 1, 0, 0, 0), 0);
	assert_int_equal(futex(AREA + 6 * PG, FUTEX_WAKE, 1, 0, 0, 0), 1);
	wait_for_second();
	assert_int_equal(scene.results[0], 0);
}

static void a_shared_word_is_the_files(__unused void **state)
{
	play(wake_in_file);
}

/* --- priorities --- */

#define NR_RIVALS 4

static struct {
	struct task *task[NR_RIVALS];
	int order[NR_RIVALS], n;
} rivals;

static void lock_and_note(void *arg)
{
	note(futex(WORD, FUTEX_LOCK_PI, 0, 0, 0, 0));
	rivals.order[rivals.n++] = (int)(uintptr_t)arg;
	futex(WORD, FUTEX_UNLOCK_PI, 0, 0, 0, 0);
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule();
	}
}

static void wait_and_note(void *arg)
{
	note(futex(OTHER, FUTEX_WAIT, 0, 0, 0, 0));
	rivals.order[rivals.n++] = (int)(uintptr_t)arg;
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule();
	}
}

/* The second and fourth have real-time priorities; the fourth the higher one. */
static void start_rivals(void (*fn)(void *arg))
{
	static const int priority[NR_RIVALS] = { 0, 10, 0, 20 };

	memset(&rivals, 0, sizeof(rivals));
	for (int i = 0; i < NR_RIVALS; i++) {
		struct task *t = task_create_init();

		assert_non_null(t);
		t->mm = current->mm;
		mm_get(t->mm);
		if (priority[i])
			rq_set_policy(t, SCHED_FIFO, priority[i], 0);
		rivals.task[i] = t;
		task_start_kernel(t, fn, (void *)(uintptr_t)i);
		yield();
	}
}

static void check_order(void)
{
	static const int expected[NR_RIVALS] = { 3, 1, 0, 2 };

	for (int i = 0; i < 50 && rivals.n < NR_RIVALS; i++)
		yield();
	assert_int_equal(rivals.n, NR_RIVALS);
	for (int i = 0; i < NR_RIVALS; i++) {
		assert_int_equal(rivals.order[i], expected[i]);
		assert_int_equal(scene.results[i], 0);
	}
}

static void compete_for_a_mutex(__unused void *arg)
{
	begin();
	assert_int_equal(futex(WORD, FUTEX_LOCK_PI, 0, 0, 0, 0), 0);
	start_rivals(lock_and_note);
	assert_int_equal(rivals.n, 0);
	assert_int_equal(futex(WORD, FUTEX_UNLOCK_PI, 0, 0, 0, 0), 0);
	check_order();
}

static void a_mutex_goes_to_the_highest_priority(__unused void **state)
{
	play(compete_for_a_mutex);
}

static void compete_for_a_wake_up(__unused void *arg)
{
	begin();
	start_rivals(wait_and_note);
	for (int i = 0; i < NR_RIVALS; i++) {
		assert_int_equal(futex(OTHER, FUTEX_WAKE, 1, 0, 0, 0), 1);
		yield();
		assert_int_equal(rivals.n, i + 1);
	}
	check_order();
}

static void a_wake_up_goes_to_the_highest_priority(__unused void **state)
{
	play(compete_for_a_wake_up);
}

/* --- robust lists --- */

static void die_with_a_lock(__unused void *arg)
{
	note(futex(WORD, FUTEX_WAIT, 78 | FUTEX_WAITERS, 0, 0, 0));
	scene.second_done = true;
}

static void leave_a_lock(__unused void *arg)
{
	/* head { next, offset, pending }; one entry, whose word is 32 bytes before it */
	uint64_t head[3] = { WORD + 32, (uint64_t)-32, 0 }, entry = AREA + 512;
	uint32_t word = 78 | FUTEX_WAITERS;

	begin();
	assert_int_equal(copy_to_user(AREA + 512, head, sizeof(head)), 0);
	assert_int_equal(copy_to_user(WORD + 32, &entry, sizeof(entry)), 0);
	assert_int_equal(put_user(word, WORD), 0);
	start_second(die_with_a_lock);
	current->pid = 78;
	current->robust_list = AREA + 512;
	exit_robust_list(current);
	wait_for_second();
	assert_int_equal(scene.results[0], 0);
	assert_int_equal(get_user(word, WORD), 0);
	assert_int_equal(word, FUTEX_WAITERS | FUTEX_OWNER_DIED);
}

static void who_dies_with_a_lock_leaves_word(__unused void **state)
{
	play(leave_a_lock);
}

/* A list that runs in a circle, or to nowhere, must not keep the kernel. */
static void leave_nonsense(__unused void *arg)
{
	uint64_t head[3] = { AREA + 1024, 0, 12345 }, self = AREA + 1024, nowhere = 64;

	begin();
	assert_int_equal(copy_to_user(AREA + 512, head, sizeof(head)), 0);
	assert_int_equal(copy_to_user(AREA + 1024, &self, sizeof(self)), 0);
	current->robust_list = AREA + 512;
	exit_robust_list(current);
	assert_int_equal(copy_to_user(AREA + 1024, &nowhere, sizeof(nowhere)), 0);
	current->robust_list = AREA + 512;
	exit_robust_list(current);
	current->robust_list = 8;
	exit_robust_list(current);
	current->compat_robust_list = AREA + PG - 4;
	exit_robust_list(current);
}

static void a_hostile_list_ends(__unused void **state)
{
	play(leave_nonsense);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_sleep_is_long_enough),
		cmocka_unit_test(a_signal_interrupts_a_sleep_that_can_go_on),
		cmocka_unit_test(a_waiter_is_woken_by_its_word_and_bits),
		cmocka_unit_test(a_waiter_can_be_moved_to_another_word),
		cmocka_unit_test(one_of_many_is_enough),
		cmocka_unit_test(a_shared_word_is_the_files),
		cmocka_unit_test(a_mutex_goes_to_the_highest_priority),
		cmocka_unit_test(a_wake_up_goes_to_the_highest_priority),
		cmocka_unit_test(who_dies_with_a_lock_leaves_word),
		cmocka_unit_test(a_hostile_list_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
