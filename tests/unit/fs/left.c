/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a machine's end counts as left behind: nothing, or exactly what was kept. */
#include "rig.h"

#include <string.h>

#include "kernel/cred.h"
#include "kernel/slab.h"

/* The task of the tests has not ended, and counts. */
static struct kernel_left end_machine(void)
{
	struct kernel *k = kernel;
	struct kernel_left left;

	kernel_enter(NULL);
	kernel_destroy_counting(k, &left);
	left.tasks--;
	return left;
}

static void expect_left(struct kernel_left expected)
{
	struct kernel_left left = end_machine();

	assert_memory_equal(&left, &expected, sizeof(left));
}

static void nothing_is_left(__unused void **state)
{
	assert_int_equal(mkdir_("/tmp/d"), 0);
	make("/tmp/d/f");
	assert_true(open_("/tmp/d/f", O_RDWR) >= 0);
	assert_int_equal(unlink_("/tmp/d/f"), 0);
	map_at(40, 3, RW);
	assert_int_equal(poke(AREA + 41 * PG, 1), 0);
	expect_left((struct kernel_left){ 0 });
}

static void a_frame_is_left(__unused void **state)
{
	assert_true(frame_alloc(kernel->mem, 0));
	expect_left((struct kernel_left){ .frames = 1 });
}

static void an_object_is_left(__unused void **state)
{
	assert_non_null(kmalloc(5));
	expect_left((struct kernel_left){ .objects = 1 });
}

static void names_are_left(__unused void **state)
{
	make("/tmp/f");
	dget(dentry_of("/tmp/f"));
	expect_left((struct kernel_left){ .dentries = 1 });
}

static void an_inode_is_left(__unused void **state)
{
	make("/tmp/f");
	inode_get(dentry_of("/tmp/f")->inode);
	expect_left((struct kernel_left){ .inodes = 1 });
}

static void a_file_is_left(__unused void **state)
{
	struct kernel_left left;
	struct file *f;

	make("/tmp/f");
	f = file_get_raw((int)open_("/tmp/f", O_RDWR));
	assert_non_null(f);
	left = end_machine();
	assert_int_equal(left.files, 1);
	assert_true(left.objects >= 1);
}

static void a_task_is_left(__unused void **state)
{
	struct task *t = task_create_init();

	assert_non_null(t);
	expect_left((struct kernel_left){ .tasks = 1 });
}

#define left_test(fn) cmocka_unit_test_setup(fn, fs_setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		left_test(nothing_is_left), left_test(a_frame_is_left),
		left_test(an_object_is_left), left_test(names_are_left),
		left_test(an_inode_is_left), left_test(a_file_is_left),
		left_test(a_task_is_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
