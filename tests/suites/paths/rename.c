/* SPDX-License-Identifier: GPL-2.0-or-later */
/* rename(2), renameat(2), renameat2(2) */
#include <string.h>

#include "paths.h"

#ifndef RENAME_NOREPLACE
#define RENAME_NOREPLACE 1
#define RENAME_EXCHANGE 2
#define RENAME_WHITEOUT 4
#endif

#define OLD_FILE() R3_PATH("file"),
#define CWD_OLD_FILE() AT_FDCWD, R3_PATH("file"), AT_FDCWD,

static void is_moved(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_no_file(t, "file");
	r3_assert_file(t, "new", LETTERS, 26);
}

static void is_untouched(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 26);
}

static void has_replaced(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_no_file(t, "file");
	r3_assert_file(t, "empty", LETTERS, 26);
}

/* From and to: `before` is what is before the old path, `between` what is before the new one. */
#define MOVE_ROWS(before, between, ...) \
	{"to a new name", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_moved}, \
	{"of a file with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a name with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("new/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory to a name with a slash", 0, \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("new/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a link to nothing", 0, \
	 R3_WITH(before() R3_PATH("dangling"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a file of mode 0", 0, \
	 R3_WITH(before() R3_PATH("secret"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a locked directory", 0, \
	 R3_WITH(before() R3_PATH("locked"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a locked directory, to another parent", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked"), between() R3_PATH("dir/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"into a directory below it", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("dir/sub/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a dot", R3_ERR(EBUSY), \
	 R3_WITH(before() R3_PATH("."), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of two dots", R3_ERR(EBUSY), \
	 R3_WITH(before() R3_PATH("dir/.."), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of the root", R3_ERR(EBUSY), \
	 R3_WITH(before() R3_STR("/"), between() R3_STR("/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a dot", R3_ERR(EBUSY), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("dir/sub/.") __VA_OPT__(,) __VA_ARGS__)}, \
	{"to another filesystem", R3_ERR(EXDEV), \
	 R3_WITH(before() R3_PATH("file"), between() R3_STR("/proc/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of nothing, to another filesystem", R3_ERR(EXDEV), \
	 R3_WITH(before() R3_PATH("nothing"), between() R3_STR("/proc/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a dot, to another filesystem", R3_ERR(EXDEV), \
	 R3_WITH(before() R3_PATH("."), between() R3_STR("/proc/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of root's", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/dev/null"), between() R3_STR("/dev/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of nothing, to nothing that can be", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing"), between() R3_PATH("no/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of nothing, in a file", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("nothing"), between() R3_PATH("file/new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of no path, to no path", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_BAD, between() R3_STR("") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of the empty path, to no path", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_STR(""), between() R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"of nothing, to a name too long", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing"), between() R3_NAME_OF(256) __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a file, to a name too long", R3_ERR(ENAMETOOLONG), \
	 R3_WITH(before() R3_PATH("file"), between() R3_NAME_OF(256) __VA_OPT__(,) __VA_ARGS__)}

/* To what is there already: not with RENAME_NOREPLACE. */
#define REPLACE_ROWS(before, between, ...) \
	{"over a file", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("empty") __VA_OPT__(,) __VA_ARGS__), \
	 .check = has_replaced}, \
	{"over itself", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_untouched}, \
	{"over a link to it", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("link") __VA_OPT__(,) __VA_ARGS__)}, \
	{"over a link to itself", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("loop") __VA_OPT__(,) __VA_ARGS__)}, \
	{"over one that is read-only", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("readonly") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a file over a directory", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("dir/sub") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory over a file", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory over a link to a directory", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("dir/sub"), between() R3_PATH("dirlink") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory over an empty one", 0, \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("locked") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory over one that is not empty", R3_ERR(ENOTEMPTY), \
	 R3_WITH(before() R3_PATH("locked"), between() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a directory over the one above it", R3_ERR(ENOTEMPTY), \
	 R3_WITH(before() R3_PATH("dir/sub"), between() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of a file over the directory that it is in", R3_ERR(ENOTEMPTY), \
	 R3_WITH(before() R3_PATH("dir/inner"), between() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}

static int64_t moves(struct r3_task *t, const char *from, const char *to, int64_t flags)
{
	const char *call = r3_suite_call(t);
	r3_ptr a = r3_string(t, from), b = r3_string(t, to);

	return call[6] ? r3_call(t, call, AT_FDCWD, a, AT_FDCWD, b, flags) : r3_call(t, call, a, b);
}

static void keeps_the_inode(struct r3_task *t)
{
	uint64_t inode;

	r3_scene(t);
	inode = inode_of(t, "file");
	assert_int_equal(moves(t, "file", "dir/sub/new", 0), 0);
	assert_int_equal(inode_of(t, "dir/sub/new"), inode);
	assert_int_equal(links_of(t, "dir/sub/new"), 1);
}

/* Two names of one file: nothing is done, both stay. */
static void over_another_name_of_it_does_nothing(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_link, r3_string(t, "file"), r3_string(t, "second"));
	assert_int_equal(moves(t, "file", "second", 0), 0);
	assert_int_equal(links_of(t, "file"), 2);
	assert_int_equal(links_of(t, "second"), 2);
}

static void leaves_what_is_open(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_EMPTY);
	r3_ptr p = r3_alloc(t, 3);

	assert_int_equal(moves(t, "file", "empty", 0), 0);
	r3_assert_result(t, 0, SYS_read, fd, p, 3);
	r3_assert_file(t, "empty", LETTERS, 26);
}

static void takes_a_directorys_contents_along(struct r3_task *t)
{
	unsigned links;

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "other"), 0755);
	links = links_of(t, "other");
	assert_int_equal(moves(t, "dir", "other/dir", 0), 0);
	r3_assert_file(t, "other/dir/inner", LETTERS, 26);
	assert_int_equal(links_of(t, "other"), links + 1);
	assert_int_equal(moves(t, "other/dir/sub/..", "x", 0), -EBUSY);
}

static void from_a_directory_that_is_read_only(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir"), 0555);
	assert_int_equal(moves(t, "dir/inner", "new", 0), -EACCES);
	assert_int_equal(moves(t, "file", "dir/new", 0), -EACCES);
	assert_int_equal(moves(t, "file", "dir/inner", 0), -EACCES);
	assert_int_equal(moves(t, "dir/nothing", "new", 0), -ENOENT);
}

/* Its ".." would be written: the directory itself must be writable if its parent changes. */
static void of_a_directory_that_is_read_only(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir/sub"), 0555);
	assert_int_equal(moves(t, "dir/sub", "dir/new", 0), 0);
	assert_int_equal(moves(t, "dir/new", "new", 0), -EACCES);
}

static void from_a_sticky_directory(struct r3_task *t)
{
	mount_sticky(t);
	become_nobody(t);
	assert_int_equal(moves(t, "dir/file", "dir/new", 0), -EPERM);
	r3_make_file(t, "dir/mine", NULL, 0, 0644);
	assert_int_equal(moves(t, "dir/mine", "dir/file", 0), -EPERM);
	assert_int_equal(moves(t, "dir/mine", "dir/new", 0), 0);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(moves(t, "dir/file", "dir/new", 0), -EROFS);
	assert_int_equal(moves(t, "dir/file", "new", 0), -EXDEV);
	assert_int_equal(moves(t, "dir/nothing", "dir/new", 0), -EROFS);
	assert_int_equal(moves(t, "dir/.", "dir/new", 0), -EBUSY);
}

static void a_mount_point_is_busy(struct r3_task *t)
{
	mount_at_dir(t, 0, "");
	assert_int_equal(moves(t, "dir", "new", 0), -EBUSY);
	assert_int_equal(moves(t, "locked", "dir", 0), -EBUSY);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=2");
	r3_make_file(t, "dir/a", NULL, 0, 0644);
	assert_int_equal(moves(t, "dir/a", "dir/b", 0), 0);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t from = (int64_t)r3_string(t, "nothing"), to = (int64_t)r3_string(t, "new");

	if (call[6])
		memory_fails(t, -ENOENT, call, AT_FDCWD, from, AT_FDCWD, to, 0);
	else
		memory_fails(t, -ENOENT, call, from, to, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(keeps_the_inode), R3_CASE(over_another_name_of_it_does_nothing), \
	R3_CASE(leaves_what_is_open), R3_CASE(takes_a_directorys_contents_along), \
	R3_CASE(from_a_directory_that_is_read_only), R3_CASE(of_a_directory_that_is_read_only), \
	R3_CASE(from_a_sticky_directory, .as_root = 1), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(a_mount_point_is_busy, .as_root = 1), R3_CASE(where_no_room_is, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define COMMON_UNREACHED \
	NEVER_EDQUOT, R3_NEVER(EMLINK, "filesystems that count links in 16 bits"), \
	R3_NEVER(ENOSPC, "filesystems whose directories grow: tmpfs's names need no room")
#define NOT_OF_RENAME \
	R3_NEVER(EEXIST, "renameat2's; a directory that is not empty gives ENOTEMPTY here")

static const struct r3_row rename_rows[] = {
	WALK_ROWS("from: ", NOTHING, R3_PATH("new")),
	THERE_ROWS("from: ", NOTHING, R3_PATH("new")),
	WALK_ROWS("to: ", OLD_FILE),
	MOVE_ROWS(NOTHING, NOTHING),
	REPLACE_ROWS(NOTHING, NOTHING),
};

R3_SUITE(rename, .rows = R3_ROWS(rename_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED, NOT_OF_RENAME, R3_NEVER(EBADF, "renameat's")));

/* --- at descriptors --- */

#define FD_ROWS(...) \
	DIRFD_ROWS(AT_FDCWD, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	NO_PATH_ROW(AT_FDCWD, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	{"to none", R3_ERR(EBADF), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_CLOSED, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"of nothing, to none", R3_ERR(EBADF), \
	 R3_WITH(AT_FDCWD, R3_PATH("nothing"), R3_CLOSED, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"in nothing, to none", R3_ERR(ENOENT), \
	 R3_WITH(AT_FDCWD, R3_PATH("no/file"), R3_CLOSED, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a file's", R3_ERR(ENOTDIR), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_FD(FILE), R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at none, to no path", R3_ERR(EBADF), \
	 R3_WITH(R3_CLOSED, R3_PATH("file"), AT_FDCWD, R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"from a directory", 0, \
	 R3_WITH(R3_FD(DIR), R3_PATH("inner"), AT_FDCWD, R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a directory", 0, \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_FD(DIR_PATH), R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}

static const struct r3_row renameat_rows[] = {
	WALK_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new")),
	THERE_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new")),
	WALK_ROWS("to: ", CWD_OLD_FILE),
	MOVE_ROWS(CWD, CWD),
	REPLACE_ROWS(CWD, CWD),
	FD_ROWS(),
	{"it has no flags", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), AT_FDCWD, R3_PATH("empty"), -1)},
};

R3_SUITE(renameat, .rows = R3_ROWS(renameat_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED, NOT_OF_RENAME));

/* --- with flags --- */

#define FLAG_ROW(what, error, from, to, flags) \
	{what, error, R3_WITH(AT_FDCWD, R3_PATH(from), AT_FDCWD, R3_PATH(to), flags)}

static const struct r3_row renameat2_rows[] = {
	WALK_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new"), 0),
	THERE_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new"), 0),
	WALK_ROWS("to: ", CWD_OLD_FILE, 0),
	MOVE_ROWS(CWD, CWD, 0),
	REPLACE_ROWS(CWD, CWD, 0),
	FD_ROWS(0),
	FLAG_ROW("not over: a new name", 0, "file", "new", RENAME_NOREPLACE),
	FLAG_ROW("not over: a file", R3_ERR(EEXIST), "file", "empty", RENAME_NOREPLACE),
	FLAG_ROW("not over: itself", R3_ERR(EEXIST), "file", "file", RENAME_NOREPLACE),
	FLAG_ROW("not over: a link to nothing", R3_ERR(EEXIST), "file", "dangling", RENAME_NOREPLACE),
	FLAG_ROW("not over: an empty directory", R3_ERR(EEXIST), "dir", "locked", RENAME_NOREPLACE),
	FLAG_ROW("not over: of nothing", R3_ERR(ENOENT), "nothing", "file", RENAME_NOREPLACE),
	FLAG_ROW("not over: of a dot", R3_ERR(EBUSY), ".", "file", RENAME_NOREPLACE),
	FLAG_ROW("not over: a dot", R3_ERR(EEXIST), "file", "dir/.", RENAME_NOREPLACE),
	FLAG_ROW("not over: two dots", R3_ERR(EEXIST), "file", "dir/..", RENAME_NOREPLACE),
	FLAG_ROW("not over: below it", R3_ERR(EINVAL), "dir", "dir/sub/new", RENAME_NOREPLACE),
	FLAG_ROW("swap: two files", 0, "file", "empty", RENAME_EXCHANGE),
	FLAG_ROW("swap: a file and a directory", 0, "file", "dir", RENAME_EXCHANGE),
	FLAG_ROW("swap: a file and a link", 0, "file", "link", RENAME_EXCHANGE),
	FLAG_ROW("swap: a file and itself", 0, "file", "file", RENAME_EXCHANGE),
	FLAG_ROW("swap: a new name", R3_ERR(ENOENT), "file", "new", RENAME_EXCHANGE),
	FLAG_ROW("swap: of nothing", R3_ERR(ENOENT), "nothing", "file", RENAME_EXCHANGE),
	FLAG_ROW("swap: with what is above", R3_ERR(EINVAL), "dir/sub", "dir", RENAME_EXCHANGE),
	FLAG_ROW("swap: with what is below", R3_ERR(EINVAL), "dir", "dir/sub", RENAME_EXCHANGE),
	FLAG_ROW("swap: a file with a slash", R3_ERR(ENOTDIR), "dir", "file/", RENAME_EXCHANGE),
	FLAG_ROW("swap: a file, a directory with a slash", 0, "file", "dir/", RENAME_EXCHANGE),
	FLAG_ROW("swap and not over", R3_ERR(EINVAL), "file", "empty", RENAME_EXCHANGE | RENAME_NOREPLACE),
	FLAG_ROW("swap and whiteout", R3_ERR(EINVAL), "file", "empty", RENAME_EXCHANGE | RENAME_WHITEOUT),
	FLAG_ROW("a flag that there is not", R3_ERR(EINVAL), "file", "new", 8),
	FLAG_ROW("flags -1", R3_ERR(EINVAL), "file", "new", -1),
	{"flags in the high half", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("file"), AT_FDCWD, R3_PATH("empty"), 0x100000000),
	 .abis = R3_ONLY_X86_64},
	{"a flag that there is not, of no path", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, AT_FDCWD, R3_PATH("new"), 8)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), AT_FDCWD, R3_PATH("new"), 8)},
	{"swap and not over, of no path", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, AT_FDCWD, R3_BAD, RENAME_EXCHANGE | RENAME_NOREPLACE)},
	{"not over, of no path", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_BAD, AT_FDCWD, R3_PATH("new"), RENAME_NOREPLACE)},
};

static void swaps(struct r3_task *t)
{
	unsigned links;

	r3_scene(t);
	links = links_of(t, "dir");
	assert_int_equal(moves(t, "file", "dir/sub", RENAME_EXCHANGE), 0);
	r3_assert_file(t, "dir/sub", LETTERS, 26);
	assert_int_equal(mode_of(t, "file"), S_IFDIR | 0755);
	assert_int_equal(links_of(t, "dir"), links - 1);
}

R3_SUITE(renameat2, .rows = R3_ROWS(renameat2_rows), .cases = R3_CASES(COMMON_CASES, R3_CASE(swaps)),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));
