/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A TLB for each of the address spaces that ran last. Unicorn has one, and fills it at 70 ns a page
 * after each flush; a switch between processes that flushes costs more than all else of it. So the
 * tables of its user mode are exchanged: a handful of words and the victim entries.
 *
 * What Unicorn remembers of jumps, by virtual address alone, is one for all. Over a switch it
 * forgets those to pages of code that are not the same frame in the other space: few, if one process
 * is the other's child.
 */
#include "emu/unicorn/engine.h"

#include <stdlib.h>
#include <string.h>

#define USER_MODE 1 /* Unicorn's index of the TLB of ring 3 */
#define NR_MODES 3
#define ENTRY_SIZE 64u
#define IOTLB_SIZE 16u
#define FEW_ENTRIES 1024u /* a table of more is not kept for another space */

static size_t entries_of(const struct tlb_fast *fast)
{
	return (fast->mask / ENTRY_SIZE) + 1;
}

/* Before anything has grown: 256 entries in each mode. */
void spaces_init(struct engine *e)
{
	uint8_t *env = (uint8_t *)e->cal.env;
	struct tlb_fast *fast;

	e->spaces.current = &e->spaces.all[0];
	e->spaces.current->size = TLB_FIRST_SIZE;
	if (!env)
		return;
	fast = (struct tlb_fast *)(void *)(env - FAST_BEFORE_ENV);
	for (unsigned i = 0; i < NR_MODES; i++)
		if (entries_of(&fast[i]) != TLB_FIRST_SIZE || !fast[i].table)
			return;
	e->spaces.fast = &fast[USER_MODE];
	e->spaces.desc = (struct tlb_desc *)(void *)(env - DESC_BEFORE_ENV) + USER_MODE;
	e->spaces.dirty = (uint16_t *)(void *)(env - DIRTY_BEFORE_ENV);
	e->spaces.jumps = (void **)(void *)(env - ENV_IN_CPU + JUMPS_IN_CPU);
	if (e->spaces.desc->victim_index >= ARRAY_SIZE(e->spaces.desc->victims) ||
	    e->spaces.desc->used > TLB_FIRST_SIZE)
		e->spaces.fast = NULL;
}

void spaces_exit(struct engine *e)
{
	for (unsigned i = 0; i < NR_SPACES; i++) {
		struct space *s = &e->spaces.all[i];

		if (s == e->spaces.current)
			continue; /* Unicorn's to free */
		free(s->fast.table);
		free(s->desc.iotlb);
	}
}

/* --- what the jump cache may know --- */

static bool add_page(struct code_pages *p, struct code_page page)
{
	for (unsigned i = 0; i < p->nr; i++)
		if (p->page[i].va == page.va && p->page[i].pfn == page.pfn)
			return false;
	if (p->nr == CODE_PAGES)
		p->overflow = true;
	else
		p->page[p->nr++] = page;
	return true;
}

static void know_page(struct spaces *s, struct code_page page)
{
	if (add_page(&s->known, page))
		s->jumps_version++;
}

static void no_pages(struct code_pages *p)
{
	p->nr = 0;
	p->overflow = false;
}

static void know_nothing(struct spaces *s)
{
	no_pages(&s->known);
	s->jumps_version++;
}

void spaces_flushed(struct engine *e, bool all)
{
	struct spaces *s = &e->spaces;

	s->current->fills = 0;
	no_pages(&s->current->code);
	know_nothing(s);
	for (unsigned i = 0; all && i < NR_SPACES; i++)
		s->all[i].stale = &s->all[i] != s->current;
}

void spaces_code_granted(struct engine *e, uaddr_t va, pfn_t pfn)
{
	struct code_page page = { va, pfn };

	add_page(&e->spaces.current->code, page);
	know_page(&e->spaces, page);
}

static bool maps(struct engine *e, const struct code_page *page)
{
	const pte_t *ptep = pte_lookup(e->mem, e->root, page->va);

	return ptep && (*ptep & PTE_PRESENT) && !(*ptep & PTE_NX) && pte_pfn(*ptep) == page->pfn;
}

/* The jumps to one page are next to each other in the cache. */
static void forget_jumps_to(struct spaces *s, uaddr_t va)
{
	unsigned first = (va ^ va >> (PAGE_SHIFT - JUMPS_BITS)) >> (PAGE_SHIFT - JUMPS_BITS) &
			 (JUMPS - JUMPS_PER_PAGE);

	memset(s->jumps + first, 0, JUMPS_PER_PAGE * sizeof(*s->jumps));
}

/* A block that begins on the page before may reach into it. */
static void forget_page(struct engine *e, unsigned i)
{
	struct spaces *s = &e->spaces;

	jumps_forget(e);
	forget_jumps_to(s, s->known.page[i].va);
	forget_jumps_to(s, s->known.page[i].va - PAGE_SIZE);
	s->known.page[i] = s->known.page[--s->known.nr];
	s->jumps_version++;
}

/* The present space is another one: its TLB may have code that gets known without being asked for. */
static void check_jumps(struct engine *e)
{
	struct spaces *s = &e->spaces;
	const struct code_pages *code = &s->current->code;
	unsigned i = 0;

	if (s->known.overflow) {
		memset(s->jumps, 0, JUMPS * sizeof(*s->jumps));
		know_nothing(s);
	}
	while (i < s->known.nr) {
		if (maps(e, &s->known.page[i]))
			i++;
		else
			forget_page(e, i);
	}
	for (i = 0; i < code->nr; i++)
		know_page(s, code->page[i]);
	s->known.overflow |= code->overflow;
}

/* --- switching --- */

static struct space *find(struct spaces *s, paddr_t root)
{
	for (unsigned i = 0; i < NR_SPACES; i++)
		if (s->all[i].root == root)
			return &s->all[i];
	return NULL;
}

/* One for a space that has none: an unused one, or that of the space that has not run for longest. */
static struct space *take_oldest(struct spaces *s)
{
	struct space *oldest = NULL;

	for (unsigned i = 0; i < NR_SPACES; i++) {
		struct space *c = &s->all[i];

		if (c != s->current && (!oldest || !c->root || c->turn < oldest->turn))
			oldest = c;
		if (oldest && !oldest->root)
			break;
	}
	oldest->stale = true;
	return oldest;
}

static bool has_tables(struct space *s)
{
	if (s->fast.table && entries_of(&s->fast) > FEW_ENTRIES) {
		free(s->fast.table);
		free(s->desc.iotlb);
		s->fast.table = s->desc.iotlb = NULL;
	}
	if (s->fast.table)
		return true;
	s->fast.mask = (TLB_FIRST_SIZE - 1) * ENTRY_SIZE;
	s->fast.table = malloc((size_t)TLB_FIRST_SIZE * ENTRY_SIZE);
	s->desc.iotlb = calloc(TLB_FIRST_SIZE, IOTLB_SIZE);
	if (s->fast.table && s->desc.iotlb)
		return true;
	free(s->fast.table);
	free(s->desc.iotlb);
	s->fast.table = s->desc.iotlb = NULL;
	return false;
}

/* As Unicorn's flush leaves it. */
static void empty(struct space *s)
{
	struct tlb_desc *d = &s->desc;

	memset(s->fast.table, 0xff, entries_of(&s->fast) * ENTRY_SIZE);
	memset(d->victims, 0xff, sizeof(d->victims));
	d->large_page[0] = d->large_page[1] = UINT64_MAX;
	d->used = d->victim_index = 0;
	s->size = entries_of(&s->fast);
	s->fills = 0;
	no_pages(&s->code);
}

static void exchange(struct spaces *s, struct space *next)
{
	struct space *prev = s->current;

	prev->desc = *s->desc;
	prev->fast = *s->fast;
	*s->desc = next->desc;
	*s->fast = next->fast;
	*s->dirty |= 1u << USER_MODE;
	s->current = next;
}

static struct space *space_for(struct engine *e, paddr_t root)
{
	struct spaces *s = &e->spaces;
	struct space *next = find(s, root);

	if (next)
		return next;
	next = take_oldest(s);
	if (!has_tables(next))
		return NULL;
	next->root = root;
	return next;
}

void spaces_switch(struct engine *e, paddr_t root)
{
	struct spaces *s = &e->spaces;
	struct space *next;
	bool checked;

	e->root = root;
	next = s->fast ? space_for(e, root) : NULL;
	if (!next || next == s->current) {
		s->current->root = root;
		e->must_flush = true;
		return;
	}
	if (e->flush_wanted) { /* it was for the one that goes */
		s->current->stale = true;
		e->flush_wanted = 0;
	}
	s->current->jumps_version = s->jumps_version;
	checked = !next->stale && next->jumps_version == s->jumps_version;
	if (next->stale)
		empty(next);
	next->stale = false;
	next->turn = ++s->turn;
	exchange(s, next);
	if (!checked)
		check_jumps(e);
}

void spaces_lost(struct engine *e, paddr_t root)
{
	struct space *s;

	if (root == e->root) {
		e->flush_wanted++;
		return;
	}
	s = find(&e->spaces, root);
	if (s)
		s->stale = true;
}

void spaces_forget(struct engine *e, paddr_t root)
{
	struct space *s = find(&e->spaces, root);

	if (s) {
		s->root = 0;
		s->stale = true;
	}
	if (e->root == root) {
		e->root = 0;
		e->must_flush = true;
	}
}
