/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chown(2), lchown(2), fchown(2), fchownat(2): i386 has those of 16 bits, too. */
#include <string.h>

#include "paths.h"

/* A call of i386's with numbers of 16 bits. */
static int is_short(const struct r3_task *t)
{
	const char *call = r3_suite_call(t);

	return r3_is_i386(t) && !strstr(call, "32") && !strstr(call, "at");
}

static int64_t give(struct r3_task *t, const char *path, int64_t uid, int64_t gid)
{
	const char *call = r3_suite_call(t);

	if (!strncmp(call, "fchown", 6) && strcmp(call, "fchownat"))
		return r3_call(t, call, r3_open(t, path, O_RDONLY), uid, gid);
	if (!strcmp(call, "fchownat"))
		return r3_call(t, call, AT_FDCWD, r3_string(t, path), uid, gid, 0);
	return r3_call(t, call, r3_string(t, path), uid, gid);
}

static void is_owned_by(struct r3_task *t, const char *path, uint32_t uid, uint32_t gid)
{
	r3_ptr p = statx_of(t, path);

	assert_int_equal(r3_get_u32(t, p + 20), uid);
	assert_int_equal(r3_get_u32(t, p + 24), gid);
}

#define GIVE_ROWS(before, ...) \
	WALK_ROWS("", before, -1, -1 __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before, -1, -1 __VA_OPT__(,) __VA_ARGS__), \
	{"to nobody else", 0, R3_WITH(before() R3_PATH("file"), -1, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"to root", R3_ERR(EPERM), R3_WITH(before() R3_PATH("file"), 0, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a foreign group", R3_ERR(EPERM), \
	 R3_WITH(before() R3_PATH("file"), -1, 12345 __VA_OPT__(,) __VA_ARGS__)}, \
	{"to both", R3_ERR(EPERM), \
	 R3_WITH(before() R3_PATH("file"), 12345, 12345 __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of mode 0", 0, R3_WITH(before() R3_PATH("secret"), -1, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory", 0, R3_WITH(before() R3_PATH("dir"), -1, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"root's, to nobody else", 0, \
	 R3_WITH(before() R3_STR("/dev/null"), -1, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"root's, to root", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/dev/null"), 0, -1 __VA_OPT__(,) __VA_ARGS__)}, \
	{"root's, to root's group", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/dev/null"), -1, 0 __VA_OPT__(,) __VA_ARGS__)}, \
	{"one of /proc", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/proc/self/status"), 0, 0 __VA_OPT__(,) __VA_ARGS__)}

static void to_oneself(struct r3_task *t)
{
	int64_t uid = r3_assert_ok(t, SYS_geteuid), gid = r3_assert_ok(t, SYS_getegid);

	r3_scene(t);
	assert_int_equal(give(t, "file", uid, gid), 0);
	is_owned_by(t, "file", (uint32_t)uid, (uint32_t)gid);
}

static void by_root_to_anybody(struct r3_task *t)
{
	r3_scene(t);
	assert_int_equal(give(t, "file", 1234, 4321), 0);
	is_owned_by(t, "file", 1234, 4321);
	assert_int_equal(give(t, "file", -1, 7), 0);
	is_owned_by(t, "file", 1234, 7);
	assert_int_equal(give(t, "file", 8, -1), 0);
	is_owned_by(t, "file", 8, 7);
}

/* 16 bits: 65535 is -1 there, and what is above is lost. */
static void by_root_to_large_numbers(struct r3_task *t)
{
	int small = is_short(t);

	r3_scene(t);
	assert_int_equal(give(t, "file", 1, 2), 0);
	assert_int_equal(give(t, "file", 0x12345, 0x54321), 0);
	is_owned_by(t, "file", small ? 0x2345 : 0x12345, small ? 0x4321 : 0x54321);
	assert_int_equal(give(t, "file", 65535, 65535), 0);
	is_owned_by(t, "file", small ? 0x2345 : 65535, small ? 0x4321 : 65535);
	assert_int_equal(give(t, "file", 0xfffffffe, 65534), 0);
	is_owned_by(t, "file", small ? 65534 : 0xfffffffe, 65534);
}

static void to_a_group_that_one_is_in(struct r3_task *t)
{
	uint32_t groups[] = { 4321, 70000 };

	r3_scene(t);
	assert_int_equal(give(t, "file", 1234, 1234), 0);
	r3_assert_result(t, 0, SYS_setresgid, 1234, 1234, 1234);
	if (r3_is_i386(t))
		r3_assert_result(t, 0, SYS_setgroups32, 2, r3_bytes(t, groups, 8));
	else
		r3_assert_result(t, 0, SYS_setgroups, 2, r3_bytes(t, groups, 8));
	r3_assert_result(t, 0, SYS_setresuid, 1234, 1234, 1234);
	assert_int_equal(give(t, "file", -1, 4321), 0);
	is_owned_by(t, "file", 1234, 4321);
	assert_int_equal(give(t, "file", 1234, 4322), -EPERM);
	assert_int_equal(give(t, "file", 1235, 4321), -EPERM);
}

/* Bits that would give somebody else's rights go, even root's own; of directories they stay. */
static void takes_bits_away(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "exec"), 06755);
	assert_int_equal(give(t, "exec", 1234, 4321), 0);
	assert_int_equal(mode_of(t, "exec"), S_IFREG | 0755);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "file"), 06644);
	assert_int_equal(give(t, "file", 1234, 4321), 0);
	assert_int_equal(mode_of(t, "file"), S_IFREG | 02644);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir"), 06755);
	assert_int_equal(give(t, "dir", 1234, 4321), 0);
	assert_int_equal(mode_of(t, "dir"), S_IFDIR | 06755);
}

static void takes_bits_away_from_its_owner(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "exec"), 06755);
	assert_int_equal(give(t, "exec", -1, -1), 0);
	assert_int_equal(mode_of(t, "exec"), S_IFREG | 0755);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(give(t, "dir/file", 1, 1), -EROFS);
	assert_int_equal(give(t, "dir/file", -1, -1), -EROFS);
}

static void what_is_immutable(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = give(t, "file", 1, 1);
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t path = (int64_t)r3_string(t, "nothing");

	if (call[0] == 'f')
		memory_fails(t, -ENOENT, call, AT_FDCWD, path, -1, -1, 0);
	else
		memory_fails(t, -ENOENT, call, path, -1, -1, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(to_oneself), R3_CASE(by_root_to_anybody, .as_root = 1), \
	R3_CASE(by_root_to_large_numbers, .as_root = 1), \
	R3_CASE(to_a_group_that_one_is_in, .as_root = 1), R3_CASE(takes_bits_away, .as_root = 1), \
	R3_CASE(takes_bits_away_from_its_owner), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), R3_CASE(what_is_immutable, .as_root = 1)
#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

static const struct r3_row chown_rows[] = {
	GIVE_ROWS(NOTHING),
	FOLLOW_ROWS("", NOTHING, -1, -1),
};

static void follows(struct r3_task *t)
{
	r3_scene(t);
	assert_int_equal(give(t, "link", 1234, 4321), 0);
	is_owned_by(t, "file", 1234, 4321);
	is_owned_by(t, "link", 0, 0);
}

R3_SUITE(chown, .calls = "chown chown32", .page = "chown", .rows = R3_ROWS(chown_rows),
	 .cases = R3_CASES(COMMON_CASES, NO_MEMORY, R3_CASE(follows, .as_root = 1)));

static const struct r3_row lchown_rows[] = {
	GIVE_ROWS(NOTHING),
	{"a link to nothing", 0, R3_WITH(R3_PATH("dangling"), -1, -1)},
	{"a link to itself", 0, R3_WITH(R3_PATH("loop"), -1, -1)},
	{"a link to itself, with a slash", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop/"), -1, -1)},
	{"a link, to root", R3_ERR(EPERM), R3_WITH(R3_PATH("link"), 0, -1)},
};

static void does_not_follow(struct r3_task *t)
{
	r3_scene(t);
	assert_int_equal(give(t, "link", 1234, 4321), 0);
	is_owned_by(t, "link", 1234, 4321);
	is_owned_by(t, "file", 0, 0);
}

R3_SUITE(lchown, .calls = "lchown lchown32", .page = "lchown", .rows = R3_ROWS(lchown_rows),
	 .cases = R3_CASES(COMMON_CASES, NO_MEMORY, R3_CASE(does_not_follow, .as_root = 1)));

static const struct r3_row fchown_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, -1, -1)},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD, -1, -1)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, -1, -1)},
	{"not open, to root", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), -1, -1)},
	{"a file that may only be read", 0, R3_WITH(R3_FD(RDONLY), -1, -1)},
	{"to root", R3_ERR(EPERM), R3_WITH(R3_FD(FILE), 0, -1)},
	{"to a foreign group", R3_ERR(EPERM), R3_WITH(R3_FD(FILE), -1, 12345)},
	{"a directory", 0, R3_WITH(R3_FD(DIR), -1, -1)},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), -1, -1)},
	{"a file in memory", 0, R3_WITH(R3_FD(MEMFD), -1, -1)},
	{"root's device", R3_ERR(EPERM), R3_WITH(R3_FD(NULL), -1, 0)},
};

R3_SUITE(fchown, .calls = "fchown fchown32", .page = "fchown", .rows = R3_ROWS(fchown_rows),
	 .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(
		 NEVER_EIO, R3_NEVER(EACCES, "chown's"), R3_NEVER(EFAULT, "chown's"),
		 R3_NEVER(ELOOP, "chown's"), R3_NEVER(ENAMETOOLONG, "chown's"), R3_NEVER(ENOENT, "chown's"),
		 R3_NEVER(ENOTDIR, "chown's"), R3_NEVER(ENOMEM, "chown's: fchown makes nothing")));

static const struct r3_row fchownat_rows[] = {
	GIVE_ROWS(CWD, 0),
	FOLLOW_ROWS("", CWD, -1, -1, 0),
	DIRFD_ROWS(-1, -1, 0),
	NO_PATH_ROW(-1, -1, 0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), -1, -1, 0)},
	{"a link to itself, AT_SYMLINK_NOFOLLOW", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), -1, -1, AT_SYMLINK_NOFOLLOW)},
	{"no path", 0, R3_WITH(R3_FD(FILE), R3_STR(""), -1, -1, AT_EMPTY_PATH)},
	{"no path, of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_STR(""), -1, -1, AT_EMPTY_PATH)},
	{"no path, of the directory", 0, R3_WITH(AT_FDCWD, R3_STR(""), -1, -1, AT_EMPTY_PATH)},
	{"no path, not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_STR(""), -1, -1, AT_EMPTY_PATH)},
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), -1, -1, AT_SYMLINK_FOLLOW)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), -1, -1, 1)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), -1, -1, -1)},
	{"a flag that there is not, of no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, -1, -1, 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), -1, -1, 1)},
};

R3_SUITE(fchownat, .rows = R3_ROWS(fchownat_rows),
	 .cases = R3_CASES(COMMON_CASES, NO_MEMORY, R3_CASE(follows, .as_root = 1)));
