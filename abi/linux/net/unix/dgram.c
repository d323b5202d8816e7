/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX datagrams and sequenced packets: one message, one read. */
#include "net/unix/unix.h"

#define DGRAM_OVERHEAD 32 /* what Linux keeps of the send buffer for itself */

/* --- sending --- */

/* A connected socket met its peer's end: it is connected no more. */
static int peer_is_dead(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk);

	if (sk->type == SOCK_SEQPACKET)
		return -EPIPE;
	if (u->peer != other)
		return 0;
	u->peer = NULL;
	unix_peer_wake_disconnect(sk);
	sk->state = SS_CLOSED;
	unix_dgram_disconnected(sk, other);
	sock_put(other); /* the connection's reference */
	return -ECONNREFUSED;
}

/*
 * May it be sent to other now? 0; 1: no, but look for the destination anew; -errno. Where other's
 * queue is full this waits. May sleep.
 */
static int ready_to_send(struct sock *sk, struct sock *other, int64_t *timeo)
{
	int err;

	for (;;) {
		if (!unix_may_send(sk, other))
			return -EPERM;
		if (other->flags & SOCKF_DEAD) {
			err = peer_is_dead(sk, other);
			return err ? err : 1;
		}
		if (other->shutdown & RCV_SHUTDOWN)
			return -EPIPE;
		if (other == sk || unix_sk(other)->peer == sk ||
		    likely(!unix_recvq_full(unix_sk(other))))
			return 0;
		if (!*timeo && unix_sk(sk)->peer == other)
			return unix_peer_wake_me(sk, other) ? -EAGAIN : 0;
		err = sock_sleep(&unix_sk(other)->peer_wait, timeo, SOCK_WRITER, true);
		if (err)
			return err;
	}
}

static struct unix_msg *make_message(struct sock *sk, struct kmsg *m, struct scm *scm)
{
	size_t len = m->iter.count;
	struct unix_msg *msg;
	int err;

	if (len > (size_t)sk->sndbuf - DGRAM_OVERHEAD)
		return ERR_PTR(-EMSGSIZE);
	msg = unix_msg_alloc(sk, len, unix_dgram_truesize(len), m->flags);
	if (IS_ERR(msg))
		return msg;
	err = unix_msg_attach(msg, scm);
	if (!err && copy_from_iter(msg->data, len, &m->iter) < len)
		err = -EFAULT;
	if (err) {
		unix_msg_free(msg);
		return ERR_PTR(err);
	}
	return msg;
}

static void deliver(struct sock *sk, struct sock *other, struct unix_msg *msg)
{
	if (other->flags & (SOCKF_RCVTSTAMP | SOCKF_RCVTSTAMPNS))
		msg->stamp = ktime_get_real();
	unix_msg_add_sender(msg, sk, other);
	unix_msg_queue(unix_sk(other), msg);
	sock_readable(other);
}

/* To other (whose reference it takes; NULL: look for it) goes msg. 0 or -errno. May sleep. */
static int send_to(struct sock *sk, struct kmsg *m, struct sock *other, struct unix_msg *msg)
{
	int64_t timeo = sock_sndtimeo(sk, m->flags & MSG_DONTWAIT);
	int err;

	for (;;) {
		if (!other) {
			if (!m->namelen)
				return -ECONNRESET;
			other = unix_find(m, sk->type);
			if (IS_ERR(other))
				return PTR_ERR(other);
		}
		err = ready_to_send(sk, other, &timeo);
		if (!err)
			deliver(sk, other, msg);
		sock_put(other);
		if (err <= 0)
			return err;
		other = NULL;
	}
}

/* Whether anybody receives it is asked last, when there is a message to be sent. */
static int64_t send_datagram(struct sock *sk, struct kmsg *m, struct scm *scm)
{
	struct unix_sock *u = unix_sk(sk);
	size_t len = m->iter.count;
	struct unix_msg *msg;
	int err;

	if (m->flags & MSG_OOB)
		return -EOPNOTSUPP;
	err = m->namelen ? unix_validate_addr(m) : 0;
	if (!err)
		err = unix_autobind_passcred(sk);
	if (err)
		return err;
	msg = make_message(sk, m, scm);
	if (IS_ERR(msg))
		return PTR_ERR(msg);
	if (!m->namelen && !u->peer)
		err = -ENOTCONN;
	else
		err = send_to(sk, m, m->namelen ? NULL : sock_get(u->peer), msg);
	if (err)
		unix_msg_free(msg);
	return err ? err : (int64_t)len;
}

int64_t unix_dgram_sendmsg(struct sock *sk, struct kmsg *m)
{
	struct scm scm;
	int64_t ret = scm_send(m, &scm);

	if (ret)
		return ret;
	ret = send_datagram(sk, m, &scm);
	scm_destroy(&scm);
	return ret;
}

int64_t unix_seqpacket_sendmsg(struct sock *sk, struct kmsg *m)
{
	int err = sock_error(sk);

	if (err)
		return err;
	if (sk->state != SS_ESTABLISHED)
		return -ENOTCONN;
	m->namelen = 0;
	return unix_dgram_sendmsg(sk, m);
}

/* --- receiving --- */

/* The first message, or with a peek offset the one that it falls into. */
static struct unix_msg *try_recv(struct unix_sock *u, unsigned flags, unsigned *skip)
{
	struct unix_msg *msg = unix_queue_first(u);

	if (!(flags & MSG_PEEK)) {
		if (msg)
			unix_msg_unlink(u, msg);
		return msg;
	}
	while (msg && *skip && *skip >= msg->len) {
		*skip -= msg->len;
		msg = unix_queue_next(u, msg);
	}
	return msg;
}

/* What keeps a reader from waiting any longer: 0: the end; 1: nothing; -errno. */
static int no_more(struct sock *sk)
{
	int err = sock_error(sk);

	if (err)
		return err;
	if (sk->shutdown & RCV_SHUTDOWN)
		return 0;
	return unix_is_connected_type(sk) && sk->state == SS_CLOSED ? -ENOTCONN : 1;
}

struct unix_msg *unix_recv_wait(struct sock *sk, unsigned flags, unsigned *skip, int *err)
{
	int64_t timeo = sock_rcvtimeo(sk, flags & MSG_DONTWAIT);
	const unsigned first_skip = *skip;
	struct unix_msg *msg;

	for (;;) {
		*err = sock_error(sk);
		if (*err)
			return NULL;
		*skip = first_skip;
		msg = try_recv(unix_sk(sk), flags, skip);
		if (msg)
			return msg;
		*err = timeo ? no_more(sk) : -EAGAIN;
		if (*err <= 0)
			return NULL;
		*err = sock_sleep(&sk->wait, &timeo, SOCK_READER, true);
		if (*err)
			return NULL;
	}
}

static unsigned peek_offset(const struct sock *sk, unsigned flags)
{
	return flags & MSG_PEEK && sk->peek_off > 0 ? (unsigned)sk->peek_off : 0;
}

/* The offset follows what was peeked at, and what was taken. */
static void move_peek_offset(struct sock *sk, unsigned flags, unsigned n)
{
	if (sk->peek_off < 0)
		return;
	if (flags & MSG_PEEK)
		sk->peek_off += (int)n;
	else
		sk->peek_off = max(sk->peek_off - (int)n, 0);
}

static int64_t recv_datagram(struct sock *sk, struct kmsg *m, struct unix_msg *msg, unsigned skip)
{
	bool peek = m->flags & MSG_PEEK;
	size_t left = msg->len - skip, n = min(m->iter.count, left);
	struct scm scm = { .fds = NULL };
	int err;

	unix_copy_addr(m, msg->from);
	if (n < left)
		m->out |= MSG_TRUNC;
	if (copy_to_iter(msg->data + skip, n, &m->iter) < n)
		return -EFAULT;
	if (sk->flags & (SOCKF_RCVTSTAMP | SOCKF_RCVTSTAMPNS))
		scm_recv_timestamp(sk, m, msg->stamp ? msg->stamp : ktime_get_real());
	err = unix_msg_detach(msg, &scm, peek);
	if (err)
		return err;
	scm.from = sender_get(&msg->sender);
	move_peek_offset(sk, m->flags, (unsigned)(peek ? n : msg->len));
	scm_recv(sk, m, &scm);
	return (int64_t)(m->flags & MSG_TRUNC ? left : n);
}

int64_t unix_dgram_recvmsg(struct sock *sk, struct kmsg *m)
{
	unsigned skip = peek_offset(sk, m->flags);
	struct unix_msg *msg;
	int64_t ret;
	int err;

	if (m->flags & MSG_OOB)
		return -EOPNOTSUPP;
	msg = unix_recv_wait(sk, m->flags, &skip, &err);
	if (!msg) {
		if (err == -EAGAIN && sk->type == SOCK_SEQPACKET && (sk->shutdown & RCV_SHUTDOWN))
			err = 0;
		return err;
	}
	wake_up_poll(&unix_sk(sk)->peer_wait, EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
	ret = recv_datagram(sk, m, msg, skip);
	if (!(m->flags & MSG_PEEK))
		unix_msg_free(msg);
	return ret;
}

int64_t unix_seqpacket_recvmsg(struct sock *sk, struct kmsg *m)
{
	if (sk->state != SS_ESTABLISHED)
		return -ENOTCONN;
	return unix_dgram_recvmsg(sk, m);
}
