/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times that files are given. */
#include "decode/files.h"
#include "uapi/time.h"

#define UTIME_NOW 0x3fffffff
#define UTIME_OMIT 0x3ffffffe

static const struct xlat utime_values[] = { X(UTIME_NOW), X(UTIME_OMIT), {} };

struct pair_form {
	bool narrow;
	const char *fraction; /* name of the field */
	unsigned digits;
	bool has_names; /* UTIME_NOW */
};

static void put_time(struct decoder *d, const struct pair_form *f, int64_t sec, int64_t fraction)
{
	const char *name = f->has_names ? xlat_name(utime_values, (uint64_t)fraction) : NULL;

	if (name) {
		d->sink->symbol(d->ctx, (uint64_t)fraction, SINK_DECIMAL, name);
		return;
	}
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, sec);
	field(d, f->fraction);
	put_unsigned(d, f->narrow ? (uint32_t)fraction : (uint64_t)fraction);
	end(d);
	put_date(d, sec, (uint64_t)fraction, f->digits);
}

static void put_pair(struct decoder *d, uaddr_t v, const struct pair_form *f)
{
	int32_t narrow[4];
	int64_t wide[4];
	unsigned i;

	if (!fetch(d, f->narrow ? (void *)narrow : wide, v, f->narrow ? sizeof(narrow) : sizeof(wide)))
		return;
	for (i = 0; f->narrow && i < 4; i++)
		wide[i] = narrow[i];
	begin(d, SINK_ARRAY);
	put_time(d, f, wide[0], wide[1]);
	put_time(d, f, wide[2], wide[3]);
	end(d);
}

void print_timespec_pair(struct decoder *d, uint64_t v)
{
	put_pair(d, v, &(struct pair_form){ false, "tv_nsec", 9, true });
}

void print_timespec32_pair(struct decoder *d, uint64_t v)
{
	put_pair(d, v, &(struct pair_form){ true, "tv_nsec", 9, true });
}

void print_timeval_pair(struct decoder *d, uint64_t v)
{
	put_pair(d, v, &(struct pair_form){ false, "tv_usec", 6, false });
}

void print_timeval32_pair(struct decoder *d, uint64_t v)
{
	put_pair(d, v, &(struct pair_form){ true, "tv_usec", 6, false });
}

void print_utimbuf(struct decoder *d, uint64_t v)
{
	int32_t narrow[2];
	int64_t t[2];

	if (d->is_64bit ? !fetch(d, t, v, sizeof(t)) : !fetch(d, narrow, v, sizeof(narrow)))
		return;
	if (!d->is_64bit) {
		t[0] = narrow[0];
		t[1] = narrow[1];
	}
	begin(d, SINK_STRUCT);
	field(d, "actime");
	put_number(d, t[0]);
	put_date(d, t[0], 0, 0);
	field(d, "modtime");
	put_number(d, t[1]);
	put_date(d, t[1], 0, 0);
	end(d);
}
