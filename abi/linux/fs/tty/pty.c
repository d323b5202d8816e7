/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Pseudo-terminals: two sides, each with a line discipline; what is written to one is received by
 * the other at once, and waits between them only while the receiver has no room. Both live until
 * both are closed.
 */
#include "fs/tty/n_tty.h"

#include <string.h>

#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"
#include "uapi/ioctl.h"

struct pty_side {
	struct tty tty;
	struct n_tty n_tty;
	struct flip flip;
};

struct pty_pair {
	struct pty_side master, slave;
	struct super_block *devpts; /* referenced; NULL until the master is open */
};

static const struct tty_ops pty_ops;

static struct pty_pair *pair_of(struct tty *tty)
{
	struct tty *master = tty->is_master ? tty : tty->link;

	return container_of(container_of(master, struct pty_side, tty), struct pty_pair, master);
}

/* --- making and freeing --- */

static void init_termios(struct tty *tty)
{
	static const uint8_t cc[NCCS] = { 3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22 };
	struct linux_termios2 *t = &tty->termios;

	*t = (struct linux_termios2){ .cflag = B38400 | CS8 | CREAD,
				      .ispeed = 38400,
				      .ospeed = 38400 };
	memcpy(t->cc, cc, sizeof(cc));
	if (tty->is_master)
		return;
	t->iflag = ICRNL | IXON;
	t->oflag = OPOST | ONLCR;
	t->lflag = ISIG | ICANON | ECHO | ECHOE | ECHOK | ECHOCTL | ECHOKE | IEXTEN;
}

static void init_side(struct pty_side *side, struct pty_side *other, unsigned index)
{
	tty_init(&side->tty, &pty_ops, index);
	side->tty.link = &other->tty;
	side->tty.flip = &side->flip;
}

struct tty *pty_create(unsigned index)
{
	struct pty_pair *pair = kzalloc(sizeof(*pair));

	if (!pair)
		return NULL;
	init_side(&pair->master, &pair->slave, index);
	init_side(&pair->slave, &pair->master, index);
	pair->master.tty.is_master = true;
	init_termios(&pair->master.tty);
	init_termios(&pair->slave.tty);
	n_tty_init(&pair->master.tty, &pair->master.n_tty);
	n_tty_init(&pair->slave.tty, &pair->slave.n_tty);
	return &pair->master.tty;
}

void pty_free(struct tty *tty)
{
	struct pty_pair *pair = pair_of(tty);

	if (pair->devpts) {
		devpts_kill_index(pair->devpts, tty->index);
		sb_put(pair->devpts);
	}
	kfree(pair);
}

/* --- bytes from side to side --- */

static void drop_flip(struct flip *f)
{
	f->head = f->tail = f->looked_ahead = 0;
}

void pty_flush_to_ldisc(struct tty *tty)
{
	struct flip *f = tty->flip;

	if (f->busy || !tty->ldisc)
		return;
	f->busy = true;
	while (f->head != f->tail) {
		unsigned at = f->tail % FLIP_SIZE;
		size_t n = min(f->head - f->tail, FLIP_SIZE - at);
		size_t done = n_tty_receive(tty, f->buf + at, n, true);

		f->tail += (unsigned)done;
		f->looked_ahead -= min(f->looked_ahead, (unsigned)done);
		if (done < n)
			break;
	}
	f->busy = false;
}

/* Flow control works though what is before it cannot be received. */
static void look_ahead(struct tty *tty)
{
	struct flip *f = tty->flip;

	while (tty->ldisc && f->tail + f->looked_ahead != f->head) {
		unsigned at = (f->tail + f->looked_ahead) % FLIP_SIZE;
		unsigned n = min(f->head - f->tail - f->looked_ahead, FLIP_SIZE - at);

		f->looked_ahead += n;
		n_tty_lookahead(tty, f->buf + at, n);
	}
}

size_t pty_push(struct tty *to, const unsigned char *buf, size_t n)
{
	struct flip *f = to->flip;
	size_t done = 0;

	/* Nothing waits: no need to put it down. A byte that is received may have an echo, though. */
	if (f->head == f->tail && !f->busy && to->ldisc) {
		f->busy = true;
		done = n_tty_receive(to, buf, n, true);
		f->busy = false;
	}
	while (done < n && f->head - f->tail < FLIP_SIZE) {
		unsigned at = f->head % FLIP_SIZE;
		size_t part = min(min(n - done, (size_t)(FLIP_SIZE - (f->head - f->tail))),
				  (size_t)(FLIP_SIZE - at));

		memcpy(f->buf + at, buf + done, part);
		f->head += (unsigned)part;
		done += part;
	}
	pty_flush_to_ldisc(to);
	look_ahead(to);
	return done;
}

/* --- open and close --- */

/* Of a slave: a master is open from the start (ptmx). */
static int pty_open(struct tty *tty, __unused struct file *f)
{
	if (tty->other_closed || tty->link->locked || tty->link->count != 1) {
		tty->io_error = true;
		return -EIO;
	}
	if (!tty->ldisc)
		n_tty_init(tty, &pair_of(tty)->slave.n_tty);
	tty->io_error = false;
	tty->link->other_closed = false;
	return 0;
}

static void wake_both(struct tty *tty)
{
	wake_up_all(&tty->read_wait);
	wake_up_all(&tty->write_wait);
}

/* The last file of a side goes: the other reads what there is, and then EIO. */
static void close_side(struct tty *tty)
{
	tty->io_error = true;
	tty->packet = false;
	tty->link->other_closed = true;
	wake_both(tty);
	wake_both(tty->link);
}

static void close_master(struct tty *master)
{
	struct tty *slave = master->link;

	close_side(master);
	master->other_closed = true;
	if (slave->node)
		devpts_pty_kill(slave->node);
	slave->node = NULL;
	tty_vhangup(slave);
	slave->count--;
}

static void pty_close(struct tty *tty, __unused struct file *f)
{
	if (tty->is_master)
		close_master(tty);
	else if (!tty->io_error && tty->count <= 2)
		close_side(tty);
	tty->count--;
	if (!tty->count) {
		session_clear_tty(tty->session);
		session_clear_tty(tty->link->session);
	}
	if (!tty->count && !tty->link->count)
		pty_free(tty);
}

static void pty_hangup(struct tty *tty)
{
	if (tty->ldisc) {
		n_tty_flush_buffer(tty);
		tty->ops->flush(tty, TCOFLUSH);
	}
	init_termios(tty);
	tty->ldisc = NULL;
}

/* --- modes --- */

static int get_termios(struct tty *tty, struct linux_termios2 *t)
{
	*t = tty->termios;
	return 0;
}

/* The usual keys stop and start: a master may do so by itself, which saves it a way. */
static bool usual_flow(const struct linux_termios2 *t)
{
	return (t->iflag & IXON) && t->cc[VSTOP] == 19 && t->cc[VSTART] == 17;
}

static void tell_packet_master(struct tty *tty, const struct linux_termios2 *old)
{
	bool before = usual_flow(old), now = usual_flow(&tty->termios);
	bool extproc = (old->lflag | tty->termios.lflag) & EXTPROC;

	if (!tty->link->packet || (before == now && !extproc))
		return;
	if (before != now) {
		tty->pktstatus &= ~(TIOCPKT_DOSTOP | TIOCPKT_NOSTOP);
		tty->pktstatus |= now ? TIOCPKT_DOSTOP : TIOCPKT_NOSTOP;
	}
	if (extproc)
		tty->pktstatus |= TIOCPKT_IOCTL;
	wake_up(&tty->link->read_wait);
}

/* Output is with the other side as soon as it is written: there is nothing to wait for. */
static int set_termios(struct tty *tty, const struct linux_termios2 *t, enum tty_when when)
{
	struct linux_termios2 old;
	int err = when == TTY_NOW ? 0 : tty_mutex_lock(&tty->write_lock, false);

	if (err)
		return err;
	if (when == TTY_FLUSH && tty->ldisc)
		n_tty_flush_buffer(tty);
	old = tty->termios;
	tty->termios = *t;
	tty_keep_locked(tty, &tty->termios, &old);
	tell_packet_master(tty, &old);
	tty->termios.cflag &= ~(CSIZE | PARENB);
	tty->termios.cflag |= CS8 | CREAD;
	if (tty->ldisc)
		n_tty_set_termios(tty, &old);
	if (when != TTY_NOW)
		tty_write_unlock(tty);
	return 0;
}

static int get_winsize(struct tty *tty, struct linux_winsize *w)
{
	*w = tty->winsize;
	return 0;
}

static int set_winsize(struct tty *tty, const struct linux_winsize *w)
{
	if (!memcmp(w, &tty->winsize, sizeof(*w)))
		return 0;
	if (tty->pgrp)
		kill_pgrp(tty->pgrp, SIGWINCH);
	tty->winsize = tty->link->winsize = *w;
	return 0;
}

/* --- the line --- */

/* Input is what this side has received; output what the other has not. */
static int flush(struct tty *tty, int queue)
{
	if (queue != TCOFLUSH) {
		drop_flip(tty->flip);
		n_tty_flush_buffer(tty);
		tty_wake_writers(tty->link);
	}
	if (queue == TCIFLUSH)
		return 0;
	drop_flip(tty->link->flip);
	if (tty->link->packet) {
		tty->pktstatus |= TIOCPKT_FLUSHWRITE;
		wake_up_poll(&tty->link->read_wait, EPOLLIN);
	}
	return 0;
}

static int drain(__unused struct tty *tty)
{
	return 0;
}

static int send_break(__unused struct tty *tty, __unused int ms)
{
	return 0;
}

static int pending(struct tty *tty, bool output)
{
	return output ? 0 : n_tty_pending(tty);
}

static int insert(struct tty *tty, unsigned char c)
{
	if (!tty->ldisc)
		return -EIO;
	n_tty_receive(tty, &c, 1, false);
	return 0;
}

/* --- ioctls of a master --- */

static long set_lock(struct tty *master, uaddr_t arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	master->locked = on;
	return 0;
}

static long set_packet(struct tty *master, uaddr_t arg)
{
	int on;

	if (get_user(on, arg))
		return -EFAULT;
	if (on && !master->packet)
		master->link->pktstatus = 0;
	master->packet = on;
	return 0;
}

static long signal_slave(struct tty *master, int sig)
{
	if (sig != SIGINT && sig != SIGQUIT && sig != SIGTSTP)
		return -EINVAL;
	if (master->link->pgrp)
		kill_pgrp(master->link->pgrp, sig);
	return 0;
}

/* The slave, whatever /dev/pts is to the caller. As in Linux nobody looks at the flags. */
static long open_peer(struct tty *master, const struct file *f, unsigned flags)
{
	struct file *peer;
	struct path path;
	int fd, err = fd_reserve(&fd, flags);

	if (err)
		return err;
	err = devpts_node_path(f, master->link->node, &path);
	peer = err ? ERR_PTR(err) : dentry_open(&path, flags);
	if (!err)
		path_put(&path);
	if (IS_ERR(peer)) {
		fd_unreserve(fd);
		return PTR_ERR(peer);
	}
	peer->flags |= flags & O_CLOEXEC; /* which Linux's F_GETFL shows only here */
	fd_install(fd, peer);
	return fd;
}

static long pty_ioctl(struct tty *tty, struct file *f, unsigned cmd, uint64_t arg)
{
	if (cmd == TIOCGPTPEER)
		return tty->is_master ? open_peer(tty, f, (unsigned)arg) : -EIO;
	if (!tty->is_master)
		return -ENOIOCTLCMD;
	switch (cmd) {
	case TIOCSPTLCK:
		return set_lock(tty, arg);
	case TIOCGPTLCK:
		return put_user((int)tty->locked, arg);
	case TIOCPKT:
		return set_packet(tty, arg);
	case TIOCGPKT:
		return put_user((int)tty->packet, arg);
	case TIOCGPTN:
		return put_user(tty->index, arg);
	case TIOCSIG:
		return signal_slave(tty, (int)arg);
	default:
		return -ENOIOCTLCMD;
	}
}

/* Who moves the bytes tells. */
static void async(__unused struct tty *tty)
{
}

static const struct tty_ops pty_ops = {
	.open = pty_open,
	.close = pty_close,
	.read = n_tty_read,
	.write = n_tty_write,
	.poll = n_tty_poll,
	.ioctl = pty_ioctl,
	.get_termios = get_termios,
	.set_termios = set_termios,
	.get_winsize = get_winsize,
	.set_winsize = set_winsize,
	.flush = flush,
	.flow = n_tty_flow,
	.drain = drain,
	.send_break = send_break,
	.pending = pending,
	.insert = insert,
	.async = async,
	.hangup = pty_hangup,
};

/* --- /dev/ptmx --- */

static int open_master(struct super_block *devpts, unsigned index, struct file *f)
{
	struct tty *master = pty_create(index);
	int err;

	if (!master) {
		devpts_kill_index(devpts, index);
		return -ENOMEM;
	}
	devpts->refs++;
	pair_of(master)->devpts = devpts;
	master->link->node = devpts_pty_new(devpts, master->link);
	err = IS_ERR(master->link->node) ? PTR_ERR(master->link->node) : tty_add_file(master, f);
	if (err) {
		if (!IS_ERR(master->link->node))
			devpts_pty_kill(master->link->node);
		pty_free(master);
		return err;
	}
	master->locked = true;
	master->link->count++;
	f->op = &tty_file_ops;
	return 0;
}

static int ptmx_open(__unused struct inode *inode, struct file *f)
{
	struct super_block *devpts = devpts_acquire(f);
	int index, err;

	if (IS_ERR(devpts))
		return PTR_ERR(devpts);
	index = devpts_new_index(devpts);
	err = index < 0 ? index : open_master(devpts, (unsigned)index, f);
	sb_put(devpts);
	return err;
}

const struct file_ops ptmx_ops = { .open = ptmx_open };
