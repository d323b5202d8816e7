/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Futexes: futex(2) with its many operations, and the calls that each are one of them. */
#include "kernel/futex_internal.h"
#include "kernel/sched.h"
#include "kernel/time.h"
#include "syscall.h"
#include "uaccess.h"

static long do_futex(uaddr_t uaddr, int op, uint32_t val, const struct futex_timeout *timeout,
		     uaddr_t uaddr2, uint32_t val2, uint32_t val3)
{
	bool shared = !(op & FUTEX_PRIVATE_FLAG);
	int cmd = op & FUTEX_CMD_MASK;
	struct futex_move move = { uaddr, uaddr2, shared, shared, (int)val, (int)val2, NULL, false };

	if (op & FUTEX_CLOCK_REALTIME && cmd != FUTEX_WAIT_BITSET && cmd != FUTEX_LOCK_PI2 &&
	    cmd != FUTEX_WAIT_REQUEUE_PI)
		return -ENOSYS;
	switch (cmd) {
	case FUTEX_WAIT:
		return futex_wait(uaddr, shared, val, timeout, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAIT_BITSET:
		return futex_wait(uaddr, shared, val, timeout, val3);
	case FUTEX_WAKE:
		return futex_wake(uaddr, shared, (int)val, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return futex_wake(uaddr, shared, (int)val, val3);
	case FUTEX_CMP_REQUEUE_PI:
		move.pi = true;
		__attribute__((fallthrough));
	case FUTEX_CMP_REQUEUE:
		move.cmpval = &val3;
		__attribute__((fallthrough));
	case FUTEX_REQUEUE:
		return futex_requeue(&move);
	case FUTEX_WAKE_OP:
		return futex_wake_op(uaddr, shared, uaddr2, (int)val, (int)val2, val3);
	case FUTEX_LOCK_PI:
	case FUTEX_LOCK_PI2:
		return futex_lock_pi(uaddr, shared, timeout, false);
	case FUTEX_TRYLOCK_PI:
		return futex_lock_pi(uaddr, shared, NULL, true);
	case FUTEX_UNLOCK_PI:
		return futex_unlock_pi(uaddr, shared);
	case FUTEX_WAIT_REQUEUE_PI:
		return futex_wait_requeue_pi(uaddr, shared, val, timeout, uaddr2);
	default:
		return -ENOSYS;
	}
}

static bool has_timeout(int cmd)
{
	return cmd == FUTEX_WAIT || cmd == FUTEX_WAIT_BITSET || cmd == FUTEX_LOCK_PI ||
	       cmd == FUTEX_LOCK_PI2 || cmd == FUTEX_WAIT_REQUEUE_PI;
}

static long futex_with(uaddr_t uaddr, int op, uint32_t val, uint64_t utime, uaddr_t uaddr2,
		       uint32_t val3, int (*get)(struct timespec64 *, uaddr_t))
{
	struct futex_timeout timeout = { NO_TIMEOUT, op & FUTEX_CLOCK_REALTIME };
	struct timespec64 ts;

	if ((op & FUTEX_CMD_MASK) == FUTEX_LOCK_PI)
		timeout.realtime = true;
	if (utime && has_timeout(op & FUTEX_CMD_MASK)) {
		if (get(&ts, utime))
			return -EFAULT;
		if (!timespec64_valid(&ts))
			return -EINVAL;
		timeout.ns = timespec64_to_ns(&ts);
		if ((op & FUTEX_CMD_MASK) == FUTEX_WAIT &&
		    __builtin_add_overflow(timeout.ns, (int64_t)ktime_get(), &timeout.ns))
			timeout.ns = NO_TIMEOUT;
	}
	return do_futex(uaddr, op, val, &timeout, uaddr2, utime, val3);
}

SYSCALL_DEFINE6(futex, ufutex_t, uaddr, futex_op_t, op, u32_t, val, futex_arg_t, utime,
		ufutex_t, uaddr2, u32_t, val3)
{
	return futex_with(uaddr, op, val, utime, uaddr2, val3, get_timespec64);
}

SYSCALL_DEFINE6(futex_time32, ufutex_t, uaddr, futex_op_t, op, u32_t, val, futex_arg_t, utime,
		ufutex_t, uaddr2, u32_t, val3)
{
	return futex_with(uaddr, op, val, utime, uaddr2, val3, get_old_timespec32);
}

/* --- futex2: one call an operation, 32-bit words only --- */

static int check_futex2(unsigned flags, uint64_t val, uint64_t mask)
{
	if (flags & ~(FUTEX2_SIZE_MASK | FUTEX2_PRIVATE) ||
	    (flags & FUTEX2_SIZE_MASK) != FUTEX2_SIZE_U32)
		return -EINVAL;
	return val >> 32 || mask >> 32 ? -EINVAL : 0;
}

SYSCALL_DEFINE4(futex_wake, addr_t, uaddr, ulong_t, mask, int_t, nr, flags_t, flags)
{
	int err = check_futex2(flags, 0, mask);

	if (err)
		return err;
	if (!mask)
		return -EINVAL;
	if (!nr) { /* unlike FUTEX_WAKE, nobody; the address is still looked at */
		struct futex_key key;

		return futex_get_key(&key, uaddr, !(flags & FUTEX2_PRIVATE), false);
	}
	return futex_wake(uaddr, !(flags & FUTEX2_PRIVATE), nr, mask);
}

/* The time-out is absolute, on one of two clocks. */
static int get_timeout2(struct futex_timeout *t, uaddr_t from, clockid_t clock)
{
	struct timespec64 ts;

	*t = (struct futex_timeout){ NO_TIMEOUT, clock == 0 };
	if (!from)
		return 0;
	if (clock != 0 && clock != 1) /* CLOCK_REALTIME, CLOCK_MONOTONIC */
		return -EINVAL;
	if (get_timespec64(&ts, from))
		return -EFAULT;
	if (!timespec64_valid(&ts))
		return -EINVAL;
	t->ns = timespec64_to_ns(&ts);
	return 0;
}

SYSCALL_DEFINE6(futex_wait, ufutex_t, uaddr, ulong_t, val, ulong_t, mask, flags_t, flags,
		utimespec_in_t, timeout, clockid_t, clockid)
{
	struct futex_timeout t;
	int err = check_futex2(flags, val, mask);

	if (!err)
		err = get_timeout2(&t, timeout, clockid);
	if (err)
		return err;
	/* The end is absolute: unlike FUTEX_WAIT, the call can simply be repeated. */
	return __futex_wait(uaddr, !(flags & FUTEX2_PRIVATE), val, &t, mask);
}

/* Entries of a futex_waitv array, each checked before the next is read. */
static int get_waitv(struct linux_futex_waitv *w, uaddr_t from, unsigned n)
{
	for (unsigned i = 0; i < n; i++) {
		if (copy_from_user(&w[i], from + i * sizeof(*w), sizeof(*w)))
			return -EFAULT;
		if (w[i].reserved || check_futex2(w[i].flags, w[i].val, 0))
			return -EINVAL;
	}
	return 0;
}

SYSCALL_DEFINE4(futex_requeue, ustruct_in_t, waiters, flags_t, flags, int_t, nr_wake,
		int_t, nr_requeue)
{
	struct linux_futex_waitv w[2];
	struct futex_move move = { .nr_wake = nr_wake, .nr_requeue = nr_requeue };
	uint32_t cmpval;
	int err;

	if (flags || !waiters)
		return -EINVAL;
	err = get_waitv(w, waiters, 2);
	if (err)
		return err;
	if (w[0].flags != w[1].flags)
		return -EINVAL;
	cmpval = (uint32_t)w[0].val;
	move.from = w[0].uaddr;
	move.to = w[1].uaddr;
	move.shared_from = !(w[0].flags & FUTEX2_PRIVATE);
	move.shared_to = !(w[1].flags & FUTEX2_PRIVATE);
	move.cmpval = &cmpval;
	return futex_requeue(&move);
}

/* All words must be known before one is looked at. */
static int waitv_keys(struct futex_q *q, const struct linux_futex_waitv *w, unsigned n,
		      bool realtime)
{
	for (unsigned i = 0; i < n; i++) {
		int err = futex_get_key(&q[i].key, w[i].uaddr, !(w[i].flags & FUTEX2_PRIVATE),
					false);

		if (err)
			return err;
		list_init(&q[i].node);
		q[i].task = current;
		q[i].bitset = FUTEX_BITSET_MATCH_ANY;
		q[i].realtime = realtime;
		q[i].pi = NULL;
		q[i].moves_to = NULL;
	}
	return 0;
}

/* Queues on all, unless a word differs. 0; with fewer than n queued (*queued), an error. */
static int queue_all(struct futex_q *q, const struct linux_futex_waitv *w, unsigned n,
		     unsigned *queued)
{
	for (*queued = 0; *queued < n; ++*queued) {
		int err = futex_check_value(w[*queued].uaddr, (uint32_t)w[*queued].val);

		if (err)
			return err;
		futex_queue(&q[*queued]);
	}
	return 0;
}

/* Until one of them is woken, a time-out or a signal. May sleep. */
static int sleep_on_all(struct futex_q *q, unsigned n, const struct futex_timeout *timeout)
{
	int err = 0;

	while (!err) {
		for (unsigned i = 0; i < n; i++)
			if (list_empty(&q[i].node))
				return 0;
		err = futex_sleep(timeout);
	}
	return err;
}

/* Takes them off again. The last that had been woken, or -1. */
static int unqueue_all(struct futex_q *q, unsigned n)
{
	int woken = -1;

	for (unsigned i = 0; i < n; i++) {
		if (list_empty(&q[i].node))
			woken = i;
		list_del(&q[i].node);
	}
	return woken;
}

SYSCALL_DEFINE5(futex_waitv, ufutex_waiters_t, waiters, uint_t, nr_futexes, flags_t, flags,
		utimespec_in_t, timeout, clockid_t, clockid)
{
	struct linux_futex_waitv w[FUTEX_WAITV_MAX];
	struct futex_q q[FUTEX_WAITV_MAX];
	struct futex_timeout t;
	unsigned queued;
	int err, woken;

	if (flags || !nr_futexes || nr_futexes > FUTEX_WAITV_MAX || !waiters)
		return -EINVAL;
	err = get_timeout2(&t, timeout, clockid);
	if (!err)
		err = get_waitv(w, waiters, nr_futexes);
	if (err)
		return err;
	err = waitv_keys(q, w, nr_futexes, t.realtime);
	if (err)
		return err;
	err = queue_all(q, w, nr_futexes, &queued);
	if (!err)
		err = sleep_on_all(q, nr_futexes, &t);
	woken = unqueue_all(q, queued);
	return woken >= 0 ? woken : err;
}
