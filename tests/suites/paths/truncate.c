/* SPDX-License-Identifier: GPL-2.0-or-later */
/* truncate(2), truncate64(2): the length first. */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "../cuts.h"
#include "paths.h"

#define LONGEST 0x7fffffff

/* `length` makes an argument of a length: two of i386's truncate64. */
#define CUT_ROWS(length) \
	WALK_ROWS("", NOTHING, length(0)), \
	THERE_ROWS("", NOTHING, length(0)), \
	FOLLOW_ROWS("", NOTHING, length(0)), \
	{"shorter", 0, R3_WITH(R3_PATH("file"), length(10)), .check = has_ten}, \
	{"through a link", 0, R3_WITH(R3_PATH("link"), length(10)), .check = has_ten}, \
	{"longer", 0, R3_WITH(R3_PATH("file"), length(30)), .check = is_longer}, \
	{"as it was", 0, R3_WITH(R3_PATH("file"), length(26)), .check = is_the_same}, \
	{"to 0", 0, R3_WITH(R3_PATH("file"), length(0))}, \
	{"to a length of 31 bits", 0, R3_WITH(R3_PATH("file"), length(LONGEST))}, \
	{"to -1", R3_ERR(EINVAL), R3_WITH(R3_PATH("file"), length(-1)), .check = is_the_same}, \
	{"to -1, no path", R3_ERR(EINVAL), R3_WITH(R3_BAD, length(-1))}, \
	{"to -1, nothing", R3_ERR(EINVAL), R3_WITH(R3_PATH("nothing"), length(-1))}, \
	{"to -1, a directory", R3_ERR(EINVAL), R3_WITH(R3_PATH("dir"), length(-1))}, \
	{"a directory", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), length(0))}, \
	{"a locked directory", R3_ERR(EISDIR), R3_WITH(R3_PATH("locked"), length(0))}, \
	{"a fifo", R3_ERR(EINVAL), R3_WITH(R3_PATH("fifo"), length(0))}, \
	{"a device", R3_ERR(EINVAL), R3_WITH(R3_STR("/dev/null"), length(0))}, \
	{"one that is read-only", R3_ERR(EACCES), R3_WITH(R3_PATH("readonly"), length(0))}, \
	{"one of mode 0", R3_ERR(EACCES), R3_WITH(R3_PATH("secret"), length(0))}, \
	{"one of mode 0, as root", 0, R3_WITH(R3_PATH("secret"), length(0)), .as_root = 1}, \
	{"what runs, as root", R3_ERR(ETXTBSY), R3_WITH(R3_STR("/proc/self/exe"), length(0)), \
	 .as_root = 1}, \
	{"to the limit", 0, R3_WITH(R3_PATH("file"), length(FSIZE)), .setup = limit_files}, \
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_PATH("file"), length(FSIZE + 1)), \
	 .setup = limit_files, .signals = SIGXFSZ, .check = is_the_same}, \
	{"beyond the limit, a directory", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), length(FSIZE + 1)), \
	 .setup = limit_files}, \
	{"beyond the limit, one that is read-only", R3_ERR(EACCES), \
	 R3_WITH(R3_PATH("readonly"), length(FSIZE + 1)), .setup = limit_files}

#define AS_IT_IS(n) (n)

static int64_t cut(struct r3_task *t, const char *path, int64_t length)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);

	return strstr(call, "64") ? r3_call(t, call, name, length & 0xffffffff, length >> 32) :
				    r3_call(t, call, name, length);
}

static void what_was_cut_is_zeros_later(struct r3_task *t)
{
	r3_scene(t);
	assert_int_equal(cut(t, "file", 3), 0);
	assert_int_equal(cut(t, "file", 6), 0);
	r3_assert_file(t, "file", "abc\0\0\0", 6);
}

static void is_seen_by_who_has_it_open(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);
	r3_ptr p = r3_alloc(t, 30);

	assert_int_equal(cut(t, "file", 3), 0);
	r3_assert_result(t, 3, SYS_read, fd, p, 30);
	assert_int_equal(cut(t, "file", 0), 0);
	r3_assert_result(t, 0, SYS_read, fd, p, 30);
}

static void takes_set_id_bits_away(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "exec"), 06755);
	assert_int_equal(cut(t, "exec", 1), 0);
	assert_int_equal(mode_of(t, "exec"), S_IFREG | 0755);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(cut(t, "dir/file", 1), -EROFS);
	assert_int_equal(cut(t, "dir/sub", 1), -EISDIR);
}

static void what_is_immutable(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = cut(t, "file", 1);
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

#define COMMON_CASES \
	R3_CASE(what_was_cut_is_zeros_later), R3_CASE(is_seen_by_who_has_it_open), \
	R3_CASE(takes_set_id_bits_away), R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(what_is_immutable, .as_root = 1)
#define COMMON_UNREACHED \
	NEVER_EIO, R3_NEVER(EBADF, "ftruncate's"), R3_NEVER(EINTR, "network filesystems that wait")

static const struct r3_row rows[] = {
	CUT_ROWS(AS_IT_IS),
	{"to a length of 33 bits", 0, R3_WITH(R3_PATH("file"), 0x100000000), .abis = R3_ONLY_X86_64},
	{"to the longest", 0, R3_WITH(R3_PATH("file"), 0x7ffffffffffffffe), .abis = R3_ONLY_X86_64,
	 .ring3_only = "filesystems of the host's may end before"},
	{"to the sign bit", R3_ERR(EINVAL), R3_WITH(R3_PATH("file"), 0x80000000), .abis = R3_ONLY_I386},
};

R3_SUITE(truncate, .rows = R3_ROWS(rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));

static const struct r3_row rows64[] = {
	CUT_ROWS(R3_WIDE),
	{"to a length of 33 bits", 0, R3_WITH(R3_PATH("file"), R3_WIDE(0x100000000))},
	{"to the lowest length", R3_ERR(EINVAL), R3_WITH(R3_PATH("file"), 0, 0x80000000)},
	{"to a low half of -1", 0, R3_WITH(R3_PATH("file"), 0xffffffff, 0)},
};

R3_SUITE(truncate64, .page = "truncate", .rows = R3_ROWS(rows64), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(COMMON_UNREACHED));
