/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Copies between the memory of two processes; as Linux's mm/process_vm_access.c. */
#include "kernel/ptrace.h"
#include "kernel/sched.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"

/* Between a held page of the other one and our side: bytes moved. */
static size_t copy_page(pfn_t pfn, size_t offset, size_t n, struct iov_iter *mine, bool write)
{
	uint8_t *at = (uint8_t *)frame_data(kernel->mem, pfn) + offset;

	return write ? copy_from_iter(at, n, mine) : copy_to_iter(at, n, mine);
}

/* One range of the other side, as much as ours has room for. 0 or -EFAULT. May sleep. */
static int copy_range(struct mm *mm, const struct iov_seg *theirs, struct iov_iter *mine,
		      bool write)
{
	uaddr_t addr = theirs->base;
	size_t left = min(theirs->len, mine->count);

	while (left) {
		size_t offset = offset_in_page(addr), part = min(left, PAGE_SIZE - offset), done;
		pfn_t pfn = mm_get_page(mm, addr, write ? GUP_WRITE : 0);

		if (!pfn)
			return -EFAULT;
		done = copy_page(pfn, offset, part, mine, write);
		frame_put(kernel->mem, pfn);
		if (done < part)
			return -EFAULT;
		addr += part;
		left -= part;
		if (current->work & TW_KILLED)
			return -EINTR;
		cond_resched();
	}
	return 0;
}

/* The other side's ranges; nothing to copy is looked for before the process is. */
static int64_t copy_ranges(pid_t pid, struct iov_iter *mine, const struct iov_iter *theirs,
			   bool write)
{
	size_t total = mine->count;
	struct task *t;
	struct mm *mm;
	int err = 0;

	if (!theirs->count)
		return 0;
	t = find_task(pid);
	if (!t)
		return -ESRCH;
	mm = mm_access(t, PTRACE_MODE_ATTACH | PTRACE_MODE_REALCREDS);
	if (IS_ERR(mm))
		return PTR_ERR(mm) == -EACCES ? -EPERM : PTR_ERR(mm);
	for (unsigned i = 0; i < theirs->nr_segs && mine->count && !err; i++)
		err = copy_range(mm, &theirs->seg[i], mine, write);
	mm_put(mm);
	return total > mine->count ? (int64_t)(total - mine->count) : err;
}

static int64_t process_vm_rw(pid_t pid, uaddr_t lvec, unsigned long liovcnt, uaddr_t rvec,
			     unsigned long riovcnt, unsigned long flags, bool write)
{
	struct iov_seg fast_l[UIO_FASTIOV], fast_r[UIO_FASTIOV], *array_l, *array_r;
	struct iov_iter mine, theirs;
	int64_t ret;

	if (flags)
		return -EINVAL;
	ret = import_iovec(&mine, lvec, liovcnt, fast_l, &array_l);
	if (ret)
		return ret;
	if (mine.count) {
		ret = import_remote_iovec(&theirs, rvec, riovcnt, fast_r, &array_r);
		if (!ret) {
			ret = copy_ranges(pid, &mine, &theirs, write);
			kfree(array_r);
		}
	}
	kfree(array_l);
	return ret;
}

SYSCALL_DEFINE6(process_vm_readv, pid_t, pid, uiovec_out_t, lvec, ulong_t, liovcnt,
		uiovec_addr_t, rvec, ulong_t, riovcnt, ulong_t, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, false);
}

SYSCALL_DEFINE6(process_vm_writev, pid_t, pid, uiovec_in_t, lvec, ulong_t, liovcnt,
		uiovec_addr_t, rvec, ulong_t, riovcnt, ulong_t, flags)
{
	return process_vm_rw(pid, lvec, liovcnt, rvec, riovcnt, flags, true);
}
