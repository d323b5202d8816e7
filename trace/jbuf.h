/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * JSON text that grows to the size of the longest line and stays there. Memory that is out cuts it
 * short and is remembered. Nothing here formats: a call is told by a few dozen small copies.
 */
#ifndef TRACE_JBUF_H
#define TRACE_JBUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct jbuf {
	char *s;
	size_t n, room;
	bool out_of_memory;
};

void jbuf_free(struct jbuf *b);
bool jbuf_grow(struct jbuf *b, size_t n); /* false: no memory; nothing more is added */

static inline bool jbuf_room(struct jbuf *b, size_t n)
{
	return __builtin_expect(n <= b->room - b->n, 1) || jbuf_grow(b, n);
}

static inline void jbuf_add(struct jbuf *b, const char *s, size_t n)
{
	if (!jbuf_room(b, n))
		return;
	memcpy(b->s + b->n, s, n);
	b->n += n;
}

/* A literal. */
#define jbuf_put(b, literal) jbuf_add((b), "" literal, sizeof(literal) - 1)

void jbuf_decimal(struct jbuf *b, uint64_t v);
/* A number; beyond 2^53, where programs that read JSON lose digits, a string of decimal digits. */
void jbuf_unsigned(struct jbuf *b, uint64_t v);
void jbuf_signed(struct jbuf *b, int64_t v);
/* "0x..." */
void jbuf_address(struct jbuf *b, uint64_t v);
/* "0123abcd": two digits a byte. */
void jbuf_hex(struct jbuf *b, const void *bytes, size_t n);
/*
 * Text: a string if the bytes are UTF-8, else {"hex":"..."}. cut: it went on, and may end within
 * a character; what there is of that is left away.
 */
void jbuf_text(struct jbuf *b, const void *bytes, size_t n, bool cut);

#endif
