/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tree of names after renames of every kind, and very large and very deep ones. */
#include "rig.h"

#include <stdio.h>
#include <string.h>

static const char *path_of(const char *name)
{
	static char buf[PATH_MAX];
	struct path path;
	char *text;

	assert_int_equal(path_lookup(AT_FDCWD, name, 0, &path), 0);
	text = d_path(&path, buf, sizeof(buf));
	path_put(&path);
	return IS_ERR(text) ? "?" : text;
}

#define SHORT "/tmp/short"
#define LONG "/tmp/a_name_that_is_longer_than_what_a_dentry_has_room_for_by_itself"
#define LONG2 "/tmp/another_name_that_is_longer_than_what_a_dentry_has_room_for"

static void names_move_whatever_their_length(__unused void **state)
{
	static const char *const names[] = { SHORT, LONG, LONG2, "/tmp/s2" };

	for (int i = 0; i < 4; i++) {
		for (int k = 0; k < 4; k++) {
			if (i == k)
				continue;
			for (unsigned flags = 0; flags <= RENAME_EXCHANGE; flags++) {
				make(names[i]);
				if (flags & RENAME_EXCHANGE)
					make(names[k]);
				assert_int_equal(rename_(names[i], names[k], flags), 0);
				assert_string_equal(path_of(names[k]), names[k]);
				check_root();
				assert_int_equal(unlink_(names[k]), 0);
				assert_int_equal(unlink_(names[i]),
						 flags & RENAME_EXCHANGE ? 0 : -ENOENT);
			}
		}
	}
}

static void a_replaced_file_keeps_the_name_it_had(__unused void **state)
{
	char buf[PATH_MAX];
	struct file *f;
	long fd;

	make(LONG), make(SHORT);
	fd = open_(LONG, O_RDONLY);
	assert_int_equal(rename_(SHORT, LONG, 0), 0);
	f = file_get((int)fd);
	assert_string_equal(d_path(&f->path, buf, sizeof(buf)), LONG " (deleted)");
	file_put(f);
	assert_int_equal(call(close, fd), 0);
	assert_int_equal(unlink_(LONG), 0);
}

static void positions_stay_in_order(__unused void **state)
{
	char name[32];

	assert_int_equal(mkdir_("/tmp/d"), 0);
	for (int i = 0; i < 6; i++) {
		snprintf(name, sizeof(name), "/tmp/d/%d", i);
		make(name);
	}
	make("/tmp/x");
	assert_int_equal(rename_("/tmp/d/1", "/tmp/d/4", 0), 0);
	check_root();
	assert_int_equal(rename_("/tmp/d/5", "/tmp/d/0", RENAME_EXCHANGE), 0);
	check_root();
	assert_int_equal(rename_("/tmp/d/2", "/tmp/d/3", RENAME_EXCHANGE), 0);
	check_root();
	assert_int_equal(rename_("/tmp/d/3", "/tmp/x", RENAME_EXCHANGE), 0);
	check_root();
	assert_int_equal(rename_("/tmp/x", "/tmp/d/9", RENAME_WHITEOUT), 0);
	check_root();
	for (int i = 0; i < 10; i++) {
		snprintf(name, sizeof(name), "/tmp/d/%d", i);
		unlink_(name);
	}
	assert_int_equal(unlink_("/tmp/x"), 0);
	assert_int_equal(rmdir_("/tmp/d"), 0);
}

#define MANY 8000

static void a_directory_may_be_large(__unused void **state)
{
	char name[32];

	assert_int_equal(mkdir_("/tmp/d"), 0);
	for (int i = 0; i < MANY; i++) {
		snprintf(name, sizeof(name), "/tmp/d/%d", i);
		make(name);
	}
	assert_true(fs_state()->hash_bits >= 12);
	for (int i = MANY; i--;) {
		snprintf(name, sizeof(name), "/tmp/d/%d", i);
		assert_int_equal(unlink_(name), 0);
	}
	assert_int_equal(rmdir_("/tmp/d"), 0);
}

#define DEEP 5000

/* Deeper than a path can say; made, renamed under itself, and removed again from below. */
static void a_tree_may_be_deep(__unused void **state)
{
	assert_int_equal(call(chdir, str("/tmp")), 0);
	for (int i = 0; i < DEEP; i++) {
		assert_int_equal(mkdir_("d"), 0);
		assert_int_equal(call(chdir, str("d")), 0);
	}
	assert_int_equal(call(getcwd, BUF, BUF_SIZE), -ENAMETOOLONG);
	assert_int_equal(rename_("/tmp/d", "e", 0), -EINVAL);
	for (int i = 0; i < DEEP; i++) {
		assert_int_equal(call(chdir, str("..")), 0);
		assert_int_equal(rmdir_("d"), 0);
	}
	assert_int_equal(call(chdir, str("/")), 0);
}

/* Names of a directory, counted; what was there all the time must be seen once. */
struct seen {
	unsigned char times[300];
};

static int see(struct seen *seen, int fd, size_t size)
{
	unsigned char buf[512];
	long n = call(getdents64, fd, BUF, size);

	assert_true(n >= 0 && n <= (long)sizeof(buf));
	assert_int_equal(copy_from_user(buf, BUF, (size_t)n), 0);
	for (long at = 0; at < n; at += *(uint16_t *)(buf + at + 16)) {
		unsigned i;

		if (sscanf((char *)buf + at + 19, "k%u", &i) == 1)
			seen->times[i]++;
	}
	return (int)n;
}

static void disturb(unsigned *seed)
{
	char a[32], b[32];

	*seed = *seed * 1103515245 + 12345;
	snprintf(a, sizeof(a), "/tmp/d/x%u", *seed >> 8 & 63);
	snprintf(b, sizeof(b), "/tmp/d/x%u", *seed >> 16 & 63);
	switch (*seed >> 24 & 3) {
	case 0:
		unlink_(a);
		break;
	case 1:
		rename_(a, b, 0);
		break;
	case 2:
		rename_(a, b, RENAME_EXCHANGE);
		break;
	default:
		call(close, open_(a, O_CREAT | O_RDONLY));
	}
}

static void a_listing_sees_once_what_stays(__unused void **state)
{
	unsigned seed = 1;
	char name[32];
	long fd;

	assert_int_equal(mkdir_("/tmp/d"), 0);
	for (unsigned i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "/tmp/d/k%u", i);
		make(name);
		disturb(&seed);
	}
	for (int round = 0; round < 50; round++) {
		struct seen seen = {};

		fd = open_("/tmp/d", O_RDONLY);
		while (see(&seen, (int)fd, 64 + (unsigned)round * 8))
			disturb(&seed), disturb(&seed);
		for (unsigned i = 0; i < 300; i++)
			assert_int_equal(seen.times[i], 1);
		check_root();
		assert_int_equal(call(close, fd), 0);
	}
	for (unsigned i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "/tmp/d/k%u", i);
		unlink_(name);
		snprintf(name, sizeof(name), "/tmp/d/x%u", i);
		unlink_(name);
	}
	assert_int_equal(rmdir_("/tmp/d"), 0);
}

/* A superblock with a whole tree in it ends at once. */
static void a_filesystem_ends_with_its_mount(__unused void **state)
{
	char name[64];

	assert_int_equal(mkdir_("/m"), 0);
	become_root();
	assert_int_equal(call(mount, str("t"), str("/m"), str("tmpfs"), 0, 0), 0);
	for (int i = 0; i < 300; i++) {
		snprintf(name, sizeof(name), "/m/d%d", i);
		assert_int_equal(mkdir_(name), 0);
		strcat(name, "/file");
		make(name);
	}
	make("/m"
	     "/big");
	assert_int_equal(call(truncate, str("/m/big"), 1 << 20), 0);
	assert_int_equal(call(umount, str("/m"), 0), 0);
	assert_int_equal(rmdir_("/m"), 0);
}

static void an_open_file_outlives_its_mount(__unused void **state)
{
	long fd;

	assert_int_equal(mkdir_("/m"), 0);
	assert_int_equal(call(mount, str("t"), str("/m"), str("tmpfs"), 0, 0), 0);
	fd = open_("/m/f", O_CREAT | O_RDWR);
	assert_int_equal(call(umount, str("/m"), 0), -EBUSY);
	assert_int_equal(call(umount, str("/m"), 2 /* MNT_DETACH */), 0);
	assert_int_equal(call(write, fd, BUF, 10), 10);
	assert_int_equal(stat_("/m/f"), -ENOENT);
	assert_int_equal(call(close, fd), 0);
	assert_int_equal(rmdir_("/m"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fs_test(names_move_whatever_their_length),
		fs_test(a_replaced_file_keeps_the_name_it_had),
		fs_test(positions_stay_in_order),
		fs_test(a_directory_may_be_large),
		fs_test(a_tree_may_be_deep),
		fs_test(a_listing_sees_once_what_stays),
		fs_test(a_filesystem_ends_with_its_mount),
		fs_test(an_open_file_outlives_its_mount),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
