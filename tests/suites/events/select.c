/* SPDX-License-Identifier: GPL-2.0-or-later */
/* select(2), i386's _newselect, and pselect6, whose mask stands in a structure of its own. */
#include "events.h"

/* Sets of 64 descriptors: what is made in a row gets the lowest numbers. */
#define SET(bits) R3_U64S(bits)
#define FAR 0x7fffffff

#define ROWS(now)                                                                                  \
	{"nothing", 0, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, now)},                                \
	{"nothing, sets nowhere", 0, R3_WITH(0, R3_BAD, R3_BAD, R3_BAD, now)},                     \
	{"fewer than none", R3_ERR(EINVAL), R3_WITH(-1, R3_NULL, R3_NULL, R3_NULL, now)},          \
	{"more than there are, no sets", 0, R3_WITH(FAR, R3_NULL, R3_NULL, R3_NULL, now)},         \
	{"none of a set", 0, R3_WITH(64, SET(0), SET(0), SET(0), now)},                            \
	{"one that is not open", R3_ERR(EBADF), R3_WITH(64, SET(1ll << 50), R3_NULL, R3_NULL, now)}, \
	{"to write to what is not open", R3_ERR(EBADF),                                            \
	 R3_WITH(64, R3_NULL, SET(1ll << 50), R3_NULL, now)},                                      \
	{"not open, beyond the count", 0, R3_WITH(50, SET(1ll << 50), R3_NULL, R3_NULL, now)},     \
	{"sets nowhere", R3_ERR(EFAULT), R3_WITH(64, R3_BAD, R3_NULL, R3_NULL, now)},              \
	{"the second set nowhere", R3_ERR(EFAULT), R3_WITH(64, R3_NULL, R3_BAD, R3_NULL, now)},    \
	{"the third set nowhere", R3_ERR(EFAULT), R3_WITH(64, R3_NULL, R3_NULL, R3_BAD, now)},     \
	{"a set that ends early", R3_ERR(EFAULT), R3_WITH(64, R3_SHORT(7), R3_NULL, R3_NULL, now)}, \
	{"a set that cannot be written", R3_ERR(EFAULT), R3_WITH(64, R3_RO(8), R3_NULL, R3_NULL, now)}

static const struct r3_row selects[] = {
	ROWS(R3_LONGS(0, 0)),
	{"forever", R3_BLOCKS, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_NULL)},
	{"a time below 0", R3_ERR(EINVAL), R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(-1, 0))},
	{"microseconds below 0", R3_ERR(EINVAL), R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, -1))},
	{"seconds of microseconds", 0, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0))},
	{"a time from nowhere", R3_ERR(EFAULT), R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_BAD)},
	{"a time from nowhere, fewer than none", R3_ERR(EFAULT),
	 R3_WITH(-1, R3_NULL, R3_NULL, R3_NULL, R3_BAD)},
};

static const struct r3_row pselects[] = {
	ROWS(R3_LONGS(0, 0)),
	{"forever", R3_BLOCKS, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_NULL, R3_NULL)},
	{"a second of ns", R3_ERR(EINVAL), R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, BILLION))},
	{"a time from nowhere", R3_ERR(EFAULT), R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_BAD)},
	{"a mask", 0, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0), R3_LONGS(R3_U64S(0), 8))},
	{"a mask of another size", R3_ERR(EINVAL),
	 R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0), R3_LONGS(R3_U64S(0), 4))},
	{"a mask from nowhere", R3_ERR(EFAULT),
	 R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0), R3_LONGS(R3_BAD, 8))},
	{"no mask", 0, R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0), R3_LONGS(0, 99))},
	{"its structure nowhere", R3_ERR(EFAULT),
	 R3_WITH(0, R3_NULL, R3_NULL, R3_NULL, R3_LONGS(0, 0), R3_BAD)},
};

static const char *call_of(struct r3_task *t)
{
	return r3_is_i386(t) ? "_newselect" : "select";
}

static void what_is_ready(struct r3_task *t)
{
	int in = r3_fd(t, R3_FD_PIPE_DATA), empty = r3_fd(t, R3_FD_PIPE_R), out = r3_fd(t, R3_FD_PIPE_W);
	uint64_t all = 1ull << in | 1ull << empty | 1ull << out;
	r3_ptr r = r3_bytes(t, &all, 8), w = r3_bytes(t, &all, 8), e = r3_bytes(t, &all, 8);

	assert_int_equal(r3_call(t, call_of(t), 64, r, w, e, 0), 2);
	assert_int_equal(r3_get_u64(t, r), 1ull << in);
	assert_int_equal(r3_get_u64(t, w), 1ull << out);
	assert_int_equal(r3_get_u64(t, e), 0);
}

/* What is left of the time is told, unless it cannot be. */
static void is_interrupted(struct r3_task *t)
{
	r3_ptr time = r3_words(t, 2, (int64_t)1000, (int64_t)0);
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, SA_RESTART);
	thread = r3_thread(t);
	if (r3_is_i386(t))
		r3_begin(t, SYS__newselect, 0, 0, 0, 0, time);
	else
		r3_begin(t, SYS_select, 0, 0, 0, 0, time);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
	assert_true(r3_get_word(t, time, 0) >= 900 && r3_get_word(t, time, 0) <= 1000);
	r3_begin(t, SYS_pselect6, 0, 0, 0, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void is_woken(struct r3_task *t)
{
	int end, fd = pipe_of(t, &end);
	uint64_t set = 1ull << fd;
	r3_ptr r = r3_bytes(t, &set, 8);
	struct r3_task *thread = r3_thread(t);

	r3_begin(t, SYS_pselect6, fd + 1, r, 0, 0, 0, 0);
	r3_assert_blocks(t);
	r3_assert_result(thread, 1, SYS_write, end, r3_bytes(thread, "x", 1), 1);
	r3_assert_finished(t, 1);
	assert_int_equal(r3_get_u64(t, r), set);
}

/* As poll has it; the structure of old i386 is one argument. */
static void the_oldest_call(struct r3_task *t)
{
	r3_ptr time = r3_words(t, 2, (int64_t)0, (int64_t)0);

	r3_assert_result(t, 0, SYS_select,
			 r3_words(t, 5, (int64_t)0, (int64_t)0, (int64_t)0, (int64_t)0, (int64_t)time));
	r3_assert_errno(t, EFAULT, SYS_select, R3_BAD_PTR);
	r3_assert_errno(t, EINVAL, SYS_select,
			r3_words(t, 5, (int64_t)-1, (int64_t)0, (int64_t)0, (int64_t)0, (int64_t)time));
}

struct many {
	r3_ptr set, time;
};

static void select_many(struct r3_task *t, unsigned n, void *ctx)
{
	const struct many *m = ctx;
	int64_t r;

	if (strcmp(r3_suite_call(t), "pselect6") == 0)
		r = r3_syscall(t, SYS_pselect6, 4096, m->set, 0, 0, m->time, 0);
	else
		r = r3_call(t, call_of(t), 4096, m->set, 0, 0, m->time);
	(void)n;
	if (r < 0)
		assert_int_equal(r, -ENOMEM);
}

/* So many descriptors that their sets do not fit on the kernel's stack. */
static void memory_runs_out(struct r3_task *t)
{
	struct many m = { r3_alloc(t, 512), r3_alloc(t, 16) };
	uint64_t more[2] = { 4096, 4096 };

	r3_assert_result(t, 0, SYS_prlimit64, 0, RLIMIT_NOFILE, r3_bytes(t, more, 16), 0);
	r3_assert_result(t, 4095, SYS_dup2, r3_fd(t, R3_FD_PIPE_R), 4095);
	r3_sweep_failing(t, R3_FAIL_ALLOC, select_many, &m);
}

#define NO_HOST .ring3_only = "no allocation of the host's can be made to fail"
#define USUAL_CASES                                                                                \
	R3_CASES(R3_CASE(what_is_ready), R3_CASE(is_interrupted), R3_CASE(is_woken),               \
		 R3_CASE(memory_runs_out, NO_HOST))
R3_SUITE(select, .abis = R3_ONLY_X86_64, .rows = R3_ROWS(selects), .cases = USUAL_CASES);
R3_SUITE(_newselect, .page = "select", .rows = R3_ROWS(selects), .cases = USUAL_CASES);
R3_SUITE(pselect6, .page = "select", .rows = R3_ROWS(pselects), .cases = USUAL_CASES);
R3_SUITE(old_select, .calls = "select", .page = "-", .abis = R3_ONLY_I386,
	 .cases = R3_CASES(R3_CASE(the_oldest_call), R3_CASE(memory_runs_out, NO_HOST)));
