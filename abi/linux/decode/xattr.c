/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes. */
#include "decode/files.h"

static const struct xlat xattr_flags[] = { { 1, "XATTR_CREATE" }, { 2, "XATTR_REPLACE" }, {} };

void print_xattr_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, xattr_flags, (uint32_t)v, "XATTR_???");
}

/* A NUL at its end is not shown. */
static void put_value_of(struct decoder *d, uaddr_t v, uint64_t n)
{
	char last;

	if (n && peek(&last, v + n - 1, 1) && !last)
		n--;
	put_user_bytes(d, v, n);
}

void print_xattr_in(struct decoder *d, uint64_t v)
{
	put_value_of(d, v, d->args[d->arg + 1]);
}

void print_xattr_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_value_of(d, v, (uint64_t)d->result);
}

void print_xattr_names(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_bytes(d, v, (uint64_t)d->result);
}
