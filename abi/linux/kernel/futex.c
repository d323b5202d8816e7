/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Futexes. A waiter is on its kernel stack, linked into one of a few lists by what it waits on:
 * the address in an address space, or the place in a file for shared mappings. Nothing else runs
 * between the look at the word and the sleep, so that no lock is needed.
 *
 * Priority inheritance is not there: those operations are -ENOSYS, as without CONFIG_FUTEX_PI.
 */
#include "kernel/futex.h"
#include "fs/fs.h"
#include "kernel/sched.h"
#include "kernel/time.h"
#include "mm/mm.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/futex.h"

struct futex_key {
	const void *object; /* struct mm or, shared through a file, struct inode */
	uint64_t offset;
};

struct futex_q {
	struct list_head node; /* in its bucket; empty once woken */
	struct futex_key key;
	struct task *task;
	uint32_t bitset;
};

void futex_init(struct kernel *k)
{
	for (unsigned i = 0; i < FUTEX_BUCKETS; i++)
		list_init(&k->futexes[i]);
}

/* --- keys --- */

static bool same_key(const struct futex_key *a, const struct futex_key *b)
{
	return a->object == b->object && a->offset == b->offset;
}

static struct list_head *bucket(const struct futex_key *key)
{
	uint64_t h = ((uintptr_t)key->object >> 4) * 31 + (key->offset >> 2);

	h *= 0x9e3779b97f4a7c15ull;
	return &kernel->futexes[h >> 32 & (FUTEX_BUCKETS - 1)];
}

/* 0, -EINVAL (not aligned), -EFAULT. A shared word must be there; a private one may not be. */
static int get_key(struct futex_key *key, uaddr_t uaddr, bool shared)
{
	struct vma_info vma;
	uint32_t word;

	if (uaddr % sizeof(word))
		return -EINVAL;
	if (!access_ok(uaddr, sizeof(word)))
		return -EFAULT;
	key->object = current->mm;
	key->offset = uaddr;
	if (!shared)
		return 0;
	if (get_user(word, uaddr) || !mm_next_vma(current->mm, uaddr, &vma))
		return -EFAULT;
	/* A private page of a file that cannot be written is the file's own. */
	if (vma.file && (vma.vm_flags & VM_SHARED || !(vma.vm_flags & VM_WRITE))) {
		key->object = vma.file->inode;
		key->offset = (vma.pgoff << PAGE_SHIFT) + (uaddr - vma.start);
		return 0;
	}
	/* Memory of one's own that nobody can ever change is nothing to wait on. */
	return vma.vm_flags & VM_WRITE ? 0 : -EFAULT;
}

/* --- waking --- */

static void wake_q(struct futex_q *q)
{
	list_del(&q->node);
	wake_up_process(q->task);
}

static int wake_key(const struct futex_key *key, int nr, uint32_t bitset)
{
	struct futex_q *q, *tmp;
	int woken = 0;

	list_for_each_entry_safe(q, tmp, bucket(key), node) {
		if (!same_key(&q->key, key) || !(q->bitset & bitset))
			continue;
		wake_q(q);
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
	err = get_key(&key, uaddr, shared);
	return err ? err : wake_key(&key, nr, bitset);
}

/* --- waiting --- */

/* A wait that ends at a time on one of the two clocks; ns NO_TIMEOUT: none. */
struct futex_timeout {
	int64_t ns;
	bool realtime;
};

static int64_t time_left(const struct futex_timeout *t)
{
	int64_t now = t->realtime ? ktime_get_real() : ktime_get();

	if (t->ns == NO_TIMEOUT)
		return NO_TIMEOUT;
	return t->ns > now ? t->ns - now : 0;
}

/* Sleeps until one of n is woken, a time-out or a signal. 0, -ETIMEDOUT, -ERESTARTSYS. */
static int sleep_on(struct futex_q *q, unsigned n, const struct futex_timeout *timeout)
{
	for (;;) {
		int64_t left;

		for (unsigned i = 0; i < n; i++)
			if (list_empty(&q[i].node))
				return 0;
		left = time_left(timeout);
		if (!left)
			return -ETIMEDOUT;
		if (signal_pending(current))
			return -ERESTARTSYS;
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(left);
	}
}

/* Queued, if the word has the value. 0, -EAGAIN, -EFAULT, -EINVAL. */
static int queue_if_equal(struct futex_q *q, uaddr_t uaddr, bool shared, uint32_t val,
			  uint32_t bitset)
{
	uint32_t now;
	int err = get_key(&q->key, uaddr, shared);

	if (err)
		return err;
	if (get_user(now, uaddr))
		return -EFAULT;
	if (now != val)
		return -EAGAIN;
	q->task = current;
	q->bitset = bitset;
	list_add_tail(&q->node, bucket(&q->key));
	return 0;
}

enum { ARG_UADDR, ARG_SHARED, ARG_VAL, ARG_END, ARG_REALTIME, ARG_BITSET };

static long futex_wait(uaddr_t uaddr, bool shared, uint32_t val,
		       const struct futex_timeout *timeout, uint32_t bitset);

static long futex_wait_restart(const uint64_t arg[6])
{
	struct futex_timeout timeout = { arg[ARG_END], arg[ARG_REALTIME] };

	return futex_wait(arg[ARG_UADDR], arg[ARG_SHARED], arg[ARG_VAL], &timeout, arg[ARG_BITSET]);
}

static long futex_wait(uaddr_t uaddr, bool shared, uint32_t val,
		       const struct futex_timeout *timeout, uint32_t bitset)
{
	struct futex_q q;
	long err;

	if (!bitset)
		return -EINVAL;
	list_init(&q.node);
	err = queue_if_equal(&q, uaddr, shared, val, bitset);
	if (err)
		return err;
	err = sleep_on(&q, 1, timeout);
	list_del(&q.node);
	if (err != -ERESTARTSYS || timeout->ns == NO_TIMEOUT)
		return err;
	/* The end is kept: a restart by the arguments would begin a relative wait anew. */
	current->restart = (struct restart_block){
		futex_wait_restart,
		{ [ARG_UADDR] = uaddr, [ARG_SHARED] = shared, [ARG_VAL] = val,
		  [ARG_END] = timeout->ns, [ARG_REALTIME] = timeout->realtime,
		  [ARG_BITSET] = bitset }
	};
	return -ERESTART_RESTARTBLOCK;
}

/* --- moving waiters --- */

static long futex_requeue(uaddr_t from, bool shared1, uaddr_t to, bool shared2, int nr_wake,
			  int nr_requeue, const uint32_t *cmpval)
{
	struct futex_key key1, key2;
	struct futex_q *q, *tmp;
	int count = 0, err;

	if (nr_wake < 0 || nr_requeue < 0)
		return -EINVAL;
	err = get_key(&key1, from, shared1);
	if (!err)
		err = get_key(&key2, to, shared2);
	if (err)
		return err;
	if (cmpval) {
		uint32_t now;

		if (get_user(now, from))
			return -EFAULT;
		if (now != *cmpval)
			return -EAGAIN;
	}
	list_for_each_entry_safe(q, tmp, bucket(&key1), node) {
		if (count - nr_wake >= nr_requeue)
			break;
		if (!same_key(&q->key, &key1))
			continue;
		if (++count <= nr_wake) {
			wake_q(q);
		} else {
			q->key = key2;
			list_move_tail(&q->node, bucket(&key2));
		}
	}
	return count;
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

static long futex_wake_op(uaddr_t uaddr1, bool shared, uaddr_t uaddr2, int nr_wake, int nr_wake2,
			  uint32_t op)
{
	struct futex_key key1, key2;
	int err = get_key(&key1, uaddr1, shared), held;
	long woken;

	if (!err)
		err = get_key(&key2, uaddr2, shared);
	if (err)
		return err;
	held = op_in_user(op, uaddr2);
	if (held < 0)
		return held;
	woken = wake_key(&key1, nr_wake, FUTEX_BITSET_MATCH_ANY);
	if (held)
		woken += wake_key(&key2, nr_wake2, FUTEX_BITSET_MATCH_ANY);
	return woken;
}

/* --- system calls --- */

static long do_futex(uaddr_t uaddr, int op, uint32_t val, const struct futex_timeout *timeout,
		     uaddr_t uaddr2, uint32_t val2, uint32_t val3)
{
	bool shared = !(op & FUTEX_PRIVATE_FLAG);
	int cmd = op & FUTEX_CMD_MASK;

	if (op & FUTEX_CLOCK_REALTIME && cmd != FUTEX_WAIT_BITSET)
		return -ENOSYS;
	switch (cmd) {
	case FUTEX_WAIT:
		return futex_wait(uaddr, shared, val, timeout, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAIT_BITSET:
		return futex_wait(uaddr, shared, val, timeout, val3);
	case FUTEX_WAKE:
		return futex_wake(uaddr, shared, val, FUTEX_BITSET_MATCH_ANY);
	case FUTEX_WAKE_BITSET:
		return futex_wake(uaddr, shared, val, val3);
	case FUTEX_REQUEUE:
		return futex_requeue(uaddr, shared, uaddr2, shared, val, val2, NULL);
	case FUTEX_CMP_REQUEUE:
		return futex_requeue(uaddr, shared, uaddr2, shared, val, val2, &val3);
	case FUTEX_WAKE_OP:
		return futex_wake_op(uaddr, shared, uaddr2, val, val2, val3);
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

		return get_key(&key, uaddr, !(flags & FUTEX2_PRIVATE));
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
	return futex_wait(uaddr, !(flags & FUTEX2_PRIVATE), val, &t, mask);
}

/* Entries of a futex_waitv array, checked. */
static int get_waitv(struct linux_futex_waitv *w, uaddr_t from, unsigned n)
{
	if (copy_from_user(w, from, n * sizeof(*w)))
		return -EFAULT;
	for (unsigned i = 0; i < n; i++) {
		int err = check_futex2(w[i].flags, w[i].val, 0);

		if (err || w[i].reserved)
			return -EINVAL;
	}
	return 0;
}

SYSCALL_DEFINE4(futex_requeue, ustruct_in_t, waiters, flags_t, flags, int_t, nr_wake,
		int_t, nr_requeue)
{
	struct linux_futex_waitv w[2];
	uint32_t cmpval;
	int err;

	if (flags || !waiters)
		return -EINVAL;
	err = get_waitv(w, waiters, 2);
	if (err)
		return err;
	cmpval = w[0].val;
	return futex_requeue(w[0].uaddr, !(w[0].flags & FUTEX2_PRIVATE), w[1].uaddr,
			     !(w[1].flags & FUTEX2_PRIVATE), nr_wake, nr_requeue, &cmpval);
}

/* Queues on all, unless a word differs. 0; with fewer than n queued (*queued), an error. */
static int queue_all(struct futex_q *q, const struct linux_futex_waitv *w, unsigned n,
		     unsigned *queued)
{
	for (*queued = 0; *queued < n; ++*queued) {
		const struct linux_futex_waitv *this = &w[*queued];
		int err;

		list_init(&q[*queued].node);
		err = queue_if_equal(&q[*queued], this->uaddr, !(this->flags & FUTEX2_PRIVATE),
				     this->val, FUTEX_BITSET_MATCH_ANY);
		if (err)
			return err;
	}
	return 0;
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

SYSCALL_DEFINE5(futex_waitv, ustruct_in_t, waiters, uint_t, nr_futexes, flags_t, flags,
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
	err = queue_all(q, w, nr_futexes, &queued);
	if (!err)
		err = sleep_on(q, nr_futexes, &t);
	woken = unqueue_all(q, queued);
	return woken >= 0 ? woken : err;
}
