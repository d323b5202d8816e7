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

/*
 * A string up to its NUL or max bytes; how many were read, the NUL included. Most strings are short:
 * chunk by chunk, and no chunk is read that is not needed.
 */
static size_t read_string(char *to, size_t got, uaddr_t s, size_t max)
{
	size_t part, left;
	const char *nul;

	while (got < max) {
		part = min(max - got, (size_t)CHUNK / 4);
		left = copy_from_user(to + got, s + got, part);
		part -= left;
		nul = memchr(to + got, '\0', part);
		if (nul)
			return (size_t)(nul - to) + 1;
		got += part;
		if (left)
			break;
	}
	return got;
}

/* buf holds what was read of the string: whole, its first max - 1 bytes, or what is before a hole. */
static void tell_string(struct decoder *d, uaddr_t s, const char *buf, size_t got, size_t max)
{
	if (got && !buf[got - 1])
		d->sink->string(d->ctx, buf, got - 1, 0);
	else if (got < max)
		put_address(d, s);
	else
		d->sink->string(d->ctx, buf, max - 1, SINK_CUT);
}

void put_user_string(struct decoder *d, uaddr_t s, size_t limit)
{
	size_t max = min(limit, (size_t)MAX_SHOWN) + 1, first = min(max, (size_t)CHUNK), got;
	char small[CHUNK + 1], *buf;

	if (!s) {
		put_address(d, s);
		return;
	}
	got = read_string(small, 0, s, first);
	if (got < first || first == max || !small[got - 1]) {
		tell_string(d, s, small, got, max);
		return;
	}
	buf = kmalloc(max);
	if (!buf) {
		put_address(d, s);
		return;
	}
	memcpy(buf, small, got);
	tell_string(d, s, buf, read_string(buf, got, s, max), max);
	kfree(buf);
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

void put_user_hexed(struct decoder *d, uaddr_t at, uint64_t n, size_t limit)
{
	char small[CHUNK + 1], *buf;
	size_t size = min(n, (uint64_t)limit);

	buf = at ? room(small, size) : NULL;
	if (!buf || read_some(buf, at, size) < size)
		put_address(d, at);
	else
		d->sink->string(d->ctx, buf, size,
				SINK_BYTES | SINK_HEXED | (size < n ? SINK_CUT : 0));
	leave_room(buf, small);
}

/* Of what is cut, the byte behind must be there, too: so does strace read it. */
void put_user_bytes(struct decoder *d, uaddr_t at, uint64_t n)
{
	char small[CHUNK + 1], *buf;
	size_t limit = min(d->string_limit, MAX_SHOWN);
	size_t shown = min(n, (uint64_t)limit), wanted = min(n, (uint64_t)limit + 1);
	bool has_place = at && (d->is_64bit || at <= UINT32_MAX);

	buf = has_place ? room(small, wanted) : NULL;
	if (!buf || read_some(buf, at, wanted) < wanted)
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

/* No text, whatever it looks like. */
void print_random_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_hexed(d, v, (uint64_t)d->result, d->string_limit);
}

/* getcwd's, with its NUL in the result. */
void print_path_out(struct decoder *d, uint64_t v)
{
	size_t n = (size_t)min(d->result, (int64_t)PATH_MAX);
	char buf[PATH_MAX];

	if (!d->result)
		put_user_string(d, v, PATH_MAX - 1);
	else if (failed(d) || !v || read_some(buf, v, n) < n)
		put_address(d, v);
	else
		d->sink->string(d->ctx, buf, strnlen(buf, n - 1), strnlen(buf, n) == n ? SINK_CUT : 0);
}
