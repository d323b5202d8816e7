/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Other protections for what is mapped; and protection keys as on a CPU that has none. */
#include "fs/fs.h"
#include "mm/internal.h"
#include "syscall.h"

/* Entries follow the flags of their mapping. */
static void change_protection(struct vma *vma, uaddr_t start, uaddr_t end)
{
	const pte_t rights = PTE_PRESENT | PTE_PROTNONE | PTE_WRITE | PTE_NX;
	struct pte_walk w = pte_walk_range(vma->mm, start, end);

	while (pte_walk_next(&w)) {
		pte_t old = *w.ptep;
		/* A page that MADV_FREE made clean stays so. */
		pte_t new = (old & ~rights) | (vma_pte_bits(vma) & rights);

		if (pte_may_write(vma, old, vma_pgoff_at(vma, w.addr)))
			new |= PTE_WRITE;
		if (new != old)
			pte_set(kernel->mem, w.ptep, new);
	}
}

static uint64_t drop_account(const struct vma *vma)
{
	return vma_is_anonymous(vma) && !vma->anon_faulted ? VM_ACCOUNT : 0;
}

/* *vma is replaced by what covers the range afterwards. 0 or negative errno. */
static int mprotect_fixup(struct vma **vma, uaddr_t start, uaddr_t end, uint64_t flags)
{
	struct mm *mm = (*vma)->mm;
	uint64_t old = (*vma)->flags, pages = (end - start) >> PAGE_SHIFT;

	if (old & VM_SEALED)
		return -EPERM;
	if (flags == old)
		return 0;
	if (flags & VM_WRITE) {
		/* The space may turn into data, which has a limit of its own. */
		if (!may_expand_vm(mm, flags, pages) && may_expand_vm(mm, old, pages))
			return -ENOMEM;
		if (!(old & (VM_ACCOUNT | VM_WRITE | VM_SHARED | VM_NORESERVE))) {
			if (vm_enough_memory(pages))
				return -ENOMEM;
			flags |= VM_ACCOUNT;
		}
	} else {
		flags &= ~drop_account(*vma);
	}
	*vma = vma_modify(*vma, start, end, flags);
	if (!*vma)
		return -ENOMEM;
	change_protection(*vma, start, end);
	/* Locked memory takes no faults later: copies are made now. */
	if ((old & (VM_WRITE | VM_SHARED | VM_LOCKED)) == VM_LOCKED && (flags & VM_WRITE))
		(void)populate_vma(*vma, start, end);
	return 0;
}

/* Every mapping of [start, end), which must have no hole; the first one is vma. */
static int protect_range(struct vma *vma, uaddr_t start, uaddr_t end, uint64_t prot, bool rier)
{
	struct mm *mm = vma->mm;
	int err;

	for (;;) {
		uint64_t flags = vma->flags & ~VM_ACCESS_FLAGS;
		uaddr_t stop = min(vma->end, end);

		flags |= calc_vm_prot_bits(prot);
		if (rier && (vma->flags & VM_MAYEXEC))
			flags |= VM_EXEC;
		/* VM_MAYxyz stand four bits above VM_xyz. */
		if ((flags & ~(flags >> 4)) & VM_ACCESS_FLAGS)
			return -EACCES;
		if (map_deny_write_exec(mm, vma->flags, flags))
			return -EACCES;
		err = mprotect_fixup(&vma, start, stop, flags);
		if (err)
			return err;
		start = stop;
		if (start >= end)
			return 0;
		vma = vma_lookup(mm, start);
		if (!vma)
			return -ENOMEM;
	}
}

static long do_mprotect_pkey(uaddr_t start, uint64_t len, uint64_t prot, int pkey)
{
	const uint64_t grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
	bool rier = (current->personality & READ_IMPLIES_EXEC) && (prot & PROT_READ);
	struct vma *vma;
	uaddr_t end;

	prot &= ~grows;
	if (grows == (PROT_GROWSDOWN | PROT_GROWSUP) || offset_in_page(start))
		return -EINVAL;
	if (!len)
		return 0;
	end = start + PAGE_ALIGN(len);
	if (end <= start)
		return -ENOMEM;
	if (prot & ~(uint64_t)(PROT_READ | PROT_WRITE | PROT_EXEC | PROT_SEM))
		return -EINVAL;
	if (pkey != -1)
		return -EINVAL;
	vma = vma_intersection(current->mm, start, end);
	if (!vma)
		return -ENOMEM;
	if (grows == PROT_GROWSDOWN) {
		start = vma->start;
		if (!(vma->flags & VM_GROWSDOWN))
			return -EINVAL;
	} else if (vma->start > start) {
		return -ENOMEM;
	} else if (grows) { /* nothing grows up on x86 */
		return -EINVAL;
	}
	return protect_range(vma, start, end, prot, rier);
}

SYSCALL_DEFINE3(mprotect, addr_t, start, usize_t, len, prot_t, prot)
{
	return do_mprotect_pkey(start, len, prot, -1);
}

SYSCALL_DEFINE4(pkey_mprotect, addr_t, start, usize_t, len, prot_t, prot, int_t, pkey)
{
	return do_mprotect_pkey(start, len, prot, pkey);
}

/* Without the CPU's support Linux refuses only when it comes to set the key's rights. */
SYSCALL_DEFINE2(pkey_alloc, lflags_t, flags, pkeyrights_t, init_val)
{
	(void)flags;
	(void)init_val;
	return -EINVAL;
}

SYSCALL_DEFINE1(pkey_free, int_t, pkey)
{
	(void)pkey;
	return -EINVAL;
}

static bool range_is_mapped(struct mm *mm, uaddr_t start, uaddr_t end)
{
	struct vma *vma;

	for (vma = vma_lookup(mm, start); vma; vma = vma_lookup(mm, start)) {
		start = vma->end;
		if (start >= end)
			return true;
	}
	return false;
}

SYSCALL_DEFINE3(mseal, addr_t, start, usize_t, len, lflags_t, flags)
{
	struct mm *mm = current->mm;
	uaddr_t end = start + PAGE_ALIGN(len);
	struct vma *vma;

	if (flags || offset_in_page(start) || (len && !PAGE_ALIGN(len)) || end < start)
		return -EINVAL;
	if (end == start)
		return 0;
	if (!range_is_mapped(mm, start, end))
		return -ENOMEM;
	for (; start < end; start = vma->end) {
		vma = vma_lookup(mm, start);
		vma = vma_modify(vma, start, min(vma->end, end), vma->flags | VM_SEALED);
		if (!vma)
			return -ENOMEM;
	}
	return 0;
}
