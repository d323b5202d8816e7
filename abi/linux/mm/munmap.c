/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking mappings away. */
#include "mm/internal.h"
#include "syscall.h"

#define TABLE_SPAN (512 * PAGE_SIZE) /* what one lowest table maps */

/* The entry's frame is no longer held by it. */
static void drop_entry(struct vma *vma, pte_t *ptep)
{
	pte_t old = *ptep;

	mm_count_page(vma, old, -1);
	pte_set(kernel->mem, ptep, 0);
	if (!is_zero_pfn(pte_pfn(old)))
		frame_put(kernel->mem, pte_pfn(old));
}

void zap_range(struct vma *vma, uaddr_t start, uaddr_t end, bool even_cows)
{
	struct pte_walk w = pte_walk_range(vma->mm, max(start, vma->start), min(end, vma->end));

	while (pte_walk_next(&w)) {
		if (even_cows || !(*w.ptep & PTE_ANON))
			drop_entry(vma, w.ptep);
	}
}

/* Tables that served only [start, end) and the free space around it. */
static void free_tables(struct mm *mm, uaddr_t start, uaddr_t end)
{
	struct vma *next = vma_find(mm, start);
	struct avl_node *last = avl_last(&mm->vmas);
	struct vma *prev = next ? vma_prev(next) : last ? vma_of(last) : NULL;
	uaddr_t floor = prev ? align_up(prev->end, TABLE_SPAN) : 0;
	uaddr_t ceiling = next ? align_down(next->start, TABLE_SPAN) : USER_TOP;

	if (floor < align_up(end, TABLE_SPAN) && ceiling > align_down(start, TABLE_SPAN) &&
	    floor < ceiling)
		pgtable_trim(kernel->mem, mm->root, floor, ceiling);
}

void unmap_isolated(struct mm *mm, uaddr_t start, uaddr_t end)
{
	struct vma *vma = vma_intersection(mm, start, end), *next;

	for (; vma && vma->start < end; vma = next) {
		uint64_t pages = vma_pages(vma);

		next = vma_next(vma);
		zap_range(vma, vma->start, vma->end, true);
		vm_stat_account(mm, vma->flags, -(int64_t)pages);
		vma_unlink(vma);
		vma_free(vma);
	}
	free_tables(mm, start, end);
}

int do_munmap(struct mm *mm, uaddr_t start, uint64_t len)
{
	uint64_t size = mm_task_size(mm);
	uaddr_t end;
	int err;

	if (offset_in_page(start) || start > size || len > size - start)
		return -EINVAL;
	end = start + PAGE_ALIGN(len);
	if (end == start)
		return -EINVAL;
	if (!vma_isolate(mm, start, end, &err))
		return err;
	unmap_isolated(mm, start, end);
	return 0;
}

SYSCALL_DEFINE2(munmap, addr_t, addr, usize_t, len)
{
	return do_munmap(current->mm, addr, len);
}
