/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the test kit stands on: one task alone, routines without a trap, time by hand, failures. */
#include "api.h"

#include <unistd.h>

#define SECOND 1000000000ull
#define GETPPID 110
#define NANOSLEEP 35

static struct r3_machine *by_hand(void)
{
	struct r3_options o = R3_OPTIONS_INIT;
	struct r3_machine *m;

	o.mem_size = 64 << 20;
	o.deterministic = 1;
	o.clock_by_hand = 1;
	assert_int_equal(r3_create(&m, &o), 0);
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	return m;
}

/* In front of a round of the guest's loop. Its number. */
static int stop_in_loop(struct r3_machine *m)
{
	const struct r3_until until = { .address = GUEST_ROUND };
	struct r3_stop stop;

	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	return stop.tid;
}

static void nobody_else_gets_a_turn(void **state)
{
	struct r3_until until = { .only = 999, .idle = 1 };
	struct r3_machine *m = *state;
	struct r3_stop stop;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_true(stop.idle);
	assert_false(stop.at_call);
	until.only = r3_first_task(m);
	assert_int_equal(r3_run_until(m, &until, &stop), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void a_routine_is_called_without_a_trap(void **state)
{
	const uint64_t args[6] = { 0 };
	struct r3_machine *m = *state;
	struct r3_registers regs;
	struct r3_stats stats;
	int tid;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_call_routine(m, r3_first_task(m), GETPPID, NULL), -EINVAL);
	tid = stop_in_loop(m);
	assert_int_equal(r3_call_routine(m, 999, GETPPID, args), -ESRCH);
	assert_r3(m, r3_call_routine(m, tid, GETPPID, args));
	assert_int_equal(r3_call_routine(m, tid, GETPPID, args), -EBUSY);
	assert_int_equal(stop_in_loop(m), tid);
	assert_int_equal(r3_registers(m, tid, &regs), 0);
	assert_int_equal(regs.rip, GUEST_ROUND);
	assert_int_equal(regs.r[0], 1);
	r3_stats(m, &stats);
	assert_int_equal(stats.syscall64, 1); /* the program's own */
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void sleep_in(struct r3_machine *m, int tid, uint64_t seconds)
{
	const struct r3_until until = { .only = tid, .idle = 1 };
	struct r3_registers regs;
	uint64_t timespec[2] = { seconds, 0 };
	struct r3_stop stop;

	assert_int_equal(r3_registers(m, tid, &regs), 0);
	assert_int_equal(r3_write_memory(m, tid, regs.r[4] - 64, timespec, 16), 16);
	assert_r3(m, r3_call_routine(m, tid, NANOSLEEP, (uint64_t[6]){ regs.r[4] - 64 }));
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	assert_true(stop.idle);
}

static void time_passes_by_hand(void **state)
{
	struct r3_machine *m = by_hand();
	int tid = stop_in_loop(m);
	uint64_t then = r3_time(m);

	(void)state;
	assert_null(r3_sleeps_in(m, tid));
	sleep_in(m, tid, 10);
	assert_non_null(r3_sleeps_in(m, tid));
	assert_int_equal(r3_time(m), then);
	assert_r3(m, r3_advance_time(m, 10 * SECOND - 1));
	assert_non_null(r3_sleeps_in(m, tid));
	assert_r3(m, r3_advance_time(m, 1));
	assert_null(r3_sleeps_in(m, tid));
	assert_int_equal(r3_time(m), then + 10 * SECOND);
	assert_int_equal(r3_advance_time(m, UINT64_MAX), -EINVAL);
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
	r3_destroy(m);
}

static void other_clocks_go_by_themselves(void **state)
{
	struct r3_options o = R3_OPTIONS_INIT;
	struct r3_machine *m;

	assert_int_equal(r3_advance_time(*state, 1), -EINVAL);
	o.clock_by_hand = 1;
	assert_int_equal(r3_create(&m, &o), -EINVAL);
}

static void failures_come_when_asked_for(void **state)
{
	struct r3_machine *m = *state;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_fail_left(m, R3_FAIL_ALLOC), 0);
	assert_r3(m, r3_fail_nth(m, R3_FAIL_ALLOC, 1));
	assert_int_equal(r3_fail_left(m, R3_FAIL_ALLOC), 1);
	assert_int_equal(r3_spawn(m, GUEST, NULL, NULL), -ENOMEM);
	assert_int_equal(r3_fail_left(m, R3_FAIL_ALLOC), 0);
	assert_r3(m, r3_fail_nth(m, R3_FAIL_FRAME, 1000000));
	assert_r3(m, r3_fail_nth(m, R3_FAIL_COPY, 1000000));
	assert_true(r3_spawn(m, GUEST, NULL, NULL) > 0);
	assert_int_equal(r3_run(m), 0);
	assert_true(r3_fail_left(m, R3_FAIL_FRAME) < 1000000);
	assert_r3(m, r3_fail_nth(m, R3_FAIL_FRAME, 0));
	assert_r3(m, r3_fail_nth(m, R3_FAIL_COPY, 0));
	assert_int_equal(r3_fail_nth(m, (enum r3_failing)9, 1), -EINVAL);
	assert_int_equal(r3_fail_left(m, (enum r3_failing)9), 0);
}

static void a_machine_is_taken_down_and_comes_back(void **state)
{
	struct r3_machine *m = *state;
	struct r3_left left;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(r3_restore_counting(m, &left), -ENOENT);
	assert_r3(m, r3_snapshot(m));
	for (int i = 0; i < 3; i++) {
		assert_r3(m, r3_add_file(m, "/made/since", "x", 1, 0644));
		stop_in_loop(m);
		assert_r3(m, r3_restore_counting(m, &left));
		assert_int_equal(left.tasks, 1);
		assert_int_equal(left.files + left.inodes + left.dentries + left.frames + left.objects,
				 0);
		assert_int_equal(r3_read_file(m, "/made/since", 0, &left, 1), -ENOENT);
	}
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

/* A deterministic machine waits for who reads what it prints, unless that is who waits for it. */
static void a_reader_gets_its_turn(void **state)
{
	const char *const argv[] = { "head", "-c", "200000", "/dev/zero", NULL };
	const struct r3_until idle = { .idle = 1 };
	struct r3_options o = R3_OPTIONS_INIT;
	static char buf[200000];
	struct r3_machine *m;
	struct r3_stop stop;
	size_t got = 0;
	int ends[2], r;

	(void)state;
	o.mem_size = 64 << 20;
	o.deterministic = 1;
	assert_int_equal(r3_create(&m, &o), 0);
	assert_int_equal(pipe(ends), 0);
	assert_r3(m, r3_stdio(m, 1, ends[1]));
	assert_r3(m, r3_load_host(m, "/bin/busybox", argv, NULL));
	while ((r = r3_run_until(m, &idle, &stop)) == R3_STOPPED)
		got += (size_t)read(ends[0], buf, sizeof(buf));
	assert_int_equal(r, 0);
	assert_int_equal(exit_code(m), 0);
	r3_destroy(m);
	close(ends[1]);
	while ((r = (int)read(ends[0], buf, sizeof(buf))) > 0)
		got += (size_t)r;
	assert_int_equal(got, 200000);
	close(ends[0]);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nobody_else_gets_a_turn),
		TEST(a_routine_is_called_without_a_trap),
		cmocka_unit_test(time_passes_by_hand),
		TEST(other_clocks_go_by_themselves),
		TEST(failures_come_when_asked_for),
		TEST(a_machine_is_taken_down_and_comes_back),
		cmocka_unit_test(a_reader_gets_its_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
