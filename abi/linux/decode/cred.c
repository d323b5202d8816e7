/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Users, groups and capabilities. */
#include "decode/forms.h"
#include "decode/internal.h"
#include "uapi/capability.h"

#define NGROUPS_MAX 65536

/* --- lists of groups --- */

static void put_id(struct decoder *d, const void *elem, __unused void *ctx)
{
	print_id(d, *(const uint32_t *)elem);
}

static void put_id16(struct decoder *d, const void *elem, __unused void *ctx)
{
	print_id16(d, *(const uint16_t *)elem);
}

static void put_groups(struct decoder *d, uaddr_t v, int64_t n, bool narrow)
{
	uint16_t id16;
	uint32_t id;

	if (n < 0 || n > NGROUPS_MAX)
		put_address(d, v);
	else if (narrow)
		put_array(d, v, (uint64_t)n, &id16, sizeof(id16), put_id16, NULL);
	else
		put_array(d, v, (uint64_t)n, &id, sizeof(id), put_id, NULL);
}

/* How many there are is the argument before. */
void print_groups(struct decoder *d, uint64_t v)
{
	put_groups(d, v, (int32_t)d->args[0], false);
}

void print_groups16(struct decoder *d, uint64_t v)
{
	put_groups(d, v, (int32_t)d->args[0], true);
}

/* The result says how many; with room for none only that is asked. */
static int64_t groups_written(const struct decoder *d)
{
	return failed(d) || (d->result && !(int32_t)d->args[0]) ? -1 : d->result;
}

void print_groups_out(struct decoder *d, uint64_t v)
{
	put_groups(d, v, groups_written(d), false);
}

void print_groups16_out(struct decoder *d, uint64_t v)
{
	put_groups(d, v, groups_written(d), true);
}

/* --- one, in memory --- */

void print_id_out(struct decoder *d, uint64_t v)
{
	uint32_t id;

	if (!fetch_out(d, &id, v, sizeof(id)))
		return;
	begin(d, SINK_ARRAY);
	print_id(d, id);
	end(d);
}

void print_id16_out(struct decoder *d, uint64_t v)
{
	uint16_t id;

	if (!fetch_out(d, &id, v, sizeof(id)))
		return;
	begin(d, SINK_ARRAY);
	print_id16(d, id);
	end(d);
}

/* --- capabilities --- */

static const struct xlat versions[] = {
	{ 0x19980330, "_LINUX_CAPABILITY_VERSION_1" },
	{ 0x20071026, "_LINUX_CAPABILITY_VERSION_2" },
	{ 0x20080522, "_LINUX_CAPABILITY_VERSION_3" },
	{}
};

#define CAP(n, name) { 1u << ((n) % 32), "1<<" #name }

static const struct xlat low_caps[] = {
	CAP(0, CAP_CHOWN), CAP(1, CAP_DAC_OVERRIDE), CAP(2, CAP_DAC_READ_SEARCH),
	CAP(3, CAP_FOWNER), CAP(4, CAP_FSETID), CAP(5, CAP_KILL), CAP(6, CAP_SETGID),
	CAP(7, CAP_SETUID), CAP(8, CAP_SETPCAP), CAP(9, CAP_LINUX_IMMUTABLE),
	CAP(10, CAP_NET_BIND_SERVICE), CAP(11, CAP_NET_BROADCAST), CAP(12, CAP_NET_ADMIN),
	CAP(13, CAP_NET_RAW), CAP(14, CAP_IPC_LOCK), CAP(15, CAP_IPC_OWNER),
	CAP(16, CAP_SYS_MODULE), CAP(17, CAP_SYS_RAWIO), CAP(18, CAP_SYS_CHROOT),
	CAP(19, CAP_SYS_PTRACE), CAP(20, CAP_SYS_PACCT), CAP(21, CAP_SYS_ADMIN),
	CAP(22, CAP_SYS_BOOT), CAP(23, CAP_SYS_NICE), CAP(24, CAP_SYS_RESOURCE),
	CAP(25, CAP_SYS_TIME), CAP(26, CAP_SYS_TTY_CONFIG), CAP(27, CAP_MKNOD),
	CAP(28, CAP_LEASE), CAP(29, CAP_AUDIT_WRITE), CAP(30, CAP_AUDIT_CONTROL),
	CAP(31, CAP_SETFCAP), {}
};
static const struct xlat high_caps[] = {
	CAP(32, CAP_MAC_OVERRIDE), CAP(33, CAP_MAC_ADMIN), CAP(34, CAP_SYSLOG),
	CAP(35, CAP_WAKE_ALARM), CAP(36, CAP_BLOCK_SUSPEND), CAP(37, CAP_AUDIT_READ),
	CAP(38, CAP_PERFMON), CAP(39, CAP_BPF), CAP(40, CAP_CHECKPOINT_RESTORE), {}
};

void print_cap_header(struct decoder *d, uint64_t v)
{
	struct linux_cap_header h;

	if (!fetch(d, &h, v, sizeof(h)))
		return;
	begin(d, SINK_STRUCT);
	field(d, "version");
	put_value(d, versions, h.version, "_LINUX_CAPABILITY_VERSION_???");
	field(d, "pid");
	print_task(d, (uint32_t)h.pid);
	end(d);
}

/* Longer than other flags can become. */
static void put_cap_word(struct decoder *d, const struct xlat *x, uint32_t bits)
{
	uint32_t rest = bits;
	char text[1024];
	size_t n = 0;

	for (; x->name; x++)
		if (bits & x->value) {
			n += (size_t)snprintf(text + n, sizeof(text) - n, "%s%s", n ? "|" : "", x->name);
			rest &= ~(uint32_t)x->value;
		}
	if (!bits)
		put_hex(d, 0);
	else if (!n)
		d->sink->symbol(d->ctx, bits, SINK_HEX, "CAP_???");
	else {
		if (rest)
			snprintf(text + n, sizeof(text) - n, "|%#x", rest);
		d->sink->symbol(d->ctx, bits, SINK_HEX, text);
	}
}

static void put_caps(struct decoder *d, const char *name, uint32_t low, uint32_t high)
{
	field(d, name);
	if (low && high)
		begin(d, SINK_PARTS);
	if (low || !high)
		put_cap_word(d, low_caps, low);
	if (high)
		put_cap_word(d, high_caps, high);
	if (low && high)
		end(d);
}

/* Two words of each set since version 2. 0: the version cannot be read. */
static size_t size_of_data(const struct decoder *d)
{
	struct linux_cap_header h;

	if (!d->args[0] || !read_guest(&h, d->args[0], sizeof(h)))
		return 0;
	return h.version == versions[1].value || h.version == versions[2].value ?
		       2 * sizeof(struct linux_cap_data) :
		       sizeof(struct linux_cap_data);
}

static void put_cap_data(struct decoder *d, uaddr_t v, bool out)
{
	struct linux_cap_data c[2] = { 0 };
	size_t size = size_of_data(d);

	if (!size) {
		put_address(d, v);
		return;
	}
	if (!(out ? fetch_out(d, c, v, size) : fetch(d, c, v, size)))
		return;
	begin(d, SINK_STRUCT);
	put_caps(d, "effective", c[0].effective, c[1].effective);
	put_caps(d, "permitted", c[0].permitted, c[1].permitted);
	put_caps(d, "inheritable", c[0].inheritable, c[1].inheritable);
	end(d);
}

void print_cap_data(struct decoder *d, uint64_t v)
{
	put_cap_data(d, v, false);
}

void print_cap_data_out(struct decoder *d, uint64_t v)
{
	put_cap_data(d, v, true);
}

/* The header is read before the kernel may write its own version to it. */
void args_capget(struct decoder *d)
{
	if (is_entering(d)) {
		put_arg_defined(d, 0);
		d->more_later = true;
	} else {
		put_arg_defined(d, 1);
	}
}
