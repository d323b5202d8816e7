/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mincore(2) */
#include "pages.h"

static const struct r3_row rows[] = {
	{"three pages", 0, R3_WITH(AREA, 3 * PAGE, R3_OUT(3)), .setup = map_area},
	{"two pages and a byte", 0, R3_WITH(AREA, 2 * PAGE + 1, R3_OUT(3)), .setup = map_area},
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, R3_OUT(3)), .setup = map_area},
	{"an odd address, into nothing", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, R3_BAD)},
	{"an odd address of the kernel's", R3_ERR(EINVAL), R3_WITH(-PAGE + 1, PAGE, R3_OUT(3))},
	{"no bytes", 0, R3_WITH(AREA, 0, R3_OUT(1)), .setup = map_area},
	{"no bytes of nothing", 0, R3_WITH(AREA, 0, R3_OUT(1))},
	{"where nothing is", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, R3_OUT(1))},
	{"where nothing is, into nothing", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, R3_BAD)},
	{"what has a hole", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE, R3_OUT(3)), .setup = map_with_hole},
	{"a size that wraps", R3_ERR(ENOMEM), R3_WITH(AREA, -PAGE, R3_OUT(1)),
	 .setup = map_area, .abis = R3_ONLY_X86_64},
	{"the kernel", R3_ERR(ENOMEM), R3_WITH(-2 * PAGE, PAGE, R3_OUT(1))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(AREA, PAGE, R3_BAD), .setup = map_area},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(AREA, PAGE, R3_KERNEL), .setup = map_area},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(AREA, PAGE, R3_RO(1)), .setup = map_area},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(AREA, 3 * PAGE, R3_SHORT(2)), .setup = map_area},
};

static void what_was_touched(struct r3_task *t)
{
	r3_ptr vec = r3_alloc(t, 3);

	map_area(t);
	r3_put(t, AREA + PAGE, "x", 1);
	r3_assert_result(t, 0, SYS_mincore, AREA, 3 * PAGE, vec);
	r3_assert_memory(t, vec, "\0\1\0", 3);
	r3_assert_result(t, 0, SYS_madvise, AREA, 3 * PAGE, MADV_DONTNEED);
	r3_assert_result(t, 0, SYS_mincore, AREA, 3 * PAGE, vec);
	r3_assert_memory(t, vec, "\0\0\0", 3);
}

R3_SUITE(mincore, .rows = R3_ROWS(rows), .cases = R3_CASES(R3_CASE(what_was_touched)));
