/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting on many queues at once, for poll and select. */
#include "fs/pollwait.h"

#include "kernel/signal.h"
#include "kernel/slab.h"
#include "uapi/personality.h"
#include "uapi/time.h"

/* Stays on its queue: the call may look and sleep again. */
static bool pollwake(struct wait_entry *wait, unsigned long key)
{
	struct poll_entry *e = container_of(wait, struct poll_entry, wait);

	if (key && !(key & e->key))
		return false;
	e->pwq->triggered = true;
	return wake_up_process(wait->task);
}

static struct poll_entry *new_entry(struct poll_wqueues *pwq)
{
	struct poll_chunk *c = pwq->more;

	if (pwq->n < POLL_INLINE_ENTRIES)
		return &pwq->entries[pwq->n++];
	if (!c || c->n == POLL_CHUNK_ENTRIES) {
		c = kmalloc(sizeof(*c));
		if (!c)
			return NULL;
		c->n = 0;
		c->next = pwq->more;
		pwq->more = c;
	}
	return &c->entries[c->n++];
}

static void poll_queue(struct poll_table *pt, struct file *f, struct wait_queue_head *q)
{
	struct poll_wqueues *pwq = container_of(pt, struct poll_wqueues, table);
	struct poll_entry *e = new_entry(pwq);

	if (!e) {
		pwq->error = -ENOMEM;
		return;
	}
	init_wait_entry(&e->wait);
	e->wait.func = pollwake;
	e->pwq = pwq;
	e->file = file_ref(f);
	e->key = pt->key;
	add_wait_queue(q, &e->wait);
}

void poll_initwait(struct poll_wqueues *pwq)
{
	pwq->table.queue = poll_queue;
	pwq->table.key = 0;
	pwq->triggered = false;
	pwq->error = 0;
	pwq->n = 0;
	pwq->more = NULL;
}

static void free_entry(struct poll_entry *e)
{
	remove_wait_queue(&e->wait);
	file_put(e->file);
}

void poll_freewait(struct poll_wqueues *pwq)
{
	struct poll_chunk *c;

	for (unsigned i = 0; i < pwq->n; i++)
		free_entry(&pwq->entries[i]);
	while ((c = pwq->more)) {
		for (unsigned i = 0; i < c->n; i++)
			free_entry(&c->entries[i]);
		pwq->more = c->next;
		kfree(c);
	}
}

int poll_select_set_timeout(uint64_t *end, int64_t sec, int64_t nsec)
{
	struct timespec64 t = { sec, nsec };

	if (!timespec64_valid(&t))
		return -EINVAL;
	if (!sec && !nsec)
		*end = POLL_NOWAIT;
	else if (__builtin_add_overflow(ktime_get(), (uint64_t)timespec64_to_ns(&t), end))
		*end = POLL_FOREVER - 1;
	return 0;
}

bool poll_sleep_until(uint64_t end)
{
	uint64_t now;

	if (end == POLL_FOREVER) {
		schedule();
		return true;
	}
	now = ktime_get();
	return end > now && schedule_timeout(min(end - now, (uint64_t)INT64_MAX - 1)) > 0;
}

bool poll_schedule_timeout(struct poll_wqueues *pwq, uint64_t end)
{
	bool in_time;

	set_current_state(TASK_INTERRUPTIBLE);
	in_time = pwq->triggered || poll_sleep_until(end);
	set_current_state(TASK_RUNNING);
	pwq->triggered = false;
	return in_time;
}

static bool put_time(uaddr_t p, enum poll_time type, uint64_t ns)
{
	int64_t sec = ns / NSEC_PER_SEC, nsec = ns % NSEC_PER_SEC;

	switch (type) {
	case PT_TIMEVAL: {
		struct x64_timeval tv = { sec, nsec / NSEC_PER_USEC };

		return !copy_to_user(p, &tv, sizeof(tv));
	}
	case PT_OLD_TIMEVAL: {
		struct i386_timeval tv = { sec, nsec / NSEC_PER_USEC };

		return !copy_to_user(p, &tv, sizeof(tv));
	}
	case PT_TIMESPEC:
		return !put_timespec64(&(struct timespec64){ sec, nsec }, p);
	case PT_OLD_TIMESPEC:
		return !put_old_timespec32(&(struct timespec64){ sec, nsec }, p);
	}
	__builtin_unreachable();
}

long poll_select_finish(uint64_t end, uaddr_t p, enum poll_time type, long ret)
{
	uint64_t now;

	restore_saved_sigmask_unless(ret == -ERESTARTNOHAND);
	if (!p)
		return ret;
	if (!(current->personality & STICKY_TIMEOUTS)) {
		if (end == POLL_NOWAIT)
			return ret;
		now = ktime_get();
		if (put_time(p, type, end > now ? end - now : 0))
			return ret;
	}
	/* The guest's limit is what it was: a restart would begin anew. */
	return ret == -ERESTARTNOHAND ? -EINTR : ret;
}
