/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Life of an address space, its accounts, and what /proc sees of it. */
#include "fs/fs.h"
#include "kernel/signal.h"
#include "mm/internal.h"
#include "uapi/pagemap.h"

#define SIZE_128M (128ull << 20)
#define TASK_UNMAPPED_BASE(size) PAGE_ALIGN((size) / 3)

int mm_init(struct kernel *k)
{
	struct mm_state *s = kzalloc(sizeof(*s));

	if (!s)
		return -ENOMEM;
	s->zero_pfn = frame_alloc(k->mem, FRAME_ZERO);
	if (!s->zero_pfn) {
		kfree(s);
		return -ENOMEM;
	}
	list_init(&s->mappings);
	k->mm = s;
	return 0;
}

void mm_exit(struct kernel *k)
{
	if (!k->mm)
		return;
	frame_put(k->mem, k->mm->zero_pfn);
	kfree(k->mm);
	k->mm = NULL;
}

/* As Linux's mmap_base(): leave room for the stack to grow. */
static uaddr_t topdown_base(uint64_t task_size, uint64_t random)
{
	uint64_t gap = rlimit(RLIMIT_STACK);

	if (gap + STACK_GUARD_GAP > gap) /* unlimited does not wrap */
		gap += STACK_GUARD_GAP;
	gap = min(max(gap, SIZE_128M), task_size / 6 * 5);
	return PAGE_ALIGN(task_size - gap - random);
}

uint64_t task_size_32bit(void)
{
	return current->personality & ADDR_LIMIT_3GB ? 0xc0000000 : abi_ia32.task_size;
}

uint64_t mm_task_size(const struct mm *mm)
{
	return mm->abi->is_64bit ? mm->task_size : task_size_32bit();
}

void arch_pick_mmap_layout(struct mm *mm, uint64_t random)
{
	uint64_t size = mm_task_size(mm), compat_size = task_size_32bit();
	uint64_t compat_random = random & ((1ull << 20) - 1) & PAGE_MASK;
	uint64_t own = mm->abi->is_64bit ? random : compat_random;

	mm->legacy_layout = current->personality & ADDR_COMPAT_LAYOUT;
	mm->mmap_legacy_base = TASK_UNMAPPED_BASE(size) + own;
	mm->mmap_base = mm->legacy_layout ? mm->mmap_legacy_base : topdown_base(size, own);
	mm->mmap_compat_legacy_base = TASK_UNMAPPED_BASE(compat_size) + compat_random;
	mm->mmap_compat_base = topdown_base(compat_size, compat_random);
}

unsigned mm_inherited_flags(const struct mm *mm)
{
	const unsigned mdwe = MMF_HAS_MDWE | MMF_HAS_MDWE_NO_INHERIT;

	return mm->flags & MMF_HAS_MDWE_NO_INHERIT ? mm->flags & ~mdwe : mm->flags;
}

struct mm *mm_create(const struct abi *abi)
{
	struct mm *mm = kzalloc(sizeof(*mm));

	if (!mm)
		return NULL;
	mm->root = mm_root_alloc();
	if (!mm->root) {
		kfree(mm);
		return NULL;
	}
	mm->users = mm->refs = 1;
	mm->abi = abi;
	mm->task_size = abi->task_size;
	mm->dumpable = 1;
	mm->dump_filter = DUMP_FILTER_DEFAULT;
	if (current->mm) {
		mm->flags = mm_inherited_flags(current->mm);
		mm->dump_filter = current->mm->dump_filter;
	}
	arch_pick_mmap_layout(mm, 0);
	return mm;
}

void mm_get(struct mm *mm)
{
	mm->users++;
}

void mm_put(struct mm *mm)
{
	if (--mm->users)
		return;
	exit_mmap(mm);
	if (mm->exe_file) {
		allow_write_access(mm->exe_file->inode); /* execve denied it */
		file_put(mm->exe_file);
		mm->exe_file = NULL;
	}
	mm_drop(mm);
}

bool mm_get_alive(struct mm *mm)
{
	if (!mm->users)
		return false;
	mm->users++;
	return true;
}

void mm_grab(struct mm *mm)
{
	mm->refs++;
}

void mm_drop(struct mm *mm)
{
	if (--mm->refs)
		return;
	kfree(mm->ldt);
	kfree(mm);
}

void exec_mmap(struct mm *mm)
{
	struct mm *old = current->mm;

	current->mm = mm;
	kernel->cpu_ops->set_root(kernel->cpu, mm->root);
	if (old)
		mm_put(old);
}

static bool is_data_mapping(uint64_t flags)
{
	return (flags & (VM_WRITE | VM_SHARED | VM_STACK)) == VM_WRITE;
}

void vm_stat_account(struct mm *mm, uint64_t flags, int64_t pages)
{
	mm->total_vm += pages;
	mm->hiwater_vm = max(mm->hiwater_vm, mm->total_vm);
	if ((flags & (VM_EXEC | VM_WRITE | VM_STACK)) == VM_EXEC)
		mm->exec_vm += pages;
	else if (flags & VM_STACK)
		mm->stack_vm += pages;
	else if (is_data_mapping(flags))
		mm->data_vm += pages;
	if (flags & VM_LOCKED)
		mm->locked_vm += pages;
}

bool may_expand_vm(struct mm *mm, uint64_t vm_flags, uint64_t pages)
{
	if (mm->total_vm + pages > rlimit(RLIMIT_AS) >> PAGE_SHIFT)
		return false;
	if (!is_data_mapping(vm_flags) ||
	    mm->data_vm + pages <= rlimit(RLIMIT_DATA) >> PAGE_SHIFT)
		return true;
	/* As Linux does for valgrind, which sets a soft limit of 0 and means none. */
	return !rlimit(RLIMIT_DATA) &&
	       mm->data_vm + pages <= current->signal->rlim[RLIMIT_DATA].max >> PAGE_SHIFT;
}

int vm_enough_memory(uint64_t pages)
{
	return pages > kernel->mem->nr_frames ? -ENOMEM : 0;
}

/* Pages without a file of the host's behind them, that several may have. */
static bool is_shmem(const struct vma *vma)
{
	return vma->file && !vma->file->inode->mapping.ops;
}

void mm_count_pages(struct vma *vma, int64_t anon, int64_t file)
{
	struct mm *mm = vma->mm;

	if (vma->flags & VM_SPECIAL)
		return;
	mm->rss_anon += anon;
	if (is_shmem(vma))
		mm->rss_shmem += file;
	else
		mm->rss_file += file;
	mm->hiwater_rss = max(mm->hiwater_rss, mm_rss(mm));
}

void mm_count_page(struct vma *vma, pte_t pte, int delta)
{
	if (is_zero_pfn(pte_pfn(pte)))
		return;
	if (pte & PTE_ANON)
		mm_count_pages(vma, delta, 0);
	else
		mm_count_pages(vma, 0, delta);
}

/* How many mappings have the page: each of them, and a page cache, holds one reference. */
static uint64_t sharers(pte_t pte)
{
	uint64_t refs = kernel->mem->frames[pte_pfn(pte)].refs;

	return pte & PTE_ANON || refs < 2 ? refs : refs - 1;
}

static bool page_is_dirty(const struct vma *vma, pte_t pte, uaddr_t addr)
{
	if (pte & PTE_ANON)
		return pte & PTE_DIRTY;
	return vma->ops == &filemap_vm_ops &&
	       filemap_is_dirty(&vma->file->inode->mapping, vma_pgoff_at(vma, addr));
}

static void count_usage(struct vma_usage *u, const struct vma *vma, pte_t pte, bool dirty)
{
	uint64_t nr = sharers(pte), part = PAGE_SIZE / nr;

	u->rss++;
	u->pss += part;
	*(pte & PTE_ANON ? &u->pss_anon : is_shmem(vma) ? &u->pss_shmem : &u->pss_file) += part;
	if (vma->flags & VM_LOCKED)
		u->pss_locked += part;
	u->anonymous += (pte & PTE_ANON) != 0;
	u->lazyfree += (pte & (PTE_ANON | PTE_DIRTY)) == PTE_ANON;
	if (dirty)
		u->pss_dirty += part;
	if (nr > 1)
		*(dirty ? &u->shared_dirty : &u->shared_clean) += 1;
	else
		*(dirty ? &u->private_dirty : &u->private_clean) += 1;
}

void mm_add_vma_usage(struct mm *mm, uaddr_t start, struct vma_usage *u)
{
	struct vma *vma = vma_lookup(mm, start);
	struct pte_walk w;

	if (!vma || (vma->flags & VM_SPECIAL))
		return;
	w = pte_walk_range(mm, vma->start, vma->end);
	while (pte_walk_next(&w)) {
		pte_t pte = *w.ptep;

		if (is_zero_pfn(pte_pfn(pte)))
			continue;
		count_usage(u, vma, pte, page_is_dirty(vma, pte, w.addr));
	}
}

/* The zero page and the vDSO are nobody's. */
static uint64_t pagemap_entry(const struct vma *vma, pte_t pte, bool frames)
{
	uint64_t entry = PM_PRESENT | (frames ? pte_pfn(pte) & PM_PFRAME : 0);

	if (is_zero_pfn(pte_pfn(pte)))
		return entry;
	if (!(pte & PTE_ANON))
		entry |= PM_FILE;
	if (!(vma->flags & VM_SPECIAL) && sharers(pte) == 1)
		entry |= PM_MMAP_EXCLUSIVE;
	return entry;
}

void mm_pagemap(struct mm *mm, uaddr_t addr, uint64_t *entries, size_t n, bool frames)
{
	struct pte_walk w = pte_walk_range(mm, addr, addr + n * PAGE_SIZE);
	const struct vma *vma = NULL;

	memset(entries, 0, n * sizeof(*entries));
	while (pte_walk_next(&w)) {
		if (!vma || w.addr >= vma->end)
			vma = vma_lookup(mm, w.addr);
		if (vma)
			entries[(w.addr - addr) >> PAGE_SHIFT] = pagemap_entry(vma, *w.ptep, frames);
	}
}

uint64_t mm_pgtable_pages(const struct mm *mm)
{
	return pgtable_count(kernel->mem, mm->root);
}

static const char *vma_name(struct vma *vma)
{
	struct mm *mm = vma->mm;

	if (vma->ops && vma->ops->name)
		return vma->ops->name(vma);
	if (vma->file)
		return NULL;
	if (vma->start < mm->brk && vma->end > mm->start_brk)
		return "[heap]";
	if (vma->start <= mm->start_stack && vma->end >= mm->start_stack)
		return "[stack]";
	return NULL;
}

bool mm_next_vma(struct mm *mm, uaddr_t from, struct vma_info *info)
{
	struct vma *vma = vma_find(mm, from);

	if (!vma)
		return false;
	*info = (struct vma_info){
		.start = vma->start, .end = vma->end, .vm_flags = vma->flags,
		.pgoff = vma->file ? vma->pgoff : 0, .file = vma->file,
		.name = vma_name(vma),
	};
	return true;
}
