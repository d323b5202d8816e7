/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Waiting for children: wait4, waitid, waitpid (the part of Linux's kernel/exit.c that parents
 * see). All threads of a process may wait for the children of each.
 */
#include <limits.h>

#include "kernel/cputime.h"
#include "kernel/internal.h"
#include "kernel/pidfd.h"
#include "syscall.h"
#include "uaccess.h"
#include "uapi/resource.h"
#include "uapi/wait.h"

struct wait_opts {
	int type; /* P_ALL, P_PID, P_PGID */
	struct pid *pid_of; /* of the latter two, a reference; NULL: there is none such */
	int options;
	/* the answer */
	int status; /* as wait4 has it */
	pid_t pid;
	uid_t uid;
	int code, child_status; /* as waitid has it */
	bool want_usage;
	struct x64_rusage usage;
	int error;		/* what it comes to if no child is found: -ECHILD, or 0: some may come */
};

/* --- is it one that is waited for --- */

static bool eligible(const struct wait_opts *w, const struct task *p)
{
	if (w->type == P_PID && p->thread_pid != w->pid_of)
		return false;
	if (w->type == P_PGID && p->signal->pids[PIDTYPE_PGID] != w->pid_of)
		return false;
	/* __WALL waits for all; else "clones" are those that end with another signal than SIGCHLD. */
	if (w->options & __WALL)
		return true;
	return (p->exit_signal != SIGCHLD) == !!(w->options & __WCLONE);
}

static void answer(struct wait_opts *w, const struct task *p, int code, int status)
{
	w->pid = p->tgid;
	w->uid = p->cred->uid;
	w->code = code;
	w->child_status = status;
	if (w->want_usage)
		fill_rusage_both(&w->usage, p->signal);
}

/* --- what a child has to tell; each: its pid, 0 for nothing, or a negative errno --- */

static bool wholly_dead(const struct task *p)
{
	return p->state == TASK_ZOMBIE && p->signal->nr_threads == 1;
}

static long wait_zombie(struct wait_opts *w, struct task *p)
{
	int code = p->signal->group_exit ? p->signal->group_exit_code : p->exit_code;

	if (!(w->options & WEXITED))
		return 0;
	w->status = code;
	if (code & 0x7f)
		answer(w, p, code & 0x80 ? CLD_DUMPED : CLD_KILLED, code & 0x7f);
	else
		answer(w, p, CLD_EXITED, code >> 8 & 0xff);
	if (!(w->options & WNOWAIT)) {
		account_child(current->signal, p->signal);
		release_task(p);
	}
	return w->pid;
}

static long wait_stopped(struct wait_opts *w, struct task *p)
{
	struct signal_struct *s = p->signal;
	int sig = s->stop_code;

	if (!(w->options & WUNTRACED) || !(s->flags & SIGNAL_STOP_STOPPED) || !sig)
		return 0;
	if (!(w->options & WNOWAIT))
		s->stop_code = 0;
	w->status = sig << 8 | 0x7f;
	answer(w, p, CLD_STOPPED, sig);
	return w->pid;
}

static long wait_continued(struct wait_opts *w, struct task *p)
{
	struct signal_struct *s = p->signal;

	if (!(w->options & WCONTINUED) || !(s->flags & SIGNAL_STOP_CONTINUED))
		return 0;
	if (!(w->options & WNOWAIT))
		s->flags &= ~SIGNAL_STOP_CONTINUED;
	w->status = 0xffff;
	answer(w, p, CLD_CONTINUED, SIGCONT);
	return w->pid;
}

static long consider_child(struct wait_opts *w, struct task *p)
{
	long ret;

	if (!eligible(w, p))
		return 0;
	if (wholly_dead(p))
		return wait_zombie(w, p);
	w->error = 0; /* it may have something to tell later */
	ret = wait_stopped(w, p);
	return ret ? ret : wait_continued(w, p);
}

static long look_at_children_of(struct wait_opts *w, struct task *t)
{
	struct task *p;
	long ret;

	list_for_each_entry(p, &t->children, sibling) {
		ret = consider_child(w, p);
		if (ret)
			return ret;
	}
	return 0;
}

static long look_at_children(struct wait_opts *w)
{
	struct task *t;
	long ret;

	w->error = -ECHILD;
	/* The usual case without a walk: one child, by its number. */
	if (w->type == P_PID) {
		struct task *p = w->pid_of->task;
		bool ours = p && thread_group_leader(p) && p->parent &&
			    p->parent->signal == current->signal;

		if (!ours || (w->options & __WNOTHREAD && p->parent != current))
			return 0;
		return consider_child(w, p);
	}
	if (w->options & __WNOTHREAD)
		return look_at_children_of(w, current);
	list_for_each_entry(t, &current->signal->threads, thread_node) {
		ret = look_at_children_of(w, t);
		if (ret)
			return ret;
	}
	return 0;
}

/* A child's pid, 0 (WNOHANG: none has anything to tell), or a negative errno. May sleep. */
static long do_wait(struct wait_opts *w)
{
	struct wait_entry entry;
	long ret;

	if (w->type != P_ALL && !w->pid_of)
		return -ECHILD; /* nobody bears that number */
	init_wait_entry(&entry);
	for (;;) {
		prepare_to_wait(&current->signal->wait_chldexit, &entry, TASK_INTERRUPTIBLE);
		ret = look_at_children(w);
		if (!ret)
			ret = w->error;
		if (ret || w->options & WNOHANG)
			break;
		if (signal_pending(current)) {
			ret = -ERESTARTSYS;
			break;
		}
		schedule();
	}
	finish_wait(&entry);
	put_pid(w->pid_of);
	return ret;
}

static void wait_for_number(struct wait_opts *w, int type, pid_t nr)
{
	struct pid *pid = find_pid(nr);

	w->type = type;
	w->pid_of = pid ? get_pid(pid) : NULL;
}

/* --- wait4 --- */

static long do_wait4(pid_t pid, uaddr_t stat_addr, int options, uaddr_t ru)
{
	struct wait_opts w = { .options = options | WEXITED, .want_usage = ru };
	long ret;

	if (options & ~(WNOHANG | WUNTRACED | WCONTINUED | __WNOTHREAD | __WCLONE | __WALL))
		return -EINVAL;
	if (pid == INT_MIN)
		return -ESRCH;
	if (pid > 0)
		wait_for_number(&w, P_PID, pid);
	else if (pid != -1)
		wait_for_number(&w, P_PGID, pid ? -pid : current->signal->pgrp);
	ret = do_wait(&w);
	if (ret > 0 && stat_addr && put_user((uint32_t)w.status, stat_addr))
		return -EFAULT;
	return ret > 0 && ru && put_rusage(ru, &w.usage) ? -EFAULT : ret;
}

SYSCALL_DEFINE4(wait4, pid_t, upid, uwait_status_t, stat_addr, waitflags_t, options, uwait_rusage_t, ru)
{
	return do_wait4(upid, stat_addr, options, ru);
}

COMPAT_SYSCALL_DEFINE4(wait4, pid_t, upid, uwait_status_t, stat_addr, waitflags_t, options, uwait_rusage_t,
		       ru)
{
	return do_wait4(upid, stat_addr, options, ru);
}

SYSCALL_DEFINE3(waitpid, pid_t, pid, uwait_status_t, stat_addr, waitflags_t, options)
{
	return do_wait4(pid, stat_addr, options, 0);
}

/* --- waitid --- */

/* The six words that it writes: zeroes when there was nothing to report. */
static int put_info(uaddr_t infop, const struct wait_opts *w)
{
	bool any = w->pid;
	uint32_t head[3] = { any ? SIGCHLD : 0, 0, (uint32_t)w->code };
	uint32_t tail[3] = { (uint32_t)w->pid, w->uid, (uint32_t)w->child_status };
	uaddr_t second = infop + (in_compat_syscall() ? 12 : 16);

	if (copy_to_user(infop, head, sizeof(head)) || copy_to_user(second, tail, sizeof(tail)))
		return -EFAULT;
	return 0;
}

static long wait_for_pidfd(struct wait_opts *w, fd_t fd, bool *nonblock)
{
	auto_file *f = file_get(fd);
	struct pid *pid = f ? pidfd_pid(f) : NULL;

	if (!pid)
		return -EBADF;
	w->type = P_PID;
	w->pid_of = get_pid(pid);
	*nonblock = f->flags & O_NONBLOCK;
	return 0;
}

/* Whom to wait for. 0 or a negative errno. */
static long waitid_target(struct wait_opts *w, int which, pid_t id, bool *nonblock)
{
	switch (which) {
	case P_ALL:
		return 0;
	case P_PID:
		if (id <= 0)
			return -EINVAL;
		wait_for_number(w, P_PID, id);
		return 0;
	case P_PGID:
		if (id < 0)
			return -EINVAL;
		wait_for_number(w, P_PGID, id ? id : current->signal->pgrp);
		return 0;
	case P_PIDFD:
		return id < 0 ? -EINVAL : wait_for_pidfd(w, id, nonblock);
	default:
		return -EINVAL;
	}
}

static long kernel_waitid(struct wait_opts *w, int which, pid_t id)
{
	bool nonblock = false, may_sleep = !(w->options & WNOHANG);
	long ret;

	if (w->options & ~(WNOHANG | WNOWAIT | WEXITED | WSTOPPED | WCONTINUED | __WNOTHREAD |
			   __WCLONE | __WALL))
		return -EINVAL;
	if (!(w->options & (WEXITED | WSTOPPED | WCONTINUED)))
		return -EINVAL;
	ret = waitid_target(w, which, id, &nonblock);
	if (ret)
		return ret;
	if (nonblock)
		w->options |= WNOHANG;
	ret = do_wait(w);
	return !ret && nonblock && may_sleep ? -EAGAIN : ret;
}

static long do_waitid(int which, pid_t id, uaddr_t infop, int options, uaddr_t ru)
{
	struct wait_opts w = { .options = options, .want_usage = ru };
	long ret = kernel_waitid(&w, which, id);

	if (ret > 0) {
		ret = 0;
		if (ru && put_rusage(ru, &w.usage))
			return -EFAULT;
	}
	if (infop && put_info(infop, &w))
		return -EFAULT;
	return ret;
}

SYSCALL_DEFINE5(waitid, idtype_t, which, waitid_t, upid, usiginfo_out_t, infop, waitflags_t, options,
		urusage_out_t, ru)
{
	return do_waitid(which, upid, infop, options, ru);
}

COMPAT_SYSCALL_DEFINE5(waitid, idtype_t, which, waitid_t, upid, usiginfo_out_t, infop, waitflags_t, options,
		       urusage_out_t, ru)
{
	return do_waitid(which, upid, infop, options, ru);
}
