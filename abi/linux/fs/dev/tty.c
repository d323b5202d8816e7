/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals: opening, reading, writing, job control. The ioctls are in tty_ioctl.c. */
#include "fs/dev/tty.h"

#include <stdio.h>

#include "kernel/cred.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "uapi/termios.h"

/* --- job control --- */

static bool is_ignored(int sig)
{
	return (current->blocked.bits & sigmask(sig)) ||
	       current->sighand->action[sig - 1].handler == SIG_IGN;
}

int tty_check_change(struct tty *tty, int sig)
{
	pid_t pgrp = current->signal->pgrp;

	if (current->signal->tty != tty || !tty->pgrp || pgrp == tty->pgrp)
		return 0;
	if (is_ignored(sig))
		return sig == SIGTTIN ? -EIO : 0;
	if (pgrp_is_orphaned(pgrp))
		return -EIO;
	kill_pgrp(pgrp, sig);
	return -ERESTARTSYS;
}

void tty_set_controlling(struct tty *tty)
{
	tty->session = current->signal->session;
	tty->pgrp = current->signal->pgrp;
	current->signal->tty = tty;
}

void tty_disassociate(struct tty *tty)
{
	struct task *t;

	list_for_each_entry(t, &kernel->tasks, task_node)
		if (t->signal && t->signal->tty == tty)
			t->signal->tty = NULL;
	tty->session = tty->pgrp = 0;
}

/* --- reading and writing --- */

#define TENTH (NSEC_PER_SEC / 10)

/*
 * Without line editing: at least cc[VMIN] bytes, cc[VTIME] tenths of a second between them, or,
 * when VMIN is 0, before the first (termios(3)).
 */
static int64_t read_raw(struct tty *tty, struct iov_iter *to, const struct host_termios *modes,
			bool nonblock)
{
	size_t least = modes->cc[VMIN] ? modes->cc[VMIN] : 1;
	int64_t between = modes->cc[VTIME] ? modes->cc[VTIME] * TENTH : NO_TIMEOUT;
	int64_t timeout = modes->cc[VMIN] ? NO_TIMEOUT : modes->cc[VTIME] * TENTH;
	int64_t done = 0, n;

	while (to->count) {
		n = hostio_read_now(&tty->io, to);
		if (n > 0) {
			done += n;
			if ((size_t)done >= least)
				break;
			timeout = between;
			continue;
		}
		if (n == -EAGAIN && !nonblock)
			n = hostio_wait(&tty->io, EPOLLIN, timeout);
		if (n == -EINTR)
			n = -ERESTARTSYS;
		if (n <= 0)
			return done ? done : n;
	}
	return done;
}

static int64_t tty_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct tty *tty = file_tty(f);
	bool nonblock = file_nonblock(f, to);
	struct host_termios modes;
	int err = tty_check_change(tty, SIGTTIN);

	if (err)
		return err;
	if (host_tty_get(tty->io.host.fd, &modes) || (modes.lflag & ICANON))
		return hostio_read(&tty->io, to, nonblock);
	return read_raw(tty, to, &modes, nonblock);
}

static bool is_background(const struct tty *tty)
{
	return current->signal->tty == tty && tty->pgrp && tty->pgrp != current->signal->pgrp;
}

static int64_t tty_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	struct tty *tty = file_tty(f);
	struct host_termios modes;
	int err;

	if (is_background(tty) && !host_tty_get(tty->io.host.fd, &modes) &&
	    (modes.lflag & TOSTOP)) {
		err = tty_check_change(tty, SIGTTOU);
		if (err)
			return err;
	}
	return hostio_write(&tty->io, from, file_nonblock(f, from));
}

static unsigned tty_poll(struct file *f, struct poll_table *pt)
{
	return hostio_poll(&file_tty(f)->io, f, pt);
}

/* Asked again and again: the host has no event for it. */
int tty_wait_until_sent(struct tty *tty)
{
	while (host_stream_pending(&tty->io.host, true) > 0) {
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(TENTH / 10);
		if (signal_pending(current))
			return -ERESTARTSYS;
	}
	return 0;
}

/* --- opening --- */

static struct tty *find_tty(uint32_t rdev)
{
	if (MAJOR(rdev) == TTYAUX_MAJOR)
		return current->signal->tty;
	return MINOR(rdev) < ARRAY_SIZE(kernel->ttys) ? kernel->ttys[MINOR(rdev)] : NULL;
}

static bool is_session_leader(void)
{
	return current->signal->session == current->tgid;
}

static int tty_open(struct inode *inode, struct file *f)
{
	struct tty *tty = find_tty(inode->rdev);

	if (!tty)
		return MAJOR(inode->rdev) == TTYAUX_MAJOR ? -ENXIO : -EIO;
	if (tty->exclusive && !capable(CAP_SYS_ADMIN))
		return -EBUSY;
	f->priv = tty;
	f->mode |= FMODE_STREAM | FMODE_NOSEEK;
	if (!(f->flags & O_NOCTTY) && MAJOR(inode->rdev) != TTYAUX_MAJOR && is_session_leader() &&
	    !current->signal->tty && !tty->session && (f->mode & FMODE_READ))
		tty_set_controlling(tty);
	return 0;
}

const struct file_ops tty_ops = {
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.ioctl = tty_ioctl,
	.open = tty_open,
};

/* --- the host's --- */

/* The one that stands for the host's terminal already, or the first free place. */
static struct tty **tty_slot(uint64_t dev, uint64_t ino)
{
	struct tty **slot = kernel->ttys;
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(kernel->ttys) && slot[i]; i++)
		if (slot[i]->io.host.stat.dev == dev && slot[i]->io.host.stat.ino == ino)
			break;
	return i < ARRAY_SIZE(kernel->ttys) ? &slot[i] : NULL;
}

static struct tty *tty_of_host(int host_fd)
{
	struct host_stat st;
	struct tty **slot, *tty;
	int err = host_stat(host_fd, &st);

	if (err)
		return ERR_PTR(err);
	slot = tty_slot(st.dev, st.ino);
	if (!slot)
		return ERR_PTR(-ENFILE);
	if (*slot)
		return *slot;
	tty = kzalloc(sizeof(*tty));
	if (!tty)
		return ERR_PTR(-ENOMEM);
	err = hostio_init(&tty->io, host_fd);
	if (err) {
		kfree(tty);
		return ERR_PTR(err);
	}
	tty->index = (unsigned)(slot - kernel->ttys);
	*slot = tty;
	return tty;
}

/* Its node in /dev/pts; where the tree has no /dev of ours, an inode without a name. */
static int tty_path(const struct tty *tty, struct path *path)
{
	struct inode *inode;
	char name[24];

	snprintf(name, sizeof(name), "/dev/pts/%u", tty->index);
	if (!devfs_add_pts(tty->index) &&
	    !path_lookup(AT_FDCWD, name, LOOKUP_KERNEL | LOOKUP_FOLLOW, path))
		return 0;
	inode = pseudo_inode(S_IFCHR | 0620);
	if (!inode)
		return -ENOMEM;
	inode->rdev = MKDEV(PTS_MAJOR, tty->index);
	inode->fop = &tty_ops;
	return pseudo_path("tty", inode, path);
}

struct file *tty_open_host(int host_fd, unsigned flags)
{
	struct tty *tty = tty_of_host(host_fd);
	struct path path;
	struct file *f;
	int err;

	if (IS_ERR(tty))
		return ERR_PTR(PTR_ERR(tty));
	err = tty_path(tty, &path);
	if (err)
		return ERR_PTR(err);
	f = dentry_open(&path, flags | O_NOCTTY);
	path_put(&path);
	if (!IS_ERR(f) && current && current->signal && !current->signal->tty && !tty->session)
		tty_set_controlling(tty);
	return f;
}

/* Modes are put back, and the host's descriptors closed; files on it are gone by now. */
void tty_exit(struct kernel *k)
{
	for (unsigned i = 0; i < ARRAY_SIZE(k->ttys); i++) {
		struct tty *tty = k->ttys[i];

		if (!tty)
			continue;
		host_tty_restore(tty->io.host.fd);
		hostio_destroy(&tty->io);
		kfree(tty);
		k->ttys[i] = NULL;
	}
}
