/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Bytes: read, written, mapped, and changed by somebody else on the host. */
#include <string.h>

#include "fs/fs.h"
#include "rig.h"

static void expect(const char *path, const char *text)
{
	long err;
	const char *got = slurp(path, &err);

	assert_int_equal(err, 0);
	assert_string_equal(got, text);
}

static void read_a(void)
{
	expect("/m/f", "first");
}

static void read_b(void)
{
	struct guest_stat st;

	expect("/m/f", "second, and longer");
	assert_int_equal(stat_at("/m/f", true, &st), 0);
	assert_int_equal(st.size, 18);
}

static void what_the_host_writes_is_read(void **state)
{
	(void)state;
	h_write("f", "first");
	rig_mount("", "/m", 0);
	rig_run(read_a);
	h_write("f", "second, and longer");
	rig_run(read_b);
}

static void map_a(void)
{
	long fd = open_at("/m/f", O_RDONLY, 0);
	uint64_t at = map_file((int)fd, 4096, false, false);
	char text[8] = "";

	assert_true(at);
	peek(text, at, 5);
	assert_string_equal(text, "first");
	sc(SYS_munmap, at, 4096);
	sc(SYS_close, (uint64_t)fd);
	assert_int_equal(nr_pages("/m/f"), 1); /* kept for the next time */
}

static void map_b(void)
{
	long fd = open_at("/m/f", O_RDONLY, 0);
	uint64_t at = map_file((int)fd, 4096, false, false);
	char text[8] = "";

	peek(text, at, 5);
	assert_string_equal(text, "other");
	sc(SYS_munmap, at, 4096);
	sc(SYS_close, (uint64_t)fd);
}

static void a_changed_file_is_mapped_anew(void **state)
{
	(void)state;
	h_write("f", "first");
	rig_mount("", "/m", 0);
	rig_run(map_a);
	rig_run(map_a); /* unchanged */
	h_write("f", "other");
	rig_run(map_b);
	/* Another file under the same name. */
	h_write("g", "first");
	h_rename("g", "f");
	rig_run(map_a);
}

static void keep_pages(void)
{
	map_a();
	/* Names and inodes that nobody uses go when others come; the pages stay. */
	fs_shrink();
	map_a();
}

static void pages_outlive_the_last_descriptor(void **state)
{
	(void)state;
	h_write("f", "first");
	rig_mount("", "/m", 0);
	rig_run(keep_pages);
}

static void write_and_read(void)
{
	long fd = open_at("/m/new", O_RDWR | O_CREAT | O_EXCL, 0640);
	char text[8] = "";

	assert_true(fd >= 0);
	write_all((int)fd, "hello");
	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(8), 8, 1), 4);
	peek(text, room(8), 4);
	assert_string_equal(text, "ello");
	assert_int_equal(sc(SYS_pwrite64, (uint64_t)fd, str("J"), 1, 0), 1);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, SEEK_CUR), 5);
	assert_int_equal(sc(SYS_ftruncate, (uint64_t)fd, 4), 0);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, SEEK_END), 4);
	assert_int_equal(sc(SYS_fsync, (uint64_t)fd), 0);
	sc(SYS_close, (uint64_t)fd);
	assert_int_equal(open_at("/m/new", O_RDWR | O_CREAT | O_EXCL, 0640), -EEXIST);
}

static void what_is_written_is_the_hosts(void **state)
{
	(void)state;
	rig_mount("", "/m", RIG_RW);
	rig_run(write_and_read);
	assert_string_equal(h_read("new"), "Jell");
	assert_int_equal(h_mode("new") & 07777, 0640);
}

static void append(void)
{
	long fd = open_at("/m/log", O_WRONLY | O_APPEND, 0);

	write_all((int)fd, "b");
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, SEEK_CUR), 2);
	sc(SYS_lseek, (uint64_t)fd, 0, SEEK_SET);
	write_all((int)fd, "c");
	sc(SYS_close, (uint64_t)fd);
}

static void append_goes_to_the_end(void **state)
{
	(void)state;
	h_write("log", "a");
	rig_mount("", "/m", RIG_RW);
	rig_run(append);
	assert_string_equal(h_read("log"), "abc");
}

static void share(void)
{
	long fd = open_at("/m/f", O_RDWR, 0);
	uint64_t at = map_file((int)fd, 4096, true, true);
	char text[16] = "";

	assert_true(at);
	poke(at, "MAP", 3);
	/* read(2) sees what the mapping wrote, and the mapping what write(2) wrote. */
	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(16), 16, 0), 10);
	peek(text, room(16), 10);
	assert_string_equal(text, "MAP3456789");
	assert_int_equal(sc(SYS_pwrite64, (uint64_t)fd, str("xy"), 2, 4), 2);
	peek(text, at, 10);
	assert_string_equal(text, "MAP3xy6789");
	assert_int_equal(sc(SYS_msync, at, 4096, 4 /* MS_SYNC */), 0);
	assert_string_equal(h_read("f"), "MAP3xy6789");
	poke(at + 9, "!", 1);
	sc(SYS_munmap, at, 4096);
	sc(SYS_close, (uint64_t)fd);
	assert_string_equal(h_read("f"), "MAP3xy678!"); /* at the latest now */
}

static void mappings_and_writes_agree(void **state)
{
	(void)state;
	h_write("f", "0123456789");
	rig_mount("", "/m", RIG_RW);
	rig_run(share);
}

static void hold(void)
{
	long fd = open_at("/m/f", O_RDWR, 0);
	struct guest_stat st;

	assert_int_equal(sc(SYS_unlinkat, (uint64_t)AT_FDCWD, str("/m/f"), 0), 0);
	assert_false(h_exists("f"));
	assert_int_equal(stat_at("/m/f", true, &st), -ENOENT);
	write_all((int)fd, "still");
	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(16), 16, 0), 5);
	/* Another of that name is another file. */
	assert_int_equal(sc(SYS_close, (uint64_t)open_at("/m/f", O_CREAT | O_WRONLY, 0600)), 0);
	assert_int_equal(sc(SYS_pread64, (uint64_t)fd, room(16), 16, 0), 5);
	sc(SYS_close, (uint64_t)fd);
}

static void an_unlinked_file_lives_while_it_is_open(void **state)
{
	(void)state;
	h_write("f", "");
	rig_mount("", "/m", RIG_RW);
	rig_run(hold);
	assert_string_equal(h_read("f"), "");
}

static void punch(void)
{
	long fd = open_at("/m/f", O_RDWR, 0);
	uint64_t at = map_file((int)fd, 8192, true, false);
	char c[2] = "";

	peek(c, at, 1);
	assert_string_equal(c, "x");
	assert_int_equal(sc(SYS_fallocate, (uint64_t)fd, 3 /* PUNCH_HOLE | KEEP_SIZE */, 0, 4096), 0);
	peek(c, at, 1);
	assert_int_equal(c[0], 0);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, 4 /* SEEK_HOLE */), 0);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, 3 /* SEEK_DATA */), 4096);
	assert_int_equal(sc(SYS_fallocate, (uint64_t)fd, 0, 0, 100000), 0);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, SEEK_END), 100000);
	sc(SYS_munmap, at, 8192);
	sc(SYS_close, (uint64_t)fd);
}

static void holes_show_in_mappings(void **state)
{
	static char x[8193];

	(void)state;
	memset(x, 'x', 8192);
	h_write("f", x);
	rig_mount("", "/m", RIG_RW);
	rig_run(punch);
}

static void faults(void)
{
	long fd = open_at("/m/f", O_RDWR, 0);
	uint64_t end = room(4096) + 0x200000 - 64 * 4096; /* of the mapped area */

	assert_int_equal(sc(SYS_read, (uint64_t)fd, 0, 4), -EFAULT);
	/* Four bytes fit before the hole: they are read, and the position is behind them. */
	assert_int_equal(sc(SYS_read, (uint64_t)fd, end - 4, 8), 4);
	assert_int_equal(sc(SYS_lseek, (uint64_t)fd, 0, SEEK_CUR), 4);
	assert_int_equal(sc(SYS_write, (uint64_t)fd, end - 2, 8), 2);
	sc(SYS_close, (uint64_t)fd);
}

static void bad_addresses_transfer_what_fits(void **state)
{
	(void)state;
	h_write("f", "0123456789");
	rig_mount("", "/m", RIG_RW);
	rig_run(faults);
	assert_int_equal(strlen(h_read("f")), 10);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, rig_setup, rig_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_the_host_writes_is_read),
		TEST(a_changed_file_is_mapped_anew),
		TEST(pages_outlive_the_last_descriptor),
		TEST(what_is_written_is_the_hosts),
		TEST(append_goes_to_the_end),
		TEST(mappings_and_writes_agree),
		TEST(an_unlinked_file_lives_while_it_is_open),
		TEST(holes_show_in_mappings),
		TEST(bad_addresses_transfer_what_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
