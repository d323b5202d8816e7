/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits and what was used: getrlimit, setrlimit, prlimit64, getrusage, times, sysinfo. */
#include <sys/resource.h>

#include "ids.h"

#define NO_LIMIT 16
#define WIDE_LIMIT(soft, hard) R3_U64S(soft, hard)

static const struct r3_row gets[] = {
	{"of descriptors", 0, R3_WITH(RLIMIT_NOFILE, R3_OUT(16))},
	{"of stacks", 0, R3_WITH(RLIMIT_STACK, R3_OUT(16))},
	{"the last one", 0, R3_WITH(RLIMIT_RTTIME, R3_OUT(16))},
	{"one beyond", R3_ERR(EINVAL), R3_WITH(NO_LIMIT, R3_OUT(16))},
	{"-1", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(16))},
	{"one beyond, into nothing", R3_ERR(EINVAL), R3_WITH(NO_LIMIT, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_BAD)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_NULL)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_KERNEL)},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_RO(16))},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_SHORT(6))},
};

static const struct r3_row sets[] = {
	{"lower", 0, R3_WITH(RLIMIT_NOFILE, R3_LONGS(10, 20))},
	{"nothing", 0, R3_WITH(RLIMIT_NOFILE, R3_LONGS(0, 0))},
	{"soft above hard", R3_ERR(EINVAL), R3_WITH(RLIMIT_NOFILE, R3_LONGS(20, 10))},
	{"more descriptors than can be", R3_ERR(EPERM), R3_WITH(RLIMIT_NOFILE, R3_LONGS(10, -1))},
	{"one beyond", R3_ERR(EINVAL), R3_WITH(NO_LIMIT, R3_LONGS(1, 2))},
	{"one beyond, soft above hard", R3_ERR(EINVAL), R3_WITH(NO_LIMIT, R3_LONGS(2, 1))},
	{"one beyond, from nowhere", R3_ERR(EFAULT), R3_WITH(NO_LIMIT, R3_BAD)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_BAD)},
	{"from NULL", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_NULL)},
	{"from what ends early", R3_ERR(EFAULT), R3_WITH(RLIMIT_NOFILE, R3_SHORT(6))},
};

static const struct r3_row both[] = {
	{"asking", 0, R3_WITH(0, RLIMIT_NOFILE, R3_NULL, R3_OUT(16))},
	{"setting", 0, R3_WITH(0, RLIMIT_NOFILE, WIDE_LIMIT(10, 20), R3_NULL)},
	{"setting and asking", 0, R3_WITH(0, RLIMIT_NOFILE, WIDE_LIMIT(10, 20), R3_OUT(16))},
	{"neither", 0, R3_WITH(0, RLIMIT_NOFILE, R3_NULL, R3_NULL)},
	{"neither, of nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, RLIMIT_NOFILE, R3_NULL, R3_NULL)},
	{"neither, one beyond", R3_ERR(EINVAL), R3_WITH(0, NO_LIMIT, R3_NULL, R3_NULL)},
	{"one beyond, of nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, NO_LIMIT, R3_NULL, R3_NULL)},
	{"from nowhere, of nobody", R3_ERR(EFAULT), R3_WITH(R3_NOBODY, NO_LIMIT, R3_BAD, R3_NULL)},
	{"soft above hard", R3_ERR(EINVAL), R3_WITH(0, RLIMIT_NOFILE, WIDE_LIMIT(20, 10), R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(0, RLIMIT_NOFILE, R3_NULL, R3_BAD)},
	{"of a child", 0, R3_WITH(R3_CHILD, RLIMIT_NOFILE, WIDE_LIMIT(10, 20), R3_OUT(16))},
	{"of a process below 0", R3_ERR(ESRCH), R3_WITH(-1, RLIMIT_NOFILE, R3_NULL, R3_OUT(16))},
};

static void a_hard_limit_stays(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setrlimit, RLIMIT_NPROC, r3_words(t, 2, (int64_t)10, (int64_t)20));
	r3_assert_errno(t, EPERM, SYS_setrlimit, RLIMIT_NPROC,
			r3_words(t, 2, (int64_t)10, (int64_t)21));
	r3_assert_result(t, 0, SYS_setrlimit, RLIMIT_NPROC, r3_words(t, 2, (int64_t)20, (int64_t)20));
}

static void what_was_set_is_read(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 16), q = r3_bytes(t, (uint64_t[]){ 5ull << 32, 6ull << 32 }, 16);

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_FSIZE, q, p);
	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_FSIZE, 0, p);
	assert_true(r3_get_u64(t, p) == 5ull << 32 && r3_get_u64(t, p + 8) == 6ull << 32);
	r3_assert_result(t, 0, SYS_getrlimit, RLIMIT_FSIZE, p);
	if (r3_is_i386(t)) /* what its long cannot say */
		assert_true(r3_get_u32(t, p) == 0x7fffffff || r3_get_u32(t, p) == 0xffffffff);
	else
		assert_true(r3_get_u64(t, p) == 5ull << 32);
}

static void of_another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr p = r3_alloc(child, 16);

	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_prlimit64, r3_tid(t), RLIMIT_NOFILE, 0, p);
}

/* What the limit of descriptors is for. */
static void descriptors_end(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_setrlimit, RLIMIT_NOFILE, r3_words(t, 2, (int64_t)2, (int64_t)4));
	r3_open(t, ".", 0);
	r3_open(t, ".", 0);
	r3_assert_errno(t, EMFILE, SYS_open, r3_string(t, "."), 0);
}

#define OF_OTHERS(e) R3_NEVER(e, "prlimit's")
R3_SUITE(getrlimit, .calls = "getrlimit ugetrlimit", .page = "getrlimit", .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_read)),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "setting's"), OF_OTHERS(ESRCH)));
R3_SUITE(setrlimit, .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(a_hard_limit_stays), R3_CASE(descriptors_end)),
	 .unreached = R3_UNREACHED(OF_OTHERS(ESRCH)));
R3_SUITE(prlimit64, .page = "getrlimit", .rows = R3_ROWS(both),
	 .cases = R3_CASES(R3_CASE(what_was_set_is_read), R3_CASE(of_another_user, .as_root = 1)));

static const struct r3_row usages[] = {
	{"one's own", 0, R3_WITH(RUSAGE_SELF, R3_OUT(144))},
	{"the children's", 0, R3_WITH(RUSAGE_CHILDREN, R3_OUT(144))},
	{"the thread's", 0, R3_WITH(RUSAGE_THREAD, R3_OUT(144))},
	{"nobody's", R3_ERR(EINVAL), R3_WITH(2, R3_OUT(144))},
	{"-2", R3_ERR(EINVAL), R3_WITH(-2, R3_OUT(144))},
	{"nobody's, into nothing", R3_ERR(EINVAL), R3_WITH(2, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(RUSAGE_SELF, R3_BAD)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(RUSAGE_SELF, R3_NULL)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(RUSAGE_SELF, R3_KERNEL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(RUSAGE_SELF, R3_SHORT(70))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(RUSAGE_SELF, R3_RO(144))},
};
R3_SUITE(getrusage, .rows = R3_ROWS(usages));

static const struct r3_row ticks[] = {
	{"all four", R3_ANY_OK, R3_WITH(R3_OUT(32))},
	{"none", R3_ANY_OK, R3_WITH(R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(12))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(32))},
};
R3_SUITE(times, .rows = R3_ROWS(ticks));

static const struct r3_row infos[] = {
	{"all", 0, R3_WITH(R3_OUT(112))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(R3_BAD)},
	{"into NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL)},
	{"into the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(R3_SHORT(60))},
	{"into what cannot be written", R3_ERR(EFAULT), R3_WITH(R3_RO(112))},
};

static void memory_in_units(struct r3_task *t)
{
	r3_ptr p = r3_alloc(t, 112);
	size_t w = r3_word(t);
	uint64_t unit, total;

	r3_assert_result(t, 0, SYS_sysinfo, p);
	total = r3_get_word(t, p, 4);
	unit = r3_get_u32(t, p + (w == 8 ? 104 : 52));
	assert_true(unit && total * unit >= 16u << 20);
	assert_true(r3_get_word(t, p, 5) <= total);
}
R3_SUITE(sysinfo, .rows = R3_ROWS(infos), .cases = R3_CASES(R3_CASE(memory_in_units)));
