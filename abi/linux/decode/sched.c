/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who runs when, and where. */
#include "uapi/sched.h"

#include "decode/forms.h"
#include "decode/internal.h"
#include "uapi/errno.h"

static const struct xlat policies[] = {
	{ 0, "SCHED_OTHER" }, X(SCHED_FIFO), X(SCHED_RR), X(SCHED_BATCH), { 4, "SCHED_ISO" },
	X(SCHED_IDLE), X(SCHED_DEADLINE), {}
};

void print_sched_policy(struct decoder *d, uint64_t v)
{
	put_value(d, policies, (uint32_t)v, "SCHED_???");
}

void result_sched_policy(struct decoder *d)
{
	const char *name = xlat_name(policies, (uint64_t)d->result);

	result_number(d);
	if (name)
		put_remark(d, name);
}

static void put_priority(struct decoder *d, const int *priority)
{
	begin(d, SINK_ARRAY);
	put_number(d, *priority);
	end(d);
}

void print_sched_param(struct decoder *d, uint64_t v)
{
	int priority;

	if (fetch(d, &priority, v, sizeof(priority)))
		put_priority(d, &priority);
}

void print_sched_param_out(struct decoder *d, uint64_t v)
{
	int priority;

	if (fetch_out(d, &priority, v, sizeof(priority)))
		put_priority(d, &priority);
}

/* --- sched_attr, which grows --- */

#define SIZE_WITH_UTIL 56

static const struct xlat attr_flags[] = {
	{ 0x01, "SCHED_FLAG_RESET_ON_FORK" }, { 0x02, "SCHED_FLAG_RECLAIM" },
	{ 0x04, "SCHED_FLAG_DL_OVERRUN" }, { 0x08, "SCHED_FLAG_KEEP_POLICY" },
	{ 0x10, "SCHED_FLAG_KEEP_PARAMS" }, { 0x20, "SCHED_FLAG_UTIL_CLAMP_MIN" },
	{ 0x40, "SCHED_FLAG_UTIL_CLAMP_MAX" }, {}
};

static void put_attr_params(struct decoder *d, const struct linux_sched_attr *a)
{
	field(d, "sched_nice");
	put_number(d, a->nice);
	field(d, "sched_priority");
	put_unsigned(d, a->priority);
	field(d, "sched_runtime");
	put_unsigned(d, a->runtime);
	field(d, "sched_deadline");
	put_unsigned(d, a->deadline);
	field(d, "sched_period");
	put_unsigned(d, a->period);
}

/* size: of what the guest has, whatever the structure says. */
static void put_attr(struct decoder *d, const struct linux_sched_attr *a, uint32_t size, bool all)
{
	begin(d, SINK_STRUCT);
	field_unsigned(d, a, size);
	if (all || !(a->flags & (SCHED_FLAG_KEEP_POLICY | SCHED_FLAG_KEEP_PARAMS))) {
		field(d, "sched_policy");
		put_value(d, policies, a->policy, "SCHED_???");
	}
	field(d, "sched_flags");
	put_flags(d, attr_flags, a->flags, "SCHED_FLAG_???");
	if (all || !(a->flags & SCHED_FLAG_KEEP_PARAMS))
		put_attr_params(d, a);
	if (size >= SIZE_WITH_UTIL) {
		field(d, "sched_util_min");
		put_unsigned(d, a->util_min);
		field(d, "sched_util_max");
		put_unsigned(d, a->util_max);
	}
	if (!all && size > sizeof(*a))
		put_more(d);
	end(d);
}

static void put_size(struct decoder *d, uint32_t size)
{
	begin(d, SINK_STRUCT);
	field(d, "size");
	put_unsigned(d, size);
	end(d);
}

void print_sched_attr_out(struct decoder *d, uint64_t v)
{
	struct linux_sched_attr a = { 0 };
	uint32_t size = (uint32_t)later_arg(d, ARG_uint_t);

	if (!size)
		put_address(d, v);
	else if (!fetch_out(d, &a, v, min((size_t)size, sizeof(a))))
		return;
	else if (a.size < SCHED_ATTR_SIZE_VER0)
		put_size(d, a.size);
	else
		put_attr(d, &a, a.size, true);
}

/* A size that the kernel does not take is answered with its own. */
void args_sched_setattr(struct decoder *d)
{
	struct linux_sched_attr a = { 0 };
	uint32_t size;

	if (!is_entering(d)) {
		if (d->result == -E2BIG && read_guest(&size, d->args[1], sizeof(size))) {
			d->sink->becomes(d->ctx);
			put_size(d, size);
		}
		put_arg_defined(d, 2);
		return;
	}
	put_arg_defined(d, 0);
	put_arg(d, "uattr");
	if (!fetch(d, &size, d->args[1], sizeof(size)))
		return;
	if (size && size < SCHED_ATTR_SIZE_VER0)
		put_size(d, size);
	else if (fetch(d, &a, d->args[1],
		       min(size ? size : (size_t)SCHED_ATTR_SIZE_VER0, sizeof(a))))
		put_attr(d, &a, size, false);
}

/* --- processors --- */

#define MAX_MASK 128 /* strace's, too, where there are not more processors */

/* Bits by their numbers. */
static void put_cpus(struct decoder *d, uaddr_t v, uint64_t size)
{
	uint64_t n = min(size, (uint64_t)MAX_MASK), i;
	uint8_t bytes[MAX_MASK];

	if (!v || d->opaque || !read_guest(bytes, v, n)) {
		put_address(d, v);
		return;
	}
	begin(d, SINK_SET);
	for (i = 0; i < n * 8; i++)
		if (bytes[i / 8] >> i % 8 & 1)
			put_unsigned(d, i);
	if (size > n)
		put_more(d);
	end(d);
}

void print_cpumask(struct decoder *d, uint64_t v)
{
	put_cpus(d, v, (uint32_t)d->args[1]);
}

/* The result is the size. */
void print_cpumask_out(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_cpus(d, v, (uint64_t)d->result);
}

/* --- priorities --- */

static const struct xlat prio_whiches[] = { X(PRIO_PROCESS), X(PRIO_PGRP), X(PRIO_USER), {} };

void print_prio_which(struct decoder *d, uint64_t v)
{
	put_value(d, prio_whiches, (uint32_t)v, "PRIO_???");
}

static const struct xlat ioprio_whos[] = {
	X(IOPRIO_WHO_PROCESS), X(IOPRIO_WHO_PGRP), X(IOPRIO_WHO_USER), {}
};
static const struct xlat ioprio_classes[] = {
	X(IOPRIO_CLASS_NONE), X(IOPRIO_CLASS_RT), X(IOPRIO_CLASS_BE), X(IOPRIO_CLASS_IDLE), {}
};

void print_ioprio_which(struct decoder *d, uint64_t v)
{
	put_value(d, ioprio_whos, (uint32_t)v, "IOPRIO_WHO_???");
}

/* Behind either of them. */
void print_who(struct decoder *d, uint64_t v)
{
	bool io = d->sys->args[d->arg - 1].type == ARG_ioprio_which_t;
	uint32_t which = (uint32_t)d->args[d->arg - 1];

	if (which == (io ? IOPRIO_WHO_PROCESS : PRIO_PROCESS))
		print_task(d, v);
	else
		put_number(d, (int32_t)v);
}

#define IOPRIO_DATA_MASK ((1u << IOPRIO_CLASS_SHIFT) - 1)

/* "IOPRIO_PRIO_VALUE(IOPRIO_CLASS_BE, 4)" */
static void format_ioprio(const struct decoder *d, char *text, size_t size, uint32_t v)
{
	uint32_t class = v >> IOPRIO_CLASS_SHIFT;
	const char *name = xlat_name(ioprio_classes, class);
	struct names t = { .n = 0 };
	char number[40];

	snprintf(number, sizeof(number), "%#x /* IOPRIO_CLASS_??? */", class);
	add_name(&t, name ? name : number);
	if (name)
		restyle_names(d, &t, class);
	snprintf(text, size, "IOPRIO_PRIO_VALUE(%.200s, %u)", t.s, v & IOPRIO_DATA_MASK);
}

void print_ioprio(struct decoder *d, uint64_t v)
{
	uint32_t class = (uint32_t)v >> IOPRIO_CLASS_SHIFT;
	char text[256];

	if (xlat_name(ioprio_classes, class) || d->constants != CONSTANTS_NAMED) {
		format_ioprio(d, text, sizeof(text), (uint32_t)v);
		d->sink->symbol(d->ctx, (uint64_t)(int32_t)v, SINK_DECIMAL, text);
		return;
	}
	d->sink->call(d->ctx, "IOPRIO_PRIO_VALUE");
	put_value(d, ioprio_classes, class, "IOPRIO_CLASS_???");
	put_unsigned(d, v & IOPRIO_DATA_MASK);
	end(d);
}

void result_ioprio(struct decoder *d)
{
	char text[256];

	result_number(d);
	if (d->constants == CONSTANTS_NUMBERED)
		return;
	format_ioprio(d, text, sizeof(text), (uint32_t)d->result);
	put_remark(d, text);
}
