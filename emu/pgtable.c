/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Four levels of 512 entries. Inner entries allow everything: rights are the leaves' matter. The
 * upper half of a root stays empty: what the engine needs there is not the guest's memory.
 */
#include "emu/pgtable.h"

#include <string.h>

#include "lib/compiler.h"

#define ENTRIES 512u
#define LEAF 0u
#define ROOT 3u
#define TABLE_BITS (PTE_PRESENT | PTE_WRITE | PTE_USER | PTE_ACCESSED | PTE_DIRTY)

/* Bytes that one entry of the level covers. */
static uint64_t span(unsigned level)
{
	return PAGE_SIZE << (9 * level);
}

static unsigned entry_index(uaddr_t va, unsigned level)
{
	return va >> (PAGE_SHIFT + 9 * level) & (ENTRIES - 1);
}

static pte_t *table_at(struct machine_mem *mem, paddr_t pa)
{
	return (pte_t *)(void *)(mem->base + (pa & PTE_ADDR));
}

/* Written to at once: a first look would have the host find memory for it twice. */
static pfn_t table_alloc(struct machine_mem *mem)
{
	pfn_t pfn = frame_alloc(mem, FRAME_ZERO);

	if (pfn)
		*(volatile pte_t *)frame_data(mem, pfn) = 0;
	return pfn;
}

paddr_t pgtable_create(struct machine_mem *mem)
{
	return (paddr_t)table_alloc(mem) << PAGE_SHIFT;
}

/* An index at or before the first entry that is not 0; there is one. */
static unsigned skip_empty(const pte_t *table, unsigned i)
{
	const unsigned step = 8; /* a line of the cache */

	i = align_down(i, step);
	while (!(table[i] | table[i + 1] | table[i + 2] | table[i + 3] | table[i + 4] |
		 table[i + 5] | table[i + 6] | table[i + 7]))
		i += step;
	return i;
}

/*
 * What was walked to is walked to again: the kernel copies from and to the same few buffers. A walk
 * is four loads that wait for each other.
 */
#define REGION_SHIFT (PAGE_SHIFT + 9)

static uint64_t leaf_key(paddr_t root, uaddr_t va)
{
	return root << (47 - REGION_SHIFT) | va >> REGION_SHIFT;
}

static struct leaf_table *leaf_slot(struct machine_mem *mem, uaddr_t va)
{
	return &mem->leaf[(va >> REGION_SHIFT) % NR_LEAF_TABLES];
}

/* Before a table is freed. */
static void forget_leaves(struct machine_mem *mem)
{
	memset(mem->leaf, 0, sizeof(mem->leaf));
}

/* Emptied on the way, so that they can be tables again without being cleared. */
static void free_tables(struct machine_mem *mem, paddr_t pa, unsigned level)
{
	struct frame *frame = &mem->frames[pte_pfn(pa)];
	pte_t *table = table_at(mem, pa);

	invariant(level != LEAF || !frame->entries); /* somebody's page would lose its last trace */
	for (unsigned i = 0; frame->entries; i++) {
		i = i % 8 ? i : skip_empty(table, i);
		if (!table[i])
			continue;
		free_tables(mem, table[i] & PTE_ADDR, level - 1);
		table[i] = 0;
		frame->entries--;
	}
	frame_put_zeroed(mem, pte_pfn(pa));
}

void pgtable_destroy(struct machine_mem *mem, paddr_t root)
{
	if (!root)
		return;
	forget_leaves(mem);
	free_tables(mem, root, ROOT);
	if (mem->listener.forget_space)
		mem->listener.forget_space(mem->listener.ctx, root);
}

static unsigned count_tables(struct machine_mem *mem, paddr_t pa, unsigned level)
{
	const pte_t *table = table_at(mem, pa);
	unsigned left = mem->frames[pte_pfn(pa)].entries, n = 1;

	if (level == 1) /* what is below are leaf tables, one an entry */
		return n + left;
	for (unsigned i = 0; left; i++) {
		if (!table[i])
			continue;
		n += count_tables(mem, table[i], level - 1);
		left--;
	}
	return n;
}

unsigned pgtable_count(struct machine_mem *mem, paddr_t root)
{
	return count_tables(mem, root, ROOT);
}

static __attribute__((noinline)) pte_t *walk(struct machine_mem *mem, paddr_t root, uaddr_t va)
{
	pte_t *table = table_at(mem, root);

	if (unlikely(va >= USER_TOP))
		return NULL;
	for (unsigned level = ROOT; level != LEAF; level--) {
		pte_t entry = table[entry_index(va, level)];

		if (!(entry & PTE_PRESENT))
			return NULL;
		table = table_at(mem, entry);
	}
	*leaf_slot(mem, va) = (struct leaf_table){ leaf_key(root, va), table };
	return &table[entry_index(va, LEAF)];
}

pte_t *pte_lookup(struct machine_mem *mem, paddr_t root, uaddr_t va)
{
	const struct leaf_table *leaf = leaf_slot(mem, va);

	if (likely(va < USER_TOP && leaf->key == leaf_key(root, va)))
		return &leaf->entries[entry_index(va, LEAF)];
	return walk(mem, root, va);
}

pte_t *pte_alloc(struct machine_mem *mem, paddr_t root, uaddr_t va)
{
	pte_t *table = table_at(mem, root);

	invariant(va < USER_TOP);
	for (unsigned level = ROOT; level != LEAF; level--) {
		pte_t *entry = &table[entry_index(va, level)];

		if (!(*entry & PTE_PRESENT)) {
			pfn_t pfn = table_alloc(mem);

			if (!pfn)
				return NULL;
			*entry = pte_make(pfn, TABLE_BITS);
			pte_table(mem, entry)->entries++;
			mem->frames[pfn].engine = pte_pfn(root);
		}
		table = table_at(mem, *entry);
	}
	return &table[entry_index(va, LEAF)];
}

pte_t *pte_next_table(struct machine_mem *mem, paddr_t root, uaddr_t *va, uaddr_t end, unsigned *n)
{
	end = min(end, USER_TOP);
	while (*va < end) {
		pte_t *table = table_at(mem, root);
		unsigned level = ROOT;

		while (level != LEAF) {
			pte_t entry = table[entry_index(*va, level)];

			if (!(entry & PTE_PRESENT))
				break;
			table = table_at(mem, entry);
			level--;
		}
		if (level == LEAF) {
			unsigned first = entry_index(*va, LEAF);
			uint64_t left = (end - *va + PAGE_SIZE - 1) >> PAGE_SHIFT;

			*n = min((uint64_t)(ENTRIES - first), left);
			return &table[first];
		}
		*va = align_down(*va, span(level)) + span(level); /* over the whole hole */
	}
	return NULL;
}

/* Gives back what is empty below the table whose first byte of reach is va. */
static void trim_below(struct machine_mem *mem, pte_t *table, unsigned level, uaddr_t va,
		       uaddr_t start, uaddr_t end)
{
	unsigned first = start > va ? (start - va) >> (PAGE_SHIFT + 9 * level) : 0;

	for (unsigned i = first; i < ENTRIES; i++) {
		uaddr_t low = va + i * span(level), high = low + span(level);

		if (low >= end)
			break;
		if (!(table[i] & PTE_PRESENT))
			continue;
		if (level > 1)
			trim_below(mem, table_at(mem, table[i]), level - 1, low, start, end);
		if (low >= start && high <= end && !mem->frames[pte_pfn(table[i])].entries) {
			forget_leaves(mem);
			frame_put_zeroed(mem, pte_pfn(table[i]));
			table[i] = 0;
			pte_table(mem, table)->entries--;
		}
	}
}

void pgtable_trim(struct machine_mem *mem, paddr_t root, uaddr_t start, uaddr_t end)
{
	trim_below(mem, table_at(mem, root), ROOT, 0, start, min(end, USER_TOP));
}

static bool loses_something(pte_t old, pte_t new)
{
	if (!(new & PTE_PRESENT) || (old ^ new) & PTE_ADDR)
		return true;
	return (old & ~new & (PTE_WRITE | PTE_USER)) || (~old & new & PTE_NX);
}

void pte_set(struct machine_mem *mem, pte_t *ptep, pte_t pte)
{
	pte_t old = *ptep;

	*ptep = pte;
	pte_table(mem, ptep)->entries += (pte != 0) - (old != 0);
	if (pte & PTE_PRESENT)
		mem->frames[pte_pfn(pte)].mapcount++;
	if (!(old & PTE_PRESENT))
		return;
	invariant(mem->frames[pte_pfn(old)].mapcount);
	mem->frames[pte_pfn(old)].mapcount--;
	if (loses_something(old, pte))
		mem_flush(mem, (paddr_t)pte_table(mem, ptep)->engine << PAGE_SHIFT);
}
