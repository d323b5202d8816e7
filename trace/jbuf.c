/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trace/jbuf.h"

#include <stdlib.h>

#define FIRST_ROOM 1024
#define MAX_EXACT (1ull << 53)

void jbuf_free(struct jbuf *b)
{
	free(b->s);
	*b = (struct jbuf){ 0 };
}

bool jbuf_grow(struct jbuf *b, size_t n)
{
	size_t room = b->room ? b->room : FIRST_ROOM;
	char *s;

	if (b->out_of_memory)
		return false;
	while (room - b->n < n)
		room *= 2;
	s = realloc(b->s, room);
	if (!s) {
		b->out_of_memory = true;
		return false;
	}
	b->s = s;
	b->room = room;
	return true;
}

/* --- numbers --- */

#define DIGITS 20 /* of a 64-bit number */

void jbuf_decimal(struct jbuf *b, uint64_t v)
{
	char digits[DIGITS], *p = digits + DIGITS;
	unsigned two;

	while (v >= 100) { /* half as many divisions */
		two = (unsigned)(v % 100);
		v /= 100;
		*--p = (char)('0' + two % 10);
		*--p = (char)('0' + two / 10);
	}
	if (v >= 10)
		*--p = (char)('0' + v % 10);
	*--p = (char)('0' + (v >= 10 ? v / 10 : v));
	jbuf_add(b, p, (size_t)(digits + DIGITS - p));
}

void jbuf_unsigned(struct jbuf *b, uint64_t v)
{
	if (v <= MAX_EXACT) {
		jbuf_decimal(b, v);
		return;
	}
	jbuf_put(b, "\"");
	jbuf_decimal(b, v);
	jbuf_put(b, "\"");
}

void jbuf_signed(struct jbuf *b, int64_t v)
{
	if (v >= 0) {
		jbuf_unsigned(b, (uint64_t)v);
	} else if (-(uint64_t)v <= MAX_EXACT) {
		jbuf_put(b, "-");
		jbuf_decimal(b, -(uint64_t)v);
	} else {
		jbuf_put(b, "\"-");
		jbuf_decimal(b, -(uint64_t)v);
		jbuf_put(b, "\"");
	}
}

static const char hex_digits[] = "0123456789abcdef";

void jbuf_address(struct jbuf *b, uint64_t v)
{
	char s[20], *p = s + sizeof(s);

	*--p = '"';
	do {
		*--p = hex_digits[v & 15];
		v >>= 4;
	} while (v);
	*--p = 'x';
	*--p = '0';
	jbuf_put(b, "\"");
	jbuf_add(b, p, (size_t)(s + sizeof(s) - p));
}

void jbuf_hex(struct jbuf *b, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	char *to;

	jbuf_put(b, "\"");
	if (!jbuf_room(b, 2 * n))
		return;
	to = b->s + b->n;
	for (size_t i = 0; i < n; i++) {
		*to++ = hex_digits[s[i] >> 4];
		*to++ = hex_digits[s[i] & 15];
	}
	b->n += 2 * n;
	jbuf_put(b, "\"");
}

/* --- text --- */

/* Bytes of the character at s: 0 if it is not UTF-8's shortest form of one; > n: it is cut. */
static size_t character(const unsigned char *s, size_t n)
{
	size_t size = *s < 0x80 ? 1 : *s < 0xc2 ? 0 : *s < 0xe0 ? 2 : *s < 0xf0 ? 3 :
		      *s < 0xf5 ? 4 : 0;

	for (size_t i = 1; i < size && i < n; i++) {
		unsigned low = 0x80, high = 0xbf;

		if (i == 1) {
			low = *s == 0xe0 ? 0xa0 : *s == 0xf0 ? 0x90 : low;
			high = *s == 0xed ? 0x9f : *s == 0xf4 ? 0x8f : high;
		}
		if (s[i] < low || s[i] > high)
			return 0;
	}
	return size;
}

/* Bytes up to the first that is not UTF-8, or is part of a character that the end cuts. */
static size_t utf8_prefix(const unsigned char *s, size_t n, bool *is_cut)
{
	size_t i = 0, size;

	*is_cut = false;
	while (i < n) {
		if (s[i] < 0x80) {
			i++;
			continue;
		}
		size = character(s + i, n - i);
		*is_cut = size > n - i;
		if (!size || *is_cut)
			break;
		i += size;
	}
	return i;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* Controls, of C1 too, so that no terminal does what a traced string says. */
static void escape(struct jbuf *b, unsigned code)
{
	char s[6] = { '\\', 'u', '0', '0', hex_digits[code >> 4], hex_digits[code & 15] };

	if (code == '"' || code == '\\') {
		s[1] = (char)code;
		jbuf_add(b, s, 2);
	} else if (code == '\n') {
		jbuf_put(b, "\\n");
	} else {
		jbuf_add(b, s, sizeof(s));
	}
}

static void add_string(struct jbuf *b, const unsigned char *s, size_t n)
{
	size_t i = 0, from;

	jbuf_put(b, "\"");
	while (i < n) {
		for (from = i; i < n && is_plain(s[i]); i++)
			;
		jbuf_add(b, (const char *)s + from, i - from);
		if (i == n)
			break;
		if (s[i] < 0x80) {
			escape(b, s[i++]);
		} else if (s[i] == 0xc2 && s[i + 1] < 0xa0) {
			escape(b, s[i + 1]);
			i += 2;
		} else {
			from = i;
			i += character(s + i, n - i);
			jbuf_add(b, (const char *)s + from, i - from);
		}
	}
	jbuf_put(b, "\"");
}

/* Most texts are plain from end to end. */
static bool add_plain(struct jbuf *b, const unsigned char *s, size_t n)
{
	char *to;

	if (!jbuf_room(b, n + 2))
		return true;
	to = b->s + b->n;
	*to++ = '"';
	for (size_t i = 0; i < n; i++) {
		if (!is_plain(s[i]))
			return false;
		*to++ = (char)s[i];
	}
	*to = '"';
	b->n += n + 2;
	return true;
}

void jbuf_text(struct jbuf *b, const void *bytes, size_t n, bool cut)
{
	bool is_cut;
	size_t good;

	if (add_plain(b, bytes, n))
		return;
	good = utf8_prefix(bytes, n, &is_cut);
	if (good == n || (cut && is_cut)) {
		add_string(b, bytes, good);
		return;
	}
	jbuf_put(b, "{\"hex\":");
	jbuf_hex(b, bytes, n);
	jbuf_put(b, "}");
}
