/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses of sockets that few programs use: told after the family, if they are long enough. */
#include "decode/net.h"
#include "decode/xlat/socket.h"

/* Written by its number, with the name beside it. */
static void put_hex_named(struct decoder *d, uint64_t v, const char *name)
{
	put_hex(d, v);
	if (name)
		d->sink->comment(d->ctx, name);
}

/* --- Bluetooth: the length says which of its protocols --- */

static const struct xlat hci_channels[] = {
	{ 0, "HCI_CHANNEL_RAW" }, { 1, "HCI_CHANNEL_USER" }, { 2, "HCI_CHANNEL_MONITOR" },
	{ 3, "HCI_CHANNEL_CONTROL" }, { 4, "HCI_CHANNEL_LOGGING" }, {}
};
static const struct xlat l2cap_psms[] = {
	{ 1, "L2CAP_PSM_SDP" }, { 3, "L2CAP_PSM_RFCOMM" }, { 0x21, "L2CAP_PSM_3DSP" },
	{ 0x23, "L2CAP_PSM_IPSP" }, {}
};
static const struct xlat l2cap_cids[] = {
	{ 1, "L2CAP_CID_SIGNALING" }, { 2, "L2CAP_CID_CONN_LESS" }, { 3, "L2CAP_CID_A2MP" },
	{ 4, "L2CAP_CID_ATT" }, { 5, "L2CAP_CID_LE_SIGNALING" }, { 6, "L2CAP_CID_SMP" },
	{ 7, "L2CAP_CID_SMP_BREDR" }, {}
};
static const struct xlat bdaddr_types[] = {
	{ 0, "BDADDR_BREDR" }, { 1, "BDADDR_LE_PUBLIC" }, { 2, "BDADDR_LE_RANDOM" }, {}
};
#define PSM_DYNAMIC 0x1001
#define CID_DYNAMIC 0x40

/* htobs() of a number that has a name, or of its distance from the first that is given away. */
static void put_htobs(struct decoder *d, unsigned v, const struct xlat *names, const char *prefix,
		      unsigned dynamic)
{
	char text[48];

	begin_call(d, "htobs");
	if (v >= dynamic) {
		snprintf(text, sizeof(text), v == dynamic ? "%s_DYN_START" : "%s_DYN_START+%u",
			 prefix, v - dynamic);
		d->sink->symbol(d->ctx, v, SINK_HEX, text);
	} else {
		snprintf(text, sizeof(text), "%s_???", prefix);
		put_value(d, names, v, text);
	}
	end(d);
}

static void put_l2cap(struct decoder *d, const uint8_t *b, unsigned len)
{
	field(d, "l2_psm");
	put_htobs(d, u16_at(b + 2), l2cap_psms, "L2CAP_PSM", PSM_DYNAMIC);
	field(d, "l2_bdaddr");
	put_mac(d, b + 4, 6);
	field(d, "l2_cid");
	put_htobs(d, u16_at(b + 10), l2cap_cids, "L2CAP_CID", CID_DYNAMIC);
	if (len == 14) {
		field(d, "l2_bdaddr_type");
		put_value(d, bdaddr_types, b[12], "BDADDR_???");
	}
}

static void put_hci(struct decoder *d, const uint8_t *b, unsigned len)
{
	field(d, "hci_dev");
	begin_call(d, "htobs");
	put_unsigned(d, u16_at(b + 2));
	end(d);
	if (len == 6) {
		field(d, "hci_channel");
		put_value(d, hci_channels, u16_at(b + 4), "HCI_CHANNEL_???");
	}
}

bool put_bluetooth_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	switch (len) {
	case 4:
	case 6:
		put_hci(d, b, len);
		return true;
	case 8:
		field(d, "sco_bdaddr");
		put_mac(d, b + 2, 6);
		return true;
	case 10:
		field(d, "rc_bdaddr");
		put_mac(d, b + 2, 6);
		field(d, "rc_channel");
		put_unsigned(d, b[8]);
		return true;
	case 12:
	case 14:
		put_l2cap(d, b, len);
		return true;
	}
	return false;
}

/* --- AX.25 --- */

#define AX25_CALL 7

/* Six letters, shifted by one bit, and a number below 16. False when it is another thing. */
static bool ax25_name(char text[12], const uint8_t call[AX25_CALL])
{
	unsigned n = 0, i, c;

	for (i = 0; i < 6; i++) {
		c = call[i] >> 1;
		if (call[i] & 1)
			return false;
		if (c == ' ')
			continue;
		if (n < i || !((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')))
			return false;
		text[n++] = (char)c;
	}
	snprintf(text + n, 12 - n, "-%u", call[6] >> 1 & 0xf);
	return n;
}

/* By its name alone if that says all. */
static void put_ax25_call(struct decoder *d, const uint8_t call[AX25_CALL])
{
	char name[12];
	bool named = ax25_name(name, call);

	if (named && !(call[6] & ~0x1e)) {
		put_bytes_as(d, call, AX25_CALL, name);
		return;
	}
	begin(d, SINK_STRUCT);
	field(d, "ax25_call");
	put_hexed(d, call, AX25_CALL);
	end(d);
	if (named)
		d->sink->comment(d->ctx, name);
}

static void put_ax25_call_and_count(struct decoder *d, const uint8_t *b)
{
	field(d, "sax25_call");
	put_ax25_call(d, b + 2);
	field(d, "sax25_ndigis");
	put_number(d, (int32_t)u32_at(b + 12));
}

static unsigned put_digipeaters(struct decoder *d, const uint8_t *b, unsigned len, unsigned wanted)
{
	unsigned there = (len - 16) / AX25_CALL, i;

	field(d, "fsa_digipeater");
	begin(d, SINK_ARRAY);
	for (i = 0; i < there && i < wanted && i < 8; i++)
		put_ax25_call(d, b + 16 + i * AX25_CALL);
	if (wanted > i)
		put_more(d);
	end(d);
	return i;
}

bool put_ax25_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	unsigned wanted = u32_at(b + 12), shown;

	if (len < 16)
		return false;
	if (len == 16 && !wanted) {
		put_ax25_call_and_count(d, b);
		return true;
	}
	field(d, "fsa_ax25");
	begin(d, SINK_STRUCT);
	put_ax25_call_and_count(d, b);
	end(d);
	if (!wanted)
		return true;
	shown = put_digipeaters(d, b, len, wanted);
	if (len > 16 + shown * AX25_CALL)
		put_more(d);
	return true;
}

/* --- IPX, X.25 --- */

bool put_ipx_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	unsigned i;

	if (len < 16)
		return false;
	field(d, "sipx_port");
	put_htons(d, b + 2);
	field(d, "sipx_network");
	begin_call(d, "htonl");
	put_hex(d, (uint32_t)b[4] << 24 | b[5] << 16 | b[6] << 8 | b[7]);
	end(d);
	field(d, "sipx_node");
	begin(d, SINK_ARRAY);
	for (i = 0; i < 6; i++)
		put_byte(d, b[8 + i]);
	end(d);
	field(d, "sipx_type");
	put_hex(d, b[14]);
	field(d, "sipx_zero");
	put_hex(d, b[15]);
	return true;
}

bool put_x25_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 18)
		return false;
	field(d, "sx25_addr");
	begin(d, SINK_STRUCT);
	field(d, "x25_addr");
	put_cstring(d, b + 2, 16);
	end(d);
	return true;
}

/* --- the kernel's cryptography --- */

static const struct xlat alg_flags[] = { { 0x1000, "CRYPTO_ALG_KERN_DRIVER_ONLY" }, {} };

static void put_alg_flags(struct decoder *d, uint32_t v)
{
	struct names t = { .n = 0 };

	if (v && !add_flags(&t, alg_flags, v))
		snprintf(t.s, sizeof(t.s), "CRYPTO_ALG_???");
	put_hex_named(d, v, v ? t.s : NULL);
}

bool put_alg_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 25)
		return false;
	field(d, "salg_type");
	put_cstring(d, b + 2, 14);
	field(d, "salg_feat");
	put_alg_flags(d, u32_at(b + 16));
	field(d, "salg_mask");
	put_alg_flags(d, u32_at(b + 20));
	field(d, "salg_name");
	put_cstring(d, b + 24, len - 24);
	return true;
}

/* --- near field communication --- */

static const struct xlat nfc_protos[] = {
	{ 1, "NFC_PROTO_JEWEL" }, { 2, "NFC_PROTO_MIFARE" }, { 3, "NFC_PROTO_FELICA" },
	{ 4, "NFC_PROTO_ISO14443" }, { 5, "NFC_PROTO_NFC_DEP" }, { 6, "NFC_PROTO_ISO14443_B" },
	{ 7, "NFC_PROTO_ISO15693" }, {}
};
static const struct xlat llcp_saps[] = {
	{ 1, "LLCP_SAP_SDP" }, { 2, "LLCP_SAP_IP" }, { 3, "LLCP_SAP_OBEX" }, { 4, "LLCP_SAP_SNEP" },
	{}
};
#define LLCP_SIZE 96
#define LLCP_NAME 63

static void put_sap(struct decoder *d, const char *name, unsigned sap)
{
	field(d, name);
	put_hex_named(d, sap, xlat_name(llcp_saps, sap));
}

bool put_nfc_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	uint64_t n;

	if (len < 16)
		return false;
	field(d, "dev_idx");
	put_ifindex(d, u32_at(b + 4));
	field(d, "target_idx");
	put_hex(d, u32_at(b + 8));
	field(d, "nfc_protocol");
	put_value(d, nfc_protos, u32_at(b + 12), "NFC_PROTO_???");
	if (len < (d->is_64bit ? LLCP_SIZE : LLCP_SIZE - 8)) {
		if (len > 16)
			put_more(d);
		return true;
	}
	put_sap(d, "dsap", b[16]);
	put_sap(d, "ssap", b[17]);
	n = d->is_64bit ? u64_at(b + 88) : u32_at(b + 84);
	field(d, "service_name");
	d->sink->string(d->ctx, b + 18, min(n, (uint64_t)LLCP_NAME), SINK_BYTES);
	field(d, "service_name_len");
	put_unsigned(d, n);
	return true;
}

/* --- IPC router, XDP, MCTP --- */

bool put_qrtr_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 12)
		return false;
	field(d, "sq_node");
	put_hex(d, u32_at(b + 4));
	field(d, "sq_port");
	put_hex(d, u32_at(b + 8));
	return true;
}

static const struct xlat xdp_flags[] = {
	{ 1, "XDP_SHARED_UMEM" }, { 2, "XDP_COPY" }, { 4, "XDP_ZEROCOPY" },
	{ 8, "XDP_USE_NEED_WAKEUP" }, {}
};

bool put_xdp_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 16)
		return false;
	field(d, "sxdp_flags");
	put_flags(d, xdp_flags, u16_at(b + 2), "XDP_???");
	field(d, "sxdp_ifindex");
	put_ifindex(d, u32_at(b + 4));
	field(d, "sxdp_queue_id");
	put_unsigned(d, u32_at(b + 8));
	if ((b[2] & 1) || u32_at(b + 12)) {
		field(d, "sxdp_shared_umem_fd");
		put_hex(d, u32_at(b + 12));
	}
	return true;
}

static const struct xlat mctp_networks[] = { { 0, "MCTP_NET_ANY" }, {} };
static const struct xlat mctp_addresses[] = { { 0, "MCTP_ADDR_NULL" }, { 0xff, "MCTP_ADDR_ANY" },
					      {} };

bool put_mctp_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	if (len < 12)
		return false;
	if (u16_at(b + 2)) {
		field(d, "__smctp_pad0");
		put_hex(d, u16_at(b + 2));
	}
	field(d, "smctp_network");
	put_value(d, mctp_networks, u32_at(b + 4), NULL);
	field(d, "smctp_addr");
	begin(d, SINK_STRUCT);
	field(d, "s_addr");
	put_value(d, mctp_addresses, b[8], NULL);
	end(d);
	field(d, "smctp_type");
	put_hex(d, b[9]);
	field(d, "smctp_tag");
	put_hex(d, b[10]);
	if (b[11]) {
		field(d, "__smctp_pad1");
		put_hex(d, b[11]);
	}
	return true;
}

/* --- the radio network of IEEE 802.15.4 --- */

bool put_ieee802154_address(struct decoder *d, const uint8_t *b, unsigned len)
{
	static const struct xlat types[] = { { 0, "IEEE802154_ADDR_NONE" },
					     { 2, "IEEE802154_ADDR_SHORT" },
					     { 3, "IEEE802154_ADDR_LONG" }, {} };
	uint32_t type = u32_at(b + 4);

	if (len < 20)
		return false;
	field(d, "addr");
	begin(d, SINK_STRUCT);
	field(d, "addr_type");
	put_hex_named(d, type, xlat_name(types, type) ?: "IEEE802154_ADDR_???");
	field(d, "pan_id");
	put_hex(d, u16_at(b + 8));
	if (type == 2) {
		field(d, "short_addr");
		put_hex(d, u16_at(b + 10));
	} else if (type) {
		field(d, "hwaddr");
		put_mac(d, b + 10, 8);
	}
	end(d);
	return true;
}
