/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ports, addresses and interfaces, as a C program would write them. */
#include "decode/net.h"

void ipv4_text(char text[16], const uint8_t b[4])
{
	snprintf(text, 16, "%u.%u.%u.%u", b[0], b[1], b[2], b[3]);
}

struct run {
	unsigned first, n;
};

/* The first of the longest runs of at least two zero words. */
static struct run longest_zeros(const uint16_t word[8])
{
	struct run best = { 0, 1 };
	unsigned i, n;

	for (i = 0; i < 8; i += n ? n : 1) {
		for (n = 0; i + n < 8 && !word[i + n]; n++)
			;
		if (n > best.n)
			best = (struct run){ i, n };
	}
	return best;
}

/* An IPv4 address stands in the last two words. */
static bool has_ipv4(const uint16_t word[8], struct run zeros)
{
	if (zeros.first)
		return false;
	return zeros.n == 6 || (zeros.n == 5 && word[5] == 0xffff);
}

void ipv6_text(char text[48], const uint8_t b[16])
{
	uint16_t word[8];
	struct run zeros;
	unsigned i, end;
	char *p = text;

	for (i = 0; i < 8; i++)
		word[i] = (uint16_t)(b[2 * i] << 8 | b[2 * i + 1]);
	zeros = longest_zeros(word);
	end = has_ipv4(word, zeros) ? 6 : 8;
	for (i = 0; i < end; i++) {
		if (zeros.n > 1 && i >= zeros.first && i < zeros.first + zeros.n) {
			if (i == zeros.first)
				*p++ = ':';
			continue;
		}
		p += snprintf(p, 8, i ? ":%x" : "%x", word[i]);
	}
	if (zeros.n > 1 && zeros.first + zeros.n == 8)
		*p++ = ':';
	*p = '\0';
	if (end == 6) {
		*p++ = ':';
		ipv4_text(p, b + 12);
	}
}

void put_htons(struct decoder *d, const uint8_t b[2])
{
	char text[24];

	snprintf(text, sizeof(text), "htons(%u)", b[0] << 8 | b[1]);
	put_bytes_as(d, b, 2, text);
}

void put_htons_of(struct decoder *d, const uint8_t b[2], const struct xlat *names,
		  const char *unknown)
{
	unsigned value = (unsigned)(b[0] << 8 | b[1]);
	const char *name = xlat_name(names, value);
	char text[64];

	if (name)
		snprintf(text, sizeof(text), "htons(%s)", name);
	else
		snprintf(text, sizeof(text), value ? "htons(%#x /* %s */)" : "htons(%u /* %s */)",
			 value, unknown);
	put_bytes_as(d, b, 2, text);
}

void put_htonl(struct decoder *d, const uint8_t b[4])
{
	char text[32];

	snprintf(text, sizeof(text), "htonl(%u)",
		 (unsigned)b[0] << 24 | (unsigned)b[1] << 16 | (unsigned)b[2] << 8 | b[3]);
	put_bytes_as(d, b, 4, text);
}

void put_ipv4(struct decoder *d, const uint8_t b[4])
{
	char address[16], text[40];

	ipv4_text(address, b);
	snprintf(text, sizeof(text), "inet_addr(\"%s\")", address);
	put_bytes_as(d, b, 4, text);
}

void put_ipv6(struct decoder *d, const char *name, const uint8_t b[16])
{
	char address[48], text[112], announced[40];

	ipv6_text(address, b);
	snprintf(announced, sizeof(announced), "&%s", name);
	snprintf(text, sizeof(text), "inet_pton(AF_INET6, \"%s\", &%s)", address, name);
	field(d, announced);
	put_bytes_as(d, b, 16, text);
}

/* Of the machine's interfaces one has a name that is known: the loopback is the first of every. */
void put_ifindex(struct decoder *d, uint32_t index)
{
	if (index == 1)
		d->sink->symbol(d->ctx, index, SINK_UNSIGNED, "if_nametoindex(\"lo\")");
	else
		put_unsigned(d, index);
}

void put_mac(struct decoder *d, const uint8_t *b, unsigned n)
{
	char text[3 * 32];
	unsigned i;

	for (i = 0; i < n && i < 32; i++)
		snprintf(text + 3 * i, 4, i + 1 < n ? "%02x:" : "%02x", b[i]);
	put_bytes_as(d, b, n, text);
}

void put_byte(struct decoder *d, uint8_t byte)
{
	if (byte)
		put_hex(d, byte);
	else
		d->sink->symbol(d->ctx, 0, SINK_HEX, "00");
}

void put_hexed(struct decoder *d, const void *bytes, unsigned n)
{
	d->sink->string(d->ctx, bytes, n, SINK_BYTES | SINK_HEXED);
}

void put_cstring(struct decoder *d, const void *bytes, unsigned n)
{
	unsigned len = (unsigned)strnlen(bytes, n);

	d->sink->string(d->ctx, bytes, len < n ? len : n - 1, len < n ? 0 : SINK_CUT);
}
