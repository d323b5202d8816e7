/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tasks: making the first one, finding them, and what is left to free when one is dead. */
#include "kernel/task.h"

#include "fs/fs.h"
#include "kernel/futex.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/slab.h"
#include "kernel/stack.h"
#include "kernel/summary.h"
#include "kernel/time.h"
#include "mm/mm.h"

void set_task_comm(struct task *t, const char *name)
{
	size_t n = strnlen(name, TASK_COMM_LEN - 1);

	memset(t->comm, 0, sizeof(t->comm));
	memcpy(t->comm, name, n);
}

static void init_lists(struct task *t)
{
	list_init(&t->task_node);
	list_init(&t->held_node);
	list_init(&t->pi_mutexes);
	rq_task_init(t);
	list_init(&t->children);
	list_init(&t->sibling);
	list_init(&t->thread_node);
	sigpending_init(&t->pending);
}

static bool alloc_stack(struct task *t)
{
	t->kstack = kstack_alloc();
	t->cpu_state = kmalloc(kernel->cpu_ops->caps(kernel->cpu)->state_size);
	return t->kstack && t->cpu_state;
}

void task_free_stack(struct task *t)
{
	if (kernel->cpu_owner == t)
		kernel->cpu_owner = NULL;
	if (t->kstack)
		kstack_free(t->kstack);
	t->kstack = NULL;
	kfree(t->cpu_state);
	t->cpu_state = NULL;
}

struct task *task_dup(void)
{
	struct task *t = kmalloc(sizeof(*t));

	if (!t)
		return NULL;
	*t = *current;
	init_lists(t);
	t->thread_pid = NULL;
	t->cpu_state_valid = t->in_kernel = false;
	t->ignored_signals = NULL;
	t->orig_nr = NO_SYSCALL;
	t->work &= TW_COUNT | TW_TRACE | (kernel->summary && kernel->summary->all ? TW_SUMMARY : 0);
	t->start_ns = ktime_get();
	t->utime_ns = t->stime_ns = 0;
	t->nvcsw = t->nivcsw = t->min_flt = t->maj_flt = 0;
	t->mm = NULL;
	t->files = NULL;
	t->fs = NULL;
	t->cred = NULL;
	t->signal = NULL;
	t->sighand = NULL;
	t->exit_code = 0;
	t->vfork_wait = NULL;
	t->restart.fn = NULL;
	t->restore_sigmask = false;
	t->jobctl = 0;
	t->real_blocked.bits = 0;
	t->robust_list = t->compat_robust_list = 0;
	t->set_child_tid = t->clear_child_tid = 0;
	t->pdeath_signal = 0;
	if (!alloc_stack(t)) {
		task_free(t);
		return NULL;
	}
	return t;
}

static struct task *task_alloc(void)
{
	struct task *t = kzalloc(sizeof(*t));

	if (!t)
		return NULL;
	init_lists(t);
	t->abi = t->image = &abi_x64;
	t->orig_nr = NO_SYSCALL;
	t->start_ns = ktime_get();
	t->timer_slack_ns = 50000;
	if (kernel->config.time_calls || kernel->config.hash_calls)
		t->work |= TW_COUNT;
	if (!alloc_stack(t)) {
		task_free(t);
		return NULL;
	}
	return t;
}

/* The number of the first process. NULL with *err. */
static struct pid *first_pid(int *err)
{
	kernel->last_pid = INIT_PID;
	if (kernel->config.program_is_init)
		return pid_alloc_at(INIT_PID, err);
	*err = kernel->own_pid ? 0 : attach_own_pid();
	return *err ? NULL : pid_alloc(err);
}

/* A leader of its own thread group, process group and session. */
static int become_process(struct task *t, struct pid *(*number)(int *err))
{
	struct signal_struct *s = t->signal;
	struct pid *pid;
	int err;

	pid = number(&err);
	if (!pid)
		return err;
	attach_task_pid(t, pid);
	attach_group_pid(s, PIDTYPE_PGID, pid);
	attach_group_pid(s, PIDTYPE_SID, pid);
	t->tgid = t->pid;
	t->group_leader = s->leader = t;
	t->exit_signal = SIGCHLD;
	s->live = s->nr_threads = 1;
	list_add_tail(&t->thread_node, &s->threads);
	list_add_tail(&t->task_node, &kernel->tasks);
	kernel->nr_tasks++;
	kernel->stats.tasks++;
	return 0;
}

/* What a task keeps until it is reaped. */
static void put_identity(struct task *t)
{
	flush_sigqueue(&t->pending);
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

/* With objects of its own, and nobody's child. */
static struct task *create_process(struct pid *(*number)(int *err))
{
	struct task *t = task_alloc();

	if (!t)
		return NULL;
	t->cred = cred_create(kernel->config.uid, kernel->config.gid);
	t->sighand = sighand_create();
	t->signal = signal_struct_create();
	t->files = files_create();
	t->fs = fs_struct_create();
	if (!t->cred || !t->sighand || !t->signal || !t->files || !t->fs ||
	    become_process(t, number)) {
		exit_objects(t);
		task_free(t);
		return NULL;
	}
	set_task_comm(t, "ring3");
	return t;
}

struct task *task_create_init(void)
{
	struct task *t = create_process(first_pid);

	if (t && kernel->config.program_is_init)
		t->signal->flags |= SIGNAL_UNKILLABLE;
	return t;
}

struct task *task_create_process(void)
{
	struct task *t = create_process(pid_alloc);

	if (t && kernel->config.program_is_init) {
		t->parent = kernel->init;
		list_add_tail(&t->sibling, &t->parent->children);
	}
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
}

void task_free(struct task *t)
{
	if (kernel->init == t)
		kernel->init = NULL;
	rq_remove(t);
	list_del(&t->held_node);
	forget_pi_mutexes(t);
	task_free_stack(t);
	put_identity(t);
	kfree(t);
}
