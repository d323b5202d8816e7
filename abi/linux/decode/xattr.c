/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Extended attributes. */
#include "decode/files.h"

static const struct xlat xattr_flags[] = { { 1, "XATTR_CREATE" }, { 2, "XATTR_REPLACE" }, {} };

void print_xattr_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, xattr_flags, (uint32_t)v, "XATTR_???");
}

/* A value, or a list of names; asked for its size, there is none. */
void print_xattr_out(struct decoder *d, uint64_t v)
{
	if (failed(d) || !d->result || !d->args[d->arg + 1])
		put_address(d, v);
	else
		put_user_bytes(d, v, (uint64_t)d->result);
}
