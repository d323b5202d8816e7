/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Queues of signals: what is kept of each one that is pending, who pays for it, and which comes off
 * first. RLIMIT_SIGPENDING counts for all processes of a real user id.
 */
#include "kernel/internal.h"
#include "kernel/slab.h"

/* Raised by the task's own instructions: delivered before what others send. */
#define SYNCHRONOUS_MASK                                                                \
	(sigmask(SIGSEGV) | sigmask(SIGBUS) | sigmask(SIGILL) | sigmask(SIGTRAP) |      \
	 sigmask(SIGFPE) | sigmask(SIGSYS))

/* --- who pays --- */

struct sig_user {
	struct list_head node; /* of kernel.sig_users, those used last in front */
	uid_t uid;
	unsigned count; /* never 0 */
};

static struct sig_user *sig_user_find(uid_t uid)
{
	struct sig_user *u;

	list_for_each_entry(u, &kernel->sig_users, node)
		if (u->uid == uid)
			return u;
	return NULL;
}

unsigned sigpending_of_user(uid_t uid)
{
	const struct sig_user *u = sig_user_find(uid);

	return u ? u->count : 0;
}

struct sig_user *sig_user_charge(uid_t uid, uint64_t limit)
{
	struct sig_user *u = sig_user_find(uid);

	if ((u ? u->count : 0) >= limit)
		return NULL;
	if (!u) {
		u = kzalloc(sizeof(*u));
		if (!u)
			return NULL;
		u->uid = uid;
		list_init(&u->node);
	}
	u->count++;
	list_del(&u->node);
	list_add(&u->node, &kernel->sig_users);
	return u;
}

void sig_user_uncharge(struct sig_user *u)
{
	if (--u->count)
		return;
	list_del(&u->node);
	kfree(u);
}

/* --- queues --- */

void sigpending_init(struct sigpending *p)
{
	list_init(&p->queue);
	p->signal.bits = 0;
}

/* The override is for signals that must not get lost for want of quota: faults, kill(2). */
struct sigqueue *sigqueue_alloc(const struct task *t, bool override)
{
	uint64_t limit = override ? UINT64_MAX : t->signal->rlim[RLIMIT_SIGPENDING].cur;
	struct sig_user *user = sig_user_charge(t->cred->uid, limit);
	struct sigqueue *q = user ? kzalloc(sizeof(*q)) : NULL;

	if (!q) {
		if (user)
			sig_user_uncharge(user);
		return NULL;
	}
	list_init(&q->node);
	q->charged = user;
	return q;
}

void sigqueue_add(struct sigqueue *q, struct sigpending *p)
{
	list_add_tail(&q->node, &p->queue);
	q->on = p;
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
	sig_user_uncharge(q->charged);
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

bool signal_due(const struct sigset64 *blocked)
{
	return next_signal(&current->pending, blocked->bits) ||
	       next_signal(&current->signal->shared_pending, blocked->bits);
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
