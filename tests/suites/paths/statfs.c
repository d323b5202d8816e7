/* SPDX-License-Identifier: GPL-2.0-or-later */
/* statfs(2), fstatfs(2), and i386's statfs64 and fstatfs64, which are told the size. */
#include <string.h>

#include "paths.h"

#define MOST 120
#define SIZE64 84 /* struct statfs64 of i386, which others pad to 88 */
#define PROC_MAGIC 0x9fa0
#define TMPFS_MAGIC 0x01021994

static const struct r3_row statfs_rows[] = {
	WALK_ROWS("", NOTHING, R3_OUT(MOST)),
	THERE_ROWS("", NOTHING, R3_OUT(MOST)),
	FOLLOW_ROWS("", NOTHING, R3_OUT(MOST)),
	{"/proc", 0, R3_WITH(R3_STR("/proc"), R3_OUT(MOST)), .out = "\xa0\x9f"},
	{"a file", 0, R3_WITH(R3_STR("/proc/self/status"), R3_OUT(MOST)), .out = "\xa0\x9f"},
	{"one of mode 0", 0, R3_WITH(R3_PATH("secret"), R3_OUT(MOST))},
	{"an odd address", 0, R3_WITH(R3_STR("/proc"), R3_ODD(MOST))},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_BAD)},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_NULL)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_KERNEL)},
	{"to the end of addresses", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_WRAP)},
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_RO(MOST))},
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(R3_STR("/proc"), R3_SHORT(63))},
	{"nothing, to nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing"), R3_BAD)},
};

static const struct r3_row fstatfs_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_OUT(MOST))},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD, R3_OUT(MOST))},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_OUT(MOST))},
	{"not open, to nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD)},
	{"a file", 0, R3_WITH(R3_FD(FILE), R3_OUT(MOST))},
	{"one of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_OUT(MOST))},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), R3_OUT(MOST)), .out = "EPIP"},
	{"a socket", 0, R3_WITH(R3_FD(SOCKET), R3_OUT(MOST)), .out = "KCOS"},
	{"a terminal", 0, R3_WITH(R3_FD(TTY), R3_OUT(MOST)), .out = "\xd1\x1c"},
	{"an eventfd", 0, R3_WITH(R3_FD(EVENTFD), R3_OUT(MOST))},
	{"a file in memory", 0, R3_WITH(R3_FD(MEMFD), R3_OUT(MOST)), .out = "\x94\x19\x02\x01"},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD)},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_KERNEL)},
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_RO(MOST))},
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_SHORT(63))},
};

/* The suite's call about a path, into p. */
static int64_t ask(struct r3_task *t, const char *path, r3_ptr p)
{
	const char *call = r3_suite_call(t);
	int64_t what = call[0] == 'f' ? r3_open(t, path, O_PATH) : (int64_t)r3_string(t, path);

	return strstr(call, "64") ? r3_call(t, call, what, SIZE64, p) : r3_call(t, call, what, p);
}

static void fills_the_structure(struct r3_task *t)
{
	int large = strstr(r3_suite_call(t), "64") != NULL, is64 = !r3_is_i386(t);
	unsigned size = is64 ? 120 : large ? 84 : 64;
	r3_ptr p = r3_alloc(t, size + 8);
	uint64_t marks = 0x1122334455667788;

	r3_put(t, p + size, &marks, 8);
	assert_int_equal(ask(t, "/proc", p), 0);
	assert_int_equal(r3_get_word(t, p, 0), PROC_MAGIC);
	assert_int_equal(r3_get_word(t, p, 1), 4096);
	assert_int_equal(r3_get_u32(t, p + (is64 ? 64 : large ? 56 : 36)), 255);
	assert_int_equal(r3_get_u64(t, p + size), marks);
	assert_int_equal(ask(t, "/proc", r3_alloc(t, size)), 0);
	assert_int_equal(ask(t, "/proc", r3_alloc_cut(t, size, size - 1)), -EFAULT);
}

static void tells_flags_of_the_mount(struct r3_task *t)
{
	int large = strstr(r3_suite_call(t), "64") != NULL, is64 = !r3_is_i386(t);
	r3_ptr p = r3_alloc(t, MOST), flags = p + (is64 ? 80 : large ? 64 : 44);

	mount_read_only(t);
	assert_int_equal(ask(t, "dir/file", p), 0);
	assert_int_equal(r3_get_word(t, p, 0), TMPFS_MAGIC);
	assert_int_equal(r3_get_u32(t, flags) & 33, 33); /* ST_RDONLY, ST_VALID */
}

/* More blocks than 32 bits can say. */
static void is_too_large(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, MOST);

	mount_at_dir(t, 0, "size=35184372088832");
	assert_int_equal(ask(t, "dir", p), r3_is_i386(t) ? -EOVERFLOW : 0);
}

static void runs_out_of_memory(struct r3_task *t)
{
	const char *call = r3_suite_call(t);
	int64_t path = (int64_t)r3_string(t, "nothing"), p = (int64_t)r3_alloc(t, MOST);

	if (strstr(call, "64"))
		memory_fails(t, -ENOENT, call, path, SIZE64, p, 0, 0);
	else
		memory_fails(t, -ENOENT, call, path, p, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(fills_the_structure), R3_CASE(tells_flags_of_the_mount, .as_root = 1)
#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define UNREACHED \
	NEVER_EIO, R3_NEVER(EINTR, "network filesystems that wait"), \
	R3_NEVER(ENOSYS, "every filesystem here can say how full it is")
#define ENOMEM_OF_FD R3_NEVER(ENOMEM, "statfs's, of its path: fstatfs makes nothing")

R3_SUITE(statfs, .rows = R3_ROWS(statfs_rows),
	 .cases = R3_CASES(COMMON_CASES, NO_MEMORY, R3_CASE(is_too_large, .as_root = 1)),
	 .unreached = R3_UNREACHED(UNREACHED));

R3_SUITE(fstatfs, .rows = R3_ROWS(fstatfs_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(is_too_large, .as_root = 1)),
	 .unreached = R3_UNREACHED(UNREACHED, ENOMEM_OF_FD));

#define SIZE_ROWS(what) \
	{"another size", R3_ERR(EINVAL), R3_WITH(what, 83, R3_OUT(MOST))}, \
	{"size 0", R3_ERR(EINVAL), R3_WITH(what, 0, R3_OUT(MOST))}, \
	{"size -1", R3_ERR(EINVAL), R3_WITH(what, -1, R3_OUT(MOST))}, \
	{"the size of a struct with padding", R3_ERR(EINVAL), R3_WITH(what, 88, R3_OUT(MOST))}, \
	{"another size, to nothing", R3_ERR(EINVAL), R3_WITH(what, 64, R3_BAD)}, \
	{"to nothing", R3_ERR(EFAULT), R3_WITH(what, SIZE64, R3_BAD)}, \
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(what, SIZE64, R3_KERNEL)}, \
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(what, SIZE64, R3_RO(MOST))}

static const struct r3_row statfs64_rows[] = {
	WALK_ROWS("", NOTHING, SIZE64, R3_OUT(MOST)),
	THERE_ROWS("", NOTHING, SIZE64, R3_OUT(MOST)),
	FOLLOW_ROWS("", NOTHING, SIZE64, R3_OUT(MOST)),
	SIZE_ROWS(R3_STR("/proc")),
	{"/proc", 0, R3_WITH(R3_STR("/proc"), SIZE64, R3_OUT(SIZE64)), .out = "\xa0\x9f"},
	{"another size, nothing", R3_ERR(EINVAL), R3_WITH(R3_PATH("nothing"), 64, R3_OUT(MOST))},
	{"another size, no path", R3_ERR(EINVAL), R3_WITH(R3_BAD, 64, R3_OUT(MOST))},
};

static const struct r3_row fstatfs64_rows[] = {
	SIZE_ROWS(R3_FD(FILE)),
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, SIZE64, R3_OUT(MOST))},
	{"-1", R3_ERR(EBADF), R3_WITH(-1, SIZE64, R3_OUT(MOST))},
	{"another size, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 64, R3_OUT(MOST))},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), SIZE64, R3_OUT(MOST)), .out = "EPIP"},
};

#define NO_OVERFLOW R3_NEVER(EOVERFLOW, "the calls whose blocks are of 32 bits")

R3_SUITE(statfs64, .page = "statfs", .rows = R3_ROWS(statfs64_rows),
	 .cases = R3_CASES(COMMON_CASES, NO_MEMORY), .unreached = R3_UNREACHED(UNREACHED, NO_OVERFLOW));

R3_SUITE(fstatfs64, .page = "fstatfs", .rows = R3_ROWS(fstatfs64_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(UNREACHED, NO_OVERFLOW, ENOMEM_OF_FD));
