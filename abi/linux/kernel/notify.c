/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notices to parents: a child has ended, was stopped or was continued. */
#include "kernel/cputime.h"
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/sched.h"

void wake_up_parent(struct task *parent)
{
	if (parent)
		wake_up_all(&parent->signal->wait_chldexit);
}

static struct ksiginfo child_info(struct task *t, int sig, int code, int status)
{
	return (struct ksiginfo){ .signo = sig, .code = code, .pid = t->tgid,
				  .uid = t->cred->uid, .status = status };
}

static void set_status(struct ksiginfo *info, int exit_code)
{
	info->status = exit_code & 0x7f;
	if (exit_code & 0x80) {
		info->code = CLD_DUMPED;
	} else if (exit_code & 0x7f) {
		info->code = CLD_KILLED;
	} else {
		info->code = CLD_EXITED;
		info->status = exit_code >> 8;
	}
}

/* A leader that has ended has no handlers any more, but the process's are its other threads', too. */
static const struct k_sigaction *sigchld_action(const struct task *parent)
{
	const struct task *t = parent->sighand ? parent : live_thread(parent->signal);

	return t ? &t->sighand->action[SIGCHLD - 1] : NULL;
}

bool do_notify_parent(struct task *leader, int sig)
{
	const struct k_sigaction *ka;
	struct ksiginfo info;
	struct cputime c;
	bool autoreap = false;

	wake_up_all(&leader->thread_pid->wait_pidfd);
	if (!leader->parent)
		return true; /* ring3 reaps what is its own */
	if (sig != SIGCHLD && leader->parent_exec_id != leader->parent->self_exec_id)
		sig = SIGCHLD; /* what it asked for was another program's wish */
	info = child_info(leader, sig, 0, 0);
	c = process_cputime(leader->signal);
	info.utime = c.utime;
	info.stime = c.stime;
	set_status(&info, leader->exit_code);
	ka = sigchld_action(leader->parent);
	if (sig == SIGCHLD && ka && (ka->handler == SIG_IGN || (ka->flags & SA_NOCLDWAIT))) {
		autoreap = true;
		if (ka->handler == SIG_IGN)
			sig = 0;
	}
	if (sig > 0 && sig <= NSIG)
		send_signal_info(&info, leader->parent, true);
	wake_up_parent(leader->parent);
	return autoreap;
}

void do_notify_parent_cldstop(struct task *t, int why)
{
	struct task *leader = t->group_leader, *parent = leader->parent;
	int status = why == CLD_CONTINUED ? SIGCONT : t->signal->stop_code & 0x7f;
	struct ksiginfo info = child_info(leader, SIGCHLD, why, status);
	struct cputime c = task_cputime(t);
	const struct k_sigaction *ka;

	if (!parent) {
		if (leader == kernel->init && why == CLD_STOPPED)
			kernel->program_stopped = t->signal->stop_code;
		return;
	}
	info.utime = c.utime;
	info.stime = c.stime;
	ka = sigchld_action(parent);
	if (ka && ka->handler != SIG_IGN && !(ka->flags & SA_NOCLDSTOP))
		send_signal_info(&info, parent, true);
	wake_up_parent(parent);
}
