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
