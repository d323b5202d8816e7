/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages of any space, held while they are used: Linux's get_user_pages(). */
#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/ptrace.h"
#include "mm/internal.h"

/* As Linux's check_vma_flags(): force writes private copies and reads what could be readable. */
static bool gup_permitted(const struct vma *vma, unsigned how)
{
	if (vma->flags & VM_IO)
		return false;
	if (how & GUP_WRITE)
		return (vma->flags & VM_WRITE) ||
		       ((how & GUP_FORCE) &&
			(vma->flags & (VM_SHARED | VM_MAYWRITE)) == VM_MAYWRITE);
	return vma->flags & (how & GUP_FORCE ? VM_MAYREAD : VM_READ);
}

pfn_t mm_get_page(struct mm *mm, uaddr_t addr, unsigned how)
{
	struct vma *vma = vma_lookup(mm, addr);
	pte_t pte;

	if (!vma || mm->oom_reaped || !gup_permitted(vma, how) ||
	    mm_fault_page(vma, addr & PAGE_MASK, how & GUP_WRITE) != FAULT_OK)
		return 0;
	pte = *pte_lookup(kernel->mem, mm->root, addr);
	frame_get(kernel->mem, pte_pfn(pte));
	if (how & GUP_WRITE)
		frame_will_change(kernel->mem, pte_pfn(pte));
	return pte_pfn(pte);
}

int mm_page_is_own(struct mm *mm, uaddr_t addr)
{
	struct vma *vma = vma_lookup(mm, addr);

	if (!vma || mm_fault_page(vma, addr & PAGE_MASK, vma->flags & VM_WRITE) != FAULT_OK)
		return -EFAULT;
	return !!(*pte_lookup(kernel->mem, mm->root, addr) & PTE_ANON);
}

size_t access_process_vm(struct mm *mm, uaddr_t addr, void *buf, size_t n, unsigned how)
{
	while (n) {
		size_t offset = offset_in_page(addr), part = min(n, PAGE_SIZE - offset);
		pfn_t pfn = mm_get_page(mm, addr, how);
		uint8_t *at;

		if (!pfn)
			break;
		at = (uint8_t *)frame_data(kernel->mem, pfn) + offset;
		if (how & GUP_WRITE)
			memcpy(at, buf, part);
		else
			memcpy(buf, at, part);
		frame_put(kernel->mem, pfn);
		buf = (uint8_t *)buf + part;
		addr += part;
		n -= part;
	}
	return n;
}

struct mm *mm_access(struct task *t, unsigned mode)
{
	if (!t->mm)
		return ERR_PTR(-ESRCH);
	if (t->mm != current->mm && !ptrace_may_access(t, mode))
		return ERR_PTR(-EACCES);
	mm_get(t->mm);
	return t->mm;
}
