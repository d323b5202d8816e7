/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Options of sockets: names by level, values by option. */
#include "decode/bpf_filter.h"
#include "decode/errnames.h"
#include "decode/net.h"
#include "decode/xlat/sockopt.h"
#include "uaccess.h"
#include "uapi/socket.h"

#define SOL_IP 0
#define SOL_IPV6 41
#define SOL_RAW 255
#define SOL_PACKET 263
#define SOL_NETLINK 270

void print_sock_level(struct decoder *d, uint64_t v)
{
	put_value(d, socket_levels, (uint32_t)v, "SOL_??");
}

static const struct option_names *names_of(uint32_t level)
{
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(option_names); i++)
		if (option_names[i].level == level)
			return &option_names[i];
	return NULL;
}

/* special: names that hold for getting or for setting only. */
static void put_option(struct decoder *d, uint32_t v, bool sets)
{
	const struct option_names *o = names_of((uint32_t)d->args[1]);
	const struct xlat *special = !o ? NULL : sets ? o->set : o->get;

	if (!o)
		put_unsigned(d, v);
	else if (special && xlat_name(special, v))
		put_value(d, special, v, o->unknown);
	else
		put_value(d, o->both, v, o->unknown);
}

void print_sockopt_get(struct decoder *d, uint64_t v)
{
	put_option(d, (uint32_t)v, false);
}

void print_sockopt_set(struct decoder *d, uint64_t v)
{
	put_option(d, (uint32_t)v, true);
}

/* --- values --- */

/* A value at an address of len bytes; where and how long it is. */
struct optval {
	uaddr_t at;
	uint32_t len;
};

typedef void optval_fn(struct decoder *d, const struct optval *v);

static void put_int(struct decoder *d, const struct optval *v)
{
	int32_t n;

	if (v->len < sizeof(n)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, &n, v->at, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_number(d, n);
	end(d);
}

static void put_error(struct decoder *d, const struct optval *v)
{
	int32_t n;

	if (!fetch(d, &n, v->at, min(v->len, sizeof(n))))
		return;
	if (v->len < sizeof(n)) {
		put_hexed(d, &n, v->len);
		return;
	}
	begin(d, SINK_ARRAY);
	if (error_name(n))
		d->sink->symbol(d->ctx, (uint32_t)n, SINK_DECIMAL, error_name(n));
	else
		put_number(d, n);
	end(d);
}

struct member {
	const char *name;
	print_fn *print;
};

/* As much of a structure of ints as there is; a rest that is no whole int as bytes. */
static void put_ints(struct decoder *d, const struct optval *v, const struct member *members,
		     unsigned n, bool whole)
{
	uint8_t b[32];
	unsigned i, len = min(v->len, n * 4);

	if (whole && v->len < n * 4) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, b, v->at, len))
		return;
	begin(d, SINK_STRUCT);
	for (i = 0; i * 4 < len; i++) {
		field(d, members[i].name);
		if (len - i * 4 >= 4)
			members[i].print(d, u32_at(b + 4 * i));
		else
			put_hexed(d, b + 4 * i, len - i * 4);
	}
	end(d);
}

static const struct member linger[] = { { "l_onoff", print_int }, { "l_linger", print_int } };

static void put_linger(struct decoder *d, const struct optval *v)
{
	put_ints(d, v, linger, 2, true);
}

static void get_linger(struct decoder *d, const struct optval *v)
{
	put_ints(d, v, linger, 2, false);
}

static void get_peercred(struct decoder *d, const struct optval *v)
{
	static const struct member ucred[] = {
		{ "pid", print_task }, { "uid", print_int }, { "gid", print_int }
	};

	put_ints(d, v, ucred, 3, false);
}

static void get_packet_statistics(struct decoder *d, const struct optval *v)
{
	static const struct member statistics[] = {
		{ "packets", print_int }, { "drops", print_int }, { "freeze_q_cnt", print_int }
	};

	put_ints(d, v, statistics, 3, false);
}

static void put_txrehash(struct decoder *d, const struct optval *v)
{
	static const struct xlat names[] = { { UINT32_MAX, "SOCK_TXREHASH_DEFAULT" },
					     { 0, "SOCK_TXREHASH_DISABLED" },
					     { 1, "SOCK_TXREHASH_ENABLED" }, {} };
	uint32_t n;

	if (v->len < sizeof(n)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, &n, v->at, sizeof(n)))
		return;
	begin(d, SINK_ARRAY);
	put_value_in(d, names, n, SINK_UNSIGNED, "SOCK_TXREHASH_???");
	end(d);
}

static void put_filter(struct decoder *d, const struct optval *v)
{
	if (v->len == (d->is_64bit ? 16 : 8))
		put_sock_fprog(d, v->at, print_hex32);
	else
		put_address(d, v->at);
}

static void put_membership(struct decoder *d, const struct optval *v)
{
	uint8_t b[8];

	if (v->len < sizeof(b)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, b, v->at, sizeof(b)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "imr_multiaddr");
	put_ipv4(d, b);
	field(d, "imr_interface");
	put_ipv4(d, b + 4);
	end(d);
}

static void put_membership6(struct decoder *d, const struct optval *v)
{
	uint8_t b[20];

	if (v->len < sizeof(b)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, b, v->at, sizeof(b)))
		return;
	begin(d, SINK_STRUCT);
	put_ipv6(d, "ipv6mr_multiaddr", b);
	field(d, "ipv6mr_interface");
	put_ifindex(d, u32_at(b + 16));
	end(d);
}

static void put_group(struct decoder *d, const struct optval *v)
{
	unsigned address = d->is_64bit ? 8 : 4;
	uint8_t b[8 + 128];

	if (v->len < address + 128) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, b, v->at, address + 128))
		return;
	begin(d, SINK_STRUCT);
	field(d, "gr_interface");
	put_ifindex(d, u32_at(b));
	field(d, "gr_group");
	put_sockaddr(d, b + address, 128);
	end(d);
}

static void put_packet_membership(struct decoder *d, const struct optval *v)
{
	static const struct xlat types[] = {
		{ 0, "PACKET_MR_MULTICAST" }, { 1, "PACKET_MR_PROMISC" },
		{ 2, "PACKET_MR_ALLMULTI" }, { 3, "PACKET_MR_UNICAST" }, {}
	};
	uint8_t b[16];
	unsigned alen;

	if (v->len != sizeof(b)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, b, v->at, sizeof(b)))
		return;
	alen = u16_at(b + 6);
	begin(d, SINK_STRUCT);
	field(d, "mr_ifindex");
	put_ifindex(d, u32_at(b));
	field(d, "mr_type");
	put_value(d, types, u16_at(b + 4), "PACKET_MR_???");
	field(d, "mr_alen");
	put_unsigned(d, alen);
	field(d, "mr_address");
	put_mac(d, b + 8, min(alen, 8u));
	end(d);
}

static void put_packet_ring(struct decoder *d, const struct optval *v)
{
	static const struct member ring[] = {
		{ "tp_block_size", print_int }, { "tp_block_nr", print_int },
		{ "tp_frame_size", print_int }, { "tp_frame_nr", print_int },
		{ "tp_retire_blk_tov", print_int }, { "tp_sizeof_priv", print_int },
		{ "tp_feature_req_word", print_int }
	};

	if (v->len == 16 || v->len == 28)
		put_ints(d, v, ring, v->len / 4, true);
	else
		put_address(d, v->at);
}

/* The messages that are let through are those that are not in the set. */
static void put_icmp_filter(struct decoder *d, const struct optval *v)
{
	static const struct xlat types[] = {
		{ 0, "ICMP_ECHOREPLY" }, { 3, "ICMP_DEST_UNREACH" }, { 4, "ICMP_SOURCE_QUENCH" },
		{ 5, "ICMP_REDIRECT" }, { 8, "ICMP_ECHO" }, { 11, "ICMP_TIME_EXCEEDED" },
		{ 12, "ICMP_PARAMETERPROB" }, { 13, "ICMP_TIMESTAMP" },
		{ 14, "ICMP_TIMESTAMPREPLY" }, { 15, "ICMP_INFO_REQUEST" },
		{ 16, "ICMP_INFO_REPLY" }, { 17, "ICMP_ADDRESS" }, { 18, "ICMP_ADDRESSREPLY" }, {}
	};
	uint32_t set;
	bool inverted;
	unsigned i;

	if (v->len < sizeof(set)) {
		put_address(d, v->at);
		return;
	}
	if (!fetch(d, &set, v->at, sizeof(set)))
		return;
	inverted = __builtin_popcount(set) > 16;
	begin(d, inverted ? SINK_NOT_SET : SINK_SET);
	for (i = 0; i < 32; i++)
		if ((set >> i & 1) != inverted)
			put_value(d, types, i, "ICMP_???");
	end(d);
}

static const struct {
	uint32_t level, option;
	optval_fn *get, *set; /* NULL: as any other */
} optvals[] = {
	{ SOL_SOCKET, SO_ERROR, put_error, NULL },
	{ SOL_SOCKET, SO_LINGER, get_linger, put_linger },
	{ SOL_SOCKET, SO_PEERCRED, get_peercred, NULL },
	{ SOL_SOCKET, SO_TXREHASH, put_txrehash, put_txrehash },
	{ SOL_SOCKET, SO_ATTACH_FILTER, NULL, put_filter },
	{ SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, NULL, put_filter },
	{ SOL_IP, 35, NULL, put_membership },
	{ SOL_IP, 36, NULL, put_membership },
	{ SOL_IP, 42, NULL, put_group },
	{ SOL_IP, 45, NULL, put_group },
	{ SOL_IPV6, 20, NULL, put_membership6 },
	{ SOL_IPV6, 21, NULL, put_membership6 },
	{ SOL_IPV6, 27, NULL, put_membership6 },
	{ SOL_IPV6, 28, NULL, put_membership6 },
	{ SOL_IPV6, 42, NULL, put_group },
	{ SOL_IPV6, 45, NULL, put_group },
	{ SOL_RAW, 1, put_icmp_filter, put_icmp_filter },
	{ SOL_PACKET, 1, NULL, put_packet_membership },
	{ SOL_PACKET, 2, NULL, put_packet_membership },
	{ SOL_PACKET, 5, NULL, put_packet_ring },
	{ SOL_PACKET, 6, get_packet_statistics, NULL },
	{ SOL_PACKET, 13, NULL, put_packet_ring },
};

static bool is_int(uint32_t level, uint32_t option)
{
	if (level == SOL_SOCKET && option < 128)
		return socket_int_options[option / 64] >> option % 64 & 1;
	return level == SOL_NETLINK;
}

static void put_optval(struct decoder *d, const struct optval *v, bool sets)
{
	uint32_t level = (uint32_t)d->args[1], option = (uint32_t)d->args[2];
	optval_fn *put;
	unsigned i;

	for (i = 0; i < ARRAY_SIZE(optvals); i++) {
		put = sets ? optvals[i].set : optvals[i].get;
		if (put && optvals[i].level == level && optvals[i].option == option) {
			put(d, v);
			return;
		}
	}
	if (v->len == sizeof(int32_t) || (sets && is_int(level, option)))
		put_int(d, v);
	else
		put_user_bytes(d, v->at, v->len);
}

/* What is set; a length below zero says nothing. */
void print_optval_in(struct decoder *d, uint64_t v)
{
	struct optval val = { v, (uint32_t)d->args[d->arg + 1] };

	if (!v || (int32_t)val.len < 0)
		put_address(d, v);
	else
		put_optval(d, &val, true);
}

/* What is told: as long as the kernel says. */
void print_optval_out(struct decoder *d, uint64_t v)
{
	struct optval val = { v, 0 };
	uint32_t room;

	if (failed(d) || !noted_socklen(d, &room) ||
	    copy_from_user(&val.len, d->args[d->arg + 1], sizeof(val.len)) ||
	    (int32_t)val.len <= 0)
		put_address(d, v);
	else
		put_optval(d, &val, false);
}

void print_optlen_inout(struct decoder *d, uint64_t v)
{
	put_socklen(d, v);
}
