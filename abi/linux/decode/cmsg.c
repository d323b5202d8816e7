/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Control messages: descriptors and credentials, times, what IP says of a datagram. */
#include "decode/cmsg.h"

#include "decode/net.h"
#include "decode/xlat/sockopt.h"
#include "kernel/slab.h"
#include "uapi/socket.h"

#define MAX_CONTROL 65536u

/* Data behind a header. */
struct data {
	const uint8_t *b;
	unsigned len;
};

typedef void data_fn(struct decoder *d, const struct data *data);

static void put_rights(struct decoder *d, const struct data *data)
{
	unsigned i;

	begin(d, SINK_ARRAY);
	for (i = 0; i + 4 <= data->len; i += 4)
		print_fd(d, u32_at(data->b + i));
	end(d);
}

static void put_credentials(struct decoder *d, const struct data *data)
{
	begin(d, SINK_STRUCT);
	field(d, "pid");
	print_task(d, u32_at(data->b));
	field(d, "uid");
	print_id(d, u32_at(data->b + 4));
	field(d, "gid");
	print_id(d, u32_at(data->b + 8));
	end(d);
}

static void put_text(struct decoder *d, const struct data *data)
{
	d->sink->string(d->ctx, data->b, data->len, SINK_BYTES);
}

static void put_byte_array(struct decoder *d, const struct data *data)
{
	unsigned i;

	begin(d, SINK_ARRAY);
	for (i = 0; i < data->len; i++)
		put_hex(d, data->b[i]);
	end(d);
}

static void put_int(struct decoder *d, const struct data *data)
{
	begin(d, SINK_ARRAY);
	put_number(d, (int32_t)u32_at(data->b));
	end(d);
}

static void put_uint(struct decoder *d, const struct data *data)
{
	begin(d, SINK_ARRAY);
	put_unsigned(d, u32_at(data->b));
	end(d);
}

/* --- times: longs, or 64 bits in both ABIs --- */

static void put_time(struct decoder *d, const uint8_t *b, bool wide, const char *fraction)
{
	begin(d, SINK_STRUCT);
	field(d, "tv_sec");
	put_number(d, wide ? (int64_t)u64_at(b) : (int32_t)u32_at(b));
	field(d, fraction);
	put_number(d, wide ? (int64_t)u64_at(b + 8) : (int32_t)u32_at(b + 4));
	end(d);
}

static void put_times(struct decoder *d, const struct data *data, bool wide, unsigned n,
		      const char *fraction)
{
	unsigned size = wide ? 16 : 8, i;

	if (data->len < n * size) {
		put_bytes_as(d, data->b, data->len, "???");
		return;
	}
	if (n > 1)
		begin(d, SINK_ARRAY);
	for (i = 0; i < n; i++)
		put_time(d, data->b + i * size, wide, fraction);
	if (n > 1)
		end(d);
}

static void put_timestamp_old(struct decoder *d, const struct data *data)
{
	put_times(d, data, d->is_64bit, 1, "tv_usec");
}

static void put_timestampns_old(struct decoder *d, const struct data *data)
{
	put_times(d, data, d->is_64bit, 1, "tv_nsec");
}

static void put_timestamping_old(struct decoder *d, const struct data *data)
{
	put_times(d, data, d->is_64bit, 3, "tv_nsec");
}

static void put_timestamp_new(struct decoder *d, const struct data *data)
{
	put_times(d, data, true, 1, "tv_usec");
}

static void put_timestampns_new(struct decoder *d, const struct data *data)
{
	put_times(d, data, true, 1, "tv_nsec");
}

static void put_timestamping_new(struct decoder *d, const struct data *data)
{
	put_times(d, data, true, 3, "tv_nsec");
}

/* --- of IP --- */

static void put_pktinfo(struct decoder *d, const struct data *data)
{
	begin(d, SINK_STRUCT);
	field(d, "ipi_ifindex");
	put_ifindex(d, u32_at(data->b));
	field(d, "ipi_spec_dst");
	put_ipv4(d, data->b + 4);
	field(d, "ipi_addr");
	put_ipv4(d, data->b + 8);
	end(d);
}

static void put_recverr(struct decoder *d, const struct data *data)
{
	const uint8_t *b = data->b;

	begin(d, SINK_STRUCT);
	field(d, "ee_errno");
	put_unsigned(d, u32_at(b));
	field(d, "ee_origin");
	put_unsigned(d, b[4]);
	field(d, "ee_type");
	put_unsigned(d, b[5]);
	field(d, "ee_code");
	put_unsigned(d, b[6]);
	field(d, "ee_info");
	put_unsigned(d, u32_at(b + 8));
	field(d, "ee_data");
	put_unsigned(d, u32_at(b + 12));
	field(d, "offender");
	put_sockaddr(d, b + 16, 16);
	end(d);
}

static void put_address_of(struct decoder *d, const struct data *data)
{
	put_sockaddr(d, data->b, data->len);
}

/* Less data than least: none are told. */
static const struct kind {
	uint32_t type;
	const char *name;
	unsigned least;
	data_fn *put;
} of_socket[] = {
	{ SCM_RIGHTS, "SCM_RIGHTS", 4, put_rights },
	{ SCM_CREDENTIALS, "SCM_CREDENTIALS", 12, put_credentials },
	{ SCM_SECURITY, "SCM_SECURITY", 1, put_text },
	{ SO_TIMESTAMP_OLD, "SO_TIMESTAMP_OLD", 1, put_timestamp_old },
	{ SO_TIMESTAMPNS_OLD, "SO_TIMESTAMPNS_OLD", 1, put_timestampns_old },
	{ SO_TIMESTAMPING_OLD, "SO_TIMESTAMPING_OLD", 1, put_timestamping_old },
	{ SO_TIMESTAMP_NEW, "SO_TIMESTAMP_NEW", 1, put_timestamp_new },
	{ SO_TIMESTAMPNS_NEW, "SO_TIMESTAMPNS_NEW", 1, put_timestampns_new },
	{ SO_TIMESTAMPING_NEW, "SO_TIMESTAMPING_NEW", 1, put_timestamping_new },
	{}
}, of_ip[] = {
	{ 1, "IP_TOS", 1, put_byte_array },
	{ 2, "IP_TTL", 4, put_int },
	{ 6, "IP_RECVOPTS", 1, put_byte_array },
	{ 7, "IP_RETOPTS", 1, put_byte_array },
	{ 8, "IP_PKTINFO", 12, put_pktinfo },
	{ 11, "IP_RECVERR", 32, put_recverr },
	{ 20, "IP_ORIGDSTADDR", 16, put_address_of },
	{ 23, "IP_CHECKSUM", 4, put_uint },
	{}
};

static const struct kind *kinds_of(uint32_t level)
{
	return level == SOL_SOCKET ? of_socket : level == 0 ? of_ip : NULL;
}

static const struct kind *find_kind(const struct kind *k, uint32_t type)
{
	for (; k && k->name; k++)
		if (k->type == type)
			return k;
	return NULL;
}

static void put_type(struct decoder *d, uint32_t level, uint32_t type, const struct kind *k)
{
	if (k)
		d->sink->symbol(d->ctx, type, SINK_HEX, k->name);
	else if (kinds_of(level))
		d->sink->symbol(d->ctx, type, SINK_HEX, level ? "SCM_???" : "IP_???");
	else
		put_hex(d, type);
}

struct header {
	uint64_t len;
	uint32_t level, type;
};

static void put_cmsg(struct decoder *d, const struct header *h, const struct data *data)
{
	const struct kind *k = find_kind(kinds_of(h->level), h->type);

	begin(d, SINK_STRUCT);
	field(d, "cmsg_len");
	put_unsigned(d, h->len);
	field(d, "cmsg_level");
	put_value(d, socket_levels, h->level, "SOL_???");
	field(d, "cmsg_type");
	put_type(d, h->level, h->type, k);
	if (k && data->len >= k->least) {
		field(d, "cmsg_data");
		k->put(d, data);
	}
	end(d);
}

/* What is too little for a message is told by its address. */
static void put_cut_off(struct decoder *d, uaddr_t at)
{
	char text[24];

	put_more(d);
	snprintf(text, sizeof(text), "%#llx", (unsigned long long)at);
	d->sink->comment(d->ctx, text);
}

/* One after the other; one that is shorter than its header is the last. */
static void put_messages(struct decoder *d, uaddr_t at, const uint8_t *b, unsigned len)
{
	unsigned align = d->is_64bit ? 8 : 4, header = align + 8, pos = 0, size;

	begin(d, SINK_ARRAY);
	while (len - pos >= header) {
		const uint8_t *c = b + pos;
		struct header h = { d->is_64bit ? u64_at(c) : u32_at(c), u32_at(c + align),
				    u32_at(c + align + 4) };

		size = (unsigned)min(h.len, (uint64_t)(len - pos));
		put_cmsg(d, &h, &(struct data){ c + header, size > header ? size - header : 0 });
		pos += min((max(size, header) + align - 1) & ~(align - 1), len - pos);
		if (h.len < header)
			break;
	}
	if (pos < len)
		put_cut_off(d, at + pos);
	end(d);
}

void put_control(struct decoder *d, uaddr_t at, uint64_t len)
{
	uint8_t *b = len >= (d->is_64bit ? 16 : 12) && len <= MAX_CONTROL ? kmalloc(len) : NULL;

	if (!b)
		put_address(d, at);
	else if (fetch(d, b, at, len))
		put_messages(d, at, b, (unsigned)len);
	kfree(b);
}
