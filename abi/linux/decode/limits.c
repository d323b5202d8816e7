/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Limits of resources. */
#include "decode/internal.h"
#include "kernel/signal.h"
#include "uapi/resource.h"

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

static void put_limit(struct decoder *d, const char *name, uint64_t v, bool wide)
{
	char text[32];

	field(d, name);
	if (v == (wide ? RLIM_INFINITY : UINT32_MAX)) {
		d->sink->symbol(d->ctx, v, SINK_UNSIGNED, wide ? "RLIM64_INFINITY" : "RLIM_INFINITY");
	} else if (v > 1024 && v % 1024 == 0) {
		snprintf(text, sizeof(text), "%llu*1024", (unsigned long long)v / 1024);
		d->sink->symbol(d->ctx, v, SINK_UNSIGNED, text);
	} else {
		put_unsigned(d, v);
	}
}

static void put_rlimit(struct decoder *d, uaddr_t v, bool wide, bool out)
{
	struct rlimit64 r;
	uint32_t narrow[2];
	void *buf = wide ? (void *)&r : narrow;
	size_t size = wide ? sizeof(r) : sizeof(narrow);

	if (!(out ? fetch_out(d, buf, v, size) : fetch(d, buf, v, size)))
		return;
	if (!wide)
		r = (struct rlimit64){ narrow[0], narrow[1] };
	begin(d, SINK_STRUCT);
	put_limit(d, "rlim_cur", r.cur, wide);
	put_limit(d, "rlim_max", r.max, wide);
	end(d);
}

void print_rlimit(struct decoder *d, uint64_t v)
{
	put_rlimit(d, v, d->is_64bit, false);
}

void print_rlimit_out(struct decoder *d, uint64_t v)
{
	put_rlimit(d, v, d->is_64bit, true);
}

void print_rlimit64(struct decoder *d, uint64_t v)
{
	put_rlimit(d, v, true, false);
}

void print_rlimit64_out(struct decoder *d, uint64_t v)
{
	put_rlimit(d, v, true, true);
}
