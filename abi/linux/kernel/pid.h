/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Process ids. A number is an object while anything bears it: a task, a process group or a
 * session; only then may it be given out again. Descriptors (kernel/pidfd.c) hold the object for
 * longer, and see that its task is gone.
 */
#ifndef KERNEL_PID_H
#define KERNEL_PID_H

#include "kernel/sched.h"

#define PID_MAX 4194304 /* as /proc/sys/kernel/pid_max says */
#define RESERVED_PIDS 300 /* numbers below it are given once, not again after a wrap */

enum pid_type { PIDTYPE_PGID, PIDTYPE_SID, NR_GROUP_TYPES };

struct pid {
	unsigned refs;	 /* whoever keeps a pointer */
	unsigned bearers; /* tasks, groups' and sessions' members: the number is taken */
	pid_t nr;
	struct task *task; /* whose tid it is, until it is reaped; NULL */
	struct list_head members[NR_GROUP_TYPES]; /* signal_struct.pid_node: processes, oldest first */
	struct wait_queue_head wait_pidfd;	  /* pidfds: it ended */
	uint64_t ino;				  /* of its pidfds; never used twice */
};

/* Of t's process: ring3's own number, or 0, where no task is the parent. */
pid_t parent_pid(const struct task *t);

/* Members of a process group: their signal_structs. */
#define for_each_pgrp_member(s, pid) \
	list_for_each_entry(s, &(pid)->members[PIDTYPE_PGID], pid_node[PIDTYPE_PGID])

/* A new number, borne by nobody yet. NULL with *err -EAGAIN or -ENOMEM. */
struct pid *pid_alloc(int *err);
/* That very number: *err -EEXIST when it is taken. */
struct pid *pid_alloc_at(pid_t nr, int *err);
/* The number of ring3 itself, which nobody else may have. 0 or a negative errno. */
int attach_own_pid(void);
void detach_own_pid(struct kernel *k);
/* It did not come to be borne. */
void pid_abandon(struct pid *pid);
struct pid *find_pid(pid_t nr); /* NULL: nobody bears it */
static inline struct pid *get_pid(struct pid *pid)
{
	pid->refs++;
	return pid;
}
void put_pid(struct pid *pid);

void attach_task_pid(struct task *t, struct pid *pid);
void detach_task_pid(struct task *t);
/* s becomes a member of that group or session; the number in signal_struct follows. */
void attach_group_pid(struct signal_struct *s, enum pid_type type, struct pid *pid);
void detach_group_pid(struct signal_struct *s, enum pid_type type);
void change_group_pid(struct signal_struct *s, enum pid_type type, struct pid *pid);
/* The task with the lowest number >= nr, for /proc; NULL: none. */
struct task *next_task_from(pid_t nr);

#endif
