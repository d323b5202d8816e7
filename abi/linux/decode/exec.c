/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a new program is given: argv and envp. */
#include "decode/internal.h"

#define MAX_COUNTED (1u << 20) /* of variables; there is no limit but time */

static unsigned pointer_size(const struct decoder *d)
{
	return d->is_64bit ? 8 : 4;
}

static bool read_pointer(struct decoder *d, uaddr_t at, uaddr_t *p)
{
	*p = 0;
	return read_guest(p, at, pointer_size(d));
}

static void put_strings(struct decoder *d, uaddr_t v)
{
	uaddr_t p, at = v;
	unsigned n;

	begin(d, SINK_ARRAY);
	for (n = 0;; n++, at += pointer_size(d)) {
		if (!read_pointer(d, at, &p)) {
			put_hole(d, at);
			break;
		}
		if (!p)
			break;
		if (n >= d->string_limit && !d->whole) {
			put_more(d);
			break;
		}
		put_user_string(d, p, d->string_limit);
	}
	end(d);
}

static void put_count(struct decoder *d, uaddr_t v)
{
	unsigned n = 0, size = pointer_size(d);
	char text[32];
	uaddr_t p;

	put_address(d, v);
	while (n < MAX_COUNTED && read_pointer(d, v + n * size, &p) && p)
		n++;
	snprintf(text, sizeof(text), "%u var%s%s", n, n == 1 ? "" : "s",
		 read_pointer(d, v + n * size, &p) ? "" : ", unterminated");
	d->sink->comment(d->ctx, text);
}

/* argv: strings. envp, which strace shows only when verbose: their number. */
void print_argv(struct decoder *d, uint64_t v)
{
	bool envp = d->arg && d->sys->args[d->arg - 1].type == ARG_uargv_t;
	uaddr_t p;

	if (!v || d->opaque || !read_pointer(d, v, &p))
		put_address(d, v);
	else if (envp && !d->whole)
		put_count(d, v);
	else
		put_strings(d, v);
}
