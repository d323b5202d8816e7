/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nice values, which runqueue.c weighs by, and I/O priorities, which are only kept. */
#include "kernel/nice.h"
#include "kernel/internal.h"
#include "syscall.h"
#include "uapi/sched.h"

bool is_nice_reduction(const struct task *t, int nice)
{
	return (uint64_t)(20 - nice) <= rlimit_of(t, RLIMIT_NICE);
}

bool can_nice(const struct task *t, int nice)
{
	return is_nice_reduction(t, nice) || capable(CAP_SYS_NICE);
}

static void set_user_nice(struct task *t, int nice)
{
	rq_set_policy(t, t->policy, t->rt_priority, nice);
}

SYSCALL_DEFINE1(nice, int_t, increment)
{
	int step = increment < -40 ? -40 : increment > 40 ? 40 : increment;
	int nice = clamp_nice(current->nice + step);

	if (step < 0 && !can_nice(current, nice))
		return -EPERM;
	set_user_nice(current, nice);
	return 0;
}

/*
 * Whom getpriority, setpriority and their I/O sisters mean: which counts from PRIO_PROCESS, and 0
 * stands for one's own process, group or user.
 */
static bool is_meant(const struct task *t, int which, int who)
{
	switch (which) {
	case PRIO_PROCESS:
		return who ? t->pid == who : t == current;
	case PRIO_PGRP:
		return t->signal->pgrp == (who ? who : current->signal->pgrp);
	default:
		return t->cred->uid == (who ? (uid_t)who : current->cred->uid);
	}
}

static bool means_init(int which, int who)
{
	return which == PRIO_USER ? (who ? who == 0 : current->cred->uid == 0) : is_own_pid(who);
}

/* 20 - nice of the best among them: 1 to 40, so that it is no error. */
SYSCALL_DEFINE2(getpriority, prio_which_t, which, who_t, who)
{
	const struct task *t;
	long best;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	best = means_init(which, who) ? 20 : -ESRCH;
	list_for_each_entry(t, &kernel->tasks, task_node)
		if (is_meant(t, which, who) && 20 - t->nice > best)
			best = 20 - t->nice;
	return best;
}

static int set_one_prio(struct task *t, int nice, int err)
{
	uid_t euid = current->cred->euid;

	if (t->cred->uid != euid && t->cred->euid != euid && !capable(CAP_SYS_NICE))
		return -EPERM;
	if (nice < t->nice && !can_nice(t, nice))
		return -EACCES;
	if (!may_schedule(t->cred))
		return -EPERM;
	set_user_nice(t, nice);
	return err == -ESRCH ? 0 : err;
}

SYSCALL_DEFINE3(setpriority, prio_which_t, which, who_t, who, int_t, niceval)
{
	int err = -ESRCH;
	struct task *t;

	if (which < PRIO_PROCESS || which > PRIO_USER)
		return -EINVAL;
	if (which == PRIO_PROCESS && is_own_pid(who))
		return -EPERM;
	list_for_each_entry(t, &kernel->tasks, task_node)
		if (is_meant(t, which, who))
			err = set_one_prio(t, clamp_nice(niceval), err);
	return err;
}

/* --- I/O priorities --- */

static int ioprio_check(int ioprio)
{
	switch ((ioprio >> IOPRIO_CLASS_SHIFT) & 7) {
	case IOPRIO_CLASS_RT:
		return capable(CAP_SYS_ADMIN) || capable(CAP_SYS_NICE) ? 0 : -EPERM;
	case IOPRIO_CLASS_BE:
	case IOPRIO_CLASS_IDLE:
		return 0;
	case IOPRIO_CLASS_NONE:
		return ioprio & 7 ? -EINVAL : 0;
	default:
		return -EINVAL;
	}
}

static bool valid_who(int which)
{
	return which >= IOPRIO_WHO_PROCESS && which <= IOPRIO_WHO_USER;
}

SYSCALL_DEFINE3(ioprio_set, ioprio_which_t, which, who_t, who, ioprio_t, ioprio)
{
	int err = ioprio_check(ioprio);
	struct task *t;

	if (err)
		return err;
	if (!valid_who(which))
		return -EINVAL;
	err = -ESRCH;
	if (means_init(which - IOPRIO_WHO_PROCESS, who)) {
		if (current->cred->euid && current->cred->uid && !capable(CAP_SYS_NICE))
			return -EPERM;
		err = 0; /* nobody sees what it has */
	}
	list_for_each_entry(t, &kernel->tasks, task_node) {
		const struct cred *c = current->cred;

		if (!is_meant(t, which - IOPRIO_WHO_PROCESS, who))
			continue;
		if (t->cred->uid != c->euid && t->cred->uid != c->uid && !capable(CAP_SYS_NICE))
			return -EPERM;
		if (!may_schedule(t->cred))
			return -EPERM;
		t->ioprio = (uint16_t)ioprio;
		err = 0;
	}
	return err;
}

/* What a task without a priority of its own has: best effort, by its nice value. */
static int effective_ioprio(const struct task *t)
{
	if (t->ioprio >> IOPRIO_CLASS_SHIFT)
		return t->ioprio;
	return IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | (t->nice + 20) / 5;
}

SYSCALL_DEFINE2(ioprio_get, ioprio_which_t, which, who_t, who)
{
	const struct task *t;
	int best = -ESRCH;

	if (!valid_who(which))
		return -EINVAL;
	if (means_init(which - IOPRIO_WHO_PROCESS, who))
		best = which == IOPRIO_WHO_PROCESS ? 0 : IOPRIO_CLASS_BE << IOPRIO_CLASS_SHIFT | 4;
	list_for_each_entry(t, &kernel->tasks, task_node) {
		if (!is_meant(t, which - IOPRIO_WHO_PROCESS, who))
			continue;
		if (which == IOPRIO_WHO_PROCESS)
			return t->ioprio;
		best = best < 0 ? effective_ioprio(t) : min(best, effective_ioprio(t));
	}
	return best;
}
