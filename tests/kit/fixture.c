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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_x86_64, r3_teardown),
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_i386, r3_teardown),
		cmocka_unit_test_setup_teardown(a_task_is_there, r3_setup_i386, r3_teardown),
		cmocka_unit_test(both_at_once),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	r3_kit_done();
	return failed;
}
