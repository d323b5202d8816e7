/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * N_TTY: echo. What is to be echoed waits in a buffer, because output may be stopped; so do changes
 * of the column, which must happen when the characters before them go out.
 */
#include "fs/tty/n_tty.h"

/* In the buffer: an operation or, behind ECHO_OP, a control character to be shown as ^X. */
#define ECHO_OP 0xff
#define ECHO_OP_MOVE_BACK_COL 0x80
#define ECHO_OP_SET_CANON_COL 0x81
#define ECHO_OP_ERASE_TAB 0x82
#define AFTER_TAB 0x80 /* flag of the count that follows ECHO_OP_ERASE_TAB */

#define ECHO_COMMIT_WATERMARK 256u
#define ECHO_BLOCK 256u
#define ECHO_DISCARD_WATERMARK (N_TTY_BUF_SIZE - (ECHO_BLOCK + 32))

static unsigned char echo_byte(const struct n_tty *n, uint32_t i)
{
	return n->echo_buf[n_mask(i)];
}

static void add_echo_byte(struct n_tty *n, unsigned char c)
{
	n->echo_buf[n_mask(n->echo_head)] = c;
	n->echo_head++;
}

static void add_echo_op(struct n_tty *n, unsigned char op)
{
	add_echo_byte(n, ECHO_OP);
	add_echo_byte(n, op);
}

void echo_move_back_col(struct n_tty *n)
{
	add_echo_op(n, ECHO_OP_MOVE_BACK_COL);
}

void echo_set_canon_col(struct n_tty *n)
{
	add_echo_op(n, ECHO_OP_SET_CANON_COL);
}

/* columns: in use since the tab before (after_tab) or since the start of the line. */
void echo_erase_tab(struct n_tty *n, unsigned columns, bool after_tab)
{
	add_echo_op(n, ECHO_OP_ERASE_TAB);
	add_echo_byte(n, (unsigned char)((columns & 7) | (after_tab ? AFTER_TAB : 0)));
}

void echo_char_raw(struct n_tty *n, unsigned char c)
{
	if (c == ECHO_OP)
		add_echo_op(n, ECHO_OP);
	else
		add_echo_byte(n, c);
}

void echo_char(struct tty *tty, unsigned char c)
{
	if (c != ECHO_OP && t_lflag(tty, ECHOCTL) && n_iscntrl(c) && c != '\t')
		add_echo_op(tty->ldisc, c);
	else
		echo_char_raw(tty->ldisc, c);
}

static void step_back(struct n_tty *n)
{
	if (n->column)
		n->column--;
}

/* Back to where the tab began; room used, or -1. */
static int erase_tab(struct tty *tty, unsigned char count, int room)
{
	struct n_tty *n = tty->ldisc;
	unsigned columns = count & AFTER_TAB ? count : count + n->canon_column;
	int back = 8 - (int)(columns & 7);

	if (back > room)
		return -1;
	for (int i = 0; i < back; i++) {
		tty_put_char(tty, '\b');
		step_back(n);
	}
	return back;
}

static int show_control(struct tty *tty, unsigned char c, int room)
{
	if (room < 2)
		return -1;
	tty_put_char(tty, '^');
	tty_put_char(tty, c ^ 0100);
	tty->ldisc->column += 2;
	return 2;
}

static int plain_ff(struct tty *tty, int room)
{
	if (!room)
		return -1;
	tty_put_char(tty, ECHO_OP);
	tty->ldisc->column++;
	return 1;
}

/* The operation at *tail; room used, or -1: not now. Advances *tail over it. */
static int process_op(struct tty *tty, uint32_t *tail, int room)
{
	struct n_tty *n = tty->ldisc;
	unsigned char op = echo_byte(n, *tail + 1);
	uint32_t len = 2;
	int used = 0;

	switch (op) {
	case ECHO_OP_ERASE_TAB:
		used = erase_tab(tty, echo_byte(n, *tail + 2), room);
		len = 3;
		break;
	case ECHO_OP_SET_CANON_COL:
		n->canon_column = n->column;
		break;
	case ECHO_OP_MOVE_BACK_COL:
		step_back(n);
		break;
	case ECHO_OP:
		used = plain_ff(tty, room);
		break;
	default:
		used = show_control(tty, op, room);
	}
	if (used >= 0)
		*tail += len;
	return used;
}

static int process_char(struct tty *tty, uint32_t *tail, int room)
{
	unsigned char c = echo_byte(tty->ldisc, *tail);
	int used = 1;

	if (t_oflag(tty, OPOST))
		used = opost_char(tty, c, room);
	else if (room)
		tty_put_char(tty, c);
	else
		used = -1;
	if (used >= 0)
		(*tail)++;
	return used;
}

/* Nearly full: the oldest goes, or what comes would overtake it. */
static uint32_t discard(const struct n_tty *n, uint32_t tail)
{
	while ((int32_t)(n->echo_commit - tail) > 0 &&
	       n->echo_commit - tail >= ECHO_DISCARD_WATERMARK) {
		if (echo_byte(n, tail) != ECHO_OP)
			tail++;
		else
			tail += echo_byte(n, tail + 1) == ECHO_OP_ERASE_TAB ? 3 : 2;
	}
	return tail;
}

/* What is committed goes out, as far as there is room. */
static void put_echoes(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;
	int room = tty_write_room(tty), used = 0;
	uint32_t tail = n->echo_tail;

	while (n_mask(n->echo_commit) != n_mask(tail) && used >= 0) {
		if (echo_byte(n, tail) == ECHO_OP)
			used = process_op(tty, &tail, room);
		else
			used = process_char(tty, &tail, room);
		room -= used;
	}
	n->echo_tail = discard(n, tail);
}

/* In blocks: what a burst of input echoes goes out at its end (flush_echoes), but not too late. */
void commit_echoes(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;
	uint32_t old = n->echo_commit - n->echo_tail;
	uint32_t waiting = n->echo_head - n->echo_tail;

	n->echo_mark = n->echo_head;
	if (waiting < ECHO_COMMIT_WATERMARK || waiting % ECHO_BLOCK > old % ECHO_BLOCK)
		return;
	n->echo_commit = n->echo_head;
	put_echoes(tty);
}

void process_echoes(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;

	if (n->echo_mark == n->echo_tail)
		return;
	n->echo_commit = n->echo_mark;
	put_echoes(tty);
}

void flush_echoes(struct tty *tty)
{
	struct n_tty *n = tty->ldisc;

	if (!t_lflag(tty, ECHO | ECHONL) || n->echo_commit == n->echo_head)
		return;
	n->echo_commit = n->echo_head;
	put_echoes(tty);
}
