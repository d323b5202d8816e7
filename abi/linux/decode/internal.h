/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For the printers: telling values, reading the guest, names of flags. */
#ifndef DECODE_INTERNAL_H
#define DECODE_INTERNAL_H

#include <stdio.h>
#include <string.h>

#include "decode/decode.h"

typedef void print_fn(struct decoder *d, uint64_t value);

/*
 * How a call is told. Each argument by its word's printer; the first that the call writes, and all
 * behind it, on the way out. Where the list that strace prints is another than the definition's:
 *  - an argument that depends on others (prctl, futex) or stands elsewhere (clone): a function for
 *    all of them, named in forms.h, which also has the functions for results;
 *  - two registers that make one number (i386): the words off_lo_t and off_hi_t;
 *  - a register that strace does not show: a word whose printer is `nothing`.
 * A printer finds its register's index in d->arg, and other registers in d->args.
 */

static inline bool is_entering(const struct decoder *d)
{
	return d->phase == DECODE_ENTERING;
}

/* --- telling --- */
/* The next argument begins: for functions of forms.h. */
static inline void put_arg(struct decoder *d, const char *name)
{
	d->sink->arg(d->ctx, name);
}

/* Argument i of the definition, with its name: told by a printer, or by its word's. */
void put_arg_as(struct decoder *d, unsigned i, print_fn *print);
void put_arg_defined(struct decoder *d, unsigned i);
void put_args_defined(struct decoder *d, unsigned first, unsigned end);

/* The same with the name shown: "child_stack=NULL". */
static inline void put_named_arg(struct decoder *d, const char *name)
{
	d->sink->arg(d->ctx, name);
	d->sink->field(d->ctx, name);
}

static inline void put_number(struct decoder *d, int64_t v)
{
	d->sink->number(d->ctx, (uint64_t)v, SINK_DECIMAL);
}

static inline void put_unsigned(struct decoder *d, uint64_t v)
{
	d->sink->number(d->ctx, v, SINK_UNSIGNED);
}

static inline void put_hex(struct decoder *d, uint64_t v)
{
	d->sink->number(d->ctx, v, SINK_HEX);
}

static inline void put_octal(struct decoder *d, uint64_t v)
{
	d->sink->number(d->ctx, v, SINK_OCTAL);
}

static inline void put_address(struct decoder *d, uaddr_t v)
{
	d->sink->address(d->ctx, v);
}

/* What is known in another form than as bytes. */
static inline void put_bytes_as(struct decoder *d, const void *bytes, size_t n, const char *text)
{
	d->sink->bytes(d->ctx, bytes, n, text);
}

static inline void put_more(struct decoder *d)
{
	d->sink->more(d->ctx);
}

static inline void begin(struct decoder *d, enum sink_group kind)
{
	d->sink->begin(d->ctx, kind);
}

static inline void begin_call(struct decoder *d, const char *name)
{
	d->sink->call(d->ctx, name);
}

static inline void end(struct decoder *d)
{
	d->sink->end(d->ctx);
}

/* Behind a number: what it stands for; behind the result: a remark on it. */
static inline void put_about(struct decoder *d, const char *text)
{
	d->sink->about(d->ctx, text);
}

static inline void put_remark(struct decoder *d, const char *text)
{
	d->sink->remark(d->ctx, text);
}

static inline void field(struct decoder *d, const char *name)
{
	d->sink->field(d->ctx, name);
}

#define field_number(d, s, f) (field(d, #f), put_number(d, (int64_t)(s)->f))
#define field_unsigned(d, s, f) (field(d, #f), put_unsigned(d, (s)->f))
#define field_hex(d, s, f) (field(d, #f), put_hex(d, (s)->f))

/* --- names --- */
struct xlat {
	uint64_t value;
	const char *name;
};
#define X(name) { name, #name }

/*
 * Entries in the order of printing; a table ends with a NULL name. unknown ("F_???"): the kind of
 * value, told when nothing in it has a name; NULL: then it is a plain number.
 */
void put_flags(struct decoder *d, const struct xlat *table, uint64_t value, const char *unknown);
void put_value(struct decoder *d, const struct xlat *table, uint64_t value, const char *unknown);
/* The same for values that are usually written in another base than hexadecimal. */
void put_value_in(struct decoder *d, const struct xlat *table, uint64_t value, enum sink_base base,
		  const char *unknown);
/* The first part (O_ACCMODE's names) and flags behind it. */
void put_value_flags(struct decoder *d, const struct xlat *values, uint64_t mask,
		     const struct xlat *flags, uint64_t value);
const char *xlat_name(const struct xlat *table, uint64_t value);

/* Names with '|' between them, for values that are made of several parts. */
struct names {
	char s[1024];
	size_t n;
};

static inline void names_init(struct names *t)
{
	t->n = 0;
	t->s[0] = '\0'; /* the rest need not be cleared: this is done for most arguments */
}
void add_name(struct names *t, const char *name);
void add_number(struct names *t, uint64_t value); /* in hexadecimal */
/* Those of bits, what has none as one number; whether any bit has a name. */
bool add_flags(struct names *t, const struct xlat *table, uint64_t value);
/* The same; behind a number alone, of what kind it is. */
void add_named_flags(struct names *t, const struct xlat *table, uint64_t value,
		     const char *unknown);

/* For a remark: the names of value, its number, or both, as is wanted. */
void restyle_names(const struct decoder *d, struct names *t, uint64_t value);

/* --- reading --- */
/* An object of the guest's: true if it was read; otherwise its address was told. */
bool fetch(struct decoder *d, void *to, uaddr_t from, size_t size);
/* The same for what a call writes: an address, too, if the call failed. */
bool fetch_out(struct decoder *d, void *to, uaddr_t from, size_t size);
/*
 * n objects of the guest's, each read into elem and told by put; no more than the string limit
 * unless all is wanted. What cannot be read ends it, with its address.
 */
void put_array(struct decoder *d, uaddr_t at, uint64_t n, void *elem, size_t size,
	       void (*put)(struct decoder *d, const void *elem, void *ctx), void *ctx);
void put_array_up_to(struct decoder *d, uaddr_t at, uint64_t n, uint64_t max, void *elem,
		     size_t size, void (*put)(struct decoder *d, const void *elem, void *ctx),
		     void *ctx);
/*
 * Of a structure that grew: what stands in bytes [from, to) of it, if not only zeros, as a field
 * without a name.
 */
void put_rest(struct decoder *d, uaddr_t at, size_t from, uint64_t to);
bool has_rest(uaddr_t at, size_t from, uint64_t to);
/* What follows in an array cannot be read. */
void put_hole(struct decoder *d, uaddr_t at);
/* Without telling anything. */
bool read_guest(void *to, uaddr_t from, size_t size);
/* n bytes, each as \xNN; a limit of its own. */
void put_user_hexed(struct decoder *d, uaddr_t at, uint64_t n, size_t limit);
/* An object of the guest's, without a word. */
bool peek(void *to, uaddr_t from, size_t size);
void put_user_string(struct decoder *d, uaddr_t s, size_t limit);
/* A text of n bytes at most, or up to its NUL. */
void put_user_text(struct decoder *d, uaddr_t at, size_t n);
void put_user_bytes(struct decoder *d, uaddr_t at, uint64_t n);
/* The value of the next argument, from behind the one at hand, that is of a type. 0: none. */
uint64_t later_arg(const struct decoder *d, enum argtype type);
/* On the way out with an error. */
bool failed(const struct decoder *d);

/* "SIGTERM", "SIGRTMIN", "SIGRT_1", into buf if it must be; NULL: no signal. */
#define SIGNAL_TEXT 24
const char *signal_text(int sig, char buf[SIGNAL_TEXT]);

/* --- perf_event.c --- */
void note_perf_attr(struct decoder *d, uaddr_t at);

/* --- files.c --- */
/* The argument at hand is not shown: open's mode without O_CREAT. */
bool file_arg_is_absent(const struct decoder *d);

/* --- printers: one for each kind, and those that argtypes.def names --- */
print_fn print_INT, print_IN, print_OUT, print_INOUT, print_STR, print_ADDR;
print_fn print_dev, print_nothing;
#define ARGTYPE(name, ctype, kind, ...) __VA_OPT__(print_fn print_##__VA_ARGS__;)
#include "argtypes.def"
#undef ARGTYPE

#endif
