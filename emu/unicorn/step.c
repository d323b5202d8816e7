/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Single steps by the trap flag: one for the client, and our own where a translated block is too
 * coarse (a block that rewrites itself, a fetch that faults inside of one). The guest does not see
 * a flag of ours.
 */
#include "emu/unicorn/engine.h"

#define PUSHF 0x9c
#define POPF 0x9d
#define IRET 0xcf

static uint8_t opcode_at(struct engine *e, uaddr_t rip)
{
	uint8_t bytes[4];
	size_t n = guest_peek(e, rip, bytes, sizeof(bytes)), i = 0;

	while (i < n && (bytes[i] == 0x66 || (bytes[i] & 0xf0) == 0x40))
		i++;
	return i < n ? bytes[i] : 0;
}

void step_begin(struct engine *e)
{
	uint64_t flags = reg_raw_flags(e);

	e->opcode = opcode_at(e, code_address(e));
	if (flags & RFLAGS_TF)
		return; /* the guest steps itself */
	flags |= RFLAGS_TF;
	uc_reg_write(e->uc, UC_X86_REG_RFLAGS, &flags);
	e->forced_tf = true;
}

static void clear_tf(struct engine *e)
{
	uint64_t flags;

	if (!e->forced_tf)
		return;
	e->forced_tf = false;
	flags = reg_raw_flags(e) & ~RFLAGS_TF;
	uc_reg_write(e->uc, UC_X86_REG_RFLAGS, &flags);
}

void step_cancel(struct engine *e)
{
	clear_tf(e);
	if (e->smc_step)
		code_stepped(e);
}

/* A pushf that was stepped has stored our flag. */
static void clear_pushed_tf(struct engine *e)
{
	uaddr_t va = reg_read(e, CPU_RSP) + 1;
	const pte_t *ptep;

	if (!segment_is_64bit(e))
		va = (uint32_t)va;
	ptep = pte_lookup(e->mem, e->root, va);
	if (!ptep || !(*ptep & PTE_PRESENT))
		return;
	frame_will_change(e->mem, pte_pfn(*ptep));
	*((uint8_t *)frame_data(e->mem, pte_pfn(*ptep)) + va % PAGE_SIZE) &= ~(RFLAGS_TF >> 8);
}

static void count_fetch_step(struct engine *e)
{
	if (!e->fetch_steps)
		return;
	e->fetch_steps--;
	if (align_down(code_address(e), PAGE_SIZE) + PAGE_SIZE != e->fetch_page)
		e->fetch_steps = 0; /* it went elsewhere, or the page has come */
}

/* INTR 1 with TF set, or the end of a call that was stepped over. Whose step was it? */
enum cpu_answer step_done(struct engine *e)
{
	bool forced = e->forced_tf, clients = e->step;

	if (forced && (e->opcode == POPF || e->opcode == IRET))
		e->forced_tf = false; /* the flags are what the guest wants them to be */
	else if (forced && e->opcode == PUSHF)
		clear_pushed_tf(e);
	step_cancel(e);
	count_fetch_step(e);
	if (forced && !clients)
		return CPU_GO_ON;
	e->step = false;
	return fault_deliver(e, CPU_VEC_DB, 0, 0);
}

void step_for_smc(struct engine *e)
{
	e->smc_step = true;
	e->nr_smc = 0;
}

/*
 * A refused fetch of a block's second page is reported at the block's start, with nothing of it
 * executed: so step up to the instruction that lies there.
 */
bool step_to_fetch(struct engine *e)
{
	uaddr_t page = align_down(code_address(e), PAGE_SIZE) + PAGE_SIZE;

	if (e->fill_access != CPU_EXEC || e->fill_va != page || e->fetch_steps)
		return false;
	e->fetch_steps = BLOCK_MAX;
	e->fetch_page = page;
	return true;
}
