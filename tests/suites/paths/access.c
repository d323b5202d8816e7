/* SPDX-License-Identifier: GPL-2.0-or-later */
/* access(2), faccessat(2), faccessat2(2): the mode first, then the flags, then the path. */
#include <unistd.h>

#include "paths.h"

#define MODE_ROWS(before, ...) \
	WALK_ROWS("", before, F_OK __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before, F_OK __VA_OPT__(,) __VA_ARGS__), \
	FOLLOW_ROWS("", before, F_OK __VA_OPT__(,) __VA_ARGS__), \
	{"a file is there", 0, R3_WITH(before() R3_PATH("file"), F_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a file may be read and written", 0, \
	 R3_WITH(before() R3_PATH("file"), R_OK | W_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a file may not be executed", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("file"), X_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of what is asked is refused", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("file"), R_OK | X_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a program may be executed", 0, \
	 R3_WITH(before() R3_PATH("exec"), R_OK | W_OK | X_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link is followed", 0, \
	 R3_WITH(before() R3_PATH("link"), R_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory may be searched", 0, \
	 R3_WITH(before() R3_PATH("dir"), R_OK | W_OK | X_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a locked directory is there", 0, \
	 R3_WITH(before() R3_PATH("locked"), F_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a locked directory may not be searched", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked"), X_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one that is read-only may be read", 0, \
	 R3_WITH(before() R3_PATH("readonly"), R_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one that is read-only may not be written", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("readonly"), W_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of mode 0 is there", 0, \
	 R3_WITH(before() R3_PATH("secret"), F_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of mode 0 may not be read", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("secret"), R_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of mode 0, as root", 0, \
	 R3_WITH(before() R3_PATH("secret"), R_OK | W_OK __VA_OPT__(,) __VA_ARGS__), .as_root = 1}, \
	{"nobody's program, as root", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("secret"), X_OK __VA_OPT__(,) __VA_ARGS__), .as_root = 1}, \
	{"somebody's program, as root", 0, \
	 R3_WITH(before() R3_PATH("exec"), X_OK __VA_OPT__(,) __VA_ARGS__), .as_root = 1}, \
	{"a locked directory, as root", 0, \
	 R3_WITH(before() R3_PATH("locked"), R_OK | W_OK | X_OK __VA_OPT__(,) __VA_ARGS__), \
	 .as_root = 1}, \
	{"a fifo without a reader", 0, \
	 R3_WITH(before() R3_PATH("fifo"), W_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory of root's", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/proc"), W_OK __VA_OPT__(,) __VA_ARGS__)}, \
	{"a mode that there is not", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("file"), 8 __VA_OPT__(,) __VA_ARGS__)}, \
	{"mode -1", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("file"), -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"a mode that there is not, of nothing", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_BAD, 8 __VA_OPT__(,) __VA_ARGS__)}, \
	{"a mode in the high half", 0, \
	 R3_WITH(before() R3_PATH("file"), 0x100000000 __VA_OPT__(,) __VA_ARGS__), \
	 .abis = R3_ONLY_X86_64}

static const struct r3_row access_rows[] = { MODE_ROWS(NOTHING) };

/* By the real user, not the effective one. */
static void asks_for(struct r3_task *t, const char *path, int64_t mode, int64_t flags, int64_t expected)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);
	int64_t result = call[0] == 'a' ? r3_call(t, call, name, mode) :
					  r3_call(t, call, AT_FDCWD, name, mode, flags);

	if (result != expected)
		fail_msg("%s: expected %lld", r3_last_call(t), (long long)expected);
}

static void asks_for_the_real_user(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_setresuid, 65534, 0, 0);
	asks_for(t, "file", W_OK, 0, -EACCES);
	asks_for(t, "file", R_OK, 0, 0);
	r3_assert_result(t, 0, SYS_setresuid, 0, 65534, 0);
	asks_for(t, "file", W_OK, 0, 0);
}

static void by_group_and_others(struct r3_task *t)
{
	r3_scene(t);
	r3_make_file(t, "shared", NULL, 0, 0460);
	r3_make_file(t, "public", NULL, 0, 0407);
	r3_assert_result(t, 0, SYS_setresgid, 4321, 4321, 4321);
	r3_assert_result(t, 0, SYS_fchownat, AT_FDCWD, r3_string(t, "shared"), 7, 4321, 0);
	r3_assert_result(t, 0, SYS_fchownat, AT_FDCWD, r3_string(t, "public"), 7, 4321, 0);
	r3_assert_result(t, 0, SYS_setresuid, 1234, 1234, 1234);
	asks_for(t, "shared", R_OK | W_OK, 0, 0);
	asks_for(t, "shared", X_OK, 0, -EACCES);
	asks_for(t, "public", R_OK, 0, -EACCES);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	asks_for(t, "dir/file", W_OK, 0, -EROFS);
	asks_for(t, "dir/file", R_OK, 0, 0);
	asks_for(t, "dir/sub", W_OK, 0, -EROFS);
	asks_for(t, "dir/new", W_OK, 0, -ENOENT);
}

static void what_is_immutable(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t result;
	r3_ptr name;

	r3_scene(t);
	name = r3_string(t, "file");
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = call[0] == 'a' ? r3_call(t, call, name, W_OK) : r3_call(t, call, AT_FDCWD, name, W_OK, 0);
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t path = (int64_t)r3_string(t, "nothing");

	if (call[0] == 'a')
		memory_fails(t, -ENOENT, call, path, 0, 0, 0, 0);
	else
		memory_fails(t, -ENOENT, call, AT_FDCWD, path, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(asks_for_the_real_user, .as_root = 1), R3_CASE(by_group_and_others, .as_root = 1), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), R3_CASE(what_is_immutable, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define COMMON_UNREACHED \
	NEVER_EIO, R3_NEVER(ETXTBSY, "EACCES or success: access(2) does not ask who executes a file")

R3_SUITE(access, .rows = R3_ROWS(access_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));

static const struct r3_row faccessat_rows[] = {
	MODE_ROWS(CWD),
	DIRFD_ROWS(F_OK),
	NO_PATH_ROW(F_OK),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), R_OK)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("inner"), R_OK)},
	{"flags are not its business", 0, R3_WITH(AT_FDCWD, R3_PATH("link"), F_OK, -1)},
};

R3_SUITE(faccessat, .rows = R3_ROWS(faccessat_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));

static const struct r3_row faccessat2_rows[] = {
	MODE_ROWS(CWD, 0),
	DIRFD_ROWS(F_OK, 0),
	NO_PATH_ROW(F_OK, 0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), R_OK, 0)},
	{"a link itself", 0, R3_WITH(AT_FDCWD, R3_PATH("dangling"), F_OK, AT_SYMLINK_NOFOLLOW)},
	{"a link may have anything done to it", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), R_OK | W_OK | X_OK, AT_SYMLINK_NOFOLLOW)},
	{"for the effective user", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), R_OK, AT_EACCESS)},
	{"no path", 0, R3_WITH(R3_FD(FILE), R3_STR(""), R_OK, AT_EMPTY_PATH)},
	{"no path, of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_STR(""), W_OK, AT_EMPTY_PATH)},
	{"no path, refused", R3_ERR(EACCES), R3_WITH(R3_FD(FILE), R3_STR(""), X_OK, AT_EMPTY_PATH)},
	{"no path, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_STR(""), R_OK, AT_EMPTY_PATH)},
	{"no path, of the directory", 0, R3_WITH(AT_FDCWD, R3_STR(""), X_OK, AT_EMPTY_PATH)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), F_OK, 1)},
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), F_OK, AT_SYMLINK_FOLLOW)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), F_OK, -1)},
	{"a flag that there is not, of nothing", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, F_OK, 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), F_OK, 1)},
};

static void asks_for_the_effective_user(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_setresuid, 65534, 0, 0);
	asks_for(t, "file", W_OK, AT_EACCESS, 0);
	r3_assert_result(t, 0, SYS_setresuid, 0, 65534, 0);
	asks_for(t, "file", W_OK, AT_EACCESS, -EACCES);
}

R3_SUITE(faccessat2, .rows = R3_ROWS(faccessat2_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(asks_for_the_effective_user, .as_root = 1)),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));
