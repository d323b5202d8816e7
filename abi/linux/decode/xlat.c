/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From numbers to names: one of many, and sets of bits. */
#include "decode/internal.h"

void add_name(struct names *t, const char *s)
{
	size_t n = strlen(s);

	if (t->n + n + 2 > sizeof(t->s))
		return;
	if (t->n)
		t->s[t->n++] = '|';
	memcpy(t->s + t->n, s, n + 1);
	t->n += n;
}

void add_number(struct names *t, uint64_t value)
{
	char number[24], *p = number + sizeof(number);
	bool zero = !value;

	*--p = '\0';
	do
		*--p = "0123456789abcdef"[value & 15];
	while (value >>= 4);
	if (!zero) {
		*--p = 'x';
		*--p = '0';
	}
	add_name(t, p);
}

bool add_flags(struct names *t, const struct xlat *x, uint64_t value)
{
	bool any = false;

	for (; x->name && value; x++)
		if (x->value && (value & x->value) == x->value) {
			add_name(t, x->name);
			value &= ~x->value;
			any = true;
		}
	if (value)
		add_number(t, value);
	return any;
}

void add_named_flags(struct names *t, const struct xlat *table, uint64_t value, const char *unknown)
{
	if (value && !add_flags(t, table, value) && t->n + strlen(unknown) + 8 < sizeof(t->s))
		t->n += (size_t)snprintf(t->s + t->n, sizeof(t->s) - t->n, " /* %s */", unknown);
}

const char *xlat_name(const struct xlat *x, uint64_t value)
{
	for (; x->name; x++)
		if (x->value == value)
			return x->name;
	return NULL;
}

/* A value without a name is told by the name of its kind, which has a '?' in it. */
static void put_unknown(struct decoder *d, uint64_t value, const char *unknown)
{
	if (unknown)
		d->sink->symbol(d->ctx, value, SINK_HEX, unknown);
	else
		put_hex(d, value);
}

/* The name that is all there is to tell of the value, as of most: it need not be put together. */
static const char *only_name(const struct xlat *x, uint64_t value)
{
	for (; x->name; x++)
		if (x->value && (value & x->value) == x->value)
			return x->value == value ? x->name : NULL;
	return NULL;
}

void put_flags(struct decoder *d, const struct xlat *table, uint64_t value, const char *unknown)
{
	const char *only = value ? only_name(table, value) : xlat_name(table, 0);
	struct names t;

	names_init(&t);
	if (only) {
		d->sink->symbol(d->ctx, value, SINK_HEX, only);
	} else if (!value) {
		put_hex(d, 0);
	} else if (!add_flags(&t, table, value)) {
		put_unknown(d, value, unknown);
	} else {
		d->sink->symbol(d->ctx, value, SINK_HEX, t.s);
	}
}

void put_value_in(struct decoder *d, const struct xlat *table, uint64_t value, enum sink_base base,
		  const char *unknown)
{
	const char *name = xlat_name(table, value);

	if (!name)
		name = unknown;
	if (name)
		d->sink->symbol(d->ctx, value, base, name);
	else
		d->sink->number(d->ctx, value, base);
}

void put_value(struct decoder *d, const struct xlat *table, uint64_t value, const char *unknown)
{
	put_value_in(d, table, value, SINK_HEX, unknown);
}

void put_value_flags(struct decoder *d, const struct xlat *values, uint64_t mask,
		     const struct xlat *flags, uint64_t value)
{
	const char *name = xlat_name(values, value & mask);
	struct names t;

	if (name && !(value & ~mask)) {
		d->sink->symbol(d->ctx, value, SINK_HEX, name);
		return;
	}
	names_init(&t);
	if (name)
		add_name(&t, name);
	else
		add_number(&t, value & mask);
	add_flags(&t, flags, value & ~mask);
	d->sink->symbol(d->ctx, value, SINK_HEX, t.s);
}

void restyle_names(const struct decoder *d, struct names *t, uint64_t value)
{
	struct names was = *t;

	if (d->constants == CONSTANTS_NAMED)
		return;
	names_init(t);
	add_number(t, value);
	if (d->constants == CONSTANTS_BOTH && t->n + was.n + sizeof(" /*  */") <= sizeof(t->s))
		t->n += (size_t)snprintf(t->s + t->n, sizeof(t->s) - t->n, " /* %s */", was.s);
}
