/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where code goes on behind a return, an indirect jump, or a jump to another page: from the address
 * to the translation. Unicorn's own cache has 64 places for a page of code, so that blocks of one
 * loop often exclude each other, and it looks into the block that it finds. This one stands in
 * front of it: larger, and with all that is compared in one line of the host's cache.
 *
 * It must not know what Unicorn has forgotten. Unicorn forgets everything in its cache at each flush
 * of the TLB or of the code: an entry of ours there, which is no block's, is gone then, too. What
 * it forgets piece by piece it forgets for us, who call jumps_forget().
 */
#include "emu/unicorn/engine.h"

#include <string.h>

#define CS 1		      /* env->segs */
#define KEYED_EFLAGS 0x73100u /* TF, IOPL, RF, VM, AC: in the key of a translation */

/* The beginning of Unicorn's descriptions of translated blocks. */
struct unicorn_block {
	uint64_t pc, cs_base;
	uint32_t flags;
	uint16_t size, icount;
	uint32_t cflags, dstate;
	const void *code;
};

/* No code has its address. */
static const struct unicorn_block nowhere = { .pc = 0x8000000000000001 };

/* As in tb_jmp_cache_hash_func(). */
static unsigned unicorn_place(uint64_t pc)
{
	uint64_t mixed = pc ^ pc >> (PAGE_SHIFT - JUMPS_BITS);

	return (mixed >> (PAGE_SHIFT - JUMPS_BITS) & (JUMPS - JUMPS_PER_PAGE)) |
	       (mixed & (JUMPS_PER_PAGE - 1));
}

void jumps_forget(struct engine *e)
{
	if (unlikely(++e->jumps.version == 0)) { /* zeroed entries are of version 0 */
		memset(e->jumps.entry, 0, sizeof(e->jumps.entry));
		e->jumps.version = 1;
	}
}

/* A block of the guest's may have taken the place: then another is better. */
static __attribute__((noinline)) void mark_again(struct engine *e)
{
	struct jumps *j = &e->jumps;

	if (*j->mark)
		j->place = (j->place + 1) % JUMPS;
	j->mark = e->spaces.jumps + j->place;
	*j->mark = (void *)(uintptr_t)&nowhere;
	jumps_forget(e);
}

void jumps_init(struct engine *e)
{
	if (!e->spaces.fast)
		return;
	e->jumps.mark = e->spaces.jumps;
	e->jumps.env = e->cal.env;
	mark_again(e);
}

REPLACED(const void *, helper_lookup_tb_ptr, struct uc_env *env);

static inline uint64_t key_of(const struct jumps *j, const struct uc_env *env)
{
	return (uint64_t)j->version << 32 | env->hflags | (env->eflags & KEYED_EFLAGS);
}

static inline struct jump *place_of(struct jumps *j, uint64_t pc)
{
	return &j->entry[(pc ^ pc >> 11) % ARRAY_SIZE(j->entry)];
}

/*
 * To an address that cannot be: the fault is that of the jump itself, whose translation calls us,
 * and not one of a fetch that never comes.
 */
__attribute__((noreturn)) static void refuse_jump(struct uc_env *env, uintptr_t caller)
{
	entered->wild_jump = true;
	raise_exception_err_ra_x86_64(env, VECTOR_GP, 0, caller);
}

/* Only blocks that Unicorn knows are kept: not its way out, which it answers where it knows none. */
static __attribute__((noinline)) const void *ask_unicorn(struct uc_env *env, uintptr_t caller)
{
	struct engine *e = entered;
	struct jumps *j = &e->jumps;
	uint64_t pc = env->eip;
	const struct unicorn_block *block;
	const void *code;

	if (unlikely(!is_canonical(pc)))
		refuse_jump(env, caller);
	code = __real_helper_lookup_tb_ptr_x86_64(env);
	block = e->spaces.jumps[unicorn_place(pc)];
	if (block && block->pc == pc && block->code == code)
		*place_of(j, pc) = (struct jump){ pc, key_of(j, env), code };
	return code;
}

static __attribute__((noinline)) const void *ask_and_mark(struct uc_env *env, uintptr_t caller)
{
	mark_again(entered);
	return ask_unicorn(env, caller);
}

/* What is rare is another function, called at the end: so this one saves no registers. */
INTERPOSE(const void *, helper_lookup_tb_ptr, struct uc_env *env)
{
	struct engine *e = entered;
	struct jumps *j = &e->jumps;
	const struct jump *to;

	if (unlikely(!e || j->env != env || env->segs[CS].base))
		return __real_helper_lookup_tb_ptr_x86_64(env);
	if (unlikely(*j->mark != &nowhere))
		return ask_and_mark(env, CALLER);
	to = place_of(j, env->eip);
	if (likely(to->pc == env->eip && to->key == key_of(j, env)))
		return to->code;
	return ask_unicorn(env, CALLER);
}
