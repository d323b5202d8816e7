/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Parts of a file that go away while they are cached and mapped. */
#include "fs/fs.h"
#include "mm/internal.h"
#include "mm/pagetree.h"

/* Pages [first, end) of the file are no longer mapped anywhere. */
static void unmap_mapping(struct address_space *m, uint64_t first, uint64_t end, bool even_cows)
{
	struct vma *vma;

	list_for_each_entry(vma, &m->vmas, shared) {
		uint64_t low = max(first, vma->pgoff);
		uint64_t high = min(end, vma->pgoff + vma_pages(vma));

		if (low < high)
			zap_range(vma, vma->start + ((low - vma->pgoff) << PAGE_SHIFT),
				  vma->start + ((high - vma->pgoff) << PAGE_SHIFT), even_cows);
	}
}

/* The filesystem has done the same to its file, so this makes no page dirty. */
static void zero_part(struct address_space *m, uint64_t pos, size_t n)
{
	pfn_t pfn = filemap_peek(m, pos >> PAGE_SHIFT);

	if (!pfn || !n)
		return;
	frame_will_change(kernel->mem, pfn);
	memset((uint8_t *)frame_data(kernel->mem, pfn) + offset_in_page(pos), 0, n);
}

static void drop_range(struct address_space *m, uint64_t first, uint64_t end, bool even_cows)
{
	unmap_mapping(m, first, end, even_cows);
	filemap_drop_range(m, first, end);
}

void truncate_pagecache(struct address_space *m, uint64_t size)
{
	if (offset_in_page(size))
		zero_part(m, size, PAGE_SIZE - offset_in_page(size));
	drop_range(m, (size + PAGE_SIZE - 1) >> PAGE_SHIFT, PAGETREE_MAX, true);
}

void pagecache_isize_extended(struct address_space *m, uint64_t from, uint64_t to)
{
	if (from < to && offset_in_page(from))
		zero_part(m, from, min(to - from, PAGE_SIZE - offset_in_page(from)));
}

void filemap_punch(struct address_space *m, uint64_t start, uint64_t end)
{
	uint64_t first = (start + PAGE_SIZE - 1) >> PAGE_SHIFT, last = end >> PAGE_SHIFT;

	if (first > last) { /* within one page */
		zero_part(m, start, end - start);
		return;
	}
	if (offset_in_page(start))
		zero_part(m, start, PAGE_SIZE - offset_in_page(start));
	if (offset_in_page(end))
		zero_part(m, end & PAGE_MASK, offset_in_page(end));
	if (first < last)
		drop_range(m, first, last, false);
}
