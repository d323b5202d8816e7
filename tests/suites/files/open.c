/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * open(2), and openat(2) where it is more: the flags are looked at first, then the path is copied,
 * then a number is found, then the path is walked, then what is there is asked.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "ring3/suite.h"

#define DIRECTORY_TMP 020200000 /* O_TMPFILE */

static void leave_no_numbers(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 0, 1024 }, 16), 0);
}

static void no_umask(struct r3_task *t)
{
	r3_assert_ok(t, SYS_umask, 0);
}

static void is_empty(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", "", 0);
}

static void is_new(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "new", "", 0);
}

static void goes_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, FD_CLOEXEC, SYS_fcntl, result, F_GETFD);
}

static const struct r3_row rows[] = {
	/* the path */
	{"a file", R3_NEW_FD, R3_WITH(R3_PATH("file"), O_RDONLY)},
	{"a file of a directory", R3_NEW_FD, R3_WITH(R3_PATH("dir/inner"), O_RDONLY)},
	{"through a link to a directory", R3_NEW_FD, R3_WITH(R3_PATH("dirlink/inner"), O_RDONLY)},
	{"a link", R3_NEW_FD, R3_WITH(R3_PATH("link"), O_RDWR)},
	{"nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing"), O_RDONLY)},
	{"the empty path", R3_ERR(ENOENT), R3_WITH(R3_PATH(""), O_RDONLY)},
	{"in a directory that there is not", R3_ERR(ENOENT), R3_WITH(R3_PATH("no/file"), O_RDONLY)},
	{"made in a directory that there is not", R3_ERR(ENOENT),
	 R3_WITH(R3_PATH("no/file"), O_CREAT | O_WRONLY, 0644)},
	{"a link to nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("dangling"), O_RDONLY)},
	{"a file as directory", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file/inner"), O_RDONLY)},
	{"a file with a slash", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file/"), O_RDONLY)},
	{"a file that is to be a directory", R3_ERR(ENOTDIR),
	 R3_WITH(R3_PATH("file"), O_RDONLY | O_DIRECTORY)},
	{"a link to itself", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop"), O_RDONLY)},
	{"a link, O_NOFOLLOW", R3_ERR(ELOOP), R3_WITH(R3_PATH("link"), O_RDONLY | O_NOFOLLOW)},
	{"a link, O_NOFOLLOW and O_PATH", R3_NEW_FD, R3_WITH(R3_PATH("link"), O_NOFOLLOW | O_PATH)},
	{"a link that is to be a directory, O_NOFOLLOW", R3_ERR(ENOTDIR),
	 R3_WITH(R3_PATH("dirlink"), O_RDONLY | O_NOFOLLOW | O_DIRECTORY)},
	{"the longest name", R3_ERR(ENOENT), R3_WITH(R3_NAME_OF(255), O_RDONLY)},
	{"a name too long", R3_ERR(ENAMETOOLONG), R3_WITH(R3_NAME_OF(256), O_RDONLY)},
	{"the longest path", R3_ERR(ENOENT), R3_WITH(R3_PATH_OF(4095), O_RDONLY)},
	{"a path too long", R3_ERR(ENAMETOOLONG), R3_WITH(R3_PATH_OF(4096), O_RDONLY)},
	{"a path at nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, O_RDONLY)},
	{"a path at NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, O_RDONLY)},
	{"a path of the kernel's", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, O_RDONLY)},
	{"a path without an end", R3_ERR(EFAULT), R3_WITH(R3_IN("file"), O_RDONLY)},

	/* permissions */
	{"a file of mode 0", R3_ERR(EACCES), R3_WITH(R3_PATH("secret"), O_RDONLY)},
	{"a file of mode 0, O_PATH", R3_NEW_FD, R3_WITH(R3_PATH("secret"), O_PATH)},
	{"a file of mode 0, as root", R3_NEW_FD, R3_WITH(R3_PATH("secret"), O_RDWR), .as_root = 1},
	{"one that is read-only", R3_ERR(EACCES), R3_WITH(R3_PATH("readonly"), O_RDWR)},
	{"one that is read-only, to be cut", R3_ERR(EACCES),
	 R3_WITH(R3_PATH("readonly"), O_RDONLY | O_TRUNC)},
	{"in a locked directory", R3_ERR(EACCES), R3_WITH(R3_PATH("locked/file"), O_RDONLY)},
	{"made in a locked directory", R3_ERR(EACCES),
	 R3_WITH(R3_PATH("locked/new"), O_CREAT | O_WRONLY, 0644)},
	{"O_NOATIME of another's", R3_ERR(EPERM), R3_WITH(R3_STR("/dev"), O_RDONLY | O_NOATIME)},

	/* directories */
	{"a directory", R3_NEW_FD, R3_WITH(R3_PATH("dir"), O_RDONLY | O_DIRECTORY)},
	{"a directory to be written", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), O_WRONLY)},
	{"a directory to be cut", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), O_RDONLY | O_TRUNC)},
	{"a directory to be made", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), O_RDONLY | O_CREAT, 0644)},
	{"a new name with a slash", R3_ERR(EISDIR), R3_WITH(R3_PATH("new/"), O_WRONLY | O_CREAT, 0644)},

	/* creation */
	{"made", R3_NEW_FD, R3_WITH(R3_PATH("new"), O_CREAT | O_WRONLY, 0644), .check = is_new},
	{"made for reading, of mode 0", R3_NEW_FD, R3_WITH(R3_PATH("new"), O_CREAT | O_RDONLY, 0),
	 .setup = no_umask},
	{"made where a file is", R3_NEW_FD, R3_WITH(R3_PATH("file"), O_CREAT | O_WRONLY, 0)},
	{"made where a file is, O_EXCL", R3_ERR(EEXIST),
	 R3_WITH(R3_PATH("file"), O_CREAT | O_EXCL | O_WRONLY, 0644)},
	{"made where a link to nothing is, O_EXCL", R3_ERR(EEXIST),
	 R3_WITH(R3_PATH("dangling"), O_CREAT | O_EXCL | O_WRONLY, 0644)},
	{"made where a directory is, O_EXCL", R3_ERR(EEXIST),
	 R3_WITH(R3_PATH("dir"), O_CREAT | O_EXCL | O_WRONLY, 0644)},
	{"through a link to nothing", R3_NEW_FD, R3_WITH(R3_PATH("dangling"), O_CREAT | O_WRONLY, 0644)},
	{"cut", R3_NEW_FD, R3_WITH(R3_PATH("file"), O_WRONLY | O_TRUNC), .check = is_empty},
	{"a name too long to be made", R3_ERR(ENAMETOOLONG),
	 R3_WITH(R3_NAME_OF(256), O_CREAT | O_WRONLY, 0644)},

	/* flags */
	{"close-on-exec", R3_NEW_FD, R3_WITH(R3_PATH("file"), O_RDONLY | O_CLOEXEC), .check = goes_at_exec},
	{"access mode 3", R3_NEW_FD, R3_WITH(R3_PATH("file"), O_ACCMODE)},
	{"flags that there are not", R3_NEW_FD, R3_WITH(R3_PATH("file"), 0x40000000)},
	{"O_TMPFILE for reading", R3_ERR(EINVAL), R3_WITH(R3_PATH("dir"), DIRECTORY_TMP | O_RDONLY, 0600)},
	{"O_TMPFILE", R3_NEW_FD, R3_WITH(R3_PATH("dir"), DIRECTORY_TMP | O_RDWR, 0600)},
	{"O_TMPFILE in a file", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file"), DIRECTORY_TMP | O_RDWR, 0600)},
	{"O_TMPFILE where there is none", R3_ERR(EOPNOTSUPP),
	 R3_WITH(R3_STR("/proc"), DIRECTORY_TMP | O_RDWR, 0600), .as_root = 1},
	{"O_TMPFILE in nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing"), DIRECTORY_TMP | O_RDWR, 0600)},
	{"O_CREAT and O_DIRECTORY", R3_ERR(EINVAL), R3_WITH(R3_PATH("new"), O_CREAT | O_DIRECTORY, 0755),
	 .since = 4},
	{"O_TMPFILE for reading, at nothing", R3_ERR(EINVAL), R3_WITH(R3_BAD, DIRECTORY_TMP | O_RDONLY)},

	/* other files */
	{"a fifo to be written, without a reader, that does not wait", R3_ERR(ENXIO),
	 R3_WITH(R3_PATH("fifo"), O_WRONLY | O_NONBLOCK)},
	{"a fifo to be read that does not wait", R3_NEW_FD, R3_WITH(R3_PATH("fifo"), O_RDONLY | O_NONBLOCK)},
	{"a fifo to be read", R3_BLOCKS, R3_WITH(R3_PATH("fifo"), O_RDONLY)},
	{"a fifo to be written", R3_BLOCKS, R3_WITH(R3_PATH("fifo"), O_WRONLY)},
	{"/dev/null", R3_NEW_FD, R3_WITH(R3_STR("/dev/null"), O_RDWR | O_TRUNC)},

	/* numbers */
	{"no number is free", R3_ERR(EMFILE), R3_WITH(R3_STR("file"), O_RDONLY), .setup = leave_no_numbers},
	{"no number is free, no such file", R3_ERR(EMFILE), R3_WITH(R3_STR("nothing"), O_RDONLY),
	 .setup = leave_no_numbers},
	{"no number is free, no path", R3_ERR(EFAULT), R3_WITH(R3_BAD, O_RDONLY),
	 .setup = leave_no_numbers},
};

static void gives_the_lowest_number(struct r3_task *t)
{
	r3_ptr path;
	int a, b;

	r3_scene(t);
	path = r3_string(t, "file");
	a = (int)r3_assert_ok(t, SYS_open, path, O_RDONLY);
	b = (int)r3_assert_ok(t, SYS_open, path, O_RDONLY);
	r3_assert_result(t, 0, SYS_close, a);
	r3_assert_result(t, a, SYS_open, path, O_RDONLY);
	r3_assert_result(t, b + 1, SYS_open, path, O_RDONLY);
}

static void takes_the_umask_off(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "new"), statx = r3_alloc(t, 256);

	r3_assert_ok(t, SYS_umask, 027);
	r3_assert_ok(t, SYS_open, path, O_CREAT | O_WRONLY, 0666);
	r3_assert_result(t, 0, SYS_statx, AT_FDCWD, path, 0, STATX_MODE, statx);
	assert_int_equal(r3_get_u32(t, statx + 28) & 0xffff, S_IFREG | 0640);
}

static void two_of_one_file_are_apart(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 5, SYS_lseek, a, 5, 0);
	r3_assert_result(t, 0, SYS_lseek, b, 0, 1);
}

static void a_fifo_waits_for_its_other_end(struct r3_task *t)
{
	struct r3_task *other;
	r3_ptr path;

	r3_scene(t);
	path = r3_string(t, "fifo");
	other = r3_thread(t);
	r3_begin(t, SYS_open, path, O_RDONLY);
	r3_assert_blocks(t);
	r3_assert_ok(other, SYS_open, path, O_WRONLY);
	assert_true(r3_finish(t) >= 0);
}

static void is_interrupted(struct r3_task *t)
{
	struct r3_task *other;
	r3_ptr path;

	r3_scene(t);
	path = r3_string(t, "fifo");
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_begin(t, SYS_open, path, O_RDONLY);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

/* i386's O_LARGEFILE is said; x86-64 always has it. */
static void a_large_file(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "large");
	int64_t fd = r3_assert_ok(t, SYS_open, path, O_CREAT | O_WRONLY | 0100000, 0644);

	r3_assert_result(t, 0, SYS_ftruncate64, fd, 0, 1);
	r3_assert_errno(t, EOVERFLOW, SYS_open, path, O_RDONLY);
	r3_assert_ok(t, SYS_open, path, O_RDONLY | 0100000);
}

/* A filesystem at "dir" of the scene. */
static void mount_at_dir(struct r3_task *t, unsigned flags, const char *options)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, flags,
			 r3_string(t, options));
}

static void a_filesystem_that_is_full(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=1");
	r3_assert_errno(t, ENOSPC, SYS_open, r3_string(t, "dir/new"), O_CREAT | O_WRONLY, 0644);
}

static void a_filesystem_that_is_read_only(struct r3_task *t)
{
	mount_at_dir(t, 1, "");
	r3_assert_errno(t, EROFS, SYS_open, r3_string(t, "dir/new"), O_CREAT | O_WRONLY, 0644);
	r3_assert_errno(t, ENOENT, SYS_open, r3_string(t, "dir/new"), O_WRONLY);
	r3_assert_errno(t, EISDIR, SYS_open, r3_string(t, "dir"), O_WRONLY);
}

static void open_or_nomem(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t fd = r3_syscall(t, SYS_open, *(r3_ptr *)ctx, O_CREAT | O_RDWR, 0644);

	if (n)
		assert_true(fd >= 0 || fd == -ENOMEM);
	else
		assert_true(fd >= 0);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "new");

	assert_true(r3_sweep_failing(t, R3_FAIL_ALLOC, open_or_nomem, &path) > 0);
}

static void what_runs(struct r3_task *t)
{
	r3_assert_errno(t, ETXTBSY, SYS_open, r3_string(t, "/proc/self/exe"), O_WRONLY);
}

/* What is written to cannot be executed. */
static void what_is_executed(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "exec"), none = r3_words(t, 1, (int64_t)0);
	struct r3_task *child;

	r3_scene(t);
	child = r3_fork(t);
	r3_assert_ok(t, SYS_open, path, O_WRONLY);
	r3_assert_errno(child, ETXTBSY, SYS_execve, path, none, none);
}

R3_SUITE(open, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(gives_the_lowest_number), R3_CASE(takes_the_umask_off),
			   R3_CASE(two_of_one_file_are_apart),
			   R3_CASE(a_fifo_waits_for_its_other_end), R3_CASE(is_interrupted),
			   R3_CASE(a_large_file, .abis = R3_ONLY_I386),
			   R3_CASE(a_filesystem_that_is_full, .as_root = 1),
			   R3_CASE(a_filesystem_that_is_read_only, .as_root = 1),
			   R3_CASE(memory_runs_out, .ring3_only = "no allocation of the host's fails"),
			   R3_CASE(what_runs, .as_root = 1), R3_CASE(what_is_executed)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EBUSY, "block devices in use, of which ring3 has none"),
		 R3_NEVER(EDQUOT, "filesystems with quotas"), R3_NEVER(EFBIG, "EOVERFLOW on Linux"),
		 R3_NEVER(ENODEV, "ENXIO on Linux"),
		 R3_CANNOT(EAGAIN, "somebody's lease; ring3 has none"),
		 R3_CANNOT(ENFILE, "root's limit of all files, which no test comes to")));
