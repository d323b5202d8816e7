/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * execve is of a process: the other threads end first, and the one that goes on becomes the leader,
 * with the leader's id, whoever it was before (de_thread() of Linux's fs/exec.c).
 */
#include "fs/fs.h"
#include "kernel/exec.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/trace.h"

/* Until ready(arg), or until a signal kills. May sleep. */
static bool wait_killable(bool (*ready)(const struct task *leader), const struct task *leader)
{
	for (;;) {
		set_current_state(TASK_KILLABLE);
		if (ready(leader))
			break;
		schedule();
		if (current->work & TW_KILLED)
			return false;
	}
	set_current_state(TASK_RUNNING);
	return true;
}

static bool others_are_gone(__unused const struct task *leader)
{
	return !current->signal->notify_count;
}

static bool leader_is_dead(const struct task *leader)
{
	current->signal->notify_count = -1; /* its end wakes us */
	return leader->state == TASK_ZOMBIE;
}

static void list_replace(struct list_head *old, struct list_head *new)
{
	list_del(new);
	list_insert(new, old->prev, old);
	list_del(old);
}

/* The dead leader's place among the living is current's. */
static void take_over(struct task *leader)
{
	struct pid *own = get_pid(current->thread_pid), *its = get_pid(leader->thread_pid);
	struct task *t = current;
	int old = t->pid;

	own->task = leader;
	leader->thread_pid = own;
	leader->pid = own->nr;
	its->task = t;
	t->thread_pid = its;
	t->pid = its->nr;
	put_pid(own);
	put_pid(its);
	list_replace(&leader->task_node, &t->task_node);
	list_replace(&leader->sibling, &t->sibling);
	t->start_ns = leader->start_ns;
	t->exit_signal = SIGCHLD;
	leader->exit_signal = -1;
	t->group_leader = leader->group_leader = t->signal->leader = t;
	if (kernel->init == leader)
		kernel->init = t;
	release_task(leader);
	trace_task_exec(t, old);
}

static int end_other_threads(void)
{
	struct signal_struct *s = current->signal;
	struct task *leader = current->group_leader;
	int err = -EAGAIN;

	s->group_exec_task = current;
	s->notify_count = zap_other_threads();
	if (current != leader)
		s->notify_count--; /* it stays a zombie until we take over */
	if (wait_killable(others_are_gone, leader) &&
	    (current == leader || wait_killable(leader_is_dead, leader)))
		err = 0;
	s->group_exec_task = NULL;
	s->notify_count = 0;
	return err;
}

int de_thread(void)
{
	struct signal_struct *s = current->signal;
	int err;

	if (s->nr_threads == 1)
		return 0;
	if (s->group_exit || s->group_exec_task)
		return -EAGAIN; /* we are among those that somebody else ends */
	err = end_other_threads();
	if (!err && !thread_group_leader(current))
		take_over(current->group_leader);
	return err;
}

int unshare_sighand(void)
{
	struct sighand *new;

	if (current->sighand->refs == 1)
		return 0;
	new = sighand_dup(current->sighand);
	if (!new)
		return -ENOMEM;
	sighand_put(current->sighand);
	current->sighand = new;
	return 0;
}
