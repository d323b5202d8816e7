/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Futexes: waiting, waking, moving waiters. */
#include "kernel/futex_internal.h"
#include "kernel/sched.h"
#include "uaccess.h"

/* --- waking --- */

/* Who waits for a mutex, or to be moved to one, is not woken by these. */
static int wake_key(const struct futex_key *key, int nr, uint32_t bitset)
{
	struct futex_q *q, *tmp;
	int woken = 0;

	list_for_each_entry_safe(q, tmp, futex_bucket(key), node) {
		if (!futex_match(&q->key, key))
			continue;
		if (q->pi || q->moves_to)
			return -EINVAL;
		if (!(q->bitset & bitset))
			continue;
		futex_wake_q(q);
		if (++woken >= nr)
			break;
	}
	return woken;
}

int futex_wake(uaddr_t uaddr, bool shared, int nr, uint32_t bitset)
{
	struct futex_key key;
	int err;

	if (!bitset)
		return -EINVAL;
	err = futex_get_key(&key, uaddr, shared, false);
	return err ? err : wake_key(&key, nr, bitset);
}

/* --- waiting --- */

enum { ARG_UADDR, ARG_SHARED, ARG_VAL, ARG_END, ARG_REALTIME, ARG_BITSET };

static long futex_wait_restart(const uint64_t arg[6])
{
	struct futex_timeout timeout = { (int64_t)arg[ARG_END], arg[ARG_REALTIME] };

	return futex_wait(arg[ARG_UADDR], arg[ARG_SHARED], arg[ARG_VAL], &timeout, arg[ARG_BITSET]);
}

int __futex_wait(uaddr_t uaddr, bool shared, uint32_t val, const struct futex_timeout *timeout,
		 uint32_t bitset)
{
	struct futex_q q = { .task = current, .bitset = bitset, .realtime = timeout->realtime };
	int err;

	if (!bitset)
		return -EINVAL;
	err = futex_get_key(&q.key, uaddr, shared, false);
	if (!err)
		err = futex_check_value(uaddr, val);
	if (err)
		return err;
	futex_queue(&q);
	while (!err && !list_empty(&q.node))
		err = futex_sleep(timeout);
	if (list_empty(&q.node))
		return 0;
	list_del(&q.node);
	return err;
}

long futex_wait(uaddr_t uaddr, bool shared, uint32_t val, const struct futex_timeout *timeout,
		uint32_t bitset)
{
	int err = __futex_wait(uaddr, shared, val, timeout, bitset);

	if (err != -ERESTARTSYS || timeout->ns == NO_TIMEOUT)
		return err;
	/* The end is kept: a restart by the arguments would begin a relative wait anew. */
	current->restart = (struct restart_block){
		futex_wait_restart,
		{ [ARG_UADDR] = uaddr, [ARG_SHARED] = shared, [ARG_VAL] = val,
		  [ARG_END] = (uint64_t)timeout->ns, [ARG_REALTIME] = timeout->realtime,
		  [ARG_BITSET] = bitset }
	};
	return -ERESTART_RESTARTBLOCK;
}

/* --- moving waiters --- */

static int check_move(const struct futex_move *m)
{
	if (m->nr_wake < 0 || m->nr_requeue < 0)
		return -EINVAL;
	if (m->pi && (m->from == m->to || m->nr_wake != 1))
		return -EINVAL;
	return 0;
}

static int get_move_keys(const struct futex_move *m, struct futex_key *from, struct futex_key *to)
{
	int err = futex_get_key(from, m->from, m->shared_from, false);

	if (!err)
		err = futex_get_key(to, m->to, m->shared_to, m->pi);
	if (!err && m->pi && futex_match(from, to))
		err = -EINVAL;
	if (!err && m->cmpval)
		err = futex_check_value(m->from, *m->cmpval);
	return err;
}

/* One waiter, the n-th. 0 or an error, which ends the moving. */
static int move_one(const struct futex_move *m, const struct futex_key *to, struct futex_q *q,
		    struct futex_pi *pi, int n)
{
	if (q->pi || m->pi != (q->moves_to != NULL))
		return -EINVAL;
	if (m->pi)
		return futex_match(q->moves_to, to) ? futex_requeue_pi_one(q, pi) : -EINVAL;
	if (n <= m->nr_wake)
		futex_wake_q(q);
	else
		futex_requeue_to(q, to);
	return 0;
}

static long move_all(const struct futex_move *m, const struct futex_key *from,
		     const struct futex_key *to, struct futex_pi *pi, long done)
{
	struct futex_q *q, *tmp;

	list_for_each_entry_safe(q, tmp, futex_bucket(from), node) {
		int err;

		if (done - m->nr_wake >= m->nr_requeue)
			break;
		if (!futex_match(&q->key, from))
			continue;
		err = move_one(m, to, q, pi, (int)(done + 1));
		if (err)
			return err;
		done++;
	}
	return done;
}

long futex_requeue(const struct futex_move *m)
{
	struct futex_key from, to;
	struct futex_pi *pi = NULL;
	int err = check_move(m);
	long done = 0;

	if (!err)
		err = get_move_keys(m, &from, &to);
	if (err)
		return err;
	if (m->pi) {
		err = futex_requeue_pi_first(m, &from, &to, &pi);
		if (err < 0)
			return err;
		done = err;
	}
	done = move_all(m, &from, &to, pi, done);
	futex_pi_put(pi);
	return done;
}

/* --- FUTEX_WAKE_OP --- */

static int32_t sign_extend12(uint32_t v)
{
	return (int32_t)(v << 20) >> 20;
}

/* The result that is written, by operation. false: there is no such operation. */
static bool apply_op(unsigned op, uint32_t arg, uint32_t old, uint32_t *new)
{
	switch (op) {
	case FUTEX_OP_SET:
		*new = arg;
		return true;
	case FUTEX_OP_ADD:
		*new = old + arg;
		return true;
	case FUTEX_OP_OR:
		*new = old | arg;
		return true;
	case FUTEX_OP_ANDN:
		*new = old & ~arg;
		return true;
	case FUTEX_OP_XOR:
		*new = old ^ arg;
		return true;
	default:
		return false;
	}
}

static int compare(unsigned cmp, int32_t old, int32_t arg)
{
	switch (cmp) {
	case FUTEX_OP_CMP_EQ:
		return old == arg;
	case FUTEX_OP_CMP_NE:
		return old != arg;
	case FUTEX_OP_CMP_LT:
		return old < arg;
	case FUTEX_OP_CMP_GE:
		return old >= arg;
	case FUTEX_OP_CMP_LE:
		return old <= arg;
	case FUTEX_OP_CMP_GT:
		return old > arg;
	default:
		return -ENOSYS;
	}
}

/* futex_atomic_op_inuser(): changes the word, then compares what was there. 0, 1 or -errno. */
static int op_in_user(uint32_t encoded, uaddr_t uaddr)
{
	unsigned op = encoded >> 28 & 7, cmp = encoded >> 24 & 15;
	int32_t oparg = sign_extend12(encoded >> 12), cmparg = sign_extend12(encoded);
	uint32_t old, new;

	if (encoded >> 28 & FUTEX_OP_OPARG_SHIFT)
		oparg = (int32_t)(1u << (oparg & 31));
	if (!access_ok(uaddr, sizeof(old)))
		return -EFAULT;
	if (!apply_op(op, oparg, 0, &new))
		return -ENOSYS;
	if (get_user(old, uaddr))
		return -EFAULT;
	apply_op(op, oparg, old, &new);
	if (put_user(new, uaddr))
		return -EFAULT;
	return compare(cmp, old, cmparg);
}

long futex_wake_op(uaddr_t uaddr1, bool shared, uaddr_t uaddr2, int nr_wake, int nr_wake2,
		   uint32_t op)
{
	struct futex_key key1, key2;
	int err = futex_get_key(&key1, uaddr1, shared, false), held;
	long woken, more;

	if (!err)
		err = futex_get_key(&key2, uaddr2, shared, true);
	if (err)
		return err;
	held = op_in_user(op, uaddr2);
	if (held < 0)
		return held;
	woken = wake_key(&key1, nr_wake, FUTEX_BITSET_MATCH_ANY);
	if (woken < 0 || !held)
		return woken;
	more = wake_key(&key2, nr_wake2, FUTEX_BITSET_MATCH_ANY);
	return more < 0 ? more : woken + more;
}
