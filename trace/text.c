/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text that strace writes for values and groups of them. */
#include "trace/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text text_like(const struct text *t)
{
	return (struct text){ .hex = t->hex, .symbols = t->symbols, .names = t->names };
}

void text_reset(struct text *t)
{
	t->n = 0;
	t->depth = 0;
	t->nr_args = 0;
}

void text_free(struct text *t)
{
	free(t->s);
	*t = (struct text){ 0 };
}

bool text_grow(struct text *t, size_t n)
{
	size_t room = t->room ? t->room : 256;
	char *s;

	while (room - t->n < n)
		room *= 2;
	s = realloc(t->s, room);
	if (!s) {
		t->out_of_memory = true;
		return false;
	}
	t->s = s;
	t->room = room;
	return true;
}

/* Names and numbers are shorter than a call of memcpy() is worth. */
static inline void copy_short(char *to, const char *from, size_t n)
{
	if (n >= 8) {
		memcpy(to, from, 8);
		memcpy(to + n - 8, from + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, from, 4);
		memcpy(to + n - 4, from + n - 4, 4);
	} else if (n) {
		to[0] = from[0];
		to[n / 2] = from[n / 2];
		to[n - 1] = from[n - 1];
	}
}

static inline void copy(char *to, const char *from, size_t n)
{
	if (n <= 16) {
		copy_short(to, from, n);
	} else if (n <= 32) {
		memcpy(to, from, 16);
		memcpy(to + n - 16, from + n - 16, 16);
	} else {
		memcpy(to, from, n);
	}
}

void text_append(struct text *t, const char *bytes, size_t n)
{
	if (!text_make_room(t, n))
		return;
	copy(t->s + t->n, bytes, n);
	t->n += n;
}

void text_printf(struct text *t, const char *fmt, ...)
{
	char s[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(s, sizeof(s), fmt, ap);
	va_end(ap);
	text_add(t, s, (size_t)n < sizeof(s) ? (size_t)n : sizeof(s) - 1);
}

void text_pad(struct text *t, size_t column)
{
	if (t->n < column && text_make_room(t, column - t->n)) {
		memset(t->s + t->n, ' ', column - t->n);
		t->n = column;
	}
}

/* --- numbers, without printf: most of a line is made of them --- */

/*
 * In place: bytes that were just written cannot be copied by words at once. And each base of its own:
 * dividing by what the compiler knows is many times cheaper.
 */
static unsigned nr_digits(uint64_t v)
{
	unsigned n = 1;

	for (; v >= 10000; v /= 10000)
		n += 4;
	return n + (v >= 10) + (v >= 100) + (v >= 1000);
}

static void put_decimal(struct text *t, uint64_t v)
{
	unsigned n = nr_digits(v);
	char *p;

	if (!text_make_room(t, n))
		return;
	t->n += n;
	p = t->s + t->n;
	do
		*--p = (char)('0' + v % 10);
	while (v /= 10);
}

/* Of base 1 << shift. */
static void put_bits(struct text *t, uint64_t v, unsigned shift)
{
	unsigned n = (63u - (unsigned)__builtin_clzll(v | 1)) / shift + 1;
	char *p;

	if (!text_make_room(t, n))
		return;
	t->n += n;
	p = t->s + t->n;
	do
		*--p = "0123456789abcdef"[v & ((1u << shift) - 1)];
	while (v >>= shift);
}

void text_digits(struct text *t, uint64_t v, unsigned base)
{
	if (v < 8) /* the same to all */
		text_char(t, (char)('0' + v));
	else if (base == 10)
		put_decimal(t, v);
	else
		put_bits(t, v, base == 16 ? 4 : 3);
}

void text_number(struct text *t, uint64_t v, enum r3_base base)
{
	switch (base) {
	case R3_DECIMAL:
		if ((int64_t)v < 0) {
			text_puts(t, "-");
			v = -v;
		}
		text_digits(t, v, 10);
		break;
	case R3_UNSIGNED:
		text_digits(t, v, 10);
		break;
	case R3_HEX:
		if (v)
			text_puts(t, "0x");
		text_digits(t, v, 16);
		break;
	case R3_OCTAL:
		if (v)
			text_puts(t, "0");
		text_digits(t, v, 8);
		break;
	case R3_HEX_8:
		text_printf(t, "%#08" PRIx64, v);
		break;
	case R3_HEX_16:
		text_printf(t, "%#016" PRIx64, v);
		break;
	}
}

static void fill(struct text *t, const char *with, unsigned n)
{
	while (n--)
		text_add(t, with, 1);
}

void text_zeros(struct text *t, uint64_t v, unsigned width)
{
	unsigned n = nr_digits(v);

	fill(t, "0", n < width ? width - n : 0);
	text_digits(t, v, 10);
}

void text_right(struct text *t, uint64_t v, unsigned width)
{
	unsigned n = nr_digits(v);

	fill(t, " ", n < width ? width - n : 0);
	text_digits(t, v, 10);
}

void text_left(struct text *t, uint64_t v, unsigned width)
{
	unsigned n = nr_digits(v);

	text_digits(t, v, 10);
	fill(t, " ", n < width ? width - n : 0);
}

/* --- strings --- */

static const char *short_escape(unsigned char c)
{
	switch (c) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\f':
		return "\\f";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	case '\v':
		return "\\v";
	}
	return NULL;
}

static bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f;
}

/* What stands in a string as it is. */
static const bool is_itself[256] = {
	[' ' ... '!'] = true, ['#' ... '['] = true, [']' ... '~'] = true
};

/* With -x a string that has a byte beyond plain text and white space is hexadecimal as a whole. */
static bool wants_hex(const struct text *t, const unsigned char *s, size_t n)
{
	size_t i;

	if (t->hex != HEX_NON_ASCII)
		return t->hex == HEX_ALWAYS;
	for (i = 0; i < n; i++)
		if (!is_plain(s[i]) && !(s[i] >= '\t' && s[i] <= '\r'))
			return true;
	return false;
}

static char hex_digit(unsigned v)
{
	return "0123456789abcdef"[v & 15];
}

static char *put_hex(char *p, unsigned char c)
{
	*p++ = '\\';
	*p++ = 'x';
	*p++ = hex_digit(c >> 4);
	*p++ = hex_digit(c);
	return p;
}

/* As few octal digits as the next byte allows. */
static char *put_octal(char *p, unsigned char c, bool digit_follows)
{
	*p++ = '\\';
	if (c >= 0100 || digit_follows)
		*p++ = (char)('0' + (c >> 6));
	if (c >= 010 || digit_follows)
		*p++ = (char)('0' + (c >> 3 & 7));
	*p++ = (char)('0' + (c & 7));
	return p;
}

static inline char *put_byte(const struct text *t, char *p, const unsigned char *s, size_t i, size_t n)
{
	const char *escape;

	if (is_itself[s[i]]) {
		*p++ = (char)s[i];
		return p;
	}
	escape = short_escape(s[i]);
	if (escape) {
		*p++ = escape[0];
		*p++ = escape[1];
	} else if (t->hex != HEX_NEVER) {
		p = put_hex(p, s[i]);
	} else {
		p = put_octal(p, s[i], i + 1 < n && s[i + 1] >= '0' && s[i + 1] <= '7');
	}
	return p;
}

static char *put_all_hex(char *p, const unsigned char *s, size_t n)
{
	while (n--)
		p = put_hex(p, *s++);
	return p;
}

#define EACH_BYTE(c) ((c) * 0x0101010101010101ull)

static inline uint64_t zero_bytes(uint64_t v)
{
	return (v - EACH_BYTE(1)) & ~v & EACH_BYTE(0x80);
}

/* Eight characters at once: none of them needs an escape. */
static inline bool are_themselves(uint64_t v)
{
	uint64_t odd = zero_bytes(v ^ EACH_BYTE('"')) | zero_bytes(v ^ EACH_BYTE('\\'));

	odd |= v | (v + EACH_BYTE(1)) | ((v - EACH_BYTE(' ')) & ~v); /* >= 0x80, 0x7f, < ' ' */
	return !(odd & EACH_BYTE(0x80));
}

/* As many of the bytes in front as need no escape, or a few fewer. */
static size_t copy_themselves(char *to, const unsigned char *s, size_t n)
{
	uint64_t eight;
	size_t i;

	for (i = 0; i + sizeof(eight) <= n; i += sizeof(eight)) {
		memcpy(&eight, s + i, sizeof(eight));
		if (!are_themselves(eight))
			return i;
		memcpy(to + i, &eight, sizeof(eight));
	}
	while (i < n && is_itself[s[i]]) {
		to[i] = (char)s[i];
		i++;
	}
	return i;
}

static char *put_escaped(const struct text *t, char *p, const unsigned char *s, size_t n)
{
	size_t i = copy_themselves(p, s, n);

	for (p += i; i < n; i++)
		p = put_byte(t, p, s, i, n);
	return p;
}

void text_quote(struct text *t, const void *bytes, size_t n, unsigned how)
{
	bool hex = (how & R3_HEXED) || wants_hex(t, bytes, n);
	char *p;

	if (how & R3_ABSTRACT)
		text_puts(t, "@");
	if (!text_make_room(t, 4 * n + 8))
		return;
	p = t->s + t->n;
	*p++ = '"';
	p = hex ? put_all_hex(p, bytes, n) : put_escaped(t, p, bytes, n);
	*p++ = '"';
	t->n = (size_t)(p - t->s);
	if (how & R3_CUT)
		text_puts(t, "...");
}

/* What stands there without quotes: nothing in it may reach a terminal as a command. */
void text_safely(struct text *t, const char *s)
{
	size_t n = strlen(s), i;
	char *p;

	if (!text_make_room(t, 4 * n))
		return;
	p = t->s + t->n;
	for (i = 0; i < n; i++)
		if (is_plain((unsigned char)s[i]))
			*p++ = s[i];
		else
			p = put_byte(t, p, (const unsigned char *)s, i, n);
	t->n = (size_t)(p - t->s);
}

/* --- the sink --- */

struct piece {
	char s[3];
	uint8_t n;
};

static const struct {
	struct piece open, close, between;
} groups[] = {
	[R3_STRUCT] = { { "{", 1 }, { "}", 1 }, { "", 0 } },
	[R3_ARRAY] = { { "[", 1 }, { "]", 1 }, { ", ", 2 } },
	[R3_SET] = { { "[", 1 }, { "]", 1 }, { " ", 1 } },
	[R3_NOT_SET] = { { "~[", 2 }, { "]", 1 }, { " ", 1 } },
	[R3_CHANGE] = { { "[", 1 }, { "]", 1 }, { "", 0 } },
	[R3_CALL] = { { "(", 1 }, { ")", 1 }, { ", ", 2 } },
	[R3_PARTS] = { { "", 0 }, { "", 0 }, { "|", 1 } },
	[R3_FIELD_CHANGE] = { { "", 0 }, { "", 0 }, { "", 0 } },
};

static inline void put_piece(struct text *t, const struct piece *piece)
{
	if (!text_make_room(t, sizeof(piece->s)))
		return;
	memcpy(t->s + t->n, piece->s, sizeof(piece->s));
	t->n += piece->n;
}

static void separate_in_group(struct text *t)
{
	enum r3_group kind;

	kind = t->group[t->depth - 1].kind;
	if (kind == R3_STRUCT || kind == R3_CHANGE || kind == R3_FIELD_CHANGE)
		return; /* field() and becomes() did */
	if (t->group[t->depth - 1].begun)
		put_piece(t, &groups[kind].between);
	t->group[t->depth - 1].begun = true;
}

static inline void separate(struct text *t)
{
	if (t->depth)
		separate_in_group(t);
}

static void put_name(struct text *t, const char *name)
{
	size_t n = strlen(name);

	if (!text_make_room(t, n + 1))
		return;
	copy(t->s + t->n, name, n);
	t->s[t->n + n] = '=';
	t->n += n + 1;
}

static void tell_arg(void *ctx, const char *name)
{
	struct text *t = ctx;

	if (t->nr_args++)
		text_puts(t, ", ");
	if (t->names)
		put_name(t, name);
}

static void open_group(struct text *t, enum r3_group kind)
{
	put_piece(t, &groups[kind].open);
	if (t->depth < TEXT_DEPTH) {
		t->group[t->depth].kind = kind;
		t->group[t->depth].begun = false;
	}
	t->depth++;
}

static void tell_begin(void *ctx, enum r3_group kind)
{
	separate(ctx);
	open_group(ctx, kind);
}

static void tell_field(void *ctx, const char *name)
{
	struct text *t = ctx;

	if (!t->depth) {
		if (!t->names)
			put_name(t, name);
		return;
	}
	if (t->group[t->depth - 1].begun)
		text_puts(t, ", ");
	t->group[t->depth - 1].begun = true;
	if (*name == '/') {
		text_puts(t, name);
		text_add(t, " ", 1);
	} else if (*name != '&') {
		put_name(t, name);
	} else if (t->symbols != SYMBOLS_ABBREV) {
		put_name(t, name + 1);
	}
}

static void tell_end(void *ctx)
{
	struct text *t = ctx;

	put_piece(t, &groups[t->group[--t->depth].kind].close);
}

static void tell_becomes(void *ctx)
{
	text_puts(ctx, " => ");
}

static void tell_number(void *ctx, uint64_t value, enum r3_base base)
{
	separate(ctx);
	text_number(ctx, value, base);
}

static void tell_address(void *ctx, uint64_t value)
{
	separate(ctx);
	if (value)
		text_number(ctx, value, R3_HEX);
	else
		text_puts(ctx, "NULL");
}

static void put_comment(struct text *t, const char *text)
{
	text_puts(t, " /* ");
	text_safely(t, text);
	text_puts(t, " */");
}

/*
 * A text with a '?', of one part, is no name, but says of what kind the number is; one that is but
 * digits says nothing beside the number.
 */
static void tell_odd_symbol(struct text *t, uint64_t value, enum r3_base base, const char *text)
{
	bool nameless = strchr(text, '?') && !strchr(text, '|');

	if (t->symbols != SYMBOLS_ABBREV || nameless)
		text_number(t, value, base);
	if ((t->symbols == SYMBOLS_VERBOSE && text[strspn(text, "0123456789")]) ||
	    (nameless && t->symbols == SYMBOLS_ABBREV))
		put_comment(t, text);
	else if (t->symbols == SYMBOLS_ABBREV)
		text_puts(t, text);
}

static void tell_symbol(void *ctx, uint64_t value, enum r3_base base, const char *text)
{
	const char *end = strchrnul(text, '?');
	struct text *t = ctx;

	separate(t);
	if (!*end && t->symbols == SYMBOLS_ABBREV)
		text_append(t, text, (size_t)(end - text));
	else
		tell_odd_symbol(t, value, base, text);
}

static void tell_string(void *ctx, const void *bytes, size_t n, unsigned flags)
{
	separate(ctx);
	text_quote(ctx, bytes, n, flags);
}

static void tell_more(void *ctx)
{
	struct text *t = ctx;

	enum r3_group kind;

	if (t->depth && t->group[t->depth - 1].begun) {
		kind = t->group[t->depth - 1].kind;
		text_puts(t, kind == R3_SET || kind == R3_NOT_SET ? " " : ", ");
	}
	text_puts(t, "...");
}

static void tell_comment(void *ctx, const char *text)
{
	put_comment(ctx, text);
}

#define DELETED " (deleted)"

/* Where a device's "<char 1:3>" begins that stands behind its path, or the end. */
static const char *find_device(const char *text)
{
	const char *end = text + strlen(text), *p;

	if (end == text || end[-1] != '>')
		return end;
	for (p = end - 1; p > text && *p != '<'; p--)
		;
	return strncmp(p, "<char ", 6) && strncmp(p, "<block ", 7) ? end : p;
}

static void add_path(struct text *t, const char *s, size_t n)
{
	size_t i;
	char *p;

	if (!text_make_room(t, 4 * n))
		return;
	p = t->s + t->n;
	for (i = 0; i < n; i++)
		if (s[i] == '<' || s[i] == '>')
			p = put_octal(p, (unsigned char)s[i], i + 1 < n && s[i + 1] >= '0' && s[i + 1] <= '7');
		else
			p = put_byte(t, p, (const unsigned char *)s, i, n);
	t->n = (size_t)(p - t->s);
}

/* Between angle brackets those of a path are escaped; that it was deleted stands behind them. */
static void tell_about(void *ctx, const char *text)
{
	const char *device = find_device(text);
	size_t n = (size_t)(device - text), tail = strlen(DELETED);
	bool deleted = n > tail && !memcmp(device - tail, DELETED, tail);
	struct text *t = ctx;

	if (*text != '/') {
		text_puts(t, "<");
		text_safely(t, text);
		text_puts(t, ">");
		return;
	}
	text_puts(t, "<");
	add_path(t, text, deleted ? n - tail : n);
	text_puts(t, device);
	text_puts(t, deleted ? ">(deleted)" : ">");
}

static void tell_remark(void *ctx, const char *text)
{
	text_puts(ctx, " (");
	text_safely(ctx, text);
	text_puts(ctx, ")");
}

static void tell_call(void *ctx, const char *name)
{
	struct text *t = ctx;

	separate(t);
	text_puts(t, name);
	open_group(t, R3_CALL);
}

/* The field that a text sets is its last argument; beside the field's name there is none. */
static void put_without_field(struct text *t, const char *text)
{
	const char *field = strstr(text, ", &");

	if (field) {
		text_add(t, text, (size_t)(field - text));
		text_puts(t, ")");
	} else {
		text_puts(t, text);
	}
}

static void tell_bytes(void *ctx, const void *bytes, size_t n, const char *text)
{
	struct text *t = ctx;

	separate(t);
	if (t->symbols == SYMBOLS_ABBREV || *text == '{') {
		text_puts(t, text);
		return;
	}
	text_quote(t, bytes, n, R3_BYTES | R3_HEXED);
	if (t->symbols == SYMBOLS_VERBOSE) {
		text_puts(t, " /* ");
		put_without_field(t, text);
		text_puts(t, " */");
	}
}

const struct r3_sink text_sink = {
	tell_arg,     tell_begin,  tell_field,	tell_end,  tell_becomes, tell_number,
	tell_address, tell_symbol, tell_string, tell_more, tell_comment,
	tell_about,   tell_remark, tell_call,	tell_bytes,
};
