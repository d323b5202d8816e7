/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * pidfds: a descriptor keeps the object behind a process's number, which is never another process.
 * It can be polled for the end of the process, waited on, signalled through, and used to take a
 * descriptor from it.
 */
#include "kernel/pidfd.h"

#include "kernel/internal.h"
#include "kernel/ptrace.h"
#include "syscall.h"
#include "uapi/epoll.h"
#include "uapi/pidfd.h"

/* --- the file --- */

static const struct file_ops pidfd_ops;

struct pid *pidfd_pid(const struct file *f)
{
	return f->op == &pidfd_ops ? f->priv : NULL;
}

static bool of_thread(const struct file *f)
{
	return f->flags & PIDFD_THREAD;
}

/* A thread that has ended is told at once, a process when its last thread has. */
static unsigned pidfd_poll(struct file *f, struct poll_table *pt)
{
	struct pid *pid = f->priv;
	const struct task *t;

	poll_wait(f, &pid->wait_pidfd, pt);
	t = pid->task;
	if (!t)
		return pid == kernel->own_pid ? 0 : EPOLLIN | EPOLLRDNORM | EPOLLHUP;
	if (t->state & (TASK_ZOMBIE | TASK_DEAD) && (of_thread(f) || t->signal->nr_threads == 1))
		return EPOLLIN | EPOLLRDNORM;
	return 0;
}

static void pidfd_release(struct file *f)
{
	put_pid(f->priv);
}

static bool exists(const struct pid *pid)
{
	return pid->task || pid == kernel->own_pid;
}

static void pidfd_show_fdinfo(struct file *f, struct seq_buf *out)
{
	const struct pid *pid = f->priv;
	pid_t nr = exists(pid) ? pid->nr : -1;

	seq_printf(out, "Pid:\t%d\nNSpid:\t%d\n", nr, nr);
}

static const struct file_ops pidfd_ops = {
	.poll = pidfd_poll,
	.release = pidfd_release,
	.show_fdinfo = pidfd_show_fdinfo,
};

struct file *pidfd_create(struct pid *pid, unsigned flags)
{
	struct file *f = anon_file_of("[pidfd]", &pidfd_ops, pid, O_RDWR | (flags & O_NONBLOCK),
				      pid->ino);

	if (IS_ERR(f))
		return f;
	get_pid(pid);
	f->flags |= flags & PIDFD_THREAD;
	return f;
}

struct task *pidfd_get_task(int fd)
{
	struct task *t = ERR_PTR(-EBADF);
	struct pid *pid;
	struct file *f;

	if (fd == PIDFD_SELF_THREAD)
		return current;
	if (fd == PIDFD_SELF_THREAD_GROUP)
		return current->group_leader;
	f = file_get(fd);
	if (!f)
		return t;
	pid = pidfd_pid(f);
	if (pid)
		t = pid->task ? pid->task : ERR_PTR(-ESRCH);
	file_put(f);
	return t;
}

/* --- pidfd_open --- */

static int may_open(const struct pid *pid, unsigned flags)
{
	if (!exists(pid))
		return -ESRCH;
	if (!(flags & PIDFD_THREAD) && pid->task && !thread_group_leader(pid->task))
		return -ENOENT;
	return 0;
}

SYSCALL_DEFINE2(pidfd_open, pid_t, nr, pidfdflags_t, flags)
{
	struct pid *pid;
	struct file *f;
	int fd, err;

	if (flags & ~(unsigned)(PIDFD_NONBLOCK | PIDFD_THREAD))
		return -EINVAL;
	if (nr <= 0)
		return -EINVAL;
	pid = find_pid(nr);
	if (!pid)
		return -ESRCH;
	err = may_open(pid, flags);
	if (err)
		return err;
	err = fd_reserve(&fd, O_CLOEXEC);
	if (err)
		return err;
	f = pidfd_create(pid, flags);
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	fd_install(fd, f);
	return fd;
}

/* --- pidfd_send_signal --- */

enum scope { SCOPE_THREAD, SCOPE_PROCESS, SCOPE_GROUP };

static enum scope scope_of(unsigned flags, bool thread)
{
	switch (flags) {
	case PIDFD_SIGNAL_THREAD:
		return SCOPE_THREAD;
	case PIDFD_SIGNAL_THREAD_GROUP:
		return SCOPE_PROCESS;
	case PIDFD_SIGNAL_PROCESS_GROUP:
		return SCOPE_GROUP;
	default:
		return thread ? SCOPE_THREAD : SCOPE_PROCESS;
	}
}

/* Anything but what a kill(2) sends may only be sent to oneself. */
static int read_info(struct ksiginfo *info, uaddr_t uinfo, int sig, const struct pid *pid,
		     enum scope scope)
{
	int signo, err;

	if (get_user(signo, uinfo))
		return -EFAULT;
	err = copy_siginfo_from_user(info, uinfo, signo);
	if (err)
		return err;
	if (signo != sig)
		return -EINVAL;
	if ((pid != current->thread_pid || scope == SCOPE_GROUP) &&
	    (info->code >= 0 || info->code == SI_TKILL))
		return -EPERM;
	return 0;
}

static long send_to(struct pid *pid, int sig, uaddr_t uinfo, enum scope scope)
{
	struct ksiginfo info = { .signo = sig, .code = scope == SCOPE_THREAD ? SI_TKILL : SI_USER,
				 .pid = current->tgid, .uid = current->cred->uid };
	int err = uinfo ? read_info(&info, uinfo, sig, pid, scope) : 0;

	if (err)
		return err;
	if (pid == kernel->own_pid)
		return signal_init(sig);
	if (scope == SCOPE_GROUP)
		return signal_pgrp(&info, sig, pid->nr);
	return pid->task ? signal_task(&info, sig, pid->task, scope == SCOPE_PROCESS) : -ESRCH;
}

/* A directory of /proc will do, too. */
static long send_through(const struct file *f, int sig, uaddr_t uinfo, unsigned flags)
{
	struct pid *pid = pidfd_pid(f);

	if (pid)
		return send_to(pid, sig, uinfo, scope_of(flags, of_thread(f)));
	pid = proc_process(f);
	if (IS_ERR(pid))
		return PTR_ERR(pid);
	return send_to(pid, sig, uinfo, scope_of(flags, false));
}

static long do_pidfd_send_signal(fd_t pidfd, int sig, uaddr_t uinfo, unsigned flags)
{
	if (flags & ~(PIDFD_SIGNAL_THREAD | PIDFD_SIGNAL_THREAD_GROUP |
		      PIDFD_SIGNAL_PROCESS_GROUP) ||
	    flags & (flags - 1))
		return -EINVAL;
	if (pidfd == PIDFD_SELF_THREAD)
		return send_to(current->thread_pid, sig, uinfo, scope_of(flags, true));
	if (pidfd == PIDFD_SELF_THREAD_GROUP)
		return send_to(current->group_leader->thread_pid, sig, uinfo,
			       scope_of(flags, false));
	auto_file *f = file_get(pidfd);

	return f ? send_through(f, sig, uinfo, flags) : -EBADF;
}

SYSCALL_DEFINE4(pidfd_send_signal, fd_t, pidfd, sig_t, sig, usiginfo_in_t, info, flags_t, flags)
{
	return do_pidfd_send_signal(pidfd, sig, info, flags);
}

/* --- pidfd_getfd --- */

static struct file *file_of(const struct pid *pid, unsigned fd)
{
	struct task *t = pid->task;
	struct file *f;

	if (!t)
		return ERR_PTR(pid == kernel->own_pid ? -EPERM : -ESRCH);
	if (!ptrace_may_access(t, PTRACE_MODE_ATTACH | PTRACE_MODE_REALCREDS))
		return ERR_PTR(-EPERM);
	f = t->files ? files_lookup(t->files, fd, NULL) : NULL;
	return f ? f : ERR_PTR(t->exiting ? -ESRCH : -EBADF);
}

SYSCALL_DEFINE3(pidfd_getfd, fd_t, pidfd, fd_t, fd, flags_t, flags)
{
	struct file *theirs;
	int new, err;

	if (flags)
		return -EINVAL;
	auto_file *f = file_get(pidfd);

	if (!f || !pidfd_pid(f))
		return -EBADF;
	theirs = file_of(pidfd_pid(f), (unsigned)fd);
	if (IS_ERR(theirs))
		return PTR_ERR(theirs);
	err = fd_reserve(&new, O_CLOEXEC);
	if (err) {
		file_put(theirs);
		return err;
	}
	fd_install(new, theirs);
	return new;
}
