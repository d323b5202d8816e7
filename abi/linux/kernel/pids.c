/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Process ids, process groups and sessions, and what a thread registers for its end. */
#include "kernel/internal.h"
#include "fs/tty/tty.h"
#include "kernel/pid.h"
#include "kernel/ptrace.h"
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
	return parent_pid(current);
}

SYSCALL_DEFINE0(getpgrp)
{
	return current->signal->pgrp;
}

SYSCALL_DEFINE1(getpgid, pid_t, pid)
{
	const struct task *t = pid ? find_task(pid) : current;

	if (!t)
		return is_own_pid(pid) ? INIT_PID : -ESRCH;
	return t->signal->pgrp;
}

SYSCALL_DEFINE1(getsid, pid_t, pid)
{
	const struct task *t = pid ? find_task(pid) : current;

	if (!t)
		return is_own_pid(pid) ? INIT_PID : -ESRCH;
	return t->signal->session;
}

static bool is_session_leader(const struct task *t)
{
	return t->signal->session == t->tgid;
}

/* A group that has members, all of which are in that session. */
static struct pid *find_pgrp(pid_t nr, pid_t session)
{
	struct pid *pid = find_pid(nr);
	const struct signal_struct *s;

	if (!pid || list_empty(&pid->members[PIDTYPE_PGID]))
		return NULL;
	s = list_first_entry(&pid->members[PIDTYPE_PGID], struct signal_struct,
			     pid_node[PIDTYPE_PGID]);
	return s->session == session ? pid : NULL;
}

/* Whose group may current change: its own, or that of a child which has not called execve yet. */
static int may_set_pgid(const struct task *p)
{
	const struct task *leader = current->group_leader;

	if (!thread_group_leader(p))
		return -EINVAL;
	if (p->parent && p->parent->signal == leader->signal) {
		if (p->signal->session != leader->signal->session)
			return -EPERM;
		if (p->signal->has_execed)
			return -EACCES;
	} else if (p != leader) {
		return -ESRCH;
	}
	return is_session_leader(p) ? -EPERM : 0;
}

SYSCALL_DEFINE2(setpgid, pid_t, pid, pgrp_t, pgid)
{
	const struct task *leader = current->group_leader;
	struct pid *pgrp;
	struct task *p;
	int err;

	if (!pid)
		pid = leader->pid;
	if (!pgid)
		pgid = pid;
	if (pgid < 0)
		return -EINVAL;
	p = find_task(pid);
	if (!p)
		return -ESRCH;
	err = may_set_pgid(p);
	if (err)
		return err;
	pgrp = pgid == pid ? p->thread_pid : find_pgrp(pgid, leader->signal->session);
	if (!pgrp)
		return -EPERM;
	change_group_pid(p->signal, PIDTYPE_PGID, pgrp);
	return 0;
}

SYSCALL_DEFINE0(setsid)
{
	struct task *leader = current->group_leader;
	struct signal_struct *s = current->signal;
	struct pid *pid = leader->thread_pid;

	if (is_session_leader(current) || !list_empty(&pid->members[PIDTYPE_PGID]))
		return -EPERM;
	change_group_pid(s, PIDTYPE_SID, pid);
	change_group_pid(s, PIDTYPE_PGID, pid);
	proc_clear_tty();
	return pid->nr;
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

static int robust_list_of(pid_t pid, const struct task **t)
{
	*t = pid ? find_task(pid) : current;
	if (!*t)
		return is_own_pid(pid) && !capable(CAP_SYS_PTRACE) ? -EPERM : -ESRCH;
	return ptrace_may_access(*t, PTRACE_MODE_READ | PTRACE_MODE_REALCREDS) ? 0 : -EPERM;
}

SYSCALL_DEFINE3(get_robust_list, pid_t, pid, uaddr_out_t, head_ptr, uulong_out_t, len_ptr)
{
	const struct task *t;
	int err = robust_list_of(pid, &t);

	if (err)
		return err;
	if (put_user((uint64_t)ROBUST_LIST_HEAD_X64, len_ptr))
		return -EFAULT;
	return put_user((uint64_t)t->robust_list, head_ptr);
}

COMPAT_SYSCALL_DEFINE3(get_robust_list, pid_t, pid, uaddr_out_t, head_ptr, uulong_out_t, len_ptr)
{
	const struct task *t;
	int err = robust_list_of(pid, &t);

	if (err)
		return err;
	if (put_user((uint32_t)ROBUST_LIST_HEAD_I386, len_ptr))
		return -EFAULT;
	return put_user((uint32_t)t->compat_robust_list, head_ptr);
}
