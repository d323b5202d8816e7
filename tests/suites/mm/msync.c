/* SPDX-License-Identifier: GPL-2.0-or-later */
/* msync(2) */
#include "pages.h"

static void lock_area(struct r3_task *t)
{
	map_area(t);
	r3_assert_result(t, 0, SYS_mlock, AREA, PAGE);
}

static const struct r3_row rows[] = {
	{"later", 0, R3_WITH(AREA, 3 * PAGE, MS_ASYNC), .setup = map_area},
	{"now", 0, R3_WITH(AREA, 3 * PAGE, MS_SYNC), .setup = map_area},
	{"no flag", 0, R3_WITH(AREA, 3 * PAGE, 0), .setup = map_area},
	{"later and now", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, MS_ASYNC | MS_SYNC), .setup = map_area},
	{"others are to forget it", 0, R3_WITH(AREA, PAGE, MS_INVALIDATE | MS_SYNC), .setup = map_area},
	{"others are to forget what is locked", R3_ERR(EBUSY), R3_WITH(AREA, PAGE, MS_INVALIDATE),
	 .setup = lock_area},
	{"what is locked", 0, R3_WITH(AREA, PAGE, MS_SYNC), .setup = lock_area},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 8), .setup = map_area},
	{"an unknown flag, nothing there", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 8)},
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, MS_SYNC), .setup = map_area},
	{"an odd size", 0, R3_WITH(AREA, 5000, MS_SYNC), .setup = map_area},
	{"no bytes", 0, R3_WITH(AREA, 0, MS_SYNC)},
	{"no bytes at an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, 0, MS_SYNC)},
	{"where nothing is", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, MS_SYNC)},
	{"what has a hole", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE, MS_SYNC), .setup = map_with_hole},
	{"a size that wraps", R3_ERR(ENOMEM), R3_WITH(AREA, -PAGE, MS_SYNC), .setup = map_area},
	{"a size that becomes 0 when it is rounded", 0, R3_WITH(AREA, -1, MS_SYNC), .setup = map_area,
	 .abis = R3_ONLY_X86_64},
	{"the kernel", R3_ERR(ENOMEM), R3_WITH(R3_KERNEL, PAGE, MS_SYNC)},
};

static void a_file(struct r3_task *t)
{
	r3_ptr p = (r3_ptr)map_at(t, 0, PAGE, RW, MAP_SHARED, r3_fd(t, R3_FD_FILE));

	r3_put(t, p, "A", 1);
	r3_assert_result(t, 0, SYS_msync, p, PAGE, MS_SYNC);
	r3_assert_file(t, "file", "Abcdefghijklmnopqrstuvwxyz", 26);
}

R3_SUITE(msync, .rows = R3_ROWS(rows), .cases = R3_CASES(R3_CASE(a_file)));
