/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Values as strace writes them: a sink that makes text. */
#ifndef TRACE_TEXT_H
#define TRACE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "ring3/trace.h"

#define TEXT_DEPTH 16

/* How strings are escaped (-x, -xx): octal or hexadecimal where needed, or strings as a whole. */
enum text_hex { HEX_NEVER, HEX_CHARS, HEX_NON_ASCII, HEX_ALWAYS };

/* How values that have names are written (-X). */
enum text_symbols { SYMBOLS_ABBREV, SYMBOLS_RAW, SYMBOLS_VERBOSE };

/*
 * Text that grows to the size of the longest line and stays there. Memory that is out cuts the
 * text short and is remembered.
 */
struct text {
	char *s;
	size_t n, room;
	bool out_of_memory;
	enum text_hex hex;
	enum text_symbols symbols;
	/* groups that are open, and whether something stands in them already */
	struct {
		enum r3_group kind;
		bool begun;
	} group[TEXT_DEPTH];
	unsigned depth;
	unsigned nr_args;
	bool names; /* of arguments, too */
};

extern const struct r3_sink text_sink; /* its ctx: struct text */

/* Empty, and written alike. */
struct text text_like(const struct text *t);
void text_reset(struct text *t);
void text_free(struct text *t);

/* Room for n bytes more; false: there is no memory. */
bool text_grow(struct text *t, size_t n);
void text_append(struct text *t, const char *bytes, size_t n);

static inline bool text_make_room(struct text *t, size_t n)
{
	return __builtin_expect(n <= t->room - t->n, 1) || text_grow(t, n);
}

/* Most of what a line is made of are a few bytes that are known here: a store or two. */
static inline __attribute__((always_inline)) void text_add(struct text *t, const char *bytes,
							    size_t n)
{
	if (!__builtin_constant_p(n)) {
		text_append(t, bytes, n);
	} else if (text_make_room(t, n)) {
		memcpy(t->s + t->n, bytes, n);
		t->n += n;
	}
}

static inline void text_char(struct text *t, char c)
{
	text_add(t, &c, 1);
}

static inline __attribute__((always_inline)) void text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

void text_digits(struct text *t, uint64_t v, unsigned base);
void text_number(struct text *t, uint64_t v, enum r3_base base);
/* At least so wide: zeros or blanks in front, or blanks behind. */
void text_zeros(struct text *t, uint64_t v, unsigned width);
void text_right(struct text *t, uint64_t v, unsigned width);
void text_left(struct text *t, uint64_t v, unsigned width);
void text_printf(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_pad(struct text *t, size_t column);
/* Without quotes, but escaped. */
void text_safely(struct text *t, const char *s);
/* "..." with escapes; how: R3_CUT, R3_BYTES. */
void text_quote(struct text *t, const void *bytes, size_t n, unsigned how);

#endif
