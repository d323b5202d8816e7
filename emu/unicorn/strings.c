/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * REP STOS and REP MOVS. Unicorn makes each element a pass through a block of its own, which is
 * some 5 ns. In front of the instruction stands a call that does as many elements as lie on pages
 * that the TLB has, with the rights they need; nothing of it can fault. What is left, at least the
 * first element of each page that is not there yet, goes the usual way.
 */
#include <string.h>

#include "emu/unicorn/engine.h"
#include "emu/unicorn/tcg.h"

#define FEWEST 4u /* elements that are worth it */
#define MOST_PAGES 16 /* in one call: kicks are to be heard */

enum { RCX = 1, RSI = 6, RDI = 7, ES = 0, DS = 3 };

void helper_vmload_x86_64(struct uc_env *env, int how);
void helper_vmsave_x86_64(struct uc_env *env, int how);

/* What the instruction is, in one argument. */
static int pack(unsigned width, bool wide, unsigned len)
{
	return (int)(width | (wide ? 0x10u : 0) | len << 8);
}

void strings_call(struct tcg *s, bool moves, unsigned width, bool wide, unsigned len)
{
	tcg_value how = tcg_const_i32_x86_64(s, pack(width, wide, len));
	void *args[2] = { (uint8_t *)s + *(tcg_value *)((uint8_t *)s + TCG_CPU_ENV),
			  (uint8_t *)s + how };

	/* In ring 3 nobody else calls them: VMLOAD and VMSAVE are invalid instructions. */
	tcg_gen_callN_x86_64(s, moves ? (void *)helper_vmsave_x86_64 : (void *)helper_vmload_x86_64,
			     NULL, 2, args);
	tcg_temp_free_internal_x86_64(s, args[1]);
}

/* --- at run time --- */

struct string {
	struct uc_env *env;
	unsigned width, shift, len; /* width: 1 << shift */
	bool wide, down; /* DF: towards lower addresses */
	uint64_t left; /* elements */
};

static uint64_t reg(const struct string *s, unsigned r)
{
	return s->wide ? s->env->regs[r] : (uint32_t)s->env->regs[r];
}

static void add_to(const struct string *s, unsigned r, uint64_t n)
{
	n += s->env->regs[r];
	s->env->regs[r] = s->wide ? n : (uint32_t)n;
}

/* False: the usual way. */
static bool begin(struct string *s, struct uc_env *env, int how)
{
	*s = (struct string){ .env = env, .width = (unsigned)how & 0xf, .len = (unsigned)how >> 8,
			      .wide = how & 0x10, .down = env->df != 1 };
	s->shift = (unsigned)__builtin_ctz(s->width);
	s->left = reg(s, RCX);
	if (s->left < FEWEST)
		return false;
	return s->wide || !(env->segs[ES].base | env->segs[DS].base);
}

/* The host's address of a byte, if the TLB has its page with just the right that is asked for. */
static uint8_t *look_up(const struct uc_env *env, uint64_t va, bool write)
{
	const struct tlb_fast *fast =
		(const struct tlb_fast *)(const void *)((const uint8_t *)env - FAST_BEFORE_ENV) + 1;
	const uint64_t *entry = (const uint64_t *)fast->table +
				(va >> PAGE_SHIFT << 6 & fast->mask) / sizeof(*entry);

	if (entry[write] != align_down(va, PAGE_SIZE))
		return NULL;
	return (uint8_t *)(uintptr_t)(va + entry[TLB_ADDEND]);
}

/* Whole elements from the one at va on that lie on its page, at most n. */
static uint64_t on_page(const struct string *s, uint64_t va, uint64_t n)
{
	uint64_t offset = va % PAGE_SIZE;

	if (!s->down)
		return min(n, (PAGE_SIZE - offset) >> s->shift);
	return offset + s->width > PAGE_SIZE ? 0 : min(n, (offset >> s->shift) + 1);
}

/* Where n elements begin, whose first is at p. */
static uint8_t *lowest(const struct string *s, uint8_t *p, uint64_t n)
{
	return s->down ? p - (n - 1) * s->width : p;
}

static void advance(const struct string *s, unsigned r, uint64_t n)
{
	add_to(s, r, s->down ? -(n * s->width) : n * s->width);
}

/* Each pass that is saved counts, and none that the budget would not allow is done. */
static uint64_t allowed(const struct string *s, uint64_t n)
{
	const struct block_count *count = translate_count();

	if (likely(!count))
		return n;
	return count->left < 0 ? 0 : min(n, (uint64_t)count->left / s->len + 1);
}

static void done(struct string *s, uint64_t n)
{
	struct block_count *count = translate_count();

	s->left -= n;
	add_to(s, RCX, -n);
	if (unlikely(count != NULL)) /* the pass that we are in finds the end, or does one more */
		count->left -= (int64_t)(n * s->len);
}

static void fill(uint8_t *to, uint64_t value, unsigned width, uint64_t n)
{
	size_t size = n * width, words = size / 8;

	if (width == 1)
		value = (value & 0xff) * 0x0101010101010101u;
	else if (width == 2)
		value = (value & 0xffff) * 0x0001000100010001u;
	else if (width == 4)
		value = (uint32_t)value * 0x0000000100000001u;
	for (; words; words--, to += 8)
		memcpy(to, &value, 8);
	memcpy(to, &value, size % 8);
}

INTERPOSE(void, helper_vmload, struct uc_env *env, int how)
{
	struct string s;

	if (!begin(&s, env, how))
		return;
	for (unsigned pages = 0; s.left && pages < MOST_PAGES; pages++) {
		uint64_t to = reg(&s, RDI), n = allowed(&s, on_page(&s, to, s.left));
		uint8_t *host = look_up(env, to, true);

		if (!n || !host)
			return;
		fill(lowest(&s, host, n), env->regs[0], s.width, n);
		advance(&s, RDI, n);
		done(&s, n);
	}
}

/* Element by element where one that was written is read again later. */
static void copy(const struct string *s, uint8_t *to, const uint8_t *from, uint64_t n)
{
	size_t size = n * s->width;

	if (s->down ? to >= from || to + size <= from : to <= from || to >= from + size) {
		memmove(to, from, size);
		return;
	}
	for (uint64_t i = 0; i < n; i++) {
		uint64_t at = (s->down ? n - 1 - i : i) * s->width;

		memmove(to + at, from + at, s->width);
	}
}

INTERPOSE(void, helper_vmsave, struct uc_env *env, int how)
{
	struct string s;

	if (!begin(&s, env, how))
		return;
	for (unsigned pages = 0; s.left && pages < MOST_PAGES; pages++) {
		uint64_t to = reg(&s, RDI), from = reg(&s, RSI);
		uint64_t n = allowed(&s, on_page(&s, from, on_page(&s, to, s.left)));
		uint8_t *host = look_up(env, to, true), *source = look_up(env, from, false);

		if (!n || !host || !source)
			return;
		copy(&s, lowest(&s, host, n), lowest(&s, source, n), n);
		advance(&s, RDI, n);
		advance(&s, RSI, n);
		done(&s, n);
	}
}
