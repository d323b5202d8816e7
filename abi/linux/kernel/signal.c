/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals: how one gets onto a queue and off it again. The objects are in sighand.c, what happens on
 * the way to user mode in deliver.c, the system calls in sigcalls.c, kill.c and altstack.c.
 */
#include "kernel/internal.h"
#include "kernel/slab.h"

#define SIG_KERNEL_ONLY_MASK (sigmask(SIGKILL) | sigmask(SIGSTOP))
#define SIG_KERNEL_STOP_MASK \
	(sigmask(SIGSTOP) | sigmask(SIGTSTP) | sigmask(SIGTTIN) | sigmask(SIGTTOU))
#define SIG_KERNEL_IGNORE_MASK \
	(sigmask(SIGCONT) | sigmask(SIGCHLD) | sigmask(SIGWINCH) | sigmask(SIGURG))
#define SIG_KERNEL_COREDUMP_MASK                                                        \
	(sigmask(SIGQUIT) | sigmask(SIGILL) | sigmask(SIGTRAP) | sigmask(SIGABRT) |     \
	 sigmask(SIGFPE) | sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGSYS) |       \
	 sigmask(SIGXCPU) | sigmask(SIGXFSZ))
/* Raised by the task's own instructions: delivered before what others send. */
#define SYNCHRONOUS_MASK                                                                \
	(sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGILL) | sigmask(SIGTRAP) |      \
	 sigmask(SIGFPE) | sigmask(SIGSYS))

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

/* --- queues --- */

void sigpending_init(struct sigpending *p)
{
	list_init(&p->queue);
	p->signal.bits = 0;
}

/* The override is for signals that must not get lost for want of quota: faults, kill(2). */
static struct sigqueue *sigqueue_alloc(struct signal_struct *s, bool override)
{
	struct sigqueue *q;

	if (!override && s->nr_sigqueue >= s->rlim[RLIMIT_SIGPENDING].cur)
		return NULL;
	q = kzalloc(sizeof(*q));
	if (!q)
		return NULL;
	list_init(&q->node);
	q->charged = s;
	s->nr_sigqueue++;
	return q;
}

/* Off its queue, to be delivered (info) or not (NULL); an owned entry's owner is told. */
static void sigqueue_release(struct sigqueue *q, struct ksiginfo *info)
{
	list_del(&q->node);
	q->on = NULL;
	if (q->dequeued) {
		q->dequeued(q, info);
		return;
	}
	q->charged->nr_sigqueue--;
	kfree(q);
}

void flush_sigqueue(struct sigpending *p)
{
	while (!list_empty(&p->queue))
		sigqueue_release(list_first_entry(&p->queue, struct sigqueue, node), NULL);
	p->signal.bits = 0;
}

static void flush_signals_in(struct sigpending *p, uint64_t mask)
{
	struct sigqueue *q, *tmp;

	if (!(p->signal.bits & mask))
		return;
	p->signal.bits &= ~mask;
	list_for_each_entry_safe(q, tmp, &p->queue, node)
		if (sigmask(q->info.signo) & mask)
			sigqueue_release(q, NULL);
}

/* From the shared queue and every thread's. */
void flush_process_signals(struct task *t, uint64_t mask)
{
	struct task *p;

	flush_signals_in(&t->signal->shared_pending, mask);
	list_for_each_entry(p, &t->signal->threads, thread_node)
		flush_signals_in(&p->pending, mask);
}

/* --- masks and pending --- */

static void recalc_sigpending_of(struct task *t)
{
	uint64_t due = (t->pending.signal.bits | t->signal->shared_pending.signal.bits) &
		       ~t->blocked.bits;

	if (due || t->signal->stopped)
		t->work |= TW_SIGNAL;
	else if (t == current) /* another's is cleared by itself, on its way out */
		t->work &= ~TW_SIGNAL;
}

void recalc_sigpending(void)
{
	recalc_sigpending_of(current);
}

static void signal_wake_up(struct task *t, bool fatal)
{
	t->work |= fatal ? TW_SIGNAL | TW_KILLED : TW_SIGNAL;
	wake_up_state(t, TASK_INTERRUPTIBLE | (fatal ? TASK_STOPPED : 0));
}

/*
 * What is now blocked for this thread may be another's to take, so tell those that could; with a
 * mask that opens up, look again at what is pending.
 */
void set_current_blocked(struct sigset64 set)
{
	struct task *t;
	uint64_t given_up;

	set.bits &= ~SIG_KERNEL_ONLY_MASK;
	given_up = current->signal->shared_pending.signal.bits & set.bits & ~current->blocked.bits;
	current->blocked = set;
	if (given_up)
		list_for_each_entry(t, &current->signal->threads, thread_node)
			if (t != current && given_up & ~t->blocked.bits)
				signal_wake_up(t, false);
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

/* A blocked signal is kept even if it would be ignored now: the handler may change first. */
static bool sig_ignored(const struct task *t, int sig)
{
	return !((t->blocked.bits | t->real_blocked.bits) & sigmask(sig)) &&
	       default_ignored(t, sig);
}

bool sig_blocked_or_ignored(int sig)
{
	return current->blocked.bits & sigmask(sig) ||
	       current->sighand->action[sig - 1].handler == SIG_IGN;
}

/* --- sending --- */

static void continue_process(struct task *t)
{
	struct task *p;

	flush_process_signals(t, SIG_KERNEL_STOP_MASK);
	if (!t->signal->stopped)
		return;
	t->signal->stopped = false;
	list_for_each_entry(p, &t->signal->threads, thread_node)
		wake_up_state(p, TASK_STOPPED);
}

/* What a signal does by being sent at all. False: it goes no further. */
static bool prepare_signal(int sig, struct task *t)
{
	if (t->signal->group_exit)
		return false;
	if (sig_kernel_stop(sig))
		flush_process_signals(t, sigmask(SIGCONT));
	else if (sig == SIGCONT)
		continue_process(t);
	return !sig_ignored(t, sig);
}

static bool wants_signal(int sig, const struct task *t)
{
	if (t->blocked.bits & sigmask(sig) || t->state & (TASK_ZOMBIE | TASK_DEAD))
		return false;
	if (sig == SIGKILL)
		return true;
	return t->state != TASK_STOPPED && (t == current || !(t->work & TW_SIGNAL));
}

static bool sig_fatal(const struct task *t, int sig)
{
	return !sig_kernel_ignore(sig) && !sig_kernel_stop(sig) &&
	       t->sighand->action[sig - 1].handler == SIG_DFL;
}

/* The process ends whoever of its threads takes it: every sleep of all threads ends now. */
static void begin_group_exit(struct task *t, int sig)
{
	struct task *p;

	t->signal->group_exit = true;
	t->signal->group_exit_code = sig;
	t->signal->stopped = false;
	list_for_each_entry(p, &t->signal->threads, thread_node) {
		p->pending.signal.bits |= sigmask(SIGKILL);
		signal_wake_up(p, true);
	}
}

static void complete_signal(int sig, struct task *t, bool process)
{
	struct task *target = NULL, *p;

	if (wants_signal(sig, t)) {
		target = t;
	} else if (process) {
		list_for_each_entry(p, &t->signal->threads, thread_node) {
			if (wants_signal(sig, p)) {
				target = p;
				break;
			}
		}
	}
	if (!target)
		return; /* whoever unblocks it, finds it */
	if (sig_fatal(t, sig) && !(target->real_blocked.bits & sigmask(sig)) &&
	    (sig == SIGKILL || !sig_kernel_coredump(sig)))
		begin_group_exit(t, sig);
	else
		signal_wake_up(target, false);
}

static struct sigpending *queue_of(struct task *t, bool process)
{
	return process ? &t->signal->shared_pending : &t->pending;
}

static void enqueue(struct sigqueue *q, struct sigpending *p)
{
	list_add_tail(&q->node, &p->queue);
	q->on = p;
}

int send_signal_info(const struct ksiginfo *info, struct task *t, bool process)
{
	struct sigpending *pending = queue_of(t, process);
	int sig = info->signo;
	struct sigqueue *q;

	if (!prepare_signal(sig, t))
		return 0;
	if (sig < SIGRTMIN && pending->signal.bits & sigmask(sig))
		return 0; /* the old ones are never queued twice */
	if (sig != SIGKILL) {
		q = sigqueue_alloc(t->signal, sig < SIGRTMIN && info->code >= 0);
		if (q) {
			q->info = *info;
			enqueue(q, pending);
		} else if (sig >= SIGRTMIN && info->code != SI_USER) {
			return -EAGAIN;
		}
	}
	pending->signal.bits |= sigmask(sig);
	complete_signal(sig, t, process);
	return 0;
}

bool send_sigqueue(struct sigqueue *q, struct task *t, bool process)
{
	struct sigpending *pending = queue_of(t, process);

	if (q->on)
		return false;
	if (!prepare_signal(q->info.signo, t))
		return true;
	enqueue(q, pending);
	pending->signal.bits |= sigmask(q->info.signo);
	complete_signal(q->info.signo, t, process);
	return true;
}

void sigqueue_cancel(struct sigqueue *q)
{
	struct sigpending *p = q->on;
	int sig = q->info.signo;
	struct sigqueue *other;

	if (!p)
		return;
	sigqueue_release(q, NULL);
	list_for_each_entry(other, &p->queue, node)
		if (other->info.signo == sig)
			return;
	p->signal.bits &= ~sigmask(sig);
}

int send_sig(int sig, struct task *t)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };

	return send_signal_info(&info, t, false);
}

int kill_pgrp(pid_t pgrp, int sig)
{
	struct ksiginfo info = { .signo = sig, .code = SI_KERNEL };
	int err = -ESRCH;
	struct task *p;

	for_each_process(p) {
		if (p->signal->pgrp == pgrp) {
			send_signal_info(&info, p, true);
			err = 0;
		}
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

/* --- taking --- */

static int next_signal(const struct sigpending *p, uint64_t blocked)
{
	uint64_t due = p->signal.bits & ~blocked;

	if (due & SYNCHRONOUS_MASK)
		due &= SYNCHRONOUS_MASK;
	return due ? __builtin_ctzll(due) + 1 : 0;
}

/* Takes the first entry for sig; the bit stays while there is another. */
static void collect_signal(struct sigpending *p, int sig, struct ksiginfo *info)
{
	struct sigqueue *q, *first = NULL;
	bool more = false;

	list_for_each_entry(q, &p->queue, node) {
		if (q->info.signo != sig)
			continue;
		if (first) {
			more = true;
			break;
		}
		first = q;
	}
	if (!more)
		p->signal.bits &= ~sigmask(sig);
	if (!first) { /* sent without memory for an entry */
		*info = (struct ksiginfo){ .signo = sig, .code = SI_USER };
		return;
	}
	*info = first->info;
	sigqueue_release(first, info);
}

int dequeue_signal(const struct sigset64 *blocked, struct ksiginfo *info)
{
	struct sigpending *p = &current->pending;
	int sig = next_signal(p, blocked->bits);

	if (!sig) {
		p = &current->signal->shared_pending;
		sig = next_signal(p, blocked->bits);
	}
	if (sig) {
		collect_signal(p, sig, info);
		if (sig == SIGALRM && p == &current->signal->shared_pending)
			itimer_real_dequeued(current->signal);
	}
	recalc_sigpending();
	return sig;
}

/* A fault goes before everything, so that its frame shows the instruction that faulted. */
int dequeue_synchronous_signal(struct ksiginfo *info)
{
	struct sigqueue *q;

	if (!(current->pending.signal.bits & ~current->blocked.bits & SYNCHRONOUS_MASK))
		return 0;
	list_for_each_entry(q, &current->pending.queue, node) {
		uint64_t bit = sigmask(q->info.signo);

		if (q->info.code > SI_USER && bit & SYNCHRONOUS_MASK & ~current->blocked.bits) {
			int sig = q->info.signo;

			collect_signal(&current->pending, sig, info);
			recalc_sigpending();
			return sig;
		}
	}
	return 0;
}

bool pgrp_is_orphaned(pid_t pgrp)
{
	struct task *p;

	for_each_process(p) {
		const struct task *parent = p->parent;

		if (p->signal->pgrp != pgrp || p->state & (TASK_ZOMBIE | TASK_DEAD) || !parent ||
		    parent->pid == INIT_PID)
			continue;
		if (parent->signal->pgrp != pgrp && parent->signal->session == p->signal->session)
			return false;
	}
	return true;
}
