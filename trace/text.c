/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text that strace writes for values and groups of them. */
#include "trace/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool make_room(struct text *t, size_t n)
{
	size_t room = t->room ? t->room : 256;
	char *s;

	if (n <= t->room - t->n)
		return true;
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

void text_add(struct text *t, const char *bytes, size_t n)
{
	if (!make_room(t, n))
		return;
	memcpy(t->s + t->n, bytes, n);
	t->n += n;
}

static void add(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
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
	if (t->n < column && make_room(t, column - t->n)) {
		memset(t->s + t->n, ' ', column - t->n);
		t->n = column;
	}
}

/* --- numbers, without printf: most of a line is made of them --- */

static void add_digits(struct text *t, uint64_t v, unsigned base)
{
	char digits[24], *p = digits + sizeof(digits);

	do {
		*--p = "0123456789abcdef"[v % base];
		v /= base;
	} while (v);
	text_add(t, p, (size_t)(digits + sizeof(digits) - p));
}

static void add_number(struct text *t, uint64_t v, enum r3_base base)
{
	switch (base) {
	case R3_DECIMAL:
		if ((int64_t)v < 0) {
			add(t, "-");
			v = -v;
		}
		add_digits(t, v, 10);
		break;
	case R3_UNSIGNED:
		add_digits(t, v, 10);
		break;
	case R3_HEX:
		if (v)
			add(t, "0x");
		add_digits(t, v, 16);
		break;
	case R3_OCTAL:
		if (v)
			add(t, "0");
		add_digits(t, v, 8);
		break;
	case R3_HEX_8:
		text_printf(t, "%#08" PRIx64, v);
		break;
	case R3_HEX_16:
		text_printf(t, "%#016" PRIx64, v);
		break;
	}
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

/* As few octal digits as the next byte allows. */
static void add_octal(struct text *t, unsigned char c, bool digit_follows)
{
	char s[5];

	snprintf(s, sizeof(s), digit_follows ? "\\%03o" : "\\%o", c);
	add(t, s);
}

static void add_byte(struct text *t, const unsigned char *s, size_t i, size_t n)
{
	const char *escape = short_escape(s[i]);

	if (escape)
		add(t, escape);
	else if (is_plain(s[i]))
		text_add(t, (const char *)&s[i], 1);
	else
		add_octal(t, s[i], i + 1 < n && s[i + 1] >= '0' && s[i + 1] <= '7');
}

void text_quote(struct text *t, const void *bytes, size_t n, unsigned how)
{
	const unsigned char *s = bytes;
	bool hex = (how & R3_HEXED) || wants_hex(t, s, n);
	size_t i;

	add(t, how & R3_ABSTRACT ? "@\"" : "\"");
	for (i = 0; i < n; i++)
		if (hex)
			text_printf(t, "\\x%02x", s[i]);
		else
			add_byte(t, s, i, n);
	add(t, how & R3_CUT ? "\"..." : "\"");
}

/* --- the sink --- */

static const char *const opening[] = { "{", "[", "[", "~[", "[", "(" };
static const char *const closing[] = { "}", "]", "]", "]", "]", ")" };

/* Values of a set stand apart by a space, everything else by a comma. */
static void separate(struct text *t)
{
	enum r3_group kind;

	if (!t->depth)
		return;
	kind = t->group[t->depth - 1].kind;
	if (kind == R3_STRUCT || kind == R3_CHANGE)
		return; /* field() and becomes() did */
	if (t->group[t->depth - 1].begun)
		add(t, kind == R3_ARRAY || kind == R3_CALL ? ", " : " ");
	t->group[t->depth - 1].begun = true;
}

static void text_arg(void *ctx, const char *name)
{
	struct text *t = ctx;

	if (t->nr_args++)
		add(t, ", ");
	if (t->names)
		text_printf(t, "%s=", name);
}

static void open_group(struct text *t, enum r3_group kind)
{
	add(t, opening[kind]);
	if (t->depth < TEXT_DEPTH) {
		t->group[t->depth].kind = kind;
		t->group[t->depth].begun = false;
	}
	t->depth++;
}

static void text_begin(void *ctx, enum r3_group kind)
{
	separate(ctx);
	open_group(ctx, kind);
}

static void text_field(void *ctx, const char *name)
{
	struct text *t = ctx;

	if (t->group[t->depth - 1].begun)
		add(t, ", ");
	t->group[t->depth - 1].begun = true;
	if (*name != '&')
		text_printf(t, "%s=", name);
}

static void text_end(void *ctx)
{
	struct text *t = ctx;

	add(t, closing[t->group[--t->depth].kind]);
}

static void text_becomes(void *ctx)
{
	add(ctx, " => ");
}

static void text_number(void *ctx, uint64_t value, enum r3_base base)
{
	separate(ctx);
	add_number(ctx, value, base);
}

static void text_address(void *ctx, uint64_t value)
{
	separate(ctx);
	if (value)
		add_number(ctx, value, R3_HEX);
	else
		add(ctx, "NULL");
}

static void text_symbol(void *ctx, uint64_t value, enum r3_base base, const char *text)
{
	separate(ctx);
	if (strchr(text, '?') && *text != '0') {
		add_number(ctx, value, base);
		text_printf(ctx, " /* %s */", text);
	} else {
		add(ctx, text);
	}
}

static void text_string(void *ctx, const void *bytes, size_t n, unsigned flags)
{
	separate(ctx);
	text_quote(ctx, bytes, n, flags);
}

static void text_more(void *ctx)
{
	struct text *t = ctx;

	if (t->depth && t->group[t->depth - 1].begun)
		add(t, ", ");
	add(t, "...");
}

static void text_comment(void *ctx, const char *text)
{
	text_printf(ctx, " /* %s */", text);
}

static void text_about(void *ctx, const char *text)
{
	text_printf(ctx, "<%s>", text);
}

static void text_remark(void *ctx, const char *text)
{
	add(ctx, " (");
	add(ctx, text);
	add(ctx, ")");
}

static void text_call(void *ctx, const char *name)
{
	struct text *t = ctx;

	separate(t);
	add(t, name);
	open_group(t, R3_CALL);
}

static void text_bytes(void *ctx, const void *bytes, size_t n, const char *text)
{
	(void)bytes;
	(void)n;
	separate(ctx);
	add(ctx, text);
}

const struct r3_sink text_sink = {
	text_arg,     text_begin,  text_field,	text_end,  text_becomes, text_number,
	text_address, text_symbol, text_string, text_more, text_comment,
	text_about,   text_remark, text_call,	text_bytes,
};
