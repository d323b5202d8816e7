/* SPDX-License-Identifier: GPL-2.0-or-later */
/* process_vm_readv(2) and process_vm_writev(2): here among the caller's own memory, and a child's. */
#include "pages.h"

#define SELF R3_SELF

/* Local, remote: the same rows for both directions. */
static const struct r3_row rows[] = {
	{"one range", 16, R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"less there", 10, R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(10), 10), 1, 0)},
	{"less here", 10, R3_WITH(SELF, R3_IOV(R3_OUT(10), 10), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"several ranges", 12,
	 R3_WITH(SELF, R3_IOV(R3_OUT(4), 4, R3_OUT(8), 8), 2,
		 R3_IOV(R3_OUT(7), 7, R3_OUT(2), 2, R3_OUT(3), 3), 3, 0)},
	{"no ranges here", 0, R3_WITH(SELF, R3_NULL, 0, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"no ranges there", 0, R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_NULL, 0, 0)},
	{"no ranges here, those there nowhere", R3_ANY_OK, R3_WITH(SELF, R3_NULL, 0, R3_BAD, 1, 0)},
	{"no bytes", 0, R3_WITH(SELF, R3_IOV(R3_BAD, 0), 1, R3_IOV(R3_BAD, 0), 1, 0)},
	{"an unknown flag", R3_ERR(EINVAL),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(16), 16), 1, 1)},
	{"an unknown flag, nobody, ranges nowhere", R3_ERR(EINVAL),
	 R3_WITH(R3_NOBODY, R3_BAD, 1, R3_BAD, 1, 1)},
	{"nobody", R3_ERR(ESRCH),
	 R3_WITH(R3_NOBODY, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"nobody, ranges nowhere", R3_ERR(EFAULT), R3_WITH(R3_NOBODY, R3_BAD, 1, R3_BAD, 1, 0)},
	{"ranges here nowhere", R3_ERR(EFAULT), R3_WITH(SELF, R3_BAD, 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"ranges there nowhere", R3_ERR(EFAULT), R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_BAD, 1, 0)},
	{"too many ranges here", R3_ERR(EINVAL),
	 R3_WITH(SELF, R3_BAD, 1025, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"too many ranges there", R3_ERR(EINVAL),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_BAD, 1025, 0)},
	{"a size here below 0", R3_ERR(EINVAL),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), -1), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"a size there below 0", R3_ERR(EINVAL),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(16), -1), 1, 0)},
	{"memory here nowhere", R3_ERR(EFAULT),
	 R3_WITH(SELF, R3_IOV(R3_BAD, 16), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"memory there nowhere", R3_ERR(EFAULT),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_BAD, 16), 1, 0)},
	{"memory there nowhere, after some", 8,
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_OUT(8), 8, R3_BAD, 8), 2, 0)},
	{"memory here in the kernel", R3_ERR(EFAULT),
	 R3_WITH(SELF, R3_IOV(R3_KERNEL, 16), 1, R3_IOV(R3_OUT(16), 16), 1, 0)},
	{"memory there in the kernel", R3_ERR(EFAULT),
	 R3_WITH(SELF, R3_IOV(R3_OUT(16), 16), 1, R3_IOV(R3_KERNEL, 16), 1, 0)},
};

static void of_a_child(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr here = r3_bytes(t, "parent", 6), there = r3_bytes(child, "child.", 6);
	r3_ptr local = r3_words(t, 2, (int64_t)here, (int64_t)6);
	r3_ptr remote = r3_words(t, 2, (int64_t)there, (int64_t)6);

	if (r3_call_nr(t, r3_suite_call(t)) == r3_call_nr(t, "process_vm_writev")) {
		r3_assert_result(t, 6, SYS_process_vm_writev, r3_tid(child), local, 1, remote, 1, 0);
		r3_assert_memory(child, there, "parent", 6);
	} else {
		r3_assert_result(t, 6, SYS_process_vm_readv, r3_tid(child), local, 1, remote, 1, 0);
		r3_assert_memory(t, here, "child.", 6);
	}
}

/* Dead, but not waited for: it has no memory any more. */
static void of_a_dead_child(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr range = r3_words(t, 2, (int64_t)r3_alloc(t, 8), (int64_t)8);

	r3_end(child, 0);
	assert_int_equal(r3_call(t, r3_suite_call(t), r3_tid(child), range, 1, range, 1, 0), -ESRCH);
}

static void of_another_user(struct r3_task *t)
{
	struct r3_task *child = r3_fork(t);
	r3_ptr range = r3_words(child, 2, (int64_t)r3_alloc(child, 8), (int64_t)8);

	r3_assert_result(child, 0, SYS_setresuid, 1000, 1000, 1000);
	assert_int_equal(r3_call(child, r3_suite_call(t), r3_tid(t), range, 1, range, 1, 0), -EPERM);
}

static void copy_once(struct r3_task *t, unsigned n, void *ctx)
{
	const r3_ptr *ranges = ctx;
	int64_t r = r3_call(t, r3_suite_call(t), r3_syscall(t, SYS_getpid), ranges[0], 9, ranges[1], 9, 0);

	(void)n;
	if (r != 9 * 8)
		assert_int_equal(r, -ENOMEM);
}

static void memory_runs_out(struct r3_task *t)
{
	r3_ptr mem = r3_alloc(t, 8), ranges[2];

	for (int i = 0; i < 2; i++) {
		ranges[i] = r3_alloc(t, 18 * r3_word(t));
		for (unsigned j = 0; j < 9; j++) {
			r3_put_word(t, ranges[i], 2 * j, mem);
			r3_put_word(t, ranges[i], 2 * j + 1, 8);
		}
	}
	r3_sweep_failing(t, R3_FAIL_ALLOC, copy_once, ranges);
}

R3_SUITE(process_vm, .calls = "process_vm_readv process_vm_writev", .rows = R3_ROWS(rows),
	 .cases = R3_CASES(R3_CASE(of_a_child), R3_CASE(of_a_dead_child),
			   R3_CASE(of_another_user, .as_root = 1),
			   R3_CASE(memory_runs_out,
				   .ring3_only = "no allocation of the host's can be made to fail")));
