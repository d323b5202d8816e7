/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Robust futexes: a thread that ends without unlocking marks the mutexes on its list, so that who
 * waits for one learns that its owner died. The list is the program's own memory, and may be
 * anything: every step is bounded, and a fault ends it.
 */
#include "kernel/futex_internal.h"
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

/* One mutex, at a word of the list. pi: who waits is served by exit_pi_mutexes(). 0 or -EFAULT. */
static int mark_owner_died(uaddr_t word, pid_t tid, bool pi, bool pending)
{
	uint32_t value, seen;

	if (word % sizeof(value) || get_user(value, word))
		return -EFAULT;
	/* Unlocked, but nobody was woken yet: do it for the one who died. */
	if (pending && !pi && !(value & FUTEX_TID_MASK)) {
		futex_wake(word, true, 1, FUTEX_BITSET_MATCH_ANY);
		return 0;
	}
	if ((value & FUTEX_TID_MASK) != (uint32_t)tid)
		return 0;
	if (cmpxchg_user32(word, value, (value & FUTEX_WAITERS) | FUTEX_OWNER_DIED, &seen))
		return -EFAULT;
	if (!pi && value & FUTEX_WAITERS)
		futex_wake(word, true, 1, FUTEX_BITSET_MATCH_ANY);
	return 0;
}

/* A link is the address of an entry; its lowest bit says that the mutex has PI. */
#define LINK_PI 1ull

/* Where an entry's word is; 32-bit programs' addresses wrap. */
static uaddr_t word_of(uint64_t link, uint64_t offset, unsigned width)
{
	uint64_t word = (link & ~LINK_PI) + offset;

	return width == 8 ? word : (uint32_t)word;
}

static void walk(struct task *t, uaddr_t head, unsigned width)
{
	uint64_t link, next, offset, pending;

	if (fetch(&link, head, width) || fetch(&offset, head + width, width) ||
	    fetch(&pending, head + 2 * width, width))
		return;
	for (unsigned n = 0; (link & ~LINK_PI) != head && n < ROBUST_LIST_LIMIT; n++) {
		int err = fetch(&next, link & ~LINK_PI, width); /* before the word is given away */

		if ((link & ~LINK_PI) != (pending & ~LINK_PI) &&
		    mark_owner_died(word_of(link, offset, width), t->pid, link & LINK_PI, false))
			return;
		if (err)
			return;
		link = next;
	}
	if (pending & ~LINK_PI)
		mark_owner_died(word_of(pending, offset, width), t->pid, pending & LINK_PI, true);
}

void exit_robust_list(struct task *t)
{
	if (t->robust_list)
		walk(t, t->robust_list, 8);
	if (t->compat_robust_list)
		walk(t, t->compat_robust_list, 4);
	t->robust_list = t->compat_robust_list = 0;
	exit_pi_mutexes(t);
}
