/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The host's terminals that the guest was given as standard streams. The host's line discipline
 * does the editing, so that whoever shares the terminal with us finds it as with any program;
 * sessions, groups and job control are the guest kernel's own. What would reach over to other
 * processes of the host's terminal (typing for them) is refused to everybody, root too.
 */
#include "fs/dev/internal.h"
#include "fs/tty/tty.h"

#include <stdio.h>
#include <string.h>

#include "host/tty.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "kernel/time.h"

_Static_assert(sizeof(struct host_termios) == sizeof(struct linux_termios2), "the same");
_Static_assert(sizeof(struct host_winsize) == sizeof(struct linux_winsize), "the same");

#define TENTH (NSEC_PER_SEC / 10)

struct console {
	struct tty tty;
	struct hostio io;
	struct super_block *devpts; /* where its node and number are, referenced; or NULL */
};

static struct console *console_of(struct tty *tty)
{
	return container_of(tty, struct console, tty);
}

static int host_fd(struct tty *tty)
{
	return console_of(tty)->io.host.fd;
}

struct tty *console_tty(void)
{
	return kernel->ttys[0];
}

/* --- reading and writing --- */

/*
 * Without cc[VTIME] the host's poll wants cc[VMIN] bytes: of fewer, where some have been read before or
 * that many do not fit, it says nothing.
 */
static bool is_told_of_bytes(const struct host_termios *modes, int64_t done, size_t room)
{
	return modes->cc[VTIME] || modes->cc[VMIN] <= 1 || (!done && room >= modes->cc[VMIN]);
}

/*
 * Without line editing: at least cc[VMIN] bytes, cc[VTIME] tenths of a second between them, or,
 * when VMIN is 0, before the first (termios(3)).
 */
static int64_t read_raw(struct hostio *io, struct iov_iter *to, const struct host_termios *modes,
			bool nonblock)
{
	size_t least = modes->cc[VMIN] ? modes->cc[VMIN] : 1;
	int64_t between = modes->cc[VTIME] ? modes->cc[VTIME] * TENTH : NO_TIMEOUT;
	int64_t timeout = modes->cc[VMIN] ? NO_TIMEOUT : modes->cc[VTIME] * TENTH;
	int64_t done = 0, n;

	while (to->count) {
		n = hostio_read_now(io, to);
		if (n > 0) {
			done += n;
			if ((size_t)done >= least)
				break;
			timeout = between;
			continue;
		}
		if (n == -EAGAIN && !nonblock) {
			bool told = is_told_of_bytes(modes, done, to->count);

			n = hostio_wait(io, EPOLLIN, told ? timeout : TENTH / 10);
			if (!n && !told)
				continue;
		}
		if (n == -EINTR)
			n = -ERESTARTSYS;
		if (n <= 0)
			return done ? done : n;
	}
	return done;
}

static int64_t console_read(struct tty *tty, struct file *f, struct iov_iter *to)
{
	struct hostio *io = &console_of(tty)->io;
	struct host_termios modes;
	int err = tty_check_change(tty, SIGTTIN);

	if (err)
		return err;
	if (host_tty_get(io->host.fd, &modes) || (modes.lflag & ICANON))
		return hostio_read(io, to, file_nonblock(f, to));
	return read_raw(io, to, &modes, file_nonblock(f, to));
}

static bool is_background(const struct tty *tty)
{
	return current->signal->tty == tty && tty->pgrp && tty->pgrp != current->signal->pgrp;
}

/* The host's TOSTOP is about ring3 itself; the guest's groups are asked here. */
static int64_t console_write(struct tty *tty, struct file *f, struct iov_iter *from)
{
	struct host_termios modes;
	int err;

	if (is_background(tty) && !host_tty_get(host_fd(tty), &modes) && (modes.lflag & TOSTOP)) {
		err = tty_check_change(tty, SIGTTOU);
		if (err)
			return err;
	}
	return hostio_write(&console_of(tty)->io, from, file_nonblock(f, from));
}

static unsigned console_poll(struct tty *tty, struct file *f, struct poll_table *pt)
{
	return hostio_poll(&console_of(tty)->io, f, pt);
}

/* --- modes and the line --- */

static int get_termios(struct tty *tty, struct linux_termios2 *t)
{
	return host_tty_get(host_fd(tty), (struct host_termios *)t);
}

/* Asked again and again: the host has no event for it. */
static int console_drain(struct tty *tty)
{
	while (host_stream_pending(&console_of(tty)->io.host, true) > 0) {
		set_current_state(TASK_INTERRUPTIBLE);
		schedule_timeout(TENTH / 10);
		if (signal_pending(current))
			return -ERESTARTSYS;
	}
	return 0;
}

static int set_termios(struct tty *tty, const struct linux_termios2 *t, enum tty_when when)
{
	struct linux_termios2 old, new = *t;
	int err = 0;

	if (when == TTY_FLUSH)
		host_tty_flush(host_fd(tty), TCIFLUSH);
	if (when != TTY_NOW)
		err = console_drain(tty);
	if (!err)
		err = get_termios(tty, &old);
	if (err)
		return err;
	tty_keep_locked(tty, &new, &old);
	return host_tty_set(host_fd(tty), (const struct host_termios *)&new);
}

static int get_winsize(struct tty *tty, struct linux_winsize *w)
{
	return host_tty_get_winsize(host_fd(tty), (struct host_winsize *)w);
}

/* The host tells its foreground group, which is ring3 at best: the guest's is told from here. */
static int set_winsize(struct tty *tty, const struct linux_winsize *w)
{
	struct linux_winsize old;
	int err = get_winsize(tty, &old);

	if (err || !memcmp(w, &old, sizeof(old)))
		return err;
	err = host_tty_set_winsize(host_fd(tty), (const struct host_winsize *)w);
	if (!err && tty->pgrp)
		kill_pgrp(tty->pgrp, SIGWINCH);
	return err;
}

static int flush(struct tty *tty, int queue)
{
	return host_tty_flush(host_fd(tty), queue);
}

static int flow(struct tty *tty, int action)
{
	return host_tty_flow(host_fd(tty), action);
}

struct break_args {
	int fd, duration;
};

static long break_call(void *arg)
{
	const struct break_args *a = arg;

	return host_tty_break(a->fd, a->duration);
}

static int send_break(struct tty *tty, int ms)
{
	struct break_args a = { host_fd(tty), ms / 100 };

	return (int)host_call(break_call, &a);
}

static int pending(struct tty *tty, bool output)
{
	return host_stream_pending(&console_of(tty)->io.host, output);
}

static int insert(__unused struct tty *tty, __unused unsigned char c)
{
	return -EPERM;
}

static long console_ioctl(__unused struct tty *tty, __unused struct file *f, unsigned cmd,
			  __unused uint64_t arg)
{
	return cmd == TIOCGPTPEER ? -EIO : -ENOIOCTLCMD;
}

/* The host's own terminal goes on; only the guest's files on it are cut off. */
static void hangup(__unused struct tty *tty)
{
}

static int console_open(__unused struct tty *tty, __unused struct file *f)
{
	return 0;
}

/* It stays until the machine's end: others may open its node again. */
static void console_close(struct tty *tty, __unused struct file *f)
{
	tty->count--;
}

static void async(struct tty *tty)
{
	hostio_watch_async(&console_of(tty)->io);
}

static const struct tty_ops console_ops = {
	.open = console_open,
	.close = console_close,
	.read = console_read,
	.write = console_write,
	.poll = console_poll,
	.ioctl = console_ioctl,
	.get_termios = get_termios,
	.set_termios = set_termios,
	.get_winsize = get_winsize,
	.set_winsize = set_winsize,
	.flush = flush,
	.flow = flow,
	.drain = console_drain,
	.send_break = send_break,
	.pending = pending,
	.insert = insert,
	.async = async,
	.hangup = hangup,
};

/* --- which host terminal is which --- */

/* The one that stands for the host's terminal already, or the first free place. */
static struct tty **tty_slot(uint64_t dev, uint64_t ino)
{
	struct tty **slot = kernel->ttys;
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(kernel->ttys) && slot[i]; i++) {
		const struct host_stat *st = &console_of(slot[i])->io.host.stat;

		if (st->dev == dev && st->ino == ino)
			break;
	}
	return i < ARRAY_SIZE(kernel->ttys) ? &slot[i] : NULL;
}

/* A node in /dev/pts, the user's own as a login makes it; where there is none, it has no name. */
static void add_node(struct console *c)
{
	struct path dir;
	int index;

	if (path_lookup(AT_FDCWD, "/dev/pts", LOOKUP_KERNEL | LOOKUP_DIRECTORY, &dir))
		return;
	index = dir.mnt->sb->type == &devpts_type ? devpts_new_index(dir.mnt->sb) : -ENODEV;
	if (index >= 0) {
		c->tty.index = (unsigned)index;
		c->tty.node = devpts_pty_new(dir.mnt->sb, &c->tty);
		if (IS_ERR(c->tty.node)) {
			devpts_kill_index(dir.mnt->sb, c->tty.index);
			c->tty.node = NULL;
		} else {
			c->tty.node->inode->uid = kernel->config.uid;
			c->devpts = dir.mnt->sb;
			c->devpts->refs++;
		}
	}
	path_put(&dir);
}

static void remove_node(struct console *c)
{
	if (c->tty.node)
		devpts_pty_kill(c->tty.node);
	if (!c->devpts)
		return;
	devpts_kill_index(c->devpts, c->tty.index);
	sb_put(c->devpts);
}

static struct tty *tty_of_host(int fd)
{
	struct host_stat st;
	struct console *c;
	struct tty **slot;
	int err = host_stat(fd, &st);

	if (err)
		return ERR_PTR(err);
	slot = tty_slot(st.dev, st.ino);
	if (!slot)
		return ERR_PTR(-ENFILE);
	if (*slot)
		return *slot;
	c = kzalloc(sizeof(*c));
	if (!c)
		return ERR_PTR(-ENOMEM);
	err = hostio_init(&c->io, fd);
	if (err) {
		kfree(c);
		return ERR_PTR(err);
	}
	tty_init(&c->tty, &console_ops, (unsigned)(slot - kernel->ttys));
	c->io.fasync = &c->tty.fasync;
	add_node(c);
	*slot = &c->tty;
	return *slot;
}

static int tty_path(struct tty *tty, struct path *path)
{
	struct inode *inode;
	char name[24];

	snprintf(name, sizeof(name), "/dev/pts/%u", tty->index);
	if (tty->node && !path_lookup(AT_FDCWD, name, LOOKUP_KERNEL | LOOKUP_FOLLOW, path)) {
		if (path->dentry == tty->node)
			return 0;
		path_put(path);
	}
	inode = pseudo_inode(S_IFCHR | 0620);
	if (!inode)
		return -ENOMEM;
	inode->rdev = MKDEV(PTS_MAJOR, tty->index);
	inode->fop = &tty_file_ops;
	inode->priv = tty;
	return pseudo_path("tty", inode, path);
}

struct file *tty_open_host(int fd, unsigned flags)
{
	struct tty *tty = tty_of_host(fd);
	struct path path;
	struct file *f;
	int err;

	if (IS_ERR(tty))
		return ERR_PTR(PTR_ERR(tty));
	err = tty_path(tty, &path);
	if (err)
		return ERR_PTR(err);
	f = file_alloc(&path, flags, &tty_file_ops);
	path_put(&path);
	if (IS_ERR(f))
		return f;
	err = tty_add_file(tty, f);
	if (err) {
		f->op = &bad_file_ops; /* it never was open: nothing to release */
		file_put(f);
		return ERR_PTR(err);
	}
	if (current && current->signal)
		tty_open_proc_set_tty(f, tty);
	return f;
}

/* Modes are put back, and the host's descriptors closed; files on it are gone by now. */
void tty_exit(struct kernel *k)
{
	for (unsigned i = 0; i < ARRAY_SIZE(k->ttys); i++) {
		struct console *c = k->ttys[i] ? console_of(k->ttys[i]) : NULL;

		if (!c)
			continue;
		host_tty_restore(c->io.host.fd);
		hostio_destroy(&c->io);
		remove_node(c);
		kfree(c);
		k->ttys[i] = NULL;
	}
}
