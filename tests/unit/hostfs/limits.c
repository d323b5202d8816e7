/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors and inodes: many files through few of the host's, and nothing left behind. */
#include <stdio.h>
#include <string.h>

#include "fs/fs.h"
#include "rig.h"

#define DIRS 30
#define FILES 30

static void visit_all(void)
{
	char name[64];
	struct guest_stat st;
	long err;

	for (unsigned d = 0; d < DIRS; d++)
		for (unsigned f = 0; f < FILES; f++) {
			snprintf(name, sizeof(name), "/m/d%u/f%u", d, f);
			assert_int_equal(stat_at(name, true, &st), 0);
			assert_string_equal(slurp(name, &err), "x");
		}
}

static unsigned before, after;

static void count_and_visit(void)
{
	before = h_count_fds();
	visit_all();
	after = h_count_fds();
}

static void make_many(void)
{
	char name[64];

	for (unsigned d = 0; d < DIRS; d++) {
		snprintf(name, sizeof(name), "d%u", d);
		h_mkdir(name);
		for (unsigned f = 0; f < FILES; f++) {
			snprintf(name, sizeof(name), "d%u/f%u", d, f);
			h_write(name, "x");
		}
	}
}

static void descriptors_are_bounded(void **state)
{
	(void)state;
	make_many();
	rig_mount("", "/m", 0);
	rig_run(count_and_visit);
	assert_in_range(after - before, 1, 256 + 8);
}

static void the_hosts_limit_is_lived_with(void **state)
{
	(void)state;
	make_many();
	rig_mount("", "/m", 0);
	h_limit_fds(h_count_fds() + 24);
	rig_run(visit_all);
	h_limit_fds(0);
}

#define DEEP 600

/* Deeper than a path is long, and deeper than a kernel stack would let a recursion go. */
static void nest(void)
{
	long fd;

	assert_int_equal(sc(SYS_chdir, str("/m")), 0);
	for (unsigned i = 0; i < DEEP; i++) {
		assert_int_equal(sc(SYS_mkdirat, (uint64_t)AT_FDCWD, str("nested"), 0755), 0);
		assert_int_equal(sc(SYS_chdir, str("nested")), 0);
	}
	fs_shrink();
	fd = open_at("file", O_CREAT | O_WRONLY, 0644);
	assert_true(fd >= 0);
	sc(SYS_close, (uint64_t)fd);
	for (unsigned i = 0; i < DEEP; i++)
		assert_int_equal(sc(SYS_chdir, str("..")), 0);
	assert_string_equal(list("."), ". .. nested");
	fs_shrink();
}

static void deep_nesting_is_walked(void **state)
{
	(void)state;
	rig_mount("", "/m", RIG_RW);
	rig_run(nest);
}

static struct fs_counts counts[2];

static void count_objects(void)
{
	fs_count(&counts[0]);
	visit_all();
	fs_count(&counts[1]);
}

static void nothing_is_left_behind(void **state)
{
	(void)state;
	make_many();
	rig_mount("", "/m", 0);
	rig_run(count_objects);
	assert_int_equal(counts[0].inodes, counts[1].inodes);
	assert_int_equal(counts[0].dentries, counts[1].dentries);
	assert_int_equal(counts[0].files, counts[1].files);
}

static void fail_each_allocation(void)
{
	struct guest_stat st;
	long fd, err = 0;

	for (unsigned n = 1; n < 60; n++) {
		arena_fail_nth(kernel->arena, n);
		fd = open_at("/m/d0/f0", O_RDONLY, 0);
		if (fd >= 0)
			sc(SYS_close, (uint64_t)fd);
		else
			assert_int_equal(fd, -ENOMEM);
		fd = open_at("/m/d1", O_RDONLY | O_DIRECTORY, 0);
		if (fd >= 0) {
			err = sc(SYS_getdents64, (uint64_t)fd, room(4096), 4096);
			assert_true(err > 0 || err == -ENOMEM);
			sc(SYS_close, (uint64_t)fd);
		}
		err = stat_at("/m/d2/f2", true, &st);
		assert_true(err == 0 || err == -ENOMEM);
		arena_fail_nth(kernel->arena, 0);
		fs_shrink();
	}
	assert_int_equal(err, 0);
	visit_all();
}

static void out_of_memory_is_an_error_and_no_more(void **state)
{
	(void)state;
	make_many();
	rig_mount("", "/m", 0);
	rig_run(fail_each_allocation);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(descriptors_are_bounded),
		TEST(the_hosts_limit_is_lived_with),
		TEST(deep_nesting_is_walked),
		TEST(nothing_is_left_behind),
		TEST(out_of_memory_is_an_error_and_no_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
