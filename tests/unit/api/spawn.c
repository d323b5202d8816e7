/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes beside the first one. */
#include "api.h"

#define BUSYBOX "/bin/busybox"

static void a_second_process_runs_beside_the_first(void **state)
{
	struct r3_until until = { .call = "exit_group" };
	struct r3_machine *m = *state;
	struct r3_stop stop;
	int tids[4], status = -1, how = R3_STOPPED, pid;

	assert_int_equal(r3_spawn(m, GUEST, NULL, NULL), -ESRCH);
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	pid = r3_spawn(m, GUEST, NULL, NULL);
	assert_r3(m, pid);
	assert_int_equal(r3_tasks(m, tids, 4), 2);
	assert_int_equal(tids[1], pid);
	assert_int_equal(r3_spawn_status(m, pid, &status), -EAGAIN);
	until.tid = r3_first_task(m);
	assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
	until.tid = 0;
	/* The second one may have been preempted, and the first one's end is the machine's. */
	while (how == R3_STOPPED && r3_spawn_status(m, pid, &status) == -EAGAIN &&
	       r3_tasks(m, NULL, 0) == 2)
		how = r3_run_until(m, &until, &stop);
	if (how == R3_STOPPED)
		how = r3_run(m);
	assert_int_equal(how, 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void its_status_can_be_had_once(void **state)
{
	struct r3_machine *m = *state;
	int status = -1, pid;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	pid = r3_spawn(m, GUEST, NULL, NULL);
	assert_r3(m, pid);
	assert_int_equal(r3_run(m), 0);
	while (r3_spawn_status(m, pid, &status))
		assert_int_equal(status, -1);
	assert_true(status == GUEST_STATUS << 8 || status == 9); /* or killed at the machine's end */
	assert_int_equal(r3_spawn_status(m, pid, &status), -ECHILD);
	assert_int_equal(r3_spawn_status(m, 1, &status), -ECHILD);
}

static void what_is_no_program_leaves_no_process(void **state)
{
	struct r3_machine *m = *state;

	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_r3(m, r3_add_file(m, "/junk", "junk", 4, 0755));
	assert_int_equal(r3_spawn(m, "/junk", NULL, NULL), -ENOEXEC);
	assert_int_equal(r3_spawn(m, "/none", NULL, NULL), -ENOENT);
	assert_int_equal(r3_tasks(m, NULL, 0), 1);
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

static void the_next_program_has_an_end_of_its_own(void **state)
{
	struct r3_until until = { .call = "exit_group" };
	struct r3_machine *m = *state;
	struct r3_stop stop;

	for (unsigned i = 0; i < 3; i++) {
		assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
		assert_int_equal(r3_exit_status(m), 0);
		assert_r3(m, r3_spawn(m, GUEST, NULL, NULL));
		until.tid = r3_first_task(m);
		assert_int_equal(r3_run_until(m, &until, &stop), R3_STOPPED);
		stop.call.args[0] = 20 + i;
		assert_r3(m, r3_change_call(m, &stop.call, 0));
		assert_int_equal(r3_run(m), 0);
		assert_int_equal(exit_code(m), 20 + i);
		assert_int_equal(r3_tasks(m, NULL, 0), 0);
	}
}

static unsigned mounts(struct r3_machine *m)
{
	char buf[4096];
	int64_t n = r3_read_file(m, "/proc/mounts", 0, buf, sizeof(buf) - 1);
	unsigned lines = 0;

	for (int64_t i = 0; i < n; i++)
		lines += buf[i] == '\n';
	return lines;
}

static void a_program_that_comes_again_is_there_already(void **state)
{
	struct r3_machine *m = *state;
	struct r3_stats stats;
	unsigned before = 0;

	for (unsigned i = 0; i < 3; i++) {
		assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
		if (!i)
			before = mounts(m);
		assert_int_equal(mounts(m), before);
		assert_int_equal(r3_run(m), 0);
		r3_stats(m, &stats);
		assert_true(i ? !stats.exec_blocks_last : stats.exec_blocks_last > 0);
	}
	assert_r3(m, r3_mount(m, BUSYBOX, GUEST, 0)); /* something else at its place */
	assert_r3(m, r3_load_host(m, GUEST, NULL, NULL));
	assert_int_equal(mounts(m), before + 2);
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_second_process_runs_beside_the_first),
		TEST(its_status_can_be_had_once),
		TEST(what_is_no_program_leaves_no_process),
		TEST(the_next_program_has_an_end_of_its_own),
		TEST(a_program_that_comes_again_is_there_already),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
