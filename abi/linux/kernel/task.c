/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tasks: making the first one, finding them, and what is left to free when one is dead. */
#include "kernel/task.h"

#include "fs/fs.h"
#include "kernel/cred.h"
#include "kernel/slab.h"
#include "kernel/signal.h"
#include "kernel/stack.h"
#include "kernel/time.h"
#include "mm/mm.h"

#define PID_MAX 32768
#define FIRST_PID 2 /* 1 is ring3's own: the kernel is init */

pid_t pid_alloc(void)
{
	pid_t pid = kernel->last_pid;
	int tries;

	for (tries = 0; tries < PID_MAX; tries++) {
		if (++pid >= PID_MAX)
			pid = FIRST_PID;
		if (!find_task(pid)) {
			kernel->last_pid = pid;
			return pid;
		}
	}
	return -EAGAIN;
}

struct task *find_task(pid_t pid)
{
	struct task *t;

	list_for_each_entry(t, &kernel->tasks, task_node)
		if (t->pid == pid)
			return t;
	return NULL;
}

void set_task_comm(struct task *t, const char *name)
{
	size_t n = strnlen(name, TASK_COMM_LEN - 1);

	memset(t->comm, 0, sizeof(t->comm));
	memcpy(t->comm, name, n);
}

static struct task *task_alloc(void)
{
	struct task *t = kzalloc(sizeof(*t));

	if (!t)
		return NULL;
	list_init(&t->task_node);
	rq_task_init(t);
	list_init(&t->children);
	list_init(&t->sibling);
	list_init(&t->thread_node);
	sigpending_init(&t->pending);
	t->abi = t->image = &abi_x64;
	t->orig_nr = NO_SYSCALL;
	t->start_ns = ktime_get();
	t->timer_slack_ns = 50000;
	if (kernel->config.time_calls)
		t->work |= TW_COUNT;
	t->kstack = kstack_alloc();
	t->cpu_state = kmalloc(kernel->cpu_ops->caps(kernel->cpu)->state_size);
	if (!t->kstack || !t->cpu_state) {
		task_free(t);
		return NULL;
	}
	return t;
}

struct task *task_create_init(void)
{
	struct task *t = task_alloc();

	if (!t)
		return NULL;
	t->cred = cred_create(kernel->config.uid, kernel->config.gid);
	t->sighand = sighand_create();
	t->signal = signal_struct_create();
	t->files = files_create();
	t->fs = fs_struct_create();
	if (!t->cred || !t->sighand || !t->signal || !t->files || !t->fs) {
		exit_objects(t);
		task_free(t);
		return NULL;
	}
	t->pid = t->tgid = kernel->last_pid = FIRST_PID;
	t->group_leader = t;
	t->signal->pgrp = t->signal->session = t->pid;
	list_add_tail(&t->thread_node, &t->signal->threads);
	list_add_tail(&t->task_node, &kernel->tasks);
	set_task_comm(t, "ring3");
	return t;
}

void task_start_kernel(struct task *t, void (*fn)(void *arg), void *arg)
{
	t->start_fn = fn;
	t->start_arg = arg;
	t->state = TASK_RUNNING;
	rq_wake(t);
}

void exit_objects(struct task *t)
{
	if (t->files)
		files_put(t->files);
	t->files = NULL;
	if (t->fs)
		fs_struct_put(t->fs);
	t->fs = NULL;
	if (t->mm)
		mm_put(t->mm);
	t->mm = NULL;
	flush_sigqueue(&t->pending);
	list_del(&t->thread_node);
	if (t->signal)
		signal_struct_put(t->signal);
	t->signal = NULL;
	if (t->sighand)
		sighand_put(t->sighand);
	t->sighand = NULL;
	if (t->cred)
		put_cred(t->cred);
	t->cred = NULL;
}

void task_free(struct task *t)
{
	if (kernel->cpu_owner == t)
		kernel->cpu_owner = NULL;
	if (kernel->init == t)
		kernel->init = NULL;
	list_del(&t->task_node);
	rq_remove(t);
	if (t->kstack)
		kstack_free(t->kstack);
	kfree(t->cpu_state);
	kfree(t);
}
