/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ftruncate(2), ftruncate64(2) */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include "../cuts.h"

#define LARGEFILE 0100000

/* `length` makes an argument of a length: two of i386's ftruncate64. */
#define CUT_ROWS(length) \
	{"a descriptor that is not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, length(0))}, \
	{"-1", R3_ERR(EBADF), R3_WITH(-1, length(0))}, \
	{"one of O_PATH", R3_ERR(EBADF), R3_WITH(R3_FD(PATH), length(0))}, \
	{"not open, to -1", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, length(-1))}, \
	{"to -1", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), length(-1)), .check = is_the_same}, \
	{"shorter", 0, R3_WITH(R3_FD(FILE), length(10)), .check = has_ten}, \
	{"longer", 0, R3_WITH(R3_FD(FILE), length(30)), .check = is_longer}, \
	{"as it was", 0, R3_WITH(R3_FD(FILE), length(26)), .check = is_the_same}, \
	{"to 0", 0, R3_WITH(R3_FD(WRONLY), length(0))}, \
	{"for appending", 0, R3_WITH(R3_FD(APPEND), length(10)), .check = has_ten}, \
	{"to 31 bits", 0, R3_WITH(R3_FD(FILE), length(INT32_MAX))}, \
	{"for reading", R3_ERR(EINVAL), R3_WITH(R3_FD(RDONLY), length(0)), .check = is_the_same}, \
	{"for reading, as root", R3_ERR(EINVAL), R3_WITH(R3_FD(RDONLY), length(0)), .as_root = 1}, \
	{"a directory", R3_ERR(EINVAL), R3_WITH(R3_FD(DIR), length(0))}, \
	{"a pipe", R3_ERR(EINVAL), R3_WITH(R3_FD(PIPE_W), length(0))}, \
	{"a fifo", R3_ERR(EINVAL), R3_WITH(R3_FD(FIFO), length(0))}, \
	{"a socket", R3_ERR(EINVAL), R3_WITH(R3_FD(SOCKET), length(0))}, \
	{"an eventfd", R3_ERR(EINVAL), R3_WITH(R3_FD(EVENTFD), length(0))}, \
	{"an epoll", R3_ERR(EINVAL), R3_WITH(R3_FD(EPOLL), length(0))}, \
	{"a terminal", R3_ERR(EINVAL), R3_WITH(R3_FD(TTY), length(0))}, \
	{"/dev/null", R3_ERR(EINVAL), R3_WITH(R3_FD(NULL), length(0))}, \
	{"a memory file", 0, R3_WITH(R3_FD(MEMFD), length(8192))}, \
	{"to the limit", 0, R3_WITH(R3_FD(FILE), length(FSIZE)), .setup = limit_files}, \
	{"beyond the limit", R3_ERR(EFBIG), R3_WITH(R3_FD(FILE), length(FSIZE + 1)), \
	 .setup = limit_files, .signals = SIGXFSZ, .check = is_the_same}, \
	{"beyond the limit, for reading", R3_ERR(EINVAL), R3_WITH(R3_FD(RDONLY), length(FSIZE + 1)), \
	 .setup = limit_files}, \
	{"beyond the limit, a memory file", R3_ERR(EFBIG), R3_WITH(R3_FD(MEMFD), length(FSIZE + 1)), \
	 .setup = limit_files, .signals = SIGXFSZ}

static int64_t cut(struct r3_task *t, int64_t fd, int64_t length)
{
	const char *call = r3_suite_call(t);

	return strstr(call, "64") ? r3_call(t, call, fd, length & 0xffffffff, length >> 32) :
				    r3_call(t, call, fd, length);
}

static void what_was_cut_is_zeros_later(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	assert_int_equal(cut(t, fd, 3), 0);
	assert_int_equal(cut(t, fd, 6), 0);
	r3_assert_file(t, "file", "abc\0\0\0", 6);
}

static void the_position_stays(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 20, SYS_lseek, fd, 20, 0);
	assert_int_equal(cut(t, fd, 3), 0);
	r3_assert_result(t, 20, SYS_lseek, fd, 0, 1);
	r3_assert_result(t, 1, SYS_write, fd, r3_bytes(t, "x", 1), 1);
	r3_assert_file(t, "file", "abc\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0x", 21);
}

static void what_has_no_name(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_unlink, r3_string(t, "file"));
	assert_int_equal(cut(t, fd, 3), 0);
	r3_assert_result(t, 3, SYS_lseek, fd, 0, 2);
}

/* Whoever opened it may: the mode is not asked again. */
static void what_may_be_written_no_more(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_FILE);

	r3_assert_result(t, 0, SYS_fchmod, fd, 0444);
	assert_int_equal(cut(t, fd, 3), 0);
	r3_assert_file(t, "file", "abc", 3);
}

static void takes_set_id_bits_away(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 256);
	int64_t fd;

	r3_scene(t);
	fd = r3_open(t, "file", O_WRONLY);
	r3_assert_result(t, 0, SYS_fchmod, fd, 06755);
	assert_int_equal(cut(t, fd, 26), 0);
	r3_assert_result(t, 0, SYS_statx, fd, r3_string(t, ""), 0x1000, 2, p);
	assert_int_equal(r3_get_u32(t, p + 28) & 07777, 0755);
}

/* Pages behind the new end are gone from mappings, too. */
static void a_mapping_loses_pages(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);
	r3_ptr p;

	assert_int_equal(cut(t, fd, 8192), 0);
	p = (r3_ptr)r3_call(t, r3_is_i386(t) ? "mmap2" : "mmap", 0, 8192, PROT_READ | PROT_WRITE,
			    MAP_SHARED, fd, 0) & (r3_is_i386(t) ? 0xffffffff : UINT64_MAX);
	r3_assert_result(t, 4096, SYS_read, r3_fd(t, R3_FD_ZERO), p + 4096, 4096);
	r3_put(t, p, "abcdef", 6);
	assert_int_equal(cut(t, fd, 3), 0);
	r3_assert_errno(t, EFAULT, SYS_read, r3_fd(t, R3_FD_ZERO), p + 4096, 1);
	assert_int_equal(cut(t, fd, 8192), 0);
	r3_assert_memory(t, p, "abc\0\0\0", 6);
}

static void what_is_sealed(struct r3_task *t)
{
	int fd = r3_fd(t, R3_FD_MEMFD);

	assert_int_equal(cut(t, fd, 100), 0);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_GROW);
	assert_int_equal(cut(t, fd, 101), -EPERM);
	assert_int_equal(cut(t, fd, 99), 0);
	r3_assert_result(t, 0, SYS_fcntl, fd, F_ADD_SEALS, F_SEAL_SHRINK);
	assert_int_equal(cut(t, fd, 98), -EPERM);
	assert_int_equal(cut(t, fd, 99), 0);
}

/* Only what was opened for large files becomes one, by whichever call. */
static void not_opened_for_large_files(struct r3_task *t)
{
	int64_t fd;

	r3_scene(t);
	fd = r3_open(t, "file", O_RDWR);
	assert_int_equal(r3_call(t, "ftruncate64", fd, 0x80000000, 0), -EINVAL);
	assert_int_equal(r3_call(t, "ftruncate64", fd, 0x7fffffff, 0), 0);
	fd = r3_open(t, "file", O_RDWR | LARGEFILE);
	assert_int_equal(r3_call(t, "ftruncate64", fd, 0x80000000, 0), 0);
}

#define CASES \
	R3_CASE(what_was_cut_is_zeros_later), R3_CASE(the_position_stays), R3_CASE(what_has_no_name), \
	R3_CASE(what_may_be_written_no_more), R3_CASE(takes_set_id_bits_away), \
	R3_CASE(a_mapping_loses_pages), R3_CASE(what_is_sealed)
#define UNREACHED \
	R3_NEVER(EACCES, "truncate's"), R3_NEVER(EFAULT, "truncate's"), \
	R3_NEVER(EINTR, "network filesystems that wait"), R3_NEVER(EIO, "a disk that fails"), \
	R3_NEVER(EISDIR, "truncate's"), R3_NEVER(ELOOP, "truncate's"), \
	R3_NEVER(ENAMETOOLONG, "truncate's"), R3_NEVER(ENOENT, "truncate's"), \
	R3_NEVER(ENOTDIR, "truncate's"), R3_NEVER(EROFS, "truncate's"), \
	R3_NEVER(ETXTBSY, "truncate's")

#define AS_IT_IS(n) (n)

static const struct r3_row rows[] = {
	CUT_ROWS(AS_IT_IS),
	{"to 33 bits", 0, R3_WITH(R3_FD(FILE), 0x100000000), .abis = R3_ONLY_X86_64},
	{"to the sign bit", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0x80000000), .abis = R3_ONLY_I386},
	{"to the lowest", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), INT64_MIN), .abis = R3_ONLY_X86_64},
};

R3_SUITE(ftruncate, .page = "truncate", .rows = R3_ROWS(rows), .cases = R3_CASES(CASES),
	 .unreached = R3_UNREACHED(UNREACHED));

static const struct r3_row rows64[] = {
	CUT_ROWS(R3_WIDE),
	{"to the sign bit", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), 0, 0x80000000)},
	{"to 33 bits, not opened for it", R3_ERR(EINVAL), R3_WITH(R3_FD(FILE), R3_WIDE(0x100000000))},
	{"to 33 bits, a memory file", 0, R3_WITH(R3_FD(MEMFD), R3_WIDE(0x100000000))},
};

R3_SUITE(ftruncate64, .page = "truncate", .rows = R3_ROWS(rows64),
	 .cases = R3_CASES(CASES, R3_CASE(not_opened_for_large_files)),
	 .unreached = R3_UNREACHED(UNREACHED));
