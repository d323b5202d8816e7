/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the decoders of the network's calls share. */
#ifndef DECODE_NET_H
#define DECODE_NET_H

#include "decode/internal.h"

/* An address of len bytes, as the kernel would take it: in the guest, and fetched already. */
void put_user_sockaddr(struct decoder *d, uaddr_t at, int len);
void put_sockaddr(struct decoder *d, const void *bytes, unsigned len);

/* Their values, after the family: false if there are too few bytes for it. */
bool put_bluetooth_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_ax25_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_ipx_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_x25_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_alg_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_nfc_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_qrtr_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_xdp_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_mctp_address(struct decoder *d, const uint8_t *b, unsigned len);
bool put_ieee802154_address(struct decoder *d, const uint8_t *b, unsigned len);

/* A length that changes: what it was is noted on the way in. */
void note_socklen(struct decoder *d, uaddr_t at);
bool noted_socklen(const struct decoder *d, uint32_t *len);
void put_socklen(struct decoder *d, uaddr_t v);

/* The lengths of messages' names, likewise. */
void note_messages(struct decoder *d, unsigned arg);

/* Values in the network's order, and what they are made of. */
void put_htons(struct decoder *d, const uint8_t b[2]);
void put_htons_of(struct decoder *d, const uint8_t b[2], const struct xlat *names,
		  const char *unknown);
void put_htonl(struct decoder *d, const uint8_t b[4]);
void put_ipv4(struct decoder *d, const uint8_t b[4]);	/* inet_addr("...") */
void put_ipv6(struct decoder *d, const char *name, const uint8_t b[16]); /* a whole field */
void put_ifindex(struct decoder *d, uint32_t index);
void put_mac(struct decoder *d, const uint8_t *b, unsigned n); /* 01:02:03 */
void put_family(struct decoder *d, uint32_t family);
void put_byte(struct decoder *d, uint8_t byte); /* of a hardware address: 00, 0x1 */
void put_hexed(struct decoder *d, const void *bytes, unsigned n); /* "\x01\x02" */
/* The bytes up to a NUL; "..." if there is none. */
void put_cstring(struct decoder *d, const void *bytes, unsigned n);
void ipv4_text(char text[16], const uint8_t b[4]);
void ipv6_text(char text[48], const uint8_t b[16]);

static inline uint16_t u16_at(const uint8_t *b)
{
	return (uint16_t)(b[0] | b[1] << 8);
}

static inline uint32_t u32_at(const uint8_t *b)
{
	return u16_at(b) | (uint32_t)u16_at(b + 2) << 16;
}

static inline uint64_t u64_at(const uint8_t *b)
{
	return u32_at(b) | (uint64_t)u32_at(b + 4) << 32;
}

#endif
