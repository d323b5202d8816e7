/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls that send signals. */
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "syscall.h"

/* May current, by its ids, signal a process with these? */
static bool kill_ok_by_ids(uid_t uid, uid_t suid)
{
	const struct cred *c = current->cred;

	return c->euid == suid || c->euid == uid || c->uid == suid || c->uid == uid ||
	       capable(CAP_KILL);
}

/* The kernel's own signals need no permission, and a process may always signal itself. */
static int check_kill_permission(const struct ksiginfo *info, int sig, const struct task *t)
{
	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	if (info->code > 0 || t->signal == current->signal ||
	    kill_ok_by_ids(t->cred->uid, t->cred->suid))
		return 0;
	/* Job control may continue any process of its session. */
	return sig == SIGCONT && t->signal->session == current->signal->session ? 0 : -EPERM;
}

/* ring3's own process: it has no handlers, so that nothing ever happens. */
int signal_init(int sig)
{
	if (sig < 0 || sig > NSIG)
		return -EINVAL;
	return kill_ok_by_ids(0, 0) ? 0 : -EPERM;
}

int signal_task(const struct ksiginfo *info, int sig, struct task *t, bool process)
{
	int err = check_kill_permission(info, sig, t);

	return err || !sig ? err : send_signal_info(info, t, process);
}

static int signal_process(const struct ksiginfo *info, int sig, pid_t pid)
{
	struct task *t;

	if (is_own_pid(pid))
		return signal_init(sig);
	t = find_task(pid); /* a thread's id names its process, too */
	return t ? signal_task(info, sig, t, true) : -ESRCH;
}

/* Success with one is success. */
int signal_pgrp(const struct ksiginfo *info, int sig, pid_t pgrp)
{
	struct pid *pid = find_pid(pgrp);
	struct signal_struct *s;
	bool success = false;
	int err = -ESRCH;

	if (is_own_pid(pgrp))
		return signal_init(sig);
	if (!pid)
		return -ESRCH;
	for_each_pgrp_member(s, pid) {
		err = signal_task(info, sig, s->leader, true);
		success |= !err;
	}
	return success ? 0 : err;
}

/* Everybody but init and oneself; as on Linux EPERM alone does not make it fail. */
static int signal_everybody(const struct ksiginfo *info, int sig)
{
	int ret = 0, count = 0;
	struct task *t;

	for_each_process(t) {
		int err;

		if (t->signal == current->signal || t->pid == INIT_PID)
			continue;
		err = signal_task(info, sig, t, true);
		count++;
		if (err != -EPERM)
			ret = err;
	}
	return count ? ret : -ESRCH;
}

static struct ksiginfo own_siginfo(int sig, int code)
{
	return (struct ksiginfo){
		.signo = sig, .code = code, .pid = current->tgid, .uid = current->cred->uid
	};
}

SYSCALL_DEFINE2(kill, pid_t, pid, sig_t, sig)
{
	struct ksiginfo info = own_siginfo(sig, SI_USER);

	if (pid > 0)
		return signal_process(&info, sig, pid);
	if (pid == INT32_MIN)
		return -ESRCH;
	if (pid == -1)
		return signal_everybody(&info, sig);
	return signal_pgrp(&info, sig, pid ? -pid : current->signal->pgrp);
}

/* tgid 0: any process's thread. */
static int signal_thread(const struct ksiginfo *info, int sig, pid_t tgid, pid_t pid)
{
	struct task *t;

	if (is_own_pid(pid) && (!tgid || tgid == INIT_PID))
		return signal_init(sig);
	t = find_task(pid);
	if (!t || (tgid && t->tgid != tgid))
		return -ESRCH;
	return signal_task(info, sig, t, false);
}

SYSCALL_DEFINE2(tkill, pid_t, pid, sig_t, sig)
{
	struct ksiginfo info = own_siginfo(sig, SI_TKILL);

	return pid > 0 ? signal_thread(&info, sig, 0, pid) : -EINVAL;
}

SYSCALL_DEFINE3(tgkill, pid_t, tgid, pid_t, pid, sig_t, sig)
{
	struct ksiginfo info = own_siginfo(sig, SI_TKILL);

	return pid > 0 && tgid > 0 ? signal_thread(&info, sig, tgid, pid) : -EINVAL;
}

/* Only to oneself may a program pretend that the kernel or kill(2) sent it. */
static bool forges(const struct ksiginfo *info, pid_t pid)
{
	return (info->code >= 0 || info->code == SI_TKILL) && pid != current->pid;
}

static long do_rt_sigqueueinfo(pid_t pid, int sig, uaddr_t uinfo)
{
	struct ksiginfo info;
	int err = copy_siginfo_from_user(&info, uinfo, sig);

	if (err)
		return err;
	return forges(&info, pid) ? -EPERM : signal_process(&info, sig, pid);
}

SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, pid, sig_t, sig, usiginfo_in_t, uinfo)
{
	return do_rt_sigqueueinfo(pid, sig, uinfo);
}

COMPAT_SYSCALL_DEFINE3(rt_sigqueueinfo, pid_t, pid, sig_t, sig, usiginfo_in_t, uinfo)
{
	return do_rt_sigqueueinfo(pid, sig, uinfo);
}

static long do_rt_tgsigqueueinfo(pid_t tgid, pid_t pid, int sig, uaddr_t uinfo)
{
	struct ksiginfo info;
	int err = copy_siginfo_from_user(&info, uinfo, sig);

	if (err)
		return err;
	if (pid <= 0 || tgid <= 0)
		return -EINVAL;
	return forges(&info, pid) ? -EPERM : signal_thread(&info, sig, tgid, pid);
}

SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, pid, sig_t, sig, usiginfo_in_t, uinfo)
{
	return do_rt_tgsigqueueinfo(tgid, pid, sig, uinfo);
}

COMPAT_SYSCALL_DEFINE4(rt_tgsigqueueinfo, pid_t, tgid, pid_t, pid, sig_t, sig, usiginfo_in_t, uinfo)
{
	return do_rt_tgsigqueueinfo(tgid, pid, sig, uinfo);
}
