// SPDX-License-Identifier: GPL-2.0-or-later
/* Interval timers of a process: ITIMER_REAL on machine time. */
#include "kernel/internal.h"
#include "kernel/slab.h"
#include "kernel/time.h"

struct itimers {
	struct signal_struct *signal; /* whose */
	struct ktimer real;
	uint64_t real_interval; /* ns; 0: one shot */
};

/*
 * The period starts anew when the signal is taken, not here: a process that blocks SIGALRM costs
 * nothing, as in Linux.
 */
static void itimer_real_fired(struct ktimer *t)
{
	struct itimers *it = container_of(t, struct itimers, real);
	struct ksiginfo info = { .signo = SIGALRM, .code = SI_KERNEL };

	if (list_empty(&it->signal->threads))
		return;
	send_signal_info(&info, list_first_entry(&it->signal->threads, struct task, thread_node),
			 true);
}

void itimer_real_dequeued(struct signal_struct *s)
{
	struct itimers *it = s->itimers;
	uint64_t now = ktime_get(), next;

	if (!list_empty(&it->real.node) || !it->real_interval)
		return;
	next = it->real.expires + it->real_interval;
	if (next <= now)
		next += (now - next) / it->real_interval * it->real_interval + it->real_interval;
	ktimer_arm(&it->real, next);
}

struct itimers *itimers_create(struct signal_struct *s)
{
	struct itimers *it = kzalloc(sizeof(*it));

	if (it) {
		it->signal = s;
		ktimer_init(&it->real, itimer_real_fired);
	}
	return it;
}

void itimers_free(struct itimers *it)
{
	ktimer_cancel(&it->real);
	kfree(it);
}
