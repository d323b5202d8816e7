/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX: connecting and accepting. */
#include "net/unix/unix.h"

#include "kernel/slab.h"

/* --- streams and sequenced packets --- */

static int connect_state(const struct sock *sk)
{
	switch (sk->state) {
	case SS_CLOSED:
		return 0;
	case SS_ESTABLISHED:
		return -EISCONN;
	default:
		return -EINVAL;
	}
}

/* A listener of that name with room in its queue, referenced; or ERR_PTR. May sleep. */
static struct sock *find_listener(struct sock *sk, const struct kmsg *m, unsigned fflags)
{
	int64_t timeo = sock_sndtimeo(sk, fflags & O_NONBLOCK);
	struct sock *other;
	int err;

	for (;;) {
		other = unix_find(m, sk->type);
		if (IS_ERR(other))
			return other;
		err = 0;
		if (other->flags & SOCKF_DEAD)
			goto again;
		err = -ECONNREFUSED;
		if (other->state != SS_LISTEN || (other->shutdown & RCV_SHUTDOWN))
			break;
		if (!unix_recvq_full(unix_sk(other)))
			return other;
		err = sock_sleep(&unix_sk(other)->peer_wait, &timeo, SOCK_WRITER, true);
		if (err)
			break;
	again:
		sock_put(other);
	}
	sock_put(other);
	return ERR_PTR(err);
}

/* The listener's end of a new connection: a socket nobody has accepted yet. */
static struct sock *make_embryo(struct sock *sk)
{
	struct sock *new = unix_alloc(sk->ops, sk->type);

	if (new)
		new->flags = 0;
	return new;
}

static void name_embryo(struct sock *new, struct sock *listener)
{
	struct unix_sock *u = unix_sk(new), *l = unix_sk(listener);

	u->addr = unix_addr_get(l->addr);
	u->path = l->path;
	if (u->path.dentry)
		path_get(&u->path);
	u->listener = listener;
}

/* Both ends know each other, and the listener has something to accept. */
static void establish(struct sock *sk, struct sock *new, struct sock *listener,
		      struct unix_msg *request)
{
	name_embryo(new, listener);
	sock_set_peer_cred(new, current_tgid(), current->cred);
	sock_set_peer_cred(sk, listener->peer_pid, listener->peer_cred);
	new->state = sk->state = SS_ESTABLISHED;
	unix_sk(sk)->peer = sock_get(new);
	unix_sk(new)->peer = sock_get(sk);
	*request = (struct unix_msg){ .embryo = new };
	list_init(&request->node);
	unix_msg_queue(unix_sk(listener), request);
	sock_readable(listener);
}

int unix_stream_connect(struct sock *sk, struct kmsg *m, unsigned fflags)
{
	struct unix_msg *request;
	struct sock *new, *other;
	int err = unix_validate_addr(m);

	if (!err)
		err = unix_autobind_passcred(sk);
	if (err)
		return err;
	new = make_embryo(sk);
	request = new ? kmalloc(sizeof(*request)) : NULL;
	if (!request) {
		sock_put(new);
		return -ENOMEM;
	}
	other = find_listener(sk, m, fflags);
	err = IS_ERR(other) ? PTR_ERR(other) : connect_state(sk);
	if (!err)
		establish(sk, new, other, request);
	if (!IS_ERR(other))
		sock_put(other);
	if (err) {
		kfree(request);
		sock_put(new);
	}
	return err;
}

struct sock *unix_accept(struct sock *sk, unsigned fflags)
{
	struct unix_msg *request;
	struct sock *new;
	unsigned skip = 0;
	int err;

	if (!unix_is_connected_type(sk))
		return ERR_PTR(-EOPNOTSUPP);
	if (sk->state != SS_LISTEN)
		return ERR_PTR(-EINVAL);
	request = unix_recv_wait(sk, fflags & O_NONBLOCK ? MSG_DONTWAIT : 0, &skip, &err);
	if (!request) /* no error: receiving was shut down */
		return ERR_PTR(err ? err : -EINVAL);
	new = request->embryo;
	request->embryo = NULL;
	unix_msg_free(request);
	wake_up(&unix_sk(sk)->peer_wait);
	unix_sk(new)->listener = NULL;
	new->flags |= sk->flags &(SOCKF_PASSCRED | SOCKF_PASSPIDFD | SOCKF_PASSSEC);
	return new;
}

/* --- datagrams: a default destination, and the only sender that is heard --- */

/* What the former peer had sent is lost; it is told if it was connected to us. */
void unix_dgram_disconnected(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk);

	if (list_empty(&u->queue))
		return;
	unix_queue_purge(u);
	wake_up_all(&u->peer_wait);
	if (!(other->flags & SOCKF_DEAD) && unix_sk(other)->peer == sk) {
		other->err = ECONNRESET;
		sock_error_report(other);
	}
}

/* other: referenced, or NULL for none. */
static void set_dgram_peer(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk);
	struct sock *old = u->peer;

	u->peer = other;
	if (!other)
		sk->state = SS_CLOSED;
	if (!old)
		return;
	unix_peer_wake_disconnect(sk);
	sock_writable(sk); /* who polled for room at the old peer looks again */
	if (other != old) {
		unix_dgram_disconnected(sk, old);
		if (!unix_sk(old)->peer)
			old->state = SS_CLOSED;
	}
	sock_put(old);
}

int unix_dgram_connect(struct sock *sk, struct kmsg *m, unsigned fflags)
{
	struct sock *other;
	int err;

	(void)fflags;
	if (m->namelen < (int)sizeof(m->un.family))
		return -EINVAL;
	if (m->un.family == AF_UNSPEC) {
		set_dgram_peer(sk, NULL);
		return 0;
	}
	err = unix_validate_addr(m);
	if (!err)
		err = unix_autobind_passcred(sk);
	if (err)
		return err;
	other = unix_find(m, sk->type);
	if (IS_ERR(other))
		return PTR_ERR(other);
	if (!unix_may_send(sk, other)) {
		sock_put(other);
		return -EPERM;
	}
	sk->state = other->state = SS_ESTABLISHED;
	set_dgram_peer(sk, other);
	return 0;
}
