/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which pages are in memory. */
#include "fs/fs.h"
#include "mm/internal.h"
#include "syscall.h"
#include "uaccess.h"

#define CHUNK 256 /* pages asked about at a time */

/* Nobody learns what others read: the page cache shows itself only to who could write the file. */
static bool can_do_mincore(const struct vma *vma)
{
	if (vma_is_anonymous(vma))
		return true;
	if (!vma->file)
		return false;
	return inode_owner_or_capable(vma->file->inode) ||
	       !inode_permission(vma->file->inode, MAY_WRITE);
}

static bool page_in_core(struct vma *vma, uaddr_t addr)
{
	pte_t *ptep = pte_lookup(kernel->mem, vma->mm->root, addr);

	if (ptep && pte_held(*ptep))
		return true;
	return !vma_is_anonymous(vma) && vma->file &&
	       filemap_peek(&vma->file->inode->mapping, vma_pgoff_at(vma, addr));
}

/* As many of pages as one mapping has: their number, or -ENOMEM. */
static long do_mincore(uaddr_t addr, uint64_t pages, uint8_t *vec)
{
	struct vma *vma = vma_lookup(current->mm, addr);
	bool all;

	if (!vma)
		return -ENOMEM;
	pages = min(pages, (vma->end - addr) >> PAGE_SHIFT);
	all = !can_do_mincore(vma);
	for (uint64_t i = 0; i < pages; i++)
		vec[i] = all || page_in_core(vma, addr + (i << PAGE_SHIFT));
	return pages;
}

SYSCALL_DEFINE3(mincore, addr_t, start, usize_t, len, umincore_out_t, vec)
{
	uint64_t pages = (len >> PAGE_SHIFT) + (offset_in_page(len) != 0);
	uint8_t chunk[CHUNK];

	if (offset_in_page(start))
		return -EINVAL;
	if (!access_ok(start, len))
		return -ENOMEM;
	if (!access_ok(vec, pages))
		return -EFAULT;
	while (pages) {
		long n = do_mincore(start, min(pages, (uint64_t)CHUNK), chunk);

		if (n < 0)
			return n;
		if (copy_to_user(vec, chunk, n))
			return -EFAULT;
		pages -= n;
		vec += n;
		start += (uint64_t)n << PAGE_SHIFT;
	}
	return 0;
}
