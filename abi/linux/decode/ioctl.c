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

static const char *const directions[] = { "_IOC_NONE", "_IOC_WRITE", "_IOC_READ",
					  "_IOC_READ|_IOC_WRITE" };

static const char *hexadecimal(char buf[16], unsigned v)
{
	snprintf(buf, 16, "%#x", v);
	return buf;
}

static void put_packed(struct decoder *d, unsigned cmd)
{
	char text[64], type[16], nr[16], size[16];

	snprintf(text, sizeof(text), "_IOC(%s, %s, %s, %s)", directions[IOC_DIR(cmd)],
		 hexadecimal(type, IOC_TYPE(cmd)), hexadecimal(nr, IOC_NR(cmd)),
		 hexadecimal(size, IOC_SIZE(cmd)));
	d->sink->symbol(d->ctx, cmd, SINK_HEX, text);
}

void print_ioctl_cmd(struct decoder *d, uint64_t v)
{
	unsigned cmd = (unsigned)v;
	const char *name = FIND(words, cmd);

	if (!name)
		name = d->is_64bit ? FIND(words_64, cmd) : FIND(words_32, cmd);
	if (name)
		d->sink->symbol(d->ctx, cmd, SINK_HEX, name);
	else if (!put_ioctl_of_family(d, cmd))
		put_packed(d, cmd);
}

/* --- arguments --- */

struct argument {
	enum ioctl_when when;
	print_fn *print;
};

/* Input devices' commands all take addresses. */
static bool is_of_input(unsigned cmd)
{
	return IOC_TYPE(cmd) == 'E' && (IOC_DIR(cmd) == 1 || IOC_DIR(cmd) == 2);
}

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
	if (is_of_input((unsigned)d->args[1]))
		return (struct argument){ IOCTL_IN, print_ADDR };
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
