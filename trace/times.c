/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times in front of lines. A second's name is made once. */
#include "trace/times.h"

#include <time.h>

#define NSEC_PER_SEC 1000000000ull

/* .000123, or nothing without digits. */
static void put_fraction(struct text *line, uint64_t ns, unsigned digits)
{
	for (unsigned i = digits; i < 9; i++)
		ns /= 10;
	if (!digits)
		return;
	text_add(line, ".", 1);
	text_zeros(line, ns, digits);
}

int times_zone(__attribute__((unused)) void *ctx, int64_t second)
{
	time_t s = second;
	struct tm tm;

	return localtime_r(&s, &tm) ? (int)tm.tm_gmtoff : 0;
}

static void put_time_of_day(struct times *t, struct text *line, int64_t second)
{
	time_t s = second;
	struct tm tm;

	if (!t->in_words[0] || t->second != second) {
		t->second = second;
		if (!localtime_r(&s, &tm) || !strftime(t->in_words, sizeof(t->in_words), "%T", &tm))
			t->in_words[0] = '\0';
	}
	text_puts(line, t->in_words);
}

static void put_relative(struct times *t, const struct strace_options *o, struct text *line,
			 uint64_t now)
{
	uint64_t since = t->any && now > t->last ? now - t->last : 0;

	t->last = now;
	t->any = true;
	if (o->time != TIME_NONE)
		text_puts(line, "(+");
	text_right(line, since / NSEC_PER_SEC, 6);
	put_fraction(line, since % NSEC_PER_SEC, o->relative_digits);
	text_puts(line, o->time != TIME_NONE ? ") " : " ");
}

void times_put(struct times *t, const struct strace_options *o, struct text *line, uint64_t now,
	       int64_t wall_offset)
{
	uint64_t wall = now + (uint64_t)wall_offset;

	if (o->time == TIME_OF_DAY)
		put_time_of_day(t, line, (int64_t)(wall / NSEC_PER_SEC));
	else if (o->time == TIME_UNIX)
		text_number(line, wall / NSEC_PER_SEC, R3_UNSIGNED);
	if (o->time != TIME_NONE) {
		put_fraction(line, wall % NSEC_PER_SEC, o->time_digits);
		text_add(line, " ", 1);
	}
	if (o->relative)
		put_relative(t, o, line, now);
}

void times_put_spent(const struct strace_options *o, struct text *line, uint64_t ns)
{
	text_puts(line, " <");
	text_number(line, ns / NSEC_PER_SEC, R3_UNSIGNED);
	put_fraction(line, ns % NSEC_PER_SEC, o->spent_digits);
	text_puts(line, ">");
}
