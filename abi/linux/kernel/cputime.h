/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * CPU time: what the machine's host thread spent while a task had its turn. A clock is read
 * once a turn and when somebody asks. ring3 cannot tell user from kernel work at a price
 * worth paying at each call: all of it is user time.
 */
#ifndef KERNEL_CPUTIME_H
#define KERNEL_CPUTIME_H

#include "kernel/task.h"

struct signal_struct;

struct cputime {
	uint64_t utime, stime; /* ns */
};

void cputime_start(void);		 /* turns begin now: what was before is nobody's */
void cputime_account(struct task *t);	 /* t's turn is over, or its time is wanted now */
struct cputime task_cputime(struct task *t);
struct cputime process_cputime(struct signal_struct *s);

struct x64_rusage;
/* A process with all that it has waited for: what its parent gets told. */
void fill_rusage_both(struct x64_rusage *r, struct signal_struct *s);
int put_rusage(uaddr_t to, const struct x64_rusage *r); /* in current's layout; 0 or -EFAULT */
/* s has been waited for by a thread of to. */
void account_child(struct signal_struct *to, struct signal_struct *s);

#endif
