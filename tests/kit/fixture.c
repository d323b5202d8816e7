/* SPDX-License-Identifier: GPL-2.0-or-later */
/* With a main() of one's own: the kit as fixture. */
#include "kit.h"

static void a_task_is_there(void **state)
{
	struct r3_task *t = *state;

	r3_assert_result(t, r3_tid(t), SYS_getpid);
	r3_assert_fds(t, 0);
	r3_open(t, "a", O_CREAT | O_RDWR);
}

/* Two machines at a time: the tests of one ABI do not know of the other's. */
static void both_at_once(void **state)
{
	struct r3_task *a, *b;
	void *other;

	(void)state;
	assert_int_equal(r3_setup_x86_64(state), 0);
	assert_int_equal(r3_setup_i386(&other), 0);
	a = *state;
	b = other;
	r3_make_file(a, "a", "x", 1, 0644);
	r3_assert_no_file(b, "a");
	assert_int_equal(r3_word(a) + r3_word(b), 12);
	assert_int_equal(r3_teardown(state), 0);
	assert_int_equal(r3_teardown(&other), 0);
}

/* struct new_utsname: six strings of 65 bytes; the second is the node's name. */
static void machines_have_other_options(void **state)
{
	struct r3_options o = R3_OPTIONS_INIT;
	struct r3_task *t;
	r3_ptr uts;

	o.hostname = "other";
	o.limit_procs = 4;
	o.uid = 77; /* does not count */
	r3_kit_options(&o);
	assert_int_equal(r3_setup_x86_64(state), 0);
	t = *state;
	if (r3_world_of(t) == R3_ON_RING3) {
		uts = r3_alloc(t, 6 * 65);
		r3_assert_result(t, 0, SYS_uname, uts);
		r3_assert_string(t, uts + 65, "other");
		while (r3_call(t, "fork") > 0)
			;
		assert_string_equal(r3_last_call(t), "fork() = -1 EAGAIN (Resource temporarily "
						     "unavailable)");
		assert_int_not_equal(r3_syscall(t, SYS_getuid), 77);
	}
	assert_int_equal(r3_teardown(state), 0);
	r3_kit_options(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_x86_64, r3_teardown),
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_i386, r3_teardown),
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_i386, r3_teardown),
		cmocka_unit_test(both_at_once),
		cmocka_unit_test(machines_have_other_options),
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_i386, r3_teardown),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	r3_kit_done();
	return failed;
}
