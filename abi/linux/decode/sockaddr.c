/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of sockets: the families that programs meet; sockaddr_rare.c has the others. */
#include "decode/net.h"
#include "decode/xlat/ethernet.h"
#include "decode/xlat/socket.h"
#include "uaccess.h"

#define MAX_SOCKADDR 128
#define UNIX_PATH 108

void put_family(struct decoder *d, uint32_t family)
{
	put_value(d, address_families, family, "AF_???");
}

static bool put_unix(struct decoder *d, const uint8_t *b, unsigned len)
{
	const char *path = (const char *)b + 2;
	unsigned n = min(len - 2, (unsigned)UNIX_PATH);

	field(d, "sun_path");
	if (*path)
		d->sink->string(d->ctx, path, strnlen(path, n), 0);
	else
		d->sink->string(d->ctx, path + 1, n - 1, SINK_ABSTRACT | SINK_BYTES);
	return true;
}

static bool put_inet(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 16)
		return false;
	field(d, "sin_port");
	put_htons(d, b + 2);
	field(d, "sin_addr");
	put_ipv4(d, b + 4);
	return true;
}

/* The scope of an address that is local to a link is an interface. */
static bool is_link_local(const uint8_t b[16])
{
	return (b[0] == 0xfe && (b[1] & 0xc0) == 0x80) || (b[0] == 0xff && (b[1] & 0xf) == 2);
}

static bool put_inet6(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 24)
		return false;
	field(d, "sin6_port");
	put_htons(d, b + 2);
	field(d, "sin6_flowinfo");
	put_htonl(d, b + 4);
	put_ipv6(d, "sin6_addr", b + 8);
	if (len == 24)
		return true;
	field(d, "sin6_scope_id");
	if (is_link_local(b + 8))
		put_ifindex(d, u32_at(b + 24));
	else
		put_unsigned(d, u32_at(b + 24));
	return true;
}

static bool put_netlink(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 12)
		return false;
	if (u16_at(b + 2)) {
		field(d, "nl_pad");
		put_hex(d, u16_at(b + 2));
	}
	field(d, "nl_pid");
	put_number(d, (int32_t)u32_at(b + 4));
	field(d, "nl_groups");
	d->sink->number(d->ctx, u32_at(b + 8), SINK_HEX_8);
	return true;
}

static const struct xlat packet_types[] = {
	{ 0, "PACKET_HOST" }, { 1, "PACKET_BROADCAST" }, { 2, "PACKET_MULTICAST" },
	{ 3, "PACKET_OTHERHOST" }, { 4, "PACKET_OUTGOING" }, { 5, "PACKET_LOOPBACK" },
	{ 6, "PACKET_USER" }, { 7, "PACKET_KERNEL" }, {}
};

static bool put_packet(struct decoder *d, const uint8_t *b, unsigned len)
{
	unsigned i;

	if (len < 20)
		return false;
	field(d, "sll_protocol");
	put_htons_of(d, b + 2, ethernet_protocols, "ETH_P_???");
	field(d, "sll_ifindex");
	put_ifindex(d, u32_at(b + 4));
	field(d, "sll_hatype");
	put_value(d, hardware_types, u16_at(b + 8), "ARPHRD_???");
	field(d, "sll_pkttype");
	put_value(d, packet_types, b[10], "PACKET_???");
	field(d, "sll_halen");
	put_unsigned(d, b[11]);
	if (!b[11])
		return true;
	field(d, "sll_addr");
	begin(d, SINK_ARRAY);
	for (i = 0; i < b[11] && 12 + i < len; i++)
		put_byte(d, b[12 + i]);
	if (i < b[11])
		put_more(d);
	end(d);
	return true;
}

static const struct xlat vsock_cids[] = { { 0, "VMADDR_CID_HYPERVISOR" }, { 1, "VMADDR_CID_LOCAL" },
					  { 2, "VMADDR_CID_HOST" }, { UINT32_MAX, "VMADDR_CID_ANY" },
					  {} };
static const struct xlat vsock_ports[] = { { UINT32_MAX, "VMADDR_PORT_ANY" }, {} };
static const struct xlat vsock_flags[] = { { 1, "VMADDR_FLAG_TO_HOST" }, {} };

static bool put_vsock(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 16)
		return false;
	if (u16_at(b + 2)) {
		field(d, "svm_reserved1");
		put_hex(d, u16_at(b + 2));
	}
	field(d, "svm_cid");
	put_value(d, vsock_cids, u32_at(b + 8), NULL);
	field(d, "svm_port");
	put_value(d, vsock_ports, u32_at(b + 4), NULL);
	field(d, "svm_flags");
	put_flags(d, vsock_flags, b[12], "VMADDR_FLAG_???");
	if (b[13] || b[14] || b[15]) {
		field(d, "svm_zero");
		put_hexed(d, b + 13, 3);
	}
	return true;
}

static bool (*const families[])(struct decoder *d, const uint8_t *b, unsigned len) = {
	[1] = put_unix,	       [2] = put_inet,		  [3] = put_ax25_address,
	[4] = put_ipx_address, [9] = put_x25_address,	  [10] = put_inet6,
	[16] = put_netlink,    [17] = put_packet,	  [31] = put_bluetooth_address,
	[36] = put_ieee802154_address, [38] = put_alg_address,
	[39] = put_nfc_address, [40] = put_vsock,	  [42] = put_qrtr_address,
	[44] = put_xdp_address, [45] = put_mctp_address,
};

/* What is behind the family: by its rules, or as bytes. len is 3 at least. */
static void put_data(struct decoder *d, const uint8_t *b, unsigned len)
{
	unsigned family = u16_at(b);

	if (family < ARRAY_SIZE(families) && families[family] && families[family](d, b, len))
		return;
	field(d, "sa_data");
	d->sink->string(d->ctx, b + 2, len - 2, SINK_BYTES);
}

void put_sockaddr(struct decoder *d, const void *bytes, unsigned len)
{
	uint8_t b[MAX_SOCKADDR] = { 0 };

	len = min(len, (unsigned)MAX_SOCKADDR);
	memcpy(b, bytes, len);
	begin(d, SINK_STRUCT);
	field(d, "sa_family");
	put_family(d, u16_at(b));
	if (len > 2)
		put_data(d, b, len);
	end(d);
}

void put_user_sockaddr(struct decoder *d, uaddr_t at, int len)
{
	uint8_t b[MAX_SOCKADDR];

	if (len < 2)
		put_address(d, at);
	else if (fetch(d, b, at, min((unsigned)len, (unsigned)MAX_SOCKADDR)))
		put_sockaddr(d, b, (unsigned)len);
}
