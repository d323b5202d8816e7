/* SPDX-License-Identifier: GPL-2.0-or-later */
/* statx(2): one layout for both ABIs. Its flags are looked at before its path. */
#include "paths.h"

#define SIZE 256
#define BASIC 0x7ff	       /* STATX_BASIC_STATS */
#define RESERVED 0x80000000u   /* STATX__RESERVED */
#define FORCE 0x2000	       /* AT_STATX_FORCE_SYNC */
#define DONT 0x4000	       /* AT_STATX_DONT_SYNC */

static const struct r3_row rows[] = {
	WALK_ROWS("", CWD, 0, BASIC, R3_OUT(SIZE)),
	THERE_ROWS("", CWD, 0, BASIC, R3_OUT(SIZE)),
	FOLLOW_ROWS("", CWD, 0, BASIC, R3_OUT(SIZE)),
	DIRFD_ROWS(0, BASIC, R3_OUT(SIZE)),
	NO_PATH_ROW(0, BASIC, R3_OUT(SIZE)),
	{"a file", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_OUT(SIZE))},
	{"nothing is asked", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), 0, 0, R3_OUT(SIZE))},
	{"more is asked than there is", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, 0x7fffffff, R3_OUT(SIZE))},
	{"what is reserved is asked", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, RESERVED, R3_OUT(SIZE))},
	{"in the high half, too", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, 0x1000007ff, R3_OUT(SIZE)), .abis = R3_ONLY_X86_64},
	{"a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), 0, BASIC, R3_OUT(SIZE))},
	{"a link to itself, AT_SYMLINK_NOFOLLOW", 0,
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), AT_SYMLINK_NOFOLLOW, BASIC, R3_OUT(SIZE))},
	{"AT_NO_AUTOMOUNT", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), AT_NO_AUTOMOUNT, BASIC, R3_OUT(SIZE))},
	{"synchronised", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), FORCE, BASIC, R3_OUT(SIZE))},
	{"not synchronised", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), DONT, BASIC, R3_OUT(SIZE))},
	{"synchronised and not", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), FORCE | DONT, BASIC, R3_OUT(SIZE))},
	{"AT_SYMLINK_FOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), AT_SYMLINK_FOLLOW, BASIC, R3_OUT(SIZE))},
	{"a flag that there is not", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 1, BASIC, R3_OUT(SIZE))},
	{"no path, AT_EMPTY_PATH", 0, R3_WITH(R3_FD(PIPE_R), R3_STR(""), AT_EMPTY_PATH, BASIC, R3_OUT(SIZE))},
	{"no path, AT_EMPTY_PATH, of O_PATH", 0,
	 R3_WITH(R3_FD(PATH), R3_STR(""), AT_EMPTY_PATH, BASIC, R3_OUT(SIZE))},
	{"no path, AT_EMPTY_PATH, of the directory", 0,
	 R3_WITH(AT_FDCWD, R3_STR(""), AT_EMPTY_PATH, BASIC, R3_OUT(SIZE))},
	{"no path, AT_EMPTY_PATH, not open", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_STR(""), AT_EMPTY_PATH, BASIC, R3_OUT(SIZE))},
	{"NULL, AT_EMPTY_PATH", 0, R3_WITH(R3_FD(FILE), R3_NULL, AT_EMPTY_PATH, BASIC, R3_OUT(SIZE)),
	 .since = 11},
	{"NULL, AT_EMPTY_PATH, not open", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_NULL, AT_EMPTY_PATH, BASIC, R3_OUT(SIZE)), .since = 11},
	{"an odd address", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_ODD(SIZE))},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_BAD)},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_NULL)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_KERNEL)},
	{"to the end of addresses", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_WRAP)},
	{"to what is read-only", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_RO(SIZE))},
	{"to a buffer too short", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), 0, BASIC, R3_SHORT(SIZE - 1))},
	{"nothing, to nothing", R3_ERR(ENOENT), R3_WITH(AT_FDCWD, R3_PATH("nothing"), 0, BASIC, R3_BAD)},
	{"what is reserved is asked, of nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, 0, RESERVED, R3_OUT(SIZE))},
	{"a flag that there is not, a path at nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, 1, BASIC, R3_OUT(SIZE))},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), 1, BASIC, R3_OUT(SIZE))},
	{"synchronised and not, of nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_BAD, FORCE | DONT, BASIC, R3_OUT(SIZE))},
};

static void fills_the_structure(struct r3_task *t)
{
	r3_ptr times = r3_words(t, 4, (int64_t)1000, (int64_t)1, (int64_t)2000, (int64_t)5), p;

	r3_scene(t);
	r3_assert_result(t, 0, SYS_utimensat, AT_FDCWD, r3_string(t, "file"), times, 0);
	p = statx_of(t, "file");
	assert_int_equal(r3_get_u32(t, p) & BASIC, BASIC);
	assert_true(r3_get_u32(t, p + 4) >= 512);
	assert_int_equal(r3_get_u32(t, p + 16), 1);
	assert_int_equal(r3_get_u32(t, p + 20), r3_assert_ok(t, SYS_geteuid));
	assert_int_equal(r3_get_u32(t, p + 24), r3_assert_ok(t, SYS_getegid));
	assert_int_equal(r3_get_u32(t, p + 28) & 0xffff, S_IFREG | 0644);
	assert_int_equal(r3_get_u64(t, p + 40), 26);
	assert_int_equal(r3_get_u64(t, p + 64), 1000);
	assert_int_equal(r3_get_u32(t, p + 72), 1);
	assert_int_equal(r3_get_u64(t, p + 112), 2000);
	assert_int_equal(r3_get_u32(t, p + 120), 5);
}

static void tells_devices(struct r3_task *t)
{
	r3_ptr p = statx_of(t, "/dev/null");

	assert_int_equal(r3_get_u32(t, p + 128), 1);
	assert_int_equal(r3_get_u32(t, p + 132), 3);
}

static void tells_the_roots_of_mounts(struct r3_task *t)
{
	r3_ptr p = statx_of(t, "/proc");

	assert_true(r3_get_u64(t, p + 56) & 0x2000);
	assert_true(r3_get_u64(t, p + 8) & 0x2000);
	p = statx_of(t, "/proc/self");
	assert_false(r3_get_u64(t, p + 8) & 0x2000);
}

static void runs_out_of_memory(struct r3_task *t)
{
	memory_fails(t, -ENOENT, "statx", AT_FDCWD, (int64_t)r3_string(t, "nothing"), 0, BASIC,
		     (int64_t)r3_alloc(t, SIZE));
}

static void whichever_copy_fails(struct r3_task *t)
{
	r3_scene(t);
	copies_fail(t, "statx", AT_FDCWD, (int64_t)r3_string(t, "file"), 0, BASIC,
		    (int64_t)r3_alloc(t, SIZE));
}

R3_SUITE(statx, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(fills_the_structure), R3_CASE(tells_devices),
			   R3_CASE(tells_the_roots_of_mounts),
			   R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES),
			   R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)));
