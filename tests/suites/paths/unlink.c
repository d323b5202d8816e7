/* SPDX-License-Identifier: GPL-2.0-or-later */
/* unlink(2), unlinkat(2), rmdir(2) */
#include "paths.h"

#define GONE(f, path) \
	static void f(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result, (void)args; \
		r3_assert_no_file(t, path); \
	}

GONE(file_is_gone, "file")
GONE(link_is_gone, "link")
GONE(sub_is_gone, "dir/sub")

static void file_is_there(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	link_is_gone(t, result, args);
	r3_assert_file(t, "file", LETTERS, 26);
}

/* --- names of what is no directory --- */

#define UNLINK_ROWS(before, ...) \
	WALK_ROWS("", before __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before __VA_OPT__(,) __VA_ARGS__), \
	{"a file", 0, R3_WITH(before() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__), \
	 .check = file_is_gone}, \
	{"a file of mode 0", 0, R3_WITH(before() R3_PATH("secret") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link, not the file", 0, R3_WITH(before() R3_PATH("link") __VA_OPT__(,) __VA_ARGS__), \
	 .check = file_is_there}, \
	{"a link to itself", 0, R3_WITH(before() R3_PATH("loop") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link to a directory", 0, \
	 R3_WITH(before() R3_PATH("dirlink") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a fifo", 0, R3_WITH(before() R3_PATH("fifo") __VA_OPT__(,) __VA_ARGS__)}, \
	{"through a link to a directory", 0, \
	 R3_WITH(before() R3_PATH("dirlink/inner") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a file with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link to a directory, with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dirlink/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"nothing, with a slash", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory with a slash", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("dir/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"an empty directory", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("dir/sub") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a dot", R3_ERR(EISDIR), R3_WITH(before() R3_PATH(".") __VA_OPT__(,) __VA_ARGS__)}, \
	{"two dots", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("dir/..") __VA_OPT__(,) __VA_ARGS__)}, \
	{"the root", R3_ERR(EISDIR), R3_WITH(before() R3_STR("/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"in root's directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/dev/null") __VA_OPT__(,) __VA_ARGS__)}, \
	{"nothing in root's directory", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_STR("/dev/no-such-thing") __VA_OPT__(,) __VA_ARGS__)}, \
	{"in /proc", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/proc/self/status") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a file of mode 0, as root", 0, \
	 R3_WITH(before() R3_PATH("secret") __VA_OPT__(,) __VA_ARGS__), .as_root = 1}

static int64_t removes(struct r3_task *t, const char *path, int64_t flags)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);

	return call[0] == 'u' && call[6] ? r3_call(t, call, AT_FDCWD, name, flags) :
					   r3_call(t, call, name);
}

static void leaves_what_is_open(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_alloc(t, 3);

	assert_int_equal(removes(t, "file", 0), 0);
	r3_assert_no_file(t, "file");
	r3_assert_result(t, 3, SYS_read, fd, p, 3);
	r3_assert_memory(t, p, "abc", 3);
	assert_int_equal(removes(t, "file", 0), -ENOENT);
}

static void leaves_other_names(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_link, r3_string(t, "file"), r3_string(t, "second"));
	assert_int_equal(removes(t, "file", 0), 0);
	assert_int_equal(links_of(t, "second"), 1);
	r3_assert_file(t, "second", LETTERS, 26);
}

/* The directory's permission counts, not the file's. */
static void from_a_directory_that_is_read_only(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir"), 0555);
	assert_int_equal(removes(t, "dir/inner", 0), -EACCES);
	assert_int_equal(removes(t, "dir/nothing", 0), -ENOENT);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir"), 0755);
	assert_int_equal(removes(t, "dir/inner", 0), 0);
}

static void from_a_sticky_directory(struct r3_task *t)
{
	mount_sticky(t);
	become_nobody(t);
	assert_int_equal(removes(t, "dir/file", 0), -EPERM);
	r3_make_file(t, "dir/mine", NULL, 0, 0);
	assert_int_equal(removes(t, "dir/mine", 0), 0);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(removes(t, "dir/file", 0), -EROFS);
	assert_int_equal(removes(t, "dir/no/file", 0), -ENOENT);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t path = (int64_t)r3_string(t, "nothing");

	if (call[0] == 'u' && call[6])
		memory_fails(t, -ENOENT, call, AT_FDCWD, path, 0, 0, 0);
	else
		memory_fails(t, -ENOENT, call, path, 0, 0, 0, 0);
}

#define UNLINK_CASES \
	R3_CASE(leaves_what_is_open), R3_CASE(leaves_other_names), \
	R3_CASE(from_a_directory_that_is_read_only), \
	R3_CASE(from_a_sticky_directory, .as_root = 1), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

static const struct r3_row unlink_rows[] = { UNLINK_ROWS(NOTHING) };

R3_SUITE(unlink, .rows = R3_ROWS(unlink_rows), .cases = R3_CASES(UNLINK_CASES),
	 .unreached = R3_UNREACHED(NEVER_EIO, R3_NEVER(EBADF, "unlinkat's"), R3_NEVER(EINVAL, "unlinkat's"),
				   R3_NEVER(EBUSY, "files that are mount points: EBUSY of NFS and the like")));

/* --- directories --- */

#define RMDIR_ROWS(before, ...) \
	{"D: a directory", 0, R3_WITH(before() R3_PATH("dir/sub") __VA_OPT__(,) __VA_ARGS__), \
	 .check = sub_is_gone}, \
	{"D: with a slash", 0, R3_WITH(before() R3_PATH("dir/sub//") __VA_OPT__(,) __VA_ARGS__), \
	 .check = sub_is_gone}, \
	{"D: a locked one", 0, R3_WITH(before() R3_PATH("locked") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: through a link", 0, R3_WITH(before() R3_PATH("dirlink/sub") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: one with something in it", R3_ERR(ENOTEMPTY), \
	 R3_WITH(before() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a file", R3_ERR(ENOTDIR), R3_WITH(before() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a fifo", R3_ERR(ENOTDIR), R3_WITH(before() R3_PATH("fifo") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a link to a directory", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dirlink") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a link to a directory, with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dirlink/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a link to nothing", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dangling") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a dot", R3_ERR(EINVAL), R3_WITH(before() R3_PATH(".") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: a dot behind it", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("dir/sub/.") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: two dots", R3_ERR(ENOTEMPTY), \
	 R3_WITH(before() R3_PATH("dir/sub/..") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: two dots of a file", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/..") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: the root", R3_ERR(EBUSY), R3_WITH(before() R3_STR("/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: in root's directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/dev/pts") __VA_OPT__(,) __VA_ARGS__)}, \
	{"D: in /proc", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/proc/self/fd") __VA_OPT__(,) __VA_ARGS__)}

static void takes_a_link_from_its_parent(struct r3_task *t)
{
	unsigned links;

	r3_scene(t);
	links = links_of(t, "dir");
	assert_int_equal(removes(t, "dir/sub", AT_REMOVEDIR), 0);
	assert_int_equal(links_of(t, "dir"), links - 1);
}

static void leaves_who_is_in_it(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 100);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir/sub"));
	assert_int_equal(removes(t, "../sub", AT_REMOVEDIR), 0);
	r3_assert_errno(t, ENOENT, SYS_getcwd, p, 100);
	r3_assert_errno(t, ENOENT, SYS_creat, r3_string(t, "new"), 0644);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, ".."));
}

static void a_mount_point_is_busy(struct r3_task *t)
{
	mount_at_dir(t, 0, "");
	assert_int_equal(removes(t, "dir", AT_REMOVEDIR), -EBUSY);
}

static void a_directory_from_a_sticky_one(struct r3_task *t)
{
	mount_sticky(t);
	become_nobody(t);
	assert_int_equal(removes(t, "dir/sub", AT_REMOVEDIR), -EPERM);
}

static void a_directory_where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(removes(t, "dir/sub", AT_REMOVEDIR), -EROFS);
	assert_int_equal(removes(t, "dir/sub/.", AT_REMOVEDIR), -EINVAL);
}

#define RMDIR_CASES \
	R3_CASE(takes_a_link_from_its_parent), R3_CASE(leaves_who_is_in_it), \
	R3_CASE(a_mount_point_is_busy, .as_root = 1), \
	R3_CASE(a_directory_from_a_sticky_one, .as_root = 1), \
	R3_CASE(a_directory_where_nothing_can_be_written, .as_root = 1)

static const struct r3_row rmdir_rows[] = {
	WALK_ROWS("", NOTHING),
	THERE_ROWS("", NOTHING),
	RMDIR_ROWS(NOTHING),
};

R3_SUITE(rmdir, .rows = R3_ROWS(rmdir_rows),
	 .cases = R3_CASES(RMDIR_CASES, R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)));

static const struct r3_row unlinkat_rows[] = {
	UNLINK_ROWS(CWD, 0),
	RMDIR_ROWS(CWD, AT_REMOVEDIR),
	DIRFD_ROWS(0),
	NO_PATH_ROW(0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), 0)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("inner"), 0)},
	{"a directory at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("sub"), AT_REMOVEDIR)},
	{"no path", R3_ERR(ENOENT), R3_WITH(R3_FD(FILE), R3_STR(""), 0)},
	{"AT_EMPTY_PATH", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_STR(""), AT_EMPTY_PATH)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), 1)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), -1)},
	{"flags in the high half", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), 0x100000000),
	 .abis = R3_ONLY_X86_64},
	{"a flag that there is not, of nothing", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_PATH("file"), 1)},
};

R3_SUITE(unlinkat, .rows = R3_ROWS(unlinkat_rows), .cases = R3_CASES(UNLINK_CASES, RMDIR_CASES),
	 .unreached = R3_UNREACHED(NEVER_EIO));
