/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings and buffers: paths whole, texts and data up to the limit. */
#include "decode/internal.h"
#include "kernel/slab.h"
#include "uaccess.h"

#define PATH_MAX 4096
#define CHUNK 256
#define MAX_SHOWN (1u << 20) /* of one string, whatever the limit says */

/* The readable part of [at, at + n), in chunks, so that a hole costs only what is behind it. */
static size_t read_some(char *to, uaddr_t at, size_t n)
{
	size_t got = 0, left, part;

	while (got < n) {
		part = min(n - got, (size_t)CHUNK);
		left = copy_from_user(to + got, at + got, part);
		got += part - left;
		if (left)
			break;
	}
	return got;
}

/* A buffer for n bytes: the small one on the caller's stack, or NULL when memory is out. */
static char *room(char small[CHUNK + 1], size_t n)
{
	return n <= CHUNK + 1 ? small : kmalloc(n);
}

static void leave_room(char *buf, const char *small)
{
	if (buf != small)
		kfree(buf);
}

void put_user_string(struct decoder *d, uaddr_t s, size_t limit)
{
	char small[CHUNK + 1], *buf;
	size_t max = min(limit, (size_t)MAX_SHOWN) + 1, got, len;

	buf = s ? room(small, max) : NULL;
	if (!buf) {
		put_address(d, s);
		return;
	}
	got = read_some(buf, s, max);
	len = strnlen(buf, got);
	if (len == got && got < max) /* a fault before its end */
		put_address(d, s);
	else
		d->sink->string(d->ctx, buf, min(len, max - 1), len == max ? SINK_CUT : 0);
	leave_room(buf, small);
}

void put_user_text(struct decoder *d, uaddr_t at, size_t n)
{
	char buf[CHUNK];
	size_t max = min(n, sizeof(buf));

	if (read_some(buf, at, max) < max)
		put_address(d, at);
	else
		d->sink->string(d->ctx, buf, strnlen(buf, max), 0);
}

void put_user_bytes(struct decoder *d, uaddr_t at, uint64_t n)
{
	char small[CHUNK + 1], *buf;
	size_t shown = min(n, (uint64_t)min(d->string_limit, MAX_SHOWN));

	buf = at ? room(small, shown) : NULL;
	if (!buf || read_some(buf, at, shown) < shown)
		put_address(d, at);
	else
		d->sink->string(d->ctx, buf, shown, SINK_BYTES | (shown < n ? SINK_CUT : 0));
	leave_room(buf, small);
}

void print_path(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, PATH_MAX - 1);
}

void print_str(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, d->string_limit);
}

void print_bytes_in(struct decoder *d, uint64_t v)
{
	put_user_bytes(d, v, later_arg(d, ARG_usize_t));
}

void print_bytes_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_bytes(d, v, (uint64_t)d->result);
}

/* getcwd's: with its NUL in the result. */
void print_path_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_string(d, v, PATH_MAX - 1);
}

static bool read_pointer(struct decoder *d, uaddr_t at, uaddr_t *p)
{
	unsigned size = d->is_64bit ? 8 : 4;

	*p = 0;
	return !copy_from_user(p, at, size);
}

#define MAX_SHOWN_ARGS 32

/* argv: strings. envp, which strace shows only when verbose: their number. */
static void put_strings(struct decoder *d, uaddr_t v)
{
	unsigned size = d->is_64bit ? 8 : 4, i;
	uaddr_t p;

	if (!v || !read_pointer(d, v, &p)) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_ARRAY);
	for (i = 0; read_pointer(d, v + i * size, &p) && p; i++) {
		if (i == MAX_SHOWN_ARGS && !d->whole) {
			put_more(d);
			break;
		}
		put_user_string(d, p, d->string_limit);
	}
	end(d);
}

static void put_count(struct decoder *d, uaddr_t v)
{
	unsigned size = d->is_64bit ? 8 : 4, n = 0;
	char text[32];
	uaddr_t p;

	put_address(d, v);
	if (!v || !read_pointer(d, v, &p))
		return;
	while (p && read_pointer(d, v + ++n * size, &p))
		;
	snprintf(text, sizeof(text), p ? "%u vars, unterminated" : n == 1 ? "%u var" : "%u vars", n);
	d->sink->comment(d->ctx, text);
}

void print_argv(struct decoder *d, uint64_t v)
{
	bool envp = d->arg && d->sys->args[d->arg - 1].type == ARG_uargv_t;

	if (envp && !d->whole)
		put_count(d, v);
	else
		put_strings(d, v);
}
