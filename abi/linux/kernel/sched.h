/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sleeping and waking. A service routine runs on its task's kernel stack and may sleep wherever
 * its comment says "may sleep"; schedule() gives the machine to the next task. uaccess and
 * map_page never sleep, so kernel code loses the CPU nowhere else and needs no locks between.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include "kernel/task.h"

struct wait_entry {
	struct list_head node;
	/*
	 * Called by wake_up; true: stop after this one when it was exclusive. The usual function
	 * wakes the task.
	 */
	bool (*func)(struct wait_entry *w, unsigned long key);
	struct task *task;
	bool exclusive;
};

struct wait_queue_head {
	struct list_head head;
};

static inline void init_waitqueue_head(struct wait_queue_head *q)
{
	list_init(&q->head);
}

void init_wait_entry(struct wait_entry *w); /* wakes `current` and takes itself off the queue */
void add_wait_queue(struct wait_queue_head *q, struct wait_entry *w);
void remove_wait_queue(struct wait_entry *w); /* harmless when not on a queue */

/* Queue (once) and set the state in which schedule() will sleep. */
void prepare_to_wait(struct wait_queue_head *q, struct wait_entry *w, enum task_state state);
void finish_wait(struct wait_entry *w);

void __wake_up(struct wait_queue_head *q, unsigned long key, int nr_exclusive);
#define wake_up(q) __wake_up(q, 0, 1)
#define wake_up_all(q) __wake_up(q, 0, 0)
#define wake_up_poll(q, events) __wake_up(q, events, 1) /* key: EPOLL* mask; 0: any */

/*
 * May sleep. Returns when woken (state TASK_RUNNING), at once if the state was RUNNING. The name of
 * the caller is what /proc/PID/wchan and reports of waiting tasks show.
 */
void schedule_in(const char *where);
#define schedule() schedule_in(__func__)
void yield(void); /* lets the others go first; may sleep */
/* schedule() with a limit in ns of machine time (NO_TIMEOUT: none). ns left, 0 when it ran out. */
#define NO_TIMEOUT INT64_MAX
int64_t schedule_timeout_in(int64_t ns, const char *where);
#define schedule_timeout(ns) schedule_timeout_in(ns, __func__)
bool wake_up_process(struct task *t); /* true: it was asleep */
bool wake_up_state(struct task *t, unsigned states); /* the same if its state is among them */
void set_current_state(enum task_state state);
/* The function in which t sleeps; NULL: it does not. */
const char *task_wchan(const struct task *t);

/* One wait in the usual shape: 0, or -ERESTARTSYS when a signal came first. May sleep. */
#define wait_event_interruptible(q, condition)                          \
	({                                                              \
		struct wait_entry we_;                                  \
		int we_ret_ = 0;                                        \
		init_wait_entry(&we_);                                  \
		for (;;) {                                              \
			prepare_to_wait(q, &we_, TASK_INTERRUPTIBLE);   \
			if (condition)                                  \
				break;                                  \
			if (signal_pending(current)) {                  \
				we_ret_ = -ERESTARTSYS;                 \
				break;                                  \
			}                                               \
			schedule();                                     \
		}                                                       \
		finish_wait(&we_);                                      \
		we_ret_;                                                \
	})

/*
 * Runs fn(arg) on a worker thread while only this task sleeps (fsync, a FIFO's open, flock).
 * fn touches nothing of the machine but *arg. Uninterruptible if killable is false; else a signal
 * returns -ERESTARTSYS and fn's completion frees arg by done(arg). Result of fn. May sleep.
 */
struct host_work;
long host_call(long (*fn)(void *arg), void *arg);
/* The same for what may wait for another task of the machine (the other end of a FIFO). */
long host_call_long(long (*fn)(void *arg), void *arg);

/* Kernel loops over guest-sized work look here between chunks: should we stop and return? */
bool need_break(void);
void cond_resched(void); /* may sleep */

#endif
