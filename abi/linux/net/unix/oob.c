/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Urgent data of AF_UNIX streams: one byte, a message of its own in the queue. A reader stops
 * before it and, when it has gone there, passes over it. Taken out of band it stays in the queue
 * without its byte, so that the mark keeps its place.
 */
#include "net/unix/unix.h"

int unix_send_oob(struct sock *sk, struct sock *other, struct kmsg *m, struct scm *scm)
{
	struct unix_sock *o = unix_sk(other);
	struct unix_msg *msg = unix_msg_alloc(sk, 1, unix_stream_truesize(1), m->flags);
	int err;

	if (IS_ERR(msg))
		return PTR_ERR(msg);
	err = unix_msg_attach(msg, scm);
	if (!err && copy_from_iter(msg->data, 1, &m->iter) < 1)
		err = -EFAULT;
	if (!err && ((other->flags & SOCKF_DEAD) || (other->shutdown & RCV_SHUTDOWN)))
		err = -EPIPE;
	if (err) {
		unix_msg_free(msg);
		return err;
	}
	unix_msg_add_sender(msg, sk, other);
	unix_msg_queue(o, msg);
	o->oob = msg;
	sock_send_sigurg(other);
	sock_readable(other);
	return 0;
}

int64_t unix_recv_oob(struct sock *sk, struct kmsg *m)
{
	struct unix_sock *u = unix_sk(sk);
	struct unix_msg *msg = u->oob;

	if ((sk->flags & SOCKF_URGINLINE) || !msg)
		return -EINVAL;
	if (!(m->flags & MSG_PEEK)) {
		u->oob = NULL;
		msg->consumed = msg->len;
	}
	if (copy_to_iter(msg->data, 1, &m->iter) < min(m->iter.count, (size_t)1))
		return -EFAULT;
	m->out |= MSG_OOB;
	return 1;
}

/* A mark whose byte was taken: it ends a read that has come so far, and goes at the next one. */
static struct unix_msg *pass_mark(struct unix_sock *u, struct unix_msg *msg, unsigned flags,
				  bool copied)
{
	struct unix_msg *next = unix_queue_next(u, msg);

	if (copied && (!u->oob || msg == u->oob))
		return NULL;
	if (!(flags & MSG_PEEK)) {
		unix_msg_unlink(u, msg);
		unix_msg_free(msg);
	}
	return next;
}

struct unix_msg *unix_manage_oob(struct unix_sock *u, struct unix_msg *msg, unsigned flags,
				 bool copied)
{
	bool in_line = u->sk.flags & SOCKF_URGINLINE;
	struct unix_msg *next;

	if (unlikely(!unix_msg_left(msg))) {
		msg = pass_mark(u, msg, flags, copied);
		if (!msg)
			return NULL;
	}
	if (likely(msg != u->oob))
		return msg;
	if (copied)
		return NULL;
	next = unix_queue_next(u, msg);
	if (flags & MSG_PEEK)
		return in_line ? msg : next;
	u->oob = NULL;
	if (in_line)
		return msg;
	unix_msg_unlink(u, msg);
	unix_msg_free(msg);
	return unix_queue_first(u);
}

bool unix_at_mark(struct unix_sock *u)
{
	struct unix_msg *msg = unix_queue_first(u);

	if (!msg)
		return false;
	return msg == u->oob ||
	       (!unix_msg_left(msg) && (!u->oob || unix_queue_next(u, msg) == u->oob));
}
