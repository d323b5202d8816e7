/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy of an address space: mappings are cloned, private pages are shared until one side writes
 * (a frame with more than one reference is never writable), and what a fault finds again in the
 * page cache is not copied at all.
 */
#include "fs/fs.h"
#include "mm/internal.h"

/* Entries can be left to faults when nothing private can be among them. */
static bool needs_copy(const struct vma *vma)
{
	return vma->anon_faulted && !(vma->flags & VM_WIPEONFORK);
}

static unsigned first_held(const pte_t *ptep, unsigned n)
{
	unsigned i = 0;

	while (i < n && !pte_held(ptep[i]))
		i++;
	return i;
}

/* The n entries of one table. Did an old one lose the right to write? */
static bool share_entries(struct vma *new, pte_t *from, pte_t *to, unsigned n)
{
	struct machine_mem *mem = kernel->mem;
	const pfn_t zero = kernel->mm->zero_pfn;
	uint64_t anon = 0, file = 0, held = 0;
	bool lost = false;

	for (unsigned i = 0; i < n; i++) {
		pte_t pte = from[i];

		if (!pte_held(pte))
			continue;
		held++;
		lost |= pte_share(mem, &from[i], &to[i]);
		if (pte_pfn(pte) == zero)
			continue;
		frame_get(mem, pte_pfn(pte));
		if (pte & PTE_ANON)
			anon++;
		else
			file++;
	}
	pte_table(mem, to)->entries += held;
	mm_count_pages(new, anon, file);
	return lost;
}

static int copy_page_range(struct vma *new, struct vma *old)
{
	uaddr_t addr = old->start;
	bool lost = false;
	int err = 0;

	while (addr < old->end) {
		unsigned n, skip;
		pte_t *from = pte_next_table(kernel->mem, old->mm->root, &addr, old->end, &n), *to;

		if (!from)
			break;
		skip = pte_table(kernel->mem, from)->entries ? first_held(from, n) : n;
		if (skip < n) { /* no table for nothing */
			to = mm_pte_alloc(new->mm, addr + skip * PAGE_SIZE);
			err = to ? 0 : -ENOMEM;
			if (err)
				break;
			lost |= share_entries(new, from + skip, to, n - skip);
		}
		addr += n * PAGE_SIZE;
	}
	if (lost)
		mem_flush(kernel->mem, old->mm->root);
	return err;
}

static int dup_vma(struct mm *mm, struct vma *old)
{
	struct vma *new;

	if ((old->flags & VM_ACCOUNT) && vm_enough_memory(vma_pages(old)))
		return -ENOMEM;
	new = vma_clone(old);
	if (!new)
		return -ENOMEM;
	new->mm = mm;
	new->flags &= ~VM_LOCKED_MASK;
	if (new->flags & VM_WIPEONFORK)
		new->anon_faulted = false;
	vma_link(mm, new);
	return needs_copy(old) ? copy_page_range(new, old) : 0;
}

static int dup_mmap(struct mm *mm, struct mm *oldmm)
{
	struct vma *vma;
	int err;

	for (vma = vma_find(oldmm, 0); vma; vma = vma_next(vma)) {
		if (vma->flags & VM_DONTCOPY) {
			vm_stat_account(mm, vma->flags & ~VM_LOCKED, -(int64_t)vma_pages(vma));
			continue;
		}
		err = dup_vma(mm, vma);
		if (err)
			return err;
	}
	mm->hiwater_rss = mm_rss(mm);
	mm->hiwater_vm = mm->total_vm;
	return 0;
}

static int dup_ldt(struct mm *mm, const struct mm *oldmm)
{
	size_t bytes = (size_t)oldmm->ldt_entries * sizeof(*mm->ldt);

	if (!oldmm->ldt)
		return 0;
	mm->ldt = kmalloc(bytes);
	if (!mm->ldt)
		return -ENOMEM;
	memcpy(mm->ldt, oldmm->ldt, bytes);
	mm->ldt_entries = oldmm->ldt_entries;
	return 0;
}

/* What of the old space is not the new one's. */
static void forget_old(struct mm *mm)
{
	mm->users = mm->refs = 1;
	mm->vmas = (struct avl_root){ 0 };
	mm->vma_hint = NULL;
	mm->nr_vmas = 0;
	mm->locked_vm = 0;
	mm->rss_anon = mm->rss_file = mm->rss_shmem = 0;
	mm->def_flags &= ~VM_LOCKED_MASK;
	mm->flags = mm_inherited_flags(mm);
	mm->ldt = NULL;
	mm->ldt_entries = 0;
}

struct mm *mm_dup(struct mm *old)
{
	struct mm *mm = kmalloc(sizeof(*mm));

	if (!mm)
		return NULL;
	*mm = *old;
	forget_old(mm);
	mm->root = mm_root_alloc();
	if (!mm->root) {
		kfree(mm);
		return NULL;
	}
	if (mm->exe_file) {
		file_ref(mm->exe_file);
		deny_write_access(mm->exe_file->inode); /* denied by the old space already */
	}
	if (dup_ldt(mm, old) || dup_mmap(mm, old)) {
		mm_put(mm);
		return NULL;
	}
	return mm;
}
