/* SPDX-License-Identifier: GPL-2.0-or-later */
/* utime(2), utimes(2), futimesat(2), utimensat(2): who may set times, and to what. */
#include <string.h>

#include "paths.h"

#define NOW 0x3fffffff	/* UTIME_NOW */
#define OMIT 0x3ffffffe /* UTIME_OMIT */
#define MTIME 112
#define ATIME 64

/* The file's times are 1000 and 2000 s: what most rows set. */
static void is_set(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	r3_ptr p = statx_of(t, "file");

	(void)result, (void)args;
	assert_int_equal(r3_get_u64(t, p + ATIME), 1000);
	assert_int_equal(r3_get_u64(t, p + MTIME), 2000);
}

static void is_now(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	r3_ptr p = statx_of(t, "file");

	(void)result, (void)args;
	assert_true(r3_get_u64(t, p + ATIME) > 1000000);
	assert_true(r3_get_u64(t, p + MTIME) > 1000000);
}

/* `times` makes the structure of what is said. */
#define WHO_ROWS(before, times, ...) \
	WALK_ROWS("", before, R3_NULL __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before, R3_NULL __VA_OPT__(,) __VA_ARGS__), \
	FOLLOW_ROWS("", before, R3_NULL __VA_OPT__(,) __VA_ARGS__), \
	{"set", 0, R3_WITH(before() R3_PATH("file"), times __VA_OPT__(,) __VA_ARGS__), .check = is_set}, \
	{"set through a link", 0, R3_WITH(before() R3_PATH("link"), times __VA_OPT__(,) __VA_ARGS__), \
	 .check = is_set}, \
	{"now", 0, R3_WITH(before() R3_PATH("file"), R3_NULL __VA_OPT__(,) __VA_ARGS__), .check = is_now}, \
	{"of a directory", 0, R3_WITH(before() R3_PATH("dir"), times __VA_OPT__(,) __VA_ARGS__)}, \
	{"of one's own that is read-only", 0, \
	 R3_WITH(before() R3_PATH("readonly"), times __VA_OPT__(,) __VA_ARGS__)}, \
	{"of one's own that is read-only, now", 0, \
	 R3_WITH(before() R3_PATH("readonly"), R3_NULL __VA_OPT__(,) __VA_ARGS__)}, \
	{"of root's", R3_ERR(EPERM), R3_WITH(before() R3_STR("/proc"), times __VA_OPT__(,) __VA_ARGS__)}, \
	{"of root's, now", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/proc"), R3_NULL __VA_OPT__(,) __VA_ARGS__)}, \
	{"times at nothing", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"times of the kernel's", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_KERNEL __VA_OPT__(,) __VA_ARGS__)}, \
	{"half of the times", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_SHORT(7) __VA_OPT__(,) __VA_ARGS__)}, \
	{"times at nothing, no such file", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("nothing"), R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"times at nothing, no path", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_STR(""), R3_BAD __VA_OPT__(,) __VA_ARGS__)}

static int64_t set_now(struct r3_task *t, const char *path)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);

	return strstr(call, "at") ? r3_call(t, call, AT_FDCWD, name, 0, 0) : r3_call(t, call, name, 0);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(set_now(t, "dir/file"), -EROFS);
	assert_int_equal(set_now(t, "dir/nothing"), -ENOENT);
}

/* Who may write may set them to now, but to nothing else. */
static void by_who_may_write(struct r3_task *t)
{
	mount_sticky(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir/file"), 0606);
	become_nobody(t);
	assert_int_equal(set_now(t, "dir/file"), 0);
	r3_assert_errno(t, EPERM, SYS_utimensat, AT_FDCWD, r3_string(t, "dir/file"),
			r3_words(t, 4, (int64_t)1, (int64_t)1, (int64_t)1, (int64_t)1), 0);
	r3_assert_errno(t, EPERM, SYS_utimensat, AT_FDCWD, r3_string(t, "dir/file"),
			r3_words(t, 4, (int64_t)1, (int64_t)NOW, (int64_t)1, (int64_t)OMIT), 0);
}

static void changes_the_change_time(struct r3_task *t)
{
	r3_ptr times = r3_words(t, 4, (int64_t)1, (int64_t)1, (int64_t)1, (int64_t)1);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_utimensat, AT_FDCWD, r3_string(t, "file"), times, 0);
	assert_int_equal(set_now(t, "file"), 0);
	assert_true(r3_get_u64(t, statx_of(t, "file") + 96) > 1000000);
}

static void immutable_and_now(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = set_now(t, "file");
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

static void whichever_copy_fails(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t zeros = (int64_t)r3_alloc(t, 32), name;

	r3_scene(t);
	name = (int64_t)r3_string(t, "file");
	if (strstr(call, "at"))
		copies_fail(t, call, AT_FDCWD, name, zeros, 0, 0);
	else
		copies_fail(t, call, name, zeros, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), R3_CASE(by_who_may_write, .as_root = 1), \
	R3_CASE(changes_the_change_time), \
	R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES), \
	R3_CASE(immutable_and_now, .as_root = 1)

/* --- in seconds, in microseconds --- */

static const struct r3_row utime_rows[] = {
	WHO_ROWS(NOTHING, R3_LONGS(1000, 2000)),
	{"before 1970", 0, R3_WITH(R3_PATH("file"), R3_LONGS(-1, -1))},
};

R3_SUITE(utime, .rows = R3_ROWS(utime_rows), .cases = R3_CASES(COMMON_CASES));

#define MICRO R3_LONGS(1000, 999999, 2000, 0)
#define MICRO_ROWS(before) \
	WHO_ROWS(before, MICRO), \
	{"a million microseconds", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("file"), R3_LONGS(1, 1000000, 1, 0))}, \
	{"a million microseconds of the second", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("file"), R3_LONGS(1, 0, 1, 1000000))}, \
	{"-1 microseconds", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("file"), R3_LONGS(1, -1, 1, 0))}, \
	{"no special numbers", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("file"), R3_LONGS(1, NOW, 1, OMIT))}, \
	{"a million microseconds, no path", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_BAD, R3_LONGS(1, 1000000, 1, 0))}, \
	{"before 1970", 0, R3_WITH(before() R3_PATH("file"), R3_LONGS(-1, 999999, -2147483647, 0))}

static const struct r3_row utimes_rows[] = { MICRO_ROWS(NOTHING) };

R3_SUITE(utimes, .rows = R3_ROWS(utimes_rows), .cases = R3_CASES(COMMON_CASES));

static const struct r3_row futimesat_rows[] = {
	MICRO_ROWS(CWD),
	DIRFD_ROWS(MICRO),
	NO_PATH_ROW(MICRO),
	{"of a descriptor", 0, R3_WITH(R3_FD(FILE), R3_NULL, MICRO), .check = is_set},
	{"of one that may only be read", 0, R3_WITH(R3_FD(RDONLY), R3_NULL, MICRO), .check = is_set},
	{"of a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_NULL, MICRO)},
	{"not open, a million microseconds", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), R3_LONGS(1, 1000000, 1, 0))},
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("../file"), MICRO), .check = is_set},
};

R3_SUITE(futimesat, .rows = R3_ROWS(futimesat_rows), .cases = R3_CASES(COMMON_CASES));

/* --- in nanoseconds --- */

static void omits_one(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	r3_ptr p = statx_of(t, "file");

	(void)result, (void)args;
	assert_int_equal(r3_get_u64(t, p + MTIME), 2000);
	assert_int_equal(r3_get_u32(t, p + MTIME + 8), 7);
	assert_true(r3_get_u64(t, p + ATIME) > 1000000);
}

#define NANO_ROWS(times) \
	WHO_ROWS(CWD, times(1000, 999999999, 2000, 0), 0), \
	DIRFD_ROWS(R3_NULL, 0), \
	NO_PATH_ROW(R3_NULL, 0), \
	{"of a descriptor", 0, R3_WITH(R3_FD(FILE), R3_NULL, times(1000, 1, 2000, 1), 0), .check = is_set}, \
	{"of one that may only be read", 0, \
	 R3_WITH(R3_FD(RDONLY), R3_NULL, times(1000, 1, 2000, 1), 0), .check = is_set}, \
	{"of one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_NULL, times(1, 1, 1, 1), 0)}, \
	{"of a pipe", 0, R3_WITH(R3_FD(PIPE_R), R3_NULL, times(1, 1, 1, 1), 0)}, \
	{"of a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_NULL, R3_NULL, 0)}, \
	{"of a descriptor, with a flag", R3_ERR(EINVAL), \
	 R3_WITH(R3_FD(FILE), R3_NULL, R3_NULL, AT_SYMLINK_NOFOLLOW)}, \
	{"not open, with a flag", R3_ERR(EINVAL), \
	 R3_WITH(R3_CLOSED, R3_NULL, R3_NULL, AT_SYMLINK_NOFOLLOW)}, \
	{"NULL at AT_FDCWD", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_NULL, R3_NULL, 0)}, \
	{"a link", 0, R3_WITH(AT_FDCWD, R3_PATH("loop"), R3_NULL, AT_SYMLINK_NOFOLLOW)}, \
	{"no path, AT_EMPTY_PATH", 0, \
	 R3_WITH(R3_FD(FILE), R3_STR(""), times(1000, 1, 2000, 1), AT_EMPTY_PATH), .check = is_set}, \
	{"no path, AT_EMPTY_PATH, of O_PATH", 0, \
	 R3_WITH(R3_FD(PATH), R3_STR(""), times(1000, 1, 2000, 1), AT_EMPTY_PATH), .check = is_set}, \
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_NULL, AT_SYMLINK_FOLLOW)}, \
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_NULL, 1)}, \
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_NULL, -1)}, \
	{"a flag that there is not, of no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, R3_NULL, 1)}, \
	{"a flag that there is not, not open", R3_ERR(EINVAL), \
	 R3_WITH(R3_CLOSED, R3_PATH("file"), R3_NULL, 1)}, \
	{"a billion nanoseconds", R3_ERR(EINVAL), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, 1000000000, 1, 0), 0)}, \
	{"a billion nanoseconds of the second", R3_ERR(EINVAL), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, 0, 1, 1000000000), 0)}, \
	{"-1 nanoseconds", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, -1, 1, 0), 0)}, \
	{"a billion nanoseconds, of no path", R3_ERR(EFAULT), \
	 R3_WITH(AT_FDCWD, R3_BAD, times(1, 1000000000, 1, 0), 0)}, \
	{"a billion nanoseconds, and a flag that there is not", R3_ERR(EINVAL), \
	 R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, 1000000000, 1, 0), 1)}, \
	{"now, both", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, NOW, 1, NOW), 0), .check = is_now}, \
	{"one is left alone", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, OMIT, 2000, 7), 0), \
	 .check = omits_one}, \
	{"now, both, of root's", R3_ERR(EACCES), R3_WITH(AT_FDCWD, R3_STR("/proc"), times(1, NOW, 1, NOW), 0)}, \
	{"now and left alone, of root's", R3_ERR(EPERM), \
	 R3_WITH(AT_FDCWD, R3_STR("/proc"), times(1, NOW, 1, OMIT), 0)}, \
	{"both are left alone", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), times(1, OMIT, 1, OMIT), 0)}, \
	{"both are left alone, no path, a flag that there is not", 0, \
	 R3_WITH(R3_CLOSED, R3_BAD, times(1, OMIT, 1, OMIT), -1)}, \
	{"before 1970", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), times(-1, 1, -2147483647, 1), 0)}

static const struct r3_row utimensat_rows[] = { NANO_ROWS(R3_LONGS) };

R3_SUITE(utimensat, .rows = R3_ROWS(utimensat_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(R3_NEVER(ESRCH, "EACCES on Linux")));

static const struct r3_row time64_rows[] = {
	NANO_ROWS(R3_U64S),
	{"the high half of nanoseconds is padding", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(1000, 0x100000001, 2000, 0x700000000), 0), .check = is_set},
};

static void after_2038(struct r3_task *t)
{
	uint64_t times[] = { 0x123456789, 1, 0x133456789, 2 };
	r3_ptr p;

	r3_scene(t);
	r3_assert_result(t, 0, SYS_utimensat_time64, AT_FDCWD, r3_string(t, "file"),
			 r3_bytes(t, times, sizeof(times)), 0);
	p = statx_of(t, "file");
	assert_int_equal(r3_get_u64(t, p + ATIME), times[0]);
	assert_int_equal(r3_get_u64(t, p + MTIME), times[2]);
}

R3_SUITE(utimensat_time64, .page = "utimensat", .rows = R3_ROWS(time64_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(after_2038)),
	 .unreached = R3_UNREACHED(R3_NEVER(ESRCH, "EACCES on Linux")));
