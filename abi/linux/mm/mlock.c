/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locked memory. Nothing is ever swapped out, so locking is populating and accounting. */
#include "mm/internal.h"

/* As much of [start, end) as one mapping has. 0 or negative errno. */
static int populate_vma(struct vma *vma, uaddr_t start, uaddr_t end)
{
	/* Copy-on-write is broken now rather than later; shared pages are not made dirty for it. */
	bool write = (vma->flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;

	if (vma->flags & VM_LOCKONFAULT)
		return 0;
	for (; start < end; start += PAGE_SIZE) {
		enum fault_result r = mm_fault(vma->mm, start, write ? CPU_WRITE : CPU_READ);

		if (r != FAULT_OK)
			return r == FAULT_OOM ? -ENOMEM : -EFAULT;
		if (current->work & TW_KILLED)
			return -EINTR;
	}
	return 0;
}

int mm_populate(struct mm *mm, uaddr_t start, uint64_t len, bool ignore_errors)
{
	uaddr_t end = start + len;
	struct vma *vma;
	int err = 0;

	for (vma = vma_intersection(mm, start, end); vma && vma->start < end; vma = vma_next(vma)) {
		err = populate_vma(vma, max(start, vma->start), min(end, vma->end));
		if (err && !(ignore_errors && err == -EFAULT))
			break;
		err = 0;
	}
	return err;
}
