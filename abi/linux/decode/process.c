/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes, their limits, time and signals. */
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/random.h"
#include "uapi/time.h"
#include "uapi/wait.h"

static const struct xlat resources[] = {
	X(RLIMIT_CPU), X(RLIMIT_FSIZE), X(RLIMIT_DATA), X(RLIMIT_STACK), X(RLIMIT_CORE),
	X(RLIMIT_RSS), X(RLIMIT_NPROC), X(RLIMIT_NOFILE), X(RLIMIT_MEMLOCK), X(RLIMIT_AS),
	X(RLIMIT_LOCKS), X(RLIMIT_SIGPENDING), X(RLIMIT_MSGQUEUE), X(RLIMIT_NICE),
	X(RLIMIT_RTPRIO), X(RLIMIT_RTTIME), {}
};

void print_resource(struct decoder *d, uint64_t v)
{
	put_value(d, resources, (uint32_t)v, "RLIMIT_???");
}

static void put_limit(struct decoder *d, uint64_t v)
{
	char text[32];

	if (v == RLIM_INFINITY) {
		d->sink->symbol(d->ctx, v, SINK_UNSIGNED, "RLIM64_INFINITY");
	} else if (v > 1024 && v % 1024 == 0) {
		snprintf(text, sizeof(text), "%llu*1024", (unsigned long long)v / 1024);
		d->sink->symbol(d->ctx, v, SINK_UNSIGNED, text);
	} else {
		put_unsigned(d, v);
	}
}

void print_rlimit64(struct decoder *d, uint64_t v)
{
	struct rlimit64 r;

	if (!fetch_out(d, &r, v, sizeof(r)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "rlim_cur");
	put_limit(d, r.cur);
	field(d, "rlim_max");
	put_limit(d, r.max);
	end(d);
}

static const struct xlat arch_prctls[] = { { 0x1001, "ARCH_SET_GS" },	  { 0x1002, "ARCH_SET_FS" },
					   { 0x1003, "ARCH_GET_FS" },	  { 0x1004, "ARCH_GET_GS" },
					   { 0x1011, "ARCH_GET_CPUID" }, { 0x1012, "ARCH_SET_CPUID" },
					   {} };

void print_arch_prctl_op(struct decoder *d, uint64_t v)
{
	put_value(d, arch_prctls, (uint32_t)v, "ARCH_???");
}

static const struct xlat getrandom_flags[] = {
	X(GRND_NONBLOCK), X(GRND_RANDOM), X(GRND_INSECURE), {}
};

void print_grndflags(struct decoder *d, uint64_t v)
{
	put_flags(d, getrandom_flags, (uint32_t)v, "GRND_???");
}

static const struct xlat splice_flags[] = { { 1, "SPLICE_F_MOVE" }, { 2, "SPLICE_F_NONBLOCK" },
					    { 4, "SPLICE_F_MORE" }, { 8, "SPLICE_F_GIFT" }, {} };

void print_spliceflags(struct decoder *d, uint64_t v)
{
	put_flags(d, splice_flags, (uint32_t)v, "SPLICE_F_???");
}

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

/* The fraction of a second is told without a sign, as wide as it is. */
static void put_time(struct decoder *d, int64_t sec, const char *name, uint64_t fraction)
{
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, sec);
	field(d, name);
	put_unsigned(d, fraction);
	end(d);
}

static void put_wide_time(struct decoder *d, uint64_t v, const char *name)
{
	int64_t t[2];

	if (fetch_out(d, t, v, sizeof(t)))
		put_time(d, t[0], name, (uint64_t)t[1]);
}

static void put_narrow_time(struct decoder *d, uint64_t v, const char *name)
{
	int32_t t[2];

	if (fetch_out(d, t, v, sizeof(t)))
		put_time(d, t[0], name, (uint32_t)t[1]);
}

void print_timespec(struct decoder *d, uint64_t v)
{
	put_wide_time(d, v, "tv_nsec");
}

void print_timespec32(struct decoder *d, uint64_t v)
{
	put_narrow_time(d, v, "tv_nsec");
}

void print_timeval(struct decoder *d, uint64_t v)
{
	put_wide_time(d, v, "tv_usec");
}

void print_timeval32(struct decoder *d, uint64_t v)
{
	put_narrow_time(d, v, "tv_usec");
}
