// SPDX-License-Identifier: GPL-2.0-or-later
/* POSIX timers. */
#include "kernel/internal.h"

void posix_timers_exit(struct signal_struct *s)
{
	list_init(&s->posix_timers);
}
