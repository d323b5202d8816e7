/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files and descriptors. */
#include "kit.h"

static void a_file_is_as_it_was_made(struct r3_task *t)
{
	r3_make_file(t, "a", "some text", 9, 0640);
	r3_assert_file(t, "a", "some text", 9);
	r3_assert_errno(t, EEXIST, SYS_mkdir, r3_string(t, "a"), 0777);
	r3_make_file(t, "a", NULL, 0, 0);
	r3_assert_errno(t, EACCES, SYS_open, r3_string(t, "a"), O_RDONLY);
	r3_assert_no_file(t, "b");
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "a"));
	r3_assert_no_file(t, "a");
}
R3_TEST(a_file_is_as_it_was_made)

static void descriptors_are_counted(struct r3_task *t)
{
	r3_assert_fds(t, 0);
	assert_int_equal(r3_open(t, "a", O_CREAT | O_RDWR), 0);
	r3_assert_open(t, 0);
	r3_assert_closed(t, 1);
	r3_assert_result(t, 700, SYS_dup2, 0, 700);
	assert_int_equal(r3_count_fds(t), 2);
	r3_assert_result(t, 0, SYS_close, 0);
	r3_assert_closed(t, 0);
	r3_assert_fds(t, 1);
}
R3_TEST(descriptors_are_counted)

/* What the kit does itself is not seen in what the test did last. */
static void the_kits_own_calls_are_not_shown(struct r3_task *t)
{
	r3_assert_errno(t, EBADF, SYS_close, 5);
	r3_make_file(t, "a", "x", 1, 0644);
	r3_assert_fds(t, 0);
	assert_string_equal(r3_last_call(t), "close(5) = -1 EBADF (Bad file descriptor)");
}
R3_TEST(the_kits_own_calls_are_not_shown)

KIT_MAIN
