/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What suites of calls with paths share: rows of mistakes in a path, filesystems, lack of memory. */
#ifndef TESTS_SUITES_PATHS_H
#define TESTS_SUITES_PATHS_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

/* What is before a path in the rows below; said without its parentheses. */
#define NOTHING()
#define CWD() AT_FDCWD,

/*
 * Mistakes that every call finds that walks a path, whether it wants the last name to be there or
 * not. `before` is a macro of the arguments before the path, with a comma; the rest are behind it.
 */
#define WALK_ROWS(prefix, before, ...) \
	{prefix "a path at nothing", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path at NULL", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_NULL __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path of the kernel's", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_KERNEL __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path at no address", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_CRAZY __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path without an end", R3_ERR(EFAULT), \
	 R3_WITH(before() R3_IN("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "the empty path", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "in a directory that there is not", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("no/file") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "through a link to nothing", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("dangling/file") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "in a file", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/inner") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "up from a file", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/../empty") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "in a fifo", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("fifo/inner") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "through a link to itself", R3_ERR(ELOOP), \
	 R3_WITH(before() R3_PATH("loop/inner") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a name too long", R3_ERR(ENAMETOOLONG), \
	 R3_WITH(before() R3_NAME_OF(256) __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path too long", R3_ERR(ENAMETOOLONG), \
	 R3_WITH(before() R3_PATH_OF(4096) __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a path too long, with no end in sight", R3_ERR(ENAMETOOLONG), \
	 R3_WITH(before() R3_PATH_OF(5000) __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "in a locked directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked/inner") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "up from a locked directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked/../file") __VA_OPT__(,) __VA_ARGS__)}

/* Likewise for calls that want the last name to be there. */
#define THERE_ROWS(prefix, before, ...) \
	{prefix "nothing", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("nothing") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "the longest name", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_NAME_OF(255) __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "the longest path", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH_OF(4095) __VA_OPT__(,) __VA_ARGS__)}

/* Likewise, and that follow a link there. */
#define FOLLOW_ROWS(prefix, before, ...) \
	{prefix "a link to nothing", R3_ERR(ENOENT), \
	 R3_WITH(before() R3_PATH("dangling") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a link to itself", R3_ERR(ELOOP), \
	 R3_WITH(before() R3_PATH("loop") __VA_OPT__(,) __VA_ARGS__)}, \
	{prefix "a file with a slash", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file/") __VA_OPT__(,) __VA_ARGS__)}

/* The descriptor before a path. It is looked at only after the path has been copied. */
#define DIRFD_ROWS(...) \
	{"at a descriptor that is not open", R3_ERR(EBADF), \
	 R3_WITH(R3_CLOSED, R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at -1", R3_ERR(EBADF), R3_WITH(-1, R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at the highest number", R3_ERR(EBADF), \
	 R3_WITH(0x7fffffff, R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at a file", R3_ERR(ENOTDIR), \
	 R3_WITH(R3_FD(FILE), R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at a file of O_PATH", R3_ERR(ENOTDIR), \
	 R3_WITH(R3_FD(PATH), R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at a pipe", R3_ERR(ENOTDIR), \
	 R3_WITH(R3_FD(PIPE_R), R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at a socket", R3_ERR(ENOTDIR), \
	 R3_WITH(R3_FD(SOCKET), R3_PATH("file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at none, a path at nothing", R3_ERR(EFAULT), \
	 R3_WITH(R3_CLOSED, R3_BAD __VA_OPT__(,) __VA_ARGS__)}, \
	{"at none, a path too long", R3_ERR(ENAMETOOLONG), \
	 R3_WITH(R3_CLOSED, R3_PATH_OF(4096) __VA_OPT__(,) __VA_ARGS__)}, \
	{"at none, a path from the root", R3_ERR(ENOENT), \
	 R3_WITH(R3_CLOSED, R3_STR("/no-such-thing/file") __VA_OPT__(,) __VA_ARGS__)}, \
	{"at AT_FDCWD without a sign", R3_ERR(ENOENT), \
	 R3_WITH(0xffffff9c, R3_PATH("no/file") __VA_OPT__(,) __VA_ARGS__)}

/* Of those that want a path, whatever the descriptor is. */
#define NO_PATH_ROW(...) \
	{"at none, the empty path", R3_ERR(ENOENT), \
	 R3_WITH(R3_CLOSED, R3_STR("") __VA_OPT__(,) __VA_ARGS__)}

/* Errors that are in so many manual pages. */
#define NEVER_EIO R3_NEVER(EIO, "a disk that fails")
#define NEVER_EDQUOT R3_NEVER(EDQUOT, "filesystems with quotas, of which tmpfs of old is none")
#define RING3_ALLOCATES "no allocation of the host's fails"
#define RING3_COPIES "no copy of the host's fails where there is memory"

/* --- filesystems of root's --- */

#define MOUNT_READ_ONLY 1
#define REMOUNT 32
#define BIND 4096

/* A filesystem at "dir" of the scene. */
static inline void mount_at_dir(struct r3_task *t, unsigned flags, const char *options)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, flags,
			 r3_string(t, options));
}

/* One with "dir/file" and "dir/sub" in it, that cannot be changed any more. */
static inline void mount_read_only(struct r3_task *t)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs"), dir = r3_string(t, "dir");

	mount_at_dir(t, 0, "");
	r3_make_file(t, "dir/file", LETTERS, 26, 0666);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "dir/sub"), 0777);
	r3_assert_result(t, 0, SYS_mount, tmpfs, dir, tmpfs, MOUNT_READ_ONLY | REMOUNT | BIND, 0);
}

/* A file of root's at "dir/file", in a sticky directory that all may write to. */
static inline void mount_sticky(struct r3_task *t)
{
	mount_at_dir(t, 0, "mode=1777");
	r3_make_file(t, "dir/file", LETTERS, 26, 0666);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "dir/sub"), 0777);
}

/* The task is nobody special any more. */
static inline void become_nobody(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setresgid, 65534, 65534, 65534);
	r3_assert_result(t, 0, SYS_setresuid, 65534, 65534, 65534);
}

/* Let a file be immutable or not. 0: this host does not let us, or has a filesystem that cannot. */
static inline int set_immutable(struct r3_task *t, const char *path, unsigned flags)
{
	int64_t fd = r3_open(t, path, O_RDONLY);
	int64_t error = r3_syscall(t, SYS_ioctl, fd, r3_is_i386(t) ? 0x40046602 : 0x40086602,
				   r3_words(t, 1, (int64_t)flags));

	if (error && r3_world_of(t) == R3_ON_RING3)
		fail_msg("%s", r3_last_call(t));
	r3_assert_result(t, 0, SYS_close, fd);
	return !error;
}

#define IMMUTABLE 0x10

/* --- memory --- */

struct failing_call {
	const char *name;
	int64_t args[6], expected, error;
	int has_failed;
};

static inline void as_ever_or_fails(struct r3_task *t, unsigned n, void *ctx)
{
	struct failing_call *c = ctx;
	const int64_t *a = c->args;
	int64_t result = r3_call(t, c->name, a[0], a[1], a[2], a[3], a[4], a[5]);

	if (n && result == c->error)
		c->has_failed = 1;
	else if (c->expected == R3_ANY_OK ? result < 0 : result != c->expected)
		fail_msg("%s", r3_last_call(t));
}

/* The call has its usual result, or gives ENOMEM, whichever of its allocations fails. */
static inline void memory_fails(struct r3_task *t, int64_t expected, const char *name, int64_t a,
				int64_t b, int64_t c, int64_t d, int64_t e)
{
	struct failing_call call = { name, { a, b, c, d, e, 0 }, expected, -ENOMEM, 0 };

	r3_sweep_failing(t, R3_FAIL_ALLOC, as_ever_or_fails, &call);
	assert_true(call.has_failed);
}

/* Likewise EFAULT, and copies from and to the task. */
static inline void copies_fail(struct r3_task *t, const char *name, int64_t a, int64_t b, int64_t c,
			       int64_t d, int64_t e)
{
	struct failing_call call = { name, { a, b, c, d, e, 0 }, R3_ANY_OK, -EFAULT, 0 };

	r3_sweep_failing(t, R3_FAIL_COPY, as_ever_or_fails, &call);
	assert_true(call.has_failed);
}

/* --- what statx says --- */

#define STATX_SIZE_OF 256

/* struct statx of a path, which is not followed. */
static inline r3_ptr statx_of(struct r3_task *t, const char *path)
{
	r3_ptr p = r3_alloc(t, STATX_SIZE_OF);

	r3_assert_result(t, 0, SYS_statx, AT_FDCWD, r3_string(t, path), AT_SYMLINK_NOFOLLOW, 0xfff,
			 p);
	return p;
}

static inline unsigned mode_of(struct r3_task *t, const char *path)
{
	return r3_get_u32(t, statx_of(t, path) + 28) & 0xffff;
}

static inline unsigned links_of(struct r3_task *t, const char *path)
{
	return r3_get_u32(t, statx_of(t, path) + 16);
}

static inline uint64_t inode_of(struct r3_task *t, const char *path)
{
	return r3_get_u64(t, statx_of(t, path) + 32);
}

static inline uint64_t size_of(struct r3_task *t, const char *path)
{
	return r3_get_u64(t, statx_of(t, path) + 40);
}

#endif
