/* SPDX-License-Identifier: GPL-2.0-or-later */
/* fsync(2), fdatasync(2), syncfs(2), sync_file_range(2), ftruncate(2), fallocate(2), flock(2) */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "ring3/suite.h"

#define LETTERS "abcdefghijklmnopqrstuvwxyz"

static const struct r3_row sync_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"-1", R3_ERR(EBADF), R3_WITH(-1)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH))},
	{"a file", 0, R3_WITH(R3_FD(FILE))},
	{"a file for reading", 0, R3_WITH(R3_FD(RDONLY))},
	{"a directory", 0, R3_WITH(R3_FD(DIR))},
	{"a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_R))},
	{"a socket", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET))},
	{"an eventfd", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD))},
	{"a terminal", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY))},
	{"/dev/null", R3_ERR(EINVAL), R3_WITH(R3_FD(NULL))},
};

R3_SUITE(fsync, .calls = "fsync fdatasync", .rows = R3_ROWS(sync_rows),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EIO, "a disk that fails"), R3_NEVER(ENOSPC, "NFS"), R3_NEVER(EDQUOT, "NFS"),
		 R3_NEVER(EROFS, "EINVAL on Linux: of files that have nothing to be written back"),
		 R3_NEVER(EINTR, "filesystems that are waited for by what signals interrupt")));

static const struct r3_row syncfs_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH))},
	{"a file", 0, R3_WITH(R3_FD(RDONLY))},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R))},
};

R3_SUITE(syncfs, .rows = R3_ROWS(syncfs_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EIO, "a disk that fails"),
				   R3_NEVER(ENOSPC, "a disk that fails"),
				   R3_NEVER(EDQUOT, "a disk that fails")));

#define WRITE 2 /* SYNC_FILE_RANGE_WRITE */

static const struct r3_row range_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_WIDE(0), R3_WIDE(0), WRITE)},
	{"not open, such a flag", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_WIDE(0), R3_WIDE(0), 8)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), R3_WIDE(0), R3_WIDE(0), WRITE)},
	{"a file", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), R3_WIDE(10), 7)},
	{"a file, nothing", 0, R3_WITH(R3_FD(FILE), R3_WIDE(0), R3_WIDE(0), 0)},
	{"a flag that there is not", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0), R3_WIDE(0), 8)},
	{"below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(-1), R3_WIDE(10), WRITE)},
	{"a size below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(10), R3_WIDE(-1), WRITE)},
	{"over the end of positions", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(INT64_MAX), R3_WIDE(2), WRITE)},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_R), R3_WIDE(0), R3_WIDE(0), WRITE)},
	{"a directory", 0, R3_WITH(R3_FD(DIR), R3_WIDE(0), R3_WIDE(0), WRITE)},
	{"/dev/null", R3_ERR(ESPIPE), R3_WITH(R3_FD(NULL), R3_WIDE(0), R3_WIDE(0), WRITE)},
};

R3_SUITE(sync_file_range, .rows = R3_ROWS(range_rows),
	 .unreached = R3_UNREACHED(R3_NEVER(EIO, "a disk that fails"),
				   R3_NEVER(ENOMEM, "memory for what is written back"),
				   R3_NEVER(ENOSPC, "a disk that fails")));

/* --- flock --- */

static const struct r3_row flock_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, LOCK_SH)},
	{"not open, no such operation", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, 0)},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), LOCK_EX)},
	{"shared", 0, R3_WITH(R3_FD(RDONLY), LOCK_SH)},
	{"exclusive, for reading", 0, R3_WITH(R3_FD(RDONLY), LOCK_EX)},
	{"a directory", 0, R3_WITH(R3_FD(DIR), LOCK_EX)},
	{"a pipe", 0, R3_WITH(R3_FD(PIPE_R), LOCK_EX)},
	{"none that there is", 0, R3_WITH(R3_FD(FILE), LOCK_UN)},
	{"no operation", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0)},
	{"only not to wait", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), LOCK_NB)},
	{"all operations", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), LOCK_SH | LOCK_EX | LOCK_UN)},
	{"what was mandatory once does nothing", 0, R3_WITH(R3_FD(FILE), -1)},
	{"not open, what was mandatory once", 0, R3_WITH(R3_CLOSED, 32)},
};

static void excludes_another_open_file(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_flock, a, LOCK_EX);
	r3_assert_errno(t, EWOULDBLOCK, SYS_flock, b, LOCK_EX | LOCK_NB);
	r3_assert_errno(t, EWOULDBLOCK, SYS_flock, b, LOCK_SH | LOCK_NB);
	r3_assert_result(t, 0, SYS_flock, a, LOCK_SH);
	r3_assert_result(t, 0, SYS_flock, b, LOCK_SH | LOCK_NB);
	r3_assert_errno(t, EWOULDBLOCK, SYS_flock, a, LOCK_EX | LOCK_NB);
}

/* What failed to become exclusive has lost what it had. */
static void is_lost_on_its_way(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE), c = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_flock, a, LOCK_SH);
	r3_assert_result(t, 0, SYS_flock, b, LOCK_SH);
	r3_assert_errno(t, EWOULDBLOCK, SYS_flock, a, LOCK_EX | LOCK_NB);
	r3_assert_result(t, 0, SYS_flock, b, LOCK_UN);
	r3_assert_result(t, 0, SYS_flock, c, LOCK_EX | LOCK_NB);
}

static void is_of_the_open_file(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);
	int64_t copy = r3_assert_ok(t, SYS_dup, a);

	r3_assert_result(t, 0, SYS_flock, a, LOCK_EX);
	r3_assert_result(t, 0, SYS_flock, copy, LOCK_EX | LOCK_NB);
	r3_assert_result(t, 0, SYS_close, a);
	r3_assert_errno(t, EWOULDBLOCK, SYS_flock, b, LOCK_EX | LOCK_NB);
	r3_assert_result(t, 0, SYS_close, copy);
	r3_assert_result(t, 0, SYS_flock, b, LOCK_EX | LOCK_NB);
}

static void waits_until_it_is_given_back(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);
	struct r3_task *other = r3_thread(t);

	r3_assert_result(t, 0, SYS_flock, a, LOCK_EX);
	r3_begin(t, SYS_flock, b, LOCK_EX);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_flock, a, LOCK_UN);
	r3_assert_finished(t, 0);
}

static void is_interrupted(struct r3_task *t)
{
	int a = r3_fd(t, R3_FD_FILE), b = r3_fd(t, R3_FD_FILE);
	struct r3_task *other;

	r3_handle(t, SIGUSR1, 0);
	other = r3_thread(t);
	r3_assert_result(t, 0, SYS_flock, a, LOCK_EX);
	r3_begin(t, SYS_flock, b, LOCK_SH);
	r3_assert_blocks(t);
	r3_assert_result(other, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

R3_SUITE(flock, .rows = R3_ROWS(flock_rows),
	 .cases = R3_CASES(R3_CASE(excludes_another_open_file), R3_CASE(is_lost_on_its_way),
			   R3_CASE(is_of_the_open_file), R3_CASE(waits_until_it_is_given_back),
			   R3_CASE(is_interrupted)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOLCK, "memory for one lock more")));

/* --- fallocate --- */

#define KEEP_SIZE 1
#define PUNCH_HOLE 2
#define ZERO_RANGE 16

static void ten_bytes_at_most(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_FSIZE,
			 r3_bytes(t, (uint64_t[]){ 10, 10 }, 16), 0);
}

static void has_30(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS "\0\0\0\0", 30);
}

static void has_26(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", LETTERS, 26);
}

static void has_a_hole(struct r3_task *t, int64_t result, const uint64_t args[6])
{
	(void)result, (void)args;
	r3_assert_file(t, "file", "a\0\0\0efghijklmnopqrstuvwxyz", 26);
}

static const struct r3_row fallocate_rows[] = {
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, R3_WIDE(0), R3_WIDE(1))},
	{"not open, nothing", R3_ERR(EBADF), R3_WITH(R3_CLOSED, 0, R3_WIDE(0), R3_WIDE(0))},
	{"one for reading", R3_ERR(EBADF), R3_WITH(R3_FD(RDONLY), 0, R3_WIDE(0), R3_WIDE(1))},
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), 0, R3_WIDE(0), R3_WIDE(1))},
	{"more", 0, R3_WITH(R3_FD(FILE), 0, R3_WIDE(26), R3_WIDE(4)), .check = has_30},
	{"what there is", 0, R3_WITH(R3_FD(FILE), 0, R3_WIDE(0), R3_WIDE(26)), .check = has_26},
	{"more, unseen", 0, R3_WITH(R3_FD(FILE), KEEP_SIZE, R3_WIDE(26), R3_WIDE(4)), .check = has_26},
	{"a hole", 0, R3_WITH(R3_FD(FILE), PUNCH_HOLE | KEEP_SIZE, R3_WIDE(1), R3_WIDE(3)), .check = has_a_hole},
	{"a hole that may make it longer", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(FILE), PUNCH_HOLE, R3_WIDE(1), R3_WIDE(3))},
	{"a mode that there is not", R3_ERR(EOPNOTSUPP), R3_WITH(R3_FD(FILE), 0x1000, R3_WIDE(0), R3_WIDE(1))},
	{"such a mode, nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0x1000, R3_WIDE(0), R3_WIDE(0))},
	{"nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_WIDE(0), R3_WIDE(0))},
	{"less than nothing", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_WIDE(0), R3_WIDE(-1))},
	{"below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, R3_WIDE(-1), R3_WIDE(1))},
	{"one for reading, below 0", R3_ERR(EINVAL), R3_WITH(R3_FD(RDONLY), 0, R3_WIDE(-1), R3_WIDE(1))},
	{"more than files can have", R3_ERR(EFBIG), R3_WITH(R3_FD(FILE), 0, R3_WIDE(INT64_MAX), R3_WIDE(1))},
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_FD(EMPTY), 0, R3_WIDE(0), R3_WIDE(11)),
	 .setup = ten_bytes_at_most, .signals = SIGXFSZ},
	{"a pipe", R3_ERR(ESPIPE), R3_WITH(R3_FD(PIPE_W), 0, R3_WIDE(0), R3_WIDE(1))},
	{"a socket", R3_ERR(ENODEV), R3_WITH(R3_FD(SOCKET), 0, R3_WIDE(0), R3_WIDE(1))},
	{"a terminal", R3_ERR(ENODEV), R3_WITH(R3_FD(TTY), 0, R3_WIDE(0), R3_WIDE(1))},
	{"/dev/null", R3_ERR(ENODEV), R3_WITH(R3_FD(NULL), 0, R3_WIDE(0), R3_WIDE(1))},
};

static void sealed_memory(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);

	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_GROW);
	if (r3_is_i386(t))
		r3_assert_errno(t, EPERM, SYS_fallocate, fd, 0, 0, 0, 1, 0);
	else
		r3_assert_errno(t, EPERM, SYS_fallocate, fd, 0, 0, 1);
}

static void a_filesystem_that_is_full(struct r3_task *t)
{
	r3_ptr tmpfs = r3_string(t, "tmpfs");
	int fd;

	r3_scene(t);
	r3_assert_result(t, 0, SYS_mount, tmpfs, r3_string(t, "dir"), tmpfs, 0, r3_string(t, "size=16k"));
	fd = r3_open(t, "dir/new", O_CREAT | O_RDWR);
	if (r3_is_i386(t))
		r3_assert_errno(t, ENOSPC, SYS_fallocate, fd, 0, 0, 0, 0x10000, 0);
	else
		r3_assert_errno(t, ENOSPC, SYS_fallocate, fd, 0, 0, 0x10000);
}

R3_SUITE(fallocate, .rows = R3_ROWS(fallocate_rows),
	 .cases = R3_CASES(R3_CASE(sealed_memory), R3_CASE(a_filesystem_that_is_full, .as_root = 1)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EIO, "a disk that fails"), R3_NEVER(ENOSYS, "EOPNOTSUPP since Linux 2.6.24"),
		 R3_NEVER(ETXTBSY, "swap files, and ranges to be cut out of files that run"),
		 R3_NEVER(EINTR, "so much memory that a signal comes meanwhile")));
