/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Locked memory. Nothing is ever swapped out, so locking is populating and accounting. */
#include "kernel/cred.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "mm/internal.h"
#include "syscall.h"

#define POPULATE_CHUNK (256 * PAGE_SIZE) /* between looks at who else wants to run */

int populate_vma(struct vma *vma, uaddr_t start, uaddr_t end)
{
	/* Copy-on-write is broken now rather than later; shared pages are not made dirty for it. */
	bool write = (vma->flags & (VM_WRITE | VM_SHARED)) == VM_WRITE;

	if (vma->flags & (VM_LOCKONFAULT | VM_IO))
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

	while (start < end && (vma = vma_intersection(mm, start, end))) {
		uaddr_t from = max(start, vma->start), stop = min(vma->end, end);
		int err;

		if (!(vma->flags & VM_LOCKONFAULT))
			stop = min(stop, from + POPULATE_CHUNK);
		err = populate_vma(vma, from, stop);
		if (err && (!ignore_errors || err == -EINTR))
			return err;
		start = err ? vma->end : stop; /* behind an error goes on with the next mapping */
		cond_resched();
	}
	return 0;
}

/* *vma is replaced by what covers the range afterwards. 0 or -ENOMEM. */
static int mlock_fixup(struct vma **vma, uaddr_t start, uaddr_t end, uint64_t lock)
{
	uint64_t flags = ((*vma)->flags & ~VM_LOCKED_MASK) | lock;

	if ((*vma)->flags & (VM_IO | VM_DONTEXPAND | VM_DROPPABLE))
		return 0;
	*vma = vma_modify(*vma, start, end, flags);
	return *vma ? 0 : -ENOMEM;
}

static int apply_vma_lock_flags(struct mm *mm, uaddr_t start, uint64_t len, uint64_t lock)
{
	uaddr_t end = start + len;

	if (end < start)
		return -EINVAL;
	while (start < end) {
		struct vma *vma = vma_lookup(mm, start);
		uaddr_t stop;
		int err;

		if (!vma)
			return -ENOMEM;
		stop = min(vma->end, end);
		err = mlock_fixup(&vma, start, stop, lock);
		if (err)
			return err;
		start = stop;
	}
	return 0;
}

/* Pages of the range that are locked already and would be counted twice. */
static uint64_t count_locked(struct mm *mm, uaddr_t start, uint64_t len)
{
	uaddr_t end = start + len < start ? UINT64_MAX : start + len;
	struct vma *vma = vma_intersection(mm, start, end);
	uint64_t n = 0;

	for (; vma && vma->start < end; vma = vma_next(vma)) {
		if (vma->flags & VM_LOCKED)
			n += (min(vma->end, end) - max(vma->start, start)) >> PAGE_SHIFT;
	}
	return n;
}

static uint64_t lock_limit(void)
{
	return rlimit(RLIMIT_MEMLOCK) >> PAGE_SHIFT;
}

static long do_mlock(uaddr_t start, uint64_t len, uint64_t lock)
{
	struct mm *mm = current->mm;
	uint64_t locked;
	int err;

	if (!can_do_mlock())
		return -EPERM;
	len = PAGE_ALIGN(len + offset_in_page(start));
	start &= PAGE_MASK;
	locked = (len >> PAGE_SHIFT) + mm->locked_vm;
	if (locked > lock_limit() && !capable(CAP_IPC_LOCK))
		locked -= count_locked(mm, start, len);
	if (locked > lock_limit() && !capable(CAP_IPC_LOCK))
		return -ENOMEM;
	err = apply_vma_lock_flags(mm, start, len, lock);
	if (err)
		return err;
	err = mm_populate(mm, start, len, false);
	/* As POSIX names them: part of it cannot be read; not now. */
	return err == -EFAULT ? -ENOMEM : err == -ENOMEM ? -EAGAIN : err;
}

SYSCALL_DEFINE2(mlock, addr_t, start, usize_t, len)
{
	return do_mlock(start, len, VM_LOCKED);
}

SYSCALL_DEFINE3(mlock2, addr_t, start, usize_t, len, mlock2flags_t, flags)
{
	if (flags & ~MLOCK_ONFAULT)
		return -EINVAL;
	return do_mlock(start, len, VM_LOCKED | (flags & MLOCK_ONFAULT ? VM_LOCKONFAULT : 0));
}

SYSCALL_DEFINE2(munlock, addr_t, start, usize_t, len)
{
	len = PAGE_ALIGN(len + offset_in_page(start));
	return apply_vma_lock_flags(current->mm, start & PAGE_MASK, len, 0);
}

/* All mappings that there are; what cannot be changed is left as it is, as Linux does. */
static void lock_all(struct mm *mm, uint64_t lock)
{
	struct vma *vma = vma_find(mm, 0);

	while (vma) {
		uaddr_t end = vma->end;

		(void)mlock_fixup(&vma, vma->start, end, lock);
		vma = vma_find(mm, end);
	}
}

static uint64_t mcl_flags(unsigned flags)
{
	return VM_LOCKED | (flags & MCL_ONFAULT ? VM_LOCKONFAULT : 0);
}

SYSCALL_DEFINE1(mlockall, mlockallflags_t, flags)
{
	struct mm *mm = current->mm;

	if (!flags || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) || flags == MCL_ONFAULT)
		return -EINVAL;
	if (!can_do_mlock())
		return -EPERM;
	if ((flags & MCL_CURRENT) && mm->total_vm > lock_limit() && !capable(CAP_IPC_LOCK))
		return -ENOMEM;
	mm->def_flags &= ~VM_LOCKED_MASK;
	if (flags & MCL_FUTURE)
		mm->def_flags |= mcl_flags(flags);
	if (flags & MCL_CURRENT) {
		lock_all(mm, mcl_flags(flags));
		(void)mm_populate(mm, 0, mm->task_size, true);
	}
	return 0;
}

SYSCALL_DEFINE0(munlockall)
{
	current->mm->def_flags &= ~VM_LOCKED_MASK;
	lock_all(current->mm, 0);
	return 0;
}
