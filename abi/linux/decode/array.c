/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays in the guest's memory. */
#include "decode/internal.h"
#include "uaccess.h"

void put_hole(struct decoder *d, uaddr_t at)
{
	char text[24];

	put_more(d);
	snprintf(text, sizeof(text), "%#llx", (unsigned long long)at);
	d->sink->comment(d->ctx, text);
}

void put_array_up_to(struct decoder *d, uaddr_t at, uint64_t n, uint64_t max, void *elem,
		     size_t size, void (*put)(struct decoder *d, const void *elem, void *ctx),
		     void *ctx)
{
	uint64_t i;

	if (!at || (n && (d->opaque || copy_from_user(elem, at, size)))) {
		put_address(d, at);
		return;
	}
	begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++) {
		if (i && i < max && copy_from_user(elem, at + i * size, size)) {
			put_hole(d, at + i * size);
			break;
		}
		if (i >= max || (i >= d->string_limit && !d->whole)) {
			put_more(d);
			break;
		}
		put(d, elem, ctx);
	}
	end(d);
}

void put_array(struct decoder *d, uaddr_t at, uint64_t n, void *elem, size_t size,
	       void (*put)(struct decoder *d, const void *elem, void *ctx), void *ctx)
{
	put_array_up_to(d, at, n, UINT64_MAX, elem, size, put, ctx);
}

#define PAGE 4096

static bool all_zero(const uint8_t *p, size_t n)
{
	while (n && !*p)
		p++, n--;
	return !n;
}

enum rest { REST_ZERO, REST_UNREADABLE, REST_DATA };

static enum rest read_rest(uint8_t bytes[PAGE], uaddr_t at, size_t from, uint64_t to)
{
	size_t n = to > from ? min(to, (uint64_t)PAGE) - from : 0;

	if (n && copy_from_user(bytes, at + from, n))
		return REST_UNREADABLE;
	return all_zero(bytes, n) ? REST_ZERO : REST_DATA;
}

bool has_rest(uaddr_t at, size_t from, uint64_t to)
{
	uint8_t bytes[PAGE];

	return read_rest(bytes, at, from, to) != REST_ZERO;
}

void put_rest(struct decoder *d, uaddr_t at, size_t from, uint64_t to)
{
	uint8_t bytes[PAGE];
	size_t n, shown;
	char name[48];

	switch (read_rest(bytes, at, from, to)) {
	case REST_ZERO:
		return;
	case REST_UNREADABLE:
		put_more(d);
		return;
	case REST_DATA:
		break;
	}
	to = min(to, (uint64_t)PAGE);
	n = to - from;
	snprintf(name, sizeof(name), "/* bytes %zu..%llu */", from, (unsigned long long)to - 1);
	field(d, name);
	shown = min(n, (size_t)d->string_limit);
	d->sink->string(d->ctx, bytes, shown, SINK_BYTES | SINK_HEXED | (shown < n ? SINK_CUT : 0));
}
