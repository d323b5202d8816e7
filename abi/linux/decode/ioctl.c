/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ioctl: the names of commands, and what their arguments are. */
#include "decode/ioctl.h"
#include "decode/forms.h"

struct ioctl_word {
	unsigned cmd;
	const char *name;
};

/* One table for each macro of ioctls.def; the other two make nothing. */
#define IOCTL(cmd, name) { cmd, name },
#define IOCTL_64(...)
#define IOCTL_32(...)
static const struct ioctl_word words[] = {
#include "decode/ioctls.def"
};
#undef IOCTL
#undef IOCTL_64
#define IOCTL(...)
#define IOCTL_64(cmd, name) { cmd, name },
static const struct ioctl_word words_64[] = {
#include "decode/ioctls.def"
};
#undef IOCTL_64
#undef IOCTL_32
#define IOCTL_64(...)
#define IOCTL_32(cmd, name) { cmd, name },
static const struct ioctl_word words_32[] = {
#include "decode/ioctls.def"
};
#undef IOCTL
#undef IOCTL_64
#undef IOCTL_32

static const char *find(const struct ioctl_word *table, size_t n, unsigned cmd)
{
	size_t low = 0, high = n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (table[mid].cmd < cmd)
			low = mid + 1;
		else
			high = mid;
	}
	return low < n && table[low].cmd == cmd ? table[low].name : NULL;
}

#define FIND(table, cmd) find(table, sizeof(table) / sizeof((table)[0]), cmd)

/* How <linux/ioctl.h> packs a command. */
#define IOC_NR(cmd) ((cmd)&0xff)
#define IOC_TYPE(cmd) ((cmd) >> 8 & 0xff)
#define IOC_SIZE(cmd) ((cmd) >> 16 & 0x3fff)
#define IOC_DIR(cmd) ((cmd) >> 30)

static const char *const directions[] = { "_IOC_NONE", "_IOC_WRITE", "_IOC_READ",
					  "_IOC_READ|_IOC_WRITE" };

/* Input devices have the length of a buffer in the command. */
static const char *input_name(unsigned cmd, char buf[64])
{
	static const struct xlat names[] = {
		{ 0x06, "EVIOCGNAME" }, { 0x07, "EVIOCGPHYS" }, { 0x08, "EVIOCGUNIQ" },
		{ 0x09, "EVIOCGPROP" }, { 0x0a, "EVIOCGMTSLOTS" }, { 0x18, "EVIOCGKEY" },
		{ 0x19, "EVIOCGLED" }, { 0x1a, "EVIOCGSND" }, { 0x1b, "EVIOCGSW" }, {}
	};
	const char *name = xlat_name(names, IOC_NR(cmd));

	if (IOC_TYPE(cmd) != 'E' || IOC_DIR(cmd) != 2 || !name)
		return NULL;
	snprintf(buf, 64, "%s(%u)", name, IOC_SIZE(cmd));
	return buf;
}

static const char *hexadecimal(char buf[16], unsigned v)
{
	snprintf(buf, 16, "%#x", v);
	return buf;
}

static const char *ioctl_name(const struct decoder *d, unsigned cmd, char buf[64])
{
	const char *name = FIND(words, cmd);
	char type[16], nr[16], size[16];

	if (!name)
		name = d->is_64bit ? FIND(words_64, cmd) : FIND(words_32, cmd);
	if (!name)
		name = input_name(cmd, buf);
	if (name)
		return name;
	snprintf(buf, 64, "_IOC(%s, %s, %s, %s)", directions[IOC_DIR(cmd)],
		 hexadecimal(type, IOC_TYPE(cmd)), hexadecimal(nr, IOC_NR(cmd)),
		 hexadecimal(size, IOC_SIZE(cmd)));
	return buf;
}

void print_ioctl_cmd(struct decoder *d, uint64_t v)
{
	char buf[64];

	d->sink->symbol(d->ctx, (uint32_t)v, SINK_HEX, ioctl_name(d, (unsigned)v, buf));
}

/* --- arguments --- */

struct argument {
	enum ioctl_when when;
	print_fn *print;
};

static struct argument argument_of(const struct decoder *d)
{
	switch ((unsigned)d->args[1]) {
#define ARG(cmd, name, when, printer)  \
	case cmd:                      \
		return (struct argument){ IOCTL_##when, ioctl_##printer };
#define ARG_64(cmd, name, when, printer)                                           \
	case cmd:                                                                  \
		if (d->is_64bit)                                                   \
			return (struct argument){ IOCTL_##when, ioctl_##printer }; \
		break;
#define ARG_32(cmd, name, when, printer)                                           \
	case cmd:                                                                  \
		if (!d->is_64bit)                                                  \
			return (struct argument){ IOCTL_##when, ioctl_##printer }; \
		break;
#include "decode/ioctl_args.def"
#undef ARG
#undef ARG_64
#undef ARG_32
	}
	return (struct argument){ IOCTL_IN, ioctl_hex };
}

void args_ioctl(struct decoder *d)
{
	struct argument a = argument_of(d);

	if (is_entering(d))
		put_args_defined(d, 0, 2);
	if (a.when == IOCTL_BOTH && !is_entering(d))
		a.print(d, d->args[2]);
	else if (a.when == IOCTL_BOTH || a.when == (is_entering(d) ? IOCTL_IN : IOCTL_OUT))
		put_arg_as(d, 2, a.print);
}
