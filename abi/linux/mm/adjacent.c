/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Frames that follow each other. A buffer that lies across two pages is two pieces of host memory:
 * the host wants a vector then, or one copy that joins them, and either costs as much as the rest
 * of our part of a write. The buffers of stdio lie like that (malloc puts a header before a
 * page's worth of bytes), and are handed over again and again: then both pages move, once.
 */
#include "mm/internal.h"

#define WORTH_IT 16 /* times that the same two pages were handed over, one after the other */

void mm_note_split(struct mm *mm, uaddr_t page)
{
	if (mm->split.page != page)
		mm->split = (struct page_split){ .page = page };
	else if (mm->split.seen < WORTH_IT)
		mm->split.seen++;
}

/* The entry of a private page that nobody else holds, in a mapping that nothing forbids to move. */
static pte_t *movable(struct mm *mm, uaddr_t page)
{
	struct vma *vma = vma_find(mm, page);
	pte_t *ptep = pte_lookup(kernel->mem, mm->root, page);
	const struct frame *frame;

	if (!vma || page < vma->start || (vma->flags & VM_SHARED))
		return NULL;
	if (!ptep || (*ptep & (PTE_PRESENT | PTE_ANON)) != (PTE_PRESENT | PTE_ANON))
		return NULL;
	frame = &kernel->mem->frames[pte_pfn(*ptep)];
	return frame->refs == 1 && !frame->flags && !is_zero_pfn(pte_pfn(*ptep)) ? ptep : NULL;
}

static void move(pte_t *ptep, pfn_t to)
{
	struct machine_mem *mem = kernel->mem;
	pfn_t from = pte_pfn(*ptep);

	memcpy(frame_data(mem, to), frame_data(mem, from), PAGE_SIZE);
	pte_set(mem, ptep, pte_make(to, *ptep & ~PTE_ADDR));
	frame_put(mem, from);
}

void mm_join_split(struct mm *mm)
{
	pte_t *first = movable(mm, mm->split.page - PAGE_SIZE);
	pte_t *second = movable(mm, mm->split.page);
	pfn_t to;

	mm->split.seen = WORTH_IT + 1; /* whatever comes of it, once is enough */
	if (!first || !second)
		return;
	to = frame_alloc_pair(kernel->mem);
	if (!to)
		return;
	move(first, to);
	move(second, to + 1);
}

bool mm_split_is_worth_it(const struct mm *mm)
{
	return mm->split.seen == WORTH_IT;
}
