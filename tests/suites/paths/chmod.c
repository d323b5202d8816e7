/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chmod(2), fchmod(2), fchmodat(2), fchmodat2(2), umask(2) */
#include <string.h>

#include "paths.h"

#define WHAT_IS(name, path, mode) \
	static void name(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result, (void)args; \
		assert_int_equal(mode_of(t, path), mode); \
	}

WHAT_IS(is_640, "file", S_IFREG | 0640)
WHAT_IS(is_0, "file", S_IFREG)
WHAT_IS(is_all, "file", S_IFREG | 07777)
WHAT_IS(dir_is_all, "dir", S_IFDIR | 07777)

#define CHANGE_ROWS(before, ...) \
	WALK_ROWS("", before, 0640 __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before, 0640 __VA_OPT__(,) __VA_ARGS__), \
	FOLLOW_ROWS("", before, 0640 __VA_OPT__(,) __VA_ARGS__), \
	{"a file", 0, R3_WITH(before() R3_PATH("file"), 0640 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_640}, \
	{"through a link", 0, R3_WITH(before() R3_PATH("link"), 0640 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_640}, \
	{"to 0", 0, R3_WITH(before() R3_PATH("file"), 0 __VA_OPT__(,) __VA_ARGS__), .check = is_0}, \
	{"from 0", 0, R3_WITH(before() R3_PATH("secret"), 0644 __VA_OPT__(,) __VA_ARGS__)}, \
	{"all bits", 0, R3_WITH(before() R3_PATH("file"), 07777 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_all}, \
	{"more bits than there are", 0, \
	 R3_WITH(before() R3_PATH("file"), 0177777 __VA_OPT__(,) __VA_ARGS__), .check = is_all}, \
	{"mode -1", 0, R3_WITH(before() R3_PATH("file"), -1 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_all}, \
	{"the type of another", 0, \
	 R3_WITH(before() R3_PATH("file"), S_IFDIR | 0640 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_640}, \
	{"a mode of 16 bits", 0, \
	 R3_WITH(before() R3_PATH("file"), 0x10000 | 0640 __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_640}, \
	{"a directory", 0, R3_WITH(before() R3_PATH("dir"), 07777 __VA_OPT__(,) __VA_ARGS__), \
	 .check = dir_is_all}, \
	{"a locked directory", 0, R3_WITH(before() R3_PATH("locked"), 0755 __VA_OPT__(,) __VA_ARGS__)}, \
	{"a fifo", 0, R3_WITH(before() R3_PATH("fifo"), 0600 __VA_OPT__(,) __VA_ARGS__)}, \
	{"root's", R3_ERR(EPERM), R3_WITH(before() R3_STR("/dev/null"), 0666 __VA_OPT__(,) __VA_ARGS__)}, \
	{"root's directory", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/dev"), 0755 __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of /proc", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/proc/self/status"), 0444 __VA_OPT__(,) __VA_ARGS__)}

static int64_t change(struct r3_task *t, const char *path, unsigned mode)
{
	const char *call = r3_suite_call(t);

	if (!strcmp(call, "fchmod"))
		return r3_call(t, call, r3_open(t, path, O_RDONLY), mode);
	if (call[0] == 'f')
		return r3_call(t, call, AT_FDCWD, r3_string(t, path), mode, 0);
	return r3_call(t, call, r3_string(t, path), mode);
}

/* The set-group-ID bit is for those who are in the group. */
static void drops_a_bit_of_foreign_groups(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_fchownat, AT_FDCWD, r3_string(t, "file"), 1234, 4321, 0);
	r3_assert_result(t, 0, SYS_setresgid, 1234, 1234, 1234);
	r3_assert_result(t, 0, SYS_setresuid, 1234, 1234, 1234);
	assert_int_equal(change(t, "file", 07755), 0);
	assert_int_equal(mode_of(t, "file"), S_IFREG | 05755);
}

static void ignores_the_umask_and_sets_the_time(struct r3_task *t)
{
	r3_ptr times = r3_words(t, 4, (int64_t)1000, (int64_t)1, (int64_t)2000, (int64_t)5);

	r3_scene(t);
	r3_assert_ok(t, SYS_umask, 0777);
	r3_assert_result(t, 0, SYS_utimensat, AT_FDCWD, r3_string(t, "file"), times, 0);
	assert_int_equal(change(t, "file", 0666), 0);
	assert_int_equal(mode_of(t, "file"), S_IFREG | 0666);
	assert_int_equal(r3_get_u64(t, statx_of(t, "file") + 112), 2000);
	assert_true(r3_get_u64(t, statx_of(t, "file") + 96) > 2000);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(change(t, "dir/file", 0600), -EROFS);
	r3_assert_result(t, 0, SYS_setresuid, 1234, 1234, 1234);
	assert_int_equal(change(t, "dir/file", 0600), -EROFS);
}

static void what_is_immutable(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = change(t, "file", 0600);
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t path = (int64_t)r3_string(t, "nothing");

	if (call[0] == 'f')
		memory_fails(t, -ENOENT, call, AT_FDCWD, path, 0644, 0, 0);
	else
		memory_fails(t, -ENOENT, call, path, 0644, 0, 0, 0);
}

#define COMMON_CASES(...) \
	R3_CASE(drops_a_bit_of_foreign_groups, .as_root = 1, ##__VA_ARGS__), \
	R3_CASE(ignores_the_umask_and_sets_the_time, ##__VA_ARGS__), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1, ##__VA_ARGS__), \
	R3_CASE(what_is_immutable, .as_root = 1, ##__VA_ARGS__)
#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define CHMODAT2_IS_THERE .since = 6

static const struct r3_row chmod_rows[] = { CHANGE_ROWS(NOTHING) };

R3_SUITE(chmod, .rows = R3_ROWS(chmod_rows), .cases = R3_CASES(COMMON_CASES(), NO_MEMORY),
	 .unreached = R3_UNREACHED(NEVER_EIO));

static const struct r3_row fchmod_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, 0640)},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD, 0640)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0640)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), 0640)},
	{"a file", 0, R3_WITH(R3_FD(FILE), 0640), .check = is_640},
	{"a file that may only be read", 0, R3_WITH(R3_FD(RDONLY), 0640), .check = is_640},
	{"mode -1", 0, R3_WITH(R3_FD(FILE), -1), .check = is_all},
	{"more bits than there are", 0, R3_WITH(R3_FD(FILE), 0177777), .check = is_all},
	{"a directory", 0, R3_WITH(R3_FD(DIR), 07777), .check = dir_is_all},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), 0600)},
	{"a socket", 0, R3_WITH(R3_FD(SOCKET), 0600)},
	{"a file in memory", 0, R3_WITH(R3_FD(MEMFD), 0600)},
	{"root's device", R3_ERR(EPERM), R3_WITH(R3_FD(NULL), 0666)},
};

R3_SUITE(fchmod, .rows = R3_ROWS(fchmod_rows), .cases = R3_CASES(COMMON_CASES()),
	 .unreached = R3_UNREACHED(
		 NEVER_EIO, R3_NEVER(EACCES, "chmod's"), R3_NEVER(EFAULT, "chmod's"),
		 R3_NEVER(ELOOP, "chmod's"), R3_NEVER(ENAMETOOLONG, "chmod's"), R3_NEVER(ENOENT, "chmod's"),
		 R3_NEVER(ENOTDIR, "chmod's"), R3_NEVER(ENOMEM, "chmod's: fchmod makes nothing")));

static const struct r3_row fchmodat_rows[] = {
	CHANGE_ROWS(CWD),
	DIRFD_ROWS(0640),
	NO_PATH_ROW(0640),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), 0640)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("../file"), 0640), .check = is_640},
	{"it has no flags", 0, R3_WITH(AT_FDCWD, R3_PATH("link"), 0640, -1), .check = is_640},
};

R3_SUITE(fchmodat, .rows = R3_ROWS(fchmodat_rows), .cases = R3_CASES(COMMON_CASES(), NO_MEMORY),
	 .unreached = R3_UNREACHED(NEVER_EIO, R3_NEVER(EINVAL, "the C library's, which has flags"),
				   R3_NEVER(EOPNOTSUPP, "the C library's, which has flags")));

static const struct r3_row fchmodat2_rows[] = {
	CHANGE_ROWS(CWD, 0),
	DIRFD_ROWS(0640, 0),
	NO_PATH_ROW(0640, 0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), 0640, 0)},
	{"a file, AT_SYMLINK_NOFOLLOW", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), 0640, AT_SYMLINK_NOFOLLOW),
	 .check = is_640},
	{"a link, AT_SYMLINK_NOFOLLOW", R3_ERR(EOPNOTSUPP),
	 R3_WITH(AT_FDCWD, R3_PATH("link"), 0640, AT_SYMLINK_NOFOLLOW)},
	{"no path", 0, R3_WITH(R3_FD(FILE), R3_STR(""), 0640, AT_EMPTY_PATH), .check = is_640},
	{"no path, of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_STR(""), 0640, AT_EMPTY_PATH), .check = is_640},
	{"no path, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_STR(""), 0640, AT_EMPTY_PATH)},
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), 0640, AT_SYMLINK_FOLLOW)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), 0640, 1)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), 0640, -1)},
	{"a flag that there is not, of no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, 0640, 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_PATH("file"), 0640, 1)},
};

R3_SUITE(fchmodat2, .page = "fchmodat", .rows = R3_ROWS(fchmodat2_rows),
	 .cases = R3_CASES(COMMON_CASES(CHMODAT2_IS_THERE), NO_MEMORY),
	 .unreached = R3_UNREACHED(NEVER_EIO));

/* --- the mask --- */

static const struct r3_row umask_rows[] = {
	{"what it was", 022, R3_WITH(0)},
	{"-1", 022, R3_WITH(-1)},
};

static void keeps_nine_bits(struct r3_task *t)
{
	r3_assert_result(t, 022, SYS_umask, 0177777);
	r3_assert_result(t, 0777, SYS_umask, 01027);
	r3_assert_result(t, 027, SYS_umask, 0);
	r3_assert_result(t, 0, SYS_umask, 022);
}

static void a_childs_is_its_own_a_threads_not(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t), *thread = r3_thread(t);

	r3_assert_result(child, 022, SYS_umask, 077);
	r3_assert_result(t, 022, SYS_umask, 07);
	r3_assert_result(thread, 07, SYS_umask, 0);
	r3_assert_result(child, 077, SYS_umask, 0);
}

R3_SUITE(umask, .page = "-", .rows = R3_ROWS(umask_rows),
	 .cases = R3_CASES(R3_CASE(keeps_nine_bits), R3_CASE(a_childs_is_its_own_a_threads_not)));
