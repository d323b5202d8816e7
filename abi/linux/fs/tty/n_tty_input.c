/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_TTY: what becomes of received bytes. Nothing here sleeps. */
#include "fs/tty/n_tty.h"

#include <string.h>

#include "kernel/signal.h"

static void put_queue(struct n_tty *n, unsigned char c)
{
	n->read_buf[n_mask(n->read_head)] = c;
	n->read_head++;
}

/* With PARMRK a 0xff is doubled, so that it cannot be taken for a mark. */
static void put_marked(struct tty *tty, unsigned char c)
{
	if (c == 0xff && t_iflag(tty, PARMRK))
		put_queue(tty->ldisc, c);
	put_queue(tty->ldisc, c);
}

/* --- signals and flow control --- */

/* Unless NOFLSH forbids it, a signal throws away what is on the way in both directions. */
static void signal_foreground(struct tty *tty, int sig)
{
	struct n_tty *n = tty->ldisc;

	if (tty->pgrp)
		kill_pgrp(tty->pgrp, sig);
	if (t_lflag(tty, NOFLSH))
		return;
	n->echo_head = n->echo_tail = n->echo_mark = n->echo_commit = 0;
	tty->ops->flush(tty, TCOFLUSH);
	n_tty_reset(n);
	n_tty_packet_flush(tty);
}

static void receive_signal_char(struct tty *tty, int sig, unsigned char c)
{
	signal_foreground(tty, sig);
	if (t_iflag(tty, IXON))
		tty_start(tty);
	if (t_lflag(tty, ECHO)) {
		echo_char(tty, c);
		commit_echoes(tty);
	} else {
		process_echoes(tty);
	}
}

static bool receive_signal(struct tty *tty, unsigned char c)
{
	const uint8_t *cc = tty->termios.cc;

	if (c == cc[VINTR])
		receive_signal_char(tty, SIGINT, c);
	else if (c == cc[VQUIT])
		receive_signal_char(tty, SIGQUIT, c);
	else if (c == cc[VSUSP])
		receive_signal_char(tty, SIGTSTP, c);
	else
		return false;
	return true;
}

static bool receive_flow_control(struct tty *tty, unsigned char c, bool done_already)
{
	const uint8_t *cc = tty->termios.cc;

	if (c != cc[VSTART] && c != cc[VSTOP])
		return false;
	if (done_already)
		return true;
	if (c == cc[VSTART]) {
		tty_start(tty);
		process_echoes(tty);
	} else {
		tty_stop(tty);
	}
	return true;
}

static void start_on_any(struct tty *tty)
{
	if (tty->stopped && !tty->tco_stopped && t_iflag(tty, IXON) && t_iflag(tty, IXANY)) {
		tty_start(tty);
		process_echoes(tty);
	}
}

/* --- lines --- */

/* c, which ends a line, is put; then the line can be read. */
static void end_line(struct tty *tty, unsigned char c)
{
	struct n_tty *n = tty->ldisc;
	unsigned at = n_mask(n->read_head);

	n->line_end[at / 64] |= BIT(at % 64);
	put_queue(n, c);
	n->canon_head = n->read_head;
	tty_wake_readers(tty);
}

/* The column at which a line's first character stands is where its tabs are counted from. */
static void echo_input(struct tty *tty, unsigned char c)
{
	if (tty->ldisc->canon_head == tty->ldisc->read_head)
		echo_set_canon_col(tty->ldisc);
	echo_char(tty, c);
}

static void literal_next(struct tty *tty)
{
	tty->ldisc->lnext = true;
	if (!t_lflag(tty, ECHO))
		return;
	finish_erasing(tty->ldisc);
	if (t_lflag(tty, ECHOCTL)) {
		echo_char_raw(tty->ldisc, '^');
		echo_char_raw(tty->ldisc, '\b');
		commit_echoes(tty);
	}
}

static void reprint(struct tty *tty, unsigned char c)
{
	struct n_tty *n = tty->ldisc;

	finish_erasing(n);
	echo_char(tty, c);
	echo_char_raw(n, '\n');
	for (uint32_t i = n->canon_head; n_mask(i) != n_mask(n->read_head); i++)
		echo_char(tty, read_byte(n, i));
	commit_echoes(tty);
}

static void newline(struct tty *tty)
{
	if (t_lflag(tty, ECHO | ECHONL)) {
		echo_char_raw(tty->ldisc, '\n');
		commit_echoes(tty);
	}
	end_line(tty, '\n');
}

static void other_end_of_line(struct tty *tty, unsigned char c)
{
	if (t_lflag(tty, ECHO)) {
		echo_input(tty, c);
		commit_echoes(tty);
	}
	if (c == 0xff && t_iflag(tty, PARMRK))
		put_queue(tty->ldisc, c);
	end_line(tty, c);
}

/* True: c has a meaning for the editing of lines, and was seen to. */
static bool receive_canon(struct tty *tty, unsigned char c)
{
	const uint8_t *cc = tty->termios.cc;
	bool ext = t_lflag(tty, IEXTEN);

	if (c == cc[VERASE] || c == cc[VKILL] || (c == cc[VWERASE] && ext)) {
		eraser(tty, c);
		commit_echoes(tty);
	} else if (c == cc[VLNEXT] && ext) {
		literal_next(tty);
	} else if (c == cc[VREPRINT] && t_lflag(tty, ECHO) && ext) {
		reprint(tty, c);
	} else if (c == '\n') {
		newline(tty);
	} else if (c == cc[VEOF]) {
		end_line(tty, DISABLED_CHAR);
	} else if (c == cc[VEOL] || (c == cc[VEOL2] && ext)) {
		other_end_of_line(tty, c);
	} else {
		return false;
	}
	return true;
}

/* --- one character --- */

static void receive_char(struct tty *tty, unsigned char c)
{
	start_on_any(tty);
	if (t_lflag(tty, ECHO)) {
		finish_erasing(tty->ldisc);
		echo_input(tty, c);
		commit_echoes(tty);
	}
	put_marked(tty, c);
}

/* False: the character is to be ignored. */
static bool map_newlines(const struct tty *tty, unsigned char *c)
{
	if (*c == '\r') {
		if (t_iflag(tty, IGNCR))
			return false;
		if (t_iflag(tty, ICRNL))
			*c = '\n';
	} else if (*c == '\n' && t_iflag(tty, INLCR)) {
		*c = '\r';
	}
	return true;
}

static void receive_special(struct tty *tty, unsigned char c, bool looked_ahead)
{
	if (t_iflag(tty, IXON) && receive_flow_control(tty, c, looked_ahead))
		return;
	if (t_lflag(tty, ISIG) && receive_signal(tty, c))
		return;
	start_on_any(tty);
	if (!map_newlines(tty, &c))
		return;
	if (tty->ldisc->icanon && receive_canon(tty, c))
		return;
	if (t_lflag(tty, ECHO)) {
		finish_erasing(tty->ldisc);
		if (c == '\n')
			echo_char_raw(tty->ldisc, '\n');
		else
			echo_input(tty, c);
		commit_echoes(tty);
	}
	put_marked(tty, c);
}

static unsigned char strip(const struct tty *tty, unsigned char c)
{
	if (t_iflag(tty, ISTRIP))
		c &= 0x7f;
	if (t_iflag(tty, IUCLC) && t_lflag(tty, IEXTEN))
		c = n_tolower(c);
	return c;
}

static void receive_one(struct tty *tty, unsigned char c, bool looked_ahead)
{
	struct n_tty *n = tty->ldisc;

	c = strip(tty, c);
	if (n->lnext) {
		n->lnext = false;
		receive_char(tty, c);
	} else if (t_lflag(tty, EXTPROC)) {
		put_queue(n, c);
	} else if (n->char_map[c / 64] >> (c % 64) & 1) {
		receive_special(tty, c, looked_ahead);
	} else {
		receive_char(tty, c);
	}
}

/* --- blocks --- */

static void receive_raw(struct n_tty *n, const unsigned char *buf, size_t len)
{
	size_t first = min(len, (size_t)(N_TTY_BUF_SIZE - n_mask(n->read_head)));

	memcpy(&n->read_buf[n_mask(n->read_head)], buf, first);
	memcpy(n->read_buf, buf + first, len - first);
	n->read_head += (uint32_t)len;
}

static void receive_block(struct tty *tty, const unsigned char *buf, size_t len)
{
	struct n_tty *n = tty->ldisc;
	bool strips = t_iflag(tty, ISTRIP) || (t_iflag(tty, IUCLC) && t_lflag(tty, IEXTEN));
	size_t ahead = min((size_t)n->lookahead_count, len);

	if (n->raw || (t_lflag(tty, EXTPROC) && !strips)) {
		receive_raw(n, buf, len);
	} else {
		for (size_t i = 0; i < len; i++)
			receive_one(tty, buf[i], i < ahead);
		flush_echoes(tty);
	}
	n->lookahead_count -= min((uint32_t)ahead, n->lookahead_count);
	if (n->icanon && !t_lflag(tty, EXTPROC))
		return;
	n->commit_head = n->read_head;
	if (read_count(n))
		tty_wake_readers(tty);
}

/*
 * Room for received bytes. A line that fills the whole buffer goes on without end: its last byte is
 * replaced again and again, so that a newline or an erase can get through.
 */
static size_t receive_room(struct tty *tty, bool flow, bool *overflow)
{
	struct n_tty *n = tty->ldisc;
	int room = (int)(N_TTY_BUF_SIZE - read_count(n));

	if (t_iflag(tty, PARMRK)) /* a byte may become three */
		room = (room + 2) / 3;
	*overflow = false;
	if (--room > 0)
		return (size_t)room;
	*overflow = n->icanon && n->canon_head == n->read_tail;
	if (*overflow && room < 0)
		n->read_head--;
	n->no_room = flow && !*overflow;
	return *overflow;
}

size_t n_tty_receive(struct tty *tty, const unsigned char *buf, size_t len, bool flow)
{
	size_t done = 0, part;
	bool overflow;

	/* Room is made once more after the last byte: the buffer shows it. */
	while ((part = min(len - done, receive_room(tty, flow, &overflow)))) {
		receive_block(tty, buf + done, part);
		done += part;
	}
	if (overflow && tty->link)
		tty_wake_writers(tty->link);
	return done;
}

/* The line discipline is full: flow control among what waits works all the same. */
void n_tty_lookahead(struct tty *tty, const unsigned char *buf, size_t len)
{
	tty->ldisc->lookahead_count += (uint32_t)len;
	if (!t_iflag(tty, IXON))
		return;
	for (size_t i = 0; i < len; i++)
		receive_flow_control(tty, buf[i], false);
}
