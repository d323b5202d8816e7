/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From numbers to names: one of many, and sets of bits. */
#include "decode/internal.h"

#define TEXT 512

struct text {
	char s[TEXT];
	size_t n;
};

static void add(struct text *t, const char *s)
{
	size_t n = strlen(s);

	if (t->n + n + 2 > sizeof(t->s))
		return;
	if (t->n)
		t->s[t->n++] = '|';
	memcpy(t->s + t->n, s, n + 1);
	t->n += n;
}

static void add_flags(struct text *t, const struct xlat *x, uint64_t value)
{
	char rest[24];

	for (; x->name && value; x++)
		if (x->value && (value & x->value) == x->value) {
			add(t, x->name);
			value &= ~x->value;
		}
	if (!value)
		return;
	snprintf(rest, sizeof(rest), "0x%llx", (unsigned long long)value);
	add(t, rest);
}

const char *xlat_name(const struct xlat *x, uint64_t value)
{
	for (; x->name; x++)
		if (x->value == value)
			return x->name;
	return NULL;
}

void put_flags(struct decoder *d, const struct xlat *table, uint64_t value)
{
	const char *zero = xlat_name(table, 0);
	struct text t = { .n = 0 };

	if (!value && !zero) {
		d->sink->symbol(d->ctx, 0, SINK_HEX, "0");
		return;
	}
	if (!value)
		add(&t, zero);
	add_flags(&t, table, value);
	d->sink->symbol(d->ctx, value, SINK_HEX, t.s);
}

void put_value(struct decoder *d, const struct xlat *table, uint64_t value, const char *unknown)
{
	const char *name = xlat_name(table, value);

	if (name) {
		d->sink->symbol(d->ctx, value, SINK_HEX, name);
		return;
	}
	put_hex(d, value);
	d->sink->comment(d->ctx, unknown);
}

void put_value_flags(struct decoder *d, const struct xlat *values, uint64_t mask,
		     const struct xlat *flags, uint64_t value)
{
	const char *name = xlat_name(values, value & mask);
	struct text t = { .n = 0 };
	char number[24];

	if (name) {
		add(&t, name);
	} else {
		snprintf(number, sizeof(number), "0x%llx", (unsigned long long)(value & mask));
		add(&t, number);
	}
	add_flags(&t, flags, value & ~mask);
	d->sink->symbol(d->ctx, value, SINK_HEX, t.s);
}
