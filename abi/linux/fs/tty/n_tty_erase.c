/* SPDX-License-Identifier: GPL-2.0-or-later */
/* N_TTY: VERASE, VWERASE and VKILL on the line being edited, and how the screen shows it. */
#include "fs/tty/n_tty.h"

enum erase_kind { ERASE_CHAR, ERASE_WORD, ERASE_LINE };

static void rub_out(struct n_tty *n)
{
	echo_char_raw(n, '\b');
	echo_char_raw(n, ' ');
	echo_char_raw(n, '\b');
}

/* A printing terminal shows what is erased, between \ and /; len bytes of one character at head. */
static void print_erased(struct tty *tty, uint32_t head, size_t len)
{
	struct n_tty *n = tty->ldisc;

	if (!n->erasing) {
		echo_char_raw(n, '\\');
		n->erasing = true;
	}
	echo_char(tty, read_byte(n, head));
	while (--len) {
		echo_char_raw(n, read_byte(n, ++head));
		echo_move_back_col(n);
	}
}

/* Columns in use before the tab at read_head: since the last tab, or since the line's start. */
static void erase_tab(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;
	unsigned columns = 0;
	bool after_tab = false;

	for (uint32_t i = n->read_head; n_mask(i) != n_mask(n->canon_head);) {
		unsigned char c = read_byte(n, --i);

		if (c == '\t') {
			after_tab = true;
			break;
		}
		if (n_iscntrl(c))
			columns += t_lflag(tty, ECHOCTL) ? 2 : 0;
		else if (!is_continuation(tty, c))
			columns++;
	}
	echo_erase_tab(n, columns, after_tab);
}

static void echo_erased(struct tty *tty, enum erase_kind kind, uint32_t head, size_t len)
{
	struct n_tty *n = tty->ldisc;
	unsigned char c = read_byte(n, head);

	if (t_lflag(tty, ECHOPRT)) {
		print_erased(tty, head, len);
	} else if (kind == ERASE_CHAR && !t_lflag(tty, ECHOE)) {
		echo_char(tty, tty->termios.cc[VERASE]);
	} else if (c == '\t') {
		erase_tab(tty);
	} else {
		if (n_iscntrl(c) && t_lflag(tty, ECHOCTL))
			rub_out(n);
		if (!n_iscntrl(c) || t_lflag(tty, ECHOCTL))
			rub_out(n);
	}
}

/* Where the last character of the line begins; false: it is the rest of one. */
static bool last_char(const struct tty *tty, uint32_t *head)
{
	const struct n_tty *n = tty->ldisc;
	unsigned char c;

	*head = n->read_head;
	do {
		(*head)--;
		c = read_byte(n, *head);
	} while (is_continuation(tty, c) && n_mask(*head) != n_mask(n->canon_head));
	return !is_continuation(tty, c);
}

/* VKILL without the means to rub the line out: say so, on a new line if ECHOK is set. */
static void kill_line(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;

	n->read_head = n->canon_head;
	if (!t_lflag(tty, ECHO))
		return;
	finish_erasing(n);
	echo_char(tty, tty->termios.cc[VKILL]);
	if (t_lflag(tty, ECHOK))
		echo_char_raw(n, '\n');
}

static void erase(struct tty *tty, enum erase_kind kind)
{
	struct n_tty *n = tty->ldisc;
	bool seen_alnum = false;
	uint32_t head;

	while (n_mask(n->read_head) != n_mask(n->canon_head) && last_char(tty, &head)) {
		unsigned char c = read_byte(n, head);
		size_t len = n->read_head - head;

		if (kind == ERASE_WORD) {
			if (n_isalnum(c) || c == '_')
				seen_alnum = true;
			else if (seen_alnum)
				break;
		}
		n->read_head = head;
		if (t_lflag(tty, ECHO))
			echo_erased(tty, kind, head, len);
		if (kind == ERASE_CHAR)
			break;
	}
	if (n->read_head == n->canon_head && t_lflag(tty, ECHO))
		finish_erasing(n);
}

void eraser(struct tty *tty, unsigned char c)
{
	if (tty->ldisc->read_head == tty->ldisc->canon_head)
		return;
	if (c == tty->termios.cc[VERASE])
		erase(tty, ERASE_CHAR);
	else if (c == tty->termios.cc[VWERASE])
		erase(tty, ERASE_WORD);
	else if (t_lflag(tty, ECHO) && t_lflag(tty, ECHOK) && t_lflag(tty, ECHOKE) &&
		 t_lflag(tty, ECHOE))
		erase(tty, ERASE_LINE);
	else
		kill_line(tty);
}
