/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arrays in the guest's memory. */
#include "decode/internal.h"
#include "uaccess.h"

/* What follows cannot be read. */
static void put_hole(struct decoder *d, uaddr_t at)
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
