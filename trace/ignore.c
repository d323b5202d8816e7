/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A sink that hears nothing. */
#include "trace/ignore.h"

#define unused __attribute__((unused))

static void text(unused void *ctx, unused const char *s)
{
}

static void group(unused void *ctx, unused enum r3_group kind)
{
}

static void nothing(unused void *ctx)
{
}

static void number(unused void *ctx, unused uint64_t value, unused enum r3_base base)
{
}

static void address(unused void *ctx, unused uint64_t value)
{
}

static void symbol(unused void *ctx, unused uint64_t value, unused enum r3_base base,
		   unused const char *s)
{
}

static void string(unused void *ctx, unused const void *s, unused size_t n, unused unsigned flags)
{
}

static void bytes(unused void *ctx, unused const void *s, unused size_t n, unused const char *form)
{
}

const struct r3_sink ignoring_sink = {
	.arg = text,	    .begin = group,   .field = text,   .end = nothing,
	.becomes = nothing, .number = number, .address = address, .symbol = symbol,
	.string = string,   .more = nothing,  .comment = text, .about = text,
	.remark = text,	    .call = text,     .bytes = bytes,
};
