/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who waits for what: a line for each task, with the call that it is in and the objects behind the
 * call's arguments. Nothing is kept for it but the name of the function that sleeps: the rest is
 * found in the arguments when somebody asks. Runs between turns.
 */
#include "kernel/waiters.h"

#include "kernel/internal.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "kernel/waitline.h"

#define MAX_TASKS 100 /* shown */

static void add_call(struct waitline *l, const struct task *t)
{
	const struct sys_entry *e = &t->abi->table[t->orig_nr];

	waitline_add(l, "%s(", e->name);
	for (unsigned i = 0; i < e->sys->nargs; i++) {
		waitline_add(l, i ? ", " : "");
		waitline_add_arg(l, e->sys->args[i].type, t->args[i]);
	}
	waitline_add(l, ")");
}

static bool in_known_call(const struct task *t)
{
	return t->orig_nr < NR_SYSCALLS && t->abi->table[t->orig_nr].name;
}

static void describe_sleep(struct waitline *l, const struct task *t)
{
	const char *where = t->wchan ? t->wchan : "the kernel";

	if (in_known_call(t) && t->files && t->mm) {
		add_call(l, t);
		waitline_add(l, " in %s", where);
		waitline_add_objects(l, t);
	} else {
		waitline_add(l, "asleep in %s", where);
	}
	if (t->state & TASK_WAKEKILL)
		waitline_add(l, " (only SIGKILL wakes it)");
	else if (t->state & TASK_UNINTERRUPTIBLE)
		waitline_add(l, " (no signal wakes it)");
}

static bool is_dead(const struct task *t)
{
	return t->state & (TASK_ZOMBIE | TASK_DEAD);
}

static void describe(struct waitline *l, const struct task *t)
{
	waitline_add(l, "%7d ", t->pid);
	if (t->pid != t->tgid)
		waitline_add(l, "(of %d) ", t->tgid);
	waitline_add(l, "%s: ", t->comm);
	if (t->state == TASK_RUNNING)
		waitline_add(l, "running");
	else if (t->state == TASK_STOPPED)
		waitline_add(l, "stopped, until SIGCONT");
	else if (is_dead(t) && thread_group_leader(t) && t->signal->nr_threads > 1)
		waitline_add(l, "ended before its other threads");
	else if (is_dead(t))
		waitline_add(l, "ended, not waited for by %d",
			     t->parent ? t->parent->tgid : INIT_PID);
	else
		describe_sleep(l, t);
}

void report_waiters(void)
{
	struct task *t, *before = current;
	unsigned n = 0;
	struct waitline *l = kernel->message ? kmalloc(sizeof(*l)) : NULL;

	if (!l)
		return;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (n++ == MAX_TASKS)
			break;
		l->len = 0;
		current = t; /* its descriptors, its memory */
		describe(l, t);
		current = before;
		kernel_report("%s", l->text);
	}
	if (n > MAX_TASKS)
		kernel_report("  and others");
	kfree(l);
}
