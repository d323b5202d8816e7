/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names, directories, attributes, and what a read-only mount refuses. */
#include <stdio.h>
#include <string.h>

#include "fs/fs.h"
#include "rig.h"

static void make_names(void)
{
	const uint64_t here = (uint64_t)AT_FDCWD;
	struct guest_stat a, b;
	long err;

	assert_int_equal(sc(SYS_mkdirat, here, str("/m/d"), 0755), 0);
	assert_int_equal(sc(SYS_mkdirat, here, str("/m/d"), 0755), -EEXIST);
	assert_int_equal(sc(SYS_symlinkat, str("target"), here, str("/m/s")), 0);
	assert_int_equal(sc(SYS_mknodat, here, str("/m/p"), 0010600, 0), 0);
	assert_int_equal(sc(SYS_mknodat, here, str("/m/c"), 0020600, 0x103), -EPERM);
	assert_int_equal(sc(SYS_close, (uint64_t)open_at("/m/f", O_CREAT | O_WRONLY, 0600)), 0);
	assert_int_equal(sc(SYS_linkat, here, str("/m/f"), here, str("/m/d/g"), 0), 0);
	assert_int_equal(stat_at("/m/f", true, &a), 0);
	assert_int_equal(stat_at("/m/d/g", true, &b), 0);
	assert_int_equal(a.ino, b.ino);
	assert_int_equal(a.ino, h_ino("f"));
	assert_int_equal(a.nlink, 2);
	assert_string_equal(list("/m"), ". .. d f p s");
	assert_int_equal(sc(SYS_renameat2, here, str("/m/d"), here, str("/m/e"), 0), 0);
	assert_string_equal(list("/m/e"), ". .. g");
	assert_int_equal(sc(SYS_unlinkat, here, str("/m/e"), AT_REMOVEDIR), -ENOTEMPTY);
	assert_int_equal(sc(SYS_renameat2, here, str("/m/f"), here, str("/m/s"), 2), 0);
	assert_string_equal(slurp("/m/s", &err), "");
	assert_int_equal(sc(SYS_renameat2, here, str("/m/f"), here, str("/m/s"), 1), -EEXIST);
	assert_int_equal(sc(SYS_renameat2, here, str("/m/f"), here, str("/m/s"), 4), -EINVAL);
	/* Two names of one file: nothing happens, as rename(2) says. */
	assert_int_equal(sc(SYS_renameat2, here, str("/m/e/g"), here, str("/m/s"), 0), 0);
	assert_string_equal(list("/m/e"), ". .. g");
	assert_int_equal(sc(SYS_unlinkat, here, str("/m/e/g"), 0), 0);
	assert_int_equal(stat_at("/m/s", true, &a), 0);
	assert_int_equal(a.nlink, 1);
	assert_int_equal(sc(SYS_unlinkat, here, str("/m/e"), AT_REMOVEDIR), 0);
	assert_string_equal(list("/m"), ". .. f p s");
}

static void names_are_made_on_the_host(void **state)
{
	(void)state;
	rig_mount("", "/m", RIG_RW);
	rig_run(make_names);
	assert_false(h_exists("d"));
	assert_false(h_exists("e"));
	assert_int_equal(h_mode("p") & 0170000, 0010000);
	assert_int_equal(h_mode("f") & 0170000, 0120000);
	assert_int_equal(h_mode("s") & 0170000, 0100000);
}

static void refuse_all(void)
{
	const uint64_t here = (uint64_t)AT_FDCWD;

	assert_int_equal(open_at("/m/f", O_WRONLY, 0), -EROFS);
	assert_int_equal(open_at("/m/f", O_RDONLY | O_TRUNC, 0), -EROFS);
	assert_int_equal(open_at("/m/new", O_CREAT | O_WRONLY, 0644), -EROFS);
	assert_int_equal(open_at("/m", O_TMPFILE | O_RDWR, 0644), -EROFS);
	assert_int_equal(sc(SYS_mkdirat, here, str("/m/new"), 0755), -EROFS);
	assert_int_equal(sc(SYS_unlinkat, here, str("/m/f"), 0), -EROFS);
	assert_int_equal(sc(SYS_unlinkat, here, str("/m/d"), AT_REMOVEDIR), -EROFS);
	assert_int_equal(sc(SYS_symlinkat, str("x"), here, str("/m/new")), -EROFS);
	assert_int_equal(sc(SYS_linkat, here, str("/m/f"), here, str("/m/new"), 0), -EROFS);
	assert_int_equal(sc(SYS_renameat2, here, str("/m/f"), here, str("/m/new"), 0), -EROFS);
	assert_int_equal(sc(SYS_mknodat, here, str("/m/new"), 0010600, 0), -EROFS);
	assert_int_equal(sc(SYS_fchmodat, here, str("/m/f"), 0600), -EROFS);
	assert_int_equal(sc(SYS_fchownat, here, str("/m/f"), 1, 1, 0), -EROFS);
	assert_int_equal(sc(SYS_truncate, str("/m/f"), 0), -EROFS);
	assert_int_equal(sc(SYS_utimensat, here, str("/m/f"), 0, 0), -EROFS);
	assert_int_equal(sc(SYS_mkdirat, here, str("/m/d"), 0755), -EEXIST);
	/* A descriptor of one's own is no way around it. */
	long fd = open_at("/m/f", O_RDONLY, 0);

	assert_int_equal(sc(SYS_fchmod, (uint64_t)fd, 0600), -EROFS);
	assert_int_equal(sc(SYS_ftruncate, (uint64_t)fd, 0), -EINVAL);
	assert_int_equal(map_file((int)fd, 4096, true, true), 0);
	sc(SYS_close, (uint64_t)fd);
}

static void read_only_is_read_only(void **state)
{
	(void)state;
	h_write("f", "text");
	h_mkdir("d");
	rig_mount("", "/m", 0);
	rig_run(refuse_all);
	assert_string_equal(h_read("f"), "text");
	assert_int_equal(h_mode("f") & 07777, 0644);
	assert_int_equal(h_mode("d") & 07777, 0755);
}

static void change_attributes(void)
{
	const uint64_t here = (uint64_t)AT_FDCWD;
	struct guest_stat st;
	int64_t times[4] = { 1000, 1, 2000, 2 };

	assert_int_equal(sc(SYS_fchmodat, here, str("/m/f"), 0604), 0);
	poke(room(32), times, sizeof(times));
	assert_int_equal(sc(SYS_utimensat, here, str("/m/f"), room(32), 0), 0);
	assert_int_equal(sc(SYS_fchownat, here, str("/m/f"), 12, 34, 0), h_is_root() ? 0 : -EPERM);
	assert_int_equal(stat_at("/m/f", true, &st), 0);
	assert_int_equal(st.mode, 0100604);
	assert_int_equal(st.uid == 12 && st.gid == 34, h_is_root());
	assert_int_equal(sc(SYS_truncate, str("/m/f"), 2), 0);
	assert_int_equal(stat_at("/m/f", true, &st), 0);
	assert_int_equal(st.size, 2);
}

static void attributes_are_changed_on_the_host(void **state)
{
	(void)state;
	h_write("f", "text");
	rig_mount("", "/m", RIG_RW);
	rig_run(change_attributes);
	assert_int_equal(h_mode("f") & 07777, 0604);
	assert_string_equal(h_read("f"), "te");
}

static void see_other_names(void)
{
	assert_string_equal(list("/m"), ". .. a b");
}

static void see_new_names(void)
{
	struct guest_stat st;

	assert_string_equal(list("/m"), ". .. b c");
	assert_int_equal(stat_at("/m/a", true, &st), -ENOENT);
	assert_int_equal(stat_at("/m/c", true, &st), 0);
	assert_int_equal(st.ino, h_ino("c"));
}

static void names_that_the_host_changes_are_seen(void **state)
{
	(void)state;
	h_write("a", "");
	h_write("b", "");
	rig_mount("", "/m", 0);
	rig_run(see_other_names);
	h_rename("a", "c");
	rig_run(see_new_names);
}

/* Often enough for the directories to be watched. */
static void walk_often(void)
{
	struct guest_stat st;
	long err;

	for (unsigned i = 0; i < 10; i++) {
		assert_int_equal(stat_at("/m/d/e/f", true, &st), 0);
		assert_int_equal(stat_at("/m/d/none", true, &st), -ENOENT);
		assert_int_equal(stat_at("/m/l/f", true, &st), 0);
		assert_string_equal(slurp("/m/d/e/f", &err), "old");
	}
}

static void walk_after_rename(void)
{
	struct guest_stat st;
	long err;

	assert_string_equal(slurp("/m/d/e/f", &err), "new");
	assert_string_equal(slurp("/m/l/f", &err), "new");
	assert_int_equal(stat_at("/m/d/none", true, &st), 0);
}

static void walk_after_chmod(void)
{
	struct guest_stat st;

	as_user(1001, 1001);
	assert_int_equal(stat_at("/m/d/e/f", true, &st), -EACCES);
	assert_int_equal(stat_at("/m/d/e", true, &st), 0);
	assert_int_equal(st.mode & 07777, 0700);
}

/* What is believed without asking is what nobody has changed. */
static void watched_names_are_not_believed_too_long(void **state)
{
	(void)state;
	h_mkdir("d");
	h_mkdir("d/e");
	h_write("d/e/f", "old");
	h_symlink("d/e", "l");
	h_mkdir("other");
	h_write("other/f", "new");
	rig_mount("", "/m", RIG_RW);
	rig_run(walk_often);
	h_exchange("d/e", "other");
	h_write("d/none", "");
	rig_run(walk_after_rename);
	h_exchange("d/e", "other");
	h_remove("d/none");
	rig_run(walk_often);
	h_remove("l");
	h_symlink("other", "l");
	h_exchange("d/e", "other");
	h_write("d/none", "");
	h_remove("l");
	h_symlink("d/e", "l");
	rig_run(walk_after_rename);
	h_chmod("d/e", 0700);
	rig_run(walk_after_chmod);
}

#define MANY 700

/* Read a few at a time, remove what was read, go back to remembered places. */
static void read_slowly(void)
{
	uint64_t buf = room(4096);
	char raw[256];
	int64_t cookie[8] = { 0 };
	long fd = open_at("/m", O_RDONLY | O_DIRECTORY, 0), n, k;
	unsigned seen = 0;
	char name[64];

	while ((n = sc(SYS_getdents64, (uint64_t)fd, buf, 200)) > 0) {
		peek(raw, buf, (size_t)n);
		for (k = 0; k < n; k += *(uint16_t *)(raw + k + 16)) {
			assert_true(*(int64_t *)(raw + k + 8) > cookie[0]);
			cookie[0] = *(int64_t *)(raw + k + 8);
			if (raw[k + 19] == '.')
				continue;
			seen++;
			snprintf(name, sizeof(name), "/m/%s", raw + k + 19);
			assert_int_equal(sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str(name), 0), 0);
		}
	}
	assert_int_equal(n, 0);
	assert_int_equal(seen, MANY);
	sc(SYS_close, (uint64_t)fd);
	assert_string_equal(list("/m"), ". ..");
}

static void a_directory_is_read_while_it_is_emptied(void **state)
{
	char name[32];

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "name-%u", i);
		h_write(name, "");
	}
	rig_mount("", "/m", RIG_RW);
	rig_run(read_slowly);
}

/* seekdir(telldir()) comes to the same entry. */
static void seek_about(void)
{
	uint64_t buf = room(4096);
	char first[256], again[256];
	int64_t next;
	long fd = open_at("/m", O_RDONLY | O_DIRECTORY, 0), n;

	n = sc(SYS_getdents64, (uint64_t)fd, buf, 150);
	assert_true(n > 0);
	peek(first, buf, (size_t)n);
	next = sc(SYS_lseek, (uint64_t)fd, 0, SEEK_CUR);
	n = sc(SYS_getdents64, (uint64_t)fd, buf, 150);
	peek(first, buf, (size_t)n);
	while (sc(SYS_getdents64, (uint64_t)fd, buf, 4096) > 0)
		;
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, (uint64_t)next, SEEK_SET), next);
	assert_int_equal(sc(SYS_getdents64, (uint64_t)fd, buf, 150), n);
	peek(again, buf, (size_t)n);
	assert_memory_equal(first, again, n);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 1 << 30, SEEK_SET), 1 << 30);
	assert_int_equal(sc(SYS_getdents64, (uint64_t)fd, buf, 4096), 0);
	sc(SYS_close, (uint64_t)fd);
}

static void positions_in_directories_are_stable(void **state)
{
	char name[32];

	(void)state;
	for (unsigned i = 0; i < 50; i++) {
		snprintf(name, sizeof(name), "name-%u", i);
		h_write(name, "");
	}
	rig_mount("", "/m", 0);
	rig_run(seek_about);
}

static void show_one_file(void)
{
	struct guest_stat st;
	long err;

	assert_string_equal(slurp("/data/file", &err), "one");
	assert_int_equal(stat_at("/data/file", true, &st), 0);
	assert_int_equal(st.mode & 0170000, 0100000);
	assert_int_equal(open_at("/data/file/x", O_RDONLY, 0), -ENOTDIR);
	assert_string_equal(list("/data"), ". .. file");
}

static void a_single_file_can_be_shown(void **state)
{
	(void)state;
	h_write("f", "one");
	rig_mount("f", "/data/file", 0);
	rig_run(show_one_file);
	/* The file was mounted, not the name. */
	h_write("g", "two");
	h_rename("g", "f");
	h_write("h", "");
	rig_run(show_one_file);
}

static void try_nodes(void)
{
	long fd;
	uint64_t buf = room(16);

	/* A FIFO is one of the guest's own: nobody outside takes part, nobody waits for them. */
	fd = open_at("/m/fifo", O_RDWR, 0);
	assert_true(fd >= 0);
	write_all((int)fd, "x");
	assert_int_equal(sc(SYS_read, (uint64_t)fd, buf, 16), 1);
	sc(SYS_close, (uint64_t)fd);
}

static void a_fifo_is_the_guests_own(void **state)
{
	(void)state;
	h_mkfifo("fifo");
	rig_mount("", "/m", RIG_RW);
	rig_run(try_nodes);
}

static void make_tmpfile(void)
{
	const uint64_t here = (uint64_t)AT_FDCWD;
	char path[] = "/proc/self/fd/0";
	long fd = open_at("/m", O_TMPFILE | O_RDWR, 0600);

	assert_in_range(fd, 0, 9);
	assert_string_equal(list("/m"), ". ..");
	write_all((int)fd, "made");
	path[14] = (char)('0' + fd);
	assert_int_equal(sc(SYS_linkat, here, str(path), here, str("/m/named"), AT_SYMLINK_FOLLOW), 0);
	sc(SYS_close, (uint64_t)fd);
	assert_string_equal(list("/m"), ". .. named");
}

static void a_file_without_a_name_gets_one(void **state)
{
	(void)state;
	rig_mount("", "/m", RIG_RW);
	rig_run(make_tmpfile);
	assert_string_equal(h_read("named"), "made");
}

static void lesser_user(void)
{
	as_user(1001, 1001);
	assert_int_equal(open_at("/m/private", O_RDONLY, 0), -EACCES);
	assert_int_equal(open_at("/m/public", O_WRONLY, 0), -EACCES);
	assert_int_equal(open_at("/m/closed/f", O_RDONLY, 0), -EACCES);
	assert_int_equal(open_at("/m/new", O_WRONLY | O_CREAT, 0644), -EACCES);
	assert_true(open_at("/m/public", O_RDONLY, 0) >= 0);
	assert_true(open_at("/m/open/new", O_WRONLY | O_CREAT, 0644) >= 0);
	assert_int_equal(sc(SYS_fchmodat, (uint64_t)AT_FDCWD, str("/m/public"), 0777), -EPERM);
}

static void ring3s_own_checks_hold(void **state)
{
	(void)state;
	h_write("private", "");
	h_chmod("private", 0600);
	h_write("public", "");
	h_mkdir("closed");
	h_write("closed/f", "");
	h_chmod("closed", 0700);
	h_mkdir("open");
	h_chmod("open", 0777);
	rig_mount("", "/m", RIG_RW);
	rig_run(lesser_user);
	assert_true(h_exists("open/new"));
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(names_are_made_on_the_host),
		TEST(read_only_is_read_only),
		TEST(attributes_are_changed_on_the_host),
		TEST(names_that_the_host_changes_are_seen),
		TEST(watched_names_are_not_believed_too_long),
		TEST(a_directory_is_read_while_it_is_emptied),
		TEST(positions_in_directories_are_stable),
		TEST(a_single_file_can_be_shown),
		TEST(a_fifo_is_the_guests_own),
		TEST(a_file_without_a_name_gets_one),
		TEST(ring3s_own_checks_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
