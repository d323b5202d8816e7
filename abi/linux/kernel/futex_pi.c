/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Futexes that are mutexes with an owner. The word holds the owner's id, and the kernel a struct
 * futex_pi while anybody waits. An owner gives the mutex to the waiter of the highest priority, the
 * first among equals, which is why nobody can come in between. What waits in a circle is refused.
 *
 * While real-time tasks wait, the owner is lent the priority of the first among them, and so is the
 * owner of what that one waits for, and so on. Ordinary tasks lend nothing: as in Linux, where nice
 * values do not count among waiters.
 */
#include "kernel/futex_internal.h"
#include "kernel/sched.h"
#include "kernel/slab.h"
#include "uaccess.h"

#define MAX_LOCK_DEPTH 1024

/* --- the mutex --- */

static struct futex_pi *pi_create(const struct futex_key *key, struct task *owner)
{
	struct futex_pi *pi = kzalloc(sizeof(*pi));

	if (!pi)
		return NULL;
	pi->key = *key;
	pi->owner = owner;
	pi->refs = 1;
	list_add(&pi->of_owner, &owner->pi_mutexes);
	return pi;
}

void futex_pi_put(struct futex_pi *pi)
{
	if (!pi || --pi->refs)
		return;
	list_del(&pi->of_owner);
	kfree(pi);
}

static void pi_set_owner(struct futex_pi *pi, struct task *owner)
{
	list_del(&pi->of_owner);
	pi->owner = owner;
	if (owner)
		list_add(&pi->of_owner, &owner->pi_mutexes);
}

/* --- priorities --- */

/* The highest of those who wait for what t owns. */
static int lent_to(const struct task *t)
{
	const struct futex_pi *pi;
	const struct futex_q *q;
	int prio = 0;

	list_for_each_entry(pi, &t->pi_mutexes, of_owner)
		list_for_each_entry(q, futex_bucket(&pi->key), node)
			if (q->pi == pi && !q->acquired)
				prio = max(prio, q->task->se.prio);
	return prio;
}

static bool goes_before(const struct futex_q *a, const struct futex_q *b)
{
	return a->pi_prio != b->pi_prio ? a->pi_prio > b->pi_prio : a->pi_since < b->pi_since;
}

/* The first of those who wait. NULL: nobody does. */
static struct futex_q *top_waiter(const struct futex_pi *pi)
{
	struct futex_q *q, *top = NULL;

	list_for_each_entry(q, futex_bucket(&pi->key), node)
		if (q->pi == pi && !q->acquired && (!top || goes_before(q, top)))
			top = q;
	return top;
}

/* Comes to wait for its mutex, or does so with another priority: behind those who have it already. */
static void take_place(struct futex_q *q)
{
	q->pi_prio = q->task->se.prio;
	q->pi_since = q->pi->next_since++;
}

/*
 * t waits for a mutex, and its priority may be another now: then its place is, too. Should the
 * owner look at what it is lent? As in Linux only if t was the first, or is.
 */
static bool change_place(const struct task *t)
{
	const struct futex_pi *pi = t->pi_blocked_on;
	struct futex_q *q;
	bool was_top;

	list_for_each_entry(q, futex_bucket(&pi->key), node)
		if (q->task == t && q->pi == pi)
			break;
	if (&q->node == futex_bucket(&pi->key) || q->pi_prio == t->se.prio)
		return false;
	was_top = q == top_waiter(pi);
	take_place(q);
	return was_top || q == top_waiter(pi);
}

/* Who waits for what t owns has changed: for t, and those whom it waits for itself. */
static void lend_along(struct task *t)
{
	for (unsigned depth = 0; t && depth < MAX_LOCK_DEPTH; depth++) {
		if (!rq_lend(t, lent_to(t)) || !t->pi_blocked_on || !change_place(t))
			return;
		t = t->pi_blocked_on->owner;
	}
}

void futex_priority_changed(struct task *t)
{
	if (t->pi_blocked_on && change_place(t))
		lend_along(t->pi_blocked_on->owner);
}

/* --- the next owner --- */

/* Who should have it next. NULL: nobody waits, or one is about to take it. */
static struct futex_q *next_owner(const struct futex_pi *pi)
{
	const struct futex_q *q;

	list_for_each_entry(q, futex_bucket(&pi->key), node)
		if (q->pi == pi && q->acquired)
			return NULL;
	return top_waiter(pi);
}

static void give(struct futex_q *q)
{
	q->acquired = true;
	q->task->pi_blocked_on = NULL;
	wake_up_process(q->task);
}

/* Would `waiter` wait for itself, through the chain of owners? */
static bool closes_circle(const struct futex_pi *pi, const struct task *waiter)
{
	for (unsigned depth = 0; pi && pi->owner; depth++) {
		if (pi->owner == waiter || depth == MAX_LOCK_DEPTH)
			return true;
		pi = pi->owner->pi_blocked_on;
	}
	return false;
}

/* --- the word --- */

/* -EAGAIN: it is not what it was. */
static int change_word(uaddr_t uaddr, uint32_t old, uint32_t new)
{
	uint32_t seen;

	if (cmpxchg_user32(uaddr, old, new, &seen))
		return -EFAULT;
	return seen == old ? 0 : -EAGAIN;
}

/* A word that does not fit what the kernel knows was meddled with. */
static int attach_to_known(uint32_t word, const struct futex_q *top, struct futex_pi **pi)
{
	struct futex_pi *known = top->pi;
	uint32_t tid = word & FUTEX_TID_MASK;
	bool attaches;

	if (!known)
		return -EINVAL; /* it waits for an ordinary futex */
	if (!(word & FUTEX_OWNER_DIED))
		attaches = known->owner && (uint32_t)known->owner->pid == tid;
	else if (!known->owner)
		attaches = !tid;
	else
		attaches = !tid || (uint32_t)known->owner->pid == tid;
	if (!attaches)
		return -EINVAL;
	known->refs++;
	*pi = known;
	return 0;
}

static int attach_to_owner(uint32_t word, const struct futex_key *key, struct futex_pi **pi)
{
	struct task *owner = find_task((pid_t)(word & FUTEX_TID_MASK));

	if (!owner || owner->futex_dead)
		return -ESRCH;
	*pi = pi_create(key, owner);
	return *pi ? 0 : -ENOMEM;
}

/*
 * futex_lock_pi_atomic(): for `task`. 1: it owns the mutex now; 0: it is to wait, with *pi; or an
 * error. contended: others will wait, so that the new owner must come to the kernel to unlock.
 */
static int lock_word(uaddr_t uaddr, const struct futex_key *key, struct task *task, bool contended,
		     struct futex_pi **pi)
{
	const struct futex_q *top = futex_top_waiter(key);
	uint32_t word;
	int err;

	*pi = NULL;
	if (get_user(word, uaddr))
		return -EFAULT;
	if ((word & FUTEX_TID_MASK) == (uint32_t)task->pid)
		return -EDEADLK;
	if (top)
		return attach_to_known(word, top, pi);
	if (word & FUTEX_TID_MASK) {
		err = change_word(uaddr, word, word | FUTEX_WAITERS);
		return err ? err : attach_to_owner(word, key, pi);
	}
	err = change_word(uaddr, word, (word & FUTEX_OWNER_DIED) | (uint32_t)task->pid |
					       (contended ? FUTEX_WAITERS : 0));
	if (err || !contended)
		return err ? err : 1;
	*pi = pi_create(key, task);
	return *pi ? 1 : -ENOMEM;
}

/*
 * Whoever was given the mutex by a dying owner writes its own id. If that cannot be done the mutex
 * goes on to the next.
 */
static int fix_owner(uaddr_t uaddr, struct futex_q *q)
{
	struct futex_pi *pi = q->pi;
	uint32_t word;

	if (pi->owner == current)
		return 0;
	if (!get_user(word, uaddr)) {
		word = (word & FUTEX_OWNER_DIED) | FUTEX_WAITERS | (uint32_t)current->pid;
		if (!pi->owner)
			word |= FUTEX_OWNER_DIED;
		if (!put_user(word, uaddr)) {
			pi_set_owner(pi, current);
			return 0;
		}
	}
	list_del(&q->node);
	pi_set_owner(pi, NULL);
	q = next_owner(pi);
	if (q)
		give(q);
	return -EFAULT;
}

/* --- waiting for it --- */

/* Until it is given to us. 0, -ETIMEDOUT, -ERESTARTSYS (a signal). May sleep. */
static int wait_for_mutex(struct futex_q *q, const struct futex_timeout *timeout)
{
	int err = 0;

	while (!q->acquired && !err)
		err = futex_sleep(timeout);
	return q->acquired ? 0 : err;
}

static void wait_in_place(struct futex_q *q)
{
	q->task->pi_blocked_on = q->pi;
	take_place(q);
	if (q == top_waiter(q->pi))
		lend_along(q->pi->owner);
}

/* Waits in the queue of q->pi, whose reference is ours, until the end. May sleep. */
static int block_on_mutex(uaddr_t uaddr, struct futex_q *q, const struct futex_timeout *timeout)
{
	bool lent;
	int err;

	if (!q->moved)
		wait_in_place(q);
	err = wait_for_mutex(q, timeout);
	lent = q == top_waiter(q->pi); /* only if it gives up */
	current->pi_blocked_on = NULL;
	if (!err)
		err = fix_owner(uaddr, q);
	list_del(&q->node);
	if (lent)
		lend_along(q->pi->owner);
	futex_pi_put(q->pi);
	return err;
}

long futex_lock_pi(uaddr_t uaddr, bool shared, const struct futex_timeout *timeout, bool try)
{
	struct futex_q q = { .task = current, .bitset = FUTEX_BITSET_MATCH_ANY,
			     .realtime = timeout && timeout->realtime };
	int err = futex_get_key(&q.key, uaddr, shared, true);

	if (err)
		return err;
	err = lock_word(uaddr, &q.key, current, false, &q.pi);
	if (err)
		return err == 1 ? 0 : err;
	if (try || closes_circle(q.pi, current)) {
		futex_pi_put(q.pi);
		return try ? -EWOULDBLOCK : -EDEADLK;
	}
	futex_queue(&q);
	err = block_on_mutex(uaddr, &q, timeout);
	return err == -ERESTARTSYS ? -ERESTARTNOINTR : err;
}

/* --- giving it away --- */

static int hand_over(uaddr_t uaddr, uint32_t word, struct futex_pi *pi)
{
	struct futex_q *next = next_owner(pi);
	int err;

	if (!next) /* the one who waited has given up, but not run since */
		return change_word(uaddr, word, 0);
	err = change_word(uaddr, word, FUTEX_WAITERS | (uint32_t)next->task->pid);
	if (err)
		return err == -EAGAIN ? -EINVAL : err;
	pi_set_owner(pi, next->task);
	give(next);
	lend_along(current); /* who waits for the new owner lends it nothing that it has not got */
	return 0;
}

long futex_unlock_pi(uaddr_t uaddr, bool shared)
{
	struct futex_key key;
	const struct futex_q *top;
	uint32_t word;
	int err;

	if (get_user(word, uaddr))
		return -EFAULT;
	if ((word & FUTEX_TID_MASK) != (uint32_t)current->pid)
		return -EPERM;
	err = futex_get_key(&key, uaddr, shared, true);
	if (err)
		return err;
	top = futex_top_waiter(&key);
	if (!top)
		return change_word(uaddr, word, 0);
	if (!top->pi || top->pi->owner != current)
		return -EINVAL;
	return hand_over(uaddr, word, top->pi);
}

/* The waiter itself writes the word: it may lie in memory that the dying task does not have. */
void exit_pi_mutexes(struct task *t)
{
	while (!list_empty(&t->pi_mutexes)) {
		struct futex_pi *pi = list_first_entry(&t->pi_mutexes, struct futex_pi, of_owner);
		struct futex_q *next = next_owner(pi);

		pi_set_owner(pi, NULL);
		if (next)
			give(next);
	}
	rq_lend(t, 0);
}

void forget_pi_mutexes(struct task *t)
{
	struct futex_pi *pi, *tmp;

	list_for_each_entry_safe(pi, tmp, &t->pi_mutexes, of_owner)
		kfree(pi);
	list_init(&t->pi_mutexes);
}

/* --- conditions with such a mutex --- */

int futex_requeue_pi_first(const struct futex_move *m, const struct futex_key *from,
			   const struct futex_key *to, struct futex_pi **pi)
{
	struct futex_q *top = futex_top_waiter(from);
	uint32_t word;
	int err;

	*pi = NULL;
	if (get_user(word, m->to))
		return -EFAULT;
	if (!top)
		return 0;
	if (!top->moves_to || top->pi || !futex_match(top->moves_to, to))
		return -EINVAL;
	err = lock_word(m->to, to, top->task, m->nr_requeue != 0, pi);
	if (err == 1) {
		top->acquired = top->moved = true;
		top->pi = *pi;
		if (*pi)
			(*pi)->refs++;
		futex_wake_q(top);
	}
	return err;
}

int futex_requeue_pi_one(struct futex_q *q, struct futex_pi *pi)
{
	if (closes_circle(pi, q->task))
		return -EDEADLK;
	pi->refs++;
	q->pi = pi;
	q->moved = true;
	futex_requeue_to(q, &pi->key);
	wait_in_place(q);
	return 0;
}

/* On the condition, until moved, woken by a signal or out of time. May sleep. */
static int wait_to_be_moved(struct futex_q *q, const struct futex_timeout *timeout)
{
	int err = 0;

	while (!q->moved && !err)
		err = futex_sleep(timeout);
	return q->moved ? 0 : err;
}

/* What is left to do once moved. May sleep. */
static long finish_moved(uaddr_t uaddr2, struct futex_q *q, const struct futex_timeout *timeout)
{
	int err;

	if (q->acquired && list_empty(&q->node)) { /* the word was free, and is ours */
		futex_pi_put(q->pi);
		return 0;
	}
	err = block_on_mutex(uaddr2, q, timeout);
	/* A repeated call would find the condition's word changed. */
	return err == -ERESTARTSYS ? -EWOULDBLOCK : err;
}

long futex_wait_requeue_pi(uaddr_t uaddr, bool shared, uint32_t val,
			   const struct futex_timeout *timeout, uaddr_t uaddr2)
{
	struct futex_key to;
	struct futex_q q = { .task = current, .bitset = FUTEX_BITSET_MATCH_ANY,
			     .moves_to = &to, .realtime = timeout->realtime };
	int err;

	if (uaddr == uaddr2)
		return -EINVAL;
	err = futex_get_key(&to, uaddr2, shared, true);
	if (!err)
		err = futex_get_key(&q.key, uaddr, shared, false);
	if (!err)
		err = futex_check_value(uaddr, val);
	if (!err && futex_match(&q.key, &to))
		err = -EINVAL;
	if (err)
		return err;
	futex_queue(&q);
	err = wait_to_be_moved(&q, timeout);
	if (!err)
		return finish_moved(uaddr2, &q, timeout);
	list_del(&q.node);
	return err == -ERESTARTSYS ? -ERESTARTNOINTR : err;
}
