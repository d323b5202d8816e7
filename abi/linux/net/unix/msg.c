/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Messages of AF_UNIX: one block with header and bytes, charged to its sender until somebody has
 * taken it. What is charged is what Linux's buffers would take, so that a program which fills a
 * socket sees the same numbers.
 */
#include "net/unix/unix.h"

#include "kernel/slab.h"

/* --- how much Linux would charge --- */

#define SKB_SIZE 256u	     /* struct sk_buff, as kmalloc rounds it */
#define SKB_SHARED_INFO 320u /* at the end of the linear part */
#define SKB_MAX_HEAD (PAGE_SIZE - SKB_SHARED_INFO)
#define SKB_MAX_LINEAR (4 * PAGE_SIZE - SKB_SHARED_INFO)
#define SKB_MAX_FRAGS (17 * PAGE_SIZE)

/* A buffer with n bytes in its linear part: kmalloc's next power of two. */
static uint32_t head_truesize(size_t n)
{
	size_t size = align_up(n, 64u) + SKB_SHARED_INFO, bucket = 512;

	while (bucket < size)
		bucket *= 2;
	return SKB_SIZE + (uint32_t)bucket;
}

static uint32_t truesize(size_t n, size_t paged)
{
	paged = min(align_up(paged, PAGE_SIZE), n);
	return head_truesize(n - paged) + (uint32_t)align_up(paged, PAGE_SIZE);
}

uint32_t unix_stream_truesize(size_t n)
{
	return truesize(n, n > SKB_MAX_HEAD ? n - SKB_MAX_HEAD : 0);
}

uint32_t unix_dgram_truesize(size_t n)
{
	return truesize(n, n > SKB_MAX_LINEAR ? min(n - SKB_MAX_LINEAR, SKB_MAX_FRAGS) : 0);
}

/* --- the object --- */

/* 0: there is room to send; -errno. May sleep. */
static int wait_for_wmem(struct sock *sk, bool nonblock)
{
	int64_t timeo = sock_sndtimeo(sk, nonblock);
	int err;

	for (;;) {
		err = sock_error(sk);
		if (err)
			return err;
		if (sk->shutdown & SEND_SHUTDOWN)
			return -EPIPE;
		if (likely(sk->wmem < (uint32_t)sk->sndbuf))
			return 0;
		sk->nospace = true;
		err = sock_sleep(&sk->wait, &timeo, SOCK_WRITER, false);
		if (err)
			return err;
	}
}

static void charge(struct sock *sk, struct unix_msg *msg)
{
	msg->from = sock_get(sk);
	sk->wmem += msg->truesize;
}

struct unix_msg *unix_msg_alloc(struct sock *sk, size_t n, uint32_t size, unsigned flags)
{
	int err = wait_for_wmem(sk, flags & MSG_DONTWAIT);
	struct unix_msg *msg;

	if (unlikely(err))
		return ERR_PTR(err);
	msg = kmalloc(sizeof(*msg) + n);
	if (!msg)
		return ERR_PTR(-ENOBUFS);
	list_init(&msg->node);
	msg->embryo = NULL;
	msg->fds = NULL;
	msg->sender.pid = NULL;
	msg->len = (uint32_t)n;
	msg->consumed = 0;
	msg->truesize = size;
	msg->stamp = 0;
	charge(sk, msg);
	return msg;
}

static void uncharge(struct unix_msg *msg)
{
	struct sock *sk = msg->from;

	msg->from = NULL;
	sk->wmem -= msg->truesize;
	if (!(sk->flags & SOCKF_DEAD) && unix_writable(sk))
		sock_writable(sk);
	sock_put(sk);
}

void unix_msg_free(struct unix_msg *msg)
{
	if (msg->from)
		uncharge(msg);
	if (msg->fds) {
		unix_inflight_remove(msg->fds);
		scm_fds_put(msg->fds);
	}
	if (msg->embryo)
		unix_release(msg->embryo);
	sender_put(&msg->sender);
	kfree(msg);
}

void unix_msg_unlink(struct unix_sock *u, struct unix_msg *msg)
{
	list_del(&msg->node);
	u->qlen--;
}

void unix_msg_queue(struct unix_sock *u, struct unix_msg *msg)
{
	list_add_tail(&msg->node, &u->queue);
	u->qlen++;
}

void unix_queue_purge(struct unix_sock *u)
{
	struct unix_msg *msg;

	u->oob = NULL;
	while ((msg = unix_queue_first(u))) {
		unix_msg_unlink(u, msg);
		unix_msg_free(msg);
	}
}

/* --- what travels with the bytes --- */

int unix_msg_attach(struct unix_msg *msg, struct scm *scm)
{
	if (scm->from.pid)
		msg->sender = sender_get(&scm->from);
	if (scm->fds) {
		int err = unix_inflight_add(scm->fds);

		if (err)
			return err;
		msg->fds = scm->fds;
		scm->fds = NULL;
	}
	return 0;
}

void unix_msg_add_sender(struct unix_msg *msg, const struct sock *sk, const struct sock *other)
{
	const unsigned wants = SOCKF_PASSCRED | SOCKF_PASSPIDFD;

	if (msg->sender.pid)
		return;
	if (!((sk->flags | other->flags) & wants) && other->file)
		return;
	msg->sender =
		(struct sender){ get_pid(current_tgid()), current->cred->uid, current->cred->gid };
}

int unix_msg_detach(struct unix_msg *msg, struct scm *scm, bool peek)
{
	if (!msg->fds)
		return 0;
	if (peek) {
		scm->fds = scm_fds_dup(msg->fds);
		return scm->fds ? 0 : -ENOMEM;
	}
	unix_inflight_remove(msg->fds);
	scm->fds = msg->fds;
	msg->fds = NULL;
	return 0;
}
