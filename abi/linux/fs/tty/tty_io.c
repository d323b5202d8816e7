/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Terminals: opening, reading, writing, closing, hanging up. */
#include "fs/tty/tty.h"

#include <string.h>

#include "kernel/cred.h"
#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/slab.h"

/* --- locks that are held across sleeps --- */

int tty_mutex_lock(struct tty_mutex *m, bool nonblock)
{
	if (m->held) {
		int err = nonblock ? -EAGAIN : wait_event_interruptible(&m->wait, !m->held);

		if (err)
			return err;
	}
	m->held = true;
	return 0;
}

void tty_mutex_unlock(struct tty_mutex *m)
{
	m->held = false;
	wake_up(&m->wait);
}

/* Told even if nothing was written: who watches for the edge sees one after each write. */
void tty_write_unlock(struct tty *tty)
{
	tty_mutex_unlock(&tty->write_lock);
	wake_up_poll(&tty->write_wait, EPOLLOUT);
}

void tty_wake_readers(struct tty *tty)
{
	wake_up_poll(&tty->read_wait, EPOLLIN | EPOLLRDNORM);
	kill_fasync(&tty->fasync, POLL_IN);
}

void tty_wake_writers(struct tty *tty)
{
	wake_up_poll(&tty->write_wait, EPOLLOUT);
	if (tty->write_wakeup)
		kill_fasync(&tty->fasync, POLL_OUT);
	tty->write_wakeup = false;
}

void tty_init(struct tty *tty, const struct tty_ops *ops, unsigned index)
{
	tty->ops = ops;
	tty->index = index;
	list_init(&tty->files);
	list_init(&tty->fasync);
	init_waitqueue_head(&tty->read_wait);
	init_waitqueue_head(&tty->write_wait);
	init_waitqueue_head(&tty->read_lock.wait);
	init_waitqueue_head(&tty->write_lock.wait);
}

/* --- files --- */

int tty_add_file(struct tty *tty, struct file *f)
{
	struct tty_file *tf = kzalloc(sizeof(*tf));

	if (!tf)
		return -ENOMEM;
	tf->tty = tty;
	tf->file = f;
	list_add_tail(&tf->node, &tty->files);
	f->priv = tf;
	f->mode |= FMODE_STREAM | FMODE_NOSEEK;
	tty->count++;
	return 0;
}

static void tty_release(struct file *f)
{
	struct tty_file *tf = f->priv;
	struct tty *tty = tf->tty;

	fasync_helper(f, -1, false, &tty->fasync);
	list_del(&tf->node);
	kfree(tf);
	tty->ops->close(tty, f);
}

/* As seen on the device: to eight seconds, so that nobody can watch typing. */
static void update_time(struct timespec64 *t)
{
	struct timespec64 now = current_time();

	if ((t->tv_sec ^ now.tv_sec) & ~7ll)
		*t = now;
}

static int64_t tty_read(struct file *f, struct iov_iter *to, __unused loff_t *pos)
{
	struct tty *tty = file_tty(f);
	int64_t n;

	if (tty->io_error)
		return -EIO;
	n = tty->ops->read(tty, f, to);
	if (n > 0)
		update_time(&f->inode->atime);
	return n;
}

static int64_t tty_write(struct file *f, struct iov_iter *from, __unused loff_t *pos)
{
	struct tty *tty = file_tty(f);
	int64_t n;

	if (tty->io_error)
		return -EIO;
	n = tty->ops->write(tty, f, from);
	if (n > 0)
		update_time(&f->inode->mtime);
	return n;
}

static unsigned tty_poll(struct file *f, struct poll_table *pt)
{
	return file_tty(f)->ops->poll(file_tty(f), f, pt);
}

/* Unless it has an owner, its signals are for the foreground group, or for who asks. */
static int tty_fasync(struct file *f, fd_t fd, bool on)
{
	struct tty *tty = file_tty(f);
	int err = fasync_helper(f, fd, on, &tty->fasync);

	if (err || !on)
		return err;
	tty->ops->async(tty);
	if (!f->owner)
		file_setown(f, tty->pgrp ? -tty->pgrp : current->tgid);
	return err;
}

/* --- opening --- */

/* Which terminal a device number means. */
static struct tty *tty_of(const struct inode *inode, const struct file *f)
{
	struct tty *tty;

	if (inode->rdev == MKDEV(TTYAUX_MAJOR, 0))
		tty = current && current->signal ? current->signal->tty : NULL;
	else if (inode->rdev == MKDEV(TTYAUX_MAJOR, 1))
		return console_tty() ? console_tty() : ERR_PTR(-ENODEV);
	else if (inode->fop == &tty_file_ops) /* the host's, where there is no /dev/pts */
		return inode->priv;
	else
		return (tty = devpts_tty(f->path.dentry)) ? tty : ERR_PTR(-EIO);
	return tty ? tty : ERR_PTR(-ENXIO);
}

static int tty_open(struct inode *inode, struct file *f)
{
	struct tty *tty = tty_of(inode, f);
	int err;

	if (IS_ERR(tty))
		return PTR_ERR(tty);
	if (tty->is_master)
		return -EIO;
	if (tty->exclusive && !capable(CAP_SYS_ADMIN))
		return -EBUSY;
	err = tty_add_file(tty, f);
	if (err)
		return err;
	err = tty->ops->open(tty, f);
	if (err) {
		tty_release(f);
		return err;
	}
	tty->hung_up = false;
	if (!(f->mode & FMODE_NOCTTY) && MAJOR(inode->rdev) != TTYAUX_MAJOR)
		tty_open_proc_set_tty(f, tty);
	return 0;
}

static void tty_show_fdinfo(struct file *f, struct seq_buf *s)
{
	const struct tty *tty = file_tty(f);

	if (tty->is_master)
		seq_printf(s, "tty-index:\t%u\n", tty->index);
}

const struct file_ops tty_file_ops = {
	.read = tty_read,
	.write = tty_write,
	.poll = tty_poll,
	.ioctl = tty_ioctl,
	.fasync = tty_fasync,
	.open = tty_open,
	.release = tty_release,
	.show_fdinfo = tty_show_fdinfo,
};

/* --- hanging up --- */

static int64_t hung_up_read(__unused struct file *f, __unused struct iov_iter *to,
			    __unused loff_t *pos)
{
	return 0;
}

static int64_t hung_up_write(__unused struct file *f, __unused struct iov_iter *from,
			     __unused loff_t *pos)
{
	return -EIO;
}

static unsigned hung_up_poll(__unused struct file *f, __unused struct poll_table *pt)
{
	return EPOLLIN | EPOLLOUT | EPOLLERR | EPOLLHUP | EPOLLRDNORM | EPOLLWRNORM;
}

static long hung_up_ioctl(__unused struct file *f, unsigned cmd, __unused uint64_t arg)
{
	return cmd == TIOCSPGRP ? -ENOTTY : -EIO;
}

static int hung_up_fasync(__unused struct file *f, __unused fd_t fd, __unused bool on)
{
	return -ENOTTY;
}

const struct file_ops hung_up_tty_ops = {
	.read = hung_up_read,
	.write = hung_up_write,
	.poll = hung_up_poll,
	.ioctl = hung_up_ioctl,
	.fasync = hung_up_fasync,
	.no_splice_read = true,
	.no_splice_write = true,
	.release = tty_release,
};

void tty_hangup(struct tty *tty, bool exit_session)
{
	struct tty_file *tf;

	list_for_each_entry(tf, &tty->files, node) {
		fasync_helper(tf->file, -1, false, &tty->fasync);
		tf->file->flags &= ~(unsigned)O_ASYNC;
		tf->file->op = &hung_up_tty_ops;
	}
	tty_signal_session_leader(tty, exit_session);
	tty->session = tty->pgrp = 0;
	tty->ops->hangup(tty);
	tty->pktstatus = 0;
	tty->hung_up = true;
	wake_up_all(&tty->read_wait);
	wake_up_all(&tty->write_wait);
	wake_up_all(&tty->read_lock.wait);
	wake_up_all(&tty->write_lock.wait);
}
