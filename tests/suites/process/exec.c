/* SPDX-License-Identifier: GPL-2.0-or-later */
/* execve(2), execveat(2), exit(2), exit_group(2). */
#include "process.h"

#define NONE R3_NULL, R3_NULL
static const struct r3_row rows[] = {
	{"a program", R3_ENDS, R3_WITH(R3_PATH("exec"), NONE)},
	{"a program in the way of a link", R3_ERR(EACCES), R3_WITH(R3_PATH("link"), NONE)},
	{"what is not there", R3_ERR(ENOENT), R3_WITH(R3_PATH("nothing"), NONE)},
	{"no name", R3_ERR(ENOENT), R3_WITH(R3_STR(""), NONE)},
	{"a file that is no program", R3_ERR(EACCES), R3_WITH(R3_PATH("file"), NONE)},
	{"a directory", R3_ERR(EACCES), R3_WITH(R3_PATH("dir"), NONE)},
	{"a directory, with a slash", R3_ERR(EACCES), R3_WITH(R3_PATH("dir/"), NONE)},
	{"through a file", R3_ERR(ENOTDIR), R3_WITH(R3_PATH("file/x"), NONE)},
	{"through a locked directory", R3_ERR(EACCES), R3_WITH(R3_PATH("locked/x"), NONE)},
	{"a loop", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop"), NONE)},
	{"a link to nothing", R3_ERR(ENOENT), R3_WITH(R3_PATH("dangling"), NONE)},
	{"a fifo", R3_ERR(EACCES), R3_WITH(R3_PATH("fifo"), NONE)},
	{"a name that is too long", R3_ERR(ENAMETOOLONG), R3_WITH(R3_NAME_OF(256), NONE)},
	{"a path that is too long", R3_ERR(ENAMETOOLONG), R3_WITH(R3_PATH_OF(4096), NONE)},
	{"nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, NONE)},
	{"NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, NONE)},
	{"nowhere, arguments nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, R3_BAD, R3_BAD)},
	{"arguments nowhere", R3_ERR(EFAULT), R3_WITH(R3_PATH("exec"), R3_BAD, R3_NULL)},
	{"environment nowhere", R3_ERR(EFAULT), R3_WITH(R3_PATH("exec"), R3_NULL, R3_BAD)},
	{"an argument nowhere", R3_ERR(EFAULT), R3_WITH(R3_PATH("exec"), R3_LONGS(R3_BAD, 0), R3_NULL)},
	{"what is not there, arguments nowhere", R3_ERR(ENOENT),
	 R3_WITH(R3_PATH("nothing"), R3_BAD, R3_BAD)},
	{"arguments without an end", R3_ERR(EFAULT),
	 R3_WITH(R3_PATH("exec"), R3_LONGS(R3_STR("a"), R3_STR("b")), R3_NULL)},
};

static const struct r3_row ats[] = {
	{"a program", R3_ENDS, R3_WITH(AT_FDCWD, R3_PATH("exec"), NONE, 0)},
	{"by directory", R3_ENDS, R3_WITH(R3_FD(CWD), R3_PATH("exec"), NONE, 0)},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("exec"), NONE, 1)},
	{"a link, not followed", R3_ERR(ELOOP), R3_WITH(AT_FDCWD, R3_PATH("link"), NONE, AT_SYMLINK_NOFOLLOW)},
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_PATH("exec"), NONE, 0)},
	{"a file for a directory", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_PATH("exec"), NONE, 0)},
	{"no name", R3_ERR(ENOENT), R3_WITH(R3_FD(FILE), R3_STR(""), NONE, 0)},
	{"the descriptor itself, no program", R3_ERR(EACCES),
	 R3_WITH(R3_FD(FILE), R3_STR(""), NONE, AT_EMPTY_PATH)},
	{"the descriptor itself, a directory", R3_ERR(EACCES),
	 R3_WITH(R3_FD(DIR), R3_STR(""), NONE, AT_EMPTY_PATH)},
	{"what is not there", R3_ERR(ENOENT), R3_WITH(AT_FDCWD, R3_PATH("nothing"), NONE, 0)},
};

static int64_t execute(struct r3_task *t, const char *path)
{
	return r3_syscall(t, SYS_execve, r3_string(t, path), 0, 0);
}

static void make_program(struct r3_task *t, const char *contents, size_t n)
{
	r3_make_file(t, "program", contents, n, 0755);
}

static void what_is_no_program(struct r3_task *t)
{
	static const unsigned char other[64] = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\x28\0\1";

	make_program(t, "", 0);
	assert_int_equal(execute(t, "program"), -ENOEXEC);
	make_program(t, "text", 4);
	assert_int_equal(execute(t, "program"), -ENOEXEC);
	make_program(t, (const char *)other, sizeof(other));
	assert_int_equal(execute(t, "program"), -ENOEXEC);
}

static void scripts(struct r3_task *t)
{
	make_program(t, "#!/nothing/there\n", 17);
	assert_int_equal(execute(t, "program"), -ENOENT);
	make_program(t, "#!\n", 3);
	assert_int_equal(execute(t, "program"), -ENOEXEC);
	make_program(t, "#!./program\n", 12);
	assert_int_equal(execute(t, "./program"), -ELOOP);
	make_program(t, "#!/\n", 4);
	assert_int_equal(execute(t, "program"), -EACCES);
}

static void what_is_being_written(struct r3_task *t)
{
	make_program(t, "#!/nothing/there\n", 17);
	r3_open(t, "program", O_WRONLY);
	assert_int_equal(execute(t, "program"), -ETXTBSY);
}

static void too_much(struct r3_task *t)
{
	const size_t n = 140 * 1024;
	r3_ptr text, argv = r3_alloc(t, 2 * r3_word(t));
	char big[4096];

	r3_scene(t);
	text = r3_alloc(t, n + 1);
	memset(big, 'x', sizeof(big));
	for (size_t at = 0; at + sizeof(big) <= n; at += sizeof(big))
		r3_put(t, text + at, big, sizeof(big));
	r3_put_word(t, argv, 0, text);
	r3_assert_errno(t, E2BIG, SYS_execve, r3_string(t, "exec"), argv, 0);
}

/* Who had too many processes when it became somebody else is told now. */
static void too_many_processes(struct r3_task *t)
{
	r3_assert_result(r3_fork(t), 0, SYS_setresuid, 54321, 54321, 54321);
	limit(t, RLIMIT_NPROC, 0);
	r3_assert_result(t, 0, SYS_setresuid, 54321, 54321, 54321);
	assert_int_equal(execute(t, "program"), -EAGAIN);
	r3_assert_errno(t, EFAULT, SYS_execve, R3_BAD_PTR, 0, 0);
}

static void by_descriptor(struct r3_task *t)
{
	int fd;

	r3_scene(t);
	fd = r3_open(t, "exec", O_RDONLY | O_CLOEXEC);
	r3_begin(t, SYS_execveat, fd, r3_string(t, ""), 0, 0, AT_EMPTY_PATH);
	assert_true(r3_has_ended(t, NULL));
}

/* The new program's code is that of `exec`. */
static void it_runs(struct r3_task *t)
{
	struct r3_task *child;
	r3_ptr status = r3_alloc(t, 4);
	int pid;

	r3_scene(t);
	child = r3_fork(t);
	pid = r3_tid(child);
	r3_begin(child, SYS_execve, r3_string(child, "exec"), 0, 0);
	r3_begin(t, SYS_wait4, pid, status, 0, 0);
	assert_int_equal(r3_finish(t), pid);
	assert_int_equal(r3_get_u32(t, status), 23 << 8);
}

static const struct r3_row exits[] = {
	{"with 0", R3_ENDS, R3_WITH(0)},
	{"with 255", R3_ENDS, R3_WITH(255)},
	{"with more than can be told", R3_ENDS, R3_WITH(0x12345678)},
};

static void its_code_is_told(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr status = r3_alloc(t, 4);
	int pid = r3_tid(child);

	r3_thread(child);
	r3_begin(child, SYS_exit_group, 0x1234);
	r3_settle(t);
	r3_assert_result(t, pid, SYS_wait4, pid, status, 0, 0);
	assert_int_equal(r3_get_u32(t, status), 0x34 << 8);
}

/* A thread that ends leaves the others. */
static void one_thread_only(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);
	int tid = r3_tid(thread);

	r3_begin(thread, SYS_exit, 3);
	assert_true(r3_has_ended(thread, NULL));
	r3_settle(t);
	r3_assert_errno(t, ESRCH, SYS_tgkill, my_pid(t), tid, 0);
}

#define NEVER_IN_EXEC                                                                              \
	R3_NEVER(EINVAL, "an ELF file with two interpreters"),                                     \
		R3_NEVER(EIO, "a disk that fails"), R3_NEVER(EISDIR, "an interpreter of ELF's"),   \
		R3_NEVER(ELIBBAD, "an interpreter of ELF's"),                                      \
		R3_NEVER(EMFILE, "no descriptor is needed"),                                       \
		R3_NEVER(ENFILE, "root's limit of all files, which no test may come to"),          \
		R3_NEVER(EPERM, "filesystems mounted in other ways")
R3_SUITE(execve, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(what_is_no_program), R3_CASE(scripts),
			   R3_CASE(what_is_being_written), R3_CASE(too_much),
			   R3_CASE(too_many_processes, .as_root = 1), R3_CASE(it_runs)),
	 .unreached = R3_UNREACHED(NEVER_IN_EXEC,
				   R3_NEVER(ENOMEM, "want of memory")));
R3_SUITE(execveat, .rows = R3_ROWS(ats), .cases = R3_CASES(R3_CASE(by_descriptor)));
R3_SUITE(exit, .rows = R3_ROWS(exits), .cases = R3_CASES(R3_CASE(one_thread_only)));
R3_SUITE(exit_group, .rows = R3_ROWS(exits), .cases = R3_CASES(R3_CASE(its_code_is_told)));
