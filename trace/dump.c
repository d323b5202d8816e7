/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dumps of buffers, as strace lays them out. Memory is read a piece at a time. */
#include "trace/dump.h"

#include <string.h>

#define PER_LINE 16u
#define PIECE 4096u
#define MAX_VECTORS 1024u /* as many as a call may have */

enum shape { BUFFER, VECTORS, MESSAGE, MESSAGES };

/* By name: what the second argument points to, and which way the data goes. */
static const struct {
	const char *call;
	enum shape shape;
	bool in; /* to the kernel */
} calls[] = {
	{ "read", BUFFER, false },	 { "pread64", BUFFER, false },
	{ "recv", BUFFER, false },	 { "recvfrom", BUFFER, false },
	{ "mq_timedreceive", BUFFER, false }, { "mq_timedreceive_time64", BUFFER, false },
	{ "write", BUFFER, true },	 { "pwrite64", BUFFER, true },
	{ "send", BUFFER, true },	 { "sendto", BUFFER, true },
	{ "mq_timedsend", BUFFER, true }, { "mq_timedsend_time64", BUFFER, true },
	{ "readv", VECTORS, false },	 { "preadv", VECTORS, false },
	{ "preadv2", VECTORS, false },	 { "writev", VECTORS, true },
	{ "pwritev", VECTORS, true },	 { "pwritev2", VECTORS, true },
	{ "vmsplice", VECTORS, true },	 { "sendmsg", MESSAGE, true },
	{ "recvmsg", MESSAGE, false },	 { "sendmmsg", MESSAGES, true },
	{ "recvmmsg", MESSAGES, false }, { "recvmmsg_time64", MESSAGES, false },
};

struct dump {
	const struct r3_machine *m;
	const struct r3_call *c;
	struct stream *to;
};

static bool get(const struct dump *d, uint64_t at, void *to, size_t n)
{
	return r3_read_memory(d->m, d->c->tid, at, to, n) == (int64_t)n;
}

/* A word of the ABI's. */
static bool get_word(const struct dump *d, uint64_t at, uint64_t *v)
{
	*v = 0;
	return get(d, at, v, d->c->is_i386 ? 4 : 8);
}

/* --- lines --- */

static void put_hex(struct text *line, uint64_t v, unsigned digits)
{
	while (digits < 16 && v >> 4 * digits)
		digits++;
	while (digits--)
		text_add(line, &"0123456789abcdef"[v >> 4 * digits & 15], 1);
}

static void put_line(struct stream *to, uint64_t offset, const unsigned char *s, size_t n)
{
	struct text *line = &to->line;
	size_t i;

	text_puts(line, " | ");
	put_hex(line, offset, 5);
	text_puts(line, " ");
	for (i = 0; i < PER_LINE; i++) {
		text_puts(line, i % 8 ? " " : i ? "  " : " ");
		if (i < n)
			put_hex(line, s[i], 2);
		else
			text_puts(line, "  ");
	}
	text_puts(line, "  ");
	for (i = 0; i < PER_LINE; i++)
		text_add(line, i < n ? s[i] >= ' ' && s[i] < 0x7f ? (const char *)&s[i] : "." : " ", 1);
	text_puts(line, " |");
	stream_end_line(to);
}

static void put_buffer(const struct dump *d, uint64_t at, uint64_t n)
{
	unsigned char bytes[PIECE];
	uint64_t done, piece, i;

	for (done = 0; done < n; done += piece) {
		piece = n - done < PIECE ? n - done : PIECE;
		if (!get(d, at + done, bytes, piece))
			return;
		for (i = 0; i < piece; i += PER_LINE)
			put_line(d->to, done + i, bytes + i,
				 piece - i < PER_LINE ? piece - i : PER_LINE);
	}
}

static void put_head(const struct dump *d, const char *before, uint64_t v, const char *after,
		     uint64_t index)
{
	struct text *line = &d->to->line;

	text_puts(line, before);
	text_number(line, v, R3_UNSIGNED);
	text_puts(line, after);
	text_number(line, index, R3_UNSIGNED);
	stream_end_line(d->to);
}

/* At most `left` bytes of them. */
static void put_vectors(const struct dump *d, uint64_t at, uint64_t nr, uint64_t left)
{
	unsigned word = d->c->is_i386 ? 4 : 8;
	uint64_t base, len;

	for (uint64_t i = 0; i < nr && i < MAX_VECTORS && left; i++, at += 2 * word) {
		if (!get_word(d, at, &base) || !get_word(d, at + word, &len))
			return;
		len = len < left ? len : left;
		left -= len;
		if (!len)
			continue;
		put_head(d, " * ", len, " bytes in buffer ", i);
		put_buffer(d, base, len);
	}
}

static bool get_vectors(const struct dump *d, uint64_t msg, uint64_t *iov, uint64_t *nr)
{
	unsigned word = d->c->is_i386 ? 4 : 8;

	return get_word(d, msg + 2 * word, iov) && get_word(d, msg + 3 * word, nr);
}

static void put_message(const struct dump *d, uint64_t msg, uint64_t left)
{
	uint64_t iov, nr;

	if (get_vectors(d, msg, &iov, &nr))
		put_vectors(d, iov, nr, left);
}

/* struct mmsghdr: a message, and how long it was. */
static void put_messages(const struct dump *d, uint64_t at, bool in)
{
	unsigned len_at = d->c->is_i386 ? 28 : 56, size = d->c->is_i386 ? 32 : 64;
	uint64_t iov, nr;
	uint32_t len;

	for (int64_t i = 0; i < d->c->result; i++, at += size) {
		if (!get_vectors(d, at, &iov, &nr) || !get(d, at + len_at, &len, sizeof(len)))
			return;
		put_head(d, " = ", nr, " buffers in vector ", (uint64_t)i);
		put_vectors(d, iov, nr, in ? UINT64_MAX : len);
	}
}

/* What kind of call it is, if its data is asked for; -1: it is not. */
static int find_wanted(const struct strace_options *o, const struct r3_call *c)
{
	size_t i;

	for (i = 0; c->name && i < sizeof(calls) / sizeof(calls[0]); i++)
		if (!strcmp(calls[i].call, c->name))
			break;
	if (!c->name || i == sizeof(calls) / sizeof(calls[0]) || (int32_t)c->args[0] < 0)
		return -1;
	return fdset_has(calls[i].in ? &o->write : &o->read, (uint32_t)c->args[0]) ? (int)i : -1;
}

bool dump_is_wanted(const struct strace_options *o, const struct r3_call *c)
{
	return find_wanted(o, c) >= 0;
}

void dump_call(const struct r3_machine *m, const struct strace_options *o, const struct r3_call *c,
	       struct stream *to)
{
	const struct dump d = { m, c, to };
	uint64_t n = c->result > 0 ? (uint64_t)c->result : 0, at = c->args[1];
	int i = find_wanted(o, c);

	if (i < 0)
		return;
	if (calls[i].shape == BUFFER)
		put_buffer(&d, at, calls[i].in ? c->args[2] : n);
	else if (calls[i].shape == VECTORS)
		put_vectors(&d, at, c->args[2], calls[i].in ? UINT64_MAX : n);
	else if (calls[i].shape == MESSAGE)
		put_message(&d, at, calls[i].in ? UINT64_MAX : n);
	else
		put_messages(&d, at, calls[i].in);
}
