/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of ioctl commands that are numbers, or point to one. */
#include "decode/ioctl.h"

void ioctl_hex(struct decoder *d, uint64_t v)
{
	put_hex(d, v);
}

void ioctl_value(struct decoder *d, uint64_t v)
{
	put_number(d, (int32_t)v);
}

void ioctl_address(struct decoder *d, uint64_t v)
{
	put_address(d, v);
}

void ioctl_fd(struct decoder *d, uint64_t v)
{
	put_fd(d, (int32_t)v);
}

void ioctl_str(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, d->string_limit);
}

/* The number that v points to, in brackets. */
#define POINTED(name, type, put)                          \
	void ioctl_##name(struct decoder *d, uint64_t v)  \
	{                                                 \
		type n;                                   \
                                                          \
		if (!fetch_out(d, &n, v, sizeof(n)))      \
			return;                           \
		begin(d, SINK_ARRAY);                     \
		put(d, n);                                \
		end(d);                                   \
	}

POINTED(int, int32_t, put_number)
POINTED(uint, uint32_t, put_unsigned)
POINTED(hexint, uint32_t, put_hex)
POINTED(u16, uint16_t, put_unsigned)
POINTED(u64, uint64_t, put_unsigned)
POINTED(hex64, uint64_t, put_hex)
POINTED(long64, int64_t, put_number)

void ioctl_long(struct decoder *d, uint64_t v)
{
	if (d->is_64bit)
		ioctl_long64(d, v);
	else
		ioctl_int(d, v);
}

void ioctl_ulong(struct decoder *d, uint64_t v)
{
	if (d->is_64bit)
		ioctl_u64(d, v);
	else
		ioctl_uint(d, v);
}

void ioctl_two_u64(struct decoder *d, uint64_t v)
{
	uint64_t n[2];

	if (!fetch_out(d, n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_unsigned(d, n[0]);
	put_unsigned(d, n[1]);
	end(d);
}

void ioctl_two_uint(struct decoder *d, uint64_t v)
{
	uint32_t n[2];

	if (!fetch_out(d, n, v, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_unsigned(d, n[0]);
	put_unsigned(d, n[1]);
	end(d);
}

#define IFNAMSIZ 16

void ioctl_ifname(struct decoder *d, uint64_t v)
{
	put_user_string(d, v, min(d->string_limit, (unsigned)IFNAMSIZ));
}

/* One character, as a string. */
void ioctl_char(struct decoder *d, uint64_t v)
{
	put_user_bytes(d, v, 1);
}

#define MAX_LABEL 255 /* whatever the limit of strings */

void ioctl_label(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_string(d, v, MAX_LABEL);
}

void ioctl_entropy(struct decoder *d, uint64_t v)
{
	int head[2];

	if (!fetch(d, head, v, sizeof(head)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "entropy_count");
	put_number(d, head[0]);
	field(d, "buf_size");
	put_number(d, head[1]);
	field(d, "buf");
	put_user_bytes(d, v + sizeof(head), (uint32_t)head[1]);
	end(d);
}

void ioctl_perf_flags(struct decoder *d, uint64_t v)
{
	static const struct xlat flags[] = { { 1, "PERF_IOC_FLAG_GROUP" }, {} };

	put_flags(d, flags, (uint32_t)v, "PERF_IOC_FLAG_???");
}

void ioctl_input_id(struct decoder *d, uint64_t v)
{
	uint16_t id[4];

	if (!fetch_out(d, id, v, sizeof(id)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "bustype");
	put_unsigned(d, id[0]);
	field(d, "vendor");
	put_unsigned(d, id[1]);
	field(d, "product");
	put_unsigned(d, id[2]);
	field(d, "version");
	put_unsigned(d, id[3]);
	end(d);
}
