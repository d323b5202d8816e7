/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mremap(2) */
#include "pages.h"

#define ELSEWHERE 0x31000000
#define MOVE MREMAP_MAYMOVE
#define FIXED (MREMAP_MAYMOVE | MREMAP_FIXED)
#define KEEP (MREMAP_MAYMOVE | MREMAP_DONTUNMAP)

static void map_neighbour(struct r3_task *t)
{
	map_area(t);
	assert_int_equal(map_at(t, AREA_END, PAGE, PROT_NONE, ANON | MAP_FIXED, -1), AREA_END);
}

static void map_shared(struct r3_task *t)
{
	assert_int_equal(map_at(t, AREA, 3 * PAGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, -1), AREA);
}

static const struct r3_row rows[] = {
	{"as large as it is", AREA, R3_WITH(AREA, 3 * PAGE, 3 * PAGE, 0), .setup = map_area},
	{"smaller", AREA, R3_WITH(AREA, 3 * PAGE, PAGE, 0), .setup = map_area},
	{"larger, where there is room", AREA, R3_WITH(AREA, 3 * PAGE, 4 * PAGE, 0), .setup = map_area},
	{"larger, where there is none", R3_ERR(ENOMEM), R3_WITH(AREA, 3 * PAGE, 4 * PAGE, 0),
	 .setup = map_neighbour},
	{"larger, and it may move", R3_ANY_OK, R3_WITH(AREA, 3 * PAGE, 4 * PAGE, MOVE),
	 .setup = map_neighbour},
	{"a part, larger", R3_ERR(ENOMEM), R3_WITH(AREA, PAGE, 2 * PAGE, 0), .setup = map_area},
	{"a part, larger, and it may move", R3_ANY_OK, R3_WITH(AREA, PAGE, 2 * PAGE, MOVE),
	 .setup = map_area},
	{"an unknown flag", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, 8), .setup = map_area},
	{"an unknown flag of nothing", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, 8)},
	{"to a place, not to be moved", R3_ERR(EINVAL),
	 R3_WITH(AREA, PAGE, PAGE, MREMAP_FIXED, ELSEWHERE), .setup = map_area},
	{"to be left, not to be moved", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, MREMAP_DONTUNMAP),
	 .setup = map_area},
	{"to be left, of another size", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 2 * PAGE, KEEP),
	 .setup = map_area},
	{"an odd address", R3_ERR(EINVAL), R3_WITH(AREA + 1, PAGE, PAGE, 0), .setup = map_area},
	{"to no bytes", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 0, 0), .setup = map_area},
	{"of nothing to no bytes", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, 0, 0)},
	{"of nothing", R3_ERR(EFAULT), R3_WITH(AREA, PAGE, 2 * PAGE, 0)},
	{"of nothing, smaller", R3_ERR(EFAULT), R3_WITH(AREA, 2 * PAGE, PAGE, 0)},
	{"of the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, PAGE, 2 * PAGE, 0)},
	{"beyond one mapping", R3_ERR(EFAULT), R3_WITH(AREA, 4 * PAGE, 5 * PAGE, 0),
	 .setup = map_neighbour},
	{"no old bytes, private", R3_ERR(EINVAL), R3_WITH(AREA, 0, PAGE, MOVE), .setup = map_area},
	{"no old bytes, shared", R3_ANY_OK, R3_WITH(AREA, 0, PAGE, MOVE), .setup = map_shared},
	{"no old bytes, shared, not to be moved", R3_ERR(ENOMEM), R3_WITH(AREA, 0, PAGE, 0),
	 .setup = map_shared},
	{"a size that wraps", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, -1, MOVE), .setup = map_area,
	 .abis = R3_ONLY_X86_64},
	{"more than there are addresses", R3_ERR(ENOMEM),
	 R3_WITH(AREA, PAGE, R3_BY_ABI(1ll << 46, 0xe0000000), MOVE), .setup = map_area},
	{"to a place", ELSEWHERE, R3_WITH(AREA, PAGE, PAGE, FIXED, ELSEWHERE), .setup = map_area},
	{"to a place, larger", ELSEWHERE, R3_WITH(AREA, PAGE, 2 * PAGE, FIXED, ELSEWHERE),
	 .setup = map_area},
	{"to a place, smaller", ELSEWHERE, R3_WITH(AREA, 3 * PAGE, PAGE, FIXED, ELSEWHERE),
	 .setup = map_area},
	{"to an odd place", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, FIXED, ELSEWHERE + 1),
	 .setup = map_area},
	{"onto itself", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, FIXED, AREA), .setup = map_area},
	{"over itself", R3_ERR(EINVAL), R3_WITH(AREA, 2 * PAGE, 2 * PAGE, FIXED, AREA + PAGE),
	 .setup = map_area},
	{"into the kernel", R3_ERR(EINVAL), R3_WITH(AREA, PAGE, PAGE, FIXED, R3_KERNEL),
	 .setup = map_area},
	{"to page 0", R3_ERR(EPERM), R3_WITH(AREA, PAGE, PAGE, FIXED, 0), .setup = map_area},
	{"to a place and to be left", ELSEWHERE,
	 R3_WITH(AREA, PAGE, PAGE, FIXED | MREMAP_DONTUNMAP, ELSEWHERE), .setup = map_area},
};

static void the_contents_move(struct r3_task *t)
{
	map_area(t);
	r3_put(t, AREA, "one", 3);
	r3_put(t, AREA + 2 * PAGE, "three", 5);
	r3_assert_result(t, ELSEWHERE, SYS_mremap, AREA, 3 * PAGE, 4 * PAGE, FIXED, ELSEWHERE);
	assert_false(readable(t, AREA) || readable(t, AREA + 2 * PAGE));
	r3_assert_memory(t, ELSEWHERE, "one", 3);
	r3_assert_memory(t, ELSEWHERE + 2 * PAGE, "three", 5);
	r3_assert_memory(t, ELSEWHERE + 3 * PAGE, "\0\0", 2);
}

/* What was there is gone, even when there was another mapping in its midst. */
static void the_place_is_cleared(struct r3_task *t)
{
	map_area(t);
	assert_int_equal(map_at(t, ELSEWHERE, 2 * PAGE, RW, ANON | MAP_FIXED, -1), ELSEWHERE);
	r3_put(t, ELSEWHERE, "old", 3);
	r3_put(t, ELSEWHERE + PAGE, "stays", 5);
	r3_put(t, AREA, "new", 3);
	r3_assert_result(t, ELSEWHERE, SYS_mremap, AREA, PAGE, PAGE, FIXED, ELSEWHERE);
	r3_assert_memory(t, ELSEWHERE, "new", 3);
	r3_assert_memory(t, ELSEWHERE + PAGE, "stays", 5);
}

static void what_is_left_is_empty(struct r3_task *t)
{
	int64_t to;

	map_area(t);
	r3_put(t, AREA, "moves", 5);
	to = r3_assert_ok(t, SYS_mremap, AREA, PAGE, PAGE, KEEP);
	assert_int_not_equal(to, AREA);
	r3_assert_memory(t, (r3_ptr)to, "moves", 5);
	r3_assert_memory(t, AREA, "\0\0\0\0\0", 5);
}

/* The copy of a shared mapping that old size 0 makes is of the same memory. */
static void no_old_bytes_share(struct r3_task *t)
{
	int64_t to;

	map_shared(t);
	r3_put(t, AREA, "shared", 6);
	to = r3_assert_ok(t, SYS_mremap, AREA, 0, PAGE, MOVE);
	r3_put(t, AREA, "S", 1);
	r3_assert_memory(t, (r3_ptr)to, "Shared", 6);
}

static void the_limit_of_address_space(struct r3_task *t)
{
	map_area(t);
	limit(t, RLIMIT_AS, PAGE);
	r3_assert_errno(t, ENOMEM, SYS_mremap, AREA, 3 * PAGE, 4 * PAGE, 0);
	r3_assert_result(t, AREA, SYS_mremap, AREA, 3 * PAGE, PAGE, 0);
}

static void the_limit_of_locked_memory(struct r3_task *t)
{
	map_area(t);
	limit(t, RLIMIT_MEMLOCK, 3 * PAGE);
	r3_assert_result(t, 0, SYS_mlock, AREA, 3 * PAGE);
	r3_assert_errno(t, EAGAIN, SYS_mremap, AREA, 3 * PAGE, 4 * PAGE, 0);
}

R3_SUITE(mremap, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(the_contents_move), R3_CASE(the_place_is_cleared),
			   R3_CASE(what_is_left_is_empty), R3_CASE(no_old_bytes_share),
			   R3_CASE(the_limit_of_address_space), R3_CASE(the_limit_of_locked_memory)));
