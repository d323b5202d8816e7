/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals: whom one reaches, and what it does by being sent. Queues are in sigqueue.c, the objects in
 * sighand.c, stopping and continuing in jobctl.c, what happens on the way to user mode in deliver.c,
 * the system calls in sigcalls.c, kill.c and altstack.c.
 */
#include "kernel/internal.h"
#include "kernel/pid.h"
#include "kernel/trace.h"
#include "uapi/poll.h"

#define SIG_KERNEL_IGNORE_MASK \
	(sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGWINCH) | sigmask(SIGURG))
#define SIG_KERNEL_COREDUMP_MASK                                                        \
	(sigmask(SIGQUIT) | sigmask(SIGILL) | sigmask(SIGTRAP) | sigmask(SIGABRT) |     \
	 sigmask(SIGFPE) | sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGSYS) |       \
	 sigmask(SIGXCPU) | sigmask(SIGXFSZ))
bool sig_kernel_coredump(int sig)
{
	return sig < SIGRTMIN && sigmask(sig) & SIG_KERNEL_COREDUMP_MASK;
}

bool sig_kernel_ignore(int sig)
{
	return sig < SIGRTMIN && sigmask(sig) & SIG_KERNEL_IGNORE_MASK;
}

bool sig_kernel_stop(int sig)
{
	return sig < SIGRTMIN && sigmask(sig) & SIG_KERNEL_STOP_MASK;
}

/* --- masks and pending --- */

void recalc_sigpending_of(struct task *t)
{
	uint64_t due = (t->pending.signal.bits | t->signal->shared_pending.signal.bits) &
		       ~t->blocked.bits;

	if (due || (t->jobctl & JOBCTL_STOP_PENDING) || (t->signal->flags & SIGNAL_CLD_MASK) ||
	    t->signal->group_exit)
		t->work |= TW_SIGNAL;
	else if (t == current) /* another's is cleared by itself, on its way out */
		t->work &= ~TW_SIGNAL;
}

void recalc_sigpending(void)
{
	recalc_sigpending_of(current);
}

void signal_wake_up(struct task *t, bool fatal)
{
	t->work |= fatal ? TW_SIGNAL | TW_KILLED : TW_SIGNAL;
	wake_up_state(t, TASK_INTERRUPTIBLE | (fatal ? TASK_STOPPED | TASK_WAKEKILL : 0));
}

/* Of what is pending for the process, which current does not take: wake who does. */
void retarget_shared_pending(uint64_t which)
{
	struct task *t;

	list_for_each_entry(t, &current->signal->threads, thread_node) {
		if (t == current || t->exiting || !(which & ~t->blocked.bits))
			continue;
		which &= t->blocked.bits;
		signal_wake_up(t, false);
		if (!which)
			return;
	}
}

/*
 * What is now blocked for this thread may be another's to take, so tell those that could; with a
 * mask that opens up, look again at what is pending.
 */
void set_current_blocked(struct sigset64 set)
{
	uint64_t given_up;

	set.bits &= ~SIG_KERNEL_ONLY_MASK;
	given_up = current->signal->shared_pending.signal.bits & set.bits & ~current->blocked.bits;
	current->blocked = set;
	if (given_up)
		retarget_shared_pending(given_up);
	recalc_sigpending();
}

void set_user_sigmask_kernel(struct sigset64 set)
{
	current->saved_sigmask = current->blocked;
	current->restore_sigmask = true;
	set_current_blocked(set);
}

void restore_saved_sigmask_unless(bool interrupted)
{
	if (interrupted || !current->restore_sigmask)
		return;
	current->restore_sigmask = false;
	set_current_blocked(current->saved_sigmask);
}

static bool default_ignored(const struct task *t, int sig)
{
	uaddr_t handler = t->sighand->action[sig - 1].handler;

	return handler == SIG_IGN || (handler == SIG_DFL && sig_kernel_ignore(sig));
}

/* As under Linux's ptrace, a tracer sees each signal where it is taken, ignored or fatal. */
static bool is_traced(const struct task *t)
{
	return t->work & TW_TRACE;
}

/*
 * A blocked signal is kept even if it would be ignored now: the handler may change first. Process 1
 * is spared what it does not handle, but not (force) what the kernel does to it.
 */
static bool sig_ignored(const struct task *t, int sig, bool force)
{
	if ((t->blocked.bits | t->real_blocked.bits) & sigmask(sig))
		return false;
	if (is_traced(t) && sig != SIGKILL)
		return false;
	if ((t->signal->flags & SIGNAL_UNKILLABLE) &&
	    t->sighand->action[sig - 1].handler == SIG_DFL &&
	    !(force && sigmask(sig) & SIG_KERNEL_ONLY_MASK))
		return true;
	return default_ignored(t, sig);
}

bool sig_blocked_or_ignored(int sig)
{
	return current->blocked.bits & sigmask(sig) ||
	       current->sighand->action[sig - 1].handler == SIG_IGN;
}

/* --- sending --- */

struct task *live_thread(const struct signal_struct *s)
{
	struct task *t;

	list_for_each_entry(t, &s->threads, thread_node)
		if (!t->exiting && !(t->state & (TASK_ZOMBIE | TASK_DEAD)))
			return t;
	return NULL;
}

/* What a signal does by being sent at all. False: it goes no further. */
static bool prepare_signal(const struct ksiginfo *info, struct task *t, bool force)
{
	int sig = info->signo;

	if (t->signal->group_exit)
		return false;
	if (sig_kernel_stop(sig))
		flush_process_signals(t, sigmask(SIGCONT));
	else if (sig == SIGCONT)
		continue_process(t);
	if (!sig_ignored(t, sig, force))
		return true;
	trace_ignored(t, info);
	return false;
}

static bool wants_signal(int sig, const struct task *t)
{
	if (t->blocked.bits & sigmask(sig) || t->exiting ||
	    t->state & (TASK_ZOMBIE | TASK_DEAD))
		return false;
	if (sig == SIGKILL)
		return true;
	return t->state != TASK_STOPPED && (t == current || !(t->work & TW_SIGNAL));
}

/* At once, without a look at its queue: not if a tracer is to see the signal. */
static bool sig_fatal(const struct task *t, int sig)
{
	if (t->work & TW_TRACE && sig != SIGKILL)
		return false;
	return !sig_kernel_ignore(sig) && !sig_kernel_stop(sig) &&
	       t->sighand->action[sig - 1].handler == SIG_DFL;
}

/* Its own SIGKILL ends t at its next look, whatever it sleeps for. */
static void kill_thread(struct task *t)
{
	jobctl_clear(t);
	t->pending.signal.bits |= sigmask(SIGKILL);
	signal_wake_up(t, true);
}

void begin_group_exit(struct task *t, int code)
{
	struct signal_struct *s = t->signal;
	struct task *p;

	s->group_exit = true;
	s->group_exit_code = code;
	s->group_stop_count = 0;
	s->flags = 0; /* neither stopped nor continued, nor protected any more */
	list_for_each_entry(p, &s->threads, thread_node)
		if (!p->exiting)
			kill_thread(p);
}

int zap_other_threads(void)
{
	struct task *t;
	int n = 0;

	current->signal->group_stop_count = 0;
	list_for_each_entry(t, &current->signal->threads, thread_node) {
		if (t == current)
			continue;
		n++;
		if (!t->exiting)
			kill_thread(t);
	}
	return n;
}

/* The next thread after the one that took the last signal, so that all get their share. */
static struct task *choose_thread(int sig, struct task *t)
{
	struct signal_struct *s = t->signal;
	struct list_head *n, *from = s->curr_target ? &s->curr_target->thread_node : &t->thread_node;
	struct task *p;

	for (n = from;;) {
		if (n != &s->threads) {
			p = list_entry(n, struct task, thread_node);
			if (wants_signal(sig, p)) {
				s->curr_target = p;
				return p;
			}
		}
		n = n->next;
		if (n == from)
			return NULL;
	}
}

static void complete_signal(int sig, struct task *t, bool process)
{
	struct task *target = wants_signal(sig, t) ? t : process ? choose_thread(sig, t) : NULL;

	if (!target)
		return; /* whoever unblocks it, finds it */
	if (sig_fatal(t, sig) && !(target->real_blocked.bits & sigmask(sig)) &&
	    (sig == SIGKILL || !(sig_kernel_coredump(sig) || is_traced(t))))
		begin_group_exit(t, sig);
	else
		signal_wake_up(target, sig == SIGKILL);
}

static struct sigpending *queue_of(struct task *t, bool process)
{
	return process ? &t->signal->shared_pending : &t->pending;
}

/* It is queued: whoever could take it learns of it. */
static void make_pending(int sig, struct task *t, bool process)
{
	queue_of(t, process)->signal.bits |= sigmask(sig);
	wake_up(&t->sighand->signalfd_wqh);
	complete_signal(sig, t, process);
}

/* For a process whose leader has ended, another thread stands in. NULL: all have. */
static struct task *addressee(struct task *t, bool process)
{
	if (process && (t->exiting || !t->sighand))
		t = live_thread(t->signal);
	return t && t->sighand ? t : NULL;
}

/* Where there is no memory or quota for an entry, the number alone is delivered, if that will do. */
static int queue_info(const struct ksiginfo *info, struct task *t, struct sigpending *pending)
{
	int sig = info->signo;
	struct sigqueue *q;

	if (sig == SIGKILL)
		return 0;
	q = sigqueue_alloc(t, sig < SIGRTMIN && info->code >= 0);
	if (!q)
		return sig >= SIGRTMIN && info->code != SI_USER ? -EAGAIN : 0;
	q->info = *info;
	sigqueue_add(q, pending);
	return 0;
}

int send_signal_info(const struct ksiginfo *info, struct task *t, bool process)
{
	struct sigpending *pending;
	int err, sig = info->signo;

	t = addressee(t, process);
	if (!t || !prepare_signal(info, t, info->code == SI_KERNEL))
		return 0;
	pending = queue_of(t, process);
	if (sig < SIGRTMIN && pending->signal.bits & sigmask(sig))
		return 0; /* the old ones are never queued twice */
	err = queue_info(info, t, pending);
	if (!err)
		make_pending(sig, t, process);
	return err;
}

bool send_sigqueue(struct sigqueue *q, struct task *t, bool process)
{
	if (q->on)
		return false;
	t = addressee(t, process);
	if (!t || !prepare_signal(&q->info, t, false))
		return true;
	sigqueue_add(q, queue_of(t, process));
	make_pending(q->info.signo, t, process);
	return true;
}

int send_sig(int sig, struct task *t)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };

	return send_signal_info(&info, t, false);
}

int send_sig_process(int sig, struct task *t)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };

	return send_signal_info(&info, t, true);
}

int kill_pgrp(pid_t pgrp, int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };
	struct pid *pid = find_pid(pgrp);
	struct signal_struct *s;
	int err = -ESRCH;

	if (!pid)
		return err;
	for_each_pgrp_member(s, pid) {
		send_signal_info(&info, s->leader, true);
		err = 0;
	}
	return err;
}

static void force_sig_to_current(const struct ksiginfo *info, bool to_default)
{
	struct k_sigaction *ka = &current->sighand->action[info->signo - 1];
	bool blocked = current->blocked.bits & sigmask(info->signo);

	if (blocked || ka->handler == SIG_IGN || to_default) {
		ka->handler = SIG_DFL;
		current->blocked.bits &= ~sigmask(info->signo);
	}
	if (ka->handler == SIG_DFL)
		current->signal->flags &= ~SIGNAL_UNKILLABLE;
	send_signal_info(info, current, false);
	recalc_sigpending(); /* it may have been pending while blocked */
}

void force_sig_info(const struct ksiginfo *info)
{
	force_sig_to_current(info, false);
}

void force_sig(int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };

	force_sig_to_current(&info, false);
}

void force_fatal_sig(int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };

	force_sig_to_current(&info, true);
}

void force_sigsegv(int sig)
{
	if (sig == SIGSEGV)
		force_fatal_sig(SIGSEGV);
	else
		force_sig(SIGSEGV);
}
