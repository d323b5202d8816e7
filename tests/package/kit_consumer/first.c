/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A first test of a system call, as somebody else's project has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <ring3/cmocka.h>

static void read_wants_an_open_file(struct r3_task *t)
{
	r3_assert_errno(t, EBADF, SYS_read, -1, r3_alloc(t, 16), 16);
}
R3_TEST(read_wants_an_open_file)

static void read_counts(struct r3_task *t)
{
	r3_make_file(t, "letters", "abc", 3, 0644);
	r3_assert_result(t, 3, SYS_read, r3_open(t, "letters", 0), r3_alloc(t, 16), 16);
}
R3_TEST(read_counts)

int main(int argc, char **argv)
{
	return r3_kit_main(argc, argv);
}
