/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Descriptors on their way: how many each user has, which RLIMIT_NOFILE bounds, and which AF_UNIX
 * sockets are among them, for the collector.
 */
#include "net/unix/unix.h"

#include "kernel/signal.h"
#include "kernel/slab.h"

struct inflight_user {
	struct list_head node; /* net_state.users */
	uid_t uid;
	unsigned long files;
};

/* Entry of current's user, made if there is none. NULL: no memory. */
static struct inflight_user *current_user(void)
{
	struct net_state *net = net_state();
	uid_t uid = current->cred->uid;
	struct inflight_user *user;

	list_for_each_entry(user, &net->users, node)
		if (user->uid == uid)
			return user;
	user = kzalloc(sizeof(*user));
	if (user) {
		user->uid = uid;
		list_add(&user->node, &net->users);
	}
	return user;
}

static bool too_many(const struct inflight_user *user)
{
	return user->files > rlimit(RLIMIT_NOFILE) && !capable(CAP_SYS_RESOURCE) &&
	       !capable(CAP_SYS_ADMIN);
}

static struct unix_sock *unix_of(const struct file *f)
{
	struct sock *sk = sock_of(f);

	return sk && sk->ops->family == AF_UNIX ? unix_sk(sk) : NULL;
}

static void socket_leaves(struct unix_sock *u)
{
	struct net_state *net = net_state();

	if (!u->inflight++)
		list_add_tail(&u->inflight_node, &net->inflight);
	net->nr_inflight++;
}

static void socket_arrives(struct unix_sock *u)
{
	if (!--u->inflight)
		list_del(&u->inflight_node);
	net_state()->nr_inflight--;
}

#define GC_THRESHOLD 16000 /* passed sockets at which a sender looks for garbage first */

int unix_inflight_add(struct scm_fds *fds)
{
	struct inflight_user *user = current_user();
	struct unix_sock *u;

	if (!user || too_many(user))
		return user ? -ETOOMANYREFS : -ENOMEM;
	if (net_state()->nr_inflight > GC_THRESHOLD)
		unix_gc();
	user->files += fds->n;
	fds->user = user;
	for (unsigned i = 0; i < fds->n; i++) {
		u = unix_of(fds->file[i]);
		if (!u)
			continue;
		fds->nr_sockets++;
		socket_leaves(u);
	}
	return 0;
}

void unix_inflight_remove(struct scm_fds *fds)
{
	struct inflight_user *user = fds->user;

	for (unsigned i = 0; fds->nr_sockets && i < fds->n; i++) {
		struct unix_sock *u = unix_of(fds->file[i]);

		if (!u)
			continue;
		fds->nr_sockets--;
		socket_arrives(u);
	}
	fds->user = NULL;
	user->files -= fds->n;
	if (!user->files) {
		list_del(&user->node);
		kfree(user);
	}
}
