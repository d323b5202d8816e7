/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which frames hold translated code, and its end. Unicorn keeps translations by physical page and
 * address, over flushes and address spaces, and notices by itself only the first write to a page.
 * So a frame is, in the TLB, writable or executable, never both; a frame with FRAME_CODE has no
 * writable entry anywhere, and whoever changes its bytes forgets its code first.
 */
#include "emu/unicorn/engine.h"

#include <string.h>

/*
 * Behind each translation Unicorn searches its whole TLB for writable entries of the page, to take
 * the right away. Here there are none.
 */
struct cpu_state;
INTERPOSE(void, tlb_reset_dirty_by_vaddr, struct cpu_state *cpu, uint64_t start, uint64_t length)
{
	(void)cpu, (void)start, (void)length;
}

/*
 * Drops the translations of one frame for all addresses. Unicorn wants a virtual address; the
 * window gives each frame one. Its entry stays in the TLB, where user code could execute it: a
 * flush must follow before the next user instruction.
 */
static void drop_translations(struct engine *e, pfn_t pfn)
{
	uaddr_t va;

	e->window_pa = (paddr_t)pfn << PAGE_SHIFT;
	va = WINDOW_VA + e->window_pa;
	e->window_on = true;
	uc_ctl_remove_cache(e->uc, va, va + PAGE_SIZE);
	e->window_on = false;
	e->must_flush = true;
	jumps_forget(e);
	e->stats.code_forgotten++;
	memset(e->calls, 0, sizeof(e->calls));
}

void code_fetched(struct engine *e, pfn_t pfn)
{
	struct frame *frame = &e->mem->frames[pfn];

	if (unlikely(frame->engine == e->gen))
		tlb_flush(e); /* a writable entry may exist */
	frame->flags |= FRAME_CODE;
}

/* Is va on a page that the present block may lie on? RIP is its start while in a fill. */
static bool writes_own_page(struct engine *e, uaddr_t va, pfn_t pfn)
{
	uaddr_t rip = align_down(code_address(e), PAGE_SIZE);
	const pte_t *ptep;

	for (unsigned i = 0; i < 2; i++, rip += PAGE_SIZE) {
		if (va == rip)
			return true;
		ptep = pte_lookup(e->mem, e->root, rip);
		if (ptep && (*ptep & PTE_PRESENT) && pte_pfn(*ptep) == pfn)
			return true;
	}
	return false;
}

bool code_written(struct engine *e, uaddr_t va, pfn_t pfn)
{
	if (e->smc_step && e->nr_smc < SMC_MAX) {
		e->smc_pfn[e->nr_smc++] = pfn; /* by one instruction: everything goes behind it */
		return true;
	}
	if (writes_own_page(e, va, pfn)) {
		e->stop = STOP_SMC;
		return false;
	}
	drop_translations(e, pfn);
	tlb_flush(e);
	e->mem->frames[pfn].flags &= ~FRAME_CODE;
	return true;
}

void code_stepped(struct engine *e)
{
	e->smc_step = false;
	for (unsigned i = 0; i < e->nr_smc; i++)
		drop_translations(e, e->smc_pfn[i]);
	tlb_flush(e);
	for (unsigned i = 0; i < e->nr_smc; i++)
		e->mem->frames[e->smc_pfn[i]].flags &= ~FRAME_CODE;
	e->nr_smc = 0;
}

void code_forget(struct engine *e, pfn_t pfn)
{
	struct frame *frame = &e->mem->frames[pfn];

	if ((frame->flags & (FRAME_CODE | FRAME_FORGOTTEN)) != FRAME_CODE)
		return;
	if (e->nr_forgotten == FORGOTTEN_MAX)
		tlb_flush(e);
	drop_translations(e, pfn);
	/*
	 * The frame counts as code until nothing in the TLB can execute it any more; until then no
	 * user instruction runs, and so nothing of it can be translated again.
	 */
	frame->flags |= FRAME_FORGOTTEN;
	e->forgotten[e->nr_forgotten++] = pfn;
}

void code_flushed(struct engine *e)
{
	for (unsigned i = 0; i < e->nr_forgotten; i++)
		e->mem->frames[e->forgotten[i]].flags &= ~(FRAME_CODE | FRAME_FORGOTTEN);
	e->nr_forgotten = 0;
	memset(e->calls, 0, sizeof(e->calls));
}

/*
 * 2.1.1 crashes when its buffer fills for the first time, unless it was flushed by hand once; a
 * flush touches the whole buffer, so small programs should never see it. An instruction takes
 * some 120 bytes; a quarter of the buffer is left for the next stop to come.
 */
static void block_translated(uc_engine *uc, uc_tb *block, uc_tb *previous __unused, void *user)
{
	struct engine *e = user;

	e->stats.blocks_translated++;
	e->translated += block->icount;
	if (unlikely(!e->tb_flushed && !e->tb_flush_due && e->translated > e->options.buffer_size / 512)) {
		e->tb_flush_due = true;
		if (e->cal.async_stop)
			uc_emu_stop(uc);
	}
}

void code_flush_buffer_once(struct engine *e)
{
	e->tb_flush_due = false;
	e->tb_flushed = true;
	uc_ctl_flush_tb(e->uc);
}

bool code_init(struct engine *e)
{
	uc_hook hook;

	return !uc_hook_add(e->uc, &hook, UC_HOOK_EDGE_GENERATED, (void *)block_translated, e, 1, 0);
}
