/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only i386 still has: oldstat(2), oldlstat(2), oldfstat(2), readdir(2); and ustat(2). */
#include <string.h>

#include "paths.h"

#define SIZE 32 /* struct __old_kernel_stat */
#define SMALL_INODES "inode numbers of the host's may need more than 16 bits"
#define OF_PATHS R3_NEVER(EBADF, "oldfstat's")

static void is_of_the_file(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result;
	assert_int_equal(r3_get_u32(t, args[1] + 2) & 0xffff, inode_of(t, "file"));
	assert_int_equal(r3_get_u32(t, args[1] + 4) & 0xffff, S_IFREG | 0644);
	assert_int_equal(r3_get_u32(t, args[1] + 6) & 0xffff, 1);
	assert_int_equal(r3_get_u32(t, args[1] + 16), 26);
}

#define ASK_ROWS(what) \
	{"a file", 0, R3_WITH(what, R3_OUT(SIZE)), .ring3_only = SMALL_INODES, .check = is_of_the_file}, \
	{"to nothing", R3_ERR(EFAULT), R3_WITH(what, R3_BAD), .ring3_only = SMALL_INODES}, \
	{"to NULL", R3_ERR(EFAULT), R3_WITH(what, R3_NULL), .ring3_only = SMALL_INODES}, \
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(what, R3_KERNEL), .ring3_only = SMALL_INODES}, \
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(what, R3_RO(SIZE)), .ring3_only = SMALL_INODES}, \
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(what, R3_SHORT(SIZE - 1)), \
	 .ring3_only = SMALL_INODES}

/* An inode's number of more than 16 bits, as Linux numbers what is in /proc. */
static void has_a_large_inode_number(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	r3_ptr p = r3_alloc(t, SIZE), name = r3_string(t, "/proc/version");

	assert_int_equal(strcmp(call, "oldfstat") ? r3_call(t, call, name, p) :
						    r3_call(t, call, r3_open(t, "/proc/version", O_PATH), p),
			 -EOVERFLOW);
}

static void runs_out_of_memory(struct r3_task *t)
{
	memory_fails(t, -ENOENT, r3_suite_call(t), (int64_t)r3_string(t, "nothing"),
		     (int64_t)r3_alloc(t, SIZE), 0, 0, 0);
}

#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

static const struct r3_row oldstat_rows[] = {
	WALK_ROWS("", NOTHING, R3_OUT(SIZE)),
	THERE_ROWS("", NOTHING, R3_OUT(SIZE)),
	FOLLOW_ROWS("", NOTHING, R3_OUT(SIZE)),
	ASK_ROWS(R3_PATH("file")),
	{"nothing, to nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing"), R3_BAD)},
};

R3_SUITE(oldstat, .page = "stat", .rows = R3_ROWS(oldstat_rows),
	 .cases = R3_CASES(R3_CASE(has_a_large_inode_number), NO_MEMORY), .unreached = R3_UNREACHED(OF_PATHS));

static const struct r3_row oldlstat_rows[] = {
	WALK_ROWS("", NOTHING, R3_OUT(SIZE)),
	THERE_ROWS("", NOTHING, R3_OUT(SIZE)),
	ASK_ROWS(R3_PATH("file")),
	{"a link to itself, with a slash", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop/"), R3_OUT(SIZE))},
	{"a link to nothing", 0, R3_WITH(R3_PATH("dangling"), R3_OUT(SIZE)), .ring3_only = SMALL_INODES},
};

R3_SUITE(oldlstat, .page = "stat", .rows = R3_ROWS(oldlstat_rows),
	 .cases = R3_CASES(R3_CASE(has_a_large_inode_number), NO_MEMORY), .unreached = R3_UNREACHED(OF_PATHS));

static const struct r3_row oldfstat_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(SIZE))},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(SIZE))},
	{"not open, to nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD)},
	ASK_ROWS(R3_FD(FILE)),
	{"one of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_OUT(SIZE)), .ring3_only = SMALL_INODES},
};

R3_SUITE(oldfstat, .page = "stat", .rows = R3_ROWS(oldfstat_rows), .cases = R3_CASES(R3_CASE(has_a_large_inode_number)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EACCES, "stat's"), R3_NEVER(ELOOP, "stat's"), R3_NEVER(ENAMETOOLONG, "stat's"),
		 R3_NEVER(ENOENT, "stat's"), R3_NEVER(ENOTDIR, "stat's"),
		 R3_NEVER(ENOMEM, "stat's: oldfstat makes nothing")));

/* --- one entry at a time --- */

static const struct r3_row readdir_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(300), 1)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(300), 1)},
	{"a directory of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(DIR_PATH), R3_OUT(300), 1)},
	{"a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_OUT(300), 1)},
	{"a pipe", R3_ERR(ENOTDIR), R3_WITH(R3_FD(PIPE_R), R3_OUT(300), 1)},
	{"a directory", 1, R3_WITH(R3_FD(DIR), R3_OUT(300), 1)},
	{"the count is not looked at", 1, R3_WITH(R3_FD(DIR), R3_OUT(300), 0)},
	{"just enough room", 1, R3_WITH(R3_FD(DIR), R3_OUT(12), 1)},
	{"not enough room", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_SHORT(11), 1)},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_BAD, 1)},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_NULL, 1)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(DIR), R3_KERNEL, 1)},
	{"a file, to nothing", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_BAD, 1)},
};

static void gives_one_after_the_other(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 300);
	int fd = r3_fd(t, R3_FD_DIR);

	r3_assert_result(t, 1, SYS_readdir, fd, p, 1);
	assert_int_equal(r3_get_u32(t, p + 8) & 0xffff, 1);
	r3_assert_string(t, p + 10, ".");
	assert_int_equal(r3_get_u32(t, p), inode_of(t, "dir"));
	r3_assert_result(t, 1, SYS_readdir, fd, p, 1);
	r3_assert_string(t, p + 10, "..");
	r3_assert_result(t, 1, SYS_readdir, fd, p, 1);
	r3_assert_result(t, 1, SYS_readdir, fd, p, 1);
	r3_assert_result(t, 0, SYS_readdir, fd, p, 1);
	r3_assert_result(t, 0, SYS_readdir, fd, R3_BAD_PTR, 1);
}

static void of_what_was_removed(struct r3_task *t)
{
	int fd;

	r3_scene(t);
	fd = r3_open(t, "dir/sub", O_RDONLY | O_DIRECTORY);
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "dir/sub"));
	r3_assert_errno(t, ENOENT, SYS_readdir, fd, r3_alloc(t, 300), 1);
}

R3_SUITE(readdir, .rows = R3_ROWS(readdir_rows),
	 .cases = R3_CASES(R3_CASE(gives_one_after_the_other), R3_CASE(of_what_was_removed)),
	 .unreached = R3_UNREACHED(R3_NEVER(EINVAL, "getdents's: there is no size here")));

/* --- a filesystem by its number --- */

static const struct r3_row ustat_rows[] = {
	{"no such device", R3_ERR(EINVAL), R3_WITH(0xfedcba98, R3_OUT(32))},
	{"device 0", R3_ERR(EINVAL), R3_WITH(0, R3_OUT(32))},
	{"device -1", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(32))},
	{"no such device, to nothing", R3_ERR(EINVAL), R3_WITH(0, R3_BAD)},
};

static void tells_of_the_directorys(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, r3_is_i386(t) ? 20 : 32), s = statx_of(t, ".");
	uint32_t major = r3_get_u32(t, s + 136), minor = r3_get_u32(t, s + 140);
	uint32_t device = (minor & 0xff) | major << 8 | (minor & ~0xffu) << 12;

	r3_assert_result(t, 0, SYS_ustat, device, p);
	r3_assert_errno(t, EFAULT, SYS_ustat, device, R3_BAD_PTR);
	r3_assert_errno(t, EFAULT, SYS_ustat, device, 0);
	r3_assert_errno(t, EFAULT, SYS_ustat, device, r3_alloc_readonly(t, NULL, 32));
}

R3_SUITE(ustat, .rows = R3_ROWS(ustat_rows), .cases = R3_CASES(R3_CASE(tells_of_the_directorys)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOSYS, "kernels of before 1.3.16")));
