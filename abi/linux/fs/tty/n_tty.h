/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * N_TTY, the line discipline: state and what its files show each other. It behaves as Linux's
 * to the byte, its oddities included; what it may not do is sleep in the path of received bytes.
 */
#ifndef FS_TTY_N_TTY_H
#define FS_TTY_N_TTY_H

#include "fs/tty/tty.h"

#define N_TTY_BUF_SIZE 4096u
#define DISABLED_CHAR 0 /* a cc[] of this value is none; in the buffer it marks a pushed end */

/*
 * Indices run freely; masked they are places in the buffers. Between read_tail and canon_head are
 * complete lines, whose ends have their bit in line_end; the line being edited follows.
 */
struct n_tty {
	uint32_t read_head, canon_head, commit_head, read_tail;
	uint32_t echo_head, echo_commit, echo_mark, echo_tail;
	uint32_t lookahead_count; /* of the bytes to come, flow control was seen to already */
	unsigned column, canon_column; /* of the output; at the start of the line being edited */
	bool lnext, erasing, raw, icanon, push, no_room;
	uint64_t char_map[4];		   /* characters that need a closer look */
	uint64_t line_end[N_TTY_BUF_SIZE / 64];
	unsigned char read_buf[N_TTY_BUF_SIZE];
	unsigned char echo_buf[N_TTY_BUF_SIZE];
};

static inline unsigned n_mask(uint32_t i)
{
	return i & (N_TTY_BUF_SIZE - 1);
}
static inline unsigned char read_byte(const struct n_tty *n, uint32_t i)
{
	return n->read_buf[n_mask(i)];
}
static inline uint32_t read_count(const struct n_tty *n)
{
	return n->read_head - n->read_tail;
}
static inline bool test_line_end(const struct n_tty *n, uint32_t i)
{
	return n->line_end[n_mask(i) / 64] >> (n_mask(i) % 64) & 1;
}

static inline bool t_iflag(const struct tty *tty, uint32_t flag)
{
	return tty->termios.iflag & flag;
}
static inline bool t_oflag(const struct tty *tty, uint32_t flag)
{
	return tty->termios.oflag & flag;
}
static inline bool t_lflag(const struct tty *tty, uint32_t flag)
{
	return tty->termios.lflag & flag;
}

/* Characters as the kernel's ctype sees them: Latin-1. */
bool n_iscntrl(unsigned char c);
bool n_isalnum(unsigned char c);
unsigned char n_tolower(unsigned char c);
unsigned char n_toupper(unsigned char c);
static inline bool is_continuation(const struct tty *tty, unsigned char c)
{
	return t_iflag(tty, IUTF8) && (c & 0xc0) == 0x80;
}

/* n_tty.c */
void n_tty_init(struct tty *tty, struct n_tty *n);
void n_tty_flush_buffer(struct tty *tty);
void n_tty_reset(struct n_tty *n); /* input is forgotten */
void n_tty_kick(struct tty *tty);  /* there may be room for what waits */
uint32_t n_tty_chars(const struct n_tty *n);
bool input_available(const struct tty *tty, bool poll);
void n_tty_set_termios(struct tty *tty, const struct linux_termios2 *old); /* NULL: at open */
unsigned n_tty_poll(struct tty *tty, struct file *f, struct poll_table *pt);
int n_tty_pending(struct tty *tty); /* FIONREAD */
int n_tty_flow(struct tty *tty, int action);
int n_tty_send(struct tty *tty, unsigned char c); /* past all queues: VSTART, VSTOP */
void tty_start(struct tty *tty);
void tty_stop(struct tty *tty);
void n_tty_packet_flush(struct tty *tty);

/* n_tty_input.c */
size_t n_tty_receive(struct tty *tty, const unsigned char *buf, size_t n, bool flow);
void n_tty_lookahead(struct tty *tty, const unsigned char *buf, size_t n);

/* n_tty_echo.c */
void echo_char(struct tty *tty, unsigned char c);
void echo_char_raw(struct n_tty *n, unsigned char c);
void echo_move_back_col(struct n_tty *n);
void echo_set_canon_col(struct n_tty *n);
void echo_erase_tab(struct n_tty *n, unsigned columns, bool after_tab);
void commit_echoes(struct tty *tty);
void process_echoes(struct tty *tty);
void flush_echoes(struct tty *tty);

/* n_tty_erase.c */
void eraser(struct tty *tty, unsigned char c);
static inline void finish_erasing(struct n_tty *n)
{
	if (n->erasing) {
		echo_char_raw(n, '/');
		n->erasing = false;
	}
}

/* n_tty_output.c: one processed byte; room used, or -1 when there is not enough. */
int opost_char(struct tty *tty, unsigned char c, int room);
int tty_write_room(const struct tty *tty);
size_t tty_put(struct tty *tty, const void *buf, size_t n); /* as the driver takes it */
static inline void tty_put_char(struct tty *tty, unsigned char c)
{
	tty_put(tty, &c, 1);
}
int64_t n_tty_write(struct tty *tty, struct file *f, struct iov_iter *from); /* may sleep */

/* n_tty_read.c. May sleep */
int64_t n_tty_read(struct tty *tty, struct file *f, struct iov_iter *to);

#endif
