/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Robust futexes: a thread that ends without unlocking marks the mutexes on its list, so that who
 * waits for one learns that its owner died. The list is the program's own memory, and may be
 * anything: every step is bounded, and a fault ends it.
 */
#include "kernel/futex.h"
#include "uaccess.h"
#include "uapi/futex.h"

#define ROBUST_LIST_LIMIT 2048

/* One pointer of the ABI that registered the list. */
static int fetch(uint64_t *value, uaddr_t at, unsigned width)
{
	uint32_t narrow;

	if (width == 8)
		return get_user(*value, at);
	if (get_user(narrow, at))
		return -EFAULT;
	*value = narrow;
	return 0;
}

/* The lowest bit of a link says "PI": those are not special here. */
static void mark_owner_died(uaddr_t word, pid_t tid, bool pending)
{
	uint32_t value, seen;

	if (word % sizeof(value) || get_user(value, word))
		return;
	for (;;) {
		/* Unlocked, but nobody was woken yet: do it for the one who died. */
		if (pending && !(value & FUTEX_TID_MASK)) {
			futex_wake(word, true, 1, FUTEX_BITSET_MATCH_ANY);
			return;
		}
		if ((value & FUTEX_TID_MASK) != (uint32_t)tid)
			return;
		if (cmpxchg_user32(word, value, (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED, &seen))
			return;
		if (seen == value)
			break;
		value = seen;
	}
	if (value & FUTEX_WAITERS)
		futex_wake(word, true, 1, FUTEX_BITSET_MATCH_ANY);
}

static void walk(struct task *t, uaddr_t head, unsigned width)
{
	uint64_t entry, next, offset, pending;
	int64_t delta;

	if (fetch(&entry, head, width) || fetch(&offset, head + width, width) ||
	    fetch(&pending, head + 2 * width, width))
		return;
	delta = width == 8 ? (int64_t)offset : (int32_t)offset;
	for (unsigned n = 0; (entry & ~1ull) != head && n < ROBUST_LIST_LIMIT; n++) {
		uaddr_t node = entry & ~1ull;
		int err = fetch(&next, node, width); /* before the word is given away */

		if (node != (pending & ~1ull))
			mark_owner_died(node + delta, t->pid, false);
		if (err)
			return;
		entry = next;
	}
	if (pending & ~1ull)
		mark_owner_died((pending & ~1ull) + delta, t->pid, true);
}

void exit_robust_list(struct task *t)
{
	if (t->robust_list)
		walk(t, t->robust_list, 8);
	if (t->compat_robust_list)
		walk(t, t->compat_robust_list, 4);
	t->robust_list = t->compat_robust_list = 0;
}
