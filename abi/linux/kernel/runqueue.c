/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The queue of tasks that could run. Linux's rules in small: a task that slept comes back a little
 * ahead of the others, but never with more than that saved up; a slice ends a turn only where
 * another task waits; real-time tasks leave a twentieth of each second to the rest.
 */
#include "kernel/runqueue.h"

#include "kernel/sched.h"
#include "kernel/slab.h"
#include "kernel/task.h"
#include "lib/xorshift.h"
#include "uapi/sched.h"

#define NICE_0_WEIGHT 1024
#define IDLE_WEIGHT 3
#define NR_RT_PRIO 100

#define LATENCY_NS 24000000u	/* each of a few runnable tasks gets a turn within this */
#define SLICE_NS 4000000u
#define MIN_SLICE_NS 1000000u
#define RR_SLICE_NS 100000000u
#define SLEEPER_BONUS_NS 3000000u /* how far ahead a task may come back */
#define WAKEUP_NS 1000000u	  /* how far ahead it must be to take the turn from another */
#define YIELD_NS 750000u

#define RT_PERIOD_NS 1000000000ull
#define RT_RUNTIME_NS 950000000ull

struct runqueue {
	struct avl_root fair;
	struct avl_node *first;		    /* of fair */
	struct list_head rt[NR_RT_PRIO];    /* sched_entity.rt, by priority */
	uint64_t rt_filled[2];		    /* bit: that list is not empty */
	unsigned nr_fair, nr_rt;
	uint64_t min_vruntime, next_seq;
	uint64_t rt_used, rt_period;	    /* ns of real-time tasks in this period; all ns of it */
	struct task *unfinished;	    /* it was put back with a part of its slice left */
	uint64_t random;		    /* state of draw(): 0: nothing is left to chance */
};

int rq_init(struct kernel *k)
{
	struct runqueue *rq = arena_alloc(k->arena, sizeof(*rq));

	if (!rq)
		return -ENOMEM;
	memset(rq, 0, sizeof(*rq));
	for (unsigned i = 0; i < NR_RT_PRIO; i++)
		list_init(&rq->rt[i]);
	rq->random = k->config.schedule_seed;
	k->rq = rq;
	return 0;
}

void rq_exit(struct kernel *k)
{
	arena_free(k->arena, k->rq);
	k->rq = NULL;
}

static bool is_rt(const struct task *t)
{
	return t->se.prio;
}

/* Only SCHED_RR has slices there: not who was lent a priority. */
static bool is_fifo(const struct task *t)
{
	return is_rt(t) && t->policy != SCHED_RR;
}

static int prio_of(const struct task *t)
{
	bool rt_policy = t->policy == SCHED_FIFO || t->policy == SCHED_RR;

	return max(rt_policy ? t->rt_priority : 0, t->se.lent);
}

/* Each step of nice is a quarter more or less. */
static unsigned weight_of(const struct task *t)
{
	uint64_t w = (uint64_t)NICE_0_WEIGHT << 16;

	if (t->policy == SCHED_IDLE)
		return IDLE_WEIGHT;
	for (int n = 0; n < t->nice; n++)
		w = w * 4 / 5;
	for (int n = 0; n > t->nice; n--)
		w = w * 5 / 4;
	return (unsigned)(w >> 16);
}

static uint64_t weighted(const struct task *t, uint64_t ns)
{
	return t->se.weight == NICE_0_WEIGHT ? ns : ns * NICE_0_WEIGHT / t->se.weight;
}

void rq_task_init(struct task *t)
{
	list_init(&t->se.rt);
	t->se.queued = false;
	t->se.weight = weight_of(t);
	t->se.lent = 0;
	t->se.prio = prio_of(t);
	t->se.vruntime = kernel->rq->min_vruntime;
}

/*
 * A new task waits as if it had had a turn: else a family whose members fork and end, always new,
 * would keep the others from theirs.
 */
void rq_fork(struct task *child, const struct task *parent)
{
	child->se.weight = weight_of(child);
	child->se.lent = 0;
	child->se.rt_run = 0;
	child->se.prio = prio_of(child);
	child->se.vruntime = max(parent->se.vruntime, kernel->rq->min_vruntime) +
			     weighted(child, MIN_SLICE_NS);
}

/* A stream of its own, so that schedules do not change what guests draw. */
static uint64_t draw(struct runqueue *rq)
{
	return xorshift_next(&rq->random);
}

/* --- the tree --- */

static bool before(const struct sched_entity *a, const struct sched_entity *b)
{
	if (a->vruntime != b->vruntime)
		return (int64_t)(a->vruntime - b->vruntime) < 0;
	return a->seq < b->seq;
}

static struct sched_entity *entity(struct avl_node *n)
{
	return container_of(n, struct sched_entity, fair);
}

static struct task *task_of(struct sched_entity *se)
{
	return container_of(se, struct task, se);
}

static void fair_insert(struct runqueue *rq, struct sched_entity *se)
{
	struct avl_node **link = &rq->fair.node, *parent = NULL;
	bool first = true;

	se->seq = rq->next_seq++;
	while (*link) {
		parent = *link;
		if (before(se, entity(parent))) {
			link = &parent->left;
		} else {
			link = &parent->right;
			first = false;
		}
	}
	avl_insert(&rq->fair, &se->fair, parent, link);
	if (first)
		rq->first = &se->fair;
	rq->nr_fair++;
}

static void fair_erase(struct runqueue *rq, struct sched_entity *se)
{
	if (rq->first == &se->fair)
		rq->first = avl_next(&se->fair);
	avl_erase(&rq->fair, &se->fair);
	rq->nr_fair--;
}

/* --- the lists --- */

static void rt_insert(struct runqueue *rq, struct task *t, bool at_front)
{
	struct list_head *list = &rq->rt[t->se.prio];

	if (at_front)
		list_add(&t->se.rt, list);
	else
		list_add_tail(&t->se.rt, list);
	rq->rt_filled[t->se.prio / 64] |= BIT(t->se.prio % 64);
	rq->nr_rt++;
}

static void rt_erase(struct runqueue *rq, struct task *t)
{
	list_del(&t->se.rt);
	if (list_empty(&rq->rt[t->se.prio]))
		rq->rt_filled[t->se.prio / 64] &= ~BIT(t->se.prio % 64);
	rq->nr_rt--;
}

static struct task *rt_first(struct runqueue *rq)
{
	unsigned word = rq->rt_filled[1] ? 1 : 0;
	unsigned prio = word * 64 + 63 - (unsigned)__builtin_clzll(rq->rt_filled[word]);

	return list_first_entry(&rq->rt[prio], struct task, se.rt);
}

/* --- in and out --- */

static void insert(struct task *t, bool at_front)
{
	struct runqueue *rq = kernel->rq;

	if (is_rt(t))
		rt_insert(rq, t, at_front);
	else
		fair_insert(rq, &t->se);
	t->se.queued = true;
}

void rq_remove(struct task *t)
{
	struct runqueue *rq = kernel->rq;

	if (rq->unfinished == t)
		rq->unfinished = NULL;
	if (!t->se.queued)
		return;
	if (is_rt(t))
		rt_erase(rq, t);
	else
		fair_erase(rq, &t->se);
	t->se.queued = false;
}

void rq_wake(struct task *t)
{
	struct runqueue *rq = kernel->rq;
	uint64_t earliest = rq->min_vruntime - min(rq->min_vruntime, (uint64_t)SLEEPER_BONUS_NS);

	if (t->se.queued)
		return;
	t->se.vruntime = max(t->se.vruntime, earliest);
	t->se.slice_used = 0;
	t->se.rt_run = 0;
	insert(t, false);
	if (rq->unfinished && rq_preempts(t, rq->unfinished))
		rq->unfinished = NULL;
}

/* Behind the others as far as a turn given away goes, and at least behind the next. */
static void yield_fair(struct runqueue *rq, struct task *t)
{
	uint64_t furthest = t->se.vruntime + weighted(t, YIELD_NS), last;

	if (!rq->first)
		return;
	last = entity(avl_last(&rq->fair))->vruntime;
	t->se.vruntime = max(t->se.vruntime, min(furthest, last));
	t->se.vruntime = max(t->se.vruntime, entity(rq->first)->vruntime);
}

void rq_put_back(struct task *t, enum turn_end end)
{
	struct runqueue *rq = kernel->rq;
	bool in_slice = is_fifo(t) || rq_slice_left(t);

	if (end == TURN_GIVEN_AWAY && !is_rt(t))
		yield_fair(rq, t);
	if (end == TURN_GIVEN_AWAY || !in_slice)
		t->se.slice_used = 0;
	insert(t, end != TURN_GIVEN_AWAY && in_slice);
	rq->unfinished = end == TURN_PAUSED && in_slice ? t : NULL;
}

/* Real-time tasks have had their part of the second, and others wait. */
static bool rt_throttled(const struct runqueue *rq)
{
	return rq->rt_used >= RT_RUNTIME_NS && rq->nr_fair;
}

/* Any of those that may run, each as likely: for tests of what must not depend on the order. */
static struct task *pick_at_random(struct runqueue *rq)
{
	struct avl_node *n = rq->first;

	for (uint64_t skip = draw(rq) % rq->nr_fair; skip; skip--)
		n = avl_next(n);
	return task_of(entity(n));
}

static struct task *pick_fair(struct runqueue *rq)
{
	struct task *t;

	if (unlikely(rq->random))
		return pick_at_random(rq);
	t = task_of(entity(rq->first));
	if (rq->unfinished && !is_rt(rq->unfinished))
		t = rq->unfinished;
	if ((int64_t)(t->se.vruntime - rq->min_vruntime) > 0)
		rq->min_vruntime = t->se.vruntime;
	return t;
}

static uint64_t slice_of(struct runqueue *rq, const struct task *t)
{
	if (t->policy == SCHED_RR)
		return RR_SLICE_NS;
	if (unlikely(rq->random))
		return 1 + (draw(rq) % SLICE_NS >> draw(rq) % 18); /* of all sizes */
	if (t->custom_slice)
		return t->custom_slice;
	return min(SLICE_NS, max(MIN_SLICE_NS, LATENCY_NS / (rq->nr_fair + 1)));
}

struct task *rq_pick(void)
{
	struct runqueue *rq = kernel->rq;
	struct task *t;

	if (rq->nr_rt && !rt_throttled(rq))
		t = rt_first(rq);
	else if (rq->nr_fair)
		t = pick_fair(rq);
	else
		return NULL;
	return rq_take(t);
}

struct task *rq_take(struct task *t)
{
	struct runqueue *rq = kernel->rq;

	if (!t || !t->se.queued)
		return NULL;
	rq_remove(t);
	rq->unfinished = NULL;
	if (!t->se.slice_used)
		t->se.slice = slice_of(rq, t);
	return t;
}

bool rq_empty(void)
{
	return !kernel->rq->nr_fair && !kernel->rq->nr_rt;
}

/* --- time --- */

void rq_charge(struct task *t, uint64_t ns)
{
	struct runqueue *rq = kernel->rq;

	t->se.slice_used += ns;
	rq->rt_period += ns;
	if (is_rt(t)) {
		rq->rt_used += ns;
		t->se.rt_run += ns;
	} else {
		t->se.vruntime += weighted(t, ns);
	}
	if (rq->rt_period >= RT_PERIOD_NS)
		rq->rt_period = rq->rt_used = 0;
}

uint64_t rq_slice_left(const struct task *t)
{
	const struct runqueue *rq = kernel->rq;
	uint64_t left;

	if (is_fifo(t))
		left = UINT64_MAX / 4;
	else
		left = t->se.slice - min(t->se.slice, t->se.slice_used);
	if (is_rt(t) && rq->nr_fair)
		left = min(left, RT_RUNTIME_NS - min(RT_RUNTIME_NS, rq->rt_used));
	return left;
}

bool rq_preempts(const struct task *woken, const struct task *running)
{
	if (is_rt(woken))
		return !is_rt(running) || woken->se.prio > running->se.prio;
	if (is_rt(running))
		return false;
	if (unlikely(kernel->rq->random))
		return draw(kernel->rq) & 1;
	if (running->policy == SCHED_IDLE && woken->policy != SCHED_IDLE)
		return true;
	if (woken->policy != SCHED_NORMAL)
		return false;
	return (int64_t)(running->se.vruntime - woken->se.vruntime) >
	       (int64_t)weighted(woken, WAKEUP_NS);
}

/* As POSIX has it for real-time tasks: who is lowered goes to the front of its new list. */
static void requeue(struct task *t, int before)
{
	t->se.vruntime = max(t->se.vruntime, kernel->rq->min_vruntime);
	insert(t, t->se.prio < before);
	if (current && rq_preempts(t, current))
		current->work |= TW_RESCHED;
}

/*
 * After a change of what t's priority is made of: it goes to where it belongs. Who stays at its
 * real-time priority stays where it is, behind the same others.
 */
static bool priority_changed(struct task *t)
{
	bool queued = t->se.queued;
	int before = t->se.prio, now = prio_of(t);

	if (!before || now != before) {
		rq_remove(t);
		t->se.weight = weight_of(t);
		t->se.prio = now;
		if (queued)
			requeue(t, before);
		else if (t == current && !rq_empty())
			t->work |= TW_RESCHED;
	}
	return now != before;
}

void rq_set_policy(struct task *t, int policy, int rt_priority, int nice)
{
	t->policy = policy;
	t->rt_priority = rt_priority;
	t->nice = nice;
	priority_changed(t);
}

bool rq_lend(struct task *t, int rt_priority)
{
	if (t->se.lent == rt_priority)
		return false;
	t->se.lent = rt_priority;
	return priority_changed(t);
}
