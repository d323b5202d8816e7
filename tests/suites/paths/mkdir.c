/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mkdir(2), mkdirat(2) */
#include "paths.h"

static void is_of_mode(struct r3_task *t, unsigned mode)
{
	assert_int_equal(mode_of(t, "new"), mode);
	assert_true(links_of(t, "new") >= 1);
}

static void is_a_directory(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	is_of_mode(t, S_IFDIR | 0755);
}

static void is_sticky(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	is_of_mode(t, S_IFDIR | S_ISVTX | 0755);
}

static void is_closed(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	is_of_mode(t, S_IFDIR);
}

#define MAKE_ROWS(before) \
	WALK_ROWS("", before, 0755), \
	{"a new one", 0, R3_WITH(before() R3_PATH("new"), 0777), .check = is_a_directory}, \
	{"with a slash", 0, R3_WITH(before() R3_PATH("new/"), 0777), .check = is_a_directory}, \
	{"with slashes and a dot", R3_ERR(ENOENT), R3_WITH(before() R3_PATH("new/."), 0777)}, \
	{"of mode 0", 0, R3_WITH(before() R3_PATH("new"), 0), .check = is_closed}, \
	{"a mode with more bits than there are", 0, R3_WITH(before() R3_PATH("new"), 0177777), \
	 .check = is_sticky}, \
	{"mode -1", 0, R3_WITH(before() R3_PATH("new"), -1), .check = is_sticky}, \
	{"the longest name", 0, R3_WITH(before() R3_NAME_OF(255), 0755)}, \
	{"where a file is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("file"), 0755)}, \
	{"where a file is, with a slash", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("file/"), 0755)}, \
	{"where a directory is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("dir"), 0755)}, \
	{"where a locked one is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("locked"), 0755)}, \
	{"where a link to nothing is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("dangling"), 0755)}, \
	{"where a link to itself is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("loop"), 0755)}, \
	{"through a link to a directory", 0, R3_WITH(before() R3_PATH("dirlink/new"), 0755)}, \
	{"the directory itself", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("."), 0755)}, \
	{"its parent", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("dir/.."), 0755)}, \
	{"the root", R3_ERR(EEXIST), R3_WITH(before() R3_STR("/"), 0755)}, \
	{"in root's directory", R3_ERR(EACCES), R3_WITH(before() R3_STR("/dev/new-one"), 0755)}, \
	{"in /proc", R3_ERR(ENOENT), R3_WITH(before() R3_STR("/proc/new-one"), 0755)}, \
	{"in /proc, as root", R3_ERR(ENOENT), R3_WITH(before() R3_STR("/proc/new-one"), 0755), \
	 .as_root = 1}, \
	{"where one of root's is", R3_ERR(EEXIST), R3_WITH(before() R3_STR("/dev"), 0755)}

static int64_t make(struct r3_task *t, const char *path, unsigned mode)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);

	return call[5] ? r3_call(t, call, AT_FDCWD, name, mode) : r3_call(t, call, name, mode);
}

static void takes_the_umask_off(struct r3_task *t)
{
	r3_assert_ok(t, SYS_umask, 0127);
	assert_int_equal(make(t, "new", 01777), 0);
	assert_int_equal(mode_of(t, "new"), S_IFDIR | 01650);
}

static void has_an_owner_and_is_empty(struct r3_task *t)
{
	r3_ptr p;

	assert_int_equal(make(t, "new", 0700), 0);
	p = statx_of(t, "new");
	assert_int_equal(r3_get_u32(t, p + 20), r3_assert_ok(t, SYS_geteuid));
	assert_int_equal(r3_get_u32(t, p + 24), r3_assert_ok(t, SYS_getegid));
	assert_int_equal(make(t, "new/a", 0700), 0);
	assert_int_equal(make(t, "new/a/../b", 0700), 0);
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "new/b"));
}

/* The group, and the bit, of a directory with the bit. */
static void takes_the_group_of_its_directory(struct r3_task *t)
{
	assert_int_equal(make(t, "new", 0700), 0);
	r3_assert_result(t, 0, SYS_fchownat, AT_FDCWD, r3_string(t, "new"), 0, 4321, 0);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "new"), 02755);
	assert_int_equal(make(t, "new/a", 0700), 0);
	assert_int_equal(r3_get_u32(t, statx_of(t, "new/a") + 24), 4321);
	assert_int_equal(mode_of(t, "new/a"), S_IFDIR | S_ISGID | 0700);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(make(t, "dir/new", 0755), -EROFS);
	assert_int_equal(make(t, "dir/sub", 0755), -EEXIST);
	assert_int_equal(make(t, "dir/file/new", 0755), -ENOTDIR);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=2");
	assert_int_equal(make(t, "dir/a", 0755), 0);
	assert_int_equal(make(t, "dir/b", 0755), -ENOSPC);
}

/* In a directory that was removed nothing can be made. */
static void in_what_is_gone(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir/sub"));
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "../sub"));
	assert_int_equal(make(t, "new", 0755), -ENOENT);
}

static void runs_out_of_memory(struct r3_task *t)
{
	int64_t path = (int64_t)r3_string(t, "new");

	if (r3_suite_call(t)[5])
		memory_fails(t, 0, "mkdirat", AT_FDCWD, path, 0755, 0, 0);
	else
		memory_fails(t, 0, "mkdir", path, 0755, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(takes_the_umask_off), R3_CASE(has_an_owner_and_is_empty), \
	R3_CASE(takes_the_group_of_its_directory, .as_root = 1), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(where_no_room_is, .as_root = 1), R3_CASE(in_what_is_gone), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define COMMON_UNREACHED \
	NEVER_EDQUOT, R3_NEVER(EINVAL, "filesystems that forbid names"), \
	R3_NEVER(EMLINK, "filesystems that count directories' links in 16 bits"), \
	R3_NEVER(EPERM, "filesystems without directories; /proc says ENOENT, as it does here")

static const struct r3_row mkdir_rows[] = { MAKE_ROWS(NOTHING) };

R3_SUITE(mkdir, .rows = R3_ROWS(mkdir_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));

static const struct r3_row mkdirat_rows[] = {
	MAKE_ROWS(CWD),
	DIRFD_ROWS(0755),
	NO_PATH_ROW(0755),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("new"), 0755)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("new"), 0755)},
	{"at a directory, where one is", R3_ERR(EEXIST), R3_WITH(R3_FD(DIR), R3_PATH("sub"), 0755)},
};

R3_SUITE(mkdirat, .rows = R3_ROWS(mkdirat_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));
