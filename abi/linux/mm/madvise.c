/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Advice. What only tunes Linux's paging is accepted as Linux accepts it and kept as a flag; what
 * changes contents is done.
 */
#include "fs/fs.h"
#include "kernel/sched.h"
#include "mm/internal.h"
#include "syscall.h"

static bool behavior_valid(int behavior)
{
	switch (behavior) {
	case MADV_NORMAL ... MADV_DONTNEED:
	case MADV_FREE ... MADV_COLLAPSE:
		return true;
	default: /* no memory failures to inject here */
		return false;
	}
}

/* Sealed memory keeps what it holds, unless its user may overwrite it anyway. */
static bool discards(const struct vma *vma, int behavior)
{
	switch (behavior) {
	case MADV_FREE:
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
	case MADV_REMOVE:
	case MADV_DONTFORK:
	case MADV_WIPEONFORK:
		return vma_is_anonymous(vma) && !(vma->flags & VM_WRITE);
	default:
		return false;
	}
}

/*
 * MADV_FREE: entries become clean, and reclaim may take clean private pages; the next write makes
 * a page dirty and its own again.
 */
static void mark_lazyfree(struct vma *vma, uaddr_t start, uaddr_t end)
{
	struct pte_walk w = pte_walk_range(vma->mm, start, end);

	vma->mm->lazyfree = true;
	while (pte_walk_next(&w)) {
		if (*w.ptep & PTE_ANON)
			pte_set(kernel->mem, w.ptep, *w.ptep & ~(PTE_WRITE | PTE_DIRTY));
	}
}

static void reclaim_clean(struct vma *vma)
{
	struct pte_walk w = pte_walk_range(vma->mm, vma->start, vma->end);

	while (pte_walk_next(&w)) {
		if ((*w.ptep & (PTE_ANON | PTE_DIRTY)) == PTE_ANON &&
		    kernel->mem->frames[pte_pfn(*w.ptep)].refs == 1)
			zap_range(vma, w.addr, w.addr + PAGE_SIZE, true);
	}
}

void reclaim_lazyfree(struct mm *mm)
{
	struct vma *vma;

	if (!mm->lazyfree)
		return;
	mm->lazyfree = false;
	for (vma = vma_find(mm, 0); vma; vma = vma_next(vma)) {
		if (!(vma->flags & VM_LOCKED))
			reclaim_clean(vma);
	}
}

static int madvise_dontneed_free(struct vma *vma, uaddr_t start, uaddr_t end, int behavior)
{
	if (behavior != MADV_DONTNEED_LOCKED && (vma->flags & VM_LOCKED))
		return -EINVAL;
	if (behavior != MADV_FREE) {
		zap_range(vma, start, end, true);
		return 0;
	}
	if (!vma_is_anonymous(vma))
		return -EINVAL;
	mark_lazyfree(vma, start, end);
	return 0;
}

/* May sleep: the filesystem punches the hole, and with it the page cache. */
static int madvise_remove(struct vma *vma, uaddr_t start, uaddr_t end)
{
	loff_t offset = (vma->pgoff << PAGE_SHIFT) + (start - vma->start);
	struct file *file = vma->file;
	int err;

	if ((vma->flags & VM_LOCKED) || !file)
		return -EINVAL;
	if ((vma->flags & (VM_SHARED | VM_MAYWRITE)) != (VM_SHARED | VM_MAYWRITE))
		return -EACCES;
	if (!file->op->fallocate)
		return -EOPNOTSUPP;
	file_ref(file);
	err = file->op->fallocate(file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset,
				  end - start);
	file_put(file);
	return err;
}

static bool mergeable(uint64_t flags)
{
	return !(flags & (VM_SHARED | VM_MAYSHARE | VM_IO | VM_DONTEXPAND | VM_DROPPABLE));
}

uint64_t vm_merge_any_flag(const struct mm *mm, uint64_t vm_flags)
{
	return (mm->flags & MMF_MERGE_ANY) && mergeable(vm_flags) ? VM_MERGEABLE : 0;
}

void mm_set_merge_any(struct mm *mm, bool on)
{
	struct vma *vma;

	for (vma = vma_find(mm, 0); vma; vma = vma_next(vma)) {
		uint64_t flags = vma->flags & ~VM_MERGEABLE;

		vma = vma_modify(vma, vma->start, vma->end,
				 on && mergeable(flags) ? flags | VM_MERGEABLE : flags);
	}
	mm->flags = on ? mm->flags | MMF_MERGE_ANY : mm->flags & ~MMF_MERGE_ANY;
}

/* The flags that an advice leaves, or a negative errno in *err. */
static uint64_t advised_flags(const struct vma *vma, int behavior, int *err)
{
	uint64_t flags = vma->flags;

	*err = 0;
	switch (behavior) {
	case MADV_NORMAL:
		return flags & ~(VM_RAND_READ | VM_SEQ_READ);
	case MADV_SEQUENTIAL:
		return (flags & ~VM_RAND_READ) | VM_SEQ_READ;
	case MADV_RANDOM:
		return (flags & ~VM_SEQ_READ) | VM_RAND_READ;
	case MADV_DONTFORK:
		return flags | VM_DONTCOPY;
	case MADV_DOFORK:
		*err = flags & VM_IO ? -EINVAL : 0;
		return flags & ~VM_DONTCOPY;
	case MADV_WIPEONFORK:
		*err = vma->file || (flags & VM_SHARED) ? -EINVAL : 0;
		return flags | VM_WIPEONFORK;
	case MADV_KEEPONFORK:
		*err = flags & VM_DROPPABLE ? -EINVAL : 0;
		return flags & ~VM_WIPEONFORK;
	case MADV_DONTDUMP:
		return flags | VM_DONTDUMP;
	case MADV_DODUMP:
		*err = flags & (VM_IO | VM_DONTEXPAND | VM_DROPPABLE) ? -EINVAL : 0;
		return flags & ~VM_DONTDUMP;
	case MADV_MERGEABLE:
		return mergeable(flags) ? flags | VM_MERGEABLE : flags;
	case MADV_UNMERGEABLE:
		return flags & ~VM_MERGEABLE;
	case MADV_HUGEPAGE:
		return (flags & ~VM_NOHUGEPAGE) | VM_HUGEPAGE;
	default: /* MADV_NOHUGEPAGE */
		return (flags & ~VM_HUGEPAGE) | VM_NOHUGEPAGE;
	}
}

static int madvise_flags(struct vma *vma, uaddr_t start, uaddr_t end, int behavior)
{
	uint64_t flags;
	int err;

	flags = advised_flags(vma, behavior, &err);
	if (err)
		return err;
	return vma_modify(vma, start, end, flags) ? 0 : -EAGAIN; /* -ENOMEM would mean a hole */
}

/* One mapping's part. 0 or negative errno. May sleep. */
static int madvise_vma(struct vma *vma, uaddr_t start, uaddr_t end, int behavior)
{
	if ((vma->flags & VM_SEALED) && discards(vma, behavior))
		return -EPERM;
	switch (behavior) {
	case MADV_REMOVE:
		return madvise_remove(vma, start, end);
	case MADV_WILLNEED:
		return 0;
	case MADV_COLD:
	case MADV_PAGEOUT:
		return vma->flags & VM_LOCKED ? -EINVAL : 0;
	case MADV_FREE:
	case MADV_DONTNEED:
	case MADV_DONTNEED_LOCKED:
		return madvise_dontneed_free(vma, start, end, behavior);
	case MADV_COLLAPSE: /* no mapping is eligible for a huge page */
		return -EINVAL;
	default:
		return madvise_flags(vma, start, end, behavior);
	}
}

/* What is mapped of the range is advised; holes are an error in the end. */
static int madvise_walk(struct mm *mm, uaddr_t start, uaddr_t end, int behavior)
{
	int hole = 0;

	while (start < end) {
		struct vma *vma = vma_find(mm, start);
		uaddr_t stop;
		int err;

		if (!vma)
			return -ENOMEM;
		if (start < vma->start) {
			hole = -ENOMEM;
			start = vma->start;
			if (start >= end)
				break;
		}
		stop = min(vma->end, end);
		err = madvise_vma(vma, start, stop, behavior);
		if (err)
			return err;
		start = stop;
	}
	return hole;
}

static int populate_page(struct mm *mm, uaddr_t addr, bool write)
{
	struct vma *vma = vma_lookup(mm, addr);

	if (!vma)
		return -ENOMEM;
	if (!(vma->flags & (write ? VM_WRITE : VM_READ)) || (vma->flags & VM_IO))
		return -EINVAL;
	switch (mm_fault(mm, addr, write ? CPU_WRITE : CPU_READ)) {
	case FAULT_OK:
		return 0;
	case FAULT_OOM:
		return -ENOMEM;
	default:
		return -EFAULT;
	}
}

/* May sleep. */
static int madvise_populate(struct mm *mm, uaddr_t start, uaddr_t end, bool write)
{
	for (; start < end; start += PAGE_SIZE) {
		int err = populate_page(mm, start, write);

		if (err)
			return err;
		if (current->work & TW_KILLED)
			return -EINTR;
		cond_resched();
	}
	return 0;
}

int do_madvise(struct mm *mm, uaddr_t start, uint64_t len_in, int behavior)
{
	uint64_t len = PAGE_ALIGN(len_in);
	uaddr_t end = start + len;

	if (!behavior_valid(behavior) || offset_in_page(start) || (len_in && !len) || end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	if (behavior == MADV_POPULATE_READ || behavior == MADV_POPULATE_WRITE)
		return madvise_populate(mm, start, end, behavior == MADV_POPULATE_WRITE);
	return madvise_walk(mm, start, end, behavior);
}

SYSCALL_DEFINE3(madvise, addr_t, start, usize_t, len, madvice_t, behavior)
{
	return do_madvise(current->mm, start, len, behavior);
}
