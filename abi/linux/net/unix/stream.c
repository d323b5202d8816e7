/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * AF_UNIX streams. Bytes travel in the portions in which they were written; a reader goes over as
 * many as it has room for, but never from one sender's to another's, nor over descriptors.
 */
#include "net/unix/unix.h"

/* --- sending --- */

/* The largest portion: Linux fills its buffer's linear part and 32 KiB of pages. */
#define MAX_PORTION (4096u - 320u + 32768u)

/* Twice the portion must fit into the send buffer, so that one can be read as the next is filled.
 */
static size_t portion(const struct sock *sk, size_t left)
{
	size_t n = min(left, ((size_t)sk->sndbuf >> 1) - 64);

	return min(n, (size_t)MAX_PORTION);
}

static bool is_gone(const struct sock *other)
{
	return (other->flags & SOCKF_DEAD) || (other->shutdown & RCV_SHUTDOWN);
}

/* May sleep. Bytes, -EPIPE or -errno. */
static int64_t send_portion(struct sock *sk, struct sock *other, struct kmsg *m, struct scm *scm)
{
	size_t n = portion(sk, m->iter.count);
	struct unix_msg *msg = unix_msg_alloc(sk, n, unix_stream_truesize(n), m->flags);
	int err;

	if (IS_ERR(msg))
		return PTR_ERR(msg);
	err = unix_msg_attach(msg, scm);
	if (!err && copy_from_iter(msg->data, n, &m->iter) < n)
		err = -EFAULT;
	if (!err && is_gone(other))
		err = -EPIPE;
	if (err) {
		unix_msg_free(msg);
		return err;
	}
	unix_msg_add_sender(msg, sk, other);
	unix_msg_queue(unix_sk(other), msg);
	sock_readable(other);
	return (int64_t)n;
}

/* The last byte of an out-of-band send is the urgent one; the others go before it. */
static int64_t send_all(struct sock *sk, struct sock *other, struct kmsg *m, struct scm *scm)
{
	bool oob = m->flags & MSG_OOB;
	int64_t sent = 0, n = 0;

	m->iter.count -= oob;
	while (m->iter.count) {
		n = send_portion(sk, other, m, scm);
		if (n < 0)
			break;
		sent += n;
	}
	m->iter.count += oob;
	if (oob && n >= 0) {
		n = unix_send_oob(sk, other, m, scm);
		sent += !n;
	}
	return sent ? sent : n;
}

static int check_send(const struct sock *sk, const struct kmsg *m)
{
	if ((m->flags & MSG_OOB) && !m->iter.count)
		return -EOPNOTSUPP;
	if (m->namelen)
		return sk->state == SS_ESTABLISHED ? -EISCONN : -EOPNOTSUPP;
	return unix_sk((struct sock *)sk)->peer ? 0 : -ENOTCONN;
}

int64_t unix_stream_sendmsg(struct sock *sk, struct kmsg *m)
{
	struct sock *other;
	struct scm scm;
	int64_t ret = scm_send(m, &scm);

	if (ret)
		return ret;
	ret = check_send(sk, m);
	if (!ret) {
		other = sock_get(unix_sk(sk)->peer);
		ret = sk->shutdown & SEND_SHUTDOWN ? -EPIPE : send_all(sk, other, m, &scm);
		sock_put(other);
		if (ret == -EPIPE && !(m->flags & MSG_NOSIGNAL))
			send_sigpipe();
	}
	scm_destroy(&scm);
	return ret;
}

/* --- receiving --- */

struct reader {
	struct sock *sk;
	struct kmsg *m;
	struct scm scm;
	int64_t copied;
	size_t target; /* bytes without which it waits */
	int64_t timeo;
	unsigned skip; /* of a peek: bytes to pass over first */
	bool know_sender;
	bool named;
};

/* Nothing to take for now: 0: look again; 1: enough; -errno. May sleep. */
static int wait_for_data(struct reader *r)
{
	struct sock *sk = r->sk;
	int err;

	if ((size_t)r->copied >= r->target)
		return 1;
	err = sock_error(sk);
	if (err)
		return err;
	if (sk->shutdown & RCV_SHUTDOWN)
		return 1;
	sk->nr_waiting++;
	err = sock_sleep(&sk->wait, &r->timeo, SOCK_READER, false);
	sk->nr_waiting--;
	return err;
}

static bool same_sender(const struct reader *r, const struct unix_msg *msg)
{
	const struct sender *a = &r->scm.from, *b = &msg->sender;

	return a->pid == b->pid && (!a->pid || (a->uid == b->uid && a->gid == b->gid));
}

/* Bytes of different senders do not mix where the reader wants to know whose they are. */
static bool may_join(struct reader *r, const struct unix_msg *msg)
{
	if (r->know_sender)
		return same_sender(r, msg);
	if (r->sk->flags & (SOCKF_PASSCRED | SOCKF_PASSPIDFD)) {
		r->scm.from = sender_get(&msg->sender);
		r->know_sender = true;
	}
	return true;
}

static void move_offset(struct sock *sk, int n)
{
	if (sk->peek_off >= 0)
		sk->peek_off = max(sk->peek_off + n, 0);
}

/* What came with the bytes. True: descriptors end the read. */
static bool take_fds(struct reader *r, struct unix_msg *msg, bool peek)
{
	return msg->fds && !unix_msg_detach(msg, &r->scm, peek);
}

/* True: go on with the next portion. */
static bool take(struct reader *r, struct unix_msg *msg, unsigned n)
{
	struct unix_sock *u = unix_sk(r->sk);
	bool fds;

	msg->consumed += n;
	move_offset(r->sk, -(int)n);
	fds = take_fds(r, msg, false);
	if (unix_msg_left(msg))
		return false;
	unix_msg_unlink(u, msg);
	unix_msg_free(msg);
	return !fds;
}

/* One portion. 1: go on; 0: the read is over; -EFAULT. */
static int read_portion(struct reader *r, struct unix_msg *msg)
{
	struct kmsg *m = r->m;
	bool peek = m->flags & MSG_PEEK;
	size_t n = min((size_t)(unix_msg_left(msg) - r->skip), m->iter.count);

	if (!may_join(r, msg))
		return 0;
	if (!r->named)
		unix_copy_addr(m, msg->from);
	r->named = true;
	if (copy_to_iter(msg->data + msg->consumed + r->skip, n, &m->iter) < n)
		return -EFAULT;
	r->copied += (int64_t)n;
	if (!peek)
		return take(r, msg, (unsigned)n) && m->iter.count;
	move_offset(r->sk, (int)n);
	r->skip = 0;
	return !take_fds(r, msg, true) && m->iter.count;
}

/* The portion to read next: msg, or what comes after the bytes that a peek skips. NULL: none. */
static struct unix_msg *find_portion(struct reader *r, struct unix_msg *msg)
{
	struct unix_sock *u = unix_sk(r->sk);

	msg = unix_manage_oob(u, msg, r->m->flags, r->copied);
	while (msg && r->skip >= unix_msg_left(msg)) {
		r->skip -= unix_msg_left(msg);
		msg = unix_queue_next(u, msg);
	}
	return msg;
}

/*
 * 0 or -errno, which counts if nothing was copied. May sleep; then it looks at the queue anew, a
 * peek that has something does not sleep.
 */
static int read_stream(struct reader *r)
{
	const unsigned first_skip = r->skip;
	struct unix_sock *u = unix_sk(r->sk);
	struct unix_msg *msg = NULL, *next;
	bool peek = r->m->flags & MSG_PEEK;
	int err;

	for (;;) {
		next = msg ? unix_queue_next(u, msg) : unix_queue_first(u);
		msg = next ? find_portion(r, next) : NULL;
		if (msg) {
			err = read_portion(r, msg);
			if (err <= 0)
				return err;
			if (!peek)
				msg = NULL;
			continue;
		}
		/* The mark of urgent data ends a read. */
		if (r->copied && (next || peek))
			return 0;
		err = wait_for_data(r);
		if (err)
			return err < 0 ? err : 0;
		r->skip = first_skip;
	}
}

int64_t unix_stream_recvmsg(struct sock *sk, struct kmsg *m)
{
	bool waitall = m->flags & MSG_WAITALL;
	struct reader r = { .sk = sk, .m = m };
	int err;

	if (sk->state != SS_ESTABLISHED)
		return -EINVAL;
	if (m->flags & MSG_OOB)
		return unix_recv_oob(sk, m);
	r.target = waitall ? m->iter.count : min((size_t)sk->rcvlowat, m->iter.count);
	r.target = max(r.target, (size_t)1);
	r.timeo = sock_rcvtimeo(sk, m->flags & MSG_DONTWAIT);
	if ((m->flags & MSG_PEEK) && sk->peek_off > 0)
		r.skip = (unsigned)sk->peek_off;
	err = read_stream(&r);
	if (!r.copied && err) {
		scm_destroy(&r.scm);
		return err;
	}
	scm_recv(sk, m, &r.scm);
	return r.copied;
}
