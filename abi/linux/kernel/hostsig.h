/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signals and questions from outside of the machine. */
#ifndef KERNEL_HOSTSIG_H
#define KERNEL_HOSTSIG_H

#include "kernel/kernel.h"

/* Any thread, any signal handler: sig (1 to 64) is sent into the machine soon. */
void kernel_signal(struct kernel *k, int sig);
/* Likewise: a report of who waits for what (kernel/waiters.h) is made soon. */
void kernel_ask_for_report(struct kernel *k);

/* Between turns: sends what was noted. */
void host_signals_take(void);
/*
 * Every task sleeps: could one of config.host_signals make any of them go on? Dying of it does not
 * count, or nothing would ever be a deadlock; and nobody waits for it in a deterministic machine.
 */
bool host_signal_may_wake(void);

#endif
