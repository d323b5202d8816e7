/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sessions and their terminals, foreground and background. Who has a terminal as its controlling
 * one is of that terminal's session; so no count of references is kept: whoever takes the session
 * away clears it for all.
 */
#include "fs/tty/tty.h"

#include "kernel/cred.h"
#include "kernel/pid.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "syscall.h"

/* s: each process of the session that pid numbers. */
#define for_each_in_session(s, pid) \
	list_for_each_entry(s, &(pid)->members[PIDTYPE_SID], pid_node[PIDTYPE_SID])

static bool is_session_leader(const struct task *t)
{
	return t->signal->session == t->tgid;
}

/* --- foreground and background --- */

int tty_check_change(struct tty *tty, int sig)
{
	pid_t pgrp = current->signal->pgrp;

	if (current->signal->tty != tty || !tty->pgrp || pgrp == tty->pgrp)
		return 0;
	if (sig_blocked_or_ignored(sig))
		return sig == SIGTTIN ? -EIO : 0;
	if (pgrp_is_orphaned(pgrp))
		return -EIO;
	kill_pgrp(pgrp, sig);
	current->work |= TW_SIGNAL; /* a handler may have been another thread's: come back here */
	return -ERESTARTSYS;
}

/* --- having a terminal --- */

static void proc_set_tty(struct tty *tty)
{
	struct signal_struct *s = current->signal;

	tty->session = s->session;
	tty->pgrp = s->pgrp;
	s->tty = tty;
	s->tty_old_pgrp = 0;
}

/* Who may only write to it does not get it: it could be read then, through /dev/tty. */
void tty_open_proc_set_tty(struct file *f, struct tty *tty)
{
	if (is_session_leader(current) && !current->signal->tty && !tty->session &&
	    (f->mode & FMODE_READ))
		proc_set_tty(tty);
}

void proc_clear_tty(void)
{
	current->signal->tty = NULL;
	current->signal->tty_old_pgrp = 0;
}

void session_clear_tty(pid_t session)
{
	struct pid *pid = session ? find_pid(session) : NULL;
	struct signal_struct *s;

	if (!pid)
		return;
	for_each_in_session(s, pid)
		s->tty = NULL;
}

static void hang_up_leader(struct tty *tty, struct signal_struct *s)
{
	struct ksiginfo hup = { .signo = SIGHUP, .code = SI_KERNEL };
	struct ksiginfo cont = { .signo = SIGCONT, .code = SI_KERNEL };

	send_signal_info(&hup, s->leader, true);
	send_signal_info(&cont, s->leader, true);
	if (tty->pgrp)
		s->tty_old_pgrp = tty->pgrp;
}

void tty_signal_session_leader(struct tty *tty, bool exit_session)
{
	struct pid *pid = tty->session ? find_pid(tty->session) : NULL;
	struct signal_struct *s;

	if (!pid)
		return;
	for_each_in_session(s, pid) {
		if (s->tty == tty)
			s->tty = NULL;
		if (is_session_leader(s->leader))
			hang_up_leader(tty, s);
	}
	if (exit_session && tty->pgrp)
		kill_pgrp(tty->pgrp, SIGHUP);
}

static void signal_old_pgrp(struct signal_struct *s)
{
	pid_t pgrp = s->tty_old_pgrp;

	s->tty_old_pgrp = 0;
	if (!pgrp)
		return;
	kill_pgrp(pgrp, SIGHUP);
	kill_pgrp(pgrp, SIGCONT);
}

/* As if the leader itself had sent it. */
static void signal_from_leader(pid_t pgrp, int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_USER, .pid = current->tgid,
				 .uid = current->cred->uid };
	struct pid *pid = find_pid(pgrp);
	struct signal_struct *s;

	if (pid)
		list_for_each_entry(s, &pid->members[PIDTYPE_PGID], pid_node[PIDTYPE_PGID])
			send_signal_info(&info, s->leader, true);
}

static void hang_up_foreground(pid_t pgrp, bool on_exit)
{
	if (!pgrp)
		return;
	if (on_exit) {
		kill_pgrp(pgrp, SIGHUP);
		return;
	}
	signal_from_leader(pgrp, SIGHUP);
	signal_from_leader(pgrp, SIGCONT);
}

void disassociate_ctty(bool on_exit)
{
	struct signal_struct *s = current->signal;
	struct tty *tty = s->tty;

	if (!is_session_leader(current))
		return;
	if (!tty) {
		if (on_exit)
			signal_old_pgrp(s);
		return;
	}
	hang_up_foreground(tty->pgrp, on_exit);
	tty->session = tty->pgrp = 0;
	s->tty_old_pgrp = 0;
	session_clear_tty(s->session);
}

/* --- ioctls --- */

static long set_controlling(struct file *f, struct tty *tty, uint64_t arg)
{
	const struct signal_struct *s = current->signal;

	if (is_session_leader(current) && s->session == tty->session)
		return 0;
	if (!is_session_leader(current) || s->tty)
		return -EPERM;
	if (tty->session && (arg != 1 || !capable(CAP_SYS_ADMIN)))
		return -EPERM;
	session_clear_tty(tty->session); /* stolen */
	if (!(f->mode & FMODE_READ) && !capable(CAP_SYS_ADMIN))
		return -EPERM;
	proc_set_tty(tty);
	return 0;
}

static long give_up(struct tty *tty)
{
	if (current->signal->tty != tty)
		return -ENOTTY;
	disassociate_ctty(false);
	proc_clear_tty();
	return 0;
}

/* A master tells of its slave whoever asks; a slave only its own session. */
static bool may_ask(const struct tty *tty, const struct tty *real)
{
	return tty != real || current->signal->tty == real;
}

static long get_pgrp(const struct tty *tty, const struct tty *real, uaddr_t arg)
{
	return may_ask(tty, real) ? put_user(real->pgrp, arg) : -ENOTTY;
}

static long get_session(const struct tty *tty, const struct tty *real, uaddr_t arg)
{
	if (!may_ask(tty, real) || !real->session)
		return -ENOTTY;
	return put_user(real->session, arg);
}

/* Session of a group or, as Linux has it, of a process that leads none. 0: of neither. */
static pid_t session_of_pgrp(const struct pid *pgrp)
{
	const struct list_head *members = &pgrp->members[PIDTYPE_PGID];

	if (!list_empty(members))
		return list_first_entry(members, struct signal_struct, pid_node[PIDTYPE_PGID])
			->session;
	return pgrp->task ? pgrp->task->signal->session : 0;
}

static long set_pgrp(struct tty *real, uaddr_t arg)
{
	const struct signal_struct *s = current->signal;
	int err = tty_check_change(real, SIGTTOU);
	struct pid *pid;
	pid_t pgrp;

	if (err)
		return err == -EIO ? -ENOTTY : err;
	if (get_user(pgrp, arg))
		return -EFAULT;
	if (pgrp < 0)
		return -EINVAL;
	if (s->tty != real || real->session != s->session)
		return -ENOTTY;
	pid = find_pid(pgrp);
	if (!pid)
		return -ESRCH;
	if (session_of_pgrp(pid) != s->session)
		return -EPERM;
	real->pgrp = pgrp;
	return 0;
}

long tty_jobctrl_ioctl(struct tty *tty, struct tty *real, struct file *f, unsigned cmd,
		       uint64_t arg)
{
	switch (cmd) {
	case TIOCNOTTY:
		return give_up(tty);
	case TIOCSCTTY:
		return set_controlling(f, real, arg);
	case TIOCGPGRP:
		return get_pgrp(tty, real, arg);
	case TIOCSPGRP:
		return set_pgrp(real, arg);
	case TIOCGSID:
		return get_session(tty, real, arg);
	default:
		return -ENOIOCTLCMD;
	}
}

SYSCALL_DEFINE0(vhangup)
{
	if (!capable(CAP_SYS_TTY_CONFIG))
		return -EPERM;
	if (current->signal->tty)
		tty_vhangup(current->signal->tty);
	return 0;
}

/* --- the host's terminal --- */

bool tty_host_signal(int sig)
{
	struct tty *tty = console_tty();

	if (!tty || !tty->pgrp)
		return false;
	if (sig == SIGHUP)
		tty_vhangup(tty);
	else
		kill_pgrp(tty->pgrp, sig);
	return true;
}
