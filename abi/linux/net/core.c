/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The socket object: its beginning, its file, sleeping on it and waking who does. */
#include "net/sock.h"

#include "kernel/signal.h"
#include "kernel/slab.h"
#include "net/net.h"
#include "net/unix/unix.h"

#define SOCK_DEFAULT_BUF 212992 /* net.core.wmem_default, rmem_default */

int net_init(struct kernel *k)
{
	struct net_state *net = kzalloc(sizeof(*net));

	if (!net)
		return -ENOMEM;
	list_init(&net->unix_all);
	for (unsigned i = 0; i < UNIX_HASH; i++)
		list_init(&net->unix_names[i]);
	list_init(&net->inflight);
	list_init(&net->users);
	list_init(&net->dead_fds);
	k->net = net;
	return 0;
}

void net_exit(struct kernel *k)
{
	kfree(k->net);
	k->net = NULL;
}

void sock_init(struct sock *sk, const struct sock_ops *ops, int type)
{
	sk->refs = 1;
	sk->ops = ops;
	sk->type = type;
	sk->sndbuf = sk->rcvbuf = SOCK_DEFAULT_BUF;
	sk->rcvlowat = 1;
	sk->peek_off = -1;
	sk->incoming_cpu = -1;
	sk->pacing_rate = UINT64_MAX;
	sk->rcvtimeo = sk->sndtimeo = NO_TIMEOUT;
	init_waitqueue_head(&sk->wait);
	list_init(&sk->fasync);
}

uint64_t sock_cookie(struct sock *sk)
{
	if (!sk->cookie)
		sk->cookie = ++net_state()->last_cookie;
	return sk->cookie;
}

void sock_set_peer_cred(struct sock *sk, struct pid *pid, const struct cred *cred)
{
	struct pid *old_pid = sk->peer_pid;
	const struct cred *old_cred = sk->peer_cred;

	sk->peer_pid = pid ? get_pid(pid) : NULL;
	sk->peer_cred = cred ? get_cred(cred) : NULL;
	if (old_pid)
		put_pid(old_pid);
	if (old_cred)
		put_cred(old_cred);
}

/* --- sleeping and waking --- */

/* A sleeper who does not care for everything that may happen on the queue. */
struct sleeper {
	struct wait_entry wait;
	unsigned events;
	bool (*wake)(struct wait_entry *w, unsigned long key);
};

static bool wake_if_wanted(struct wait_entry *w, unsigned long key)
{
	struct sleeper *s = container_of(w, struct sleeper, wait);

	return (!key || (key & s->events)) && s->wake(w, key);
}

int sock_sleep(struct wait_queue_head *q, int64_t *timeo, unsigned events, bool exclusive)
{
	struct sleeper s = { .events = events };

	if (!*timeo)
		return -EAGAIN;
	if (signal_pending(current))
		return *timeo == NO_TIMEOUT ? -ERESTARTSYS : -EINTR;
	init_wait_entry(&s.wait);
	s.wake = s.wait.func;
	s.wait.func = wake_if_wanted;
	s.wait.exclusive = exclusive;
	prepare_to_wait(q, &s.wait, TASK_INTERRUPTIBLE);
	*timeo = schedule_timeout(*timeo);
	finish_wait(&s.wait);
	return 0;
}

void sock_readable(struct sock *sk)
{
	bool waited_for = sk->nr_waiting;

	wake_up_poll(&sk->wait, EPOLLIN | EPOLLPRI | EPOLLRDNORM | EPOLLRDBAND);
	if (!waited_for)
		kill_fasync(&sk->fasync, POLL_IN);
}

void sock_writable(struct sock *sk)
{
	wake_up_poll(&sk->wait, EPOLLOUT | EPOLLWRNORM | EPOLLWRBAND);
	if (sk->nospace)
		kill_fasync(&sk->fasync, POLL_OUT);
	sk->nospace = false;
}

void sock_state_changed(struct sock *sk)
{
	wake_up_all(&sk->wait);
}

void sock_error_report(struct sock *sk)
{
	wake_up_poll(&sk->wait, EPOLLERR);
	kill_fasync(&sk->fasync, POLL_ERR);
}

void sock_wake_async(struct sock *sk, int reason)
{
	if (!sk->nr_waiting)
		kill_fasync(&sk->fasync, reason);
}

/* The owner hears of urgent data, with O_ASYNC or not. */
void sock_send_sigurg(struct sock *sk)
{
	if (!sk->file)
		return;
	file_send_sigurg(sk->file);
	kill_fasync(&sk->fasync, POLL_PRI);
}

/* --- the file --- */

static struct sock *sk_of(const struct file *f)
{
	return f->priv;
}

static void init_rw(struct kmsg *m, const struct file *f, const struct iov_iter *i)
{
	bool nonblock = (f->flags & O_NONBLOCK) || (i->rwf & RWF_NOWAIT);

	kmsg_init(m, nonblock ? MSG_DONTWAIT : 0);
	m->iter = *i;
	if (i->seg == &i->one)
		m->iter.seg = &m->iter.one;
}

/* Bytes of a buffer that is empty are not even asked for. May sleep. */
static int64_t sock_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct kmsg m;
	int64_t n;

	if (!to->count)
		return 0;
	init_rw(&m, f, to);
	n = sk_of(f)->ops->recvmsg(sk_of(f), &m);
	if (n > 0)
		iov_iter_advance(to, n);
	return n;
}

/* May sleep. */
static int64_t sock_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	struct kmsg m;
	int64_t n;

	init_rw(&m, f, from);
	n = sk_of(f)->ops->sendmsg(sk_of(f), &m);
	if (n > 0)
		iov_iter_advance(from, n);
	return n;
}

static unsigned sock_poll(struct file *f, struct poll_table *pt)
{
	return sk_of(f)->ops->poll(sk_of(f), f, pt);
}

static long sock_ioctl(struct file *f, unsigned cmd, uint64_t arg)
{
	long err;
	int who;

	switch (cmd) {
	case FIOSETOWN:
	case SIOCSPGRP:
		return get_user(who, arg) ? -EFAULT : file_setown(f, who);
	case FIOGETOWN:
	case SIOCGPGRP:
		who = file_getown(f);
		return put_user(who, arg);
	}
	err = sk_of(f)->ops->ioctl(sk_of(f), cmd, arg);
	return err == -ENOIOCTLCMD ? dev_ioctl(cmd, arg) : err;
}

static int sock_fasync(struct file *f, fd_t fd, bool on)
{
	return fasync_helper(f, fd, on, &sk_of(f)->fasync);
}

static void sock_release(struct file *f)
{
	struct sock *sk = sk_of(f);

	if (!sk)
		return; /* nothing was accepted for it */
	sk->flags |= SOCKF_DEAD;
	sk->file = NULL;
	sk->ops->release(sk);
}

/* A descriptor is closed: a socket may be left to messages alone. */
static int sock_flush(struct file *f)
{
	unix_gc_on_flush(f);
	return 0;
}

static void sock_show_fdinfo(struct file *f, struct seq_buf *out)
{
	if (sk_of(f)->ops->show_fdinfo)
		sk_of(f)->ops->show_fdinfo(sk_of(f), out);
}

static const struct file_ops socket_file_ops = {
	.read = sock_read,
	.write = sock_write,
	.poll = sock_poll,
	.ioctl = sock_ioctl,
	.fasync = sock_fasync,
	.flush = sock_flush,
	.release = sock_release,
	.show_fdinfo = sock_show_fdinfo,
};

struct sock *sock_of(const struct file *f)
{
	return f->op == &socket_file_ops ? sk_of(f) : NULL;
}

struct file *sock_file(unsigned flags)
{
	struct inode *inode = pseudo_inode(S_IFSOCK | S_IRWXUGO);
	struct path path;
	struct file *f;
	int err;

	if (!inode)
		return ERR_PTR(-ENFILE);
	err = pseudo_path("socket", inode, &path);
	if (err)
		return ERR_PTR(err);
	f = file_alloc(&path, O_RDWR | (flags & O_NONBLOCK), &socket_file_ops);
	path_put(&path);
	if (IS_ERR(f))
		return f;
	f->mode |= FMODE_STREAM | FMODE_NOSEEK | FMODE_NOWAIT;
	return f;
}

void sock_attach(struct sock *sk, struct file *f)
{
	f->priv = sk;
	if (sk->type == SOCK_STREAM)
		f->mode |= FMODE_SPLICE_NOWAIT;
	sk->file = f;
	sk->flags &= ~SOCKF_DEAD;
}
