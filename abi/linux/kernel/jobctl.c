/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Job control: stopping a process with all its threads, continuing it, and process groups that
 * nobody in their session is left to continue (kernel/signal.c and kernel/exit.c of Linux).
 */
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/sched.h"
#include "kernel/trace.h"

#define SIGNAL_STOP_MASK (SIGNAL_CLD_MASK | SIGNAL_STOP_STOPPED | SIGNAL_STOP_CONTINUED)

static void set_stop_flags(struct signal_struct *s, unsigned flags)
{
	s->flags = (s->flags & ~SIGNAL_STOP_MASK) | flags;
}

/* --- stopping --- */

void jobctl_clear(struct task *t)
{
	t->jobctl &= ~(JOBCTL_STOP_PENDING | JOBCTL_STOP_CONSUME);
}

/* t stops, or goes away instead. True: it was the last one that the stop waited for. */
static bool participate(struct task *t)
{
	struct signal_struct *s = t->signal;
	bool consume = t->jobctl & JOBCTL_STOP_CONSUME;

	jobctl_clear(t);
	if (!consume)
		return false;
	s->group_stop_count--;
	if (s->group_stop_count || (s->flags & SIGNAL_STOP_STOPPED))
		return false;
	set_stop_flags(s, SIGNAL_STOP_STOPPED);
	return true;
}

static bool set_pending(struct task *t)
{
	if (t->exiting || (t->work & TW_KILLED))
		return false;
	t->jobctl |= JOBCTL_STOP_PENDING | JOBCTL_STOP_CONSUME;
	t->signal->group_stop_count++;
	return true;
}

static void begin_group_stop(int sig)
{
	struct signal_struct *s = current->signal;
	struct task *t;

	if (!(s->flags & SIGNAL_STOP_STOPPED))
		s->stop_code = sig; /* a second one meets threads that were continued one by one */
	s->group_stop_count = 0;
	set_pending(current);
	list_for_each_entry(t, &s->threads, thread_node)
		if (t != current && t->state != TASK_STOPPED && set_pending(t))
			signal_wake_up(t, false);
}

bool do_signal_stop(int sig)
{
	if (!(current->jobctl & JOBCTL_STOP_PENDING)) {
		if (!sig || current->signal->group_exit)
			return false;
		begin_group_stop(sig);
	}
	trace_stop(current, current->signal->stop_code);
	set_current_state(TASK_STOPPED);
	if (participate(current))
		do_notify_parent_cldstop(current, CLD_STOPPED);
	schedule();
	recalc_sigpending();
	return true;
}

/* --- continuing --- */

void continue_process(struct task *t)
{
	struct signal_struct *s = t->signal;
	struct task *p;
	unsigned why = 0;

	flush_process_signals(t, SIG_KERNEL_STOP_MASK);
	list_for_each_entry(p, &s->threads, thread_node) {
		jobctl_clear(p);
		wake_up_state(p, TASK_STOPPED);
	}
	if (s->flags & SIGNAL_STOP_STOPPED)
		why = SIGNAL_CLD_CONTINUED;
	else if (s->group_stop_count)
		why = SIGNAL_CLD_STOPPED; /* it was stopping: as if it had, for a moment */
	if (!why)
		return;
	set_stop_flags(s, why | SIGNAL_STOP_CONTINUED);
	s->group_stop_count = 0;
	s->stop_code = 0;
	list_for_each_entry(p, &s->threads, thread_node)
		p->work |= TW_SIGNAL; /* the first to look tells the parent */
}

void tell_parent_of_job(void)
{
	struct signal_struct *s = current->signal;
	unsigned why = s->flags & SIGNAL_CLD_MASK;

	if (!why)
		return;
	s->flags &= ~SIGNAL_CLD_MASK;
	do_notify_parent_cldstop(current,
				 why & SIGNAL_CLD_CONTINUED ? CLD_CONTINUED : CLD_STOPPED);
}

/* --- a thread that ends --- */

void exit_signals(void)
{
	current->exiting = true;
	if (current->signal->curr_target == current)
		current->signal->curr_target = NULL;
	if (current->signal->group_exit)
		return;
	retarget_shared_pending(current->signal->shared_pending.signal.bits &
				~current->blocked.bits);
	if ((current->jobctl & JOBCTL_STOP_PENDING) && participate(current))
		do_notify_parent_cldstop(current, CLD_STOPPED);
}

/* --- orphaned process groups --- */

static bool has_ended(const struct task *p)
{
	return p->state & (TASK_ZOMBIE | TASK_DEAD) && !live_thread(p->signal);
}

/*
 * Can p's parent continue p's group? ring3 itself is a job-control shell for the program, if whoever
 * runs it takes part, and for nobody else.
 */
static bool parent_controls(const struct task *p)
{
	const struct task *parent = p->parent;

	if (!parent)
		return p == kernel->init && kernel->config.job_control;
	return parent->signal->pgrp != p->signal->pgrp &&
	       parent->signal->session == p->signal->session;
}

static bool will_become_orphaned(pid_t pgrp, const struct task *ignored)
{
	struct pid *pid = find_pid(pgrp);
	struct signal_struct *s;

	if (!pid)
		return true;
	for_each_pgrp_member(s, pid)
		if (s->leader != ignored && !has_ended(s->leader) && parent_controls(s->leader))
			return false;
	return true;
}

bool pgrp_is_orphaned(pid_t pgrp)
{
	return will_become_orphaned(pgrp, NULL);
}

static bool has_stopped_jobs(pid_t pgrp)
{
	struct pid *pid = find_pid(pgrp);
	struct signal_struct *s;

	if (!pid)
		return false;
	for_each_pgrp_member(s, pid)
		if (s->flags & SIGNAL_STOP_STOPPED)
			return true;
	return false;
}

void kill_orphaned_pgrp(struct task *t, struct task *parent)
{
	const struct task *ignored = parent ? NULL : t;
	pid_t pgrp = t->signal->pgrp;

	if (!parent)
		parent = t->parent;
	if (!parent || parent->signal->pgrp == pgrp ||
	    parent->signal->session != t->signal->session || !has_stopped_jobs(pgrp) ||
	    !will_become_orphaned(pgrp, ignored))
		return;
	kill_pgrp(pgrp, SIGHUP);
	kill_pgrp(pgrp, SIGCONT);
}
