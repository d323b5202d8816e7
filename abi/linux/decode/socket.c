/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sockets: what they are, whom they talk to, how. */
#include "decode/net.h"
#include "decode/xlat/ethernet.h"
#include "decode/xlat/socket.h"
#include "uaccess.h"
#include "uapi/socket.h"

void print_socket_family(struct decoder *d, uint64_t v)
{
	put_family(d, (uint32_t)v);
}

/* --- types --- */

static const struct xlat types[] = {
	{ SOCK_STREAM, "SOCK_STREAM" }, { SOCK_DGRAM, "SOCK_DGRAM" }, { SOCK_RAW, "SOCK_RAW" },
	{ 4, "SOCK_RDM" }, { SOCK_SEQPACKET, "SOCK_SEQPACKET" }, { 6, "SOCK_DCCP" },
	{ 10, "SOCK_PACKET" }, {}
};
static const struct xlat type_flags[] = { { SOCK_CLOEXEC, "SOCK_CLOEXEC" },
					  { SOCK_NONBLOCK, "SOCK_NONBLOCK" }, {} };

void print_sockflags(struct decoder *d, uint64_t v)
{
	put_flags(d, type_flags, (uint32_t)v, "SOCK_???");
}

void print_socket_type(struct decoder *d, uint64_t v)
{
	const char *name = xlat_name(types, v & SOCK_TYPE_MASK);
	uint32_t flags = (uint32_t)v & ~SOCK_TYPE_MASK;

	if (!name) {
		print_sockflags(d, v);
		return;
	}
	begin(d, SINK_PARTS);
	put_value(d, types, v & SOCK_TYPE_MASK, NULL);
	if (flags)
		print_sockflags(d, flags);
	end(d);
}

/* --- protocols, by family --- */

static const struct {
	const struct xlat *names;
	const char *unknown;
} protocols[] = {
	[2] = { ip_protocols, "IPPROTO_???" },
	[10] = { ip_protocols, "IPPROTO_???" },
	[16] = { netlink_protocols, "NETLINK_???" },
	[29] = { can_protocols, "CAN_???" },
	[31] = { bluetooth_protocols, "BTPROTO_???" },
	[33] = { address_families, "AF_???" },
	[35] = { phonet_protocols, "PN_PROTO_???" },
	[37] = { caif_protocols, "CAIFPROTO_???" },
	[39] = { nfc_protocols, "NFC_SOCKPROTO_???" },
	[41] = { kcm_protocols, "KCMPROTO_???" },
	[43] = { smc_protocols, "SMCPROTO_???" },
};
#define FAMILY_PACKET 17

void print_socket_protocol(struct decoder *d, uint64_t v)
{
	uint32_t family = (uint32_t)d->args[0];
	const uint8_t b[2] = { (uint8_t)v, (uint8_t)(v >> 8) };

	if (family == FAMILY_PACKET)
		put_htons_of(d, b, ethernet_protocols, "ETH_P_???");
	else if (family < ARRAY_SIZE(protocols) && protocols[family].names)
		put_value(d, protocols[family].names, (uint32_t)v, protocols[family].unknown);
	else
		put_unsigned(d, v);
}

/* --- flags of messages --- */

static const struct xlat msg_flags[] = {
	{ 0x1, "MSG_OOB" }, { 0x2, "MSG_PEEK" }, { 0x4, "MSG_DONTROUTE" }, { 0x8, "MSG_CTRUNC" },
	{ 0x10, "MSG_PROBE" }, { 0x20, "MSG_TRUNC" }, { 0x40, "MSG_DONTWAIT" }, { 0x80, "MSG_EOR" },
	{ 0x100, "MSG_WAITALL" }, { 0x200, "MSG_FIN" }, { 0x400, "MSG_SYN" },
	{ 0x800, "MSG_CONFIRM" }, { 0x1000, "MSG_RST" }, { 0x2000, "MSG_ERRQUEUE" },
	{ 0x4000, "MSG_NOSIGNAL" }, { 0x8000, "MSG_MORE" }, { 0x10000, "MSG_WAITFORONE" },
	{ 0x20000, "MSG_SENDPAGE_NOTLAST" }, { 0x40000, "MSG_BATCH" },
	{ 0x80000, "MSG_NO_SHARED_FRAGS" }, { 0x4000000, "MSG_ZEROCOPY" },
	{ 0x20000000, "MSG_FASTOPEN" }, { 0x40000000, "MSG_CMSG_CLOEXEC" },
	{ 0x80000000, "MSG_CMSG_COMPAT" }, {}
};

void print_msgflags(struct decoder *d, uint64_t v)
{
	put_flags(d, msg_flags, (uint32_t)v, "MSG_???");
}

static const struct xlat hows[] = { { SHUT_RD, "SHUT_RD" }, { SHUT_WR, "SHUT_WR" },
				    { SHUT_RDWR, "SHUT_RDWR" }, {} };

void print_shut_how(struct decoder *d, uint64_t v)
{
	put_value(d, hows, (uint32_t)v, "SHUT_???");
}

/* --- addresses that are given and asked for: the length is the argument behind --- */

void print_sockaddr_in(struct decoder *d, uint64_t v)
{
	put_user_sockaddr(d, v, (int32_t)d->args[d->arg + 1]);
}

/* The length that the caller gave, noted on the way in. */
#define NOTED (1ull << 32)

void note_socklen(struct decoder *d, uaddr_t at)
{
	uint32_t len;

	*d->note = at && !copy_from_user(&len, at, sizeof(len)) ? NOTED | len : 0;
}

bool noted_socklen(const struct decoder *d, uint32_t *len)
{
	*len = (uint32_t)*d->note;
	return *d->note & NOTED;
}

/* The kernel says how long the address is, and writes as much of it as there was room for. */
void print_sockaddr_out(struct decoder *d, uint64_t v)
{
	uint32_t room, len;

	if (failed(d) || !noted_socklen(d, &room) ||
	    copy_from_user(&len, d->args[d->arg + 1], sizeof(len)))
		put_address(d, v);
	else
		put_user_sockaddr(d, v, (int)min(room, len));
}

void put_socklen(struct decoder *d, uaddr_t v)
{
	uint32_t before, after;

	if (!v || d->opaque || !noted_socklen(d, &before) ||
	    copy_from_user(&after, v, sizeof(after))) {
		put_address(d, v);
		return;
	}
	if (before == after || failed(d)) {
		begin(d, SINK_ARRAY);
		put_number(d, (int32_t)before);
		end(d);
		return;
	}
	begin(d, SINK_CHANGE);
	put_number(d, (int32_t)before);
	d->sink->becomes(d->ctx);
	put_number(d, (int32_t)after);
	end(d);
}

/* Without an address nobody asks how long it is. */
void print_socklen_inout(struct decoder *d, uint64_t v)
{
	if (d->args[d->arg - 1])
		put_socklen(d, v);
	else
		put_address(d, v);
}

/* What was received: with MSG_TRUNC the result may be more than there was room for. */
void print_received(struct decoder *d, uint64_t v)
{
	if (failed(d))
		put_address(d, v);
	else
		put_user_bytes(d, v, min((uint64_t)d->result, d->args[d->arg + 1]));
}
