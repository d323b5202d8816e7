/* SPDX-License-Identifier: GPL-2.0-or-later */
/* openat(2), creat(2), openat2(2). What all of open's flags do is in files/open.c. */
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include "paths.h"

#define LARGE 0100000 /* i386's O_LARGEFILE */
#define TMP 020200000 /* O_TMPFILE */

static void leave_no_numbers(struct r3_task *t)
{
	r3_scene(t);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE,
			 r3_bytes(t, (uint64_t[]){ 0, 1024 }, 16), 0);
}

static void is_cut(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", "", 0);
}

static void is_new(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	assert_int_equal(mode_of(t, "new"), S_IFREG | 0644);
}

/* What all three can do: `how` makes what is behind the path of flags and a mode. */
#define OPEN_ROWS(before, how) \
	WALK_ROWS("", before, how(O_RDONLY, 0)), \
	THERE_ROWS("", before, how(O_RDONLY, 0)), \
	FOLLOW_ROWS("", before, how(O_RDONLY, 0)), \
	{"a file", R3_NEW_FD, R3_WITH(before() R3_PATH("file"), how(O_RDWR, 0))}, \
	{"a file to be cut", R3_NEW_FD, R3_WITH(before() R3_PATH("file"), how(O_WRONLY | O_TRUNC, 0)), \
	 .check = is_cut}, \
	{"a new file", R3_NEW_FD, R3_WITH(before() R3_PATH("new"), how(O_CREAT | O_WRONLY, 0666)), \
	 .check = is_new}, \
	{"a new file, where one is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("file"), how(O_CREAT | O_EXCL | O_WRONLY, 0644))}, \
	{"a new file, where a link to nothing is", R3_ERR(EEXIST), \
	 R3_WITH(before() R3_PATH("dangling"), how(O_CREAT | O_EXCL | O_WRONLY, 0644))}, \
	{"a link, O_NOFOLLOW", R3_ERR(ELOOP), \
	 R3_WITH(before() R3_PATH("link"), how(O_RDONLY | O_NOFOLLOW, 0))}, \
	{"a file that is to be a directory", R3_ERR(ENOTDIR), \
	 R3_WITH(before() R3_PATH("file"), how(O_RDONLY | O_DIRECTORY, 0))}, \
	{"a directory to be written", R3_ERR(EISDIR), \
	 R3_WITH(before() R3_PATH("dir"), how(O_WRONLY, 0))}, \
	{"a locked directory", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked"), how(O_RDONLY, 0))}, \
	{"one that is read-only", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("readonly"), how(O_WRONLY, 0))}, \
	{"in a locked directory, new", R3_ERR(EACCES), \
	 R3_WITH(before() R3_PATH("locked/new"), how(O_CREAT | O_WRONLY, 0644))}, \
	{"O_NOATIME of root's", R3_ERR(EPERM), \
	 R3_WITH(before() R3_STR("/dev"), how(O_RDONLY | O_NOATIME, 0))}, \
	{"a fifo without a reader, O_NONBLOCK", R3_ERR(ENXIO), \
	 R3_WITH(before() R3_PATH("fifo"), how(O_WRONLY | O_NONBLOCK, 0))}, \
	{"a fifo", R3_BLOCKS, R3_WITH(before() R3_PATH("fifo"), how(O_RDONLY, 0))}, \
	{"O_TMPFILE", R3_NEW_FD, R3_WITH(before() R3_PATH("dir"), how(TMP | O_RDWR, 0600))}, \
	{"O_TMPFILE for reading", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_PATH("dir"), how(TMP | O_RDONLY, 0600))}, \
	{"O_TMPFILE where there is none", R3_ERR(EOPNOTSUPP), \
	 R3_WITH(before() R3_STR("/proc"), how(TMP | O_RDWR, 0600)), .as_root = 1}, \
	{"what runs, as root", R3_ERR(ETXTBSY), \
	 R3_WITH(before() R3_STR("/proc/self/exe"), how(O_WRONLY, 0)), .as_root = 1}, \
	{"no number is free", R3_ERR(EMFILE), R3_WITH(before() R3_STR("file"), how(O_RDONLY, 0)), \
	 .setup = leave_no_numbers}, \
	{"no number is free, no such file", R3_ERR(EMFILE), \
	 R3_WITH(before() R3_STR("nothing"), how(O_RDONLY, 0)), .setup = leave_no_numbers}, \
	{"no number is free, no path", R3_ERR(EFAULT), R3_WITH(before() R3_BAD, how(O_RDONLY, 0)), \
	 .setup = leave_no_numbers}, \
	{"no number is free, a flag that is wrong", R3_ERR(EINVAL), \
	 R3_WITH(before() R3_STR("dir"), how(TMP | O_RDONLY, 0600)), .setup = leave_no_numbers}

/* The suite's call, for a file that is made. */
static int64_t make(struct r3_task *t, const char *path)
{
	const char *call = r3_suite_call(t);
	r3_ptr name = r3_string(t, path);
	uint64_t how[] = { O_CREAT | O_WRONLY | O_TRUNC, 0644, 0 };

	if (!strcmp(call, "creat"))
		return r3_call(t, call, name, 0644);
	if (!strcmp(call, "openat"))
		return r3_call(t, call, AT_FDCWD, name, how[0], how[1]);
	return r3_call(t, call, AT_FDCWD, name, r3_bytes(t, how, sizeof(how)), sizeof(how));
}

static void where_nothing_can_be_written(struct r3_task *t)
{
	mount_read_only(t);
	assert_int_equal(make(t, "dir/new"), -EROFS);
	assert_int_equal(make(t, "dir/file"), -EROFS);
	assert_int_equal(make(t, "dir/sub"), -EISDIR);
}

static void where_no_room_is(struct r3_task *t)
{
	mount_at_dir(t, 0, "nr_inodes=1");
	assert_int_equal(make(t, "dir/new"), -ENOSPC);
}

static void is_interrupted(struct r3_task *t)
{
	struct r3_task *other;

	r3_scene(t);
	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	if (!strcmp(r3_suite_call(t), "creat"))
		r3_begin(t, SYS_creat, r3_string(t, "fifo"), 0644);
	else
		r3_begin(t, SYS_openat, AT_FDCWD, r3_string(t, "fifo"), O_WRONLY);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void a_large_file(struct r3_task *t)
{
	r3_ptr path = r3_string(t, "large");

	r3_make_file(t, "large", NULL, 0, 0644);
	r3_assert_result(t, 0, SYS_truncate64, path, 0, 1);
	if (!strcmp(r3_suite_call(t), "creat")) {
		/* As a 64-bit kernel says O_LARGEFILE for everybody. */
		r3_assert_ok(t, SYS_creat, path, 0644);
		return;
	}
	r3_assert_errno(t, EOVERFLOW, SYS_openat, AT_FDCWD, path, O_RDONLY);
	r3_assert_ok(t, SYS_openat, AT_FDCWD, path, O_RDONLY | LARGE);
	r3_assert_ok(t, SYS_openat, AT_FDCWD, path, O_PATH);
}

static void runs_out_of_memory(struct r3_task *t)
{
	int64_t path = (int64_t)r3_string(t, "new");
	uint64_t how[] = { O_CREAT | O_WRONLY, 0644, 0 };

	if (!strcmp(r3_suite_call(t), "creat"))
		memory_fails(t, R3_ANY_OK, "creat", path, 0644, 0, 0, 0);
	else if (!strcmp(r3_suite_call(t), "openat"))
		memory_fails(t, R3_ANY_OK, "openat", AT_FDCWD, path, O_CREAT | O_WRONLY, 0644, 0);
	else
		memory_fails(t, R3_ANY_OK, "openat2", AT_FDCWD, path, (int64_t)r3_bytes(t, how, 24), 24, 0);
}

#define COMMON_CASES \
	R3_CASE(where_nothing_can_be_written, .as_root = 1), \
	R3_CASE(where_no_room_is, .as_root = 1), \
	R3_CASE(runs_out_of_memory, .ring3_only = RING3_ALLOCATES)
#define OLD_CASES R3_CASE(is_interrupted), R3_CASE(a_large_file, .abis = R3_ONLY_I386)
#define OLD_UNREACHED \
	NEVER_EDQUOT, R3_NEVER(EBUSY, "block devices in use, of which ring3 has none"), \
	R3_NEVER(EFBIG, "EOVERFLOW on Linux"), R3_NEVER(ENODEV, "ENXIO on Linux"), \
	R3_CANNOT(ENFILE, "root's limit of all files, which no test comes to")

/* --- openat --- */

#define PLAIN(flags, mode) (flags), (mode)

static const struct r3_row openat_rows[] = {
	OPEN_ROWS(CWD, PLAIN),
	DIRFD_ROWS(O_RDONLY),
	NO_PATH_ROW(O_RDONLY),
	{"at a directory", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("inner"), O_RDONLY)},
	{"at a directory of O_PATH", R3_NEW_FD, R3_WITH(R3_FD(DIR_PATH), R3_PATH("inner"), O_RDWR)},
	{"up from a directory", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("../file"), O_RDONLY)},
	{"flags that there are not", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("file"), 0x40000000)},
	{"flags in the high half", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("file"), 0x100000000),
	 .abis = R3_ONLY_X86_64},
	{"O_TMPFILE for reading, not open", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_PATH("dir"), TMP)},
	{"O_TMPFILE for reading, no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, TMP)},
};

R3_SUITE(openat, .rows = R3_ROWS(openat_rows), .cases = R3_CASES(COMMON_CASES, OLD_CASES),
	 .unreached = R3_UNREACHED(OLD_UNREACHED, R3_CANNOT(EAGAIN, "somebody's lease; ring3 has none")));

/* --- creat --- */

static const struct r3_row creat_rows[] = {
	WALK_ROWS("", NOTHING, 0644),
	{"a new file", R3_NEW_FD, R3_WITH(R3_PATH("new"), 0666), .check = is_new},
	{"where a file is", R3_NEW_FD, R3_WITH(R3_PATH("file"), 0), .check = is_cut},
	{"what a link says", R3_NEW_FD, R3_WITH(R3_PATH("link"), 0), .check = is_cut},
	{"what a link to nothing says", R3_NEW_FD, R3_WITH(R3_PATH("dangling"), 0644)},
	{"a link to itself", R3_ERR(ELOOP), R3_WITH(R3_PATH("loop"), 0644)},
	{"where a directory is", R3_ERR(EISDIR), R3_WITH(R3_PATH("dir"), 0644)},
	{"a name with a slash", R3_ERR(EISDIR), R3_WITH(R3_PATH("new/"), 0644)},
	{"a dot", R3_ERR(EISDIR), R3_WITH(R3_PATH("."), 0644)},
	{"mode -1", R3_NEW_FD, R3_WITH(R3_PATH("new"), -1)},
	{"of mode 0", R3_NEW_FD, R3_WITH(R3_PATH("new"), 0)},
	{"one that is read-only", R3_ERR(EACCES), R3_WITH(R3_PATH("readonly"), 0644)},
	{"a fifo", R3_BLOCKS, R3_WITH(R3_PATH("fifo"), 0644)},
	{"what runs, as root", R3_ERR(ETXTBSY), R3_WITH(R3_STR("/proc/self/exe"), 0644), .as_root = 1},
	{"the longest name", R3_NEW_FD, R3_WITH(R3_NAME_OF(255), 0644)},
	{"no number is free", R3_ERR(EMFILE), R3_WITH(R3_STR("new"), 0644), .setup = leave_no_numbers},
	{"no number is free, no path", R3_ERR(EFAULT), R3_WITH(R3_BAD, 0644), .setup = leave_no_numbers},
};

static void a_socket(struct r3_task *t)
{
	r3_ptr name = r3_string(t, "new");

	r3_assert_result(t, 0, SYS_mknod, name, S_IFSOCK | 0600, 0);
	r3_assert_errno(t, ENXIO, SYS_creat, name, 0600);
}

static void what_is_immutable(struct r3_task *t)
{
	int64_t result;

	r3_scene(t);
	if (!set_immutable(t, "file", IMMUTABLE))
		return;
	result = make(t, "file");
	assert_true(set_immutable(t, "file", 0));
	assert_int_equal(result, -EPERM);
}

R3_SUITE(creat, .rows = R3_ROWS(creat_rows),
	 .cases = R3_CASES(COMMON_CASES, OLD_CASES, R3_CASE(what_is_immutable, .as_root = 1), R3_CASE(a_socket)),
	 .unreached = R3_UNREACHED(OLD_UNREACHED, R3_NEVER(EEXIST, "of O_EXCL"), R3_NEVER(EAGAIN, "of O_NONBLOCK"),
				   R3_NEVER(EOVERFLOW, "a 64-bit kernel says O_LARGEFILE itself"),
				   R3_NEVER(EINVAL, "of flags"), R3_NEVER(EOPNOTSUPP, "of O_TMPFILE")));

/* --- openat2 --- */

#define NO_XDEV 1
#define NO_MAGIC 2
#define NO_LINKS 4
#define BENEATH 8
#define IN_ROOT 16
#define CACHED 32
#define HOW(flags, mode) R3_U64S(flags, mode, 0), 24
#define RESOLVE(flags, how) R3_U64S(flags, 0, how), 24

static const struct r3_row openat2_rows[] = {
	OPEN_ROWS(CWD, HOW),
	DIRFD_ROWS(HOW(O_RDONLY, 0)),
	NO_PATH_ROW(HOW(O_RDONLY, 0)),

	/* the structure */
	{"how at nothing", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_BAD, 24)},
	{"how at NULL", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_NULL, 24)},
	{"how of the kernel's", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_KERNEL, 24)},
	{"how that ends early", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_SHORT(23), 24)},
	{"a size too small", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0), 23)},
	{"size 0", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0), 0)},
	{"a size too small, at nothing", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_BAD, 23)},
	{"more, of zeros", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0, 0), 32)},
	{"more that is not zero", R3_ERR(E2BIG), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0, 1), 32)},
	{"more that is not zero at its end", R3_ERR(E2BIG),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0, 1ll << 56), 32)},
	{"more than is there", R3_ERR(EFAULT), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0), 32)},
	{"more than a page", R3_ERR(E2BIG), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0), 4097)},
	{"size -1", R3_ERR(E2BIG), R3_WITH(AT_FDCWD, R3_PATH("file"), R3_U64S(0, 0, 0), -1)},

	/* what open ignores is wrong here */
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), HOW(0x40000000, 0))},
	{"a flag in the high half", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), HOW(0x100000000, 0))},
	{"a mode without O_CREAT", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), HOW(O_RDONLY, 0644))},
	{"a mode with more bits", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("new"), HOW(O_CREAT | O_WRONLY, 0100644))},
	{"a mode in the high half", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("new"), HOW(O_CREAT | O_WRONLY, 0x100000000))},
	{"O_PATH and O_RDWR", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), HOW(O_PATH | O_RDWR, 0))},
	{"O_PATH and O_NOFOLLOW", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("loop"), HOW(O_PATH | O_NOFOLLOW, 0))},
	{"a flag that there is not, no path", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_BAD, HOW(0x40000000, 0))},
	{"a flag that there is not, not open", R3_ERR(EINVAL),
	 R3_WITH(R3_CLOSED, R3_PATH("file"), HOW(0x40000000, 0))},

	/* the walk */
	{"resolve: what there is not", R3_ERR(EINVAL), R3_WITH(AT_FDCWD, R3_PATH("file"), RESOLVE(0, 64))},
	{"resolve: in the high half", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), RESOLVE(0, 0x100000000))},
	{"resolve: beneath and in root", R3_ERR(EINVAL),
	 R3_WITH(AT_FDCWD, R3_PATH("file"), RESOLVE(0, BENEATH | IN_ROOT))},
	{"beneath: a file", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("inner"), RESOLVE(0, BENEATH))},
	{"beneath: up and down", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("sub/../inner"), RESOLVE(0, BENEATH))},
	{"beneath: up", R3_ERR(EXDEV), R3_WITH(R3_FD(DIR), R3_PATH("../file"), RESOLVE(0, BENEATH))},
	{"beneath: up and back", R3_ERR(EXDEV), R3_WITH(R3_FD(DIR), R3_PATH("../dir/inner"), RESOLVE(0, BENEATH))},
	{"beneath: the root", R3_ERR(EXDEV), R3_WITH(AT_FDCWD, R3_STR("/dev/null"), RESOLVE(0, BENEATH))},
	{"beneath: a link", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("link"), RESOLVE(0, BENEATH))},
	{"beneath: nothing", R3_ERR(ENOENT), R3_WITH(AT_FDCWD, R3_PATH("nothing"), RESOLVE(0, BENEATH))},
	{"in root: up", R3_ERR(ENOENT), R3_WITH(R3_FD(DIR), R3_PATH("../file"), RESOLVE(0, IN_ROOT))},
	{"in root: up and back", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("../inner"), RESOLVE(0, IN_ROOT))},
	{"in root: from its root", R3_NEW_FD, R3_WITH(R3_FD(DIR), R3_PATH("/inner"), RESOLVE(0, IN_ROOT))},
	{"in root: not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_PATH("/inner"), RESOLVE(0, IN_ROOT))},
	{"in root: a file", R3_ERR(ENOTDIR), R3_WITH(R3_FD(FILE), R3_PATH("/inner"), RESOLVE(0, IN_ROOT))},
	{"no links: a file", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("dir/inner"), RESOLVE(0, NO_LINKS))},
	{"no links: a link", R3_ERR(ELOOP), R3_WITH(AT_FDCWD, R3_PATH("link"), RESOLVE(0, NO_LINKS))},
	{"no links: through a link", R3_ERR(ELOOP),
	 R3_WITH(AT_FDCWD, R3_PATH("dirlink/inner"), RESOLVE(0, NO_LINKS))},
	{"no links: a link itself", R3_NEW_FD,
	 R3_WITH(AT_FDCWD, R3_PATH("link"), RESOLVE(O_PATH | O_NOFOLLOW, NO_LINKS))},
	{"no magic links: one", R3_ERR(ELOOP), R3_WITH(AT_FDCWD, R3_STR("/proc/self/exe"), RESOLVE(0, NO_MAGIC))},
	{"no magic links: an ordinary link", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("link"), RESOLVE(0, NO_MAGIC))},
	{"no magic links: an ordinary one of /proc", R3_NEW_FD,
	 R3_WITH(AT_FDCWD, R3_STR("/proc/self/status"), RESOLVE(0, NO_MAGIC))},
	{"one mount: a file", R3_NEW_FD, R3_WITH(AT_FDCWD, R3_PATH("file"), RESOLVE(0, NO_XDEV))},
	{"one mount: another", R3_ERR(EXDEV), R3_WITH(AT_FDCWD, R3_STR("/proc/self/status"), RESOLVE(0, NO_XDEV))},
	{"cached: nothing new", R3_ERR(EAGAIN),
	 R3_WITH(AT_FDCWD, R3_PATH("new"), R3_U64S(O_CREAT | O_WRONLY, 0644, CACHED), 24)},
	{"cached: to be cut", R3_ERR(EAGAIN), R3_WITH(AT_FDCWD, R3_PATH("file"), RESOLVE(O_WRONLY | O_TRUNC, CACHED))},
	{"cached: O_TMPFILE", R3_ERR(EAGAIN),
	 R3_WITH(AT_FDCWD, R3_PATH("dir"), R3_U64S(TMP | O_RDWR, 0600, CACHED), 24)},
};

static void whichever_copy_fails(struct r3_task *t)
{
	uint64_t how[] = { O_RDONLY, 0, 0, 0 };

	r3_scene(t);
	copies_fail(t, "openat2", AT_FDCWD, (int64_t)r3_string(t, "file"),
		    (int64_t)r3_bytes(t, how, sizeof(how)), sizeof(how), 0);
}

R3_SUITE(openat2, .rows = R3_ROWS(openat2_rows),
	 .cases = R3_CASES(COMMON_CASES, R3_CASE(whichever_copy_fails, .ring3_only = RING3_COPIES)));
