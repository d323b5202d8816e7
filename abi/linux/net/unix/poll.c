/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What AF_UNIX sockets say they are ready for. */
#include "net/unix/unix.h"

static unsigned common_mask(const struct unix_sock *u)
{
	const struct sock *sk = &u->sk;
	unsigned mask = 0;

	if (sk->err)
		mask |= EPOLLERR;
	if (sk->shutdown == SHUTDOWN_MASK)
		mask |= EPOLLHUP;
	if (sk->shutdown & RCV_SHUTDOWN)
		mask |= EPOLLRDHUP | EPOLLIN | EPOLLRDNORM;
	if (!list_empty(&u->queue))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (unix_is_connected_type(sk) && sk->state == SS_CLOSED)
		mask |= EPOLLHUP;
	return mask;
}

unsigned unix_stream_poll(struct sock *sk, struct file *f, struct poll_table *pt)
{
	struct unix_sock *u = unix_sk(sk);
	unsigned mask;

	poll_wait(f, &sk->wait, pt);
	mask = common_mask(u);
	if (u->oob)
		mask |= EPOLLPRI;
	if (unix_writable(sk))
		mask |= EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND;
	return mask;
}

/* A datagram's peer may have no room: then sk is told when it has. */
unsigned unix_dgram_poll(struct sock *sk, struct file *f, struct poll_table *pt)
{
	struct unix_sock *u = unix_sk(sk);
	struct sock *other = u->peer;
	bool writable;
	unsigned mask;

	poll_wait(f, &sk->wait, pt);
	mask = common_mask(u);
	if (pt && pt->key && !(pt->key & (EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND)))
		return mask;
	writable = unix_writable(sk);
	if (writable && other && unix_sk(other)->peer != sk && unix_recvq_full(unix_sk(other)))
		writable = !unix_peer_wake_me(sk, other);
	if (writable)
		mask |= EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND;
	else
		sk->nospace = true;
	return mask;
}
