/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Who owns an open file (F_SETOWN), and the signals it gets: SIGIO, or the one of F_SETSIG, when a
 * file with O_ASYNC becomes ready; SIGURG for urgent data of sockets.
 */
#include "fs/internal.h"

#include "kernel/pid.h"
#include "kernel/signal.h"

/* --- the owner --- */

/* ring3's own process has no task, and is its group's only member. */
static bool exists(const struct pid *pid, int type)
{
	if (pid == kernel->own_pid)
		return true;
	if (type == F_OWNER_PGRP)
		return !list_empty(&pid->members[PIDTYPE_PGID]);
	return pid->task;
}

/* The rights of a signal are those of whoever made the owner. */
static void change_owner(struct file *f, struct pid *pid, int type)
{
	struct pid *old = f->owner;

	f->owner = pid ? get_pid(pid) : NULL;
	f->owner_type = type;
	if (pid) {
		f->owner_uid = current->cred->uid;
		f->owner_euid = current->cred->euid;
	}
	if (old)
		put_pid(old);
}

/* 0: nobody. A number that nobody bears is refused; whether it is a group's is not asked. */
static int set_owner(struct file *f, int type, int nr)
{
	struct pid *pid = nr ? find_pid(nr) : NULL;

	if (nr && !pid)
		return -ESRCH;
	change_owner(f, pid, type);
	return 0;
}

void file_drop_owner(struct file *f)
{
	change_owner(f, NULL, F_OWNER_TID);
}

static int owner_nr(const struct file *f)
{
	return f->owner && exists(f->owner, f->owner_type) ? f->owner->nr : 0;
}

int file_setown(struct file *f, int who)
{
	if (who == INT32_MIN)
		return -EINVAL;
	return who < 0 ? set_owner(f, F_OWNER_PGRP, -who) : set_owner(f, F_OWNER_PID, who);
}

int file_getown(const struct file *f)
{
	return f->owner_type == F_OWNER_PGRP ? -owner_nr(f) : owner_nr(f);
}

struct f_owner_ex {
	int32_t type, pid;
};

int file_setown_ex(struct file *f, uaddr_t ua)
{
	struct f_owner_ex owner;

	if (get_user(owner, ua))
		return -EFAULT;
	if (owner.type < F_OWNER_TID || owner.type > F_OWNER_PGRP)
		return -EINVAL;
	return set_owner(f, owner.type, owner.pid);
}

int file_getown_ex(const struct file *f, uaddr_t ua)
{
	struct f_owner_ex owner = { f->owner_type, owner_nr(f) };

	return put_user(owner, ua);
}

int file_getowner_uids(const struct file *f, uaddr_t ua)
{
	uint32_t ids[2] = { f->owner_uid, f->owner_euid };

	return copy_to_user(ua, ids, sizeof(ids)) ? -EFAULT : 0;
}

/* --- who wants signals --- */

struct fasync {
	struct list_head node; /* of the object's list */
	struct file *file;     /* not counted: it takes its entries with it */
	fd_t fd;	       /* by which O_ASYNC was set */
};

int fasync_helper(struct file *f, fd_t fd, bool on, struct list_head *list)
{
	struct fasync *fa;

	list_for_each_entry(fa, list, node) {
		if (fa->file != f)
			continue;
		fa->fd = fd;
		if (!on) {
			list_del(&fa->node);
			kfree(fa);
		}
		return 0;
	}
	if (!on)
		return 0;
	fa = kmalloc(sizeof(*fa));
	if (!fa)
		return -ENOMEM;
	fa->file = f;
	fa->fd = fd;
	list_add(&fa->node, list);
	return 0;
}

int file_set_async(struct file *f, fd_t fd, bool on)
{
	int err;

	if (on == !!(f->flags & O_ASYNC))
		return 0;
	if (!f->op->fasync)
		return -ENOTTY;
	err = f->op->fasync(f, fd, on);
	if (!err)
		f->flags = on ? f->flags | O_ASYNC : f->flags & ~(unsigned)O_ASYNC;
	return err;
}

/* --- sending --- */

static bool may_signal(const struct file *f, const struct task *t)
{
	const struct cred *c = t->cred;

	return c && (!f->owner_euid || f->owner_euid == c->suid || f->owner_euid == c->uid ||
		     f->owner_uid == c->suid || f->owner_uid == c->uid);
}

static int64_t band_of(int reason)
{
	static const unsigned bands[] = {
		EPOLLIN | EPOLLRDNORM,
		EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND,
		EPOLLIN | EPOLLRDNORM | EPOLLMSG,
		EPOLLERR,
		EPOLLPRI | EPOLLRDBAND,
		EPOLLHUP | EPOLLERR,
	};

	return bands[reason - POLL_IN];
}

/* Signals whose codes have a meaning of their own tell only that it was about a descriptor. */
static bool has_own_codes(int sig)
{
	return sig == SIGILL || sig == SIGFPE || sig == SIGSEGV || sig == SIGBUS ||
	       sig == SIGTRAP || sig == SIGCHLD || sig == SIGSYS;
}

/* A signal that was chosen says which descriptor; if it cannot be queued, a plain SIGIO goes. */
static void send_sigio(const struct file *f, fd_t fd, int reason, struct task *t)
{
	int sig = (int)f->owner_sig;
	struct ksiginfo info = { .signo = sig,
				 .code = has_own_codes(sig) ? SI_SIGIO : reason,
				 .band = band_of(reason),
				 .fd = fd };
	struct ksiginfo plain = { .signo = SIGIO, .code = SI_KERNEL };
	bool process = f->owner_type != F_OWNER_TID;

	if (!may_signal(f, t))
		return;
	if (!sig || send_signal_info(&info, t, process))
		send_signal_info(&plain, t, process);
}

static void send_sigurg(const struct file *f, struct task *t)
{
	struct ksiginfo info = { .signo = SIGURG, .code = SI_KERNEL };

	if (may_signal(f, t))
		send_signal_info(&info, t, f->owner_type != F_OWNER_TID);
}

static void send_to_owner(const struct file *f, fd_t fd, int reason)
{
	struct signal_struct *s;

	if (!f->owner)
		return;
	if (f->owner_type == F_OWNER_PGRP) {
		for_each_pgrp_member(s, f->owner) reason ? send_sigio(f, fd, reason, s->leader)
							 : send_sigurg(f, s->leader);
		return;
	}
	if (f->owner->task)
		reason ? send_sigio(f, fd, reason, f->owner->task) : send_sigurg(f, f->owner->task);
}

void file_send_sigio(const struct file *f, fd_t fd, int reason)
{
	send_to_owner(f, fd, reason);
}

void file_send_sigurg(const struct file *f)
{
	send_to_owner(f, -1, 0);
}

void __kill_fasync(struct list_head *list, int reason)
{
	struct fasync *fa;

	list_for_each_entry(fa, list, node)
		send_to_owner(fa->file, fa->fd, reason);
}
