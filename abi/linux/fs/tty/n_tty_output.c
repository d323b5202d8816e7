/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_TTY: output processing and write(2). */
#include "fs/tty/n_tty.h"

#include "kernel/sched.h"
#include "kernel/signal.h"

#define WRITE_CHUNK 2048u

int tty_write_room(const struct tty *tty)
{
	const struct flip *to = tty->link->flip;

	return tty->stopped ? 0 : (int)(FLIP_SIZE - (to->head - to->tail));
}

size_t tty_put(struct tty *tty, const void *buf, size_t n)
{
	return tty->stopped ? 0 : pty_push(tty->link, buf, n);
}

static int opost_newline(struct tty *tty, int room)
{
	struct n_tty *n = tty->ldisc;

	if (t_oflag(tty, ONLRET))
		n->column = 0;
	if (t_oflag(tty, ONLCR)) {
		if (room < 2)
			return -1;
		n->canon_column = n->column = 0;
		tty_put(tty, "\r\n", 2);
		return 2;
	}
	n->canon_column = n->column;
	tty_put_char(tty, '\n');
	return 1;
}

static int opost_return(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;

	if (t_oflag(tty, ONOCR) && !n->column)
		return 0;
	if (!t_oflag(tty, OCRNL) || t_oflag(tty, ONLRET))
		n->canon_column = n->column = 0;
	tty_put_char(tty, t_oflag(tty, OCRNL) ? '\n' : '\r');
	return 1;
}

static int opost_tab(struct tty *tty, int room)
{
	struct n_tty *n = tty->ldisc;
	int spaces = 8 - (int)(n->column & 7);

	if ((tty->termios.oflag & TABDLY) == XTABS) {
		if (room < spaces)
			return -1;
		n->column += (unsigned)spaces;
		tty_put(tty, "        ", (size_t)spaces);
		return spaces;
	}
	n->column += (unsigned)spaces;
	tty_put_char(tty, '\t');
	return 1;
}

int opost_char(struct tty *tty, unsigned char c, int room)
{
	struct n_tty *n = tty->ldisc;

	if (!room)
		return -1;
	switch (c) {
	case '\n':
		return opost_newline(tty, room);
	case '\r':
		return opost_return(tty);
	case '\t':
		return opost_tab(tty, room);
	case '\b':
		if (n->column)
			n->column--;
		break;
	default:
		if (n_iscntrl(c))
			break;
		if (t_oflag(tty, OLCUC))
			c = n_toupper(c);
		if (!is_continuation(tty, c))
			n->column++;
	}
	tty_put_char(tty, c);
	return 1;
}

/* Goes out as it is and moves the column by one at most. */
static bool is_plain(const struct tty *tty, unsigned char c)
{
	return !n_iscntrl(c) && !t_oflag(tty, OLCUC);
}

/* A run of plain characters at once. How many went. */
static size_t put_plain(struct tty *tty, const unsigned char *buf, size_t n)
{
	size_t room = (size_t)tty_write_room(tty), run = 0, sent;

	while (run < min(n, room) && is_plain(tty, buf[run]))
		run++;
	sent = run ? tty_put(tty, buf, run) : 0;
	for (size_t i = 0; i < sent; i++)
		if (!is_continuation(tty, buf[i]))
			tty->ldisc->column++;
	return sent;
}

static size_t put_processed(struct tty *tty, const unsigned char *buf, size_t n)
{
	size_t done = 0;

	while (done < n) {
		done += put_plain(tty, buf + done, n - done);
		if (done == n || opost_char(tty, buf[done], tty_write_room(tty)) < 0)
			break;
		done++;
	}
	return done;
}

static size_t put_raw(struct tty *tty, const unsigned char *buf, size_t n)
{
	size_t done = 0, sent;

	while (done < n && (sent = tty_put(tty, buf + done, n - done)))
		done += sent;
	return done;
}

/* One chunk, all of it if the terminal takes it. Bytes or -errno. May sleep. */
static int64_t write_chunk(struct tty *tty, struct file *f, const unsigned char *buf, size_t n)
{
	struct wait_entry w;
	size_t done = 0;
	int64_t err = 0;

	process_echoes(tty);
	init_wait_entry(&w);
	for (;;) {
		if (signal_pending(current)) {
			err = -ERESTARTSYS;
			break;
		}
		if (tty_hung_up(f) || !tty->link->count) {
			err = -EIO;
			break;
		}
		done += t_oflag(tty, OPOST) ? put_processed(tty, buf + done, n - done)
					    : put_raw(tty, buf + done, n - done);
		if (done == n)
			break;
		if (tty_nonblock(f)) {
			err = -EAGAIN;
			break;
		}
		prepare_to_wait(&tty->write_wait, &w, TASK_INTERRUPTIBLE);
		schedule();
	}
	finish_wait(&w);
	if (done < n)
		tty->write_wakeup = true;
	return done ? (int64_t)done : err;
}

static int64_t write_chunks(struct tty *tty, struct file *f, struct iov_iter *from)
{
	unsigned char buf[WRITE_CHUNK];
	int64_t done = 0, n;
	size_t size;
	int err;

	for (;;) {
		size = min(from->count, (size_t)WRITE_CHUNK);
		if (copy_from_iter(buf, size, from) != size)
			return done ? done : -EFAULT;
		err = t_lflag(tty, TOSTOP) ? tty_check_change(tty, SIGTTOU) : 0;
		n = err ? err : write_chunk(tty, f, buf, size);
		if (n <= 0)
			return done ? done : n;
		done += n;
		if ((size_t)n < size)
			iov_iter_revert(from, size - (size_t)n);
		if (!from->count)
			return done;
		if (signal_pending(current))
			return done;
		cond_resched();
		if (tty_hung_up(f) || !tty->ldisc)
			return done;
	}
}

int64_t n_tty_write(struct tty *tty, struct file *f, struct iov_iter *from)
{
	int64_t n = tty_mutex_lock(&tty->write_lock, tty_nonblock(f));

	if (n)
		return n;
	n = tty_hung_up(f) || !tty->ldisc ? -EIO : write_chunks(tty, f, from);
	tty_write_unlock(tty);
	return n;
}
