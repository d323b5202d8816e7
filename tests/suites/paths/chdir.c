/* SPDX-License-Identifier: GPL-2.0-or-later */
/* chdir(2), fchdir(2), chroot(2), getcwd(2) */
#include <stdio.h>
#include <string.h>

#include "paths.h"

#define ROOM 4096

/* Where the task is, seen by what is there. */
static void is_in_dir(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "inner", LETTERS, 26);
}

static void is_where_it_was(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 26);
}

static const struct r3_row chdir_rows[] = {
	WALK_ROWS("", NOTHING),
	THERE_ROWS("", NOTHING),
	FOLLOW_ROWS("", NOTHING),
	{"a directory", 0, R3_WITH(R3_PATH("dir")), .check = is_in_dir},
	{"a directory with a slash", 0, R3_WITH(R3_PATH("dir/")), .check = is_in_dir},
	{"a link to a directory", 0, R3_WITH(R3_PATH("dirlink")), .check = is_in_dir},
	{"a dot", 0, R3_WITH(R3_PATH(".")), .check = is_where_it_was},
	{"down and up", 0, R3_WITH(R3_PATH("dir/sub/../..")), .check = is_where_it_was},
	{"the root", 0, R3_WITH(R3_STR("/"))},
	{"a file", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file")), .check = is_where_it_was},
	{"a fifo", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("fifo"))},
	{"a link to a file", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("link"))},
	{"a locked directory", R3_ERR(EACCES), R3_WITH(R3_PATH("locked")), .check = is_where_it_was},
	{"a locked directory, as root", 0, R3_WITH(R3_PATH("locked")), .as_root = 1},
};

static void a_childs_is_its_own_a_threads_not(struct r3_task *t)
{
	struct r3_task *child, *thread;

	r3_scene(t);
	child = r3_fork(t);
	thread = r3_thread(t);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir"));
	r3_assert_file(thread, "inner", LETTERS, 26);
	r3_assert_file(child, "dir/inner", LETTERS, 26);
}

/* The permission is asked for once: who is in stays in. */
static void stays_in_what_is_locked_later(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir"));
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "../dir"), 0);
	r3_assert_errno(t, EACCES, SYS_chdir, r3_string(t, "."));
	r3_assert_errno(t, EACCES, SYS_chdir, r3_string(t, ".."));
}

static void runs_out_of_memory(struct r3_task *t)
{
	memory_fails(t, -ENOENT, r3_suite_call(t), (int64_t)r3_string(t, "nothing"), 0, 0, 0, 0);
}

#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

R3_SUITE(chdir, .rows = R3_ROWS(chdir_rows),
	 .cases = R3_CASES(R3_CASE(a_childs_is_its_own_a_threads_not),
			   R3_CASE(stays_in_what_is_locked_later), NO_MEMORY),
	 .unreached = R3_UNREACHED(NEVER_EIO, R3_NEVER(EBADF, "fchdir's")));

static const struct r3_row fchdir_rows[] = {
	{"-1", R3_ERR(EBADF), R3_WITH(-1)},
	{"AT_FDCWD", R3_ERR(EBADF), R3_WITH(AT_FDCWD)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"the highest number", R3_ERR(EBADF), R3_WITH(0x7fffffff)},
	{"a directory", 0, R3_WITH(R3_FD(DIR)), .check = is_in_dir},
	{"a directory of O_PATH", 0, R3_WITH(R3_FD(DIR_PATH)), .check = is_in_dir},
	{"a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE))},
	{"a file of O_PATH", R3_ERR(ENOTDIR), R3_WITH(R3_FD(PATH))},
	{"a pipe", R3_ERR(ENOTDIR), R3_WITH(R3_FD(PIPE_R))},
	{"a socket", R3_ERR(ENOTDIR), R3_WITH(R3_FD(SOCKET))},
	{"an eventfd", R3_ERR(ENOTDIR), R3_WITH(R3_FD(EVENTFD))},
	{"a terminal", R3_ERR(ENOTDIR), R3_WITH(R3_FD(TTY))},
};

static void into_what_may_not_be_searched(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_DIR);

	r3_assert_errno(t, EACCES, SYS_fchdir, (r3_scene(t), r3_open(t, "locked", O_PATH)));
	r3_assert_result(t, 0, SYS_fchmod, fd, 0600);
	r3_assert_errno(t, EACCES, SYS_fchdir, fd);
	r3_assert_result(t, 0, SYS_fchmod, fd, 0100);
	r3_assert_result(t, 0, SYS_fchdir, fd);
}

static void into_what_was_removed(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 100);
	int fd;

	r3_scene(t);
	fd = r3_open(t, "dir/sub", O_RDONLY | O_DIRECTORY);
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "dir/sub"));
	r3_assert_result(t, 0, SYS_fchdir, fd);
	r3_assert_errno(t, ENOENT, SYS_getcwd, p, 100);
}

R3_SUITE(fchdir, .rows = R3_ROWS(fchdir_rows),
	 .cases = R3_CASES(R3_CASE(into_what_may_not_be_searched), R3_CASE(into_what_was_removed)),
	 .unreached = R3_UNREACHED(NEVER_EIO, R3_NEVER(EFAULT, "chdir's"), R3_NEVER(ELOOP, "chdir's"),
				   R3_NEVER(ENAMETOOLONG, "chdir's"), R3_NEVER(ENOENT, "chdir's"),
				   R3_NEVER(ENOMEM, "chdir's: fchdir makes nothing")));

/* --- another root --- */

static const struct r3_row chroot_rows[] = {
	WALK_ROWS("", NOTHING),
	THERE_ROWS("", NOTHING),
	FOLLOW_ROWS("", NOTHING),
	{"a file", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file"))},
	{"a locked directory", R3_ERR(EACCES), R3_WITH(R3_PATH("locked"))},
	{"a directory", R3_ERR(EPERM), R3_WITH(R3_PATH("dir"))},
	{"the root", R3_ERR(EPERM), R3_WITH(R3_STR("/"))},
	{"the root, as root", 0, R3_WITH(R3_STR("/")), .as_root = 1},
	{"a directory, as root", 0, R3_WITH(R3_PATH("dir")), .as_root = 1, .check = is_where_it_was},
	{"a link to a directory, as root", 0, R3_WITH(R3_PATH("dirlink")), .as_root = 1},
	{"a file, as root", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file")), .as_root = 1},
	{"nothing, as root", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing")), .as_root = 1},
};

static void begins_paths_there(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ROOM);

	r3_scene(t);
	r3_assert_result(t, 0, SYS_symlink, r3_string(t, "/inner"), r3_string(t, "dir/up"));
	r3_assert_result(t, 0, SYS_chroot, r3_string(t, "dir"));
	r3_assert_file(t, "/inner", LETTERS, 26);
	r3_assert_file(t, "/../../inner", LETTERS, 26);
	r3_assert_file(t, "file", LETTERS, 26);
	r3_assert_file(t, "dir/up", LETTERS, 26);
	assert_true(r3_assert_ok(t, SYS_getcwd, p, ROOM) > 14);
	r3_assert_memory(t, p, "(unreachable)/", 14);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "/sub/.."));
	r3_assert_result(t, 2, SYS_getcwd, p, ROOM);
	r3_assert_string(t, p, "/");
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "sub"));
	r3_assert_result(t, 5, SYS_getcwd, p, ROOM);
	r3_assert_string(t, p, "/sub");
}

R3_SUITE(chroot, .rows = R3_ROWS(chroot_rows),
	 .cases = R3_CASES(R3_CASE(begins_paths_there, .as_root = 1), NO_MEMORY),
	 .unreached = R3_UNREACHED(NEVER_EIO));

/* --- where one is --- */

static void go_to_proc(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "/proc"));
}

static void go_to_root(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "/"));
}

static const struct r3_row getcwd_rows[] = {
	{"/proc", 6, R3_WITH(R3_OUT(100), 100), .setup = go_to_proc, .out = "/proc"},
	{"just enough", 6, R3_WITH(R3_OUT(6), 6), .setup = go_to_proc, .out = "/proc"},
	{"the root", 2, R3_WITH(R3_OUT(2), 2), .setup = go_to_root, .out = "/"},
	{"one too few", R3_ERR(ERANGE), R3_WITH(R3_OUT(100), 5), .setup = go_to_proc},
	{"size 1", R3_ERR(ERANGE), R3_WITH(R3_OUT(100), 1), .setup = go_to_root},
	{"size 0", R3_ERR(ERANGE), R3_WITH(R3_OUT(100), 0), .setup = go_to_root},
	{"size 0, to nothing", R3_ERR(ERANGE), R3_WITH(R3_BAD, 0), .setup = go_to_root},
	{"size -1", 2, R3_WITH(R3_OUT(100), -1), .setup = go_to_root, .out = "/"},
	{"a size in the high half", 2, R3_WITH(R3_OUT(100), 0x100000000), .setup = go_to_root,
	 .abis = R3_ONLY_X86_64},
	{"too few, to nothing", R3_ERR(ERANGE), R3_WITH(R3_BAD, 5), .setup = go_to_proc},
	{"to nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD, 100), .setup = go_to_proc},
	{"to NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, 100), .setup = go_to_proc},
	{"to NULL, size 0", R3_ERR(ERANGE), R3_WITH(R3_NULL, 0), .setup = go_to_proc},
	{"to the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, 100), .setup = go_to_proc},
	{"to no address", R3_ERR(EFAULT), R3_WITH(R3_CRAZY, 100), .setup = go_to_proc},
	{"to what is read-only", R3_ERR(EFAULT), R3_WITH(R3_RO(100), 100), .setup = go_to_proc},
	{"to a buffer too short", R3_ERR(EFAULT), R3_WITH(R3_SHORT(5), 100), .setup = go_to_proc},
	{"to the end of addresses", R3_ERR(EFAULT), R3_WITH(R3_WRAP, 100), .setup = go_to_proc},
};

/* Deeper than a path can say. */
static void too_deep_to_say(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 8192), up = r3_string(t, ".."), name;
	char text[251];
	int depth;

	memset(text, 'd', 250);
	text[250] = 0;
	name = r3_string(t, text);
	for (depth = 0; depth < 17; depth++) {
		r3_assert_result(t, 0, SYS_mkdir, name, 0755);
		r3_assert_result(t, 0, SYS_chdir, name);
	}
	r3_assert_errno(t, ENAMETOOLONG, SYS_getcwd, p, 8192);
	r3_assert_errno(t, ENAMETOOLONG, SYS_getcwd, R3_BAD_PTR, 1);
	while (depth--) {
		r3_assert_result(t, 0, SYS_chdir, up);
		r3_assert_result(t, 0, SYS_rmdir, name);
	}
}

static void follows_renames(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, ROOM), q = r3_alloc(t, ROOM);
	char text[ROOM];
	int64_t n;

	r3_scene(t);
	n = r3_assert_ok(t, SYS_getcwd, p, ROOM);
	r3_get(t, p, text, (size_t)n);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir/sub"));
	r3_assert_result(t, 0, SYS_rename, r3_string(t, "../../dir"), r3_string(t, "../../other"));
	strcpy(text + n - 1, "/other/sub");
	r3_assert_result(t, n + 10, SYS_getcwd, q, ROOM);
	r3_assert_string(t, q, text);
}

static void of_what_was_removed(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_chdir, r3_string(t, "dir/sub"));
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "../sub"));
	r3_assert_errno(t, ENOENT, SYS_getcwd, R3_BAD_PTR, 0);
}

R3_SUITE(getcwd, .rows = R3_ROWS(getcwd_rows),
	 .cases = R3_CASES(R3_CASE(too_deep_to_say), R3_CASE(follows_renames),
			   R3_CASE(of_what_was_removed)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "the C library's, where it looks by itself"),
				   R3_NEVER(EINVAL, "the C library's: size 0 is ERANGE"),
				   R3_NEVER(ENOMEM, "a page that Linux does not refuse; ring3 has its stack for it")));
