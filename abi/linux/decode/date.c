/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Times of the clock as dates, for people: "2023-11-14T22:13:20.000000001+0000". */
#include "decode/files.h"

struct date {
	int64_t year;
	unsigned month, day; /* from 1 */
};

/*
 * Days since 1970-01-01 to a date: years begin in March, so that the leap day is the last of its
 * year, and 400 of them are 146097 days.
 */
static struct date date_of(int64_t days)
{
	int64_t since = days + 719468; /* 0000-03-01 */
	int64_t era = (since >= 0 ? since : since - 146096) / 146097;
	unsigned doe = (unsigned)(since - era * 146097);
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	unsigned mp = (5 * doy + 2) / 153; /* from March */
	unsigned month = mp < 10 ? mp + 3 : mp - 9;

	return (struct date){ yoe + era * 400 + (month <= 2), month, doy - (153 * mp + 2) / 5 + 1 };
}

bool format_date(const struct decoder *d, char text[DATE_SIZE], int64_t sec, uint64_t fraction,
		 unsigned digits)
{
	int ahead = d->zone ? d->zone(d->zone_ctx, sec) : 0;
	unsigned minutes = (unsigned)(ahead < 0 ? -ahead : ahead) / 60;
	uint64_t second = digits == 9 ? 1000000000 : 1000000;
	int64_t days, left;
	char frac[24] = "";
	struct date date;

	if ((!sec && !fraction) || fraction >= second || __builtin_add_overflow(sec, ahead, &sec))
		return false;
	days = sec / 86400;
	left = sec % 86400;
	if (left < 0) {
		left += 86400;
		days--;
	}
	date = date_of(days);
	if (date.year > INT32_MAX || date.year < INT32_MIN)
		return false;
	if (fraction)
		snprintf(frac, sizeof(frac), ".%0*llu", (int)digits, (unsigned long long)fraction);
	snprintf(text, DATE_SIZE, "%lld-%02u-%02uT%02u:%02u:%02u%s%c%02u%02u", (long long)date.year,
		 date.month, date.day, (unsigned)left / 3600, (unsigned)left / 60 % 60,
		 (unsigned)left % 60, frac, ahead < 0 ? '-' : '+', minutes / 60, minutes % 60);
	return true;
}

void put_date(struct decoder *d, int64_t sec, uint64_t fraction, unsigned digits)
{
	char text[DATE_SIZE];

	if (format_date(d, text, sec, fraction, digits))
		d->sink->comment(d->ctx, text);
}
