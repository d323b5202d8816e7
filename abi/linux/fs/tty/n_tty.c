/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_TTY: its state, modes, readiness, flow control. The paths of bytes are in n_tty_*.c. */
#include "fs/tty/n_tty.h"

#include <string.h>

#include "kernel/sched.h"

/* --- characters --- */

bool n_iscntrl(unsigned char c)
{
	return c < 0x20 || c == 0x7f;
}

static bool is_upper(unsigned char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7);
}

static bool is_lower(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xdf && c != 0xf7);
}

bool n_isalnum(unsigned char c)
{
	return is_upper(c) || is_lower(c) || (c >= '0' && c <= '9');
}

unsigned char n_tolower(unsigned char c)
{
	return is_upper(c) ? c + 0x20 : c;
}

unsigned char n_toupper(unsigned char c)
{
	return is_lower(c) ? c - 0x20 : c;
}

/* --- state --- */

void n_tty_reset(struct n_tty *n)
{
	n->read_head = n->canon_head = n->commit_head = n->read_tail = 0;
	n->lookahead_count = 0;
	n->erasing = n->push = false;
	memset(n->line_end, 0, sizeof(n->line_end));
}

void n_tty_init(struct tty *tty, struct n_tty *n)
{
	memset(n, 0, sizeof(*n));
	tty->ldisc = n;
	n_tty_set_termios(tty, NULL);
}

void n_tty_kick(struct tty *tty)
{
	if (!tty->ldisc->no_room)
		return;
	tty->ldisc->no_room = false;
	pty_flush_to_ldisc(tty);
}

void n_tty_packet_flush(struct tty *tty)
{
	if (!tty->link->packet)
		return;
	tty->pktstatus |= TIOCPKT_FLUSHREAD;
	wake_up_poll(&tty->link->read_wait, EPOLLIN);
}

void n_tty_flush_buffer(struct tty *tty)
{
	n_tty_reset(tty->ldisc);
	n_tty_kick(tty);
	n_tty_packet_flush(tty);
}

uint32_t n_tty_chars(const struct n_tty *n)
{
	return (n->icanon ? n->canon_head : n->commit_head) - n->read_tail;
}

/* poll: is there as much as poll(2) wants to see, which is VMIN when VTIME is 0? */
bool input_available(const struct tty *tty, bool poll)
{
	const struct n_tty *n = tty->ldisc;
	const uint8_t *cc = tty->termios.cc;
	uint32_t least = poll && !cc[VTIME] && cc[VMIN] ? cc[VMIN] : 1;

	if (n->icanon && !t_lflag(tty, EXTPROC))
		return n->canon_head != n->read_tail;
	return n->commit_head - n->read_tail >= least;
}

/* --- modes --- */

static void mark(struct n_tty *n, unsigned char c)
{
	n->char_map[c / 64] |= BIT(c % 64);
}

static void mark_line_chars(struct n_tty *n, const struct tty *tty)
{
	static const uint8_t always[] = { VERASE, VKILL, VEOF, VEOL };
	static const uint8_t extended[] = { VWERASE, VLNEXT, VEOL2 };
	const uint8_t *cc = tty->termios.cc;

	for (unsigned i = 0; i < ARRAY_SIZE(always); i++)
		mark(n, cc[always[i]]);
	mark(n, '\n');
	if (!t_lflag(tty, IEXTEN))
		return;
	for (unsigned i = 0; i < ARRAY_SIZE(extended); i++)
		mark(n, cc[extended[i]]);
	if (t_lflag(tty, ECHO))
		mark(n, cc[VREPRINT]);
}

static void make_char_map(struct n_tty *n, const struct tty *tty)
{
	const uint8_t *cc = tty->termios.cc;

	memset(n->char_map, 0, sizeof(n->char_map));
	if (t_iflag(tty, IGNCR | ICRNL))
		mark(n, '\r');
	if (t_iflag(tty, INLCR))
		mark(n, '\n');
	if (t_lflag(tty, ICANON))
		mark_line_chars(n, tty);
	if (t_iflag(tty, IXON)) {
		mark(n, cc[VSTART]);
		mark(n, cc[VSTOP]);
	}
	if (t_lflag(tty, ISIG)) {
		mark(n, cc[VINTR]);
		mark(n, cc[VQUIT]);
		mark(n, cc[VSUSP]);
	}
	n->char_map[0] &= ~BIT(DISABLED_CHAR);
}

/* What was received in the other mode becomes one line, whole, or raw bytes. */
static void change_canon(struct n_tty *n, const struct tty *tty)
{
	memset(n->line_end, 0, sizeof(n->line_end));
	if (!t_lflag(tty, ICANON) || !read_count(n)) {
		n->canon_head = n->read_tail;
		n->push = false;
	} else {
		unsigned last = n_mask(n->read_head - 1);

		n->line_end[last / 64] |= BIT(last % 64);
		n->canon_head = n->read_head;
		n->push = true;
	}
	n->commit_head = n->read_head;
	n->erasing = n->lnext = false;
}

void n_tty_set_termios(struct tty *tty, const struct linux_termios2 *old)
{
	struct n_tty *n = tty->ldisc;

	if (!old || ((old->lflag ^ tty->termios.lflag) & (ICANON | EXTPROC)))
		change_canon(n, tty);
	n->icanon = t_lflag(tty, ICANON);
	n->raw = !t_iflag(tty, ISTRIP | IUCLC | IGNCR | ICRNL | INLCR | IXON | PARMRK) &&
		 !t_lflag(tty, ICANON | ISIG | ECHO);
	if (!n->raw)
		make_char_map(n, tty);
	/* Nobody could start it any more. */
	if (!t_iflag(tty, IXON) && old && (old->iflag & IXON) && !tty->tco_stopped) {
		tty_start(tty);
		process_echoes(tty);
	}
	wake_up(&tty->write_wait);
	wake_up(&tty->read_wait);
}

/* --- flow control of the output --- */

static void tell_master(struct tty *tty, unsigned char status, unsigned char instead_of)
{
	if (tty->is_master || !tty->link->packet)
		return;
	tty->pktstatus &= ~instead_of;
	tty->pktstatus |= status;
	wake_up_poll(&tty->link->read_wait, EPOLLIN);
}

void tty_stop(struct tty *tty)
{
	if (tty->stopped)
		return;
	tty->stopped = true;
	tell_master(tty, TIOCPKT_STOP, TIOCPKT_START);
}

void tty_start(struct tty *tty)
{
	if (!tty->stopped || tty->tco_stopped)
		return;
	tty->stopped = false;
	tell_master(tty, TIOCPKT_START, TIOCPKT_STOP);
	tty_wake_writers(tty);
}

int n_tty_send(struct tty *tty, unsigned char c)
{
	bool was_stopped = tty->stopped;
	int err;

	if (c == DISABLED_CHAR)
		return 0;
	err = tty_mutex_lock(&tty->write_lock, false);
	if (err)
		return err;
	if (was_stopped)
		tty_start(tty);
	tty_put_char(tty, c);
	if (was_stopped)
		tty_stop(tty);
	tty_write_unlock(tty);
	return 0;
}

int n_tty_flow(struct tty *tty, int action)
{
	switch (action) {
	case TCOOFF:
		if (!tty->tco_stopped) {
			tty->tco_stopped = true;
			tty_stop(tty);
		}
		return 0;
	case TCOON:
		if (tty->tco_stopped) {
			tty->tco_stopped = false;
			tty_start(tty);
		}
		return 0;
	case TCIOFF:
		return n_tty_send(tty, tty->termios.cc[VSTOP]);
	case TCION:
		return n_tty_send(tty, tty->termios.cc[VSTART]);
	default:
		return -EINVAL;
	}
}

/* --- readiness --- */

/* Complete lines, without the marks of pushed ends. */
static int canon_chars(const struct n_tty *n)
{
	int chars = (int)(n->canon_head - n->read_tail);

	for (uint32_t i = n->read_tail; n_mask(i) != n_mask(n->canon_head); i++)
		if (test_line_end(n, i) && read_byte(n, i) == DISABLED_CHAR)
			chars--;
	return chars;
}

int n_tty_pending(struct tty *tty)
{
	const struct n_tty *n = tty->ldisc;

	if (t_lflag(tty, ICANON) && !t_lflag(tty, EXTPROC))
		return canon_chars(n);
	return (int)read_count(n);
}

unsigned n_tty_poll(struct tty *tty, struct file *f, struct poll_table *pt)
{
	unsigned mask = 0;

	poll_wait(f, &tty->read_wait, pt);
	poll_wait(f, &tty->write_wait, pt);
	if (tty->ldisc && input_available(tty, true))
		mask |= EPOLLIN | EPOLLRDNORM;
	if (tty->packet && tty->link->pktstatus)
		mask |= EPOLLPRI | EPOLLIN | EPOLLRDNORM;
	if (tty->other_closed || tty_hung_up(f))
		mask |= EPOLLHUP;
	if (!tty->write_lock.held && tty_write_room(tty) > 0)
		mask |= EPOLLOUT | EPOLLWRNORM;
	return mask;
}
