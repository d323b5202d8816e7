/* SPDX-License-Identifier: GPL-2.0-or-later */
/* inotify_init(2), inotify_init1(2), inotify_add_watch(2), inotify_rm_watch(2) */
#include <string.h>
#include <sys/inotify.h>
#include <sys/resource.h>

#include "../shared.h"
#include "paths.h"

#define NO_ENFILE R3_NEVER(ENFILE, "root's limit of all files, which no test may come to")

static void stays_at_exec(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, 0, SYS_fcntl, result, F_GETFD);
	r3_assert_result(t, 0, SYS_fcntl, result, F_GETFL);
}

static void does_not_wait(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)args;
	r3_assert_result(t, O_NONBLOCK, SYS_fcntl, result, F_GETFL);
	r3_assert_errno(t, EAGAIN, SYS_read, result, r3_alloc(t, 64), 64);
}

static const struct r3_row init_rows[] = {
	{"a new one", R3_NEW_FD, R3_WITH(0), .check = stays_at_exec},
	{"it has no flags", R3_NEW_FD, R3_WITH(-1), .check = stays_at_exec},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(0), .setup = leave_no_numbers},
};

static const struct r3_row init1_rows[] = {
	{"a new one", R3_NEW_FD, R3_WITH(0), .check = stays_at_exec},
	{"close-on-exec", R3_NEW_FD, R3_WITH(IN_CLOEXEC), .check = goes_at_exec},
	{"one that does not wait", R3_NEW_FD, R3_WITH(IN_NONBLOCK), .check = does_not_wait},
	{"both", R3_NEW_FD, R3_WITH(IN_NONBLOCK | IN_CLOEXEC), .check = goes_at_exec},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(1)},
	{"O_RDWR", R3_ERR(EINVAL), R3_WITH(O_RDWR)},
	{"flags -1", R3_ERR(EINVAL), R3_WITH(-1)},
	{"a flag in the high half", R3_NEW_FD, R3_WITH(0x100000000), .abis = R3_ONLY_X86_64},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(0), .setup = leave_no_numbers},
	{"no number is free, a flag that there is not", R3_ERR(EINVAL), R3_WITH(1),
	 .setup = leave_no_numbers},
};

static void runs_out_of_memory(struct r3_task *t)
{
	memory_fails(t, R3_ANY_OK, r3_suite_call(t), 0, 0, 0, 0, 0);
}

#define NO_MEMORY R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)

/* fs.inotify.max_user_instances of each user; one that is closed may be had again. */
static void a_user_has_so_many(struct r3_task *t)
{
	int64_t fd = 0, last = 0;
	unsigned n = 0;

	for (; (fd = r3_syscall(t, SYS_inotify_init1, 0)) >= 0; n++)
		last = fd;
	assert_int_equal(fd, -EMFILE);
	assert_int_equal(n, 128);
	r3_assert_result(t, 0, SYS_close, last);
	assert_true(r3_syscall(t, SYS_inotify_init1, 0) >= 0);
	r3_assert_errno(t, EMFILE, SYS_inotify_init1, 0);
	r3_assert_result(t, 0, SYS_setresuid, -1, 1234, -1);
	assert_true(r3_syscall(t, SYS_inotify_init1, 0) >= 0);
}

R3_SUITE(inotify_init, .rows = R3_ROWS(init_rows), .cases = R3_CASES(NO_MEMORY),
	 .unreached = R3_UNREACHED(NO_ENFILE));

R3_SUITE(inotify_init1, .rows = R3_ROWS(init1_rows),
	 .cases = R3_CASES(NO_MEMORY, R3_CASE(a_user_has_so_many, .as_root = 1,
					      .ring3_only = "the user's other programs count, too")),
	 .unreached = R3_UNREACHED(NO_ENFILE));

/* --- watches --- */

#define GROUP() R3_FD(INOTIFY),

static const struct r3_row add_rows[] = {
	WALK_ROWS("", GROUP, IN_ALL_EVENTS),
	THERE_ROWS("", GROUP, IN_ALL_EVENTS),
	FOLLOW_ROWS("", GROUP, IN_ALL_EVENTS),
	{"a file", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), IN_MODIFY)},
	{"a directory", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("dir"), IN_ALL_EVENTS)},
	{"a fifo", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("fifo"), IN_OPEN)},
	{"a link itself", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("loop"), IN_DELETE_SELF | IN_DONT_FOLLOW)},
	{"a file that may not be read", R3_ERR(EACCES), R3_WITH(R3_FD(INOTIFY), R3_PATH("secret"), IN_OPEN)},
	{"a directory that may not be read", R3_ERR(EACCES),
	 R3_WITH(R3_FD(INOTIFY), R3_PATH("locked"), IN_OPEN)},
	{"a file that may not be read, as root", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("secret"), IN_OPEN),
	 .as_root = 1},
	{"only a directory", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("dir"), IN_CREATE | IN_ONLYDIR)},
	{"only a directory, a file", R3_ERR(ENOTDIR),
	 R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), IN_OPEN | IN_ONLYDIR)},
	{"only a directory, a link to one, not followed", R3_ERR(ENOTDIR),
	 R3_WITH(R3_FD(INOTIFY), R3_PATH("dirlink"), IN_OPEN | IN_ONLYDIR | IN_DONT_FOLLOW)},
	{"no event", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), 0)},
	{"an event that there is not", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), 0x00100000 | IN_OPEN)},
	{"all bits", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), -1)},
	{"flags alone", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), IN_ONESHOT)},
	{"more and new", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), IN_OPEN | IN_MASK_ADD | IN_MASK_CREATE)},
	{"new", 1, R3_WITH(R3_FD(INOTIFY), R3_PATH("file"), IN_OPEN | IN_MASK_CREATE)},
	{"-1", R3_ERR(EBADF), R3_WITH(-1, R3_PATH("file"), IN_OPEN)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_PATH("file"), IN_OPEN)},
	{"a file as descriptor", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_PATH("file"), IN_OPEN)},
	{"a pipe as descriptor", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), R3_PATH("file"), IN_OPEN)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_PATH("file"), IN_OPEN)},
	{"not open, no event", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_PATH("file"), 0)},
	{"not open, more and new", R3_ERR(EBADF),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), IN_OPEN | IN_MASK_ADD | IN_MASK_CREATE)},
	{"not open, no path", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_BAD, IN_OPEN)},
	{"a pipe as descriptor, no path", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R), R3_BAD, IN_OPEN)},
	{"no event, no path", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), R3_BAD, 0)},
};

/* The next event: its watch, mask, cookie and name. */
static void expect(struct r3_task *t, int fd, int wd, unsigned mask, const char *name)
{
	r3_ptr p = r3_alloc(t, 32);
	unsigned length = name ? 16 : 0;

	r3_assert_result(t, 16 + length, SYS_read, fd, p, 16 + length);
	assert_int_equal(r3_get_u32(t, p), wd);
	assert_int_equal(r3_get_u32(t, p + 4), mask);
	assert_int_equal(r3_get_u32(t, p + 12), length);
	if (name)
		r3_assert_string(t, p + 16, name);
}

static int64_t watch(struct r3_task *t, int fd, const char *path, unsigned mask)
{
	return r3_syscall(t, SYS_inotify_add_watch, fd, r3_string(t, path), mask);
}

static void tells_what_happens_in_a_directory(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);

	r3_scene(t);
	assert_int_equal(watch(t, fd, "dir", IN_CREATE | IN_DELETE | IN_MOVE | IN_ATTRIB), 1);
	r3_assert_result(t, 0, SYS_mkdir, r3_string(t, "dir/a"), 0755);
	expect(t, fd, 1, IN_CREATE | IN_ISDIR, "a");
	r3_assert_result(t, 0, SYS_rename, r3_string(t, "dir/inner"), r3_string(t, "dir/b"));
	expect(t, fd, 1, IN_MOVED_FROM, "inner");
	expect(t, fd, 1, IN_MOVED_TO, "b");
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "dir/b"), 0600);
	expect(t, fd, 1, IN_ATTRIB, "b");
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "dir/b"));
	expect(t, fd, 1, IN_DELETE, "b");
	r3_assert_result(t, 0, SYS_rmdir, r3_string(t, "dir/a"));
	expect(t, fd, 1, IN_DELETE | IN_ISDIR, "a");
}

static void tells_what_happens_to_a_file(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY), file;

	r3_scene(t);
	assert_int_equal(watch(t, fd, "link", IN_ALL_EVENTS), 1);
	file = r3_open(t, "file", O_RDWR);
	expect(t, fd, 1, IN_OPEN, NULL);
	r3_assert_result(t, 1, SYS_write, file, r3_string(t, "x"), 1);
	expect(t, fd, 1, IN_MODIFY, NULL);
	r3_assert_result(t, 1, SYS_read, file, r3_alloc(t, 1), 1);
	expect(t, fd, 1, IN_ACCESS, NULL);
	r3_assert_result(t, 0, SYS_close, file);
	expect(t, fd, 1, IN_CLOSE_WRITE, NULL);
	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "file"));
	expect(t, fd, 1, IN_ATTRIB, NULL);
	expect(t, fd, 1, IN_DELETE_SELF, NULL);
	expect(t, fd, 1, IN_IGNORED, NULL);
	r3_assert_errno(t, EINVAL, SYS_inotify_rm_watch, fd, 1);
}

static void again_changes_the_mask(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);

	r3_scene(t);
	assert_int_equal(watch(t, fd, "file", IN_OPEN), 1);
	assert_int_equal(watch(t, fd, "dir", IN_CREATE), 2);
	assert_int_equal(watch(t, fd, "link", IN_ATTRIB), 1);
	assert_int_equal(watch(t, fd, "file", IN_OPEN | IN_MASK_CREATE), -EEXIST);
	assert_int_equal(watch(t, fd, "file", IN_MODIFY | IN_MASK_ADD), 1);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "file"), 0600);
	expect(t, fd, 1, IN_ATTRIB, NULL);
	r3_assert_result(t, 0, SYS_truncate, r3_string(t, "file"), 0);
	expect(t, fd, 1, IN_MODIFY, NULL);
}

static void watches_once(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);

	r3_scene(t);
	assert_int_equal(watch(t, fd, "file", IN_ATTRIB | IN_ONESHOT), 1);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "file"), 0600);
	expect(t, fd, 1, IN_ATTRIB, NULL);
	expect(t, fd, 1, IN_IGNORED, NULL);
	assert_int_equal(watch(t, fd, "file", IN_ATTRIB), 2);
}

static void a_reader_waits(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);
	r3_ptr p = r3_alloc(t, 64);
	struct r3_task *other;

	r3_scene(t);
	assert_int_equal(watch(t, fd, "file", IN_ATTRIB), 1);
	other = r3_thread(t);
	r3_begin(t, SYS_read, fd, p, 64);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_chmod, r3_string(other, "file"), 0600);
	r3_assert_finished(t, 16);
}

static void a_watch_needs_memory(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);

	r3_scene(t);
	memory_fails(t, R3_ANY_OK, "inotify_add_watch", fd, (int64_t)r3_string(t, "file"), IN_OPEN, 0, 0);
}

R3_SUITE(inotify_add_watch, .rows = R3_ROWS(add_rows),
	 .cases = R3_CASES(R3_CASE(tells_what_happens_in_a_directory),
			   R3_CASE(tells_what_happens_to_a_file), R3_CASE(again_changes_the_mask),
			   R3_CASE(watches_once), R3_CASE(a_reader_waits),
			   R3_CASE(a_watch_needs_memory, .ring3_only = RING3_ALLOCATES)),
	 .unreached = R3_UNREACHED(
		 R3_CANNOT(ENOSPC, "as many watches as the user may have: 65536 files or the host's limit")));

static const struct r3_row rm_rows[] = {
	{"no such watch", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), 1)},
	{"watch 0", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), 0)},
	{"watch -1", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), -1)},
	{"the highest watch", R3_ERR(EINVAL), R3_WITH(R3_FD(INOTIFY), 0x7fffffff)},
	{"-1", R3_ERR(EBADF), R3_WITH(-1, 1)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 1)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), 1)},
	{"a file as descriptor", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 1)},
};

static void ends_a_watch(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_INOTIFY);

	r3_scene(t);
	assert_int_equal(watch(t, fd, "file", IN_ATTRIB), 1);
	r3_assert_result(t, 0, SYS_inotify_rm_watch, fd, 1);
	expect(t, fd, 1, IN_IGNORED, NULL);
	r3_assert_errno(t, EINVAL, SYS_inotify_rm_watch, fd, 1);
	r3_assert_result(t, 0, SYS_chmod, r3_string(t, "file"), 0600);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_SETFL, O_NONBLOCK);
	r3_assert_errno(t, EAGAIN, SYS_read, fd, r3_alloc(t, 64), 64);
	assert_int_equal(watch(t, fd, "file", IN_ATTRIB), 2);
}

R3_SUITE(inotify_rm_watch, .rows = R3_ROWS(rm_rows), .cases = R3_CASES(R3_CASE(ends_a_watch)));
