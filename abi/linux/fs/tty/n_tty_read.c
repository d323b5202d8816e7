/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * N_TTY: read(2). As in Linux bytes go to the reader in portions of 64, and what ends a read is
 * decided for the first of them: a VMIN above 64 means 64, which programs can see.
 */
#include "fs/tty/n_tty.h"

#include <string.h>

#include "kernel/sched.h"
#include "kernel/signal.h"
#include "kernel/time.h"

#define PORTION 64u
#define TENTH (NSEC_PER_SEC / 10)
#define UNTHROTTLE 128u

/* A line that is not echoed may be a password: no trace of it stays. */
static void take_bytes(struct tty *tty, unsigned char *to, size_t len)
{
	struct n_tty *n = tty->ldisc;
	size_t at = n_mask(n->read_tail), first = min(len, (size_t)(N_TTY_BUF_SIZE - at));
	bool secret = t_lflag(tty, ICANON) && !t_lflag(tty, ECHO);

	memcpy(to, n->read_buf + at, first);
	if (secret)
		memset(n->read_buf + at, 0, first);
	memcpy(to + first, n->read_buf, len - first);
	if (secret)
		memset(n->read_buf, 0, len - first);
}

/* Up to *done < room. True: there is more. */
static bool copy_raw(struct tty *tty, unsigned char *to, size_t room, size_t *done)
{
	struct n_tty *n = tty->ldisc;
	size_t at = n_mask(n->read_tail);
	size_t len = min(min((size_t)(n->commit_head - n->read_tail), N_TTY_BUF_SIZE - at),
			 room - *done);
	bool eof;

	if (!len)
		return false;
	take_bytes(tty, to + *done, len);
	eof = len == 1 && to[*done] == tty->termios.cc[VEOF];
	n->read_tail += (uint32_t)len;
	/* The outside program that edits lines sends an end of file as it is. */
	if (eof && t_lflag(tty, EXTPROC) && n->icanon && n->commit_head == n->read_tail)
		return false;
	*done += len;
	return n->commit_head != n->read_tail;
}

/* The distance from read_tail to the end of the line, the end included; max + 1: none within. */
static size_t find_line_end(const struct n_tty *n, size_t max)
{
	size_t i = 0;

	while (i < max && !test_line_end(n, n->read_tail + (uint32_t)i))
		i++;
	return i + 1;
}

static void clear_line_end(struct n_tty *n, uint32_t i)
{
	n->line_end[n_mask(i) / 64] &= ~BIT(n_mask(i) % 64);
}

static bool is_pushed_end(const struct n_tty *n, uint32_t i)
{
	return test_line_end(n, i) && read_byte(n, i) == DISABLED_CHAR;
}

/* Up to the end of the line. True: the line has more. */
static bool copy_line(struct tty *tty, unsigned char *to, size_t room, size_t *done)
{
	struct n_tty *n = tty->ldisc;
	size_t max = min(room - *done, (size_t)(n->canon_head - n->read_tail));
	size_t taken, len;
	bool found;

	if (room == *done)
		return false;
	taken = find_line_end(n, max);
	found = taken <= max;
	if (!found)
		taken = max;
	len = taken;
	if (found && is_pushed_end(n, n->read_tail + (uint32_t)taken - 1))
		len--;
	take_bytes(tty, to + *done, len);
	*done += len;
	if (found)
		clear_line_end(n, n->read_tail + (uint32_t)taken - 1);
	n->read_tail += (uint32_t)taken;
	if (found) {
		n->push = false;
		return false;
	}
	return n->read_tail != n->canon_head;
}

/* The reader's buffer is full to the byte: an end of file behind it belongs to this line. */
static void skip_eof(struct n_tty *n)
{
	if (n->read_tail == n->canon_head || !is_pushed_end(n, n->read_tail))
		return;
	clear_line_end(n, n->read_tail);
	n->read_tail++;
}

static void check_unthrottle(struct tty *tty)
{
	if (n_tty_chars(tty->ldisc) > UNTHROTTLE)
		return;
	n_tty_kick(tty);
	if (tty->link)
		tty_wake_writers(tty->link);
}

/* --- waiting --- */

struct limits {
	size_t least;	 /* bytes that end the read */
	int64_t timeout; /* from now on; NO_TIMEOUT */
	int64_t between; /* the same after each byte; 0: no such limit */
};

static struct limits limits_of(const struct tty *tty)
{
	int64_t time = tty->termios.cc[VTIME] * TENTH;
	unsigned min_chars = tty->termios.cc[VMIN];

	if (tty->ldisc->icanon)
		return (struct limits){ 0, NO_TIMEOUT, 0 };
	if (min_chars)
		return (struct limits){ min_chars, NO_TIMEOUT, time };
	return (struct limits){ 1, time, 0 };
}

/* 1: look again; 0: the read ends; -errno. May sleep. */
static int wait_for_input(struct tty *tty, struct file *f, struct wait_entry *w, int64_t *timeout)
{
	if (tty->other_closed)
		return -EIO;
	if (tty_hung_up(f) || !*timeout)
		return 0;
	if (tty_nonblock(f))
		return -EAGAIN;
	if (signal_pending(current))
		return -ERESTARTSYS;
	prepare_to_wait(&tty->read_wait, w, TASK_INTERRUPTIBLE);
	*timeout = schedule_timeout(*timeout);
	return 1;
}

static bool has_input(const struct tty *tty, const struct file *f)
{
	return !tty_hung_up(f) && tty->ldisc && input_available(tty, false);
}

/* A master in packet mode first hears of what happened to the slave. */
static bool read_status(struct tty *tty, unsigned char *status)
{
	if (!tty->packet || !tty->link->pktstatus)
		return false;
	*status = tty->link->pktstatus;
	tty->link->pktstatus = 0;
	return true;
}

/* May sleep. Bytes or -errno; *more: ask next_portion(). */
static int64_t first_portion(struct tty *tty, struct file *f, unsigned char *to, size_t room,
			     bool *more)
{
	struct limits l = limits_of(tty);
	struct wait_entry w;
	size_t done = 0;
	int err = 0;

	init_wait_entry(&w);
	while (done < room) {
		if (tty->packet && tty->link->pktstatus) {
			if (!done && read_status(tty, to))
				done = 1;
			break;
		}
		if (!has_input(tty, f)) {
			err = wait_for_input(tty, f, &w, &l.timeout);
			if (err <= 0)
				break;
			continue;
		}
		if (tty->ldisc->icanon && !t_lflag(tty, EXTPROC)) {
			*more = copy_line(tty, to, room, &done);
		} else {
			if (tty->packet && !done)
				to[done++] = TIOCPKT_DATA;
			*more = copy_raw(tty, to, room, &done) && done >= l.least;
		}
		if (*more)
			break;
		check_unthrottle(tty);
		if (done >= l.least)
			break;
		if (l.between)
			l.timeout = l.between;
	}
	finish_wait(&w);
	return done ? (int64_t)done : min(err, 0);
}

/* Does not sleep: the rest of what the first one found. */
static size_t next_portion(struct tty *tty, unsigned char *to, size_t room, bool *more)
{
	size_t done = 0;

	if (!tty->ldisc->icanon || t_lflag(tty, EXTPROC)) {
		*more = copy_raw(tty, to, room, &done);
	} else {
		*more = copy_line(tty, to, room, &done);
		if (!room)
			skip_eof(tty->ldisc);
	}
	if (!*more)
		check_unthrottle(tty);
	return done;
}

static int64_t read_portions(struct tty *tty, struct file *f, struct iov_iter *to)
{
	unsigned char buf[PORTION];
	size_t left = to->count, copied;
	int64_t done = 0, n;
	bool more = false, fault = false;

	n = first_portion(tty, f, buf, min(left, (size_t)PORTION), &more);
	while (n > 0) {
		copied = copy_to_iter(buf, (size_t)n, to);
		done += (int64_t)copied;
		left -= copied;
		if (copied < (size_t)n) {
			fault = true;
			left = 0;
		}
		if (!more)
			break;
		n = (int64_t)next_portion(tty, buf, min(left, (size_t)PORTION), &more);
	}
	if (done)
		return done;
	return fault ? -EFAULT : n;
}

int64_t n_tty_read(struct tty *tty, struct file *f, struct iov_iter *to)
{
	int64_t n = tty_check_change(tty, SIGTTIN);

	if (!n)
		n = tty_mutex_lock(&tty->read_lock, tty_nonblock(f));
	if (n)
		return n;
	n = tty_hung_up(f) || !tty->ldisc ? 0 : read_portions(tty, f, to);
	if (tty->ldisc)
		n_tty_kick(tty);
	tty_mutex_unlock(&tty->read_lock);
	return n;
}
