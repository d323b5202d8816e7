/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What runs out: space and inodes of a tmpfs, descriptors; and what comes back. */
#include "rig.h"

#include <string.h>

static struct tmpfs_counts {
	uint64_t free, files;
} counts(const char *name)
{
	struct tmpfs_counts c;
	uint64_t st[15];

	assert_int_equal(call(statfs, str(name), BUF), 0);
	assert_int_equal(copy_from_user(st, BUF, sizeof(st)), 0);
	c.free = st[3];
	c.files = st[6];
	return c;
}

static void mount_small(const char *options)
{
	assert_int_equal(mkdir_("/m"), 0);
	assert_int_equal(call(mount, str("t"), str("/m"), str("tmpfs"), 0, str(options)), 0);
}

static void unmount(void)
{
	assert_int_equal(call(umount, str("/m"), 0), 0);
	assert_int_equal(rmdir_("/m"), 0);
}

static void every_way_to_make_a_page_is_charged(__unused void **state)
{
	uint64_t at;
	long fd;

	mount_small("size=16k");
	fd = open_("/m/f", O_CREAT | O_RDWR);
	assert_int_equal(call(pwrite64, fd, BUF, 1, 0), 1);
	assert_int_equal(call(ftruncate, fd, 10 * PG), 0);
	assert_int_equal(counts("/m").free, 3);
	at = (uint64_t)call(mmap, 0, 10 * PG, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_int_equal(poke(at + PG, 1), 0);
	assert_int_equal(poke(at + 2 * PG, 1), 0);
	assert_int_equal(counts("/m").free, 1);
	assert_int_equal(call(fallocate, fd, 0, 3 * PG, PG), 0);
	assert_int_equal(counts("/m").free, 0);
	assert_int_equal(poke(at + 4 * PG, 1), -SIGBUS);
	assert_int_equal(call(pwrite64, fd, BUF, 1, 5 * PG), -ENOSPC);
	assert_int_equal(call(pwrite64, fd, BUF, 2 * PG, 3 * PG), PG);
	assert_int_equal(call(fallocate, fd, 0, 3 * PG, 2 * PG), -ENOSPC);
	assert_int_equal(call(pwrite64, fd, BUF, PG, 3 * PG), PG);
	assert_int_equal(call(munmap, at, 10 * PG), 0);
	assert_int_equal(call(ftruncate, fd, PG), 0);
	assert_int_equal(counts("/m").free, 3);
	assert_int_equal(unlink_("/m/f"), 0);
	assert_int_equal(counts("/m").free, 3);
	assert_int_equal(call(close, fd), 0);
	assert_int_equal(counts("/m").free, 4);
	unmount();
}

/* fallocate over a range that does not fit leaves what was there and takes back the rest. */
static void a_failed_fallocate_leaves_no_page(__unused void **state)
{
	long fd;

	mount_small("size=24k");
	fd = open_("/m/f", O_CREAT | O_RDWR);
	assert_int_equal(call(pwrite64, fd, BUF, 1, 2 * PG), 1);
	make("/m/other");
	assert_int_equal(call(truncate, str("/m/other"), PG), 0);
	assert_int_equal(call(fallocate, fd, 0, 0, 6 * PG), 0);
	assert_int_equal(call(ftruncate, fd, 0), 0);
	assert_int_equal(call(pwrite64, fd, BUF, 1, 2 * PG), 1);
	assert_int_equal(call(pwrite64, open_("/m/other", O_WRONLY), BUF, 1, 0), 1);
	assert_int_equal(call(fallocate, fd, 0, 0, 6 * PG), -ENOSPC);
	assert_int_equal(counts("/m").free, 4);
	assert_int_equal(call(fallocate, fd, 0, 0, (uint64_t)1 << 60), -ENOSPC);
	assert_int_equal(call(close, fd), 0);
	assert_int_equal(call(close, fd + 1), 0);
	unmount();
}

static void inodes_are_counted(__unused void **state)
{
	mount_small("nr_inodes=3");
	assert_int_equal(counts("/m").files, 2);
	make("/m/a");
	assert_int_equal(mkdir_("/m/b"), 0);
	assert_int_equal(open_("/m/c", O_CREAT | O_RDWR), -ENOSPC);
	assert_int_equal(mkdir_("/m/c"), -ENOSPC);
	assert_int_equal(open_("/m", O_TMPFILE | O_RDWR), -ENOSPC);
	assert_int_equal(call(symlink, str("x"), str("/m/c")), -ENOSPC);
	assert_int_equal(call(mknod, str("/m/c"), S_IFIFO | 0600, 0), -ENOSPC);
	assert_int_equal(rename_("/m/a", "/m/c", RENAME_WHITEOUT), -ENOSPC);
	assert_int_equal(call(link, str("/m/a"), str("/m/c")), -ENOSPC); /* a name more counts, too */
	assert_int_equal(rmdir_("/m/b"), 0);
	assert_int_equal(call(link, str("/m/a"), str("/m/c")), 0);
	assert_int_equal(open_("/m/d", O_CREAT | O_RDWR), -ENOSPC);
	assert_int_equal(unlink_("/m/a"), 0);
	make("/m/d");
	unmount();
}

static void descriptors_up_to_the_limit(__unused void **state)
{
	long fd = open_("/dev/null", O_RDONLY);

	current->signal->rlim[RLIMIT_NOFILE] = (struct rlimit64){ 3000, 3000 };
	for (int i = 1; i < 3000; i++)
		assert_int_equal(call(dup, fd), fd + i);
	assert_int_equal(call(dup, fd), -EMFILE);
	assert_int_equal(open_("/none", O_RDONLY), -EMFILE);
	assert_int_equal(call(close, fd + 100), 0);
	assert_int_equal(call(close, fd + 64), 0);
	assert_int_equal(call(dup, fd), fd + 64);
	assert_int_equal(call(fcntl, fd, F_DUPFD, 70), fd + 100);
	assert_int_equal(call(fcntl, fd, F_DUPFD, 2999), -EMFILE);
	assert_int_equal(call(close_range, fd + 1, ~0u, 0), 0);
	assert_int_equal(files_next(current->files, (unsigned)fd + 1), -1);
	assert_int_equal(call(dup, fd), fd + 1);
	assert_int_equal(call(close_range, 0, ~0u, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		fs_test(every_way_to_make_a_page_is_charged),
		fs_test(a_failed_fallocate_leaves_no_page),
		fs_test(inodes_are_counted),
		fs_test(descriptors_up_to_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
