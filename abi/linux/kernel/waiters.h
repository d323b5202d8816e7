/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KERNEL_WAITERS_H
#define KERNEL_WAITERS_H

/* Who waits for what, a line for each task, through kernel_report(). Between turns only. */
void report_waiters(void);

#endif
