/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Clocks and times: each structure in a wide and a narrow form, read before or after the call. */
#include "decode/time.h"

#include "decode/files.h"
#include "decode/forms.h"
#include "decode/internal.h"
#include "uapi/errno.h"
#include "uapi/time.h"

static const struct xlat clocks[] = {
	X(CLOCK_REALTIME), X(CLOCK_MONOTONIC), X(CLOCK_PROCESS_CPUTIME_ID),
	X(CLOCK_THREAD_CPUTIME_ID), X(CLOCK_MONOTONIC_RAW), X(CLOCK_REALTIME_COARSE),
	X(CLOCK_MONOTONIC_COARSE), X(CLOCK_BOOTTIME), X(CLOCK_REALTIME_ALARM),
	X(CLOCK_BOOTTIME_ALARM), X(CLOCK_SGI_CYCLE), X(CLOCK_TAI), {}
};

void print_clockid(struct decoder *d, uint64_t v)
{
	put_value(d, clocks, (uint32_t)v, "CLOCK_???");
}

static const struct xlat timer_flags[] = { X(TIMER_ABSTIME), {} };

void print_timerflags(struct decoder *d, uint64_t v)
{
	put_flags(d, timer_flags, (uint32_t)v, "TIMER_???");
}

/* The fraction of a second is told without a sign, as wide as it is. */
void put_time(struct decoder *d, int64_t sec, const char *name, uint64_t fraction)
{
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, sec);
	field(d, name);
	put_unsigned(d, fraction);
	end(d);
}

/* n words of the guest's, each as wide as said; widened in place. */
static bool fetch_words(struct decoder *d, int64_t *to, uaddr_t from, unsigned n, bool wide, bool out)
{
	int32_t narrow[4];
	void *buf = wide ? (void *)to : narrow;
	size_t size = n * (wide ? sizeof(*to) : sizeof(*narrow));

	if (!(out ? fetch_out(d, buf, from, size) : fetch(d, buf, from, size)))
		return false;
	if (!wide)
		while (n--)
			to[n] = narrow[n];
	return true;
}

/* Of a narrow one, the fraction's upper half is no part. */
static uint64_t fraction_of(int64_t v, bool wide)
{
	return wide ? (uint64_t)v : (uint32_t)v;
}

static void put_user_time(struct decoder *d, uaddr_t v, const char *name, bool wide, bool out)
{
	int64_t t[2];

	if (fetch_words(d, t, v, 2, wide, out))
		put_time(d, t[0], name, fraction_of(t[1], wide));
}

void print_timespec(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_nsec", true, false);
}

void print_timespec32(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_nsec", false, false);
}

void print_timespec_out(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_nsec", true, true);
}

void print_timespec32_out(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_nsec", false, true);
}

void print_timeval(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_usec", true, false);
}

void print_timeval32(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_usec", false, false);
}

void print_timeval_out(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_usec", true, true);
}

void print_timeval32_out(struct decoder *d, uint64_t v)
{
	put_user_time(d, v, "tv_usec", false, true);
}

/* What is left of a sleep: written if a signal ended it, and its end was not a point in time. */
static bool is_time_left(const struct decoder *d)
{
	unsigned flags = d->arg - 2; /* of clock_nanosleep */

	if (d->result != -EINTR && d->result != -ERESTART_RESTARTBLOCK)
		return false;
	return d->sys->nargs < 4 || !(d->args[flags] & TIMER_ABSTIME);
}

void print_time_left(struct decoder *d, uint64_t v)
{
	if (is_time_left(d))
		print_timespec(d, v);
	else
		put_address(d, v);
}

void print_time_left32(struct decoder *d, uint64_t v)
{
	if (is_time_left(d))
		print_timespec32(d, v);
	else
		put_address(d, v);
}

/* --- two at a time: of a timer --- */

static void put_timer(struct decoder *d, uaddr_t v, const char *name, bool wide, bool out)
{
	int64_t t[4];

	if (!fetch_words(d, t, v, 4, wide, out))
		return;
	begin(d, SINK_STRUCT);
	field(d, "it_interval");
	put_time(d, t[0], name, fraction_of(t[1], wide));
	field(d, "it_value");
	put_time(d, t[2], name, fraction_of(t[3], wide));
	end(d);
}

void print_itimerval(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_usec", d->is_64bit, false);
}

void print_itimerval_out(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_usec", d->is_64bit, true);
}

void print_itimerspec(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_nsec", true, false);
}

void print_itimerspec_out(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_nsec", true, true);
}

void print_itimerspec32(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_nsec", false, false);
}

void print_itimerspec32_out(struct decoder *d, uint64_t v)
{
	put_timer(d, v, "tv_nsec", false, true);
}

static const struct xlat itimers[] = { X(ITIMER_REAL), X(ITIMER_VIRTUAL), X(ITIMER_PROF), {} };

void print_itimer(struct decoder *d, uint64_t v)
{
	put_value(d, itimers, (uint32_t)v, "ITIMER_???");
}

/* --- the older calls --- */

static void put_timezone(struct decoder *d, uaddr_t v, bool out)
{
	struct linux_timezone tz;

	if (!(out ? fetch_out(d, &tz, v, sizeof(tz)) : fetch(d, &tz, v, sizeof(tz))))
		return;
	begin(d, SINK_STRUCT);
	field(d, "tz_minuteswest");
	put_number(d, tz.minuteswest);
	field(d, "tz_dsttime");
	put_number(d, tz.dsttime);
	end(d);
}

void print_timezone(struct decoder *d, uint64_t v)
{
	put_timezone(d, v, false);
}

void print_timezone_out(struct decoder *d, uint64_t v)
{
	put_timezone(d, v, true);
}

static void put_seconds(struct decoder *d, uaddr_t v, bool out)
{
	int64_t sec;

	if (!fetch_words(d, &sec, v, 1, d->is_64bit, out))
		return;
	begin(d, SINK_ARRAY);
	put_number(d, sec);
	put_date(d, sec, 0, 0);
	end(d);
}

void print_time(struct decoder *d, uint64_t v)
{
	put_seconds(d, v, false);
}

void print_time_out(struct decoder *d, uint64_t v)
{
	put_seconds(d, v, true);
}

#define USER_HZ 100

static void put_ticks(struct decoder *d, uint64_t ticks)
{
	char text[40];

	put_unsigned(d, ticks);
	if (!ticks || d->constants == CONSTANTS_NUMBERED)
		return;
	snprintf(text, sizeof(text), "%llu.%02u s", (unsigned long long)(ticks / USER_HZ),
		 (unsigned)(ticks % USER_HZ));
	d->sink->comment(d->ctx, text);
}

void print_tms(struct decoder *d, uint64_t v)
{
	static const char *const names[] = { "tms_utime", "tms_stime", "tms_cutime", "tms_cstime" };
	int64_t t[4];
	unsigned i;

	if (!fetch_words(d, t, v, 4, d->is_64bit, true))
		return;
	begin(d, SINK_STRUCT);
	for (i = 0; i < 4; i++) {
		field(d, names[i]);
		put_ticks(d, (uint64_t)t[i]);
	}
	end(d);
}

/* Told as time() is, as if it were the answer. */
void args_stime(struct decoder *d)
{
	d->more_later = is_entering(d);
	if (!is_entering(d))
		put_arg_as(d, 0, print_time_out);
}

void result_time(struct decoder *d)
{
	char text[DATE_SIZE];

	result_number(d);
	if (format_date(d, text, d->result, 0, 0))
		put_remark(d, text);
}
