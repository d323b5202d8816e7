/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Every call that makes, finds or changes something, with the n-th allocation of an object or of a
 * frame missing, for each n: it fails with a reason, the tree is whole, and nothing leaks. A call
 * that failed can be made again.
 */
#include "rig.h"

#include <stdio.h>
#include <string.h>

#define LONG "/tmp/a_name_that_is_longer_than_what_a_dentry_has_room_for_by_itself"

struct op {
	const char *name;
	void (*before)(void);
	long (*run)(void);
	void (*after)(void); /* undoes before, and run's success */
};

static void nothing(void)
{
}

static void clean(void)
{
	forget_files();
	call(umount, str("/tmp/d"), 0);
	unlink_("/tmp/d/x"), unlink_("/tmp/x"), unlink_("/tmp/a"), unlink_("/tmp/b"), unlink_(LONG);
	rmdir_("/tmp/d"), rmdir_("/tmp/e"), rmdir_(LONG), rmdir_("/tmp/x"), rmdir_("/tmp/a");
}

static void with_a(void)
{
	make("/tmp/a");
}

static void with_ab(void)
{
	make("/tmp/a");
	make("/tmp/b");
}

static void with_link(void)
{
	make("/tmp/a");
	assert_int_equal(call(symlink, str("/tmp/../tmp/a"), str("/tmp/b")), 0);
}

static void with_dir(void)
{
	assert_int_equal(mkdir_("/tmp/d"), 0);
}

static void with_open_dir(void)
{
	make("/tmp/a");
	open_("/tmp", O_RDONLY);
}

static void with_open(void)
{
	open_("/tmp/a", O_CREAT | O_RDWR);
}

static long create(void)
{
	return open_("/tmp/x", O_CREAT | O_EXCL | O_RDWR);
}

static long create_long(void)
{
	return open_(LONG, O_CREAT | O_EXCL | O_RDWR);
}

static long open_existing(void)
{
	return open_("/tmp/a", O_RDWR | O_TRUNC);
}

static long open_link(void)
{
	return open_("/tmp/b", O_RDWR);
}

static long open_missing(void)
{
	long err = open_("/tmp/none", O_RDWR);

	return err == -ENOENT ? 0 : err;
}

static long open_tmpfile(void)
{
	return open_("/tmp", O_TMPFILE | O_RDWR);
}

static long make_dir(void)
{
	return mkdir_(LONG);
}

static long make_link(void)
{
	return call(link, str("/tmp/a"), str(LONG));
}

static long make_symlink(void)
{
	return call(symlink, str("target"), str("/tmp/x"));
}

static long make_fifo(void)
{
	return call(mknod, str("/tmp/x"), S_IFIFO | 0600, 0);
}

static long rename_plain(void)
{
	return rename_("/tmp/a", LONG, 0);
}

static long rename_over(void)
{
	return rename_("/tmp/a", "/tmp/b", 0);
}

static long rename_exchange(void)
{
	return rename_("/tmp/a", "/tmp/b", RENAME_EXCHANGE);
}

static long rename_whiteout(void)
{
	return rename_("/tmp/a", "/tmp/x", RENAME_WHITEOUT);
}

static long remove_file(void)
{
	return unlink_("/tmp/a");
}

static long remove_dir(void)
{
	return rmdir_("/tmp/d");
}

static long list(void)
{
	return call(getdents64, 0, BUF, 4096);
}

static long write_far(void)
{
	return call(pwrite64, 0, BUF, 3 * PG, (uint64_t)1 << 40);
}

static long reserve(void)
{
	return call(fallocate, 0, 0, 0, 5 * PG);
}

static long grow_table(void)
{
	return call(dup2, 0, 700);
}

static long mount_tmpfs(void)
{
	return call(mount, str("src"), str("/tmp/d"), str("tmpfs"), 0, 0);
}

static long mount_part(void)
{
	return call(mount, str("/tmp"), str("/tmp/d"), 0, MS_BIND, 0);
}

static long change_dir(void)
{
	return call(chdir, str("/tmp/d/../d/.")) ? : call(chdir, str("/"));
}

static const struct op ops[] = {
	{ "create", nothing, create, clean },
	{ "create with a long name", nothing, create_long, clean },
	{ "open", with_a, open_existing, clean },
	{ "open through a link", with_link, open_link, clean },
	{ "open what is not there", nothing, open_missing, clean },
	{ "O_TMPFILE", nothing, open_tmpfile, clean },
	{ "mkdir", nothing, make_dir, clean },
	{ "link", with_a, make_link, clean },
	{ "symlink", nothing, make_symlink, clean },
	{ "mknod", nothing, make_fifo, clean },
	{ "rename", with_a, rename_plain, clean },
	{ "rename over a file", with_ab, rename_over, clean },
	{ "exchange", with_ab, rename_exchange, clean },
	{ "whiteout", with_a, rename_whiteout, clean },
	{ "unlink", with_a, remove_file, clean },
	{ "rmdir", with_dir, remove_dir, clean },
	{ "getdents64", with_open_dir, list, clean },
	{ "write", with_open, write_far, clean },
	{ "fallocate", with_open, reserve, clean },
	{ "dup2 to a high number", with_open, grow_table, clean },
	{ "mount", with_dir, mount_tmpfs, clean },
	{ "bind", with_dir, mount_part, clean },
	{ "chdir", with_dir, change_dir, clean },
};

struct counted {
	struct fs_counts fs;
	size_t objects;
	pfn_t frames;
};

static struct counted count(void)
{
	struct counted c = {};

	fs_count(&c.fs);
	c.objects = arena_objects(kernel->arena);
	c.frames = kernel->mem->used;
	return c;
}

/* One allocation of kind fails. Was there one to fail? */
static bool run_failing(const struct op *op, unsigned long n, bool frame)
{
	struct counted before, after;
	long ret, again;

	before = count();
	op->before();
	if (frame)
		kernel->mem->fail_nth = n;
	else
		arena_fail_nth(kernel->arena, n);
	ret = op->run();
	kernel->mem->fail_nth = 0;
	arena_fail_nth(kernel->arena, 0);
	check_root();
	if (ret < 0) {
		if (ret != -ENOMEM)
			fail_msg("%s: %ld", op->name, ret);
		again = op->run();
		if (again < 0)
			fail_msg("%s again: %ld", op->name, again);
		check_root();
	}
	op->after();
	after = count();
	if (after.objects != before.objects || after.frames != before.frames ||
	    memcmp(&after.fs, &before.fs, sizeof(after.fs)))
		fail_msg("%s leaks at %lu: objects %ld, frames %ld, inodes %ld, dentries %ld", op->name,
			 n, (long)(after.objects - before.objects),
			 (long)(after.frames - before.frames),
			 (long)(after.fs.inodes - before.fs.inodes),
			 (long)(after.fs.dentries - before.fs.dentries));
	return ret < 0;
}

static void any_object_may_be_missing(__unused void **state)
{
	unsigned long failed = 0;

	become_root(); /* mount */
	for (unsigned i = 0; i < ARRAY_SIZE(ops); i++) {
		/* What stays for good (tables that have grown) is there before counting. */
		run_failing(&ops[i], 100000, false);
		for (unsigned long n = 1; n < 40; n++)
			failed += run_failing(&ops[i], n, false);
	}
	assert_in_range(failed, ARRAY_SIZE(ops), 1000);
}

static void any_frame_may_be_missing(__unused void **state)
{
	unsigned long failed = 0;

	become_root();
	for (unsigned i = 0; i < ARRAY_SIZE(ops); i++) {
		run_failing(&ops[i], 100000, true);
		for (unsigned long n = 1; n < 8; n++)
			failed += run_failing(&ops[i], n, true);
	}
	assert_in_range(failed, 2, 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fs_test(any_object_may_be_missing),
		fs_test(any_frame_may_be_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
