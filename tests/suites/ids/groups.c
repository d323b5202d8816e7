/* SPDX-License-Identifier: GPL-2.0-or-later */
/* getgroups(2), setgroups(2): 32-bit ids, but for i386's older calls. */
#include "ids.h"

static const struct r3_row gets[] = {
	{"how many", R3_ANY_OK, R3_WITH(0, R3_NULL)},
	{"how many, into nothing", R3_ANY_OK, R3_WITH(0, R3_BAD)},
	{"fewer than none", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(4))},
	{"as many as there can be", R3_ANY_OK, R3_WITH(65536, R3_OUT(65536 * 4))},
};

static const struct r3_row sets[] = {
	{"by nobody who may", R3_ERR(EPERM), R3_WITH(1, R3_U32S(5))},
	{"by nobody who may, too many", R3_ERR(EPERM), R3_WITH(65537, R3_BAD)},
	{"by nobody who may, none", R3_ERR(EPERM), R3_WITH(0, R3_NULL)},
	{"none", 0, R3_WITH(0, R3_NULL), .as_root = 1},
	{"none, from nowhere", 0, R3_WITH(0, R3_BAD), .as_root = 1},
	{"too many", R3_ERR(EINVAL), R3_WITH(65537, R3_OUT(16)), .as_root = 1},
	{"too many, from nowhere", R3_ERR(EINVAL), R3_WITH(65537, R3_BAD), .as_root = 1},
	{"fewer than none", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(16)), .as_root = 1},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(1, R3_BAD), .as_root = 1},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(1, R3_NULL), .as_root = 1},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(8, R3_SHORT(12)), .as_root = 1},
};

/* Bytes that an id has. */
static size_t width(struct r3_task *t)
{
	return r3_is_i386(t) && !strstr(r3_suite_call(t), "32") ? 2 : 4;
}

static int64_t set(struct r3_task *t, int n, r3_ptr ids)
{
	return r3_call(t, width(t) == 2 || !r3_is_i386(t) ? "setgroups" : "setgroups32", n, ids);
}

static int64_t get(struct r3_task *t, int n, r3_ptr ids)
{
	return r3_call(t, width(t) == 2 || !r3_is_i386(t) ? "getgroups" : "getgroups32", n, ids);
}

/* What was set is there, sorted. */
static void what_was_set(struct r3_task *t)
{
	uint32_t ids[3] = { 30, 10, 20 };
	uint16_t narrow[3] = { 30, 10, 20 };
	size_t w = width(t);
	r3_ptr p = r3_alloc(t, 3 * w);

	r3_put(t, p, w == 4 ? (void *)ids : narrow, 3 * w);
	assert_int_equal(set(t, 3, p), 0);
	assert_int_equal(get(t, 0, 0), 3);
	assert_int_equal(get(t, 2, p), -EINVAL);
	assert_int_equal(get(t, 3, R3_BAD_PTR), -EFAULT);
	assert_int_equal(get(t, 3, r3_alloc_cut(t, 3 * w, w)), -EFAULT);
	assert_int_equal(get(t, 3, p), 3);
	r3_assert_memory(t, p, w == 4 ? "\12\0\0\0\24\0\0\0\36\0\0\0" : "\12\0\24\0\36\0", 3 * w);
	assert_int_equal(set(t, 0, 0), 0);
	assert_int_equal(get(t, 3, p), 0);
}

/* A file of a group that the task is in. */
static void what_they_are_for(struct r3_task *t)
{
	r3_ptr id = r3_alloc(t, 4), path = r3_string(t, "file");

	r3_make_file(t, "file", "x", 1, 0640);
	r3_assert_result(t, 0, SYS_chown, path, 0, OTHER);
	r3_put(t, id, (uint32_t[]){ OTHER }, 4);
	assert_int_equal(set(t, 1, id), 0);
	r3_assert_result(t, 0, SYS_setresgid, OTHER + 1, OTHER + 1, OTHER + 1);
	r3_assert_result(t, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_ok(t, SYS_open, path, 0);
	r3_assert_errno(t, EACCES, SYS_open, path, 1);
	assert_int_equal(set(t, 0, 0), -EPERM);
}

static void set_once(struct r3_task *t, unsigned n, void *ctx)
{
	int64_t r = set(t, 2, *(r3_ptr *)ctx);

	(void)n;
	if (r)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr ids = r3_alloc(t, 8);

	r3_sweep_failing(t, R3_FAIL_ALLOC, set_once, &ids);
}

R3_SUITE(getgroups, .calls = "getgroups getgroups32", .page = "getgroups", .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(what_was_set, .as_root = 1)),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOMEM, "setgroups'"), R3_NEVER(EPERM, "setgroups'")));
R3_SUITE(setgroups, .calls = "setgroups setgroups32", .page = "getgroups", .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(what_was_set, .as_root = 1), R3_CASE(what_they_are_for, .as_root = 1),
			   R3_CASE(memory_runs_out, .as_root = 1,
				   .ring3_only = "no allocation of the host's can be made to fail")));
