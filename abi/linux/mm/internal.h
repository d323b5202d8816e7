/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of mm/ share and nobody else sees. */
#ifndef MM_INTERNAL_H
#define MM_INTERNAL_H

#include "kernel/kernel.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "mm/mm.h"
#include "uapi/errno.h"
#include "uapi/mman.h"
#include "uapi/personality.h"

#define TASK_SIZE_MAX 0x7ffffffff000ull /* of x86-64, and what access_ok measures everybody by */
#define MMAP_MIN_ADDR 65536ull
#define MAX_MAP_COUNT 65530u
#define VM_LOCKED_MASK (VM_LOCKED | VM_LOCKONFAULT)
#define STACK_GUARD_GAP (256 * PAGE_SIZE)

#define PAGE_ALIGN(x) align_up((uint64_t)(x), PAGE_SIZE)
#define offset_in_page(x) ((x) & (PAGE_SIZE - 1))

/*
 * What software bits of an entry mean. A frame is held by an entry that is present or PROTNONE
 * (mapped, but the mapping's protection is PROT_NONE); every held frame but the zero page counts
 * one reference.
 */
#define PTE_ANON PTE_SOFT1     /* private memory: alone with it (refs 1), the mapping may write */
#define PTE_PROTNONE PTE_SOFT2
#define pte_held(pte) ((pte) & (PTE_PRESENT | PTE_PROTNONE))

struct mm_state {
	pfn_t zero_pfn;		   /* reads of untouched memory in large mappings */
	struct list_head mappings; /* page caches that reclaim can take from: address_space.node */
	unsigned long fail_copy;   /* injected: the nth use of uaccess from now on fails; 0: none */
	uint64_t last_files_version; /* given to a struct mm */
	bool no_reclaim;	   /* host addresses of clean pages are being collected */
};

static inline bool is_zero_pfn(pfn_t pfn)
{
	return pfn == kernel->mm->zero_pfn;
}

/* --- adjacent.c --- */
void mm_note_split(struct mm *mm, uaddr_t page);
bool mm_split_is_worth_it(const struct mm *mm);
void mm_join_split(struct mm *mm); /* host addresses of its pages that were got before are stale */

/* --- vma.c --- */
#define vma_of(n) container_of(n, struct vma, node)
static inline uint64_t vma_pages(const struct vma *vma)
{
	return (vma->end - vma->start) >> PAGE_SHIFT;
}
static inline bool vma_is_anonymous(const struct vma *vma)
{
	return !vma->ops;
}
/* Of the file (or its own numbering) at addr. */
static inline uint64_t vma_pgoff_at(const struct vma *vma, uaddr_t addr)
{
	return vma->pgoff + ((addr - vma->start) >> PAGE_SHIFT);
}
struct vma *vma_find(struct mm *mm, uaddr_t addr); /* first with end > addr, or NULL */
struct vma *vma_lookup(struct mm *mm, uaddr_t addr); /* the one with addr in it */
struct vma *vma_intersection(struct mm *mm, uaddr_t start, uaddr_t end);
struct vma *vma_next(const struct vma *vma);
struct vma *vma_prev(const struct vma *vma);
uaddr_t vm_start_gap(const struct vma *vma); /* start, less the guard gap of a stack */

struct vma *vma_alloc(struct mm *mm, uaddr_t start, uaddr_t end, uint64_t flags, uint64_t pgoff);
struct vma *vma_clone(const struct vma *vma); /* same file, ops and fields; not linked */
void vma_free(struct vma *vma);		      /* unlinked; drops the file */
void vma_link(struct mm *mm, struct vma *vma);
void vma_unlink(struct vma *vma);
void vma_unlink_file(struct vma *vma); /* its file does not know it any more */
void vma_set_start(struct vma *vma, uaddr_t start); /* pgoff follows */
void vma_set_end(struct vma *vma, uaddr_t end);
/* Cuts at addr, inside; the new one is the upper part. 0 or -ENOMEM. */
int vma_split(struct vma *vma, uaddr_t addr);
/* Joins with neighbours that continue it. The one that now covers vma's range. */
struct vma *vma_merge(struct vma *vma);
/*
 * [start, end) of vma gets other flags: cut out if need be, joined with what continues it. The
 * mapping that now covers the range, or NULL: -ENOMEM. Page tables are the caller's matter.
 */
struct vma *vma_modify(struct vma *vma, uaddr_t start, uaddr_t end, uint64_t flags);
/*
 * Cuts so that mappings end at start and at end. First mapping in the range, or NULL with *err 0
 * when there is none, or with -ENOMEM, -EPERM (sealed).
 */
struct vma *vma_isolate(struct mm *mm, uaddr_t start, uaddr_t end, int *err);

/* --- unmapped_area.c --- */
struct unmapped_area {
	uint64_t len;
	uaddr_t low, high;
	bool topdown;
};
int64_t vm_unmapped_area(struct mm *mm, const struct unmapped_area *info);
/* Where len bytes may go (MAP_FIXED: whether at addr). Address or negative errno. */
int64_t get_unmapped_area(struct mm *mm, uaddr_t addr, uint64_t len, uint64_t flags);

/* --- mm.c --- */
unsigned mm_inherited_flags(const struct mm *mm); /* by a copy, by the next program */
uint64_t task_size_32bit(void); /* of i386 calls, whoever makes them */
void vm_stat_account(struct mm *mm, uint64_t vm_flags, int64_t pages);
/* Strict enough to refuse the absurd: -ENOMEM when pages alone exceed the machine's memory. */
int vm_enough_memory(uint64_t pages);
void mm_count_page(struct vma *vma, pte_t pte, int delta); /* rss */
/* The same for many (or, negative, fewer) pages: private ones, and those of its file. */
void mm_count_pages(struct vma *vma, int64_t anon, int64_t file);
static inline uint64_t mm_rss(const struct mm *mm)
{
	return mm->rss_anon + mm->rss_file + mm->rss_shmem;
}

/* --- pagewalk.c: the held entries of a range, in order, holes of gigabytes skipped --- */
struct pte_walk {
	struct mm *mm;
	uaddr_t addr; /* of the entry found */
	pte_t *ptep;
	uaddr_t next, end;
	pte_t *table; /* entry of next, with left more in its table */
	unsigned left;
};
static inline struct pte_walk pte_walk_range(struct mm *mm, uaddr_t start, uaddr_t end)
{
	return (struct pte_walk){ .mm = mm, .next = start, .end = end };
}
bool pte_walk_next(struct pte_walk *w);

/* --- uaccess.c --- */
/* copy_from_user that leaves what it could not copy as it was (a page of a file). */
size_t raw_copy_from_user(void *to, uaddr_t from, size_t n);

/* --- munmap.c --- */
/* Clears entries and drops frames of [start, end); even_cows: private copies too. */
void zap_range(struct vma *vma, uaddr_t start, uaddr_t end, bool even_cows);
/* Unlinks and frees every vma of [start, end); the range must have been isolated. */
void unmap_isolated(struct mm *mm, uaddr_t start, uaddr_t end);
void exit_mmap(struct mm *mm); /* everything, the page tables included */

/* --- mmap.c --- */
bool can_do_mlock(void);
/* PR_SET_MDWE: is a mapping with the new rights refused that had the old ones? */
bool map_deny_write_exec(const struct mm *mm, uint64_t old_flags, uint64_t vm_flags);
bool mlock_future_ok(struct mm *mm, uint64_t vm_flags, uint64_t bytes);
uint64_t calc_vm_prot_bits(uint64_t prot);
/* Was the range asked for by an i386 call (and are its limits)? */
bool mm_in_compat(const struct mm *mm);

/* --- mlock.c --- */
/* Faults in what one mapping has of it. 0 or -ENOMEM, -EFAULT, -EINTR (killed). */
int populate_vma(struct vma *vma, uaddr_t start, uaddr_t end);
/*
 * Fault in what is mapped of the range; the mappings may change meanwhile. Errors as populate_vma.
 * May sleep.
 */
int mm_populate(struct mm *mm, uaddr_t start, uint64_t len, bool ignore_errors);

/* --- fault.c --- */
enum fault_result { FAULT_OK, FAULT_MAPERR, FAULT_ACCERR, FAULT_SIGBUS, FAULT_OOM };
enum fault_result mm_fault(struct mm *mm, uaddr_t addr, enum cpu_access access);
/* Whatever the mapping's protection says: a page to read, or one's own to write. */
enum fault_result mm_fault_page(struct vma *vma, uaddr_t page, bool write);
pte_t vma_pte_bits(const struct vma *vma); /* without PTE_WRITE */
bool pte_may_write(const struct vma *vma, pte_t pte, uint64_t pgoff);
/* The stack mapping grows down to addr, if that is allowed. 0 or -ENOMEM. */
int expand_downwards(struct vma *vma, uaddr_t addr);

/* --- gup.c --- */
/* The frame behind addr with a reference, faulted in; 0: not there or not permitted. */
pfn_t mm_get_page(struct mm *mm, uaddr_t addr, unsigned how);

/* --- filemap.c --- */
extern const struct vm_ops filemap_vm_ops;
void filemap_set_dirty(struct address_space *m, uint64_t index);
bool filemap_is_dirty(struct address_space *m, uint64_t index);
void filemap_drop_range(struct address_space *m, uint64_t first, uint64_t end); /* by index */
void filemap_drop_clean(struct address_space *m);

/* --- madvise.c --- */
uint64_t vm_merge_any_flag(const struct mm *mm, uint64_t vm_flags); /* of a new mapping: VM_MERGEABLE or 0 */
void reclaim_lazyfree(struct mm *mm); /* takes what MADV_FREE offered and nobody wrote since */

int do_madvise(struct mm *mm, uaddr_t start, uint64_t len, int behavior); /* may sleep */

/* --- oom.c --- */
void oom_reap(struct mm *mm); /* of somebody who will never run in it again */
/* A frame; before it gives up, page caches give back what nobody maps. */
pfn_t mm_frame_alloc(unsigned how);
pte_t *mm_pte_alloc(struct mm *mm, uaddr_t addr);
paddr_t mm_root_alloc(void); /* an empty page table, or 0 */
/*
 * Kills the worst process. Either current is among those who die, or memory has been freed and what
 * failed may be tried again.
 */
void out_of_memory(void);

/* --- uaccess.c --- */
/* Host address of the byte at addr, faulted in and fit for the access; NULL: a fault. */
void *mm_access_page(struct mm *mm, uaddr_t addr, bool write);

#endif
