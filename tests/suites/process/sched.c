/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policies, priorities and CPUs of tasks. */
#include "process.h"

#define PARAM(prio) R3_U32S(prio)
#define NO_POLICY 99

static const struct r3_row sets[] = {
	{"the usual policy", 0, R3_WITH(0, SCHED_OTHER, PARAM(0))},
	{"batch", 0, R3_WITH(0, SCHED_BATCH, PARAM(0))},
	{"idle", 0, R3_WITH(0, SCHED_IDLE, PARAM(0))},
	{"real time, by nobody who may", R3_ERR(EPERM), R3_WITH(0, SCHED_FIFO, PARAM(1))},
	{"the usual policy, with a priority", R3_ERR(EINVAL), R3_WITH(0, SCHED_OTHER, PARAM(1))},
	{"real time, without a priority", R3_ERR(EINVAL), R3_WITH(0, SCHED_RR, PARAM(0))},
	{"real time, too high", R3_ERR(EINVAL), R3_WITH(0, SCHED_RR, PARAM(100))},
	{"no policy", R3_ERR(EINVAL), R3_WITH(0, NO_POLICY, PARAM(0))},
	{"policy -1", R3_ERR(EINVAL), R3_WITH(0, -1, PARAM(0))},
	{"policy -1, from nowhere", R3_ERR(EINVAL), R3_WITH(0, -1, R3_BAD)},
	{"no policy, from nowhere", R3_ERR(EFAULT), R3_WITH(0, NO_POLICY, R3_BAD)},
	{"no policy, nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, NO_POLICY, PARAM(0))},
	{"from NULL", R3_ERR(EINVAL), R3_WITH(0, SCHED_OTHER, R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(0, SCHED_OTHER, R3_BAD)},
	{"task -1", R3_ERR(EINVAL), R3_WITH(-1, SCHED_OTHER, PARAM(0))},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, SCHED_OTHER, PARAM(0))},
	{"a child", 0, R3_WITH(R3_CHILD, SCHED_BATCH, PARAM(0))},
	{"and again after fork", 0, R3_WITH(0, SCHED_OTHER | 0x40000000, PARAM(0))},
};

static const struct r3_row gets[] = {
	{"one's own", SCHED_OTHER, R3_WITH(0)},
	{"a child's", SCHED_OTHER, R3_WITH(R3_CHILD)},
	{"-1", R3_ERR(EINVAL), R3_WITH(-1)},
	{"nobody's", R3_ERR(ESRCH), R3_WITH(R3_NOBODY)},
};

static const struct r3_row set_params[] = {
	{"0", 0, R3_WITH(0, PARAM(0))},
	{"a priority without real time", R3_ERR(EINVAL), R3_WITH(0, PARAM(1))},
	{"from NULL", R3_ERR(EINVAL), R3_WITH(0, R3_NULL)},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(0, R3_BAD)},
	{"task -1", R3_ERR(EINVAL), R3_WITH(-1, PARAM(0))},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, PARAM(0))},
	{"nobody, from nowhere", R3_ERR(EFAULT), R3_WITH(R3_NOBODY, R3_BAD)},
};

static const struct r3_row get_params[] = {
	{"one's own", 0, R3_WITH(0, R3_OUT(4))},
	{"into NULL", R3_ERR(EINVAL), R3_WITH(0, R3_NULL)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(0, R3_BAD)},
	{"task -1", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(4))},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_OUT(4))},
	{"nobody, into nothing", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_BAD)},
};

#define BOUNDS(other, fifo)                                                                        \
	{"of the usual policy", other, R3_WITH(SCHED_OTHER)},                                      \
	{"of batch", other, R3_WITH(SCHED_BATCH)}, {"of idle", other, R3_WITH(SCHED_IDLE)},        \
	{"of real time", fifo, R3_WITH(SCHED_FIFO)}, {"of turns", fifo, R3_WITH(SCHED_RR)},        \
	{"of no policy", R3_ERR(EINVAL), R3_WITH(NO_POLICY)},                                      \
	{"of policy -1", R3_ERR(EINVAL), R3_WITH(-1)}
static const struct r3_row maxima[] = {BOUNDS(0, 99)};
static const struct r3_row minima[] = {BOUNDS(0, 1)};

static const struct r3_row intervals[] = {
	{"one's own", 0, R3_WITH(0, R3_OUT(16))},
	{"task -1", R3_ERR(EINVAL), R3_WITH(-1, R3_OUT(16))},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_OUT(16))},
	{"nobody, into nothing", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, R3_BAD)},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(0, R3_BAD)},
	{"into what ends early", R3_ERR(EFAULT), R3_WITH(0, R3_SHORT(7))},
};

static const struct r3_row set_cpus[] = {
	{"the first", 0, R3_WITH(0, 8, R3_U64S(1))},
	{"none", R3_ERR(EINVAL), R3_WITH(0, 8, R3_U64S(0))},
	{"none, of no bytes", R3_ERR(EINVAL), R3_WITH(0, 0, R3_U64S(1))},
	{"none that there is", R3_ERR(EINVAL), R3_WITH(0, 8, R3_U64S(1ll << 62))},
	{"from nowhere", R3_ERR(EFAULT), R3_WITH(0, 8, R3_BAD)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 8, R3_U64S(1))},
	{"nobody, from nowhere", R3_ERR(EFAULT), R3_WITH(R3_NOBODY, 8, R3_BAD)},
	{"task -1", R3_ERR(ESRCH), R3_WITH(-1, 8, R3_U64S(1))},
	{"a child", 0, R3_WITH(R3_CHILD, 8, R3_U64S(1))},
};

static const struct r3_row get_cpus[] = {
	{"into 8 KiB", R3_ANY_OK, R3_WITH(0, 8192, R3_OUT(8192))},
	{"into no bytes", R3_ERR(EINVAL), R3_WITH(0, 0, R3_OUT(8))},
	{"into an odd size", R3_ERR(EINVAL), R3_WITH(0, 129, R3_OUT(129))},
	{"into an odd size, nobody", R3_ERR(EINVAL), R3_WITH(R3_NOBODY, 129, R3_BAD)},
	{"nobody", R3_ERR(ESRCH), R3_WITH(R3_NOBODY, 1024, R3_OUT(1024))},
	{"into nothing", R3_ERR(EFAULT), R3_WITH(0, 1024, R3_BAD)},
	{"task -1", R3_ERR(ESRCH), R3_WITH(-1, 1024, R3_OUT(1024))},
};

static void another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr zero = r3_alloc(child, 8), one = r3_bytes(child, "\1\0\0\0\0\0\0\0", 8);

	r3_assert_result(child, 0, SYS_setresuid, OTHER, OTHER, OTHER);
	r3_assert_errno(child, EPERM, SYS_sched_setscheduler, r3_tid(t), SCHED_BATCH, zero);
	r3_assert_errno(child, EPERM, SYS_sched_setparam, r3_tid(t), zero);
	r3_assert_errno(child, EPERM, SYS_sched_setaffinity, r3_tid(t), 8, one);
	r3_assert_result(child, SCHED_OTHER, SYS_sched_getscheduler, r3_tid(t));
	r3_assert_result(child, 0, SYS_sched_getparam, r3_tid(t), zero);
}

static void what_was_set(struct r3_task *t)
{
	r3_assert_result(t, 0, SYS_sched_setscheduler, 0, SCHED_BATCH, r3_alloc(t, 4));
	r3_assert_result(t, SCHED_BATCH, SYS_sched_getscheduler, 0);
	r3_assert_result(r3_fork(t), SCHED_BATCH, SYS_sched_getscheduler, 0);
	r3_assert_result(t, 0, SYS_sched_setscheduler, 0, SCHED_IDLE | 0x40000000, r3_alloc(t, 4));
	r3_assert_result(t, SCHED_IDLE | 0x40000000, SYS_sched_getscheduler, 0);
}

/* An ordinary task's sched_attr, 48 bytes: flags at 8, runtime, which is its slice, at 24. */
static void set_slice(struct r3_task *t, uint64_t flags, uint64_t runtime)
{
	uint64_t attr[6] = { 48, flags, 0, runtime };

	r3_assert_result(t, 0, SYS_sched_setattr, 0, r3_bytes(t, attr, sizeof(attr)), 0);
}

static uint64_t slice(struct r3_task *t)
{
	r3_ptr attr = r3_alloc(t, 48);

	r3_assert_result(t, 0, SYS_sched_getattr, 0, attr, 48, 0);
	return r3_get_u64(t, attr + 24);
}

static void length_of_turns(struct r3_task *t)
{
	uint64_t usual = slice(t);

	set_slice(t, 0, 1);
	assert_int_equal(slice(t), 100000);
	set_slice(t, 0, 1ull << 40);
	assert_int_equal(slice(t), 100000000);
	r3_assert_result(t, 0, SYS_sched_setscheduler, 0, SCHED_BATCH, r3_alloc(t, 4));
	assert_int_equal(slice(t), 100000000);
	assert_int_equal(slice(r3_fork(t)), 100000000);
	set_slice(t, 1 /* SCHED_FLAG_RESET_ON_FORK */, 5000000);
	assert_int_equal(slice(t), 5000000);
	assert_int_equal(slice(r3_fork(t)), usual);
	set_slice(t, 1, 0);
	assert_int_equal(slice(t), usual);
}

R3_SUITE(sched_setscheduler, .rows = R3_ROWS(sets),
	 .cases = R3_CASES(R3_CASE(what_was_set), R3_CASE(another_user, .as_root = 1),
			   R3_CASE(length_of_turns, .since = 12)));
R3_SUITE(sched_getscheduler, .page = "sched_setscheduler", .rows = R3_ROWS(gets),
	 .cases = R3_CASES(R3_CASE(what_was_set)),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "everybody is told")));
R3_SUITE(sched_setparam, .rows = R3_ROWS(set_params),
	 .cases = R3_CASES(R3_CASE(another_user, .as_root = 1)));
R3_SUITE(sched_getparam, .page = "sched_setparam", .rows = R3_ROWS(get_params),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "everybody is told")));
R3_SUITE(sched_get_priority_max, .rows = R3_ROWS(maxima));
R3_SUITE(sched_get_priority_min, .rows = R3_ROWS(minima));
R3_SUITE(sched_rr_get_interval, .calls = "sched_rr_get_interval sched_rr_get_interval_time64",
	 .page = "sched_rr_get_interval", .rows = R3_ROWS(intervals),
	 .unreached = R3_UNREACHED(R3_NEVER(ENOSYS, "kernels without it")));
R3_SUITE(sched_setaffinity, .rows = R3_ROWS(set_cpus),
	 .cases = R3_CASES(R3_CASE(another_user, .as_root = 1)));
R3_SUITE(sched_getaffinity, .page = "sched_setaffinity", .rows = R3_ROWS(get_cpus),
	 .unreached = R3_UNREACHED(R3_NEVER(EPERM, "everybody is told")));
