/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The count of executed bytes and its budget, and the hooks of blocks and instructions.
 *
 * A block is counted whole before it runs (count.c). What leaves it in the middle (an exception, a
 * refused access) has the rest taken off again, and comes back to a block that begins there, so
 * that the sum is the same whichever way it came about. Block boundaries follow from the code
 * alone: jumps, pages and a limit of instructions; the translation cache, chaining and kicks have
 * no part in it.
 *
 * A hook is called before Unicorn looks whether it is to stop. So with hooks nobody may stop it
 * from outside: they look for kicks themselves, and a block whose hook has been called runs.
 */
#include "emu/unicorn/engine.h"

#define NO_LIMIT (INT64_MAX / 2)
#define BLOCK_MAX_BYTES (BLOCK_MAX * 15)

static bool may_run(struct engine *e)
{
	return likely(!__atomic_load_n(&e->kicked, __ATOMIC_RELAXED) && !e->tb_flush_due &&
		      !is_on_its_way(e));
}

/* The callback reads RIP: Unicorn's own lags behind. */
static void call_hook(struct engine *e, void (*fn)(void *, uaddr_t, uint32_t), uaddr_t address,
		      uint32_t size)
{
	if (likely(e->cal.env != NULL))
		e->cal.env->eip = address;
	e->hook_rip = address;
	fn(e->hooks.ctx, address, size);
	e->hook_rip = 0;
}

/*
 * With hooks of instructions Unicorn takes RIP for up to date when it stops in front of a block;
 * behind a jump to a block that it knew it is still that of the jump, which would be made once
 * more.
 */
static void stay_in_front(struct engine *e, uaddr_t block)
{
	struct uc_env *env = e->cal.env;

	if (!e->insn_hook)
		return;
	if (env)
		env->eip = block - env->segs[SEG_CS].base;
	else
		uc_reg_write(e->uc, UC_X86_REG_RIP, &block);
}

void blocks_used_up(struct engine *e)
{
	if (!is_on_its_way(e))
		e->stop = STOP_BUDGET;
	uc_emu_stop(e->uc);
}

static void on_block(uc_engine *uc, uint64_t address, uint32_t size, void *user)
{
	struct engine *e = user;

	if (unlikely(!may_run(e))) {
		stay_in_front(e, address);
		uc_emu_stop(uc);
	} else if (unlikely(e->translate.count && e->count.left < 0)) {
		stay_in_front(e, address);
		blocks_used_up(e);
	} else if (e->hooks.on_block) {
		call_hook(e, e->hooks.on_block, address, size);
	}
}

static void on_insn(uc_engine *uc __unused, uint64_t address, uint32_t size, void *user)
{
	struct engine *e = user;

	if (likely(!is_on_its_way(e)))
		call_hook(e, e->hooks.on_insn, address, size);
}

void blocks_leave_at_rip(struct engine *e)
{
	uint32_t rest = e->count.end - (uint32_t)reg_read(e, CPU_RIP);

	if (e->translate.count && rest <= BLOCK_MAX_BYTES)
		e->count.left += rest;
}

static bool need_block_hook(const struct engine *e)
{
	return !e->cal.async_stop || e->hooks.on_block || e->hooks.on_insn;
}

/* Deleting a hook looks for its blocks by virtual address: nobody is to be asked for pages. */
static void delete_hook(struct engine *e, uc_hook *hook)
{
	paddr_t root = e->root;

	e->root = 0;
	uc_hook_del(e->uc, *hook);
	jumps_forget(e);
	*hook = 0;
	e->root = root;
	e->stop = STOP_NONE;
	e->must_flush = true;
}

static void add_hook(struct engine *e, uc_hook *hook, int type, void *fn, uint64_t first,
		     uint64_t last)
{
	if (uc_hook_add(e->uc, hook, type, fn, e, first, last))
		*hook = 0;
}

/* A handle points to the hook, which has its range of addresses somewhere. */
#define RANGE_FIRST 0x5a17ed00c0de0000ull
#define RANGE_LAST 0x5a17ed00c0deffffull
#define HOOK_WORDS 8

static uint64_t *range_of(uc_hook hook)
{
	uint64_t *words = (uint64_t *)hook;

	for (unsigned i = 0; i + 1 < HOOK_WORDS; i++)
		if (words[i] == RANGE_FIRST && words[i + 1] == RANGE_LAST)
			return words + i;
	return NULL;
}

static void add_insn_hook(struct engine *e)
{
	add_hook(e, &e->insn_hook, UC_HOOK_CODE, (void *)on_insn, RANGE_FIRST, RANGE_LAST);
	if (!e->insn_hook)
		return;
	e->translate.hook_range = range_of(e->insn_hook);
	if (e->translate.hook_range)
		return;
	/* Some instructions will be seen several times then. */
	delete_hook(e, &e->insn_hook);
	add_hook(e, &e->insn_hook, UC_HOOK_CODE, (void *)on_insn, 1, 0);
}

bool blocks_update(struct engine *e)
{
	bool block = need_block_hook(e), insn = e->hooks.on_insn != NULL;

	if (block == (e->block_hook != 0) && insn == (e->insn_hook != 0))
		return true;
	/* What was translated before has its hooks, or has none. */
	e->tb_flush_due |= e->translated != 0;
	if (e->block_hook && !block)
		delete_hook(e, &e->block_hook);
	else if (!e->block_hook && block)
		add_hook(e, &e->block_hook, UC_HOOK_BLOCK, (void *)on_block, 1, 0);
	if (e->insn_hook && !insn) {
		delete_hook(e, &e->insn_hook);
		e->translate.hook_range = NULL;
	} else if (!e->insn_hook && insn) {
		add_insn_hook(e);
	}
	return block == (e->block_hook != 0) && insn == (e->insn_hook != 0);
}

void blocks_grant(struct engine *e, uint64_t bytes)
{
	int64_t left = (int64_t)min(bytes, (uint64_t)NO_LIMIT) - 1; /* the last is at 0 */

	e->granted += (uint64_t)(left - e->count.left);
	e->count.left = left;
}

void unicorn_set_budget(struct cpu *cpu, uint64_t bytes)
{
	struct engine *e = engine_of(cpu);

	if (!e->translate.count) {
		e->translate.count = &e->count;
		e->tb_flush_due |= e->translated != 0; /* what does not count yet */
	}
	blocks_grant(e, bytes);
}

uint64_t unicorn_executed(struct cpu *cpu)
{
	const struct engine *e = engine_of(cpu);

	return e->granted - (uint64_t)e->count.left;
}

void unicorn_set_hooks(struct cpu *cpu, const struct cpu_hooks *hooks)
{
	struct engine *e = engine_of(cpu);

	e->hooks = hooks ? *hooks : (struct cpu_hooks){ 0 };
	e->translate.each_pass = e->hooks.on_block || e->hooks.on_insn;
	blocks_update(e);
}

void unicorn_leave(struct cpu *cpu)
{
	struct engine *e = engine_of(cpu);

	e->stop = STOP_LEAVE;
	uc_emu_stop(e->uc);
}

void unicorn_set_boundary(struct cpu *cpu, uaddr_t address)
{
	struct engine *e = engine_of(cpu);

	if (e->translate.boundary == address)
		return;
	e->translate.boundary = address;
	e->tb_flush_due |= address && e->translated != 0; /* blocks that go over it */
}
