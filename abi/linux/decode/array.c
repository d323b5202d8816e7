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

void put_array(struct decoder *d, uaddr_t at, uint64_t n, void *elem, size_t size,
	       void (*put)(struct decoder *d, const void *elem, void *ctx), void *ctx)
{
	uint64_t i;

	if (!at || (n && (d->opaque || copy_from_user(elem, at, size)))) {
		put_address(d, at);
		return;
	}
	begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++) {
		if (i >= d->string_limit && !d->whole) {
			put_more(d);
			break;
		}
		if (i && copy_from_user(elem, at + i * size, size)) {
			put_hole(d, at + i * size);
			break;
		}
		put(d, elem, ctx);
	}
	end(d);
}

#define PAGE 4096

static bool all_zero(const uint8_t *p, size_t n)
{
	while (n && !*p)
		p++, n--;
	return !n;
}

void put_rest(struct decoder *d, uaddr_t at, size_t from, uint64_t to)
{
	uint8_t bytes[PAGE];
	size_t n, shown;
	char name[48];

	if (to <= from)
		return;
	to = min(to, (uint64_t)PAGE);
	n = to - from;
	if (copy_from_user(bytes, at + from, n)) {
		put_more(d);
		return;
	}
	if (all_zero(bytes, n))
		return;
	snprintf(name, sizeof(name), "/* bytes %zu..%llu */", from, (unsigned long long)to - 1);
	field(d, name);
	shown = min(n, (size_t)d->string_limit);
	d->sink->string(d->ctx, bytes, shown, SINK_BYTES | SINK_HEXED | (shown < n ? SINK_CUT : 0));
}
