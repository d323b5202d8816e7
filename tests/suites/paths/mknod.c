/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mknod(2), mknodat(2): the kind is looked at before the path. */
#include "paths.h"

#define NULL_DEVICE 0x103

#define NEW_IS(name, mode) \
	static void name(struct r3_task *t, int64_t result, const uint64_t args[6]) \
	{ \
		(void)result, (void)args; \
		assert_int_equal(mode_of(t, "new"), mode); \
	}

NEW_IS(is_a_file, S_IFREG | 0644)
NEW_IS(is_a_fifo, S_IFIFO | 0644)
NEW_IS(is_a_socket, S_IFSOCK | 0755)

#define NODE_ROWS(before) \
	WALK_ROWS("", before, S_IFREG | 0644, 0), \
	{"a file", 0, R3_WITH(before() R3_PATH("new"), S_IFREG | 0666, 0), .check = is_a_file}, \
	{"no kind: a file", 0, R3_WITH(before() R3_PATH("new"), 0666, 0), .check = is_a_file}, \
	{"a fifo", 0, R3_WITH(before() R3_PATH("new"), S_IFIFO | 0666, 0), .check = is_a_fifo}, \
	{"a socket", 0, R3_WITH(before() R3_PATH("new"), S_IFSOCK | 0777, 0), .check = is_a_socket}, \
	{"a fifo, with a device", 0, R3_WITH(before() R3_PATH("new"), S_IFIFO | 0666, -1), \
	 .check = is_a_fifo}, \
	{"a character device", R3_ERR(EPERM), \
	 R3_WITH(before() R3_PATH("new"), S_IFCHR | 0666, NULL_DEVICE)}, \
	{"a character device 0, which is a whiteout", 0, \
	 R3_WITH(before() R3_PATH("new"), S_IFCHR | 0666, 0)}, \
	{"a block device", R3_ERR(EPERM), R3_WITH(before() R3_PATH("new"), S_IFBLK | 0666, 0x700)}, \
	{"a block device 0", R3_ERR(EPERM), R3_WITH(before() R3_PATH("new"), S_IFBLK | 0666, 0)}, \
	{"a directory", R3_ERR(EPERM), R3_WITH(before() R3_PATH("new"), S_IFDIR | 0755, 0)}, \
	{"a directory, of no path", R3_ERR(EPERM), R3_WITH(before() R3_BAD, S_IFDIR | 0755, 0)}, \
	{"a link", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("new"), S_IFLNK | 0777, 0)}, \
	{"a kind that there is not", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("new"), 0170644, 0)}, \
	{"a kind that there is not, of no path", R3_ERR(EINVAL), R3_WITH(before() R3_BAD, 0170644, 0)}, \
	{"mode -1", R3_ERR(EINVAL), R3_WITH(before() R3_PATH("new"), -1, 0)}, \
	{"a mode of 16 bits", 0, R3_WITH(before() R3_PATH("new"), 0x10000 | S_IFREG | 0666, 0), \
	 .check = is_a_file}, \
	{"where a file is", R3_ERR(EEXIST), R3_WITH(before() R3_PATH("file"), S_IFREG | 0644, 0)}, \
	{"a device where a file is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), S_IFCHR | 0644, NULL_DEVICE)}, \
	{"where a link to nothing is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("dangling"), S_IFREG | 0644, 0)}, \
	{"where a directory is, with a slash", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("dir/"), S_IFREG | 0644, 0)}, \
	{"with a slash", R3_ERR(ENOENT), R3_WITH(before() R3_PATH("new/"), S_IFREG | 0644, 0)}, \
	{"the root", R3_ERR(EEXIST), R3_WITH(before() R3_STR("/"), S_IFREG | 0644, 0)}, \
	{"in root's directory", R3_ERR(EACCES), R3_WITH(before() R3_STR("/dev/new"), S_IFREG | 0644, 0)}, \
	{"a device in root's directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_STR("/dev/new"), S_IFCHR | 0644, NULL_DEVICE)}, \
	{"in /proc, as root", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_STR("/proc/new"), S_IFREG | 0644, 0), .as_root = 1}, \
	{"the longest name", 0, R3_WITH(before() R3_NAME_OF(255), S_IFREG | 0644, 0)}

static int64_t make(struct r3_task *t, const char *path, unsigned mode, unsigned device)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);

	return call[5] ? r3_call(t, call, AT_FDCWD, name, mode, device) :
			 r3_call(t, call, name, mode, device);
}

static void devices_of_root(struct r3_task *t)
{
	r3_ptr p;

	r3_assert_ok(t, SYS_umask, 0);
	assert_int_equal(make(t, "new", S_IFCHR | 0640, 0x12345678), 0);
	p = statx_of(t, "new");
	assert_int_equal(r3_get_u32(t, p + 28) & 0xffff, S_IFCHR | 0640);
	assert_int_equal(r3_get_u32(t, p + 128), 0x456);
	assert_int_equal(r3_get_u32(t, p + 132), 0x12378);
	assert_int_equal(make(t, "block", S_IFBLK | 0600, 0x700), 0);
	assert_int_equal(mode_of(t, "block"), S_IFBLK | 0600);
	assert_int_equal(make(t, "null", S_IFCHR | 0666, NULL_DEVICE), 0);
}

static void a_fifo_works(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 5);
	int fd;

	assert_int_equal(make(t, "new", S_IFIFO | 0600, 0), 0);
	fd = r3_open(t, "new", O_RDWR);
	r3_assert_result(t, 5, SYS_write, fd, r3_string(t, "hello"), 5);
	r3_assert_result(t, 5, SYS_read, fd, p, 5);
	r3_assert_memory(t, p, "hello", 5);
}

/* Nobody listens at a socket that was made so. */
static void nobody_listens_at_a_socket(struct r3_task *t)
{
	int64_t fd = r3_assert_ok(t, SYS_socket, 1, 1, 0);

	assert_int_equal(make(t, "new", S_IFSOCK | 0600, 0), 0);
	r3_assert_errno(t, ECONNREFUSED, SYS_connect, fd, r3_bytes(t, "\1\0new", 6), 6);
	r3_assert_errno(t, ENXIO, SYS_openat, AT_FDCWD, r3_string(t, "new"), O_RDONLY);
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(make(t, "dir/new", S_IFREG | 0600, 0), -EROFS);
	assert_int_equal(make(t, "dir/file", S_IFREG | 0600, 0), -EEXIST);
	assert_int_equal(make(t, "dir/new", S_IFDIR, 0), -EPERM);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=1");
	assert_int_equal(make(t, "dir/new", S_IFREG | 0600, 0), -ENOSPC);
}

static void runs_out_of_memory(struct r3_task *t)
{
	int64_t path = (int64_t)r3_string(t, "new");

	if (r3_suite_call(t)[5])
		memory_fails(t, 0, "mknodat", AT_FDCWD, path, S_IFIFO | 0600, 0, 0);
	else
		memory_fails(t, 0, "mknod", path, S_IFIFO | 0600, 0, 0, 0);
}

#define COMMON_CASES \
	R3_CASE(devices_of_root, .as_root = 1, .ring3_only = "root of a container may make none"), \
	R3_CASE(a_fifo_works), R3_CASE(nobody_listens_at_a_socket), \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), R3_CASE(where_no_room_is, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

static const struct r3_row mknod_rows[] = { NODE_ROWS(NOTHING) };

R3_SUITE(mknod, .rows = R3_ROWS(mknod_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(NEVER_EDQUOT, R3_NEVER(EBADF, "mknodat's")));

static const struct r3_row mknodat_rows[] = {
	NODE_ROWS(CWD),
	DIRFD_ROWS(S_IFREG | 0644, 0),
	NO_PATH_ROW(S_IFREG | 0644, 0),
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("new"), S_IFREG | 0644, 0)},
	{"at a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH), R3_PATH("new"), S_IFREG | 0644, 0)},
	{"at none, a kind that there is not", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("new"), 0170644, 0)},
	{"at none, a directory", R3_ERR(EPERM), R3_WITH(R3_CLOSED, R3_PATH("new"), S_IFDIR, 0)},
};

R3_SUITE(mknodat, .rows = R3_ROWS(mknodat_rows), .cases = R3_CASES(COMMON_CASES),
	 .unreached = R3_UNREACHED(NEVER_EDQUOT));
