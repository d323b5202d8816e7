/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AF_UNIX: sockets of this machine that talk to each other. */
#ifndef NET_UNIX_UNIX_H
#define NET_UNIX_UNIX_H

#include "net/sock.h"

/* A name, shared by a listener and what was accepted from it. */
struct unix_addr {
	unsigned refs;
	int len; /* of un, as getsockname tells it */
	struct linux_sockaddr_un un;
};

struct unix_sock {
	struct sock sk; /* first */
	struct list_head all_node;  /* net_state.unix_all */
	struct list_head name_node; /* net_state.unix_names while it can be found there */
	struct unix_addr *addr;	    /* NULL: not bound */
	struct path path;	    /* of a name in the file system; dentry NULL: none */
	struct sock *peer;	    /* referenced; a stream's stays after the peer's end */
	struct sock *listener;	    /* of an embryo, not counted: it is in its queue */
	struct list_head queue;	    /* struct unix_msg; of a listener, of connections */
	unsigned qlen;
	struct wait_queue_head peer_wait; /* senders and callers who wait for room in queue */
	struct wait_entry peer_wake;	  /* of a poller, on its peer's peer_wait */
	struct unix_msg *oob;		  /* in queue, or NULL */
	/* gc.c */
	struct list_head inflight_node; /* net_state.inflight */
	unsigned inflight;		/* how many messages carry its file */
	unsigned gc_inside;		/* of those, found in queues of candidates */
	bool gc_candidate, gc_reached;
	struct list_head gc_node;
};

static inline struct unix_sock *unix_sk(struct sock *sk)
{
	return (struct unix_sock *)sk;
}

/* One message, or a connection to be accepted. */
struct unix_msg {
	struct list_head node; /* unix_sock.queue */
	struct sock *from;     /* whom its memory is charged to and whose address it has; or NULL */
	struct sock *embryo;   /* the far end of a connection, referenced; or NULL */
	struct scm_fds *fds;
	struct sender sender;
	uint32_t len, consumed;
	uint32_t truesize; /* what Linux would charge for it */
	uint64_t stamp;	   /* CLOCK_REALTIME, if the receiver asked for it */
	char data[];
};

static inline uint32_t unix_msg_left(const struct unix_msg *msg)
{
	return msg->len - msg->consumed;
}

static inline struct unix_msg *unix_queue_first(struct unix_sock *u)
{
	return list_empty(&u->queue) ? NULL : list_first_entry(&u->queue, struct unix_msg, node);
}

static inline struct unix_msg *unix_queue_next(struct unix_sock *u, struct unix_msg *msg)
{
	return msg->node.next == &u->queue ? NULL : list_next_entry(msg, node);
}

static inline bool unix_recvq_full(const struct unix_sock *u)
{
	return u->qlen > (unsigned)u->sk.backlog;
}

static inline bool unix_is_stream(const struct sock *sk)
{
	return sk->type == SOCK_STREAM;
}

/* Connections of these end at both sides together. */
static inline bool unix_is_connected_type(const struct sock *sk)
{
	return sk->type == SOCK_STREAM || sk->type == SOCK_SEQPACKET;
}

/* --- sock.c --- */
extern const struct sock_ops unix_stream_ops, unix_dgram_ops, unix_seqpacket_ops;
struct sock *unix_create(int type, int protocol); /* or ERR_PTR */
struct sock *unix_alloc(const struct sock_ops *ops, int type); /* NULL: no memory */
void unix_release(struct sock *sk);
void unix_destroy(struct sock *sk);
void unix_pair(struct sock *a, struct sock *b);
int unix_listen(struct sock *sk, int backlog);
int unix_shutdown(struct sock *sk, int how);
long unix_ioctl(struct sock *sk, unsigned cmd, uint64_t arg);
int unix_set_peek_off(struct sock *sk, int value);
void unix_show_fdinfo(struct sock *sk, struct seq_buf *out);

/* --- addr.c --- */
int unix_validate_addr(const struct kmsg *m); /* 0 or -EINVAL */
int unix_bind(struct sock *sk, struct kmsg *m);
int unix_autobind(struct sock *sk); /* a name of the machine's choice, if there is none yet */
/* Of those whose messages carry credentials the sender must have a name. */
static inline int unix_autobind_passcred(struct sock *sk)
{
	bool wants = sk->flags & (SOCKF_PASSCRED | SOCKF_PASSPIDFD);

	return wants && !unix_sk(sk)->addr ? unix_autobind(sk) : 0;
}
/* The socket of that name and type, referenced; or ERR_PTR. */
struct sock *unix_find(const struct kmsg *m, int type);
int unix_getname(struct sock *sk, struct kmsg *m, bool peer);
void unix_copy_addr(struct kmsg *m, const struct sock *from); /* for the receiver, if it asked */
struct unix_addr *unix_addr_get(struct unix_addr *addr);
void unix_addr_put(struct unix_addr *addr);

/* --- connect.c --- */
int unix_stream_connect(struct sock *sk, struct kmsg *m, unsigned fflags);
int unix_dgram_connect(struct sock *sk, struct kmsg *m, unsigned fflags);
struct sock *unix_accept(struct sock *sk, unsigned fflags);
void unix_dgram_disconnected(struct sock *sk, struct sock *other);
static inline bool unix_may_send(const struct sock *sk, struct sock *other)
{
	return !unix_sk(other)->peer || unix_sk(other)->peer == sk;
}

/* --- msg.c --- */
/*
 * A message of n bytes, charged to sk: waits until what sk has sent and nobody took is below its
 * limit. Or ERR_PTR: -EAGAIN, -EPIPE, a pending error, a signal's. May sleep.
 */
struct unix_msg *unix_msg_alloc(struct sock *sk, size_t n, uint32_t truesize, unsigned flags);
void unix_msg_free(struct unix_msg *msg); /* not in a queue any more */
void unix_msg_unlink(struct unix_sock *u, struct unix_msg *msg);
void unix_msg_queue(struct unix_sock *u, struct unix_msg *msg);
void unix_queue_purge(struct unix_sock *u);
uint32_t unix_stream_truesize(size_t n);
uint32_t unix_dgram_truesize(size_t n);
/* scm's contents go with the message. 0 or -ETOOMANYREFS. */
int unix_msg_attach(struct unix_msg *msg, struct scm *scm);
/* Who sent it, if either end wants to know. */
void unix_msg_add_sender(struct unix_msg *msg, const struct sock *sk, const struct sock *other);
/* For a receiver: the descriptors that came with it, taken or (peek) doubled. 0 or -ENOMEM. */
int unix_msg_detach(struct unix_msg *msg, struct scm *scm, bool peek);
static inline bool unix_writable(const struct sock *sk)
{
	return sk->state != SS_LISTEN && (uint64_t)sk->wmem << 2 <= (uint64_t)sk->sndbuf;
}

/* --- stream.c, oob.c, dgram.c, poll.c --- */
int64_t unix_stream_sendmsg(struct sock *sk, struct kmsg *m);
int64_t unix_stream_recvmsg(struct sock *sk, struct kmsg *m);
int unix_send_oob(struct sock *sk, struct sock *other, struct kmsg *m, struct scm *scm);
int64_t unix_recv_oob(struct sock *sk, struct kmsg *m);
/* What a reader that has copied so many bytes may look at instead of msg; NULL: nothing. */
struct unix_msg *unix_manage_oob(struct unix_sock *u, struct unix_msg *msg, unsigned flags,
				 bool copied);
bool unix_at_mark(struct unix_sock *u);
int64_t unix_dgram_sendmsg(struct sock *sk, struct kmsg *m);
int64_t unix_dgram_recvmsg(struct sock *sk, struct kmsg *m);
int64_t unix_seqpacket_sendmsg(struct sock *sk, struct kmsg *m);
int64_t unix_seqpacket_recvmsg(struct sock *sk, struct kmsg *m);
/* The next message for a datagram's reader (or a connection), or ERR_PTR; 0: no more. May sleep. */
struct unix_msg *unix_recv_wait(struct sock *sk, unsigned flags, unsigned *skip, int *err);
unsigned unix_stream_poll(struct sock *sk, struct file *f, struct poll_table *pt);
unsigned unix_dgram_poll(struct sock *sk, struct file *f, struct poll_table *pt);
/* sk wants to know when other takes something: true if it must wait. */
bool unix_peer_wake_me(struct sock *sk, struct sock *other);
void unix_peer_wake_disconnect(struct sock *sk);

/* --- inflight.c, gc.c --- */
/* The files of fds are on their way, or are not any more. 0 or -ETOOMANYREFS. */
int unix_inflight_add(struct scm_fds *fds);
void unix_inflight_remove(struct scm_fds *fds);
void unix_gc(void);	       /* cycles of sockets that pass themselves end */
void unix_gc_on_close(void);   /* a socket ended: is it time to look? */
/* Is a reference of f about to go that was the last outside of messages? */
bool unix_gc_is_due(const struct file *f);
void unix_gc_on_flush(struct file *f); /* a descriptor of it is closed */

#endif
