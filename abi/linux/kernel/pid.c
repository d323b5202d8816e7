/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers of tasks, process groups and sessions: given out in turn, found through a radix tree. */
#include "kernel/pid.h"

#include "kernel/internal.h"
#include "kernel/slab.h"
#include "mm/pagetree.h"

struct pid *find_pid(pid_t nr)
{
	return nr > 0 ? (struct pid *)pagetree_get(kernel->pids, (uint64_t)nr) : NULL;
}

struct task *find_task(pid_t nr)
{
	struct pid *pid = find_pid(nr);

	return pid ? pid->task : NULL;
}

pid_t parent_pid(const struct task *t)
{
	const struct task *parent = t->group_leader->parent;

	if (parent)
		return parent->tgid;
	return kernel->own_pid ? kernel->own_pid->nr : 0;
}

struct task *next_task_from(pid_t nr)
{
	uint64_t index = nr > 0 ? (uint64_t)nr : 1;
	struct pid *pid;

	for (; (pid = (struct pid *)pagetree_next(kernel->pids, &index)); index++)
		if (pid->task)
			return pid->task;
	return NULL;
}

static struct pid *pid_create(pid_t nr, int *err)
{
	struct pid *pid = kzalloc(sizeof(*pid));

	*err = -ENOMEM;
	if (!pid)
		return NULL;
	*err = pagetree_set(&kernel->pids, (uint64_t)nr, (uint64_t)(uintptr_t)pid);
	if (*err) {
		kfree(pid);
		return NULL;
	}
	pid->refs = 1; /* the tree's */
	pid->nr = nr;
	pid->ino = ++kernel->last_pid_ino;
	for (unsigned i = 0; i < NR_GROUP_TYPES; i++)
		list_init(&pid->members[i]);
	init_waitqueue_head(&pid->wait_pidfd);
	return pid;
}

/* The first number from `from` on that nobody bears, or 0. */
static pid_t free_number(pid_t from, pid_t end)
{
	uint64_t index = (uint64_t)from;

	for (; from < end; from++, index++)
		if (!pagetree_next(kernel->pids, &index) || index != (uint64_t)from)
			return from;
	return 0;
}

struct pid *pid_alloc(int *err)
{
	pid_t low = kernel->last_pid < RESERVED_PIDS ? INIT_PID + 1 : RESERVED_PIDS, nr;

	nr = free_number(max(kernel->last_pid + 1, low), PID_MAX);
	if (!nr)
		nr = free_number(low, kernel->last_pid);
	*err = -EAGAIN;
	if (!nr)
		return NULL;
	kernel->last_pid = nr;
	return pid_create(nr, err);
}

struct pid *pid_alloc_at(pid_t nr, int *err)
{
	*err = -EEXIST;
	if (find_pid(nr))
		return NULL;
	return pid_create(nr, err);
}

void put_pid(struct pid *pid)
{
	if (pid && !--pid->refs)
		kfree(pid);
}

void pid_abandon(struct pid *pid)
{
	pagetree_set(&kernel->pids, (uint64_t)pid->nr, 0);
	put_pid(pid);
}

static void no_longer_borne(struct pid *pid)
{
	if (!--pid->bearers)
		pid_abandon(pid);
}

int attach_own_pid(void)
{
	int err;
	struct pid *pid = pid_alloc_at(INIT_PID, &err);

	if (!pid)
		return err;
	pid->bearers = 1;
	kernel->own_pid = pid;
	return 0;
}

void detach_own_pid(struct kernel *k)
{
	no_longer_borne(k->own_pid);
	k->own_pid = NULL;
}

void attach_task_pid(struct task *t, struct pid *pid)
{
	pid->bearers++;
	pid->task = t;
	t->thread_pid = pid;
	t->pid = pid->nr;
}

void detach_task_pid(struct task *t)
{
	struct pid *pid = t->thread_pid;

	if (!pid)
		return;
	t->thread_pid = NULL;
	pid->task = NULL;
	no_longer_borne(pid);
}

void attach_group_pid(struct signal_struct *s, enum pid_type type, struct pid *pid)
{
	pid->bearers++;
	s->pids[type] = pid;
	list_add_tail(&s->pid_node[type], &pid->members[type]);
	if (type == PIDTYPE_PGID)
		s->pgrp = pid->nr;
	else
		s->session = pid->nr;
}

void detach_group_pid(struct signal_struct *s, enum pid_type type)
{
	struct pid *pid = s->pids[type];

	if (!pid)
		return;
	s->pids[type] = NULL;
	list_del(&s->pid_node[type]);
	no_longer_borne(pid);
}

void change_group_pid(struct signal_struct *s, enum pid_type type, struct pid *pid)
{
	if (s->pids[type] == pid)
		return;
	get_pid(pid);
	detach_group_pid(s, type);
	attach_group_pid(s, type, pid);
	put_pid(pid);
}
