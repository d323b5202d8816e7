/* SPDX-License-Identifier: GPL-2.0-or-later */
/* perf_event_open: what is to be counted, in a structure that grows. */
#include "decode/forms.h"
#include "decode/xlat/perf_event.h"
#include "uapi/errno.h"

struct perf_attr {
	uint32_t type, size;
	uint64_t config, sample_period, sample_type, read_format, bits;
	uint32_t wakeup, bp_type;
	uint64_t config1, config2, branch_sample_type, sample_regs_user;
	uint32_t sample_stack_user;
	int32_t clockid;
	uint64_t sample_regs_intr;
	uint32_t aux_watermark;
	uint16_t sample_max_stack, reserved_2;
	uint32_t aux_sample_size, reserved_3;
	uint64_t sig_data;
};
_Static_assert(sizeof(struct perf_attr) == 128, "perf_event_attr");

#define SIZE_VER0 64

#define BIT_FREQ 10
#define BIT_WATERMARK 14
#define BIT_PRECISE_IP 15 /* two bits */
#define BIT_USE_CLOCKID 25
#define BIT_RESERVED 38
#define SAMPLE_BRANCH_STACK (1u << 11)
#define SAMPLE_STACK_USER (1u << 13)

static bool has_bit(const struct perf_attr *a, unsigned bit)
{
	return a->bits >> bit & 1;
}

/* --- what is counted --- */

static void add_value(struct names *t, const struct xlat *table, unsigned v, const char *unknown,
		      const char *shift)
{
	const char *name = xlat_name(table, v);
	char text[80];

	if (name)
		snprintf(text, sizeof(text), "%s%s", name, shift);
	else
		snprintf(text, sizeof(text), "%#x /* %s */%s", v, unknown, shift);
	add_name(t, text);
}

static void add_shifted(struct names *t, uint32_t v, unsigned shift)
{
	char text[24];

	if (!v)
		return;
	snprintf(text, sizeof(text), "%#x<<%u", v, shift);
	add_name(t, text);
}

static void put_event(struct decoder *d, const struct perf_attr *a)
{
	uint32_t low = (uint32_t)a->config;
	struct names t;

	names_init(&t);
	add_shifted(&t, a->config >> 32, 32);
	if (a->type == HARDWARE) {
		add_value(&t, perf_hardware, low, "PERF_COUNT_HW_???", "");
	} else {
		add_shifted(&t, low >> 24, 24);
		add_value(&t, perf_cache_results, low >> 16 & 0xff,
			  "PERF_COUNT_HW_CACHE_RESULT_???", "<<16");
		add_value(&t, perf_cache_ops, low >> 8 & 0xff, "PERF_COUNT_HW_CACHE_OP_???", "<<8");
		add_value(&t, perf_caches, low & 0xff, "PERF_COUNT_HW_CACHE_???", "");
	}
	d->sink->symbol(d->ctx, a->config, SINK_HEX, t.s);
}

static void put_config(struct decoder *d, const struct perf_attr *a)
{
	field(d, "config");
	if (a->type == HARDWARE && !(a->config >> 32))
		put_value(d, perf_hardware, a->config, "PERF_COUNT_HW_???");
	else if (a->type == HARDWARE || a->type == HW_CACHE)
		put_event(d, a);
	else if (a->type == SOFTWARE)
		put_value(d, perf_software, a->config, "PERF_COUNT_SW_???");
	else if (a->type == TRACEPOINT)
		put_unsigned(d, a->config);
	else
		put_hex(d, a->config);
}

/* --- single bits --- */

/* Those that are not set are told only if all is wanted. */
static void put_bits(struct decoder *d, const struct perf_attr *a, const char *const *names,
		     unsigned n, unsigned first)
{
	unsigned i;

	for (i = 0; i < n; i++)
		if (d->whole || has_bit(a, first + i)) {
			field(d, names[i]);
			put_unsigned(d, has_bit(a, first + i));
		}
}

static void put_all_bits(struct decoder *d, const struct perf_attr *a)
{
	static const char *const skids[] = {
		"arbitrary skid", "constant skid", "requested to have 0 skid", "must have 0 skid"
	};
	unsigned precise = a->bits >> BIT_PRECISE_IP & 3;

	put_bits(d, a, perf_bits, ARRAY_SIZE(perf_bits), 0);
	field(d, "precise_ip");
	put_unsigned(d, precise);
	d->sink->comment(d->ctx, skids[precise]);
	put_bits(d, a, perf_upper_bits, ARRAY_SIZE(perf_upper_bits), BIT_PRECISE_IP + 2);
	if (a->bits >> BIT_RESERVED) {
		field(d, "__reserved_1");
		put_hex(d, a->bits >> BIT_RESERVED);
		d->sink->comment(d->ctx, "Bits 63..38");
	}
}

/* --- the rest, as far as the structure reaches --- */

static void put_breakpoint(struct decoder *d, const struct perf_attr *a)
{
	field(d, "bp_type");
	if (a->bp_type > 4 && a->bp_type < 8) {
		put_hex(d, a->bp_type);
		d->sink->comment(d->ctx, "HW_BREAKPOINT_INVALID");
	} else {
		put_value(d, perf_breakpoints, a->bp_type, "HW_BREAKPOINT_???");
	}
	field(d, "bp_addr");
	put_hex(d, a->config1);
	field(d, "bp_len");
	put_unsigned(d, a->config2);
}

#define HAS(n, f) ((n) > offsetof(struct perf_attr, f))

/* What should be zero. */
static void put_reserved(struct decoder *d, unsigned from, unsigned to, uint32_t v)
{
	char text[40];

	if (!v)
		return;
	snprintf(text, sizeof(text), "bytes %u..%u: %#x", from, to, v);
	d->sink->comment(d->ctx, text);
}

static void put_samples(struct decoder *d, const struct perf_attr *a, uint64_t n)
{
	if (HAS(n, branch_sample_type) && a->sample_type & SAMPLE_BRANCH_STACK) {
		field(d, "branch_sample_type");
		put_flags(d, perf_branch_samples, a->branch_sample_type, "PERF_SAMPLE_BRANCH_???");
	}
	if (HAS(n, sample_regs_user))
		field_hex(d, a, sample_regs_user);
	if (HAS(n, sample_stack_user) && a->sample_type & SAMPLE_STACK_USER)
		field_hex(d, a, sample_stack_user);
	if (HAS(n, clockid) && has_bit(a, BIT_USE_CLOCKID)) {
		field(d, "clockid");
		print_clockid(d, (uint32_t)a->clockid);
	}
	if (HAS(n, sample_regs_intr))
		field_hex(d, a, sample_regs_intr);
	if (HAS(n, aux_watermark))
		field_unsigned(d, a, aux_watermark);
	if (HAS(n, sample_max_stack))
		field_unsigned(d, a, sample_max_stack);
	if (HAS(n, reserved_2))
		put_reserved(d, 110, 111, a->reserved_2);
	if (HAS(n, aux_sample_size))
		field_unsigned(d, a, aux_sample_size);
	if (HAS(n, reserved_3))
		put_reserved(d, 116, 119, a->reserved_3);
	if (HAS(n, sig_data))
		field_hex(d, a, sig_data);
}

/* Too large a size is answered with the kernel's own. */
static void put_size(struct decoder *d, uint32_t before, uint32_t now)
{
	field(d, "size");
	if (d->result == -E2BIG) {
		begin(d, SINK_FIELD_CHANGE);
		put_value(d, perf_attr_sizes, before, "PERF_ATTR_SIZE_???");
		d->sink->becomes(d->ctx);
	}
	put_value(d, perf_attr_sizes, now, "PERF_ATTR_SIZE_???");
	if (d->result == -E2BIG)
		end(d);
}

static void put_perf_attr(struct decoder *d, const struct perf_attr *a, uint32_t before, uint64_t n)
{
	begin(d, SINK_STRUCT);
	field(d, "type");
	put_value(d, perf_types, a->type, "PERF_TYPE_???");
	put_size(d, before, a->size);
	put_config(d, a);
	field(d, has_bit(a, BIT_FREQ) ? "sample_freq" : "sample_period");
	put_unsigned(d, a->sample_period);
	field(d, "sample_type");
	put_flags(d, perf_samples, a->sample_type, "PERF_SAMPLE_???");
	field(d, "read_format");
	put_flags(d, perf_formats, a->read_format, "PERF_FORMAT_???");
	put_all_bits(d, a);
	if (d->whole) {
		field(d, has_bit(a, BIT_WATERMARK) ? "wakeup_watermark" : "wakeup_events");
		put_unsigned(d, a->wakeup);
		if (a->type == BREAKPOINT) {
			put_breakpoint(d, a);
		} else {
			field_hex(d, a, config1);
			if (HAS(n, config2))
				field_hex(d, a, config2);
		}
		put_samples(d, a, n);
	}
	if (!d->whole || n > sizeof(*a))
		put_more(d);
	end(d);
}

void note_perf_attr(struct decoder *d, uaddr_t at)
{
	uint32_t head[2];

	d->note[0] = peek(head, at, sizeof(head)) ? head[1] : 0;
}

void print_perf_attr(struct decoder *d, uint64_t v)
{
	struct perf_attr a = { 0 };
	uint32_t size = (uint32_t)d->note[0], n = size ? size : SIZE_VER0;

	if (n < SIZE_VER0)
		put_address(d, v);
	else if (fetch(d, &a, v, min((size_t)n, sizeof(a))))
		put_perf_attr(d, &a, size, n);
}

void print_perf_flags(struct decoder *d, uint64_t v)
{
	put_flags(d, perf_flags, v, "PERF_FLAG_???");
}
