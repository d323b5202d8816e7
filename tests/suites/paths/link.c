/* SPDX-License-Identifier: GPL-2.0-or-later */
/* link(2), linkat(2), symlink(2), symlinkat(2), readlink(2), readlinkat(2) */
#include <stdio.h>
#include <string.h>

#include "paths.h"

#define OLD_FILE() R3_PATH("file"),
#define CWD_OLD_FILE() AT_FDCWD, R3_PATH("file"), AT_FDCWD,

static int is_at(const struct r3_task *t)
{
	return strstr(r3_suite_call(t), "at") != NULL;
}

/* --- another name for a file --- */

static void has_two_names(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	assert_int_equal(links_of(t, "file"), 2);
	assert_int_equal(inode_of(t, "file"), inode_of(t, "new"));
}

static void the_link_has(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	assert_int_equal(inode_of(t, "link"), inode_of(t, "new"));
}

#define LINK_ROWS(before, between, ...) \
	{"a file", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	 .check = has_two_names}, \
	{"a link is not followed", 0, \
	 R3_WITH(before() R3_PATH("link"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	 .check = the_link_has}, \
	{"a link to nothing", 0, \
	 R3_WITH(before() R3_PATH("dangling"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link to itself", 0, \
	 R3_WITH(before() R3_PATH("loop"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a fifo", 0, \
	 R3_WITH(before() R3_PATH("fifo"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory", R3_ERR(EPERM), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory, as root", R3_ERR(EPERM), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__), \
	 .as_root = 1}, \
	{"a directory, where something is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("dir"), between() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a file with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/"), between() R3_PATH("new") __VA_OPT__(,) __VA_ARGS__)}, \
	{"where a file is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("empty") __VA_OPT__(,) __VA_ARGS__)}, \
	{"where it is itself", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"where a link to nothing is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("dangling") __VA_OPT__(,) __VA_ARGS__)}, \
	{"where a directory is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("dir") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a dot as new name", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("dir/.") __VA_OPT__(,) __VA_ARGS__)}, \
	{"a new name with a slash", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("file"), between() R3_PATH("new/") __VA_OPT__(,) __VA_ARGS__)}, \
	{"nothing, where something is", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing"), between() R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"another filesystem", R3_ERR(EXDEV), \
	 R3_WITH(before() R3_PATH("file"), between() R3_STR("/dev/new-one") __VA_OPT__(,) __VA_ARGS__), \
	 .as_root = 1}, \
	{"no path, to no path", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_BAD, between() R3_STR("") __VA_OPT__(,) __VA_ARGS__)}, \
	{"the longest new name", 0, \
	 R3_WITH(before() R3_PATH("file"), between() R3_NAME_OF(255) __VA_OPT__(,) __VA_ARGS__)}

static int64_t links(struct r3_task *t, const char *from, const char *to)
{
	const char *call = r3_suite_call(t);
	r3_ptr a = r3_string(t, from), b = r3_string(t, to);

	return is_at(t) ? r3_call(t, call, AT_FDCWD, a, AT_FDCWD, b, 0) : r3_call(t, call, a, b);
}

static void shares_what_is_written(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	assert_int_equal(links(t, "file", "dir/new"), 0);
	r3_assert_result(t, 3, SYS_write, fd, r3_string(t, "ABC"), 3);
	r3_assert_file(t, "dir/new", "ABCdefghijklmnopqrstuvwxyz", 26);
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "file"));
	assert_int_equal(links_of(t, "dir/new"), 1);
}

static void into_a_directory_that_is_read_only(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir"), 0555);
	assert_int_equal(links(t, "file", "dir/new"), -EACCES);
	assert_int_equal(links(t, "file", "dir/inner"), -EEXIST);
	assert_int_equal(links(t, "dir/inner", "new"), 0);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(links(t, "dir/file", "dir/new"), -EROFS);
	assert_int_equal(links(t, "file", "dir/new"), -EROFS);
	assert_int_equal(links(t, "dir/file", "dir/sub"), -EEXIST);
	assert_int_equal(links(t, "dir/file", "new"), -EXDEV);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=2");
	r3_make_file(t, "dir/a", NULL, 0, 0644);
	assert_int_equal(links(t, "dir/a", "dir/b"), -ENOSPC);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t from, to = (int64_t)r3_string(t, "new");

	r3_scene(t);
	from = (int64_t)r3_string(t, "file");
	if (is_at(t))
		memory_fails(t, 0, call, AT_FDCWD, from, AT_FDCWD, to, 0);
	else
		memory_fails(t, 0, call, from, to, 0, 0, 0);
}

#define LINK_CASES \
	R3_CASE(shares_what_is_written), R3_CASE(into_a_directory_that_is_read_only), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(where_no_room_is, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define LINK_UNREACHED \
	NEVER_EIO, NEVER_EDQUOT, R3_NEVER(EMLINK, "filesystems that count links in 16 bits")

static const struct r3_row link_rows[] = {
	WALK_ROWS("from: ", NOTHING, R3_PATH("new")),
	THERE_ROWS("from: ", NOTHING, R3_PATH("new")),
	WALK_ROWS("to: ", OLD_FILE),
	LINK_ROWS(NOTHING, NOTHING),
};

R3_SUITE(link, .rows = R3_ROWS(link_rows), .cases = R3_CASES(LINK_CASES),
	 .unreached = R3_UNREACHED(LINK_UNREACHED, R3_NEVER(EBADF, "linkat's"), R3_NEVER(EINVAL, "linkat's")));

static const struct r3_row linkat_rows[] = {
	WALK_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new"), 0),
	THERE_ROWS("from: ", CWD, AT_FDCWD, R3_PATH("new"), 0),
	WALK_ROWS("to: ", CWD_OLD_FILE, 0),
	LINK_ROWS(CWD, CWD, 0),
	DIRFD_ROWS(AT_FDCWD, R3_PATH("new"), 0),
	NO_PATH_ROW(AT_FDCWD, R3_PATH("new"), 0),
	{"to none", R3_ERR(EBADF), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_CLOSED, R3_PATH("new"), 0)},
	{"nothing, to none", R3_ERR(ENOENT),
	 R3_WITH(AT_FDCWD, R3_PATH("nothing"), R3_CLOSED, R3_PATH("new"), 0)},
	{"to a file's", R3_ERR(ENOTDIR), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_FD(FILE), R3_PATH("new"), 0)},
	{"from and to directories", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), R3_FD(DIR_PATH), R3_PATH("new"), 0)},
	{"a link is followed", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("link"), AT_FDCWD, R3_PATH("new"), AT_SYMLINK_FOLLOW),
	 .check = has_two_names},
	{"a link to itself is followed", R3_ERR(ELOOP),
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), AT_FDCWD, R3_PATH("new"), AT_SYMLINK_FOLLOW)},
	{"a link to a directory is followed", R3_ERR(EPERM),
	 R3_WITH(AT_FDCWD, R3_PATH("dirlink"), AT_FDCWD, R3_PATH("new"), AT_SYMLINK_FOLLOW)},
	{"no path, as root", 0, R3_WITH(R3_FD(FILE), R3_STR(""), AT_FDCWD, R3_PATH("new"), AT_EMPTY_PATH),
	 .as_root = 1, .check = has_two_names},
	{"no path, as root, of a directory", R3_ERR(EPERM),
	 R3_WITH(R3_FD(DIR), R3_STR(""), AT_FDCWD, R3_PATH("new"), AT_EMPTY_PATH), .as_root = 1},
	{"no path, as root, of a file in memory", R3_ERR(EXDEV),
	 R3_WITH(R3_FD(MEMFD), R3_STR(""), AT_FDCWD, R3_PATH("new"), AT_EMPTY_PATH), .as_root = 1},
	{"no path, no flag", R3_ERR(ENOENT), R3_WITH(R3_FD(FILE), R3_STR(""), AT_FDCWD, R3_PATH("new"), 0)},
	{"AT_SYMLINK_NOFOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("link"), AT_FDCWD, R3_PATH("new"), AT_SYMLINK_NOFOLLOW)},
	{"a flag that there is not", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), AT_FDCWD, R3_PATH("new"), 1)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), AT_FDCWD, R3_PATH("new"), -1)},
	{"a flag that there is not, of no path", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, AT_FDCWD, R3_PATH("new"), 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), AT_FDCWD, R3_PATH("new"), 1)},
};

/* A file without a name gets one through /proc, unless O_EXCL said that it never will. */
static void names_a_file_without_one(struct r3_task *t)
{
	r3_ptr dot = r3_string(t, "."), new = r3_string(t, "new");
	int64_t fd = r3_assert_ok(t, SYS_openat, AT_FDCWD, dot, O_TMPFILE | O_RDWR, 0640);
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", (int)fd);
	r3_assert_result(t, 0, SYS_linkat, AT_FDCWD, r3_string(t, path), AT_FDCWD, new,
			 AT_SYMLINK_FOLLOW);
	assert_int_equal(mode_of(t, "new"), S_IFREG | 0640);
	assert_int_equal(links_of(t, "new"), 1);
	fd = r3_assert_ok(t, SYS_openat, AT_FDCWD, dot, O_TMPFILE | O_RDWR | O_EXCL, 0640);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", (int)fd);
	r3_assert_errno(t, ENOENT, SYS_linkat, AT_FDCWD, r3_string(t, path), AT_FDCWD,
			r3_string(t, "other"), AT_SYMLINK_FOLLOW);
}

R3_SUITE(linkat, .rows = R3_ROWS(linkat_rows),
	 .cases = R3_CASES(LINK_CASES, R3_CASE(names_a_file_without_one)),
	 .unreached = R3_UNREACHED(LINK_UNREACHED));

/* --- links that are text --- */

#define TEXT() R3_STR("text"),
#define TEXT_CWD() R3_STR("text"), AT_FDCWD,
#define JUST_CWD , AT_FDCWD

static void is_a_link(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	assert_int_equal(mode_of(t, "new"), S_IFLNK | 0777);
	assert_int_equal(size_of(t, "new"), 4);
}

/* `at` is what is between the text and the path: nothing, or a comma and a descriptor. */
#define SYMLINK_ROWS(at) \
	{"a new one", 0, R3_WITH(R3_STR("text") at, R3_PATH("new")), .check = is_a_link}, \
	{"no text", R3_ERR(EFAULT), R3_WITH(R3_BAD at, R3_PATH("new"))}, \
	{"text at NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL at, R3_PATH("new"))}, \
	{"text of the kernel's", R3_ERR(EFAULT), R3_WITH(R3_KERNEL at, R3_PATH("new"))}, \
	{"text without an end", R3_ERR(EFAULT), R3_WITH(R3_IN("text") at, R3_PATH("new"))}, \
	{"the empty text", R3_ERR(ENOENT), R3_WITH(R3_STR("") at, R3_PATH("new"))}, \
	{"the longest text", 0, R3_WITH(R3_PATH_OF(4095) at, R3_PATH("new"))}, \
	{"text too long", R3_ERR(ENAMETOOLONG), R3_WITH(R3_PATH_OF(4096) at, R3_PATH("new"))}, \
	{"no text, no path", R3_ERR(EFAULT), R3_WITH(R3_BAD at, R3_STR(""))}, \
	{"the empty text, no path", R3_ERR(ENOENT), R3_WITH(R3_STR("") at, R3_BAD)}, \
	{"where a file is", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_PATH("file"))}, \
	{"where a link to nothing is", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_PATH("dangling"))}, \
	{"where a directory is", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_PATH("dir"))}, \
	{"where a directory is, with a slash", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_PATH("dir/"))}, \
	{"with a slash", R3_ERR(ENOENT), R3_WITH(R3_STR("text") at, R3_PATH("new/"))}, \
	{"a dot", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_PATH("."))}, \
	{"the root", R3_ERR(EEXIST), R3_WITH(R3_STR("text") at, R3_STR("/"))}, \
	{"the longest name", 0, R3_WITH(R3_STR("text") at, R3_NAME_OF(255))}, \
	{"in root's directory", R3_ERR(EACCES), R3_WITH(R3_STR("text") at, R3_STR("/dev/new-one"))}, \
	{"in /proc, as root", R3_ERR(ENOENT), R3_WITH(R3_STR("text") at, R3_STR("/proc/new")), .as_root = 1}

static int64_t writes(struct r3_task *t, const char *text, const char *path)
{
	r3_ptr a = r3_string(t, text), b = r3_string(t, path);

	return is_at(t) ? r3_call(t, "symlinkat", a, AT_FDCWD, b) : r3_call(t, "symlink", a, b);
}

static void links_are_followed(struct r3_task *t)
{
	r3_scene(t);
	assert_int_equal(writes(t, "../file", "dir/sub/../up"), 0);
	r3_assert_file(t, "dir/up", LETTERS, 26);
	assert_int_equal(writes(t, "dir/up", "again"), 0);
	r3_assert_file(t, "again", LETTERS, 26);
}

/* 40 links are followed in a path, not 41. */
static void a_chain_of_links(struct r3_task *t)
{
	char text[24] = "file", name[24];
	r3_ptr p = r3_alloc(t, 256);

	r3_scene(t);
	for (int i = 1; i <= 41; i++) {
		snprintf(name, sizeof(name), "chain%d", i);
		assert_int_equal(writes(t, text, name), 0);
		strcpy(text, name);
	}
	r3_assert_result(t, 0, SYS_statx, AT_FDCWD, r3_string(t, "chain40"), 0, 0xfff, p);
	r3_assert_errno(t, ELOOP, SYS_statx, AT_FDCWD, r3_string(t, "chain41"), 0, 0xfff, p);
}

static void symlinks_where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(writes(t, "text", "dir/new"), -EROFS);
	assert_int_equal(writes(t, "text", "dir/file"), -EEXIST);
}

static void symlinks_where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=1");
	assert_int_equal(writes(t, "text", "dir/new"), -ENOSPC);
}

static void symlinks_run_out_of_memory(struct r3_task *t)
{
	int64_t text = (int64_t)r3_string(t, "text"), path = (int64_t)r3_string(t, "new");

	if (is_at(t))
		memory_fails(t, 0, "symlinkat", text, AT_FDCWD, path, 0, 0);
	else
		memory_fails(t, 0, "symlink", text, path, 0, 0, 0);
}

#define SYMLINK_CASES \
	R3_CASE(links_are_followed), R3_CASE(a_chain_of_links), \
	R3_CASE(symlinks_where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(symlinks_where_no_room_is, .as_root = 1), \
	R3_CASE(symlinks_run_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define SYMLINK_UNREACHED \
	NEVER_EIO, NEVER_EDQUOT, R3_NEVER(EPERM, "filesystems without symbolic links")

static const struct r3_row symlink_rows[] = { WALK_ROWS("", TEXT), SYMLINK_ROWS() };

R3_SUITE(symlink, .rows = R3_ROWS(symlink_rows), .cases = R3_CASES(SYMLINK_CASES),
	 .unreached = R3_UNREACHED(SYMLINK_UNREACHED));

static const struct r3_row symlinkat_rows[] = {
	WALK_ROWS("", TEXT_CWD),
	SYMLINK_ROWS(JUST_CWD),
	{"at none", R3_ERR(EBADF), R3_WITH(R3_STR("text"), R3_CLOSED, R3_PATH("new"))},
	{"at none, no text", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_CLOSED, R3_PATH("new"))},
	{"at none, the empty text", R3_ERR(ENOENT), R3_WITH(R3_STR(""), R3_CLOSED, R3_PATH("new"))},
	{"at none, no path", R3_ERR(EFAULT), R3_WITH(R3_STR("text"), R3_CLOSED, R3_BAD)},
	{"at a file", R3_ERR(ENOTDIR), R3_WITH(R3_STR("text"), R3_FD(FILE), R3_PATH("new"))},
	{"at a directory", 0, R3_WITH(R3_STR("text"), R3_FD(DIR), R3_PATH("new"))},
	{"at none, a path from the root", R3_ERR(EEXIST), R3_WITH(R3_STR("text"), R3_CLOSED, R3_STR("/"))},
};

R3_SUITE(symlinkat, .rows = R3_ROWS(symlinkat_rows), .cases = R3_CASES(SYMLINK_CASES),
	 .unreached = R3_UNREACHED(SYMLINK_UNREACHED));

/* --- their text --- */

#define READ_ROWS(before) \
	WALK_ROWS("", before, R3_OUT(100), 100), \
	THERE_ROWS("", before, R3_OUT(100), 100), \
	{"a link", 4, R3_WITH(before() R3_PATH("link"), R3_OUT(100), 100), .out = "file"}, \
	{"a link to nothing", 7, R3_WITH(before() R3_PATH("dangling"), R3_OUT(7), 7), .out = "nothing"}, \
	{"a link to itself", 4, R3_WITH(before() R3_PATH("loop"), R3_OUT(100), 100), .out = "loop"}, \
	{"less than there is", 3, R3_WITH(before() R3_PATH("dangling"), R3_OUT(3), 3), .out = "not"}, \
	{"one byte", 1, R3_WITH(before() R3_PATH("link"), R3_OUT(1), 1), .out = "f"}, \
	{"a size of -2147483648", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("link"), R3_OUT(100), 0x80000000)}, \
	{"a size of 2147483647", 4, R3_WITH(before() R3_PATH("link"), R3_OUT(100), 0x7fffffff)}, \
	{"a size of 0", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("link"), R3_OUT(100), 0)}, \
	{"a size of -1", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("link"), R3_OUT(100), -1)}, \
	{"a size in the high half", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("link"), R3_OUT(100), 0x100000000), .abis = R3_ONLY_X86_64}, \
	{"a size of 0, no path", R3_ERR(EINVAL), R3_WITH(before() R3_BAD, R3_OUT(100), 0)}, \
	{"a size of 0, nothing", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("nothing"), R3_OUT(100), 0)}, \
	{"to nothing", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("link"), R3_BAD, 100)}, \
	{"to NULL", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("link"), R3_NULL, 100)}, \
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("link"), R3_KERNEL, 100)}, \
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("link"), R3_RO(100), 100)}, \
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("link"), R3_SHORT(3), 100)}, \
	{"to a buffer just long enough", 4, R3_WITH(before() R3_PATH("link"), R3_OUT(4), 100), .out = "file"}, \
	{"a file", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("file"), R3_OUT(100), 100)}, \
	{"a file, to nothing", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("file"), R3_BAD, 100)}, \
	{"a directory", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("dir"), R3_OUT(100), 100)}, \
	{"a link to a directory, with a slash", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("dirlink/"), R3_OUT(100), 100)}, \
	{"a link to a file, with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("link/"), R3_OUT(100), 100)}, \
	{"a link to itself, with a slash", R3_ERR(ELOOP), \
	 R3_WITH(before() R3_PATH("loop/"), R3_OUT(100), 100)}

static void reads_no_nul(struct r3_task *t)
{
	r3_ptr p = r3_bytes(t, "##########", 10), path;

	r3_scene(t);
	path = r3_string(t, "link");
	if (is_at(t))
		r3_assert_result(t, 4, SYS_readlinkat, AT_FDCWD, path, p, 10);
	else
		r3_assert_result(t, 4, SYS_readlink, path, p, 10);
	r3_assert_memory(t, p, "file######", 10);
}

static void reads_run_out_of_memory(struct r3_task *t)
{
	int64_t path = (int64_t)r3_string(t, "nothing"), p = (int64_t)r3_alloc(t, 100);

	if (is_at(t))
		memory_fails(t, -ENOENT, "readlinkat", AT_FDCWD, path, p, 100, 0);
	else
		memory_fails(t, -ENOENT, "readlink", path, p, 100, 0, 0);
}

#define READ_CASES \
	R3_CASE(reads_no_nul), R3_CASE(reads_run_out_of_memory, .ring3_only = RING3_ALLOCATES)

static const struct r3_row readlink_rows[] = { READ_ROWS(NOTHING) };

R3_SUITE(readlink, .rows = R3_ROWS(readlink_rows), .cases = R3_CASES(READ_CASES),
	 .unreached = R3_UNREACHED(NEVER_EIO));

static const struct r3_row readlinkat_rows[] = {
	READ_ROWS(CWD),
	DIRFD_ROWS(R3_OUT(100), 100),
	{"at none, the empty path", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_STR(""), R3_OUT(100), 100)},
	{"not open, a size of 0", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_PATH("link"), R3_OUT(100), 0)},
	{"no path, of a file", R3_ERR(ENOENT), R3_WITH(R3_FD(FILE), R3_STR(""), R3_OUT(100), 100)},
	{"no path, of a directory", R3_ERR(ENOENT), R3_WITH(AT_FDCWD, R3_STR(""), R3_OUT(100), 100)},
};

static void reads_a_link_that_is_open(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 100);

	r3_scene(t);
	r3_assert_result(t, 4, SYS_readlinkat, r3_open(t, "link", O_PATH | O_NOFOLLOW),
			 r3_string(t, ""), p, 100);
	r3_assert_memory(t, p, "file", 5);
}

R3_SUITE(readlinkat, .rows = R3_ROWS(readlinkat_rows),
	 .cases = R3_CASES(READ_CASES, R3_CASE(reads_a_link_that_is_open)),
	 .unreached = R3_UNREACHED(NEVER_EIO));
