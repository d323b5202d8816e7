/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of tasks: what they owned goes, their children are given to somebody, their parent is
 * told, and what is left is a zombie until it is waited for. Where nobody waits (ring3's own init
 * is the parent, SIGCHLD is ignored, or it is a mere thread) the task is gone at once.
 */
#include "fs/fs.h"
#include "fs/tty/tty.h"
#include "kernel/cputime.h"
#include "kernel/fork.h"
#include "kernel/futex.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/stack.h"
#include "mm/mm.h"
#include "kernel/trace.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/futex.h"

/* Who waits for the end is told even where the word cannot be written. */
static void clear_tid(uaddr_t word)
{
	uint32_t zero = 0;

	size_t lost = copy_to_user(word, &zero, sizeof(zero));

	(void)lost;
	futex_wake(word, true, 1, FUTEX_BITSET_MATCH_ANY);
}

void mm_release(struct task *t)
{
	if (t->mm) {
		exit_robust_list(t);
		t->futex_dead = t->exiting; /* or it has another program */
		if (t->clear_child_tid && t->mm->users > 1) /* others are left to see it */
			clear_tid(t->clear_child_tid);
		t->clear_child_tid = 0;
	}
	vfork_done(t);
}

/* --- reaping --- */

/* What the process used goes into sums that outlive its threads. */
static void account_thread(struct signal_struct *s, struct task *t)
{
	struct cputime c = task_cputime(t);

	s->sum_utime_ns += c.utime;
	s->sum_stime_ns += c.stime;
	s->sum_min_flt += t->min_flt;
	s->sum_maj_flt += t->maj_flt;
	s->sum_nvcsw += t->nvcsw;
	s->sum_nivcsw += t->nivcsw;
}

/* Nobody finds t any more. */
static void unhash_task(struct task *t)
{
	struct signal_struct *s = t->signal;

	if (thread_group_leader(t)) {
		detach_group_pid(s, PIDTYPE_PGID);
		detach_group_pid(s, PIDTYPE_SID);
	}
	detach_task_pid(t);
	list_del(&t->task_node);
	list_del(&t->sibling);
	list_del(&t->thread_node);
	s->nr_threads--;
	if (s->curr_target == t)
		s->curr_target = NULL;
	if (s->notify_count > 0 && !--s->notify_count)
		wake_up_process(s->group_exec_task);
	if (!--kernel->nr_tasks)
		kernel->stop = true;
}

static bool thread_group_empty(const struct task *leader)
{
	return leader->signal->nr_threads == 1;
}

void discard_task(struct task *t)
{
	unhash_task(t);
	task_free(t);
}

void release_task(struct task *t)
{
	struct task *leader = t->group_leader;

	if (t != leader)
		account_thread(t->signal, t);
	unhash_task(t);
	t->state = TASK_DEAD;
	if (leader != t && leader->state == TASK_ZOMBIE && thread_group_empty(leader) &&
	    do_notify_parent(leader, leader->exit_signal))
		release_task(leader); /* it waited for its last thread */
	if (t != current) /* else it is on its own stack: the scheduler frees it */
		task_free(t);
}

/* --- children without a parent --- */

/* Another thread, the next subreaper above, or init. */
static struct task *find_new_reaper(const struct task *father)
{
	struct task *reaper = live_thread(father->signal);

	if (reaper)
		return reaper;
	for (const struct task *p = father->parent; p; p = p->parent) {
		if (!p->signal->is_child_subreaper)
			continue;
		reaper = live_thread(p->signal);
		if (reaper)
			return reaper;
	}
	if (kernel->config.program_is_init && kernel->init)
		return live_thread(kernel->init->signal);
	return NULL;
}

static void send_pdeath_signals(struct task *leader)
{
	struct task *t;

	list_for_each_entry(t, &leader->signal->threads, thread_node) {
		struct ksiginfo info = { .signo = (int)t->pdeath_signal, .code = SI_USER,
					 .pid = current->tgid, .uid = current->cred->uid };

		if (t->pdeath_signal && !t->exiting)
			signal_task(&info, info.signo, t, true);
	}
}

static void adopt(struct task *reaper, struct task *father, struct task *child)
{
	struct task *t;

	list_for_each_entry(t, &child->signal->threads, thread_node)
		t->parent = reaper;
	list_del(&child->sibling);
	if (reaper)
		list_add_tail(&child->sibling, &reaper->children);
	if (reaper && reaper->signal == father->signal)
		return;
	child->exit_signal = SIGCHLD;
	kill_orphaned_pgrp(child, father);
	if (child->state == TASK_ZOMBIE && thread_group_empty(child) &&
	    do_notify_parent(child, child->exit_signal))
		release_task(child);
}

static void forget_original_parent(struct task *father)
{
	struct task *reaper = list_empty(&father->children) ? NULL : find_new_reaper(father);
	struct task *child, *tmp;

	list_for_each_entry_safe(child, tmp, &father->children, sibling) {
		send_pdeath_signals(child);
		adopt(reaper, father, child);
	}
}

/* --- the end --- */

void shut_down(enum machine_end how, int status)
{
	struct ksiginfo info = { .signo = SIGKILL, .code = SI_KERNEL };
	struct task *p;

	if (kernel->ending)
		return;
	kernel->ending = true;
	kernel->end = how;
	kernel->exit_status = status;
	for_each_process(p)
		if (p->signal != current->signal)
			send_signal_info(&info, p, true);
}

/* The last thread of a process ends. */
static void process_ends(struct task *t, int code)
{
	struct signal_struct *s = t->signal;

	if (!s->group_exit)
		begin_group_exit(t, code); /* the last thread's code is the process's */
	itimers_stop(s->itimers);
	posix_timers_exit(s);
	if (t->mm)
		s->maxrss = max(s->maxrss, mm_peak_rss(t->mm));
	if (kernel->init && kernel->init->signal == s)
		shut_down(END_PROGRAM, s->group_exit_code);
	else
		spawned_ended(s->leader, s->group_exit_code);
}

static void exit_notify(struct task *t, bool last)
{
	bool autoreap = true;

	forget_original_parent(t);
	if (last)
		kill_orphaned_pgrp(t, NULL);
	t->state = TASK_ZOMBIE;
	if (t->signal->notify_count < 0)
		wake_up_process(t->signal->group_exec_task);
	if (thread_group_leader(t))
		autoreap = thread_group_empty(t) && do_notify_parent(t, t->exit_signal);
	if (autoreap)
		release_task(t);
}

/* A process's first thread is not gone, for whoever watches, before the others are. */
static void tell_end(struct task *t, bool last)
{
	struct task *leader = t->group_leader;

	if (t != leader || last)
		trace_task_end(t, t->exit_code);
	if (t != leader && last)
		trace_task_end(leader, leader->exit_code);
}

/* May sleep: files are closed. */
void do_exit(int code)
{
	struct task *t = current;
	bool last = !--t->signal->live;

	exit_signals();
	t->exit_code = code;
	tell_end(t, last);
	if (last)
		process_ends(t, code);
	mm_release(t);
	t->was_dumpable = t->mm && t->mm->dumpable == 1;
	exit_objects(t);
	if (last)
		disassociate_ctty(true);
	exit_notify(t, last);
	kstack_suspend(t->kstack);
	__builtin_unreachable();
}

void do_group_exit(int code)
{
	struct signal_struct *s = current->signal;

	if (!s->group_exit) {
		if (s->group_exec_task && s->group_exec_task != current)
			do_exit(0); /* only in the way of another thread's execve */
		s->group_exit = true;
		s->group_exit_code = code;
		s->flags = 0;
		zap_other_threads();
	}
	do_exit(s->group_exit_code);
}

SYSCALL_DEFINE1(exit, int_t, error_code)
{
	do_exit((error_code & 0xff) << 8);
}

SYSCALL_DEFINE1(exit_group, int_t, error_code)
{
	do_group_exit((error_code & 0xff) << 8);
}
