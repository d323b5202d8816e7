/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the files of the futex share. A waiter is on its kernel stack, linked into one of many lists
 * by what it waits on. Nothing else runs between the look at the word and the sleep, so that no
 * lock is needed.
 */
#ifndef KERNEL_FUTEX_INTERNAL_H
#define KERNEL_FUTEX_INTERNAL_H

#include "kernel/futex.h"
#include "kernel/task.h"
#include "uapi/futex.h"

/*
 * What a word is known by: an address in an address space, or a place in a file for memory that is
 * shared. The object is compared and never followed.
 */
struct futex_key {
	const void *object; /* struct mm or struct inode */
	uint64_t offset;
};

/* A mutex with an owner that the kernel knows; there while somebody waits for it. */
struct futex_pi {
	struct task *owner;	   /* NULL: it died, and the next one is on its way */
	struct list_head of_owner; /* task.pi_mutexes */
	struct futex_key key;
	unsigned refs;		   /* waiters */
	uint64_t next_since;	   /* for futex_q.pi_since */
};

struct futex_q {
	struct list_head node; /* in its bucket; empty once woken */
	struct futex_key key;
	struct task *task;
	uint32_t bitset;
	bool realtime;		       /* its time-out is on the clock that may be set */
	const struct futex_key *moves_to; /* FUTEX_WAIT_REQUEUE_PI: the mutex to be moved to */
	struct futex_pi *pi;	       /* the mutex that it waits for, or got */
	bool acquired;		       /* it was given the mutex */
	bool moved;		       /* it waits for the mutex, no longer for the condition */
	int prio;		       /* in its list: the real-time priority that it came with */
	int pi_prio;		       /* for the mutex: what counts now, and since when it does */
	uint64_t pi_since;
};

/* A wait that ends at a time on one of the two clocks; ns NO_TIMEOUT: none. */
struct futex_timeout {
	int64_t ns;
	bool realtime;
};

/*
 * 0, -EINVAL (not aligned), -EFAULT. A shared word must be there, and for writing one that can be
 * written; a private one may not be there at all.
 */
int futex_get_key(struct futex_key *key, uaddr_t uaddr, bool shared, bool write);
bool futex_match(const struct futex_key *a, const struct futex_key *b);
struct list_head *futex_bucket(const struct futex_key *key);

/* Behind those of its priority, before those of a lower one; what becomes of its later is no matter. */
void futex_queue(struct futex_q *q);
struct futex_q *futex_top_waiter(const struct futex_key *key); /* NULL: nobody */
void futex_requeue_to(struct futex_q *q, const struct futex_key *key);
void futex_wake_q(struct futex_q *q); /* off its list, and awake */
/* -EAGAIN: the word is not val; -EFAULT. */
int futex_check_value(uaddr_t uaddr, uint32_t val);
/* One sleep: 0 (look again), -ETIMEDOUT, -ERESTARTSYS. May sleep. */
int futex_sleep(const struct futex_timeout *timeout);

/* An operation on the word; the rest as futex(2). May sleep. */
long futex_wait(uaddr_t uaddr, bool shared, uint32_t val, const struct futex_timeout *timeout,
		uint32_t bitset);
/* The same, but a signal is -ERESTARTSYS with a time-out, too. */
int __futex_wait(uaddr_t uaddr, bool shared, uint32_t val, const struct futex_timeout *timeout,
		 uint32_t bitset);
struct futex_move {
	uaddr_t from, to;
	bool shared_from, shared_to;
	int nr_wake, nr_requeue;
	const uint32_t *cmpval; /* NULL: not compared */
	bool pi;
};
long futex_requeue(const struct futex_move *m);
long futex_wake_op(uaddr_t uaddr1, bool shared, uaddr_t uaddr2, int nr_wake, int nr_wake2,
		   uint32_t op);

/* futex_pi.c */
long futex_lock_pi(uaddr_t uaddr, bool shared, const struct futex_timeout *timeout, bool try);
long futex_unlock_pi(uaddr_t uaddr, bool shared);
long futex_wait_requeue_pi(uaddr_t uaddr, bool shared, uint32_t val,
			   const struct futex_timeout *timeout, uaddr_t uaddr2);
/*
 * For the first who waits on m->from: takes m->to for it, or makes the mutex for it to wait for.
 * 1: it got it and runs; 0 with *pi (a reference; NULL: nobody waits); or an error.
 */
int futex_requeue_pi_first(const struct futex_move *m, const struct futex_key *from,
			   const struct futex_key *to, struct futex_pi **pi);
/* Moves q to wait for pi. 0; -EDEADLK: it would wait for itself, and stays where it is. */
int futex_requeue_pi_one(struct futex_q *q, struct futex_pi *pi);
void futex_pi_put(struct futex_pi *pi); /* NULL is allowed */
void exit_pi_mutexes(struct task *t);

#endif
