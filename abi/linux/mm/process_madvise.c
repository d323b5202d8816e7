/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Advice for, and the end of, the memory of a process that a pidfd names. */
#include "kernel/cred.h"
#include "kernel/pidfd.h"
#include "kernel/ptrace.h"
#include "kernel/signal.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"

/* What does no harm to somebody else's contents. */
static bool remote_valid(int behavior)
{
	switch (behavior) {
	case MADV_COLD:
	case MADV_PAGEOUT:
	case MADV_WILLNEED:
	case MADV_COLLAPSE:
		return true;
	default:
		return false;
	}
}

/* Bytes advised, or of the first range the error. May sleep. */
static int64_t vector_madvise(struct mm *mm, struct iov_iter *ranges, int behavior)
{
	size_t total = ranges->count;
	int err = 0;

	for (unsigned i = 0; i < ranges->nr_segs && !err; i++) {
		const struct iov_seg *seg = &ranges->seg[i];

		err = do_madvise(mm, seg->base, seg->len, behavior);
		if (!err)
			ranges->count -= seg->len;
	}
	return total > ranges->count ? (int64_t)(total - ranges->count) : err;
}

static int64_t madvise_task(int pidfd, struct iov_iter *ranges, int behavior)
{
	struct task *t = pidfd_get_task(pidfd);
	struct mm *mm;
	int64_t ret;

	if (IS_ERR(t))
		return PTR_ERR(t);
	mm = mm_access(t, PTRACE_MODE_READ | PTRACE_MODE_FSCREDS);
	if (IS_ERR(mm))
		return PTR_ERR(mm);
	if (mm != current->mm && !remote_valid(behavior))
		ret = -EINVAL;
	else if (mm != current->mm && !capable(CAP_SYS_NICE))
		ret = -EPERM;
	else
		ret = vector_madvise(mm, ranges, behavior);
	mm_put(mm);
	return ret;
}

SYSCALL_DEFINE5(process_madvise, fd_t, pidfd, uiovec_addr_t, vec, usize_t, vlen, madvice_t, behavior,
		flags_t, flags)
{
	struct iov_seg fast[UIO_FASTIOV], *array;
	struct iov_iter ranges;
	int64_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(&ranges, vec, vlen, fast, &array);
	if (ret)
		return ret;
	ret = madvise_task(pidfd, &ranges, behavior);
	kfree(array);
	return ret;
}

/* Any thread that has the memory still: of a process that ends its leader may be gone. */
static struct task *task_with_mm(struct task *t)
{
	struct task *thread;

	if (t->mm)
		return t;
	list_for_each_entry(thread, &t->signal->threads, thread_node) {
		if (thread->mm)
			return thread;
	}
	return NULL;
}

static bool is_ending(const struct task *t)
{
	return t->exiting || t->signal->group_exit || t->work & TW_KILLED;
}

/* Will all who have it give it up soon? */
static bool mm_is_ending(const struct mm *mm)
{
	const struct task *t;

	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (t->mm == mm && !is_ending(t))
			return false;
	}
	return true;
}

SYSCALL_DEFINE2(process_mrelease, fd_t, pidfd, flags_t, flags)
{
	struct task *t;

	if (flags)
		return -EINVAL;
	t = pidfd_get_task(pidfd);
	if (IS_ERR(t))
		return PTR_ERR(t);
	t = task_with_mm(t);
	if (!t)
		return -ESRCH;
	if (t->mm->oom_reaped)
		return 0;
	if (!mm_is_ending(t->mm))
		return -EINVAL;
	if (t->mm != current->mm)
		oom_reap(t->mm);
	return 0;
}
