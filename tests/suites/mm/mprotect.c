/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mprotect(2) */
#include "pages.h"

#define GROWS (PROT_GROWSDOWN | PROT_GROWSUP)
#define PROT_SEM 8

static const struct r3_row rows[] = {
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, PROT_READ), .setup = map_area},
	{"an odd address, no bytes", R3_ERR(EINVAL), R3_WITH(AREA + 1, 0, PROT_READ)},
	{"no bytes", 0, R3_WITH(AREA, 0, PROT_READ), .setup = map_area},
	{"no bytes of nothing", 0, R3_WITH(AREA, 0, PROT_READ)},
	{"no bytes, an unknown protection", 0, R3_WITH(AREA, 0, 0x40000000)},
	{"one byte is a page", 0, R3_WITH(AREA, 1, PROT_NONE), .setup = map_area},
	{"where nothing is", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, PROT_READ)},
	{"what has a hole", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE, PROT_READ), .setup = map_with_hole},
	{"beyond what is mapped", R3_ERR(ENOMEM), R3_WITH(AREA, 4 * PAGE, PROT_READ), .setup = map_area},
	{"a size that wraps", R3_ERR(ENOMEM), R3_WITH(AREA, -PAGE, PROT_READ), .setup = map_area},
	{"a size that becomes 0 when it is rounded", R3_ERR(ENOMEM),
	 R3_WITH(AREA, -1, PROT_READ), .setup = map_area},
	{"the kernel", R3_ERR(ENOMEM), R3_WITH(R3_KERNEL, PAGE, PROT_READ)},
	{"an unknown protection", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 0x40000000), .setup = map_area},
	{"an unknown protection of nothing", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 0x40000000)},
	{"both ways of growing", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, GROWS | RW), .setup = map_area},
	{"both ways of growing, an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, GROWS | RW)},
	{"what does not grow down, as if it did", R3_ERR(EINVAL),
	 R3_WITH(AREA, PAGE, RW | PROT_GROWSDOWN), .setup = map_area},
	{"what does not grow up, as if it did", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, RW | PROT_GROWSUP),
	 .setup = map_area},
	{"for semaphores", 0, R3_WITH(AREA, PAGE, RW | PROT_SEM), .setup = map_area},
	{"everything", 0, R3_WITH(AREA, PAGE, RW | PROT_EXEC), .setup = map_area},
};

static void takes_and_gives(struct r3_task *t)
{
	map_area(t);
	r3_put(t, AREA, "kept", 4);
	r3_assert_result(t, 0, SYS_mprotect, AREA, PAGE, PROT_READ);
	assert_true(readable(t, AREA) && !writable(t, AREA) && writable(t, AREA + PAGE));
	r3_assert_result(t, 0, SYS_mprotect, AREA, PAGE, PROT_NONE);
	assert_true(!readable(t, AREA) && !writable(t, AREA));
	r3_assert_result(t, 0, SYS_mprotect, AREA, PAGE, RW);
	r3_assert_memory(t, AREA, "kept", 4);
	assert_true(writable(t, AREA));
}

/* What comes before the hole has changed. */
static void up_to_a_hole(struct r3_task *t)
{
	map_with_hole(t);
	r3_assert_errno(t, ENOMEM, SYS_mprotect, AREA, 3 * PAGE, PROT_READ);
	assert_true(!writable(t, AREA) && writable(t, AREA + 2 * PAGE));
}

static void a_file_for_reading(struct r3_task *t)
{
	r3_ptr p = (r3_ptr)map_at(t, 0, PAGE, PROT_READ, MAP_SHARED, r3_fd(t, R3_FD_RDONLY));
	r3_ptr q = (r3_ptr)map_at(t, 0, PAGE, PROT_READ, MAP_PRIVATE, r3_fd(t, R3_FD_RDONLY));

	r3_assert_errno(t, EACCES, SYS_mprotect, p, PAGE, RW);
	r3_assert_errno(t, EACCES, SYS_mprotect, p, PAGE, PROT_WRITE);
	r3_assert_result(t, 0, SYS_mprotect, q, PAGE, RW);
	assert_true(writable(t, q));
	r3_assert_file(t, "file", "abcdefghijklmnopqrstuvwxyz", 26);
}

static void the_limit_of_data(struct r3_task *t)
{
	map_area(t);
	r3_assert_result(t, 0, SYS_mprotect, AREA, 3 * PAGE, PROT_READ);
	limit(t, RLIMIT_DATA, PAGE);
	r3_assert_errno(t, ENOMEM, SYS_mprotect, AREA, PAGE, RW);
	r3_assert_result(t, 0, SYS_mprotect, AREA, PAGE, PROT_READ | PROT_EXEC);
}

/* Without a key it is mprotect. Which keys there are depends on the CPU; 16 there are never. */
static const struct r3_row keys[] = {
	{"no key", 0, R3_WITH(AREA, PAGE, PROT_READ, -1), .setup = map_area},
	{"no key, nothing there", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, PROT_READ, -1)},
	{"no key, an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, PROT_READ, -1)},
	{"no key, an unknown protection", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 0x40000000, -1)},
	{"a key that is not allocated", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PROT_READ, 5),
	 .setup = map_area},
	{"a key that is not allocated, nothing there", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PROT_READ, 5)},
	{"a key beyond all", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PROT_READ, 16), .setup = map_area},
	{"key -2", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PROT_READ, -2), .setup = map_area},
};

static void a_file_for_reading_and_no_key(struct r3_task *t)
{
	r3_ptr p = (r3_ptr)map_at(t, 0, PAGE, PROT_READ, MAP_SHARED, r3_fd(t, R3_FD_RDONLY));

	r3_assert_errno(t, EACCES, SYS_pkey_mprotect, p, PAGE, RW, -1);
}

R3_SUITE(mprotect, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(takes_and_gives), R3_CASE(up_to_a_hole),
			   R3_CASE(a_file_for_reading), R3_CASE(the_limit_of_data)));
R3_SUITE(pkey_mprotect, .page = "mprotect", .rows = R3_ROWS(keys),
	 .cases = R3_CASES(R3_CASE(a_file_for_reading_and_no_key)));
