/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The scheduler: who has the thread, sleeping, waking, and the machine's main loop. A task that
 * sleeps hands the thread to the engine's stack (stack.c); the loop resumes it when it is runnable
 * and lets it finish its routine before it goes back to ring 3.
 */
#include "kernel/sched.h"

#include <stdatomic.h>

#include "entry/entry.h"
#include "host/clock.h"
#include "host/event.h"
#include "host/journal.h"
#include "host/ticker.h"
#include "kernel/clock.h"
#include "kernel/cputime.h"
#include "kernel/hostsig.h"
#include "kernel/internal.h"
#include "kernel/rseq.h"
#include "kernel/rttime.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "kernel/snapshot.h"
#include "kernel/stack.h"
#include "kernel/time.h"
#include "kernel/waiters.h"
#include "kernel/summary.h"
#include "kernel/trace.h"

#define MIN_TURN_NS 100000u /* of ring 3, where there is anybody else: kicks cost */
#define POLL_NS 500000u	    /* between looks at the host while there are tasks to run */
#define LOOK_NS 4000000u    /* the longest that ring 3 may keep us from looking */

_Thread_local struct task *current;
_Thread_local struct kernel *kernel;

static uint64_t turn_left(const struct task *t)
{
	uint64_t left = rq_slice_left(t);

	return kernel->config.deterministic ? left : max(left, (uint64_t)MIN_TURN_NS);
}

/* In ring 3 or a trap, a turn that had nobody waiting has somebody now. */
static void arm_slice(void)
{
	kernel->slice_armed = true;
	alarm_advance(kernel->now + turn_left(current));
}

bool wake_up_state(struct task *t, unsigned states)
{
	if (!(t->state & states))
		return false;
	t->state = TASK_RUNNING;
	if (t == current)
		return true; /* it was about to sleep, and will not */
	rq_wake(t);
	if (current && rq_preempts(t, current))
		current->work |= TW_RESCHED;
	else if (kernel->in_engine && !kernel->slice_armed)
		arm_slice();
	return true;
}

bool wake_up_process(struct task *t)
{
	return wake_up_state(t, TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE);
}

void set_current_state(enum task_state state)
{
	current->state = state;
}

const char *task_wchan(const struct task *t)
{
	bool asleep = t->state & (TASK_INTERRUPTIBLE | TASK_UNINTERRUPTIBLE | TASK_STOPPED);

	return asleep ? t->wchan : NULL;
}

/* Would a task that goes to sleep in its state be woken at once? */
static bool sleep_is_over(const struct task *t)
{
	if (t->state == TASK_INTERRUPTIBLE)
		return signal_pending(t);
	return t->state == TASK_KILLABLE && t->work & TW_KILLED;
}

/* Hands the thread back; whoever owns the loop picks the next task. */
static void switch_out(void)
{
	struct task *t = current;

	t->in_kernel = true;
	kstack_suspend(t->kstack);
	t->in_kernel = false;
}

/*
 * Tests: the n-th sleep of the machine is interrupted, by nothing that the program could notice, or
 * its process is killed there.
 */
static void count_sleep(void)
{
	if (kernel->hold || ++kernel->stats.sleeps != kernel->config.break_sleep)
		return;
	kernel->stats.broken_sleep = current->wchan;
	if (kernel->config.break_kills)
		send_sig(SIGKILL, current);
	else
		current->work |= TW_SIGNAL;
}

/* For those who count how long calls take: sleeps do, or do not. */
static void switch_out_timed(void)
{
	uint64_t start = host_ticks();

	switch_out();
	if (kernel->summary && !kernel->summary->wall)
		current->asleep_ticks += host_ticks() - start;
}

void schedule_in(const char *where)
{
	current->wchan = where;
	if (unlikely(kernel->config.break_sleep) && current->state != TASK_RUNNING)
		count_sleep();
	if (current->state == TASK_RUNNING) {
		current->nivcsw++;
	} else if (sleep_is_over(current)) {
		current->state = TASK_RUNNING;
		return;
	} else {
		current->nvcsw++;
	}
	kernel->stats.switches++;
	if (unlikely(current->work & TW_SUMMARY))
		switch_out_timed();
	else
		switch_out();
}

void yield(void)
{
	current->yields = true;
	schedule();
}

void task_leave_engine(void)
{
	if (!kernel->in_engine)
		return;
	kernel->leaving = true;
	switch_out();
}

struct sleep_timer {
	struct ktimer timer;
	struct task *task;
};

static void sleep_timer_fired(struct ktimer *timer)
{
	wake_up_process(container_of(timer, struct sleep_timer, timer)->task);
}

int64_t schedule_timeout_in(int64_t ns, const char *where)
{
	struct sleep_timer st = { .task = current };
	uint64_t now = ktime_get(), end;

	if (ns == NO_TIMEOUT) {
		schedule_in(where);
		return NO_TIMEOUT;
	}
	if (ns <= 0) {
		current->state = TASK_RUNNING;
		return 0;
	}
	if (__builtin_add_overflow(now, (uint64_t)ns, &end))
		end = UINT64_MAX - 1;
	ktimer_init(&st.timer, sleep_timer_fired);
	ktimer_arm(&st.timer, end);
	schedule_in(where);
	ktimer_cancel(&st.timer);
	now = ktime_get();
	return now >= end ? 0 : (int64_t)(end - now);
}

/* --- wait queues --- */

static bool wake_function(struct wait_entry *w, __unused unsigned long key)
{
	list_del(&w->node);
	wake_up_process(w->task);
	return true;
}

void init_wait_entry(struct wait_entry *w)
{
	list_init(&w->node);
	w->func = wake_function;
	w->task = current;
	w->exclusive = false;
}

void add_wait_queue(struct wait_queue_head *q, struct wait_entry *w)
{
	/* Non-exclusive ones stand in front, so that a wake-up of one still reaches them all. */
	if (w->exclusive)
		list_add_tail(&w->node, &q->head);
	else
		list_add(&w->node, &q->head);
}

void remove_wait_queue(struct wait_entry *w)
{
	list_del(&w->node);
}

void prepare_to_wait(struct wait_queue_head *q, struct wait_entry *w, enum task_state state)
{
	if (list_empty(&w->node))
		add_wait_queue(q, w);
	current->state = state;
}

void finish_wait(struct wait_entry *w)
{
	current->state = TASK_RUNNING;
	list_del(&w->node);
}

void __wake_up(struct wait_queue_head *q, unsigned long key, int nr_exclusive)
{
	struct wait_entry *w, *tmp;
	bool exclusive;

	list_for_each_entry_safe(w, tmp, &q->head, node) {
		exclusive = w->exclusive;
		if (w->func(w, key) && exclusive && nr_exclusive && --nr_exclusive == 0)
			break;
	}
}

/* --- waiting for the host --- */

struct call_wait {
	struct host_work work;
	struct task *task;
	bool done;
};

static void call_done(struct host_work *work)
{
	struct call_wait *w = container_of(work, struct call_wait, work);

	w->done = true;
	wake_up_process(w->task);
}

long host_call(long (*fn)(void *arg), void *arg)
{
	/* When it would be over is the host's affair: nobody else runs meanwhile. */
	return kernel->config.deterministic ? fn(arg) : host_call_long(fn, arg);
}

long host_call_long(long (*fn)(void *arg), void *arg)
{
	struct call_wait w = { .work = { .fn = fn, .arg = arg, .done = call_done },
			       .task = current };

	list_init(&w.work.node);
	if (host_work_submit(kernel->events, &w.work))
		return fn(arg); /* no thread to be had: the whole machine waits */
	while (!w.done) {
		current->state = TASK_UNINTERRUPTIBLE;
		schedule();
	}
	return w.work.result;
}

bool need_break(void)
{
	return kernel->stop || signal_pending(current) ||
	       atomic_load_explicit(&kernel->kicked, memory_order_relaxed);
}

void cond_resched(void)
{
	bool slice_is_over = atomic_load_explicit(&kernel->ticked, memory_order_relaxed) &&
			     !rq_empty();

	if (slice_is_over || current->work & TW_RESCHED) {
		current->work &= ~TW_RESCHED;
		schedule();
	}
}

/* --- the main loop --- */

/* Make t's registers and address space the cpu's. Outside of run() only. */
static void cpu_switch_to(struct task *t)
{
	struct task *prev = kernel->cpu_owner;

	if (prev == t)
		return;
	entry_switch(prev, t);
	if (t->rseq)
		t->work |= TW_RSEQ;
}

static int start(void *arg)
{
	struct task *t = arg;
	void (*fn)(void *arg) = t->start_fn;

	t->start_fn = NULL;
	fn(t->start_arg);
	return 0;
}

/* Signals that came while it was in ring 3: a timer's, another task's. */
static int serve_tick(__unused void *arg)
{
	current->orig_nr = NO_SYSCALL;
	current->abi = current->image;
	exit_to_user_mode();
	return 0;
}

/* Lets the task finish what it does in the kernel. False: it sleeps, or is no more. */
static bool finish_kernel_side(struct task *t)
{
	if (t->start_fn)
		return kstack_call(t->kstack, start, t) != KSTACK_SUSPENDED;
	if (t->in_kernel)
		return kstack_resume(t->kstack) != KSTACK_SUSPENDED;
	t->work &= ~TW_RESCHED; /* this is its turn */
	if (t->work & TW_RSEQ && !rseq_in_section())
		t->work &= ~TW_RSEQ;
	return !(t->work & TW_EXIT_MASK) ||
	       kstack_call(t->kstack, serve_tick, NULL) != KSTACK_SUSPENDED;
}

static uint64_t cpu_limit_left(void)
{
	uint64_t limit = kernel->config.limit_cpu_ns;

	return limit - min(limit, kernel->cputime_total);
}

/* Ring 3 must not run past the next timer, nor keep others waiting; alone, it is left alone. */
static void set_alarm(const struct task *t)
{
	uint64_t next = ktimer_next();

	if (next != UINT64_MAX)
		next += kernel->boot_ns;
	kernel->slice_armed = !rq_empty();
	if (kernel->slice_armed)
		next = min(next, kernel->now + turn_left(t));
	if (host_events_pending(kernel->events))
		next = min(next, kernel->now + LOOK_NS);
	if (kernel->config.limit_cpu_ns)
		next = min(next, kernel->now + cpu_limit_left());
	if (t->se.prio)
		next = min(next, kernel->now + rttime_left(t));
	alarm_set(next);
}

/* In ring 3, until the turn is over. A task that only wants to be outside goes on at once. */
static void run_user_side(struct task *t)
{
	do {
		set_alarm(t);
		kernel->in_engine = true;
		kernel->cpu_ops->run(kernel->cpu);
		kernel->in_engine = false;
		if (!kernel->leaving)
			return;
		kernel->leaving = false;
	} while (kstack_resume(t->kstack) != KSTACK_SUSPENDED && !kernel->stop);
}

/* One turn of a task. */
static void run_task(struct task *t)
{
	enum turn_end end = TURN_PAUSED;
	bool in_user;

	current = t;
	cpu_switch_to(t);
	in_user = finish_kernel_side(t);
	if (in_user && !kernel->hold)
		run_user_side(t);
	cputime_account(t);
	if (t->se.prio)
		rttime_check(t);
	current = NULL;
	if (t->yields)
		end = TURN_GIVEN_AWAY;
	else if (t->in_kernel || t->work & TW_RESCHED)
		end = TURN_TAKEN;
	t->yields = false;
	if (t->state == TASK_RUNNING && in_user && kernel->hold)
		list_add_tail(&t->held_node, &kernel->held);
	else if (t->state == TASK_RUNNING)
		rq_put_back(t, end);
	else if (t->state == TASK_DEAD)
		task_free(t);
	else if (t->state == TASK_ZOMBIE)
		task_free_stack(t);
}

#define END_OF_TIME (1ull << 61) /* 73 years: as good as never, and no sum of two overflows */

/* Machine time jumps ahead. */
static void skip(uint64_t ns)
{
	kernel->boot_ns -= ns;
}

static bool idle_skips(void)
{
	return kernel->config.skip_idle || kernel->config.deterministic;
}

static bool only_time_wakes(void)
{
	return kernel->config.deterministic && !host_events_pending(kernel->events);
}

/*
 * Only a timer can wake anybody, or the host, too. A deterministic machine gives the host the time
 * that it would have had, but what comes earlier comes at once.
 */
static void wait_for_timer(uint64_t ns)
{
	bool skips = idle_skips();
	bool host_too = host_events_pending(kernel->events) && !kernel->config.skip_idle;
	uint64_t start = host_monotonic_ns();

	if (!skips || host_too) {
		host_events_wait(kernel->events, (int64_t)ns);
		if (!skips || !rq_empty() || host_monotonic_ns() - start < ns)
			return;
	} else {
		host_events_wait(kernel->events, 0); /* kicks */
	}
	skip(ns);
}

/* Whose turn it is: of all that can run, or whether the one can that alone may. */
static struct task *pick(const struct kernel *k)
{
	return k->only ? rq_take(find_task(k->only)) : rq_pick();
}

static bool somebody_can_run(const struct kernel *k)
{
	const struct task *t = k->only ? find_task(k->only) : NULL;

	return k->only ? t && t->se.queued : !rq_empty();
}

/* Nobody can run, unless the host has something for somebody that is there already. */
static bool stop_idle(struct kernel *k)
{
	if (host_events_pending(k->events))
		host_events_wait(k->events, 0);
	k->idled = k->paused = !somebody_can_run(k);
	return true;
}

/* Nobody can run: wait for the host, a timer or a kick. False: nothing can ever wake anybody. */
static bool idle(void)
{
	uint64_t next = ktimer_next(), now;

	if (kernel->stop_idle)
		return stop_idle(kernel);
	trace_idle();
	if (next == UINT64_MAX) {
		if (!host_events_pending(kernel->events) && !host_signal_may_wake())
			return false;
		host_events_wait(kernel->events, -1);
	} else {
		now = ktime_get();
		if (next > END_OF_TIME && (kernel->config.skip_idle || only_time_wakes()))
			return false;
		if (next > now)
			wait_for_timer(next - now);
	}
	cputime_start(); /* waiting is nobody's time */
	return true;
}

/* A look at the host costs a system call: not at every turn. */
static void poll_host(struct kernel *k)
{
	if (!host_events_pending(k->events) || k->now - k->polled < POLL_NS)
		return;
	k->polled = k->now;
	host_events_wait(k->events, 0);
}

bool one_turn(struct kernel *k)
{
	struct task *t;

	atomic_store_explicit(&k->ticked, false, memory_order_relaxed);
	ktimer_run();
	poll_host(k);
	if (unlikely(atomic_load_explicit(&k->called, memory_order_relaxed)))
		host_signals_take();
	t = pick(k);
	if (!t)
		return idle();
	run_task(t);
	if (k->config.limit_cpu_ns && !cpu_limit_left())
		k->limit_hit = LIMIT_CPU;
	return true;
}

/* What is left at the end of the machine and cannot even die, is destroyed with it. */
static void nobody_can_run(struct kernel *k)
{
	if (k->ending) {
		k->stop = true;
		return;
	}
	k->deadlock = true;
	report_waiters();
}

/* The embedder may stop itself, too, and comes back when it is continued. */
static void tell_that_stopped(struct kernel *k)
{
	int sig = k->program_stopped;

	k->program_stopped = 0;
	if (k->stopped)
		k->stopped(k->message_ctx, sig);
}

void kernel_run(struct kernel *k)
{
	struct kernel *before = kernel_enter(k);

	k->deadlock = k->paused = k->idled = false;
	k->limit_hit = LIMIT_NONE;
	atomic_store(&k->time_is_up, false);
	if (k->limit_timer)
		ticker_set(k->limit_timer, host_monotonic_ns() + k->config.limit_time_ns);
	cputime_start();
	while (!k->stop && !k->deadlock && !k->paused && !atomic_exchange(&k->kicked, false) &&
	       !k->limit_hit) {
		if (unlikely(k->program_stopped))
			tell_that_stopped(k);
		if (!one_turn(k))
			nobody_can_run(k);
	}
	if (atomic_load(&k->time_is_up) && !k->stop)
		k->limit_hit = LIMIT_TIME;
	kernel_enter(before);
}

void kernel_kick(struct kernel *k)
{
	atomic_store(&k->kicked, true);
	k->cpu_ops->kick(k->cpu);
	host_events_wake(k->events);
}

struct kernel *kernel_enter(struct kernel *k)
{
	struct kernel *before = kernel;

	kernel = k;
	host_journal_use(snapshot_journal(k));
	return before;
}
