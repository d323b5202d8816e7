/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Demand paging: what the page tables do not say yet, found out from the mappings. Runs inside the
 * engine's TLB fill and under uaccess, so it never sleeps and sends no signal.
 */
#include "fs/fs.h"
#include "kernel/signal.h"
#include "mm/internal.h"

/* Reads of untouched memory share one page of zeroes where a mapping may well be sparse. */
#define ZERO_PAGE_MIN (1ull << 20)

pte_t vma_pte_bits(const struct vma *vma)
{
	pte_t bits = PTE_USER | PTE_ACCESSED | PTE_DIRTY;

	if (!(vma->flags & VM_EXEC))
		bits |= PTE_NX;
	return bits | (vma->flags & VM_ACCESS_FLAGS ? PTE_PRESENT : PTE_PROTNONE);
}

static pte_t vma_pte_write(const struct vma *vma)
{
	return vma->flags & VM_WRITE ? PTE_WRITE : 0;
}

/*
 * May a held page be written without a fault: alone with it (and not given away by MADV_FREE), or
 * shared and known to be dirty.
 */
bool pte_may_write(const struct vma *vma, pte_t pte, uint64_t pgoff)
{
	pfn_t pfn = pte_pfn(pte);

	if (!(vma->flags & VM_WRITE))
		return false;
	if (pte & PTE_ANON)
		return vma->anon_faulted && (pte & PTE_DIRTY) &&
		       kernel->mem->frames[pfn].refs == 1;
	if (!(vma->flags & VM_SHARED) || is_zero_pfn(pfn))
		return false;
	return vma->ops != &filemap_vm_ops ||
	       filemap_is_dirty(&vma->file->inode->mapping, pgoff);
}

/* An entry that held nothing gets pfn, whose reference it takes over. */
static void install_page(struct vma *vma, pte_t *ptep, pfn_t pfn, pte_t bits)
{
	pte_t pte = pte_make(pfn, vma_pte_bits(vma) | bits);

	pte_set(kernel->mem, ptep, pte);
	mm_count_page(vma, pte, 1);
}

static enum fault_result anon_fault(struct vma *vma, pte_t *ptep, bool write)
{
	pfn_t pfn;
	pte_t pte;

	if (!write && vma->end - vma->start >= ZERO_PAGE_MIN) {
		install_page(vma, ptep, kernel->mm->zero_pfn, 0);
		return FAULT_OK;
	}
	pfn = mm_frame_alloc(FRAME_ZERO);
	if (!pfn)
		return FAULT_OOM;
	/* Not by reads: Linux would have mapped its zero page, and /proc shows the difference. */
	vma->anon_faulted |= write;
	pte = pte_make(pfn, PTE_ANON | PTE_DIRTY);
	install_page(vma, ptep, pfn, PTE_ANON | (pte_may_write(vma, pte, 0) ? PTE_WRITE : 0));
	return FAULT_OK;
}

/* A private copy of pfn's bytes, or 0. */
static pfn_t copy_frame(pfn_t pfn)
{
	struct machine_mem *mem = kernel->mem;
	pfn_t new = mm_frame_alloc(is_zero_pfn(pfn) ? FRAME_ZERO : 0);

	if (new && !is_zero_pfn(pfn))
		memcpy(frame_data(mem, new), frame_data(mem, pfn), PAGE_SIZE);
	return new;
}

/* The first touch of a page that a file (or a special mapping) supplies. */
static enum fault_result file_fault(struct vma *vma, pte_t *ptep, uint64_t pgoff, bool write)
{
	bool bus = false;
	pfn_t pfn = vma->ops->fault(vma, pgoff, &bus), copy;

	if (!pfn)
		return bus ? FAULT_SIGBUS : FAULT_OOM;
	kernel->stats.file_faults++;
	if (vma->flags & VM_SHARED) {
		if (write && vma->ops == &filemap_vm_ops)
			filemap_set_dirty(&vma->file->inode->mapping, pgoff);
		write = pte_may_write(vma, pte_make(pfn, 0), pgoff);
		install_page(vma, ptep, pfn, write ? PTE_WRITE : 0);
		return FAULT_OK;
	}
	if (!write) {
		install_page(vma, ptep, pfn, 0);
		return FAULT_OK;
	}
	copy = copy_frame(pfn);
	frame_put(kernel->mem, pfn);
	if (!copy)
		return FAULT_OOM;
	vma->anon_faulted = true;
	install_page(vma, ptep, copy, PTE_ANON | vma_pte_write(vma));
	return FAULT_OK;
}

/* A private page of this space alone, whose bytes may change. */
static bool is_own(const struct vma *vma, pte_t pte)
{
	return !(vma->flags & VM_SHARED) && (pte & PTE_ANON) &&
	       kernel->mem->frames[pte_pfn(pte)].refs == 1;
}

static enum fault_result break_cow(struct vma *vma, pte_t *ptep)
{
	pte_t old = *ptep;
	pfn_t copy = copy_frame(pte_pfn(old));

	if (!copy)
		return FAULT_OOM;
	kernel->stats.cow_faults++;
	mm_count_page(vma, old, -1);
	install_page(vma, ptep, copy, PTE_ANON | vma_pte_write(vma));
	if (!is_zero_pfn(pte_pfn(old)))
		frame_put(kernel->mem, pte_pfn(old));
	return FAULT_OK;
}

/* A write to a page that is held read-only, in a mapping that may be written (or is forced). */
static enum fault_result write_fault(struct vma *vma, pte_t *ptep, uint64_t pgoff)
{
	pte_t dirty = *ptep | PTE_DIRTY;

	if (!(vma->flags & VM_SHARED))
		vma->anon_faulted = true;
	else if (vma->ops == &filemap_vm_ops)
		filemap_set_dirty(&vma->file->inode->mapping, pgoff);
	if (is_own(vma, dirty) || pte_may_write(vma, dirty, pgoff)) {
		pte_set(kernel->mem, ptep, dirty | vma_pte_write(vma));
		return FAULT_OK;
	}
	return break_cow(vma, ptep);
}

int expand_downwards(struct vma *vma, uaddr_t addr)
{
	struct mm *mm = vma->mm;
	struct vma *prev = vma_prev(vma);
	uaddr_t start = addr & PAGE_MASK;
	uint64_t grow = (vma->start - start) >> PAGE_SHIFT;

	if (start < MMAP_MIN_ADDR)
		return -EPERM;
	if (prev && !(prev->flags & VM_GROWSDOWN) && (prev->flags & VM_ACCESS_FLAGS) &&
	    start - prev->end < STACK_GUARD_GAP)
		return -ENOMEM;
	if (!may_expand_vm(mm, vma->flags, grow) ||
	    vma->end - start > rlimit(RLIMIT_STACK) ||
	    !mlock_future_ok(mm, vma->flags, grow << PAGE_SHIFT) || vm_enough_memory(grow))
		return -ENOMEM;
	vma_set_start(vma, start);
	vm_stat_account(mm, vma->flags, grow);
	return 0;
}

/* The mapping that answers for addr, a stack grown to it if need be. */
static struct vma *fault_vma(struct mm *mm, uaddr_t addr)
{
	struct vma *vma = vma_find(mm, addr);

	if (!vma || vma->start <= addr)
		return vma;
	if (!(vma->flags & VM_GROWSDOWN) || expand_downwards(vma, addr))
		return NULL;
	return vma;
}

/* As x86 and Linux have it: whatever is accessible at all can be read. */
static bool access_permitted(const struct vma *vma, enum cpu_access access)
{
	if (access & CPU_WRITE)
		return vma->flags & VM_WRITE;
	if (access & CPU_EXEC)
		return vma->flags & VM_EXEC;
	return vma->flags & VM_ACCESS_FLAGS;
}

enum fault_result mm_fault_page(struct vma *vma, uaddr_t addr, bool write)
{
	uint64_t pgoff = vma_pgoff_at(vma, addr);
	pte_t *ptep = mm_pte_alloc(vma->mm, addr);

	if (!ptep)
		return FAULT_OOM;
	if (!pte_held(*ptep))
		return vma_is_anonymous(vma) ? anon_fault(vma, ptep, write) :
					       file_fault(vma, ptep, pgoff, write);
	if (write && !(*ptep & PTE_WRITE))
		return write_fault(vma, ptep, pgoff);
	return FAULT_OK;
}

enum fault_result mm_fault(struct mm *mm, uaddr_t addr, enum cpu_access access)
{
	struct vma *vma = addr < mm->task_size ? fault_vma(mm, addr) : NULL;

	if (!vma)
		return FAULT_MAPERR;
	if (!access_permitted(vma, access))
		return FAULT_ACCERR;
	if (unlikely(mm->oom_reaped))
		return FAULT_SIGBUS;
	kernel->stats.page_faults++;
	current->min_flt++;
	return mm_fault_page(vma, addr & PAGE_MASK, access & CPU_WRITE);
}

bool handle_mm_fault(struct mm *mm, uaddr_t page, enum cpu_access access)
{
	return mm && mm_fault(mm, page, access) == FAULT_OK;
}

void mm_fault_reason(struct mm *mm, uaddr_t addr, enum cpu_access access, int *signo, int *code)
{
	static const struct {
		int signo, code;
	} reasons[] = {
		[FAULT_OK] = { 0, 0 },
		[FAULT_MAPERR] = { SIGSEGV, SEGV_MAPERR },
		[FAULT_ACCERR] = { SIGSEGV, SEGV_ACCERR },
		[FAULT_SIGBUS] = { SIGBUS, BUS_ADRERR },
		[FAULT_OOM] = { 0, 0 }, /* somebody is killed for it; whoever lives tries again */
	};
	enum fault_result why = mm ? mm_fault(mm, addr, access) : FAULT_MAPERR;

	if (why == FAULT_OOM)
		out_of_memory();
	*signo = reasons[why].signo;
	*code = reasons[why].code;
}
