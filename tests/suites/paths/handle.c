/* SPDX-License-Identifier: GPL-2.0-or-later */
/* name_to_handle_at(2), open_by_handle_at(2): of a filesystem in memory, whose handles have 12 bytes. */
#include "paths.h"

#define BYTES 12
#define MOST 128
#define ROOM R3_U32S(BYTES, 0, 0, 0, 0)

static const struct r3_row name_rows[] = {
	WALK_ROWS("", CWD, ROOM, R3_OUT(4), 0),
	THERE_ROWS("", CWD, ROOM, R3_OUT(4), 0),
	DIRFD_ROWS(ROOM, R3_OUT(4), 0),
	NO_PATH_ROW(ROOM, R3_OUT(4), 0),
	{"a file", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_OUT(4), 0)},
	{"one of mode 0", 0, R3_WITH(AT_FDCWD, R3_PATH("secret"), ROOM, R3_OUT(4), 0)},
	{"at a directory", 0, R3_WITH(R3_FD(DIR), R3_PATH("inner"), ROOM, R3_OUT(4), 0)},
	{"a link to itself", 0, R3_WITH(AT_FDCWD, R3_PATH("loop"), ROOM, R3_OUT(4), 0)},
	{"a link to itself, followed", R3_ERR(ELOOP),
	 R3_WITH(AT_FDCWD, R3_PATH("loop"), ROOM, R3_OUT(4), AT_SYMLINK_FOLLOW)},
	{"no path", 0, R3_WITH(R3_FD(FILE), R3_STR(""), ROOM, R3_OUT(4), AT_EMPTY_PATH)},
	{"no path, of O_PATH", 0, R3_WITH(R3_FD(PATH), R3_STR(""), ROOM, R3_OUT(4), AT_EMPTY_PATH)},
	{"no path, not open", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_STR(""), ROOM, R3_OUT(4), AT_EMPTY_PATH)},
	{"a filesystem without handles", R3_ERR(EOPNOTSUPP),
	 R3_WITH(AT_FDCWD, R3_STR("/proc/self/status"), ROOM, R3_OUT(4), 0)},
	{"a filesystem without handles, into nothing", R3_ERR(EOPNOTSUPP),
	 R3_WITH(AT_FDCWD, R3_STR("/proc/self/status"), R3_BAD, R3_BAD, 0)},
	{"AT_SYMLINK_NOFOLLOW", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_OUT(4), AT_SYMLINK_NOFOLLOW)},
	{"a flag that there is not", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_OUT(4), 0x10000)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_OUT(4), -1)},
	{"a flag that there is not, no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, ROOM, R3_OUT(4), 0x10000)},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), ROOM, R3_OUT(4), 0x10000)},
	{"no room", R3_ERR(EOVERFLOW), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(0, 0), R3_OUT(4), 0)},
	{"not enough room", R3_ERR(EOVERFLOW),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(BYTES - 1, 0, 0, 0, 0), R3_OUT(4), 0)},
	{"more room", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(BYTES + 1, 0, 0, 0, 0), R3_OUT(4), 0)},
	{"as much room as can be", 0, R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(MOST, 0, 0, 0, 0), R3_OUT(4), 0)},
	{"too much room", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(MOST + 1, 0, 0, 0, 0), R3_OUT(4), 0)},
	{"room of -1", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(-1, 0), R3_OUT(4), 0)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_BAD, R3_OUT(4), 0)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_NULL, R3_OUT(4), 0)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_KERNEL, R3_OUT(4), 0)},
	{"into half of its head", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(BYTES), R3_OUT(4), 0)},
	{"into less than it says", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(BYTES, 0, 0, 0), R3_OUT(4), 0)},
	{"the mount's number into nothing", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_BAD, 0)},
	{"the mount's number into what is read-only", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), ROOM, R3_RO(4), 0)},
	{"no room, the mount's number into nothing", R3_ERR(EFAULT),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(0, 0), R3_BAD, 0)},
	{"too much room, the mount's number into nothing", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U32S(MOST + 1, 0), R3_BAD, 0)},
};

static void says_how_much_room_it_takes(struct r3_task *t)
{
	r3_ptr handle = r3_alloc(t, 20), id = r3_alloc(t, 4), path;
	uint32_t room = 0;

	r3_scene(t);
	path = r3_string(t, "file");
	r3_put(t, handle, &room, 4);
	r3_assert_errno(t, EOVERFLOW, SYS_name_to_handle_at, AT_FDCWD, path, handle, id, 0);
	assert_int_equal(r3_get_u32(t, handle), BYTES);
	r3_assert_result(t, 0, SYS_name_to_handle_at, AT_FDCWD, path, handle, id, 0);
	assert_int_equal(r3_get_u32(t, handle), BYTES);
	assert_int_equal(r3_get_u32(t, handle + 4), 1);
	assert_true(r3_get_u32(t, id) != 0);
}

static void whichever_copy_fails(struct r3_task *t)
{
	r3_ptr handle = r3_bytes(t, (uint32_t[]){ BYTES, 0, 0, 0, 0 }, 20);

	r3_scene(t);
	copies_fail(t, "name_to_handle_at", AT_FDCWD, (int64_t)r3_string(t, "file"), (int64_t)handle,
		    (int64_t)r3_alloc(t, 4), 0);
}

#define NOT_OF_NAME \
	R3_NEVER(EPERM, "open_by_handle_at's"), R3_NEVER(ESTALE, "open_by_handle_at's")

R3_SUITE(name_to_handle_at, .rows = R3_ROWS(name_rows), .cases = R3_CASES(R3_CASE(says_how_much_room_it_takes),
			   R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES)),
	 .unreached = R3_UNREACHED(NOT_OF_NAME));

/* --- back to the file --- */

#define GONE R3_U32S(BYTES, 1, 0x12345, 0x7654321, 0)

static const struct r3_row open_rows[] = {
	{"one that may not", R3_ERR(EPERM), R3_WITH(AT_FDCWD, GONE, O_RDONLY)},
	{"a handle at nothing", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_BAD, O_RDONLY), .since = 12},
	{"a handle at NULL", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_NULL, O_RDONLY), .since = 12},
	{"a handle of 0 bytes", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_U32S(0, 1), O_RDONLY), .since = 12},
	{"a handle of too many bytes", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_U32S(MOST + 1, 1), O_RDONLY),
	 .since = 12},
	{"-1", R3_ERR(EBADF), R3_WITH(-1, GONE, O_RDONLY), .since = 12},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, GONE, O_RDONLY), .since = 12},
	{"not open, a handle of 0 bytes", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_U32S(0, 1), O_RDONLY),
	 .since = 12},
	{"one that may not, a handle that ends early", R3_ERR(EPERM),
	 R3_WITH(AT_FDCWD, R3_U32S(BYTES, 1, 0, 0), O_RDONLY)},
	{"not open, a handle that ends early", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_U32S(BYTES, 1, 0, 0), O_RDONLY), .since = 12},
	{"root: a handle of nothing", R3_ERR(ESTALE), R3_WITH(R3_FD(CWD), GONE, O_RDONLY), .as_root = 1},
	{"root: a handle of another type", R3_ERR(ESTALE),
	 R3_WITH(R3_FD(CWD), R3_U32S(BYTES, 99, 0, 0, 0), O_RDONLY), .as_root = 1},
	{"root: a handle that is short", R3_ERR(ESTALE), R3_WITH(R3_FD(CWD), R3_U32S(4, 1, 0), O_RDONLY),
	 .as_root = 1},
	{"root: a handle that ends early", R3_ERR(EFAULT),
	 R3_WITH(R3_FD(CWD), R3_U32S(BYTES, 1, 0, 0), O_RDONLY), .as_root = 1},
	{"root: a handle of 0 bytes", R3_ERR(EINVAL), R3_WITH(R3_FD(CWD), R3_U32S(0, 1), O_RDONLY), .as_root = 1},
	{"root: not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, GONE, O_RDONLY), .as_root = 1},
};

static r3_ptr handle_of(struct r3_task *t, const char *path)
{
	r3_ptr handle = r3_bytes(t, (uint32_t[]){ BYTES, 0, 0, 0, 0 }, 20);

	r3_assert_result(t, 0, SYS_name_to_handle_at, AT_FDCWD, r3_string(t, path), handle,
			 r3_alloc(t, 4), 0);
	return handle;
}

/* Root of a container may not be allowed to. */
static int may_not(struct r3_task *t, r3_ptr handle, int at)
{
	int64_t fd = r3_syscall(t, SYS_open_by_handle_at, at, handle, O_PATH);

	if (fd == -EPERM)
		return r3_world_of(t) == R3_ON_LINUX;
	r3_assert_result(t, 0, SYS_close, fd);
	return 0;
}

static void opens_what_was_named(struct r3_task *t)
{
	r3_ptr file, link, dir, p = r3_alloc(t, 3);
	int at = r3_fd(t, R3_FD_CWD);
	int64_t fd;

	r3_scene(t);
	file = handle_of(t, "file");
	link = handle_of(t, "link");
	dir = handle_of(t, "dir");
	if (may_not(t, file, at))
		return;
	fd = r3_assert_ok(t, SYS_open_by_handle_at, at, file, O_RDONLY);
	r3_assert_result(t, 3, SYS_read, fd, p, 3);
	r3_assert_memory(t, p, "abc", 3);
	r3_assert_errno(t, ENOTDIR, SYS_open_by_handle_at, at, file, O_RDONLY | O_DIRECTORY);
	r3_assert_errno(t, ELOOP, SYS_open_by_handle_at, at, link, O_RDONLY);
	r3_assert_ok(t, SYS_open_by_handle_at, at, link, O_PATH | O_NOFOLLOW);
	r3_assert_errno(t, EISDIR, SYS_open_by_handle_at, at, dir, O_WRONLY);
	r3_assert_ok(t, SYS_open_by_handle_at, at, dir, O_RDONLY | O_DIRECTORY);
}

static void what_was_removed_is_stale(struct r3_task *t)
{
	int at = r3_fd(t, R3_FD_CWD);
	r3_ptr file;

	r3_scene(t);
	file = handle_of(t, "file");
	if (may_not(t, file, at))
		return;
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "file"));
	r3_assert_errno(t, ESTALE, SYS_open_by_handle_at, at, file, O_RDONLY);
}

R3_SUITE(open_by_handle_at, .rows = R3_ROWS(open_rows),
	 .cases = R3_CASES(R3_CASE(opens_what_was_named, .as_root = 1),
			   R3_CASE(what_was_removed_is_stale, .as_root = 1)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOENT, "name_to_handle_at's"),
				   R3_NEVER(EOPNOTSUPP, "name_to_handle_at's; ESTALE here"),
				   R3_NEVER(EOVERFLOW, "name_to_handle_at's")));
