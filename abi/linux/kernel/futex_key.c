/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Futexes: what a word is known by, and the lists of those who wait. */
#include "fs/fs.h"
#include "kernel/futex_internal.h"
#include "kernel/sched.h"
#include "kernel/slab.h"
#include "kernel/time.h"
#include "mm/mm.h"
#include "uaccess.h"

#define NR_BUCKETS 1024u
#define OF_MM_SHARED 2u /* in an offset: named as shared, though it is not; a word of its own */

int futex_init(struct kernel *k)
{
	k->futexes = arena_alloc(k->arena, NR_BUCKETS * sizeof(*k->futexes));
	if (!k->futexes)
		return -ENOMEM;
	for (unsigned i = 0; i < NR_BUCKETS; i++)
		list_init(&k->futexes[i]);
	return 0;
}

void futex_fini(struct kernel *k)
{
	arena_free(k->arena, k->futexes);
	k->futexes = NULL;
}

bool futex_match(const struct futex_key *a, const struct futex_key *b)
{
	return a->object == b->object && a->offset == b->offset;
}

struct list_head *futex_bucket(const struct futex_key *key)
{
	uint64_t h = ((uintptr_t)key->object >> 4) * 31 + (key->offset >> 2);

	h *= 0x9e3779b97f4a7c15ull;
	return &kernel->futexes[h >> 32 & (NR_BUCKETS - 1)];
}

int futex_get_key(struct futex_key *key, uaddr_t uaddr, bool shared, bool write)
{
	struct vma_info vma;
	uint32_t word;
	int own;

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
	if (write && !(vma.vm_flags & VM_WRITE))
		return -EFAULT;
	own = vma.file && !(vma.vm_flags & VM_SHARED) ? mm_page_is_own(current->mm, uaddr) :
							!vma.file;
	if (own < 0)
		return own;
	if (!own) {
		key->object = vma.file->inode;
		key->offset = (vma.pgoff << PAGE_SHIFT) + (uaddr - vma.start);
		return 0;
	}
	key->offset |= OF_MM_SHARED;
	/* Memory of one's own that nobody can ever change is nothing to wait on. */
	return vma.vm_flags & VM_WRITE ? 0 : -EFAULT;
}

/* --- the lists --- */

static void enter(struct futex_q *q)
{
	struct list_head *list = futex_bucket(&q->key), *after;

	for (after = list->prev; after != list; after = after->prev)
		if (list_entry(after, struct futex_q, node)->prio >= q->prio)
			break;
	list_add(&q->node, after);
}

void futex_queue(struct futex_q *q)
{
	q->prio = q->task->rt_priority; /* 0 for all that are not real-time tasks */
	enter(q);
}

struct futex_q *futex_top_waiter(const struct futex_key *key)
{
	struct futex_q *q;

	list_for_each_entry(q, futex_bucket(key), node)
		if (futex_match(&q->key, key))
			return q;
	return NULL;
}

/* To where it is already: it stays, or a walk through its list would meet it again. */
void futex_requeue_to(struct futex_q *q, const struct futex_key *key)
{
	if (futex_match(&q->key, key))
		return;
	list_del(&q->node);
	q->key = *key;
	enter(q);
}

void futex_wake_q(struct futex_q *q)
{
	list_del(&q->node);
	wake_up_process(q->task);
}

/* --- sleeping --- */

int futex_check_value(uaddr_t uaddr, uint32_t val)
{
	uint32_t now;

	if (get_user(now, uaddr))
		return -EFAULT;
	return now == val ? 0 : -EAGAIN;
}

static int64_t time_left(const struct futex_timeout *t)
{
	int64_t now;

	if (t->ns == NO_TIMEOUT)
		return NO_TIMEOUT;
	now = t->realtime ? ktime_get_real() : ktime_get();
	return t->ns > now ? t->ns - now : 0;
}

int futex_sleep(const struct futex_timeout *timeout)
{
	int64_t left = time_left(timeout);

	if (!left)
		return -ETIMEDOUT;
	if (signal_pending(current))
		return -ERESTARTSYS;
	set_current_state(TASK_INTERRUPTIBLE);
	schedule_timeout(left);
	return 0;
}

void futex_clock_was_set(void)
{
	for (unsigned i = 0; i < NR_BUCKETS; i++) {
		struct futex_q *q;

		list_for_each_entry(q, &kernel->futexes[i], node)
			if (q->realtime)
				wake_up_process(q->task);
	}
}
