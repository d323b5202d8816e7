/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work of the kernel's own in the context of a task: functions of the embedder's side that need
 * descriptors, a file system and perhaps sleep, while ring 3 waits. And processes that the embedder
 * starts beside the first one.
 */
#include <stdatomic.h>

#include "kernel/cputime.h"
#include "kernel/internal.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"

struct first {
	void (*fn)(void *arg);
	void *arg;
	bool done;
};

static void run_first(void *arg)
{
	struct first *f = arg;

	f->fn(f->arg);
	f->done = true;
}

/* Who waits for ring 3 goes on: all, or those only that have something to do before. */
static void release_held(struct kernel *k, bool all)
{
	struct task *t, *tmp;

	list_for_each_entry_safe(t, tmp, &k->held, held_node) {
		if (!all && !(t->work & TW_EXIT_MASK))
			continue;
		list_del(&t->held_node);
		rq_put_back(t, TURN_TAKEN);
	}
}

/* A routine that nothing can wake is killed: what it works on is its caller's. */
static int run_until_done(struct kernel *k, struct task *t, const bool *done)
{
	pid_t pid = t->pid;
	int err = 0;

	while (!*done && find_task(pid) == t) {
		release_held(k, false);
		if (one_turn(k))
			continue;
		send_sig(SIGKILL, t);
		err = -EDEADLK;
	}
	return *done ? err : err ? err : -ESRCH;
}

/* Ring 3 waits until fn is done in t's context. */
static int run_first_in(struct kernel *k, struct task *t, struct first *f)
{
	int err;

	k->stats.calls_kernel++;
	k->hold = true;
	cputime_start();
	task_start_kernel(t, run_first, f);
	err = run_until_done(k, t, &f->done);
	k->hold = false;
	release_held(k, true);
	return err;
}

int kernel_call(struct kernel *k, void (*fn)(void *arg), void *arg)
{
	struct kernel *before = kernel_enter(k);
	struct first f = { fn, arg, false };
	int err = -ENOMEM;

	if (!k->init) {
		k->init = task_create_init();
		k->stop = k->ending = false;
	}
	if (k->init && (k->init->in_kernel || k->init->start_fn))
		err = -EBUSY;
	else if (k->init)
		err = run_first_in(k, k->init, &f);
	kernel_enter(before);
	return err;
}

/* --- processes beside the first --- */

struct spawned {
	struct list_head node; /* kernel.spawned */
	pid_t pid;
	bool ended;
	int status;
};

struct spawn {
	int (*fn)(void *arg);
	void *arg;
	int err;
};

static void run_spawn(void *arg)
{
	struct spawn *s = arg;

	s->err = s->fn(s->arg);
}

static struct spawned *find_spawned(const struct kernel *k, pid_t pid)
{
	struct spawned *s;

	list_for_each_entry(s, &k->spawned, node)
		if (s->pid == pid)
			return s;
	return NULL;
}

static void forget_spawned(struct spawned *s)
{
	list_del(&s->node);
	kfree(s);
}

void spawned_ended(const struct task *leader, int code)
{
	struct spawned *s = find_spawned(kernel, leader->pid);

	if (!s)
		return;
	s->ended = true;
	s->status = code;
}

/* It never had a program: it goes without a trace. */
static void end_spawned(struct kernel *k, struct spawned *s)
{
	struct task *t = find_task(s->pid);
	bool never = false;

	forget_spawned(s);
	if (!t)
		return;
	send_sig(SIGKILL, t);
	k->hold = true;
	run_until_done(k, t, &never);
	k->hold = false;
	release_held(k, true);
}

static int spawn(struct kernel *k, struct spawn *s)
{
	struct first f = { run_spawn, s, false };
	struct spawned *record = kzalloc(sizeof(*record));
	struct task *t = record ? task_create_process() : NULL;
	pid_t pid;
	int err;

	if (!t) {
		kfree(record);
		return -ENOMEM;
	}
	pid = record->pid = t->pid;
	list_add_tail(&record->node, &k->spawned);
	err = run_first_in(k, t, &f);
	if (!err)
		err = s->err;
	if (err)
		end_spawned(k, record);
	return err ? err : pid;
}

int kernel_spawn(struct kernel *k, int (*fn)(void *arg), void *arg)
{
	struct kernel *before = kernel_enter(k);
	struct spawn s = { .fn = fn, .arg = arg };
	int pid = k->init ? spawn(k, &s) : -ESRCH;

	kernel_enter(before);
	return pid;
}

int kernel_spawn_status(struct kernel *k, pid_t pid, int *status)
{
	struct kernel *before = kernel_enter(k);
	struct spawned *s = find_spawned(k, pid);
	int err = !s ? -ECHILD : s->ended ? 0 : -EAGAIN;

	if (!err) {
		*status = s->status;
		forget_spawned(s);
	}
	kernel_enter(before);
	return err;
}

void spawned_exit(struct kernel *k)
{
	while (!list_empty(&k->spawned))
		forget_spawned(list_first_entry(&k->spawned, struct spawned, node));
}
