/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No name leads out of the directory that was shown, whatever the host does meanwhile. */
#include <string.h>

#include "fs/fs.h"
#include "rig.h"

static void make_tree(void)
{
	h_mkdir("shown");
	h_mkdir("shown/sub");
	h_write("shown/file", "inside");
	h_write("shown/sub/file", "inside");
	h_mkdir("secret");
	h_write("secret/file", "outside");
	rig_mount("shown", "/m", RIG_RW);
}

static void expect(const char *path, const char *text)
{
	long err;
	const char *got = slurp(path, &err);

	assert_int_equal(err, 0);
	assert_string_equal(got, text);
}

static void expect_error(const char *path, long want)
{
	long err;

	slurp(path, &err);
	assert_int_equal(err, want);
}

static void dotdot_inside(void)
{
	expect("/m/sub/../file", "inside");
	/* Above the mount is the guest's own tree. */
	expect_error("/m/../secret/file", -ENOENT);
	expect_error("/m/sub/../../secret/file", -ENOENT);
	expect_error("/m/../../../../../../etc/hostname", -ENOENT);
}

static void dotdot_stays_in_the_guest(void **state)
{
	(void)state;
	make_tree();
	rig_run(dotdot_inside);
}

static void symlinks_inside(void)
{
	/* The text is walked in the guest's tree, where it means something else or nothing. */
	expect_error("/m/absolute", -ENOENT);
	expect_error("/m/relative", -ENOENT);
	expect_error("/m/dir/file", -ENOENT);
	expect("/m/proc", ""); /* the guest's own, which has none */
	expect("/m/good", "inside");
	expect_error("/m/loop", -ELOOP);
	assert_int_equal(open_at("/m/good", O_RDONLY | O_NOFOLLOW, 0), -ELOOP);
	assert_int_equal(open_at("/m/relative/new", O_WRONLY | O_CREAT, 0644), -ENOENT);
}

static void symlinks_are_the_guests_to_follow(void **state)
{
	(void)state;
	make_tree();
	h_symlink(h_path("secret/file"), "shown/absolute");
	h_symlink("../secret", "shown/relative");
	h_symlink("../../../../../..", "shown/dir");
	h_symlink("/proc/self/environ", "shown/proc");
	h_symlink("sub/../file", "shown/good");
	h_symlink("loop", "shown/loop");
	rig_run(symlinks_inside);
	assert_false(h_exists("secret/new"));
}

static long cwd_fd;

static void enter_sub(void)
{
	assert_int_equal(sc(SYS_chdir, str("/m/sub")), 0);
	cwd_fd = open_at("/m/sub", O_RDONLY | O_DIRECTORY, 0);
	assert_true(cwd_fd >= 0);
}

static void leave_sub(void)
{
	/* The directory was moved out: it is still there, its ".." is the guest's. */
	expect("file", "inside");
	expect("../file", "inside");
	expect_error("../../secret/file", -ENOENT);
	expect_error("../secret/file", -ENOENT);
}

static void a_directory_moved_out_leads_nowhere_else(void **state)
{
	(void)state;
	make_tree();
	rig_run(enter_sub);
	h_rename("shown/sub", "secret/sub");
	rig_run(leave_sub);
}

/* A directory that turns into a symlink to the outside between any two calls of ours. */
static void hammer(void)
{
	unsigned inside = 0, other = 0;
	long err;

	for (unsigned i = 0; i < 3000; i++) {
		const char *text = slurp("/m/sub/file", &err);

		if (text && *text) {
			assert_string_equal(text, "inside");
			inside++;
		} else {
			other++;
		}
		err = open_at("/m/sub/made", O_WRONLY | O_CREAT, 0644);
		if (err >= 0)
			sc(SYS_close, (uint64_t)err);
		sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str("/m/sub/made"), 0);
		sc(SYS_mkdirat, (uint64_t)AT_FDCWD, str("/m/sub/dir"), 0755);
		sc(SYS_renameat2, (uint64_t)AT_FDCWD, str("/m/sub/dir"), (uint64_t)AT_FDCWD,
		   str("/m/sub/dir2"), 0);
		sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str("/m/sub/dir2"), AT_REMOVEDIR);
	}
	assert_true(inside + other == 3000);
	assert_true(inside > 0);
}

static void exchanged_symlinks_never_let_out(void **state)
{
	int pid;

	(void)state;
	make_tree();
	h_symlink("../secret", "shown/link");
	pid = h_start_exchanging("shown/sub", "shown/link");
	rig_run(hammer);
	h_stop(pid);
	assert_string_equal(h_read("secret/file"), "outside");
	assert_false(h_exists("secret/made"));
	assert_false(h_exists("secret/dir"));
	assert_false(h_exists("secret/dir2"));
}

static void hammer_type(void)
{
	long fd;

	/* Never blocks on the FIFO: it is one of our own when it is met. */
	for (unsigned i = 0; i < 2000; i++) {
		fd = open_at("/m/file", O_RDONLY | O_NONBLOCK, 0);
		if (fd >= 0)
			sc(SYS_close, (uint64_t)fd);
	}
}

static void a_file_exchanged_with_a_fifo_blocks_nobody(void **state)
{
	int pid;

	(void)state;
	make_tree();
	h_mkfifo("shown/fifo");
	pid = h_start_exchanging("shown/file", "shown/fifo");
	rig_run(hammer_type);
	h_stop(pid);
}

static void links_of_descriptors(void)
{
	char path[64] = "/proc/self/fd/";
	long fd = open_at("/m/sub", O_RDONLY | O_DIRECTORY, 0);

	assert_in_range(fd, 0, 9);
	path[14] = (char)('0' + fd);
	strcpy(path + 15, "/../file");
	expect(path, "inside");
	strcpy(path + 15, "/../../secret/file");
	expect_error(path, -ENOENT);
	sc(SYS_close, (uint64_t)fd);
}

static void magic_links_are_the_guests(void **state)
{
	(void)state;
	make_tree();
	rig_run(links_of_descriptors);
}

static void crossing_into_proc(void)
{
	struct guest_stat st;

	assert_int_equal(stat_at("/host/proc", true, &st), 0);
	expect_error("/host/proc/self/environ", -EACCES);
	expect_error("/host/proc/version", -EACCES);
	expect_error("/host/sys/kernel/notes", -EACCES);
	assert_null(list("/host/proc"));
}

static void the_hosts_proc_is_not_shown(void **state)
{
	(void)state;
	/* "/.." of the temporary directory's path: an absolute name outside of it. */
	rig_mount("../..", "/host", 0);
	rig_run(crossing_into_proc);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(dotdot_stays_in_the_guest),
		TEST(symlinks_are_the_guests_to_follow),
		TEST(a_directory_moved_out_leads_nowhere_else),
		TEST(exchanged_symlinks_never_let_out),
		TEST(a_file_exchanged_with_a_fifo_blocks_nobody),
		TEST(magic_links_are_the_guests),
		TEST(the_hosts_proc_is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
