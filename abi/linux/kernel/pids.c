/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process ids, process groups and sessions, and what a thread registers for its end. */
#include "kernel/internal.h"
#include "syscall.h"
#include "uaccess.h"

SYSCALL_DEFINE0(getpid)
{
	return current->tgid;
}

SYSCALL_DEFINE0(gettid)
{
	return current->pid;
}

SYSCALL_DEFINE0(getppid)
{
	const struct task *parent = current->group_leader->parent;

	return parent ? parent->tgid : INIT_PID;
}

SYSCALL_DEFINE0(getpgrp)
{
	return current->signal->pgrp;
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	const struct task *t = pid ? find_task(pid) : current;

	if (!t)
		return pid == INIT_PID ? INIT_PID : -ESRCH;
	return t->signal->pgrp;
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	const struct task *t = pid ? find_task(pid) : current;

	if (!t)
		return pid == INIT_PID ? INIT_PID : -ESRCH;
	return t->signal->session;
}

static bool is_session_leader(const struct task *t)
{
	return t->signal->session == t->tgid;
}

static bool pgrp_in_session(pid_t pgrp, pid_t session)
{
	const struct task *p;

	for_each_process(p)
		if (p->signal->pgrp == pgrp)
			return p->signal->session == session;
	return false;
}

SYSCALL_DEFINE2(setpgid, pid_t, pid, pid_t, pgid)
{
	const struct task *leader = current->group_leader;
	struct task *p;

	if (!pid)
		pid = leader->pid;
	if (!pgid)
		pgid = pid;
	if (pgid < 0)
		return -EINVAL;
	p = find_task(pid);
	if (!p)
		return -ESRCH;
	if (p->pid != p->tgid)
		return -EINVAL;
	if (p->parent && p->parent->signal == leader->signal) {
		if (p->signal->session != leader->signal->session)
			return -EPERM;
		if (p->signal->has_execed)
			return -EACCES;
	} else if (p != leader) {
		return -ESRCH;
	}
	if (is_session_leader(p))
		return -EPERM;
	if (pgid != pid && !pgrp_in_session(pgid, leader->signal->session))
		return -EPERM;
	p->signal->pgrp = pgid;
	return 0;
}

SYSCALL_DEFINE0(setsid)
{
	struct signal_struct *s = current->signal;
	pid_t session = current->tgid;
	const struct task *p;

	if (is_session_leader(current))
		return -EPERM;
	for_each_process(p)
		if (p->signal->pgrp == session)
			return -EPERM;
	s->session = s->pgrp = session;
	s->tty = NULL;
	return session;
}

/* --- registrations --- */

SYSCALL_DEFINE1(set_tid_address, utid_t, tidptr)
{
	current->clear_child_tid = tidptr;
	return current->pid;
}

#define ROBUST_LIST_HEAD_X64 24
#define ROBUST_LIST_HEAD_I386 12

SYSCALL_DEFINE2(set_robust_list, urobust_list_t, head, usize_t, len)
{
	if (len != ROBUST_LIST_HEAD_X64)
		return -EINVAL;
	current->robust_list = head;
	return 0;
}

COMPAT_SYSCALL_DEFINE2(set_robust_list, urobust_list_t, head, usize_t, len)
{
	if (len != ROBUST_LIST_HEAD_I386)
		return -EINVAL;
	current->compat_robust_list = head;
	return 0;
}

/* ptrace_may_access(PTRACE_MODE_READ_REALCREDS), as far as ids decide it. */
static bool may_read(const struct task *t)
{
	const struct cred *c = current->cred, *tc = t->cred;

	if (t->signal == current->signal)
		return true;
	if (c->uid == tc->euid && c->uid == tc->suid && c->uid == tc->uid && c->gid == tc->egid &&
	    c->gid == tc->sgid && c->gid == tc->gid)
		return true;
	return capable(CAP_SYS_PTRACE);
}

static int robust_list_of(pid_t pid, const struct task **t)
{
	*t = pid ? find_task(pid) : current;
	if (!*t)
		return pid == INIT_PID && !capable(CAP_SYS_PTRACE) ? -EPERM : -ESRCH;
	return may_read(*t) ? 0 : -EPERM;
}

SYSCALL_DEFINE3(get_robust_list, pid_t, pid, uulong_out_t, head_ptr, uulong_out_t, len_ptr)
{
	const struct task *t;
	int err = robust_list_of(pid, &t);

	if (err)
		return err;
	if (put_user((uint64_t)ROBUST_LIST_HEAD_X64, len_ptr))
		return -EFAULT;
	return put_user((uint64_t)t->robust_list, head_ptr);
}

COMPAT_SYSCALL_DEFINE3(get_robust_list, pid_t, pid, uulong_out_t, head_ptr, uulong_out_t, len_ptr)
{
	const struct task *t;
	int err = robust_list_of(pid, &t);

	if (err)
		return err;
	if (put_user((uint32_t)ROBUST_LIST_HEAD_I386, len_ptr))
		return -EFAULT;
	return put_user((uint32_t)t->compat_robust_list, head_ptr);
}
