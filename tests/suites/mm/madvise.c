/* SPDX-License-Identifier: GPL-2.0-or-later */
/* madvise(2) */
#include "pages.h"

#define NO_ADVICE 99

static void map_shared_file(struct r3_task *t)
{
	assert_int_equal(map_at(t, AREA, 3 * PAGE, RW, MAP_SHARED | MAP_FIXED, r3_fd(t, R3_FD_FILE)),
			 AREA);
}

static void map_private_file(struct r3_task *t)
{
	assert_int_equal(map_at(t, AREA, 3 * PAGE, RW, MAP_PRIVATE | MAP_FIXED, r3_fd(t, R3_FD_FILE)),
			 AREA);
}

static void map_file_for_reading(struct r3_task *t)
{
	assert_int_equal(map_at(t, AREA, 3 * PAGE, PROT_READ, MAP_SHARED | MAP_FIXED,
				r3_fd(t, R3_FD_RDONLY)),
			 AREA);
}

static void lock_area(struct r3_task *t)
{
	map_area(t);
	r3_assert_result(t, 0, SYS_mlock, AREA, PAGE);
}

#define AREA_IS(what_, expected_, advice, setup_) \
	{what_, expected_, R3_WITH(AREA, 3 * PAGE, advice), .setup = setup_}

static const struct r3_row rows[] = {
	AREA_IS("normal", 0, MADV_NORMAL, map_area),
	AREA_IS("random", 0, MADV_RANDOM, map_area),
	AREA_IS("sequential", 0, MADV_SEQUENTIAL, map_area),
	AREA_IS("needed, without a file", 0, MADV_WILLNEED, map_area),
	AREA_IS("needed, of a file", 0, MADV_WILLNEED, map_shared_file),
	AREA_IS("not needed", 0, MADV_DONTNEED, map_area),
	AREA_IS("not needed, of a file", 0, MADV_DONTNEED, map_shared_file),
	AREA_IS("not needed, but locked", R3_ERR(EINVAL), MADV_DONTNEED, lock_area),
	AREA_IS("not needed, though locked", 0, MADV_DONTNEED_LOCKED, lock_area),
	AREA_IS("free", 0, MADV_FREE, map_area),
	AREA_IS("free, of a file", R3_ERR(EINVAL), MADV_FREE, map_private_file),
	AREA_IS("free, shared", R3_ERR(EINVAL), MADV_FREE, map_shared_file),
	AREA_IS("free, but locked", R3_ERR(EINVAL), MADV_FREE, lock_area),
	AREA_IS("removed, of a file", 0, MADV_REMOVE, map_shared_file),
	AREA_IS("removed, private", R3_ERR(EINVAL), MADV_REMOVE, map_area),
	AREA_IS("removed, a private file", R3_ERR(EACCES), MADV_REMOVE, map_private_file),
	AREA_IS("removed, for reading", R3_ERR(EACCES), MADV_REMOVE, map_file_for_reading),
	AREA_IS("removed, locked", R3_ERR(EINVAL), MADV_REMOVE, lock_area),
	AREA_IS("not for children", 0, MADV_DONTFORK, map_area),
	AREA_IS("for children", 0, MADV_DOFORK, map_area),
	AREA_IS("wiped for children", 0, MADV_WIPEONFORK, map_area),
	AREA_IS("wiped for children, of a file", R3_ERR(EINVAL), MADV_WIPEONFORK, map_private_file),
	AREA_IS("wiped for children, shared", R3_ERR(EINVAL), MADV_WIPEONFORK, map_shared_file),
	AREA_IS("kept for children", 0, MADV_KEEPONFORK, map_area),
	AREA_IS("not in cores", 0, MADV_DONTDUMP, map_area),
	AREA_IS("in cores", 0, MADV_DODUMP, map_area),
	AREA_IS("cold", 0, MADV_COLD, map_area),
	AREA_IS("cold, but locked", R3_ERR(EINVAL), MADV_COLD, lock_area),
	AREA_IS("out of memory", 0, MADV_PAGEOUT, map_area),
	AREA_IS("to be read", 0, MADV_POPULATE_READ, map_area),
	AREA_IS("to be written", 0, MADV_POPULATE_WRITE, map_area),
	AREA_IS("to be written, for reading", R3_ERR(EINVAL), MADV_POPULATE_WRITE, map_file_for_reading),
	AREA_IS("to be read, with a hole", R3_ERR(ENOMEM), MADV_POPULATE_READ, map_with_hole),
	AREA_IS("to be read, beyond the file", R3_ERR(EFAULT), MADV_POPULATE_READ, map_shared_file),
	AREA_IS("no advice", R3_ERR(EINVAL), NO_ADVICE, map_area),
	AREA_IS("advice -1", R3_ERR(EINVAL), -1, map_area),
	AREA_IS("with a hole", R3_ERR(ENOMEM), MADV_NORMAL, map_with_hole),
	AREA_IS("not needed, with a hole", R3_ERR(ENOMEM), MADV_DONTNEED, map_with_hole),
	{"nothing there", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, MADV_DONTNEED)},
	{"nothing there, no advice", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, NO_ADVICE)},
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, MADV_NORMAL), .setup = map_area},
	{"an odd address, no bytes", R3_ERR(EINVAL), R3_WITH(AREA + 1, 0, MADV_NORMAL)},
	{"no bytes", 0, R3_WITH(AREA, 0, MADV_DONTNEED), .setup = map_area},
	{"no bytes, no advice", R3_ERR(EINVAL), R3_WITH(AREA, 0, NO_ADVICE)},
	{"a size that wraps", R3_ERR(EINVAL), R3_WITH(AREA, -PAGE, MADV_NORMAL),
	 .setup = map_area, .abis = R3_ONLY_X86_64},
	{"a size that becomes 0 when it is rounded", R3_ERR(EINVAL), R3_WITH(AREA, -1, MADV_NORMAL),
	 .setup = map_area, .abis = R3_ONLY_X86_64},
	{"the kernel", R3_ERR(ENOMEM), R3_WITH(R3_KERNEL, PAGE, MADV_NORMAL)},
};

static void what_is_not_needed_is_gone(struct r3_task *t)
{
	map_area(t);
	r3_put(t, AREA, "one", 3);
	r3_put(t, AREA + PAGE, "two", 3);
	r3_assert_result(t, 0, SYS_madvise, AREA, PAGE, MADV_DONTNEED);
	r3_assert_memory(t, AREA, "\0\0\0", 3);
	r3_assert_memory(t, AREA + PAGE, "two", 3);
}

static void a_private_file_is_as_it_was(struct r3_task *t)
{
	map_private_file(t);
	r3_put(t, AREA, "mine", 4);
	r3_assert_result(t, 0, SYS_madvise, AREA, PAGE, MADV_DONTNEED);
	r3_assert_memory(t, AREA, "abcd", 4);
}

static void what_is_removed_is_a_hole(struct r3_task *t)
{
	map_shared_file(t);
	r3_assert_result(t, 0, SYS_madvise, AREA, PAGE, MADV_REMOVE);
	r3_assert_memory(t, AREA, "\0\0\0\0", 4);
	r3_assert_file(t, "file", "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 26);
}

/* What is behind the hole has been done, too. */
static void goes_on_behind_a_hole(struct r3_task *t)
{
	map_with_hole(t);
	r3_put(t, AREA + 2 * PAGE, "three", 5);
	r3_assert_errno(t, ENOMEM, SYS_madvise, AREA, 3 * PAGE, MADV_DONTNEED);
	r3_assert_memory(t, AREA + 2 * PAGE, "\0\0\0\0\0", 5);
}

static void children_see(struct r3_task *t)
{
	struct r3_task *child;

	map_area(t);
	for (int i = 0; i < 3; i++)
		r3_put(t, (r3_ptr)(AREA + i * PAGE), "data", 4);
	r3_assert_result(t, 0, SYS_madvise, AREA, PAGE, MADV_WIPEONFORK);
	r3_assert_result(t, 0, SYS_madvise, AREA + PAGE, PAGE, MADV_DONTFORK);
	child = r3_fork(t);
	r3_assert_memory(child, AREA, "\0\0\0\0", 4);
	assert_false(readable(child, AREA + PAGE));
	r3_assert_memory(child, AREA + 2 * PAGE, "data", 4);
	r3_assert_memory(t, AREA, "data", 4);
}

R3_SUITE(madvise, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(what_is_not_needed_is_gone), R3_CASE(a_private_file_is_as_it_was),
			   R3_CASE(what_is_removed_is_a_hole), R3_CASE(goes_on_behind_a_hole),
			   R3_CASE(children_see)),
	 .unreached = R3_UNREACHED(
		 R3_NEVER(EAGAIN, "kernel memory that is short for a moment"),
		 R3_NEVER(EBADF, "MADV_WILLNEED of a mapping without a file has been fine since 5.4"),
		 R3_NEVER(EBUSY, "pages under migration"), R3_NEVER(EHWPOISON, "broken memory"),
		 R3_NEVER(EPERM, "MADV_HWPOISON, which a kernel need not have, and others of root's"),
		 R3_NEVER(EIO, "a disk that fails")));

static const struct r3_row by_pidfd[] = {
	{"not open", R3_ERR(EBADF), R3_WITH(R3_CLOSED, R3_IOV(AREA, PAGE), 1, MADV_COLD, 0)},
	{"an unknown flag", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(PIDFD), R3_IOV(AREA, PAGE), 1, MADV_COLD, 1)},
	{"not open, an unknown flag", R3_ERR(EINVAL), R3_WITH(R3_CLOSED, R3_BAD, 1, MADV_COLD, 1)},
	{"no pidfd", R3_ERR(EBADF), R3_WITH(R3_FD(FILE), R3_IOV(AREA, PAGE), 1, MADV_COLD, 0)},
	{"no pidfd, and ranges nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(FILE), R3_BAD, 1, MADV_COLD, 0)},
	{"ranges nowhere", R3_ERR(EFAULT), R3_WITH(R3_FD(PIDFD), R3_BAD, 1, MADV_COLD, 0)},
	{"too many ranges", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), R3_BAD, 1025, MADV_COLD, 0)},
	{"cold", PAGE, R3_WITH(R3_FD(PIDFD), R3_IOV(AREA, PAGE), 1, MADV_COLD, 0), .setup = map_area},
	{"two ranges", 2 * PAGE,
	 R3_WITH(R3_FD(PIDFD), R3_IOV(AREA, PAGE, AREA + 2 * PAGE, PAGE), 2, MADV_COLD, 0),
	 .setup = map_with_hole},
	{"no ranges", 0, R3_WITH(R3_FD(PIDFD), R3_NULL, 0, MADV_COLD, 0)},
	{"a hole first", R3_ERR(ENOMEM),
	 R3_WITH(R3_FD(PIDFD), R3_IOV(AREA + PAGE, PAGE, AREA, PAGE), 2, MADV_COLD, 0),
	 .setup = map_with_hole},
	{"a hole after a page", PAGE,
	 R3_WITH(R3_FD(PIDFD), R3_IOV(AREA, PAGE, AREA + PAGE, PAGE), 2, MADV_COLD, 0),
	 .setup = map_with_hole},
	{"an odd address", R3_ERR(EINVAL),
	 R3_WITH(R3_FD(PIDFD), R3_IOV(AREA + 1, PAGE), 1, MADV_COLD, 0), .setup = map_area},
	{"no advice", R3_ERR(EINVAL), R3_WITH(R3_FD(PIDFD), R3_IOV(AREA, PAGE), 1, NO_ADVICE, 0),
	 .setup = map_area},
};

static void of_another(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	int64_t fd = r3_assert_ok(t, SYS_pidfd_open, r3_tid(child), 0);
	r3_ptr ranges = r3_words(t, 2, (int64_t)AREA, (int64_t)PAGE);

	assert_int_equal(map_at(child, AREA, PAGE, RW, ANON | MAP_FIXED, -1), AREA);
	r3_assert_errno(t, EINVAL, SYS_process_madvise, fd, ranges, 1, MADV_DONTNEED, 0);
	r3_assert_errno(t, EPERM, SYS_process_madvise, fd, ranges, 1, MADV_COLD, 0);
	r3_end(child, 0);
	r3_assert_errno(t, ESRCH, SYS_process_madvise, fd, ranges, 1, MADV_COLD, 0);
}

static void of_another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr ranges = r3_words(child, 2, (int64_t)AREA, (int64_t)PAGE);
	int64_t fd = r3_assert_ok(child, SYS_pidfd_open, r3_tid(t), 0);

	r3_assert_result(child, 0, SYS_setresuid, 1000, 1000, 1000);
	r3_assert_errno(child, EACCES, SYS_process_madvise, fd, ranges, 1, MADV_COLD, 0);
}

R3_SUITE(process_madvise, .rows = R3_ROWS(by_pidfd),
	 .cases = R3_CASES(R3_CASE(of_another), R3_CASE(of_another_user, .as_root = 1)));
