/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who runs next. Real-time tasks (SCHED_FIFO, SCHED_RR) go by priority, first come first served;
 * the others share what is left in proportion to their weights, each by its virtual run time: ns
 * of CPU time divided by weight, the least first. The task that runs is not in the queue.
 */
#ifndef KERNEL_RUNQUEUE_H
#define KERNEL_RUNQUEUE_H

#include "lib/avl.h"
#include "lib/list.h"

struct kernel;
struct task;

/* A task's part; all written by runqueue.c. */
struct sched_entity {
	struct avl_node fair;	/* in the tree */
	struct list_head rt;	/* in the list of its priority */
	bool queued;
	unsigned weight;	/* 1024 at nice 0 */
	int prio, lent;		/* real-time priority, its own or lent; what is lent; 0: none */
	uint64_t vruntime, seq; /* the order in the tree; seq: who came first among equals */
	uint64_t rt_run;	/* ns that it ran at a real-time priority since it slept */
	uint64_t slice, slice_used; /* ns that it may run before the next one; ns that it did */
};

int rq_init(struct kernel *k); /* 0 or -ENOMEM */
void rq_exit(struct kernel *k);

void rq_task_init(struct task *t);			/* before anything else */
void rq_fork(struct task *child, const struct task *parent); /* a turn behind its parent */
void rq_wake(struct task *t);				/* it slept, or is new */
enum turn_end {
	TURN_PAUSED,	 /* it is next again, unless its slice is used up or a better one comes */
	TURN_TAKEN,	 /* somebody else may be better */
	TURN_GIVEN_AWAY, /* the others go first */
};
void rq_put_back(struct task *t, enum turn_end end); /* it could go on */
void rq_remove(struct task *t); /* harmless when it is not there */
struct task *rq_pick(void);	/* taken out; NULL: nobody */
struct task *rq_take(struct task *t); /* this one, if it is there; NULL: it is not */
bool rq_empty(void);

void rq_charge(struct task *t, uint64_t ns);	/* it ran so long, and is not in the queue */
uint64_t rq_slice_left(const struct task *t);	/* ns until somebody else should run */
bool rq_preempts(const struct task *woken, const struct task *running);

/* Policy and priorities take effect at once. */
void rq_set_policy(struct task *t, int policy, int rt_priority, int nice);
/*
 * Lends t a real-time priority (0: none any more), which counts while it is above t's own; nobody
 * else sees a difference in its policy. True: t's priority is another now.
 */
bool rq_lend(struct task *t, int rt_priority);

#endif
