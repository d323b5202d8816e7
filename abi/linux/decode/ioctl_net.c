/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of the ioctl commands of network interfaces. */
#include "decode/ioctl.h"
#include "decode/net.h"

#define IFNAMSIZ 16
#define SIOCGIFNAME 0x8910

struct ifreq_at_hand {
	char name[IFNAMSIZ];
	uint8_t value[24]; /* 16 on i386 */
};

static size_t ifreq_size(const struct decoder *d)
{
	return d->is_64bit ? 40 : 32;
}

static const struct xlat iff_flags[] = {
	{ 0x0001, "IFF_UP" },	      { 0x0002, "IFF_BROADCAST" }, { 0x0004, "IFF_DEBUG" },
	{ 0x0008, "IFF_LOOPBACK" },   { 0x0010, "IFF_POINTOPOINT" }, { 0x0020, "IFF_NOTRAILERS" },
	{ 0x0040, "IFF_RUNNING" },    { 0x0080, "IFF_NOARP" },	   { 0x0100, "IFF_PROMISC" },
	{ 0x0200, "IFF_ALLMULTI" },   { 0x0400, "IFF_MASTER" },	   { 0x0800, "IFF_SLAVE" },
	{ 0x1000, "IFF_MULTICAST" },  { 0x2000, "IFF_PORTSEL" },   { 0x4000, "IFF_AUTOMEDIA" },
	{ 0x8000, "IFF_DYNAMIC" },    {}
};

/* Names of the field that a command is about, and what is in it. */
enum ifreq_kind { IF_NUMBER, IF_FLAGS, IF_NAME, IF_MAP, IF_HWADDR, IF_ADDR };

static const struct {
	unsigned cmd;
	enum ifreq_kind kind;
	const char *name;
} ifreq_fields[] = {
	{ 0x8913, IF_FLAGS, "ifr_flags" },	{ 0x8914, IF_FLAGS, "ifr_flags" },
	{ 0x8915, IF_ADDR, "ifr_addr" },	{ 0x8916, IF_ADDR, "ifr_addr" },
	{ 0x8917, IF_ADDR, "ifr_dstaddr" },	{ 0x8918, IF_ADDR, "ifr_dstaddr" },
	{ 0x8919, IF_ADDR, "ifr_broadaddr" },	{ 0x891a, IF_ADDR, "ifr_broadaddr" },
	{ 0x891b, IF_ADDR, "ifr_netmask" },	{ 0x891c, IF_ADDR, "ifr_netmask" },
	{ 0x891d, IF_NUMBER, "ifr_metric" },	{ 0x891e, IF_NUMBER, "ifr_metric" },
	{ 0x8921, IF_NUMBER, "ifr_mtu" },	{ 0x8922, IF_NUMBER, "ifr_mtu" },
	{ 0x8923, IF_NAME, "ifr_newname" },	{ 0x8924, IF_HWADDR, "ifr_hwaddr" },
	{ 0x8927, IF_HWADDR, "ifr_hwaddr" },	{ 0x8929, IF_NAME, "ifr_slave" },
	{ 0x8930, IF_NAME, "ifr_slave" },	{ 0x8933, IF_NUMBER, "ifr_ifindex" },
	{ 0x8942, IF_NUMBER, "ifr_qlen" },	{ 0x8943, IF_NUMBER, "ifr_qlen" },
	{ 0x8970, IF_MAP, "ifr_map" },		{ 0x8971, IF_MAP, "ifr_map" },
};

static void put_name(struct decoder *d, const char *field_name, const void *s)
{
	field(d, field_name);
	d->sink->string(d->ctx, s, strnlen(s, IFNAMSIZ - 1), 0);
}

static void put_map(struct decoder *d, const uint8_t *v)
{
	uint64_t start, finish;
	uint32_t narrow[2];
	uint16_t base;

	if (d->is_64bit) {
		memcpy(&start, v, 8);
		memcpy(&finish, v + 8, 8);
		v += 16;
	} else {
		memcpy(narrow, v, 8);
		start = narrow[0];
		finish = narrow[1];
		v += 8;
	}
	memcpy(&base, v, sizeof(base));
	begin(d, SINK_STRUCT);
	field(d, "mem_start");
	put_hex(d, start);
	field(d, "mem_end");
	put_hex(d, finish);
	field(d, "base_addr");
	put_hex(d, base);
	field(d, "irq");
	put_hex(d, v[2]);
	field(d, "dma");
	put_hex(d, v[3]);
	field(d, "port");
	put_hex(d, v[4]);
	end(d);
}

static const struct xlat hardware_types[] = {
	{ 0, "ARPHRD_NETROM" }, { 1, "ARPHRD_ETHER" }, { 2, "ARPHRD_EETHER" }, { 3, "ARPHRD_AX25" },
	{ 6, "ARPHRD_IEEE802" }, { 32, "ARPHRD_INFINIBAND" }, { 512, "ARPHRD_PPP" },
	{ 768, "ARPHRD_TUNNEL" }, { 769, "ARPHRD_TUNNEL6" }, { 772, "ARPHRD_LOOPBACK" },
	{ 776, "ARPHRD_SIT" }, { 778, "ARPHRD_IPGRE" }, { 65534, "ARPHRD_NONE" }, {}
};

/* "00:11:22:33:44:55": as many bytes as an address of the type has. */
static void put_hardware_address(struct decoder *d, const uint8_t *v)
{
	uint16_t type;
	char text[48];
	unsigned i, n;

	memcpy(&type, v, sizeof(type));
	n = type == 1 || type == 772 ? 6 : 14;
	for (i = 0; i < n; i++)
		snprintf(text + i * 3, 4, i + 1 < n ? "%02x:" : "%02x", v[2 + i]);
	begin(d, SINK_STRUCT);
	field(d, "sa_family");
	put_value(d, hardware_types, type, "ARPHRD_???");
	field(d, "sa_data");
	d->sink->symbol(d->ctx, 0, SINK_HEX, text);
	end(d);
}

static void put_ifreq_value(struct decoder *d, enum ifreq_kind kind, const uint8_t *v)
{
	uint16_t flags;
	int32_t n;

	memcpy(&flags, v, sizeof(flags));
	memcpy(&n, v, sizeof(n));
	switch (kind) {
	case IF_FLAGS:
		put_flags(d, iff_flags, flags, "IFF_???");
		break;
	case IF_MAP:
		put_map(d, v);
		break;
	case IF_HWADDR:
		put_hardware_address(d, v);
		break;
	case IF_ADDR:
		put_sockaddr(d, v, 16);
		break;
	default:
		put_number(d, n);
	}
}

static void put_interface_name(struct decoder *d, const struct ifreq_at_hand *r)
{
	begin(d, SINK_STRUCT);
	field(d, "ifr_ifindex");
	put_ifreq_value(d, IF_NUMBER, r->value);
	if (!is_entering(d))
		put_name(d, "ifr_name", r->name);
	end(d);
}

void ioctl_ifreq(struct decoder *d, uint64_t v)
{
	unsigned cmd = (unsigned)d->args[1], i;
	struct ifreq_at_hand r;

	if (!fetch_out(d, &r, v, ifreq_size(d)))
		return;
	if (cmd == SIOCGIFNAME) {
		put_interface_name(d, &r);
		return;
	}
	begin(d, SINK_STRUCT);
	put_name(d, "ifr_name", r.name);
	for (i = 0; i < sizeof(ifreq_fields) / sizeof(ifreq_fields[0]); i++) {
		if (ifreq_fields[i].cmd != cmd)
			continue;
		if (ifreq_fields[i].kind == IF_NAME) {
			put_name(d, ifreq_fields[i].name, r.value);
			continue;
		}
		field(d, ifreq_fields[i].name);
		put_ifreq_value(d, ifreq_fields[i].kind, r.value);
	}
	end(d);
}

static void put_one_ifreq(struct decoder *d, const void *elem, __unused void *ctx)
{
	const struct ifreq_at_hand *r = elem;

	begin(d, SINK_STRUCT);
	put_name(d, "ifr_name", r->name);
	field(d, "ifr_addr");
	put_sockaddr(d, r->value, 16);
	end(d);
}

void ioctl_ifconf(struct decoder *d, uint64_t v)
{
	struct ifreq_at_hand elem;
	uint64_t wide[2];
	uint32_t conf[2];
	uaddr_t buf;
	char text[48];
	unsigned n;

	if (!fetch_out(d, d->is_64bit ? (void *)wide : conf, v, d->is_64bit ? 16 : 8))
		return;
	buf = d->is_64bit ? wide[1] : conf[1];
	n = (unsigned)((d->is_64bit ? (uint32_t)wide[0] : conf[0]) / ifreq_size(d));
	begin(d, SINK_STRUCT);
	field(d, "ifc_len");
	put_number(d, (int32_t)(n * ifreq_size(d)));
	snprintf(text, sizeof(text), "%u * sizeof(struct ifreq)", n);
	d->sink->comment(d->ctx, text);
	field(d, "ifc_buf");
	if (buf)
		put_array(d, buf, n, &elem, ifreq_size(d), put_one_ifreq, NULL);
	else
		put_address(d, 0);
	end(d);
}
