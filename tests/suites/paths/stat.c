/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stat(2) and its family: layouts of three ages, one question. */
#include <string.h>

#include "paths.h"

#define MOST 144 /* bytes of the largest structure */
#define TOO_FEW 31

/* Where the fields are; width in bytes. */
struct field {
	unsigned at, width;
};

struct layout {
	unsigned size;
	struct field mode, links, uid, gid, rdev, length, block, mtime, inode;
};

static const struct layout long64 = { 144, { 24, 4 }, { 16, 8 }, { 28, 4 }, { 32, 4 }, { 40, 8 },
				      { 48, 8 }, { 56, 8 }, { 88, 8 }, { 8, 8 } };
static const struct layout long32 = { 64, { 8, 2 }, { 10, 2 }, { 12, 2 }, { 14, 2 }, { 16, 4 },
				      { 20, 4 }, { 24, 4 }, { 40, 4 }, { 4, 4 } };
static const struct layout large32 = { 96, { 16, 4 }, { 20, 4 }, { 24, 4 }, { 28, 4 }, { 32, 8 },
				       { 44, 8 }, { 52, 4 }, { 72, 4 }, { 88, 8 } };

static const struct layout *layout_of(const struct r3_task *t)
{
	if (!r3_is_i386(t))
		return &long64;
	return strstr(r3_suite_call(t), "64") ? &large32 : &long32;
}

static uint64_t get(struct r3_task *t, r3_ptr p, struct field f)
{
	uint64_t value = 0;

	r3_get(t, p + f.at, &value, f.width);
	return value;
}

#define FIELD(t, p, name) get(t, p, layout_of(t)->name)


/* The suite's call for a path, whichever way it takes one. */
static void ask_about(struct r3_task *t, const char *path, r3_ptr to, int64_t expected)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);
	int64_t result;

	if (!strcmp(call, "newfstatat") || !strcmp(call, "fstatat64"))
		result = r3_call(t, call, AT_FDCWD, name, to, 0);
	else if (!strncmp(call, "fstat", 5))
		result = r3_call(t, call, r3_open(t, path, O_PATH), to);
	else
		result = r3_call(t, call, name, to);
	if (result != expected)
		fail_msg("%s: expected %lld", r3_last_call(t), (long long)expected);
}

static void fills_the_structure(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, layout_of(t)->size);
	uint64_t uid = (uint64_t)r3_assert_ok(t, SYS_geteuid);
	uint64_t gid = (uint64_t)r3_assert_ok(t, SYS_getegid);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_link, r3_string(t, "file"), r3_string(t, "second"));
	ask_about(t, "file", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFREG | 0644);
	assert_int_equal(FIELD(t, p, links), 2);
	assert_int_equal(FIELD(t, p, uid), uid);
	assert_int_equal(FIELD(t, p, gid), gid);
	assert_int_equal(FIELD(t, p, rdev), 0);
	assert_int_equal(FIELD(t, p, length), 26);
	assert_true(FIELD(t, p, block) >= 512);
	assert_int_equal(FIELD(t, p, inode), inode_of(t, "second"));
}

static void tells_the_kind(struct r3_task *t)
{
	static const struct {
		const char *path;
		unsigned mode;
	} kinds[] = { { "dir", S_IFDIR | 0755 }, { "fifo", S_IFIFO | 0644 }, { "secret", S_IFREG },
		      { "locked", S_IFDIR }, { "/dev/null", S_IFCHR | 0666 } };
	r3_ptr p = r3_alloc(t, MOST);

	r3_scene(t);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		ask_about(t, kinds[i].path, p, 0);
		assert_int_equal(FIELD(t, p, mode), kinds[i].mode);
	}
	assert_int_equal(FIELD(t, p, rdev), 0x103);
}

static void does_not_write_behind(struct r3_task *t)
{
	unsigned size = layout_of(t)->size;
	r3_ptr p = r3_alloc(t, size + 8);
	uint64_t marks = 0x1122334455667788;

	r3_scene(t);
	r3_put(t, p + size, &marks, 8);
	ask_about(t, "file", p, 0);
	assert_int_equal(r3_get_u64(t, p + size), marks);
	ask_about(t, "file", r3_alloc(t, size), 0);
	ask_about(t, "file", r3_alloc_across(t, size, size / 2), 0);
}

static void cut(struct r3_task *t, r3_ptr p, size_t there, void *ctx)
{
	(void)ctx;
	ask_about(t, "file", p, there < layout_of(t)->size ? -EFAULT : 0);
}

static void wants_room_for_all(struct r3_task *t)
{
	r3_scene(t);
	r3_sweep_cut(t, layout_of(t)->size, cut, NULL);
}

static void says_when_it_was_changed(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);
	r3_ptr times = r3_words(t, 4, (int64_t)1000, (int64_t)1, (int64_t)1234567890, (int64_t)5);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_utimensat, AT_FDCWD, r3_string(t, "file"), times, 0);
	ask_about(t, "file", p, 0);
	assert_int_equal(FIELD(t, p, mtime), 1234567890);
}

/* A size that a long of i386 cannot say; stat64's can. */
static void is_too_large(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);

	r3_make_file(t, "large", NULL, 0, 0600);
	r3_assert_result(t, 0, SYS_truncate64, r3_string(t, "large"), 0x80000000, 0);
	ask_about(t, "large", p, strstr(r3_suite_call(t), "64") ? 0 : -EOVERFLOW);
	r3_assert_result(t, 0, SYS_truncate64, r3_string(t, "large"), 0x7fffffff, 0);
	ask_about(t, "large", p, 0);
	assert_int_equal(FIELD(t, p, length), 0x7fffffff);
	r3_assert_result(t, 0, SYS_truncate64, r3_string(t, "large"), 5, 1);
	ask_about(t, "large", p, strstr(r3_suite_call(t), "64") ? 0 : -EOVERFLOW);
}

/* 16 bits for a user's number: who does not fit is 65534. */
static void a_user_with_a_large_number(struct r3_task *t)
{
	int small = r3_is_i386(t) && !strstr(r3_suite_call(t), "64");
	r3_ptr p = r3_alloc(t, MOST);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_fchownat, AT_FDCWD, r3_string(t, "file"), 70000, 80000, 0);
	ask_about(t, "file", p, 0);
	assert_int_equal(FIELD(t, p, uid), small ? 65534 : 70000);
	assert_int_equal(FIELD(t, p, gid), small ? 65534 : 80000);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t p = (int64_t)r3_alloc(t, MOST), path = (int64_t)r3_string(t, "nothing");

	if (!strcmp(call, "fstatat64") || !strcmp(call, "newfstatat"))
		memory_fails(t, -ENOENT, call, AT_FDCWD, path, p, 0, 0);
	else
		memory_fails(t, -ENOENT, call, path, p, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(fills_the_structure), R3_CASE(tells_the_kind), R3_CASE(does_not_write_behind), \
	R3_CASE(wants_room_for_all), R3_CASE(says_when_it_was_changed), \
	R3_CASE(is_too_large, .abis = R3_ONLY_I386), R3_CASE(a_user_with_a_large_number, .as_root = 1)

/* --- by path --- */

#define PATH_ROWS(before, ...) \
	WALK_ROWS("", before, R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__), \
	THERE_ROWS("", before, R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__), \
	{"a file", 0, R3_WITH(before() R3_PATH("file"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"one that may not be read", 0, \
	 R3_WITH(before() R3_PATH("secret"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"a directory that may not be searched", 0, \
	 R3_WITH(before() R3_PATH("locked"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"in a locked directory, as root", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("locked/inner"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__), \
	 .as_root = 1}, \
	{"a directory with a slash", 0, \
	 R3_WITH(before() R3_PATH("dir/"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"a link to a directory, with a slash", 0, \
	 R3_WITH(before() R3_PATH("dirlink/"), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"many slashes and dots", 0, \
	 R3_WITH(before() R3_PATH(".//dir/.///../dir/sub/../inner"), \
		 R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"the root's parent", 0, R3_WITH(before() R3_STR("/../.."), R3_OUT(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"an odd address", 0, R3_WITH(before() R3_PATH("file"), R3_ODD(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"to nothing", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"to NULL", R3_ERR(EFAULT), R3_WITH(before() R3_PATH("file"), R3_NULL __VA_OPT__(,) __VA_ARGS__)}, \
	{"to the kernel", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_KERNEL __VA_OPT__(,) __VA_ARGS__)}, \
	{"to the end of addresses", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_WRAP __VA_OPT__(,) __VA_ARGS__)}, \
	{"to what is read-only", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_RO(MOST) __VA_OPT__(,) __VA_ARGS__)}, \
	{"to a buffer too short", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_PATH("file"), R3_SHORT(TOO_FEW) __VA_OPT__(,) __VA_ARGS__)}, \
	{"nothing, to nothing", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing"), R3_BAD __VA_OPT__(,) __VA_ARGS__)}

static const struct r3_row stat_rows[] = {
	PATH_ROWS(NOTHING),
	FOLLOW_ROWS("", NOTHING, R3_OUT(MOST)),
};

static void follows(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);

	r3_scene(t);
	ask_about(t, "link", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFREG | 0644);
	ask_about(t, "dirlink", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFDIR | 0755);
}

#define NOT_OF_A_PATH R3_NEVER(EBADF, "fstat's and fstatat's")
#define OF_OLD_ONES R3_NEVER(EOVERFLOW, "the calls whose size is a long of 32 bits")

R3_SUITE(stat, .calls = "stat stat64", .page = "stat", .rows = R3_ROWS(stat_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(follows),
			   R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)),
	 .unreached = R3_UNREACHED(NOT_OF_A_PATH, OF_OLD_ONES));

static const struct r3_row lstat_rows[] = {
	PATH_ROWS(NOTHING),
	{"a link to nothing", 0, R3_WITH(R3_PATH("dangling"), R3_OUT(MOST))},
	{"a link to itself", 0, R3_WITH(R3_PATH("loop"), R3_OUT(MOST))},
	{"a link to nothing, with a slash", R3_ERR(ENOENT), R3_WITH(R3_PATH("dangling/"), R3_OUT(MOST))},
	{"a link to itself, with a slash", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop/"), R3_OUT(MOST))},
	{"a file with a slash", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file/"), R3_OUT(MOST))},
	{"a link to a file, with a slash", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("link/"), R3_OUT(MOST))},
};

static void does_not_follow(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);

	r3_scene(t);
	ask_about(t, "link", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFLNK | 0777);
	assert_int_equal(FIELD(t, p, length), 4);
	ask_about(t, "dirlink/inner", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFREG | 0644);
	ask_about(t, "dirlink/", p, 0);
	assert_int_equal(FIELD(t, p, mode), S_IFDIR | 0755);
}

R3_SUITE(lstat, .calls = "lstat lstat64", .page = "stat", .rows = R3_ROWS(lstat_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(does_not_follow),
			   R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)),
	 .unreached = R3_UNREACHED(NOT_OF_A_PATH, OF_OLD_ONES));

/* --- by descriptor --- */

static const struct r3_row fstat_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(MOST))},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD, R3_OUT(MOST))},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(MOST))},
	{"the highest number", R3_ERR(EBADF), R3_WITH(0x7fffffff, R3_OUT(MOST))},
	{"not open, to nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD)},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD)},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_NULL)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL)},
	{"to the end of addresses", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_WRAP)},
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_RO(MOST))},
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_SHORT(TOO_FEW))},
	{"an odd address", 0, R3_WITH(R3_FD(FILE), R3_ODD(MOST))},
	{"one of O_WRONLY", 0, R3_WITH(R3_FD(WRONLY), R3_OUT(MOST))},
	{"one of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_OUT(MOST))},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), R3_OUT(MOST))},
	{"a socket", 0, R3_WITH(R3_FD(SOCKET), R3_OUT(MOST))},
	{"an eventfd", 0, R3_WITH(R3_FD(EVENTFD), R3_OUT(MOST))},
	{"an epoll descriptor", 0, R3_WITH(R3_FD(EPOLL), R3_OUT(MOST))},
	{"a terminal", 0, R3_WITH(R3_FD(TTY), R3_OUT(MOST))},
	{"a file in memory", 0, R3_WITH(R3_FD(MEMFD), R3_OUT(MOST))},
};

static void check_kind(struct r3_task *t, enum r3_fd_kind kind, unsigned type)
{
	r3_ptr p = r3_alloc(t, MOST);
	int fd = r3_fd(t, kind);

	if (r3_call(t, r3_suite_call(t), fd, p))
		fail_msg("%s", r3_last_call(t));
	assert_int_equal(FIELD(t, p, mode) & S_IFMT, type);
}

static void tells_what_is_open(struct r3_task *t)
{
	check_kind(t, R3_FD_DIR, S_IFDIR);
	check_kind(t, R3_FD_PIPE_W, S_IFIFO);
	check_kind(t, R3_FD_FIFO, S_IFIFO);
	check_kind(t, R3_FD_SOCKET, S_IFSOCK);
	check_kind(t, R3_FD_PTMX, S_IFCHR);
	check_kind(t, R3_FD_ZERO, S_IFCHR);
	check_kind(t, R3_FD_MEMFD, S_IFREG);
}

static void of_what_was_removed(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "file"));
	assert_int_equal(r3_call(t, r3_suite_call(t), fd, p), 0);
	assert_int_equal(FIELD(t, p, links), 0);
	assert_int_equal(FIELD(t, p, length), 26);
}

R3_SUITE(fstat, .calls = "fstat fstat64", .page = "stat", .rows = R3_ROWS(fstat_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(tells_what_is_open), R3_CASE(of_what_was_removed)),
	 .unreached = R3_UNREACHED(
		 OF_OLD_ONES, R3_NEVER(EACCES, "stat's"), R3_NEVER(ELOOP, "stat's"), R3_NEVER(ENAMETOOLONG, "stat's"),
		 R3_NEVER(ENOENT, "stat's"), R3_NEVER(ENOTDIR, "stat's"),
		 R3_NEVER(ENOMEM, "stat's: fstat makes nothing")));

/* --- by both --- */

static const struct r3_row fstatat_rows[] = {
	PATH_ROWS(CWD, 0),
	FOLLOW_ROWS("", CWD, R3_OUT(MOST), 0),
	DIRFD_ROWS(R3_OUT(MOST), 0),
	NO_PATH_ROW(R3_OUT(MOST), 0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), R3_OUT(MOST), 0)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("inner"), R3_OUT(MOST), 0)},
	{"a link to itself, AT_SYMLINK_NOFOLLOW", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), R3_OUT(MOST), AT_SYMLINK_NOFOLLOW)},
	{"AT_NO_AUTOMOUNT", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), AT_NO_AUTOMOUNT)},
	{"no path, AT_EMPTY_PATH", 0, R3_WITH(R3_FD(FILE), R3_STR(""), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"no path, AT_EMPTY_PATH, of O_PATH", 0,
	 R3_WITH(R3_FD(PATH), R3_STR(""), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"no path, AT_EMPTY_PATH, of a pipe", 0,
	 R3_WITH(R3_FD(PIPE_R), R3_STR(""), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"no path, AT_EMPTY_PATH, of the directory", 0,
	 R3_WITH(AT_FDCWD, R3_STR(""), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"no path, AT_EMPTY_PATH, not open", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_STR(""), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"a path, AT_EMPTY_PATH", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), AT_EMPTY_PATH)},
	{"NULL, AT_EMPTY_PATH", 0, R3_WITH(R3_FD(FILE), R3_NULL, R3_OUT(MOST), AT_EMPTY_PATH), .since = 11},
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), AT_SYMLINK_FOLLOW)},
	{"a flag that there is not", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), 0x40000000)},
	{"the sign bit as flag", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), 0x80000000)},
	{"flags in the high half", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_OUT(MOST), 0x100000000), .abis = R3_ONLY_X86_64},
	{"a flag that there is not, a path at nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, R3_OUT(MOST), 1)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), R3_OUT(MOST), 1)},
	{"a flag that there is not, to nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_BAD, 1)},
};

R3_SUITE(fstatat, .calls = "newfstatat fstatat64", .page = "fstatat", .rows = R3_ROWS(fstatat_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(follows),
			   R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)),
	 .unreached = R3_UNREACHED(OF_OLD_ONES));
