/* SPDX-License-Identifier: GPL-2.0-or-later */
/* futex(2) */
#include <linux/futex.h>

#include "events.h"

/* A futex is 4 zero bytes of a row's own, so that waiting for 1 is over at once. */
#define WORD R3_OUT(4)
#define WIDE_NOW R3_LONGS(0, 0)
#define PRIVATE FUTEX_PRIVATE_FLAG

static const struct r3_row rows[] = {
	{"wait", R3_BLOCKS, R3_WITH(WORD, FUTEX_WAIT, 0, R3_NULL)},
	{"wait for another value", R3_ERR(EAGAIN), R3_WITH(WORD, FUTEX_WAIT, 1, R3_NULL)},
	{"wait no time", R3_ERR(ETIMEDOUT), R3_WITH(WORD, FUTEX_WAIT, 0, WIDE_NOW)},
	{"wait no time, among ourselves", R3_ERR(ETIMEDOUT),
	 R3_WITH(WORD, FUTEX_WAIT | PRIVATE, 0, WIDE_NOW)},
	{"wait until a time that has passed", R3_ERR(ETIMEDOUT),
	 R3_WITH(WORD, FUTEX_WAIT_BITSET, 0, WIDE_NOW, R3_NULL, -1)},
	{"wait by the wall clock", R3_ERR(ETIMEDOUT),
	 R3_WITH(WORD, FUTEX_WAIT_BITSET | FUTEX_CLOCK_REALTIME, 0, WIDE_NOW, R3_NULL, -1)},
	{"wait for no bits", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_WAIT_BITSET, 0, WIDE_NOW, R3_NULL, 0)},
	{"wake for no bits", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_WAKE_BITSET, 1, R3_NULL, R3_NULL, 0)},
	{"wait, a second of ns", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_WAIT, 0, R3_LONGS(0, BILLION))},
	{"wait, a time below 0", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_WAIT, 0, R3_LONGS(-1, 0))},
	{"wait, a time from nowhere", R3_ERR(EFAULT), R3_WITH(WORD, FUTEX_WAIT, 0, R3_BAD)},
	{"wait at an odd address", R3_ERR(EINVAL), R3_WITH(R3_ODD(8), FUTEX_WAIT, 0, WIDE_NOW)},
	{"wait nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, FUTEX_WAIT, 0, WIDE_NOW)},
	{"wait at NULL", R3_ERR(EFAULT), R3_WITH(R3_NULL, FUTEX_WAIT, 0, WIDE_NOW)},
	{"wait in the kernel", R3_ERR(EFAULT), R3_WITH(R3_KERNEL, FUTEX_WAIT, 0, WIDE_NOW)},
	{"wake nobody", 0, R3_WITH(WORD, FUTEX_WAKE, 1)},
	{"wake at an odd address", R3_ERR(EINVAL), R3_WITH(R3_ODD(8), FUTEX_WAKE, 1)},
	{"wake nowhere, among ourselves", 0, R3_WITH(R3_BAD, FUTEX_WAKE | PRIVATE, 1)},
	{"wake nowhere", R3_ERR(EFAULT), R3_WITH(R3_BAD, FUTEX_WAKE, 1)},
	{"wake fewer than none", 0, R3_WITH(WORD, FUTEX_WAKE, -1)},
	{"requeue nobody", 0, R3_WITH(WORD, FUTEX_REQUEUE, 1, 1, WORD, 0)},
	{"requeue fewer than none", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_REQUEUE, -1, 1, WORD, 0)},
	{"requeue fewer than none to there", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_REQUEUE, 1, -1, WORD, 0)},
	{"requeue, and compare", 0, R3_WITH(WORD, FUTEX_CMP_REQUEUE, 1, 1, WORD, 0)},
	{"requeue, of another value", R3_ERR(EAGAIN), R3_WITH(WORD, FUTEX_CMP_REQUEUE, 1, 1, WORD, 5)},
	{"requeue to nowhere", R3_ERR(EFAULT), R3_WITH(WORD, FUTEX_REQUEUE, 1, 1, R3_BAD, 0)},
	{"requeue to an odd address", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_REQUEUE, 1, 1, R3_ODD(8), 0)},
	{"wake and change", 0, R3_WITH(WORD, FUTEX_WAKE_OP, 1, 1, WORD, FUTEX_OP(FUTEX_OP_ADD, 5, FUTEX_OP_CMP_EQ, 0))},
	{"wake and change in no way", R3_ERR(ENOSYS), R3_WITH(WORD, FUTEX_WAKE_OP, 1, 1, WORD, 0x7fffffff)},
	{"wake and change nowhere", R3_ERR(EFAULT), R3_WITH(WORD, FUTEX_WAKE_OP, 1, 1, R3_BAD, 0)},
	{"lock", 0, R3_WITH(WORD, FUTEX_LOCK_PI, 0, R3_NULL)},
	{"try to lock", 0, R3_WITH(WORD, FUTEX_TRYLOCK_PI, 0, R3_NULL)},
	{"lock what is one's own", R3_ERR(EDEADLK), R3_WITH(R3_U32S(R3_SELF_TID), FUTEX_LOCK_PI, 0, R3_NULL)},
	{"lock what is nobody's", R3_ERR(ESRCH), R3_WITH(R3_U32S(R3_NOBODY), FUTEX_LOCK_PI, 0, R3_NULL)},
	{"unlock what is another's", R3_ERR(EPERM), R3_WITH(R3_U32S(R3_CHILD), FUTEX_UNLOCK_PI)},
	{"unlock what is not locked", R3_ERR(EPERM), R3_WITH(WORD, FUTEX_UNLOCK_PI)},
	{"unlock", 0, R3_WITH(R3_U32S(R3_SELF_TID), FUTEX_UNLOCK_PI)},
	{"lock read-only memory", R3_ERR(EFAULT), R3_WITH(R3_RO(4), FUTEX_LOCK_PI | PRIVATE, 0, R3_NULL)},
	{"lock, a second of ns", R3_ERR(EINVAL), R3_WITH(WORD, FUTEX_LOCK_PI, 0, R3_LONGS(0, BILLION))},
	{"requeue to itself, with a lock", R3_ERR(EINVAL),
	 R3_WITH(WORD, FUTEX_CMP_REQUEUE_PI, 2, 0, WORD, 0)},
	{"no operation", R3_ERR(ENOSYS), R3_WITH(WORD, 99)},
	{"no operation, nowhere", R3_ERR(ENOSYS), R3_WITH(R3_BAD, 99)},
	{"a descriptor, which is gone", R3_ERR(ENOSYS), R3_WITH(WORD, FUTEX_FD, 0)},
	{"the wall clock, to wake", R3_ERR(ENOSYS), R3_WITH(WORD, FUTEX_WAKE | FUTEX_CLOCK_REALTIME, 1)},
	{"the wall clock, no operation", R3_ERR(ENOSYS), R3_WITH(WORD, 99 | FUTEX_CLOCK_REALTIME)},
};

static void is_woken(struct r3_task *t)
{
	struct r3_task *a = r3_thread(t), *b = r3_thread(t);
	r3_ptr word = r3_alloc(t, 4);

	r3_begin(a, SYS_futex, word, FUTEX_WAIT, 0, 0);
	r3_begin(b, SYS_futex, word, FUTEX_WAIT_BITSET, 0, 0, 0, 2);
	r3_assert_blocks(a);
	r3_assert_blocks(b);
	r3_assert_result(t, 0, SYS_futex, word, FUTEX_WAKE_BITSET | PRIVATE, 5, 0, 0, -1);
	r3_assert_result(t, 1, SYS_futex, word, FUTEX_WAKE_BITSET, 5, 0, 0, 4);
	r3_assert_finished(a, 0);
	r3_assert_blocks(b);
	r3_assert_result(t, 1, SYS_futex, word, FUTEX_WAKE, 5);
	r3_assert_finished(b, 0);
}

/* Children share what is shared; what is private to each is not the same futex. */
static void between_processes(struct r3_task *t)
{
	int64_t p = r3_call(t, r3_is_i386(t) ? "mmap2" : "mmap", 0, 4096, 3, 0x21, -1, 0);
	r3_ptr own = r3_alloc(t, 4);
	struct r3_task *child = r3_fork(t);

	r3_begin(child, SYS_futex, p, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(child);
	r3_assert_result(t, 1, SYS_futex, p, FUTEX_WAKE, 1);
	r3_assert_finished(child, 0);
	r3_begin(child, SYS_futex, own, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(child);
	r3_assert_result(t, 0, SYS_futex, own, FUTEX_WAKE, 1);
}

static void moves_to_another(struct r3_task *t)
{
	struct r3_task *a = r3_thread(t), *b = r3_thread(t);
	r3_ptr one = r3_alloc(t, 4), two = r3_alloc(t, 4);

	r3_begin(a, SYS_futex, one, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(a);
	r3_begin(b, SYS_futex, one, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(b);
	r3_assert_result(t, 2, SYS_futex, one, FUTEX_CMP_REQUEUE, 1, 1, two, 0);
	r3_assert_finished(a, 0);
	r3_assert_blocks(b);
	r3_assert_result(t, 0, SYS_futex, one, FUTEX_WAKE, 1);
	r3_assert_result(t, 1, SYS_futex, two, FUTEX_WAKE, 1);
	r3_assert_finished(b, 0);
}

static void is_interrupted(struct r3_task *t)
{
	r3_ptr word = r3_alloc(t, 4), late = r3_words(t, 2, (int64_t)1000, (int64_t)0);
	struct r3_task *thread;

	r3_handle(t, SIGUSR1, 0);
	thread = r3_thread(t);
	r3_begin(t, SYS_futex, word, FUTEX_WAIT, 0, late);
	r3_assert_blocks(t);
	r3_assert_result(thread, 0, SYS_tkill, r3_tid(t), SIGUSR1);
	r3_assert_finished(t, -EINTR);
}

static void a_lock_is_handed_over(struct r3_task *t)
{
	struct r3_task *thread = r3_thread(t);
	r3_ptr word = r3_alloc(t, 4);

	r3_assert_result(t, 0, SYS_futex, word, FUTEX_LOCK_PI, 0, 0);
	assert_int_equal(r3_get_u32(t, word), r3_tid(t));
	r3_assert_errno(t, EDEADLK, SYS_futex, word, FUTEX_LOCK_PI, 0, 0);
	r3_assert_errno(thread, EAGAIN, SYS_futex, word, FUTEX_TRYLOCK_PI, 0, 0);
	r3_begin(thread, SYS_futex, word, FUTEX_LOCK_PI, 0, 0);
	r3_assert_blocks(thread);
	assert_int_equal(r3_get_u32(t, word), (uint32_t)r3_tid(t) | FUTEX_WAITERS);
	r3_assert_result(t, 0, SYS_futex, word, FUTEX_UNLOCK_PI);
	r3_assert_finished(thread, 0);
	assert_int_equal(r3_get_u32(t, word) & FUTEX_TID_MASK, r3_tid(thread));
	r3_assert_errno(t, EPERM, SYS_futex, word, FUTEX_UNLOCK_PI);
}

static void changes_and_wakes(struct r3_task *t)
{
	struct r3_task *a = r3_thread(t), *b = r3_thread(t);
	r3_ptr one = r3_alloc(t, 4), two = r3_alloc(t, 4);

	r3_begin(a, SYS_futex, one, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(a);
	r3_begin(b, SYS_futex, two, FUTEX_WAIT, 0, 0);
	r3_assert_blocks(b);
	r3_assert_result(t, 2, SYS_futex, one, FUTEX_WAKE_OP, 1, 1, two,
			 FUTEX_OP(FUTEX_OP_SET, 7, FUTEX_OP_CMP_EQ, 0));
	assert_int_equal(r3_get_u32(t, two), 7);
	r3_assert_finished(a, 0);
	r3_assert_finished(b, 0);
	r3_assert_result(t, 0, SYS_futex, one, FUTEX_WAKE_OP, 1, 1, two,
			 FUTEX_OP(FUTEX_OP_ANDN, 5, FUTEX_OP_CMP_LT, 0));
	assert_int_equal(r3_get_u32(t, two), 2);
}

R3_SUITE(futex, .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(is_woken), R3_CASE(between_processes), R3_CASE(moves_to_another),
			   R3_CASE(is_interrupted), R3_CASE(a_lock_is_handed_over),
			   R3_CASE(changes_and_wakes)),
	 .unreached = R3_UNREACHED(R3_NEVER(EACCES, "EFAULT on Linux: memory that cannot be read"),
				   R3_NEVER(ENFILE, "FUTEX_FD is gone"),
				   R3_NEVER(ENOMEM, "no memory for a lock's waiters")));
