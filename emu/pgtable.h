/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Page tables in x86-64's own four-level format, in frames of the machine's memory, for 64-bit and
 * compatibility-mode tasks alike. All changes of leaf entries go through pte_set().
 */
#ifndef EMU_PGTABLE_H
#define EMU_PGTABLE_H

#include "emu/mem.h"

typedef uint64_t pte_t;

#define PTE_PRESENT 0x001ull
#define PTE_WRITE 0x002ull
#define PTE_USER 0x004ull
#define PTE_ACCESSED 0x020ull
#define PTE_DIRTY 0x040ull
#define PTE_SOFT1 0x200ull /* software bits: the kernel above decides what they mean */
#define PTE_SOFT2 0x400ull
#define PTE_SOFT3 0x800ull
#define PTE_NX (1ull << 63)
#define PTE_ADDR 0x000ffffffffff000ull

#define USER_TOP 0x800000000000ull /* first address beyond the user half */

static inline pfn_t pte_pfn(pte_t pte)
{
	return (pfn_t)((pte & PTE_ADDR) >> PAGE_SHIFT);
}

static inline pte_t pte_make(pfn_t pfn, pte_t bits)
{
	return ((pte_t)pfn << PAGE_SHIFT) | bits;
}

/* Address of a new, empty root table, or 0 when memory is out. */
paddr_t pgtable_create(struct machine_mem *mem);
/* Frees the tables; leaf entries must have been cleared (asserted in debug builds). */
void pgtable_destroy(struct machine_mem *mem, paddr_t root);

/* Frames that are tables of it. */
unsigned pgtable_count(struct machine_mem *mem, paddr_t root);

/* The leaf entry of va, or NULL where no table reaches it (so for the kernel half). */
pte_t *pte_lookup(struct machine_mem *mem, paddr_t root, uaddr_t va);
/* The same, making tables on the way; NULL when memory is out. */
pte_t *pte_alloc(struct machine_mem *mem, paddr_t root, uaddr_t va);

/*
 * The next va' >= va and < end whose table exists, with its entries up to the table's end:
 * *n of them. NULL when there is none. Lets unmap skip holes of gigabytes.
 */
pte_t *pte_next_table(struct machine_mem *mem, paddr_t root, uaddr_t *va, uaddr_t end, unsigned *n);
/* Gives back tables that are wholly inside [start, end) and empty. */
void pgtable_trim(struct machine_mem *mem, paddr_t root, uaddr_t start, uaddr_t end);

/*
 * Store an entry. Decides from the old and the new one what the engine must flush: nothing when
 * the old one was not present; one flush before the next user instruction when a right goes away
 * or another frame stands behind a present page. Counts the frames' mapcounts, not their refs.
 */
void pte_set(struct machine_mem *mem, pte_t *ptep, pte_t pte);

/* The table with the entry. */
static inline struct frame *pte_table(struct machine_mem *mem, const pte_t *ptep)
{
	return &mem->frames[((const uint8_t *)ptep - mem->base) >> PAGE_SHIFT];
}

/*
 * For loops over the entries of one table: what pte_set() does, in part. The caller counts the
 * table's entries and owes one mem_flush() for all of them, if the engine can have seen the table.
 */

/* *ptep held something, and is empty now. What it was. */
static inline pte_t pte_take(struct machine_mem *mem, pte_t *ptep)
{
	pte_t old = *ptep;

	*ptep = 0;
	if (old & PTE_PRESENT)
		mem->frames[pte_pfn(old)].mapcount--;
	return old;
}

/*
 * Copy-on-write: *to, empty so far and of another space, becomes what *from is, and neither may
 * write. Did *from have the right?
 */
static inline bool pte_share(struct machine_mem *mem, pte_t *from, pte_t *to)
{
	pte_t pte = *from;

	if (pte & PTE_PRESENT)
		mem->frames[pte_pfn(pte)].mapcount++;
	*from = *to = pte & ~PTE_WRITE;
	return pte & PTE_WRITE;
}

#endif
