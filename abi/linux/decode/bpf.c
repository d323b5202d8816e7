/* SPDX-License-Identifier: GPL-2.0-or-later */
/* bpf: a command, and by it what the union is that its attributes are in. */
#include "decode/bpf_filter.h"
#include "decode/forms.h"
#include "decode/xlat/bpf.h"

#define MAX_ATTR 4096

#define COMMAND_INFO 15
#define COMMAND_QUERY 16
#define COMMAND_TASK_FD 20
#define MAP_FLAG_NUMA_NODE 4
#define LINK_FLAG_REPLACE 4

/* --- values --- */

#define VALUE_PRINTER(name, table, unknown)                          \
	static void print_##name(struct decoder *d, uint64_t v)      \
	{                                                            \
		put_value(d, table, v, unknown);                     \
	}
#define FLAGS_PRINTER(name, table, unknown)                          \
	static void print_##name(struct decoder *d, uint64_t v)      \
	{                                                            \
		put_flags(d, table, v, unknown);                     \
	}

VALUE_PRINTER(map_type, bpf_map_types, "BPF_MAP_TYPE_???")
VALUE_PRINTER(prog_type, bpf_prog_types, "BPF_PROG_TYPE_???")
VALUE_PRINTER(attach_type, bpf_attach_types, "BPF_???")
VALUE_PRINTER(fd_type, bpf_fd_types, "BPF_FD_TYPE_???")
VALUE_PRINTER(update_flags, bpf_update_flags, "BPF_???")
FLAGS_PRINTER(map_flags, bpf_map_flags, "BPF_F_???")
FLAGS_PRINTER(prog_flags, bpf_prog_flags, "BPF_F_???")
FLAGS_PRINTER(file_flags, bpf_file_flags, "BPF_F_???")
FLAGS_PRINTER(attach_flags, bpf_attach_flags, "BPF_F_???")
FLAGS_PRINTER(query_flags, bpf_query_flags, "BPF_F_QUERY_???")
FLAGS_PRINTER(test_flags, bpf_test_flags, "BPF_F_???")
FLAGS_PRINTER(element_flags, bpf_element_flags, "BPF_???")

static void print_numa_node(struct decoder *d, uint64_t v)
{
	put_unsigned(d, v);
	if (v == UINT32_MAX && d->constants != CONSTANTS_NUMBERED)
		d->sink->comment(d->ctx, "NUMA_NO_NODE");
}

static void print_map_extra(struct decoder *d, uint64_t v)
{
	if (v == UINT64_MAX)
		d->sink->symbol(d->ctx, v, SINK_UNSIGNED, "UINT64_MAX");
	else
		put_unsigned(d, v);
}

static void print_version(struct decoder *d, uint64_t v)
{
	char text[48];

	snprintf(text, sizeof(text), "KERNEL_VERSION(%u, %u, %u)", (unsigned)v >> 16,
		 (unsigned)v >> 8 & 0xff, (unsigned)v & 0xff);
	d->sink->symbol(d->ctx, v, SINK_HEX, text);
}

/* --- values that need others of the union, which stands in d->scratch --- */

static uint32_t attr_u32(const struct decoder *d, unsigned at)
{
	uint32_t v;

	memcpy(&v, (const uint8_t *)d->scratch + at, sizeof(v));
	return v;
}

static void print_instructions(struct decoder *d, uint64_t v)
{
	if (d->whole)
		put_bpf_instructions(d, v, attr_u32(d, 4));
	else
		put_address(d, v);
}

static void put_text_of(struct decoder *d, uaddr_t at, uint64_t room)
{
	if (room)
		put_user_string(d, at, min(room, (uint64_t)d->string_limit));
	else
		put_user_bytes(d, at, 0);
}

static void print_log(struct decoder *d, uint64_t v)
{
	put_text_of(d, v, attr_u32(d, 28));
}

static void print_name(struct decoder *d, uint64_t v)
{
	put_text_of(d, v, attr_u32(d, 12));
}

static void print_btf(struct decoder *d, uint64_t v)
{
	put_user_bytes(d, v, attr_u32(d, 16));
}

/* A length that the kernel answers: see note_length(). */
static void print_noted(struct decoder *d, uint64_t v)
{
	if (d->note[0] == v) {
		put_unsigned(d, v);
		return;
	}
	begin(d, SINK_FIELD_CHANGE);
	put_unsigned(d, d->note[0]);
	d->sink->becomes(d->ctx);
	put_unsigned(d, v);
	end(d);
}

static void put_id(struct decoder *d, const void *elem, __unused void *ctx)
{
	put_unsigned(d, *(const uint32_t *)elem);
}

static void print_ids(struct decoder *d, uint64_t v)
{
	uint32_t n = attr_u32(d, 24), id;

	if (failed(d) && n)
		put_address(d, v);
	else
		put_array(d, v, n, &id, sizeof(id), put_id, NULL);
}

/* --- the union --- */

struct attr_field {
	const char *name;
	uint8_t at, from, size; /* told if the guest's union is larger than from */
	print_fn *print;	/* NULL: a name of 16 bytes */
};

struct attr_form {
	const struct attr_field *fields;
	uint8_t size;
	const char *group; /* the member of the union, if it has a name */
};

#include "decode/bpf_attr.def"

static bool is_shown(const struct decoder *d, const struct attr_field *f, uint64_t size)
{
	if (f->from && size <= f->from)
		return false;
	if (f->print == print_numa_node)
		return attr_u32(d, 16) & MAP_FLAG_NUMA_NODE;
	if (!strcmp(f->name, "old_prog_fd"))
		return attr_u32(d, 8) & LINK_FLAG_REPLACE;
	return true;
}

static void put_field(struct decoder *d, const struct attr_field *f)
{
	const uint8_t *at = (const uint8_t *)d->scratch + f->at;
	uint64_t v = 0;
	size_t n;

	field(d, f->name);
	if (f->print) {
		memcpy(&v, at, f->size);
		f->print(d, v);
	} else {
		n = strnlen((const char *)at, f->size);
		d->sink->string(d->ctx, at, n < f->size ? n : n - 1, n < f->size ? 0 : SINK_CUT);
	}
}

/* What stands behind the members that are known, if it is not zero. */
static void put_extra(struct decoder *d, unsigned from, uint64_t size)
{
	const uint8_t *bytes = d->scratch;
	char text[40];
	uint64_t i;

	for (i = from; i < size && !bytes[i]; i++)
		;
	if (i >= size)
		return;
	if (!d->whole) {
		put_more(d);
		return;
	}
	field(d, "extra_data");
	d->sink->string(d->ctx, bytes + from, size - from, SINK_BYTES | SINK_HEXED);
	snprintf(text, sizeof(text), "bytes %u..%llu", from, (unsigned long long)size - 1);
	d->sink->comment(d->ctx, text);
}

static void put_attr(struct decoder *d, const struct attr_form *form, uint64_t size)
{
	const struct attr_field *f;

	begin(d, SINK_STRUCT);
	if (form->group) {
		field(d, form->group);
		begin(d, SINK_STRUCT);
	}
	for (f = form->fields; f->name; f++)
		if (is_shown(d, f, size))
			put_field(d, f);
	if (form->group)
		end(d);
	put_extra(d, form->size, size);
	end(d);
}

static const struct attr_form *form_of(uint32_t command)
{
	return command < ARRAY_SIZE(attr_forms) ? &attr_forms[command] : NULL;
}

static void print_attr(struct decoder *d, uint64_t v)
{
	const struct attr_form *form = form_of((uint32_t)d->args[0]);
	uint64_t size = (uint32_t)d->args[2];
	uint64_t bytes[MAX_ATTR / 8];

	if (!form || !size || size > MAX_ATTR) {
		put_address(d, v);
		return;
	}
	memset(bytes, 0, 128); /* as far as members are */
	if (!fetch(d, bytes, v, size))
		return;
	d->scratch = bytes;
	put_attr(d, form, size);
	d->scratch = NULL;
}

/* Where the length is that the kernel may answer; 0: it answers none that is told. */
static unsigned length_at(uint32_t command)
{
	switch (command) {
	case COMMAND_INFO:
		return 4;
	case COMMAND_QUERY:
		return 24;
	case COMMAND_TASK_FD:
		return 12;
	default:
		return 0;
	}
}

static void note_length(struct decoder *d)
{
	unsigned at = length_at((uint32_t)d->args[0]);
	uint32_t length = 0;

	if ((uint32_t)d->args[2] >= at + sizeof(length))
		(void)!peek(&length, d->args[1] + at, sizeof(length));
	d->note[0] = length;
}

void args_bpf(struct decoder *d)
{
	bool late = length_at((uint32_t)d->args[0]);

	if (is_entering(d)) {
		put_arg(d, d->sys->args[0].name);
		put_value(d, bpf_commands, (uint32_t)d->args[0], "BPF_???");
		note_length(d);
		d->more_later = late;
	}
	if (is_entering(d) != late) {
		put_arg_as(d, 1, print_attr);
		put_arg_as(d, 2, print_u32);
	}
}

/* Those that make something return a descriptor of it. */
void result_bpf(struct decoder *d)
{
	static const uint64_t makers = 1ull << 0 | 1ull << 5 | 1ull << 7 | 1ull << 13 | 1ull << 14 |
				       1ull << 17 | 1ull << 18 | 1ull << 19 | 1ull << 28 | 1ull << 30;
	uint32_t command = (uint32_t)d->args[0];

	if (command < 64 && makers >> command & 1)
		result_fd(d);
	else
		result_number(d);
}
