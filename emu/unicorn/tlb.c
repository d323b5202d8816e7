/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Unicorn's TLB, filled from our page tables. Execute permission is given only to frames that the
 * guest fetches from, write permission only to frames that hold no translated code (code.c).
 */
#include "emu/unicorn/engine.h"

#include <string.h>

void tlb_flush_space(struct engine *e)
{
	uc_ctl_flush_tlb(e->uc);
	spaces_flushed(e, false);
	e->flush_wanted = 0;
	e->stats.tlb_flushes++;
}

void tlb_flush(struct engine *e)
{
	uc_ctl_flush_tlb(e->uc);
	spaces_flushed(e, true);
	e->gen++;
	e->flush_wanted = 0;
	e->must_flush = false;
	e->stats.tlb_flushes++;
	code_flushed(e);
}

void tlb_flush_pending(struct engine *e)
{
	if (unlikely(e->must_flush))
		tlb_flush(e);
	else if (unlikely(e->flush_wanted))
		tlb_flush_space(e);
}

/*
 * Unicorn resizes its TLB only when it is flushed, and doubles it then if it was full: so a working
 * set that does not fit asks for a flush. Beyond the limit each translation pays for the size.
 */
static void grow(struct engine *e)
{
	struct space *s = e->spaces.current;

	if (++s->fills <= 2 * s->size || s->size >= TLB_MAX_SIZE)
		return;
	tlb_flush_space(e);
	s->size *= 2;
}

static bool sufficient(pte_t pte, enum cpu_access access)
{
	if ((pte & (PTE_PRESENT | PTE_USER)) != (PTE_PRESENT | PTE_USER))
		return false;
	if (access == CPU_WRITE)
		return pte & PTE_WRITE;
	return access != CPU_EXEC || !(pte & PTE_NX);
}

static pte_t entry_of(struct engine *e, uaddr_t va)
{
	const pte_t *ptep = e->root ? pte_lookup(e->mem, e->root, va) : NULL;

	return ptep ? *ptep : 0;
}

/*
 * Did the client's map_page ask for just the flush that this very fill makes needless: another
 * frame (a broken copy-on-write) behind the page whose entry is replaced now? Not when the old
 * frame held code: jump caches would still lead there.
 */
static bool flush_is_this_fill(struct engine *e, pte_t old, pte_t new)
{
	return e->flush_wanted == 1 && !e->must_flush && (old & PTE_PRESENT) &&
	       (new & PTE_PRESENT) && (old ^ new) & PTE_ADDR &&
	       !(e->mem->frames[pte_pfn(old)].flags & FRAME_CODE);
}

static bool ask_client(struct engine *e, uaddr_t va, enum cpu_access access, pte_t *pte)
{
	pte_t old = *pte;

	if (!e->client->map_page(e->client->ctx, va, access))
		return false;
	*pte = entry_of(e, va);
	if (flush_is_this_fill(e, old, *pte))
		e->flush_wanted = 0;
	else
		tlb_flush_pending(e);
	return sufficient(*pte, access);
}

static bool refuse(struct engine *e, uaddr_t va, enum cpu_access access)
{
	if (is_on_its_way(e))
		return false;
	e->stop = STOP_FILL;
	e->fill_va = va;
	e->fill_access = access;
	return false;
}

static bool grant(struct engine *e, uaddr_t va, enum cpu_access access, pte_t pte,
		  uc_tlb_entry *entry)
{
	pfn_t pfn = pte_pfn(pte);
	struct frame *frame = &e->mem->frames[pfn];

	entry->paddr = pte & PTE_ADDR;
	entry->perms = UC_PROT_READ;
	if (access == CPU_EXEC) {
		code_fetched(e, pfn);
		spaces_code_granted(e, va, pfn);
		entry->perms |= UC_PROT_EXEC;
	} else if (access == CPU_WRITE) {
		if (unlikely(frame->flags & FRAME_CODE) && !code_written(e, va, pfn))
			return false;
		frame->engine = e->gen;
		entry->perms |= UC_PROT_WRITE;
	} else if (frame->flags & FRAME_CODE) {
		if (!(pte & PTE_NX)) {
			spaces_code_granted(e, va, pfn);
			entry->perms |= UC_PROT_EXEC;
		}
	} else if (pte & PTE_WRITE) {
		frame->engine = e->gen; /* saves the fill of a later write */
		entry->perms |= UC_PROT_WRITE;
	}
	return true;
}

static bool fill_user(struct engine *e, uaddr_t va, enum cpu_access access, uc_tlb_entry *entry)
{
	pte_t pte = entry_of(e, va);

	/* Without an address space the engine is still being made: nobody is to be asked. */
	if (!sufficient(pte, access) && (!e->root || !ask_client(e, va, access, &pte)))
		return refuse(e, va, access);
	grow(e);
	return grant(e, va, access, pte, entry);
}

static bool area_entry(struct engine *e, unsigned page, int perms, uc_tlb_entry *entry)
{
	entry->paddr = e->mem->size + page * PAGE_SIZE;
	entry->perms = perms;
	return true;
}

/*
 * The callback is not told the privilege level, so what is translated here can be read by user
 * code, too: the descriptor tables always, everything else only while the engine itself runs.
 */
static bool fill_kernel(struct engine *e, uaddr_t va, enum cpu_access access, uc_tlb_entry *entry)
{
	uint64_t page = (va - AREA_VA) >> PAGE_SHIFT;

	if (e->window_on && va - WINDOW_VA == e->window_pa) {
		entry->paddr = e->window_pa;
		entry->perms = UC_PROT_EXEC;
		return true;
	}
	if (access == CPU_READ && va >= AREA_VA &&
	    (page == AREA_GDT || (page >= AREA_LDT && page < AREA_PAGES)))
		return area_entry(e, page, UC_PROT_READ, entry);
	if (e->stub_on && va >= AREA_VA && page == AREA_STUB)
		return area_entry(e, page, UC_PROT_READ | UC_PROT_EXEC, entry);
	if (e->stub_on && va >= AREA_VA && page == AREA_SCRATCH)
		return area_entry(e, page, UC_PROT_READ | UC_PROT_WRITE, entry);
	return refuse(e, va, access);
}

static bool fill(uc_engine *uc __unused, uint64_t va, uc_mem_type type, uc_tlb_entry *entry,
		 void *user)
{
	struct engine *e = user;
	enum cpu_access access = type == UC_MEM_WRITE ? CPU_WRITE
						      : type == UC_MEM_FETCH ? CPU_EXEC : CPU_READ;

	va &= PAGE_MASK;
	e->stats.tlb_fills++;
	if (unlikely(va >= USER_TOP))
		return fill_kernel(e, va, access, entry);
	if (unlikely(e->stub_on) && va == LOW_STUB_VA)
		return area_entry(e, AREA_STUB, UC_PROT_READ | UC_PROT_EXEC, entry);
	return fill_user(e, va, access, entry);
}

bool tlb_init(struct engine *e)
{
	uc_hook hook;

	e->gen = 1; /* frames start with 0: never writable yet */
	e->spaces.current = &e->spaces.all[0]; /* flushes come before spaces_init() */
	return !uc_ctl_tlb_mode(e->uc, UC_TLB_VIRTUAL) &&
	       !uc_hook_add(e->uc, &hook, UC_HOOK_TLB_FILL, (void *)fill, e, 1, 0);
}

/* While the engine's own code runs, its page is as good as the guest's. */
static const uint8_t *stub_at(const struct engine *e, uaddr_t va)
{
	uaddr_t page = align_down(va, PAGE_SIZE);

	if (!e->stub_on || (page != AREA_ADDR(AREA_STUB) && page != LOW_STUB_VA))
		return NULL;
	return e->area + AREA_STUB * PAGE_SIZE + va % PAGE_SIZE;
}

size_t guest_peek(struct engine *e, uaddr_t va, void *buf, size_t n)
{
	const uint8_t *stub = stub_at(e, va);
	size_t done = 0;

	if (unlikely(stub != NULL)) {
		n = min(n, (size_t)(PAGE_SIZE - va % PAGE_SIZE));
		memcpy(buf, stub, n);
		return n;
	}
	while (done < n) {
		size_t chunk = min(n - done, (size_t)(PAGE_SIZE - (va + done) % PAGE_SIZE));
		pte_t pte = entry_of(e, va + done);

		if (!(pte & PTE_PRESENT))
			break;
		memcpy((char *)buf + done,
		       (char *)frame_data(e->mem, pte_pfn(pte)) + (va + done) % PAGE_SIZE, chunk);
		done += chunk;
	}
	return done;
}
