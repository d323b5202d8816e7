/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The collector. A socket that was sent over a socket lives as long as the message does; sockets
 * that carry each other, and are open nowhere, would live for ever. Those whose every reference is
 * in a message are candidates; of them the ones whose every message stands in a candidate's queue
 * are suspect; what can be reached from the others by messages is not garbage, the rest is: its
 * queues are emptied, and with that it ends.
 */
#include "net/unix/unix.h"

#include "kernel/slab.h"

typedef void (*visit_fn)(struct unix_sock *u, struct list_head *list);

static void visit_fds(const struct scm_fds *fds, visit_fn visit, struct list_head *list)
{
	for (unsigned i = 0; fds->nr_sockets && i < fds->n; i++) {
		struct sock *sk = sock_of(fds->file[i]);

		if (sk && sk->ops->family == AF_UNIX && unix_sk(sk)->gc_candidate)
			visit(unix_sk(sk), list);
	}
}

static void visit_queue(struct unix_sock *u, visit_fn visit, struct list_head *list)
{
	struct unix_msg *msg;

	list_for_each_entry(msg, &u->queue, node)
		if (msg->fds)
			visit_fds(msg->fds, visit, list);
}

/* Every candidate in a message of u, or of a connection that u has not accepted. */
static void visit_carried(struct unix_sock *u, visit_fn visit, struct list_head *list)
{
	struct unix_msg *msg;

	visit_queue(u, visit, list);
	if (u->sk.state != SS_LISTEN)
		return;
	list_for_each_entry(msg, &u->queue, node)
		if (msg->embryo)
			visit_queue(unix_sk(msg->embryo), visit, list);
}

static void found_inside(struct unix_sock *u, __unused struct list_head *list)
{
	u->gc_inside++;
}

static void reach(struct unix_sock *u, struct list_head *list)
{
	if (u->gc_reached)
		return;
	u->gc_reached = true;
	list_move_tail(&u->gc_node, list);
}

static void find_candidates(struct net_state *net, struct list_head *candidates)
{
	struct unix_sock *u;

	list_for_each_entry(u, &net->inflight, inflight_node) {
		const struct file *f = u->sk.file;

		u->gc_candidate = f && f->refs - (f == net->closing) == u->inflight;
		u->gc_reached = false;
		u->gc_inside = 0;
		if (u->gc_candidate)
			list_add_tail(&u->gc_node, candidates);
	}
}

/* Candidates that somebody else's message carries, and all that they carry, leave the list. */
static void keep_reachable(struct list_head *candidates, struct list_head *reached)
{
	struct unix_sock *u, *tmp;

	list_for_each_entry(u, candidates, gc_node)
		visit_carried(u, found_inside, NULL);
	list_for_each_entry_safe(u, tmp, candidates, gc_node)
		if (u->gc_inside < u->inflight)
			reach(u, reached);
	list_for_each_entry(u, reached, gc_node) /* grows as it goes */
		visit_carried(u, reach, reached);
}

static void move_messages(struct unix_sock *u, struct list_head *doomed)
{
	struct unix_msg *msg, *tmp;

	list_for_each_entry_safe(msg, tmp, &u->queue, node) {
		if (!msg->fds)
			continue;
		if (u->oob == msg)
			u->oob = NULL;
		unix_msg_unlink(u, msg);
		list_add_tail(&msg->node, doomed);
	}
}

/* The messages with descriptors go, and with them the sockets. */
static void empty_queues(struct unix_sock *u, struct list_head *doomed)
{
	struct unix_msg *msg;

	move_messages(u, doomed);
	if (u->sk.state != SS_LISTEN)
		return;
	list_for_each_entry(msg, &u->queue, node)
		if (msg->embryo)
			move_messages(unix_sk(msg->embryo), doomed);
}

static void forget_marks(struct list_head *list)
{
	struct unix_sock *u;

	while (!list_empty(list)) {
		u = list_first_entry(list, struct unix_sock, gc_node);
		u->gc_candidate = false;
		list_del(&u->gc_node);
	}
}

static void collect(struct net_state *net)
{
	struct list_head candidates = LIST_HEAD_INIT(candidates);
	struct list_head reached = LIST_HEAD_INIT(reached);
	struct list_head doomed = LIST_HEAD_INIT(doomed);
	struct unix_sock *u;

	find_candidates(net, &candidates);
	keep_reachable(&candidates, &reached);
	list_for_each_entry(u, &candidates, gc_node)
		empty_queues(u, &doomed);
	forget_marks(&candidates);
	forget_marks(&reached);
	while (!list_empty(&doomed)) {
		struct unix_msg *msg = list_first_entry(&doomed, struct unix_msg, node);

		list_del(&msg->node);
		unix_msg_free(msg);
	}
}

void unix_gc(void)
{
	struct net_state *net = net_state();

	net->gc_again = true;
	if (net->collecting)
		return; /* what ends now may leave more behind: the pass is followed by another */
	net->collecting = true;
	net->closes_since_gc = 0;
	while (net->gc_again) {
		net->gc_again = false;
		collect(net);
	}
	net->collecting = false;
}

/* A look costs time in proportion to what is on its way: with much of it, not every close pays. */
#define GC_SHARE 64

void unix_gc_on_close(void)
{
	struct net_state *net = net_state();

	if (net->nr_inflight && ++net->closes_since_gc >= net->nr_inflight / GC_SHARE)
		unix_gc();
}

bool unix_gc_is_due(const struct file *f)
{
	const struct sock *sk = sock_of(f);

	return sk && sk->ops->family == AF_UNIX && unix_sk((struct sock *)sk)->inflight &&
	       f->refs - 1 <= unix_sk((struct sock *)sk)->inflight;
}

void unix_gc_on_flush(struct file *f)
{
	struct net_state *net = net_state();

	if (!unix_gc_is_due(f))
		return;
	net->closing = f;
	unix_gc();
	net->closing = NULL;
}
