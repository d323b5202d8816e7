/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Taking mappings away. */
#include "mm/internal.h"
#include "syscall.h"

#define TABLE_SPAN (512 * PAGE_SIZE) /* what one lowest table maps */

/* The n entries of one table. Did the engine possibly know one? */
static bool zap_entries(struct vma *vma, pte_t *ptep, unsigned n, pte_t keep)
{
	struct machine_mem *mem = kernel->mem;
	const pfn_t zero = kernel->mm->zero_pfn;
	unsigned anon = 0, file = 0, held = 0;
	pte_t seen = 0;

	for (unsigned i = 0; i < n; i++) {
		pte_t old = ptep[i];

		if (!pte_held(old) || (old & keep))
			continue;
		seen |= pte_take(mem, &ptep[i]);
		held++;
		if (pte_pfn(old) == zero)
			continue;
		if (old & PTE_ANON)
			anon++;
		else
			file++;
		frame_put(mem, pte_pfn(old));
	}
	pte_table(mem, ptep)->entries -= held;
	mm_count_pages(vma, -(int64_t)anon, -(int64_t)file);
	return seen & PTE_PRESENT;
}

void zap_range(struct vma *vma, uaddr_t start, uaddr_t end, bool even_cows)
{
	pte_t *ptep, keep = even_cows ? 0 : PTE_ANON;
	bool seen = false;
	unsigned n;

	start = max(start, vma->start);
	end = min(end, vma->end);
	while ((ptep = pte_next_table(kernel->mem, vma->mm->root, &start, end, &n))) {
		if (pte_table(kernel->mem, ptep)->entries)
			seen |= zap_entries(vma, ptep, n, keep);
		start += n * PAGE_SIZE;
	}
	if (seen)
		mem_flush(kernel->mem, vma->mm->root);
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

static void free_vmas(struct avl_node *n)
{
	if (!n)
		return;
	free_vmas(n->left);
	free_vmas(n->right);
	vma_free(vma_of(n));
}

void exit_mmap(struct mm *mm)
{
	struct vma *vma;

	for (vma = vma_find(mm, 0); vma; vma = vma_next(vma)) {
		zap_range(vma, vma->start, vma->end, true);
		vma_unlink_file(vma);
	}
	free_vmas(mm->vmas.node); /* as deep as the tree is high */
	pgtable_destroy(kernel->mem, mm->root);
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
