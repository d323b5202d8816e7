/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Public functions with NULL, with a machine that was destroyed, and with NULL for what they are
 * given: an error or nothing. Here is which; that none crashes, whatever is exported, is what
 * tests/package/handles is for.
 */
#include "api.h"

#include "ring3/extend.h"

static const struct r3_until anything = { .call = "" };
static const struct r3_registers registers;

static const struct r3_new_call new_call = { .name = "x", .number = 500, .abis = R3_X86_64 };
static const struct r3_file_ops file_ops;
static const struct r3_fs_ops fs_ops;

static int count_calls(void *ctx, const struct r3_call_stat *stat)
{
	(void)stat;
	++*(unsigned *)ctx;
	return 0;
}

static void extend_none(struct r3_machine *m)
{
	struct r3_caller caller;
	char buf[8];

	assert_int_equal(r3_caller(m, &caller), -ESRCH);
	assert_int_equal(r3_copy_from_user(m, buf, 0, 4), 4);
	assert_int_equal(r3_copy_to_user(m, 0, buf, 4), 4);
	assert_int_equal(r3_string_from_user(m, buf, 0, 4), -EFAULT);
	assert_int_equal(r3_add_call(m, &new_call), -EBADF);
	assert_int_equal(r3_call_original(m, NULL), -ENOSYS);
	assert_int_equal(r3_add_device(m, "x", 0, 0, &file_ops, NULL, NULL), -EBADF);
	assert_int_equal(r3_device_memory(m, NULL, 0, buf, 1, 0), -EBADF);
	assert_int_equal(r3_new_descriptor(m, "x", &file_ops, NULL, 0, NULL), -EBADF);
	assert_int_equal(r3_ready(m, NULL, 0), -EBADF);
	assert_int_equal(r3_add_kernel_file(m, "/proc/x", 0, &file_ops, NULL, NULL), -EBADF);
	assert_int_equal(r3_mount_served(m, "/x", 0, &fs_ops, NULL), -EBADF);
}

/* What is no machine: refused by all that can refuse, ignored by the rest. */
static void call_all(struct r3_machine *m)
{
	struct r3_call call = { .tid = 1 };
	struct r3_stats stats;
	struct r3_mapping mapping;
	struct r3_registers regs;
	struct r3_left left = { .tasks = 1 };
	struct r3_stop stop;
	unsigned calls = 0;
	int status;
	char buf[8];

	assert_int_equal(r3_mount(m, "/", "/x", 0), -EBADF);
	assert_int_equal(r3_mount_root(m, "/", 0), -EBADF);
	assert_int_equal(r3_stdio(m, 0, 0), -EBADF);
	assert_int_equal(r3_chdir(m, "/"), -EBADF);
	assert_int_equal(r3_add_file(m, "/x", "", 0, 0), -EBADF);
	assert_int_equal(r3_read_file(m, "/x", 0, buf, 1), -EBADF);
	assert_int_equal(r3_bind(m, "/x", "/y", 0), -EBADF);
	assert_int_equal(r3_load(m, "/x", NULL, NULL), -EBADF);
	assert_int_equal(r3_load_host(m, "/x", NULL, NULL), -EBADF);
	assert_int_equal(r3_load_memory(m, "/x", "", 0, NULL, NULL), -EBADF);
	assert_int_equal(r3_spawn(m, "/x", NULL, NULL), -EBADF);
	assert_int_equal(r3_spawn_status(m, 2, &status), -EBADF);
	assert_int_equal(r3_run(m), -EBADF);
	assert_int_equal(r3_run_until(m, &anything, &stop), -EBADF);
	assert_int_equal(r3_change_call(m, &call, 0), -EBADF);
	assert_int_equal(r3_exit_status(m), -EBADF);
	assert_int_equal(r3_machine_signal(m, 15), -EBADF);
	assert_int_equal(r3_tasks(m, NULL, 0), -EBADF);
	assert_int_equal(r3_registers(m, 2, &regs), -ESRCH);
	assert_int_equal(r3_set_registers(m, 2, &registers), -EBADF);
	assert_int_equal(r3_read_memory(m, 2, 0, buf, 1), -ESRCH);
	assert_int_equal(r3_write_memory(m, 2, 0, buf, 1), -ESRCH);
	assert_int_equal(r3_find_mapping(m, 2, 0, &mapping), -ESRCH);
	assert_int_equal(r3_mapping_name(m, 2, 0, buf, sizeof(buf)), -ESRCH);
	assert_int_equal(r3_read_mapped_file(m, 2, 0, 0, buf, 1), -ESRCH);
	assert_int_equal(r3_mappings_version(m, 2), 0);
	assert_int_equal(r3_first_task(m), 0);
	assert_int_equal(r3_snapshot(m), -EBADF);
	assert_int_equal(r3_restore(m), -EBADF);
	r3_drop_snapshot(m);
	assert_int_equal(r3_ended(m), R3_EXITED);
	assert_int_equal(r3_tell_program(m), -EBADF);
	assert_int_equal(r3_time(m), 0);
	assert_int_equal(r3_count_calls(m, 1, 0), -EBADF);
	r3_call_count(m, 0, 0, NULL);
	assert_int_equal(r3_wall_offset(m), 0);
	r3_kick(m);
	r3_report_waiters(m);
	r3_observe(m, NULL);
	r3_hook_code(m, NULL);
	r3_stats(m, &stats);
	assert_int_equal(stats.calls_x86_64, 0);
	r3_each_call(m, count_calls, &calls);
	assert_int_equal(calls, 0);
	assert_non_null(r3_error(m));
	extend_none(m);
	r3_destroy(m);
	r3_destroy_counting(m, &left);
	assert_int_equal(left.tasks, 0);
}

static void no_machine(void **state)
{
	(void)state;
	call_all(NULL);
}

static void a_machine_that_was_destroyed(void **state)
{
	struct r3_machine *m;

	assert_int_equal(machine_setup(state), 0);
	m = *state;
	r3_destroy(m);
	call_all(m);
	assert_non_null(strstr(r3_error(m), "destroyed"));
}

static void nothing_where_something_belongs(void **state)
{
	struct r3_machine *m = *state;

	assert_int_equal(r3_create(NULL, NULL), -EINVAL);
	assert_int_equal(r3_mount(m, NULL, "/x", 0), -EINVAL);
	assert_int_equal(r3_mount(m, "/", NULL, 0), -EINVAL);
	assert_int_equal(r3_mount_root(m, NULL, 0), -EINVAL);
	assert_int_equal(r3_chdir(m, NULL), -EINVAL);
	assert_int_equal(r3_add_file(m, NULL, "", 0, 0), -EINVAL);
	assert_int_equal(r3_add_file(m, "/x", NULL, 1, 0), -EINVAL);
	assert_int_equal(r3_read_file(m, NULL, 0, NULL, 0), -EINVAL);
	assert_int_equal(r3_read_file(m, "/x", 0, NULL, 1), -EINVAL);
	assert_int_equal(r3_bind(m, NULL, "/y", 0), -EINVAL);
	assert_int_equal(r3_bind(m, "/y", NULL, 0), -EINVAL);
	assert_int_equal(r3_load(m, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(r3_load_host(m, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(r3_load_memory(m, NULL, "", 0, NULL, NULL), -EINVAL);
	assert_int_equal(r3_load_memory(m, "/x", NULL, 1, NULL, NULL), -EINVAL);
	assert_int_equal(r3_spawn(m, NULL, NULL, NULL), -EINVAL);
	assert_int_equal(r3_run_until(m, NULL, NULL), -EINVAL);
	assert_int_equal(r3_change_call(m, NULL, 0), -EINVAL);
	assert_int_equal(r3_set_registers(m, 2, NULL), -EINVAL);
	assert_int_equal(r3_registers(m, 2, NULL), -EINVAL);
	assert_int_equal(r3_read_memory(m, 2, 0, NULL, 1), -EINVAL);
	assert_int_equal(r3_write_memory(m, 2, 0, NULL, 1), -EINVAL);
	assert_int_equal(r3_find_mapping(m, 2, 0, NULL), -EINVAL);
	assert_int_equal(r3_mapping_name(m, 2, 0, NULL, 0), -EINVAL);
	assert_int_equal(r3_read_mapped_file(m, 2, 0, 0, NULL, 1), -EINVAL);
	assert_int_equal(r3_call_info(0, 3, NULL), -EINVAL);
	assert_non_null(r3_version());
	assert_true(r3_call_kinds() >= r3_call_numbers());
	r3_call_count(m, 0, 0, NULL);
	r3_stats(m, NULL);
	r3_each_call(m, NULL, NULL);
	r3_destroy_counting(NULL, NULL);
	assert_int_equal(r3_poke(NULL, 0, NULL, 3), 3);
	assert_int_equal(r3_decode(NULL, R3_ENTERING, NULL, NULL, NULL), 0);
	r3_decode_result(NULL, NULL, NULL, NULL);
	r3_decode_signal(NULL, NULL, NULL, NULL);
}

static void before_a_program_is_there(void **state)
{
	struct r3_machine *m = *state;
	struct r3_registers regs;

	assert_int_equal(r3_run(m), -ESRCH);
	assert_int_equal(r3_run_until(m, &anything, NULL), -ESRCH);
	assert_int_equal(r3_tell_program(m), -ESRCH);
	assert_int_equal(r3_registers(m, 2, &regs), -ESRCH);
	assert_int_equal(r3_tasks(m, NULL, 0), 0);
	assert_int_equal(r3_exit_status(m), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_machine),
		cmocka_unit_test(a_machine_that_was_destroyed),
		TEST(nothing_where_something_belongs),
		TEST(before_a_program_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
