/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Tampering with calls. strace makes of several injections into a call the last; here each is made,
 * and of several results the last. Invocations are counted per injection, call and task.
 */
#include "trace/inject.h"

#include <stdlib.h>

static unsigned nr_calls(const struct callset *set)
{
	unsigned n = 0;

	for (unsigned i = 0; i < 2 * CALLSET_NUMBERS / 64; i++)
		n += (unsigned)__builtin_popcountll((&set->bits[0][0])[i]);
	return n;
}

/* Which of the set's calls this is, in order. */
static unsigned rank(const struct callset *set, int is_i386, unsigned number)
{
	unsigned word = (unsigned)is_i386 * (CALLSET_NUMBERS / 64) + number / 64, n = 0;
	const uint64_t *bits = &set->bits[0][0];

	for (unsigned i = 0; i < word; i++)
		n += (unsigned)__builtin_popcountll(bits[i]);
	return n + (unsigned)__builtin_popcountll(bits[word] & ((1ull << number % 64) - 1));
}

uint32_t *injector_counters(const struct injector *in)
{
	return in->nr_counters ? calloc(in->nr_counters, sizeof(uint32_t)) : NULL;
}

void injector_number(struct injector *in)
{
	in->nr_counters = 0;
	for (unsigned i = 0; i < in->nr; i++) {
		in->list[i].base = in->nr_counters;
		in->nr_counters += nr_calls(&in->list[i].set);
	}
}

static bool is_due(const struct injection *j, uint32_t *counters, const struct r3_call *c)
{
	uint32_t *count = &counters[j->base + rank(&j->set, c->is_i386, c->kind)];

	if (*count < UINT32_MAX)
		++*count;
	if (*count < j->first || *count > j->last)
		return false;
	return j->step ? (*count - j->first) % j->step == 0 : *count == j->first;
}

static bool write_pokes(const struct poke *p, const struct r3_call *c)
{
	bool any = false;

	for (; p; p = p->next)
		if (p->arg < 6 && r3_poke(c, c->args[p->arg], p->bytes, p->n) < p->n)
			any = true;
	return any;
}

static void make(const struct injection *j, struct r3_call *c, struct tampering *t)
{
	if (j->has_result) {
		t->result = true;
		t->is_value = !j->is_error;
		c->result = c->is_i386 && !j->is_error ? (int32_t)j->result : j->result;
	}
	if (j->signal)
		c->signal = j->signal;
	c->delay_ns += j->delay_enter;
	t->delayed |= j->delay_enter != 0;
	t->poked |= write_pokes(j->poke_enter, c);
}

int injector_enter(const struct injector *in, uint32_t *counters, struct r3_call *c,
		   struct tampering *t)
{
	*t = (struct tampering){ 0 };
	if (!counters || c->kind >= CALLSET_NUMBERS)
		return 0;
	for (unsigned i = 0; i < in->nr; i++) {
		const struct injection *j = &in->list[i];

		if (!callset_has(&j->set, c->is_i386, c->kind) ||
		    !conditions_hold(j->conditions, c) || !is_due(j, counters, c))
			continue;
		t->made |= 1ull << i;
		make(j, c, t);
	}
	return t->result;
}

void injector_exit(const struct injector *in, struct r3_call *c, struct tampering *t)
{
	uint64_t made;

	for (made = t->made; made; made &= made - 1) {
		const struct injection *j = &in->list[__builtin_ctzll(made)];

		t->poked |= write_pokes(j->poke_exit, c);
		t->delayed |= j->delay_exit != 0;
		c->delay_ns += j->delay_exit;
	}
}
