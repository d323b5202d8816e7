/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Handles of files. */
#include "decode/files.h"
#include "decode/forms.h"
#include "uapi/errno.h"

#define MAX_HANDLE_SZ 128

struct handle_head {
	uint32_t handle_bytes;
	int32_t handle_type;
};

static void put_type_and_bytes(struct decoder *d, const struct handle_head *h, uaddr_t v)
{
	field_number(d, h, handle_type);
	field(d, "f_handle");
	put_user_hexed(d, v + sizeof(*h), h->handle_bytes, MAX_HANDLE_SZ);
}

void print_handle_in(struct decoder *d, uint64_t v)
{
	struct handle_head h;

	if (!fetch(d, &h, v, sizeof(h)))
		return;
	begin(d, SINK_STRUCT);
	field_unsigned(d, &h, handle_bytes);
	put_type_and_bytes(d, &h, v);
	end(d);
}

/* The size that was asked for was noted on the way in; what the call says of it is told behind. */
static void put_handle_result(struct decoder *d, uaddr_t v)
{
	bool told = !failed(d) || d->result == -EOVERFLOW;
	struct handle_head h;
	uint32_t asked = (uint32_t)*d->note;

	if (!fetch(d, &h, v, sizeof(h)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "handle_bytes");
	if (told && h.handle_bytes != asked) {
		begin(d, SINK_FIELD_CHANGE);
		put_unsigned(d, asked);
		d->sink->becomes(d->ctx);
		put_unsigned(d, h.handle_bytes);
		end(d);
	} else {
		put_unsigned(d, asked);
	}
	if (!failed(d))
		put_type_and_bytes(d, &h, v);
	end(d);
}

void args_name_to_handle_at(struct decoder *d)
{
	struct handle_head h = { 0 };

	if (is_entering(d)) {
		put_args_defined(d, 0, 2);
		if (!peek(&h, d->args[2], sizeof(h)))
			h.handle_bytes = 0;
		*d->note = h.handle_bytes;
		return;
	}
	put_arg_as(d, 2, put_handle_result);
	put_arg_as(d, 3, peek(&h, d->args[2], sizeof(h)) ? print_int_out : print_ADDR);
	put_arg_defined(d, 4);
}
