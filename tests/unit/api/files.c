/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files from memory, read back and shown elsewhere; programs from memory. */
#include "api.h"

#include <stdlib.h>

static void a_file_from_memory_is_read_back(void **state)
{
	struct r3_machine *m = *state;
	char buf[16];

	assert_r3(m, r3_add_file(m, "/a/b/c", "hello", 5, 0644));
	assert_int_equal(r3_read_file(m, "/a/b/c", 0, buf, sizeof(buf)), 5);
	assert_memory_equal(buf, "hello", 5);
	assert_int_equal(r3_read_file(m, "/a/b/c", 3, buf, 1), 1);
	assert_int_equal(buf[0], 'l');
	assert_int_equal(r3_read_file(m, "/a/b/c", 5, buf, 1), 0);
	assert_r3(m, r3_add_file(m, "/a/b/c", NULL, 0, 0644));
	assert_int_equal(r3_read_file(m, "/a/b/c", 0, buf, sizeof(buf)), 0);
}

static void what_cannot_be_made_is_told(void **state)
{
	struct r3_machine *m = *state;
	char buf[1];

	assert_int_equal(r3_add_file(m, "relative", "x", 1, 0644), -EINVAL);
	assert_int_equal(r3_add_file(m, "/x", "x", 1, 0100644), -EINVAL);
	assert_int_equal(r3_add_file(m, "/tmp", "x", 1, 0644), -EISDIR);
	assert_r3(m, r3_add_file(m, "/file", "x", 1, 0644));
	assert_int_equal(r3_add_file(m, "/file/below", "x", 1, 0644), -ENOTDIR);
	assert_non_null(strstr(r3_error(m), "/file/below"));
	assert_int_equal(r3_read_file(m, "/none", 0, buf, 1), -ENOENT);
	assert_int_equal(r3_read_file(m, "/tmp", 0, buf, 1), -EISDIR);
}

static void a_bound_directory_shows_the_same(void **state)
{
	struct r3_machine *m = *state;
	char buf[8];

	assert_r3(m, r3_add_file(m, "/data/f", "1", 1, 0644));
	assert_r3(m, r3_bind(m, "/data", "/there/it/is", 0));
	assert_int_equal(r3_read_file(m, "/there/it/is/f", 0, buf, sizeof(buf)), 1);
	assert_int_equal(r3_add_file(m, "/there/it/is/g", "2", 1, 0644), -EROFS);
	assert_r3(m, r3_bind(m, "/data", "/rw", R3_WRITABLE));
	assert_r3(m, r3_add_file(m, "/rw/g", "22", 2, 0644));
	assert_int_equal(r3_read_file(m, "/data/g", 0, buf, sizeof(buf)), 2);
	assert_int_equal(r3_bind(m, "/none", "/x", 0), -ENOENT);
	assert_int_equal(r3_bind(m, "/data/f", "/x", 0), -ENOENT);
}

static void a_program_comes_from_memory(void **state)
{
	struct r3_machine *m = *state;
	FILE *f = fopen(GUEST, "r");
	char image[1 << 16];
	size_t n;

	assert_non_null(f);
	n = fread(image, 1, sizeof(image), f);
	fclose(f);
	assert_r3(m, r3_load_memory(m, "/bin/guest", image, n, NULL, NULL));
	assert_int_equal(r3_load_memory(m, "/bin/guest", image, n, NULL, NULL), -ETXTBSY);
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
	assert_int_equal(r3_load_memory(m, "/bin/junk", "junk", 4, NULL, NULL), -ENOEXEC);
	assert_r3(m, r3_load(m, "/bin/guest", NULL, NULL));
	assert_int_equal(r3_run(m), 0);
	assert_int_equal(exit_code(m), GUEST_STATUS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, machine_setup, machine_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_file_from_memory_is_read_back),
		TEST(what_cannot_be_made_is_told),
		TEST(a_bound_directory_shows_the_same),
		TEST(a_program_comes_from_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
