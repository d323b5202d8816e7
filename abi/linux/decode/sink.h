/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whom decoders tell what an argument is: values and structure, never punctuation. */
#ifndef DECODE_SINK_H
#define DECODE_SINK_H

#include "lib/types.h"

enum sink_base {
	SINK_DECIMAL,
	SINK_UNSIGNED,
	SINK_HEX,
	SINK_OCTAL,
	SINK_HEX_8, /* in at least so many characters, with zeros behind the 0x */
	SINK_HEX_16,
};

enum sink_group {
	SINK_STRUCT,  /* fields, each announced by field() */
	SINK_ARRAY,   /* values */
	SINK_SET,     /* the values in a bit set */
	SINK_NOT_SET, /* those not in it */
	SINK_CHANGE,  /* a value, becomes(), a value */
	SINK_CALL,    /* values, arguments of what call() named */
	SINK_PARTS,   /* values that make one number together */
	SINK_FIELD_CHANGE /* a change that is a field of a structure: without brackets */
};

#define SINK_CUT 1u   /* the string went on */
#define SINK_BYTES 2u /* a buffer, not a text up to its NUL */
#define SINK_ABSTRACT 4u /* a socket's name behind its leading NUL */
#define SINK_HEXED 8u /* written byte by byte */

struct sink_ops {
	void (*arg)(void *ctx, const char *name);
	void (*begin)(void *ctx, enum sink_group kind);
	void (*field)(void *ctx, const char *name);
	void (*end)(void *ctx);
	void (*becomes)(void *ctx); /* in SINK_CHANGE; or what the last argument told entering is now */
	void (*number)(void *ctx, uint64_t value, enum sink_base base);
	void (*address)(void *ctx, uint64_t value);
	void (*symbol)(void *ctx, uint64_t value, enum sink_base base, const char *text);
	void (*string)(void *ctx, const void *bytes, size_t n, unsigned flags);
	void (*more)(void *ctx);
	void (*comment)(void *ctx, const char *text);
	void (*about)(void *ctx, const char *text);  /* what the number before stands for */
	void (*remark)(void *ctx, const char *text); /* on the result before */
	void (*call)(void *ctx, const char *name);   /* begins a SINK_CALL */
	/* what has another form: htons(80) */
	void (*bytes)(void *ctx, const void *bytes, size_t n, const char *text);
};

#endif
