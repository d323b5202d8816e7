/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segment descriptors. */
#include "uapi/ldt.h"

#include "decode/forms.h"
#include "decode/internal.h"

static void field_padded_hex(struct decoder *d, const char *name, uint32_t v)
{
	char text[16];

	field(d, name);
	snprintf(text, sizeof(text), "%#08x", v);
	put_bytes_as(d, &v, sizeof(v), text);
}

static void put_desc(struct decoder *d, const struct linux_user_desc *u)
{
	begin(d, SINK_STRUCT);
	field(d, "entry_number");
	put_number(d, (int32_t)u->entry_number);
	field_padded_hex(d, "base_addr", u->base_addr);
	field_padded_hex(d, "limit", u->limit);
	field_unsigned(d, u, seg_32bit);
	field_unsigned(d, u, contents);
	field_unsigned(d, u, read_exec_only);
	field_unsigned(d, u, limit_in_pages);
	field_unsigned(d, u, seg_not_present);
	field_unsigned(d, u, useable);
	if (d->is_64bit)
		field_unsigned(d, u, lm);
	end(d);
}

void print_user_desc(struct decoder *d, uint64_t v)
{
	struct linux_user_desc u;

	if (fetch(d, &u, v, sizeof(u)))
		put_desc(d, &u);
}

/* get_thread_area: which one is asked for, even if there is no answer. */
void print_user_desc_out(struct decoder *d, uint64_t v)
{
	struct linux_user_desc u;

	if (!fetch(d, &u, v, sizeof(u)))
		return;
	if (!failed(d)) {
		put_desc(d, &u);
		return;
	}
	begin(d, SINK_STRUCT);
	field(d, "entry_number");
	put_number(d, (int32_t)u.entry_number);
	put_more(d);
	end(d);
}

/* The kernel chooses if asked for entry -1. */
void result_set_thread_area(struct decoder *d)
{
	struct linux_user_desc u;
	char text[40];

	result_number(d);
	if (!read_guest(&u, d->args[0], sizeof(u)))
		return;
	snprintf(text, sizeof(text), "entry_number=%d", (int32_t)u.entry_number);
	put_remark(d, text);
}

static bool writes(uint32_t func)
{
	return func == 1 || func == 0x11;
}

void args_modify_ldt(struct decoder *d)
{
	bool desc = writes((uint32_t)d->args[0]) && d->args[2] == sizeof(struct linux_user_desc);

	if (!is_entering(d))
		return;
	put_arg_defined(d, 0);
	put_arg_as(d, 1, desc ? print_user_desc : print_ADDR);
	put_arg_defined(d, 2);
}
