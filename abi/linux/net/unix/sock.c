/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX: how a socket begins and ends, and what all types have in common. */
#include "net/unix/unix.h"

#include "kernel/signal.h"
#include "kernel/slab.h"

#define MAX_DGRAM_QLEN 10 /* net.unix.max_dgram_qlen */

static bool relay_wake(struct wait_entry *w, unsigned long key);

struct sock *unix_alloc(const struct sock_ops *ops, int type)
{
	struct unix_sock *u = kzalloc(sizeof(*u));

	if (!u)
		return NULL;
	sock_init(&u->sk, ops, type);
	u->sk.backlog = MAX_DGRAM_QLEN;
	list_init(&u->name_node);
	list_init(&u->queue);
	list_init(&u->inflight_node);
	list_init(&u->gc_node);
	init_waitqueue_head(&u->peer_wait);
	init_wait_entry(&u->peer_wake);
	u->peer_wake.func = relay_wake;
	list_add(&u->all_node, &net_state()->unix_all);
	net_state()->nr_unix++;
	return &u->sk;
}

struct sock *unix_create(int type, int protocol)
{
	const struct sock_ops *ops;
	struct sock *sk;

	if (protocol && protocol != AF_UNIX)
		return ERR_PTR(-EPROTONOSUPPORT);
	if (type == SOCK_RAW) /* BSD's; the same as a datagram socket */
		type = SOCK_DGRAM;
	switch (type) {
	case SOCK_STREAM:
		ops = &unix_stream_ops;
		break;
	case SOCK_DGRAM:
		ops = &unix_dgram_ops;
		break;
	case SOCK_SEQPACKET:
		ops = &unix_seqpacket_ops;
		break;
	default:
		return ERR_PTR(-ESOCKTNOSUPPORT);
	}
	sk = unix_alloc(ops, type);
	return sk ? sk : ERR_PTR(-ENOMEM);
}

void unix_destroy(struct sock *sk)
{
	struct unix_sock *u = unix_sk(sk);

	list_del(&u->all_node);
	list_del(&u->name_node);
	if (u->addr)
		unix_addr_put(u->addr);
	sock_set_peer_cred(sk, NULL, NULL);
	net_state()->nr_unix--;
	kfree(u);
}

/* Those who talk to it over a connection are told of the end. */
static void leave_peer(struct sock *sk, bool unread)
{
	struct sock *peer = unix_sk(sk)->peer;

	if (!peer)
		return;
	if (unix_is_connected_type(sk)) {
		peer->shutdown = SHUTDOWN_MASK;
		if (unread)
			peer->err = ECONNRESET;
		sock_state_changed(peer);
		sock_wake_async(peer, POLL_HUP);
	}
	unix_peer_wake_disconnect(sk);
	unix_sk(sk)->peer = NULL;
	sock_put(peer);
}

void unix_release(struct sock *sk)
{
	struct unix_sock *u = unix_sk(sk);
	struct unix_msg *first = unix_queue_first(u);
	bool embryo = u->listener, unread;
	struct path path = u->path;

	sk->flags |= SOCKF_DEAD;
	list_del(&u->name_node);
	u->path = (struct path){ NULL, NULL };
	sk->shutdown = SHUTDOWN_MASK;
	sk->state = SS_CLOSED;
	wake_up_all(&u->peer_wait);
	if (first && !unix_msg_left(first)) /* the mark of urgent data that was taken */
		first = unix_queue_next(u, first);
	unread = first || embryo;
	leave_peer(sk, unread);
	unix_queue_purge(u);
	if (path.dentry)
		path_put(&path);
	sock_put(sk);
	unix_gc_on_close();
}

void unix_pair(struct sock *a, struct sock *b)
{
	unix_sk(a)->peer = sock_get(b);
	unix_sk(b)->peer = sock_get(a);
	sock_set_peer_cred(a, current_tgid(), current->cred);
	sock_set_peer_cred(b, current_tgid(), current->cred);
	a->state = b->state = SS_ESTABLISHED;
}

int unix_listen(struct sock *sk, int backlog)
{
	struct unix_sock *u = unix_sk(sk);

	if (!unix_is_connected_type(sk))
		return -EOPNOTSUPP;
	if (!u->addr)
		return -EINVAL;
	if (sk->state != SS_CLOSED && sk->state != SS_LISTEN)
		return -EINVAL;
	if (backlog > sk->backlog)
		wake_up_all(&u->peer_wait);
	sk->backlog = backlog;
	sk->state = SS_LISTEN;
	sock_set_peer_cred(sk, current_tgid(), current->cred); /* what those who connect will see */
	return 0;
}

int unix_shutdown(struct sock *sk, int how)
{
	struct sock *peer = unix_sk(sk)->peer;
	unsigned mode, peer_mode;

	if (how < SHUT_RD || how > SHUT_RDWR)
		return -EINVAL;
	mode = (unsigned)how + 1;
	sk->shutdown |= mode;
	sock_state_changed(sk);
	if (peer && unix_is_connected_type(sk)) {
		peer_mode = (mode & RCV_SHUTDOWN ? SEND_SHUTDOWN : 0) |
			    (mode & SEND_SHUTDOWN ? RCV_SHUTDOWN : 0);
		peer->shutdown |= peer_mode;
		sock_state_changed(peer);
		if (peer_mode == SHUTDOWN_MASK)
			sock_wake_async(peer, POLL_HUP);
		else if (peer_mode & RCV_SHUTDOWN)
			sock_wake_async(peer, POLL_IN);
	}
	return 0;
}

/* Bytes to be read: of a datagram socket in the first message, else in all. */
static int bytes_queued(struct unix_sock *u)
{
	const struct unix_msg *msg;
	uint32_t n = 0;

	list_for_each_entry(msg, &u->queue, node) {
		n += unix_msg_left(msg);
		if (u->sk.type == SOCK_DGRAM)
			break;
	}
	return (int)n;
}

/* The file behind a name, as an O_PATH descriptor, for those who restore programs. */
static long open_name(struct unix_sock *u)
{
	struct file *f;
	int fd, err;

	if (!capable(CAP_NET_ADMIN))
		return -EPERM;
	if (!u->addr || !u->path.dentry)
		return -ENOENT;
	err = fd_reserve(&fd, O_CLOEXEC);
	if (err)
		return err;
	f = dentry_open(&u->path, O_PATH);
	if (IS_ERR(f)) {
		fd_unreserve(fd);
		return PTR_ERR(f);
	}
	fd_install(fd, f);
	return fd;
}

long unix_ioctl(struct sock *sk, unsigned cmd, uint64_t arg)
{
	struct unix_sock *u = unix_sk(sk);
	int n;

	switch (cmd) {
	case SIOCOUTQ:
		n = (int)sk->wmem;
		return put_user(n, arg);
	case SIOCINQ:
		if (sk->state == SS_LISTEN)
			return -EINVAL;
		n = bytes_queued(u);
		return put_user(n, arg);
	case SIOCUNIXFILE:
		return open_name(u);
	case SIOCATMARK:
		if (!unix_is_stream(sk))
			return -EOPNOTSUPP;
		n = unix_at_mark(u);
		return put_user(n, arg);
	}
	return -ENOIOCTLCMD;
}

int unix_set_peek_off(struct sock *sk, int value)
{
	sk->peek_off = value;
	return 0;
}

void unix_show_fdinfo(struct sock *sk, struct seq_buf *out)
{
	struct unix_sock *u = unix_sk(sk);
	unsigned long nr = 0;
	const struct unix_msg *msg;

	list_for_each_entry(msg, &u->queue, node)
		nr += msg->fds ? msg->fds->n : 0;
	seq_printf(out, "scm_fds: %lu\n", nr);
}

/* --- who polls a datagram socket waits for room at its peer --- */

static bool relay_wake(struct wait_entry *w, unsigned long key)
{
	struct unix_sock *u = container_of(w, struct unix_sock, peer_wake);

	list_del(&w->node);
	__wake_up(&u->sk.wait, key ? key : EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND, 1);
	return false;
}

/* The queue may have room again by now: then nobody would wake us. */
bool unix_peer_wake_me(struct sock *sk, struct sock *other)
{
	struct unix_sock *u = unix_sk(sk), *o = unix_sk(other);

	if (list_empty(&u->peer_wake.node))
		add_wait_queue(&o->peer_wait, &u->peer_wake);
	if (unix_recvq_full(o) && !(other->flags & SOCKF_DEAD))
		return true;
	unix_peer_wake_disconnect(sk);
	return false;
}

void unix_peer_wake_disconnect(struct sock *sk)
{
	remove_wait_queue(&unix_sk(sk)->peer_wake);
}

/* --- the tables --- */

#define UNIX_COMMON_OPS                                                                            \
	.family = AF_UNIX, .release = unix_release, .destroy = unix_destroy, .bind = unix_bind,    \
	.pair = unix_pair, .getname = unix_getname, .ioctl = unix_ioctl, .listen = unix_listen,    \
	.shutdown = unix_shutdown, .set_peek_off = unix_set_peek_off,                              \
	.show_fdinfo = unix_show_fdinfo, .accept = unix_accept

const struct sock_ops unix_stream_ops = {
	UNIX_COMMON_OPS,
	.connect = unix_stream_connect,
	.poll = unix_stream_poll,
	.sendmsg = unix_stream_sendmsg,
	.recvmsg = unix_stream_recvmsg,
};

const struct sock_ops unix_dgram_ops = {
	UNIX_COMMON_OPS,
	.connect = unix_dgram_connect,
	.poll = unix_dgram_poll,
	.sendmsg = unix_dgram_sendmsg,
	.recvmsg = unix_dgram_recvmsg,
};

const struct sock_ops unix_seqpacket_ops = {
	UNIX_COMMON_OPS,
	.connect = unix_stream_connect,
	.poll = unix_dgram_poll,
	.sendmsg = unix_seqpacket_sendmsg,
	.recvmsg = unix_seqpacket_recvmsg,
};
